"""The desk is opened at an address, and answers until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uvicorn

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.opening import Desk
from carbon_eia.errors import CallError, Problem

__all__ = ["serve"]

LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self.ready()


def serve(desk: Desk, host: str, port: int, proxies: str, ready: Callable[[str], None]) -> None:
    """Answer at an address; ``ready`` is told it. ``proxies``: addresses whose word on the scheme
    and the client is taken.

    Raises CallError: CE-H028 the port cannot be had, CE-H029 a proxy names who is signed in and
    others than this machine could reach the desk.
    """
    if desk.user_header and host not in LOCAL:
        raise CallError(Problem("CE-H029"))
    config = uvicorn.Config(
        desk_app(desk),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        timeout_keep_alive=30,
        limit_concurrency=500,
        timeout_graceful_shutdown=5,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:  # how uvicorn says that the port cannot be had
        params: dict[str, object] = {"host": host, "port": port}
        raise CallError(Problem("CE-H028", params=params)) from None
    number = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    _Server(config, lambda: ready(f"http://{shown}:{number}/")).run(sockets=[listening])
