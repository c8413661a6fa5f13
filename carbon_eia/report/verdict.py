"""Page one: the verdict, what it rests on, and what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from carbon_eia.messages import sentence, verdict_label
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.policy import counted
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import (
    ComparisonRecord,
    DeadlineRecord,
    DecisionRecord,
    IntensityRecord,
    ReasonRecord,
    Run,
)

__all__ = ["Bar", "Chart", "Figure", "Reason", "Verdict", "bars", "verdict_view"]

FOLDED = frozenset((*NOT_PROVIDED, *NOT_APPLICABLE))
"""Codes of reasons that share a row."""

ALIKE = ("mandatory.broken", "policy.two_high.possible")
"""Codes of reasons of which the first has a row and stands for the others."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures under the verdict."""

    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart; ``kind`` is its style: project, plan, admission, advanced."""

    label: str
    value: str
    width: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from zero, and where the line of the limit stands (percent of the longest)."""

    bars: list[Bar]
    line: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule applied."""

    title: str
    severity: str
    clause: str
    instrument: str
    fact: str
    value: str
    limit: str
    unit: str
    result: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict box and everything on page one below it."""

    code: str
    label: str
    provisional: bool
    indicative: str
    figures: list[Figure]
    chart: Chart | None
    reasons: list[Reason]
    others: int
    others_states: str
    conditions: list[str]
    deadline: str
    deadline_origin: str
    missing: list[str]


def verdict_view(run: Run, reader: Reader) -> Verdict:
    """The verdict as the Run gives it."""
    decision = run.decision
    deadline = run.retrofit.deadline if decision.deadline else None
    indicative, others = decision.indicative, _others(decision.reasons)
    return Verdict(
        code=decision.verdict,
        label=_label(decision, reader),
        provisional=bool(decision.provisional),
        indicative=reader.word("indicative", label=sentence(f"verdict.{indicative}", reader.lang))
        if indicative
        else "",
        figures=_figures(run, reader),
        chart=_chart(run, reader),
        reasons=[
            _reason(r, limits(run), reader)
            for r in sorted(decision.reasons, key=lambda r: r.passed is None)
            if r not in others
        ],
        others=len(others),
        others_states=counted(others, reader),
        conditions=[reader.say(c) for c in decision.conditions],
        deadline=str(deadline.date) if deadline else "",
        deadline_origin=_origin(deadline, reader) if deadline else "",
        missing=[reader.say(m) for m in decision.missing],
    )


def _label(decision: DecisionRecord, reader: Reader) -> str:
    if reader.lang == "zh":
        return str(decision.label)
    return verdict_label(decision.verdict, reader.lang, decision.ground)


def _origin(deadline: DeadlineRecord, reader: Reader) -> str:
    parts = [reader.code("origin", deadline.origin)]
    if deadline.origin != "project":
        parts.append(str(deadline.citation))
    parts.append(f"{reader.word('grade')} {deadline.grade}")
    return reader.word("semicolon").join(parts)


# --- figures and chart


def governing(run: Run, level: str, product: str | None = None) -> ComparisonRecord | None:
    """The comparison that the decision rests on at a level, for one main product.

    Without ``product``, that of the one furthest above its limit or nearest to it.
    """
    found = [c for c in run.comparisons if c.level == level and c.governs]
    product = product or run.decision.product
    own = [c for c in found if product in (None, c.declared_name or product)]
    return next(iter(own), None)


def main_intensity(run: Run, product: str | None = None) -> IntensityRecord | None:
    """The intensity of that product; the first where nothing says which (a Run of one product)."""
    product = product or run.decision.product
    own = [i for i in run.intensities if i.product or i.product_name]
    return next((i for i in own if product in (None, i.product_name)), None)


def limits(run: Run) -> list[Decimal]:
    """The limits from which a shown intensity must be told apart."""
    found = [c for c in (governing(run, level) for level in ("admission", "advanced")) if c]
    return [show.exact(c.limit) for c in found]


def _figures(run: Run, reader: Reader) -> list[Figure]:
    w = reader.word
    admission, advanced = governing(run, "admission"), governing(run, "advanced")
    total = run.inventory.total
    found = [
        Figure(w("total"), w("no_total"), "", "")
        if total is None
        else Figure(w("total"), show.emission(total), total.unit, "")
    ]
    found.append(_intensity(run, admission, reader))
    if admission is None:
        found.append(Figure(w("admission"), w("dash"), "", w("no_admission")))
    else:
        note = "" if admission.same_boundary else w("other_boundary")
        found.append(Figure(w("admission"), show.plain(admission.limit), admission.unit, note))
    if advanced is not None:
        found.append(Figure(w("advanced"), show.plain(advanced.limit), advanced.unit, ""))
    return found


