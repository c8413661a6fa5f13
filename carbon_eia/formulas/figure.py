"""What a formula is worked out on: one kind of number, whichever it is."""

from __future__ import annotations

from typing import Any, Protocol, Self, TypeVar

__all__ = ["F", "Operand"]


class Operand(Protocol):
    """A number, a column of numbers, or a sum of products: closed under the four operations.

    The other operand may be whatever its own kind of number takes beside itself: a fraction takes
    whole numbers, a column floats, a sum of products both.
    """

    def __add__(self, other: Any, /) -> Self: ...
    def __sub__(self, other: Any, /) -> Self: ...
    def __mul__(self, other: Any, /) -> Self: ...
    def __truediv__(self, other: Any, /) -> Self: ...
    def __radd__(self, other: Any, /) -> Self: ...
    def __rmul__(self, other: Any, /) -> Self: ...


F = TypeVar("F", bound=Operand)
"""One kind of figure: what goes in comes out."""
