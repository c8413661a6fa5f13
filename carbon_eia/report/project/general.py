"""Chapter: purpose, boundary, the documents relied on, method, quality of the data."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.reference import open_tables
from carbon_eia.report.document import Block, Chapter, Paragraph, Text
from carbon_eia.report.printer import Printer, cell, row
from carbon_eia.report.project.quality import count_of_statuses, doubtful
from carbon_eia.report.project.rules import OWN
from carbon_eia.run.records import Run

__all__ = ["general_basis"]

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
        yield p.tell("scope_only_co2")
    else:
        yield p.tell("scope_gases", gases=p.listed(gases), gwp=project.sector.gwp)


def _documents(run: Run, p: Printer) -> list[Block]:
    """Policies, guide, methods and benchmark files, each document once, in this order."""
    kinds: dict[str, str] = {}
    for title, kind in _cited(run, p):
        kinds.setdefault(title, kind)
    return p.table(
        "basis",
        [p.column("", 6), p.column("document", 72), p.column("basis_kind", 22)],
        [
            row(cell(str(number), align="no"), title, p.word(f"basis_{kind}"))
            for number, (title, kind) in enumerate(kinds.items(), 1)
        ],
    )


def _cited(run: Run, p: Printer) -> Iterator[tuple[str, str]]:
    """Every document with the kind of it."""
    for r in run.decision.reasons:
        if OWN not in r.instrument:
            by_reference = r.rule in ELSEWHERE or r.clause.startswith("参照")
            yield r.instrument, "reference" if by_reference else "policy"
    yield p.document(run.project.sector.guide), "guide"
    for s in run.inventory.by_source:
        yield p.document(s.method_source), "method"
    for c in run.comparisons:
        yield p.document(c.citation), "limit" if c.governs else "benchmark"
    for limit in run.energy.comparisons:
        yield p.document(limit.citation), "energy"


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
