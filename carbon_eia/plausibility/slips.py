"""The slip of units that would explain a figure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from carbon_eia.messages import in_languages

__all__ = ["slip"]


def slip(
    value: Fraction, low: Fraction, high: Fraction, slips: Mapping[str, Any]
) -> dict[str, str]:
    """What explains a figure outside its band: a slip of units, where one would."""
    tolerance = Fraction(slips["tolerance"])
    for text in slips["factors"]:
        factor = Fraction(text)
        for ratio, way in (
            (value / factor, "slip.large"),
            (value * factor, "slip.small"),
        ):
            if low / tolerance <= ratio <= high * tolerance:
                return in_languages("slip.units", {"times": text, "way": in_languages(way)})
    return in_languages("slip.unknown")
