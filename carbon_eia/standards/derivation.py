"""What a derivation starts from, and what it comes to: plants, guards, values, tests.

A derivation holds two kinds of figures. *Sealed* ones are exact, are plants' own figures or give
such figures away, and stand in the report for the decision alone. *Published* ones have passed
the tests of ``disclosure``. Units are those of the survey: an intensity in t CO2e per unit of
output, an output in that unit, an emission in t CO2e.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.reference import Citation

__all__ = [
    "DisclosureTest",
    "Flag",
    "Flags",
    "GuardValues",
    "OrderGuard",
    "Plant",
    "PlantInfluence",
    "PlantYear",
    "Published",
    "PublishedValue",
    "RuleLine",
    "SamplingBand",
    "StandardDerivation",
    "StandardValue",
]


class Plant(NamedTuple):
    """One plant of the sample; ``key`` is an opaque id, ``emissions`` = intensity × output.

    >>> Plant("a", Fraction(1, 2), Fraction(100), Fraction(50)).emissions
    Fraction(50, 1)
    """

    key: str
    intensity: Fraction
    output: Fraction
    emissions: Fraction


class GuardValues(NamedTuple):
    """What is public beside the survey; None is unknown, and never a pass.

    ``gb1``, ``gb2``: values derived from the energy limits of GB level 1 and 2. ``band``: the ends
    between which everybody knows an intensity of the sector to lie. ``city_output``: output of the
    product in the whole city.
    """

    gb1: Fraction | None = None
    gb2: Fraction | None = None
    band: tuple[Fraction, Fraction] | None = None
    city_output: Fraction | None = None


class PlantYear(NamedTuple):
    """Which plant handed in for which year, whatever its file is called and says.

    ``code``: its unified social credit code, empty where it states none.
    """

    plant: str
    code: str
    year: int


class PublishedValue(NamedTuple):
    """A value that is published from a survey, with how it was worked out."""

    method: str
    parameter: Fraction | None
    value: Fraction | None


class Published(NamedTuple):
    """An edition that is published: its plants, its values, and which returns they rest on."""

    edition: str
    plants: tuple[Plant, ...]
    values: tuple[PublishedValue, ...] = ()
    returns: tuple[PlantYear, ...] = ()

    @property
    def figures(self) -> list[tuple[Fraction, Fraction]]:
        """Output and emission of each plant, in order: what its values were worked out of."""
        return sorted((p.output, p.emissions) for p in self.plants)

    def shared(self, other: Published) -> int:
        """How many returns serve both: of one plant for one year, or with the same figures."""
        names = {(r.plant, r.year) for r in other.returns}
        codes = {(r.code, r.year) for r in other.returns if r.code}
        known = [(r.plant, r.year) in names or (r.code, r.year) in codes for r in self.returns]
        return max(sum(known), len(set(self.figures) & set(other.figures)))


class SamplingBand(NamedTuple):
    """Bootstrap interval of an exact value (sealed): its ends, what share of draws lies within.

    ``correction``: √(1 − n/N), by which the interval was drawn together; None where the number of
    plants N is not known and it was not.
    """

    low: Fraction
    high: Fraction
    level: Fraction
    draws: int
    seed: int
    correction: Fraction | None


class StandardValue(NamedTuple):
    """An admission or advanced value by one method.

    ``level``: admission, advanced or beside. ``zh``, ``en``: name of the method. ``formula``: as it
    is printed. ``parameter``: stringency f of a mean, position p of a
    percentile, share of a decile. ``exact``: sealed, unless ``origin`` is ``gb1``.
    ``published``: what may be published, None where nothing may; ``grid``: the step to which it
    was rounded to the lenient side; ``holds``: plants in (published − grid, published], or those
    of a mean. ``origin``: survey, or gb1 (derived from the energy limit, not from plants).
    """

    level: str
    method: str
    zh: str
    en: str
    formula: str
    parameter: Fraction | None
    citation: Citation
    exact: Fraction
    origin: str = "survey"
    published: Fraction | None = None
    grid: Fraction | None = None
    holds: int = 0
    band: SamplingBand | None = None


class Flag(NamedTuple):
    """A plant whose intensity stands apart: robust z of ln x (sealed)."""

    key: str
    z: Fraction


class Flags(NamedTuple):
    """Which plants stand apart (sealed). ``spread`` is ``scale`` × MAD of ln x.

    Where it is 0 more than half of the plants have one intensity: nobody is flagged, and it is
    said. A flag removes nobody.
    """

    threshold: Fraction
    scale: Fraction
    spread: Fraction
    flagged: tuple[Flag, ...]

    @property
    def no_spread(self) -> bool:
        """Whether the measure of spread is 0, so that nobody can be flagged."""
        return self.spread == 0


class PlantInfluence(NamedTuple):
    """What a value would be without some plants (sealed): each gives a plant's figure away."""

    without: tuple[str, ...]
    admission: Fraction | None
    advanced: Fraction | None


