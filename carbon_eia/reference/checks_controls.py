"""What must hold of the rules across cases and of cross-checks before anything rests on them."""

from __future__ import annotations

from carbon_eia.errors import Place, Problem, UnitError
from carbon_eia.reference.articles import quotation_problems
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.units import parse_quantity, parse_unit

__all__ = ["control_problems"]

CROSSCHECK, CONTROLS = "register/crosscheck.toml", "register/controls.toml"

TOLERANCES = frozenset({"mass", "consistent", "explained", "explained_large", "large"})
"""What a cross-check has to know."""

COVERS = frozenset({"energy", "process"})


def control_problems(tables: Tables) -> list[Problem]:
    """What is wrong: CE-R005 an entry that lacks something or names what is not held, CE-R014 words
    that do not stand in their article."""
    check, controls = tables.toml(CROSSCHECK), tables.toml(CONTROLS)
    problems: list[Problem] = []
    known = {t["id"] for t in check["tolerances"]}
    missing = sorted(TOLERANCES - known) + sorted(known - TOLERANCES)
    problems += [_problem(CROSSCHECK, "tolerances", name) for name in missing]
    for entry in check["tolerances"]:
        problems += _quantity(entry["id"], str(entry.get("value", "")))
        if entry.get("grade") not in ("A", "B", "C") or not entry.get("note"):
            problems.append(_problem(CROSSCHECK, entry["id"], "grade, note"))
    for entry in check["kinds"]:
        wrong = sorted(set(entry["covers"]) - COVERS)
        problems += [_problem(CROSSCHECK, entry["id"], name) for name in wrong]
    for entry in controls["serials"]:
        try:
            parse_unit(entry["unit"])
        except UnitError:
            problems.append(_problem(CONTROLS, entry["id"], entry["unit"]))
    cited = [(CROSSCHECK, e) for key in ("tolerances", "kinds", "statistics") for e in check[key]]
    cited += [(CONTROLS, e) for e in controls["serials"]]
    cited += [(CONTROLS, controls["headroom"]), (CONTROLS, controls["splitting"])]
    for file, entry in cited:
        name = str(entry.get("id", entry["article"]))
        problems += quotation_problems(tables, entry, Place(f"factors/{file}", key=name))
    return problems


def _quantity(ident: str, text: str) -> list[Problem]:
    try:
        parse_quantity(text)
    except UnitError:
        return [_problem(CROSSCHECK, ident, text)]
    return []


def _problem(file: str, key: str, what: str) -> Problem:
    return Problem("CE-R005", Place(f"factors/{file}", key=key), {"what": what})
