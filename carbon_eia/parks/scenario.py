"""The park year by year: what it emits when the base year is carried on with stated changes.

    E_t = Σ_members a_t × (Σ_carriers e_t × energy × factor + p_t × process)

a, e, p are the indices of activity, energy per activity and process emission per activity against
the base year; a stated structure multiplies a (``structure.py``). What a scenario does not state
stays as in the base year, the grid factor too
(环办环评函〔2021〕471号: the factor of electricity is stated, never silently lowered).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.energy import carbon_per_tce, electricity_rate
from carbon_eia.errors import InputError, Problem
from carbon_eia.messages import in_languages
from carbon_eia.parks.park_account import ELECTRICITY, HEAT, Line, MemberAccount, ParkAccount
from carbon_eia.parks.park_model import Park, Scenario, ScenarioChange, SectorTotal
from carbon_eia.parks.structure import Actor, Points, stated_shares, structure_points
from carbon_eia.parks.sums import exact_sum
from carbon_eia.reference import Sector, World, read_sector
from carbon_eia.units import decimal_text

__all__ = ["Follower", "Path", "YearAccount", "follow", "interpolated"]


class YearAccount(NamedTuple):
    """One year of a scenario: the lines of the members that run, and their activity in 万元."""

    year: int
    lines: tuple[Line, ...]
    activity: dict[str, Fraction | None]

    def total(self) -> Fraction:
        """t CO2e of the year, summed in the order of the file."""
        return exact_sum(x.co2e for x in self.lines)

    def energy(self) -> Fraction | None:
        """tce of the year, equivalent value; None where a line's energy is not known."""
        found = [x.tce for x in self.lines]
        if any(t is None for t in found):
            return None
        return exact_sum(t for t in found if t is not None)

    def value(self) -> Fraction | None:
        """万元 of all members; None where one that emits as an enterprise states none."""
        found = list(self.activity.values())
        if any(v is None for v in found):
            return None
        return exact_sum(v for v in found if v is not None)

    def intensity(self) -> Fraction | None:
        """t CO2e per 万元: Σ emissions ÷ Σ activity, never a mean of ratios."""
        value = self.value()
        return None if not value else self.total() / value


class Path(NamedTuple):
    """A scenario followed from the base year to the horizon."""

    scenario: Scenario
    admitted: Mapping[str, int]
    """Planned projects that are admitted, with their first year."""
    years: tuple[YearAccount, ...]
    members: Sequence[MemberAccount] = ()
    """The accounts that were followed, with the measures that are counted."""

    def at(self, year: int) -> YearAccount:
        """The account of a year."""
        return next(y for y in self.years if y.year == year)

    def peak(self) -> YearAccount:
        """The year of the largest emission, the first of several."""
        return max(self.years, key=YearAccount.total)


