"""Chapter 2: the values with their methods, the guards, and, sealed, every other method."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report.document import Block, Chapter, TableRow, TextSpan
from carbon_eia.report.printer import Printer, TextRow, cell, grade, numbers, row
from carbon_eia.report.standard.edition import (
    StandardReport,
    method_name,
    method_source,
    percent,
    published,
    shown,
)
from carbon_eia.run.records import BilingualText
from carbon_eia.standards.derivation import (
    OrderGuard,
    RuleLine,
    SamplingBand,
    StandardDerivation,
    StandardValue,
)
from carbon_eia.units import decimal_text

__all__ = ["values"]

LEVELS = ("admission", "advanced")
"""The values of a standard."""


def values(report: StandardReport, p: Printer) -> Chapter:
    """How the values came about, and whether they stand in the right order."""
    found = report.found
    return p.chapter(
        "values",
        _rule(found, p),
        _methods(report, found, p),
        _exact(report, found, p),
        _guards(report, found, p),
        _beside(report, found, p),
    )


def _rule(found: StandardDerivation, p: Printer) -> Iterator[Block]:
    yield p.section("methods")
    if found.rule:
        yield from p.paragraph("p.rule")
        columns = [p.column("h.plants", 16), *(p.column(f"h.{x}", 42) for x in LEVELS)]
        rows = zip(found.rule, ("", *(str(x.least - 1) for x in found.rule)), strict=False)
        yield from p.text_table("rule", columns, [_rule_row(x, last, p) for x, last in rows])
    else:
        yield from p.paragraph("p.chosen")
    if found.admission is None:
        yield from p.paragraph("p.no_method", n=found.n)


def _rule_row(x: RuleLine, last: str, p: Printer) -> TextRow:
    plants = f"{x.least}–{last}" if last else f"≥ {x.least}"
    if x.admission is None or x.advanced is None:
        return TextRow([plants, p.word("rule_range"), p.word("dash")])
    names = (BilingualText(zh=name[0], en=name[1]) for name in (x.admission, x.advanced))
    return TextRow([plants, *(p.text(name) for name in names)])


def _methods(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[Block]:
    """Method, formula and document of each value, with what is published of it."""
    values = [v for v in (found.admission, found.advanced) if v is not None]
    if found.outcome != "derived" and not report.sealed:
        values = []
    columns = [
        p.column("h.level", 11),
        p.column("h.method", 18),
        p.column("h.formula", 25),
        p.column("h.source", 22),
        p.column("h.grade", 6, "mid"),
        p.column("h.published", 10, "num", report.record.unit),
        p.column("h.grid", 8, "num"),
    ]
    shown_values = numbers([published(v, p) for v in values])
    grids = numbers([decimal_text(v.grid) if v.grid else p.word("dash") for v in values])
    yield from p.table(
        "values",
        columns,
        [
            row(
                p.code("level", v.level),
                method_name(v, p),
                TextSpan(v.formula, "formula"),
                method_source(v, p),
                grade(v.citation.grade),
                value,
                grid,
            )
            for v, value, grid in zip(values, shown_values, grids, strict=True)
        ],
    )
    least = next((t.limit for t in found.tests if t.name == "threshold"), None)
    if least is not None and any(v.grid for v in values):
        yield from p.paragraph("p.grid_step", "note", least=decimal_text(least))


def _exact(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[Block]:
    """Sealed: exact values with their bands."""
    values = [v for v in (found.admission, found.advanced) if v is not None and v.band is not None]
    if not report.sealed or not values:
        return
    yield p.section("exact")
    yield from p.text_table(
        "exact",
        [
            p.column("h.level", 16),
            p.column("h.method", 30),
            p.column("h.exact", 18, "num", report.record.unit),
            p.column("h.low", 18, "num"),
            p.column("h.high", 18, "num"),
        ],
        [_exact_row(v, v.band, p) for v in values if v.band is not None],
    )
    band = values[0].band
    assert band is not None
    yield from p.paragraph(
        "p.band",
        level=f"{decimal_text(band.level * 100)} %",
        draws=band.draws,
        seed=band.seed,
        correction=p.word("no_correction")
        if band.correction is None
        else shown(band.correction, p, 3),
    )


def _exact_row(v: StandardValue, band: SamplingBand, p: Printer) -> TextRow:
    return TextRow(
        [
            p.code("level", v.level),
            method_name(v, p),
            shown(v.exact, p),
            shown(band.low, p),
            shown(band.high, p),
        ]
    )


def _guards(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[Block]:
    guards = [g for g in found.guards if report.sealed or not g.sealed]
    if not guards or (found.outcome != "derived" and not report.sealed):
        return
    yield p.section("guards")
    yield from p.paragraph("p.guards")
    yield from p.table(
        "guards",
        [
            p.column("h.guard", 46),
            p.column("h.left", 18, "num", report.record.unit),
            p.column("h.right", 18, "num"),
            p.column("h.result", 18),
        ],
        [_guard(g, p) for g in guards],
    )
    if found.needs_reason:
        yield from p.paragraph("p.needs_reason", "alert")
    if any(g.sealed for g in guards):
        yield from p.paragraph("p.sealed_guards", "note")


def _guard(g: OrderGuard, p: Printer) -> TableRow:
    result = {True: "kept", False: "broken", None: "unknown"}[g.kept]
    look = "result" if g.kept else "result fails"
    name = p.word(f"guard.{g.name}") + (p.bracketed(p.word("sealed")) if g.sealed else "")
    left, right = (cell(TextSpan(shown(x, p), "number"), align="num") for x in (g.low, g.high))
    return row(name, left, right, TextSpan(p.word(f"guard.{result}"), look))


def _beside(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[Block]:
    """Sealed: the same sample by every method."""
    if not report.sealed or not found.beside:
        return
    yield p.section("beside")
    yield from p.paragraph("p.beside")
    admission = found.admission
    yield from p.text_table(
        "beside",
        [
            p.column("h.method", 30),
            p.column("h.source", 40),
            p.column("h.exact", 15, "num", report.record.unit),
            p.column("h.to_admission", 15, "num"),
        ],
        [
            TextRow(
                [
                    method_name(v, p),
                    method_source(v, p),
                    shown(v.exact, p),
                    p.word("dash")
                    if admission is None
                    else percent(v.exact / admission.exact, p).removesuffix(" %"),
                ]
            )
            for v in sorted(found.beside, key=lambda v: v.exact)
        ],
    )
