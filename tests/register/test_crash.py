"""A command that is killed loses no event that was acknowledged, and leaves the chain whole."""

from __future__ import annotations

import atexit
import os
import random
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.register.acting import view_of
from carbon_eia.register.examine import examine
from carbon_eia.register.heads import head_of
from carbon_eia.register.store import EventDraft, Register, create, open_register
from tests.forked import command, prepare
from tests.register.conftest import new_database

DAY = date(2026, 3, 2)
KILLS = int(os.environ.get("REGISTER_KILLS", "50"))
"""Commands that ``make slow`` kills on each database; more with REGISTER_KILLS."""

ACKNOWLEDGED = re.compile(r"第 (\d+) 条事件")


def case_in_review(register: Register) -> None:
    """A case to which findings can be added."""
    steps = (("filed", "receiver"), ("accepted", "receiver"), ("review_started", "reviewer"))
    with register.writing() as ledger:
        ledger.append(
            EventDraft(DAY, "zhang", role, kind, "A-1", {"name": "项目"}) for kind, role in steps
        )


def start(folder: Path, number: int, out: Path) -> int:
    """Begin to add a finding, in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        atexit._clear()
        words = [f"path=sources[{number}]", "--as", "wang", "--day", DAY.isoformat()]
        args = ["register", "-C", str(folder), "do", "find", "A-1", *words]
        command(args, str(folder), dict(os.environ), str(out), os.devnull)
    finally:
        os._exit(99)


def crash(register: Register, chance: random.Random, out: Path, seconds: float) -> None:
    """Kill a command at some moment; then look at the register, and give the command again."""
    with register.reading() as ledger:
        before = list(ledger.rows())
    out.write_text("", encoding="utf-8")
    child = start(register.folder, len(before), out)
    time.sleep(chance.uniform(0, seconds))
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = [int(n) for n in ACKNOWLEDGED.findall(out.read_text(encoding="utf-8"))]
    found = examine(register, [("before", head_of(before))])
    assert found.faults == ()
    assert found.events in (len(before), len(before) + 1)
    assert all(n <= found.events for n in told)
    child = start(register.folder, len(before), out)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert examine(register).events == len(before) + 1


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def killed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], None]:
    """A register whose commands are killed; each call does so once."""
    address = ""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgres"))
    folder = tmp_path_factory.mktemp("register")
    register = create(folder / "register", address, view_of)
    case_in_review(register)
    prepare()
    import carbon_eia.cli.registering  # noqa: F401 — what the killed processes have imported

    begin = time.monotonic()
    out = folder / "out"
    os.waitpid(start(register.folder, 0, out), 0)
    seconds = time.monotonic() - begin
    register.engine.dispose()
    return lambda seed: crash(
        open_register(register.folder, view_of), random.Random(seed), out, seconds
    )


@pytest.mark.slow(every=25)
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_command_loses_no_acknowledged_event(
    killed: Callable[[int], None], seed: int
) -> None:
    """What was told stands, the chain is whole, and the same command then is written once."""
    killed(seed)


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A folder whose database was taken away, a server that does not answer: a code."""
    from carbon_eia.errors import CarbonEiaError

    create(tmp_path / "a", "", view_of)
    (tmp_path / "a" / "register.db").unlink()
    with pytest.raises(CarbonEiaError, match="CE-G224"):
        open_register(tmp_path / "a", view_of)
    assert not (tmp_path / "a" / "register.db").exists()
    with pytest.raises(CarbonEiaError, match="CE-G207"):
        create(tmp_path / "b", "postgresql://nobody@127.0.0.1:1/none", view_of)
