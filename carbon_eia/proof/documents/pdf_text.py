"""The text of a PDF as it is drawn: every piece with its colour, size and font, and whether
something hides it; and the shapes that are drawn beside it.

PDFium reads it: pieces of text come in the order in which they are drawn, which is that in which
they are read, whatever the layout.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.errors import InputError, Problem

__all__ = ["DrawnPage", "PdfTextPiece", "drawn_pages"]

MOST_OBJECTS = 400_000
"""Objects of all pages; beyond, the file is no report of ours."""

MOST_PAGES = 2000
"""Most pages of a document; a report has some twenty."""

MOST_PAIRS = 100_000_000
"""Texts times shapes that are held against each other, over all pages."""

LEAST = 2.5
"""Points below which a figure's text cannot be read."""

OFF = 0.237
"""Points added before an outline is rounded, whose corners often lie halfway between two."""

VISIBLE = (0, 1, 2)
"""Modes of drawing text: filled, stroked, both."""

TALL, LOW = 68.0, 54.0
"""Points above and below the text of a page in which its running head and foot stand."""


class PdfTextPiece(NamedTuple):
    """A piece of text on one line; ``size``, ``left`` … ``top``: how large and where, in points.

    ``flow``: ``running`` in the head or foot of the page, ``figure`` within a figure, else empty.
    """

    text: str
    look: str
    size: float
    left: float
    bottom: float
    right: float
    top: float
    flow: str


class DrawnPage(NamedTuple):
    """A page: its text in the order in which it is drawn, and its shapes and pictures."""

    pieces: tuple[PdfTextPiece, ...]
    shapes: tuple[str, ...]


def drawn_pages(content: bytes) -> list[DrawnPage]:
    """Every page of a PDF.

    Raises InputError CE-V003 where it has more objects than any report.
    """
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(content) as document:
        if len(document) > MOST_PAGES:
            raise InputError(Problem("CE-V003", params={"limit": MOST_OBJECTS}))
        room = _Room(MOST_OBJECTS, MOST_PAIRS)
        return [_page(page, room) for page in document]


@dataclass
class _Room:
    """How many objects, and texts times shapes, may still come."""

    objects: int
    pairs: int

    def take(self, objects: int = 0, pairs: int = 0) -> None:
        self.objects -= objects
        self.pairs -= pairs
        if self.objects < 0 or self.pairs < 0:
            raise InputError(Problem("CE-V003", params={"limit": MOST_OBJECTS}))


def _page(page: Any, room: _Room) -> DrawnPage:
    from pypdfium2 import raw

    texts: list[tuple[int, PdfTextPiece, str]] = []
    covers: list[tuple[int, tuple[float, float, float, float]]] = []
    shapes: list[str] = []
    shown = page.get_textpage()
    height, box = page.get_height(), page.get_bbox()
    for order, item in enumerate(page.get_objects(max_depth=15)):
        room.take(objects=1)
        bounds = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            text = _text(raw, item.raw, shown.raw)
            if text.strip():
                running = bounds[1] > height - TALL or bounds[3] < LOW
                drawn = item.level > 0 or _mark(raw, item.raw) == "Figure"
                part = "figure" if drawn else "running" if running else ""
                look, size = _look(raw, item.raw, drawn)
                piece = PdfTextPiece(text, look, size, *bounds, part)  # type: ignore[call-arg]
                hidden = "" if drawn else _outside(raw, item.raw, bounds, box)
                texts.append((order, piece, hidden))
        else:
            if item.level == 0 and _fills(raw, item):
                covers.append((order, bounds))
            if item.type != raw.FPDF_PAGEOBJ_FORM:
                shapes.append(_shape(raw, item))
    room.take(pairs=len(texts) * len(covers))
    return DrawnPage(tuple(_seen(texts, covers)), tuple(shapes))


