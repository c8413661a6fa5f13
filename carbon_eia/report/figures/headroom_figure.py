"""What is left of the ceilings of areas: a bar for each, as long as what is approved of it."""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.key import Symbol, dashed, draw_key
from carbon_eia.drawing.palette import HAIR, INK, SMALL
from carbon_eia.drawing.plot import look
from carbon_eia.messages import sentence
from carbon_eia.register.headroom import Headroom
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure, told
from carbon_eia.report.figures.row_chart import THICK, RowChart, TextColumn
from carbon_eia.units import rounded

__all__ = ["PLACES", "headroom_bars"]

PLACES = 2
"""Decimals of tonnes."""

FURTHEST = 200.0
"""Per cent of a ceiling at which an axis ends: a bar that is longer is cut."""


def headroom_bars(areas: Sequence[Headroom], lang: str = "zh") -> Figure | None:
    """Used and left of every ceiling, each in per cent of it; None where there is no ceiling."""
    if not areas:
        return None
    reader = DocumentLanguage("en" if lang == "en" else "zh")
    shares = [min(float(100 * a.used / a.ceiling.limit), FURTHEST) for a in areas]
    cells = [_cells(a, reader) for a in areas]
    canvas = Canvas()
    columns = (sentence(f"register.column.{key}", reader.lang) for key in ("used", "left"))
    words = [reader.word("figure.headroom.limit"), *columns]
    names = TextColumn([a.ceiling.name for a in areas], align="start", most=150)
    numbers = [TextColumn([c[i] for c in cells], words[i], "point") for i in range(3)]
    rows = RowChart(canvas, [names], numbers)
    with rows.plot(0, max([105.0, *shares])) as axes:
        for area, share, middle in zip(areas, shares, rows.middles, strict=True):
            axes.axhline(middle, color=HAIR, lw=0.3, zorder=0)
            axes.barh(middle, min(share, 100), THICK, 0, **look("solid"))
            if share > 100:
                axes.barh(middle, share - 100, THICK, 100, **look("lines"))
            elif share < 100 and not area.unknown:
                axes.barh(middle, 100 - share, THICK, share, **look("open"))
        axes.axvline(100, color=INK, lw=1, ls="--")
    entries: list[tuple[Symbol, str]] = [
        ("solid", words[1]),
        ("open", words[2]),
        (dashed, words[0]),
    ]
    if any(share > 100 for share in shares):
        entries.insert(2, ("lines", reader.word("figure.headroom.beyond")))
    draw_key(canvas, entries, rows.bottom + SMALL)
    said = [
        f"{a.ceiling.name}: " + ", ".join(f"{w} {x} t" for w, x in zip(words, c, strict=True))
        for a, c in zip(areas, cells, strict=True)
    ]
    alt = reader.word("figure.headroom.alt", areas=told(said, reader))
    return Figure("headroom", reader.word("figure.headroom"), alt, canvas.svg(alt))


def _cells(area: Headroom, reader: DocumentLanguage) -> list[str]:
    """Ceiling, used and left in t; where an emission is not known, what is left is not either."""
    limit, used = (rounded(x, PLACES) for x in (area.ceiling.limit, area.used))
    return [limit, used, reader.word("dash") if area.unknown else rounded(area.left, PLACES)]
