"""The figures of a park: flows, paths, effects, the matrix of projects."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.drawing.canvas import (
    ACCENT,
    HAIR,
    INK,
    LIGHT,
    MID,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    Canvas,
)
from carbon_eia.drawing.measure import text_width, wrapped
from carbon_eia.parks.records import CapRecord, LineRecord, ParkRecord, ScenarioRecord
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.bars import Bar, draw_bars, draw_key
from carbon_eia.report.figures.kind import Figure, approx, told
from carbon_eia.report.figures.sankey import (
    BAR,
    LEFT,
    MIDDLE,
    RIGHT,
    Flows,
    Node,
    draw_flows,
)
from carbon_eia.report.park.amounts import park_reader, whole
from carbon_eia.report.park.scenarios import EFFECTS

__all__ = ["park_figures"]


MOST = 7
"""Members with a node of their own; the smallest beyond them share one."""

LEAST = 0.004
"""Carriers below this share of all that flows share a node."""


def park_figures(record: ParkRecord, lang: str = "zh") -> dict[str, Figure]:
    """The figures that a record has the data for, by name."""
    p = park_reader(lang)
    drawn = {
        "flow_carbon": _flow(record, p, "co2e", "tCO2e"),
        "flow_energy": _flow(record, p, "tce", "tce"),
        "paths": _paths(record, p),
        "waterfall": _waterfall(record, p, "years"),
        "waterfall_opt": _waterfall(record, p, "optimised"),
        "matrix": _matrix(record, p),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


# --- flows


def _flow(record: ParkRecord, p: Reader, key: str, unit: str) -> Figure | None:
    """From carriers through members to the park\'s total; what is sold outside is taken off."""
    gains: dict[tuple[str, str], float] = {}
    sold: dict[str, float] = {}
    for m in record.members:
        for x in m.sources if m.role != "projects" else ():
            if x.link is not None or getattr(x, key) is None or (key == "tce" and not x.carrier):
                continue
            amount = approx(getattr(x, key))
            if amount < 0:
                sold[m.name] = sold.get(m.name, 0.0) - amount
            elif amount:
                at = _carrier(x, p), m.name
                gains[at] = gains.get(at, 0.0) + amount
    total = record.base.total if key == "co2e" else record.base.energy
    if not gains or total is None or show.exact(total) <= 0:
        return None
    what = "carbon" if key == "co2e" else "energy"
    flows = _nodes(gains, sold, p, unit, what)
    canvas = Canvas()
    draw_flows(canvas, flows, [p.word(f"fig.{k}") for k in ("in", "mid", "out")])
    inputs = told([f"{''.join(n.label)} {n.amount:.0f}" for n in flows.inputs], p)
    caption = p.word(f"fig.flow_{what}")
    alt = p.word("fig.flow.alt", what=caption, inputs=inputs, total=f"{whole(total)} {unit}")
    return Figure(f"flow_{what}", caption, alt, canvas.svg(alt))


def _carrier(x: LineRecord, p: Reader) -> str:
    if is_purchased(x.category):
        return p.code("carrier", x.category)
    if not x.carrier:
        return p.code("category", x.category)
    named = x.carrier_name
    return p.text(named) if named else str(x.carrier)


