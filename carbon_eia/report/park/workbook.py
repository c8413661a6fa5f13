"""A park's evaluation as a workbook: sums, intensities, scenarios and indicators, live.

What a project file gives stands as a number; what the park's account makes of it is a formula
whose stored value is the record's own. The hidden sheet ``_run`` holds the record, as in the
workbook of a project, so that ``verify`` can compute it again.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping

from carbon_eia.parks.records import ParkRecord
from carbon_eia.report import show
from carbon_eia.report.carried import Carried, embed_in_book
from carbon_eia.report.park.amounts import (
    COUNT,
    categories,
    category,
    counted_energy,
    park_reader,
    sector,
    unit_name,
)
from carbon_eia.report.park.lists import add_lists
from carbon_eia.report.park.optimise import cost_of, why
from carbon_eia.report.park.sheets import Sheets

__all__ = ["park_workbook"]


def park_workbook(record: ParkRecord, carried: Carried, lang: str = "zh") -> bytes:
    """The workbook of a record: the same record gives the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    day = datetime.datetime.fromisoformat(record.as_of)
    book.set_properties({"title": record.park.name, "created": day})
    sheets = Sheets(book, park_reader(lang))
    nets = _sources(sheets, record)
    base = _members(sheets, record, nets)
    years = _scenarios(sheets, record)
    _indicators(sheets, record)
    _conclusion(sheets, record, years, base)
    _choice(sheets, record)
    _suggestions(sheets, record)
    add_lists(sheets, record)
    _record(sheets, record)
    embed_in_book(book, carried)
    book.close()
    return stream.getvalue()


def _sources(s: Sheets, record: ParkRecord) -> dict[str, tuple[int, int]]:
    """Every source; (first, last row) of each member, counted from 1."""
    heads = [
        *(s.head(k) for k in ("member", "source", "category", "co2e", "tce")),
        s.p.word("x.inside"),
    ]
    sheet = s.add("sources", heads, (18, 34, 18, 18, 16, 30))
    row, found = 1, {}
    for m in record.members:
        first = row
        for x in m.sources:
            s.text(sheet, row, 0, m.name)
            s.text(sheet, row, 1, x.source)
            s.text(sheet, row, 2, category(x.category, s.p))
            s.value(sheet, row, 3, x.co2e)
            s.value(sheet, row, 4, x.tce)
            s.text(sheet, row, 5, x.link or "")
            row += 1
        found[m.name] = first + 1, row
    return found


def _members(s: Sheets, record: ParkRecord, rows: Mapping[str, tuple[int, int]]) -> str:
    """The account of the base year; the cell of the park's total."""
    keys = ("member", "named", "role", "sector", "start", "gross", "internal", "net", "counted")
    heads = [s.head(k) for k in (*keys, "value", "intensity")]
    sheet = s.add("members", heads, (18, 30, 16, 24, 8, 16, 18, 16, 14, 14, 18))
    name = s.p.word("x.sources")
    row = 1
    there = [m for m in record.members if m.role != "projects"]
    for m in [*there, *(m for m in record.members if m.role == "projects")]:
        first, last = rows[m.name]
        s.text(sheet, row, 0, m.name)
        s.text(sheet, row, 1, m.project)
        s.text(sheet, row, 2, s.p.word(f"role.{m.role}"))
        s.text(sheet, row, 3, sector(m, s.p))
        s.year(sheet, row, 4, m.start)
        area, tce, inside = (f"'{name}'!${c}${first}:${c}${last}" for c in "DEF")
        if first <= last:
            s.live(sheet, row, 5, f"SUM({area})", m.total)
            s.live(sheet, row, 6, f'SUMIF({inside},"?*",{area})', m.internal)
        s.live(sheet, row, 7, f"F{row + 1}-G{row + 1}", m.net)
        counted = counted_energy(m)
        if counted is not None and first <= last:
            s.live(sheet, row, 8, f'SUM({tce})-SUMIF({inside},"?*",{tce})', counted)
        s.value(sheet, row, 9, m.added_value)
        if m.added_value is not None and m.net is not None:
            each = show.exact(m.net) / show.exact(m.added_value)
            s.live(sheet, row, 10, f"H{row + 1}/J{row + 1}", str(each), s.fine)
        row += 1
    end = len(there) + 1
    for t in record.totals:
        s.text(sheet, row, 0, t.name)
        s.text(sheet, row, 1, t.source)
        s.text(sheet, row, 2, s.p.word("role.totals"))
        s.text(sheet, row, 3, sector(t, s.p))
        s.value(sheet, row, 7, t.co2e)
        s.value(sheet, row, 8, t.tce)
        row += 1
    s.text(sheet, row, 0, s.p.word("x.base", year=record.base.year))

    def both(column: str) -> str:
        """The sum over those that are there and the sector totals; planned projects are between."""
        totals = f"{column}{row - len(record.totals) + 1}:{column}{row}"
        return f"SUM({column}2:{column}{end})" + (f"+SUM({totals})" if record.totals else "")

    base = record.base
    s.live(sheet, row, 5, f"SUM(F2:F{end})", base.gross, s.sum)
    s.live(sheet, row, 6, f"SUM(G2:G{end})", base.internal, s.sum)
    s.live(sheet, row, 7, both("H"), base.total, s.sum)
    if base.energy is not None:
        s.live(sheet, row, 8, both("I"), base.energy, s.sum)
    if base.activity is not None and record.park.activity == "added_value":
        s.value(sheet, row, 9, base.activity, s.sum)
        s.live(sheet, row, 10, f"H{row + 1}/J{row + 1}", base.intensity, s.rate)
    return f"'{s.p.word('x.members')}'!$H${row + 1}"


