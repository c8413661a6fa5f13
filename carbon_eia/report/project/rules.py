"""The rules of a decision by their state: held, failed, informing, lacking facts, not applying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from carbon_eia.report.common import Reader
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["OWN", "counted", "duties", "grounds", "state_of"]

OWN = "本次评价的约定"
"""Title under which the reference data keep what no document says."""

STATES = ("held", "failed", "informed", "lacking", "foreign")
"""States of a rule in the order in which they are counted."""


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


def duties(run: Run, reader: Reader) -> list[str]:
    """What rules of policy tell without judging: who reviews, what is monitored."""
    return [reader.say(r, "fact") for r in run.decision.reasons if state_of(r) == "informed"]


def grounds(run: Run, reader: Reader) -> list[str]:
    """The findings of the pilot rule that the verdict rests on, and the vetoes that fail."""
    return [
        reader.say(r, "fact")
        for r in run.decision.reasons
        if state_of(r) in ("held", "failed")
        and (r.code.startswith("fact.") or (r.severity == "veto" and not r.passed))
    ]
