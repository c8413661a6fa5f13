"""Activity and emissions of a Run, by what they are: filing 0, or a filing in our own form."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.crosscheck.reported_filing import (
    PROCESS,
    TOTAL,
    Activity,
    OtherFiling,
    Stated,
    together,
)
from carbon_eia.reference import World
from carbon_eia.run.records import QuantityRecord, Run, SourceRecord
from carbon_eia.units import Quantity, parse_unit

__all__ = ["OwnActivity", "filing_of_run", "own_activities"]

BOUGHT = ("", "grid", "green")
"""Supplies of electricity and heat that are bought: one figure in any other filing."""


class OwnActivity(NamedTuple):
    """What filing 0 has of something: its amount (None: in no one unit) and its emission in t."""

    activity: Activity
    co2e: Fraction | None


def own_activities(run: Run, world: World, lang: str = "zh") -> dict[str, OwnActivity]:
    """What a Run has of each carrier of energy and of each other source, summed by what it is."""
    found: dict[str, OwnActivity] = {}
    for source in run.inventory.by_source:
        if source.account == "project":
            key = _key(source, world)
            co2e = None if source.co2e is None else source.co2e.number
            own = Activity(key, _name(source, key, lang), _quantity(source.amount))
            found[key] = _with(found.get(key), OwnActivity(own, co2e))
    return found


def filing_of_run(run: Run, kind: str, handed_in_by: str, world: World) -> OtherFiling:
    """A filing that the enterprise hands in as a document of this program."""
    total = run.inventory.total
    return OtherFiling(
        kind=kind,
        title=run.project.name,
        handed_in_by=handed_in_by,
        credit_code=run.project.applicant.credit_code,
        year=run.project.year,
        boundary=run.project.sector.boundary.id,
        activities=tuple(o.activity for o in own_activities(run, world).values()),
        stated=() if total is None else (Stated(TOTAL, "", total.number),),
    )


def _key(source: SourceRecord, world: World) -> str:
    """What a source is of: a carrier of energy, or itself."""
    kind = world.methods[source.method].energy
    if kind in ("electricity", "heat"):
        return kind if source.supply in BOUGHT else f"{kind}:{source.supply}"
    if kind in ("fuel", "feed") and source.material and source.direction != "out":
        return source.material
    return PROCESS + source.name


def _name(source: SourceRecord, key: str, lang: str) -> str:
    """A fuel by its material, anything else by the name of its source."""
    if key == source.material and source.material_name is not None:
        return source.material_name.text(lang)
    return source.name


def _quantity(record: QuantityRecord | None) -> Quantity | None:
    if record is None:
        return None
    return Quantity(record.number, parse_unit(record.unit), record.typed)


def _with(before: OwnActivity | None, more: OwnActivity) -> OwnActivity:
    """Two sources of one thing together: in the unit of the first; None where they have no one."""
    if before is None:
        return more
    amount = together(before.activity, more.activity)
    known = before.co2e is not None and more.co2e is not None
    co2e = sum((x.co2e for x in (before, more) if x.co2e is not None), Fraction(0))
    return OwnActivity(before.activity._replace(amount=amount), co2e if known else None)
