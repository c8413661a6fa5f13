"""The catalogue of measures: which entries fit a project, on what they act, how much at most.

Its entries are candidates. Almost none has a cost and none a schedule of this project: the user
completes them, and no entry makes a verdict by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Effect, Measure, Product, Source
from carbon_eia.reference import Reason, Row, Sector, World, methods
from carbon_eia.retrofit.emission_model import EmissionModel
from carbon_eia.retrofit.measures import HeatOf, apply_measures
from carbon_eia.units import Quantity, parse_quantity, parse_unit

__all__ = ["Acts", "MeasureCandidate", "candidates", "inherited", "saving"]


class Acts(NamedTuple):
    """What an entry would save of one source, in its unit, and in t CO2e a year by taking the
    source's inventory again; None where there is no number for it."""

    source: Source
    low: Quantity | None
    high: Quantity | None
    co2e_low: Fraction | None
    co2e_high: Fraction | None


class MeasureCandidate(NamedTuple):
    """An entry that fits the sector: the sources that it may act on, and by which measures of the
    project it is declared already."""

    row: Row
    acts: tuple[Acts, ...]
    declared: tuple[str, ...]


def fitting(world: World, sector: Sector) -> list[Row]:
    """Entries in force for a sector by its GB/T 4754 codes, then those for any sector."""
    own = {m.group() for c in sector.gbt4754 if (m := re.search(r"\d{2,4}", c))}
    rows = [r for r in world.tables.rows("measures") if world.in_force(r)]
    named = [
        r for r in rows if any(o.startswith(c) for c in r["sector_codes"].split(";") for o in own)
    ]
    return [*named, *(r for r in rows if r["sector_codes"] == "*")]


def candidates(
    sources: Sequence[Source],
    measures: Sequence[Measure],
    products: Sequence[Product],
    sector: Sector,
    emission_model: EmissionModel,
) -> list[MeasureCandidate]:
    """The entries that fit a project, each with the sources whose method it acts on."""
    world = emission_model.world
    found: list[MeasureCandidate] = []
    for row in fitting(world, sector):
        own = _acted_on(row, sources)
        if not own:
            continue
        acts = tuple(_acts(row, s, products, sector, emission_model) for s in own)
        names = (row["name_zh"], row["name_en"].lower())
        declared = tuple(
            m.name
            for m in measures
            if m.reference.strip().lower() == row["id"] or m.name.strip().lower() in names
        )
        found.append(MeasureCandidate(row, acts, declared))
    return found


def _acted_on(row: Row, sources: Sequence[Source]) -> list[Source]:
    """The project's sources on whose method an entry acts."""
    listed, known = row["methods"].split(";"), methods()
    own = (s for s in sources if s.account == "project")
    return [s for s in own if known[s.method].is_named(listed)]


def _acts(
    row: Row,
    source: Source,
    products: Sequence[Product],
    sector: Sector,
    emission_model: EmissionModel,
) -> Acts:
    low, high = saving(row, source, products, sector, emission_model.heat)
    return Acts(source, low, high, *(_saved(source, q, emission_model) for q in (low, high)))


def _saved(
    source: Source, saves: Quantity | None, emission_model: EmissionModel
) -> Fraction | None:
    if saves is None:
        return None
    trial = Measure("", (Effect(source.name, saves=saves),))
    before, after = (
        emission_model.inventory(s).total() for s in ([source], apply_measures([source], [trial]))
    )
    return None if before is None or after is None else before - after


def saving(
    row: Row, source: Source, products: Sequence[Product], sector: Sector, heat_of: HeatOf
) -> tuple[Quantity | None, Quantity | None]:
    """The range that an entry saves of a source: a share, or an amount in the source's unit.

    A share of a part of what the source serves is no number here, as the part is not known; nor
    is what is said of a case plant or of installed power.
    """
    if not row["saving_low"] or not row["saving_high"]:
        return None, None
    if row["scope"] == "source" and row["saving_unit"] == "%":
        low, high = (parse_quantity(f"{row['saving_' + k]} %") for k in ("low", "high"))
        return low, high
    if row["scope"] != "product":
        return None, None
    return (
        _of_output(row, "low", source, products, sector, heat_of),
        _of_output(row, "high", source, products, sector, heat_of),
    )


