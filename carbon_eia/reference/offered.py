"""What a form of a sector offers to choose from: its methods, and the names the reference knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carbon_eia.reference.sector import Sector
from carbon_eia.reference.world import World

__all__ = ["offered_names", "sector_methods"]


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
        "region": world.names("region"),
        "gas": world.names("gas"),
        "item": [r["id"] for r in world.tables.rows("process") if world.in_force(r)],
        "sector": [s[lang] for s in world.sectors().values()],
        "product": [p.name_en if lang == "en" else p.name_zh for p in sector.products],
    }


def _materials(example: Mapping[str, Any]) -> list[str]:
    return [s["material"] for s in example.get("sources", ()) if "material" in s]
