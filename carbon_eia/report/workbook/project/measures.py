"""The sheet of measures: what is declared, and the intensity with them, live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.formulas import parse_formula
from carbon_eia.project import ACTIVITY, parameter_symbol
from carbon_eia.report.common import Reader
from carbon_eia.report.project.measures import effect_text
from carbon_eia.report.workbook.page import Page, as_float, own
from carbon_eia.report.workbook.project.compared import Governing, not_above
from carbon_eia.report.workbook.project.emissions import cells_of, live, symbol_of
from carbon_eia.report.workbook.project.inputs import Inputs
from carbon_eia.run.records import EffectRecord, QuantityRecord, Run, SourceRecord
from carbon_eia.units import parse_unit

__all__ = ["write_measures"]


class Step(NamedTuple):
    """One effect of a measure on a source: a share, or an amount in the source's unit."""

    measure: str
    change: Fraction
    share: bool
    saves: bool


def write_measures(
    page: Page, run: Run, reader: Reader, inputs: Inputs, governing: Mapping[str, Governing]
) -> str | None:
    """Write the sheet; gives the reference of the intensity with the committed measures."""
    page.widths(26, 22, 14, 16, 16, 18, 18, 20, 16)
    page.title(page.say("sheet.measures"), page.say("measures.note"), 9)
    page.section(reader.word("t_measures"))
    measures = run.project.measures
    if not measures:
        page.note(reader.word("no_measures"), 9)
        return None
    page.head(page.say("measures.head").split("|"), freeze=1)
    methods = {str(s.name): str(s.method) for s in run.inventory.by_source}
    for m in measures:
        page.text(0, m.name)
        effects = [effect_text(e, methods, reader) for e in m.effects]
        page.text(1, page.say("semicolon").join(effects))
        page.text(2, reader.code("measure", m.status))
        page.text(3, reader.typed(m.investment))
        page.text(4, reader.typed(m.annual_cost))
        page.text(5, m.start)
        page.text(6, m.finish)
        page.text(7, reader.listed(m.requires))
        page.text(8, reader.listed(m.excludes))
        page.next()
    committed = None
    admission = governing.get("admission")
    sets = (("committed", run.retrofit.committed), ("proposed", run.retrofit.proposed))
    for name, plan in sets:
        if plan is None or plan.intensity is None or admission is None:
            continue
        page.section(f"{reader.code('plan', name)}　{reader.listed(plan.measures)}")
        cell = _plan(page, run, reader, inputs, admission, plan.measures, plan.intensity)
        committed = cell if name == "committed" else committed
    return committed


def _plan(
    page: Page,
    run: Run,
    reader: Reader,
    inputs: Inputs,
    admission: Governing,
    chosen: Sequence[str],
    planned: QuantityRecord,
) -> str:
    """One plan: amounts after its measures, emissions, intensity; gives the latter's reference.

    ``chosen``: its measures; ``planned``: the intensity with them, as the Run has it.
    """
    steps = _steps(run, chosen)
    kind = "tCO2e" if "CO2e" in planned.unit else "tCO2"
    intensity = next(
        (
            x
            for x in run.intensities
            if x.indicator == admission.entry.indicator
            and (x.product or "") == admission.entry.product
            and not run.allocation  # what products share is shown as it is in the Run
            and x.numerator.unit == kind
        ),
        None,
    )
    if steps is None or intensity is None:
        page.text(0, page.say("measures.static"))
        return _result(page, reader, None, planned, admission)
    page.head(page.say("plan.head").split("|"))
    first = page.row
    for i, source in enumerate(run.inventory.by_source):
        if source.account == "project":
            _after(page, inputs, i, source, steps.get(source.name, []), kind)
    total = f"SUM({own(page.column(6, first, page.row - 1))})"
    output = inputs.outputs[intensity.indicator, intensity.product_name or ""]
    units = (parse_unit(x.unit.partition("/")[0]) for x in (intensity, planned))
    above, wanted = units
    per = parse_unit(intensity.unit.partition("/")[2])
    product = admission.entry.product_name
    wanted_per = parse_unit(planned.unit.partition("/")[2], {product: "x"} if product else {})
    factor = above.factor / per.factor / (wanted.factor / wanted_per.factor)
    scale = "" if factor == 1 else f"*{float(factor)!r}"
    formula = f"{total}/{output}{scale}"
    page.text(0, page.say("plan.intensity"), page.formats("key"))
    return _result(page, reader, formula, planned, admission)


