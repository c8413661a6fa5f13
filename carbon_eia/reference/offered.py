"""What a form of a sector offers to choose from: its methods, and the names the reference knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carbon_eia.reference.sector import Sector
from carbon_eia.reference.world import World

__all__ = ["offered_names", "offered_regions", "sector_methods"]


def sector_methods(sector: Sector, used: Iterable[str] = ()) -> tuple[str, ...]:
    """The methods of a sector: those of its example, those it must hold, those that are used."""
    required = [m for r in sector.required for m in r["methods"]]
    example = [s["method"] for s in sector.example.get("sources", ())]
    return tuple(dict.fromkeys([*example, *required, *used]))


def offered_names(world: World, sector: Sector, lang: str = "zh") -> dict[str, list[str]]:
    """Names by kind: materials of the sector's tables, regions, gases, process items, products."""
    name = "name_en" if lang == "en" else "name_zh"
    materials: dict[str, None] = dict.fromkeys(_materials(sector.example))
    for table, preferred in sector.tables.items():
        found = {r["material"] for r in world.tables.rows(table) if r["table"] in preferred}
        materials |= {r[name]: None for r in world.tables.rows("materials") if r["id"] in found}
    return {
        "material": list(materials),
        "region": offered_regions(world, sector.example.get("project", {}).get("region", "")),
        "gas": world.names("gas"),
        "item": [r["id"] for r in world.tables.rows("process") if world.in_force(r)],
        "sector": [s["en" if lang == "en" else "zh"] for s in world.sectors().values()],
        "product": [p.name_en if lang == "en" else p.name_zh for p in sector.products],
    }


def offered_regions(world: World, near: str) -> list[str]:
    """Every province, and in full each place of the province in which ``near`` lies.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> offered_regions(open_world(date(2026, 6, 30)), "郴州市")[-1]
    '湖南省湘西土家族苗族自治州龙山县'
    """
    regions = world.tables.regions
    place = world.region(near)
    own = regions.province(place) if place else None
    found = [r.name for r in regions.widest() if r.level == "province"]
    for region in regions.within(own.code) if own else ():
        chain = [r for r in regions.chain(region) if r.level in ("county", "city", "province")]
        found.append("".join(r.name for r in reversed(chain)))
    return found


def _materials(example: Mapping[str, Any]) -> list[str]:
    return [s["material"] for s in example.get("sources", ()) if "material" in s]
