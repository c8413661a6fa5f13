"""The figures of a park, drawn from its record alone; here those of what flows through it."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.drawing import Canvas
from carbon_eia.parks.park_records import LineRecord, ParkRecord
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage, park_reader
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.flows import FlowNode, Flows
from carbon_eia.report.figures.park_plots import matrix, paths, waterfall

__all__ = ["park_figures"]

MOST = 7
"""Members with a node of their own; the smallest beyond them share one."""

LEAST = 0.004
"""Carriers below this share of all that flows share a node."""


def park_figures(record: ParkRecord, lang: str = "zh") -> dict[str, Figure]:
    """The figures that a record has the data for, by name."""
    reader = park_reader(lang)
    drawn = (
        _flow(record, reader, "carbon"),
        _flow(record, reader, "energy"),
        paths(record, reader),
        waterfall(record, reader, "years"),
        waterfall(record, reader, "optimised"),
        matrix(record, reader),
    )
    return {figure.name: figure for figure in drawn if figure is not None}


def _flow(record: ParkRecord, reader: DocumentLanguage, what: str) -> Figure | None:
    """From carriers through members to the park's total; what is sold outside is taken off."""
    energy = what == "energy"
    unit, total = ("tce", record.base.energy) if energy else ("tCO2e", record.base.total)
    gains: dict[tuple[str, str], float] = {}
    sold: dict[str, float] = {}
    for m in record.members:
        for x in m.sources if m.role != "projects" else ():
            quantity = x.tce if energy else x.co2e
            if x.link is not None or quantity is None or (energy and not x.carrier):
                continue
            amount = approx(quantity)
            if amount < 0:
                sold[m.name] = sold.get(m.name, 0.0) - amount
            elif amount:
                at = _carrier(x, reader), m.name
                gains[at] = gains.get(at, 0.0) + amount
    if not gains or total is None or show.exact(total) <= 0:
        return None
    flows = _flows(gains, sold, reader, unit, "fig.used" if energy else "fig.total")
    canvas = Canvas()
    flows.draw(canvas, [reader.word(f"fig.{k}") for k in ("in", "mid", "out")])
    inputs = told([f"{''.join(n.label)} {n.amount:.0f}" for n in flows.columns[0]], reader)
    caption = reader.word(f"fig.flow_{what}")
    shown = f"{show.emission(total, 0)} {unit}"
    alt = reader.word("fig.flow.alt", what=caption, inputs=inputs, total=shown)
    return Figure(f"flow_{what}", caption, alt, canvas.svg(alt))


def _carrier(x: LineRecord, reader: DocumentLanguage) -> str:
    if is_purchased(x.category):
        return reader.code("carrier", x.category)
    if not x.carrier:
        return reader.code("category", x.category)
    return reader.text(x.carrier_name) if x.carrier_name else str(x.carrier)


def _flows(
    gains: Mapping[tuple[str, str], float],
    sold: Mapping[str, float],
    reader: DocumentLanguage,
    unit: str,
    total: str,
) -> Flows:
    """From carriers to members to what leaves them (``total`` is its word)."""
    flows, rest = Flows(), reader.word("fig.rest")
    by_carrier, by_member = _sums(gains, 0), _sums(gains, 1)
    least = LEAST * sum(by_carrier.values())
    named = sorted(by_member, key=lambda m: -by_member[m])[:MOST]
    sums: dict[tuple[str, str], float] = {}
    for (carrier, member), amount in gains.items():
        at = rest if by_carrier[carrier] < least else carrier, member if member in named else rest
        sums[at] = sums.get(at, 0.0) + amount
    losses: dict[str, float] = {}
    for member, amount in sold.items():
        where = member if member in named else rest
        losses[where] = losses.get(where, 0.0) + amount

    def node(column: int, label: str, amount: float, style: str) -> FlowNode:
        shown = show.rounded(show.exact(f"{amount:.2f}"), 0)
        return flows.node(column, label, f"{shown} {unit}", style)

    def column(side: int, style: str) -> dict[str, FlowNode]:
        """The largest first, and what shares a node last."""
        amounts = sorted(_sums(sums, side).items(), key=lambda x: (x[0] == rest, -x[1]))
        return {name: node(side, name, amount, style) for name, amount in amounts}

    inputs, members = column(0, "solid"), column(1, "mid")
    for c, m in ((c, m) for c in inputs for m in members if (c, m) in sums):
        flows.band(inputs[c], members[m], sums[c, m])
    # a member cannot send out more than flows through it: the rest leaves from the others
    lost = {m: min(losses.get(m, 0.0), n.into) for m, n in members.items()}
    kept = {m: n.into - lost[m] for m, n in members.items()}
    for key, style, parts in ((total, "solid", kept), ("fig.deduct", "open", lost)):
        if style == "solid" or any(parts.values()):
            end = node(2, reader.word(key), sum(parts.values(), 0.0), style)
            for m, amount in parts.items():
                if amount > 0:
                    flows.band(members[m], end, amount)
    return flows


def _sums(amounts: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    """The amounts of each name on one side."""
    found: dict[str, float] = {}
    for names, amount in amounts.items():
        found[names[side]] = found.get(names[side], 0.0) + amount
    return found
