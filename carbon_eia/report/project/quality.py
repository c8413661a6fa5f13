"""How good the data of a source are: declared or not, proven or not, and what stands out."""

from __future__ import annotations

from collections import Counter

from carbon_eia.report.document import Paragraph, TextSpan
from carbon_eia.report.printer import Printer
from carbon_eia.run.records import ParameterRecord, Run, SourceRecord

__all__ = ["DECLARED", "count_of_statuses", "doubtful", "is_weak", "marks", "unproven"]

DECLARED = frozenset({"measured", "supplier", "design", "given"})
"""Statuses of values that the project file declares for this project."""

MARKED = ("default", "assumption")
"""Statuses that have a mark of their own."""

PLAIN_REASONS = frozenset({"reason.table", "reason.sector_default", "reason.grid", "reason.gwp"})
"""Reasons that need no more than the mark of a default; every other one stands out."""

MARKS = {"CE-W004": "flag_fallback", "CE-W005": "flag_older"}
"""Marks of reasons that say more than “default”; any other such reason is “to be checked”."""

STRONG = "▲"
"""What a mark begins with that weighs more than that of a default."""


def marks(parameter: ParameterRecord, p: Printer) -> list[Paragraph]:
    """The marks of a value, one a line: default, assumption, fallback, value of an older year."""
    status, cited = parameter.status, parameter.source
    found = [p.word(f"flag_{status}")] if status in MARKED else []
    code = cited.reason.code if cited else "reason.table"
    if code not in PLAIN_REASONS and code != "reason.assumption":
        found.append(p.word(MARKS.get(code, "flag_other")))
    looks = ("flag strong" if text.startswith(STRONG) else "flag" for text in found)
    return [Paragraph((TextSpan(text, look),)) for text, look in zip(found, looks, strict=True)]


def is_weak(parameter: ParameterRecord) -> bool:
    """Whether a value has evidence of grade C, or was chosen for a reason that stands out."""
    cited = parameter.source
    if cited is None:
        return parameter.status == "assumption"
    return cited.grade == "C" or cited.reason.code not in PLAIN_REASONS


def doubtful(run: Run) -> list[tuple[SourceRecord, ParameterRecord]]:
    """Every value that was not declared for this project, or whose evidence is weak."""
    return [
        (source, parameter)
        for source in run.inventory.by_source
        for parameter in source.parameters
        if parameter.status in MARKED or is_weak(parameter)
    ]


def unproven(run: Run) -> list[str]:
    """Sources whose declared data name no evidence."""
    return [
        source.name
        for source in run.inventory.by_source
        if not source.evidence and any(x.status in DECLARED for x in source.parameters)
    ]


def count_of_statuses(run: Run, p: Printer) -> str:
    """How many parameters there are, and how many of each kind of data."""
    counts = Counter(x.status for s in run.inventory.by_source for x in s.parameters)
    total = p.word("counts", total=str(counts.total()))
    if not counts:
        return total
    parts = [
        p.word("count_of", kind=p.code("status", status), count=str(count))
        for status, count in counts.items()
    ]
    return total + p.word("of_which") + p.listed(parts)
