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
    "NEEDED",
    "SEVERITIES",
    "Check",
    "Clause",
    "Policy",
    "PolicyParameter",
    "Rule",
    "Tier",
    "policies_in",
    "policy_regions",
    "policy_rules",
    "read_policy",
]

ASSUMPTION = "carbon-eia-assumption"
"""The source of what no document says; its title stands in no brackets."""

SEVERITIES = ("veto", "condition", "advice")

NEEDED = (
    "admission",
    "retrofit",
    "deadline",
    "advanced",
    "evidence",
    "alpha",
    "beta",
    "retrofit_period_months",
)
"""Rules and parameters of a policy that decides, without which nothing can be decided."""

KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "at_most": frozenset({"fact", "value", "unit"}),
        "at_least": frozenset({"fact", "value", "unit"}),
        "above": frozenset({"fact", "value", "unit"}),
        "below": frozenset({"fact", "value", "unit"}),
        "one_of": frozenset({"fact", "values"}),
        "within_months": frozenset({"fact", "of", "months"}),
        "not_before": frozenset({"fact"}),
        "has": frozenset({"facts"}),
        "tiers": frozenset({"tiers"}),
    }
)
"""Kinds of check and the keys that each must have; ``docs/decision.md`` says what each means."""

_OPTIONAL = frozenset({"kind", "of", "open", "instead", "later", "day"})


class Check(NamedTuple):
    """One question that a rule asks of the facts of a project.

    ``fact`` is held against ``limit``; with ``of``, the ratio fact ÷ of is. ``values`` are those
    that hold, ``open`` those from which nothing follows. ``instead`` is the fact that is taken
    where ``fact`` is not stated. ``day`` is the earliest day of a ``not_before`` without ``of``.
    ``later``: the day from which months run where it is later than ``of`` and not after ``fact``.
    """

    kind: str
    fact: str = ""
    of: str = ""
    instead: str = ""
    later: str = ""
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
    ``operating``: the verdict on an operating plant where the rule does not hold.
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
    operating: str = ""


class Clause(NamedTuple):
    """A clause that asks nothing of the facts of a project: a clock, a duty or a consequence.

    ``value`` and ``unit``: the length of a clock; ``who``: whom it binds.
    """

    id: str
    clause: str
    instrument: str
    kind: str
    zh: str
    en: str
    grade: str
    quotation: str
    value: str = ""
    unit: str = ""
    who: str = ""


class PolicyParameter(NamedTuple):
    """A dated parameter of a policy, with its citation."""

    id: str
    value: str
    unit: str
    citation: Citation


class Policy(NamedTuple):
    """One ``factors/policy/<id>.toml`` as it stands on a day in a place.

    ``region``: code of the region where it holds; ``decides``: verdicts on carbon intensity are
    taken under it. Outside its period it has no rules.
    """

    id: str
    title: str
    in_force: bool
    rules: Mapping[str, Rule] = MappingProxyType({})
    parameters: Mapping[str, PolicyParameter] = MappingProxyType({})
    region: str = ""
    decides: bool = False
    clauses: Mapping[str, Clause] = MappingProxyType({})


def policies_in(world: World, region: str) -> list[Policy]:
    """Every policy that holds in a region, on whatever day, as it stands on the world's day."""
    key = ("policies in", world.as_of, codes := world.region_codes(region))
    if key not in world.tables.memo:
        world.tables.memo[key] = [
            read_policy(world, ident, region=region)
            for ident in world.tables.ids("policy")
            if world.tables.toml(f"policy/{ident}.toml")["region"] in codes
        ]
    return list(world.tables.memo[key])


def policy_regions(world: World) -> set[str]:
    """Codes of the regions for which policies, or single entries of them, are made."""
    found: set[str] = set()
    for ident in world.tables.ids("policy"):
        raw = world.tables.toml(f"policy/{ident}.toml")
        entries = [e for key in ("rules", "parameters") for e in raw.get(key, ())]
        found |= {raw["region"], *(e["region"] for e in entries if "region" in e)}
    return found


def read_policy(
    world: World, ident: str, needed: Iterable[str] = (), region: str | None = None
) -> Policy:
    """The policy of an id on the world's day.

    ``needed``: ids of rules and parameters that must stand while the policy is in force.
    ``region``: the place; without it, that of the policy itself. An entry with a narrower region
    of its own stands there instead of the general one.

    Raises ReferenceDataError: CE-R006 two versions of a rule for the day, CE-R008 none.
    """
    raw = world.tables.toml(f"policy/{ident}.toml")
    codes = (raw["region"],) if region is None else world.region_codes(region)
    codes = tuple(c for c in codes if c in _own_regions(world, ident))
    key = ("policy", ident, world.as_of, codes)
    if key not in world.tables.memo:
        world.tables.memo[key] = _policy(world, ident, codes)
    found: Policy = world.tables.memo[key]
    for name in needed:
        if found.in_force and name not in found.rules and name not in found.parameters:
            place = Place(f"factors/policy/{ident}.toml", key=name)
            raise ReferenceDataError(Problem("CE-R008", place, {"day": world.as_of, "id": name}))
    return found


