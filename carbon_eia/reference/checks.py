"""Everything that must hold of the reference tables before a figure is taken from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from carbon_eia.errors import Place, Problem, ReferenceDataError, UnitError
from carbon_eia.formulas import parse_correction
from carbon_eia.reference.checks_methods import method_problems
from carbon_eia.reference.checks_names import name_problems, synonym_problems
from carbon_eia.reference.checks_policy import policy_problems
from carbon_eia.reference.checks_register import register_problems
from carbon_eia.reference.checks_sectors import sector_problems
from carbon_eia.reference.documents import cited_documents
from carbon_eia.reference.factor_tables import Row, Tables
from carbon_eia.reference.value import start_of
from carbon_eia.reference.world import World
from carbon_eia.units import parse_quantity, parse_unit

__all__ = ["check_tables"]

CITED = ("valid_from", "source", "grade")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")

SERIES: dict[str, tuple[str, ...]] = {
    "fuels": ("table", "material"),
    "carbonates": ("table", "material"),
    "reductants": ("table", "material"),
    "electricity": ("kind", "region", "year", "source"),
    "gwp": ("gas", "assessment"),
    "energy_limits": ("product", "variant", "indicator", "level"),
}
"""Columns that identify one series of a table: two rows of one series may not overlap in time."""


def check_tables(tables: Tables) -> None:
    """Check every table against its schema, its documents, and the calendar.

    Raises ReferenceDataError with all problems: CE-R001 schema, CE-R002 no source, CE-R003 bad
    unit or number, CE-R004 overlap, CE-R005 bad reference in a TOML file, CE-R009 no day of force,
    CE-R010 two entries of one name, CE-R011 two
    policies that decide for one place and day, CE-R014 words that do not stand in their article.
    """
    problems: list[Problem] = []
    documents = {r["id"] for r in cited_documents(tables)}
    for resource in tables.package["resources"]:
        table = Path(resource["path"]).stem
        rows = tables.rows(table)
        for number, row in enumerate(rows, 2):
            place = Place(f"factors/{resource['path']}", number, row.get("id", ""))
            problems += _schema(row, resource["schema"], place)
            if "grade" in row:
                problems += _cited(row, documents, place)
                problems += _numbers(row, place)
        problems += name_problems(rows, resource)
        if not problems:
            problems += _overlaps(table, rows, resource["path"])
    if not problems:
        problems += synonym_problems(tables)
        problems += _limits(tables)
        problems += _toml(tables)
    if not problems and (tables.folder / "register").is_dir():
        problems += register_problems(tables)
    if problems:
        raise ReferenceDataError(problems)


def _schema(row: Row, schema: Mapping[str, Any], place: Place) -> list[Problem]:
    found: list[Problem] = []
    names = [f["name"] for f in schema["fields"]]
    if list(row) != names:
        return [Problem("CE-R001", place, {"column": "、".join(map(str, row)), "why": str(names)})]
    for field in schema["fields"]:
        text = row[field["name"]]
        rules = field.get("constraints", {})
        params: dict[str, object] = {"column": field["name"], "why": f"{text!r}"}
        if not text:
            if rules.get("required"):
                found.append(Problem("CE-R001", place, params))
            continue
        if "enum" in rules and text not in rules["enum"]:
            found.append(Problem("CE-R001", place, params))
        if "pattern" in rules and not re.fullmatch(rules["pattern"].strip("^$"), text):
            is_date = field["name"] in ("valid_from", "valid_to") and _DATE.match(text)
            found.append(Problem("CE-R009" if is_date else "CE-R001", place, params))
    return found


def _cited(row: Row, documents: set[str], place: Place) -> list[Problem]:
    found = [Problem("CE-R002", place, {"id": c}) for c in CITED if not row.get(c)]
    for source in row.get("source", "").split(";"):
        if source and source not in documents:
            found.append(Problem("CE-R002", place, {"id": source}))
    for column in ("valid_from", "valid_to"):
        if row[column] and not _DATE.match(row[column]):
            found.append(Problem("CE-R001", place, {"column": column, "why": row[column]}))
    if not found and row["valid_to"] and start_of(row["valid_to"]) <= start_of(row["valid_from"]):
        found.append(Problem("CE-R001", place, {"column": "valid_to", "why": row["valid_to"]}))
    return found


def _numbers(row: Row, place: Place) -> list[Problem]:
    found: list[Problem] = []
    for column, unit in row.items():
        if column != "unit" and not column.endswith("_unit"):
            continue
        target = column[: -len("_unit")] if column != "unit" else ""
        cells = [target] if target else [c for c in ("value", "value_max", "factor") if c in row]
        try:
            if unit:
                parse_unit(unit)
            for cell in cells:
                if row.get(cell):
                    Decimal(row[cell])
                    parse_quantity(f"{row[cell]} {unit if unit != '1' else ''}")
                    if not unit:
                        raise InvalidOperation
        except (UnitError, InvalidOperation):
            found.append(Problem("CE-R003", place, {"column": column, "unit": unit}))
    return found


def _overlaps(table: str, rows: tuple[Row, ...], path: str) -> list[Problem]:
    columns = SERIES.get(table)
    if columns is None:
        return []
    found: list[Problem] = []
    periods: dict[tuple[str, ...], list[tuple[date, date, str]]] = {}
    for number, row in enumerate(rows, 2):
        start = start_of(row["valid_from"])
        end = start_of(row["valid_to"]) if row["valid_to"] else date.max
        series = periods.setdefault(tuple(row[c] for c in columns), [])
        for other_start, other_end, other in series:
            if start < other_end and other_start < end:
                place = Place(f"factors/{path}", number, row["id"])
                found.append(Problem("CE-R004", place, {"other": other}))
        series.append((start, end, row["id"]))
    return found


def _limits(tables: Tables) -> list[Problem]:
    """Energy limits: every correction is one and uses known names, every variant has its name."""
    names = tables.toml("benchmarks/corrections.toml")
    known = {"value", *names["facts"]}
    rows = tables.rows("energy_limits")
    found: list[Problem] = []
    for number, row in enumerate(rows, 2):
        if not row["correction"]:
            continue
        place = Place("factors/benchmarks/energy_limits.csv", number, row["id"])
        try:
            correction = parse_correction(row["correction"])
        except ValueError:
            what: dict[str, object] = {"column": "correction", "why": row["correction"]}
            found.append(Problem("CE-R001", place, what))
            continue
        causes = {c for o in correction.outcomes() for c in o.unresolved}
        strange = {*(correction.asked() - known), *(causes - set(names["causes"]))}
        for name in sorted(strange):
            found.append(Problem("CE-R005", place, {"what": name}))
    listed = {(r["product"], r["variant"]) for r in rows if r["variant"]}
    named = {(r["product"], r["variant"]) for r in tables.rows("energy_variants")}
    for product, variant in sorted(listed ^ named):
        place = Place("factors/benchmarks/energy_variants.csv", key=product)
        found.append(Problem("CE-R005", place, {"what": f"{product} {variant}"}))
    return found


def _toml(tables: Tables) -> list[Problem]:
    """Sectors, methods and policies: every default they name must be found and have its unit."""
    world = World(tables, date.max)
    found = method_problems(world)
    if found:
        return found  # a sector rests on its methods
    found = sector_problems(world)
    found += _claims(world)
    return found or policy_problems(world)


EVIDENCE = ("certificate", "contract", "measurement", "report", "permit")
"""Kinds of evidence that may prove a claim; a statement never does."""


def _claims(world: World) -> list[Problem]:
    """Rules of claims: each is named, cited and graded, and asks for evidence that exists."""
    place = Place("factors/claims.toml")
    raw = world.tables.toml("claims.toml")
    entries = {
        **raw["kinds"],
        **{
            f"{part}.{name}": e
            for part in ("exports", "recovery")
            for name in raw[part]
            for e in raw[part][name]
        },
    }
    found: list[Problem] = []
    for name, entry in entries.items():
        needs = [k for kinds in entry.get("needs", {}).values() for k in kinds]
        strange = [k for k in needs if k not in EVIDENCE]
        if strange or entry.get("grade") not in ("A", "B", "C"):
            what = "、".join([name, *strange])
            found.append(Problem("CE-R005", place, {"what": what}))
        try:
            world.document(entry["source"])
        except (KeyError, ReferenceDataError):
            found.append(Problem("CE-R002", place, {"id": entry.get("source", name)}))
    return found
