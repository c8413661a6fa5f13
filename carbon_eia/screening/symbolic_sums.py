"""A formula as a sum of products of what is typed: exact coefficients, and nothing else.

The formulas of the methods are worked out with sums in the place of numbers; what comes out is
the same formula written as Σ coefficient × product of powers. Everything that the figures of a
row do not change (factors, shares, units, warming potentials) is multiplied into the coefficients
once, as fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple, Union

__all__ = ["GridFactor", "Part", "Product", "Sum", "TypedFigure", "Unordered", "value_of"]


class TypedFigure(NamedTuple):
    """What a cell of the row gives: by the number of its source, or its section, and its key."""

    where: int | str
    key: str


class GridFactor(NamedTuple):
    """The grid factor of the region and year of a row, in a unit."""

    unit: str


Leaf = TypedFigure | GridFactor
"""What stands in a cell, or follows from one: no sum."""

Part = Union[TypedFigure, GridFactor, "Sum"]
"""A ``Column``, a ``Grid``, or a ``Sum`` by which something is divided."""

Product = tuple[tuple[Part, int], ...]
"""Parts with their powers, in a fixed order; the empty product is 1."""


class Unordered(Exception):  # noqa: N818  (caught where a plan is made)
    """Sums were compared, so that what follows depends on the figures of a row; or they cannot be
    written as sums of products. The row is assessed alone."""


class Sum:
    """Σ coefficient × product, with exact coefficients; no products is 0.

    >>> coal, ncv = Sum.of(TypedFigure(0, "amount")), Sum.of(TypedFigure(0, "ncv"))
    >>> sorted((2 * coal * ncv - coal / 4).products.values())
    [Fraction(-1, 4), Fraction(2, 1)]
    >>> (coal / ncv * ncv).products == coal.products
    True
    """

    __slots__ = ("_hash", "products")

    def __init__(self, products: Mapping[Product, Fraction]) -> None:
        self.products = {p: c for p, c in products.items() if c}
        self._hash = hash(frozenset(self.products.items()))

    @classmethod
    def of(cls, part: Part) -> Sum:
        """The sum that is one part."""
        return cls({((part, 1),): Fraction(1)})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and self.products == other.products

    def __hash__(self) -> int:
        return self._hash

    def __add__(self, other: Sum | Fraction | int) -> Sum:
        found = dict(self.products)
        for product, coefficient in _sum(other).products.items():
            found[product] = found.get(product, Fraction(0)) + coefficient
        return Sum(found)

    def __neg__(self) -> Sum:
        return self * -1

    def __sub__(self, other: Sum | Fraction | int) -> Sum:
        return self + _sum(other) * -1

    def __rsub__(self, other: Fraction | int) -> Sum:
        return -self + other

    def __mul__(self, other: Sum | Fraction | int) -> Sum:
        if not isinstance(other, Sum):
            return Sum({p: c * other for p, c in self.products.items()})
        found: dict[Product, Fraction] = {}
        for mine, a in self.products.items():
            for theirs, b in other.products.items():
                both = _times(mine, theirs)
                found[both] = found.get(both, Fraction(0)) + a * b
        return Sum(found)

    def __truediv__(self, other: Sum | Fraction | int) -> Sum:
        if not isinstance(other, Sum):
            return self * (1 / Fraction(other))
        return self * other.reciprocal()

    def __rtruediv__(self, other: Fraction | int) -> Sum:
        return self.reciprocal() * other

    __radd__ = __add__
    __rmul__ = __mul__

    def reciprocal(self) -> Sum:
        """1 ÷ this sum: exact where it is one product, else a part of its own.

        Raises ZeroDivisionError for the sum that is 0, Unordered for one of several products in
        which something is divided by such a part already.
        """
        if not self.products:
            raise ZeroDivisionError("1 / Sum of nothing")
        if len(self.products) == 1:
            ((product, coefficient),) = self.products.items()
            return Sum({tuple((part, -power) for part, power in product): 1 / coefficient})
        if any(isinstance(part, Sum) for product in self.products for part, _ in product):
            raise Unordered
        return Sum({((self, -1),): Fraction(1)})

    @property
    def sign(self) -> int:
        """1 or −1 where it is above or below zero whatever is typed, as long as that is above zero;
        0 where figures decide.

        >>> coal, ncv = Sum.of(TypedFigure(0, "amount")), Sum.of(TypedFigure(0, "ncv"))
        >>> (coal * ncv + coal).sign, (-coal / ncv).sign, (coal - ncv).sign
        (1, -1, 0)
        """
        signs = {1 if c > 0 else -1 for c in self.products.values()}
        inner = [part for p in self.products for part, _ in p if isinstance(part, Sum)]
        return signs.pop() if len(signs) == 1 and all(part.sign > 0 for part in inner) else 0

    def __lt__(self, other: object) -> bool:
        raise Unordered

    __gt__ = __le__ = __ge__ = __lt__

    def __repr__(self) -> str:
        return f"Sum({self.products!r})"


def _sum(value: Sum | Fraction | int) -> Sum:
    return value if isinstance(value, Sum) else Sum({(): Fraction(value)})


def _times(one: Product, other: Product) -> Product:
    powers = dict(one)
    for part, power in other:
        powers[part] = powers.get(part, 0) + power
    return tuple(sorted(((p, n) for p, n in powers.items() if n), key=repr))


def value_of(found: Sum, part: Callable[[Leaf], Fraction]) -> Fraction:
    """The value of a sum, exactly; ``part`` gives what was typed in a column, and grid factors.

    >>> coal = Sum.of(TypedFigure(0, "amount"))
    >>> value_of(3 * coal * coal + 1, lambda part: Fraction("0.1"))
    Fraction(103, 100)
    """
    total = Fraction(0)
    for product, coefficient in found.products.items():
        value = coefficient
        for of, power in product:
            value *= (value_of(of, part) if isinstance(of, Sum) else part(of)) ** power
        total += value
    return total
