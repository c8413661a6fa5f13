"""Whether two pictures of a drawing show the same, where one was drawn with other fonts."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carbon_eia.proof.documents.glyphs import EDGE, Pixels, placed
from carbon_eia.report.docx.raster_pictures import Layers, layers_of
from carbon_eia.report.docx.styles import TEXT_WIDTH

__all__ = ["distances", "same_picture"]

Mask = NDArray[np.bool_]

IN_TEXT = 0.16
"""How unlike the expected text a place may be: mean over 3 × 3 pixels of what no pixel beside it
has, as a part of the contrast of the glyph. Other releases of the font, other advances and sizes
of 99 to 101 % come to 0.14; another digit, sign or letter of 7 points to 0.33 or more, an index to
0.18."""

AT_EDGE, FLAT = 24.0, 3.0
"""The same, of 255, where shapes meet, and how far the colour of a pixel on flat ground may be."""


def same_picture(expected: bytes, found: bytes, drawing: bytes) -> bool:
    """Whether two PNGs show the same drawing, an SVG of which the first is a picture.

    The shapes must be the same to the pixel but for their edges; each glyph must look like the
    expected one, at its place but for what another font or rounding moves it.
    """
    if _chunks(found) != _chunks(expected):
        return False
    right, given = _pixels(expected), _pixels(found)
    layers = layers_of(drawing, TEXT_WIDTH / 20)
    if layers is None or layers.shapes.shape != right.shape:
        return False
    return max(distances(right, given, layers).values()) <= 1


def distances(right: Pixels, given: Pixels, layers: Layers) -> dict[str, float]:
    """The worst difference of each kind, as a part of what is allowed."""
    ground = layers.shapes.astype(np.float32)
    right, given, ground = (_framed(pixels) for pixels in (right, given, ground))
    made, contrast = ground.copy(), np.zeros(ground.shape[:2], np.float32)
    for letters in layers.texts:
        for patch, (x, y) in placed(right - ground, given - ground, letters, layers.fine):
            place = slice(y, y + patch.shape[0]), slice(x, x + patch.shape[1])
            made[place] += patch
            ink = np.abs(patch).max(axis=2)
            contrast[place] = np.maximum(contrast[place], np.where(ink > 2, ink.max(), 0))
    made = np.clip(made, 0, 255)
    contrast = _spread(contrast, np.maximum)
    zone = contrast > 0
    apart = np.abs(given - made).max(axis=2)
    beyond = np.maximum(_beyond(given, made), _beyond(made, given)).max(axis=2)
    flat = ~_grown(zone, 1) & _flat(ground)
    return {
        "text": _most(_mean(beyond)[zone] / contrast[zone]) / IN_TEXT,
        "edge": _most(_mean(beyond)[~zone]) / AT_EDGE,
        "flat": _most(apart[flat]) / FLAT,
    }


def _framed(pixels: Pixels) -> Pixels:
    """With paper around."""
    return np.pad(pixels, ((EDGE, EDGE), (EDGE, EDGE), (0, 0)), constant_values=255)


def _most(values: Pixels) -> float:
    return float(values.max(initial=0))


# --- the file


def _chunks(png: bytes) -> list[bytes]:
    """What a PNG holds beside its pixels: its head and the names of its parts, in order.

    Text, profiles, other frames and what follows the end are parts or heads of another kind.
    """
    parts, place = [png[:8]], 8
    while place + 8 <= len(png):
        (size,), name = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        content = png[place + 8 : place + 8 + size] if name == b"IHDR" else b""
        if name + content != parts[-1]:  # pixels may be cut into any number of parts
            parts.append(name + content)
        place += size + 12
    return [*parts, png[place:]]


def _pixels(png: bytes) -> Pixels:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), np.float32)


# --- pixels


def _beyond(pixels: Pixels, others: Pixels) -> Pixels:
    """How far each pixel is from anything that the other picture has there or beside it."""
    low, high = _spread(others, np.minimum), _spread(others, np.maximum)
    return np.asarray(np.maximum(np.maximum(pixels - high, low - pixels), 0), np.float32)


def _spread(pixels: Any, most: Callable[[Any, Any], Any]) -> Any:
    """The least or most (or sum) of each pixel and its eight neighbours."""
    wide = np.pad(pixels, [(1, 1), (1, 1), (0, 0)][: pixels.ndim], mode="edge")
    rows = most(most(wide[:-2], wide[1:-1]), wide[2:])
    return most(most(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def _mean(pixels: Pixels) -> Pixels:
    """The mean of each pixel and its eight neighbours."""
    return np.asarray(_spread(pixels, np.add) / 9, np.float32)


def _grown(mask: Mask, by: int) -> Mask:
    for _ in range(by):
        mask = _spread(mask, np.logical_or)
    return mask


def _flat(pixels: Pixels) -> Mask:
    """Pixels that are like all that lie within two of them."""
    alike = _spread(pixels, np.minimum) == _spread(pixels, np.maximum)
    return ~_grown(~alike.all(axis=2), 1)
