"""A plan: everything about rows of one shape that does not depend on their figures.

The shape of a row is its sector, product, stage and texts, and which cells are filled, in which
units. One row stands for all: it goes through the very functions that assess a single project, and
what they look up (form, defaults, potentials, limits) is kept: the formulas as sums of products of
what is typed (see ``symbolic_sums``), exact. Figures are then evaluated for all rows at once. What
holds of a row only within ranges (that it is plausible, that a figure is no claim) is kept as
guards: a row outside them is assessed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, Comparison, EnergyComparison, EnergyFindings
from carbon_eia.claims import SUPPLIES
from carbon_eia.project import Project
from carbon_eia.reference import DERIVED, STAND_INS, Rule, Sector, World, methods
from carbon_eia.screening.outcome import deciding_intensity
from carbon_eia.screening.plan_guards import LimitGuard, RangeGuard, cleared, joined
from carbon_eia.screening.plausible import plausible_ranges
from carbon_eia.screening.symbolic_sums import Sum, TypedFigure, Unordered
from carbon_eia.screening.symbols import emitted, energy_beside_limits, typed_in

__all__ = ["OWN_QUESTIONS", "RowPlan", "make_plan", "under"]

ABOVE = Fraction(2)

PER = {
    "carbon_per_product": ("products", "amount"),
    "carbon_per_added_value": ("economics", "added_value"),
    "carbon_per_output_value": ("economics", "output_value"),
}
"""What an intensity is per: section and key of the figure."""


MOST_QUESTIONS = 12
"""Most limits, kept or not, that a plan may ask of a row: it has an outcome for each pattern."""

OWN_QUESTIONS = 2
"""The first questions of every plan: is the admission value kept, and the advanced value?"""


class RowPlan(NamedTuple):
    """How rows of one shape are evaluated and judged.

    ``total``: t CO2e a year; None where a parameter is missing. ``counted``: t CO2 alone, where
    that is what the intensity counts and there are other gases; else None. The intensity is total,
    or counted, × ``factor`` ÷ ``denominator``: an amount of product or a sum of money, in the unit
    of its cell. The same is said of all rows of one pattern: its bit 0 says that the intensity is
    within ``admission``, bit 1 within ``advanced``, and the bits from 2 on that the row keeps each
    of ``thresholds``. Where nothing is ``judged`` the pattern is 0. ``guards``: the plan speaks
    only for rows within them. ``derived``: the values that the sector's derivations give its
    ``variants``, here with the grid factor of one row.
    """

    total: Sum | None
    counted: Sum | None
    denominator: TypedFigure | None
    factor: Fraction
    unit: str
    admission: Fraction | None
    advanced: Fraction | None
    judged: bool
    thresholds: tuple[LimitGuard, ...] = ()
    guards: tuple[RangeGuard, ...] = ()
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


def make_plan(project: Project, world: World, benchmarks: Sequence[Benchmark]) -> RowPlan | None:
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
        thresholds = _mandatory(a, specific)
        total, counted = emitted(a)
    except Unordered:
        return None
    if counted == total:
        counted = None
    if OWN_QUESTIONS + len(thresholds) > MOST_QUESTIONS:
        return None
    intensity, admission, advanced = deciding_intensity(a)
    if intensity is not None and not intensity.value:
        return None
    comparable = admission is not None and admission.same_boundary
    facts = a.facts[0]
    judged = (comparable or bool(thresholds)) and not (facts.missing or facts.no_policy)
    denominator, factor, unit = None, Fraction(1), ""
    if intensity is not None:
        target = admission.benchmark.unit if admission is not None else intensity.unit
        unit = target.text
        given = intensity.denominator
        denominator = TypedFigure(*PER[intensity.indicator])
        # value = total ÷ (typed number × size): the size of one unit of the column
        size = intensity.numerator / intensity.value / given.value
        factor = intensity.unit.factor_to(target) / size
    return RowPlan(
        total,
        None if intensity is None or intensity.numerator_unit != "tCO2" else counted,
        denominator,
        factor,
        unit,
        None if admission is None else admission.benchmark.limit,
        None if advanced is None else advanced.benchmark.limit,
        judged,
        thresholds if judged else (),
        joined([*unclaimed, *ranges]),
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


def _unclaimed(a: Assessment) -> list[RangeGuard] | None:
    """The ranges in which no parameter of a row is a claim.

    None where one of this row is, or where no range of a single figure tells.
    """
    guards: list[RangeGuard] = []
    for number, source in enumerate(a.stated.sources):
        edges = a.counted.gate.edges(source)
        if edges is None:
            return None
        for edge in edges:
            figure = Sum.of(TypedFigure(number, edge.key))
            low, high = (None, edge.value) if edge.above_is_claim else (edge.value, None)
            guards.append(RangeGuard(figure, None, low, high))
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


def under(plan: RowPlan, derived: Sequence[Benchmark]) -> RowPlan | None:
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


def _mandatory(a: Assessment, specific: EnergyFindings) -> tuple[LimitGuard, ...]:
    """The mandatory limits that decide rows; ``specific``: specific energies as sums of what is
    typed. Of several limits that may apply, the strictest and the laxest decide."""
    mandate = a.facts[0].mandate
    every = (*specific.comparisons, *specific.candidates)
    by_id = {c.id: c for c in every if isinstance(c, EnergyComparison)}
    found = []
    for limit in () if mandate is None else mandate.limits:
        if limit.comparisons and limit.gap is None and all(c.judged for c in limit.comparisons):
            for c in (limit.strictest, limit.laxest):
                value: Any = by_id[c.id].value
                figure, per = cleared(value if isinstance(value, Sum) else Sum({(): value}))
                found.append(LimitGuard(figure, per, c.limit))
    return tuple(dict.fromkeys(found))