def _own_regions(world: World, ident: str) -> frozenset[str]:
    """Codes of the regions for which single entries of a policy stand: no others move one."""
    key = ("policy regions", ident)
    if key not in world.tables.memo:
        raw = world.tables.toml(f"policy/{ident}.toml")
        entries = [e for name in ("rules", "parameters", "clauses") for e in raw.get(name, ())]
        world.tables.memo[key] = frozenset(e["region"] for e in entries if "region" in e)
    found: frozenset[str] = world.tables.memo[key]
    return found


def _policy(world: World, ident: str, codes: Sequence[str]) -> Policy:
    raw = world.tables.toml(f"policy/{ident}.toml")
    title = world.document(raw["source"])["title"]
    decides = bool(raw.get("decides"))
    if not in_force(raw["valid_from"], raw.get("valid_to", ""), world.as_of):
        return Policy(ident, title, False, region=raw["region"], decides=decides)
    rules = {
        e["id"]: _rule(world, e, raw["source"])
        for e in _standing(raw["rules"], world.as_of, codes, ident)
    }
    parameters: dict[str, PolicyParameter] = {}
    for entry in _standing(raw.get("parameters", ()), world.as_of, codes, ident):
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
    clauses = {
        e["id"]: _clause(world, e, raw["source"])
        for e in _standing(raw.get("clauses", ()), world.as_of, codes, ident)
    }
    return Policy(ident, title, True, rules, parameters, raw["region"], decides, clauses)


def policy_rules(world: World, ident: str) -> list[Rule]:
    """Every rule of a policy, whatever the day.

    Raises KeyError or ValueError where a rule is not as ``Rule`` says, UnitError where a limit
    cannot be read.
    """
    raw = world.tables.toml(f"policy/{ident}.toml")
    _check_quotations(raw)
    found = [_rule(world, e, raw["source"]) for e in raw["rules"]]
    for entry in raw.get("clauses", ()):
        _clause(world, entry, raw["source"])
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


def _check_quotations(raw: Mapping[str, Any]) -> None:
    """What is quoted from an article whose text is held stands in it, word for word.

    Raises ValueError where it does not, KeyError where the article is not held.
    """
    texts = {a["id"]: a["text"] for a in raw.get("articles", ())}
    for entry in (*raw["rules"], *raw.get("clauses", ())):
        if "article" in entry and entry["quotation"] not in texts[entry["article"]]:
            raise ValueError(f"{entry['id']}: quotation")


def _instrument(document: Mapping[str, Any]) -> str:
    """A document as it is cited: its title in brackets, and its number."""
    title = document["title"]
    named = title if document["id"] == ASSUMPTION else f"《{title}》"
    return " ".join(x for x in (named, document["number"]) if x)


def _rule(world: World, entry: Mapping[str, Any], source: str) -> Rule:
    document = world.document(entry.get("source", source))
    grade = entry.get("grade", "")
    industries = entry.get("industries")
    return Rule(
        id=entry["id"],
        clause=entry["clause"],
        instrument=_instrument(document),
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
        operating=entry.get("operating", ""),
    )


def _clause(world: World, entry: Mapping[str, Any], source: str) -> Clause:
    document = world.document(entry.get("source", source))
    return Clause(
        id=entry["id"],
        clause=entry["clause"],
        instrument=_instrument(document),
        kind=entry["kind"],
        zh=entry["zh"],
        en=entry["en"],
        grade=entry["grade"],
        quotation=entry["quotation"],
        value=entry.get("value", ""),
        unit=entry.get("unit", ""),
        who=entry.get("who", ""),
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
        later=raw.get("later", ""),
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


def _standing(
    entries: Sequence[dict[str, Any]], day: date, codes: Sequence[str], ident: str
) -> list[dict[str, Any]]:
    """The entries of a day: of each id the one for the narrowest region that holds the place.

    ``codes``: the regions in which the place lies, narrowest first.
    """
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for e in entries:
        if not in_force(e["valid_from"], e.get("valid_to", ""), day):
            continue
        if "region" in e and e["region"] not in codes:
            continue
        rank = codes.index(e["region"]) if "region" in e else len(codes)
        before = found.get(e["id"])
        if before is not None and before[0] == rank:
            place = Place(f"factors/policy/{ident}.toml", key=e["id"])
            raise ReferenceDataError(Problem("CE-R006", place, {"day": day}))
        if before is None or rank < before[0]:
            found[e["id"]] = rank, e
    return [e for _, e in found.values()]
