"""Rules that wait for an answer: what each asks, and where in the project file it is given."""

from __future__ import annotations

from carbon_eia.messages import sentence
from carbon_eia.project import fields
from carbon_eia.report.document import Body, Table, TableColumn, TableRow
from carbon_eia.report.printer import Printer, cell, row, small
from carbon_eia.rules import NOT_PROVIDED
from carbon_eia.run.records import ReasonRecord, Run

__all__ = ["keys_of", "unjudged"]

OF_THE_CITY = {
    "alpha": ("city.carbon_intensity", "economics.added_value"),
    "beta": ("city.total",),
}
"""Keys of the figures that the effect on the city is computed from."""


def unjudged(run: Run, p: Printer) -> Table | None:
    """The rules that lack facts with the keys that would answer them; None where none does."""
    waiting = [r for r in run.decision.reasons if r.code in NOT_PROVIDED]
    if not waiting:
        return None
    names = _names()
    columns = (
        TableColumn(sentence("screen.rule", p.lang)),
        TableColumn(sentence("screen.lacking", p.lang)),
        TableColumn(sentence("screen.key", p.lang)),
    )
    rows = tuple(_rule(r, names, p) for r in waiting)
    return Table("unjudged", sentence("screen.unjudged", p.lang), columns, (Body(rows),))


def _names() -> dict[str, str]:
    """The Chinese name of each fact and field that a rule may ask for → its key."""
    sections = ("project", "facts")
    return {
        f.label("zh"): f"{section}.{k}" for section in sections for k, f in fields(section).items()
    }


def _rule(r: ReasonRecord, names: dict[str, str], p: Printer) -> TableRow:
    keys = keys_of(r, names) or [p.word("dash")]
    where = small(f"{p.text(r.clause)} · {r.rule}")
    return row(cell(p.text(r.title), where), p.say(r, "fact"), cell(*keys))


def keys_of(reason: ReasonRecord, names: dict[str, str]) -> list[str]:
    """The keys that answer what a rule lacks; ``names``: Chinese name of a fact → its key.

    What follows from the rest of the project has no key of its own.
    """
    if reason.rule in OF_THE_CITY:
        return list(OF_THE_CITY[reason.rule])
    what = reason.params.get("what")
    told = what.get("zh", "") if isinstance(what, dict) else ""
    return [names[name] for name in str(told).split("、") if name in names]
