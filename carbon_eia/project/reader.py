"""Reads the tables of a file by a table of fields, and keeps every problem, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from carbon_eia.errors import InputError, Place, Problem, UnitError
from carbon_eia.files.toml_text import TomlFaultError, toml_tables
from carbon_eia.project.evidence import read_evidence
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.lines_of_keys import place_of
from carbon_eia.project.punctuation import punctuation_problem
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.table_values import Values
from carbon_eia.project.texts import plain_text, text_problems
from carbon_eia.units import (
    ANY_GAS,
    Quantity,
    Unit,
    mismatch,
    of_gas,
    parse_quantity,
    parse_unit,
    readable,
    unreadable,
)

__all__ = ["FieldReader", "Vocabulary", "parse_toml"]

MAX_ENTRIES = 2000
"""Most products, sources or measures of one file."""

MOST_GUESSES = 50
"""Most unknown keys of a table for which the nearest that are known are looked for."""

LONGEST_LINE = 2000
"""Most of a line that is looked through for the cause of an error."""


class SpellingMeaning(Protocol):
    """What a name means: ids, likeliest first; unambiguous, usual or ambiguous; and why."""

    @property
    def materials(self) -> tuple[str, ...]: ...

    @property
    def certainty(self) -> str: ...

    @property
    def note(self) -> dict[str, str]: ...


class Vocabulary(Protocol):
    """The names that the reference data know; each look-up gives an id or None."""

    @property
    def latest_year(self) -> int:
        """The latest year of which a project may state its account."""

    def sector_ids(self, name: str) -> list[str]:
        """Sectors that an id, a name or a GB/T 4754 code may mean."""

    def sector_label(self, ident: str) -> str:
        """A sector as one may type it."""

    def material_id(self, name: str) -> str | None:
        """Id of a material from its name or an alias."""

    def material_spelling(self, name: str) -> SpellingMeaning | None:
        """What a name means as a material, and how surely."""

    def material_label(self, ident: str) -> str:
        """A material as one may type it."""

    def region_problem(self, name: str) -> Problem | None:
        """Why an address cannot be used; None where it names one place."""

    def gas_id(self, name: str) -> str | None:
        """A gas that has a global warming potential, from its name."""

    def item_ids(self, name: str) -> list[str]:
        """Rows of the process factors that a name may mean."""

    def names(self, kind: str) -> list[str]:
        """Names of a kind (sector, material, region, gas, item), for suggestions."""


def parse_toml(text: str, file: str = "project.toml") -> dict[str, object]:
    """The tables of a TOML text, decimals exact.

    Raises InputError CE-P001, CE-P009 for what is no TOML, CE-F013 to CE-F015 as ``toml_tables``.
    """
    try:
        return toml_tables(text)
    except TomlFaultError as fault:
        raise InputError(fault.problem.at(fault.problem.place._replace(file=file))) from None
    except ValueError as error:
        why = str(error)
        match = re.search(r"line (\d+)", why)
        line = int(match.group(1)) if match else None
        typed = text.split("\n")[line - 1][:LONGEST_LINE] if line else ""
        code = "CE-P009" if "date" in why.lower() else "CE-P001"
        problem = punctuation_problem(text, typed) if code == "CE-P001" else None
        if problem is not None:
            raise InputError(problem.at(Place(file, line))) from None
        key, _, value = typed.partition("=")
        value = value.split("#")[0].strip()[:60]
        params: dict[str, object] = {
            "why": why.split(" (at")[0],
            "value": value,
            "key": key.strip()[:60],
        }
        raise InputError(Problem(code, Place(file, line), params)) from None


_YEAR = re.compile(r"\s*((?:19|20|21)\d\d)\s*[^\d\s]")
"""How a day, or a year with its word, begins."""


class FieldReader:
    """Reads one file by its table of fields; keeps every problem, not only the first."""

    def __init__(self, file: str, lines: Mapping[str, int], vocabulary: Vocabulary) -> None:
        self.file = file
        self.lines = lines
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []

    def place(self, key: str) -> Place:
        return place_of(self.file, self.lines, key)

    def add(self, code: str, key: str, **params: object) -> None:
        """Record a problem of a key."""
        facts = {"key": key.rpartition(".")[2], **params}
        self.problems.append(Problem(code, self.place(key), facts))

    # --- one section, one value

    def section(self, raw: Table, known: Mapping[str, Field], key: str) -> Values:
        """The values of a table; each problem is recorded."""
        self._unknown(raw, known, key + ".")
        values = Values()
        for name, field in known.items():
            path = f"{key}.{name}"
            if name not in raw:
                if field.required:
                    self.add("CE-P003", path, section=key)
                continue
            value = self.value(raw[name], field, path)
            if value is not None:
                values[name] = value
        return values

    def value(self, raw: object, field: Field, key: str) -> object:
        """The typed value, or None with a problem recorded."""
        kind = field.type
        if kind in ("quantity", "annual"):
            return self.quantity(raw, field, key)
        if kind in ("text", "choice", "method", "sector", "region", "material", "gas", "item"):
            return self.name(raw, field, key)
        if kind == "integer":
            if isinstance(raw, bool) or not isinstance(raw, int):
                year = _YEAR.match(str(raw)) if isinstance(raw, str | date) else None
                if year is None:
                    self.add("CE-P004", key, expected="2026")
                    return None
                self.add("CE-P074", key, value=str(raw)[:40], year=year[1])
                return None
            if not field.holds(Fraction(raw)):
                self.add("CE-P007", key, value=raw, range=_shown_range(field))
                return None
            return raw
        if kind == "boolean":
            if isinstance(raw, bool):
                return raw
            self.add("CE-P004", key, expected="true")
            return None
        if kind == "date":
            return self.date(raw, key)
        if kind == "evidence":
            return read_evidence(self, raw, key)
        if kind == "texts":
            if isinstance(raw, list) and all(isinstance(t, str) for t in raw):
                return raw
            self.add("CE-P004", key, expected='["…", "…"]')
            return None
        if kind == "shares":
            return self.shares(raw, field, key)
        if kind == "markdown":
            return self.markdown(raw, key)
        if kind == "picture" and isinstance(raw, str):
            raw = {"file": raw}
        if not isinstance(raw, dict):
            expected = '{ mass = "5 万t", … }' if kind == "table" else field.example
            self.add("CE-P004", key, expected=expected)
            return None
        return self.section(raw, fields(field.within), key)

    def markdown(self, raw: object, key: str) -> str | None:
        """A text of paragraphs, lists and tables; None where it says nothing."""
        if not isinstance(raw, str):
            self.add("CE-P004", key, expected='"""…"""')
            return None
        text = plain_text(raw)
        for problem in text_problems(text):
            self.add(problem.code, key, **problem.params)
        return text or None

    def name(self, raw: object, field: Field, key: str) -> str | None:
        """A text, or the code or id that it stands for."""
        if not isinstance(raw, str):
            self.add("CE-P004", key, expected='"…"')
            return None
        text = readable(raw).strip()
        if not text and field.required:
            self.add("CE-P003", key, section=key.rpartition(".")[0])
            return None
        # control and format characters (line breaks, right-to-left marks) can falsify a document
        sign = unreadable(text)
        if len(text) > 300 or sign:
            self.add("CE-P018", key, sign=sign)
            return None
        if field.type == "choice":
            code = field.choice(text)
            if code is None:
                choices = "、".join(f"{zh}/{en}" for en, zh in field.choices.items())
                self.add("CE-P005", key, value=text, choices=choices)
                return None
            return code
        if field.type == "region":
            return self.region(text, key)
        if field.type in ("material", "gas"):
            return self.known(text, field.type, key)
        if field.type == "sector":
            return self.sector(text, key)
        if field.type == "item":
            return self.item(text, key)
        if field.type == "method":
            return field.choice(text) or text
        return text

    def known(self, text: str, kind: str, key: str) -> str | None:
        """The id of a material or gas."""
        if kind == "material":
            spelling = self.vocabulary.material_spelling(text)
            if spelling is not None and spelling.certainty == "ambiguous":
                known = "、".join(map(self.vocabulary.material_label, spelling.materials))
                self.add("CE-P044", key, value=text, why=spelling.note, known=known)
                return None
        look, code = {
            "material": (self.vocabulary.material_id, "CE-P011"),
            "gas": (self.vocabulary.gas_id, "CE-P025"),
        }[kind]
        found = look(text)
        if found is None:
            meant = _close(text, self.vocabulary.names(kind))
            self.add(code, key, value=text, meant=meant)
            return None
        return found

    def region(self, text: str, key: str) -> str | None:
        """An address as it is written, where it names one place."""
        problem = self.vocabulary.region_problem(text)
        if problem is None:
            return text
        params = dict(problem.params)
        if problem.code == "CE-P012":
            params["meant"] = _close(text, self.vocabulary.names("region"))
        self.add(problem.code, key, **params)
        return None

    def sector(self, text: str, key: str) -> str | None:
        """The id of the one sector that is meant."""
        found = self.vocabulary.sector_ids(text)
        if not found:
            meant = _close(text, self.vocabulary.names("sector"))
            self.add("CE-P010", key, value=text, meant=meant)
            return None
        if len(found) > 1:
            known = "、".join(self.vocabulary.sector_label(i) for i in found)
            self.add("CE-P027", key, value=text, known=known)
            return None
        return found[0]

    def item(self, text: str, key: str) -> str | None:
        """The id of the one row of the process factors that is meant."""
        found = self.vocabulary.item_ids(text)
        if not found:
            meant = _close(text, self.vocabulary.names("item"))
            self.add("CE-P022", key, value=text, meant=meant)
            return None
        if len(found) > 1:
            self.add("CE-P023", key, value=text, known="、".join(found))
            return None
        return found[0]

    def quantity(self, raw: object, field: Field, key: str) -> Quantity | None:
        """A quantity whose unit and size fit the field."""
        text = raw
        if isinstance(raw, dict):
            if set(raw) != {"value", "unit"} or not isinstance(raw["unit"], str):
                self.add("CE-P004", key, expected='{ value = 16.8, unit = "万t" }')
                return None
            if isinstance(raw["value"], bool) or not isinstance(raw["value"], int | Decimal | str):
                self.add("CE-P004", key, expected='{ value = 16.8, unit = "万t" }')
                return None
            text = f"{raw['value']} {raw['unit']}"
        elif isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            if not field.takes_bare_number:
                self.add("CE-P006", key, value=raw, unit=_shown_units(field)[0])
                return None
            text = str(raw)
        elif not isinstance(raw, str):
            self.add("CE-P004", key, expected=f'"1 {_shown_units(field)[0]}"')
            return None
        try:
            found = parse_quantity(str(text), annual=field.type == "annual")
            self._fits(found, field, key)
        except UnitError as error:
            self.problems += [_meant(p, field).at(self.place(key)) for p in error.problems]
            return None
        if not field.holds(found.value * found.unit.factor / self._base(field, found)):
            self.add("CE-P007", key, value=found.text, range=_shown_range(field))
            return None
        return found

    def _fits(self, found: Quantity, field: Field, key: str) -> None:
        if found.unit.text == "1" and not field.takes_bare_number:
            params: dict[str, object] = {"text": found.text, "unit": _shown_units(field)[0]}
            raise UnitError(Problem("CE-U001", params=params))
        units = self._units(field)
        if units and not any(u.dims == found.unit.dims for u in units):
            # judge against the unit that is nearest: a bare m3 against Nm3 gets its own advice
            problems = [mismatch(found.unit, u) for u in units]
            problem = next((p for p in problems if p.code == "CE-U007"), problems[0])
            problem.params["expected"] = " / ".join(_shown_units(field))
            raise UnitError(_by_mass(found, field) or problem)

    def _units(self, field: Field) -> list[Unit]:
        """The units of which one must fit; a unit of any gas is one unit for each."""
        gases = self.vocabulary.names("gas") if any(ANY_GAS in u for u in field.unit) else ["CO2"]
        return [parse_unit(text) for u in field.unit for text in {of_gas(u, g): 0 for g in gases}]

    def _base(self, field: Field, found: Quantity) -> Fraction:
        """Size of the field's unit of this kind, in which its range is stated."""
        if not found.unit.dims:
            return Fraction(1)
        fitting = (u.factor for u in self._units(field) if u.dims == found.unit.dims)
        return next(fitting, Fraction(1))

    def shares(self, raw: object, field: Field, key: str) -> dict[str, Quantity] | None:
        """A share for each of some names."""
        if not isinstance(raw, dict) or not raw:
            self.add("CE-P004", key, expected=field.example)
            return None
        found = {name.strip(): self.quantity(v, field, f"{key}.{name}") for name, v in raw.items()}
        read = {name: share for name, share in found.items() if share is not None}
        return read if len(read) == len(found) else None

    def date(self, raw: object, key: str) -> date | None:
        """A day."""
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        try:
            return date.fromisoformat(raw if isinstance(raw, str) else "")
        except ValueError:
            self.add("CE-P009", key, value=raw)
            return None

    # --- tables

    def _unknown(self, raw: Table, known: Iterable[str], prefix: str) -> None:
        strange = [name for name in raw if name not in known]
        for i, name in enumerate(strange):
            meant = _close(name if i < MOST_GUESSES else "", list(known))
            self.add("CE-P002", prefix + name, meant=meant, found=name[:60])

    def _table(self, raw: Table, name: str) -> Table:
        table = raw.get(name, {})
        if isinstance(table, dict):
            return table
        self.add("CE-P004", name, expected=f"[{name}]")
        return {}

    def _tables(self, raw: Table, name: str) -> list[tuple[Table, str]]:
        tables = raw.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self.add("CE-P004", name, expected=f"[[{name}]]")
            return []
        if len(tables) > MAX_ENTRIES:
            self.add("CE-P019", name, limit=MAX_ENTRIES)
            return []
        return [(t, f"{name}[{i}]") for i, t in enumerate(tables)]


