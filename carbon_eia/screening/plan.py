"""A plan: everything about rows of one shape that does not depend on their figures.

The shape of a row is its sector, product, stage and texts, and which cells are filled, in which
units. One row stands for all: it goes through the very functions that assess a single project, and
what they look up (form, defaults, potentials, limits, decision on either side of each limit) is
kept: the formulas as sums of products of what is typed (see ``sums``), exact. Figures are then
evaluated for all rows at once. What holds of a row only within ranges (that it is plausible, that a
figure is no claim) is kept as guards: a row outside them is assessed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, Comparison
from carbon_eia.claims import SUPPLIES
from carbon_eia.project import Field, Project, Source
from carbon_eia.reference import DERIVED, STAND_INS, Rule, Sector, World, methods
from carbon_eia.retrofit import Reckoning, Target, plan_retrofit
from carbon_eia.rules import Facts, decide
from carbon_eia.screening.outcome import Outcome, main_intensity, outcome_of
from carbon_eia.screening.patterns import MOST
from carbon_eia.screening.plausible import plausible_ranges
from carbon_eia.screening.questions import Questions, questions
from carbon_eia.screening.sums import Column, Sum, Unordered
from carbon_eia.screening.symbols import emitted, energy_beside_limits, typed_in
from carbon_eia.screening.thresholds import Guard, Threshold
from carbon_eia.units import ANY_GAS, Unit, parse_unit

__all__ = ["OWN_QUESTIONS", "Bound", "Plan", "bounds", "make_plan", "under"]

ABOVE = Fraction(2)

PER = {
    "carbon_per_product": ("products", "amount"),
    "carbon_per_added_value": ("economics", "added_value"),
    "carbon_per_output_value": ("economics", "output_value"),
}
"""What an intensity is per: section and key of the figure."""


OWN_QUESTIONS = 2
"""The first questions of every plan: is the admission value kept, and the advanced value?"""


class Plan(NamedTuple):
    """How rows of one shape are evaluated and judged.

    ``total``: t CO2e a year; None where a parameter is missing. ``counted``: t CO2 alone, where
    that is what the intensity counts and there are other gases; else None. The intensity is total,
    or counted, × ``factor`` ÷ ``denominator``: an amount of product or a sum of money, in the unit
    of its cell. ``decide(pattern)``: what is said of a row; bit 0 of the pattern says that the
    intensity is within ``admission``, bit 1 within ``advanced``, and the bits from 2 on that the
    row keeps each of ``thresholds``. Where nothing is ``judged`` the pattern is 0. ``guards``: the
    plan speaks only for rows within them. ``derived``: the values that the sector's derivations
    give its ``variants``, here with the grid factor of one row.
    """

    total: Sum | None
    counted: Sum | None
    denominator: Column | None
    factor: Fraction
    unit: str
    admission: Fraction | None
    advanced: Fraction | None
    judged: bool
    decide: Callable[[int], Outcome]
    thresholds: tuple[Threshold, ...] = ()
    guards: tuple[Guard, ...] = ()
    sector: Sector | None = None
    variants: tuple[tuple[str, str], ...] = ()
    derived: tuple[Benchmark, ...] = ()
    governing: tuple[Benchmark | None, Benchmark | None] = (None, None)

    @property
    def limits(self) -> tuple[Fraction | None, Fraction | None]:
        """The limits of the intensity, in the order of their questions."""
        return self.admission, self.advanced

    @property
    def questions(self) -> int:
        """How many bits a pattern has."""
        return OWN_QUESTIONS + len(self.thresholds)


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
    """The plan of the rows that are like a project, whatever their figures, within its ranges.

    None where figures decide what the plan must fix: measures, a veto on a computed fact, several
    products with limits of their own; or where this project does not tell for others: it is not
    plausible, or makes a claim.

    Raises InputError when no row of the shape can be assessed.
    """
    if project.measures or _bounded_by_figures(project):
        return None
    a = assess(project, world, benchmarks)
    if len(a.products) > 1 or a.facts[0].coproducts or any(p.others for p in a.products):
        return None
    if not _counts_as_declared(a) or any(_computed(r.rule, project) for r in a.policies):
        return None
    unclaimed = _unclaimed(a)
    if unclaimed is None:
        return None
    try:
        specific = energy_beside_limits(a)
        ranges = plausible_ranges(a, specific)
        asked = questions(a, specific)
        total, counted = emitted(a)
    except Unordered:
        return None
    if counted == total:
        counted = None
    if OWN_QUESTIONS + len(asked.thresholds) > MOST:
        return None
    intensity, admission, advanced = main_intensity(a)
    if intensity is not None and not intensity.value:
        return None
    comparable = admission is not None and admission.same_boundary
    facts = _as_plausible(a)
    judged = (comparable or bool(asked.thresholds)) and not (facts.missing or facts.no_policy)
    denominator, factor, unit = None, Fraction(1), ""
    if intensity is not None:
        target = admission.benchmark.unit if admission is not None else intensity.unit
        unit = target.text
        given = intensity.denominator
        denominator = Column(*PER[intensity.indicator])
        # value = total ÷ (typed number × size): the size of one unit of the column
        size = intensity.numerator / intensity.value / given.value
        factor = intensity.unit.factor_to(target) / size
    return Plan(
        total,
        None if intensity is None or intensity.numerator_unit != "tCO2" else counted,
        denominator,
        factor,
        unit,
        None if admission is None else admission.benchmark.limit,
        None if advanced is None else advanced.benchmark.limit,
        judged,
        _deciding(a, facts, asked) if judged else _always_said(a, facts, admission),
        asked.thresholds if judged else (),
        (*unclaimed, *ranges),
        sector=a.products[0].sector if a.products else a.sector,
        variants=tuple(a.products[0].variants.items()) if a.products else (),
        derived=a.derived,
        governing=(_benchmark(admission), _benchmark(advanced)),
    )


def _bounded_by_figures(project: Project) -> bool:
    """Whether figures decide what counts of a supply: documents that cover an amount, own heat."""
    return any(
        s.evidence.quantity is not None
        or (s.supply == "own" and methods()[s.method].energy == "heat")
        for s in project.sources
    )


def _unclaimed(a: Assessment) -> list[Guard] | None:
    """The ranges in which no parameter of a row is a claim.

    None where one of this row is, or where no range of a single figure tells.
    """
    guards: list[Guard] = []
    for number, source in enumerate(a.stated.sources):
        edges = a.counted.gate.edges(source)
        if edges is None:
            return None
        for edge in edges:
            figure = Sum.of(Column(number, edge.key))
            low, high = (None, edge.value) if edge.above_is_claim else (edge.value, None)
            guards.append(Guard(figure, None, low, high))
    typed = typed_in(a)
    return guards if all(guard.inside(typed) for guard in guards) else None


def _counts_as_declared(a: Assessment) -> bool:
    """Whether what governs is what is declared, so that one sum serves total and intensity, and
    all values that the row is held against count green power alike."""
    green = any(c.kind == "green" and c.share for c in a.counted.claims)
    zero = {c.benchmark.instrument.green_power == "zero" for c in a.governing}
    if green and zero != {True}:
        return False
    return all(c.held for c in a.counted.claims if c.kind not in SUPPLIES)


def under(plan: Plan, derived: Sequence[Benchmark]) -> Plan | None:
    """The plan with the values that are derived with another grid factor.

    None where they differ in more than their size: then the rows have a plan of their own.
    """
    if [_kind(b) for b in derived] != [_kind(b) for b in plan.derived]:
        return None
    limits = [plan.admission, plan.advanced]
    for place, benchmark in enumerate(plan.governing):
        for before, after in zip(plan.derived, derived, strict=True):
            if before is benchmark:
                limits[place] = after.limit
    return plan._replace(admission=limits[0], advanced=limits[1])


def _kind(benchmark: Benchmark) -> Benchmark:
    """A derived value but for its size and the sum behind it."""
    return benchmark._replace(limit=ABOVE, text="", note="", derivation=None)


def _benchmark(comparison: Comparison | None) -> Benchmark | None:
    return None if comparison is None else comparison.benchmark


def _computed(rule: Rule, project: Project) -> bool:
    """Whether a rule that bears on the verdict rests on what is computed from a row's figures.

    What is stated does not settle it: where the row contradicts it, the computed figure governs.
    """
    vetoes = rule.severity == "veto" and rule.binding
    if rule.check is None or not (vetoes or (rule.operating and project.stage == "operating")):
        return False
    keys = {k for c in (rule.check, *rule.when) for k in (c.fact, c.of, *c.facts) if k}
    alike = {"as_of", "stage", "nature", "existing_account", "change_consent_date"}
    return bool(keys & (set(STAND_INS) | set(DERIVED) - alike))


def _as_plausible(a: Assessment) -> Facts:
    """The facts of an assessment as they are for rows that are plausible."""
    facts = a.facts[0]
    return facts._replace(missing=[m for m in facts.missing if m.code != "missing.implausible"])


def _always_said(
    a: Assessment, facts: Facts, admission: Comparison | None
) -> Callable[[int], Outcome]:
    """The outcome of rows whose figures decide nothing."""
    said = outcome_of(decide(facts, a.policy), admission)
    return lambda _: said


def _deciding(a: Assessment, common: Facts, asked: Questions) -> Callable[[int], Outcome]:
    """The decision on either side of every limit: as for a project whose figures lie there."""
    _, admission, advanced = main_intensity(a)

    def decided(pattern: int) -> Outcome:
        facts = common._replace(
            mandate=asked.mandate(pattern >> OWN_QUESTIONS),
            advanced=None if advanced is None else _at(advanced, bool(pattern & 2)),
        )
        if admission is not None:
            held = _at(admission, bool(pattern & 1))
            retrofit = plan_retrofit(
                (), _always(held), a.project.planning, a.deadline.day, a.world.as_of
            )
            facts = facts._replace(admission=held, retrofit=retrofit)
        return outcome_of(decide(facts, a.policy), admission)

    return decided


def _always(held: Comparison) -> Reckoning:
    """The intensity of a project without measures, whatever is done."""
    limit, unit = held.benchmark.limit, held.benchmark.unit.text
    return Reckoning((Source("", ""),), (Target("intensity", unit, limit, lambda _: held.value),))


def _at(comparison: Comparison, within: bool) -> Comparison:
    """The comparison of a value that equals the limit, or is above it."""
    limit = comparison.benchmark.limit
    value = limit if within else limit * ABOVE
    return comparison._replace(value=value, margin_percent=(limit - value) / limit * 100)
