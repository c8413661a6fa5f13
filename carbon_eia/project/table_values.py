"""The values of one table after they were read, each of the kind that its field states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Values"]

T = TypeVar("T")


class Values(dict[str, object]):
    """Key → value; a key that was not given, or could not be read, is not there.

    >>> values = Values(name="A", year=2026)
    >>> values.text("name"), values.of(int, "year"), values.of(int, "name"), values.text("code")
    ('A', 2026, None, '')
    >>> values.take(int, "year"), values
    (2026, {'name': 'A'})
    """

    def of(self, kind: type[T], key: str) -> T | None:
        """The value of a key whose field states that kind; None where it was not read."""
        value = self.get(key)
        return value if isinstance(value, kind) else None

    def text(self, key: str) -> str:
        """The text of a key; empty where it was not read."""
        return self.of(str, key) or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list of them; none where it was not read."""
        return tuple(map(str, self.of(list, key) or ()))

    def take(self, kind: type[T], key: str) -> T | None:
        """The value of a key, which is then no longer there."""
        value = self.of(kind, key)
        self.pop(key, None)
        return value

    def into(self, make: Callable[..., T], **more: object) -> T:
        """What ``make`` makes of the values, whose keys are the names of what it takes."""
        return make(**more, **self)
