"""The record of a park: how it is computed again, and what is told of its changes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from carbon_eia.benchmarks import Benchmark, parse_benchmarks
from carbon_eia.errors import InputError, Problem
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_file import misfits, parse_park
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_record import SCHEMA, make_record
from carbon_eia.parks.park_records import LATER_PARK_KEYS, ParkRecord, YearRecord
from carbon_eia.proof.attribution import (
    DIGITS,
    Attribution,
    ComparedFigure,
    EvaluationOutcome,
    Situation,
)
from carbon_eia.proof.kind import Kind, recorded_limits
from carbon_eia.proof.park_layout import PARK_LAYOUT, STATED_LAYOUT
from carbon_eia.proof.words import PARK_WORDS
from carbon_eia.reference import World
from carbon_eia.report.show import emission
from carbon_eia.run.records import QuantityRecord
from carbon_eia.units import decimal_text

__all__ = ["PARK"]


def _stated(record: ParkRecord, world: World) -> Park:
    """The park as the texts in its record state it."""
    files = record.park.files

    def content(name: str) -> str:
        if name not in files:
            raise InputError(Problem("CE-V001", params={"file": name}))
        return files[name]

    return parse_park(record.park.text, world, content, "park.toml")


def _limits(record: ParkRecord, park: Park, world: World) -> list[Benchmark]:
    """The benchmarks of the files that a record used.

    A file that the park names is in the record twice: where the two texts are not the same, both
    are taken, so that what was changed comes to light.
    """
    limits = recorded_limits(record, world)
    texts = {(used.file, used.text) for used in record.reference.overrides}
    for name in park.benchmarks:
        if (name, park.texts[name]) not in texts:
            limits += parse_benchmarks(park.texts[name], world, name)
    return limits


def _remake(old: ParkRecord, s: Situation[Park], stage: Callable[[str], None]) -> ParkRecord:
    return make_record(evaluate_park(s.stated, s.world, s.limits, stage))


def _outcome(s: Situation[Park]) -> EvaluationOutcome:
    """The conclusion of a situation; emission (t CO2e) and intensity (t CO2e/万元) of the plan in
    its last year, and the emission of the optimised scenario.

    Raises InputError where its parts do not fit: no files state such a park.
    """
    if problems := misfits(s.stated, s.world):
        raise InputError(problems)
    evaluation = evaluate_park(s.stated, s.world, s.limits)
    last = max(s.stated.plan_years)
    plan, optimised = evaluation.plan.at(last), evaluation.optimised.at(last)
    return EvaluationOutcome(
        evaluation.conclusion.status,
        {
            "total": _amount(plan.total(), "tCO2e"),
            "optimised": _amount(optimised.total(), "tCO2e"),
            "intensity": _amount(plan.intensity(), "tCO2e/万元"),
        },
    )


def _amount(number: Fraction | None, unit: str) -> ComparedFigure | None:
    return None if number is None else ComparedFigure(decimal_text(number, DIGITS), number, unit)


def _side_by_side(a: ParkRecord, b: ParkRecord) -> list[list[str]]:
    """Emission and intensity of the base year and of the last plan year."""
    rows = []
    for year in dict.fromkeys((a.park.base_year, max(a.park.plan_years))):
        for kind in ("plan", "optimised"):
            pair = [_year(r, getattr(r, kind), year) for r in (a, b)]
            if None in pair or (kind == "optimised" and a.optimised == a.plan):
                continue
            for key, places in (("total", 0), ("intensity", 3)):
                old, new = (getattr(y, key) for y in pair if y is not None)
                unit = (old or new).unit if old or new else ""
                rows.append(
                    [getattr(a, kind), str(year), _shown(old, places), _shown(new, places), unit]
                )
            if year == a.park.base_year:
                break
    return rows


def _shown(quantity: QuantityRecord | None, places: int) -> str:
    return "—" if quantity is None else emission(quantity, places)


def _year(record: ParkRecord, scenario: str, year: int) -> YearRecord | None:
    years = (y for s in record.scenarios if s.name == scenario for y in s.years)
    return next((y for y in years if y.year == year), None)


PARK: Kind[ParkRecord, Park] = Kind(
    record="park.json",
    file="park.toml",
    schema=SCHEMA,
    type=ParkRecord,
    later=LATER_PARK_KEYS,
    subject="kind_park",
    text=lambda record: record.park.text,
    stated=_stated,
    projects=lambda park: [m.project for m in park.members],
    limits=_limits,
    remake=_remake,
    verdict_key="conclusion",
    verdict=lambda record: record.conclusion.status,
    layout=PARK_LAYOUT,
    stated_layout=STATED_LAYOUT,
    attribution=Attribution(
        named=("members", "totals", "renewables", "sinks", "scenarios"),
        unfelt=("name", "code", "benchmarks"),  # what is in the files is compared itself
        verdict_key="status",
        keys=(
            ("total", "total_moved", ""),
            ("optimised", "optimised_moved", ""),
            ("intensity", "intensity_moved", ""),
        ),
        outcome=_outcome,
    ),
    causes=lambda old, new: [],
    side_by_side=_side_by_side,
    words=PARK_WORDS,
)
