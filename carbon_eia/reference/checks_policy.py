"""What must hold of the policies, and of the facts that their rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from carbon_eia.errors import Place, Problem, ReferenceDataError, UnitError
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.facts import DERIVED, asked_facts
from carbon_eia.reference.policy import NEEDED, Check, Rule, policy_rules
from carbon_eia.reference.value import start_of
from carbon_eia.reference.world import World
from carbon_eia.units import parse_unit

__all__ = ["policy_problems"]

DOCUMENT = ("title", "number", "issuer", "date", "kind")
"""What is stated of a document."""

TYPES = ("annual", "boolean", "choice", "date", "integer", "quantity")
"""Types of a fact that the applicant states."""


def policy_problems(world: World) -> list[Problem]:
    """What is wrong with the facts that are asked for, with each policy, and between policies."""
    tables = world.tables
    found = _facts(tables)
    if found:
        return found  # rules rest on their facts
    for ident in tables.ids("policy"):
        place = Place(f"factors/policy/{ident}.toml")
        try:
            for rule in policy_rules(world, ident):
                for check in _checks(rule):
                    found += _asked(check, rule, tables, place)
            found += _document(tables, ident, place)
            found += _regions(tables, ident, place)
            found += _needed(tables, ident, place)
        except (KeyError, ValueError) as error:
            found.append(Problem("CE-R005", place, {"what": str(error)}))
        except (ReferenceDataError, UnitError) as error:
            found += [p.at(place) for p in error.problems]
    return found or _deciding(world)


def _facts(tables: Tables) -> list[Problem]:
    """Each fact has names in both languages, an example and a known type; units can be read."""
    found: list[Problem] = []
    for key, spec in asked_facts(tables).items():
        place = Place("factors/facts.toml", key=f"asked.{key}")
        lacks = [k for k in ("type", "zh", "en", "example") if not spec.get(k)]
        if spec.get("type") == "choice" and not spec.get("choices"):
            lacks.append("choices")
        if spec.get("type") in ("annual", "quantity") and not spec.get("unit"):
            lacks.append("unit")
        if "type" not in lacks and spec["type"] not in TYPES:
            lacks.append(f"type {spec['type']}")
        if lacks:
            found.append(Problem("CE-R005", place, {"what": "、".join(lacks)}))
        try:
            for unit in spec.get("unit", ()):
                _dims(unit)
        except UnitError as error:
            found += [p.at(place) for p in error.problems]
    return found


def _checks(rule: Rule) -> Iterator[Check]:
    """The check of a rule, its premises, and those of its tiers."""
    if rule.check is None:
        return
    yield from (rule.check, *rule.when)
    for tier in rule.check.tiers:
        yield from (*tier.every, *tier.some)


def _asked(check: Check, rule: Rule, tables: Tables, place: Place) -> list[Problem]:
    """Facts that a check names are known, and its limit or choices are such as they can have."""
    asked = asked_facts(tables)
    named = {check.fact, check.of, check.instead, check.later, *check.facts} - {""}
    wrong = sorted(named - asked.keys() - set(DERIVED))
    spec = asked.get(check.fact)
    if spec is not None and check.limit is not None and not check.of:
        kinds = {_dims(u) for u in spec.get("unit", ("1",))}
        if check.limit.unit.dims not in kinds:
            wrong.append(f"{check.fact}: {check.limit.text}")
    if spec is not None and check.kind == "one_of":
        plain = {True, False} if spec["type"] == "boolean" else set()
        lawful = set(spec.get("choices", plain))
        wrong += [f"{check.fact}: {v}" for v in (*check.values, *check.open) if v not in lawful]
    return [Problem("CE-R005", place, {"what": f"{rule.id}: {what}"}) for what in wrong]


def _dims(unit: str) -> object:
    return parse_unit("" if unit == "1" else unit).dims


def _document(tables: Tables, ident: str, place: Place) -> list[Problem]:
    """The document that a policy brings has all that is cited of one, and no other has its id."""
    raw = tables.toml(f"policy/{ident}.toml")
    if "document" not in raw:
        return []
    lacks = [k for k in DOCUMENT if k not in raw["document"]]
    found = [Problem("CE-R005", place, {"what": f"document.{k}"}) for k in lacks]
    files = [tables.toml(f"policy/{i}.toml") for i in tables.ids("policy")]
    others = [r["id"] for r in tables.rows("sources")]
    others += [r["source"] for r in files if "document" in r and r is not raw]
    if raw["source"] in others:
        found.append(Problem("CE-R004", place, {"other": raw["source"]}))
    return found


def _regions(tables: Tables, ident: str, place: Place) -> list[Problem]:
    """The region of a policy, and of each of its entries that has one of its own, is known.

    Raises KeyError where the policy has no region.
    """
    raw = tables.toml(f"policy/{ident}.toml")
    codes = {r["code"] for r in tables.rows("regions")}
    entries = [e for key in ("rules", "parameters") for e in raw.get(key, ())]
    named = [raw["region"], *(e["region"] for e in entries if "region" in e)]
    return [Problem("CE-R005", place, {"what": code}) for code in named if code not in codes]


def _needed(tables: Tables, ident: str, place: Place) -> list[Problem]:
    """A policy that decides has every rule and parameter that a verdict rests on."""
    raw = tables.toml(f"policy/{ident}.toml")
    if not raw.get("decides"):
        return []
    stated = {e["id"] for key in ("rules", "parameters") for e in raw.get(key, ())}
    return [Problem("CE-R005", place, {"what": name}) for name in NEEDED if name not in stated]


def _deciding(world: World) -> list[Problem]:
    """Two policies that decide may not meet: one place and day has one of them."""
    found: list[Problem] = []
    regions = world.tables.regions
    before: list[tuple[str, Mapping[str, Any], tuple[str, ...]]] = []
    for ident in world.tables.ids("policy"):
        raw = world.tables.toml(f"policy/{ident}.toml")
        if not raw.get("decides"):
            continue
        codes = tuple(r.code for r in regions.chain(regions.by_code(raw["region"])))
        for other, held, around in before:
            meet = raw["region"] in around or held["region"] in codes
            if meet and _periods_meet(raw, held):
                place = Place(f"factors/policy/{ident}.toml", key="region")
                found.append(Problem("CE-R011", place, {"id": ident, "other": other}))
        before.append((ident, raw, codes))
    return found


def _periods_meet(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two half-open periods have a day in common."""
    starts = [start_of(x["valid_from"]) for x in (a, b)]
    ends = [start_of(x["valid_to"]) if x.get("valid_to") else date.max for x in (a, b)]
    return max(starts) < min(ends)
