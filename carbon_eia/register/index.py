"""Under which keys an event is found without reading all: its case, its serial, the register."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.register.event import Event
from carbon_eia.register.serials import SERIAL_EVENTS, index_key

__all__ = ["REGISTER", "keys_of"]

REGISTER = ""
"""The key of events that concern the register alone: they have no case."""


def keys_of(event: Event) -> Iterator[str]:
    """The keys of an event: the code of its case (or ``REGISTER``), and that of its serial."""
    yield event.case
    if event.kind in SERIAL_EVENTS:
        key = index_key(str(event.body.get("what", "")), str(event.body.get("serial", "")))
        if key and key != event.case:
            yield key