class Follower:
    """A scenario that can be followed with any choice of planned projects.

    What a member does in a year does not depend on the choice, but for a heat and power plant that
    serves the others: it follows their demand. So the members are computed once.
    """

    def __init__(self, park: Park, account: ParkAccount, scenario: Scenario, world: World) -> None:
        self.park, self.account, self.scenario = park, account, scenario
        self.world, self.factors = world, _Factors(park, world)
        self.known: dict[tuple[str, str, int], tuple[Line, ...]] = {}
        self.stated = stated_shares(scenario)

    def lines(self, m: MemberAccount, year: int) -> tuple[Line, ...]:
        """The lines of a member in a year, as if it ran and as its own file sells."""
        key = m.member.name, " ".join(m.counted), year
        if key not in self.known:
            changes = self._changes(m.member.name, m.member.project.sector, year)
            self.known[key] = tuple(_changed(m.lines, changes, self.factors))
        return self.known[key]

    def activity(self, m: MemberAccount, year: int) -> Fraction | None:
        """万元 of a member in a year."""
        value = m.value(self.park.activity)
        changes = self._changes(m.member.name, m.member.project.sector, year)
        return None if value is None else value * changes.index("activity")

    def follows_demand(self, m: MemberAccount) -> bool:
        """Whether a member makes as much as its buyers take: a heat and power plant of the park,
        unless the scenario states its activity."""
        name = m.member.name
        stated = [c for c in self.scenario.changes if c.of == name and c.activity is not None]
        sells = any(s.seller == name for s in self.account.sales.by_link.values())
        return m.member.kind == "heat_power" and sells and not stated

    def path(self, members: Sequence[MemberAccount], starts: Mapping[str, int]) -> Path:
        """The years from the base to the horizon; ``members`` may count other measures.

        Raises InputError CE-K021…K023 where a stated structure does not fit what runs.
        """
        points, problems = self.structure(members, starts)
        if problems:
            raise InputError(problems)
        years = tuple(self._year(members, starts, year, points) for year in self.park.horizon)
        return Path(self.scenario, dict(starts), years, members)

    def structure(
        self, members: Sequence[MemberAccount], starts: Mapping[str, int]
    ) -> tuple[Points, list[Problem]]:
        """What the stated structures change with a choice of projects, and what is wrong."""
        if not self.stated:
            return {}, []
        actors = {year: list(self._actors(members, starts, year)) for year in self.stated}
        return structure_points(self.scenario, actors, self.world.sectors())

    def _actors(
        self, members: Sequence[MemberAccount], starts: Mapping[str, int], year: int
    ) -> Iterator[Actor]:
        for m in members:
            if m.member.role != "facilities" and _runs(m, year, starts):
                yield Actor(m.member.name, m.member.project.sector, self.activity(m, year))
        for total in self.park.totals:
            yield Actor(total.name, total.sector, self._total_activity(total, year))

    def _total_activity(self, total: SectorTotal, year: int) -> Fraction | None:
        """万元 of a sector that is known as a total."""
        stated = total.added_value if self.park.activity == "added_value" else total.output_value
        index = self._changes(total.name, total.sector, year).index("activity")
        return None if stated is None else stated.to("万元") * index

    def _changes(self, name: str, sector: str, year: int) -> _Changes:
        return _Changes(self.scenario.changes, name, sector, self.park, year)

    def year(
        self, members: Sequence[MemberAccount], starts: Mapping[str, int], year: int
    ) -> YearAccount:
        """One year with a choice of planned projects."""
        points, _ = self.structure(members, starts)
        return self._year(members, starts, year, points)

    def moved(self, name: str, year: int, points: Points) -> Fraction:
        """What the stated structures multiply a member's activity by in a year."""
        return 1 + (interpolated(points.get(name, ()), self.park.base_year, year) or Fraction(0))

    def _year(
        self,
        members: Sequence[MemberAccount],
        starts: Mapping[str, int],
        year: int,
        points: Points,
    ) -> YearAccount:
        running = [m for m in members if _runs(m, year, starts)]
        found = [self.lines(m, year) for m in running]
        for n, m in enumerate(running):
            by = self.moved(m.member.name, year, points)
            found[n] = tuple(x.times(by) for x in found[n])
        demand: dict[str, Fraction] = {}
        for m, lines in zip(running, found, strict=True):
            for x in lines:
                if x.link and not self._sells(m, x):
                    demand[x.link] = demand.get(x.link, Fraction(0)) + x.amount
        supply: dict[str, Fraction] = {}
        for n, m in enumerate(running):
            if self.follows_demand(m):
                found[n] = self._following(m, found[n], demand)
                supply |= {k: v for k, v in demand.items() if self._seller(k) == m.member.name}
                continue
            for x in found[n]:
                if x.link and self._sells(m, x):
                    supply[x.link] = supply.get(x.link, Fraction(0)) + x.amount
        bought: list[Line] = []
        for m, lines in zip(running, found, strict=True):
            for x in lines:
                if not x.link:
                    bought.append(x)
                elif not self._sells(m, x):
                    # what the seller cannot send is bought outside the park
                    sent = min(supply.get(x.link, Fraction(0)), demand[x.link])
                    short = 1 - sent / demand[x.link] if demand[x.link] else Fraction(0)
                    if short:
                        bought.append(x.times(short)._replace(link=""))
        activity = {
            m.member.name: self.activity(m, year) for m in running if m.member.role != "facilities"
        }
        for total, line in zip(self.park.totals, self.account.totals, strict=True):
            changes = self._changes(total.name, total.sector, year)
            by = self.moved(total.name, year, points)
            bought += [x.times(by) for x in _changed((line,), changes, self.factors)]
            activity[total.name] = self._total_activity(total, year)
        for name, value in activity.items():
            if value is not None:
                activity[name] = value * self.moved(name, year, points)
        return YearAccount(year, tuple(bought), activity)

    def _sells(self, m: MemberAccount, line: Line) -> bool:
        sale = self.account.sales.by_link[line.link]
        return (sale.seller, sale.source) == (m.member.name, line.source)

    def _seller(self, link: str) -> str:
        return self.account.sales.by_link[link].seller

    def _following(
        self, m: MemberAccount, lines: Sequence[Line], demand: Mapping[str, Fraction]
    ) -> tuple[Line, ...]:
        """The lines of a plant that makes as much as the sale asks that grows most.

        What it sends out of the park beside that sale stays as it is.
        """
        own = [s for s in self.account.sales.by_link.items() if s[1].seller == m.member.name]
        asked = [
            (demand.get(link, Fraction(0)) + s.outside) / (s.inside + s.outside)
            for link, s in own
            if s.inside + s.outside
        ]
        index, sold = max(asked, default=Fraction(1)), {s.source for _, s in own}
        return tuple(x if x.source in sold and not x.link else x.times(index) for x in lines)


