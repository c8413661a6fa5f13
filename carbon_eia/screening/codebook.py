"""What the codes of a table stand for: sectors, grid factors, texts, outcomes, units.

The codes of a batch are its own; those here are the same in every batch of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from threading import RLock
from typing import Any, TypeVar, cast

import numpy as np

from carbon_eia.benchmarks import Benchmark
from carbon_eia.reference import Value, World, policies_in, policy_regions
from carbon_eia.screening.arrays import Integers
from carbon_eia.screening.cells import as_integer
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.heads import Head, plain_target
from carbon_eia.screening.meaning import OWN, Columns, columns_of
from carbon_eia.screening.outcome import Outcome
from carbon_eia.screening.rows import Layout, layout_of

__all__ = ["Codebook"]

Method = TypeVar("Method", bound=Callable[..., Any])
Coded = TypeVar("Coded")


def _alone_at_a_time(method: Method) -> Method:
    """A method that one thread at a time may be in."""

    @wraps(method)
    def held(self: Codebook, *args: Any) -> Any:
        with self.lock:
            return method(self, *args)

    return cast(Method, held)


FEW = 1000
"""Pairs of region and year that are looked up without asking which of them occur."""


class Codebook:
    """The codes of one table, each given when it is first met.

    ``grids``: the factors of electricity, each with the ``places`` whose rules go with it.

    Threads that share it add to it one at a time, under ``lock``.
    """

    def __init__(
        self, heads: Sequence[Head], world: World, benchmarks: Sequence[Benchmark] = ()
    ) -> None:
        self.regions = {b.instrument.region for b in benchmarks} | policy_regions(world)
        self.heads = tuple(heads)
        self.world = world
        self.sectors: list[str] = []
        self.grids: list[Value | None] = []
        self.places: list[tuple[str, ...]] = []
        self.outcomes: list[Outcome] = []
        self.units: list[str] = []
        self.lock = RLock()
        self._sector_codes: dict[str, int] = {}
        self._sector_ids: dict[str, str | None] = {}
        self._grid_codes: dict[tuple[str, str], int] = {}
        self._grid_ids: dict[tuple[str, tuple[str, ...]], int] = {}
        self._outcome_codes: dict[Outcome, int] = {}
        self._unit_codes: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self.layouts: dict[str, tuple[Layout, Columns]] = {}
        self.at = {key: self.place("project", key) for key in OWN}

    def place(self, section: str, key: str) -> int | None:
        """The column of a field that does not depend on the sector."""
        for i, head in enumerate(self.heads):
            target = None if head.fixed else plain_target(head.label)
            if target is not None and (target.section, target.key) == (section, key):
                return i
        return None

    @_alone_at_a_time
    def layout(self, sector: str) -> tuple[Layout, Columns]:
        """What the columns mean in a sector."""
        if sector not in self.layouts:
            layout = layout_of(self.heads, sector, self.world)
            self.layouts[sector] = layout, columns_of(layout)
        return self.layouts[sector]

    def sectors_of(self, batch: Batch) -> tuple[Integers, list[int]]:
        """The code of the sector of each row, −1 for one that is not known; and those there are."""
        column = self.at["sector"]
        if column is None:
            return np.full(batch.rows, -1, np.int32), [-1]
        codes, texts = batch.codes(column)
        known = []
        for text in texts:
            if text not in self._sector_ids:
                self._sector_ids[text] = self.world.sector_id(text)
            ident = self._sector_ids[text]
            known.append(-1 if ident is None else self.sector_code(ident))
        blank = [-1] if codes.min() < 0 else []
        return np.array([*known, -1], np.int32).take(codes, mode="wrap"), sorted({*known, *blank})

    @_alone_at_a_time
    def sector_code(self, ident: str) -> int:
        """The index of a sector in ``sectors``."""
        return _code(ident, self.sectors, self._sector_codes)

    def grids_of(self, batch: Batch) -> Integers:
        """The code of the grid factor of each row: −1 for a region or year that is not known."""
        region, year = self.at["region"], self.at["year"]
        if region is None or year is None:
            return np.full(batch.rows, -1, np.int32)
        regions, years = batch.codes(region), batch.codes(year)
        width = len(years.texts) + 1
        pairs = np.multiply(regions.codes, width, dtype=np.int64)
        pairs += years.codes
        pairs += width + 1
        size = width * (len(regions.texts) + 1)
        here = range(size) if size <= FEW else np.flatnonzero(np.bincount(pairs, minlength=1))
        known = np.full(size, -1, np.int32)
        for pair in here:
            place, when = int(pair) // width, int(pair) % width
            if place and when:
                known[pair] = self._grid_code(regions.texts[place - 1], years.texts[when - 1])
        found: Integers = known.take(pairs)
        return found

    @_alone_at_a_time
    def _grid_code(self, region: str, year: str) -> int:
        key = region, year
        if key not in self._grid_codes:
            whole = as_integer(year)
            if (
                whole is None
                or not 2000 <= whole <= self.world.latest_year
                or self.world.region_problem(region)
            ):
                self._grid_codes[key] = -1
            else:
                value = self.world.electricity(region, whole)
                ident = "" if value is None else value.citation.id
                rules = self._holding_in(region)
                if (ident, rules) not in self._grid_ids:
                    self._grid_ids[ident, rules] = len(self.grids)
                    self.grids.append(value)
                    self.places.append(rules)
                self._grid_codes[key] = self._grid_ids[ident, rules]
        return self._grid_codes[key]

    def _holding_in(self, region: str) -> tuple[str, ...]:
        """Codes of the regions around a place in which a rule or a value of this table holds.

        Where no policy decides it is the place itself: the row names it.
        """
        codes = tuple(c for c in self.world.region_codes(region) if c in self.regions)
        decided = any(p.decides for p in policies_in(self.world, region))
        return codes if decided else (*codes, region)

    @_alone_at_a_time
    def text(self, text: str) -> int:
        """The number of a text that tells rows apart."""
        return self._texts.setdefault(text, len(self._texts))

    @_alone_at_a_time
    def outcome(self, outcome: Outcome) -> int:
        """The index of an outcome in ``outcomes``."""
        return _code(outcome, self.outcomes, self._outcome_codes)

    @_alone_at_a_time
    def unit(self, text: str) -> int:
        """The index of a unit in ``units``."""
        return _code(text, self.units, self._unit_codes)


def _code(value: Coded, values: list[Coded], codes: dict[Coded, int]) -> int:
    """The index of a value in a list, to which it is added when it is first met."""
    if value not in codes:
        codes[value] = len(values)
        values.append(value)
    return codes[value]
