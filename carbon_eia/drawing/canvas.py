"""A sheet of vector graphics: shapes and text as text, escaped, the same bytes every time.

Unit: point (1/72 inch). Only what WeasyPrint, browsers, Word and pdfium draw alike is used:
presentation attributes, no CSS, no patterns, no ids that a page might double.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from carbon_eia.drawing.palette import INK, LEADING, SIZE, STYLES, WIDTH, ShapeStyle

__all__ = ["Canvas", "number"]

FAMILY = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"

STRIDE = 3.4
"""Way from one line of a hatch to the next, measured along the edge."""

_INDEX = re.compile(  # low in gases, high in units
    r"(?P<low>(?<=CO|CH|SF|NF)[2346](?![0-9])|(?<=N)2(?=O))"
    r"|(?:(?<![A-Za-z])(?<=m)|(?<=Nm))[23](?![A-Za-z0-9])"
)
_LONG = re.compile(r"([−-]?)(\d{4,12})(?:\.\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


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
        style: ShapeStyle,
        box: tuple[float, float, float, float] = (0, 0, 0, 0),
        tip: str | None = None,
    ) -> None:
        """An SVG element; ``box`` (x, y, width, height) is what a hatch fills.

        ``tip`` is what a browser shows while the pointer rests on the shape.
        """
        if style.hatch:  # drawn line by line: patterns are not drawn alike by every program
            self.shape(tag, where, ShapeStyle(style.fill))
            d = "".join(_strokes(*box, style.hatch))
            self.shape("path", {"d": d}, ShapeStyle(edge=style.edge, line=0.8))
        look: dict[str, object] = {"fill": "none" if style.hatch else style.fill}
        if style.edge:
            look |= {"stroke": style.edge, "stroke-width": style.line}
            look |= {"stroke-dasharray": style.dash}
        end = "/>" if tip is None else f"><title>{clean(tip)}</title></{tag}>"
        self.parts.append(f"<{tag}{_attributes({**where, **look})}{end}")

    def rect(
        self, x: float, y: float, width: float, height: float, style: ShapeStyle, radius: float = 0
    ) -> None:
        """A rectangle."""
        where = {"x": x, "y": y, "width": width, "height": height, "rx": radius or None}
        self.shape("rect", where, style, (x, y, width, height))
        self.grow(y + height)

    def swatch(self, style: str, x: float, y: float, width: float, height: float) -> None:
        """A rectangle in one of the styles of the palette."""
        self.rect(x, y, width, height, STYLES[style])

    def line(self, x1: float, y1: float, x2: float, y2: float, style: ShapeStyle) -> None:
        """A straight line."""
        self.shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, style)
        self.grow(max(y1, y2))

    def circle(self, x: float, y: float, r: float, style: ShapeStyle) -> None:
        """A circle."""
        self.shape("circle", {"cx": x, "cy": y, "r": r}, style)
        self.grow(y + r)

    def path(self, d: str, style: ShapeStyle) -> None:
        """A path; what it needs below the last text must be told with ``grow``."""
        self.shape("path", {"d": d}, style)

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        size: float = SIZE,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
        grouped: bool = True,
    ) -> None:
        """One line with its baseline at ``y``, or lines that are centred upright on it.

        Gases and powers get their indices, a number its thousands set apart (``grouped``: a year
        is no such number).
        """
        if not isinstance(text, str):
            y += size * (0.36 - LEADING * (len(text) - 1) / 2)
            for i, line in enumerate(text):
                self.text(x, y + i * size * LEADING, line, size, anchor, bold, fill, grouped)
            return
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

    def svg(self, alt: str, scale: float = 1) -> str:
        """The figure as an SVG element; ``alt`` says in words what it shows.

        ``scale``: how large it is shown where nothing else is said.
        """
        width, height = number(self.width), number(self.bottom + 1)
        shown = number(self.width * scale), number((self.bottom + 1) * scale)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{shown[0]}pt" height="{shown[1]}pt" role="img" '
            f'font-family={quoteattr(FAMILY)} fill="{INK}">'
            f"<title>{clean(alt)}</title>" + "".join(self.parts) + "</svg>"
        )


def number(x: float) -> str:
    """A coordinate: at most two decimals, none where none are needed.

    >>> number(3.0), number(2.505001), number(-0.001)
    ('3', '2.51', '0')
    """
    shown = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def clean(text: str) -> str:
    """A text that may stand in XML: escaped, without characters that XML does not know.

    >>> clean("<b>&\\x01")
    '&lt;b&gt;&amp; '
    """
    return escape(_CONTROL.sub(" ", text))


def marked(text: str, size: float, start: int = 0) -> str:
    """A text with the indices of gases low and of units high; copied, it is as it was.

    >>> marked("tCO2/t", 10)
    'tCO<tspan dy="2.2" font-size="7">2</tspan><tspan dy="-2.2">/t</tspan>'
    """
    found = _INDEX.search(text, start)
    if found is None:
        return clean(text[start:])
    shift = size * (0.22 if found["low"] else -0.38)
    rest = marked(text, size, found.end())
    return (
        f"{clean(text[start : found.start()])}"
        f"<tspan{_attributes({'dy': shift, 'font-size': size * 0.7})}>{found[0]}</tspan>"
        + (f"<tspan{_attributes({'dy': -shift})}>{rest}</tspan>" if rest else "")
    )


def _gaps(text: str, size: float) -> str | None:
    """Room before each group of thousands, character by character, as ``dx`` of a number.

    >>> _gaps("1188633.51", 10), _gaps("0.83", 10)
    ('0 0.97 0 0 0.97', None)
    """
    found = _LONG.fullmatch(text)
    if found is None:
        return None
    sign, digits = len(found[1]), len(found[2])
    ahead = range(sign + (digits - 1) % 3 + 1, sign + digits, 3)
    return " ".join(number(size * 0.097 * (i in ahead)) for i in range(ahead[-1] + 1))


def _strokes(x: float, y: float, width: float, height: float, hatch: str) -> Iterator[str]:
    """The lines of a hatch, each cut at the edges of its rectangle."""
    flat = hatch == "-"
    reach = STRIDE / (4 if flat else 2)
    while reach < (height if flat else width + height):
        start, end = (0.0, width) if flat else (max(0.0, reach - height), min(width, reach))
        ends = (reach, reach) if flat else (reach - start, reach - end)
        if hatch == "\\":
            ends = height - ends[0], height - ends[1]
        points = (x + start, y + ends[0], x + end, y + ends[1])
        yield "M{} {}L{} {}".format(*map(number, points))
        reach += STRIDE / (2 if flat else 1)


def _attributes(pairs: Mapping[str, object]) -> str:
    return "".join(
        f" {key}={quoteattr(number(x) if isinstance(x, int | float) else str(x))}"
        for key, x in pairs.items()
        if x is not None
    )
