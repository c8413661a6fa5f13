"""project.toml → Project, or every error of the file at once, each with line and key path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from carbon_eia.errors import InputError, Place
from carbon_eia.files import read_text
from carbon_eia.forms.workbook import SPREADSHEETS, refuse_other
from carbon_eia.project.consistency import measure_problems
from carbon_eia.project.evidence import Evidence, inside_folder
from carbon_eia.project.fields import PRODUCT_FACTS, Field, fields
from carbon_eia.project.lines_of_keys import key_lines, place_of
from carbon_eia.project.measure_effects import effect_of, new_methods
from carbon_eia.project.planning import month_span, planning_problems
from carbon_eia.project.project_model import (
    Applicant,
    City,
    Economics,
    Effect,
    Fact,
    Measure,
    Phase,
    Picture,
    Planning,
    Product,
    Project,
    RawMaterial,
    Report,
    Source,
    main_products,
)
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import FieldReader, Vocabulary, parse_toml
from carbon_eia.project.splits import split_problems
from carbon_eia.project.table_values import Values
from carbon_eia.project.with_words import named_texts, with_word_texts
from carbon_eia.reference import methods
from carbon_eia.units import Quantity

__all__ = ["SECTIONS", "parse_project", "project_of", "read_project"]

SECTIONS = (
    "project",
    "economics",
    "city",
    "facts",
    "products",
    "raw_materials",
    "sources",
    "measures",
    "planning",
    "phases",
    "applicant",
    "report",
    "texts",
    "pictures",
)

_Named = Product | RawMaterial | Source | Measure | Phase
"""An entry of a list of the file, known by its name."""


def read_project(
    path: Path, vocabulary: Vocabulary, file: str = "", texts: Path | None = None
) -> Project:
    """Read a project file: TOML, or an Excel form.

    ``file``: how it is called in errors, its path where nothing is given. ``texts``: a filled
    Word template of its texts, where it names none itself.

    Raises InputError with every problem of the file (CE-F…, CE-P…, CE-U…, CE-M…, of a form CE-O…),
    of its texts and pictures (CE-A…).
    """
    refuse_other(path, Place(file or str(path)))
    if path.suffix.lower() in SPREADSHEETS:
        from carbon_eia.project.form_read import read_form

        project = read_form(path, vocabulary, file, texts)
    else:
        name, text = file or str(path), read_text(path)
        raw, lines = parse_toml(text, name), key_lines(text)
        project = with_word_texts(
            raw,
            text,
            texts or named_texts(raw, path.parent, place_of(name, lines, "report.texts_file")),
            lambda tables, said: project_of(tables, said, vocabulary, name, lines),
        )
    if project.pictures:
        from carbon_eia.project.project_pictures import with_pictures  # few files name any

        project = with_pictures(project, path.parent)
    return project.with_evidence(lambda shown: shown.with_file(path.parent))


def parse_project(text: str, vocabulary: Vocabulary, file: str = "project.toml") -> Project:
    """Read a project from its TOML text; see ``read_project``."""
    return project_of(parse_toml(text, file), text, vocabulary, file, key_lines(text))


def project_of(
    raw: Table,
    text: str,
    vocabulary: Vocabulary,
    file: str,
    lines: Mapping[str, int],
) -> Project:
    """The project of the tables of a file, whatever the file was; ``text`` is it as TOML.

    Raises InputError with every problem, in the order of ``lines``.
    """
    reader = _ProjectReader(file, lines, vocabulary)
    project = reader.project(raw, text)
    if reader.problems:
        order = {id(p): i for i, p in enumerate(reader.problems)}
        raise InputError(sorted(reader.problems, key=lambda p: (p.place.line or 0, order[id(p)])))
    return project


class _ProjectReader(FieldReader):
    """Reads a project file."""

    def __init__(self, file: str, lines: Mapping[str, int], vocabulary: Vocabulary) -> None:
        super().__init__(file, lines, vocabulary)
        self.methods: dict[str, str] = {}

    # --- the file as a whole

    def project(self, raw: Table, text: str) -> Project:
        self._unknown(raw, SECTIONS, "")
        head = self.section(self._table(raw, "project"), fields("project"), "project")
        year, latest = head.of(int, "year") or 0, self.vocabulary.latest_year
        if year > latest:
            self.add("CE-P073", "project.year", value=year, latest=latest)
        economics = self.section(self._table(raw, "economics"), fields("economics"), "economics")
        if "uncertainties" in economics:
            from carbon_eia.project.spread import money_spreads

            money_spreads(self, economics, "economics")
        city = self.section(self._table(raw, "city"), fields("city"), "city")
        if city and ("carbon_intensity" in city or "total" in city) and not city.get("source"):
            self.add("CE-P003", "city.source", section="city")
        facts = self.section(self._table(raw, "facts"), fields("facts"), "facts")
        products = [self.product(t, k) for t, k in self._tables(raw, "products")]
        materials = [self.raw_material(t, k) for t, k in self._tables(raw, "raw_materials")]
        sources = [self.source(t, k) for t, k in self._tables(raw, "sources")]
        given = self._tables(raw, "measures")
        # an effect is read in the terms of its source's method
        self.methods = {**new_methods([t for t, _ in given]), **{s.name: s.method for s in sources}}
        measures = [self.measure(t, k) for t, k in given]
        planning = self.planning(self._table(raw, "planning"))
        phases = [self.phase(t, k) for t, k in self._tables(raw, "phases")]
        applicant = self.applicant(self._table(raw, "applicant"))
        report = self.report(self._table(raw, "report"))
        texts = self.section(self._table(raw, "texts"), fields("texts"), "texts")
        pictures = self.pictures(self._table(raw, "pictures"))
        shown = facts.take(Evidence, "evidence")
        stated = {k: v for k, v in facts.items() if isinstance(v, Fact)}
        named: tuple[tuple[str, Iterable[_Named]], ...] = (
            ("products", products),
            ("raw_materials", materials),
            ("sources", sources),
            ("measures", measures),
            ("phases", phases),
        )
        for kind, items in named:
            self._duplicates(kind, items)
        self._main_products(products)
        split = split_problems(products, sources)
        self.problems += [p.at(self.place(p.place.key)) for p in split]
        self.problems += measure_problems(measures, sources)
        self.problems += planning_problems(planning, measures)
        return Project(
            name=head.text("name"),
            stage=head.text("stage"),
            sector=head.text("sector"),
            region=head.text("region"),
            year=year,
            code=head.text("code"),
            nature=head.text("nature"),
            retrofit_deadline=head.of(date, "retrofit_deadline"),
            change_consent_date=head.of(date, "change_consent_date"),
            channel=head.text("channel"),
            gwp=head.text("gwp"),
            fuel_table=head.text("fuel_table"),
            guide=head.text("guide"),
            electricity_primary=head.of(Quantity, "electricity_primary"),
            allocation=head.text("allocation"),
            economics=economics.into(Economics),
            city=city.into(City),
            facts_evidence=Evidence() if shown is None else shown,
            facts=MappingProxyType(stated),
            products=tuple(products),
            raw_materials=tuple(materials),
            sources=tuple(sources),
            measures=tuple(measures),
            planning=planning,
            phases=tuple(phases),
            applicant=applicant,
            operating_hours=head.of(Quantity, "operating_hours"),
            report=report,
            texts=MappingProxyType({k: texts.text(k) for k in fields("texts") if k in texts}),
            pictures=MappingProxyType(pictures),
            file=self.file,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            lines=self.lines,
        )

    def product(self, raw: Table, key: str) -> Product:
        v = self.section(raw, fields("products"), key)
        amount = v.take(Quantity, "amount")
        if "uncertainty" in v:
            from carbon_eia.project.spread import product_spread

            product_spread(self, v, amount, key)
        facts = {k: v.pop(k) for k in PRODUCT_FACTS if k in v}
        name = v.take(str, "name") or ""
        return v.into(Product, name=name, amount=amount, place=self.place(key), facts=facts)

    def source(self, raw: Table, key: str) -> Source:
        known = dict(fields("sources"))
        method = raw.get("method")
        if isinstance(method, str):
            method = known["method"].choice(method.strip()) or method
            raw = {**raw, "method": method}
        if isinstance(method, str) and method in methods():
            known |= fields(method)
        elif isinstance(method, str):
            self.add("CE-P005", f"{key}.method", value=method, choices="、".join(methods()))
            # the rest cannot be judged without its method: read the common keys alone
            raw = {k: v for k, v in raw.items() if k in known and k != "method"}
            known.pop("method")
        v = self.section(raw, known, key)
        common = Values(
            (k, v.pop(k))
            for k in (
                "account",
                "material",
                "supply",
                "basis",
                "evidence",
                "uncertainty",
                "uncertainties",
                "steam",
                "hot_water",
                "gas",
                "item",
                "direction",
                "products",
                "shares",
                "process_unit",
                "release",
                "operation",
            )
            if k in v
        )
        if "products" in common:
            common["products"] = tuple(name.strip() for name in common.texts("products"))
        if "material" in common:
            spelling = self.vocabulary.material_spelling(str(raw["material"]))
            if spelling is not None and spelling.certainty == "usual":
                common["spelling"] = raw["material"]
        name, typed = v.take(str, "name") or "", v.take(str, "method") or ""
        if ("steam" in common) + ("hot_water" in common) + ("amount" in v) > 1:
            self.add("CE-P017", key)
        if "uncertainty" in common or "uncertainties" in common:
            from carbon_eia.project.spread import source_spreads  # only where a file states one

            source_spreads(self, common, v, typed, key)
        place = self.place(key)
        return common.into(Source, name=name, method=typed, parameters=v, place=place)

    def raw_material(self, raw: Table, key: str) -> RawMaterial:
        v = self.section(raw, fields("raw_materials"), key)
        name = v.take(str, "name") or ""
        return v.into(RawMaterial, name=name, place=self.place(key))

    def measure(self, raw: Table, key: str) -> Measure:
        v = self.section(raw, fields("measures"), key)
        if "effects" not in raw and "reference" not in raw:
            self.add("CE-P003", f"{key}.effects", section=key)
        effects = tuple(v.take(list, "effects") or ())
        for k in ("requires", "excludes"):
            v[k] = v.texts(k)
        name = v.take(str, "name") or ""
        return v.into(Measure, name=name, effects=effects, place=self.place(key))

    def planning(self, raw: Table) -> Planning:
        v = self.section(raw, fields("planning"), "planning")
        months: set[int] = set()
        for text in v.take(list, "shutdowns") or ():
            span = month_span(text)
            if span is None:
                self.add("CE-L011", "planning.shutdowns", value=text[:60])
            else:
                months.update(span)
        return v.into(Planning, shutdowns=frozenset(months), place=self.place("planning"))

    def phase(self, raw: Table, key: str) -> Phase:
        v = self.section(raw, fields("phases"), key)
        v = Values({"name": "", "stage": ""} | v)
        return v.into(Phase, place=self.place(key))

    def applicant(self, raw: Table) -> Applicant:
        v = self.section(raw, fields("applicant"), "applicant")
        code = v.text("credit_code")
        if code:
            from carbon_eia.project.applicant import check_character  # few files state one

            expected = check_character(code)
            if expected is None:
                self.add("CE-P071", "applicant.credit_code", value=code)
            elif expected != code[-1]:
                self.add("CE-P072", "applicant.credit_code", value=code, expected=expected)
        return v.into(Applicant)

    def report(self, raw: Table) -> Report:
        v = self.section(raw, fields("report"), "report")
        authors = v.texts("authors")
        v.pop("authors", None)
        if "texts_file" in v:
            self._inside(v.text("texts_file"), "report.texts_file")
        return v.into(Report, authors=authors)

    def pictures(self, raw: Table) -> dict[str, Picture]:
        values = self.section(raw, fields("pictures"), "pictures")
        found: dict[str, Picture] = {}
        for name, v in values.items():
            key = f"pictures.{name}"
            if isinstance(v, Values) and "file" in v:
                self._inside(v.text("file"), f"{key}.file")
                found[name] = v.into(Picture, place=self.place(key))
        return found

    def _inside(self, file: str, key: str) -> None:
        """A file that the project names lies in the folder of the project file."""
        if not inside_folder(file):
            self.add("CE-A008", key, value=file)

    def effects(self, raw: object, key: str) -> list[Effect]:
        found: list[Effect] = []
        if not isinstance(raw, list) or not raw or not all(isinstance(e, dict) for e in raw):
            self.add("CE-P004", key, expected='[{ source = "…", saves = "…" }]')
            return found
        for i, entry in enumerate(raw):
            at = f"{key}[{i}]"
            values = self.section(
                {k: v for k, v in entry.items() if k != "to"}, fields("effects"), at
            )
            found.append(effect_of(self, self.methods, values, entry.get("to"), at))
        return found

    def value(self, raw: object, field: Field, key: str) -> object:
        """As for any file; effects and spreads besides, which only a project has."""
        if field.type == "effects":
            return self.effects(raw, key)
        if field.type in ("spread", "spreads"):
            return raw  # read when the field of its value is known
        return super().value(raw, field, key)

    # --- checks across keys

    def _duplicates(self, kind: str, items: Iterable[_Named]) -> None:
        first: dict[tuple[str, str], int | None] = {}
        for i, item in enumerate(items):
            account = item.account if isinstance(item, Product | RawMaterial) else ""
            name = (item.name, account)
            if item.name and name in first:
                self.add("CE-P008", f"{kind}[{i}].name", value=item.name, first=first[name] or "?")
            first.setdefault(name, item.place.line)

    def _main_products(self, products: list[Product]) -> None:
        own = [p for p in products if p.account == "project"]
        if own and not main_products(own):
            self.add("CE-P013", "products", count=len(own))
