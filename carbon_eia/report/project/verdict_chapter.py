"""Chapter: the verdict, what it rests on, and what it asks for, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from carbon_eia.messages import sentence, verdict_label
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits, main_intensity
from carbon_eia.report.document import (
    Block,
    Box,
    Chapter,
    Chart,
    ChartBar,
    Fact,
    FactList,
    KeyFigure,
    Paragraph,
    TableCell,
    TableRow,
    TextSpan,
    VerdictBox,
    line,
)
from carbon_eia.report.printer import Content, Printer, cell, row, small
from carbon_eia.report.project.allocation_section import by_product
from carbon_eia.report.project.conclusion_chapter import deadline_line
from carbon_eia.report.project.description import long_facts, short_facts
from carbon_eia.report.project.quality import doubtful
from carbon_eia.report.project.room import begin_of_rows, fit
from carbon_eia.report.project.rules_by_state import ALIKE, counted, result_cell
from carbon_eia.report.project.shown_amounts import signed
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import (
    ComparisonRecord,
    DecisionRecord,
    IntensityRecord,
    ReasonRecord,
    Run,
)

__all__ = ["FOLDED", "label_of", "others_of", "verdict_page"]

FOLDED = frozenset((*NOT_PROVIDED, *NOT_APPLICABLE))
"""Codes of reasons that share a row."""


def verdict_page(run: Run, p: Printer) -> Chapter:
    """The verdict as the Run gives it."""
    above = [_box(run, p), *by_product(run, p), _facts(run, p), *_asks(run, p)]
    return p.chapter("verdict", above, _rules(run, p, above))


def label_of(decision: DecisionRecord, p: Printer) -> str:
    """The words of a verdict."""
    if p.lang == "zh":
        return decision.label
    return verdict_label(decision.verdict, p.lang, decision.ground)


def _box(run: Run, p: Printer) -> VerdictBox:
    decision = run.decision
    remarks = []
    if decision.indicative:
        would = sentence(f"verdict.{decision.indicative}", p.lang)
        remarks.append(Paragraph((p.word("indicative", label=would),), "indicative"))
    if decision.provisional:
        remarks.append(Paragraph((p.word("provisional_why"),), "note"))
    return VerdictBox(
        status=decision.verdict,
        label=label_of(decision, p),
        figures=tuple(_figures(run, p)),
        mark=p.word("provisional") if decision.provisional else "",
        remarks=tuple(remarks),
        chart=_chart(run, p),
    )


def _facts(run: Run, p: Printer) -> FactList:
    short = [Fact(label, (text,)) for label, text in short_facts(run, p)]
    long = [*long_facts(run, p), *_in_short(run, p)]
    return FactList((*short, *(Fact(label, (text,), True) for label, text in long)))


def _in_short(run: Run, p: Printer) -> Iterator[tuple[str, str]]:
    """The measures taken with what they save in a year, and what stays uncertain."""
    taken = run.retrofit.all_committed or run.retrofit.committed
    if taken is None or not taken.measures:
        yield p.word("key_measures"), p.word("none_committed")
    elif taken.co2e_saved is None:
        yield p.word("key_measures"), p.names(taken.measures)
    else:
        facts = {"names": p.names(taken.measures), "saved": signed(taken.co2e_saved)}
        yield p.word("key_measures"), p.word("key_measures_are", **facts)
    yield p.word("residual"), p.word("residual_is", count=len(doubtful(run)))


# --- key figures and their chart


def _figures(run: Run, p: Printer) -> Iterator[KeyFigure]:
    w = p.word
    admission, advanced = governing(run, "admission"), governing(run, "advanced")
    total = run.inventory.total
    if total is None:
        yield KeyFigure(w("total"), w("no_total"), "", "")
    else:
        yield KeyFigure(w("total"), show.emission(total), total.unit, "")
    yield _intensity(run, admission, p)
    if admission is None:
        yield KeyFigure(w("admission"), w("dash"), "", w("no_admission"))
    else:
        note = "" if admission.same_boundary else w("other_boundary")
        yield KeyFigure(w("admission"), show.plain(admission.limit), admission.unit, note)
    if advanced is not None:
        yield KeyFigure(w("advanced"), show.plain(advanced.limit), advanced.unit, "")


def _intensity(run: Run, admission: ComparisonRecord | None, p: Printer) -> KeyFigure:
    w = p.word
    if admission is not None:
        shown = show.beside(show.exact(admission), limits(run))
        margin = show.exact(admission.margin_percent)
        percent = show.margin(admission.margin_percent).removeprefix("−")
        note = w("below", percent=percent) if margin > 0 else w("above", percent=percent)
        if show.exact(admission) == show.exact(admission.limit):
            note = w("equal")
        return KeyFigure(_of(admission, p), shown, admission.unit, note)
    main = main_intensity(run)
    if main is None:
        return KeyFigure(w("intensity"), w("dash"), "", w("not_determined"))
    return KeyFigure(_of(main, p), show.beside(show.exact(main)), main.unit, "")


def _of(intensity: ComparisonRecord | IntensityRecord, p: Printer) -> str:
    """What the intensity is of: ``水泥熟料碳排放强度``."""
    name = p.text(intensity.product_name)
    space = " " if p.lang == "en" and name else ""
    phrase = p.word("intensity")
    return f"{name}{space}{phrase.lower() if space else phrase}"


def _chart(run: Run, p: Printer) -> Chart | None:
    """The intensity, with the plans that would lower it, beside its limits."""
    admission, advanced = governing(run, "admission"), governing(run, "advanced")
    if admission is None or not admission.same_boundary:
        return None
    w, bounds = p.word, limits(run)
    rows = [(w("this_project"), show.exact(admission), "project")]
    plans = (("committed", run.retrofit.committed), ("proposed", run.retrofit.proposed))
    for key, plan in plans:
        if plan is not None and plan.measures and plan.intensity is not None:
            value = show.exact(plan.intensity)
            if value != rows[-1][1]:
                rows.append((w(f"with_{key}"), value, "plan"))
    bars = [(label, value, show.beside(value, bounds), look) for label, value, look in rows]
    for level, found in (("admission", admission), ("advanced", advanced)):
        if found is not None:
            bars.append((w(level), show.exact(found.limit), show.plain(found.limit), level))
    longest = max((number for _, number, _, _ in bars), default=Decimal(0))
    return Chart(
        tuple(
            ChartBar(label, text, show.width(number, longest), look)
            for label, number, text, look in bars
        ),
        show.width(show.exact(admission.limit), longest),
        admission.unit,
        f"{admission.unit}{w('semicolon')}{w('limit_line')}",
    )


# --- what is missing, conditions, deadline


def _asks(run: Run, p: Printer) -> Iterator[Block]:
    decision = run.decision
    if missing := [line(p.say(m)) for m in decision.missing]:
        yield Box("missing", (Paragraph((p.word("missing"),), "lead"), *p.bullets(missing)))
    conditions = [line(p.say(c)) for c in decision.conditions]
    deadline = deadline_line(run, p)
    if conditions or deadline:
        lead = [Paragraph((p.word("conditions"),), "lead")] if conditions else []
        yield Box("asks", (*lead, *p.bullets(conditions, ordered=True), *deadline))


# --- the rules that it rests on

RULES = (("rule", 32), ("fact", 35), ("value", 11), ("limit", 11), ("result", 11))
"""Columns of the rules with their widths in per cent."""

FEWEST = 1
"""Rows of rules that are shown however full the page is."""


def _rules(run: Run, p: Printer, above: Sequence[Block]) -> list[Block]:
    """As many rules as the page has room for, those that decide first; the others are counted."""
    reasons = run.decision.reasons
    others = others_of(reasons)
    shown = sorted((r for r in reasons if r not in others), key=lambda r: r.passed is None)
    begin, widths = begin_of_rows(above, p), [width for _, width in RULES]
    while not fit(begin, _rows(run, shown, others, p), widths, p) and len(shown) > FEWEST:
        least = max(reversed(shown), key=_rank)
        shown.remove(least)
        others.append(least)
    columns = [p.column(key, width, NUMERIC.get(key, "")) for key, width in RULES]
    return p.table("reasons", columns, _rows(run, shown, others, p))


NUMERIC = {"value": "num", "limit": "num"}


def _rows(
    run: Run, shown: Sequence[ReasonRecord], others: Sequence[ReasonRecord], p: Printer
) -> list[TableRow]:
    """A row for each rule, and how many others there are."""
    rows = [_rule(r, limits(run), p) for r in shown]
    if others:
        facts = {"total": str(len(others)), "states": counted(others, p)}
        rows.append(row(cell(p.tell("rules_else", **facts), columns=5), look="folded"))
    return rows


def _rank(r: ReasonRecord) -> int:
    """What is counted first where the page is full: what was not judged, what holds, advice."""
    if r.passed is None:
        return 4
    if r.passed:
        return 3 if r.severity != "veto" else 1
    return {"veto": 0, "condition": 1}.get(r.severity, 2)


def others_of(reasons: Sequence[ReasonRecord]) -> list[ReasonRecord]:
    """The rules that have no row on page one; chapter 3 tells them in full.

    Of several mandatory limits that are broken, and of several rules that wait for the same answer
    (whether the project is of high energy and emission), the first stands for all.
    """
    alike = [r for code in ALIKE for r in [r for r in reasons if r.code == code][1:]]
    return [r for r in reasons if r.code in FOLDED or _brief(r) or _aside(r) or r in alike]


def _aside(r: ReasonRecord) -> bool:
    """Whether a rule only advises and is not about the level of the project itself."""
    return r.severity == "advice" and r.rule != "advanced"


def _brief(r: ReasonRecord) -> bool:
    """Whether a count is enough: a rule of policy that holds, or that only tells what follows."""
    held = r.code.startswith(("policy.", "mandatory.")) and r.passed is True
    return r.code.startswith("policy.tier") or held


def _rule(r: ReasonRecord, bounds: list[Decimal], p: Printer) -> TableRow:
    key = {True: "passed_yes", False: "passed_no", None: "passed_none"}[r.passed]
    below = f"{p.text(r.clause)}{p.word('semicolon')}{p.text(r.instrument)}"
    return row(
        cell(p.text(r.title), small(below)),
        p.say(r, "fact"),
        _number(_value(r, bounds), r.unit, p),
        _number(_limit(r), r.unit, p),
        cell(
            result_cell(p.word(key), r.passed is False),
            small(p.code("severity", r.severity)),
        ),
    )


def _number(text: str, unit: str | None, p: Printer) -> TableCell:
    """A number with its unit below it; a dash where there is none."""
    if not text:
        return cell(TextSpan(p.word("dash"), "number"), align="num")
    lines: list[Content] = [TextSpan(text, "number"), *([small(unit)] if unit else [])]
    return cell(*lines, align="num")


def _limit(r: ReasonRecord) -> str:
    limit = str(r.limit or "")
    return show.plain(limit) if show.is_number(limit) else limit


def _value(r: ReasonRecord, bounds: list[Decimal]) -> str:
    value, limit = str(r.value or ""), str(r.limit or "")
    if not show.is_number(value):
        return value
    own = [show.exact(limit)] if show.is_number(limit) else []
    if r.code.startswith("policy."):
        value = show.beside(show.exact(value), own, 2)
        return value.rstrip("0").rstrip(".") if "." in value else value
    if r.unit == "%":
        return show.beside(show.exact(value), own, 2)
    return show.beside(show.exact(value), [*own, *bounds])