def _of_output(
    row: Row,
    end: str,
    source: Source,
    products: Sequence[Product],
    sector: Sector,
    heat_of: HeatOf,
) -> Quantity | None:
    """saving per t × output of the product that it is stated for, at most all of the source."""
    basis = row["saving_basis"].split("；")[0]
    known = sector.product(basis)
    output = next(
        (
            p.amount
            for p in products
            if p.account == "project"
            and (p.name == basis or (known is not None and sector.product(p.name) == known))
        ),
        None,
    )
    activity = source.activity
    carrier, _, per = row["saving_unit"].partition("/")
    if output is None or activity is None or output.unit.dims != parse_unit(per).dims:
        return None
    amount = parse_quantity(f"{row['saving_' + end]} {carrier}")
    total = amount.value * output.to(per)
    if amount.unit.dims == activity.unit.dims:
        value = total * amount.unit.factor_to(activity.unit)
    else:
        heat = heat_of(source)
        if not heat or amount.unit.dims != parse_unit("GJ").dims:
            return None
        value = total * amount.unit.factor_to(parse_unit("GJ")) / heat
    return activity.with_value(min(value, activity.value))


# --- measures that take their saving from the catalogue


def inherited(
    sources: Sequence[Source],
    measures: Sequence[Measure],
    products: Sequence[Product],
    sector: Sector,
    world: World,
    heat_of: HeatOf,
) -> tuple[list[Measure], list[tuple[str, Reason]]]:
    """The measures, those without a saving of their own with the low end of their entry.

    Raises InputError: CE-L016 no such entry, CE-L017 an entry that gives no saving here.
    """
    found: list[Measure] = []
    notes: list[tuple[str, Reason]] = []
    problems: list[Problem] = []
    rows = {r["id"]: r for r in world.tables.rows("measures")}
    for m in measures:
        row = rows.get(m.reference.strip().lower())
        if row is None:
            params: dict[str, object] = {
                "reference": m.reference,
                "known": _near(m.reference, rows),
            }
            problems.append(Problem("CE-L016", m.place, params))
            continue
        if m.effects and all(e.is_sized for e in m.effects):
            found.append(m)
            continue
        try:
            effects = _sized(m, row, sources, products, sector, heat_of)
        except InputError as error:
            problems += error.problems
            continue
        for e in effects:
            if e.low is not None and e not in m.effects:
                facts = {
                    "measure": m.name,
                    "reference": row["id"],
                    "low": e.low.text,
                    "high": e.high.text if e.high is not None else "—",
                    "grade": row["grade"],
                }
                notes.append((m.place.key, Reason("CE-L021", facts, warn=True)))
        found.append(m._replace(effects=effects, borrowed_grade=row["grade"]))
    if problems:
        raise InputError(problems)
    return found, notes


def _near(reference: str, rows: dict[str, Row]) -> str:
    from difflib import get_close_matches

    return "、".join(get_close_matches(reference.strip().lower(), list(rows), n=3))


def _sized(
    m: Measure,
    row: Row,
    sources: Sequence[Source],
    products: Sequence[Product],
    sector: Sector,
    heat_of: HeatOf,
) -> tuple[Effect, ...]:
    """The effects of a measure, those without a size at the low end of the entry's range."""

    def no(why: str) -> InputError:
        text = {lang: sentence(f"planning.why.{why}", lang) for lang in LANGUAGES}
        params: dict[str, object] = {"measure": m.name, "reference": row["id"], "why": text}
        return InputError(Problem("CE-L017", m.place, params))

    effects = m.effects
    if not effects:
        own = _acted_on(row, sources)
        if len(own) != 1:
            raise no("no_source" if not own else "many_sources")
        effects = (Effect(own[0].name),)
    open_ones = [e for e in effects if not e.is_sized]
    if len(open_ones) > 1 and row["scope"] == "product":
        raise no("many_sources")
    by_name = {s.name: s for s in sources}
    sized: list[Effect] = []
    for e in effects:
        if e.is_sized:
            sized.append(e)
            continue
        source = by_name.get(e.source)
        low, high = (None, None)
        if source is not None:
            low, high = saving(row, source, products, sector, heat_of)
        if low is None:
            raise no("part" if row["scope"] == "part" else "no_number")
        sized.append(e._replace(saves=low, low=low, high=high))
    return tuple(sized)
