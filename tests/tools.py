"""The command as a process of its own, and programs of the system that give a second opinion."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

__all__ = ["fresh", "program", "run"]

ROOT = Path(__file__).resolve().parents[1]

Done = subprocess.CompletedProcess[str]


def run(*args: str, cwd: Path = ROOT, **env: str) -> Done:
    """A command of carbon-eia in a process of its own, 80 columns wide.

    It is forked from one that has imported the package; ``fresh`` starts an interpreter.
    """
    if not hasattr(os, "fork"):
        return fresh(*args, cwd=cwd, **env)
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("out", "err", "imports")}
        for path in files.values():
            path.touch()
        call = {
            "args": args,
            "folder": str(cwd),
            "environment": {**os.environ, "COLUMNS": "80", **env},
            **{name: str(path) for name, path in files.items()},
        }
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(call) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        out, err = (files[name].read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(["carbon-eia", *args], status, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    """The process that commands are forked from: one for each process of the tests."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # what is forked should have no threads
    )
    atexit.register(server.communicate)
    return server


def fresh(*args: str, cwd: Path = ROOT, **env: str) -> Done:
    """A command of carbon-eia in an interpreter that is started for it, 80 columns wide."""
    return subprocess.run(
        [sys.executable, "-m", "carbon_eia", *args],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": "80", **env},
    )


def program(name: str) -> str:
    """Path of a program. ``make test`` installs it where it can (scripts/setup.sh).

    Where it is missing the test is skipped on a laptop and fails in CI: what nobody has checked
    must not look green there.
    """
    found = shutil.which(name)
    if found is None:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"{name} is not installed: make test says how")
    return found
