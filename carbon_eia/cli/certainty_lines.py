"""How sure the figures are, for a person at a terminal."""

from __future__ import annotations

from carbon_eia.cli.common import say
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.messages import sentence
from carbon_eia.report.shown_certainty import certainty_view
from carbon_eia.run.records import DrawnInput, Run, UncertaintyRecord

__all__ = ["print_certainty", "uncertain"]

SHOWN = 6
"""Inputs that a verdict shows; the rest has little weight."""

STYLES = {"plain": "", "near": "yellow", "settle": "cyan", "missing": "magenta"}


def uncertain(run: Run, place: str) -> dict[str, DrawnInput]:
    """The analysed inputs of one source by the name of their parameter; empty without analysis.

    A factor that several sources share is found under each of them.
    """
    analysed = run.uncertainty
    if analysed is None:
        return {}
    return {i.name: i for i in analysed.inputs if any(p.startswith(place) for p in i.places)}


def print_certainty(analysed: UncertaintyRecord, lang: str, whole: bool = False) -> None:
    """Intervals, probability, the inputs that matter, and what would settle the verdict."""
    view = certainty_view(analysed, lang)
    assert view is not None
    say(styled(view.title, "bold"))
    for text, kind in view.lines:
        _point(text, STYLES[kind])
    if view.rows:
        shown = view.rows if whole else view.rows[:SHOWN]
        keys = ("input", "spread", "index", "break_even", "change")
        head = [sentence(f"uncertainty.{k}", lang) for k in keys]
        rows = [(r.input, r.spread, r.total, r.break_even, r.change) for r in shown]
        say(table(head, rows, right=(1, 2, 3, 4)))
        left = view.left + len(view.rows) - len(shown)
        if left and not whole:
            _point(sentence("uncertainty.more", lang, {"count": left}), "dim")
    say("")


def _point(text: str, style: str = "") -> None:
    say(styled("  · " + wrapped(text, columns() - 4, "    "), style))
