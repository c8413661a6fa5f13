"""The command as a process of its own, and programs of the system that give a second opinion."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

__all__ = ["program", "run"]

ROOT = Path(__file__).resolve().parents[1]


def run(*args: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of carbon-eia in a process of its own, 80 columns wide."""
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
