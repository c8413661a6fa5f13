"""What holds for every answer of the desk: its headers, HEAD, the size of what is sent in, and that
a fault of the program shows nothing of it."""

from __future__ import annotations

import os
import sys
import traceback

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MAX_FORM", "MAX_UPLOAD", "REPORT_POLICY", "FaultGuard", "SafeAnswers", "SizeLimit"]

MAX_FORM = 2 * 1024 * 1024
"""Bytes of a request without files."""

MAX_UPLOAD = 136 * 1024 * 1024
"""Bytes of a request with files: one document as large as any that is opened."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-same-origin"
)
"""Of a report as a page: its looks stand in it, nothing in it runs."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

STRICT = ("Strict-Transport-Security", "max-age=31536000")
"""Where the desk is reached by TLS."""

PLAIN_FAULT = "CE-X001"
"""What is said of a fault of the program: nothing but that there was one."""


class _Layer:
    """Something around the application; what is no HTTP goes past it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.answer if scope["type"] == "http" else self.app
        await answer(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        raise NotImplementedError


class _Noted:
    """Sends an answer on, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self.send, self.has_begun = send, False

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        await self.send(message)


class SafeAnswers(_Layer):
    """Puts the headers on every answer that has not its own, and answers HEAD as GET."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_head = scope["method"] == "HEAD"

        async def safe_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault(*STRICT)
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        inner = {**scope, "method": "GET"} if is_head else scope
        await self.app(inner, receive, safe_send)


class TooLargeError(Exception):
    """More was sent in than is taken."""


class SizeLimit(_Layer):
    """Refuses a request that is larger than what it may be, before and while it is read."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers = Headers(scope=scope)
        has_files = headers.get("content-type", "").startswith("multipart/form-data")
        room = MAX_UPLOAD if has_files else MAX_FORM
        announced, noted = headers.get("content-length", "0"), _Noted(send)

        async def bounded() -> Message:
            nonlocal room
            message = await receive()
            if message["type"] == "http.request":
                room -= len(message.get("body", b""))
                if room < 0:
                    raise TooLargeError
            return message

        try:
            if not announced.isascii() or not announced.isdigit() or int(announced) > room:
                raise TooLargeError
            await self.app(scope, bounded, noted)
        except TooLargeError:
            if not noted.has_begun:
                await _plain(send, 413, "CE-H015")


class FaultGuard:
    """A fault of the program is an answer without its details; the terminal names it in a line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        noted = _Noted(send)
        try:
            await self.app(scope, receive, noted)
        except TooLargeError:
            raise
        except ClientDisconnect:  # who sent it has gone away: nobody waits for an answer
            return
        except Exception as error:
            if os.environ.get("CARBON_EIA_DEBUG"):
                traceback.print_exc()
            print(f"{PLAIN_FAULT} {scope.get('path')}: {type(error).__name__}", file=sys.stderr)
            if scope["type"] == "http" and not noted.has_begun:
                await _plain(send, 500, PLAIN_FAULT)


async def _plain(send: Send, status: int, code: str) -> None:
    from carbon_eia.errors import Problem

    lines = [Problem(code, params={"why": "—"}).message(lang) for lang in ("zh", "en")]
    body = "\n".join([code, *lines]).encode()
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
