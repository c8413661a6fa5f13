"""Pictures of anybody: only their pixels travel, within bounds."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from carbon_eia.files.pictures import (
    LONGEST_SIDE,
    MAX_REDRAWN_BYTES,
    PictureError,
    redrawn,
    size_of,
)


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    """The bytes of a picture."""
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def plan(mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> Image.Image:
    """A drawing of one black square in the middle of white."""
    picture = Image.new(mode, size, "white")
    width, height = size
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 3, height // 3, width // 2, height // 2), "black")
    return picture


def test_nothing_but_pixels_travels() -> None:
    """Texts, places where a photograph was taken, and bytes behind the end are gone."""
    told = PngInfo()
    told.add_text("Comment", "hidden-words")
    place = Image.Exif()
    place[0x010E] = "hidden-words"
    png = saved(plan(), pnginfo=told) + b"hidden-words"
    jpeg = saved(plan(), "JPEG", exif=place, comment=b"hidden-words") + b"hidden-words"
    for raw in (png, jpeg):
        assert b"hidden-words" in raw
        drawn = redrawn(raw)
        assert b"hidden-words" not in drawn.content
        with Image.open(io.BytesIO(drawn.content)) as picture:
            assert not picture.getexif()
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert picture.convert("RGB").getpixel((120, 80)) == (0, 0, 0)


def test_the_same_file_gives_the_same_bytes() -> None:
    """What is drawn anew follows from the file alone."""
    raw = saved(plan())
    assert redrawn(raw) == redrawn(raw)
    assert redrawn(raw)[:3] == ("image/png", 300, 200)
    assert size_of(redrawn(raw).content) == (300, 200)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    """Black, grey, palettes, clear grounds and sixteen bits of grey: black stays black on white."""
    picture = plan("RGB")
    if mode == "RGBA":
        picture.putalpha(255)
    kept = picture.convert("L").convert("I;16") if mode == "I;16" else picture.convert(mode)
    if mode == "I;16":
        kept = Image.frombytes("I;16", kept.size, b"".join(
            struct.pack("<H", 257 * v) for v in picture.convert("L").tobytes()
        ))  # fmt: skip
    drawn = Image.open(io.BytesIO(redrawn(saved(kept)).content)).convert("RGB")
    assert drawn.getpixel((120, 80)) == (0, 0, 0)
    assert drawn.getpixel((5, 5)) == (255, 255, 255)


def test_a_clear_ground_is_white() -> None:
    """What lets the ground through is white, on paper as on a dark screen."""
    drawn = redrawn(saved(Image.new("RGBA", (10, 10), (255, 0, 0, 0))))
    assert Image.open(io.BytesIO(drawn.content)).convert("RGB").getpixel((3, 3)) == (255,) * 3


def test_a_large_picture_is_made_smaller() -> None:
    """No side is longer than a page can show, and no picture larger than a report can carry."""
    noise = Image.effect_noise((1900, 1400), 90)
    drawn = redrawn(saved(noise))
    assert max(drawn.width, drawn.height) <= LONGEST_SIDE
    assert len(drawn.content) <= MAX_REDRAWN_BYTES
    assert redrawn(saved(plan(size=(3200, 1600))))[:3] == ("image/png", LONGEST_SIDE, 800)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"GIF89a" + bytes(40),
        saved(plan())[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
)
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    """Another kind of file, or one that is cut off, is no picture."""
    with pytest.raises(PictureError) as caught:
        redrawn(raw)
    assert caught.value.reason == "kind"


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    """A file of some bytes that claims a billion pixels is told by its head."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    chunks = b""
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        checksum = zlib.crc32(kind + data)
        chunks += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
    with pytest.raises(PictureError) as caught:
        redrawn(b"\x89PNG\r\n\x1a\n" + chunks)
    assert caught.value.reason == "large"
