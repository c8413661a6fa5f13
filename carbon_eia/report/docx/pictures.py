"""Drawings as pixels, for programs that do not draw vectors."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

__all__ = ["POINTS", "Drawn", "draw", "fitted"]

DPI = 220

POINTS = 0.75
"""Points of a pixel."""

TALLEST = 580.0
"""Points that a picture may be high, so that its caption stands on the same page."""

_SIZE = re.compile(r'width="([\d.]+)(pt|px|mm)?" height="([\d.]+)(pt|px|mm)?"')
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_POINTS = {"pt": 1.0, "px": POINTS, "mm": 72 / 25.4}


class Drawn(NamedTuple):
    """One drawing: its size in points, its pixels (PNG), its vectors (a whole SVG document)."""

    size: tuple[float, float]
    pixels: bytes
    vectors: bytes


def draw(drawings: list[str], widest: float) -> list[Drawn]:
    """Every drawing, none wider than ``widest`` points: all laid out in one pass by WeasyPrint."""
    if not drawings:
        return []
    import pypdfium2  # type: ignore[import-untyped]
    import weasyprint

    from carbon_eia.report.pdf import Fetcher

    sizes = [_size(svg, widest) for svg in drawings]
    pages = "".join(
        f"@page d{i} {{ size: {w:.2f}pt {h:.2f}pt; margin: 0 }} #d{i} {{ page: d{i} }}"
        for i, (w, h) in enumerate(sizes)
    )
    sheets = "".join(
        f'<div id="d{i}">{_sized(svg, size)}</div>'
        for i, (svg, size) in enumerate(zip(drawings, sizes, strict=True))
    )
    html = (
        f"<style>{pages} body {{ margin: 0 }} svg {{ display: block }}"
        f" div {{ break-before: page }}</style>{sheets}"
    )
    pdf = weasyprint.HTML(string=html, url_fetcher=Fetcher([])).write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            Drawn(size, _png(document[i]), _standalone(svg))
            for i, (svg, size) in enumerate(zip(drawings, sizes, strict=True))
        ]
    finally:
        document.close()


def fitted(width: float, height: float, widest: float) -> tuple[float, float]:
    """A size in points no wider than the text and no higher than a page has room for.

    >>> fitted(1200, 600, 480), fitted(100, 1160, 480)
    ((480.0, 240.0), (50.0, 580.0))
    """
    scale = min(1.0, widest / width, TALLEST / height)
    return width * scale, height * scale


def _size(svg: str, widest: float) -> tuple[float, float]:
    found, box = _SIZE.search(svg), _BOX.search(svg)
    if found is not None:
        width = float(found[1]) * _POINTS[found[2] or "px"]
        height = float(found[3]) * _POINTS[found[4] or "px"]
    elif box is not None:
        width, height = float(box[1]), float(box[2])
    else:
        width, height = widest, widest / 2
    scale = min(1.0, widest / width)
    return width * scale, height * scale


def _sized(svg: str, size: tuple[float, float]) -> str:
    return _SIZE.sub(f'width="{size[0]:.2f}pt" height="{size[1]:.2f}pt"', svg, count=1)


def _png(page: Any) -> bytes:
    image = page.render(scale=DPI / 72).to_pil()
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _standalone(svg: str) -> bytes:
    """A whole SVG document, which names first the font that Word's own machines have."""
    named = svg.replace('font-family="', 'font-family="Microsoft YaHei, ', 1)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + named.encode()
