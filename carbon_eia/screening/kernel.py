"""The figures of many rows at once, in float64, with a bound of their error.

Rows are not sorted: each has a line (see ``lines``), and what a line holds (coefficients, limits,
verdicts) is looked up by its number. Σ coefficient × product of columns is the formula of every
method (see ``sums``). What lies too near a limit, or between two printed digits, is known by the
bound and is evaluated again with fractions of the decimals that were typed (law 3).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from carbon_eia.screening.columns import Numbers
from carbon_eia.screening.found import Screened
from carbon_eia.screening.lines import Group, Inner, Tables
from carbon_eia.screening.outcome import INTENSITY_PLACES, shown_intensity
from carbon_eia.screening.plan import Plan
from carbon_eia.units import rounded

__all__ = ["exactly", "run", "small"]

Floats = np.ndarray[Any, np.dtype[np.float64]]

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
    rows: Any,
    line: Any,
    column: Callable[[int], Numbers],
    found: Screened,
) -> Any:
    """Enter what is found of some rows, and return those that floats do not decide.

    ``rows``: a slice of the batch, or the numbers of some rows; ``line``: the line of every row of
    the batch; all of these lines are of ``group``, or the batch's rows of another line are entered
    again by whoever calls. ``column``: the figures of a column of the batch.
    """
    if not group.total:
        return _nothing(tables, rows, line[rows], found)
    work = _Work(tables, group, column, found)
    numbers = None if isinstance(rows, slice) else rows
    first, end = (rows.start, rows.stop) if numbers is None else (0, len(numbers))
    doubtful = []
    with np.errstate(all="ignore"):
        for a in range(first, end, BLOCK):
            some = slice(a, min(a + BLOCK, end))
            here: Any = some if numbers is None else numbers[some]
            unsure = work.block(here, line[here])
            if unsure.any():
                where = np.flatnonzero(unsure)
                doubtful.append(where + a if numbers is None else here[where])
    return np.concatenate(doubtful) if doubtful else np.zeros(0, np.int64)


def _nothing(tables: Tables, rows: Any, line: Any, found: Screened) -> Any:
    """Rows without figures: the verdict and the limits that their lines know."""
    for name in ("total", "intensity", "gap"):
        found.figures[name][rows] = np.nan
    found.figures["admission"][rows] = _of(tables.admission, line)
    found.figures["advanced"][rows] = _of(tables.advanced, line)
    found.unit[rows] = -1
    found.outcome[rows] = tables.outcomes.take(line)
    return np.zeros(0, np.int64)


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
        products = [tables.products[n] for n in self.products]
        used = {c for p in products for c in p.columns}
        signed = group.signed or any(column(c).least < 0 for c in used)
        self.signed = signed or (group.denominator >= 0 and column(group.denominator).least < 0)
        self.safe: dict[int, Floats] = {}
        self.inner: dict[Inner, Floats] = {}
        most = max((p.roundings for p in products), default=1)
        self.roundings = (most + len(products) + 6) * UNIT
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

    def block(self, here: Any, line: Any) -> Any:
        """Enter the figures and outcomes of a block of rows; which of them are doubtful."""
        tables, group, found = self.tables, self.group, self.found
        count = len(line)
        figures = {
            name: figure[here] if isinstance(here, slice) else self.room(name, count)
            for name, figure in found.figures.items()
        }
        found.unit[here] = _of(tables.unit, line)
        limit = _taken(tables.admission, line, figures["admission"])
        better = _taken(tables.advanced, line, figures["advanced"])
        total, bulk = self._sum(here, line, tables.coefficients, "sum")
        scaled = np.multiply(total, 100.0, out=self.room("scaled", count))
        size = np.multiply(bulk, 100.0, out=self.room("size", count)) if self.signed else scaled
        doubtful = self._rounded(scaled, 100.0, size, self.roundings, figures["total"])
        doubtful |= np.abs(scaled, out=scaled) < 1.0
        if group.denominator < 0:
            figures["intensity"][:] = figures["gap"][:] = np.nan
            found.outcome[here] = tables.outcomes.take(line)
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
                found.outcome[here] = self._outcome(line, value, limit, better)
            else:
                figures["gap"][:] = np.nan
                found.outcome[here] = tables.outcomes.take(line)
        if not isinstance(here, slice):
            for name, figure in figures.items():
                found.figures[name][here] = figure
        return doubtful

    def _sum(self, here: Any, line: Any, coefficients: Any, name: str) -> tuple[Floats, Floats]:
        """Σ coefficient × product, and the sum of the sizes of what is added up."""
        count = len(line)
        total, term = self.room(name, count), self.room("term", count)
        bulk = self.room(f"{name} bulk", count) if self.signed else total
        if not self.products:
            total[:] = bulk[:] = 0.0
        for place, number in enumerate(self.products):
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
            total, bulk = self._sum(here, line, tables.counted, "counted")
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

    def _outcome(self, line: Any, value: Floats, limit: Floats, better: Floats) -> Any:
        """The outcome of each row on this side of its limits."""
        outcomes = self.tables.outcomes
        lines = len(outcomes) // 4
        index = np.multiply(value <= limit, 2 * lines, dtype=np.int64)
        index += line
        if self.group.advanced:
            index += np.multiply(value <= better, lines, dtype=np.int64)
        return outcomes.take(index, mode="clip")

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


def exactly(
    plan: Plan, total: Fraction | None, value: Fraction | None
) -> tuple[bool, bool, float, float, float]:
    """Of one row evaluated with fractions: within admission, within advanced, printed figures."""
    nothing = float("nan")
    shown_total = nothing if total is None else float(small(total))
    if value is None:
        return False, False, shown_total, nothing, nothing
    limits = [x for x in (plan.admission, plan.advanced) if x is not None]
    gap = nothing
    if plan.admission is not None:
        gap = float(small((value - plan.admission) / plan.admission * 100))
    return (
        plan.admission is not None and value <= plan.admission,
        plan.advanced is not None and value <= plan.advanced,
        shown_total,
        float(shown_intensity(value, limits)),
        gap,
    )


def small(value: Fraction) -> str:
    """A number at two decimals; one that would be shown as 0 and is not, at two significant digits.

    >>> small(Fraction("2.6549")), small(Fraction("-0.0000048192"))
    ('2.65', '-0.0000048')
    """
    places = 2
    while value and abs(value) * 10**places < 1 and places < 40:
        places += 1
    return rounded(value, places if places == 2 else places + 1)