def _result(
    page: Page,
    reader: Reader,
    formula: str | None,
    planned: QuantityRecord,
    limit: Governing,
) -> str:
    for column in range(1, 6):
        page.text(column, "")
    value = as_float(planned)
    if formula is None:
        cell = page.number(6, value, "intensity")
    else:
        cell = page.formula(6, formula, value, "intensity", "result")
    page.text(7, planned.unit)
    yes, no = reader.word("reaches"), reader.word("exceeds")
    condition = not_above(own(cell), limit.limit)
    reached = planned.number <= Fraction(limit.entry.limit)
    page.formula(8, f'IF({condition},"{yes}","{no}")', yes if reached else no, "text")
    page.next()
    return cell


def _steps(run: Run, chosen: Sequence[str]) -> dict[str, list[Step]] | None:
    """The effects of a plan on each source, without those of completed measures.

    The Run's amounts hold what is completed already. Where a completed measure stands behind one
    that is not, the order of shares and amounts would matter; where an effect changes a parameter,
    switches to another source or adds one, more than amounts would: None, the plan is not live.
    """
    open_before = False
    found: dict[str, list[Step]] = {}
    units = {
        s.name: next((p.unit for p in s.parameters if p.name in ACTIVITY), None)
        for s in run.inventory.by_source
    }
    for m in run.project.measures:
        if m.name not in chosen:
            continue
        if m.status == "completed":
            if open_before:
                return None
            continue
        open_before = True
        for effect in m.effects:
            saves = effect.saves is not None
            change = effect.saves if saves else effect.adds
            amount = units.get(effect.source)
            if amount is None or change is None or _does_more(effect):
                return None
            unit = parse_unit(change.unit)
            target = parse_unit(amount if unit.dims else "1")
            size = change.number * unit.factor_to(target)
            step = Step(m.name, size, not unit.dims, saves)
            found.setdefault(effect.source, []).append(step)
    return found


def _does_more(effect: EffectRecord) -> bool:
    """Whether an effect is more than a change of an amount."""
    return bool(effect.parameter or effect.switch or effect.method)


def _after(
    page: Page,
    inputs: Inputs,
    number: int,
    source: SourceRecord,
    steps: Sequence[Step],
    kind: str,
) -> None:
    """A source with the measures: its amount now, what changes, what is left, what it emits."""
    cells = cells_of(inputs, number, source)
    key = next(p.name for p in source.parameters if p.name in _activity(source))
    symbol = parameter_symbol(source.method, key)
    now = cells[symbol]
    unit = next(p.unit for p in source.parameters if p.name == key)
    page.text(0, source.name)
    page.text(1, "、".join(dict.fromkeys(s.measure for s in steps)))
    values = {symbol_of(source, p): p.number for p in source.parameters}
    amount = values[symbol]
    page.formula(2, now, float(amount), "mass")
    left = own(page.ref(2))
    for step in steps:
        size, sign = repr(float(step.change)), "-" if step.saves else "+"
        left = f"({left}*(1{sign}{size}))" if step.share else f"({left}{sign}{size})"
        change = amount * step.change if step.share else step.change
        amount = amount - change if step.saves else amount + change
    after = page.formula(3, left, float(amount), "mass", "result" if steps else "")
    page.text(4, unit)
    cells[symbol], values[symbol] = own(after), amount
    mass = live(source.formula, cells)
    released = source.gases[0] if source.gases else None
    gas = None if released is None else released.gas
    page.text(5, gas)
    counts = kind == "tCO2e" or gas == "CO2"
    if mass is None or released is None or not counts:
        page.number(6, 0.0 if released is not None and not counts else None, "mass")
    else:
        emitted = parse_formula(source.formula).value(values)
        potential = inputs.potentials.get(released.gas) if kind == "tCO2e" else None
        if potential is not None and released.gwp is not None:
            mass, emitted = f"({mass})*{potential}", emitted * Fraction(released.gwp)
        page.formula(6, mass, float(emitted), "mass", "result")
    page.text(7, kind)
    page.text(8, "")
    page.next()


def _activity(source: SourceRecord) -> tuple[str, ...]:
    """The parameter that measures act on; the first of all where a method has none."""
    names = [p.name for p in source.parameters]
    found = tuple(n for n in ACTIVITY if n in names)
    return found[:1] or tuple(names[:1])
