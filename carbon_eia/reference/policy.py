"""A policy as data: dated parameters and rules, each with its clause and instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference.value import Citation, in_force
from carbon_eia.reference.world import World

__all__ = ["Policy", "PolicyParameter", "Rule", "read_policy"]


class Rule(NamedTuple):
    """A rule of an instrument: what it asks, under which clause, how severe it is."""

    id: str
    clause: str
    instrument: str
    severity: str
    zh: str
    en: str


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
    raw = world.tables.toml(f"policy/{ident}.toml")
    rules: dict[str, Rule] = {}
    for entry in _standing(raw["rules"], world.as_of, ident):
        document = world.document(entry.get("source", raw["source"]))
        rules[entry["id"]] = Rule(
            entry["id"],
            entry["clause"],
            " ".join(x for x in (f"《{document['title']}》", document["number"]) if x),
            entry["severity"],
            entry["zh"],
            entry["en"],
        )
    parameters: dict[str, PolicyParameter] = {}
    for entry in _standing(raw["parameters"], world.as_of, ident):
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
    for name in needed:
        if standing and name not in rules and name not in parameters:
            place = Place(f"factors/policy/{ident}.toml", key=name)
            raise ReferenceDataError(Problem("CE-R008", place, {"day": world.as_of, "id": name}))
    return Policy(ident, title, standing, rules, parameters)


def _standing(entries: Sequence[dict[str, Any]], day: date, ident: str) -> list[dict[str, Any]]:
    found = [e for e in entries if in_force(e["valid_from"], e.get("valid_to", ""), day)]
    seen: set[str] = set()
    for e in found:
        if e["id"] in seen:
            place = Place(f"factors/policy/{ident}.toml", key=e["id"])
            raise ReferenceDataError(Problem("CE-R006", place, {"day": day}))
        seen.add(e["id"])
    return found
