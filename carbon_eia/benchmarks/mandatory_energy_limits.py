"""The mandatory energy limits of a product: kept, broken, or not to be judged, and why."""

from __future__ import annotations

from typing import NamedTuple

from carbon_eia.benchmarks.specific_energy import EnergyComparison, EnergyFindings, EnergyGap
from carbon_eia.reference import Reason

__all__ = ["BROKEN", "KEPT", "OPEN", "UNKNOWN", "MandatoryLimit", "mandatory_limits"]

KEPT, BROKEN, OPEN, UNKNOWN = "kept", "broken", "open", "unknown"

METERED = (
    "ac_electricity",
    "coke",
    "comprehensive_ac_electricity",
    "comprehensive_energy_per_energy_factor",
    "furnace_electricity",
    "heat_coal",
    "process_energy",
    "smelting_electricity",
)
"""Indicators that are metered by themselves: the inventory does not give them."""


class MandatoryLimit(NamedTuple):
    """The limit of one indicator of a product at one level (GB 2: new plants, GB 3: operating).

    ``comparisons``: the figure beside every limit that may apply; several where the project does
    not state the variant. ``gap``: one of those that no figure can be held against. ``variants``:
    that the variant is not stated, and which there are.
    """

    product: str
    indicator: str
    level: str
    comparisons: tuple[EnergyComparison, ...]
    gap: EnergyGap | None = None
    variants: Reason | None = None

    @property
    def state(self) -> str:
        """Kept where the figure keeps every limit that may apply, broken where it keeps none.

        Between the strictest and the laxest of them, or where the standard corrects a limit by what
        is not known, it is open; without a figure it is unknown.
        """
        if not self.comparisons:
            return UNKNOWN
        if self.gap is not None or not all(c.judged for c in self.comparisons):
            return OPEN
        within = {c.within for c in self.comparisons}
        if len(within) > 1:
            return OPEN
        return KEPT if within == {True} else BROKEN

    @property
    def strictest(self) -> EnergyComparison:
        """The lowest of the limits that may apply."""
        return min(self.comparisons, key=lambda c: c.limit * c.unit.factor)

    @property
    def laxest(self) -> EnergyComparison:
        """The highest of them."""
        return max(self.comparisons, key=lambda c: c.limit * c.unit.factor)

    @property
    def metered(self) -> bool:
        """Whether the indicator is metered by itself and not stated."""
        return self.state == UNKNOWN and self.indicator in METERED

    @property
    def why(self) -> Reason | None:
        """Why the limit is not judged: what the standard corrects by, the figure, the variant."""
        if self.state == OPEN:
            said = [c.said for c in self.comparisons if not c.judged and c.said is not None]
            if said or self.variants is None:
                return said[0] if said else None
            return Reason("mandatory.variant", self.variants.params)
        return None if self.gap is None else self.gap.why


def mandatory_limits(product: str, findings: EnergyFindings, level: str) -> list[MandatoryLimit]:
    """The limits of a level that stand for a product, one for each indicator.

    A limit without variant speaks of every variant; of those with one, where the project does not
    say which, any may apply.
    """
    every = [
        (limit.level, limit.indicator, x)
        for x in (*findings.comparisons, *findings.gaps, *findings.candidates)
        for limit in (x.limit if isinstance(x, EnergyGap) else x,)
    ]
    found = []
    for indicator in dict.fromkeys(name for of, name, _ in every if of == level):
        here = [x for of, name, x in every if (of, name) == (level, indicator)]
        gaps = [x for x in here if isinstance(x, EnergyGap)]
        found.append(
            MandatoryLimit(
                product,
                indicator,
                level,
                tuple(x for x in here if isinstance(x, EnergyComparison)),
                gaps[0] if gaps else None,
                findings.product.note,
            )
        )
    return found
