"""Plots: matplotlib draws the axes of a figure, and what is in them, on our canvas.

Our renderer takes the place of matplotlib's own for SVG. Widths of texts are ours, so that no font
of the machine changes a byte; gases get their indices; there are no styles, ids and patterns, which
the page of a screening forbids and programs draw differently.
"""

# ruff: noqa: E402 — matplotlib warns while it is imported

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, cast

_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)  # that it cannot keep its cache in a closed home is nobody's concern

import numpy as np
from matplotlib import rc_context, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from carbon_eia.drawing.canvas import Canvas, number
from carbon_eia.drawing.palette import INK, SIZE, SOFT, STYLES, ShapeStyle

_log.setLevel(_level)

__all__ = ["Axes", "edges", "look", "mark", "place", "plot", "ticks"]

HEIGHT = 2000.0
"""Height of the sheet that matplotlib draws on; the canvas ends where the figure does."""

SETTINGS: Any = {key: x for key, x in rcParamsDefault.items() if not key.startswith("backend")}
SETTINGS |= {f"axes.spines.{side}": False for side in ("bottom", "left", "right", "top")}
SETTINGS |= {"axes.edgecolor": SOFT, "axes.linewidth": 0.6, "font.size": SIZE, "text.color": INK}
SETTINGS |= {"xtick.color": SOFT, "ytick.color": SOFT, "xtick.major.size": 0, "ytick.major.size": 0}
SETTINGS |= {"lines.scale_dashes": False, "lines.dashed_pattern": [3, 2], "text.parse_math": False}
"""All of matplotlib's settings, for a user's own settings must not change a figure."""

_ONE_AT_A_TIME = RLock()  # matplotlib's settings are those of the process


@contextmanager
def plot(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> Iterator[Axes]:
    """Axes that fill a rectangle of the canvas, drawn when the block ends; units are points.

    Nothing of them is shown but what the block asks for; `place` tells where a value stands. The
    URL of an artist is what a browser shows while the pointer rests on it.
    """
    wide = canvas.width
    with _ONE_AT_A_TIME, rc_context(SETTINGS):
        figure = Figure((wide / 72, HEIGHT / 72), dpi=72)
        box = left / wide, 1 - bottom / HEIGHT, (right - left) / wide, (bottom - top) / HEIGHT
        axes = figure.add_axes(box, xticks=[], yticks=[])
        axes.patch.set_visible(False)
        yield axes
        axes.tick_params(which="both", labelbottom=False, labelleft=False)
        axes.draw(_CanvasRenderer(canvas))
        _label_ticks(axes, canvas)
        canvas.grow(bottom)


def place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point of the axes stands on the canvas."""
    across, up = axes.transData.transform((x, y))
    return float(across), HEIGHT - float(up)


def edges(axes: Axes) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the axes on the canvas."""
    left, bottom, right, top = axes.bbox.extents
    return float(left), HEIGHT - float(top), float(right), HEIGHT - float(bottom)


def ticks(most: float, steps: int) -> list[float]:
    """Round numbers from 0 to at most ``most``, some ``steps`` of them beside 0.

    >>> ticks(2_200_000, 5)
    [0.0, 500000.0, 1000000.0, 1500000.0, 2000000.0]
    """
    found = MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]).tick_values(0, most)
    return [float(x) for x in found if 0 <= x <= most]


def look(style: str) -> dict[str, Any]:
    """A style of the palette, as matplotlib's artists are told it."""
    fill, edge, line, dash, hatch = STYLES[style]
    found = {"facecolor": fill, "edgecolor": edge or "none", "linewidth": line}
    dashes = (0, tuple(map(float, dash.split()))) if dash else "-"
    return {**found, "linestyle": dashes, "hatch": hatch or None}


def mark(canvas: Canvas, shape: str, x: float, y: float, size: float, fill: str) -> None:
    """A mark as matplotlib calls it, without axes: for a key."""
    marker, context = MarkerStyle(shape), GraphicsContextBase()
    context.set_linewidth(0)
    where = Affine2D(marker.get_transform().get_matrix()).scale(size).translate(x, HEIGHT - y)
    _CanvasRenderer(canvas).draw_path(context, marker.get_path(), where, to_rgba(fill))


class _CanvasRenderer(RendererBase):
    """What matplotlib calls to draw, with its names and arguments."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self.canvas = canvas

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.canvas.width, HEIGHT

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def draw_path(self, gc: Any, path: Path, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        down = transform + Affine2D().scale(1, -1).translate(0, HEIGHT)
        x, y, width, height = box = path.get_extents(down).bounds
        tag, where = "path", cast(dict[str, object], {"d": _commands(path, down)})
        if len(path) == len(Path.unit_circle()):
            tag, where = "circle", {"cx": x + width / 2, "cy": y + height / 2, "r": width / 2}
        edge = _colour(gc.get_rgb()) if gc.get_linewidth() else None
        dash = " ".join(map(number, gc.get_dashes()[1] or ())) or None
        fill = _colour(rgbFace) or "none"
        style = ShapeStyle(fill, edge, gc.get_linewidth(), dash, gc.get_hatch() or "")
        self.canvas.shape(tag, where, style, box, gc.get_url())


def _label_ticks(axes: Axes, canvas: Canvas) -> None:
    """The labels of the ticks, once the axes are drawn and know them.

    They are ours, as matplotlib would ask the fonts of the machine for the height of a line.
    """
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            label, size = tick.label1, tick.label1.get_fontproperties().get_size_in_points()
            if not label.get_text() or not low <= tick.get_loc() <= high:
                continue
            x, y = label.get_transform().transform(label.get_position())
            below = 0.8 if label.get_verticalalignment() == "top" else 0.4
            anchor = "middle" if axis is axes.xaxis else "end"
            canvas.text(x, HEIGHT - y + below * size, label.get_text(), size, anchor, fill=SOFT)


_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def _commands(path: Path, transform: Any) -> str:
    """A path as SVG writes it."""
    return "".join(
        _LETTERS[code] + " ".join(map(number, np.asarray(points).tolist()))
        if code in _LETTERS
        else "Z"
        for points, code in path.iter_segments(transform, simplify=False)
    )


def _colour(rgba: Any) -> str | None:
    """A colour as SVG writes it; None where it is transparent or not there."""
    return None if rgba is None or (len(rgba) > 3 and rgba[3] == 0) else to_hex(rgba)
