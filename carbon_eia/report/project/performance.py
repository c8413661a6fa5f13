"""Chapter: carbon intensity beside admission, advanced and reference values; energy."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits, main_intensity, products
from carbon_eia.report.document import (
    Block,
    Body,
    Chapter,
    Paragraph,
    TableCell,
    TableRow,
    Text,
    TextSpan,
)
from carbon_eia.report.printer import Printer, cell, grade, numbers, row, small
from carbon_eia.report.project.allocation_section import split_of_sources
from carbon_eia.report.project.comparison_words import against, limit_of, standing
from carbon_eia.report.project.energy_chapter import energy_section
from carbon_eia.report.project.intensities import four_intensities, sensitivity_section
from carbon_eia.report.project.regional import regional_section
from carbon_eia.run.records import ComparisonRecord, Run

__all__ = ["carbon_performance"]

LEVELS = ("admission", "advanced", "reference")
"""Levels in the order in which they are listed; every other one comes after them."""


def carbon_performance(run: Run, p: Printer) -> Chapter:
    """What each product emits per unit, and how that stands beside each value."""
    return p.chapter(
        "performance",
        split_of_sources(run, p),
        _intensities(run, p),
        _comparisons(run, p),
        regional_section(run, p),
        energy_section(run, p),
        sensitivity_section(run, p),
    )


# --- intensities


def _intensities(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("intensities")
    yield from p.said([_intensity(run, p, name) for name in products(run)])
    if not run.intensities:
        text = f"{p.word('intensity')}{p.word('colon')}{p.word('not_determined')}"
        yield Paragraph((text,), "alert")
        return
    yield from four_intensities(run, p)


def _intensity(run: Run, p: Printer, product: str | None) -> Text:
    admission = governing(run, "admission", product)
    shown = admission or main_intensity(run, product)
    if shown is None:
        return p.tell("intensity_none")
    value = f"{show.beside(show.exact(shown), limits(run))} {shown.unit}"
    return p.tell("intensity_is", product=product or p.text(shown.product_name), value=value)


# --- beside the values


def _comparisons(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("comparisons")
    yield from p.said([text for name in products(run) for text in _said(run, p, name)])
    yield from p.drawing("benchmarks")
    if not run.comparisons:
        yield Paragraph((p.word("no_comparisons"),))
        return
    yield from p.table(
        "comparisons",
        [
            p.column("level", 23),
            p.column("value", 12, "num"),
            p.column("limit", 11, "num"),
            p.column("unit", 10),
            p.column("margin", 12, "num"),
            p.column("result", 11),
            p.column("grade_short", 8, "mid"),
            p.column("adopted", 13),
        ],
        bodies=_compared(run, p),
    )
    yield Paragraph((p.word("margin_note"),), "note")


def _compared(run: Run, p: Printer) -> list[Body]:
    """A body for each comparison, those of another boundary apart below."""
    ranked = sorted(
        run.comparisons,
        key=lambda c: LEVELS.index(c.level) if c.level in LEVELS else len(LEVELS),
    )
    bounds = limits(run)
    values = [show.beside(show.exact(c), [show.exact(c.limit), *bounds]) for c in ranked]
    columns = zip(
        numbers(values),
        numbers([show.plain(c.limit) for c in ranked]),
        numbers([show.margin(c.margin_percent) for c in ranked]),
        strict=True,
    )
    rows = [(c, _comparison(c, figures, p)) for c, figures in zip(ranked, columns, strict=True)]
    same = [Body(made) for c, made in rows if c.same_boundary]
    other = [made for c, made in rows if not c.same_boundary]
    if other:
        apart = row(cell(p.word("other_boundary"), columns=8), look="group")
        other[0] = (apart, *other[0])
    return [*same, *map(Body, other)]


def _comparison(
    c: ComparisonRecord, figures: tuple[TableCell, TableCell, TableCell], p: Printer
) -> tuple[TableRow, ...]:
    """The figures of a comparison, and below them the document that the value stands in."""
    value, limit, margin = figures
    w, other = p.word, "" if c.same_boundary else " other"
    space = "" if p.lang == "zh" else " "
    names = (p.text(c.product_name), p.code("indicator", c.indicator))
    level: list[str | TextSpan] = [TextSpan(p.code("level", c.level), "bold")]
    if c.illustrative:
        level += [" ", TextSpan(f"▲ {w('illustrative')}", "flag strong")]
    head = row(
        cell(tuple(level), small(space.join(x for x in names if x))),
        value,
        limit,
        cell(small(c.unit)),
        margin,
        w("reaches" if c.within else "exceeds"),
        grade(c.grade),
        w("adopted_yes" if c.adopted else "adopted_no"),
        look=f"head-row{other}",
    )
    cited = [
        small(_document(c, p)),
        *([small(p.quoted(c.citation.note))] if c.citation.note else []),
    ]
    return head, row(cell(*cited, columns=8), look=f"detail{other}")


def _document(c: ComparisonRecord, p: Printer) -> str:
    """Title, authority, clause, validity and boundary of a value."""
    cited, colon = c.citation, p.word("colon")
    issued = p.word("comma").join(x for x in (cited.authority, cited.date) if x)
    boundary = p.word("same_boundary") if c.same_boundary else p.boundary(c.boundary, c.sector)
    parts = [x for x in (issued, p.quoted(cited.locator)) if x]
    parts.append(f"{p.word('validity')}{colon}{p.validity(cited)}")
    parts.append(f"{p.word('boundary')}{colon}{boundary}")
    return p.word("semicolon").join([p.document(cited), *parts])


def _said(run: Run, p: Printer, product: str | None) -> Iterator[Text]:
    admission, advanced = (governing(run, k, product) for k in ("admission", "advanced"))
    if product is not None:
        yield p.tell("as_to", product=product)
    if admission is None:
        yield p.tell("admission_none")
        return
    if not admission.same_boundary:
        yield p.tell("admission_other", limit=limit_of(admission))
    else:
        below = "admission_zero" if admission.excess is None else "admission_below"
        yield against(admission, ("admission_above", "admission_equal", below), p)
    yield from _claims(run, p)
    yield from standing(admission, p)
    if advanced is not None and advanced.same_boundary:
        yield against(advanced, ("advanced_missed", "advanced_equal", "advanced_reached"), p)


def _claims(run: Run, p: Printer) -> Iterator[Text]:
    """What is declared and does not count, or counts with proof: the figure with and without it."""
    for c in run.decision.claims:
        having, lacking = (
            f"{show.beside(show.exact(value), limits(run))} {c.unit}"
            for value in (c.with_claim, c.without_claim)
        )
        key = "claim_counts" if c.held else "claim_refused"
        yield p.tell(key, source=str(c.source), a=having, b=lacking)
