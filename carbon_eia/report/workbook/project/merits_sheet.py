"""What each measure saves, costs and does to pollutants: a row each, every figure in a cell."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.project.measure_comparison import POLLUTANTS
from carbon_eia.report.workbook.project.effect_cells import (
    ActivityAfterMeasures,
    EffectCells,
    steps_of,
)
from carbon_eia.report.workbook.project.input_sheets import Inputs, as_typed
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import MeasureRecord, MeasureSavingRecord, QuantityRecord, Run
from carbon_eia.units import parse_unit

__all__ = ["write_merits"]


def write_merits(
    page: SheetPage, run: Run, reader: DocumentLanguage, inputs: Inputs, cells: EffectCells
) -> None:
    """Write the table of measures; t and 元/t follow the effects and the money as they change."""
    page.section(reader.word("t_merits"))
    rate = _rate(page, run, reader)
    page.head(page.say("merits.head").split("|"))
    savings = {x.measure: x for x in run.retrofit.by_measure}
    for m in run.project.measures:
        _MeasureRow(page, run, reader, m, savings.get(m.name)).write(inputs, cells, rate)


def _rate(page: SheetPage, run: Run, reader: DocumentLanguage) -> str:
    """The cell of the discount rate, as a share; empty where none is stated."""
    stated = run.project.planning.discount_rate
    page.text(0, page.say("merits.rate"), page.formats("key"))
    if stated is None:
        page.text(1, reader.word("gap_short"))
        page.next()
        return ""
    typed = as_typed(stated, "1")
    cell = page.number(1, float(typed.number), "number", "input")
    page.text(2, typed.unit)
    page.next()
    return f"({own(cell)}*{float(typed.factor)!r})"


class _MeasureRow:
    """The row of a measure; ``saving``: what the Run has of it, none of a completed one."""

    def __init__(
        self,
        page: SheetPage,
        run: Run,
        reader: DocumentLanguage,
        measure: MeasureRecord,
        saving: MeasureSavingRecord | None,
    ) -> None:
        self.page, self.run, self.reader = page, run, reader
        self.measure, self.saving = measure, saving

    def write(self, inputs: Inputs, cells: EffectCells, rate: str) -> None:
        """Names and dates as words, everything else as numbers or formulas over them."""
        page, reader, m = self.page, self.reader, self.measure
        open_word = reader.word("gap_short")
        page.text(0, m.name)
        page.text(1, reader.code("measure", m.status))
        page.text(2, reader.code("maturity", m.maturity) if m.maturity else open_word)
        money = self._money(3, m.investment)
        running = self._money(4, m.annual_cost)
        life = open_word
        if m.life is None:
            page.text(5, open_word)
        else:
            life = own(page.number(5, float(m.life), "count", "input"))
        yearly = self._annualised(rate, money, running, life)
        saved = self._saved(inputs, cells)
        self._known(8, None if self.saving is None else self.saving.energy_saved)
        self._per_tonne(yearly, saved)
        for column, key in enumerate(POLLUTANTS, 10):
            page.number(column, as_float(_in(getattr(m, key), "t")))
        for column, text in enumerate((m.start, m.finish), 13):
            page.text(column, text)
        page.text(15, reader.listed(m.requires))
        page.text(16, reader.listed(m.excludes))
        page.text(17, m.responsible or open_word)
        page.next()

    def _money(self, column: int, stated: QuantityRecord | None) -> str:
        """万元 in a cell that may be changed; empty where none is stated."""
        if stated is None:
            self.page.text(column, self.reader.word("gap_short"))
            return ""
        return own(self.page.number(column, as_float(_in(stated, "万元")), "number", "input"))

    def _annualised(self, rate: str, money: str, running: str, life: str) -> str:
        """I · r(1+r)ⁿ ÷ ((1+r)ⁿ − 1) + annual cost; empty where the Run has none."""
        found = None if self.saving is None else self.saving.annualised_cost
        if found is None or not (rate and money and running):
            self._known(6, found)
            return ""
        growth = f"(1+{rate})^{life}"
        factor = f"IF({rate}=0,1/{life},{rate}*{growth}/({growth}-1))"
        formula = f"{money}*{factor}+{running}"
        return own(self.page.formula(6, formula, as_float(found), "mass", "result"))

    def _saved(self, inputs: Inputs, cells: EffectCells) -> str:
        """t CO2e that it saves alone, live where it acts on amounts and requires no other."""
        found = None if self.saving is None else self.saving.co2e_saved
        formula = None if found is None else self._alone(inputs, cells, found)
        if found is None or formula is None:
            return own(self._known(7, found))
        return own(self.page.formula(7, formula, as_float(found), "mass", "result"))

    def _alone(self, inputs: Inputs, cells: EffectCells, saved: QuantityRecord) -> str | None:
        """Emissions now less those after; None where that is not what the Run has."""
        steps = None if self.measure.requires else steps_of(self.run, [self.measure], cells)
        if not steps:
            return None
        terms, total = [], Fraction(0)
        for number, source in enumerate(self.run.inventory.by_source):
            if source.account != "project" or source.name not in steps:
                continue
            activity = ActivityAfterMeasures(inputs, number, source)
            left, amount = activity.after(activity.now, steps[source.name])
            before = activity.mass(activity.now, activity.amount, "tCO2e")
            after = activity.mass(left, amount, "tCO2e")
            if before is None or after is None:
                return None
            terms.append(f"({before.formula})-({after.formula})")
            total += before.value - after.value
        return "+".join(terms) if total == saved.number else None

    def _per_tonne(self, yearly: str, saved: str) -> None:
        """元 for each t that is saved."""
        found = None if self.saving is None else self.saving.cost_per_t
        if found is None or not yearly:
            self._known(9, found)
            return
        self.page.formula(9, f"{yearly}*10000/{saved}", as_float(found), "mass", "result")

    def _known(self, column: int, found: QuantityRecord | None) -> str:
        """A figure as the Run has it; what says that it is missing, or counted already."""
        if found is not None:
            return self.page.number(column, as_float(found), "mass")
        done = self.measure.status == "completed"
        self.page.text(column, self.reader.word("in_baseline" if done else "gap_short"))
        return self.page.ref(column)


def _in(stated: QuantityRecord | None, unit: str) -> QuantityRecord | None:
    """A stated quantity in another unit."""
    if stated is None:
        return None
    number = stated.number * parse_unit(stated.unit).factor_to(parse_unit(unit))
    return QuantityRecord(value=str(number), unit=unit)
