"""In which class a case is, and how often it is inspected (分类处置): a decision table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.reference.factor_tables import Tables
from carbon_eia.register.case import Case, Filing
from carbon_eia.register.clocks import Clock
from carbon_eia.register.days import add_months
from carbon_eia.register.law import Ground, ground_of

__all__ = [
    "CaseClass",
    "ClassFacts",
    "Classified",
    "classes",
    "classify",
    "facts_of",
    "inspection_due",
]

INSPECTED = frozenset({"decided", "year_reported", "milestone_met", "rectified"})
"""Events at which somebody looked at the project."""


class ClassFacts(NamedTuple):
    """What the table asks about; None where it is not known, which is never taken for a no.

    ``verdict``: of the Run last filed; ``decision``: of the authority; ``retrofit``: ``open``,
    ``overdue`` or ``none``; ``near``, ``weak``: ``yes`` or ``no``.
    """

    verdict: str | None
    decision: str | None
    retrofit: str | None
    near: str | None
    weak: str | None


class CaseClass(NamedTuple):
    """A row of the table. ``when``: it applies where one of them holds, each with all its facts."""

    id: str
    zh: str
    en: str
    when: tuple[Mapping[str, Sequence[str]], ...]
    months: int
    treatment: Mapping[str, str]
    ground: Ground

    def applies(self, facts: ClassFacts) -> bool | None:
        """Whether it applies; None where a fact that would decide it is not known."""
        answers = [_holds(condition, facts) for condition in self.when]
        if True in answers:
            return True
        return None if None in answers else False


class Classified(NamedTuple):
    """The class of a case, and those that it may be in once more is known.

    ``because``: the facts by which it is in its class; ``months``: the strictest rhythm of all.
    """

    row: CaseClass
    perhaps: tuple[CaseClass, ...]
    because: Mapping[str, str] = MappingProxyType({})

    @property
    def months(self) -> int:
        """Months between two inspections."""
        return min(c.months for c in (self.row, *self.perhaps))


def classes(tables: Tables) -> tuple[CaseClass, ...]:
    """The rows of the table, the first that applies wins."""
    key = ("register classes",)
    if key not in tables.memo:
        tables.memo[key] = tuple(
            CaseClass(
                id=raw["id"],
                zh=raw["zh"],
                en=raw["en"],
                when=tuple(raw["when"]),
                months=int(raw["months"]),
                treatment=raw["treatment"],
                ground=ground_of(tables, raw),
            )
            for raw in tables.toml("register/classes.toml")["classes"]
        )
    rows: tuple[CaseClass, ...] = tables.memo[key]
    return rows


def classify(rows: Sequence[CaseClass], facts: ClassFacts) -> Classified:
    """The first row that applies; those before it of which it is not known stand beside it.

    >>> from carbon_eia.reference import open_tables
    >>> rows = classes(open_tables())
    >>> known = ClassFacts("pass", "pass", "none", "no", "no")
    >>> classify(rows, known).row.id, classify(rows, known).months
    ('regular', 12)
    >>> unsure = classify(rows, known._replace(near=None))
    >>> unsure.row.id, [c.id for c in unsure.perhaps], unsure.months
    ('regular', ['near'], 6)
    """
    perhaps: list[CaseClass] = []
    for row in rows:
        answer = row.applies(facts)
        if answer:
            return Classified(row, tuple(perhaps), _because(row, facts))
        if answer is None:
            perhaps.append(row)
    raise ValueError("no class applies")  # the checks ask for a last row without conditions


def _because(row: CaseClass, facts: ClassFacts) -> Mapping[str, str]:
    """The facts of the first condition of a row that holds."""
    known = facts._asdict()
    condition = next(c for c in row.when if _holds(c, facts))
    return {key: str(known[key]) for key in condition}


def facts_of(case: Case, clocks: Sequence[Clock]) -> ClassFacts:
    """What is known of a case: from its events, with the words of the Run last filed, and its
    clocks."""
    filing, decision = case.filing, case.decision
    return ClassFacts(
        verdict=(filing.verdict or None) if filing is not None else None,
        decision=decision.verdict if decision is not None else "",
        retrofit=_retrofit(clocks),
        near=(filing.near or None) if filing is not None else None,
        weak=_weak(filing),
    )


def inspection_due(case: Case, classified: Classified) -> date | None:
    """The next inspection: so many months after somebody last looked at the project.

    None where the case is closed, or nobody has listed it.
    """
    if case.state == "closed":
        return None
    looked = [m.day for m in case.history if m.kind in INSPECTED]
    last = max(looked, default=case.listed)
    if last is None and case.history:
        last = case.history[0].day
    return None if last is None else add_months(last, classified.months)


def _holds(condition: Mapping[str, Sequence[str]], facts: ClassFacts) -> bool | None:
    """Whether all facts are as a condition says; one that is not so settles it."""
    known = facts._asdict()
    answers = [None if known[k] is None else known[k] in v for k, v in condition.items()]
    if False in answers:
        return False
    return None if None in answers else True


def _retrofit(clocks: Sequence[Clock]) -> str:
    states = [c.state for c in clocks if c.rule.id == "retrofit"]
    if "overdue" in states:
        return "overdue"
    return "open" if "running" in states else "none"


def _weak(filing: Filing | None) -> str | None:
    """Whether the verdict could not be taken, or something is claimed without proof."""
    if filing is None:
        return None
    return "yes" if filing.verdict == "undetermined" else filing.weak or None
