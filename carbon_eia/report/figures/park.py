"""The figures of a park, drawn from its record alone; here those of what flows through it."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.drawing import Canvas, wrapped
from carbon_eia.drawing.palette import SIZE, WIDTH
from carbon_eia.parks.records import LineRecord, ParkRecord
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.kind import Figure, approx, park_word, told
from carbon_eia.report.figures.park_plots import matrix, paths, waterfall
from carbon_eia.report.figures.sankey import BAR, LEFT, MIDDLE, RIGHT, Flows, Node, draw_flows

__all__ = ["park_figures"]

MOST = 7
"""Members with a node of their own; the smallest beyond them share one."""

LEAST = 0.004
"""Carriers below this share of all that flows share a node."""


def park_figures(record: ParkRecord, lang: str = "zh") -> dict[str, Figure]:
    """The figures that a record has the data for, by name."""
    reader = Reader("en" if lang == "en" else "zh")
    drawn = (
        _flow(record, reader, "carbon"),
        _flow(record, reader, "energy"),
        paths(record, reader),
        waterfall(record, reader, "years"),
        waterfall(record, reader, "optimised"),
        matrix(record, reader),
    )
    return {figure.name: figure for figure in drawn if figure is not None}


def _flow(record: ParkRecord, reader: Reader, what: str) -> Figure | None:
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
    flows = _nodes(gains, sold, reader, unit, "fig.used" if energy else "fig.total")
    canvas = Canvas()
    draw_flows(canvas, flows, [park_word(reader, f"fig.{k}") for k in ("in", "mid", "out")])
    inputs = told([f"{''.join(n.label)} {n.amount:.0f}" for n in flows.inputs], reader)
    caption = park_word(reader, f"fig.flow_{what}")
    shown = f"{show.emission(total, 0)} {unit}"
    alt = park_word(reader, "fig.flow.alt", what=caption, inputs=inputs, total=shown)
    return Figure(f"flow_{what}", caption, alt, canvas.svg(alt))


def _carrier(x: LineRecord, reader: Reader) -> str:
    if is_purchased(x.category):
        return reader.code("carrier", x.category)
    if not x.carrier:
        return reader.code("category", x.category)
    return reader.text(x.carrier_name) if x.carrier_name else str(x.carrier)


def _nodes(
    gains: Mapping[tuple[str, str], float],
    sold: Mapping[str, float],
    reader: Reader,
    unit: str,
    total: str,
) -> Flows:
    """The nodes of a park: carriers, members, and what leaves them (``total`` is its word)."""
    rest = park_word(reader, "fig.rest")
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

    def node(label: str, amount: float, room: float, style: str, above: bool = False) -> Node:
        shown = show.rounded(show.exact(f"{amount:.2f}"), 0)
        return Node(wrapped(label, room, SIZE, 2), [f"{shown} {unit}"], amount, style, above=above)

    def side(number: int) -> list[tuple[str, float]]:
        """The largest first, and what shares a node last."""
        return sorted(_sums(sums, number).items(), key=lambda x: (x[0] == rest, -x[1]))

    inputs = {c: node(c, amount, LEFT - 6, "solid") for c, amount in side(0)}
    room = RIGHT - MIDDLE - BAR - 12
    members = {m: node(m, amount, room, "mid", above=True) for m, amount in side(1)}
    bands = [(inputs[c], members[m], sums[c, m]) for c in inputs for m in members if (c, m) in sums]
    # a member cannot send out more than flows through it: the rest leaves from the others
    lost = {m: min(losses.get(m, 0.0), n.amount) for m, n in members.items()}
    kept = {m: n.amount - lost[m] for m, n in members.items()}
    room = WIDTH - RIGHT - BAR - 5
    ends = []
    for key, style, parts in ((total, "solid", kept), ("fig.deduct", "open", lost)):
        whole = sum(parts.values(), 0.0)
        if style == "solid" or whole:
            end = node(park_word(reader, key), whole, room, style)
            ends.append(end)
            bands += [(members[m], end, amount) for m, amount in parts.items() if amount > 0]
    return Flows(list(inputs.values()), members, ends, bands)


def _sums(amounts: Mapping[tuple[str, str], float], side: int) -> dict[str, float]:
    """The amounts of each name on one side."""
    found: dict[str, float] = {}
    for names, amount in amounts.items():
        found[names[side]] = found.get(names[side], 0.0) + amount
    return found
