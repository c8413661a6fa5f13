"""A plan of measures at a terminal: the measures in time, the path, the curve, the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from carbon_eia.cli.common import say
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.terminal_text import figure
from carbon_eia.run.records import CandidateRecord, PlanRecord, QuantityRecord, Run

__all__ = ["print_plan"]

MOST_SHOWN = 12
"""Candidates shown after an assessment; ``explain --plan`` shows all."""

COLOURS = {"optimal": "green", "unproven": "yellow", "infeasible": "red", "not_needed": "green"}


def print_plan(run: Run, lang: str, full: bool = False) -> None:
    """The plan of a Run; ``full`` with every figure of the catalogue, else those that save most."""
    plan = run.retrofit.plan
    if plan is None:
        say(styled(sentence("planning.no_plan", lang), "dim") + "\n")
        return
    status = sentence(f"planning.status.{plan.status}", lang)
    goal = sentence(f"planning.objective.{plan.objective}", lang)
    head = f"{sentence('planning.head.plan', lang)}: {status} · {goal}"
    say(styled(head, f"bold {COLOURS[plan.status]}"))
    _line(Reader(lang).say(plan.reason))
    for code in plan.waived:
        target = sentence(f"planning.target.{code}", lang)
        _line(sentence("planning.waived", lang, {"target": target}), "yellow")
    if plan.measures:
        say(_steps(plan, lang))
        _line(sentence("planning.order", lang), "dim")
        _sum(plan, lang)
    say("")
    if plan.curve:
        _curve(plan, lang)
    _catalogue(run.retrofit.catalogue or (), lang, full)


def _line(text: str, style: str = "") -> None:
    say(styled("  " + wrapped(text, columns() - 2, "  "), style))


def _number(quantity: QuantityRecord | None, places: int) -> str:
    return "—" if quantity is None else figure(quantity, places)


def _steps(plan: PlanRecord, lang: str) -> str:
    columns_ = ("measure", "when", "investment", "annualised", "co2e", "cost")
    rows = []
    for m in plan.measures:
        dates = (m.start or "—", m.finish or "—")
        when = "–".join(d[2:7] if len(d) == 10 else d for d in dates)
        money = None if m.investment is None else _in_wan(m.investment)
        rows.append(
            (
                m.name,
                when,
                "—" if money is None else money,
                _number(m.annualised_cost, 1),
                _number(m.co2e_saved, 0),
                _number(m.cost_per_t, 0),
            )
        )
    head = [sentence(f"planning.head.{c}", lang) for c in columns_]
    return table(head, rows, right=(2, 3, 4, 5))


def _in_wan(quantity: QuantityRecord) -> str:
    from carbon_eia.units import decimal_text, parse_quantity

    money = parse_quantity(f"{quantity.value} {quantity.unit}").to("万元")
    return figure(decimal_text(money), 0)


def _sum(plan: PlanRecord, lang: str) -> None:
    value, limit = plan.intensity, plan.limit
    if value is None:
        return
    places = len(show.beside(show.exact(value), [show.exact(limit)]).partition(".")[2])
    facts = {
        "before": _number(plan.intensity_before, places),
        "value": figure(value, places),
        "limit": figure(limit, places),
        "unit": limit.unit,
        "finish": plan.finish or "—",
        "investment": _number(plan.investment, 0),
        "annualised": _number(plan.annualised_cost, 1),
    }
    _line(sentence("planning.sum", lang, facts))
    ends = plan.intensity_range
    if ends.low_savings is not None or ends.high_savings is not None:
        facts = {
            "low": _number(ends.low_savings, places),
            "high": _number(ends.high_savings, places),
            "unit": limit.unit,
        }
        _line(sentence("planning.range", lang, facts))
    steps = [f"{p.date} {_number(p.intensity, places)}" for p in plan.path]
    _line(sentence("planning.path", lang, {"path": " → ".join(steps)}))


def _curve(plan: PlanRecord, lang: str) -> None:
    say(styled(sentence("planning.head.curve", lang), "bold"))
    rows = [
        (
            c.measure,
            _number(c.cost_per_t, 0),
            _number(c.co2e_saved, 0),
            sentence("planning.in_plan", lang) if c.in_plan else "",
        )
        for c in plan.curve
    ]
    head = [sentence(f"planning.head.{c}", lang) for c in ("measure", "cost", "co2e")]
    say(table([*head, ""], rows, right=(1, 2)) + "\n")


def _catalogue(entries: Sequence[CandidateRecord], lang: str, full: bool) -> None:
    """The candidates that fit, those that save most first; the rest by what the table says."""
    rows: list[tuple[Decimal, tuple[str, str, str]]] = []
    for e in entries:
        name = f"{e.id} {e.name.text(lang)}"
        if e.declared:
            name += f" [{sentence('planning.declared', lang)}]"
        if full:
            name += f" · {e.applicability}"
        found = [a.high.co2e.value for a in e.acts if a.high.co2e is not None]
        # an entry on all energy acts on every source, any other on the one that it is chosen for
        sizes = [Decimal(value) for value in found]
        most = max(sizes, default=None)
        if most is not None and e.saving_type == "pct_total":
            most = sum(sizes, Decimal(0))
        at_most = "—" if most is None else figure(str(most), 0)
        rows.append((Decimal(1) if most is None else -most, (name, _saving(e), at_most)))
    if not rows:
        return
    say(styled(wrapped(sentence("planning.head.catalogue", lang), columns()), "bold"))
    head = [sentence(f"planning.head.{c}", lang) for c in ("measure", "saving", "saves")]
    shown = [r for _, r in sorted(rows, key=lambda r: r[0])]
    say(table(head, shown if full else shown[:MOST_SHOWN], right=(1, 2)))
    if not full and len(shown) > MOST_SHOWN:
        more = {"count": len(shown) - MOST_SHOWN}
        say(styled(sentence("planning.more", lang, more), "dim"))
    say("")


def _saving(entry: CandidateRecord) -> str:
    """What the table says that an entry saves."""
    span = entry.saving
    if span is None:
        return "—"
    low, high = span.low, span.high
    unit = "" if span.unit == "1" else f" {span.unit}"
    return f"{low if low == high else f'{low}–{high}'}{unit}"
