"""What a report states beside its figures: documents relied on, monitoring, forms of release.

``factors/report.toml`` holds them, and says what each key means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.reference.factor_tables import Row
from carbon_eia.reference.value import in_force
from carbon_eia.reference.world import NATION, World
from carbon_eia.units import parse_quantity

__all__ = [
    "GROUPS",
    "ReliedDocument",
    "monitoring_of",
    "relied_documents",
    "sensitivity_step",
    "usual_release",
]

FILE = "report.toml"

GROUPS = ("law", "national", "province", "city", "guide", "standard")
"""Groups of documents relied on, in the order in which a report lists them."""


class ReliedDocument(NamedTuple):
    """A document relied on; ``rows``: rows of the table of plans and access that rest on it.

    ``quotation``: the clause by which a policy decides, where the document is that policy.
    """

    document: Row
    group: str
    clause: str
    quotation: str
    by_reference: bool
    rows: tuple[str, ...]


def relied_documents(world: World, region: str) -> Iterator[ReliedDocument]:
    """The documents that a report on a project in a place relies on, on the day of the world.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> found = relied_documents(open_world(date(2026, 6, 30)), "湖南省郴州市桂阳县")
    >>> [d.document["title"] for d in found if d.group in ("province", "city")][::2]
    ['湖南省碳达峰实施方案', '郴州市碳达峰行动方案']
    """
    places = {*world.region_codes(region), NATION}
    for entry in world.tables.toml(FILE)["documents"]:
        if entry["region"] not in places:
            continue
        if in_force(entry["valid_from"], entry.get("valid_to", ""), world.as_of):
            yield ReliedDocument(
                world.document(entry["source"]),
                entry["group"],
                entry.get("clause", ""),
                _deciding_clause(world, entry["source"]),
                entry.get("by_reference", False),
                tuple(entry.get("row", ())),
            )


def _deciding_clause(world: World, source: str) -> str:
    """The clause that the policy of a document quotes for all of its rules; empty for any other."""
    files = (world.tables.toml(f"policy/{ident}.toml") for ident in world.tables.ids("policy"))
    return next((f.get("quotation", "") for f in files if f["source"] == source), "")


def monitoring_of(world: World, method: str, parameter: str, state: str) -> Mapping[str, Any]:
    """The entry that proposes how a parameter of a source is monitored: the first that fits.

    ``state``: of the material of the source (solid, liquid, gas), empty without one.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> world = open_world(date(2026, 6, 30))
    >>> monitoring_of(world, "combustion", "ncv", "solid")["frequency"]["zh"]
    '每批燃料进厂'
    """
    asked = {"methods": method, "parameters": parameter, "states": state}
    entries: list[Mapping[str, Any]] = world.tables.toml(FILE)["monitoring"]
    return next(e for e in entries if all(v in e[k] for k, v in asked.items() if k in e))


def usual_release(world: World, method: str, state: str) -> str:
    """How a source usually emits: organised, fugitive; empty where no form is usual.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> world = open_world(date(2026, 6, 30))
    >>> usual_release(world, "clinker", ""), usual_release(world, "combustion", "liquid")
    ('organised', '')
    """
    forms: Mapping[str, Mapping[str, list[str]]] = world.tables.toml(FILE)["release"]
    return next((f for f, known in forms.items() if state in known.get(method, ())), "")


def sensitivity_step(world: World) -> Fraction:
    """By how much an input is moved to see what it does to the intensity, as a share."""
    step: str = world.tables.toml(FILE)["sensitivity"]["step"]
    return parse_quantity(step).to("1")
