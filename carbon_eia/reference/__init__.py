"""The cited world at a date: factors, sectors and policies, looked up with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.files import data_folder
from carbon_eia.reference.documents import cited_documents
from carbon_eia.reference.factor_tables import Row, Tables
from carbon_eia.reference.facts import DERIVED, STAND_INS, asked_facts
from carbon_eia.reference.materials import MaterialSpelling
from carbon_eia.reference.methods import (
    BIOGENIC,
    Category,
    Method,
    MethodForm,
    read_categories,
    read_methods,
)
from carbon_eia.reference.policy import (
    NEEDED,
    Check,
    Clause,
    Policy,
    PolicyParameter,
    Rule,
    Tier,
    policies_in,
    policy_regions,
    policy_rules,
    read_policy,
)
from carbon_eia.reference.regions import Region, Regions
from carbon_eia.reference.sector import Sector, SectorProduct, boundary_named, read_sector
from carbon_eia.reference.steam import steam_enthalpy
from carbon_eia.reference.value import Citation, Reason, Value, in_force, months_after, start_of
from carbon_eia.reference.world import World

__all__ = [
    "BIOGENIC",
    "DERIVED",
    "NEEDED",
    "STAND_INS",
    "Category",
    "Check",
    "Citation",
    "Clause",
    "MaterialSpelling",
    "Method",
    "MethodForm",
    "Policy",
    "PolicyParameter",
    "Reason",
    "Region",
    "Regions",
    "Row",
    "Rule",
    "Sector",
    "SectorProduct",
    "Tables",
    "Tier",
    "Value",
    "World",
    "asked_facts",
    "boundary_named",
    "categories",
    "cited_documents",
    "in_force",
    "is_purchased",
    "methods",
    "months_after",
    "open_tables",
    "open_world",
    "policies_in",
    "policy_regions",
    "policy_rules",
    "read_policy",
    "read_sector",
    "start_of",
    "steam_enthalpy",
]


def open_tables(folder: Path | None = None) -> Tables:
    """The reference tables, checked; those of ``data_folder`` where no folder is given.

    The checks run when the files are not those that ``compiled.json`` was made from.

    Raises ReferenceDataError with every problem of the tables; CE-R012 where another version of
    the program checked them and they lack what this one reads, CE-R013 where there are none.
    """
    own = data_folder("factors")
    return _opened(folder or own, folder is not None)


@cache
def _opened(folder: Path, foreign: bool) -> Tables:
    tables = Tables(folder)
    if not (folder / "datapackage.json").is_file():
        what: dict[str, object] = {"folder": str(folder)}
        raise ReferenceDataError(Problem("CE-R013", Place(str(folder)), what))
    if not tables.is_checked:
        from carbon_eia.reference.checks import check_tables

        check_tables(tables)
    elif foreign:
        _check_shape(tables)
    return tables


def methods() -> Mapping[str, Method]:
    """Every way of accounting a source, of the tables that this program reads.

    >>> methods()["clinker"].text["en"]
    'clinker process'
    """
    return read_methods(open_tables())


def categories() -> Mapping[str, Category]:
    """The lines of the inventory, of the tables that this program reads."""
    return read_categories(open_tables())


def is_purchased(category: str) -> bool:
    """Whether what a line of the inventory holds was emitted elsewhere: power and heat bought.

    >>> is_purchased("electricity"), is_purchased("process")
    (True, False)
    """
    known = categories().get(category)
    return known is not None and known.purchased


def _check_shape(tables: Tables) -> None:
    """Checks that tables have every table and column of those that this program brings."""
    problems = []
    for name in open_tables().names():
        path = tables.path(name)
        missing = sorted(open_tables().columns(name) - tables.columns(name))
        if missing:
            params: dict[str, object] = {"table": name, "columns": " ".join(missing)}
            problems.append(Problem("CE-R012", Place(str(path)), params))
    wanted = {*methods(), "keys", "categories"}  # these two since methods are data
    lacking = wanted - tables.toml("methods.toml").keys()
    if lacking:
        params = {"table": "methods.toml", "columns": " ".join(sorted(lacking))}
        problems.append(Problem("CE-R012", Place(str(tables.folder / "methods.toml")), params))
    if problems:
        raise ReferenceDataError(problems)


def open_world(as_of: date, folder: Path | None = None) -> World:
    """The world on a day.

    >>> world = open_world(date(2026, 6, 30))
    >>> world.electricity("湖南省郴州市桂阳县", 2026).quantity.text
    '0.4976 kgCO2/kWh'
    """
    return World(open_tables(folder), as_of)
