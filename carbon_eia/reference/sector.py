"""A sector as data: which guide, boundary, sources, products, defaults and bands it has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypedDict

from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.materials import name_key
from carbon_eia.reference.value import Value
from carbon_eia.reference.world import World

__all__ = [
    "POINTS",
    "Sector",
    "SectorProduct",
    "boundary_named",
    "burnt_share",
    "holds_for",
    "processes_of",
    "read_sector",
]

POINTS = {"cb": "carbon", "eu": "eu_ets"}
"""Tables of points of reference, by the beginning of the ids of their rows."""


class SectorProduct(NamedTuple):
    """A product of a sector and the unit in which its intensity is stated.

    ``energy``: how the energy limits list it: ``products`` of their table, the ``variant`` where
    the product leaves no choice, ``deducted`` where they are net of the product's own energy,
    ``feed = "out"`` where they leave out the energy of the feed.
    """

    id: str
    name_zh: str
    name_en: str
    names: tuple[str, ...]
    unit: str
    energy: Mapping[str, Any]


class IndicatorBand(TypedDict):
    """The band in which an indicator of a product usually lies, in a unit."""

    indicator: str
    product: str
    unit: str
    low: str
    high: str
    source: str


class Sector(NamedTuple):
    """One ``factors/sectors/<id>.toml``.

    ``tables``: source tables in order of preference, by file (``fuels``, ``carbonates`` …), last
    those that every sector may fall back on.
    ``defaults``: method → parameter → where the default comes from (see ``factors/methods.toml``).
    ``references``: product → rows of ``benchmarks/carbon.csv`` and ``eu_ets.csv`` to show beside
    its intensity.
    ``derivation``: how admission values follow from energy limits (see ``benchmarks.derive``).
    ``required``: the sources that an inventory of this sector must hold.
    ``guides``: other guides that a project may choose as a whole (see ``reference.guides``);
    ``items``: rows of the process factors that the chosen one replaces by its own.
    ``split``: how its products share what one source gives them all, where its standard says so:
    by a stated share (``name``), within another ``boundary``, with a ``note`` on that share.
    ``example``: a project of this sector, from which ``new`` writes its file.
    """

    id: str
    name_zh: str
    name_en: str
    gbt4754: tuple[str, ...]
    guide: Mapping[str, Any]
    boundary: Mapping[str, str]
    gwp: str
    tables: Mapping[str, tuple[str, ...]]
    products: tuple[SectorProduct, ...]
    required: tuple[Mapping[str, Any], ...]
    defaults: Mapping[str, Mapping[str, Mapping[str, Any]]]
    plausibility: tuple[IndicatorBand, ...]
    references: Mapping[str, tuple[str, ...]]
    derivation: tuple[Mapping[str, Any], ...]
    example: Mapping[str, Any]
    guides: tuple[Mapping[str, Any], ...] = ()
    items: Mapping[str, str] = MappingProxyType({})
    split: Mapping[str, Any] = MappingProxyType({})

    def boundary_named(self, name: str) -> Mapping[str, str] | None:
        """The accounting boundary that is meant by an id or a label: the sector's own, that of its
        split, or one within which an admission value is derived; None for any other."""
        parts = {"boundary": self.boundary, "derivation": self.derivation, "split": self.split}
        return _boundary_named(name, parts)

    def product(self, name: str) -> SectorProduct | None:
        """The product meant by a name, or None when the sector does not list it."""
        wanted = name_key(name)
        for p in self.products:
            if any(wanted == name_key(n) for n in (p.id, p.name_zh, p.name_en, *p.names)):
                return p
        return None


def boundary_named(tables: Tables, name: str, sector: str = "") -> Mapping[str, str] | None:
    """The accounting boundary that is meant by an id or a label: one of this sector, else of any
    other; None where no sector lists it."""
    idents = sorted(tables.ids("sectors"), key=lambda ident: ident != sector)
    found = (_boundary_named(name, tables.toml(f"sectors/{ident}.toml")) for ident in idents)
    return next((b for b in found if b is not None), None)


def _boundary_named(name: str, sector: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The boundary of a sector by its id or label: its own, of a derivation or of its split."""
    parts = (sector, *sector.get("derivation", ()), sector.get("split", {}))
    wanted = name_key(name)
    for b in (part["boundary"] for part in parts if "boundary" in part):
        if wanted in {name_key(str(b[k])) for k in ("id", "zh", "en")}:
            found: Mapping[str, str] = b
            return found
    return None


def read_sector(world: World, ident: str) -> Sector:
    """The sector of an id, its defaults laid over those of the methods."""
    raw = world.tables.toml(f"sectors/{ident}.toml")
    common = {m.id: m.defaults for m in world.methods.values() if m.defaults}
    last: Mapping[str, list[str]] = world.tables.toml("methods.toml")["tables"]
    own = raw.get("defaults", {})
    defaults = {m: {**common.get(m, {}), **own.get(m, {})} for m in {*common, *own}}
    return Sector(
        id=ident,
        name_zh=raw["name_zh"],
        name_en=raw["name_en"],
        gbt4754=tuple(raw["gbt4754"]),
        guide=raw["guide"],
        boundary=raw["boundary"],
        gwp=raw["gwp"],
        tables={k: (*v, *last.get(k, ())) for k, v in raw["tables"].items()},
        products=tuple(
            SectorProduct(
                p["id"],
                p["name_zh"],
                p["name_en"],
                tuple(p.get("aliases", ())),
                p["unit"],
                p.get("energy", {}),
            )
            for p in raw["products"]
        ),
        required=tuple(raw.get("required", ())),
        defaults=defaults,
        plausibility=tuple(raw.get("plausibility", ())),
        references={p: tuple(rows) for p, rows in raw.get("references", {}).items()},
        derivation=tuple(raw.get("derivation", ())),
        example=raw.get("example", {}),
        guides=tuple(raw.get("guides", ())),
        split=raw.get("split", {}),
    )


def processes_of(derivation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The process emissions of a derivation, each with its ``row``.

    >>> processes_of({"process": "process:lime"})
    [{'row': 'process:lime'}]
    """
    listed = derivation.get("process", [])
    listed = [listed] if isinstance(listed, str) else listed
    return [{"row": p} if isinstance(p, str) else p for p in listed]


def holds_for(spec: Mapping[str, object], material: str, world: World) -> bool:
    """Whether the row of a default is meant for a material: ``state`` bounds it, as to solids."""
    if "state" not in spec:
        return True
    return bool(material) and world.tables.row("materials", material)["state"] == spec["state"]


def burnt_share(sector: Sector, material: str, world: World) -> Value | None:
    """The oxidation that a sector states for a fuel; None where that of the fuel's table holds."""
    burning = next(m.id for m in world.methods.values() if m.usual)
    spec = sector.defaults.get(burning, {}).get("oxidation", {})
    if "row" in spec and holds_for(spec, material, world):
        return world.cell(*spec["row"].split(":"))
    return world.stated(spec, f"methods:{burning}.oxidation") if "value" in spec else None
