"""Benchmark files (``--benchmarks``): what an authority has adopted, or a provisional value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from carbon_eia.benchmarks.benchmark import Benchmark, Instrument
from carbon_eia.errors import InputError, Place, Problem, UnitError, unseen
from carbon_eia.files import read_text
from carbon_eia.project.fields import Field, read_fields
from carbon_eia.project.lines_of_keys import key_lines, place_of
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import Sector, SectorProduct, World, read_sector
from carbon_eia.reference.materials import name_key
from carbon_eia.units import Unit, parse_quantity, parse_unit

__all__ = ["benchmark_fields", "parse_benchmarks", "read_benchmarks"]

MAX_VALUES = 5000
"""Most values of one file: those of a province have some hundred."""

LONGEST_TEXT = 20_000
"""Longest text of a file, a note."""


@cache
def benchmark_fields() -> dict[str, dict[str, Field]]:
    """The fields of a benchmark file, by section (``instrument``, ``values``, ``standard``)."""
    return read_fields(Path(__file__).with_name("fields.csv"))


def read_benchmarks(path: Path, world: World) -> list[Benchmark]:
    """The benchmarks of one file.

    Raises InputError with all problems together: CE-F…, CE-P001 TOML, CE-B001 missing key,
    CE-B002 unknown key, CE-B003 unknown sector or product, CE-B004 bad value, CE-B005 two values
    for one day, CE-B007 adopted without authority, number and date,
    CE-B008 an advanced value above the admission value, CE-P018 a text that is too long or holds a
    sign that nobody sees, CE-P019 too many values.
    """
    return parse_benchmarks(read_text(path), world, str(path))


def parse_benchmarks(text: str, world: World, file: str) -> list[Benchmark]:
    """The benchmarks of a file's text; see ``read_benchmarks``."""
    raw = parse_toml(text, file)
    reader = _BenchmarkReader(file, text, world, key_lines(text))
    found = reader.read(raw)
    if reader.problems:
        raise InputError(reader.problems)
    return found


