"""Numbers that remember which way every comparison went, so that a row tells for its like.

A ``Probe`` is a sum of what is typed and its value in one row. Whatever is computed with it is
computed with both; each comparison is answered by the value and kept as a range of the sum. A row
that lies in all ranges would be answered in the same way, and so is told the same. Every figure in
a sum is above zero (``symbols``), so that what is only added up needs no range.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar, cast

from carbon_eia.screening.plan_guards import OUTPUTS, RangeGuard
from carbon_eia.screening.symbolic_sums import Leaf, Sum, TypedFigure, Unordered, value_of

__all__ = ["Probe", "Trail"]


T = TypeVar("T")


class Trail:
    """What was asked of the figures of one row; ``part`` gives what it types."""

    def __init__(self, part: Callable[[Leaf], Fraction]) -> None:
        self.part = part
        self._guards: dict[RangeGuard, None] = {}

    @property
    def guards(self) -> tuple[RangeGuard, ...]:
        """The ranges in which a row is answered as this one, each once."""
        return tuple(self._guards)

    def probe(self, value: T) -> T:
        """A sum as a probe, which stands for it; a plain number stays what it is."""
        if not isinstance(value, Sum):
            return value
        return cast(T, Probe(value, value_of(value, self.part), self))

    def sign(self, of: Sum, value: Fraction, apart: bool = False) -> None:
        """Keep on which side of zero a sum lies; ``apart``: only that it is not zero.

        Raises Unordered where it is zero in this row: others would be answered differently.
        """
        if not any(of.products):
            return  # a plain number
        if of.sign:
            return  # the same in every row
        if not value:
            raise Unordered
        per = _output(of, -1)
        if per is None:
            per = _output(of, 1)
        else:
            of = of * Sum.of(per)
        edge = () if per is None else ((per, 1),)
        limit = -of.products.get(edge, Fraction(0))
        figure = Sum({p: c for p, c in of.products.items() if p != edge})
        lead = figure.products[min(figure.products, key=repr)]
        figure, limit, below = figure / lead, limit / lead, (value < 0) != (lead < 0)
        low, high = (limit, limit) if apart else (None, limit) if below else (limit, None)
        self._guards[RangeGuard(figure, per, low, high, apart)] = None


def _output(of: Sum, power: int) -> TypedFigure | None:
    """An output or a sum of money by which something in a sum is divided, or that stands alone."""
    for product in of.products:
        for part, own in product:
            here = isinstance(part, TypedFigure) and part.where in OUTPUTS and own == power
            if here and (power < 0 or len(product) == 1):
                return cast(TypedFigure, part)
    return None


class Probe:
    """A sum of what is typed, with its value in one row; see ``Trail``."""

    __slots__ = ("sum", "trail", "value")

    def __init__(self, of: Sum, value: Fraction, trail: Trail) -> None:
        self.sum, self.value, self.trail = of, value, trail

    def _with(self, other: Any, act: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, Probe):
            return Probe(act(self.sum, other.sum), act(self.value, other.value), self.trail)
        if isinstance(other, (int, Fraction)):
            return Probe(act(self.sum, other), act(self.value, Fraction(other)), self.trail)
        return NotImplemented

    def __add__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: -a + b)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other: Any) -> Any:
        if not (other.value if isinstance(other, Probe) else other):
            raise Unordered
        return self._with(other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> Any:
        if not self.value:
            raise Unordered
        return self._with(other, lambda a, b: b / a)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Any:
        return self * -1

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def _compared(self, other: Any, holds: Callable[[Fraction], bool]) -> Any:
        apart = self - other
        if apart is NotImplemented:
            return NotImplemented
        self.trail.sign(apart.sum, apart.value)
        return holds(apart.value)

    def __lt__(self, other: Any) -> Any:
        return self._compared(other, lambda x: x < 0)

    def __le__(self, other: Any) -> Any:
        return self._compared(other, lambda x: x <= 0)

    def __gt__(self, other: Any) -> Any:
        return self._compared(other, lambda x: x > 0)

    def __ge__(self, other: Any) -> Any:
        return self._compared(other, lambda x: x >= 0)

    def __eq__(self, other: object) -> Any:
        apart = self._with(other, lambda a, b: a - b)
        if apart is NotImplemented or not apart.sum.products:
            return apart is not NotImplemented
        self.trail.sign(apart.sum, apart.value, apart=True)
        return False

    def __bool__(self) -> bool:
        return bool(self != 0)

    def __hash__(self) -> int:
        return 0  # so that a table of figures compares them