def _intensity(run: Run, admission: ComparisonRecord | None, reader: Reader) -> Figure:
    w = reader.word
    if admission is not None:
        shown = show.beside(show.exact(admission), limits(run))
        margin = show.exact(admission.margin_percent)
        percent = show.margin(admission.margin_percent).removeprefix("−")
        note = w("below", percent=percent) if margin > 0 else w("above", percent=percent)
        if show.exact(admission) == show.exact(admission.limit):
            note = w("equal")
        return Figure(_of(admission, reader), shown, admission.unit, note)
    main = main_intensity(run)
    if main is None:
        return Figure(w("intensity"), w("dash"), "", w("not_determined"))
    return Figure(_of(main, reader), show.beside(show.exact(main)), main.unit, "")


def _of(intensity: ComparisonRecord | IntensityRecord, reader: Reader) -> str:
    """What the intensity is of: ``水泥熟料碳排放强度``."""
    name = reader.text(intensity.product_name)
    space = " " if reader.lang == "en" and name else ""
    phrase = reader.word("intensity")
    return f"{name}{space}{phrase.lower() if space else phrase}"


def _chart(run: Run, reader: Reader) -> Chart | None:
    admission, advanced = governing(run, "admission"), governing(run, "advanced")
    if admission is None or not admission.same_boundary:
        return None
    w = reader.word
    bounds = limits(run)
    rows = [(w("this_project"), show.exact(admission), "project")]
    plans = (("committed", run.retrofit.committed), ("proposed", run.retrofit.proposed))
    for key, plan in plans:
        if plan is not None and plan.measures and plan.intensity is not None:
            value = show.exact(plan.intensity)
            if value != rows[-1][1]:
                rows.append((w(f"with_{key}"), value, "plan"))
    shown = [(label, value, show.beside(value, bounds), kind) for label, value, kind in rows]
    for level, found in (("admission", admission), ("advanced", advanced)):
        if found is not None:
            limit = show.exact(found.limit)
            shown.append((w(level), limit, show.plain(found.limit), level))
    return bars(shown, show.exact(admission.limit), admission.unit)


def bars(rows: Sequence[tuple[str, Decimal, str, str]], line: Decimal | None, unit: str) -> Chart:
    """A chart of (label, number, its text, style), all from zero to the longest."""
    longest = max((number for _, number, _, _ in rows), default=Decimal(0))
    drawn = [
        Bar(label, text, show.width(number, longest), kind) for label, number, text, kind in rows
    ]
    return Chart(drawn, None if line is None else show.width(line, longest), unit)


# --- reasons


def _others(reasons: Sequence[ReasonRecord]) -> list[ReasonRecord]:
    """The rules that have no row on page one; chapter 3 tells them in full.

    Of several mandatory limits that are broken, and of several rules that wait for the same answer
    (whether the project is of high energy and emission), the first stands for all.
    """
    alike = [r for code in ALIKE for r in [r for r in reasons if r.code == code][1:]]
    return [r for r in reasons if r.code in FOLDED or _brief(r) or _aside(r) or r in alike]


def _aside(r: ReasonRecord) -> bool:
    """Whether a rule only advises and is not about the level of the project itself."""
    return bool(r.severity == "advice" and r.rule != "advanced")


def _brief(r: ReasonRecord) -> bool:
    """Whether a count is enough: a rule of policy that holds, or that only tells what follows."""
    code = str(r.code)
    held = code.startswith(("policy.", "mandatory.")) and r.passed is True
    return code.startswith("policy.tier") or held


def _reason(r: ReasonRecord, bounds: list[Decimal], reader: Reader) -> Reason:
    value, limit = str(r.value or ""), str(r.limit or "")
    if show.is_number(value):
        own = [show.exact(limit)] if show.is_number(limit) else []
        if str(r.code).startswith("policy."):
            value = show.beside(show.exact(value), own, 2)
            value = value.rstrip("0").rstrip(".") if "." in value else value
        elif r.unit == "%":
            value = show.beside(show.exact(value), own, 2)
        else:
            value = show.beside(show.exact(value), [*own, *bounds])
    if show.is_number(limit):
        limit = show.plain(limit)
    dash = reader.word("dash")
    key = {True: "passed_yes", False: "passed_no", None: "passed_none"}[r.passed]
    return Reason(
        title=reader.text(r.title),
        severity=reader.code("severity", r.severity),
        clause=reader.text(r.clause),
        instrument=reader.text(r.instrument),
        fact=reader.say(r, "fact"),
        value=value or dash,
        limit=limit or dash,
        unit=r.unit or "",
        result=reader.word(key),
        passed=r.passed,
    )
