"""How much a park or a city may still approve: its ceiling less the Runs that are approved.

A ceiling is set for an area by an instrument of the authority. What is used of it is the sum of the
emissions of the Runs on which the approvals rest that stand; each decision, revocation or lapse
moves it. Nothing is refused because a ceiling is used up: the approver must give the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.reference.materials import name_key
from carbon_eia.register.case import APPROVING
from carbon_eia.register.event import Event
from carbon_eia.register.runs import RESTING
from carbon_eia.register.sizes import size_of

__all__ = [
    "CEILING",
    "Area",
    "Ceiling",
    "Headroom",
    "HeadroomStep",
    "areas_of",
    "ceilings",
    "headroom",
    "steps_of",
]

CEILING = "ceiling_set"
"""The event of the register that sets a ceiling."""

ENDING = frozenset({"revoked", "lapsed"})
"""Events after which an approval does not stand."""

Area = str
"""``park:`` and the name of a park, or ``region:`` and the code of a region."""


class Ceiling(NamedTuple):
    """A ceiling in t CO2 a year: of an area, by an instrument, from a day."""

    area: Area
    name: str
    limit: Fraction
    instrument: str
    day: date
    event: int


class HeadroomStep(NamedTuple):
    """What an event of a case changed: its emission in t (None: not complete), or its end.

    ``areas``: those in which the case lies.
    """

    event: int
    day: date
    case: str
    areas: tuple[Area, ...]
    approved: bool
    emission: Fraction | None


class Headroom(NamedTuple):
    """An area after a step: used and left, in t; ``unknown``: cases whose emission is not known."""

    ceiling: Ceiling
    step: HeadroomStep | None
    used: Fraction
    unknown: tuple[str, ...]

    @property
    def left(self) -> Fraction:
        """What is left; negative where the ceiling is exceeded."""
        return self.ceiling.limit - self.used

    @property
    def is_exceeded(self) -> bool:
        """Whether more is approved than the ceiling allows: equal is not more."""
        return self.left < 0


def ceilings(events: Iterable[Event], as_of: date) -> dict[Area, Ceiling]:
    """The ceilings that hold on a day, of the events of the register itself; the last one holds."""
    found: dict[Area, Ceiling] = {}
    for event in events:
        if event.kind != CEILING or event.day > as_of:
            continue
        body = event.body
        limit = Fraction(str(body["tonnes"]))
        found[str(body["area"])] = Ceiling(
            str(body["area"]), str(body["name"]), limit, str(body["instrument"]), event.day,
            event.sequence,
        )  # fmt: skip
    return found


def areas_of(region: str, park: str, codes: Callable[[str], tuple[str, ...]]) -> tuple[Area, ...]:
    """The areas in which a place lies."""
    own = [f"park:{name_key(park)}"] if park else []
    return (*own, *(f"region:{code}" for code in (codes(region) if region else ())))


def steps_of(
    events: Iterable[Event],
    codes: Callable[[str], tuple[str, ...]],
    blob: Callable[[str], bytes],
) -> Iterator[HeadroomStep]:
    """Every approval and every end of one, in the order of the ledger.

    ``codes``: of a region and of those in which it lies; ``blob``: a kept file by its name.
    """
    places: dict[str, dict[str, str]] = {}
    records: dict[str, str] = {}
    approved: set[str] = set()
    for event in events:
        case, body = event.case, event.body
        if not case:
            continue
        place = places.setdefault(case, {"region": "", "park": ""})
        place.update({k: str(body[k]) for k in place if body.get(k)})
        if event.kind in RESTING and isinstance(body.get("record"), str):
            records[case] = str(body["record"])
        ends = event.kind in ENDING or event.kind == "decided"
        is_approval = event.kind == "decided" and str(body.get("verdict")) in APPROVING
        if not is_approval and not (ends and case in approved):
            continue
        record = records.get(case)
        emission = size_of(blob(record)).emission if is_approval and record else None
        approved.add(case) if is_approval else approved.discard(case)
        areas = areas_of(place["region"], place["park"], codes)
        yield HeadroomStep(event.sequence, event.day, case, areas, is_approval, emission)


def headroom(ceiling: Ceiling, steps: Iterable[HeadroomStep]) -> Iterator[Headroom]:
    """The area after each step that concerns it; first as it is before any."""
    standing: dict[str, Fraction | None] = {}
    yield Headroom(ceiling, None, Fraction(0), ())
    for step in steps:
        if ceiling.area not in step.areas:
            continue
        if step.approved:
            standing[step.case] = step.emission
        else:
            standing.pop(step.case, None)
        used = sum((e for e in standing.values() if e is not None), Fraction(0))
        unknown = tuple(code for code, e in standing.items() if e is None)
        yield Headroom(ceiling, step, used, unknown)
