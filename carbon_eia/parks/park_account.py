"""What a park emits: every member's own account, and what they sell each other counted once.

    E_park = Σ members (combustion + process + fugitive + waste + net electricity + net heat)
             − internal sales, on both sides

Heat and power from a plant within the park are counted as the plant's fuel: neither the deduction
at the seller nor the purchase at the buyer stands in the park's account (环办环评函〔2021〕471号).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark
from carbon_eia.energy import Energy, energy_carried, take_energy
from carbon_eia.errors import CarbonEiaError, InputError, Problem
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.parks.park_model import Member, Park, SectorTotal
from carbon_eia.parks.transfers import Sales, internal_sales
from carbon_eia.project import Measure, Source
from carbon_eia.reference import World
from carbon_eia.retrofit import apply_measures, in_time, usable
from carbon_eia.units import Quantity, parse_unit

__all__ = [
    "MODES",
    "Line",
    "MemberAccount",
    "ParkAccount",
    "marked",
    "take_account",
    "with_measures",
]

ELECTRICITY, HEAT = "electricity", "heat"

MODES = ("none", "committed", "all")
"""Which measures of a project's file are counted."""


class Line(NamedTuple):
    """What one source contributes: tonnes of CO2e and the energy behind it, of one year.

    ``carrier``: the material, ``electricity`` or ``heat``; empty where no energy stands behind it
    (a process emission). ``tce`` is None where the energy is not known, zero where it is counted
    elsewhere; ``mwh`` of electricity used from any supply (negative: sold). ``supply``: where
    electricity comes from (grid, green, own, waste_heat, export). ``link``: the sale within the
    park that it is part of (it then does not count), ``amount`` what it takes of that sale.
    ``physical``: the amount of the carrier in ``unit`` (t, 万Nm3, MWh, GJ; negative: sold); None
    where it is not stated in one of these.
    """

    member: str
    source: str
    category: str
    carrier: str
    co2e: Fraction
    co2: Fraction
    tce: Fraction | None
    mwh: Fraction
    supply: str = ""
    link: str = ""
    amount: Fraction = Fraction(0)
    physical: Fraction | None = None
    unit: str = ""

    @property
    def grid(self) -> bool:
        """Whether the grid factor acts on it."""
        return self.carrier == ELECTRICITY and self.supply in ("grid", "export")

    def times(self, factor: Fraction) -> Line:
        """The same line with all its amounts multiplied."""
        if factor == 1:
            return self
        return self._replace(
            co2e=self.co2e * factor,
            co2=self.co2 * factor,
            tce=None if self.tce is None else self.tce * factor,
            mwh=self.mwh * factor,
            amount=self.amount * factor,
            physical=None if self.physical is None else self.physical * factor,
        )


class MemberAccount(NamedTuple):
    """A member with its assessment and its lines; those within the park have a ``link``.

    ``total``: t CO2e of its own account (project less replaced), as its Run gives it with the
    measures that are counted; None where its file leaves something open. ``counted``: names of the
    measures that are counted beside the completed ones.
    """

    member: Member
    assessment: Assessment
    counted: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Fraction | None
    added_value: Fraction | None
    output_value: Fraction | None

    @property
    def internal(self) -> Fraction:
        """t CO2e bought from other members, less what is sold to them: it does not count."""
        return sum((x.co2e for x in self.lines if x.link), Fraction(0))

    @property
    def net(self) -> Fraction | None:
        """t CO2e that count for the park."""
        return None if self.total is None else self.total - self.internal

    def value(self, kind: str) -> Fraction | None:
        """万元 of added value or output."""
        return self.added_value if kind == "added_value" else self.output_value


class ParkAccount(NamedTuple):
    """The members of a park, sectors known as totals only, and the sales within the park."""

    members: tuple[MemberAccount, ...]
    totals: tuple[Line, ...]
    sales: Sales

    def of(self, name: str) -> MemberAccount:
        """The account of a member."""
        return next(m for m in self.members if m.member.name == name)

    def incomplete(self) -> tuple[str, ...]:
        """The members that have no total: the park has none either."""
        return tuple(m.member.name for m in self.members if m.total is None)


def take_account(park: Park, world: World, benchmarks: Sequence[Benchmark] = ()) -> ParkAccount:
    """The account of every member of a park, internal sales marked.

    Raises InputError with the problems of all members together; CE-K009 where the balance of a
    sale does not close (by how much, where), CE-K010 where seller and buyer state a transfer in
    different kinds of units.
    """
    problems: list[Problem] = []
    members: list[MemberAccount] = []
    for member in park.members:
        try:
            members.append(_member(member, world, benchmarks))
        except CarbonEiaError as error:
            problems += member.located(error.problems)
    totals: list[Line] = []
    for total in park.totals:
        try:
            totals.append(_total(total))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    sales = internal_sales(park, world)
    members = [marked(m, sales) for m in members]
    return ParkAccount(tuple(members), tuple(totals), sales)


# --- one member


def _member(member: Member, world: World, benchmarks: Sequence[Benchmark]) -> MemberAccount:
    project = member.project
    assessment = assess(project, world, benchmarks)
    account = MemberAccount(
        member=member,
        assessment=assessment,
        counted=(),
        lines=(),
        total=_complete(assessment.inventory),
        added_value=_money(project.economics.added_value),
        output_value=_money(project.economics.output_value),
    )
    return with_measures(account, member.measures, world)