def _scenarios(s: Sheets, record: ParkRecord) -> dict[tuple[str, int], str]:
    """Every year of every scenario; the cell of each total."""
    names = categories(y for x in record.scenarios for y in x.years)
    heads = [s.head("scenario"), s.head("year"), *(category(n, s.p) for n in names)]
    heads += [s.head(k) for k in ("co2e", "energy", "against", "intensity")] + [
        s.p.word("x.activity")
    ]
    sheet = s.add("scenarios", heads, (18, 8, *(16 for _ in names), 18, 16, 12, 14, 16))
    total, last = 2 + len(names), chr(ord("C") + len(names) - 1)
    at = {
        k: chr(ord("A") + total + i) for i, k in enumerate(("co2e", "energy", "against", "i", "a"))
    }
    row, found = 1, {}
    for x in record.scenarios:
        first = row + 1
        for y in x.years:
            s.text(sheet, row, 0, x.name)
            s.year(sheet, row, 1, y.year)
            for n, c in enumerate(names):
                s.value(sheet, row, 2 + n, y.by_category.get(c))
            s.live(sheet, row, total, f"SUM(C{row + 1}:{last}{row + 1})", y.total)
            s.value(sheet, row, total + 1, y.energy)
            cell = f"{at['co2e']}{row + 1}"
            base = show.exact(x.years[0].total)
            if base:
                change = (show.exact(y.total) / base - 1) * 100
                start = f"{at['co2e']}${first}"
                s.live(sheet, row, total + 2, f"({cell}/{start}-1)*100", str(change))
            if y.activity is not None:
                s.value(sheet, row, total + 4, y.activity)
                formula = f"{cell}/{at['a']}{row + 1}"
                s.live(sheet, row, total + 3, formula, y.intensity, s.fine)
            found[x.name, y.year] = f"'{s.p.word('x.scenarios')}'!${at['co2e']}${row + 1}"
            row += 1
    return found


def _indicators(s: Sheets, record: ParkRecord) -> None:
    years = [str(y) for y in record.park.plan_years]
    columns = [(x.name, y) for x in record.scenarios for y in years]
    heads = [s.head("indicator"), s.head("unit"), str(record.park.base_year)]
    heads += [f"{name} {year}" for name, year in columns]
    sheet = s.add("indicators", heads, (40, 14, 16, *(16 for _ in columns)))
    for row, i in enumerate(record.indicators, 1):
        s.text(sheet, row, 0, s.p.text(i.name))
        s.text(sheet, row, 1, i.unit)
        form = s.fine if "/" in i.unit else s.number
        s.value(sheet, row, 2, i.base, form)
        for n, (name, year) in enumerate(columns):
            s.value(sheet, row, 3 + n, i.values[name][year], form)