def _nodes(
    gains: Mapping[tuple[str, str], float],
    sold: Mapping[str, float],
    p: Reader,
    unit: str,
    what: str,
) -> Flows:
    by_carrier: dict[str, float] = {}
    by_member: dict[str, float] = {}
    for (carrier, member), amount in gains.items():
        by_carrier[carrier] = by_carrier.get(carrier, 0.0) + amount
        by_member[member] = by_member.get(member, 0.0) + amount
    whole_ = sum(by_carrier.values())
    rest = p.word("fig.rest")
    small = {c for c, v in by_carrier.items() if v < LEAST * whole_}
    named = sorted(by_member, key=lambda m: -by_member[m])[:MOST]

    def group(carrier: str, member: str) -> tuple[str, str]:
        return rest if carrier in small else carrier, member if member in named else rest

    sums: dict[tuple[str, str], float] = {}
    losses: dict[str, float] = {}
    for (carrier, member), amount in gains.items():
        at = group(carrier, member)
        sums[at] = sums.get(at, 0.0) + amount
    for member, amount in sold.items():
        where = member if member in named else rest
        losses[where] = losses.get(where, 0.0) + amount
    flows = Flows()
    inputs = _columns([c for c, _ in sums], sums, 0, rest)
    order = [*(m for m in named), *([rest] if any(m == rest for _, m in sums) else [])]
    nodes = {c: _node(c, inputs[c], LEFT - 6, "solid", unit) for c in inputs}
    members = {
        m: _node(m, sum(v for (_, x), v in sums.items() if x == m), RIGHT - MIDDLE - BAR - 12,
                 "mid", unit)
        for m in order
    }  # fmt: skip
    for node in members.values():
        node.above = True
    flows.inputs = list(nodes.values())
    flows.categories = members
    for c in inputs:
        for m in order:
            if (c, m) in sums:
                flows.bands.append((nodes[c], members[m], sums[c, m]))
    # a member cannot send out more than flows through it: the rest leaves from the others
    lost = {m: min(losses.get(m, 0.0), n.amount) for m, n in members.items()}
    room = WIDTH - RIGHT - BAR - 5
    label = p.word("fig.total" if what == "carbon" else "fig.used")
    end = _node(label, sum(n.amount for n in members.values()) - sum(lost.values()), room, "solid",
                unit)  # fmt: skip
    flows.ends = [end]
    for m, n in members.items():
        if n.amount > lost[m]:
            flows.bands.append((n, end, n.amount - lost[m]))
    if sum(lost.values()):
        off = _node(p.word("fig.deduct"), sum(lost.values()), room, "open", unit)
        flows.ends.append(off)
        for m, n in members.items():
            if lost[m]:
                flows.bands.append((n, off, lost[m]))
    return flows


def _columns(
    names: list[str], sums: Mapping[tuple[str, str], float], side: int, rest: str
) -> dict[str, float]:
    """The nodes of a side, the largest first and what shares one last."""
    amounts = {n: sum(v for k, v in sums.items() if k[side] == n) for n in dict.fromkeys(names)}
    return dict(sorted(amounts.items(), key=lambda x: (x[0] == rest, -x[1])))


def _node(label: str, amount: float, room: float, style: str, unit: str) -> Node:
    shown = show.rounded(show.exact(f"{amount:.2f}"), 0)
    return Node(wrapped(label, room, SIZE, 2), [f"{shown} {unit}"], amount, style)


# --- paths

ROLES = (("enterprises", ACCENT), ("facilities", MID), ("projects", LIGHT), ("totals", "#fff"))


