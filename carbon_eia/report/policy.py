"""Chapter 3: every rule that was looked at, instrument by instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from carbon_eia.report.common import Reader
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["Policy", "RuleRow", "counted", "duties", "grounds", "policy_view", "state_of"]


STATES = ("held", "failed", "informed", "lacking", "foreign")
"""States of a rule in the order in which they are counted."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: what it asks for, what was found, whether it holds."""

    clause: str
    title: str
    quotation: str
    severity: str
    fact: str
    result: str
    fails: bool
    note: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of each instrument, and in words how many are in each state."""

    groups: list[tuple[str, list[RuleRow]]]
    states: str


def state_of(reason: ReasonRecord) -> str:
    """held, failed, lacking (facts), foreign (does not apply), informed (judges nothing)."""
    if reason.code in NOT_PROVIDED:
        return "lacking"
    if reason.code in NOT_APPLICABLE:
        return "foreign"
    if reason.passed is None:
        return "informed"
    return "held" if reason.passed else "failed"


def counted(reasons: Sequence[ReasonRecord], reader: Reader) -> str:
    """How many rules are in each state, leaving out states in which there is none."""
    counts = Counter(map(state_of, reasons))
    return reader.listed([reader.word(f"count_{s}", n=str(counts[s])) for s in STATES if counts[s]])


def policy_view(run: Run, reader: Reader) -> Policy:
    """Every reason of the decision, grouped by its instrument."""
    groups: dict[str, list[RuleRow]] = {}
    for r in run.decision.reasons:
        groups.setdefault(reader.text(r.instrument), []).append(_row(r, reader))
    return Policy(list(groups.items()), counted(run.decision.reasons, reader))


def _row(r: ReasonRecord, reader: Reader) -> RuleRow:
    state = state_of(r)
    return RuleRow(
        clause=reader.text(r.clause),
        title=reader.text(r.title),
        quotation=str(r.quotation or ""),
        severity=reader.code("severity", r.severity),
        fact=reader.say(r, "fact"),
        result=reader.word(f"state_{state}"),
        fails=state == "failed",
        note=str(r.note or ""),
    )


def duties(run: Run, reader: Reader) -> list[str]:
    """What rules of policy tell without judging: who reviews, what is monitored."""
    return [reader.say(r, "fact") for r in run.decision.reasons if state_of(r) == "informed"]


def grounds(run: Run, reader: Reader) -> list[str]:
    """The findings of the pilot rule that the verdict rests on, and the vetoes that fail."""
    return [
        reader.say(r, "fact")
        for r in run.decision.reasons
        if state_of(r) in ("held", "failed")
        and (str(r.code).startswith("fact.") or (r.severity == "veto" and not r.passed))
    ]