def _meant(problem: Problem, field: Field) -> Problem:
    """A problem of a unit, with the unit that is meant where a power of ten alone was typed.

    45亿 in a field of money means 45 亿元.
    """
    unit = str(problem.params.get("unit", ""))
    money = next((u for u in field.unit if u.endswith("元")), "")
    if problem.code != "CE-U002" or not money or unit not in ("万", "亿", "千万", "百万"):
        return problem
    return problem._replace(params={**problem.params, "meant": f"{unit}元"})


def _by_mass(found: Quantity, field: Field) -> Problem | None:
    """CE-T016 for a fuel in litres, CE-T017 for steam in tonnes, where heat is asked for."""
    expected = " / ".join(_shown_units(field))
    params: dict[str, object] = {"text": found.text, "expected": expected}
    dims = [parse_unit(of_gas(u, "CO2")).dims for u in field.unit]
    if re.search("[L升]", found.unit.text) and parse_unit("t").dims in dims:
        return Problem("CE-T016", params=params)
    if found.unit.dims == parse_unit("t").dims and dims[:1] == [parse_unit("GJ").dims]:
        return Problem("CE-T017", params=params)
    return None


def _shown_units(field: Field) -> list[str]:
    """The units as a person would write them: CO2 for any gas."""
    return [of_gas(u, "CO2") for u in field.unit]


def _shown_range(field: Field) -> str:
    """The range as one writes it: ``> 0``, ``≥ 0``, ``0～100 %``."""
    low, high = field.range[1:-1].split(",")
    unit = _shown_units(field)[0] if field.unit and field.unit[0] != "1" else ""
    if unit == "%":
        low, high = str(int(low) * 100), str(int(high) * 100) if high else ""
    if not high:
        return f"{'>' if field.range[0] == '(' else '≥'} {low} {unit}".rstrip()
    return f"{'> ' if field.range[0] == '(' else ''}{low}～{high} {unit}".rstrip()


def _close(text: str, known: Sequence[str]) -> str:
    """The known names that are near, or the first of all where none is."""
    return _nearest(text[:60], tuple(known))


@lru_cache(maxsize=4096)
def _nearest(text: str, known: tuple[str, ...]) -> str:
    """The same text stands wrong in many rows of a table."""
    from difflib import get_close_matches

    near = get_close_matches(text, known, n=3, cutoff=0.4) if text else []
    return "、".join(near or known[:12])
