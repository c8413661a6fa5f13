"""The slip of units that would explain a figure."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.messages import in_languages
from carbon_eia.plausibility.thresholds import Slips

__all__ = ["slip"]


def slip(value: Fraction, low: Fraction, high: Fraction, slips: Slips) -> dict[str, str]:
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
