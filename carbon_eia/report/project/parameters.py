"""Where the values of parameters come from: what is declared, what is weak, and its marks."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from carbon_eia.report.common import Reader
from carbon_eia.run.records import ParameterRecord, Run, SourceRecord

__all__ = ["GIVEN", "WeakParameter", "count_of_statuses", "flags_of", "is_weak", "weak_parameters"]

GIVEN = {"measured", "supplier", "design", "given"}
"""Statuses of values that the applicant declares."""

PLAIN_REASONS = {"reason.table", "reason.sector_default", "reason.grid", "reason.gwp"}
"""Reasons that need no more than the mark of a default; every other one stands out (law 5)."""

MARKS = {"CE-W004": "flag_fallback", "CE-W005": "flag_older"}
"""Marks of reasons that say more than “default”; any other such reason is “to be checked”."""


class WeakParameter(NamedTuple):
    """A value that was not declared for this project, or whose evidence is weak."""

    source: SourceRecord
    parameter: ParameterRecord
    flags: list[str]


def flags_of(p: ParameterRecord, reader: Reader) -> list[str]:
    """The marks of law 5: default, assumption, fallback, extrapolated year."""
    found = [reader.word(f"flag_{p.status}")] if p.status in ("default", "assumption") else []
    code = p.source.reason.code if p.source else "reason.table"
    if code not in PLAIN_REASONS and code != "reason.assumption":
        found.append(reader.word(MARKS.get(code, "flag_other")))
    return found


def is_weak(p: ParameterRecord) -> bool:
    """Whether a value is an assumption, of grade C, or taken for another reason than a table."""
    cited = p.source
    if cited is None:
        return p.status == "assumption"
    return cited.grade == "C" or cited.reason.code not in PLAIN_REASONS


def weak_parameters(run: Run, reader: Reader) -> list[WeakParameter]:
    """Every value that law 5 wants shown: default, assumption, fallback, older year, grade C."""
    every = [(s, p, flags_of(p, reader)) for s in run.inventory.by_source for p in s.parameters]
    return [WeakParameter(s, p, flags) for s, p, flags in every if flags or is_weak(p)]


def count_of_statuses(run: Run, reader: Reader) -> str:
    """How many parameters there are, and how many of each status."""
    counts = Counter(p.status for s in run.inventory.by_source for p in s.parameters)
    parts = [f"{reader.code('status', status)} {count}" for status, count in counts.items()]
    total = reader.word("counts", total=str(counts.total()))
    return total + (reader.word("colon") + reader.listed(parts) if parts else "")
