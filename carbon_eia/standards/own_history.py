"""The value of one plant from its own years, where no other plant can be compared with it.

It is settled between the plant and the authority and never published: it is the plant's own figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CallError, Problem
from carbon_eia.reference import Value, World
from carbon_eia.reference.materials import name_key
from carbon_eia.standards.collect import HandedIn, collect_returns
from carbon_eia.standards.derivation import StandardValue
from carbon_eia.standards.derivation_rules import OWN_HISTORY, standard_rules
from carbon_eia.standards.eligibility import credit_code
from carbon_eia.standards.read_survey import survey_product
from carbon_eia.standards.survey_model import Exclusion, Return
from carbon_eia.standards.survey_sample import SurveySample, take_sample
from carbon_eia.standards.value_methods import RankedPlants as Plants

__all__ = ["OwnHistory", "OwnYear", "own_history", "own_history_handed_in"]


class OwnYear(NamedTuple):
    """A base year: what was accounted of the plant's return, t CO2e and units of its product."""

    name: str
    year: int
    emission: Fraction
    output: Fraction

    @property
    def intensity(self) -> Fraction:
        """Emission ÷ output."""
        return self.emission / self.output


class OwnHistory(NamedTuple):
    """The value of a plant, the years that it rests on, and returns of it that do not count."""

    plant: str
    product: dict[str, str]
    unit: str
    years: tuple[OwnYear, ...]
    exclusions: tuple[Exclusion, ...]
    value: StandardValue
    grid: Value | None


def own_history(
    paths: Sequence[Path],
    world: World,
    plant: str = "",
    stringency: Fraction | None = None,
    survey: Path | None = None,
) -> OwnHistory:
    """B = f × ΣE ÷ ΣQ over the years of a plant, by the same account and rules as a survey.

    ``plant``: its name or credit code, which may be left out where one plant alone is in the
    sample; ``stringency``: f, that of the method where none is given.

    Source: SOR/2019-266, s. 37(1), for facilities that cannot be compared with others.

    Raises what ``take_sample`` does; CallError CE-G025 where the plant has no eligible return, or
    none is named and there are several.
    """
    return own_history_handed_in(collect_returns(paths, survey), world, plant, stringency)


def own_history_handed_in(
    handed: HandedIn, world: World, plant: str = "", stringency: Fraction | None = None
) -> OwnHistory:
    """The same of what was collected already."""
    sample = take_sample(handed, world, of_years=True)
    own = _returns_of(plant, sample)
    method = standard_rules(world).methods[OWN_HISTORY]
    parameter = method.value if stringency is None else stringency
    assert parameter is not None
    key = sample.keys[own[0].name]
    alone = Plants([p for p in sample.plants if p.key == key])
    names = {name_key(r.plant) for r in own}
    _, product = survey_product(sample.survey, world)
    year = sample.survey.years[-1] if sample.year is None else sample.year
    return OwnHistory(
        plant=own[0].plant,
        product={"zh": product.name_zh, "en": product.name_en},
        unit=sample.unit,
        years=tuple(sorted(map(_year, own), key=lambda y: y.year)),
        exclusions=tuple(x for x in sample.eligible.exclusions if name_key(x.plant) in names),
        value=method.gives("admission", alone.weighted_mean(parameter), parameter),
        grid=world.electricity(sample.survey.region, year),
    )


def _returns_of(plant: str, sample: SurveySample) -> list[Return]:
    """The eligible returns of one plant, by any of its names or its credit code."""
    groups: dict[str, list[Return]] = {}
    for r in sample.eligible.returns:
        groups.setdefault(sample.eligible.plants[r.name], []).append(r)
    found = list(groups.values())
    if plant:
        wanted = name_key(plant)
        found = [g for g in found if any(wanted in _names(r) for r in g)]
    if len(found) != 1:
        known = "、".join(dict.fromkeys(r.plant for r in sample.eligible.returns)) or "—"
        raise CallError(Problem("CE-G025", params={"plant": plant or "—", "known": known}))
    return found[0]


def _names(r: Return) -> set[str]:
    code = "" if r.head is None else credit_code(r.head)
    return {name_key(x) for x in (r.plant, code) if x}


def _year(r: Return) -> OwnYear:
    assert r.head is not None
    assert r.figures is not None
    assert r.figures.emission is not None
    assert r.figures.output is not None
    return OwnYear(r.name, r.head.year, r.figures.emission, r.figures.output)
