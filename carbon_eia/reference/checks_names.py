"""A name in the reference data means one thing, and a spelling of a material leads somewhere."""

from __future__ import annotations

from carbon_eia.errors import Place, Problem
from carbon_eia.reference.factor_tables import Row, TableResource, Tables
from carbon_eia.reference.materials import material_names, name_key

__all__ = ["name_problems", "synonym_problems"]


def name_problems(rows: tuple[Row, ...], resource: TableResource) -> list[Problem]:
    """Unique cells of a table, and the names and aliases of materials, that two rows bear.

    CE-R010 names both rows. Names are the same whatever their case, width and spaces.
    """
    schema = resource["schema"]
    unique = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    if resource["name"] == "materials":
        return _doubles([material_names(row) for row in rows], rows, resource)
    found: list[Problem] = []
    for column in unique:
        found += _doubles([[row[column]] for row in rows], rows, resource)
    return found


def _doubles(
    names: list[list[str]], rows: tuple[Row, ...], resource: TableResource
) -> list[Problem]:
    first: dict[str, tuple[int, str]] = {}
    found: list[Problem] = []
    for number, (own, row) in enumerate(zip(names, rows, strict=True), 2):
        ident = row[resource["schema"]["primaryKey"]]
        for name in {name_key(n): n for n in own if n}.values():
            line, other = first.setdefault(name_key(name), (number, ident))
            if line != number:
                place = Place(f"factors/{resource['path']}", number, ident)
                what: dict[str, object] = {"name": name, "other": other, "line": line}
                found.append(Problem("CE-R010", place, what))
    return found


def synonym_problems(tables: Tables) -> list[Problem]:
    """Spellings that a material bears already (CE-R010) or that lead nowhere (CE-R005).

    A usual spelling means one material.
    """
    materials = tables.rows("materials")
    known = {
        name_key(name): (line, row["id"])
        for line, row in enumerate(materials, 2)
        for name in material_names(row)
    }
    ids = {row["id"] for row in materials}
    found: list[Problem] = []
    for number, row in enumerate(tables.rows("synonyms"), 2):
        place = Place("factors/synonyms.csv", number, row["spelling"])
        if name_key(row["spelling"]) in known:
            line, other = known[name_key(row["spelling"])]
            what: dict[str, object] = {"name": row["spelling"], "other": other, "line": line}
            found.append(Problem("CE-R010", place, what))
        meant = row["materials"].split("|")
        strange = [m for m in meant if m not in ids]
        if row["certainty"] == "usual" and len(meant) != 1:
            strange.append(row["materials"])
        found += [Problem("CE-R005", place, {"what": m}) for m in strange]
    return found
