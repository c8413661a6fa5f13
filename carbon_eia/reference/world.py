"""The cited world at a date: every look-up of a value, with the reason for the choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference.addresses import Address, read_address
from carbon_eia.reference.documents import brought_documents
from carbon_eia.reference.factor_tables import Row, SectorNames, Tables
from carbon_eia.reference.materials import MaterialSpelling, material_spelling, name_key
from carbon_eia.reference.methods import Category, Method, read_categories, read_methods
from carbon_eia.reference.regions import Region
from carbon_eia.reference.value import Citation, Reason, Value, in_force, start_of
from carbon_eia.units import parse_quantity

__all__ = ["World"]

NATION = "100000"
"""Code of the nation in the list of divisions."""

_CODE = re.compile(r"[A-T]?(\d{2,4})(?!\d)")
"""A class of GB/T 4754, with or without the letter of its section."""


class World(NamedTuple):
    """Look-ups in the reference tables as they stand on the day ``as_of``.

    A look-up gives a ``Value`` or None; it never falls back in silence: the reason of the choice
    is part of the value.
    """

    tables: Tables
    as_of: date

    @property
    def methods(self) -> Mapping[str, Method]:
        """Every way of accounting a source, by its name in a project file."""
        return read_methods(self.tables)

    @property
    def categories(self) -> Mapping[str, Category]:
        """The lines of the inventory, in the order in which reports print them."""
        return read_categories(self.tables)

    # --- values and citations

    def citation(self, table: str, row: Mapping[str, str], guide: str = "") -> Citation:
        """The citation of a row: of the guide, where it is one of the row's documents."""
        sources = row["source"].split(";")
        document = self.document(guide if guide in sources else sources[0])
        return Citation(
            id=f"{table}:{row['id']}",
            title=document["title"],
            number=document["number"],
            locator=row["locator"],
            grade=row["grade"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            note=row["note"],
        )

    def document(self, ident: str) -> Row:
        """A document of ``sources.csv``, or one that a policy brings (the first of several)."""
        first = ident.split(";")[0]
        try:
            return self.tables.row("sources", first)
        except KeyError:
            brought = brought_documents(self.tables)
            if first in brought:
                return brought[first]
            place = Place("factors/sources.csv", key=first)
            raise ReferenceDataError(Problem("CE-R002", place, {"id": first})) from None

    def value(
        self, table: str, row: Mapping[str, str], column: str, reason: Reason, guide: str = ""
    ) -> Value:
        """The value in a cell of a table."""
        unit = row.get(f"{column}_unit") or row.get("unit", "")
        number = parse_quantity(f"{row[column]} {unit if unit != '1' else ''}")
        return Value(number, self.citation(table, row, guide), reason)

    def in_force(self, row: Mapping[str, str]) -> bool:
        """Whether a row is in force on the day."""
        return in_force(row["valid_from"], row["valid_to"], self.as_of)

    def cell(self, table: str, ident: str, column: str = "") -> Value | None:
        """A value by the id of its row; None when it is not in force on the day."""
        row = self.tables.row(table, ident)
        if not self.in_force(row):
            return None
        return self.value(table, row, column or _value_column(row), self._plain_reason(row))

    def _plain_reason(self, row: Mapping[str, str]) -> Reason:
        """Why a default is what it is: a range, a condition, a value not yet checked, is told."""
        name = self._row_name(row)
        if row.get("value_max"):
            params = {
                "name": name,
                "low": row["value"],
                "high": row["value_max"],
                "unit": row["unit"],
            }
            return Reason("CE-W008", params, warn=True)
        if row["grade"] == "C":
            return Reason("CE-W007", {"name": name, "row": row["id"]}, warn=True)
        if row.get("condition"):
            condition = {"zh": row["condition"], "en": row["condition_en"]}
            what = {"name": name, "value": row["value"], "condition": condition}
            return Reason("CE-W038", what, warn=True)
        return Reason("reason.sector_default")

    def _row_name(self, row: Mapping[str, str]) -> dict[str, str]:
        """What a row is about, in each language: its own name or that of its material."""
        if "name_zh" not in row and row.get("material"):
            row = self.tables.row("materials", row["material"])
        return {"zh": row.get("name_zh", row["id"]), "en": row.get("name_en", row["id"])}

    def pattern_cell(self, table: str, pattern: str, **names: str) -> Value | None:
        """A value by a pattern of ids, as ``chemicals-carbon-content-{material}``.

        None when a name is empty, or when there is no such row.
        """
        try:
            return self.cell(table, pattern.format_map({k: v for k, v in names.items() if v}))
        except KeyError:
            return None

    def stated(self, spec: Mapping[str, object], place: str) -> Value:
        """A value stated in a TOML file of the reference, with its citation beside it."""
        document = self.document(str(spec["source"]))
        citation = Citation(
            id=place,
            title=document["title"],
            number=document["number"],
            locator=str(spec.get("locator", "")),
            grade=str(spec["grade"]),
            valid_from=str(spec.get("valid_from", document["date"])),
            valid_to=str(spec.get("valid_to", "")),
            note=str(spec.get("note", "")),
        )
        code = "reason.assumption" if spec["grade"] == "C" else "reason.sector_default"
        return Value(parse_quantity(str(spec["value"])), citation, Reason(code))

    # --- look-ups by material

    def by_material(
        self,
        table: str,
        material: str,
        columns: Sequence[str],
        preferred: Sequence[str],
        guide: str = "",
    ) -> dict[str, Value]:
        """Columns of one row for a material, from the first preferred source table that has all.

        One row gives all columns, so that heating value and carbon content never come from two
        source tables. Empty when no table in force has them all.
        """
        rows = [
            r for r in self.tables.rows(table) if r["material"] == material and self.in_force(r)
        ]
        order = {name: i for i, name in enumerate(preferred)}
        rows = [r for r in rows if r["table"] in order and all(r.get(c) for c in columns)]
        if not rows:
            return {}
        row = min(rows, key=lambda r: order[r["table"]])
        if order[row["table"]] == 0 and row["grade"] == "C":
            what = {"name": self._row_name(row), "row": row["id"]}
            reason = Reason("CE-W007", what, warn=True)
        elif order[row["table"]] == 0:
            reason = Reason("reason.table", {"table": self.tables.title_of(table, row["table"])})
        else:
            reason = Reason(
                "CE-W004",
                {
                    "table": self.tables.title_of(table, row["table"]),
                    "preferred": self.tables.title_of(table, preferred[0]),
                    "material": self._row_name(row),
                },
                warn=True,
            )
        return {c: self.value(table, row, c, reason, guide) for c in columns}

    def item(self, ident: str) -> tuple[Row, Value | None]:
        """A row of ``process.csv`` that a source names, and its value if it is in force."""
        row = self.tables.row("process", ident)
        value = self.cell("process", ident)
        if value is None or value.reason.warn:
            return row, value
        params = {"name": {"zh": row["name_zh"], "en": row["name_en"]}}
        return row, value._replace(reason=Reason("reason.item", params))

    def gases(self) -> list[str]:
        """Every gas that has a global warming potential."""
        return list(dict.fromkeys(r["gas"] for r in self.tables.rows("gwp")))

    def formula(self, gas: str) -> str:
        """The chemical formula of a gas, as the ids of rows write it (``chf3``); may be empty."""
        rows = self.tables.rows("gwp")
        return next((r["formula"].lower() for r in rows if r["gas"] == gas), "")

    def gwp(self, gas: str, assessment: str) -> Value | None:
        """Global warming potential (100 years) of a gas in an IPCC assessment report."""
        for row in self.tables.rows("gwp"):
            if row["gas"] == gas and row["assessment"] == assessment:
                return self.value("gwp", row, "value", Reason("reason.gwp"))
        return None

    # --- electricity by region and year

    @property
    def latest_year(self) -> int:
        """The latest year of which a project may state its account: so many years after the day
        as ``plausibility.toml`` says."""
        return self.as_of.year + int(self.tables.toml("plausibility.toml")["year"]["ahead"])

    def electricity(self, region: str, year: int) -> Value | None:
        """The average grid factor: most specific region first, then the newest published year.

        A year later than the project's is never used; an earlier one is used with a warning.
        """
        key = ("electricity", self.as_of, region, year)
        if key not in self.tables.memo:
            self.tables.memo[key] = self._electricity(region, year)
        found: Value | None = self.tables.memo[key]
        return found

    def _electricity(self, region: str, year: int) -> Value | None:
        rows = [
            r
            for r in self.tables.rows("electricity")
            if r["kind"] == "average" and self.in_force(r) and int(r["year"]) <= year
        ]
        chain = self._chain(region)
        for place in chain:
            found = [r for r in rows if r["region"] == place.short]
            if not found:
                continue
            row = max(found, key=lambda r: (int(r["year"]), start_of(r["valid_from"])))
            late = int(row["year"]) < year
            params = {
                "region": row["region"],
                "year": row["year"],
                "wanted": year,
                "chain": " → ".join(r.name for r in chain),
            }
            code = "CE-W005" if late else "reason.grid"
            return self.value("electricity", row, "factor", Reason(code, params, warn=late))
        return None

    def region_chain(self, text: str) -> list[str]:
        """Names of the regions from the most specific in the text up to the nation.

        The grid region stands between the province and the nation.
        """
        return [r.name for r in self._chain(text)]

    def region_codes(self, text: str) -> tuple[str, ...]:
        """Codes of the most specific region named in a text and of all in which it lies.

        >>> from datetime import date
        >>> from carbon_eia.reference import open_world
        >>> open_world(date(2026, 8, 1)).region_codes("湖南省郴州市")
        ('431000', '430000', 'GRID-CC', '100000')
        """
        return tuple(r.code for r in self._chain(text))

    def _chain(self, text: str) -> list[Region]:
        found = self.region(text)
        return [] if found is None else self.tables.regions.chain(found)

    def region(self, text: str) -> Region | None:
        """The most specific region that an address names; None where it names none for certain."""
        return self.address(text).region

    def address(self, text: str) -> Address:
        """What an address means, read once for each text."""
        key = ("address", text)
        if key not in self.tables.memo:
            self.tables.memo[key] = read_address(text, self.tables.regions)
        found: Address = self.tables.memo[key]
        return found

    def state(self, material: str) -> str:
        """Whether a material is solid, liquid or gas; empty where none is given."""
        return self.tables.row("materials", material)["state"] if material else ""

    # --- names that a project file may use (project.Vocabulary)

    def sector_ids(self, name: str) -> list[str]:
        """Sectors that a name may mean: the one of an id, name or code, or all of a shared code.

        GB/T 4754 puts several sectors of ours into one class; the others bear its code with a
        mark, as ``3212（锌）``. The bare code means any of them.
        """
        code = _CODE.fullmatch(name.strip().upper())
        if code:
            wanted = code.group(1)
            return [
                i
                for i, s in self.sectors().items()
                if any((found := _CODE.match(n)) and found.group(1) == wanted for n in s["names"])
            ]
        for spelt in (name, name.replace("(", "（").replace(")", "）")):
            ident = _match(spelt, ((i, s["names"]) for i, s in self.sectors().items()))
            if ident:
                return [ident]
        return []

    def sector_id(self, name: str) -> str | None:
        """Id of a sector from its id, a name or its GB/T 4754 code; None where several share it."""
        found = self.sector_ids(name)
        return found[0] if len(found) == 1 else None

    def sector_label(self, ident: str) -> str:
        """A sector as one may type it: its Chinese name."""
        return str(self.sectors()[ident]["zh"])

    def material_id(self, name: str) -> str | None:
        """Id of the material that a name means, at least as a rule; None for several or none."""
        spelling = self.material_spelling(name)
        return spelling.materials[0] if spelling and spelling.certainty != "ambiguous" else None

    def material_spelling(self, name: str) -> MaterialSpelling | None:
        """What a name means as a material, and how surely."""
        return material_spelling(self.tables, name)

    def material_label(self, ident: str) -> str:
        """A material as one may type it: its Chinese name."""
        return self.tables.row("materials", ident)["name_zh"]

    def gas_id(self, name: str) -> str | None:
        """A gas of ``gwp.csv`` from its name, with or without hyphens, or its formula."""
        wanted = name.strip().lower()
        spelt = {g: (g, g.replace("-", ""), self.formula(g)) for g in self.gases()}
        for position in range(3):
            for gas, names in spelt.items():
                if names[position].lower() == wanted:
                    return gas
        return None

    def item_ids(self, name: str) -> list[str]:
        """Rows of ``process.csv`` that a name may mean: the one of an id, or all of a name."""
        wanted = name.strip().lower()
        rows = self.tables.rows("process")
        if any(r["id"] == wanted for r in rows):
            return [wanted]
        return [r["id"] for r in rows if wanted in (r["name_zh"].lower(), r["name_en"].lower())]

    def region_name(self, name: str) -> str | None:
        """Name of the most specific region named in a text."""
        found = self.region(name)
        return found.name if found else None

    def region_problem(self, name: str) -> Problem | None:
        """Why an address cannot be used: it contradicts itself, or names no one place of the grids.

        CE-P012 nothing known, CE-T004 a contradiction, CE-T002 a name of several places, CE-T003 a
        province for which nothing is published.
        """
        address = self.address(name)
        if address.problem is not None:
            return address.problem._replace(params={**address.problem.params, "value": name})
        if address.region is None:
            return Problem("CE-P012", params={"value": name})
        province = self.tables.regions.province(address.region)
        if province is not None and not province.grid_region:
            return Problem("CE-T003", params={"value": name, "name": province.name})
        return None

    def names(self, kind: str) -> list[str]:
        """Names of a kind, for suggestions."""
        if kind == "sector":
            return [n for s in self.sectors().values() for n in s["names"]]
        if kind == "region":
            regions = self.tables.regions
            return list(dict.fromkeys(r.name for r in (*regions.widest(), *regions.within(NATION))))
        if kind == "gas":
            return self.gases()
        if kind == "item":
            return [n for r in self.tables.rows("process") for n in (r["id"], r["name_zh"])]
        return [n for r in self.tables.rows("materials") for n in (r["name_zh"], *_aliases(r))]

    def sectors(self) -> dict[str, SectorNames]:
        """Every sector: id → its names."""
        if self.tables.is_checked:
            return self.tables.compiled["sectors"]
        return {i: sector_names(self.tables, i) for i in self.tables.ids("sectors")}


def sector_names(tables: Tables, ident: str) -> SectorNames:
    """The names under which a sector is found."""
    sector = tables.toml(f"sectors/{ident}.toml")
    names = [sector["name_zh"], sector["name_en"], *sector.get("aliases", ()), *sector["gbt4754"]]
    return {"names": names, "zh": sector["name_zh"], "en": sector["name_en"]}


def _aliases(row: Mapping[str, str]) -> list[str]:
    return [a for a in row["aliases"].split("|") if a]


def _match(name: str, known: Iterable[tuple[str, Iterable[str]]]) -> str | None:
    wanted = name_key(name)
    for ident, names in known:
        if wanted == name_key(ident) or any(wanted == name_key(n) for n in names):
            return ident
    return None


def _value_column(row: Mapping[str, str]) -> str:
    return "value" if "value" in row else "factor"
