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
from carbon_eia.errors import CarbonEiaError, InputError, Problem
from carbon_eia.inventory import SourceEmission
from carbon_eia.park.model import Member, Park, SectorTotal, Transfer
from carbon_eia.project import Source
from carbon_eia.reference import World
from carbon_eia.retrofit import apply_measures, in_time, usable
from carbon_eia.units import Quantity, parse_unit

__all__ = ["Account", "Line", "MemberAccount", "take_account"]

ELECTRICITY, HEAT = "electricity", "heat"


class Line(NamedTuple):
    """What one source contributes: tonnes of CO2e and the energy behind it, of one year.

    ``carrier``: the material, ``electricity`` or ``heat``; empty where no energy stands behind it
    (a process emission). ``tce`` is None where the energy is not known, zero where it is counted
    elsewhere; ``mwh`` of electricity used from any supply (negative: sold). ``supply``: where
    electricity comes from (grid, green, own, waste_heat, export).
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

    @property
    def grid(self) -> bool:
        """Whether the grid factor acts on it."""
        return self.carrier == ELECTRICITY and self.supply in ("grid", "export")

    def times(self, factor: Fraction) -> Line:
        """The same line with all its amounts multiplied."""
        return self._replace(
            co2e=self.co2e * factor,
            co2=self.co2 * factor,
            tce=None if self.tce is None else self.tce * factor,
            mwh=self.mwh * factor,
        )


class MemberAccount(NamedTuple):
    """A member with its assessment, its lines, and what of them stays within the park.

    ``total``: t CO2e of its own account (project less replaced), as its Run gives it with the
    measures that are counted; ``internal``: the part of it that is bought from or sold to other
    members; ``missing``: what its file leaves open (it then has no total).
    """

    member: Member
    assessment: Assessment
    counted: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Fraction | None
    internal: Fraction
    added_value: Fraction | None
    output_value: Fraction | None

    @property
    def net(self) -> Fraction | None:
        """t CO2e that count for the park."""
        return None if self.total is None else self.total - self.internal


class Account(NamedTuple):
    """The members of a park, and sectors that are known as totals only."""

    members: tuple[MemberAccount, ...]
    totals: tuple[Line, ...]
    surplus: tuple[tuple[Transfer, Fraction, str], ...]

    def of(self, name: str) -> MemberAccount:
        """The account of a member."""
        return next(m for m in self.members if m.member.name == name)


def take_account(park: Park, world: World, benchmarks: Sequence[Benchmark] = ()) -> Account:
    """The account of every member of a park, internal sales taken out.

    Raises InputError with the problems of all members together; CE-K009 where more is bought
    within the park than is sent (by how much, where), CE-K010 where seller and buyer state a
    transfer in different kinds of units.
    """
    problems: list[Problem] = []
    members: list[MemberAccount] = []
    for member in park.members:
        try:
            members.append(_member(member, world, benchmarks))
        except CarbonEiaError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    shares, surplus = _internal(park)
    members = [_netted(m, shares) for m in members]
    return Account(tuple(members), tuple(_total(t) for t in park.totals), surplus)


# --- one member


def _member(member: Member, world: World, benchmarks: Sequence[Benchmark]) -> MemberAccount:
    project = member.project
    assessment = assess(project, world, benchmarks)
    done = [m for m in project.measures if m.status == "completed"]
    chosen = done
    if member.measures == "all":
        chosen = list(assessment.retrofit.everything.measures)
    elif member.measures == "committed":
        deadline = assessment.deadline.day
        promised = [m for m in project.measures if m.status in ("committed", "completed")]
        chosen = usable([m for m in promised if in_time(m, deadline, world.as_of)])
    counted = assessment
    if len(chosen) > len(done):
        sources = apply_measures(project.sources, chosen)
        counted = assess(project._replace(sources=sources, measures=()), world, benchmarks)
    lines = _lines(member.name, counted)
    complete = counted.inventory.total() is not None
    complete = complete and counted.inventory.total("replaced") is not None
    economics = project.economics
    return MemberAccount(
        member=member,
        assessment=assessment,
        counted=tuple(m.name for m in chosen if m not in done),
        lines=lines,
        total=sum((x.co2e for x in lines), Fraction(0)) if complete else None,
        internal=Fraction(0),
        added_value=_money(economics.added_value),
        output_value=_money(economics.output_value),
    )


def _money(value: Quantity | None) -> Fraction | None:
    return None if value is None else value.to("万元")


def _lines(name: str, assessment: Assessment) -> tuple[Line, ...]:
    """The sources of a member's project, those that it replaces with their sign turned."""
    energy = {u.source: u for u in assessment.energy.uses}
    found: list[Line] = []
    for e in assessment.inventory.emissions:
        if e.source.account not in ("project", "replaced") or e.co2e is None:
            continue
        use = energy.get(e.source.name)
        line = Line(
            member=name,
            source=e.source.name,
            category=e.category,
            carrier=_carrier(e) if use is not None else "",
            co2e=e.co2e,
            co2=e.masses.get("CO2", Fraction(0)),
            tce=use.tce if use is not None else Fraction(0),
            mwh=use.mwh if use is not None else Fraction(0),
            supply=(e.source.supply or "grid") if e.category == ELECTRICITY else "",
        )
        found.append(line.times(Fraction(-1)) if e.source.account == "replaced" else line)
    return tuple(found)


