"""Whether a font of a PDF draws what its text says: each glyph against that of the same character.

A font carries a table from glyphs to characters (ToUnicode), from which text is searched, copied
and read aloud. A forged table says 0.83 where 0.93 is drawn. Glyphs are compared by their outlines:
the same in the same version of a font, nearly the same in another.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from carbon_eia.proof.documents.look import Layer

__all__ = ["Font", "changed_glyphs"]

FILES = ("/FontFile3", "/FontFile2", "/FontFile")
"""Keys below which a font may be embedded."""

NEAR = 0.004
"""Share of the em by which measures of a glyph may differ in another version of its font; those of
two digits differ by three times as much and more."""

_CHARS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(r"<\s*([0-9A-Fa-f\s]*)>")


class Font:
    """A font as it is embedded: its name without the mark of a subset, its file and its table."""

    def __init__(self, name: str, program: bytes, table: bytes, rest: str) -> None:
        self.name, self.program, self.table = name, program, table
        self.digest = hashlib.sha256(b"|".join((program, table, rest.encode()))).hexdigest()

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Font:
        """The font of its dictionary in a PDF."""
        below = item["/DescendantFonts"][0].get_object() if "/DescendantFonts" in item else item
        descriptor = below.get("/FontDescriptor", {})
        files = (
            descriptor[k] for k in ("/FontFile3", "/FontFile2", "/FontFile") if k in descriptor
        )
        stream = next(files, None)
        program = b"" if stream is None else stream.get_object().get_data()
        table = item["/ToUnicode"].get_object().get_data()
        rest = f"{item.get('/Encoding')} {below.get('/CIDToGIDMap')} {below.get('/Subtype')}"
        return cls(str(item.get("/BaseFont", "")).rpartition("+")[2], program, table, rest)

    @cached_property
    def characters(self) -> dict[int, str]:
        """Number of each glyph → the characters that it stands for."""
        text = self.table.decode("latin-1")
        found: dict[int, str] = {}
        for part in _CHARS.findall(text):
            numbers = _HEX.findall(part)
            found |= {
                int(a, 16): _characters(b)
                for a, b in zip(numbers[::2], numbers[1::2], strict=False)
            }
        for part in _RANGES.findall(text):
            numbers = _HEX.findall(part)
            for a, b, c in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False):
                first, last = int(a, 16), int(b, 16)
                start = _characters(c)
                for i in range(min(last - first, 0xFFFF) + 1):
                    found[first + i] = start[:-1] + chr(ord(start[-1]) + i)
        return found

    @cached_property
    def measures(self) -> dict[int, tuple[float, ...]]:
        """Number of each glyph → area, centre and spread of its outline, in em."""
        from fontTools.pens.statisticsPen import StatisticsPen  # type: ignore[import-untyped]
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        font = TTFont(io.BytesIO(self.program))
        glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
        em = font["head"].unitsPerEm
        found: dict[int, tuple[float, ...]] = {}
        for number in self.characters:
            if number < len(order):
                pen = StatisticsPen(glyphset=glyphs)
                glyphs[order[number]].draw(pen)
                found[number] = (
                    pen.area / em / em, pen.meanX / em, pen.meanY / em,
                    pen.stddevX / em, pen.stddevY / em, pen.correlation / 4,
                )  # fmt: skip
        return found


def _characters(text: str) -> str:
    plain = "".join(text.split())
    return bytes.fromhex(plain.rjust(4, "0")).decode("utf-16-be", "replace")


def changed_glyphs(
    expected: Mapping[str, Sequence[Font]], found: Mapping[str, Sequence[Font]]
) -> Iterator[Layer]:
    """A layer for each character that a font does not draw as the font of that name does."""
    for name, fonts in found.items():
        known = expected.get(name, ())
        digests = {font.digest for font in known}
        for font in fonts:
            if font.digest not in digests and known:
                try:
                    yield from _changed(name, known, font)
                except Exception as error:  # a damaged font fails in any way that its reader can
                    yield Layer("glyph", f"{name}: {type(error).__name__}")


def _changed(name: str, known: Sequence[Font], font: Font) -> Iterator[Layer]:
    shapes: dict[str, list[tuple[float, ...]]] = {}
    for one in known:
        for number, characters in one.characters.items():
            if number in one.measures:
                shapes.setdefault(characters, []).append(one.measures[number])
    for number, characters in font.characters.items():
        own = font.measures.get(number)
        if own is None or not characters.strip():
            continue
        if not any(_near(own, shape) for shape in shapes.get(characters, ())):
            yield Layer("glyph", f"{name}: {characters}")


def _near(a: Sequence[float], b: Sequence[float]) -> bool:
    return all(abs(x - y) < NEAR for x, y in zip(a, b, strict=True))
