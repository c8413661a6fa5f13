"""Lines: what rows of one shape and one grid factor have in common, as numbers in arrays.

A line is made once, from a plan; the arrays of all lines together are what a batch is evaluated
with. Lines of one group have the same kinds of figures, so that one pass does them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.screening.plan import Plan
from carbon_eia.screening.sums import Column, Grid, Sum

__all__ = ["ALONE", "Group", "Inner", "Line", "Lines", "Product", "Tables", "groups_of"]

ALONE = 0
"""The line of rows that no plan can express."""

MORE = 2.0
"""Products that a group may have for one that its lines have: beyond it, it is taken apart."""

FEW = 8
"""Products that no group is taken apart for."""


class Inner(NamedTuple):
    """A sum by which something is divided: floats, with products of columns."""

    terms: tuple[tuple[float, Product], ...]


class Product(NamedTuple):
    """Powers of columns of the table, by their numbers."""

    powers: tuple[tuple[int, int], ...]
    inner: tuple[tuple[Inner, int], ...] = ()

    @property
    def columns(self) -> set[int]:
        """Every column in it."""
        found = {c for c, _ in self.powers}
        for inner, _ in self.inner:
            found |= {c for _, product in inner.terms for c in product.columns}
        return found

    @property
    def roundings(self) -> int:
        """Most roundings to floats of coefficient, figures, multiplications and divisions."""
        outer = sum(2 * p if p > 0 else -3 * p for _, p in self.powers)
        return 1 + outer + sum(2 * abs(p) for _, p in self.inner)


class Line(NamedTuple):
    """A plan with a grid factor: coefficients by product, for all of it and for CO2 alone."""

    plan: Plan
    grid: int
    places: Mapping[Column, int]
    total: Mapping[int, Fraction]
    counted: Mapping[int, Fraction]
    denominator: int
    outcomes: tuple[int, int, int, int]
    unit: int


class Group(NamedTuple):
    """Lines that are evaluated in one pass: which products, and which figures there are.

    ``total`` is False where rows have no figures at all; ``denominator`` is −1 where they have no
    intensity. ``advanced``: whether any of its lines has an advanced value.
    """

    total: bool
    counted: bool
    denominator: int
    admission: bool
    advanced: bool = False
    products: tuple[int, ...] = ()
    signed: bool = False


class Tables(NamedTuple):
    """The arrays of all lines, by the number of the line; one number where it is the same in all.

    ``coefficients``, ``counted``: an array for each product. ``outcomes``: four for each line, by
    whether an intensity is within neither limit, the advanced, the admission, or both: those of
    all lines for the first, then for the next.
    """

    products: tuple[Product, ...]
    coefficients: tuple[Any, ...]
    counted: tuple[Any, ...]
    factor: Any
    admission: Any
    advanced: Any
    unit: Any
    outcomes: Any


class Lines:
    """The lines of a table, in the order in which their rows were met; the first is ``ALONE``."""

    def __init__(self) -> None:
        self.lines: list[Line | None] = [None]
        self._products: dict[Product, int] = {}
        self._tables: Tables | None = None

    def add(
        self,
        plan: Plan,
        grid: int,
        factor: Callable[[str], Fraction],
        places: Mapping[Column, int],
        outcomes: Sequence[int],
        unit: int,
    ) -> int:
        """A new line; its number. ``factor(unit)``: the grid factor; ``places``: the column of each
        figure."""
        denominator = -1
        if plan.total is not None and plan.denominator is not None:
            denominator = places[plan.denominator]
        a, b, c, d = outcomes
        self.lines.append(
            Line(
                plan,
                grid,
                places,
                self._coefficients(plan.total, factor, places),
                self._coefficients(plan.counted, factor, places),
                denominator,
                (a, b, c, d),
                unit if denominator >= 0 else -1,
            )
        )
        self._tables = None
        return len(self.lines) - 1

    def _coefficients(
        self, of: Sum | None, factor: Callable[[str], Fraction], places: Mapping[Column, int]
    ) -> dict[int, Fraction]:
        found: dict[int, Fraction] = {}
        for product, coefficient in _resolved(of, factor, places):
            number = self._products.setdefault(product, len(self._products))
            found[number] = found.get(number, Fraction(0)) + coefficient
        return found

    def tables(self) -> Tables:
        """The arrays of all lines so far."""
        if self._tables is None:
            self._tables = self._made()
        return self._tables

    def _made(self) -> Tables:
        lines = [line for line in self.lines if line is not None]

        def each(value: Callable[[Line], Any], none: Any, kind: Any = np.float64) -> Any:
            found = [value(line) for line in lines]
            found = [none if x is None else x for x in found]
            return _alike(np.array([found[0] if found else none, *found], kind))

        def dense(of: Callable[[Line], Mapping[int, Fraction]]) -> tuple[Any, ...]:
            held = np.zeros((len(self._products), len(self.lines)))
            for number, line in enumerate(lines, 1):
                for product, coefficient in of(line).items():
                    held[product, number] = float(coefficient)
            held[:, ALONE] = held[:, 1] if lines else 0
            return tuple(_alike(row) for row in held)

        return Tables(
            tuple(self._products),
            dense(lambda x: x.total),
            dense(lambda x: x.counted),
            each(lambda x: float(x.plan.factor), 1.0),
            each(lambda x: _float(x.plan.admission), np.nan),
            each(lambda x: _float(x.plan.advanced), np.nan),
            each(lambda x: x.unit, -1, np.int32),
            np.array([(-1,) * 4, *(x.outcomes for x in lines)], np.int32).T.ravel(),
        )


def groups_of(lines: Lines, some: Iterable[int]) -> list[tuple[Group, list[int]]]:
    """Some lines in groups; none has many more products than its lines have on average."""
    kinds: dict[Group, dict[frozenset[int], list[int]]] = {}
    for number in some:
        line = lines.lines[number]
        if line is None:
            continue
        used = frozenset(line.total) | frozenset(line.counted)
        kinds.setdefault(_kind(line), {}).setdefault(used, []).append(number)
    found = []
    for kind, shapes in kinds.items():
        union = frozenset().union(*shapes)
        most = max(FEW, MORE * max(map(len, shapes)))
        parts = [(union, [n for of in shapes.values() for n in of])]
        if len(union) > most:
            parts = list(shapes.items())
        for used, numbers in parts:
            held = [line for n in numbers if (line := lines.lines[n]) is not None]
            group = kind._replace(
                advanced=any(line.plan.advanced is not None for line in held),
                products=tuple(sorted(used)),
                signed=any(map(_signed, held)),
            )
            found.append((group, numbers))
    return found


def _kind(line: Line) -> Group:
    plan = line.plan
    total = plan.total is not None
    per = total and line.denominator >= 0
    return Group(
        total,
        per and plan.counted is not None,
        line.denominator if per else -1,
        per and plan.admission is not None,
    )


def _signed(line: Line) -> bool:
    """Whether what is added up may cancel: a coefficient, or a divisor, that takes away."""
    held = [*line.total.values(), *line.counted.values(), line.plan.factor]
    return any(c < 0 for c in held)


def _resolved(
    of: Sum | None, factor: Callable[[str], Fraction], places: Mapping[Column, int]
) -> list[tuple[Product, Fraction]]:
    """The products of a sum by columns of the table; grid factors multiplied in."""
    found = []
    for parts, coefficient in () if of is None else of.products.items():
        powers: dict[int, int] = {}
        inner: list[tuple[Inner, int]] = []
        value = coefficient
        for part, power in parts:
            if isinstance(part, Grid):
                value *= factor(part.unit) ** power
            elif isinstance(part, Sum):
                terms = _resolved(part, factor, places)
                if any(p.inner for p, _ in terms):
                    raise NotImplementedError("a quotient within a divisor")
                inner.append((Inner(tuple((float(c), p) for p, c in terms)), power))
            else:
                powers[places[part]] = powers.get(places[part], 0) + power
        found.append((Product(tuple(sorted(powers.items())), tuple(inner)), value))
    return found


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _alike(values: Any) -> Any:
    """One number for an array of which all are the same."""
    same = (values == values[0]).all() or np.isnan(values.astype(np.float64)).all()
    return values[0].reshape(()) if same else values
