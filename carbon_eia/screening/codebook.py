"""What the codes of a table stand for: sectors, grid factors, outcomes, units.

The codes of a batch are its own; those here are the same in every batch of the table.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from threading import RLock
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from carbon_eia.benchmarks import Benchmark
from carbon_eia.reference import Value, World, policies_in, policy_regions
from carbon_eia.screening.arrays import Floats, Integers, combinations
from carbon_eia.screening.cells import as_integer, is_blank
from carbon_eia.screening.column_heads import ColumnHead, plain_target
from carbon_eia.screening.column_kinds import OWN, ColumnKinds, column_kinds
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.outcome import RowOutcome
from carbon_eia.screening.rows import ColumnMapping, column_mapping

__all__ = ["Codebook", "GridPlace", "Numbering"]

T = TypeVar("T", bound=Hashable)


class Numbering(Generic[T]):
    """Values, each with the code that it is given when it is first met, by whatever thread."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self._codes: dict[T, int] = {}
        self._lock = RLock()

    def code(self, value: T) -> int:
        """The index of a value in ``values``."""
        with self._lock:
            if value not in self._codes:
                self.values.append(value)
                self._codes[value] = len(self.values) - 1
            return self._codes[value]


class GridPlace(NamedTuple):
    """A factor of electricity, and the regions whose rules go with it; equal by what they are.

    ``ident``: of the factor's citation.
    """

    ident: str
    regions: tuple[str, ...]


class Codebook:
    """The codes of one table; ``factors``: the factor of electricity of each of ``grids``."""

    def __init__(
        self, heads: Sequence[ColumnHead], world: World, benchmarks: Sequence[Benchmark] = ()
    ) -> None:
        self.heads = tuple(heads)
        self.world = world
        self.sectors: Numbering[str] = Numbering()
        self.grids: Numbering[GridPlace] = Numbering()
        self.factors: dict[str, Value | None] = {}
        self.outcomes: Numbering[RowOutcome] = Numbering()
        self.units: Numbering[str] = Numbering()
        self.layouts: dict[str, tuple[ColumnMapping, ColumnKinds]] = {}
        self.at = {key: self.place("project", key) for key in OWN}
        self._regions = {b.instrument.region for b in benchmarks} | policy_regions(world)
        self._sector_codes: dict[str, int] = {}
        self._grid_codes: dict[tuple[str, str], int] = {}

    def place(self, section: str, key: str) -> int | None:
        """The column of a field that does not depend on the sector."""
        for i, head in enumerate(self.heads):
            target = None if head.fixed else plain_target(head.label)
            if target is not None and (target.section, target.key) == (section, key):
                return i
        return None

    def layout(self, sector: str) -> tuple[ColumnMapping, ColumnKinds]:
        """What the columns mean in a sector."""
        if sector not in self.layouts:
            layout = column_mapping(self.heads, sector, self.world)
            self.layouts[sector] = layout, column_kinds(layout)
        return self.layouts[sector]

    def sectors_of(self, batch: Batch) -> Integers:
        """The code of the sector of each row, −1 for one that is not known."""
        column = self.at["sector"]
        if column is None:
            return np.full(batch.rows, -1, np.int32)
        codes, texts = batch.codes(column)
        known = [*map(self._sector_code, texts), -1]
        found: Integers = np.array(known, np.int32)[codes]
        return found

    def _sector_code(self, text: str) -> int:
        if text not in self._sector_codes:
            ident = self.world.sector_id(text)
            self._sector_codes[text] = -1 if ident is None else self.sectors.code(ident)
        return self._sector_codes[text]

    def grids_of(self, batch: Batch) -> Integers:
        """The code of the grid factor of each row: −1 for a region or year that is not known."""
        region, year = self.at["region"], self.at["year"]
        if region is None or year is None:
            return np.full(batch.rows, -1, np.int32)
        number, first = combinations([batch.codes(c).codes for c in (region, year)], batch.rows)
        pairs = ((batch.cell(row, region), batch.cell(row, year)) for row in first.tolist())
        return np.array([self._grid_code(*pair) for pair in pairs], np.int32)[number]

    def _grid_code(self, region: str, year: str) -> int:
        key = region, year
        if key not in self._grid_codes:
            whole = as_integer(year)
            code = -1
            if (
                whole is not None
                and 2000 <= whole <= self.world.latest_year
                and not is_blank(region)
                and not self.world.region_problem(region)
            ):
                value = self.world.electricity(region, whole)
                ident = "" if value is None else value.citation.id
                self.factors[ident] = value
                code = self.grids.code(GridPlace(ident, self._holding_in(region)))
            self._grid_codes[key] = code
        return self._grid_codes[key]

    def factor(self, grid: int) -> Value | None:
        """The factor of electricity of a code."""
        return self.factors[self.grids.values[grid].ident]

    def grid_factors(self, unit: str) -> Floats:
        """The factor of each code in a unit."""
        factors = (self.factor(code) for code in range(len(self.grids.values)))
        return np.array([np.nan if f is None else float(f.quantity.to(unit)) for f in factors])

    def _holding_in(self, region: str) -> tuple[str, ...]:
        """Codes of the regions around a place in which a rule or a value of this table holds.

        Where no policy decides it is the place itself: the row names it.
        """
        codes = tuple(c for c in self.world.region_codes(region) if c in self._regions)
        decided = any(p.decides for p in policies_in(self.world, region))
        return codes if decided else (*codes, region)