def _carrier(e: SourceEmission) -> str:
    if e.category in (ELECTRICITY, HEAT):
        return e.category
    return e.source.material or e.source.method


# --- what members sell each other


Shares = dict[tuple[str, str], Fraction]
"""(member, source) → the part of it that stays within the park."""


def _internal(park: Park) -> tuple[Shares, tuple[tuple[Transfer, Fraction, str], ...]]:
    """The internal part of each source, and what each seller sends beyond it (in its own unit)."""
    problems: list[Problem] = []
    shares: Shares = {}
    sent: dict[tuple[str, str], Fraction] = {}
    last: dict[tuple[str, str], Transfer] = {}
    for x in park.transfers:
        seller, buyer = _source(park, x.seller, x.source), _source(park, x.buyer, x.use)
        held, used = seller.activity, buyer.activity
        if held is None or used is None or held.unit.dims != used.unit.dims:
            units = {
                "seller": held.text if held is not None else "—",
                "buyer": used.text if used is not None else "—",
            }
            problems.append(
                Problem("CE-K010", x.place, {"name": f"{x.seller} → {x.buyer}", **units})
            )
            continue
        taken = used if x.amount is None else x.amount
        if taken.unit.dims != used.unit.dims:
            units = {"seller": held.text, "buyer": taken.text}
            problems.append(
                Problem("CE-K010", x.place, {"name": f"{x.seller} → {x.buyer}", **units})
            )
            continue
        share = taken.to(used.unit) / used.value if used.value else Fraction(0)
        shares[x.buyer, x.use] = shares.get((x.buyer, x.use), Fraction(0)) + share
        key = x.seller, x.source
        sent[key] = sent.get(key, Fraction(0)) + taken.to(held.unit) / (1 - x.loss)
        last[key] = x
    surplus: list[tuple[Transfer, Fraction, str]] = []
    for (name, source), amount in sent.items():
        held = _source(park, name, source).activity
        assert held is not None  # else it was told above
        if amount > held.value:
            over = Quantity(amount - held.value, held.unit, "")
            params = _balance(name, source, held, amount, over)
            problems.append(Problem("CE-K009", last[name, source].place, params))
        shares[name, source] = amount / held.value if held.value else Fraction(0)
        if amount < held.value:
            surplus.append((last[name, source], held.value - amount, held.unit.text))
    for (name, source), share in shares.items():
        if share > 1 and (name, source) not in sent:
            used = _source(park, name, source).activity
            assert used is not None
            over = Quantity(used.value * (share - 1), used.unit, "")
            place = next(x.place for x in park.transfers if (x.buyer, x.use) == (name, source))
            problems.append(
                Problem("CE-K009", place, _balance(name, source, used, used.value * share, over))
            )
    if problems:
        raise InputError(problems)
    return shares, tuple(surplus)


def _balance(
    name: str, source: str, held: Quantity, amount: Fraction, over: Quantity
) -> dict[str, object]:
    unit = held.unit.text
    return {
        "name": f"{name} {source}",
        "held": held.text,
        "sent": f"{float(amount):.10g} {unit}",
        "over": f"{float(over.value):.10g} {unit}",
    }


def _source(park: Park, member: str, source: str) -> Source:
    found = park.member(member)
    assert found is not None  # the reader saw to it
    return next(s for s in found.project.sources if s.name == source)


def _netted(account: MemberAccount, shares: Shares) -> MemberAccount:
    """A member's lines without what stays within the park."""
    lines: list[Line] = []
    internal = Fraction(0)
    for line in account.lines:
        share = shares.get((line.member, line.source), Fraction(0))
        internal += line.co2e * share
        lines.append(line.times(1 - share) if share else line)
    return account._replace(lines=tuple(lines), internal=internal)


# --- sectors known as totals


def _total(total: SectorTotal) -> Line:
    """A sector total as one line: its emission is stated, or its intensity × added value."""
    if total.emission is not None:
        co2e = total.emission.value * total.emission.unit.factor / parse_unit("tCO2e").factor
    else:
        assert total.intensity is not None  # the reader saw to it
        if total.added_value is None:
            raise InputError(Problem("CE-K007", total.place, {"sector": total.name}))
        per = total.intensity.value * total.intensity.unit.factor
        co2e = per * total.added_value.value * total.added_value.unit.factor / 1000000
    mwh = Fraction(0) if total.electricity is None else total.electricity.to("MWh")
    tce = None if total.energy is None else total.energy.to("tce")
    return Line(total.name, total.name, "statistics", "statistics", co2e, co2e, tce, mwh)
