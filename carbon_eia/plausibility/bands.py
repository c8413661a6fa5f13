"""Bands of what is plausible, and how far outside one a figure cannot stand.

A band is plain data: a quantity (an indicator of a product, the ratio of a stated figure to a
published one) and its two ends. A figure outside warns. One that a slip of units of
``grave.slip`` (10³) would bring to the band decides nothing until it has been checked (law 7).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.messages import in_languages
from carbon_eia.plausibility.thresholds import Ends, PlausibilityThresholds, Slips
from carbon_eia.reference import Reason, Sector

__all__ = ["Band", "Implausibility", "band_of", "of_one_source", "required_methods", "slipped"]


class Implausibility(NamedTuple):
    """An implausible figure: where it stands, what is said of it, whether it bars a verdict."""

    where: str
    reason: Reason
    grave: bool = False


class Band(NamedTuple):
    """The ends of what is plausible, both within, and the smallest slip that bars a verdict."""

    low: Fraction
    high: Fraction
    slip: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether a figure is plausible."""
        return self.low <= value <= self.high

    def barred(self) -> tuple[Fraction | None, Fraction]:
        """The ends beyond which a figure bars a verdict: at or below one, at or above the other.

        >>> Band(Fraction(1, 2), Fraction(2), Fraction(1000)).barred()
        (Fraction(1, 500), Fraction(500, 1))

        A band that begins at zero has no lower end: None.
        """
        least = self.high / self.slip if self.low > 0 else None
        most = (self.low if self.low > 0 else self.high) * self.slip
        return (None if least is None else min(least, self.low)), max(most, self.high)

    def grave(self, value: Fraction) -> bool:
        """Whether a figure outside the band bars a verdict; a negative one always does, and no slip
        makes a zero."""
        if self.holds(value) or value == 0:
            return False
        if value < 0 <= self.low:
            return True
        least, most = self.barred()
        return value >= most or (least is not None and value <= least)


def slipped(
    parts: Sequence[tuple[str, str, Fraction]],
    total: Fraction,
    band: Band,
    slips: Slips,
    required: Collection[str],
    replaced: Collection[str] = (),
) -> tuple[str, str, bool] | None:
    """The one part whose slip would bring a total back into its band.

    ``parts``: name, group and share of each in the total. Gives the name, the size of the slip and
    whether the part is too small. A part is too small only in a group that is ``required``, where
    nothing stands in its place (the names ``replaced``), and where, mended, it would be the largest
    of its group; it is too large only where the total is far above the band and it is most of it.
    """
    far = total > band.high * Fraction(slips["tolerance"])
    for text in slips["factors"]:
        times = Fraction(text)
        for name, group, part in parts:
            others = sum((p for n, g, p in parts if g == group and n != name), Fraction(0))
            small = total < band.low and group in required and part * times > others
            small = small and name not in replaced
            if part > 0 and small and band.holds(total + part * (times - 1)):
                return name, text, True
            large = far and part * 2 > total
            if part > 0 and large and band.holds(total - part + part / times):
                return name, text, False
    return None


def of_one_source(
    found: tuple[str, str, bool] | None, params: Mapping[str, object]
) -> list[Implausibility]:
    """CE-W055: the source whose slip would bring a figure into its band; it bars a verdict."""
    if found is None:
        return []
    name, times, small = found
    way = in_languages("slip.source_small" if small else "slip.source_large")
    told = {**params, "source": name, "times": times, "way": way}
    return [Implausibility("sources", Reason("CE-W055", told, warn=True), True)]


def band_of(spec: Ends, bands: PlausibilityThresholds) -> Band:
    """A band of ``plausibility.toml`` or of a sector."""
    return Band(Fraction(spec["low"]), Fraction(spec["high"]), Fraction(bands["grave"]["slip"]))


def required_methods(sector: Sector) -> frozenset[str]:
    """The methods of which an inventory of a sector must hold a source."""
    return frozenset(m for r in sector.required for m in r["methods"])
