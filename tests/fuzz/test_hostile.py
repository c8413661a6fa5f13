"""No file that somebody made to hurt takes ten seconds or a gigabyte, or ends as it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import hostile_cases, hostile_texts  # noqa: F401 — they add to HOSTILE
from tests.fuzz.hostile import HOSTILE
from tests.fuzz.limits import SECONDS, Outcome, fault, real_command

TABLE_SECONDS = 60
"""A table takes as long as its rows take; what is no table of rows ends at once."""


@pytest.mark.slow(every=40)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_status_within_bounds(name: str, tmp_path: Path) -> None:
    """Each kind, through the real command: a status of the page, in time, in memory, in words."""
    args = HOSTILE[name](tmp_path)
    outcome = real_command(args, tmp_path)
    why = fault(outcome, TABLE_SECONDS if args[0] == "screen" else SECONDS)
    assert not why, (why, outcome.printed[:500])


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Outcome(2, 1, 100, "✗ CE-P001"), ""),
        (Outcome(1, 1, 100, "\x1b[31m✗\x1b[0m"), ""),
        (Outcome(2, 11, 100, ""), "11.0 s"),
        (Outcome(2, 1, 1001, ""), "1001 MB"),
        (Outcome(70, 1, 100, ""), "status 70"),
        (Outcome(-9, 1, 100, ""), "status -9"),
        (Outcome(1, 1, 100, "Traceback (most recent call last)"), "traceback"),
        (Outcome(2, 1, 100, "a\u202eb"), "prints U+202E"),
        (Outcome(2, 1, 100, "a\x1b[2Jb"), "prints U+001B"),
    ],
)
def test_what_is_a_fault(outcome: Outcome, why: str) -> None:
    """The judge of all tests here finds each kind of fault, and no other."""
    assert fault(outcome) == why