class _BenchmarkReader:
    def __init__(self, file: str, text: str, world: World, lines: Mapping[str, int]) -> None:
        self.file = file
        self.lines = lines
        self.text = text
        self.world = world
        self.problems: list[Problem] = []

    def place(self, key: str) -> Place:
        return place_of(self.file, self.lines, key)

    def add(self, code: str, where: str, **params: object) -> None:
        self.problems.append(Problem(code, self.place(where), params))

    def read(self, raw: dict[str, Any]) -> list[Benchmark]:
        for key in raw:
            if key not in benchmark_fields():
                self.add("CE-B002", key, key=key)
        head, values = raw.get("instrument"), raw.get("values", [])
        if not isinstance(head, dict) or not isinstance(values, list) or not values:
            self.add("CE-B001", "instrument / values", key="[instrument]、[[values]]")
            return []
        if len(values) > MAX_VALUES:
            self.add("CE-P019", "values", key="values", limit=MAX_VALUES)
            return []
        self._keys(head, "instrument", "instrument")
        standard = raw.get("standard", {})
        if not isinstance(standard, dict):
            self.add("CE-B001", "standard", key="[standard]")
            standard = {}
        elif standard:
            self._keys(standard, "standard", "standard")
        months = head.get("retrofit_months")
        if months is not None and (
            isinstance(months, bool) or not isinstance(months, int) or months < 1
        ):
            self.add("CE-B004", "instrument.retrofit_months", value=months, expected="24")
            months = None
        instrument = Instrument(
            id=str(head.get("id", "")),
            title=str(head.get("title", "")),
            number=str(head.get("number", "")),
            authority=str(head.get("authority", "")),
            date=str(head.get("date", "")),
            illustrative=self._flag(head, "illustrative", "instrument"),
            retrofit_months=months,
            green_power=self._green_power(head),
            file=Path(self.file).name,
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            text=self.text,
            region=self._region(head),
            region_text=str(head.get("region", "")),
            reason=str(standard.get("reason", "")),
            sealed=str(standard.get("sealed", "")),
            power_reason=str(standard.get("power_reason", "")),
            supersedes=str(standard.get("supersedes", "")),
        )
        if instrument.date and not _is_date(instrument.date):
            self.add("CE-B004", "instrument.date", value=instrument.date, expected="2026-01-01")
        found = [self._value(v, f"values[{i}]", instrument) for i, v in enumerate(values)]
        self._overlaps(found)
        self._order(found)
        return [b for b in found if b is not None]

    def _keys(self, raw: dict[str, Any], section: str, place: str) -> bool:
        before, known = len(self.problems), benchmark_fields()[section]
        for key in raw:
            if key not in known:
                self.add("CE-B002", f"{place}.{key}", key=key)
        for key, field in known.items():
            value = raw.get(key)
            if field.required and value in (None, ""):
                self.add("CE-B001", f"{place}.{key}", key=key)
            if isinstance(value, str) and (len(value) > LONGEST_TEXT or unseen(value)):
                self.add("CE-P018", f"{place}.{key}", key=key, sign=unseen(value))
        return len(self.problems) == before

    def _value(self, raw: object, place: str, instrument: Instrument) -> Benchmark | None:
        if not isinstance(raw, dict) or not self._keys(raw, "values", place):
            if not isinstance(raw, dict):
                self.add("CE-B001", place, key="[[values]]")
            return None
        before = len(self.problems)
        sector = self._sector(str(raw["sector"]), f"{place}.sector")
        product = sector.product(str(raw["product"])) if sector else None
        if sector is not None and product is None:
            self._unnamed(raw["product"], [p.name_zh for p in sector.products], f"{place}.product")
        for key, field in benchmark_fields()["values"].items():
            if field.type == "choice" and key in raw and str(raw[key]) not in field.choices:
                expected = " / ".join(field.choices)
                self.add("CE-B004", f"{place}.{key}", value=raw[key], expected=expected)
        for key in ("valid_from", "valid_to"):
            if key in raw and not _is_date(str(raw[key])):
                self.add("CE-B004", f"{place}.{key}", value=raw[key], expected="2026-01-01")
        adopted = self._flag(raw, "adopted", place)
        if adopted and not (instrument.number and instrument.authority and instrument.date):
            self.add("CE-B007", f"{place}.adopted")
        if product is None or sector is None:
            return None
        try:
            quantity = parse_quantity(str(raw["value"]), products=_names(product))
            wanted = [parse_unit(f"{gas}/{product.unit}") for gas in ("tCO2", "tCO2e")]
            plain = tuple(d for d in quantity.unit.dims if d != (f"product:{product.id}", -1))
            if plain not in [w.dims for w in wanted]:
                raise UnitError(
                    Problem(
                        "CE-U004",
                        params={"found": quantity.unit.text, "expected": wanted[0].text},
                    )
                )
        except UnitError as error:
            self.problems += [p.at(self.place(f"{place}.value")) for p in error.problems]
            return None
        if quantity.value <= 0:
            self.add("CE-B004", f"{place}.value", value=quantity.text, expected="> 0")
        if len(self.problems) > before:
            return None
        dims = dict(quantity.unit.dims)
        dims[f"product:{product.id}"] = -1
        unit = Unit(quantity.unit.text, quantity.unit.factor, tuple(sorted(dims.items())))
        return Benchmark(
            id=f"{instrument.id}:{sector.id}/{product.id}/{raw['level']}",
            level=raw["level"],
            sector=sector.id,
            product=product.id,
            product_name=product.name_zh,
            indicator=raw.get("indicator", "carbon_per_product"),
            limit=quantity.value,
            text=quantity.text,
            unit=unit,
            boundary=str(raw["boundary"]),
            grade=raw["grade"],
            adopted=adopted,
            instrument=instrument,
            locator=str(raw["locator"]),
            valid_from=str(raw["valid_from"]),
            valid_to=str(raw.get("valid_to", "")),
            note=str(raw.get("note", "")),
        )

    def _region(self, head: Mapping[str, Any]) -> str:
        """Code of the region where the instrument holds; empty where it names none."""
        if "region" not in head:
            return ""
        codes = self.world.region_codes(str(head["region"]))
        if not codes:
            self.add("CE-B004", "instrument.region", value=head["region"], expected="湖南省郴州市")
            return ""
        return codes[0]

    def _green_power(self, head: dict[str, Any]) -> str:
        value = head.get("green_power", "")
        known = benchmark_fields()["instrument"]["green_power"].choices
        if value in ("", *known):
            return str(value)
        expected = " / ".join(known)
        self.add("CE-B004", "instrument.green_power", value=value, expected=expected)
        return ""

    def _flag(self, raw: dict[str, Any], key: str, place: str) -> bool:
        value = raw.get(key, False)
        if not isinstance(value, bool):
            self.add("CE-B004", f"{place}.{key}", value=value, expected="true / false")
        return value is True

    def _sector(self, name: str, place: str) -> Sector | None:
        meant = self.world.sector_ids(name)
        ident = meant[0] if len(meant) == 1 else None
        if ident is None:
            self._unnamed(name, map(self.world.sector_label, meant or self.world.sectors()), place)
            return None
        return read_sector(self.world, ident)

    def _unnamed(self, value: object, known: Iterable[str], place: str) -> None:
        """CE-B003 with the names that are known, those that are spelt alike first."""
        text = name_key(str(value)[:60])

        def unlike(name: str) -> float:
            return -SequenceMatcher(None, text, name_key(name)).ratio()

        self.add("CE-B003", place, value=value, known="、".join(sorted(known, key=unlike)))

    def _overlaps(self, found: Sequence[Benchmark | None]) -> None:
        """Of one indicator, level and boundary there is one value a day; each that is too many is
        told once."""
        alike: dict[tuple[str, ...], list[tuple[_Days, int, Benchmark]]] = {}
        for i, b in enumerate(found):
            if b is not None:
                key = (b.sector, b.product, b.indicator, b.level, b.boundary)
                if _days(b)[1] <= _days(b)[0]:
                    continue  # it holds on no day
                alike.setdefault(key, []).append((_days(b), i, b))
        wrong: dict[int, Benchmark] = {}
        for values in alike.values():
            last: tuple[date, int, Benchmark] | None = None
            for (first, end), i, b in sorted(values, key=lambda v: v[:2]):
                if last is not None and first < last[0]:
                    later = max((i, b), last[1:], key=lambda v: v[0])
                    wrong[later[0]] = later[1]
                if last is None or end > last[0]:
                    last = end, i, b
        for i in sorted(wrong):
            b = wrong[i]
            self.add("CE-B005", f"values[{i}]", product=b.product_name, level=b.level)

    def _order(self, found: Sequence[Benchmark | None]) -> None:
        """An advanced value is not above the admission value of the same days."""
        alike: dict[object, dict[str, list[tuple[_Days, int, Benchmark]]]] = {}
        for i, b in enumerate(found):
            if b is not None:
                key = (b.sector, b.product, b.indicator, b.boundary, b.unit.dims)
                levels = alike.setdefault(key, {"advanced": [], "admission": []})
                levels.setdefault(b.level, []).append((_days(b), i, b))
        for levels in alike.values():
            for (first, end), i, a in levels["advanced"]:
                above = a.limit * a.unit.factor
                for (start, stop), _, b in levels["admission"]:
                    meet = first < stop and start < end
                    if meet and above > b.limit * b.unit.factor:
                        params = {"product": a.product_name, "value": a.text, "admission": b.text}
                        self.add("CE-B008", f"values[{i}].value", **params)
                        break


def _names(product: SectorProduct) -> dict[str, str]:
    """Names by which a unit may call the product (``tCO2/t熟料``)."""
    names = (product.name_zh, product.name_en, *product.names)
    return {n: product.id for n in names if n and " " not in n}


_Days = tuple[date, date]
"""The first day on which a value holds, and the first on which it no longer does."""


def _days(b: Benchmark) -> _Days:
    end = date.fromisoformat(b.valid_to) if b.valid_to else date.max
    return date.fromisoformat(b.valid_from), end


def _is_date(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False
