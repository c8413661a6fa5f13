"""Which planned projects to admit, in which year and with which measures.

    max  Σ_i,s,v  value_i,s · x_i,s,v                        added value over the horizon, 万元
    s.t. base_t + Σ_i,s≤t,v  e_i,v,t · x_i,s,v ≤ cap_t       carbon, and energy, of each capped year
         Σ_s,v x_i,s,v ≤ 1,  x whole

over the projects i that reach their admission value with the measures v, from their first year on.
The program is solved in floating point (HiGHS, one thread, one seed); what it answers is followed
through the horizon again and compared with every cap exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.parks.park_account import MODES, MemberAccount, ParkAccount, marked, with_measures
from carbon_eia.parks.park_model import Park, Scenario
from carbon_eia.parks.scenario import Follower, Path
from carbon_eia.reference import World
from carbon_eia.retrofit.milp import LinearExpression, MixedIntegerProgram

__all__ = [
    "Admitted",
    "Cap",
    "LeftOut",
    "PlanChoice",
    "caps_of",
    "choose",
    "contribution",
    "list_entry",
    "reaches",
]

GAP = float(Fraction(1, 10**7))
"""Relative gap at which the search ends."""

NODES = 20000
"""Nodes after which the search ends without a proof: a limit of time would not be repeatable."""

HALF = Fraction(1, 2)
"""A whole column above this is one."""

ROUNDS = 8
"""Most times that a cap is drawn tighter because the exact sum exceeds it."""

ENTRIES = {"pass": "enter", "retrofit": "retrofit", "refuse": "refuse", "stop": "refuse"}


class Cap(NamedTuple):
    """A cap of one year and what stands against it; ``unit`` tCO2e or tce."""

    kind: str
    year: int
    limit: Fraction
    existing: Fraction
    used: Fraction
    price: Fraction
    """Added value over the horizon for one more unit of it, 万元 (dual of the relaxed program)."""


class Admitted(NamedTuple):
    """A project that is admitted: from when, with which measures."""

    name: str
    start: int
    mode: str
    measures: tuple[str, ...]
    value: Fraction
    cost: Fraction | None


class LeftOut(NamedTuple):
    """A project that is not admitted. ``reason``: refuse, pending, missing, value, cap, existing;
    ``year``: of the cap that it would exceed, ``over`` by how much."""

    name: str
    reason: str
    kind: str = ""
    year: int | None = None
    over: Fraction | None = None


class PlanChoice(NamedTuple):
    """What the planner is advised: ``value`` is the added value over the horizon, 万元."""

    objective: str
    admitted: tuple[Admitted, ...]
    left_out: tuple[LeftOut, ...]
    caps: tuple[Cap, ...]
    value: Fraction
    path: Path
    proven: bool = True
    """Whether the search came to its end, so that no other choice is worth more."""


class _Option(NamedTuple):
    """One way to admit a project: what it adds to each year, t CO2e and tce."""

    name: str
    start: int
    mode: str
    account: MemberAccount
    value: Fraction
    cost: Fraction | None
    adds: Mapping[tuple[str, int], Fraction]


def list_entry(account: MemberAccount) -> str:
    """The place of a project on the admission list: enter, retrofit, refuse or pending."""
    return ENTRIES.get(account.assessment.decision.verdict, "pending")


def caps_of(park: Park) -> dict[tuple[str, int], Fraction]:
    """The caps by kind and year: each applies from its year until another takes its place."""
    found: dict[tuple[str, int], Fraction] = {}
    for year in park.horizon:
        for kind, unit in (("carbon", "tCO2"), ("energy", "tce")):
            stated = [(y.year, getattr(y, f"{kind}_cap")) for y in park.years if y.year <= year]
            known = sorted((y, cap) for y, cap in stated if cap is not None)
            if known:
                found[kind, year] = known[-1][1].to(unit)
    return found


def choose(park: Park, account: ParkAccount, scenario: Scenario, world: World) -> PlanChoice:
    """The best choice of planned projects under the caps of a park, in a scenario."""
    follower = Follower(park, account, scenario, world)
    caps, alone = caps_of(park), follower.path(account.members, {})
    existing = {k: _against(alone, k) for k in caps}
    planned = [m for m in account.members if m.member.role == "projects"]
    open_ = any(m.total is None for m in account.members if m.member.role != "projects")
    if open_ or None in existing.values():
        # what is there is not known, so neither is what is free under the caps
        nothing = tuple(LeftOut(m.member.name, "missing") for m in planned)
        return PlanChoice(park.objective, (), nothing, (), Fraction(0), alone)
    over = [k for k, limit in caps.items() if (x := existing[k]) is not None and x > limit]
    if over:
        kind, year = over[0]
        now = existing[over[0]]
        more = None if now is None else now - caps[over[0]]
        left = tuple(LeftOut(m.member.name, "existing", kind, year, more) for m in planned)
        shown = tuple(_cap(k, caps[k], existing[k], existing[k], Fraction(0)) for k in caps)
        return PlanChoice(park.objective, (), left, shown, Fraction(0), alone)
    bases = {k: x for k, x in existing.items() if x is not None}
    options: list[_Option] = []
    left_out: list[LeftOut] = []
    for m in planned:
        found, reason = _options(follower, m, caps)
        options += found
        if not found:
            left_out.append(LeftOut(m.member.name, reason))
    room = {k: caps[k] - bases[k] for k in caps}
    taken, path, prices, proven = _best(follower, options, caps, room, park.objective)
    used = {k: _against(path, k) for k in caps}
    names = {o.name for o in taken}
    for name in dict.fromkeys(o.name for o in options):
        if name not in names:
            own = [o for o in options if o.name == name]
            left_out.append(_beyond(own, caps, used))
    order = [m.member.name for m in planned]
    return PlanChoice(
        park.objective,
        tuple(Admitted(o.name, o.start, o.mode, o.account.counted, o.value, o.cost) for o in taken),
        tuple(sorted(left_out, key=lambda x: order.index(x.name))),
        tuple(_cap(k, caps[k], bases[k], used[k], prices.get(k, Fraction(0))) for k in caps),
        sum((o.value for o in taken), Fraction(0)),
        path,
        proven,
    )


def _cap(
    key: tuple[str, int],
    limit: Fraction,
    existing: Fraction | None,
    used: Fraction | None,
    price: Fraction,
) -> Cap:
    nothing = Fraction(0)
    return Cap(*key, limit, existing or nothing, used or nothing, price)


def _against(path: Path, key: tuple[str, int]) -> Fraction | None:
    """What a year of a path sets against a cap; None where its energy is not known."""
    kind, year = key
    return path.at(year).total() if kind == "carbon" else path.at(year).energy()


# --- what can be chosen


def _options(
    follower: Follower, m: MemberAccount, caps: Mapping[tuple[str, int], Fraction]
) -> tuple[list[_Option], str]:
    """Every way to admit a project, or why there is none."""
    entry = list_entry(m)
    if entry == "refuse" or (entry == "pending" and follower.park.pending == "exclude"):
        return [], entry
    if m.total is None:
        return [], "missing"
    if m.added_value is None:
        return [], "value"
    first, last = m.member.start, follower.park.horizon[-1]
    assert first is not None  # the reader saw to it
    found: list[_Option] = []
    seen: list[tuple[object, ...]] = []
    for mode in MODES:
        own = _with(follower, m, mode)
        if own.lines in seen or (entry == "retrofit" and not reaches(m, mode)):
            continue
        seen.append(own.lines)
        each = {y: contribution(follower, own, y) for y in range(first, last + 1)}
        if any(
            x[k] is None for y, x in each.items() for k in ("carbon", "energy") if (k, y) in caps
        ):
            return [], "missing"
        for start in range(first, last + 1):
            running = [y for y in range(start, last + 1) if _runs_in(m, y)]
            adds = {
                (kind, y): amount
                for y in running
                for kind in ("carbon", "energy")
                if (kind, y) in caps and (amount := each[y][kind]) is not None
            }
            value = sum((_value(follower, own, y) for y in running), Fraction(0))
            cost = _cost(own, len(running))
            found.append(_Option(m.member.name, start, mode, own, value, cost, adds))
    return found, "refuse"


def _with(follower: Follower, m: MemberAccount, mode: str) -> MemberAccount:
    if mode == m.member.measures:
        return m
    return marked(with_measures(m, mode, follower.world), follower.account.sales)


def _runs_in(m: MemberAccount, year: int) -> bool:
    return m.member.close is None or year < m.member.close


def _value(follower: Follower, m: MemberAccount, year: int) -> Fraction:
    """Added value of a project in a year, grown as its activity."""
    activity, own = follower.activity(m, year), m.value(follower.park.activity)
    assert m.added_value is not None
    return m.added_value if activity is None or not own else m.added_value * activity / own


def reaches(m: MemberAccount, mode: str) -> bool:
    """Whether each main product of a project reaches its admission value with the measures of a
    mode."""
    plans = m.assessment.retrofit
    plan = {"none": plans.present, "committed": plans.committed, "all": plans.everything}[mode]
    return m.assessment.is_reached(plan)


def _cost(m: MemberAccount, years: int) -> Fraction | None:
    """万元 of the counted measures: investment and the annual cost of the years, not discounted."""
    total = Fraction(0)
    for measure in m.assessment.project.measures:
        if measure.name in m.counted:
            if measure.investment is None:
                return None
            total += measure.investment.to("万元")
            if measure.annual_cost is not None:
                total += measure.annual_cost.to("万元") * years
    return total


def contribution(follower: Follower, m: MemberAccount, year: int) -> dict[str, Fraction | None]:
    """What a project adds to a year: its own lines, and those of the plant that serves it.

    Where the seller does not follow its demand, what is bought counts as bought outside: the sum
    is then an upper bound.
    """
    carbon, energy = Fraction(0), Fraction(0)
    known = True
    for line in follower.lines(m, year):
        each, amounts = line, [(line.co2e, line.tce)]
        if each.link:
            sale = follower.account.sales.by_link[each.link]
            if (sale.seller, sale.source) == (m.member.name, each.source):
                continue
            seller = follower.account.of(sale.seller)
            runs = seller.member.role != "projects" and seller.member.runs_in(year)
            if runs and follower.follows_demand(seller):
                share = each.amount / (sale.inside + sale.outside)
                amounts = [
                    (x.co2e * share, None if x.tce is None else x.tce * share)
                    for x in follower.lines(seller, year)
                    if not x.link and x.source != sale.source
                ]
        for co2e, tce in amounts:
            carbon += co2e
            energy += tce or 0
            known = known and tce is not None
    return {"carbon": carbon, "energy": energy if known else None}


# --- the program


def _best(
    follower: Follower,
    options: Sequence[_Option],
    caps: Mapping[tuple[str, int], Fraction],
    room: Mapping[tuple[str, int], Fraction],
    objective: str,
) -> tuple[list[_Option], Path, dict[tuple[str, int], Fraction], bool]:
    """The options taken, their path, the price of each cap, and whether none is better; exact
    against every cap."""
    members = follower.account.members
    room = dict(room)
    prices: dict[tuple[str, int], Fraction] | None = None
    for _ in range(ROUNDS):
        taken, found, proven = _solved(options, room, objective)
        prices = found if prices is None else prices
        own = {o.name: o.account for o in taken}
        path = follower.path(
            [own.get(m.member.name, m) for m in members], {o.name: o.start for o in taken}
        )
        over = {
            k: x - caps[k] for k in caps if (x := _against(path, k)) is not None and x > caps[k]
        }
        if not over:
            return taken, path, prices, proven
        for k, more in over.items():  # a sum in floating point, or plants that serve each other
            room[k] = max(room[k] - max(more * 2, abs(caps[k]) / 10**9), Fraction(0))
    return [], follower.path(members, {}), prices or {}, False


def _solved(
    options: Sequence[_Option], room: Mapping[tuple[str, int], Fraction], objective: str
) -> tuple[list[_Option], dict[tuple[str, int], Fraction], bool]:
    if not options:
        return [], {}, True
    program, value = _program(options, room)
    duals = program.duals(value)
    prices = {k: max(Fraction(-d), Fraction(0)) for k, d in zip(room, duals, strict=False)}
    options = _fitting(options, room)
    if not options:
        return [], prices, True
    program, value = _program(options, room)
    columns, proven = program.search(value, GAP, NODES)
    if objective == "cost":
        most = sum(value.terms[n] * x for n, x in enumerate(columns))
        program.at_most(value, most + abs(most) * GAP)
        dear = 2 * sum(float(o.cost) for o in options if o.cost is not None) + 1
        cost = {n: dear if o.cost is None else float(o.cost) for n, o in enumerate(options)}
        columns, cheapest = program.search(LinearExpression(terms=cost), GAP, NODES)
        proven = proven and cheapest
    return [o for o, x in zip(options, columns, strict=True) if x > HALF], prices, proven


def _program(
    options: Sequence[_Option], room: Mapping[tuple[str, int], Fraction]
) -> tuple[MixedIntegerProgram, LinearExpression]:
    """A column for each option; the caps in the order of ``room``, then one way for each project.

    The line is the added value with its sign turned: it is to be least.
    """
    program = MixedIntegerProgram()
    for _ in options:
        program.column(0, 1, whole=True)
    for k, free in room.items():
        adds = {n: float(o.adds[k]) for n, o in enumerate(options) if k in o.adds}
        program.at_most(LinearExpression(terms=adds), float(free))
    ways: dict[str, dict[int, float]] = {}
    for n, o in enumerate(options):
        ways.setdefault(o.name, {})[n] = 1
    for own in ways.values():
        program.at_most(LinearExpression(terms=own), 1)
    return program, LinearExpression(terms={n: -float(o.value) for n, o in enumerate(options)})


def _fitting(
    options: Sequence[_Option], room: Mapping[tuple[str, int], Fraction]
) -> Sequence[_Option]:
    """The options that fit alone; where some make room for others, all of them."""
    if any(more < 0 for o in options for more in o.adds.values()):
        return options
    return [o for o in options if all(more <= room[k] for k, more in o.adds.items())]


def _beyond(
    own: Sequence[_Option],
    caps: Mapping[tuple[str, int], Fraction],
    used: Mapping[tuple[str, int], Fraction | None],
) -> LeftOut:
    """The cap that a project exceeds least beside those admitted, taken as late as may be."""
    found: list[tuple[Fraction, tuple[str, int]]] = []
    for o in own:
        over = [
            (now + more - caps[k], k)
            for k, more in o.adds.items()
            if (now := used[k]) is not None and now + more > caps[k]
        ]
        if over:
            found.append(max(over))
    if not found:
        return LeftOut(own[0].name, "cap")
    more, (kind, year) = min(found)
    return LeftOut(own[0].name, "cap", kind, year, more)