def follow(park: Park, account: ParkAccount, scenario: Scenario, world: World) -> Path:
    """Follow a scenario with the planned projects that it has: none, or all as the file states.

    Raises InputError CE-K011 where the energy to switch to has no factor.
    """
    planned = [m for m in park.members if m.role == "projects" and m.start is not None]
    admitted = [] if scenario.projects == "none" else planned
    starts = {m.name: m.start for m in admitted if m.start is not None}
    return Follower(park, account, scenario, world).path(account.members, starts)


def interpolated(points: Sequence[tuple[int, Fraction]], base: int, year: int) -> Fraction | None:
    """A change in a year: linear from none in the base year through the years stated, then held.

    >>> interpolated([(2030, Fraction(1, 5))], 2025, 2027)
    Fraction(2, 25)
    """
    if not points:
        return None
    before = (base, Fraction(0))
    for point in sorted(points):
        if year <= point[0]:
            share = Fraction(year - before[0], point[0] - before[0])
            return before[1] + (point[1] - before[1]) * share
        before = point
    return before[1]


def _runs(m: MemberAccount, year: int, starts: Mapping[str, int]) -> bool:
    member = m.member
    if member.role != "projects":
        return member.runs_in(year)
    start = starts.get(member.name)
    return start is not None and member._replace(start=start).runs_in(year)


# --- what changes for a member in a year


class _Changes:
    """The changes of a scenario that speak of one member, in one year.

    A change of the member itself goes before one of its sector, and that before one of all.
    """

    def __init__(
        self, changes: Sequence[ScenarioChange], name: str, sector: str, park: Park, year: int
    ) -> None:
        self.levels = [[c for c in changes if c.of == of] for of in (name, sector, "")]
        self.base, self.year = park.base_year, year
        self.any = any(self.levels)

    def value(self, key: str) -> Fraction | None:
        """The change of a key, or None where the scenario states none."""
        for level in self.levels:
            points = [(c.year, v) for c in level if (v := getattr(c, key)) is not None]
            if points:
                return interpolated(points, self.base, self.year)
        return None

    def index(self, key: str) -> Fraction:
        """1 + the change of a key."""
        return 1 + (self.value(key) or Fraction(0))

    def grid(self, now: Fraction) -> Fraction:
        """The grid factor in tCO2/MWh, on a straight line from that of the base year, ``now``."""
        for level in self.levels:
            points = [(c.year, c.grid_factor.to("tCO2/MWh") - now) for c in level if c.grid_factor]
            if points:
                return now + (interpolated(points, self.base, self.year) or Fraction(0))
        return now

    @property
    def grid_moves(self) -> bool:
        """Whether any factor of the grid is stated."""
        return any(c.grid_factor is not None for level in self.levels for c in level)

    def switches(self, factors: _Factors) -> dict[str, list[_Switch]]:
        """Carrier → how much of it is replaced by what, in shares of what there would be of it.

        Raises InputError CE-K012 where that is more than all of it, CE-K011 for what is no energy.
        """
        found: dict[str, list[_Switch]] = {}
        seen: set[tuple[str, str]] = set()
        for level in self.levels:
            pairs: dict[tuple[str, str], list[ScenarioChange]] = {}
            for c in level:
                if c.switch_from:
                    pair = factors.carrier(c.switch_from, c), factors.carrier(c.switch_to, c)
                    pairs.setdefault(pair, []).append(c)
            for (old, new), own in pairs.items():
                if (old, new) in seen:
                    continue
                seen.add((old, new))
                points = [(c.year, c.share) for c in own if c.share is not None]
                share = interpolated(points, self.base, self.year)
                if share:
                    found.setdefault(old, []).append(_Switch(new, share, own[0]))
        for switches in found.values():
            whole = sum((s.share for s in switches), Fraction(0))
            if whole > 1:
                last = switches[-1].change
                params: dict[str, object] = {
                    "value": last.switch_from,
                    "sum": decimal_text(whole * 100, 12),
                }
                raise InputError(Problem("CE-K012", last.place, params))
        return found


