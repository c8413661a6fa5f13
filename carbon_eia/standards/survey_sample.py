"""From what was handed in to the sample: the survey, every return with its figures, the plants."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from carbon_eia.project.project_model import main_products
from carbon_eia.reference import World
from carbon_eia.standards.collect import HandedIn
from carbon_eia.standards.derivation import Plant
from carbon_eia.standards.eligibility import Eligible, eligible, refuse_statistics
from carbon_eia.standards.emissions import accounted, accounting_year
from carbon_eia.standards.read_return import read_return
from carbon_eia.standards.read_survey import inferred_survey, read_survey, survey_product
from carbon_eia.standards.return_table import ReturnRows
from carbon_eia.standards.survey_model import Return, Survey

__all__ = ["SurveySample", "take_sample"]


class SurveySample(NamedTuple):
    """A survey with all its returns, and the plants that are its sample.

    ``keys``: name of a return in the sample → opaque id of its plant. ``year``: whose grid factor
    serves all, where the years of the survey have several. ``unit``: of the intensities.
    ``intensities``: of plants with one return, by the name of that.
    """

    survey: Survey
    returns: tuple[Return, ...]
    eligible: Eligible
    plants: tuple[Plant, ...]
    keys: Mapping[str, str]
    year: int | None
    unit: str
    intensities: Mapping[str, Fraction]


def take_sample(handed: HandedIn, world: World, *, of_years: bool = False) -> SurveySample:
    """The sample of what was handed in.

    ``of_years``: without a survey, returns of several years are one sample.

    Raises InputError: CE-G001 returns of a statistical survey, CE-G004 without a survey on which
    the returns agree, and what reading the survey or a table raises.
    """
    rows = [ReturnRows(f.path, f.name, world) for f in handed.tables]
    single = [read_return(f.path, world, f.name) for f in handed.returns]
    refuse_statistics([*single, *chain.from_iterable(r.unaccounted() for r in rows)], world)
    if handed.survey is not None:
        survey = read_survey(handed.survey.path, world, handed.survey.name)
    else:
        known = [h for r in rows for h in r.heads()]
        known += [r.head for r in single if r.head is not None and r.project is not None]
        products = _products(single, rows)
        survey = inferred_survey(known, products, world, "survey.toml", of_years=of_years)
    year = accounting_year(survey, world)
    returns = [accounted(r, survey, world, year) for r in single]
    returns += chain.from_iterable(r.returns(survey, year) for r in rows)
    found = eligible(returns, survey, world)
    plants, keys, alone = _plants(found)
    unit = _unit(found, survey, world)
    return SurveySample(survey, tuple(returns), found, plants, keys, year, unit, alone)


def _sum(numbers: Sequence[Fraction]) -> Fraction:
    """The sum of some numbers; of one the number itself, which needs no arithmetic."""
    return numbers[0] if len(numbers) == 1 else sum(numbers, Fraction(0))


def _unit(found: Eligible, survey: Survey, world: World) -> str:
    """The unit of the intensities: t CO2e where a plant of the sample emits other gases too."""
    units = {r.figures.unit for r in found.returns if r.figures is not None}
    per = survey_product(survey, world)[1].unit
    return next((u for u in units if u.startswith("tCO2e")), f"tCO2/{per}")


def _products(single: Sequence[Return], rows: Sequence[ReturnRows]) -> list[str]:
    """The names of the main products of all returns that can be read."""
    projects = [r.project for r in single if r.project is not None]
    found = [p.name for project in projects for p in main_products(project.products)]
    return [*found, *(name for r in rows for name in r.products())]


def _plants(
    found: Eligible,
) -> tuple[tuple[Plant, ...], dict[str, str], dict[str, Fraction]]:
    """The plants of the returns, the years of each taken together, in the order of their ids; their
    ids, and the intensities of those with one return, by the names of returns.

    The id of a plant is a hash of its returns: it says nothing to who does not have them all.
    """
    groups: dict[str, list[Return]] = defaultdict(list)
    for r in found.returns:
        groups[found.plants[r.name]].append(r)
    plants: list[Plant] = []
    keys: dict[str, str] = {}
    alone: dict[str, Fraction] = {}
    for group in groups.values():
        told = "\n".join(sorted([f"{r.name} {r.sha256}" for r in group]))
        key = hashlib.sha256(told.encode()).hexdigest()[:16]
        figures = [r.figures for r in group if r.figures is not None]
        emission = _sum([f.emission for f in figures if f.emission is not None])
        output = _sum([f.output for f in figures if f.output is not None])
        plants.append(Plant(key, emission / output, output, emission))
        for r in group:
            keys[r.name] = key
        if len(group) == 1:
            alone[group[0].name] = plants[-1].intensity
    return tuple(sorted(plants, key=lambda p: p.key)), keys, alone
