"""The figures of many rows at once, in float64, with a bound of their error.

Rows are not sorted: each has a line (see ``lines``), and what a line holds (coefficients, limits,
verdicts) is looked up by its number. Σ coefficient × product of columns is the formula of every
method (see ``sums``). What lies too near a limit, or between two printed digits, is known by the
bound and is evaluated again with fractions of the decimals that were typed (law 3).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from carbon_eia.screening.arrays import Floats, Integers
from carbon_eia.screening.columns import Numbers
from carbon_eia.screening.found import Screened
from carbon_eia.screening.lines import Asked, Group, Inner, Tables
from carbon_eia.screening.outcome import INTENSITY_PLACES

__all__ = ["run"]


BLOCK = 32_768
"""Rows at a time: what is held of them stays near the processor."""

UNIT = 2.0**-53
"""Relative error of one rounding to a float."""

NEAR = 1e-9
"""Relative distance of a limit within which a comparison is made again exactly."""

SIX_DIGITS = 10.0**-5
"""Relative distance of a limit beyond which an intensity of six digits tells itself from it."""

_KEPT = threading.local()

HALF = 0.5 - 1e-12
FINE = 10.0**-4
"""An error of a scaled figure small enough to be taken for that of every row of a block."""


def _powers(places: Any) -> Floats:
    """10 to so many places; no number where a float does not hold it exactly."""
    return np.where(places <= 22, 10.0 ** np.minimum(places, 22), np.nan)


EDGES = 10.0 ** np.arange(-36, 6)
SIZES = _powers(np.maximum(INTENSITY_PLACES, 5 - np.arange(-37, 6)))
"""Powers of ten that an intensity may lie between, and 10 to the decimals at which it is stated."""

GAP_SIZES = _powers(np.maximum(2, 1 - np.arange(-37, 6)))
"""The same for a gap in percent: two decimals, or two significant digits."""


def run(
    tables: Tables,
    group: Group,
    rows: slice | Integers,
    line: Integers,
    column: Callable[[int], Numbers],
    found: Screened,
) -> tuple[Integers, Integers]:
    """Enter what is found of some rows; those that floats do not decide, and those of which the
    plan of their line does not speak.

    ``rows``: a slice of the batch, or the numbers of some rows; ``line``: the line of every row of
    the batch; all of these lines are of ``group``, or the batch's rows of another line are entered
    again by whoever calls. ``column``: the figures of a column of the batch.
    """
    none = np.zeros(0, np.int64)
    if not group.total and not group.figures:
        _nothing(tables, rows, line[rows], found)
        return none, none
    work = _Work(tables, group, column, found)
    if isinstance(rows, slice):
        numbers, first, end = None, rows.start, rows.stop
    else:
        numbers, first, end = rows, 0, len(rows)
    kinds: tuple[list[Any], list[Any]] = [], []
    with np.errstate(all="ignore"):
        for a in range(first, end, BLOCK):
            some = slice(a, min(a + BLOCK, end))
            here: Any = some if numbers is None else numbers[some]
            for kept, marked in zip(kinds, work.block(here, line[here]), strict=True):
                if marked is not None and marked.any():
                    where = np.flatnonzero(marked)
                    kept.append(where + a if numbers is None else here[where])
    doubtful, outside = (np.concatenate(k) if k else none for k in kinds)
    return doubtful, outside


def _nothing(tables: Tables, rows: Any, line: Any, found: Screened) -> None:
    """Rows without figures: the verdict and the limits that their lines know."""
    for name in ("total", "intensity", "gap"):
        found.figures[name][rows] = np.nan
    found.figures["admission"][rows] = _of(tables.admission, line)
    found.figures["advanced"][rows] = _of(tables.advanced, line)
    found.unit[rows] = -1
    found.outcome[rows] = tables.outcomes.of(tables.first.take(line), np.ones(len(line), bool))


def _of(held: Any, line: Any) -> Any:
    """What the lines hold; one number where all hold the same."""
    return held.item() if held.ndim == 0 else held.take(line, mode="clip")


class _Work:
    """What the blocks of one group of rows have in common.

    The bound. A figure as typed is off by one rounding, a coefficient by one, each multiplication
    and division adds one: a product of n factors (a reciprocal counts twice) is off by at most
    1 + 2n roundings, relative to itself; m products added up by m more, relative to the sum of
    their sizes. Intensity: at most 5 more (factor, multiplication, denominator, division, and one
    to spare); the gap 4 more. With k roundings the error is at most k·u/(1 − k·u) < (k + 1)·u for
    k < 2²⁶ (Higham, Accuracy and Stability of Numerical Algorithms, 2002, lemma 3.1).
    """

    def __init__(
        self, tables: Tables, group: Group, column: Callable[[int], Numbers], found: Screened
    ) -> None:
        self.tables, self.group, self.column, self.found = tables, group, column, found
        self.products = group.products
        every = {*group.products, *(p for asked in group.figures for p in asked.products)}
        products = [tables.products[n] for n in every]
        used = {c for p in products for c in p.columns}
        signed = group.signed or any(column(c).least < 0 for c in used)
        self.signed = signed or (group.denominator >= 0 and column(group.denominator).least < 0)
        self.safe: dict[int, Floats] = {}
        self.inner: dict[Inner, Floats] = {}
        most = max((p.roundings for p in products), default=1)
        added = max(map(len, [group.products, *(a.products for a in group.figures)]))
        self.roundings = (most + added + 6) * UNIT
        for inner, power in {x for p in products for x in p.inner}:
            self.inner[inner], error = self._inner(inner)
            self.signed |= bool((self.inner[inner] < 0).any())
            self.roundings += abs(power) * 2 * error

    def room(self, name: str, rows: int) -> Floats:
        """An array to work in: each thread has its own, and keeps it."""
        held = vars(_KEPT).get(name)
        if held is None:
            held = np.empty(BLOCK)
            setattr(_KEPT, name, held)
        return held[:rows]

    def block(self, here: Any, line: Any) -> tuple[Any, Any]:
        """Enter the figures and outcomes of a block of rows; which of them are doubtful, and which
        lie outside the ranges of their plans (None: none)."""
        tables, group, found = self.tables, self.group, self.found
        count = len(line)
        figures = {
            name: figure[here] if isinstance(here, slice) else self.room(name, count)
            for name, figure in found.figures.items()
        }
        found.unit[here] = _of(tables.unit, line)
        limit = _taken(tables.admission, line, figures["admission"])
        better = _taken(tables.advanced, line, figures["advanced"])
        places = tables.first.take(line)
        if group.total:
            total, bulk = self._sum(here, line, tables.coefficients, "sum", self.products)
            scaled = np.multiply(total, 100.0, out=self.room("scaled", count))
            size = np.multiply(bulk, 100.0, out=self.room("size", count)) if self.signed else scaled
            doubtful = self._rounded(scaled, 100.0, size, self.roundings, figures["total"])
            doubtful |= np.abs(scaled, out=scaled) < 1.0
        else:
            figures["total"][:] = np.nan
            doubtful = np.zeros(count, bool)
        if group.denominator < 0:
            figures["intensity"][:] = figures["gap"][:] = np.nan
        else:
            value, bulk = self._intensity(here, line, total, bulk)
            sizes = self._sizes(value)
            scaled = np.multiply(value, sizes, out=self.room("scaled", count))
            size = np.multiply(bulk, sizes, out=self.room("size", count)) if self.signed else scaled
            doubtful |= self._rounded(scaled, sizes, size, self.roundings, figures["intensity"])
            if group.advanced:
                self._near(value, bulk, better, sizes, doubtful)
            if group.admission:
                gap = figures["gap"]
                self._gap(value, bulk, limit, sizes, gap, doubtful)
                _add(places, value <= limit, tables.weights[0], line)
                if group.advanced:
                    _add(places, value <= better, tables.weights[1], line)
            else:
                figures["gap"][:] = np.nan
        outside = None
        for asked in group.figures:
            rows = self._figure(asked, here, line, places, doubtful)
            if rows is not None:
                outside = rows if outside is None else outside | rows
        found.outcome[here] = tables.outcomes.of(places, ~doubtful)
        if not isinstance(here, slice):
            for name, figure in figures.items():
                found.figures[name][here] = figure
        return doubtful, outside

    def _figure(self, asked: Asked, here: Any, line: Any, places: Any, doubtful: Any) -> Any:
        """Hold one figure against its limits; which rows lie outside its range, or too near an end
        for floats to tell (None: it has no range)."""
        slot, count = self.tables.slots[asked.slot], len(line)
        value, bulk = self._sum(here, line, slot.coefficients, "figure", asked.products)
        slack = np.multiply(bulk, NEAR + self.roundings + 4 * UNIT, out=self.room("size", count))
        per = None if asked.per < 0 else self.column(asked.per).values[here]

        def beyond(end: Any) -> Floats:
            """How far the figure is above an end."""
            edge = _taken(end, line, self.room("part", count))
            if per is not None:
                np.multiply(edge, per, out=edge)
            return np.subtract(value, edge, out=edge)

        for limit, weight in slot.limits[: asked.limits]:
            apart = beyond(limit)
            _add(places, apart <= 0, weight, line)
            doubtful |= ~(np.abs(apart, out=apart) > slack)
        if not asked.guarded:
            return None
        low, high = slot.ends
        outside = ~(beyond(low) > slack)
        apart = beyond(high)
        outside |= ~(np.negative(apart, out=apart) > slack)
        return outside

    def _sum(
        self, here: Any, line: Any, coefficients: Any, name: str, products: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Σ coefficient × product, and the sum of the sizes of what is added up."""
        count = len(line)
        total, term = self.room(name, count), self.room("term", count)
        bulk = self.room(f"{name} bulk", count) if self.signed else total
        if not products:
            total[:] = bulk[:] = 0.0
        for place, number in enumerate(products):
            into = term if place else total
            self._product(here, line, coefficients[number], number, into)
            if place:
                total += into
            if self.signed:
                if place:
                    bulk += np.abs(into)
                else:
                    np.abs(into, out=bulk)
        return total, bulk

    def _product(self, here: Any, line: Any, of: Any, number: int, out: Floats) -> None:
        product = self.tables.products[number]
        _taken(of, line, out)
        for column, power in product.powers:
            if power > 0:
                typed = self.column(column).values[here]
                for _ in range(power):
                    np.multiply(out, typed, out=out)
            else:
                typed = self._never_zero(column)[here]
                for _ in range(-power):
                    np.divide(out, typed, out=out)

        for inner, power in product.inner:
            typed = self.inner[inner][here]
            for _ in range(abs(power)):
                (np.multiply if power > 0 else np.divide)(out, typed, out=out)

    def _inner(self, of: Inner) -> tuple[Floats, float]:
        """A sum by which something is divided, and the largest relative error of its values."""
        total: Any = 0.0
        bulk: Any = 0.0
        for coefficient, product in of.terms:
            term: Any = coefficient
            for column, power in product.powers:
                term = term * self._never_zero(column) ** power
            total, bulk = total + term, bulk + np.abs(term)
        most = max(product.roundings for _, product in of.terms) + len(of.terms) + 2
        with np.errstate(all="ignore"):
            worst = float(np.max(bulk / np.abs(total), initial=1.0))
        return np.asarray(total), most * UNIT * worst if worst < np.inf else np.inf

    def _never_zero(self, column: int) -> Floats:
        """A column to divide by: 1 where there is none."""
        if column not in self.safe:
            held = self.column(column)
            self.safe[column] = np.where(held.filled, held.values, 1.0)
        return self.safe[column]

    def _intensity(
        self, here: Any, line: Any, total: Floats, bulk: Floats
    ) -> tuple[Floats, Floats]:
        """Counted × factor ÷ denominator, and the same of its sizes."""
        tables, count = self.tables, len(line)
        if self.group.counted:
            total, bulk = self._sum(here, line, tables.counted, "counted", self.products)
        per = self.column(self.group.denominator).values[here]
        value = np.divide(total, per, out=self.room("value", count))
        plain = tables.factor.ndim == 0
        if not plain or tables.factor != 1:
            value *= tables.factor if plain else tables.factor.take(line, mode="clip")
        if not self.signed:
            return value, value
        sizes = np.abs(np.divide(bulk, per, out=self.room("value bulk", count)))
        if not plain or tables.factor != 1:
            sizes *= np.abs(tables.factor if plain else tables.factor.take(line, mode="clip"))
        return value, sizes

    def _gap(
        self, value: Floats, bulk: Floats, limit: Floats, sizes: Any, gap: Floats, doubtful: Any
    ) -> None:
        """Enter (intensity − admission) ÷ admission in percent, and what the bound leaves open."""
        count = len(value)
        part = np.subtract(value, limit, out=self.room("part", count))
        part /= limit
        scaled = np.multiply(part, 10_000, out=self.room("scaled", count))
        size = self.room("size", count)  # (|intensity| + admission) ÷ admission
        if self.signed:
            np.divide(bulk, limit, out=size)
            size += 1.0
            size *= 10_000
        else:
            np.add(scaled, 20_000, out=size)
        roundings = self.roundings + 4 * UNIT
        doubtful |= self._rounded(scaled, 100.0, size, roundings, gap)
        near = np.flatnonzero(np.abs(scaled, out=scaled) < 1.0)  # within 0.01 % of the limit
        if not len(near):
            return
        doubtful[near] |= _close(
            value[near],
            bulk[near] * self.roundings,
            limit[near],
            np.broadcast_to(sizes, (count,))[near],
        )
        percent = 100.0 * part[near]  # two significant digits
        places = GAP_SIZES[np.searchsorted(EDGES, np.abs(percent), "right")]
        whole = np.rint(percent * places)
        apart = np.abs(percent * places - whole) + size[near] / 100 * roundings * places
        doubtful[near] |= ~(apart < HALF)
        gap[near] = whole / places

    def _near(self, value: Floats, bulk: Floats, limit: Floats, sizes: Any, doubtful: Any) -> None:
        """Mark the rows that floats do not tell from their advanced value."""
        apart = np.subtract(value, limit, out=self.room("part", len(value)))
        np.abs(apart, out=apart)
        near = np.flatnonzero(
            apart <= np.multiply(limit, SIX_DIGITS, out=self.room("size", len(value)))
        )
        if len(near):
            of = np.broadcast_to(sizes, value.shape)[near]
            doubtful[near] |= _close(value[near], bulk[near] * self.roundings, limit[near], of)

    def _rounded(
        self, scaled: Floats, size: Any, bulk: Floats, roundings: float, into: Floats
    ) -> Any:
        """Enter values × size rounded half to even, over size; whether that may go either way."""
        count = len(scaled)
        whole = np.rint(scaled, out=self.room("whole", count))
        apart = np.subtract(scaled, whole, out=self.room("apart", count))
        np.abs(apart, out=apart)
        np.divide(whole, size, out=into)
        roundings += 3 * UNIT
        most = float(np.fmax.reduce(bulk)) * roundings
        if most < FINE:  # one bound serves all rows of the block
            sure = apart < HALF - most
        else:
            apart += np.multiply(bulk, roundings, out=whole)
            sure = apart < HALF
        # whatever is no number is doubtful too: no comparison holds of it
        return np.logical_not(sure, out=sure)

    def _sizes(self, value: Floats) -> Any:
        """10 to the decimals of each intensity: one number where all are of one size."""
        size = np.abs(value, out=self.room("size", len(value))) if self.signed else value
        ends = np.fmin.reduce(size), np.fmax.reduce(size)  # rows evaluated alone may have none
        least, most = np.searchsorted(EDGES, ends, "right")
        if least == most:
            return SIZES[least]
        if most - least > len(EDGES) // 4:
            return SIZES[np.searchsorted(EDGES, size, "right")]
        place = (size >= EDGES[least]).view(np.int8)
        for edge in EDGES[least + 1 : most]:
            place += size >= edge
        return SIZES[least : most + 1].take(place)


def _add(places: Any, kept: Any, weight: Any, line: Any) -> None:
    """Add to the places of rows the weight of a limit that they keep."""
    weight = weight if weight.ndim == 0 else weight.take(line, mode="clip")
    places += np.multiply(kept, weight, dtype=np.int64)


def _taken(held: Any, line: Any, out: Floats) -> Floats:
    """What the lines hold, in an array of the rows."""
    if held.ndim:
        held.take(line, out=out, mode="clip")
    else:
        out[:] = held
    return out


def _close(value: Floats, error: Floats, limit: Floats, sizes: Floats) -> Any:
    """Rows that a float does not tell from a limit, or would not at its printed digits."""
    apart = np.abs(value - limit)
    return ~(apart > NEAR * limit + error) | (apart * sizes <= 0.5)
