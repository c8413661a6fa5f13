"""Plans, zoning, access and replacement: what 346号 asks of policy, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carbon_eia.report.document import Block, Paragraph, TableRow, TextSpan
from carbon_eia.report.printer import Content, Printer, cell, row
from carbon_eia.report.project.applicant_texts import gap, is_asked, text_heading
from carbon_eia.report.project.rules_by_state import ALIKE, instrument_of, result_cell, state_of
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["plans_and_access"]


class AccessQuestion(NamedTuple):
    """A row: what is asked, by its key, and the rules and the applicant's text that answer it.

    ``rules``: heads of the ids of rules; ``text``: the heading of the applicant's own words.
    """

    key: str
    rules: tuple[str, ...] = ()
    text: str = ""


ROWS = (
    AccessQuestion("peak", ("admission",)),
    AccessQuestion("industry", (), "industry_policy"),
    AccessQuestion("zoning", (), "spatial_control"),
    AccessQuestion("park", (), "planning_eia"),
    AccessQuestion("two_high", ("energy_advanced", "two_high")),
    AccessQuestion("capacity", ("capacity_",), "capacity_replacement"),
    AccessQuestion("energy", ("energy_replaced",), "energy_replacement"),
    AccessQuestion("coal", ("coal_replaced",), "coal_replacement"),
    AccessQuestion("carbon", ("carbon_replaced",)),
)
"""What the guide asks of conformity with policy, in its order."""

WORST_FIRST = ("failed", "lacking", "informed", "held", "foreign")


def plans_and_access(run: Run, p: Printer) -> Iterator[Block]:
    """A row for each plan, list and replacement: the documents, the situation, the conformity."""
    yield p.section("access")
    yield Paragraph(p.tell("access_what"))
    yield from p.table(
        "access",
        [
            p.column("access_item", 17),
            p.column("access_documents", 31),
            p.column("situation", 37),
            p.column("conformity", 15),
        ],
        [_row(asked, run, p) for asked in ROWS],
    )


def _row(asked: AccessQuestion, run: Run, p: Printer) -> TableRow:
    rules = _worst([r for r in run.decision.reasons if r.rule.startswith(asked.rules or ("?",))])
    documents = [p.document(x) for x in run.documents if asked.key in x.rows]
    documents += [instrument_of(r, p) for r in rules]
    known = list(dict.fromkeys(documents))
    state = state_of(rules[0]) if rules else ""
    return row(
        p.word(f"access_{asked.key}"),
        cell(*(known or [p.word("dash")])),
        cell(*_situation(asked, rules, run, p)),
        _conformity(asked, state, run, p),
    )


def _worst(rules: Sequence[ReasonRecord]) -> list[ReasonRecord]:
    """The rules in the worst state; those that do not apply only where no other is there."""
    for state in WORST_FIRST:
        found = [r for r in rules if state_of(r) == state]
        if found:
            return found
    return []


def _situation(
    asked: AccessQuestion, rules: Sequence[ReasonRecord], run: Run, p: Printer
) -> Iterator[Content]:
    """What rules say of it, and where the applicant's words stand; else what is missing."""
    is_told = bool(run.project.texts.get(asked.text))
    lacking = [] if is_told else [r for r in rules if state_of(r) == "lacking"]
    yield from dict.fromkeys(_said(asked, r, p) for r in rules if r not in lacking)
    if lacking:
        yield TextSpan(p.word("gap_facts", what=p.listed(_lacked(lacking, p))), "gap")
    if is_told:
        yield p.word("told_under", heading=text_heading(asked.text, p))
    elif asked.text and is_asked(run, asked.text):
        yield gap(p, "texts", asked.text)
    if not rules and not (asked.text and is_asked(run, asked.text)):
        yield p.word("access_none")


def _said(asked: AccessQuestion, rule: ReasonRecord, p: Printer) -> str:
    """What a rule says; that the project may be of high energy and emission stands in one row."""
    if rule.code in ALIKE and asked.key != "two_high":
        return p.word("access_two_high_open")
    return p.say(rule, "fact")


def _lacked(rules: Sequence[ReasonRecord], p: Printer) -> list[str]:
    """The facts that rules lack, each once."""
    found: dict[str, None] = {}
    for r in rules:
        what = r.params.get("what")
        named = what.get(p.lang) if isinstance(what, dict) else None
        between = p.word("comma")
        found |= dict.fromkeys(str(named).split(between) if named else [p.say(r, "fact")])
    return list(found)


def _conformity(asked: AccessQuestion, state: str, run: Run, p: Printer) -> Content:
    """The state of the rules; what only the applicant's words answer is for the reviewer."""
    if state:
        return result_cell(p.word(f"state_{state}"), state == "failed")
    if asked.text and is_asked(run, asked.text):
        return p.word("state_reviewed" if run.project.texts.get(asked.text) else "state_lacking")
    return p.word("state_foreign")
