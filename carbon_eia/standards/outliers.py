"""Which plants stand apart: a mark for a person to look at, never a reason to leave one out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log
from statistics import median

from carbon_eia.standards.derivation import Flag, Flags, Plant

__all__ = ["outliers"]

PLACES = 4
"""Decimals of a z that is shown."""

DIGITS = 6
"""Figures that are kept of the spread."""


def outliers(plants: Sequence[Plant], threshold: Fraction, scale: Fraction) -> Flags:
    """Plants whose intensity stands apart by the robust z of its logarithm.

    z = (ln x − median) ÷ (scale × MAD), MAD the median of |ln x − median|; flagged where |z| is
    above the threshold. Where the MAD is 0 (more than half of the plants alike) z has no meaning
    and nobody is flagged.

    Source: Iglewicz and Hoaglin (1993), 3.3: threshold 3.5, scale 1.4826.

    >>> def plant(i, x): return Plant(str(i), Fraction(x), Fraction(1), Fraction(x))
    >>> found = outliers([plant(i, x) for i, x in enumerate((10, 11, 12, 13, 90))],
    ...                  Fraction("3.5"), Fraction("1.4826"))
    >>> [f.key for f in found.flagged], found.no_spread
    (['4'], False)
    >>> outliers([plant(i, x) for i, x in enumerate((1, 1, 1, 9))],
    ...          Fraction("3.5"), Fraction("1.4826")).no_spread
    True
    """
    logs = [log(float(p.intensity)) for p in plants]
    middle = median(logs)
    spread = float(scale) * median([abs(x - middle) for x in logs])
    if spread == 0:  # logarithms of equal intensities are equal to the last bit
        return Flags(threshold, scale, Fraction(0), ())
    marks = [(p.key, (x - middle) / spread) for p, x in zip(plants, logs, strict=True)]
    flagged = [(key, z) for key, z in marks if abs(z) > threshold]
    flagged.sort(key=lambda mark: (-abs(mark[1]), mark[0]))
    return Flags(
        threshold,
        scale,
        Fraction(f"{spread:.{DIGITS}g}"),
        tuple(Flag(key, Fraction(str(round(z, PLACES)))) for key, z in flagged),
    )
