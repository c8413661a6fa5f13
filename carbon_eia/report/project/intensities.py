"""The four intensities of the guide for existing plant, project and whole plant; sensitivity."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits
from carbon_eia.report.document import (
    Block,
    Paragraph,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
)
from carbon_eia.report.printer import Content, Printer, cell, numbers, row, small
from carbon_eia.report.project.applicant_texts import ENLARGED, gap, raw_material_gap
from carbon_eia.run.records import Run, SensitivityRecord

__all__ = ["break_even", "four_intensities", "moved_input", "sensitivity_section"]

SCOPES = ("existing", "project", "after")
"""Existing plant, this project, the whole plant after it."""

ASKED = {
    "carbon_per_product": ("products", "amount"),
    "carbon_per_added_value": ("economics", "added_value"),
    "carbon_per_output_value": ("economics", "output_value"),
}
"""Indicators, and the key of the project file that gives what each is counted on."""

INDICATORS = ("carbon_per_raw_material", *ASKED)
"""The four intensities of the guide."""


def four_intensities(run: Run, p: Printer) -> Iterator[Block]:
    """Emission per raw material, product, added value and output value, by scope."""
    yield from p.said([p.tell("full_load"), *_plant_open(run, p)])
    yield from p.table(
        "intensities",
        [
            p.column("indicator", 31),
            p.column("scope_existing", 17, "num"),
            p.column("scope_project", 18, "num"),
            p.column("scope_after", 17, "num"),
            p.column("unit", 17),
        ],
        [made for indicator in INDICATORS for made in _indicator(indicator, run, p)],
    )


def _plant_open(run: Run, p: Printer) -> Iterator[Text]:
    """Why there is nothing of the whole plant, where a plant stands."""
    if run.project.nature in ENLARGED and not any(x.scope == "after" for x in run.performance):
        yield p.tell("performance_open")


def _indicator(indicator: str, run: Run, p: Printer) -> Iterator[TableRow]:
    """A row for each material or product that an indicator is counted on; what is missing."""
    own = [x for x in run.performance if x.indicator == indicator]
    label = p.code("indicator", indicator)
    if indicator == "carbon_per_product" and not own:
        yield from _products(label, run, p)
        return
    if not own:
        yield row(label, cell(_missing(indicator, run, p), columns=4))
        return
    for name in dict.fromkeys(x.of for x in own):
        values = {x.scope: x for x in own if x.of == name}
        shown = {k: show.beside(show.exact(x), limits(run)) for k, x in values.items()}
        cells = [
            cell(TextSpan(shown[scope], "number"), align="num") if scope in shown else _none(run, p)
            for scope in SCOPES
        ]
        unit = cell(small(next(iter(values.values())).unit))
        yield row(cell(label, *([small(name)] if name else [])), *cells, unit)


def _missing(indicator: str, run: Run, p: Printer) -> Text:
    """The key that would give what an indicator is counted on; or that it does not apply."""
    if indicator == "carbon_per_raw_material":
        return raw_material_gap(run, p)
    return (gap(p, *ASKED[indicator]),)


def _products(label: str, run: Run, p: Printer) -> Iterator[TableRow]:
    """Each of several main products on what it bears; a gap where there is no output."""
    found = [i for i in run.intensities if i.indicator == "carbon_per_product"]
    if not found:
        yield row(label, cell(gap(p, "products", "amount"), columns=4))
    for i in found:
        value = show.beside(show.exact(i), limits(run))
        yield row(
            cell(label, small(p.text(i.product_name))),
            _none(run, p),
            cell(TextSpan(value, "number"), align="num"),
            _none(run, p),
            cell(small(i.unit)),
        )


def _none(run: Run, p: Printer) -> TableCell:
    """What a scope without a figure says: there is no existing plant, or it is not stated."""
    is_new = (
        run.project.nature not in ENLARGED and len({s.account for s in run.inventory.by_source}) < 2
    )
    return cell(p.word("not_involved" if is_new else "not_stated"), align="num")


# --- what one input does to the intensity


def sensitivity_section(run: Run, p: Printer) -> Iterator[Block]:
    """The intensity with one input moved, and what it takes to meet the limit."""
    found = run.sensitivity
    if not found:
        return
    step = next((s.step for s in found if s.step), None)
    unit = found[0].low.unit
    admission = governing(run, "admission")
    yield p.section("sensitivity")
    moved = p.typed(step)
    yield Paragraph(p.tell("sensitivity_what", step=moved))
    columns = [
        p.column("sensitivity_input", 40),
        TableColumn(f"−{moved} ({unit})", 18, "num"),
        TableColumn(f"+{moved} ({unit})", 18, "num"),
        p.column("break_even_percent", 24, "num"),
    ]
    bounds = limits(run)
    lows = numbers([show.beside(show.exact(s.low), bounds) for s in found])
    highs = numbers(
        [
            p.word("dash") if s.high is None else show.beside(show.exact(s.high), bounds)
            for s in found
        ]
    )
    even = numbers([break_even(s, p) for s in found])
    yield from p.table(
        "sensitivity",
        columns,
        [
            row(cell(*moved_input(s, p)), low, high, share)
            for s, low, high, share in zip(found, lows, highs, even, strict=True)
        ],
    )
    if admission is None:
        yield Paragraph((p.word("no_admission"),), "note")


def break_even(s: SensitivityRecord, p: Printer) -> str:
    """By how much an input has to move; a dash where no change of it meets the limit."""
    if s.break_even_percent is None or abs(show.exact(s.break_even_percent)) > MOST:
        return p.word("dash")
    return show.margin(s.break_even_percent)


def moved_input(s: SensitivityRecord, p: Printer) -> Iterator[Content]:
    """What is moved: a category, the output, or the factor of electricity."""
    if s.input == "category":
        yield p.word("sensitivity_category", category=p.code("category", s.category))
    elif s.alternative is None:
        yield p.word("sensitivity_output")
    else:
        yield p.word("sensitivity_grid", factor=p.typed(s.alternative))
        yield small(p.document(s.alternative.source))


MOST = 100
"""Per cent beyond which nothing is left of an input to move."""
