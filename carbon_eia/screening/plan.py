"""A plan: everything about rows of one shape that does not depend on their figures.

The shape of a row is its sector, product, stage and texts, and which cells are filled, in which
units. One row stands for all: with figures that fit every range it goes through the very functions
that assess a single project, and what they look up (form, defaults, potentials, limits, decision on
either side of each limit) is kept. Figures are then evaluated for all rows at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.assessment import PILOT, Assessment, assess
from carbon_eia.benchmarks import Benchmark, Comparison
from carbon_eia.inventory.account import BIOGENIC
from carbon_eia.inventory.parameters import resolve
from carbon_eia.methods import Form
from carbon_eia.project import Field, Project, Source
from carbon_eia.reference import Policy, Value, World, read_policy
from carbon_eia.retrofit import Reckoning, Target, plan_retrofit
from carbon_eia.rules import NEEDED, Facts, decide, evaluate
from carbon_eia.rules.checks import STAND_INS
from carbon_eia.rules.policies import DERIVED
from carbon_eia.screening.outcome import Outcome, main_intensity, outcome_of
from carbon_eia.units import ANY_GAS, Unit, decimal_text, parse_unit

__all__ = ["Bound", "Given", "Plan", "Term", "make_plan", "neutral"]

Number = Any
"""A fraction, or a float in a plan for arrays of floats."""

ABOVE = Fraction(2)


class Given(NamedTuple):
    """A parameter that a column gives: its source and key, and the factor to the form's unit."""

    source: int
    key: str
    factor: Number


class Term(NamedTuple):
    """One source: its formula, and where each parameter comes from.

    ``grid``: parameters that are the grid factor of the row's region and year.
    ``gases``: the global warming potential of each gas of the result, 1 for CO2; ``co2``: those
    that are CO2. ``signs``: for a formula that takes
    figures from each other, the sign of each parameter in it; empty for any other.
    """

    function: Callable[..., dict[str, Any]]
    given: Mapping[str, Given]
    constant: Mapping[str, Number]
    grid: Mapping[str, str]
    gases: Mapping[str, Number]
    co2: frozenset[str]
    signs: Mapping[str, int]


class Plan(NamedTuple):
    """How rows of one shape are evaluated and judged.

    ``denominator``: what the intensity is per (``amount`` of the product, or a sum of money), with
    the factor to the unit of the intensity; ``counts`` is tCO2e or tCO2. ``outcomes`` by whether
    the intensity is within (admission, advanced); where nothing is compared all four are one.
    ``complete`` is False where a parameter is missing: there is no total then.
    """

    terms: tuple[Term, ...]
    complete: bool
    denominator: tuple[str, str] | None
    factor: Number
    counts: str
    unit: str
    admission: Number | None
    advanced: Number | None
    judged: bool
    outcomes: tuple[Outcome, Outcome, Outcome, Outcome]


def neutral(field: Field, unit: str) -> str:
    """A figure that lies in a field's range, in a unit, to stand for all.

    >>> from carbon_eia.project import fields
    >>> neutral(fields("combustion")["oxidation"], "%"), neutral(fields("it_load")["pue"], "")
    ('50', '2')
    """
    low, high = bounds(field, unit)
    if low is None:
        return "1"
    if high is None:
        return decimal_text(low + 1)
    return decimal_text((low + high) / 2)


class Bound(NamedTuple):
    """The range of a field in the unit of a column; an open end is None."""

    low: Fraction | None
    high: Fraction | None


def bounds(field: Field, unit: str) -> Bound:
    """The range of a field in the unit of a column."""
    if not field.range:
        return Bound(None, None)
    low, high = (Fraction(x) if x else None for x in field.range[1:-1].split(","))
    size = _size(field, parse_unit(unit))
    return Bound(None if low is None else low / size, None if high is None else high / size)


def _size(field: Field, unit: Unit) -> Fraction:
    """How much of the field's own unit one of the column's unit is."""
    if not unit.dims:
        return unit.factor
    for text in field.unit:
        if ANY_GAS in text:
            continue
        own = parse_unit(text)
        if own.dims == unit.dims:
            return unit.factor / own.factor
    return Fraction(1)


