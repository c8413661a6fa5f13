"""What happened to a case, once and for all: events, in a sequence without gaps, each bound to the
one before by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from carbon_eia.run.record import canonical

__all__ = ["GENESIS", "Event", "event_hash"]

GENESIS = "0" * 64
"""The hash before the first event."""


class Event(NamedTuple):
    """An event of the register.

    ``sequence``: 1, 2, 3 …; ``day``: the legal day on which it takes effect; ``at``: when it was
    written, in UTC; ``actor`` and ``role``: who acted, as what; ``kind``: what happened (a word of
    the table of commands); ``case``: the code of its case, empty where it concerns the register;
    ``body``: the rest, as it is hashed.
    """

    sequence: int
    day: date
    at: datetime
    actor: str
    role: str
    kind: str
    case: str
    body: Mapping[str, Any]
