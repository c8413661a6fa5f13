"""The sheets of what was decided: criteria with their limits, chosen projects, suggestions."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.parks.park_records import ChoiceRecord, CriterionRecord, ParkRecord
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.optimise import cost_of, why
from carbon_eia.report.park.park_amounts import COUNT, unit_name
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float

__all__ = ["write_choice", "write_conclusion", "write_suggestions"]

SIDES = ("plan", "optimised")
"""The plan as it was handed in, and as it is suggested."""

Totals = Mapping[tuple[str, int], str]
"""The cells of the totals by scenario and year."""


def write_conclusion(
    page: SheetPage, record: ParkRecord, reader: DocumentLanguage, totals: Totals, base: str
) -> None:
    """Write the criteria; ``base``: the cell of the park's total in the base year."""
    page.widths(46, 8, 18, 18, 18, 14, 16, 16)
    heads = [reader.word(f"h.{k}") for k in ("criterion", "year", *SIDES, "limit", "unit")]
    results = [f"{reader.word(f'h.{k}')}{reader.word('x.holds')}" for k in SIDES]
    page.head([*heads, *results], repeat=True, freeze=1)
    for c in record.conclusion.criteria:
        _criterion(page, c, record, reader, totals, base)


def _criterion(
    page: SheetPage,
    c: CriterionRecord,
    record: ParkRecord,
    reader: DocumentLanguage,
    totals: Totals,
    base: str,
) -> None:
    number, here = c.limit or c.plan, page.row + 1
    unit = number.unit if number else ""
    kind = "intensity" if "/" in unit else "count" if unit == COUNT else "mass"
    page.text(0, reader.word(f"criterion.{c.id}"))
    page.number(1, c.year, "year")
    for n, side in enumerate(SIDES):
        value = getattr(c, side)
        total = None if c.year is None else totals.get((getattr(record, side), c.year))
        if value is not None and total and c.id in ("carbon_cap", "increment"):
            formula = total if c.id == "carbon_cap" else f"{total}-{base}"
            page.formula(2 + n, formula, as_float(value), kind, "result")
        else:
            page.number(2 + n, as_float(value), kind)
        passed = reader.word(f"passed.{str(c.passed[n]).lower()}")
        if value is not None and c.limit is not None:
            yes, no = reader.word("passed.true"), reader.word("passed.false")
            formula = f'IF({"CD"[n]}{here}<=E{here},"{yes}","{no}")'
            page.formula(6 + n, formula, passed, "text")
        else:
            page.text(6 + n, passed)
    page.number(4, as_float(c.limit), kind, "factor")
    page.text(5, unit_name(unit, reader))
    page.next()


def write_choice(page: SheetPage, choice: ChoiceRecord, reader: DocumentLanguage) -> None:
    """Write the projects that were chosen and those left out."""
    page.widths(22, 10, 40, 18, 18, 40)
    heads = ("project", "start", "measures", "chosen", "cost", "why")
    page.head([reader.word(f"h.{k}") for k in heads], repeat=True, freeze=1)
    for a in choice.admitted:
        page.text(0, a.name)
        page.number(1, a.start, "year")
        page.text(2, reader.listed(a.measures))
        page.number(3, as_float(a.value), "mass")
        page.number(4, as_float(a.cost), "mass")
        page.text(5, "")
        page.next()
    end = max(page.row, 2)
    for x in choice.left_out:
        page.text(0, x.name)
        for column in (1, 2, 3, 4):
            page.text(column, "")
        page.text(5, why(x, reader))
        page.next()
    page.text(0, reader.word("sum"), page.formats("key"))
    for column in (1, 2, 5):
        page.text(column, "", page.formats("key"))
    for column, letter, value in ((3, "D", choice.value), (4, "E", cost_of(choice))):
        formula = f"SUM({letter}2:{letter}{end})"
        page.formula(column, formula, as_float(value), "mass", "result", bold=True)
    page.next()


def write_suggestions(page: SheetPage, record: ParkRecord, reader: DocumentLanguage) -> None:
    """Write what each suggestion saves, and the clause that it follows."""
    page.widths(56, 18, 18, 18, 50)
    heads = ("suggestion", "before", "after", "saves", "clause")
    page.head([reader.word(f"h.{k}") for k in heads], repeat=True, freeze=1)
    for x in record.suggestions:
        here = page.row + 1
        page.text(0, reader.say(x))
        page.number(1, as_float(x.before), "mass")
        page.number(2, as_float(x.after), "mass")
        page.formula(3, f"B{here}-C{here}", as_float(x.saves), "mass", "result")
        target = x.target
        page.text(4, f"{target.section} {target.quotation}" if target else "—")
        page.next()
