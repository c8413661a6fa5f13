"""Which changes of the plan save most: each made alone in the plan, in the last plan year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.parks.choose import PlanChoice, contribution, list_entry
from carbon_eia.parks.park_account import MemberAccount, ParkAccount, marked, with_measures
from carbon_eia.parks.park_model import Park, ScenarioChange
from carbon_eia.parks.scenario import Follower, Path
from carbon_eia.reference import World

__all__ = ["Pending", "Suggestion", "pending_projects", "suggestions"]

OPEN = ("pending", "missing", "value")
"""Reasons for which a project is left out because nobody can say yet whether it may enter: that is
no optimisation."""

KEYS = {"energy": "energy", "process": "process", "green": "green_share", "activity": "activity"}
"""Kinds of suggestions whose change is one number of a scenario."""


class Suggestion(NamedTuple):
    """One change of the plan: ``saves`` t CO2e in ``year`` when it is made alone.

    ``kind``: energy, process, green, switch, activity, structure, measures, postpone or leave_out;
    ``of``: the member or sector (empty for all); ``detail``: what is changed, as facts of its
    sentence; ``target``: the row of the city's targets with the clause.
    """

    kind: str
    of: str
    detail: Mapping[str, object]
    year: int
    before: Fraction
    saves: Fraction
    target: str


class Pending(NamedTuple):
    """A project of the plan of which nobody can say yet whether it may enter, and what it would
    emit: t CO2e in ``year``. ``reason``: pending, missing or value."""

    name: str
    reason: str
    year: int
    carbon: Fraction
    target: str


class _Plan:
    """The plan, and what it would emit with something changed."""

    def __init__(self, park: Park, account: ParkAccount, plan: Path, world: World) -> None:
        self.park, self.account, self.path, self.world = park, account, plan, world
        self.year = park.plan_years[-1]
        self.before = plan.at(self.year).total()
        self.follower = Follower(park, account, plan.scenario, world)
        self.points, _ = self.follower.structure(account.members, plan.admitted)

    def with_changes(self, changes: Iterable[ScenarioChange]) -> Fraction:
        """With other changes of the scenario."""
        scenario = self.path.scenario._replace(changes=tuple(changes))
        follower = Follower(self.park, self.account, scenario, self.world)
        return follower.year(self.account.members, self.path.admitted, self.year).total()

    def swapped(self, old: MemberAccount, new: MemberAccount | None) -> Fraction:
        """With one member as another account has it, or without it."""
        served = [self.account.sales.by_link[x.link] for x in old.lines if x.link]
        # where a structure is stated, the others take the place of one that is left out
        alone = new is not None or not self.points
        if alone and all(self._follows(s.seller) and s.seller != old.member.name for s in served):
            # what one member adds to the year does not depend on the others
            less, more = self._adds(old), Fraction(0) if new is None else self._adds(new)
            return self.before - less + more
        starts = {n: s for n, s in self.path.admitted.items() if new or n != old.member.name}
        members = [new if new and m is old else m for m in self.account.members]
        return self.with_members(members, starts)

    def _follows(self, seller: str) -> bool:
        found = self.account.of(seller)
        runs = found.member.role != "projects" and found.member.runs_in(self.year)
        return runs and self.follower.follows_demand(found)

    def _adds(self, m: MemberAccount) -> Fraction:
        start = self.path.admitted.get(m.member.name, m.member.start)
        runs = m.member._replace(start=start).runs_in(self.year)
        carbon = contribution(self.follower, m, self.year)["carbon"] if runs else Fraction(0)
        assert carbon is not None  # only energy can be unknown
        return carbon * self.follower.moved(m.member.name, self.year, self.points)

    def with_members(self, members: Sequence[MemberAccount], starts: Mapping[str, int]) -> Fraction:
        """With other members or projects."""
        return self.follower.year(members, starts, self.year).total()


def suggestions(
    park: Park,
    account: ParkAccount,
    plan: Path,
    optimised: Path,
    choice: PlanChoice | None,
    world: World,
) -> list[Suggestion]:
    """What the optimised scenario changes against the plan, the largest saving first."""
    held = _Plan(park, account, plan, world)
    found: list[tuple[str, str, Mapping[str, object], Fraction]] = []
    found += _changes(held, optimised)
    if choice is not None:
        found += _projects(held, choice)
    found += _existing(held)
    clauses = world.tables.toml("park.toml")["suggestions"]
    told = [
        Suggestion(
            kind,
            of,
            detail,
            held.year,
            held.before,
            held.before - after,
            clauses.get(f"{kind}_{detail.get('reason')}", clauses[kind]),
        )
        for kind, of, detail, after in found
        if after < held.before
    ]
    return sorted(told, key=lambda s: -s.saves)


def pending_projects(
    park: Park, account: ParkAccount, plan: Path, choice: PlanChoice | None, world: World
) -> list[Pending]:
    """The projects of the plan that are open, and what of the plan's emission is theirs."""
    held = _Plan(park, account, plan, world)
    reasons = {x.name: x.reason for x in choice.left_out} if choice is not None else {}
    clause = world.tables.toml("park.toml")["suggestions"]["leave_out_pending"]
    found: list[Pending] = []
    for name in plan.admitted:
        m = account.of(name)
        reason = reasons.get(name, "pending" if list_entry(m) == "pending" else "")
        if reason in OPEN:
            carbon = held.before - held.swapped(m, None)
            found.append(Pending(name, reason, held.year, carbon, clause))
    return found


