"""The plots of a park: paths of its scenarios, effects, the matrix of planned projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from carbon_eia.drawing import Canvas, text_width
from carbon_eia.drawing.key import Symbol, dashed, draw_key
from carbon_eia.drawing.palette import (
    ACCENT,
    HAIR,
    INK,
    LIGHT,
    MID,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    ShapeStyle,
)
from carbon_eia.drawing.plot import place, plot, ticks
from carbon_eia.parks.effects import EFFECTS
from carbon_eia.parks.park_records import ParkRecord, ScenarioRecord
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx, told
from carbon_eia.report.figures.row_chart import RowBar, draw_bars

__all__ = ["matrix", "paths", "waterfall"]

ROLES = {"enterprises": ACCENT, "facilities": MID, "projects": LIGHT, "totals": PAPER}
ENTRIES = {"enter": ACCENT, "retrofit": MID, "refuse": PAPER, "pending": LIGHT}
"""Colours of the roles of members, and of whether a project may enter."""

TALL, WIDE = 96.0, WIDTH / 2 - 14
"""Height of a scenario's panel, and its width with its labels."""

DOT = 4.2
"""Radius of a project's point."""

# --- paths


def paths(record: ParkRecord, reader: DocumentLanguage) -> Figure | None:
    """A panel for each scenario: emission by role, year by year, and the carbon cap."""
    found, choice = record.scenarios, record.choice
    caps = {k.year: approx(k.limit) for k in (choice.caps if choice else ()) if k.kind == "carbon"}
    top = max([approx(y.total) for s in found for y in s.years] + [*caps.values()], default=0.0)
    if top <= 0:
        return None
    canvas = Canvas()
    marked = [record.park.base_year, *record.park.plan_years]
    used = [r for r in ROLES if any(r in y.by_role for s in found for y in s.years)]
    for n, s in enumerate(found):
        x, y = 30 + (n % 2) * (WIDE + 14), 14 + (n // 2) * (TALL + 44)
        _panel(canvas, s, (x, y), top, caps, used, marked, reader)
    entries: list[tuple[Symbol, str]] = [
        (_square(ROLES[role]), reader.word(f"role.{role}")) for role in used
    ]
    if caps:
        entries.append((dashed, reader.word("fig.cap")))
    bottom = canvas.bottom + 14
    draw_key(canvas, entries, bottom - SMALL)
    canvas.text(canvas.width, bottom, "tCO2e", SMALL, "end", fill=SOFT)
    last = record.park.plan_years[-1]
    reached = {s.name: next(y for y in s.years if y.year == last).total for s in found}
    said = [f"{name} {last}: {show.emission(total, 0)}" for name, total in reached.items()]
    alt = reader.word("fig.paths.alt", parts=told(said, reader))
    return Figure("paths", reader.word("fig.paths"), alt, canvas.svg(alt))


def _panel(
    canvas: Canvas,
    s: ScenarioRecord,
    corner: tuple[float, float],
    most: float,
    caps: Mapping[int, float],
    used: Sequence[str],
    marked: Sequence[int],
    reader: DocumentLanguage,
) -> None:
    x, y = corner
    right, bottom = x + WIDE - 58, y + TALL
    years, last = [yr.year for yr in s.years], s.years[-1]
    amounts = [
        [approx(yr.by_role[role]) if role in yr.by_role else 0.0 for yr in s.years] for role in used
    ]
    with plot(canvas, x, y, right, bottom) as axes:
        axes.set_xlim(years[0], max(years[-1], years[0] + 1))
        axes.set_ylim(0, most)
        colours = [ROLES[role] for role in used]
        axes.stackplot(years, amounts, colors=colours, edgecolor=SOFT, lw=0.4)
        for year, cap in caps.items():  # each about its own year
            ends = max(years[0], year - 0.5), min(years[-1], year + 0.5)
            axes.plot(ends, [cap, cap], color=INK, lw=1, ls="--")
        for level in ticks(most, 5):
            axes.axhline(level, color=HAIR, lw=0.4, zorder=0)
            middle = place(axes, 0, level)[1]
            words = _short(level, reader)
            canvas.text(x - 3, middle, [words], SMALL - 1, "end", fill=SOFT)
        for year in marked:
            anchor = {years[0]: "start", years[-1]: "end"}.get(year, "middle")
            at = place(axes, year, 0)[0]
            canvas.text(at, bottom + 9, str(year), SMALL, anchor, fill=SOFT, grouped=False)
        total = _short(approx(last.total), reader, 1)
        canvas.text(right + 3, place(axes, 0, approx(last.total))[1], [total], SMALL, bold=True)
    canvas.text(x, y - 4, s.name, bold=True)
    canvas.grow(bottom + 12)


def _short(amount: float, reader: DocumentLanguage, places: int = 0) -> str:
    """An amount in 万 or in thousands."""
    by, mark = (10000, "万") if reader.lang == "zh" else (1000, " k")
    return f"{amount / by:.{places}f}{mark}"


def _square(fill: str) -> Symbol:
    """The symbol of an area."""
    return lambda canvas, x, y: canvas.rect(x, y - 3.2, 12, 6.5, ShapeStyle(fill, SOFT, 0.5))


# --- effects


def waterfall(record: ParkRecord, reader: DocumentLanguage, kind: str) -> Figure | None:
    """The effects as steps from one emission to the other."""
    own = [s for s in record.effects if s.kind == kind and s.scenario == record.optimised]
    step = own[-1] if own else None
    if step is None or step.effects is None:
        return None
    optimised = kind == "optimised"
    names = (f"{record.plan} ", f"{record.optimised} ") if optimised else ("", "")
    heads = ["specific" if name == "intensity" else name for name in EFFECTS]
    changes = [step.effects[name] for name in EFFECTS]
    ends = list(accumulate(map(approx, changes), initial=approx(step.before)))
    before, after = show.emission(step.before, 0), show.emission(step.after, 0)
    steps = [
        RowBar(
            reader.word(f"h.{head}"),
            start,
            end,
            "solid" if end >= start else "open",
            (show.emission(change, 0),),
        )
        for head, change, (start, end) in zip(heads, changes, pairwise(ends), strict=True)
    ]
    bars = [
        RowBar(f"{names[0]}{step.start}", 0.0, ends[0], "mid", (before,)),
        *steps,
        RowBar(f"{names[1]}{step.end}", 0.0, approx(step.after), "mid", (after,), strong=True),
    ]
    canvas = Canvas()
    draw_bars(canvas, bars, ("tCO2e",), linked=True)
    if optimised:
        caption = reader.word("fig.waterfall_opt", year=step.end)
    else:
        facts = {"scenario": step.scenario, "start": step.start, "end": step.end}
        caption = reader.word("fig.waterfall", **facts)
    parts = told([f"{b.label} {b.cells[0]}" for b in steps], reader)
    alt = reader.word("fig.waterfall.alt", before=before, after=after, parts=parts)
    return Figure("waterfall_opt" if optimised else "waterfall", caption, alt, canvas.svg(alt))


# --- projects


class _PlottedProject(NamedTuple):
    """A planned project: its emission per added value (tCO2e/万元) and that value (万元)."""

    name: str
    entry: str
    value: float
    intensity: float


def matrix(record: ParkRecord, reader: DocumentLanguage) -> Figure | None:
    """Planned projects by added value and by emission per added value."""
    found = [
        _PlottedProject(
            m.name, m.entry, approx(m.added_value), approx(m.net) / approx(m.added_value)
        )
        for m in record.members
        if m.entry is not None and m.added_value is not None and m.net is not None
    ]
    if len(found) < 2:
        return None
    average = None if record.base.intensity is None else approx(record.base.intensity)
    widest = max(m.value for m in found) * 1.15
    highest = max([*(m.intensity for m in found), average or 0.0]) * 1.12
    canvas, left, top, right, bottom = Canvas(), 44.0, 12.0, WIDTH - 16, 202.0
    with plot(canvas, left, top, right, bottom) as axes:
        axes.set_xlim(0, widest)
        axes.set_ylim(0, highest)
        axes.spines[["left", "bottom"]].set_visible(True)
        axes.set_xticks(levels := ticks(widest, 7), [f"{x:.10g}" for x in levels])
        axes.set_yticks(levels := ticks(highest, 8), [f"{x:.10g}" for x in levels])
        axes.grid(axis="y", color=HAIR, lw=0.3)
        axes.tick_params(labelsize=SMALL)
        if average is not None:
            axes.axhline(average, color=INK, lw=0.8, ls="--")
        for m in found:
            axes.plot(m.value, m.intensity, "o", ms=DOT * 2, mfc=ENTRIES[m.entry], mec=INK, mew=0.9)
        at = {m: place(axes, m.value, m.intensity) for m in found}
        line = place(axes, 0, average or 0)[1] - 3
    names = _Names(left, top, right)
    if average is not None:
        words = f"{reader.word('fig.average')} {average:.2f}"
        canvas.text(right, line, words, SMALL, "end", fill=SOFT)
        names.taken.append((right - text_width(words, SMALL), line, right))
    names.taken += [(x - DOT, y + 2.5, x + DOT) for x, y in at.values()]
    unnamed = 0
    for m in sorted(found, key=lambda m: -m.value * m.intensity):  # most emitting first
        free = names.free(*at[m], text_width(m.name, SMALL))
        if free is None:
            unnamed += 1
        else:
            canvas.text(*free, m.name, SMALL)
    word = {key: reader.word(f"fig.matrix.{key}") for key in ("x", "y")}
    canvas.text(right, bottom + 20, word["x"], SMALL, "end", fill=SOFT)
    canvas.text(0, SMALL, word["y"], SMALL, fill=SOFT)
    entries = [(_disc(fill), reader.word(f"entry.{e}")) for e, fill in ENTRIES.items()]
    draw_key(canvas, entries, bottom + 22, left, room=11)
    if unnamed:
        note = reader.word("fig.unnamed", count=unnamed)
        canvas.text(right, bottom + 29, note, SMALL, "end", fill=SOFT)
    parts = told([f"{m.name} {m.intensity:.2f} tCO2e/万元" for m in found], reader)
    alt = reader.word("fig.matrix.alt", parts=parts)
    return Figure("matrix", reader.word("fig.matrix"), alt, canvas.svg(alt))


def _disc(fill: str) -> Symbol:
    """The symbol of a project."""
    return lambda canvas, x, y: canvas.circle(x + 4, y, 3.4, ShapeStyle(fill, INK, 0.8))


class _Names:
    """Where names find room beside points; ``taken`` are left edge, line and right edge."""

    def __init__(self, left: float, top: float, right: float) -> None:
        self.left, self.top, self.right = left, top, right
        self.taken: list[tuple[float, float, float]] = []

    def free(self, x: float, y: float, width: float) -> tuple[float, float] | None:
        """Beside the point or up to three lines higher; the room is taken from then on."""
        for lift in range(4):
            line = y + 2.5 - lift * SMALL * 1.1
            for start in (x + DOT + 2.8, x - DOT - 2.8 - width):
                end = start + width
                inside = self.left < start and end <= self.right and line - SMALL >= self.top
                if inside and not any(
                    abs(line - b) < SMALL and start < c and a < end for a, b, c in self.taken
                ):
                    self.taken.append((start, line, end))
                    return start, line
        return None