class OrderGuard(NamedTuple):
    """``low`` must not exceed ``high``; ``kept`` is None where one of the two is not known.

    ``name``: best-advanced, best-admission, advanced-admission, admission-gb2. ``sealed``: rests
    on a plant's own figure, and is told in the sealed report alone.
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    kept: bool | None
    sealed: bool


class DisclosureTest(NamedTuple):
    """A test of what is published: the measure, the limit that it was held against, the result.

    ``level``: which value was tested, empty for the survey as a whole. ``name``: threshold,
    dominance, p-percent, interval, position, room, grid, width, decile, band-low, band-high,
    together, beyond-gb2, differencing. ``on``: output, emissions, emissions-worst (of the worst
    survey that the published value allows) or together (both values), where it is a test of
    these. ``sealed``: its measure is not published (that it was passed is).
    """

    level: str
    name: str
    on: str
    measure: Fraction | None
    limit: Fraction | None
    passed: bool
    sealed: bool = False


class RuleLine(NamedTuple):
    """What holds for samples of ``least`` plants or more: names of the methods in each language.

    Without methods: ``range``, a value between those of GB levels 1 and 2.
    """

    least: int
    admission: tuple[str, str] | None
    advanced: tuple[str, str] | None


class StandardDerivation(NamedTuple):
    """Everything that follows from a survey.

    ``outcome``: ``derived`` (an admission value that may be published), ``range`` (no value from
    the survey; one may be set between the values of GB levels 1 and 2), ``none``. ``reason``: why
    nothing was derived (too_few, range_only, method_needs_more, beyond_gb2, disclosure), else
    empty. ``k``: plants of the best decile, ⌈n/10⌉. ``coverage``: share of the city's output.
    ``rule``: methods by the number of plants, the largest samples first; none where the instrument
    has chosen. ``beside``: every other method (sealed). ``needs_reason``: whether it can be adopted
    only with a reason in the instrument.
    """

    outcome: str
    reason: str
    n: int
    population: int | None
    k: int
    coverage: Fraction | None
    rule: tuple[RuleLine, ...]
    admission: StandardValue | None
    advanced: StandardValue | None
    beside: tuple[StandardValue, ...]
    best: Fraction | None
    flags: Flags | None
    influence: tuple[PlantInfluence, ...]
    guards: tuple[OrderGuard, ...]
    needs_reason: bool
    tests: tuple[DisclosureTest, ...]
    gb1: Fraction | None
    gb2: Fraction | None

    @property
    def published_values(self) -> tuple[PublishedValue, ...]:
        """The values that are published from the survey."""
        values = (self.admission, self.advanced)
        return tuple(
            PublishedValue(v.method, v.parameter, v.published)
            for v in values
            if v is not None and v.origin == "survey" and v.published is not None
        )

    @property
    def tests_passed(self) -> tuple[DisclosureTest, ...]:
        """The tests that what is published has passed, as the published file names them."""
        published = {
            v.level
            for v in (self.admission, self.advanced)
            if v is not None and v.origin == "survey" and v.published is not None
        }
        return tuple(t for t in self.tests if published and t.level in {"", *published})
