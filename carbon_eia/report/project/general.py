"""Chapter: purpose, boundary, the documents relied on, method, quality of the data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from carbon_eia.reference import open_tables
from carbon_eia.report.document import Block, Body, Chapter, Paragraph, Text
from carbon_eia.report.printer import Printer, cell, row
from carbon_eia.report.project.quality import count_of_statuses, doubtful
from carbon_eia.report.project.rules_by_state import OWN, instrument_of
from carbon_eia.run.records import Run

__all__ = ["general_basis"]

BASIS = (
    "law", "national", "province", "city", "policy", "reference", "standard", "method", "energy",
    "limit",
)  # fmt: skip
"""Groups of documents in the order in which they are listed."""

BINDING = ("gb1", "gb2", "gb3", "benchmark_level", "baseline_level", "target")
"""Levels of energy that a document sets; means and results of others are no basis."""

ELSEWHERE = {"alpha", "beta"}
"""Rules taken from the guide of another province: followed by way of reference."""


def general_basis(run: Run, p: Printer) -> Chapter:
    """What the assessment is for, what it rests on, how it computes, and how good its data are."""
    return p.chapter(
        "general",
        [p.section("purpose"), *p.said(list(_purpose(run, p)), together=False)],
        [p.section("basis"), *_documents(run, p), *p.said(list(_own_rules(run, p)))],
        [p.section("method"), *p.said(list(_method(run, p)), together=False)],
        _quality(run, p),
    )


def _purpose(run: Run, p: Printer) -> Iterator[Text]:
    project = run.project
    yield p.tell("purpose", name=project.name, stage=p.code("stage", project.stage))
    if boundary := p.text(project.sector.boundary):
        yield p.tell("scope_boundary", boundary=boundary, year=str(project.year), day=run.as_of)
    sources = run.inventory.by_source
    gases = list(dict.fromkeys(g.gas for s in sources for g in s.gases))
    if not gases:
        return
    if any(s.co2e is None for s in sources):
        yield p.tell("scope_gases_open", gases=p.listed(gases))
    elif gases == ["CO2"]:
        yield p.tell("scope_only_co2", gwp=project.sector.gwp)
    else:
        yield p.tell("scope_gases", gases=p.listed(gases), gwp=project.sector.gwp)


def _documents(run: Run, p: Printer) -> Iterator[Block]:
    """Laws, plans, guides, methods and limits by group, each document once, and what decides."""
    groups: dict[str, dict[str, str]] = {}
    listed: set[str] = set()
    for title, group, clause in _cited(run, p):
        if title not in listed:
            listed.add(title)
            groups.setdefault(group, {})[title] = clause
    number = count(1)
    yield from p.table(
        "basis",
        [p.column("", 6), p.column("document", 68), p.column("basis_clause", 26)],
        bodies=[
            Body(
                (
                    row(cell(p.word(f"basis_{group}"), columns=3), look="group"),
                    *(
                        row(cell(str(next(number)), align="no"), title, clause or p.word("dash"))
                        for title, clause in groups[group].items()
                    ),
                )
            )
            for group in BASIS
            if group in groups
        ],
    )
    for x in run.documents:
        if x.quotation:
            facts = {"document": _titled(p.document(x), p), "clause": x.clause}
            yield Paragraph(p.tell("basis_decides", quotation=x.quotation, **facts))


def _titled(text: str, p: Printer) -> str:
    """A document at the head of a sentence."""
    return text if p.lang == "zh" else f"“{text}”"


def _cited(run: Run, p: Printer) -> Iterator[tuple[str, str, str]]:
    """Every document with its group and the clause that bears on the assessment."""
    for x in run.documents:
        yield p.document(x), "reference" if x.by_reference else x.group, x.clause
    for r in run.decision.reasons:
        if OWN not in r.instrument:
            by_reference = r.rule in ELSEWHERE or r.clause.startswith("参照")
            yield instrument_of(r, p), "reference" if by_reference else "policy", ""
    yield p.document(run.project.sector.guide), "method", ""
    for s in run.inventory.by_source:
        yield p.document(s.method_source), "method", ""
    for c in run.comparisons:
        if c.governs:
            yield p.document(c.citation), "limit", c.citation.locator
    for limit in run.energy.comparisons:
        if limit.level in BINDING:
            yield p.document(limit.citation), "energy", limit.citation.locator


def _own_rules(run: Run, p: Printer) -> Iterator[Text]:
    own = [r for r in run.decision.reasons if OWN in p.text(r.instrument)]
    if own:
        yield p.tell("basis_own", count=str(len(own)))


def _method(run: Run, p: Printer) -> Iterator[Text]:
    sector = run.project.sector
    yield p.tell("method_guide", guide=p.document(sector.guide))
    yield p.tell("method_intensity")
    yield p.tell("method_rounding")
    if sector.chosen.gwp:
        yield p.tell("chosen_gwp", gwp=sector.chosen.gwp)
    if sector.chosen.fuel_table:
        yield p.tell(
            "chosen_fuel_table", table=open_tables().title_of("fuels", sector.chosen.fuel_table)
        )


def _quality(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("quality")
    yield Paragraph((count_of_statuses(run, p) + p.word("stop"),))
    weak = len(doubtful(run))
    if weak:
        yield Paragraph(p.tell("quality_weak", count=str(weak)))
    elif run.inventory.by_source:
        yield Paragraph(p.tell("quality_none_weak"))
    yield Paragraph(p.tell("method_evidence"))
