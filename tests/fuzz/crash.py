"""Commands that are killed, or whose writing fails, at some moment: nothing half, nothing lost.

A trial runs one command until it is killed (with all its processes), or with a limit on the size of
files or on a small disk of memory, so that some write fails. What stands at the outputs afterwards
is the whole file of before or of this command, never another; files of somebody beside them are as
they were; and the same command, left alone, then gives what it always gives.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.forked import command
from tests.fuzz.harness import import_modules
from tests.fuzz.limits import FOLDER

__all__ = ["COMMANDS", "CrashTest", "Running", "crash", "small_disk", "trials"]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NOWHERE = os.devnull
AS_OF = ("--as-of", "2026-06-30")
ROWS = 40
"""Rows of the table that is screened: some pieces, and some reports."""

PIECE = 2_000
"""Bytes of a piece of a table: so few that a run has many."""


def _table(folder: Path, rows: int = ROWS, most: int | None = None) -> None:
    head, *lines = (SAMPLES / "screening/projects.csv").read_text(encoding="utf-8-sig").splitlines()
    lines = lines[:most]
    more = [line.replace("-0000", f"-{i:04d}", 1) for i in range(rows) for line in lines[:1]]
    (folder / "in.csv").write_text("\n".join([head, *lines, *more, ""]), encoding="utf-8")


def _park(folder: Path) -> None:
    shutil.copytree(SAMPLES / "park", folder / "park")


class Command(NamedTuple):
    """A command: what it reads, its arguments, and what it writes."""

    prepare: Callable[[Path], None]
    args: Sequence[str]
    outputs: Sequence[str]


COMMANDS = {
    "screen": Command(
        _table,
        ("screen", "in.csv", "-o", "out.csv", "-o", "out.parquet", *AS_OF),
        ("out.csv", "out.parquet", "out-errors.csv", "out-errors.parquet"),
    ),
    "screen --jobs": Command(
        _table,
        ("screen", "in.csv", "-o", "out.csv", "-o", "out.xlsx", "--jobs", "2", *AS_OF),
        ("out.csv", "out-errors.csv", "out.xlsx"),
    ),
    "screen --reports": Command(
        lambda folder: _table(folder, 0, 2),
        ("screen", "in.csv", "-o", "out.csv", "--reports", "pdf", *AS_OF),
        ("out.csv", "out-errors.csv", "pdf/*.pdf"),
    ),
    "park": Command(
        _park,
        ("park", "park/park.toml", "-o", "out.json", "-o", "out.html", *AS_OF),
        ("out.json", "out.html"),
    ),
}
"""What is stopped; ``*`` in a name of an output stands for some files."""


class Running:
    """A command in a process forked from one that has imported what it needs: so most of its time,
    and most moments at which it is stopped, go into reading and writing."""

    def __init__(self, process: int) -> None:
        self.process = process

    def kill(self) -> None:
        """Stop it and all its processes: what they hold is free afterwards."""
        os.kill(self.process, signal.SIGKILL)
        with suppress(ProcessLookupError):  # it is over, or had not begun a session yet
            os.killpg(self.process, signal.SIGKILL)
        while self._others():
            time.sleep(0.01)

    def _others(self) -> list[int]:
        """Processes that it has started and that are not over."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                state, _, group = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
                if int(group) == self.process != int(path.parent.name) and state != "Z":
                    found.append(int(path.parent.name))
        return found

    def wait(self) -> int:
        """Its exit status; a signal as a negative one."""
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class CrashTest:
    """One command, what it gives when nobody disturbs it, and how long that takes."""

    def __init__(self, name: str, folder: Path) -> None:
        self.command = COMMANDS[name]
        self.folder = folder
        self.command.prepare(folder)
        import_modules()
        begin = time.monotonic()
        assert self.run(folder).wait() in (0, 1, 2, 3)
        self.seconds = time.monotonic() - begin
        self.whole = self.found(folder)
        assert self.whole, name

    def run(self, folder: Path, limit: int | None = None) -> Running:
        """Start the command; ``limit``: most bytes of a file that it may write."""
        child = os.fork()
        if child:
            return Running(child)
        try:
            from carbon_eia.screening import csvfile

            os.setsid()
            atexit._clear()  # folders of the parent are not the child's to remove
            csvfile.csv_pieces.__defaults__ = (PIECE,)
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            command(list(self.command.args), str(folder), dict(os.environ), NOWHERE, NOWHERE)
        finally:
            os._exit(99)

    def found(self, folder: Path) -> dict[str, bytes]:
        """What stands at the outputs."""
        paths = [p for name in self.command.outputs for p in folder.glob(name)]
        return {str(p.relative_to(folder)): p.read_bytes() for p in paths}

    def judge(self, folder: Path, before: Mapping[str, bytes], theirs: Mapping[Path, bytes]) -> str:
        """What is half, foreign or lost; empty where nothing is."""
        found = self.found(folder)
        for name, content in found.items():
            if content != self.whole.get(name) and content != before.get(name):
                return f"half or foreign: {name}"
        lost = [n for n in before if n not in found and n in self.whole]
        if lost:
            return f"lost: {lost[0]}"
        changed = [
            p for p, content in theirs.items() if not p.exists() or p.read_bytes() != content
        ]
        return f"not ours, and changed: {changed[0].name}" if changed else ""


