"""What a figure is, and what all of them read from a Run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from carbon_eia.report import show

__all__ = ["Figure", "approx"]


class Figure(NamedTuple):
    """One figure: its key, its caption without a number, its message in words, its drawing.

    ``svg`` is finished and escaped markup; ``alt`` and ``caption`` are plain text.
    """

    name: str
    caption: str
    alt: str
    svg: str


def approx(quantity: Mapping[str, Any] | str) -> float:
    """A number of the Run as a length: for drawing only, never for show."""
    return float(show.exact(quantity))
