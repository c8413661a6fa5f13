"""What is emitted: by category, by source, and in the three accounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.key import draw_key
from carbon_eia.drawing.palette import SMALL
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, approx
from carbon_eia.report.figures.row_chart import RowBar, draw_bars
from carbon_eia.run.records import CategoryRecord, Run, SourceRecord

__all__ = ["accounts", "sources", "structure"]

LOWEST = 592.0
"""Where the rows of a page end, in points; the table names every source."""


def _style(source: CategoryRecord | SourceRecord) -> str:
    """How a source is drawn: released here, released where energy is made, or deducted."""
    if source.co2e is not None and show.exact(source.co2e) < 0:
        return "open"
    return "hatch" if is_purchased(source.category) else "solid"


def structure(run: Run, reader: DocumentLanguage) -> Figure | None:
    """The categories as steps to the total; none where the inventory is incomplete."""
    inventory = run.inventory
    rows = sorted(inventory.by_category, key=lambda c: -show.exact(c.co2e))
    if inventory.total is None or not rows:
        return None
    ends = list(accumulate((approx(row.co2e) for row in rows), initial=0.0))
    bars = [
        RowBar(
            reader.code("category", row.category),
            start,
            end,
            _style(row),
            (show.emission(row.co2e), _percent(row.share_percent)),
        )
        for row, (start, end) in zip(rows, pairwise(ends), strict=True)
    ]
    total = show.emission(inventory.total)
    bars.append(
        RowBar(reader.word("sum"), 0.0, approx(inventory.total), "mid", (total, ""), strong=True)
    )
    canvas = Canvas()
    unit = inventory.total.unit
    draw_bars(canvas, bars, (unit, _share_head(rows, reader)), linked=True)
    _key(canvas, bars[:-1], reader)
    alt = reader.word(
        "figure.structure.alt",
        total=f"{total} {unit}",
        parts=reader.word("semicolon").join(
            " ".join(x for x in (b.label, b.cells[0], _with_sign(b.cells[1])) if x)
            for b in bars[:-1]
        ),
    )
    return Figure("structure", reader.word("figure.structure"), alt, canvas.svg(alt))


def sources(run: Run, reader: DocumentLanguage) -> Figure | None:
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
        RowBar(
            reader.named(s.name),
            None if s.co2e is None else 0.0,
            None if s.co2e is None else approx(s.co2e),
            _style(s),
            (
                reader.word("not_computed") if s.co2e is None else show.emission(s.co2e),
                _percent(s.share_percent if complete else None),
            ),
        )
        for s in [*found, *missing]
    ]
    canvas = Canvas()
    unit = inventory.known.unit
    heads = (unit, _share_head(own if complete else [], reader))
    count = draw_bars(canvas, bars, heads, lowest=LOWEST)
    _key(canvas, [b for b in bars[:count] if b.end is not None], reader)
    if left := len(bars) - count:
        canvas.text(0, canvas.bottom + 9, reader.word("figure.more", count=str(left)), SMALL)
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


def accounts(run: Run, reader: DocumentLanguage) -> Figure | None:
    """Existing plant and project less what is replaced; none where there is only the project."""
    found = run.inventory.accounts
    parts = ("existing", "project", "replaced", "after", "change")
    known = {k: total for k in parts if (total := getattr(found, k)) is not None}
    if len(known) < len(parts):
        return None
    existing, project, replaced, after = (approx(known[k]) for k in parts[:4])
    if not existing and not replaced:
        return None
    both = existing + project
    cells = {k: show.emission(total) for k, total in known.items()}

    def bar(key: str, start: float, end: float, style: str, sign: str = "") -> RowBar:
        label = reader.word("figure.after") if key == "after" else reader.code("account", key)
        return RowBar(sign + label, start, end, style, (cells[key],), strong=key == "after")

    bars = [
        bar("existing", 0.0, existing, "mid"),
        bar("project", existing, both, "solid", "＋ "),
        bar("replaced", both, both - replaced, "open", "－ "),
        bar("after", 0.0, after, "hatch"),
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


def _share_head(rows: Sequence[CategoryRecord | SourceRecord], reader: DocumentLanguage) -> str:
    return reader.word("share") if any(r.share_percent is not None for r in rows) else ""


def _key(canvas: Canvas, bars: Sequence[RowBar], reader: DocumentLanguage) -> None:
    """The key, where more than one style is used."""
    words = {"solid": "figure.direct", "hatch": "figure.bought", "open": "figure.deducted"}
    used = {b.style for b in bars}
    entries = [(style, reader.word(key)) for style, key in words.items() if style in used]
    if len(entries) > 1:
        draw_key(canvas, entries, canvas.bottom + 5)
