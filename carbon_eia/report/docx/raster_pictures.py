"""Drawings as pixels, for programs that do not draw vectors."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from math import ceil
from typing import Any, NamedTuple

import numpy as np

__all__ = ["POINTS", "Drawn", "Layers", "Letters", "draw", "fitted", "layers_of"]

DPI = 220
FINE = 4
"""How many times as fine a picture is drawn from which glyphs are moved by parts of a pixel."""

FIRST_FONT = "Microsoft YaHei, "
"""The font that Word's own machines have, before those of the figure."""

POINTS = 0.75
"""Points of a pixel."""

TALLEST = 580.0
"""Points that a picture may be high, so that its caption stands on the same page."""

_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_TAG = re.compile("<[^<>]*>")
_ANCHOR = re.compile('text-anchor="([a-z]+)"')
_SIZE = re.compile(r'width="([\d.]+)(pt|px|mm)?" height="([\d.]+)(pt|px|mm)?"')
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_POINTS = {"pt": 1.0, "px": POINTS, "mm": 72 / 25.4}


class Drawn(NamedTuple):
    """One drawing: its size in points, its pixels (PNG), its vectors (a whole SVG document)."""

    size: tuple[float, float]
    pixels: bytes
    vectors: bytes


class Letters(NamedTuple):
    """The glyphs of a text: where it is anchored (start, middle, end) and the box of each, in
    pixels: left, top, right, bottom."""

    anchor: str
    boxes: list[tuple[float, float, float, float]]


class Layers(NamedTuple):
    """A drawing taken apart: its texts, and the pixels (height, width, RGB) of its shapes.

    ``fine``: pixels of the whole and of its shapes, ``FINE`` times as many along each side.
    """

    texts: list[Letters]
    shapes: Any
    fine: tuple[Any, Any]


def draw(drawings: list[str], widest: float) -> list[Drawn]:
    """Every drawing, none wider than ``widest`` points: all laid out in one pass by WeasyPrint."""
    if not drawings:
        return []
    sizes = [_size(svg, widest) for svg in drawings]
    document = _printed(drawings, sizes)
    try:
        return [
            Drawn(size, _png(document[i]), _standalone(svg))
            for i, (svg, size) in enumerate(zip(drawings, sizes, strict=True))
        ]
    finally:
        document.close()


def layers_of(vectors: bytes, widest: float) -> Layers | None:
    """The layers of a drawing that ``draw`` made; None where its glyphs are others than its
    characters."""
    svg = vectors.decode().partition("\n")[2].replace(FIRST_FONT, "", 1)
    size = _size(svg, widest)
    document = _printed([svg, _TEXT.sub("", svg)], [size, size])
    try:
        pages = document[0], document[1]
        shapes = np.asarray(_image(pages[1]))
        boxes = list(_boxes(pages[0], shapes.shape[:2]))
        fine = np.asarray(_fine(pages[0])), np.asarray(_fine(pages[1]))
    finally:
        document.close()
    texts = []
    for text in _TEXT.finditer(svg):
        count = len("".join(unescape(_TAG.sub("", text[0])).split()))
        anchor = _ANCHOR.search(text[0])
        texts.append(Letters(anchor[1] if anchor else "start", boxes[:count]))
        boxes = boxes[count:]
    return None if boxes else Layers(texts, shapes, fine)


def _printed(drawings: Sequence[str], sizes: Sequence[tuple[float, float]]) -> Any:
    """A PDF with each drawing on a page of its size."""
    import pypdfium2  # type: ignore[import-untyped]
    import weasyprint

    from carbon_eia.report.pdf import Fetcher

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
    return pypdfium2.PdfDocument(pdf)


def _boxes(page: Any, size: tuple[int, int]) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every glyph in the order of drawing, in pixels."""
    from ctypes import addressof

    from pypdfium2 import raw

    across, down = size[1] / page.get_width(), size[0] / page.get_height()
    height = page.get_height()
    order = {
        addressof(item.raw.contents): i
        for i, item in enumerate(page.get_objects([raw.FPDF_PAGEOBJ_TEXT]))
    }
    text = page.get_textpage()
    glyphs = []
    for i in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, i) or not text.get_text_range(i, 1).strip():
            continue
        left, bottom, right, top = text.get_charbox(i)
        box = left * across, (height - top) * down, right * across, (height - bottom) * down
        glyphs.append((order[addressof(raw.FPDFText_GetTextObject(text, i).contents)], i, box))
    return (box for _, _, box in sorted(glyphs))


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


def _image(page: Any) -> Any:
    return page.render(scale=DPI / 72).to_pil().convert("RGB")


def _fine(page: Any) -> Any:
    """The same picture, ``FINE`` times as fine: its edges lie where those of the other do."""
    import pypdfium2
    from pypdfium2 import raw

    width, height = (ceil(x * DPI / 72) * FINE for x in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, raw.FPDF_ANNOT)
    return bitmap.to_pil().convert("RGB")


def _png(page: Any) -> bytes:
    stream = io.BytesIO()
    _image(page).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _standalone(svg: str) -> bytes:
    """A whole SVG document, which names first the font that Word's own machines have."""
    named = svg.replace('font-family="', f'font-family="{FIRST_FONT}', 1)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + named.encode()
