"""A plan of measures at a terminal: the section of the report, the curve, the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from carbon_eia.cli.common import say
from carbon_eia.cli.screen import reader_of
from carbon_eia.console import columns, screen, styled, table, wrapped
from carbon_eia.messages import sentence
from carbon_eia.report.document import Section
from carbon_eia.report.project.plan_section import plan_of_measures
from carbon_eia.report.terminal import block_lines
from carbon_eia.report.terminal_text import figure
from carbon_eia.run.records import CandidateRecord, PlanRecord, QuantityRecord, Run

__all__ = ["print_plan"]

MOST_SHOWN = 12
"""Candidates shown after an assessment; ``explain --plan`` shows all."""


def print_plan(run: Run, lang: str, full: bool = False) -> None:
    """The plan of a Run; ``full`` with every figure of the catalogue, else those that save most."""
    plan = run.retrofit.plan
    if plan is None:
        say(styled(sentence("planning.no_plan", lang), "dim") + "\n")
        return
    blocks = list(plan_of_measures(run, reader_of(lang)))
    ends = [i for i, block in enumerate(blocks) if isinstance(block, Section)][1:]
    for line in (*block_lines(blocks[: ends[0]] if ends else blocks, width=screen()), ""):
        say(line)
    if plan.curve:
        _curve(plan, lang)
    _catalogue(run.retrofit.catalogue or (), lang, full)


def _number(quantity: QuantityRecord | None, places: int) -> str:
    return "—" if quantity is None else figure(quantity, places)


def _curve(plan: PlanRecord, lang: str) -> None:
    say(styled(wrapped(sentence("planning.head.curve", lang), columns()), "bold"))
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
