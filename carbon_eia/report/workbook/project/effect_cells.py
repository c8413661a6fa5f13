"""The effects of measures in cells, and what a source uses and emits once they act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.formulas import parse_formula
from carbon_eia.project import ACTIVITY, parameter_symbol
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.project.measures_chapter import effect_text
from carbon_eia.report.workbook.project.emissions_sheet import cells_of, live, symbol_of
from carbon_eia.report.workbook.project.input_sheets import Inputs, as_typed
from carbon_eia.report.workbook.sheet_page import SheetPage, own
from carbon_eia.run.records import EffectRecord, MeasureRecord, QuantityRecord, Run, SourceRecord
from carbon_eia.units import parse_unit

__all__ = [
    "ActivityAfterMeasures",
    "EffectCells",
    "EffectStep",
    "Mass",
    "steps_of",
    "write_effects",
]

EffectCells = Mapping[tuple[str, int], str]
"""Measure and number of its effect → the cell that holds how much it changes."""


class EffectStep(NamedTuple):
    """One effect of a measure on a source: a share, or an amount in the source's unit.

    ``cell``: the change as a formula over the cell that it stands in.
    """

    measure: str
    change: Fraction
    cell: str
    is_share: bool
    saves: bool


class Mass(NamedTuple):
    """What a source emits: a formula over cells, and its value."""

    formula: str
    value: Fraction


# --- cells


def write_effects(page: SheetPage, run: Run, reader: DocumentLanguage) -> EffectCells:
    """A row for each effect, what it changes by in a cell of its own; says where each stands."""
    methods = {str(s.name): str(s.method) for s in run.inventory.by_source}
    page.section(page.say("effects.title"))
    page.head(page.say("effects.head").split("|"))
    cells: dict[tuple[str, int], str] = {}
    for m in run.project.measures:
        for number, effect in enumerate(m.effects):
            page.text(0, m.name)
            page.text(1, effect.source)
            page.text(2, reader.word("adds" if effect.adds is not None else "saves"))
            if (change := _change(effect)) is None:
                page.text(2, "")
                page.text(3, "")
                page.text(4, "")
            else:
                typed = as_typed(change)
                fill = "" if m.status == "completed" else "input"  # its effect is in the amounts
                cells[m.name, number] = page.number(3, float(typed.number), "number", fill)
                page.text(4, typed.unit)
            for column, limit in ((5, effect.low), (6, effect.high)):
                page.number(column, None if limit is None else float(as_typed(limit).number))
            page.text(7, effect_text(effect, methods, reader) if _does_more(effect) else "")
            page.next()
    return cells


def _change(effect: EffectRecord) -> QuantityRecord | None:
    return effect.saves if effect.saves is not None else effect.adds


def _does_more(effect: EffectRecord) -> bool:
    """Whether an effect is more than a change of an amount."""
    return bool(effect.parameter or effect.switch or effect.method)


# --- what they do


def steps_of(
    run: Run, measures: Sequence[MeasureRecord], cells: EffectCells
) -> dict[str, list[EffectStep]] | None:
    """The effects of measures on each source, without those of completed ones.

    The Run's amounts hold what is completed already. Where a completed measure stands behind one
    that is not, the order of shares and amounts would matter; where an effect changes a parameter,
    switches to another source or adds one, more than amounts would: None, nothing is live.
    """
    open_before = False
    found: dict[str, list[EffectStep]] = {}
    units = {
        s.name: next((p.unit for p in s.parameters if p.name in ACTIVITY), None)
        for s in run.inventory.by_source
    }
    for m in measures:
        if m.status == "completed":
            if open_before:
                return None
            continue
        open_before = True
        for number, effect in enumerate(m.effects):
            change, amount = _change(effect), units.get(effect.source)
            if amount is None or change is None or _does_more(effect):
                return None
            unit = parse_unit(change.unit)
            target = parse_unit(amount if unit.dims else "1")
            size = change.number * unit.factor_to(target)
            scale = size / as_typed(change).number if change.number else Fraction(1)
            cell = own(cells[m.name, number])
            if scale != 1:
                cell = f"{cell}*{float(scale)!r}"
            step = EffectStep(m.name, size, cell, not unit.dims, effect.saves is not None)
            found.setdefault(effect.source, []).append(step)
    return found


class ActivityAfterMeasures:
    """The amount of a source that measures act on, and what it emits with another amount."""

    def __init__(self, inputs: Inputs, number: int, source: SourceRecord) -> None:
        self.source = source
        self.cells = cells_of(inputs, number, source)
        self.potentials = inputs.potentials
        key = next(p for p in source.parameters if p.name in _acted_on(source))
        self.symbol = parameter_symbol(source.method, key.name)
        self.unit = key.unit
        self.values = {symbol_of(source, p): p.number for p in source.parameters}

    @property
    def now(self) -> str:
        """The cell of the amount."""
        return self.cells[self.symbol]

    @property
    def amount(self) -> Fraction:
        """The amount itself."""
        return self.values[self.symbol]

    def after(self, now: str, steps: Sequence[EffectStep]) -> tuple[str, Fraction]:
        """The amount with the steps taken one after the other, over the cell of the amount now."""
        left, amount = now, self.amount
        for step in steps:
            sign = "-" if step.saves else "+"
            left = (
                f"({left}*(1{sign}{step.cell}))" if step.is_share else f"({left}{sign}{step.cell})"
            )
            change = amount * step.change if step.is_share else step.change
            amount = amount - change if step.saves else amount + change
        return left, amount

    def mass(self, cell: str, amount: Fraction, kind: str) -> Mass | None:
        """What is emitted of an amount in a cell, in ``kind`` (tCO2, tCO2e).

        None where the formula cannot be read; zero where its gas does not count.
        """
        source = self.source
        if not source.gases:
            return None
        released = source.gases[0]
        if kind == "tCO2" and released.gas != "CO2":
            return Mass("0", Fraction(0))
        formula = live(source.formula, {**self.cells, self.symbol: cell})
        if formula is None:
            return None
        value = parse_formula(source.formula).value({**self.values, self.symbol: amount})
        potential = self.potentials.get(released.gas) if kind == "tCO2e" else None
        if potential is not None and released.gwp is not None:
            return Mass(f"({formula})*{potential}", value * Fraction(released.gwp))
        return Mass(formula, value)


def _acted_on(source: SourceRecord) -> tuple[str, ...]:
    """The parameter that measures act on; the first of all where a method has none."""
    names = [p.name for p in source.parameters]
    found = tuple(n for n in ACTIVITY if n in names)
    return found[:1] or tuple(names[:1])