class _Switch(NamedTuple):
    """A share of a carrier that another one replaces."""

    new: str
    share: Fraction
    change: ScenarioChange


def _changed(lines: Sequence[Line], changes: _Changes, factors: _Factors) -> Sequence[Line]:
    """The lines of a member in a year."""
    if not changes.any:
        return lines
    activity, energy, process = (changes.index(k) for k in ("activity", "energy", "process"))
    found = [x.times(activity * (energy if x.carrier else process)) for x in lines]
    switches = changes.switches(factors)
    if switches:
        found = [part for x in found for part in _switched(x, switches, factors)]
    green = changes.value("green_share") or Fraction(0)
    if not changes.grid_moves and not green:
        return found
    return [part for x in found for part in _supplied(x, changes, green)]


def _supplied(line: Line, changes: _Changes, green: Fraction) -> Iterator[Line]:
    """Grid power under another factor, the green share of what is bought apart with no emission.

    Each line moves from the factor that its own file gives it.
    """
    if not line.grid or not line.mwh:
        yield line
        return
    share = green if line.mwh > 0 else Fraction(0)
    rest = line.times(1 - share)
    if changes.grid_moves and rest.mwh:
        co2 = rest.mwh * changes.grid(line.co2 / line.mwh)
        rest = rest._replace(co2=co2, co2e=rest.co2e - rest.co2 + co2)
    yield rest
    if share:
        yield line.times(share)._replace(co2e=Fraction(0), co2=Fraction(0), supply="green")


def _switched(
    line: Line, switches: Mapping[str, Sequence[_Switch]], factors: _Factors
) -> Iterator[Line]:
    """What is left of a line, and what replaces the rest: as much useful heat as before.

    All shares are of the line as it would be; what replaces it is not replaced again.
    """
    own = () if line.category == "process" else switches.get(line.carrier, ())
    if not own:
        yield line
        return
    left = 1 - sum((s.share for s in own), Fraction(0))
    if left:
        yield line.times(left)
    for new, share, change in own:
        if line.tce is None:
            params: dict[str, object] = {"value": f"{line.member} {line.source}"}
            raise InputError(Problem("CE-K011", change.place, params))
        tce = line.tce * share / change.efficiency
        co2e, mwh = factors.emission(new, tce, change)
        yield Line(
            member=line.member,
            source=f"{line.source} → {change.switch_to}",
            category=new if new in (ELECTRICITY, HEAT) else line.category,
            carrier=new,
            co2e=co2e,
            co2=co2e,
            tce=tce,
            mwh=mwh,
            supply="grid" if new == ELECTRICITY else "",
        )


class _Factors:
    """Emission per standard coal of a carrier, from the reference tables on the park's day."""

    def __init__(self, park: Park, world: World) -> None:
        self.park, self.world = park, world
        self.known: dict[str, Fraction] = {}
        self.sector: Sector = read_sector(world, park.members[0].project.sector)

    def grid(self) -> Fraction | None:
        """tCO2/MWh of the grid in the base year."""
        value = self.world.electricity(self.park.region, self.park.base_year)
        return None if value is None else value.quantity.to("tCO2/MWh")

    def carrier(self, name: str, change: ScenarioChange) -> str:
        """The carrier that a name means."""
        for carrier, code in ((ELECTRICITY, "carrier.electricity"), (HEAT, "carrier.heat")):
            if name in in_languages(code).values():
                return carrier
        found = self.world.material_id(name)
        if found is None:
            raise InputError(Problem("CE-K011", change.place, {"value": name}))
        return found

    def emission(
        self, carrier: str, tce: Fraction, change: ScenarioChange
    ) -> tuple[Fraction, Fraction]:
        """t CO2 of an amount of energy, and its MWh where it is electricity."""
        if carrier == ELECTRICITY:
            factor = self.grid()
            if factor is None:
                raise InputError(Problem("CE-K011", change.place, {"value": carrier}))
            mwh = tce / electricity_rate(self.world).quantity.to("tce/MWh")
            return mwh * factor, mwh
        if carrier not in self.known:
            found = carbon_per_tce(carrier, self.sector, self.world)
            if found is None:
                raise InputError(Problem("CE-K011", change.place, {"value": carrier}))
            self.known[carrier] = found[0]
        return tce * self.known[carrier], Fraction(0)
