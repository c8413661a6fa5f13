"""The sheets of the years to come: every year of each scenario, indicators, effects, live."""

from __future__ import annotations

from carbon_eia.parks.effects import EFFECTS
from carbon_eia.parks.park_records import ParkRecord, YearRecord
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.park_amounts import categories, category
from carbon_eia.report.park.scenarios_chapter import period
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float

__all__ = ["write_effects", "write_indicators", "write_scenarios"]


def write_scenarios(
    page: SheetPage, record: ParkRecord, reader: DocumentLanguage
) -> dict[tuple[str, int], str]:
    """Write every year of every scenario; gives the cell of each total."""
    names = categories(y for x in record.scenarios for y in x.years)
    page.widths(18, 8, *(16 for _ in names), 18, 16, 12, 14, 16)
    heads = [reader.word("h.scenario"), reader.word("h.year")]
    heads += [category(n, reader) for n in names]
    heads += [reader.word(f"h.{k}") for k in ("co2e", "energy", "against", "intensity")]
    page.head([*heads, reader.word("x.activity")], repeat=True, freeze=1)
    totals = {}
    for x in record.scenarios:
        first = page.row + 1
        for y in x.years:
            page.text(0, x.name)
            page.number(1, y.year, "year")
            for n, name in enumerate(names, 2):
                page.number(n, as_float(y.by_category.get(name)), "mass", "input")
            totals[x.name, y.year] = _year(page, y, x.years[0], 2 + len(names), first)
            page.next()
    return totals


def _year(page: SheetPage, y: YearRecord, start: YearRecord, at: int, first: int) -> str:
    """What a year comes to; ``at``: column of its total, ``first``: row of the first year."""
    here = page.row + 1
    letters = {key: chr(ord("A") + at + n) for n, key in enumerate(("total", "", "", "", "of"))}
    total = f"{letters['total']}{here}"
    last = chr(ord(letters["total"]) - 1)
    cell = page.formula(at, f"SUM(C{here}:{last}{here})", as_float(y.total), "mass", "result")
    page.number(at + 1, as_float(y.energy), "mass")
    if start.total.number:
        change = float((y.total.number / start.total.number - 1) * 100)
        against = f"({total}/{letters['total']}${first}-1)*100"
        page.formula(at + 2, against, change, "mass", "result")
    else:
        page.number(at + 2, None, "mass")
    if y.activity is not None:
        each = f"{total}/{letters['of']}{here}"
        page.formula(at + 3, each, as_float(y.intensity), "intensity", "result")
    else:
        page.number(at + 3, None, "intensity")
    page.number(at + 4, as_float(y.activity), "mass", "input")
    return cell


def write_indicators(page: SheetPage, record: ParkRecord, reader: DocumentLanguage) -> None:
    """Write the indicators of the base year and of each year of the plan."""
    years = [str(y) for y in record.park.plan_years]
    columns = [(x.name, y) for x in record.scenarios for y in years]
    page.widths(40, 14, 16, *(16 for _ in columns))
    heads = [reader.word("h.indicator"), reader.word("h.unit"), str(record.park.base_year)]
    page.head([*heads, *(f"{name} {year}" for name, year in columns)], repeat=True, freeze=1)
    for i in record.indicators:
        kind = "intensity" if "/" in i.unit else "mass"
        page.text(0, reader.text(i.name))
        page.text(1, i.unit)
        page.number(2, as_float(i.base), kind)
        for n, (name, year) in enumerate(columns, 3):
            page.number(n, as_float(i.values[name][year]), kind)
        page.next()


def write_effects(page: SheetPage, record: ParkRecord, reader: DocumentLanguage) -> None:
    """Write the effects of each change with their sum, which is the change."""
    page.widths(20, 30, *(16 for _ in EFFECTS), 18)
    names = [reader.word(f"h.{'specific' if n == 'intensity' else n}") for n in EFFECTS]
    heads = [reader.word("h.scenario"), reader.word("h.period"), *names, reader.word("h.total")]
    page.head(heads, repeat=True, freeze=1)
    for x in record.effects:
        page.text(0, x.scenario)
        page.text(1, period(x, record))
        effects, here = x.effects or {}, page.row + 1
        for n, name in enumerate(EFFECTS, 2):
            page.number(n, as_float(effects.get(name)), "mass")
        if effects:
            change = float(x.after.number - x.before.number)
            page.formula(2 + len(EFFECTS), f"SUM(C{here}:G{here})", change, "mass", "result")
        else:
            page.number(2 + len(EFFECTS), None, "mass")
        page.next()