Found = Iterable[tuple[str, str, Mapping[str, object], Fraction]]


def _changes(held: _Plan, optimised: Path) -> Found:
    own = held.path.scenario.changes
    more = [c for c in optimised.scenario.changes if c not in own]
    for kind, key in KEYS.items():
        for of in dict.fromkeys(c.of for c in more if getattr(c, key) is not None):
            new = [c for c in more if c.of == of and getattr(c, key) is not None]
            last = max(new, key=lambda c: c.year)
            detail = {"percent": getattr(last, key) * 100, "source": last.source}
            yield kind, of, detail, held.with_changes(_instead(own, new, key, of))
    new = [c for c in more if c.activity_share is not None]
    if new:
        last = max(new, key=lambda c: c.year)
        detail = {"year": last.year, "source": last.source}
        yield "structure", "", detail, held.with_changes(_instead(own, new, "activity_share"))
    for c in more:
        if c.switch_from:
            detail = {"old": c.switch_from, "new": c.switch_to, "percent": (c.share or 0) * 100}
            yield "switch", c.of, {**detail, "source": c.source}, held.with_changes([*own, c])


def _instead(
    own: Iterable[ScenarioChange], new: Iterable[ScenarioChange], key: str, of: str | None = None
) -> list[ScenarioChange]:
    """The changes of the plan with one key of an object (None: of all) as other changes have it."""
    nothing: dict[str, Any] = {key: None}
    kept = [c._replace(**nothing) if of in (None, c.of) else c for c in own]
    alone = [
        ScenarioChange(c.year, c.of, source=c.source, place=c.place)._replace(
            **{key: getattr(c, key)}
        )
        for c in new
    ]
    return [*kept, *alone]


def _projects(held: _Plan, choice: PlanChoice) -> Found:
    """Projects left out, begun later, or with more measures."""
    starts = held.path.admitted
    admitted = {a.name: a for a in choice.admitted}
    reasons = {x.name: x.reason for x in choice.left_out}
    for name, start in starts.items():
        taken = admitted.get(name)
        if taken is None:
            detail = {"reason": reasons.get(name, "cap")}
            if detail["reason"] in OPEN:
                continue
            yield "leave_out", name, detail, held.swapped(held.account.of(name), None)
            continue
        account = held.account.of(name)
        if taken.start > start and taken.start > held.year:
            yield "postpone", name, {"start": taken.start}, held.swapped(account, None)
        if taken.measures and taken.mode != account.member.measures:
            other = with_measures(account, taken.mode, held.world)
            other = marked(other, held.account.sales)
            detail = {"measures": "、".join(taken.measures)}
            yield "measures", name, detail, held.swapped(account, other)


def _existing(held: _Plan) -> Found:
    """Measures of the enterprises and facilities that are not carried out yet."""
    for m in held.account.members:
        if m.member.role == "projects":
            continue
        other = with_measures(m, "all", held.world)
        if other.counted:
            other = marked(other, held.account.sales)
            detail = {"measures": "、".join(other.counted)}
            yield "measures", m.member.name, detail, held.swapped(m, other)