def with_measures(account: MemberAccount, mode: str, world: World) -> MemberAccount:
    """The account with other measures of the project's file; what is sold is yet to be marked."""
    assessment, name = account.assessment, account.member.name
    project = assessment.project
    done = [m for m in project.measures if m.status == "completed"]
    chosen = _measures(assessment, mode, world)
    more = tuple(m.name for m in chosen if m not in done)
    inventory, energy = assessment.inventory, assessment.energy
    emission_model = assessment.emission_model(green_is_zero=True)
    left = dict.fromkeys((s.name for s in project.sources), Fraction(1))
    if chosen:
        sources = apply_measures(project.sources, chosen, emission_model.heat)
        left |= _left(project.sources, sources)
    if more:
        inventory = emission_model.inventory(sources)
        energy = take_energy(inventory, world)
    lines = tuple(
        x._replace(amount=left.get(x.source, Fraction(1))) for x in _lines(name, inventory, energy)
    )
    return account._replace(counted=more, lines=lines, total=_complete(inventory))


def _left(before: Sequence[Source], after: Sequence[Source]) -> dict[str, Fraction]:
    """What the measures leave of the activity of each source, as a share."""
    now = {s.name: s.activity for s in after}
    return {
        s.name: held.to(s.activity.unit) / s.activity.value
        for s in before
        if s.activity is not None and s.activity.value and (held := now.get(s.name)) is not None
    }


def _measures(assessment: Assessment, mode: str, world: World) -> list[Measure]:
    measures = assessment.project.measures
    if mode == "all":
        return list(assessment.retrofit.everything.measures)
    kept = [m for m in measures if m.status == "completed"]
    if mode == "committed":
        kept = [m for m in measures if m.status in ("committed", "completed")]
        kept = usable([m for m in kept if in_time(m, assessment.deadline.day, world.as_of)])
    return kept


def _complete(inventory: Inventory) -> Fraction | None:
    """Project less replaced, None where something is missing."""
    own, replaced = inventory.total(), inventory.total("replaced")
    return None if own is None or replaced is None else own - replaced


def _money(value: Quantity | None) -> Fraction | None:
    return None if value is None else value.to("万元")


def _lines(name: str, inventory: Inventory, energy: Energy) -> tuple[Line, ...]:
    """The sources of a member's project, those that it replaces with their sign turned."""
    uses = {u.source: u for u in energy.uses}
    found: list[Line] = []
    for e in inventory.emissions:
        if e.source.account not in ("project", "replaced") or e.co2e is None:
            continue
        use = uses.get(e.source.name)
        sells = e.source.supply == "export" or e.source.direction == "out"
        physical, unit = _physical(e, sells) if use is not None else (None, "")
        supply = (e.source.supply or "grid") if e.method.carries_energy else ""
        line = Line(
            member=name,
            source=e.source.name,
            category=e.category,
            carrier=_carrier(e) if use is not None else "",
            co2e=e.co2e,
            co2=e.masses.get("CO2", Fraction(0)),
            tce=use.tce if use is not None else Fraction(0),
            mwh=use.mwh if use is not None else Fraction(0),
            supply="export" if sells else supply,
            physical=physical,
            unit=unit,
        )
        found.append(line.times(Fraction(-1)) if e.source.account == "replaced" else line)
    return tuple(found)


PHYSICAL = ("t", "万Nm3")
"""Units in which amounts of fuels are summed."""


def _physical(e: SourceEmission, sells: bool) -> tuple[Fraction | None, str]:
    """The amount of energy of a source as it is bought or sold, and its unit."""
    carried, sign = energy_carried(e), -1 if sells else 1
    if e.method.carries_energy:
        unit = "MWh" if e.method.energy == ELECTRICITY else "GJ"
        return (None if carried is None else sign * carried), unit
    for unit in PHYSICAL:
        target = parse_unit(unit)
        activity = e.source.activity
        if activity is not None and activity.unit.dims == target.dims:
            return sign * activity.to(target), unit
    return None, ""


def _carrier(e: SourceEmission) -> str:
    if e.method.carries_energy:
        return e.method.energy
    return e.source.material or e.source.method


def marked(account: MemberAccount, sales: Sales) -> MemberAccount:
    """The account with the part of each source that stays within the park set apart."""
    found: list[Line] = []
    for line in account.lines:
        rest = Fraction(1)
        for part in sales.parts.get((line.member, line.source), ()):
            amount = part.amount * line.amount
            found.append(line.times(part.share)._replace(link=part.link, amount=amount))
            rest -= part.share
        if rest:
            found.append(line.times(rest))
    return account._replace(lines=tuple(found))


# --- sectors known as totals


def _total(total: SectorTotal) -> Line:
    """A sector total as one line: its emission is stated, or its intensity × added value."""
    if total.emission is not None:
        co2e = total.emission.value * total.emission.unit.factor / parse_unit("tCO2e").factor
    else:
        if total.intensity is None or total.added_value is None:
            raise InputError(Problem("CE-K007", total.place, {"sector": total.name}))
        per = total.intensity.value * total.intensity.unit.factor
        per /= parse_unit(total.intensity.unit.text.split("/")[0] + "/万元").factor
        co2e = per * total.added_value.to("万元")
    mwh = Fraction(0) if total.electricity is None else total.electricity.to("MWh")
    tce = None if total.energy is None else total.energy.to("tce")
    return Line(total.name, total.name, "statistics", "statistics", co2e, co2e, tce, mwh)
