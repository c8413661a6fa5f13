"""``survey.toml`` → the survey, or what the returns themselves say where there is no such file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from carbon_eia.errors import InputError, Place, Problem, UnitError
from carbon_eia.files import read_text
from carbon_eia.project.lines_of_keys import key_lines
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import parse_toml
from carbon_eia.project.table_values import Values
from carbon_eia.reference import Sector, SectorProduct, World, read_sector
from carbon_eia.standards.return_fields import SurveyReader, survey_fields
from carbon_eia.standards.survey_model import Removal, ReturnHead, Survey
from carbon_eia.units import Quantity, parse_unit

__all__ = ["SURVEY", "inferred_survey", "parse_survey", "read_survey", "survey_product"]

SURVEY = "survey.toml"
"""The name of the file of a survey in the folder of its returns."""

T = TypeVar("T")


def read_survey(path: Path, world: World, name: str = "") -> Survey:
    """The survey of a file.

    Raises InputError with every problem: those of reading (CE-F…, CE-P…, CE-U…), CE-G005 a product
    that the sector does not have, CE-G006 a removal without two names.
    """
    return parse_survey(read_text(path), world, name or str(path))


def parse_survey(text: str, world: World, file: str = SURVEY) -> Survey:
    """The survey of a file's text; see ``read_survey``."""
    raw = parse_toml(text, file)
    reader = SurveyReader(file, key_lines(text), world)
    reader.known_tables(raw, ("survey", "removals"))
    values = reader.section(reader.head(raw, "survey"), survey_fields()["survey"], "survey")
    removals = [_removal(reader, t, k) for t, k in reader.list_of(raw, "removals")]
    sector = read_sector(world, values.text("sector")) if "sector" in values else None
    product = None if sector is None else sector.product(values.text("product"))
    output = values.of(Quantity, "output")
    total: Fraction | None = None
    if sector is not None and "product" in values and product is None:
        known = "、".join(p.name_zh for p in sector.products)
        reader.add("CE-G005", "survey.product", value=values.text("product"), known=known)
    if product is not None and output is not None:
        try:
            total = output.to(parse_unit(product.unit))
        except UnitError as error:
            reader.problems += [p.at(reader.place("survey.output")) for p in error.problems]
    if reader.problems:
        raise InputError(sorted(reader.problems, key=lambda p: p.place.line or 0))
    assert sector is not None
    assert product is not None
    return Survey(
        sector=sector.id,
        product=product.id,
        region=values.text("region"),
        years=tuple(sorted({int(str(y)) for y in values.of(list, "years") or ()})),
        boundary=_boundary(values.text("boundary"), sector),
        title=values.text("title"),
        notice=values.text("notice"),
        population=values.of(int, "population"),
        output=total,
        method=values.text("method"),
        parameter=_share(values, "parameter"),
        advanced_method=values.text("advanced_method"),
        advanced_parameter=_share(values, "advanced_parameter"),
        months=values.of(int, "months"),
        utilisation=_share(values, "utilisation"),
        illustrative=values.of(bool, "illustrative") is True,
        previous=values.text("previous"),
        note=values.text("note"),
        removals=tuple(removals),
    )


def _boundary(text: str, sector: Sector) -> str:
    """The id of a boundary that the sector knows, by its id or label; else as it is typed."""
    named = sector.boundary_named(text) if text else sector.boundary
    return text if named is None else str(named["id"])


def _share(values: Values, key: str) -> Fraction | None:
    found = values.of(Quantity, key)
    return None if found is None else found.to("1")


def _removal(reader: SurveyReader, raw: Table, key: str) -> Removal:
    v = reader.section(raw, survey_fields()["removals"], key)
    names = tuple(dict.fromkeys(n.strip() for n in v.texts("names") if n.strip()))
    if "names" in v and len(names) < 2:
        reader.add("CE-G006", f"{key}.names", count=len(names))
    return Removal(v.text("plant"), v.text("reason"), names, reader.place(key))


def inferred_survey(
    heads: Sequence[ReturnHead],
    products: Sequence[str],
    world: World,
    file: str,
    *,
    of_years: bool = False,
) -> Survey:
    """The survey that returns without a file of their own agree on.

    ``products``: the main product of each return that can be read; ``of_years``: their years need
    not be one. Where they do not agree nothing is chosen.

    Raises InputError CE-G004 for each key on which they do not agree.
    """
    problems: list[Problem] = []

    def one(key: str, found: Iterable[T]) -> T | None:
        values = list(dict.fromkeys(found))
        if len(values) == 1:
            return values[0]
        known = "、".join(map(str, values[:8])) or "—"
        params: dict[str, object] = {"key": key, "known": known}
        problems.append(Problem("CE-G004", Place(file, key=f"survey.{key}"), params))
        return None

    ident = one("sector", (h.sector for h in heads if h.sector))
    years = sorted({h.year for h in heads if h.year})
    if not of_years or not years:
        years = [y for y in [one("years", years)] if y is not None]
    region = one("region", _regions(heads, world))
    sector = None if ident is None else read_sector(world, ident)
    ids = [] if sector is None else [p.id for p in map(sector.product, products) if p is not None]
    product = one("product", ids)
    if problems or sector is None or product is None or not years or region is None:
        raise InputError(problems)
    return Survey(
        sector=sector.id,
        product=product,
        region=region,
        years=tuple(years),
        boundary=str(sector.boundary["id"]),
        inferred=("sector", "product", "region", "years", "boundary"),
    )


def _regions(heads: Sequence[ReturnHead], world: World) -> list[str]:
    """The narrowest region, a city or wider, that holds every plant; none where there is none."""
    codes = [world.region_codes(h.region) for h in heads if h.region]
    if not codes or not all(codes):
        return []
    shared = [c for c in codes[0] if all(c in others for others in codes[1:])]
    wide = [c for c in shared if c.isdigit() and c.endswith("00")]
    return [world.tables.regions.by_code(c).name for c in wide[:1]]


def survey_product(survey: Survey, world: World) -> tuple[Sector, SectorProduct]:
    """The sector and the product that a survey speaks of."""
    sector = read_sector(world, survey.sector)
    return sector, next(p for p in sector.products if p.id == survey.product)
