"""The first sheet: the verdict, and the leading figures, live beside those of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.messages import verdict_label
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.project.emissions_sheet import Emissions
from carbon_eia.report.workbook.project.input_sheets import Inputs
from carbon_eia.report.workbook.project.intensity_sheet import (
    GoverningComparison,
    margin,
    not_above,
)
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["write_summary"]


class Committed(NamedTuple):
    """The committed measures, the intensity with them, and the cell that holds it."""

    measures: tuple[str, ...]
    intensity: QuantityRecord
    cell: str


def _committed(run: Run, cell: str | None) -> Committed | None:
    plan = run.retrofit.committed
    if cell is None or plan is None or plan.intensity is None:
        return None
    return Committed(plan.measures, plan.intensity, cell)


def write_summary(
    page: SheetPage,
    run: Run,
    reader: DocumentLanguage,
    inputs: Inputs,
    emissions: Emissions,
    governing: Mapping[str, GoverningComparison],
    committed: str | None,
) -> None:
    """Write the sheet of the verdict."""
    page.widths(26, 26, 20, 18, 14, 44)
    note = page.say("summary.note", report=page.say("sheet.report"))
    page.title(f"{reader.word('kind')} · {page.say('title')}", note, 6)
    project, decision = run.project, run.decision
    facts = (
        (reader.word("name"), project.name),
        (reader.word("code"), project.code),
        (reader.word("sector"), project.sector.name(page.lang)),
        (reader.word("region"), project.region),
        (reader.word("stage"), reader.code("stage", project.stage)),
        (reader.word("as_of"), run.as_of),
    )
    for label, text in facts:
        _line(page, label, text or reader.word("dash"))
    page.section(page.say("summary.verdict"))
    verdict = verdict_label(decision.verdict, page.lang, decision.ground)
    if decision.provisional:
        verdict += f"（{reader.word('provisional')}）"
    _line(page, page.say("summary.authoritative"), verdict, big=True)
    state = page.say("summary.unchanged")
    _label(page, page.say("summary.state"))
    formula = f'IF({inputs.changed}=0,"{state}","{page.say("summary.changed")}")'
    _merge(page, formula, state, page.formats("text", bold=True))
    style = page.formats("text", "bad", bold=True)
    where = (page.row, 1, page.row, 5)
    rule = {"type": "formula", "criteria": f"={inputs.changed}>0", "format": style}
    page.sheet.conditional_format(*where, rule)
    page.next()
    admission = governing.get("admission")
    _label(page, page.say("summary.live"))
    if admission is None:
        text = page.say("summary.none")
        _merge(page, None, text, page.formats("text", bold=True))
    elif run.allocation:
        each = [g for level, g in governing.items() if level.startswith("admission of ")]
        fit = [g for g in each if g.entry.same_boundary]
        if len(fit) == len(run.allocation.products):
            _live_of_all(page, fit)
        else:
            _merge(page, None, page.say("summary.none"), page.formats("text", bold=True))
    else:
        _live_verdict(page, admission, governing.get("advanced"), _committed(run, committed))
    page.next()
    _figures(page, run, reader, emissions, governing, committed)
    page.sheet.set_first_sheet()
    page.sheet.activate()


def _label(page: SheetPage, text: str) -> None:
    page.text(0, text, page.formats("key"))


def _line(page: SheetPage, label: str, text: str, big: bool = False) -> None:
    _label(page, label)
    style = page.formats("text", bold=True, font_size=14) if big else page.formats("text")
    _merge(page, None, text, style)
    page.next()


def _merge(page: SheetPage, formula: str | None, text: str, style: Any) -> None:
    if formula is None:
        page.merged(text, 1, 5, style)
    else:
        page.merged("", 1, 5, style)
        page.room(text, 1, 5)
        page.sheet.write_formula(page.row, 1, f"={formula}", style, value=text)


def _live_of_all(page: SheetPage, each: Sequence[GoverningComparison]) -> None:
    """Whether every main product keeps its own admission value."""
    above, passed = page.say("live.above"), page.say("live.pass")
    within = f"AND({','.join(not_above(g.value, g.limit) for g in each)})"
    shown = passed if all(g.entry.within for g in each) else above
    _merge(page, f'IF({within},"{passed}","{above}")', shown, page.formats("text", bold=True))


def _live_verdict(
    page: SheetPage,
    admission: GoverningComparison,
    advanced: GoverningComparison | None,
    plan: Committed | None,
) -> None:
    above, retrofit = page.say("live.above"), page.say("live.retrofit")
    passed, best = page.say("live.pass"), page.say("live.advanced")
    formula, shown = f'"{above}"', above
    if plan is not None:
        reached = plan.intensity.number <= Fraction(admission.entry.limit)
        shown = retrofit if reached else above
        formula = f'IF({not_above(plan.cell, admission.limit)},"{retrofit}",{formula})'
    good = f'"{passed}"'
    if advanced is not None:
        good = f'IF({not_above(advanced.value, advanced.limit)},"{best}",{good})'
    within = not_above(admission.value, admission.limit)
    formula = f"IF({within},{good},{formula})"
    if admission.entry.within:
        shown = best if advanced is not None and advanced.entry.within else passed
    _merge(page, formula, shown, page.formats("text", bold=True))
    where = (page.row, 1, page.row, 5)
    for criteria, fill in ((within, "result"), (f"NOT({within})", "bad")):
        rule = {"type": "formula", "criteria": f"={criteria}"}
        style = page.formats("text", fill, bold=True)
        page.sheet.conditional_format(*where, {**rule, "format": style})


def _figures(
    page: SheetPage,
    run: Run,
    reader: DocumentLanguage,
    emissions: Emissions,
    governing: Mapping[str, GoverningComparison],
    committed: str | None,
) -> None:
    page.section(page.say("summary.figures"))
    page.head(page.say("summary.head").split("|"))
    total = run.inventory.total
    page.text(0, reader.word("total"))
    if total is None:
        page.text(1, reader.word("no_total"))
        page.text(2, "")
    else:
        page.formula(1, emissions.totals["tCO2e"], as_float(total), "mass", "result")
        page.number(2, as_float(total), "mass", "open")
    page.text(3, "tCO2e")
    for c in (4, 5):
        page.text(c, "")
    page.next()
    several = bool(run.allocation)
    for level, g in governing.items():
        if several and level == "admission":
            continue  # it stands once more among those of all products
        product = g.entry.declared_name if several else ""
        name = reader.code("level", level.partition(" of ")[0])
        value, percent = as_float(g.entry), margin(g.entry)
        gap = float(g.entry.number - Fraction(g.entry.limit))
        rows: tuple[tuple[str, str, float | None, str, str], ...] = (
            (reader.word("intensity"), g.value, value, "intensity", g.entry.unit),
            (name, g.limit, float(g.entry.limit), "number", g.entry.unit),
            (page.say("summary.gap", level=name), f"{g.value}-{g.limit}", gap, "intensity", ""),
            (f"{name} {reader.word('margin')}", g.margin, percent, "percent", "%"),
        )
        for label, formula, record, kind, unit in rows:
            own_value = level.startswith("admission")
            if label == reader.word("intensity") and not own_value and len(governing) > 1:
                continue
            page.text(0, f"{product} {label}".strip())
            page.formula(1, formula, record, kind, "result")
            page.number(2, record, kind, "open")
            page.text(3, unit or g.entry.unit)
            page.text(4, g.entry.grade if label == name else "")
            cited = g.entry.citation
            page.text(5, reader.document(cited) if label == name else "")
            page.next()
    plan = _committed(run, committed)
    if plan is not None:
        page.text(0, reader.word("with_committed"))
        page.formula(1, plan.cell, as_float(plan.intensity), "intensity", "result")
        page.number(2, as_float(plan.intensity), "intensity", "open")
        page.text(3, plan.intensity.unit)
        page.text(4, "")
        page.text(5, reader.listed(plan.measures))
        page.next()
