"""Pictures of a Word report that other fonts drew, and pictures that somebody changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from carbon_eia.drawing import Canvas
from carbon_eia.drawing.palette import ACCENT, MID, ShapeStyle
from carbon_eia.proof.documents.pixels import same_picture
from carbon_eia.report.docx import raster_pictures
from carbon_eia.report.docx.raster_pictures import Drawn, draw
from carbon_eia.report.docx.styles import TEXT_WIDTH

Edit = Callable[[str], str]

BAR = 'width="90"'


def _figure() -> str:
    """A drawing with texts at every anchor, numbers, signs, indices and shapes below texts."""
    canvas = Canvas(240)
    canvas.rect(60, 14, 90, 9, ShapeStyle(ACCENT))
    canvas.text(56, 21, "水泥熟料", anchor="end")
    canvas.text(154, 21, "381977.25 tCO2e", size=7)
    canvas.rect(60, 30, 40, 9, ShapeStyle(MID))
    canvas.text(56, 37, "外购电力", anchor="end")
    canvas.text(104, 37, "−4.38 %", size=7)
    canvas.text(120, 52, "0.83 万t/a", anchor="middle", bold=True)
    return canvas.svg("a figure")


SVG = _figure()


@cache
def drawn(svg: str) -> Drawn:
    """A drawing as this machine draws it."""
    return draw([svg], TEXT_WIDTH / 20)[0]


def stands(png: bytes) -> bool:
    """Whether a picture is taken for that of the figure."""
    right = drawn(SVG)
    return same_picture(right.pixels, png, right.vectors)


def of_texts(attribute: str) -> Edit:
    """Every text gets an attribute."""
    return lambda svg: re.sub(r"<(text|tspan)\b", rf"<\1 {attribute}", svg)


def scaled(factor: float) -> Edit:
    """Every font size is another."""
    return lambda svg: re.sub(
        r'font-size="([\d.]+)"', lambda m: f'font-size="{float(m[1]) * factor:.4f}"', svg
    )


def spread(step: float) -> Edit:
    """Glyphs are moved by turns a little to the right and to the left, as where advances are
    rounded."""
    shifts = " ".join(str(step if i % 2 else -step) for i in range(30))
    return lambda svg: re.sub(r"<text ((?:(?!dx=)[^>])*>)", rf'<text dx="{shifts}" \1', svg)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(of_texts('letter-spacing="0.05"'), id="wider"),
        pytest.param(of_texts('letter-spacing="-0.04"'), id="closer"),
        pytest.param(scaled(1.01), id="larger"),
        pytest.param(scaled(0.99), id="smaller"),
        pytest.param(spread(0.06), id="uneven"),
    ],
)
def test_a_picture_with_other_glyph_places_stands(change: Edit) -> None:
    """Where another Pango or font sets glyphs a little elsewhere, the picture shows the same."""
    other = drawn(change(SVG)).pixels
    assert other != drawn(SVG).pixels
    assert stands(other)


def test_a_picture_with_other_edges_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where edges are smoothed otherwise, the picture shows the same."""

    def image(page: object) -> Image.Image:
        fine = raster_pictures._fine(page)
        return fine.resize((fine.width // 4, fine.height // 4), Image.Resampling.BOX)

    monkeypatch.setattr(raster_pictures, "_image", image)
    other = draw([SVG], TEXT_WIDTH / 20)[0].pixels
    monkeypatch.undo()
    assert other != drawn(SVG).pixels
    assert stands(other)


def put(old: str, new: str) -> Edit:
    """A text of the drawing is another."""

    def change(svg: str) -> str:
        assert svg.count(old) == 1, old
        return svg.replace(old, new)

    return change


def exchanged(one: str, other: str) -> Edit:
    """Two words of the drawing change their places."""
    words = {one: other, other: one}
    return lambda svg: re.sub("|".join(words), lambda m: words[m[0]], svg)


FORGED = {
    "3 made 8": put("381977.25", "881977.25"),
    "8 made 9": put("381977.25", "391977.25"),
    "1 made 7": put("381977.25", "387977.25"),
    "5 made 6": put("381977.25", "381977.26"),
    "a minus taken away": put("−4.38", "4.38"),
    "a minus put in": put(">0.83", ">−0.83"),
    "a decimal point moved": put("4.38", "43.8"),
    "a decimal point taken away": put("4.38", "438"),
    "a digit taken away": put("0.83", "0.8"),
    "a digit put in": put("0.83", "0.833"),
    "digits exchanged": put("0.83", "0.38"),
    "a unit": put("万t/a", "万t/d"),
    "a multiple": put("万t", "千t"),
    "a per cent sign taken away": put(" %", ""),
    "a word": put("外购电力", "外供电力"),
    "a bar lengthened": put(BAR, 'width="91"'),
    "a bar moved": put('x="60" y="14"', 'x="61" y="14"'),
    "a bar taken away": lambda svg: re.sub(r"<rect[^>]*" + BAR + "[^>]*/>", "", svg),
    "colours exchanged": exchanged("#1d3a5c", "#8b96a5"),
    "a colour a little lighter": lambda svg: svg.replace("#1d3a5c", "#23405f"),
    "texts exchanged": exchanged("水泥熟料", "外购电力"),
    "a text moved": put('x="104" y="37"', 'x="107" y="37"'),
}  # fmt: skip


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("other_fonts", [False, True])
@pytest.mark.parametrize("what", FORGED)
def test_a_changed_drawing_does_not_stand(what: str, other_fonts: bool) -> None:
    """Another digit, sign, unit, bar or colour is met, also where other fonts drew the whole."""
    forged = FORGED[what](SVG)
    assert forged != SVG
    fonts = of_texts('letter-spacing="0.03"') if other_fonts else str
    assert not stands(drawn(fonts(forged)).pixels)


def png(change: Callable[[Image.Image], Image.Image | None], **more: Any) -> bytes:
    """The picture after a change of its pixels."""
    image = Image.open(io.BytesIO(drawn(SVG).pixels)).convert("RGB")
    image = change(image) or image
    stream = io.BytesIO()
    image.save(stream, "PNG", **more)
    return stream.getvalue()


def pasted(image: Image.Image) -> None:
    """A white patch over a number, and a part of another number on it."""
    x, y = (round(v * 220 / 72) for v in (104, 30))
    image.paste(image.crop((x, y + 45, x + 40, y + 70)), (x, y))


PIXELS: dict[str, Callable[[], bytes]] = {
    "a patch": lambda: png(pasted),
    "a white patch": lambda: png(
        lambda i: ImageDraw.Draw(i).rectangle((330, 90, 345, 115), fill="white")
    ),
    "a faint stroke": lambda: png(
        lambda i: ImageDraw.Draw(i).line((20, 160, 60, 160), fill="#f4f4f4")
    ),
    "another size": lambda: png(lambda i: i.resize((i.width, i.height - 1))),
    "all moved": lambda: png(
        lambda i: i.transform(i.size, Image.Transform.AFFINE, (1, 0, 4, 0, 1, 0))
    ),
    "a palette": lambda: png(lambda i: i.quantize(256)),
    "an alpha channel": lambda: png(lambda i: i.convert("RGBA")),
    "a colour profile": lambda: png(lambda i: None, icc_profile=b"x" * 128),
    "a second frame": lambda: png(
        lambda i: None, save_all=True, append_images=[Image.new("RGB", (9, 9), "red")]
    ),
    "bytes behind its end": lambda: drawn(SVG).pixels + b"x",
    "half of it": lambda: drawn(SVG).pixels[:900],
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("what", PIXELS)
def test_changed_pixels_do_not_stand(what: str) -> None:
    """What is painted over a picture or put into its file is met."""
    assert not stands(PIXELS[what]())


def test_the_same_pixels_in_another_file_stand() -> None:
    """Where PNG is compressed otherwise, the picture is the same."""
    other = png(lambda i: None, compress_level=1)
    assert other != drawn(SVG).pixels
    assert np.array_equal(
        *(np.asarray(Image.open(io.BytesIO(b))) for b in (other, drawn(SVG).pixels))
    )
    assert stands(other)
