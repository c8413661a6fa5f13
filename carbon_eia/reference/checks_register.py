"""What must hold of the law of the register before a case is judged by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from carbon_eia.errors import Place, Problem
from carbon_eia.reference.articles import quotation_problems, read_article
from carbon_eia.reference.checks_controls import control_problems
from carbon_eia.reference.factor_tables import Tables

__all__ = ["register_problems"]

UNITS = ("workday", "day", "month", "fixed", "yearly", "none")
"""How a clock counts."""

ENDS = ("overdue", "lapsed")
"""What a clock is when its time is over."""

PLACES = ("same", "origin", "stage")
"""Where a command leads beside a state by name."""


def register_problems(tables: Tables) -> list[Problem]:
    """What is wrong with the articles, the table of states and the clocks.

    CE-R005: a state, role, event or article that is not held; CE-R014: words that do not stand in
    their article, or are quoted from one of which only the gist is known.
    """
    try:
        return _articles(tables) or [*_law(tables), *control_problems(tables)]
    except KeyError as error:
        return [Problem("CE-R005", Place("factors/register"), {"what": str(error)})]


def _law(tables: Tables) -> list[Problem]:
    """What is wrong with states, clocks and classes, once the articles stand."""
    problems: list[Problem] = []
    states = tables.toml("register/states.toml")
    clocks = tables.toml("register/clocks.toml")
    known = {*states["states"], *PLACES}
    events = {c["event"] for c in states["commands"]}
    for entry in states["commands"]:
        place = Place("factors/register/states.toml", key=entry["id"])
        strange = [s for s in entry["from"] if s not in known | {"new", "*"}]
        strange += [r for r in entry["roles"] if r not in states["roles"]]
        strange += [] if entry["to"] in known else [entry["to"]]
        strange += [k for k in ("zh", "en", "event") if not entry.get(k)]
        problems += [Problem("CE-R005", place, {"what": s}) for s in strange]
        problems += quotation_problems(tables, entry, place)
        strange = [g for g in entry.get("guards", ()) if g not in states["guards"]]
        problems += [Problem("CE-R005", place, {"what": g}) for g in strange]
    for name, entry in (*states["stages"].items(), *states["roles"].items()):
        place = Place("factors/register/states.toml", key=name)
        lacking = [k for k in ("zh", "en") if not entry.get(k)]
        problems += [Problem("CE-R005", place, {"what": k}) for k in lacking]
    for name, entry in states["guards"].items():
        place = Place("factors/register/states.toml", key=name)
        problems += quotation_problems(tables, entry, place)
    problems += _twice(states["commands"], "factors/register/states.toml")
    for entry in states["administration"]:
        place = Place("factors/register/states.toml", key=entry["id"])
        strange = [r for r in entry["roles"] if r not in states["roles"]]
        problems += [Problem("CE-R005", place, {"what": s}) for s in strange]
        problems += quotation_problems(tables, entry, place)
    for entry in clocks["clocks"]:
        place = Place("factors/register/clocks.toml", key=entry["id"])
        strange = [e for e in entry["met"] if e not in events]
        strange += [] if entry["who"] in states["roles"] else [entry["who"]]
        strange += [] if entry["unmet"] in ENDS else [entry["unmet"]]
        strange += list(_lengths(entry))
        problems += [Problem("CE-R005", place, {"what": s}) for s in strange]
        for ground in (entry, *entry.get("earlier", ())):
            problems += quotation_problems(tables, ground, place)
        if any(not _is_day(e["valid_from"]) for e in _dated(entry)):
            problems.append(Problem("CE-R005", place, {"what": "valid_from"}))
    problems += _twice(clocks["clocks"], "factors/register/clocks.toml")
    return problems + _classes(tables) + _opinion(tables)


FACTS = frozenset({"verdict", "decision", "retrofit", "near", "weak"})
"""What a class may ask about."""


def _classes(tables: Tables) -> list[Problem]:
    """Each class asks about facts that are known, and the last takes whatever is left."""
    file = "factors/register/classes.toml"
    rows = tables.toml("register/classes.toml")["classes"]
    problems: list[Problem] = []
    for entry in rows:
        place = Place(file, key=entry["id"])
        strange = [k for condition in entry["when"] for k in condition if k not in FACTS]
        strange += [] if str(entry["months"]).isdigit() else [f"months {entry['months']}"]
        problems += [Problem("CE-R005", place, {"what": s}) for s in strange]
        problems += quotation_problems(tables, entry, place)
    if {} not in rows[-1]["when"]:
        problems.append(
            Problem("CE-R005", Place(file, key=rows[-1]["id"]), {"what": "when = [{}]"})
        )
    return problems + _twice(rows, file)


PARTS = ("grounds", "duties", "remedies")
"""What an opinion takes from the data."""


def _opinion(tables: Tables) -> list[Problem]:
    """What opinions say by the data: of clocks that are held, in both languages, as quoted."""
    file = "factors/register/opinion.toml"
    if not (tables.folder / "register/opinion.toml").is_file():  # tables of an older version
        return []
    raw = tables.toml("register/opinion.toml")
    clocks = {c["id"] for c in tables.toml("register/clocks.toml")["clocks"]}
    problems: list[Problem] = []
    for part in PARTS:
        for entry in raw[part]:
            place = Place(file, key=entry["id"])
            strange = [] if entry.get("clock") in {None, *clocks} else [entry["clock"]]
            if part != "grounds":
                strange += [k for k in ("zh", "en") if not entry.get(k)]
            strange += [] if entry.get("verdicts") else ["verdicts"]
            problems += [Problem("CE-R005", place, {"what": s}) for s in strange]
            problems += quotation_problems(tables, entry, place)
        problems += _twice(raw[part], file)
    return problems


def _articles(tables: Tables) -> list[Problem]:
    """Each article has its document, and either its words or what they come to."""
    problems: list[Problem] = []
    raw = tables.toml("register/articles.toml")["articles"]
    for entry in raw:
        place = Place("factors/register/articles.toml", key=entry["id"])
        if entry.get("grade") not in ("A", "B", "C") or not (
            entry.get("text") or entry.get("gist")
        ):
            problems.append(Problem("CE-R005", place, {"what": entry["id"]}))
            continue
        try:
            read_article(tables, entry["id"])
        except KeyError as error:
            problems.append(Problem("CE-R005", place, {"what": str(error)}))
    return problems + _twice(raw, "factors/register/articles.toml")


def _dated(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A clock and its earlier grounds, where they have a day of force of their own."""
    return [e for e in (entry, *entry.get("earlier", ())) if "valid_from" in e]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _lengths(entry: Mapping[str, Any]) -> Iterator[str]:
    """Units and lengths of a clock, of its variant for joint handling and of its readings."""
    if entry["unit"] not in UNITS:
        yield entry["unit"]
    if entry["unit"] in ("workday", "day", "month") and "length" not in entry:
        yield "length"
    parts = [entry, entry.get("joint", {}), *entry.get("readings", ())]
    for part in parts:
        for key in ("length", "extension"):
            if not str(part.get(key, "1")).isdigit():
                yield f"{key} {part[key]}"
        if part.get("unit", "none") not in UNITS:
            yield part["unit"]


def _twice(entries: list[dict[str, Any]], file: str) -> list[Problem]:
    names = [e["id"] for e in entries]
    return [
        Problem("CE-R005", Place(file, key=name), {"what": f"{name} × {names.count(name)}"})
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
