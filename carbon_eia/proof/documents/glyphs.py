"""Where in a picture the glyphs of a text are found, and how they look there.

Another font or another Pango moves glyphs along their line; each is looked for near its place and
near the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbon_eia.report.docx.raster_pictures import FINE, Letters

__all__ = ["EDGE", "Pixels", "placed"]

Pixels = NDArray[np.float32]

RISES = (0, -1, 1, -2, 2)
"""Ways, in fine pixels, by which a glyph may lie higher or lower."""

AT_ANCHOR, TO_NEXT, DRIFT = 1.5, 1.5, 0.12
"""How far a glyph may be moved along its line: pixels where the text is anchored, pixels more or
less than the glyph before it, part of the text's width in all. Half a point is 1.5 pixels: some
versions of Pango round advances to whole ones."""

EDGE = 8
"""Pixels of paper that are set around a picture, so that glyphs at its edge are as any."""


def placed(
    right: Pixels, given: Pixels, letters: Letters, fine: tuple[Pixels, Pixels]
) -> Iterator[tuple[Pixels, tuple[int, int]]]:
    """The ink of each glyph of a text where it is found, and its upper left."""
    boxes = np.asarray(letters.boxes) + EDGE
    cells = [_cell(i, boxes, right.shape) for i in range(len(boxes))]
    if all(_is_there(right, given, cell) for cell in cells):
        yield from (
            (right[c.rows, c.columns] * c.own, (c.columns.start, c.rows.start)) for c in cells
        )
        return
    reach = int(np.ceil(AT_ANCHOR + DRIFT * (boxes[-1, 0] - boxes[0, 0])))
    glyphs = [_Glyph(cell, fine) for cell in cells]
    costs = np.array([g.costs(given, reach) for g in glyphs])  # glyph, rise, place
    places = _path(costs.min(axis=1), letters.anchor, reach)
    for i, (glyph, place) in enumerate(zip(glyphs, places, strict=True)):
        whole, part = divmod(place - reach * FINE, FINE)
        rise = int(costs[i, :, place].argmin())
        yield glyph.inks[rise][part], (glyph.x + whole, glyph.y)


class _Cell(NamedTuple):
    """The pixels about a glyph: rows, columns, and which of them (1 or 0) are its own."""

    rows: slice
    columns: slice
    own: Pixels


def _cell(i: int, boxes: Pixels, shape: tuple[int, ...]) -> _Cell:
    """The pixels about the box of a glyph that lie nearer to it than to its neighbours'."""
    left, top, right, bottom = boxes[i]
    columns = slice(max(int(left) - 2, 0), min(int(np.ceil(right)) + 2, shape[1]))
    rows = slice(max(int(top) - 2, 0), min(int(np.ceil(bottom)) + 2, shape[0]))
    y, x = np.mgrid[rows, columns] + 0.5
    away = [_away(y, x, box) for box in boxes[max(i - 1, 0) : i + 2]]
    own = np.argmin(away, axis=0) == min(i, 1)
    return _Cell(rows, columns, own[:, :, None].astype(np.float32))


class _Glyph:
    """A glyph's ink (the colour of a pixel less that of the ground) at every rise and part of a
    pixel to the right, and the upper left of it."""

    def __init__(self, cell: _Cell, fine: tuple[Pixels, Pixels]) -> None:
        self.x, self.y = cell.columns.start, cell.rows.start
        place = tuple(
            slice((s.start - EDGE) * FINE, (s.stop - EDGE) * FINE)
            for s in (cell.rows, cell.columns)
        )
        own = cell.own.repeat(FINE, axis=0).repeat(FINE, axis=1)
        whole, ground = (_part(picture, place, own.shape) for picture in fine)
        ink = (whole - ground) * own
        self.inks = [[_moved(ink, part, rise) for part in range(FINE)] for rise in RISES]

    def costs(self, given: Pixels, reach: int) -> Pixels:
        """How unlike the glyph is what is found, by its rise and by its place along the line."""
        height, width = self.inks[0][0].shape[:2]
        around = np.zeros((height, width + 2 * reach, 3), np.float32)
        left = self.x - reach
        start, end = max(left, 0), min(left + around.shape[1], given.shape[1])
        around[:, start - left : end - left] = given[self.y : self.y + height, start:end]
        seen = np.lib.stride_tricks.sliding_window_view(around, (height, width, 3))
        seen = seen.reshape(2 * reach + 1, -1)
        energy = (seen**2).sum(axis=1)
        costs = np.empty((len(RISES), (2 * reach + 1) * FINE), np.float32)
        for row, inks in zip(costs, self.inks, strict=True):
            for part, ink in enumerate(inks):
                flat = ink.ravel()
                row[part::FINE] = energy - 2 * (seen @ flat) + flat @ flat
        return costs / max(float((self.inks[0][0] ** 2).sum()), 1)


def _part(picture: Pixels, place: tuple[slice, ...], shape: tuple[int, ...]) -> Pixels:
    """A part of a picture, with paper where it reaches beyond."""
    part = np.full((shape[0], shape[1], 3), 255, np.float32)
    inside = tuple(
        slice(max(s.start, 0), max(min(s.stop, n), 0))
        for s, n in zip(place, picture.shape[:2], strict=True)
    )
    to = tuple(
        slice(i.start - s.start, i.stop - s.start) for i, s in zip(inside, place, strict=True)
    )
    part[to] = picture[inside]
    return part


def _moved(ink: Pixels, right: int, down: int) -> Pixels:
    """Fine ink moved by fine pixels, in coarse pixels, one column wider."""
    height, width = ink.shape[:2]
    moved = np.zeros((height, width + FINE, 3), np.float32)
    top = max(down, 0)
    moved[top : height + min(down, 0), right : right + width] = ink[top - down : height - top]
    blocks = moved.reshape(height // FINE, FINE, width // FINE + 1, FINE, 3)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float32)


def _is_there(right: Pixels, given: Pixels, cell: _Cell) -> bool:
    """Whether a glyph is found as it is expected."""
    place = cell.rows, cell.columns
    return bool((given[place] * cell.own == right[place] * cell.own).all())


def _away(rows: Pixels, columns: Pixels, box: Pixels) -> Pixels:
    """How far pixels are from a box, or deep in it (below zero)."""
    left, top, right, bottom = box
    across = np.maximum(left - columns, columns - right)
    down = np.maximum(top - rows, rows - bottom)
    outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
    return np.asarray(np.where(outside > 0, outside, np.maximum(across, down)), np.float32)


def _path(costs: Pixels, anchor: str, reach: int) -> list[int]:
    """The cheapest places of all glyphs, each near that of the one before."""
    count, places = costs.shape
    near = int(AT_ANCHOR * FINE)
    fixed = {"start": 0, "middle": count // 2, "end": count - 1}[anchor]
    costs = costs.copy()
    off = np.abs(np.arange(places) - reach * FINE) > near
    costs[fixed, off] = np.inf
    step = int(TO_NEXT * FINE)
    total, came = costs[0], []
    for row in costs[1:]:
        padded = np.pad(total, step, constant_values=np.inf)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * step + 1)
        best = windows.argmin(axis=1)
        came.append(np.arange(places) + best - step)
        total = row + windows.min(axis=1)
    path = [int(total.argmin())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return path[::-1]
