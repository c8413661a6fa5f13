"""What happened, once and for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

__all__ = ["Event"]


class Event(NamedTuple):
    """An event of the register.

    ``sequence``: 1, 2, 3 …; ``day``: the legal day on which it takes effect; ``at``: when it was
    written, in UTC; ``actor`` and ``role``: who acted, as what; ``kind``: what happened, a word of
    the table of states; ``case``: the code of its case, empty where it concerns the register;
    ``body``: the rest.
    """

    sequence: int
    day: date
    at: datetime
    actor: str
    role: str
    kind: str
    case: str
    body: Mapping[str, Any]
