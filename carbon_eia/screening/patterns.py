"""The outcome of each pattern of answers of a line, decided when a row first has it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from threading import RLock

import numpy as np

from carbon_eia.screening.arrays import Flags, Integers

__all__ = ["MOST", "Patterns"]

MOST = 12
"""Most questions (limits kept or not) that a line may ask."""

NONE = -1
UNDECIDED = -2


class Patterns:
    """The codes of outcomes of all lines, by the first place of a line plus the pattern of a row.

    A pattern is a number whose bits say which limits a row keeps. Places below ``2 ** MOST`` belong
    to rows that no line speaks of: they have no outcome.
    """

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._codes = np.full(2**MOST, NONE, np.int32)
        self._first = [0]
        self._decide: list[Callable[[int], int]] = [lambda _: NONE]

    def add(self, questions: int, decide: Callable[[int], int]) -> int:
        """Room for a line that asks so many questions; its first place.

        ``decide(pattern)`` gives the code of an outcome.
        """
        with self._lock:
            first = len(self._codes)
            room = np.full(2**questions, UNDECIDED, np.int32)
            self._codes = np.concatenate([self._codes, room])
            self._first.append(first)
            self._decide.append(decide)
            return first

    def of(self, places: Integers, sure: Flags) -> Integers:
        """The code of the outcome of each row, undecided where the place of a row is not sure.

        ``places``: first place of the line of a row plus its pattern.
        """
        codes = self._codes.take(places, mode="clip")
        if codes.min(initial=NONE) == UNDECIDED:
            with self._lock:
                for place in np.unique(places[(codes == UNDECIDED) & sure]).tolist():
                    self.at(place)
                codes = self._codes.take(places, mode="clip")
        return codes

    def at(self, place: int) -> int:
        """The code of the outcome at one place."""
        with self._lock:
            if self._codes[place] == UNDECIDED:
                line = bisect_right(self._first, place) - 1
                self._codes[place] = self._decide[line](place - self._first[line])
            return int(self._codes[place])
