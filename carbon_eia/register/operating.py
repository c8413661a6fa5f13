"""An operating year against what was approved: how far it is above, and why.

Actual figures are taken twice: by the factors of the year, and by those of the approval, so that a
change of the grid factor is not taken for one of the plant. The change is split without a
remainder, with Q the output and i the figure per unit of output::

    output      i_approved × (Q_actual − Q_approved)
    technology  (i_same factors − i_approved) × Q_actual
    factors     (i_actual − i_same factors) × Q_actual

Order 31, Article 26: a figure above the approved level by more than 10 % is put right by a
deadline. The law does not say by which factors; like is held against like, and where the year's own
factors say otherwise both stand in the record and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from carbon_eia.assessment import assess
from carbon_eia.crosscheck.tonnes import in_equivalent
from carbon_eia.errors import CarbonEiaError, UnitError
from carbon_eia.project import Evidence, Project, parse_project
from carbon_eia.reference import World
from carbon_eia.reference.policy import Rule, policies_in
from carbon_eia.register.operating_records import (
    OPERATING_SCHEMA,
    DecompositionEffectRecord,
    OperatingLine,
    OperatingRecord,
)
from carbon_eia.register.runs import Approval
from carbon_eia.run import make_run
from carbon_eia.run.record import under_own_id
from carbon_eia.run.records import QuantityRecord, Run, SentenceRecord
from carbon_eia.run.stated import reference_part
from carbon_eia.run.values import quantity, quantity_of, told
from carbon_eia.units import parse_quantity

__all__ = ["by_factors_of", "compare_year", "figures_of"]

RULES: Mapping[str, str] = {
    "carbon": "order31_carbon",
    "energy_equivalent": "order31_energy",
    "energy_primary": "order31_energy",
    "carbon_intensity": "order31_carbon_intensity",
    "energy_intensity_equivalent": "order31_energy_intensity",
    "energy_intensity_primary": "order31_energy_intensity",
}
"""Indicator → the rule of Order 31 that holds it against the approval."""

TOTALS = ("carbon", "energy_equivalent", "energy_primary")

Key = tuple[str, str]
"""Indicator and product (empty for the whole plant)."""


def figures_of(run: Run) -> dict[Key, QuantityRecord | None]:
    """The figures of a Run that an approval sets: totals, and per unit of each main product."""
    found: dict[Key, QuantityRecord | None] = {
        ("carbon", ""): run.inventory.total,
        ("energy_equivalent", ""): run.energy.equivalent,
        ("energy_primary", ""): run.energy.primary,
    }
    for intensity in run.intensities:
        if intensity.indicator == "carbon_per_product":
            name = intensity.product_name or intensity.product or ""
            found["carbon_intensity", name] = _plain(intensity)
    for product in run.energy.by_product:
        own = product.per_product
        for name in ("equivalent", "primary"):
            value = None if own is None else getattr(own, name)
            found[f"energy_intensity_{name}", product.product] = value
    return found


def _plain(value: QuantityRecord) -> QuantityRecord:
    """The quantity of a record that says more."""
    return quantity_of(value.number, value.unit)


def compare_year(
    approval: Approval, year: Run, world: World, open_world: Callable[[date], World]
) -> OperatingRecord:
    """A year of operation held against its approval.

    ``world``: the reference data of the day of the comparison, whose rules hold.
    """
    same, why = _same_factors(approval, year, open_world)
    return under_own_id(
        OperatingRecord(
            schema=OPERATING_SCHEMA,
            id="",
            as_of=str(world.as_of),
            reference=reference_part(world),
            project=year.project.name,
            code=year.project.code,
            year=year.project.year,
            run=year.id,
            approval=approval.run.id if approval.run is not None else "",
            decided=approval.day,
            lines=tuple(_lines(approval, year, same, world)),
            why=why,
        )
    )


def _same_factors(
    approval: Approval, year: Run, open_world: Callable[[date], World]
) -> tuple[Run | None, SentenceRecord | None]:
    """The year by the factors of its approval; None, and why, where they are not at hand."""
    if approval.run is None:
        return None, told("register.operating.no_run", {})
    try:
        if not _can_be_made_again(approval.run, open_world):
            return None, told("register.operating.other_tables", {})
        return by_factors_of(approval.run, year, open_world), None
    except CarbonEiaError as error:
        return None, told("register.operating.not_read", {"why": error.problems[0].message()})


def by_factors_of(approval: Run, year: Run, open_world: Callable[[date], World]) -> Run:
    """What a year comes to by the reference data of the day and the year of its approval.

    What was measured in the year stays; evidence of the year counts as it did in its own Run.
    """
    world = open_world(date.fromisoformat(approval.as_of))
    project = parse_project(year.project.text, world, "project.toml")

    def known_then(evidence: Evidence) -> Evidence:
        day = None if evidence.date is None else min(evidence.date, world.as_of)
        same_year = evidence.period == str(year.project.year)
        period = str(approval.project.year) if same_year else evidence.period
        return evidence._replace(date=day, period=period)

    stated: Project = project.with_evidence(known_then)._replace(year=approval.project.year)
    return make_run(assess(stated, world, ()))


def _can_be_made_again(run: Run, open_world: Callable[[date], World]) -> bool:
    """Whether these tables give the emission and energy of an approval again."""
    world = open_world(date.fromisoformat(run.as_of))
    if run.reference.sha256 == world.tables.digest:
        return True
    again = make_run(assess(parse_project(run.project.text, world, "project.toml"), world, ()))
    return all(
        _number(figures_of(again).get(key)) == _number(value)
        for key, value in figures_of(run).items()
    )


def _lines(
    approval: Approval, year: Run, same: Run | None, world: World
) -> Iterator[OperatingLine]:
    approved = {} if approval.run is None else figures_of(approval.run)
    actual = figures_of(year)
    again = {} if same is None else figures_of(same)
    rules = _rules(world, year.project.region)
    for key in dict.fromkeys((*approved, *actual)):
        limit = _approved(approval, approved, key, actual.get(key))
        outputs = _outputs(approval.run, year) if key[0] in TOTALS else None
        rule = rules.get(RULES[key[0]])
        yield _line(key, limit, actual.get(key), again.get(key), outputs, rule)


def _approved(
    approval: Approval,
    figures: Mapping[Key, QuantityRecord | None],
    key: Key,
    actual: QuantityRecord | None,
) -> QuantityRecord | None:
    """The approved level: as the decision states it, else as its Run has it.

    What it states and cannot be read is not known, and not the Run in its place.
    """
    text = approval.stated.get(key[0])
    if text is None or actual is None:
        return figures.get(key)
    try:
        number = in_equivalent(parse_quantity(text), actual.unit)
    except UnitError:
        return None
    return quantity_of(number, actual.unit, text)


def _outputs(approval: Run | None, year: Run) -> tuple[Fraction, Fraction] | None:
    """The output of the only main product, approved and actual; None where it is not one."""
    if approval is None:
        return None
    found = []
    for run in (approval, year):
        own = {
            i.product: i.denominator for i in run.intensities if i.indicator == "carbon_per_product"
        }
        if len(own) != 1:
            return None
        found.append(next(iter(own.items())))
    (first, a), (second, b) = found
    if first != second or a.unit != b.unit or a.number == 0:
        return None
    return a.number, b.number


def _line(
    key: Key,
    approved: QuantityRecord | None,
    actual: QuantityRecord | None,
    same: QuantityRecord | None,
    outputs: tuple[Fraction, Fraction] | None,
    rule: Rule | None,
) -> OperatingLine:
    a, b, c = _number(approved), _number(actual), _number(same)
    is_comparable = approved is not None and actual is not None and approved.unit == actual.unit
    if not is_comparable or a is None or b is None:
        a = None
    share = None if rule is None or rule.check is None else rule.check.limit
    most = None if share is None else share.to("1")
    by_year = None if a is None or b is None or most is None else b > a * most
    by_same = None if a is None or c is None or most is None else c > a * most
    disputed = by_year is not None and by_same is not None and by_year != by_same
    unit = actual.unit if actual is not None else approved.unit if approved is not None else ""
    return OperatingLine(
        indicator=key[0],
        product=key[1],
        approved=approved,
        actual=actual,
        same_factors=same,
        change_percent=None if not a or b is None else quantity((b - a) / a * 100, "%"),
        effects=tuple(_effects(a, b, c, outputs, unit)),
        exceeds=by_year if by_same is None else by_same,
        disputed=disputed,
        rule=rule.id if rule is not None else "",
        clause=rule.clause if rule is not None else "",
    )


def _effects(
    a: Fraction | None,
    b: Fraction | None,
    c: Fraction | None,
    outputs: tuple[Fraction, Fraction] | None,
    unit: str,
) -> Iterator[DecompositionEffectRecord]:
    """Output, technology and factors: their sum is the whole change, exactly."""
    if a is None or b is None or c is None:
        return
    before = a
    if outputs is not None:
        before = a / outputs[0] * outputs[1]
        yield DecompositionEffectRecord(id="output", value=quantity_of(before - a, unit))
    yield DecompositionEffectRecord(id="technology", value=quantity_of(c - before, unit))
    yield DecompositionEffectRecord(id="factors", value=quantity_of(b - c, unit))


def _rules(world: World, region: str) -> dict[str, Rule]:
    """The rules of Order 31 on levels that were approved, as they stand on the day in a region."""
    return {
        rule.id: rule
        for policy in policies_in(world, region)
        for rule in policy.rules.values()
        if rule.id in RULES.values()
    }


def _number(value: QuantityRecord | None) -> Fraction | None:
    return None if value is None else value.number
