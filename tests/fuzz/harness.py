"""Mutated files through the commands: each in a process of its own, with limits on time and memory.

A seed decides everything: the kind of file, the file, its changes, the command. Most commands run
in a process that is forked from one that has imported the package; every ``EVERY_REAL``-th runs as
a user starts it.
"""

from __future__ import annotations

import atexit
import importlib
import os
import random
import resource
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.forked import command, prepare
from tests.fuzz.corpus import KINDS, SAMPLES, order
from tests.fuzz.limits import SECONDS, Outcome, fault, real_command
from tests.fuzz.mutate import mutated

__all__ = ["EVERY_REAL", "Fault", "Trial", "Tried", "import_modules", "run_seeds", "trial"]

EVERY_REAL = 40
"""Of how many inputs one goes through the real command."""

IMPORTED = ("carbon_eia.screening", "carbon_eia.proof.verify", "carbon_eia.report",
            "pandas", "pyarrow.csv", "pyarrow.parquet", "openpyxl", "lxml.etree", "weasyprint",
            "pypdf", "pypdfium2", "docx", "jinja2")  # fmt: skip
"""What most of a short command's time goes into, imported once before the processes part."""

ROOM = 2 << 30
"""Address space that a command may take beyond what the process has: then it has too little."""


class Trial(NamedTuple):
    """An input: its kind, its content, and the command that reads it from ``file``."""

    kind: str
    content: bytes
    args: list[str]
    file: str


class Fault(NamedTuple):
    """An input that ended as none may."""

    seed: int
    kind: str
    why: str
    args: list[str]
    printed: str


class Tried(NamedTuple):
    """What an input took, and its fault, if it has one."""

    seed: int
    kind: str
    seconds: float
    megabytes: float
    fault: Fault | None


def trial(seed: int, corpus: Mapping[str, Sequence[bytes]]) -> Trial:
    """The input of a seed."""
    chance = random.Random(seed)
    turns = order()
    name = turns[seed % len(turns)]
    kind = KINDS[name]
    content = mutated(chance.choice(corpus[name]), kind.structure, chance)
    file = f"input{kind.suffix}"
    return Trial(name, content, chance.choice(kind.commands)(file), file)


def run_seeds(seeds: Sequence[int], corpus: Mapping[str, Sequence[bytes]]) -> Iterator[Tried]:
    """Try the inputs of some seeds."""
    import_modules()
    for seed in seeds:
        one = trial(seed, corpus)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
            folder = Path(name)
            if one.kind == "park":
                shutil.copytree(SAMPLES / "park", folder, dirs_exist_ok=True)
            (folder / one.file).write_bytes(one.content)
            real = seed % EVERY_REAL == 0
            outcome = (real_command if real else forked_command)(one.args, folder)
        why = fault(outcome, KINDS[one.kind].seconds)
        told = Fault(seed, one.kind, why, one.args, outcome.printed[-3000:]) if why else None
        yield Tried(seed, one.kind, outcome.seconds, outcome.megabytes, told)


def import_modules() -> None:
    """What commands need, and the reference data: once, before processes are forked."""
    prepare()
    for module in IMPORTED:
        importlib.import_module(module)


def forked_command(args: Sequence[str], folder: Path) -> Outcome:
    """Run a command in a forked process within limits."""
    out = folder / ".printed"
    out.touch()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = os.fork()
    if not child:
        try:
            atexit._clear()  # folders of the parent are not the child's to remove
            _limit()
            environment = {**os.environ, "COLUMNS": "80"}
            command(list(args), str(folder), environment, str(out), str(out))
        finally:
            os._exit(99)
    _, status, used = os.wait4(child, 0)
    printed = out.read_bytes()[: 4 << 20].decode("utf-8", "replace")
    megabytes = max(used.ru_maxrss - before, 0) / 1024
    seconds = used.ru_utime + used.ru_stime
    return Outcome(os.waitstatus_to_exitcode(status), seconds, megabytes, printed)


def _limit() -> None:
    """In the child: too much time or memory ends it, and so does a wait for nothing."""
    signal.alarm(60 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (4 * SECONDS, 4 * SECONDS))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    room = pages * os.sysconf("SC_PAGE_SIZE") + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
