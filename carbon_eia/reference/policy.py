"""A policy as data: dated parameters and rules, each with its clause and instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference.value import Citation, in_force
from carbon_eia.reference.world import World
from carbon_eia.units import Quantity, parse_quantity

__all__ = [
    "KINDS",
    "SEVERITIES",
    "Check",
    "Policy",
    "PolicyParameter",
    "Rule",
    "Tier",
    "policy_rules",
    "read_policy",
]

SEVERITIES = ("veto", "condition", "advice")

KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "at_most": frozenset({"fact", "value", "unit"}),
        "at_least": frozenset({"fact", "value", "unit"}),
        "above": frozenset({"fact", "value", "unit"}),
        "one_of": frozenset({"fact", "values"}),
        "within_months": frozenset({"fact", "of", "months"}),
        "not_before": frozenset({"fact"}),
        "has": frozenset({"facts"}),
        "tiers": frozenset({"tiers"}),
    }
)
"""Kinds of check and the keys that each must have; ``docs/decision.md`` says what each means."""

_OPTIONAL = frozenset({"kind", "of", "open", "instead", "day"})


class Check(NamedTuple):
    """One question that a rule asks of the facts of a project.

    ``fact`` is held against ``limit``; with ``of``, the ratio fact ÷ of is. ``values`` are those
    that hold, ``open`` those from which nothing follows. ``instead`` is the fact that is taken
    where ``fact`` is not stated. ``day`` is the earliest day of a ``not_before`` without ``of``.
    """

    kind: str
    fact: str = ""
    of: str = ""
    instead: str = ""
    limit: Quantity | None = None
    months: int = 0
    day: date | None = None
    values: tuple[str | bool, ...] = ()
    open: tuple[str | bool, ...] = ()
    facts: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()


class Tier(NamedTuple):
    """What follows where all of ``every`` hold, and one of ``some`` where there are any."""

    zh: str
    en: str
    every: tuple[Check, ...] = ()
    some: tuple[Check, ...] = ()


class Rule(NamedTuple):
    """A rule of an instrument: what it asks, under which clause, how severe it is.

    A rule with a ``check`` is judged from facts alone. ``when``: what must hold for the rule to
    speak of a project. ``stages``, ``natures``: those it speaks of (empty: all). ``industries``:
    beginnings of the GB/T 4754 codes that are asked for the facts (None: all); others are judged
    only where the facts are stated. ``demand``: what is asked for where it does not hold.
    ``binding``: evidence of grade A and the instrument is a regulation, so that a veto may rest
    on it (law 6). ``quotation`` is the text of the clause, ``note`` why it is read as it is.
    ``level``: the level of the mandatory energy limits that must be kept.
    """

    id: str
    clause: str
    instrument: str
    severity: str
    zh: str
    en: str
    grade: str = ""
    binding: bool = False
    quotation: str = ""
    note: str = ""
    stages: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    industries: tuple[str, ...] | None = None
    when: tuple[Check, ...] = ()
    check: Check | None = None
    demand: Mapping[str, str] = MappingProxyType({})
    level: str = ""


class PolicyParameter(NamedTuple):
    """A dated parameter of a policy, with its citation."""

    id: str
    value: str
    unit: str
    citation: Citation


class Policy(NamedTuple):
    """One ``factors/policy/<id>.toml`` as it stands on a day."""

    id: str
    title: str
    in_force: bool
    rules: Mapping[str, Rule]
    parameters: Mapping[str, PolicyParameter]


def read_policy(world: World, ident: str, needed: Iterable[str] = ()) -> Policy:
    """The policy of an id on the world's day.

    ``needed``: ids of rules and parameters that must stand while the policy is in force.

    Raises ReferenceDataError: CE-R006 two versions of a rule for the day, CE-R008 none.
    """
    key = ("policy", ident, world.as_of)
    if key not in world.tables.memo:
        world.tables.memo[key] = _policy(world, ident)
    found: Policy = world.tables.memo[key]
    for name in needed:
        if found.in_force and name not in found.rules and name not in found.parameters:
            place = Place(f"factors/policy/{ident}.toml", key=name)
            raise ReferenceDataError(Problem("CE-R008", place, {"day": world.as_of, "id": name}))
    return found


def _policy(world: World, ident: str) -> Policy:
    raw = world.tables.toml(f"policy/{ident}.toml")
    rules = {
        e["id"]: _rule(world, e, raw["source"]) for e in _standing(raw["rules"], world.as_of, ident)
    }
    parameters: dict[str, PolicyParameter] = {}
    for entry in _standing(raw.get("parameters", ()), world.as_of, ident):
        document = world.document(entry["source"])
        citation = Citation(
            id=f"policy/{ident}:{entry['id']}",
            title=document["title"],
            number=document["number"],
            locator=entry["locator"],
            grade=entry["grade"],
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to", ""),
            note=entry.get("note", ""),
        )
        parameters[entry["id"]] = PolicyParameter(
            entry["id"], entry["value"], entry["unit"], citation
        )
    title = world.document(raw["source"])["title"]
    standing = in_force(raw["valid_from"], raw.get("valid_to", ""), world.as_of)
    return Policy(ident, title, standing, rules, parameters)


def policy_rules(world: World, ident: str) -> list[Rule]:
    """Every rule of a policy, whatever the day.

    Raises KeyError or ValueError where a rule is not as ``Rule`` says, UnitError where a limit
    cannot be read.
    """
    raw = world.tables.toml(f"policy/{ident}.toml")
    found = [_rule(world, e, raw["source"]) for e in raw["rules"]]
    for rule in found:
        if rule.severity not in SEVERITIES:
            raise ValueError(f"{rule.id}: {rule.severity}")
        if rule.check is None:
            continue
        if rule.severity == "veto" and not rule.binding:
            raise ValueError(f"{rule.id}: veto, {rule.grade}")
        if rule.severity != "advice" and set(rule.demand) != {"zh", "en"}:
            raise ValueError(f"{rule.id}: demand")
    return found


def _rule(world: World, entry: Mapping[str, Any], source: str) -> Rule:
    document = world.document(entry.get("source", source))
    grade = entry.get("grade", "")
    industries = entry.get("industries")
    return Rule(
        id=entry["id"],
        clause=entry["clause"],
        instrument=" ".join(x for x in (f"《{document['title']}》", document["number"]) if x),
        severity=entry["severity"],
        zh=entry["zh"],
        en=entry["en"],
        grade=grade,
        binding=grade == "A" and document["kind"] == "regulation",
        quotation=entry.get("quotation", ""),
        note=entry.get("note", ""),
        stages=tuple(entry.get("stages", ())),
        natures=tuple(entry.get("natures", ())),
        industries=None if industries is None else tuple(industries),
        when=tuple(_check(c) for c in entry.get("when", ())),
        check=_check(entry["check"]) if "check" in entry else None,
        demand=dict(entry.get("demand", {})),
        level=entry.get("level", ""),
    )


def _check(raw: Mapping[str, Any]) -> Check:
    kind = raw["kind"]
    keys = set(raw)
    if not KINDS[kind] <= keys or not keys <= KINDS[kind] | _OPTIONAL:
        raise ValueError(f"{kind}: {', '.join(sorted(keys))}")
    limit = None
    if "value" in raw:
        unit = "" if raw["unit"] == "1" else raw["unit"]
        limit = parse_quantity(f"{raw['value']} {unit}")
    return Check(
        kind=kind,
        fact=raw.get("fact", ""),
        of=raw.get("of", ""),
        instead=raw.get("instead", ""),
        limit=limit,
        months=int(raw.get("months", 0)),
        day=date.fromisoformat(raw["day"]) if "day" in raw else None,
        values=tuple(raw.get("values", ())),
        open=tuple(raw.get("open", ())),
        facts=tuple(raw.get("facts", ())),
        tiers=tuple(_tier(t) for t in raw.get("tiers", ())),
    )


def _tier(raw: Mapping[str, Any]) -> Tier:
    every, some = (tuple(_check(c) for c in raw.get(k, ())) for k in ("every", "some"))
    return Tier(raw["zh"], raw["en"], every, some)


def _standing(entries: Sequence[dict[str, Any]], day: date, ident: str) -> list[dict[str, Any]]:
    found = [e for e in entries if in_force(e["valid_from"], e.get("valid_to", ""), day)]
    seen: set[str] = set()
    for e in found:
        if e["id"] in seen:
            place = Place(f"factors/policy/{ident}.toml", key=e["id"])
            raise ReferenceDataError(Problem("CE-R006", place, {"day": day}))
        seen.add(e["id"])
    return found