def _paths(record: ParkRecord, p: Reader) -> Figure | None:
    """A panel for each scenario: emission by role, year by year, and the carbon cap."""
    found = record.scenarios
    caps = {k.year: approx(k.limit) for k in _caps(record)}
    top = max([approx(y.total) for s in found for y in s.years] + list(caps.values()), default=0.0)
    if top <= 0:
        return None
    canvas, wide, tall = Canvas(), WIDTH / 2 - 14, 96.0
    marked = [record.park.base_year, *record.park.plan_years]
    used = [r for r, _ in ROLES if any(r in y.by_role for s in found for y in s.years)]
    for n, s in enumerate(found):
        x, y = 30 + (n % 2) * (wide + 14), 14 + (n // 2) * (tall + 44)
        _panel(canvas, s, x, y, wide - 58, tall, top, caps, used, marked, p)
    bottom = 14 + ((len(found) - 1) // 2) * (tall + 44) + tall + 26
    at = 0.0
    for role in used:
        label = p.word(f"role.{role}")
        canvas.rect(at, bottom - 6, 12, 6.5, dict(ROLES)[role], SOFT, 0.5)
        canvas.text(at + 16, bottom, label, SMALL, fill=SOFT)
        at += 30 + text_width(label, SMALL)
    if caps:
        draw_key(canvas, [("dash", p.word("fig.cap"))], bottom - SMALL, at)
    canvas.text(WIDTH, bottom, "tCO2e", SMALL, "end", fill=SOFT)
    canvas.grow(bottom + 4)
    last = record.park.plan_years[-1]
    parts = told(
        [
            f"{s.name} {last}: " + whole(next(y for y in s.years if y.year == last).total)
            for s in found
        ],
        p,
    )
    alt = p.word("fig.paths.alt", parts=parts)
    return Figure("paths", p.word("fig.paths"), alt, canvas.svg(alt))


def _caps(record: ParkRecord) -> list[CapRecord]:
    choice = record.choice
    return [] if choice is None else [k for k in choice.caps if k.kind == "carbon"]


def _panel(
    canvas: Canvas,
    s: ScenarioRecord,
    x: float,
    y: float,
    wide: float,
    tall: float,
    top: float,
    caps: Mapping[int, float],
    used: list[str],
    marked: list[int],
    p: Reader,
) -> None:
    years = s.years
    first, span = years[0].year, max(1, years[-1].year - years[0].year)
    half = wide / span / 2

    def at(year: int) -> float:
        return float(x + (year - first) / span * wide)

    def high(amount: float) -> float:
        return y + tall - amount / top * tall

    canvas.text(x, y - 4, s.name, SIZE, bold=True)
    step = _round_step(top)
    level = 0.0
    while level <= top:
        canvas.line(x, high(level), x + wide, high(level), HAIR, 0.4)
        canvas.text(x - 3, high(level) + 2.4, _short(level, p), SMALL - 1, "end", fill=SOFT)
        level += step
    below = [0.0] * len(years)
    for role in used:
        above = [
            b + (approx(v) if (v := yr.by_role.get(role)) is not None else 0.0)
            for b, yr in zip(below, years, strict=True)
        ]
        points = [(at(yr.year), high(v)) for yr, v in zip(years, above, strict=True)]
        back = [(at(yr.year), high(v)) for yr, v in zip(years, below, strict=True)][::-1]
        d = "M" + "L".join(f"{a:.2f} {b:.2f}" for a, b in [*points, *back]) + "Z"
        canvas.path(d, dict(ROLES)[role], SOFT, 0.4)
        below = above
    for year, cap in caps.items():  # each about its own year
        start, end = max(x, at(year) - half), min(x + wide, at(year) + half)
        canvas.line(start, high(cap), end, high(cap), INK, 1, "3 2")
    last = years[-1]
    for year in marked:
        anchor = "start" if year == first else "end" if year == last.year else "middle"
        canvas.text(at(year), y + tall + 9, str(year), SMALL, anchor, fill=SOFT)
    total = approx(last.total)
    canvas.text(x + wide + 3, high(total) + 2.4, _short(total, p, 1), SMALL, bold=True)
    canvas.grow(y + tall + 12)


def _short(amount: float, p: Reader, places: int = 0) -> str:
    """An amount in 万 or in thousands."""
    by, mark = (10000, "万") if p.lang == "zh" else (1000, " k")
    return f"{amount / by:.{places}f}{mark}"


def _round_step(top: float) -> float:
    """A round distance of lines, some four to the height.

    >>> _round_step(2_200_000.0)
    500000.0
    """
    step = 1.0
    while step * 5 < top:
        for factor in (2.0, 2.5, 2.0):
            step *= factor
            if step * 5 >= top:
                break
    return step


# --- effects


def _waterfall(record: ParkRecord, p: Reader, kind: str) -> Figure | None:
    """The effects as steps from one emission to the other."""
    own = [s for s in record.effects if s.kind == kind and s.scenario == record.optimised]
    step = own[-1] if own else None
    if step is None or step.effects is None:
        return None
    reached, after = approx(step.before), approx(step.after)
    labels = [str(step.start), str(step.end)]
    if kind == "optimised":
        labels = [f"{record.plan} {step.start}", f"{record.optimised} {step.end}"]
    bars = [Bar(labels[0], 0.0, reached, "mid", (whole(step.before),))]
    for name in EFFECTS:
        change = step.effects[name]
        end = reached + approx(change)
        style = "solid" if end >= reached else "open"
        head = p.word("h.specific" if name == "intensity" else f"h.{name}")
        bars.append(Bar(head, reached, end, style, (whole(change),)))
        reached = end
    bars.append(Bar(labels[1], 0.0, after, "mid", (whole(step.after),), strong=True))
    canvas = Canvas()
    draw_bars(canvas, bars, ("tCO2e",), linked=True)
    if kind == "optimised":
        caption = p.word("fig.waterfall_opt", year=step.end)
    else:
        caption = p.word("fig.waterfall", scenario=step.scenario, start=step.start, end=step.end)
    parts = told([f"{b.label} {b.cells[0]}" for b in bars[1:-1]], p)
    alt = p.word(
        "fig.waterfall.alt", before=whole(step.before), after=whole(step.after), parts=parts
    )
    name = "waterfall" if kind == "years" else "waterfall_opt"
    return Figure(name, caption, alt, canvas.svg(alt))


# --- projects


def _matrix(record: ParkRecord, p: Reader) -> Figure | None:
    """Planned projects by added value and by emission per added value."""
    found = [
        (m.name, MARKS[m.entry], approx(m.added_value), approx(m.net) / approx(m.added_value))
        for m in record.members
        if m.entry is not None and m.added_value is not None and m.net is not None
    ]
    if len(found) < 2:
        return None
    average = record.base.intensity
    line = None if average is None else approx(average)
    right = max(v for _, _, v, _ in found) * 1.15
    top = max([i for _, _, _, i in found] + ([line] if line else [])) * 1.12
    canvas, x0, y0, wide, tall = Canvas(), 44.0, 12.0, WIDTH - 60, 190.0

    def at(value: float) -> float:
        return x0 + value / right * wide

    def high(amount: float) -> float:
        return y0 + tall - amount / top * tall

    canvas.line(x0, y0, x0, y0 + tall, INK, 0.7)
    canvas.line(x0, y0 + tall, x0 + wide, y0 + tall, INK, 0.7)
    for horizontal, most in ((True, right), (False, top)):
        step, level = _nice(most), 0.0
        while level <= most:
            label = f"{level:g}" if level < 10000 else f"{level:.0f}"
            if horizontal:
                canvas.text(at(level), y0 + tall + 9, label, SMALL, "middle", fill=SOFT)
            else:
                canvas.line(x0, high(level), x0 + wide, high(level), HAIR, 0.3)
                canvas.text(x0 - 4, high(level) + 2.4, label, SMALL, "end", fill=SOFT)
            level += step
    canvas.text(x0 + wide, y0 + tall + 20, p.word("fig.matrix.x"), SMALL, "end", fill=SOFT)
    canvas.text(0, SMALL, p.word("fig.matrix.y"), SMALL, fill=SOFT)
    taken: list[tuple[float, float, float]] = []
    if line is not None:
        canvas.line(x0, high(line), x0 + wide, high(line), INK, 0.8, "3 2")
        label = f"{p.word('fig.average')} {line:.2f}"
        canvas.text(x0 + wide, high(line) - 3, label, SMALL, "end", fill=SOFT)
        taken.append((x0 + wide - text_width(label, SMALL), high(line) - 3, x0 + wide))
    for _, shape, value, each in found:
        canvas.circle(at(value), high(each), DOT, shape, INK, 0.9)
        taken.append((at(value) - DOT, high(each) + 2.5, at(value) + DOT))
    unnamed = 0
    for name, _, value, each in sorted(found, key=lambda f: -f[2] * f[3]):  # most emitting first
        width = text_width(name, SMALL)
        free = _free(at(value), high(each) + 2.5, width, (x0, y0, x0 + wide), taken)
        if free is None:
            unnamed += 1
            continue
        taken.append((free[0], free[1], free[0] + width))
        canvas.text(*free, name, SMALL)
    at_key = x0
    for entry, shape in MARKS.items():
        label = p.word(f"entry.{entry}")
        canvas.circle(at_key + 4, y0 + tall + 27, 3.4, shape, INK, 0.8)
        canvas.text(at_key + 11, y0 + tall + 29.5, label, SMALL, fill=SOFT)
        at_key += 30 + text_width(label, SMALL)
    if unnamed:
        note = p.word("fig.unnamed", count=unnamed)
        canvas.text(x0 + wide, y0 + tall + 29.5, note, SMALL, "end", fill=SOFT)
    canvas.grow(y0 + tall + 34)
    parts = told([f"{name} {each:.2f} tCO2e/万元" for name, _, _, each in found], p)
    alt = p.word("fig.matrix.alt", parts=parts)
    return Figure("matrix", p.word("fig.matrix"), alt, canvas.svg(alt))


def _free(
    x: float,
    y: float,
    width: float,
    within: tuple[float, float, float],
    taken: list[tuple[float, float, float]],
) -> tuple[float, float] | None:
    """Where the name of a point finds room: beside it, or up to three lines higher."""
    left, top, right = within
    for lift in range(4):
        line = y - lift * SMALL * 1.1
        for start in (x + DOT + 2.8, x - DOT - 2.8 - width):
            inside = left < start and start + width <= right and line - SMALL >= top
            if inside and not any(
                abs(line - b) < SMALL and start < c and a < start + width for a, b, c in taken
            ):
                return start, line
    return None


DOT = 4.2
"""Radius of a project's point."""

MARKS = {"enter": ACCENT, "retrofit": MID, "refuse": "#fff", "pending": LIGHT}


def _nice(most: float) -> float:
    step = 10.0 ** (len(f"{most:.0f}") - 1)
    while most / step < 3:
        step /= 2
    return step
