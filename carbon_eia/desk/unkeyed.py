"""What goes along to a function that remembers its answers by its other arguments alone."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["Unkeyed"]

Value = TypeVar("Value")


class Unkeyed(Generic[Value]):
    """A value that counts for nothing in the key of a cache, as every one equals every other.

    For records, which are told apart by the ids that are given beside them.

    >>> Unkeyed("a") == Unkeyed("b"), hash(Unkeyed("a")) == hash(Unkeyed("b"))
    (True, True)
    """

    def __init__(self, value: Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unkeyed)
