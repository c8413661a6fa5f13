"""What is emitted: by category, by source, and in the three accounts."""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.drawing.canvas import Canvas
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.figures.bars import Bar, draw_bars, draw_key, fitting
from carbon_eia.report.figures.kind import Figure, approx
from carbon_eia.run.records import CategoryRecord, Run, SourceRecord

__all__ = ["accounts", "sources", "structure", "style_of"]

TALLEST = 580.0
"""Height of the rows that fit a page, in points; the table names every source."""


def style_of(source: CategoryRecord | SourceRecord) -> str:
    """How a source is drawn: released here, released where energy is made, or deducted."""
    if source.co2e is not None and show.exact(source.co2e) < 0:
        return "open"
    return "hatch" if is_purchased(source.category) else "solid"


def structure(run: Run, reader: Reader) -> Figure | None:
    """The categories as steps to the total; none where the inventory is incomplete."""
    inventory = run.inventory
    rows = sorted(inventory.by_category, key=lambda c: -show.exact(c.co2e))
    if inventory.total is None or not rows:
        return None
    bars: list[Bar] = []
    reached = 0.0
    for row in rows:
        end = reached + approx(row.co2e)
        bars.append(
            Bar(
                reader.code("category", row.category),
                reached,
                end,
                style_of(row),
                (show.emission(row.co2e), _percent(row.share_percent)),
            )
        )
        reached = end
    total = show.emission(inventory.total)
    bars.append(
        Bar(reader.word("sum"), 0.0, approx(inventory.total), "mid", (total, ""), strong=True)
    )
    canvas = Canvas()
    unit = inventory.total.unit
    bottom = draw_bars(canvas, bars, (unit, _share_head(rows, reader)), linked=True)
    _key(canvas, {b.style for b in bars[:-1]}, bottom + 5, reader)
    alt = reader.word(
        "figure.structure.alt",
        total=f"{total} {unit}",
        parts=reader.word("semicolon").join(
            " ".join(x for x in (b.label, b.cells[0], _with_sign(b.cells[1])) if x)
            for b in bars[:-1]
        ),
    )
    return Figure("structure", reader.word("figure.structure"), alt, canvas.svg(alt))


def sources(run: Run, reader: Reader) -> Figure | None:
    """The sources of the project, the largest first; what could not be computed is said."""
    inventory = run.inventory
    own = [s for s in inventory.by_source if s.account == "project"]
    known = [(show.exact(s.co2e), s) for s in own if s.co2e is not None]
    found = [s for _, s in sorted(known, key=lambda emitter: -emitter[0])]
    missing = [s for s in own if s.co2e is None]
    if not found:
        return None
    complete = inventory.total is not None
    bars = [
        Bar(
            str(s.name),
            None if s.co2e is None else 0.0,
            None if s.co2e is None else approx(s.co2e),
            style_of(s),
            (
                reader.word("not_computed") if s.co2e is None else show.emission(s.co2e),
                _percent(s.share_percent if complete else None),
            ),
        )
        for s in [*found, *missing]
    ]
    count = fitting(bars, TALLEST)
    shown, left = bars[:count], len(bars) - count
    canvas = Canvas()
    unit = inventory.known.unit
    bottom = draw_bars(canvas, shown, (unit, _share_head(own if complete else [], reader)))
    bottom = _key(canvas, {b.style for b in shown if b.end is not None}, bottom + 5, reader)
    if left:
        canvas.text(0, bottom + 9, reader.word("figure.more", count=str(left)), 7)
    largest = bars[0]
    alt = reader.word(
        "figure.sources.alt",
        count=str(len(own)),
        name=largest.label,
        value=f"{largest.cells[0]} {unit}",
    )
    if largest.cells[1]:
        alt += reader.word("figure.sources.share", share=largest.cells[1])
    if missing:
        names = reader.listed([str(s.name) for s in missing])
        alt += reader.word("figure.sources.missing", names=names)
    return Figure("sources", reader.word("figure.sources"), alt, canvas.svg(alt))


def accounts(run: Run, reader: Reader) -> Figure | None:
    """Existing plant and project less what is replaced; none where there is only the project."""
    found = run.inventory.accounts
    totals = {
        "existing": found.existing,
        "project": found.project,
        "replaced": found.replaced,
        "after": found.after,
        "change": found.change,
    }
    known = {k: total for k, total in totals.items() if total is not None}
    if len(known) < len(totals):
        return None
    if not show.exact(known["existing"]) and not show.exact(known["replaced"]):
        return None
    existing, project = approx(known["existing"]), approx(known["project"])
    replaced, after = approx(known["replaced"]), approx(known["after"])
    both = existing + project
    cells = {k: show.emission(total) for k, total in known.items()}
    bars = [
        Bar(reader.code("account", "existing"), 0.0, existing, "mid", (cells["existing"],)),
        Bar(
            "＋ " + reader.code("account", "project"), existing, both, "solid", (cells["project"],)
        ),
        Bar(
            "－ " + reader.code("account", "replaced"),
            both,
            both - replaced,
            "open",
            (cells["replaced"],),
        ),
        Bar(reader.word("figure.after"), 0.0, after, "hatch", (cells["after"],), strong=True),
    ]
    canvas = Canvas()
    unit = known["after"].unit
    draw_bars(canvas, bars, (unit,), linked=True)
    alt = reader.word("figure.accounts.alt", unit=unit, **cells)
    return Figure("accounts", reader.word("figure.accounts"), alt, canvas.svg(alt))


def _percent(share: str | None) -> str:
    return "" if share is None else show.rounded(show.exact(share), 2)


def _with_sign(percent: str) -> str:
    return f"({percent} %)" if percent else ""


def _share_head(rows: Sequence[CategoryRecord | SourceRecord], reader: Reader) -> str:
    return reader.word("share") if any(r.share_percent is not None for r in rows) else ""


def _key(canvas: Canvas, styles: set[str], top: float, reader: Reader) -> float:
    """The key, where more than one style is used."""
    words = {"solid": "figure.direct", "hatch": "figure.bought", "open": "figure.deducted"}
    entries = [(style, reader.word(key)) for style, key in words.items() if style in styles]
    return draw_key(canvas, entries, top) if len(entries) > 1 else top - 5
