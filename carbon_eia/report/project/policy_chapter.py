"""Chapter: conformity with policy, every rule that was looked at, instrument by instrument."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report.document import (
    Block,
    Body,
    Chapter,
    Paragraph,
    See,
    TableRow,
    Text,
)
from carbon_eia.report.printer import Content, Printer, cell, row, small
from carbon_eia.report.project.access_chapter import plans_and_access
from carbon_eia.report.project.applicant_texts import own_section
from carbon_eia.report.project.rules_by_state import counted, result_cell, state_of
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["policy_conformity"]

ITEMS = (
    ("order31_total", "chapter-inventory"),
    ("order31_unit", "chapter-performance"),
    ("order31_level", "chapter-performance"),
    ("order31_measures", "chapter-measures"),
    ("order31_region", "chapter-effects"),
    ("order31_opinion", "chapter-conclusion"),
)
"""What Order 31 wants in a carbon evaluation, and the chapter that holds it."""


OWN_WORDS = (
    "industry_policy",
    "spatial_control",
    "planning_eia",
    "capacity_replacement",
    "energy_replacement",
    "coal_replacement",
)
"""Texts of the applicant on what no rule of the reference data judges; the table of plans and
access marks those that are missing."""


def policy_conformity(run: Run, p: Printer) -> Chapter:
    """The rules with what they ask for and what was found, and where Order 31's items stand."""
    words = own_section(run, p, *(key for key in OWN_WORDS if run.project.texts.get(key)))
    return p.chapter("policy", _rules(run, p), plans_and_access(run, p), words, _order31(p))


def _rules(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("policy")
    yield from p.said(list(_said(run, p)), together=False)
    groups: dict[str, list[ReasonRecord]] = {}
    for reason in run.decision.reasons:
        groups.setdefault(p.text(reason.instrument), []).append(reason)
    yield from p.table(
        "policy",
        [
            p.column("clause_short", 17),
            p.column("requirement", 36),
            p.column("situation", 33),
            p.column("conformity", 14),
        ],
        bodies=[
            Body((row(cell(instrument, columns=4), look="group"), *(_rule(r, p) for r in reasons)))
            for instrument, reasons in groups.items()
        ],
    )


def _rule(r: ReasonRecord, p: Printer) -> TableRow:
    requirement: list[Content] = [p.text(r.title)]
    if r.quotation:
        requirement.append(small(p.word("quote_left") + r.quotation + p.word("quote_right")))
    state = state_of(r)
    return row(
        cell(p.text(r.clause), small(p.code("severity", r.severity))),
        cell(*requirement),
        p.say(r, "fact"),
        result_cell(p.word(f"state_{state}"), state == "failed"),
    )


def _said(run: Run, p: Printer) -> Iterator[Text]:
    reasons = run.decision.reasons
    if not reasons:
        return
    yield p.tell("policy_count", total=str(len(reasons)), states=counted(reasons, p))
    failed = [r for r in reasons if state_of(r) == "failed"]
    for key, severe in (("policy_vetoes", True), ("policy_others", False)):
        rules = [p.text(r.title) for r in failed if (r.severity == "veto") is severe]
        if rules:
            yield p.tell(key, rules=p.word("semicolon").join(rules))
    if not failed and any(state_of(r) == "held" for r in reasons):
        yield p.tell("policy_none_fails")


def _order31(p: Printer) -> Iterator[Block]:
    yield p.section("order31")
    yield Paragraph(p.tell("policy_order31"))
    yield from p.table(
        "order31",
        [p.column("order31_item", 62), p.column("order31_where", 38)],
        [row(p.word(item), cell((See((chapter,), bare=True),))) for item, chapter in ITEMS],
    )
