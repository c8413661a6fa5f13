"""The sheet of measures: effects, what each saves and costs, and the intensity with them, live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.project.effect_cells import (
    ActivityAfterMeasures,
    EffectStep,
    steps_of,
    write_effects,
)
from carbon_eia.report.workbook.project.input_sheets import Inputs
from carbon_eia.report.workbook.project.intensity_sheet import GoverningComparison, not_above
from carbon_eia.report.workbook.project.merits_sheet import write_merits
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import QuantityRecord, Run, SourceRecord
from carbon_eia.units import parse_unit

__all__ = ["write_measures"]

WIDTHS = (26, 22, 14, 16, 16, 18, 18, 20, 16, *(13 for _ in range(9)))


def write_measures(
    page: SheetPage,
    run: Run,
    reader: DocumentLanguage,
    inputs: Inputs,
    governing: Mapping[str, GoverningComparison],
) -> str | None:
    """Write the sheet; gives the reference of the intensity with the committed measures."""
    page.widths(*WIDTHS)
    page.title(page.say("sheet.measures"), page.say("measures.note"), 9)
    measures = run.project.measures
    if not measures:
        page.section(reader.word("t_measures"))
        page.note(reader.word("no_measures"), 9)
        return None
    cells = write_effects(page, run, reader)
    write_merits(page, run, reader, inputs, cells)
    committed = None
    admission = governing.get("admission")
    sets = (("committed", run.retrofit.committed), ("proposed", run.retrofit.proposed))
    for name, plan in sets:
        if plan is None or plan.intensity is None or admission is None:
            continue
        page.section(f"{reader.code('plan', name)}　{reader.listed(plan.measures)}")
        chosen = [m for m in measures if m.name in plan.measures]
        steps = steps_of(run, chosen, cells)
        cell = _plan(page, run, reader, inputs, admission, steps, plan.intensity)
        committed = cell if name == "committed" else committed
    return committed


def _plan(
    page: SheetPage,
    run: Run,
    reader: DocumentLanguage,
    inputs: Inputs,
    admission: GoverningComparison,
    steps: Mapping[str, Sequence[EffectStep]] | None,
    planned: QuantityRecord,
) -> str:
    """One plan: amounts after its measures, emissions, intensity; gives the latter's reference.

    ``steps``: what its measures do; ``planned``: the intensity with them, as the Run has it.
    """
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
    page: SheetPage,
    reader: DocumentLanguage,
    formula: str | None,
    planned: QuantityRecord,
    limit: GoverningComparison,
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


def _after(
    page: SheetPage,
    inputs: Inputs,
    number: int,
    source: SourceRecord,
    steps: Sequence[EffectStep],
    kind: str,
) -> None:
    """A source with the measures: its amount now, what changes, what is left, what it emits."""
    activity = ActivityAfterMeasures(inputs, number, source)
    page.text(0, source.name)
    page.text(1, "、".join(dict.fromkeys(s.measure for s in steps)))
    page.formula(2, activity.now, float(activity.amount), "mass")
    left, amount = activity.after(own(page.ref(2)), steps)
    after = page.formula(3, left, float(amount), "mass", "result" if steps else "")
    page.text(4, activity.unit)
    mass = activity.mass(own(after), amount, kind)
    page.text(5, source.gases[0].gas if source.gases else None)
    if mass is None:
        page.number(6, None, "mass")
    elif mass.formula == "0":
        page.number(6, 0.0, "mass")
    else:
        page.formula(6, mass.formula, float(mass.value), "mass", "result")
    page.text(7, kind)
    page.text(8, "")
    page.next()
