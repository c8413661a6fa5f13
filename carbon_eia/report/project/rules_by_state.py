"""The rules of a decision by their state: held, failed, informing, lacking facts, not applying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from carbon_eia.report.document import TextSpan
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["ALIKE", "OWN", "counted", "duties", "instrument_of", "result_cell", "state_of"]

OWN = "本次评价的约定"
"""Title under which the reference data keep what no document says."""

ALIKE = ("mandatory.broken", "policy.two_high.possible")
"""Codes of reasons of which the first stands for the others."""

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


def instrument_of(reason: ReasonRecord, reader: DocumentLanguage) -> str:
    """The document of a rule as others are cited: in English its title has no Chinese marks."""
    named = reason.instrument
    return named if reader.lang == "zh" else named.replace("《", "").replace("》", "")


def result_cell(text: str, fails: bool) -> TextSpan:
    """A result, which stands out where a requirement is not met."""
    return TextSpan(text, "result fails" if fails else "result")


def counted(reasons: Sequence[ReasonRecord], reader: DocumentLanguage) -> str:
    """How many rules are in each state, leaving out states in which there is none."""
    counts = Counter(map(state_of, reasons))
    return reader.listed([reader.word(f"count_{s}", n=str(counts[s])) for s in STATES if counts[s]])


def duties(run: Run, reader: DocumentLanguage) -> list[str]:
    """What rules of policy tell without judging: who reviews, what is monitored.

    Whether the project may be of high energy and emission is told in the chapter on policy.
    """
    told = [r for r in run.decision.reasons if state_of(r) == "informed" and r.code not in ALIKE]
    return list(dict.fromkeys(reader.say(r, "fact") for r in told))
