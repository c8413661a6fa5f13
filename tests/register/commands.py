"""A register in a folder of its own, and its commands, as a person and a program give them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.tools import ROOT, run

__all__ = ["CODE", "DEMO", "Desk"]

DEMO = ["--benchmarks", str(ROOT / "samples/benchmarks/chenzhou-demo.toml")]

CODE = "2602-431021-04-01-000001"
"""The code of the cement sample."""


class Desk:
    """A register in a folder, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *args: str, expected: int = 0) -> str:
        done = run("register", "-C", str(self.folder), *args)
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout + done.stderr

    def json(self, *args: str, expected: int = 0) -> Any:
        """What a command prints for a program."""
        done = run("register", "-C", str(self.folder), *args, "--json")
        assert done.returncode == expected, done.stdout + done.stderr
        return json.loads(done.stdout)
