"""What a draft would do before it is adopted: every project judged today and under the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.reference import World
from carbon_eia.run.record import under_own_id
from carbon_eia.run.records import Run
from carbon_eia.run.values import quantity, quantity_of
from carbon_eia.screening import FilesInput, ProjectTable, ScreeningJob, runs, screen_pieces
from carbon_eia.screening.cells import number_text
from carbon_eia.screening.reports import asked_rows
from carbon_eia.standards.adopt import hypothetical_file
from carbon_eia.standards.published import published_draft
from carbon_eia.standards.sealed import derivation_of
from carbon_eia.standards.standard_records import (
    ConsequencesRecord,
    MoveRecord,
    ProjectMoveRecord,
    StandardRecord,
)
from carbon_eia.units import parse_quantity

__all__ = ["limits_under", "with_consequences"]

MOST_COSTED = 500
"""Most projects whose retrofit is costed one by one; the rest are counted without a cost."""

MOST_LISTED = 5000
"""Most projects that the record lists; the rest are counted."""

ERROR = "error"


class Cost(NamedTuple):
    """The measures of a retrofit, their investment in 万元, the day on which they are finished."""

    measures: tuple[str, ...] = ()
    investment: Fraction | None = None
    finish: str = ""


NO_COST = Cost()


def limits_under(
    record: StandardRecord, today: Sequence[Path], world: World
) -> tuple[list[Benchmark], list[Benchmark]]:
    """The values of today, and those under the draft, which takes the place of what they say of
    its product.

    Raises InputError CE-G011 for a record without a draft, and what ``read_benchmarks`` raises.
    """
    before = [b for path in today for b in read_benchmarks(path, world)]
    draft = parse_benchmarks(hypothetical_file(record, world), world, "draft.toml")
    own = {(b.sector, b.product) for b in draft}
    return before, [*(b for b in before if (b.sector, b.product) not in own), *draft]


def with_consequences(
    record: StandardRecord,
    projects: ProjectTable | FilesInput,
    today: Sequence[Path],
    world: World,
    lang: str = "zh",
) -> StandardRecord:
    """The record of a draft with what it would do to some projects.

    Who must retrofit is costed by the measures that ``assess`` proposes or the project commits to.
    The seal of the draft is made anew: the record says more.

    Raises what reading the projects and ``limits_under`` raise.
    """
    told = replace(record, consequences=_consequences(record, projects, today, world, lang))
    draft = published_draft(told, derivation_of(told))
    return under_own_id(replace(told, draft=draft))


def _consequences(
    record: StandardRecord,
    table: ProjectTable | FilesInput,
    today: Sequence[Path],
    world: World,
    lang: str,
) -> ConsequencesRecord:
    before, after = limits_under(record, today, world)
    old, new = (screen_pieces(table, world, limits, lang) for limits in (before, after))
    verdicts = {r: v for _, t in old for r, v in _pairs(t, "verdict")}
    retrofit = [(p, t.filter(pc.equal(t["verdict"], "retrofit"))) for p, t in new]
    wanted = [a for piece, results in retrofit for a in asked_rows(piece, results)]
    job = ScreeningJob(table, world.as_of, (), lang)
    costs = {a.row: _cost(run) for a, run in runs(job, wanted[:MOST_COSTED], after)}
    counts: Counter[tuple[str, str]] = Counter()
    moves: list[ProjectMoveRecord] = []
    for _, results in new:
        columns = results.select(["row", "name", "verdict", "intensity", "gap_percent"])
        for c in columns.to_pylist():
            was, now = verdicts[c["row"]] or ERROR, c["verdict"] or ERROR
            counts[was, now] += 1
            if was != now or now == "retrofit":
                moves.append(_move(c, was, now, costs.get(c["row"], NO_COST)))
    known = [c.investment for c in costs.values() if c.investment is not None]
    return ConsequencesRecord(
        count=counts.total(),
        moves=tuple(MoveRecord(before=b, after=a, count=n) for (b, a), n in sorted(counts.items())),
        projects=tuple(moves[:MOST_LISTED]),
        left_out=max(len(moves) - MOST_LISTED, 0),
        retrofits=len(wanted),
        investment=quantity_of(sum(known, Fraction(0)), "万元"),
        uncosted=len(wanted) - len(known),
        today=tuple(dict.fromkeys(b.instrument.title for b in before)),
    )


def _move(c: Mapping[str, Any], was: str, now: str, cost: Cost) -> ProjectMoveRecord:
    return ProjectMoveRecord(
        row=c["row"],
        name=c["name"] or "",
        before=was,
        after=now,
        intensity=_decimal(c["intensity"]),
        gap_percent=_decimal(c["gap_percent"]),
        measures=cost.measures,
        investment=quantity(cost.investment, "万元"),
        finish=cost.finish,
    )


def _decimal(number: float | None) -> str | None:
    """A figure of screening as it is printed there."""
    return None if number is None else number_text(repr(number))


def _pairs(results: pa.Table, column: str) -> list[tuple[int, str | None]]:
    return list(zip(results["row"].to_pylist(), results[column].to_pylist(), strict=True))


def _cost(run: Run) -> Cost:
    """What the measures come to by which a project keeps the value: those that it commits to, else
    those that are proposed. None where one of them has no investment."""
    chosen = run.retrofit.committed or run.retrofit.proposed
    if chosen is None:
        return NO_COST
    stated = {m.name: m.investment for m in run.project.measures}
    sums = [stated.get(name) for name in chosen.measures]
    known = [parse_quantity(f"{q.value} {q.unit}").to("万元") for q in sums if q is not None]
    whole = sum(known, Fraction(0)) if known and len(known) == len(sums) else None
    return Cost(chosen.measures, whole, chosen.finish or "")
