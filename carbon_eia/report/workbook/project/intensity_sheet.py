"""The sheet of intensities beside their limits: values, margins, live."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.project.emissions_sheet import Emissions
from carbon_eia.report.workbook.project.input_sheets import Inputs
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import (
    ComparisonRecord,
    IntensityRecord,
    Run,
)
from carbon_eia.units import parse_unit

__all__ = ["GoverningComparison", "margin", "not_above", "write_intensities"]

NEAR = "1E-12"
"""Relative difference that a spreadsheet's numbers can hold; the Run compares exactly."""


class GoverningComparison(NamedTuple):
    """A comparison that decides: references of value, limit and margin, and the Run's entry."""

    value: str
    limit: str
    margin: str
    entry: ComparisonRecord


def not_above(value: str, limit: str) -> str:
    """A condition: the value is not above the limit, within what a cell's number can hold."""
    return f"{value}-{limit}<=ABS({limit})*{NEAR}"


def write_intensities(
    page: SheetPage, run: Run, reader: DocumentLanguage, inputs: Inputs, emissions: Emissions
) -> dict[str, GoverningComparison]:
    """Write the sheet; gives the comparison that decides at each level.

    Where there are several main products, that of each of them besides (``admission of …``).
    """
    page.widths(24, 20, 18, 12, 18, 12, 16, 16, 12, 10, 8, 24, 44)
    page.title(page.say("sheet.compared"), page.say("compared.note"), 13)
    page.section(reader.word("t_intensities"))
    page.head(page.say("intensities.head").split("|"))
    values: list[tuple[IntensityRecord, str]] = []
    for x in run.intensities:
        page.text(0, reader.code("indicator", x.indicator))
        page.text(1, x.product_name)
        above = emissions.of(x)
        page.formula(2, above, as_float(x.numerator), "mass")
        page.text(3, x.numerator.unit)
        below = inputs.outputs[x.indicator, x.product_name or ""]
        denominator = x.numerator.number / x.number
        page.formula(4, below, float(denominator) if x.number else None, "mass")
        page.text(5, x.unit.partition("/")[2])
        formula = f"{own(page.ref(2))}/{own(page.ref(4))}"
        values.append((x, page.formula(6, formula, as_float(x), "intensity", "result")))
        page.text(7, x.unit)
        page.next()
    page.section(reader.word("t_comparisons"))
    page.head(page.say("comparisons.head").split("|"))
    found: dict[str, GoverningComparison] = {}
    if not run.comparisons:
        page.note(reader.word("no_comparisons"), 13)
    for c in run.comparisons:
        of = next((v for x, v in values if _speaks_of(c, x)), None)
        governing = _comparison(page, reader, c, of, values)
        if c.governs and _decides(c, run):
            found[c.level] = governing
        if c.governs and c.level == "admission" and run.allocation:
            found[f"admission of {c.declared_name}"] = governing
        page.next()
    page.note(reader.word("margin_note"), 13)
    if run.decision.claims:
        page.note(page.say("compared.claims"), 13)
    return found


def _decides(comparison: ComparisonRecord, run: Run) -> bool:
    """Whether a comparison is of the product that the first figures speak of."""
    product = run.decision.product
    return product in (None, comparison.declared_name)


def _speaks_of(comparison: ComparisonRecord, intensity: IntensityRecord) -> bool:
    """Whether a comparison is of an intensity: indicator, product, and all gases or CO2 alone."""
    same = (
        comparison.indicator == intensity.indicator
        and comparison.product == (intensity.product or "")
        and comparison.declared_name == intensity.product_name
    )
    return same and ("CO2e" in comparison.unit) == ("CO2e" in intensity.unit)


def _comparison(
    page: SheetPage,
    reader: DocumentLanguage,
    c: ComparisonRecord,
    of: str | None,
    values: list[tuple[IntensityRecord, str]],
) -> GoverningComparison:
    page.text(0, reader.code("level", c.level))
    page.text(1, c.product_name or reader.code("indicator", c.indicator))
    if of is not None:
        intensity = next(x for x, cell in values if cell == of)
        factor = _factor(intensity, c)
        formula = own(of) if factor == 1 else f"{own(of)}*{float(factor)!r}"
        uncounted = c.number - intensity.number * factor
        if uncounted:  # what is declared and does not count for the verdict
            formula += f"+{float(uncounted)!r}"
        value = page.formula(2, formula, as_float(c), "intensity", "result")
    else:
        value = page.number(2, as_float(c), "intensity")
    page.text(3, c.unit)
    limit = page.number(4, float(Fraction(c.limit)), "number", "factor")
    page.text(5, c.unit)
    here, bound = own(value), own(limit)
    percent = page.formula(6, f"({bound}-{here})/{bound}*100", margin(c), "percent")
    yes, no = reader.word("reaches"), reader.word("exceeds")
    shown = yes if c.within else no
    page.formula(7, f'IF({not_above(here, bound)},"{yes}","{no}")', shown, "text")
    for text, fill in ((yes, "result"), (no, "bad")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
        style = page.formats("text", fill)
        page.sheet.conditional_format(page.row, 7, page.row, 7, {**rule, "format": style})
    page.text(8, reader.word("adopted_yes" if c.adopted else "adopted_no"))
    page.text(9, page.say("decides") if c.governs else "")
    page.text(10, c.grade)
    page.text(11, reader.word("same_boundary" if c.same_boundary else "other_boundary"))
    cited = c.citation
    page.text(12, " ".join(x for x in (reader.document(cited), cited.locator) if x))
    return GoverningComparison(value, limit, percent, c)


def margin(comparison: ComparisonRecord) -> float:
    """(limit − value) ÷ limit in percent."""
    limit = Fraction(comparison.limit)
    return float((limit - comparison.number) / limit * 100)


def _factor(intensity: IntensityRecord, comparison: ComparisonRecord) -> Fraction:
    """How many of the limit's unit one of the intensity's unit is."""
    product = {comparison.product_name: "x"} if comparison.product_name else {}
    units = [parse_unit(x.unit, product) for x in (intensity, comparison)]
    return units[0].factor / units[1].factor
