"""A request as a server gives it to the desk, and what the desk answers: no network in between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

__all__ = ["ADDRESS", "HOST", "Answer", "Request", "ask"]

HOST = b"desk.example"
ADDRESS = "192.0.2.7"
"""Where every request comes from."""


class Request(NamedTuple):
    """A request. ``who``: in whose name it is sent, empty for nobody; ``parts``: its body as it
    arrives; ``is_cut``: the sender goes away before its end; ``is_foreign``: it lacks what shows
    that it comes from that person, so that nothing may be written."""

    kind: str
    who: str
    method: str
    path: bytes
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    parts: Sequence[bytes] = ()
    is_cut: bool = False
    is_foreign: bool = False

    def __str__(self) -> str:
        body = b"".join(self.parts)
        head = "\n".join(f"{k.decode('latin-1')}: {v[:300]!r}" for k, v in self.headers)
        path = f"{self.path.decode('latin-1')}?{self.query.decode('latin-1')}"
        return (
            f"{self.kind} of {self.who or 'nobody'}: {self.method} {path[:2000]}\n{head}\n\n"
            f"{body[:4000]!r} ({len(body)} bytes in {len(self.parts)} parts)"
        )


class Answer(NamedTuple):
    """What was answered; status 0 where nothing was."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [v for k, v in self.headers if k == name]

    def get(self, name: str) -> str:
        """The first value of a header; empty where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


async def ask(app: ASGIApp, request: Request) -> Answer:
    """Send a request and wait for the whole answer."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(request.path.decode("latin-1")),
        "raw_path": request.path,
        "root_path": "",
        "query_string": request.query,
        "headers": list(request.headers),
        "client": (ADDRESS, 50000),
        "server": (HOST.decode(), 80),
        "state": {},
    }
    waiting = list(request.parts) or [b""]
    status, headers, body = 0, list[tuple[str, str]](), list[bytes]()
    over = asyncio.Event()

    async def receive() -> Message:
        if waiting:
            part = waiting.pop(0)
            more = bool(waiting) or request.is_cut
            return {"type": "http.request", "body": part, "more_body": more}
        if not request.is_cut:
            await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            assert not status
            status = message["status"]
            headers.extend(
                (k.decode("latin-1"), v.decode("latin-1")) for k, v in message["headers"]
            )
        else:
            body.append(message.get("body", b""))

    try:
        await app(scope, receive, send)
    finally:
        over.set()
    return Answer(status, headers, b"".join(body))
