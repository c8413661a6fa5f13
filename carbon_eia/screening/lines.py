"""Lines: what rows of one shape and one grid factor have in common, as numbers in arrays.

A line is made once, from a plan; the arrays of all lines together are what a batch is evaluated
with. Lines of one group have the same kinds of figures, so that one pass does them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from carbon_eia.screening.patterns import Patterns
from carbon_eia.screening.plan import OWN_QUESTIONS, Plan
from carbon_eia.screening.sums import Column, Grid, Sum
from carbon_eia.screening.thresholds import Guard, Threshold

__all__ = [
    "ALONE",
    "Asked",
    "Figure",
    "Group",
    "Inner",
    "Line",
    "Lines",
    "Product",
    "Slot",
    "Tables",
    "groups_of",
]

ALONE = 0
"""The line of rows that no plan can express."""

NO_QUESTION = -1
"""A limit that a row only must not be near: it is then evaluated exactly."""

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


Ends = tuple[Fraction | None, Fraction | None]
"""The ends of a range; an open one is None."""


class Figure(NamedTuple):
    """A figure of a line: Σ terms ÷ column ``per`` (−1: ÷ 1), with its limits and its ranges.

    ``limits``: each with its question (see ``Patterns``). ``ends``: of the range in which the plan
    speaks for a row.
    """

    slot: int
    per: int
    terms: Mapping[int, Fraction]
    limits: tuple[tuple[Fraction, int], ...]
    ends: Ends = (None, None)


class Line(NamedTuple):
    """A plan with a grid factor: coefficients by product, for all of it and for CO2 alone.

    ``first``: the place of its first outcome (see ``Patterns``).
    """

    plan: Plan
    grid: int
    places: Mapping[Column, int]
    total: Mapping[int, Fraction]
    counted: Mapping[int, Fraction]
    denominator: int
    figures: tuple[Figure, ...]
    first: int
    unit: int


class Asked(NamedTuple):
    """A slot that a group evaluates: the column below (−1: none), which products, what is asked."""

    slot: int
    per: int
    products: tuple[int, ...]
    limits: int
    guarded: bool


class Group(NamedTuple):
    """Lines that are evaluated in one pass: which products, and which figures there are.

    ``total`` is False where rows have no figures at all; ``denominator`` is −1 where they have no
    intensity. ``advanced``: whether any of its lines has an advanced value. ``products``: those of
    the total; ``figures``: what is asked beside the intensity.
    """

    total: bool
    counted: bool
    denominator: int
    admission: bool
    advanced: bool = False
    products: tuple[int, ...] = ()
    figures: tuple[Asked, ...] = ()
    signed: bool = False


class Slot(NamedTuple):
    """Figures of the same place in their lines: arrays over lines, of one column below.

    ``limits`` with the weight that keeping each adds to the pattern (0 where a line has none).
    """

    coefficients: Mapping[int, Any]
    limits: tuple[tuple[Any, Any], ...]
    ends: tuple[Any, Any]


class Tables(NamedTuple):
    """The arrays of all lines, by the number of the line; one number where it is the same in all.

    ``coefficients``, ``counted``: an array for each product. ``first``, ``weights``: the place of
    the first outcome of a line, and what keeping the admission and the advanced value adds to it.
    """

    products: tuple[Product, ...]
    coefficients: tuple[Any, ...]
    counted: tuple[Any, ...]
    factor: Any
    admission: Any
    advanced: Any
    unit: Any
    first: Any
    weights: tuple[Any, Any]
    slots: tuple[Slot, ...]
    outcomes: Patterns


class Lines:
    """The lines of a table, in the order in which their rows were met; the first is ``ALONE``."""

    def __init__(self, lock: RLock | None = None) -> None:
        self.lines: list[Line | None] = [None]
        self.outcomes = Patterns(lock or RLock())
        self._products: dict[Product, int] = {}
        self._slots: dict[tuple[int, int], int] = {}
        self._tables: Tables | None = None

    def add(
        self,
        plan: Plan,
        grid: int,
        factor: Callable[[str], Fraction],
        places: Mapping[Column, int],
        decide: Callable[[int], int],
        unit: int,
    ) -> int:
        """A new line; its number. ``factor(unit)``: the grid factor; ``places``: the column of each
        figure; ``decide(pattern)``: the code of an outcome."""
        denominator = -1
        if plan.total is not None and plan.denominator is not None:
            denominator = places[plan.denominator]
        self.lines.append(
            Line(
                plan,
                grid,
                places,
                self._coefficients(plan.total, factor, places),
                self._coefficients(plan.counted, factor, places),
                denominator,
                self._figures(plan, factor, places),
                self.outcomes.add(plan.questions, decide),
                unit if denominator >= 0 else -1,
            )
        )
        self._tables = None
        return len(self.lines) - 1

    def _figures(
        self, plan: Plan, factor: Callable[[str], Fraction], places: Mapping[Column, int]
    ) -> tuple[Figure, ...]:
        """The figures of which something is asked, each once, with all that is asked of it."""
        asked: dict[tuple[Sum, Column | None], list[tuple[int, Any]]] = {}
        for number, threshold in enumerate(plan.thresholds):
            asked.setdefault(threshold[:2], []).append((number, threshold))
        for guard in plan.guards:
            asked.setdefault(guard[:2], []).append((-1, guard))
        used: dict[int, int] = {}
        found = []
        for (figure, per), questions in asked.items():
            below = -1 if per is None else places[per]
            used[below] = used.get(below, -1) + 1
            slot = self._slots.setdefault((below, used[below]), len(self._slots))
            limits = tuple(
                (q.limit, OWN_QUESTIONS + n) for n, q in questions if isinstance(q, Threshold)
            )
            every = [q for _, q in questions if not isinstance(q, Threshold)]
            limits += tuple((q.low, NO_QUESTION) for q in every if q.apart)
            guards = [q for q in every if not q.apart]
            terms = self._coefficients(figure, factor, places)
            found.append(Figure(slot, below, terms, limits, _ends(guards)))
        return tuple(found)

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
            np.array([0, *(x.first for x in lines)], np.int64),
            (
                each(lambda x: 1 if x.plan.judged else 0, 0, np.int64),
                each(lambda x: 2 if x.plan.judged else 0, 0, np.int64),
            ),
            tuple(self._slot(number, lines) for number in range(len(self._slots))),
            self.outcomes,
        )

    def _slot(self, slot: int, lines: Sequence[Line]) -> Slot:
        """The arrays of the figures of one slot."""
        here = {n: f for n, x in enumerate(lines, 1) for f in x.figures if f.slot == slot}
        count = len(self.lines)

        def array(values: Mapping[int, Any], none: Any, kind: Any = np.float64) -> Any:
            held = np.full(count, none, kind)
            for number, value in values.items():
                held[number] = value
            held[ALONE] = held[-1]
            return _alike(held)

        def ends(values: Mapping[int, Fraction | None], none: float) -> Any:
            return array({n: float(v) for n, v in values.items() if v is not None}, none)

        limits = []
        for place in range(max((len(f.limits) for f in here.values()), default=0)):
            some = {n: f.limits[place] for n, f in here.items() if place < len(f.limits)}
            limit = array({n: float(x) for n, (x, _) in some.items()}, -np.inf)
            weights = {n: 1 << q if q >= 0 else 0 for n, (_, q) in some.items()}
            limits.append((limit, array(weights, 0, np.int64)))
        terms = dict.fromkeys(p for f in here.values() for p in f.terms)
        return Slot(
            {p: array({n: float(f.terms.get(p, 0)) for n, f in here.items()}, 0.0) for p in terms},
            tuple(limits),
            (
                ends({n: f.ends[0] for n, f in here.items()}, -np.inf),
                ends({n: f.ends[1] for n, f in here.items()}, np.inf),
            ),
        )


def _ends(guards: Sequence[Guard]) -> Ends:
    """The range in which all of some ranges lie."""
    lows = [g.low for g in guards if g.low is not None]
    highs = [g.high for g in guards if g.high is not None]
    return max(lows, default=None), min(highs, default=None)


def groups_of(lines: Lines, some: Iterable[int]) -> list[tuple[Group, list[int]]]:
    """Some lines in groups; none has many more products than its lines have on average."""
    kinds: dict[Group, dict[frozenset[int], list[int]]] = {}
    for number in some:
        line = lines.lines[number]
        if line is None:
            continue
        used = frozenset(line.total).union(line.counted, *(f.terms for f in line.figures))
        kinds.setdefault(_kind(line), {}).setdefault(used, []).append(number)
    found = []
    for kind, shapes in kinds.items():
        union = frozenset().union(*shapes)
        most = max(FEW, MORE * max(map(len, shapes)))
        parts = [(union, [n for of in shapes.values() for n in of])]
        if len(union) > most:
            parts = list(shapes.items())
        for _, numbers in parts:
            held = [line for n in numbers if (line := lines.lines[n]) is not None]
            products = {p for line in held for p in (*line.total, *line.counted)}
            group = kind._replace(
                advanced=any(line.plan.advanced is not None for line in held),
                products=tuple(sorted(products)),
                figures=_asked(held),
                signed=any(map(_signed, held)),
            )
            found.append((group, numbers))
    return found


def _asked(lines: Sequence[Line]) -> tuple[Asked, ...]:
    """The slots that some lines have figures in."""
    by_slot: dict[int, list[Figure]] = {}
    for figure in (f for line in lines for f in line.figures):
        by_slot.setdefault(figure.slot, []).append(figure)
    return tuple(
        Asked(
            slot,
            figures[0].per,
            tuple(sorted({p for f in figures for p in f.terms})),
            max(len(f.limits) for f in figures),
            any(f.ends != (None, None) for f in figures),
        )
        for slot, figures in sorted(by_slot.items())
    )


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
    held += [c for figure in line.figures for c in figure.terms.values()]
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
