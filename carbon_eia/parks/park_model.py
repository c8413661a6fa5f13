"""A park as its file states it: members, common facilities, transfers, years, scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import Place, Problem
from carbon_eia.project import City, Project
from carbon_eia.units import Quantity

__all__ = [
    "OUTSIDE",
    "ROLES",
    "Coordination",
    "Member",
    "Park",
    "ParkYear",
    "Pollutant",
    "Renewable",
    "Scenario",
    "ScenarioChange",
    "SectorTotal",
    "Sink",
    "StatedIndicator",
    "Transfer",
]

ROLES = ("enterprises", "projects", "facilities")
"""What a member is: there in the base year, planned, or a common facility."""

OUTSIDE = ("园区外", "outside")
"""Names of the buyer beyond the park's boundary."""


class Member(NamedTuple):
    """An enterprise, a planned project or a common facility, with its project.

    ``start``: first full year; ``close``: the year from which it emits no more. ``measures``: which
    measures of its file are counted (none, committed, all).
    """

    name: str
    role: str
    project: Project
    kind: str = ""
    start: int | None = None
    close: int | None = None
    measures: str = "none"
    place: Place = Place()

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of its project where they are mended: a cell of a form, a row of a table."""
        if self.project.file == f"{self.place.file}/{self.place.line}":
            return [p.at(self.place._replace(key=p.place.key)) for p in problems]
        return self.project.located(problems)

    def runs_in(self, year: int) -> bool:
        """Whether it operates in a year."""
        begun = self.start is None or year >= self.start
        return begun and (self.close is None or year < self.close)


class SectorTotal(NamedTuple):
    """A sector without data of enterprises: what the statistics give for it."""

    name: str
    sector: str
    added_value: Quantity | None
    output_value: Quantity | None
    emission: Quantity | None
    intensity: Quantity | None
    energy: Quantity | None
    electricity: Quantity | None
    source: str
    place: Place = Place()


class Transfer(NamedTuple):
    """Heat or power that one member sells to another: it crosses no boundary of the park.

    ``amount``: None for the whole of the buyer's source. ``loss``: share of what is sent.
    """

    seller: str
    source: str
    buyer: str
    use: str
    amount: Quantity | None
    loss: Fraction
    place: Place = Place()

    @property
    def leaves(self) -> bool:
        """Whether it goes to somebody outside the park."""
        return self.buyer in OUTSIDE


class Renewable(NamedTuple):
    """Power made within the park from renewables in a year, and what of it is used there."""

    name: str
    generation: Quantity
    used: Quantity
    year: int
    source: str


class Sink(NamedTuple):
    """A carbon sink: shown beside the total, never taken off it."""

    name: str
    amount: Quantity
    source: str


class Pollutant(NamedTuple):
    """What the park emits of a pollutant beside carbon in a year of a scenario, and its cap.

    ``scenario``: empty in the base year.
    """

    name: str
    year: int
    amount: Quantity
    source: str
    scenario: str = ""
    limit: Quantity | None = None
    place: Place = Place()


class StatedIndicator(NamedTuple):
    """An indicator that the accounts of the members do not give; ``name``: its id."""

    name: str
    year: int
    value: Quantity
    source: str
    scenario: str = ""
    place: Place = Place()


class Coordination(NamedTuple):
    """What the plan says of another plan, by its id; ``result``: conforms, adjust, conflict."""

    plan: str
    text: str
    result: str = ""
    source: str = ""
    place: Place = Place()


class ParkYear(NamedTuple):
    """What is known of a year: people, and the caps that apply from it on."""

    year: int
    population: Quantity | None = None
    carbon_cap: Quantity | None = None
    energy_cap: Quantity | None = None
    source: str = ""


class ScenarioChange(NamedTuple):
    """One change of a scenario against the base year, reached in ``year``, linear until then.

    ``of``: a member or a sector; empty for all, or for all others where ``activity_share`` (the
    share of the park's activity in that year) is stated. What is None does not change.
    ``activity_low``, ``activity_high``: the change of activity in the low and the high case.
    """

    year: int
    of: str = ""
    activity: Fraction | None = None
    activity_low: Fraction | None = None
    activity_high: Fraction | None = None
    activity_share: Fraction | None = None
    energy: Fraction | None = None
    process: Fraction | None = None
    green_share: Fraction | None = None
    grid_factor: Quantity | None = None
    switch_from: str = ""
    switch_to: str = ""
    share: Fraction | None = None
    efficiency: Fraction = Fraction(1)
    source: str = ""
    place: Place = Place()


class Scenario(NamedTuple):
    """A way that the park may go. ``projects``: none, all, or those that the planner chooses."""

    name: str
    kind: str
    projects: str
    changes: tuple[ScenarioChange, ...]
    place: Place = Place()


class Park(NamedTuple):
    """A park as its file states it; ``texts`` are those of the files that it names."""

    name: str
    region: str
    kind: str
    base_year: int
    plan_years: tuple[int, ...]
    boundary: str
    area: Quantity
    activity: str
    members: tuple[Member, ...]
    totals: tuple[SectorTotal, ...]
    transfers: tuple[Transfer, ...]
    renewables: tuple[Renewable, ...]
    sinks: tuple[Sink, ...]
    years: tuple[ParkYear, ...]
    scenarios: tuple[Scenario, ...]
    pollutants: tuple[Pollutant, ...] = ()
    indicators: tuple[StatedIndicator, ...] = ()
    coordination: tuple[Coordination, ...] = ()
    city: City = City()
    increment: Quantity | None = None
    objective: str = "added_value"
    pending: str = "exclude"
    benchmarks: tuple[str, ...] = ()
    code: str = ""
    text: str = ""
    sha256: str = ""
    texts: Mapping[str, str] = MappingProxyType({})

    @property
    def horizon(self) -> tuple[int, ...]:
        """Every year from the base year to the last plan year."""
        return tuple(range(self.base_year, max(self.plan_years) + 1))

    def member(self, name: str) -> Member | None:
        """The member of a name."""
        return next((m for m in self.members if m.name == name), None)
