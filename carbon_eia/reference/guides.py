"""The choice of an accounting guide as a whole: what a sector offers, and what then differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from carbon_eia.reference.sector import Sector
from carbon_eia.reference.world import World

__all__ = ["Difference", "differences", "guide_names", "with_guide"]


class Difference(NamedTuple):
    """One thing in which a chosen guide departs from the sector's own.

    ``kind``: gwp, a kind of table (``fuels`` …), a parameter (``method.parameter``) or an item of
    the process factors; ``own`` and ``chosen`` as one would read them, empty where the guide has
    no default and the applicant must state the figure.
    """

    kind: str
    own: str
    chosen: str


def guide_names(sector: Sector) -> tuple[str, ...]:
    """Ids of the guides that may be chosen, the sector's own first."""
    return (sector.guide["source"], *(g["id"] for g in sector.guides))


def with_guide(sector: Sector, name: str) -> Sector | None:
    """The sector accounted by another of its guides; None where it does not offer it.

    Fuel tables, potentials, defaults and process factors change together: what a guide does not
    say stays as the sector has it.
    """
    wanted = name.strip().lower()
    if wanted == sector.guide["source"]:
        return sector
    for guide in sector.guides:
        if wanted in (guide["id"], *(n.lower() for n in guide.get("names", ()))):
            tables = {
                k: tuple(dict.fromkeys((*v, *sector.tables[k])))
                for k, v in guide.get("tables", {}).items()
            }
            own = guide.get("defaults", {})
            defaults = {m: {**specs, **own.get(m, {})} for m, specs in sector.defaults.items()}
            return sector._replace(
                guide=guide,
                gwp=guide.get("gwp", sector.gwp),
                tables={**sector.tables, **tables},
                defaults=defaults,
                items=guide.get("items", {}),
            )
    return None


def differences(world: World, own: Sector, chosen: Sector) -> list[Difference]:
    """In what the accounting departs from that of the sector's own guide, potentials first."""
    found = [] if own.gwp == chosen.gwp else [Difference("gwp", own.gwp, chosen.gwp)]
    for kind, order in chosen.tables.items():
        if order[:1] != own.tables[kind][:1]:
            found.append(Difference(kind, own.tables[kind][0], order[0]))
    for method, specs in chosen.defaults.items():
        for name, spec in specs.items():
            before = own.defaults[method].get(name, {})
            if spec != before:
                texts = _told(world, before), _told(world, spec)
                found.append(Difference(f"{method}.{name}", *texts))
    for ident, other in chosen.items.items():
        texts = _told(world, {"row": f"process:{ident}"}), _told(world, {"row": f"process:{other}"})
        if texts not in [(d.own, d.chosen) for d in found]:  # else told as a default
            found.append(Difference(f"process:{ident}", *texts))
    return found


def _told(world: World, spec: Mapping[str, Any]) -> str:
    """A default as one would read it: ``0.535 tCO2/t``, a table with its column, or nothing."""
    if "row" in spec and "{" not in spec["row"]:
        table, _, ident = spec["row"].partition(":")
        row = world.tables.row(table, ident)
        unit = row["unit"]
        span = f"{row['value']}～{row['value_max']}" if row.get("value_max") else row["value"]
        return span if unit == "1" else f"{span} {unit}"
    if "table" in spec:
        return f"{spec['table']}.{spec['column']}"
    return str(spec.get("value", spec.get("row", "")))
