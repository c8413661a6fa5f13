"""The sheet of energy: what each source counts, and specific energy beside its limits, live."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from carbon_eia.messages import sentence
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.project.emissions_sheet import cells_of, live
from carbon_eia.report.workbook.project.input_sheets import Inputs
from carbon_eia.report.workbook.project.intensity_sheet import not_above
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import EnergyComparisonRecord, EnergyRecord, QuantityRecord, Run
from carbon_eia.units import Unit, parse_unit

__all__ = ["write_energy"]


def write_energy(page: SheetPage, run: Run, reader: DocumentLanguage, inputs: Inputs) -> None:
    """Write the sheet of energy: what each source counts, and the limits beside it."""
    energy = run.energy
    page.widths(28, 12, 34, 16, 14, 16, 18, 14, 10, 40)
    page.title(page.say("sheet.energy"), page.say("energy.note"), 10)
    page.head(page.say("energy.head").split("|"), repeat=True, freeze=1)
    numbers = {s.name: i for i, s in enumerate(run.inventory.by_source)}
    first = page.row
    for i, use in enumerate(energy.by_source):
        number = numbers[use.name]
        source = run.inventory.by_source[number]
        cells = cells_of(inputs, number, source)
        if i in inputs.coefficients:
            cells["k"] = inputs.coefficients[i]
        page.text(0, use.name)
        page.text(1, reader.code("account", use.account))
        page.text(2, use.formula)
        if i in inputs.coefficients:
            page.formula(3, cells["k"], as_float(use.coefficient))
        else:
            page.text(3, "")
        page.text(4, use.coefficient.unit if use.coefficient else "")
        _counted(page, 5, live(use.formula, cells), use.energy)
        _counted(page, 6, live(use.electricity_formula, cells), use.electricity)
        page.text(7, "")
        page.text(8, use.source.grade if use.source else "")
        page.text(9, sentence(use.code, page.lang, default=use.how))
        page.next()
    last = max(page.row - 1, first)
    account = own(page.column(1, first, last))
    project = reader.code("account", "project")
    cells = {}
    page.text(0, page.say("energy.total"), page.formats("key"))
    sums = ((5, "comprehensive_energy", energy.equivalent), (6, "electricity", _power(energy)))
    for column, key, power in sums:
        formula = f'SUMIFS({own(page.column(column, first, last))},{account},"{project}")'
        if power is None:
            page.text(column, reader.word("not_determined"), page.formats("text", "bad"))
        else:
            cells[key] = page.formula(column, formula, as_float(power), "mass", "result")
    page.next()
    if energy.primary is not None:
        page.text(0, page.say("energy.primary"), page.formats("key"))
        page.number(5, as_float(energy.primary), "mass")
        page.next()
    cells["pue"] = cells["electricity"]
    _limits(page, run, reader, inputs, cells)


def _counted(
    page: SheetPage, column: int, formula: str | None, value: QuantityRecord | None
) -> None:
    if formula is None or value is None:
        page.number(column, as_float(value), "mass")
    else:
        page.formula(column, formula, as_float(value), "mass", "result")


def _power(energy: EnergyRecord) -> QuantityRecord:
    own_uses = [u for u in energy.by_source if u.account == "project"]
    total = sum((u.electricity.number for u in own_uses if u.electricity), Fraction(0))
    return QuantityRecord(value=str(total), unit="MWh")


def _limits(
    page: SheetPage, run: Run, reader: DocumentLanguage, inputs: Inputs, totals: Mapping[str, str]
) -> None:
    compared = run.energy.comparisons
    product = next((x for x in run.intensities if x.product is not None), None)
    if not compared or product is None:
        return
    output = inputs.outputs[product.indicator, product.product_name or ""]
    per = parse_unit(product.unit.partition("/")[2])
    page.section(reader.word("t_energy"))
    page.head(page.say("limits.head").split("|"))
    several = len(run.energy.by_product) > 1
    reached: dict[tuple[str, str | None], dict[str, str]] = {}
    for c in compared:
        page.text(0, sentence(f"indicator.{c.indicator}", page.lang))
        page.text(1, c.product if several else "")
        page.text(2, sentence(f"level.{c.level}", page.lang, default=c.level_zh))
        formula = None if several else _specific(c, run, totals, output, per)
        if formula is None:
            value = page.number(3, as_float(c), "intensity")
        else:
            value = page.formula(3, formula, as_float(c), "intensity", "result")
        page.text(4, "" if c.unit == "1" else c.unit)
        limit = page.number(5, float(Fraction(c.limit)), "number", "factor")
        within, above = reader.word("energy_within"), reader.word("energy_above")
        condition = not_above(own(value), own(limit))
        if c.within is None:
            page.text(6, reader.word("energy_not_judged"))
        else:
            shown = within if c.within else above
            page.formula(6, f'IF({condition},"{within}","{above}")', shown, "text")
            key = (c.indicator, c.product)
            reached.setdefault(key, {})[c.level] = condition
        page.text(7, c.correction)
        page.text(8, c.citation.grade)
        cited = c.citation
        page.text(9, " ".join(x for x in (reader.document(cited), cited.locator) if x))
        page.next()
    page.section(page.say("levels"))
    page.head([reader.word("indicator"), "", reader.word("level")])
    for entry in run.energy.levels:
        page.text(0, sentence(f"indicator.{entry.indicator}", page.lang))
        page.text(1, entry.product if several else "")
        key = (entry.indicator, entry.product)
        if entry.level is None:
            page.text(2, reader.word("energy_not_judged"))
        else:
            formula = f'"{sentence("level.above", page.lang)}"'
            for level in ("gb3", "gb2", "gb1"):
                if level in reached[key]:
                    name = sentence(f"level.{level}", page.lang)
                    formula = f'IF({reached[key][level]},"{name}",{formula})'
            page.formula(2, formula, sentence(f"level.{entry.level}", page.lang), "text")
        page.next()


def _specific(
    c: EnergyComparisonRecord, run: Run, totals: Mapping[str, str], output: str, per: Unit
) -> str | None:
    """Energy per output in the unit of the limit; None where the Run has it from elsewhere."""
    total = totals.get(c.indicator)
    product = next(x for x in run.intensities if x.product is not None)
    if total is None or not product.number:
        return None
    factor = Fraction(1)  # PUE: MWh of the site per MWh of its IT equipment
    if c.indicator != "pue":
        counted = parse_unit("tce" if c.indicator == "comprehensive_energy" else "MWh")
        factor = counted.factor / per.factor / parse_unit(c.unit).factor
    energy = run.energy
    whole = energy.equivalent if c.indicator == "comprehensive_energy" else _power(energy)
    made = product.numerator.number / product.number
    if whole is None or whole.number / made * factor != c.number:
        return None  # stated by the applicant, or of a part of the energy
    scale = "" if factor == 1 else f"*{float(factor)!r}"
    return f"{own(total)}/{output}{scale}"