def _conclusion(
    s: Sheets, record: ParkRecord, years: Mapping[tuple[str, int], str], base: str
) -> None:
    heads = [s.head(k) for k in ("criterion", "year", "plan", "optimised", "limit", "unit")]
    results = [f"{s.head(k)}{s.p.word('x.holds')}" for k in ("plan", "optimised")]
    sheet = s.add("conclusion", [*heads, *results], (46, 8, 18, 18, 18, 14, 16, 16))
    for row, c in enumerate(record.conclusion.criteria, 1):
        number = c.limit or c.plan
        unit = number.unit if number else ""
        form = s.fine if "/" in unit else s.count if unit == COUNT else s.number
        s.text(sheet, row, 0, s.p.word(f"criterion.{c.id}"))
        s.year(sheet, row, 1, c.year)
        for n, key in enumerate(("plan", "optimised")):
            cell = None if c.year is None else years.get((getattr(record, key), c.year))
            if c.id == "carbon_cap" and cell:
                s.live(sheet, row, 2 + n, cell, getattr(c, key), form)
            elif c.id == "increment" and cell:
                s.live(sheet, row, 2 + n, f"{cell}-{base}", getattr(c, key))
            else:
                s.value(sheet, row, 2 + n, getattr(c, key), form)
            letter, passed = "CD"[n], s.p.word(f"passed.{str(c.passed[n]).lower()}")
            if getattr(c, key) is not None and c.limit is not None:
                yes, no = s.p.word("passed.true"), s.p.word("passed.false")
                formula = f'=IF({letter}{row + 1}<=E{row + 1},"{yes}","{no}")'
                sheet.write_formula(row, 6 + n, formula, s.plain, passed)
            else:
                s.text(sheet, row, 6 + n, passed)
        s.value(sheet, row, 4, c.limit, form)
        s.text(sheet, row, 5, unit_name(unit, s.p))


def _choice(s: Sheets, record: ParkRecord) -> None:
    choice = record.choice
    if choice is None:
        return
    heads = [s.head(k) for k in ("project", "start", "measures", "chosen", "cost", "why")]
    sheet = s.add("choice", heads, (22, 10, 40, 18, 18, 40))
    row = 1
    for a in choice.admitted:
        s.text(sheet, row, 0, a.name)
        s.year(sheet, row, 1, a.start)
        s.text(sheet, row, 2, s.p.listed(a.measures))
        s.value(sheet, row, 3, a.value)
        s.value(sheet, row, 4, a.cost)
        row += 1
    end = max(row, 2)
    for x in choice.left_out:
        s.text(sheet, row, 0, x.name)
        s.text(sheet, row, 5, why(x, s.p))
        row += 1
    s.text(sheet, row, 0, s.p.word("sum"))
    s.live(sheet, row, 3, f"SUM(D2:D{end})", choice.value, s.sum)
    s.live(sheet, row, 4, f"SUM(E2:E{end})", cost_of(choice), s.sum)


def _suggestions(s: Sheets, record: ParkRecord) -> None:
    heads = [s.head(k) for k in ("suggestion", "before", "after", "saves", "clause")]
    sheet = s.add("suggestions", heads, (56, 18, 18, 18, 50))
    for row, x in enumerate(record.suggestions, 1):
        s.text(sheet, row, 0, s.p.say(x))
        s.value(sheet, row, 1, x.before)
        s.value(sheet, row, 2, x.after)
        s.live(sheet, row, 3, f"B{row + 1}-C{row + 1}", x.saves)
        target = x.target
        s.text(sheet, row, 4, f"{target.section} {target.quotation}" if target else "—")


def _record(s: Sheets, record: ParkRecord) -> None:
    """What the workbook was printed from, and what a reader must know of it."""
    word = s.p.word
    sheet = s.add("record", [word("kind"), record.park.name], (28, 80))
    rows = [
        (word("i.as_of"), record.as_of),
        (word("i.version"), record.reference.version),
        (word("i.id"), record.id),
        *((word("s_cautions"), s.p.say(x)) for x in record.warnings),
    ]
    for row, (label, text) in enumerate(rows, 1):
        s.text(sheet, row, 0, label)
        s.text(sheet, row, 1, text)
