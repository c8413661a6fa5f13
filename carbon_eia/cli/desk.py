"""The commands of the desk: open it, fill one to try."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia.cli.common import say
from carbon_eia.console import styled
from carbon_eia.errors import MachineError, Problem
from carbon_eia.messages import sentence

if TYPE_CHECKING:
    from carbon_eia.desk.opening import Desk

__all__ = ["desk_command"]


def _demo(desk: Desk, lang: str) -> list[str]:
    """Fill a new desk; what is told of its accounts. One that was filled before stays as it is."""
    from carbon_eia.desk.demonstrating import demonstrate

    if desk.accounts.all():
        return []
    names, password = demonstrate(desk)
    facts = {"names": " ".join(names), "password": password}
    return [styled(sentence("desk.on_terminal.demo", lang, facts), "bold")]


def desk_command(
    json: bool,
    lang: str,
    address: str,
    folder: Path,
    port: int,
    host: str,
    benchmarks: Sequence[Path],
    proxies: str,
    user_header: str,
    is_demo: bool,
) -> int:
    """Open the desk and answer until it is stopped; ``is_demo``: fill it first, where it is new."""
    try:
        from carbon_eia.desk.opening import open_desk
        from carbon_eia.desk.serving import serve
    except ModuleNotFoundError as error:
        raise MachineError(Problem("CE-D001", params={"package": error.name or ""})) from None

    desk = open_desk(address, folder, benchmarks, user_header)
    told = _demo(desk, lang) if is_demo else []
    first = desk.accounts.first_code()

    def ready(where: str) -> None:
        say(sentence("desk.on_terminal.ready", lang, {"address": where}))
        for line in told:
            say(line)
        if first is not None:
            text = sentence("desk.on_terminal.first_code", lang, {"code": first})
            say(styled(text, "bold"))
        say(sentence("desk.on_terminal.stop", lang))
        sys.stdout.flush()  # whoever reads it from a file or a journal waits for it

    serve(desk, host, port, proxies, ready)
    return 0
