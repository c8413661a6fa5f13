"""The Run as a document: its canonical bytes, its name, and reading one back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_text

__all__ = ["SCHEMA", "Run", "canonical", "parse_run", "read_run", "run_id"]

SCHEMA = "carbon-eia/run/1"

Run = dict[str, Any]
"""A Run as JSON; its keys are described in ``docs/run.md``."""


def canonical(run: Run) -> bytes:
    """The bytes of a Run, the same everywhere."""
    text = json.dumps(run, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode()


def run_id(run: Run) -> str:
    """SHA-256 over everything in a Run but its id."""
    return hashlib.sha256(canonical({k: v for k, v in run.items() if k != "id"})).hexdigest()


def read_run(path: Path) -> Run:
    """A Run from its file.

    Raises InputError: CE-N001 not a Run, CE-N002 its content is not that of its id.
    """
    return parse_run(read_text(path), Place(str(path)))


def parse_run(text: str, place: Place, schema: str = SCHEMA) -> Run:
    """A Run, or another record named by its hash, from its text; see ``read_run``."""
    try:
        run = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(Problem("CE-N001", place, {"why": str(error)})) from None
    if not isinstance(run, dict) or run.get("schema") != schema:
        raise InputError(Problem("CE-N001", place, {"why": f"schema ≠ {schema}"}))
    if run_id(run) != run.get("id"):
        raise InputError(Problem("CE-N002", place, {}))
    return run
