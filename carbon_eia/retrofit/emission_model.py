"""The inventory of any set of measures: each source, as changed, is accounted once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction

from carbon_eia.energy import heat_content
from carbon_eia.inventory import Inventory, SourceEmission, take_inventory
from carbon_eia.project import Source
from carbon_eia.reference import Sector, World
from carbon_eia.units import Quantity

__all__ = ["EmissionModel"]


class EmissionModel:
    """Accounts sources of one project, and remembers what it has accounted.

    ``green_is_zero``: whether green power that is bought with proof counts as zero; else it is grid
    power, as where the instrument of the value compared with does not say so. ``sector_of``: the
    sector of a source, where they are not all of the one ``sector``.
    """

    def __init__(
        self,
        sector: Sector,
        world: World,
        region: str,
        year: int,
        green_is_zero: bool = True,
        sector_of: Callable[[Source], Sector] | None = None,
    ) -> None:
        self.sector = sector
        self.sector_of = sector_of
        self.world = world
        self.region = region
        self.year = year
        self.green_is_zero = green_is_zero
        self._emitted: dict[Hashable, SourceEmission] = {}
        self._same: dict[int, tuple[Source, SourceEmission]] = {}

    def inventory(self, sources: Sequence[Source]) -> Inventory:
        """The inventory of sources, those that are as they were before taken over.

        Raises InputError with the problems of all of them together.
        """
        if not self.green_is_zero:
            sources = [_as_grid(s) if s.supply == "green" else s for s in sources]
        fresh = [s for s in sources if self._of(s) is None]
        for emission in take_inventory(
            fresh, self.sector, self.world, self.region, self.year, self.sector_of
        ).emissions:
            self._emitted[_marks(emission.source)] = emission
        found = [self._of(s) for s in sources]
        return Inventory(tuple(e for e in found if e is not None))

    def counting_green_as(self, zero: bool) -> EmissionModel:
        """A model that counts bought green power as zero, or as grid power.

        They remember together: what a source emits is the same once it is said how it counts.
        """
        if zero == self.green_is_zero:
            return self
        other = EmissionModel(self.sector, self.world, self.region, self.year, zero, self.sector_of)
        other._emitted, other._same = self._emitted, self._same
        return other

    def heat(self, source: Source) -> Fraction | None:
        """GJ in one unit of what the source uses, in the unit in which it is stated."""
        activity = source.activity
        if activity is None:
            return None
        return heat_content(self.inventory([source.with_activity(Fraction(1))]).emissions[0])

    def _of(self, source: Source) -> SourceEmission | None:
        """What was accounted for this source, or for one of the same figures."""
        same = self._same.get(id(source))
        if same is not None:
            return same[1]
        emission = self._emitted.get(_marks(source))
        if emission is not None:
            self._same[id(source)] = source, emission  # held, so that its id stays its own
        return emission


def _as_grid(source: Source) -> Source:
    return source._replace(counted_as="bought")


def _marks(source: Source) -> Hashable:
    """Everything of a source that its emission depends on."""
    return (
        source._replace(parameters={}, steam=None, hot_water=None, uncertainty=None)[:7],
        source.account,
        source.gas,
        source.item,
        source.direction,
        source.counted_as,
        source.products,
        *(_held(h) for h in (source.parameters, source.steam, source.hot_water, source.shares)),
    )


def _held(given: Mapping[str, Quantity] | None) -> Hashable:
    if given is None:
        return None
    return tuple((k, q.value, q.unit.text) for k, q in given.items())
