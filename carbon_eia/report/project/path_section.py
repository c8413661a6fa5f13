"""How far the declared measures lead to the limit: a section of the chapter on measures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits
from carbon_eia.report.document import Block, Paragraph, TableCell, TableColumn, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, numbers, row
from carbon_eia.report.project.comparison_words import deciding_product, limit_of
from carbon_eia.run.records import (
    ComparisonRecord,
    MeasureSetRecord,
    QuantityRecord,
    RetrofitRecord,
    Run,
)

__all__ = ["path_to_limit"]

FEW = 2
"""Sets of measures up to which a table says as much as a figure."""


def path_to_limit(run: Run, p: Printer) -> Iterator[Block]:
    """What each set of measures reaches; nothing where there is nothing to say of it."""
    admission = governing(run, "admission")
    if admission is not None and not admission.same_boundary:
        admission = None
    said = [] if admission is None else list(_said(run, admission, p))
    sets = _sets(run.retrofit)
    yield p.section("path")
    yield from p.said(said)
    if len(sets) < 2:
        yield Paragraph(p.tell("path_none"))
        return
    yield from _table(sets, admission, limits(run), p)
    if deadline := run.retrofit.deadline:
        shown = f"{p.word('deadline')}{p.word('colon')}{deadline.date}"
        yield Paragraph((TextSpan(shown, "bold"),))
    if len(sets) > FEW or run.retrofit.plan is not None:
        yield from p.drawing("path")


# --- in words


def _said(run: Run, admission: ComparisonRecord, p: Printer) -> Iterator[Text]:
    """The committed measures first; beyond them only what leads further."""
    yield from deciding_product(run, p)
    limit, bounds = show.exact(admission.limit), limits(run)
    above = show.exact(admission) > limit

    def tell(key: str, reach: _Reach) -> Text:
        return p.tell(
            key,
            value=f"{show.beside(show.exact(reach.intensity), bounds)} {admission.unit}",
            limit=limit_of(admission),
            measures=p.listed(reach.plan.measures),
            finish=reach.plan.finish or "",
        )

    retrofit = run.retrofit
    if committed := _reach(retrofit.committed):
        reached = show.exact(committed.intensity) <= limit
        if not above:
            yield tell("committed_more", committed)
        elif reached:
            yield tell("committed_reach", committed)
            return
        else:
            yield tell("committed_short", committed)
    if not above:
        return
    everything = _reach(retrofit.everything)
    if proposed := _reach(retrofit.proposed):
        yield tell("proposed_reach", proposed)
    elif late := _reach(retrofit.late):
        yield tell("late_reach" if late.plan.finish else "late_reach_undated", late)
    elif everything is not None and show.exact(everything.intensity) > limit:
        yield tell("everything_short", everything)


class _Reach(NamedTuple):
    """Some measures, and the intensity that is known with them."""

    plan: MeasureSetRecord
    intensity: QuantityRecord


def _reach(plan: MeasureSetRecord | None) -> _Reach | None:
    """What a plan reaches; None where it has no measures, or its intensity is not known."""
    if plan is None or not plan.measures or plan.intensity is None:
        return None
    return _Reach(plan, plan.intensity)


# --- set by set


def _sets(retrofit: RetrofitRecord) -> list[tuple[str, MeasureSetRecord]]:
    """The sets of measures by what they are; one that equals an earlier one is left out."""
    every = (
        ("present", retrofit.present),
        ("committed", retrofit.committed),
        ("all_committed", retrofit.all_committed),
        ("proposed", retrofit.proposed),
        ("late", retrofit.late),
        ("everything", retrofit.everything),
    )
    first: dict[tuple[str, ...], tuple[str, MeasureSetRecord]] = {}
    for key, plan in every:
        if plan is not None:
            first.setdefault(plan.measures, (key, plan))
    return list(first.values())


def _table(
    sets: list[tuple[str, MeasureSetRecord]],
    admission: ComparisonRecord | None,
    bounds: list[Decimal],
    p: Printer,
) -> list[Block]:
    dash = p.word("dash")
    reached = [plan.intensity for _, plan in sets]
    shown = numbers([dash if x is None else show.beside(show.exact(x), bounds) for x in reached])
    unit = next((x.unit for x in reached if x), "")
    limit = "" if admission is None else f" {show.plain(admission.limit)}"
    saved = numbers([_amount(plan.co2e_saved, plan, p) for _, plan in sets])
    money = numbers([_money(plan.investment, p) for _, plan in sets])
    return p.table(
        "plans",
        [
            p.column("plan", 14),
            p.column("measures_in", 23),
            p.column("saved_per_year", 12, "num"),
            p.column("invested_total", 11, "num"),
            p.column("cost_per_t_year", 10, "num"),
            TableColumn(p.unit("intensity", unit) if unit else p.word("intensity"), 10, "num"),
            TableColumn(p.word("against") + limit, 9),
            p.column("finish", 11),
        ],
        [
            row(
                p.code("plan", key),
                p.listed(plan.measures) or dash,
                less,
                invested,
                _cost(plan, p),
                intensity,
                _against(plan.intensity, admission, p),
                plan.finish or dash,
            )
            for (key, plan), less, invested, intensity in zip(
                sets, saved, money, shown, strict=True
            )
        ],
        caption=p.word("t_path"),
    )


def _amount(saved: QuantityRecord | None, plan: MeasureSetRecord, p: Printer) -> str:
    """t a year that a set saves; nothing where it is what stands already."""
    return p.word("dash") if saved is None or not plan.measures else show.emission(saved)


def _money(investment: QuantityRecord | None, p: Printer) -> str:
    """万元 in full; a dash where it is not known."""
    return p.word("dash") if investment is None else show.plain(investment.value)


def _cost(plan: MeasureSetRecord, p: Printer) -> TableCell:
    if plan.cost_per_t is None and plan.measures:
        return cell(TextSpan(p.word("gap_short"), "gap"))
    cost = plan.cost_per_t
    return numbers([p.word("dash") if cost is None else show.emission(cost)])[0]


def _against(
    intensity: QuantityRecord | None, admission: ComparisonRecord | None, p: Printer
) -> str:
    if intensity is None or admission is None:
        return p.word("dash")
    reached = show.exact(intensity) <= show.exact(admission.limit)
    return p.word("reaches" if reached else "exceeds")
