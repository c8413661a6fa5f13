"""What must hold of ``factors/sectors/``: whatever a sector names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from carbon_eia.errors import Place, Problem, ReferenceDataError, UnitError
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.sector import (
    POINTS,
    Sector,
    SectorProduct,
    processes_of,
    read_sector,
)
from carbon_eia.reference.world import World
from carbon_eia.units import parse_quantity, parse_unit

__all__ = ["sector_problems"]


def sector_problems(world: World) -> list[Problem]:
    """CE-R005 with the file and what it names that is not there; CE-R002, CE-R003 of its parts."""
    found: list[Problem] = []
    for ident in world.tables.ids("sectors"):
        place = Place(f"factors/sectors/{ident}.toml")
        try:
            sector = read_sector(world, ident)
            world.document(sector.guide["source"])
            found += _named_methods(sector, world, place)
            for product in sector.products:
                parse_unit(product.unit)
                found += _mapped(product, world, place)
            for method, specs in sector.defaults.items():
                for name, spec in specs.items():
                    found += _spec(world, spec, Place(place.file, key=f"{method}.{name}"))
            found += _compared(world.tables, sector, place)
            found += _guides(world, sector, place)
            for band in sector.plausibility:
                world.document(band["source"])
                parse_quantity(f"{band['low']} {band['unit']}")
                parse_quantity(f"{band['high']} {band['unit']}")
        except KeyError as error:
            found.append(Problem("CE-R005", place, {"what": str(error)}))
        except (ReferenceDataError, UnitError) as error:
            found += [p.at(place) for p in error.problems]
    return found


def _named_methods(sector: Sector, world: World, place: Place) -> list[Problem]:
    """Every method that a sector names: what it requires, its defaults, its example."""
    named = {m for r in sector.required for m in r["methods"]} | sector.defaults.keys()
    named |= {s["method"] for s in sector.example.get("sources", ())}
    return [Problem("CE-R005", place, {"what": m}) for m in sorted(named - world.methods.keys())]


def _mapped(product: SectorProduct, world: World, place: Place) -> list[Problem]:
    """The products and the variant under which the energy limits list a product must be theirs."""
    rows = world.tables.rows("energy_limits")
    wanted = [(name, "") for name in product.energy.get("products", ())]
    if "variant" in product.energy:
        wanted = [(name, product.energy["variant"]) for name, _ in wanted]
    return [
        Problem("CE-R005", place, {"what": f"{product.id}: {name} {variant}".rstrip()})
        for name, variant in wanted
        if not any(r["product"] == name and variant in ("", r["variant"]) for r in rows)
    ]


def _compared(tables: Tables, sector: Sector, place: Place) -> list[Problem]:
    """Products, rows, tables and shares that a sector names: what is not there."""
    products = {p.id for p in sector.products}
    named = [*sector.references, *(spec["product"] for spec in sector.derivation)]
    wrong: list[str] = [product for product in named if product not in products]
    for spec in sector.derivation:
        shares = [Fraction(part["share"]) for part in spec.get("mix", ())]
        if shares and sum(shares) != 1:
            wrong.append(f"mix {spec['product']} {spec.get('variant', '')}")
    if sector.gwp not in {row["assessment"] for row in tables.rows("gwp")}:
        wrong.append(f"gwp: {sector.gwp}")
    for table, names in sector.tables.items():
        known = {row["table"] for row in tables.rows(table)}
        wrong += [f"{table}: {name}" for name in names if name not in known]
    for table, ident in _named_rows(sector):
        try:
            tables.row(table, ident)
        except (KeyError, OSError):  # no such row, no such table
            wrong.append(f"{table}:{ident}")
    return [Problem("CE-R005", place, {"what": what}) for what in dict.fromkeys(wrong)]


CARRIERS = ("electricity", "heat")
"""Parts of the energy mix of a derivation that are no material."""


def _named_rows(sector: Sector) -> Iterator[tuple[str, str]]:
    """Table and id of every row that points of reference and derivations of a sector name."""
    for names in sector.references.values():
        yield from ((POINTS.get(name[:2], "carbon"), name) for name in names)
    for spec in sector.derivation:
        for key in ("energy", "fuel", "electricity", "pue"):
            yield from (("energy_limits", name) for name in spec.get(key, {}).values())
        mixed = (part["material"] for part in spec.get("mix", ()))
        yield from (("materials", name) for name in mixed if name not in CARRIERS)
        for process in processes_of(spec):
            for name in (process["row"], *process.get("less", ())):
                table, _, ident = name.partition(":")
                yield table, ident


def _guides(world: World, sector: Sector, place: Place) -> list[Problem]:
    """Documents, defaults and process factors of the guides that may be chosen.

    Raises KeyError where a row or a method is not there.
    """
    found: list[Problem] = []
    for guide in sector.guides:
        world.document(guide["source"])
        for method, specs in guide.get("defaults", {}).items():
            if method not in sector.defaults:
                raise KeyError(method)
            for name, spec in specs.items():
                where = Place(place.file, key=f"{guide['id']}.{sector.id}.{method}.{name}")
                found += _spec(world, spec, where) if spec else []
        for pair in guide.get("items", {}).items():
            for ident in pair:
                world.tables.row("process", ident)
    return found


def _spec(world: World, spec: Mapping[str, Any], place: Place) -> list[Problem]:
    try:
        if "row" in spec:
            table, _, ident = spec["row"].partition(":")
            if "{" not in ident:
                world.tables.row(table, ident)
            elif not any(_fits(ident, r["id"]) for r in world.tables.rows(table)):
                return [Problem("CE-R005", place, {"what": spec["row"]})]
        elif "table" in spec:
            if spec["column"] not in world.tables.rows(spec["table"])[0]:
                return [Problem("CE-R005", place, {"what": spec["column"]})]
        elif "value" in spec:
            world.stated(spec, place.key)
        elif spec.get("look") != "electricity":
            return [Problem("CE-R005", place, {"what": str(dict(spec))})]
        for supply in spec.get("supply", {}).values():
            world.stated(supply, place.key)
    except KeyError as error:
        return [Problem("CE-R005", place, {"what": str(error)})]
    return []


def _fits(pattern: str, ident: str) -> bool:
    """Whether a row is one of those that a pattern of ids means."""
    return re.fullmatch(re.sub(r"\{\w+\}", ".+", pattern), ident) is not None
