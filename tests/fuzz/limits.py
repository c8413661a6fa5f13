"""What a command may take, and how to tell that it took more."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["FOLDER", "MEGABYTES", "MEMORY", "SECONDS", "Outcome", "fault", "real_command"]

ROOT = Path(__file__).resolve().parents[2]

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = Path(os.environ.get("FUZZ_FOLDER") or CACHE / "carbon-eia-fuzz")
"""Where progress and faulty inputs are kept: outside the repository."""

MEMORY = next((p for p in (Path("/dev/shm"),) if os.access(p, os.W_OK)), None)
"""A disk of memory for the files of inputs, where there is one: nothing waits for a real disk."""

SECONDS = 10
"""Most time of the processor that a single file may take."""

MEGABYTES = 1000
"""Most memory that a single file may take."""

STATUSES = (0, 1, 2, 3)
"""How a command may end; 4 says that the machine lacks something, 70 is a fault of the program."""

HIDDEN = re.compile("(?!\x1b\\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that may not be printed: control signs but for colours, and those that turn text round."""


class Outcome(NamedTuple):
    """How a command ended: its status (minus a signal), what it took, what it printed."""

    status: int
    seconds: float
    megabytes: float
    printed: str


def fault(outcome: Outcome, seconds: float = SECONDS) -> str:
    """What is wrong with an outcome; empty where nothing is."""
    if outcome.seconds > seconds:
        return f"{outcome.seconds:.1f} s"
    if outcome.megabytes > MEGABYTES:
        return f"{outcome.megabytes:.0f} MB"
    if outcome.status not in STATUSES:
        return f"status {outcome.status}"
    if "Traceback (most recent" in outcome.printed:
        return "traceback"
    hidden = HIDDEN.search(outcome.printed)
    return f"prints U+{ord(hidden.group()):04X}" if hidden else ""


def real_command(args: Sequence[str], folder: Path) -> Outcome:
    """Run a command in an interpreter of its own, stopped where it takes much too much."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "carbon_eia", *args],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
            preexec_fn=_limited,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read(4 << 20).decode("utf-8", "replace")
    seconds = used.ru_utime + used.ru_stime
    return Outcome(process.returncode, seconds, used.ru_maxrss / 1024, printed)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