def crash(test: CrashTest, how: str, seed: int, disk: Path | None = None) -> str:
    """Disturb the command once and run it again; what was wrong, empty where nothing was.

    ``how``: ``kill``, ``limit`` (no file beyond a size), or ``full`` (``disk`` is a small one).
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=disk) as name:
        folder = Path(name)
        test.command.prepare(folder)
        before = dict(test.whole) if chance.random() < 0.5 else {}
        for output, content in before.items():
            (folder / output).parent.mkdir(exist_ok=True)
            (folder / output).write_bytes(content)
        theirs = {folder / "notes.txt": b"mine", folder / ".out.csv.mine.carbon-eia-new": b"mine"}
        for path, content in theirs.items():
            path.write_bytes(content)
        ballast = folder / "ballast"
        if how == "full":
            left = shutil.disk_usage(folder).free
            ballast.write_bytes(bytes(max(left - chance.randrange(4000, 400_000), 0)))
        process = test.run(folder, chance.randrange(1, 60_000) if how == "limit" else None)
        if how == "kill":
            time.sleep(chance.uniform(0, test.seconds))
            process.kill()
        status = process.wait()
        if how != "kill" and status not in (0, 1, 2, 3):
            return f"status {status}"
        ballast.unlink(missing_ok=True)
        wrong = test.judge(folder, before, theirs)
        if wrong:
            return wrong
        again = test.run(folder).wait()
        if again not in (0, 1, 2, 3) or test.found(folder) != test.whole:
            return f"another result when it went on (status {again})"
        left_over = [
            p.name for p in folder.iterdir() if p.name.startswith(".out") and p not in theirs
        ]
        left_over += [p.name for p in folder.glob(".*-new") if p not in theirs]
        return f"left behind: {left_over}" if left_over else ""


# --- at length


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk of some megabytes that can be filled; None where this user may mount none."""
    with tempfile.TemporaryDirectory() as name:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", name],
            check=False,
            capture_output=True,
        )
        try:
            yield Path(name) if made.returncode == 0 else None
        finally:
            if made.returncode == 0:
                subprocess.run(["umount", name], check=False)


def trials(seed: int) -> tuple[str, str]:
    """The command and the disturbance of a seed: five kills to one error of writing."""
    chance = random.Random(f"crash {seed}")
    names = ["screen", "screen", "screen --jobs", "park", "park", "screen --reports"]
    return chance.choice(names), ("kill", "kill", "kill", "kill", "kill", "limit", "full")[seed % 7]


def main() -> int:
    """``make crash``: go on where the last call stopped; 1 where something was half or lost."""
    parser = argparse.ArgumentParser(prog="make crash", description=main.__doc__)
    parser.add_argument("--seeds", type=int, default=1400, help="go on up to this seed")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "crash.json"
    state = {"seeds": 0, "done": {}, "faults": []}
    if path.exists():
        state |= json.loads(path.read_text(encoding="utf-8"))
    first, tests, found = int(state["seeds"]), {}, 0
    with tempfile.TemporaryDirectory() as whole, small_disk() as disk:
        for seed in range(first, asked.seeds):
            name, how = trials(seed)
            if name not in tests:
                folder = Path(whole) / str(len(tests))
                folder.mkdir()
                tests[name] = CrashTest(name, folder)
            how = "limit" if how == "full" and disk is None else how
            wrong = crash(tests[name], how, seed, disk if how == "full" else None)
            state["seeds"], state["done"][how] = seed + 1, state["done"].get(how, 0) + 1
            if wrong:
                found += 1
                state["faults"].append([seed, name, how, wrong])
                print(f"✗ {seed} {name}, {how}: {wrong}", flush=True)
            path.write_text(json.dumps(state, indent=1), encoding="utf-8")
    print(f"{state['done']}, {len(state['faults'])} faults: {path}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