def make_plan(project: Project, world: World, benchmarks: Sequence[Benchmark]) -> Plan | None:
    """The plan of the rows that a neutral project stands for.

    None where figures decide what the plan must fix: measures, or a veto on a computed fact; such
    rows are assessed one by one.

    Raises InputError when no row of the shape can be assessed.
    """
    if project.measures:
        return None
    a = assess(project, world, benchmarks)
    terms: list[Term] = []
    complete = True
    grid = world.electricity(project.region, project.year)
    for number, source in enumerate(project.sources):
        if source.account != "project":
            continue
        term = _term(number, source, a, grid)
        if term is None:
            complete = False
        else:
            terms.append(term)
    complete = complete and bool(terms)
    policies = evaluate(
        project,
        a.inventory,
        a.intensities,
        a.comparisons,
        a.energy,
        a.energy_levels,
        a.sector,
        world,
    )
    if any(_computed(r.rule, project) for r in policies if r.rule.severity == "veto"):
        return None
    intensity, admission, advanced = main_intensity(a)
    judged = not (a.decision.verdict == "undetermined" and not a.decision.indicative)
    outcomes = (
        _outcomes(a, admission, advanced, policies)
        if judged
        else ((outcome_of(a.decision, admission),) * 4)
    )
    denominator, factor, counts, unit = None, Fraction(1), "", ""
    if intensity is not None:
        target = admission.benchmark.unit if admission is not None else intensity.unit
        counts, unit = intensity.numerator_unit, target.text
        given = intensity.denominator
        key = {
            "carbon_per_product": ("products", "amount"),
            "carbon_per_added_value": ("economics", "added_value"),
            "carbon_per_output_value": ("economics", "output_value"),
        }[intensity.indicator]
        denominator = key
        # value = total ÷ (typed number × size): the size of one unit of the column
        size = intensity.numerator / intensity.value / given.value
        factor = intensity.unit.factor_to(target) / size
    return Plan(
        tuple(terms),
        complete,
        denominator,
        factor,
        counts,
        unit,
        admission.benchmark.limit if admission is not None else None,
        advanced.benchmark.limit if advanced is not None else None,
        judged,
        outcomes,
    )


def _term(number: int, source: Source, a: Assessment, grid: Value | None) -> Term | None:
    project, world = a.project, a.world
    found = resolve(source, a.sector, world, project.region, project.year)
    if found.missing:
        return None
    given: dict[str, Given] = {}
    constant: dict[str, Fraction] = {}
    by_grid: dict[str, str] = {}
    held = dict(source.parameters)
    if source.steam is not None:
        held["mass"] = source.steam["mass"]
    if source.hot_water is not None:
        held |= source.hot_water
    for p in found.parameters:
        if p.name in held and p.origin is None and p.status != "derived":
            typed = held[p.name]
            given[p.name] = Given(number, p.name, typed.unit.factor_to(parse_unit(p.unit)))
        elif grid is not None and p.origin == grid:
            by_grid[p.name] = p.unit
        else:
            constant[p.name] = p.value
    probe = found.form.function(**{p.name: p.value for p in found.parameters})
    gases: dict[str, Fraction] = {}
    co2: set[str] = set()
    for gas in probe:
        name = found.gas if gas == ANY_GAS and found.gas is not None else gas
        if name == BIOGENIC:
            continue
        if name == "CO2":
            gases[gas] = Fraction(1)
            co2.add(gas)
            continue
        potential = world.gwp(name, a.sector.gwp)
        if potential is None:
            return None
        gases[gas] = potential.quantity.value
    return Term(
        found.form.function, given, constant, by_grid, gases, frozenset(co2), _signs(found.form)
    )


def _signs(form: Form) -> dict[str, int]:
    """The sign of each parameter of a formula that takes figures from each other.

    >>> from carbon_eia.methods import METHODS
    >>> _signs(METHODS["stock"].forms[0])
    {'opening': 1, 'bought': 1, 'sold': -1, 'closing': -1}
    """
    minus = set(re.findall(r"(?<!1) − \{(\w+)\}", form.formula))
    if not minus and not form.formula.startswith("−"):
        return {}
    return {name: -1 if name in minus else 1 for name in form.parameters}


def _computed(rule: Any, project: Project) -> bool:
    """Whether a veto rests on what is computed from the figures of a row."""
    if not rule.binding or rule.check is None:
        return False
    keys = {k for c in (rule.check, *rule.when) for k in (c.fact, c.of, *c.facts) if k}
    stand_in = {k for k in keys if k in STAND_INS and k not in project.facts}
    return bool(
        stand_in or (keys & set(DERIVED)) - {"as_of", "stage", "nature", "existing_account"}
    )


def _outcomes(
    a: Assessment,
    admission: Comparison | None,
    advanced: Comparison | None,
    policies: Sequence[Any],
) -> tuple[Outcome, Outcome, Outcome, Outcome]:
    """The decision on either side of the admission and of the advanced value."""
    assert admission is not None
    policy: Policy = read_policy(a.world, PILOT, NEEDED)
    found: list[Outcome] = []
    for within in (False, True):
        for better in (False, True):
            held = _at(admission, within)
            reckoning = _always(held)
            retrofit = plan_retrofit(
                (), reckoning, a.project.planning, a.deadline.day, a.world.as_of
            )
            facts = Facts(
                a.project.stage,
                a.world.as_of,
                (),
                True,
                held,
                None if advanced is None else _at(advanced, better),
                retrofit,
                a.deadline,
                a.alpha,
                a.beta,
                policies,
            )
            found.append(outcome_of(decide(facts, policy), admission))
    return found[0], found[1], found[2], found[3]


def _always(held: Comparison) -> Reckoning:
    """The intensity of a project without measures, whatever is done."""
    limit, unit = held.benchmark.limit, held.benchmark.unit.text
    return Reckoning((Source("", ""),), (Target("intensity", unit, limit, lambda _: held.value),))


def _at(comparison: Comparison, within: bool) -> Comparison:
    """The comparison of a value that equals the limit, or is above it."""
    limit = comparison.benchmark.limit
    value = limit if within else limit * ABOVE
    return comparison._replace(value=value, margin_percent=(limit - value) / limit * 100)