def _text(raw: Any, item: Any, shown: Any) -> str:
    size = raw.FPDFTextObj_GetText(item, shown, None, 0)  # bytes of UTF-16, with the end
    # a hyphen at the end of a line comes as U+0002
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(item, shown, pointer, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").replace("\0", "").replace("\2", "-")


def _mark(raw: Any, item: Any) -> str:
    """The element of the tagged document that a piece is part of."""
    name, size = ctypes.create_string_buffer(64), ctypes.c_ulong()
    mark = raw.FPDFPageObj_GetMark(item, 0)
    pointer = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
    if not mark or not raw.FPDFPageObjMark_GetName(mark, pointer, 64, size):
        return ""
    return name.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace")


def _look(raw: Any, item: Any, drawn: bool) -> tuple[str, float]:
    """Colour, way of drawing, size and font of a piece; its size. A figure's own is what its place
    leaves it."""
    colour = _colour(raw.FPDFPageObj_GetFillColor, item)
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(item, size)
    raw.FPDFPageObj_GetMatrix(item, matrix)
    wide = (matrix.a**2 + matrix.b**2) ** 0.5 * size.value
    tall = (matrix.c**2 + matrix.d**2) ** 0.5 * size.value
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), name, 128)
    font = name.value.decode("latin-1").rpartition("+")[2]
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    unseen = "" if mode in VISIBLE else " invisible"
    shown = ("" if wide > LEAST else " tiny") if drawn else f" {wide:.1f}×{tall:.1f}"
    return f"{colour}{shown} {font}{unseen}", tall


def _colour(ask: Any, item: Any) -> str:
    parts = [ctypes.c_uint() for _ in range(4)]
    return "".join(f"{p.value:02x}" for p in parts) if ask(item, *parts) else "none"


def _outside(raw: Any, item: Any, bounds: Sequence[float], box: Sequence[float]) -> str:
    """Whether a piece lies outside its page, or outside the shape that it is cut to."""
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    if not _within(x, y, box):
        return " off the page"
    clip = raw.FPDFPageObj_GetClipPath(item)
    for number in range(max(raw.FPDFClipPath_CountPaths(clip), 0)):
        points = list(_points(raw, clip, number))
        if points:
            across, up = zip(*points, strict=True)
            if not _within(x, y, (min(across), min(up), max(across), max(up))):
                return " clipped"
    return ""


def _points(raw: Any, clip: Any, number: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(max(raw.FPDFClipPath_CountPathSegments(clip, number), 0)):
        segment = raw.FPDFClipPath_GetPathSegment(clip, number, i)
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value


def _within(x: float, y: float, box: Sequence[float]) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _seen(
    texts: Sequence[tuple[int, PdfTextPiece, str]],
    covers: Sequence[tuple[int, tuple[float, float, float, float]]],
) -> Iterator[PdfTextPiece]:
    """Pieces, with what hides each in its look."""
    drawn = np.array([order for order, _ in covers], int)
    boxes = np.array([bounds for _, bounds in covers], float).reshape(-1, 4).T
    left, bottom, right, top = boxes + np.array([[-1], [-1], [1], [1]])
    for order, piece, hidden in texts:
        x, y = (piece.left + piece.right) / 2, (piece.bottom + piece.top) / 2
        within = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
        over = piece.flow != "figure" and bool(np.any(within & (drawn > order)))
        yield piece._replace(look=f"{piece.look}{hidden}{' covered' if over else ''}")


# --- shapes


def _fills(raw: Any, item: Any) -> bool:
    """Whether an object may cover what was drawn before it."""
    if item.type != raw.FPDF_PAGEOBJ_PATH:
        return True
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, mode, stroke)
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _shape(raw: Any, item: Any) -> str:
    """A shape by its colours and outline, wherever it stands; a rule or box by its colours."""
    if item.type == raw.FPDF_PAGEOBJ_IMAGE:
        return "picture"
    if item.type != raw.FPDF_PAGEOBJ_PATH:
        return "shading"
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    colours = " ".join(
        (
            _colour(raw.FPDFPageObj_GetFillColor, item.raw) if fill.value else "-",
            _colour(raw.FPDFPageObj_GetStrokeColor, item.raw) if stroke.value else "-",
        )
    )
    count = raw.FPDFPath_CountSegments(item.raw)
    if count <= 6:
        return f"rule {colours}"
    points = list(_outline(raw, item.raw, count))
    if all(_straight(raw, a, b) for a, b in pairwise(points)):  # the border of a box
        return f"rule {colours}"
    _, left, bottom = points[0]
    told = ";".join(f"{kind} {x - left + OFF:.0f} {y - bottom + OFF:.0f}" for kind, x, y in points)
    return f"outline {colours} {hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _straight(raw: Any, a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether a part of a path goes up, down or along, or only leads to the next part."""
    return bool(
        b[0] == raw.FPDF_SEGMENT_MOVETO or abs(a[1] - b[1]) < 0.01 or abs(a[2] - b[2]) < 0.01
    )


def _outline(raw: Any, item: Any, count: int) -> Iterator[tuple[int, float, float]]:
    """Kind and end of each part of a path, in points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield raw.FPDFPathSegment_GetType(segment), x.value, y.value
