"""A sheet of vector graphics: shapes and text as text, escaped, the same bytes every time.

Unit: point (1/72 inch). Only what WeasyPrint, browsers, Word and pdfium draw alike is used:
presentation attributes, no CSS, no patterns, no ids that a page might double.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from carbon_eia.drawing.palette import ACCENT, HAIR, INK, LEADING, SIZE, STYLES, WIDTH

__all__ = ["Canvas"]

FAMILY = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"

_BELOW = re.compile(r"((?<=CO|CH|SF|NF)[2346](?![0-9])|(?<=N)2(?=O))")
_ABOVE = re.compile(r"(?<![A-Za-z])(?<=m)([23])(?![A-Za-z0-9])|(?<=Nm)([23])(?![A-Za-z0-9])")
_LONG = re.compile(r"([−-]?)(\d{4,12})(?:\.\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def number(x: float) -> str:
    """A coordinate: at most two decimals, none where none are needed.

    >>> number(3.0), number(2.505001), number(-0.001)
    ('3', '2.51', '0')
    """
    shown = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


class Canvas:
    """Shapes and texts in the order in which they are drawn; ``bottom`` is how far down they go."""

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.parts: list[str] = []
        self.bottom = 0.0

    def grow(self, bottom: float) -> None:
        """The sheet reaches at least this far down."""
        self.bottom = max(self.bottom, bottom)

    def shape(
        self,
        tag: str,
        where: Mapping[str, object],
        fill: str = "none",
        edge: str | None = None,
        line: float = 0.6,
        dash: str | None = None,
        tip: str | None = None,
    ) -> None:
        """An SVG element; ``tip`` is what a browser shows while the pointer rests on it."""
        look: dict[str, object] = {"fill": fill}
        if edge is not None:
            look |= {"stroke": edge, "stroke-width": line, "stroke-dasharray": dash}
        end = "/>" if tip is None else f"><title>{clean(tip)}</title></{tag}>"
        self.parts.append(f"<{tag}{_attributes({**where, **look})}{end}")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = ACCENT,
        edge: str | None = None,
        line: float = 0.6,
        dash: str | None = None,
        radius: float = 0,
    ) -> None:
        """A rectangle."""
        where = {"x": x, "y": y, "width": width, "height": height, "rx": radius or None}
        self.shape("rect", where, fill, edge, line, dash)
        self.grow(y + height)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, edge: str = HAIR, line: float = 0.6,
        dash: str | None = None,
    ) -> None:  # fmt: skip
        """A straight line."""
        self.shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, "none", edge, line, dash)
        self.grow(max(y1, y2))

    def circle(self, x: float, y: float, r: float, fill: str, edge: str = ACCENT) -> None:
        """A circle."""
        self.shape("circle", {"cx": x, "cy": y, "r": r}, fill, edge, 0.8)
        self.grow(y + r)

    def path(
        self,
        d: str,
        fill: str = "none",
        edge: str | None = None,
        line: float = 0.6,
        dash: str | None = None,
        tip: str | None = None,
    ) -> None:
        """A path; what it needs below the last text must be told with ``grow``."""
        self.shape("path", {"d": d}, fill, edge, line, dash, tip)

    def swatch(self, style: str, x: float, y: float, width: float, height: float) -> None:
        """A rectangle in one of the styles, its hatch drawn line by line."""
        fill, edge, line, dash, hatch = STYLES[style]
        self.rect(x, y, width, height, fill, None if hatch else edge, line, dash)
        if hatch:
            self.hatch(x, y, width, height, hatch, edge or INK)
            self.rect(x, y, width, height, "none", edge, line, dash)

    def hatch(self, x: float, y: float, width: float, height: float, hatch: str, ink: str) -> None:
        """The lines of a hatch within a rectangle."""
        drawn = "".join(
            f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
            for x1, y1, x2, y2 in _strokes(x, y, width, height, hatch)
        )
        if drawn:
            self.path(drawn, "none", ink, 0.8)

    # --- text
    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SIZE,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
        grouped: bool = True,
    ) -> None:
        """One line of text with its baseline at ``y``; gases and powers get their indices,
        a number its thousands set apart (``grouped``: a year is no such number).
        """
        attributes: dict[str, object] = {
            "x": x,
            "y": y,
            "dx": _gaps(text, size) if grouped else None,
            "font-size": size,
            "text-anchor": None if anchor == "start" else anchor,
            "font-weight": "bold" if bold else None,
            "fill": None if fill == INK else fill,
        }
        self.parts.append(f"<text{_attributes(attributes)}>{marked(text, size)}</text>")
        self.grow(y + size * 0.32)

    def lines(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        size: float = SIZE,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
    ) -> None:
        """Lines of text, centred upright on ``middle``."""
        step = size * LEADING
        y = middle - step * (len(lines) - 1) / 2 + size * 0.36
        for i, text in enumerate(lines):
            self.text(x, y + i * step, text, size, anchor, bold, fill)

    # --- the finished sheet

    def svg(self, alt: str) -> str:
        """The figure as an SVG element; ``alt`` says in words what it shows."""
        height = number(self.bottom + 1)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {height}" '
            f'width="{number(self.width)}pt" height="{height}pt" role="img" '
            f'font-family={quoteattr(FAMILY)} fill="{INK}">'
            f"<title>{clean(alt)}</title>" + "".join(self.parts) + "</svg>"
        )


STRIDE = 3.4
"""Way from one line of a hatch to the next, measured along the edge."""


def _strokes(
    x: float, y: float, width: float, height: float, hatch: str
) -> Iterator[tuple[float, float, float, float]]:
    """The lines of a hatch, each cut at the edges of its rectangle."""
    right, bottom = x + width, y + height
    if hatch == "-":
        at = y + STRIDE / 4
        while at < bottom:
            yield x, at, right, at
            at += STRIDE / 2
        return
    reach = STRIDE / 2
    while reach < width + height:  # measured from the corner in which the lines are shortest
        start, end = max(x, x + reach - height), min(right, x + reach)
        if hatch == "/":
            yield start, y + reach - (start - x), end, y + reach - (end - x)
        else:
            yield start, bottom - reach + (start - x), end, bottom - reach + (end - x)
        reach += STRIDE


def clean(text: str) -> str:
    """A text that may stand in XML: escaped, without characters that XML does not know.

    >>> clean("<b>&\\x01")
    '&lt;b&gt;&amp; '
    """
    return escape(_CONTROL.sub(" ", text))


def marked(text: str, size: float) -> str:
    """A text with the indices of gases low and of units high; copied, it is as it was.

    >>> marked("tCO2/t", 10)
    'tCO<tspan dy="2.2" font-size="7">2</tspan><tspan dy="-2.2">/t</tspan>'
    """
    parts = re.split(f"{_BELOW.pattern}|{_ABOVE.pattern}", text)
    # split gives text, then one field for each of the three groups, again and again
    found, shift = "", 0.0
    for i, part in enumerate(parts):
        if not part:
            continue
        kind = i % 4
        if kind == 0:
            found += _shifted(clean(part), -shift, None) if shift else clean(part)
            shift = 0.0
        else:
            wanted = size * (0.22 if kind == 1 else -0.38)
            found += _shifted(clean(part), wanted - shift, size * 0.7)
            shift = wanted
    return found


def _shifted(escaped: str, dy: float, size: float | None) -> str:
    attributes: dict[str, object] = {"dy": dy, "font-size": size}
    return f"<tspan{_attributes(attributes)}>{escaped}</tspan>"


def _gaps(text: str, size: float) -> str | None:
    """Room before each group of thousands, character by character, as ``dx`` of a number.

    >>> _gaps("1188633.51", 10), _gaps("0.83", 10)
    ('0 0.97 0 0 0.97', None)
    """
    found = _LONG.fullmatch(text)
    if found is None:
        return None
    sign, digits = len(found[1]), len(found[2])
    ahead = [i for i in range(1, digits) if (digits - i) % 3 == 0]
    gap = number(size * 0.097)
    return " ".join(gap if i - sign in ahead else "0" for i in range(sign + ahead[-1] + 1))


def _attributes(pairs: dict[str, object]) -> str:
    found = ""
    for key, value in pairs.items():
        if value is not None:
            shown = number(value) if isinstance(value, int | float) else str(value)
            found += f" {key}={quoteattr(shown)}"
    return found
