"""Pictures of anybody: decoded within bounds and drawn anew, so that nothing but pixels travels."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "LONGEST_SIDE",
    "MAX_PICTURE_BYTES",
    "MAX_REDRAWN_BYTES",
    "PictureError",
    "Redrawn",
    "redrawn",
    "size_of",
]

MAX_PICTURE_BYTES = 20 * 1024 * 1024
"""Largest file of a picture that is read."""

MAX_PIXELS = 40_000_000
"""Most pixels of a picture that is decoded."""

MAX_SIDE = 65_535
"""Most pixels of a side: a JPEG can say no more, and a longer line takes gigabytes to shorten."""

MAX_SCANNED = 500_000_000
"""Most pixels times scans of a JPEG: each scan goes over the whole picture again, and a photograph
has some ten."""

_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""What begins a segment of a JPEG; other bytes behind 0xff belong to a scan."""

LONGEST_SIDE = 1600
"""Most pixels of a side once drawn anew: 250 to the inch over the width of a page."""

MAX_REDRAWN_BYTES = 400_000
"""Most bytes of a picture drawn anew; a larger one loses detail until it fits."""

SHRINK = Fraction(4, 5)
"""What each side of a picture that does not fit is taken times, until it does."""

QUALITY = 88
"""Of a JPEG, of 100: no blocks are seen at the size of a page."""


class PictureError(ValueError):
    """Why a picture is refused: ``kind`` (no PNG or JPEG), ``large`` (too many pixels)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


class Redrawn(NamedTuple):
    """A picture as documents carry it; ``kind``: image/png or image/jpeg."""

    kind: str
    width: int
    height: int
    content: bytes


def redrawn(raw: bytes) -> Redrawn:
    """The pixels of a PNG or JPEG file on white, without anything else that the file holds.

    Text, places, profiles, previews, further frames and bytes behind the end are gone; a picture
    that is larger than a page can show is made smaller.

    Raises PictureError.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings(), _whole_pictures():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE:
                    raise PictureError("large", f"{opened.width} × {opened.height}")
                drawn_lines = opened.format == "PNG"
                scans = 1 if drawn_lines else _scans(raw)
                if opened.width * opened.height * scans > MAX_SCANNED:
                    raise PictureError("large", f"{opened.width} × {opened.height} × {scans}")
                pixels = _plain(opened)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError("large", str(error)) from None
    except Exception as error:  # a damaged file may fail in any way that its library can
        raise PictureError("kind", str(error)) from None
    return _encoded(pixels, drawn_lines)


def _scans(raw: bytes) -> int:
    """How often a JPEG goes over its pixels."""
    at, count = 2, 0
    while (marker := _MARKER.search(raw, at)) is not None:
        at, kind = marker.end(), marker[0][-1]
        if kind == 0xD9:  # its end
            break
        if kind not in (0x01, 0xD8):  # all others say how long they are
            at += int.from_bytes(raw[at : at + 2])
        count += kind == 0xDA
    return count


@contextmanager
def _whole_pictures() -> Iterator[None]:
    """A picture that is cut off is an error, whatever other libraries have asked of Pillow."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height that the head of a picture states; nothing is decoded.

    Raises PictureError where it is no PNG or JPEG.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            return opened.size
    except Exception as error:
        raise PictureError("kind", str(error)) from None


def _plain(opened: Image.Image) -> Image.Image:
    """Upright pixels on white, in grey or in colours, with nothing beside them."""
    from PIL import Image, ImageOps

    turned: Image.Image = opened
    ImageOps.exif_transpose(turned, in_place=True)
    if turned.mode.startswith("I"):  # sixteen bits of grey
        turned = turned.convert("I").point(lambda value: value / 257).convert("L")
    if turned.mode not in ("1", "L", "RGB"):
        kind = "RGB" if turned.mode == "CMYK" else "RGBA"
        turned = turned if turned.mode == kind else turned.convert(kind)
    if turned.mode == "RGBA":
        white = Image.new("RGBA", turned.size, "white")
        white.alpha_composite(turned)
        turned = white.convert("RGB")
    kept = turned.convert("L") if turned.mode == "1" else turned
    longest = max(kept.size)
    small = kept if longest <= LONGEST_SIDE else _smaller(kept, Fraction(LONGEST_SIDE, longest))
    return Image.frombytes(small.mode, small.size, small.tobytes())


def _smaller(pixels: Image.Image, scale: Fraction) -> Image.Image:
    from PIL import Image

    width, height = (max(1, round(side * scale)) for side in pixels.size)
    return pixels.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(pixels: Image.Image, drawn_lines: bool) -> Redrawn:
    """As PNG where it was one and stays small, else as JPEG, made smaller until it fits."""
    while True:
        for kind in ("png", "jpeg") if drawn_lines else ("jpeg",):
            stream = io.BytesIO()
            if kind == "png":
                pixels.save(stream, "PNG", optimize=True)
            else:
                pixels.save(stream, "JPEG", quality=QUALITY, optimize=True)
            content = stream.getvalue()
            if len(content) <= MAX_REDRAWN_BYTES:
                return Redrawn(f"image/{kind}", *pixels.size, content)
        pixels = _smaller(pixels, SHRINK)
