"""What a draft would do before it is adopted: every project judged today and under the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.reference import World
from carbon_eia.run.records import Run
from carbon_eia.screening import Job, open_input, runs, screen_pieces
from carbon_eia.screening.reports import asked_rows
from carbon_eia.standards.adopt import hypothetical_file
from carbon_eia.standards.records import StandardRecord
from carbon_eia.units import parse_quantity

__all__ = ["Consequences", "ProjectMove", "consequences", "limits_under"]

MOST_COSTED = 500
"""Most projects whose retrofit is costed one by one; the rest are counted without a cost."""

ERROR = "error"


class ProjectMove(NamedTuple):
    """A project under the values of today and under the draft.

    ``before``, ``after``: verdicts, ``error`` for a project that cannot be read. ``measures``: by
    which it would keep the draft's value; ``investment`` in 万元, None where it is not known.
    """

    row: int
    name: str
    before: str
    after: str
    intensity: float | None
    gap_percent: float | None
    measures: tuple[str, ...] = ()
    investment: Fraction | None = None
    finish: str = ""


class Consequences(NamedTuple):
    """All projects; ``moves``: (before, after) → how many; ``uncosted``: retrofits without cost."""

    projects: tuple[ProjectMove, ...]
    moves: Mapping[tuple[str, str], int]
    uncosted: int

    @property
    def investment(self) -> Fraction:
        """What the retrofits that have a cost come to, 万元."""
        known = (p.investment for p in self.projects if p.investment is not None)
        return sum(known, Fraction(0))

    @property
    def retrofits(self) -> tuple[ProjectMove, ...]:
        """The projects that must retrofit under the draft."""
        return tuple(p for p in self.projects if p.after == "retrofit")


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


def consequences(
    record: StandardRecord,
    projects: Sequence[Path],
    today: Sequence[Path],
    world: World,
    lang: str = "zh",
) -> Consequences:
    """Every project of a table, of files or of folders: its verdict today and under the draft.

    Who must retrofit is costed by the measures that ``assess`` proposes or the project commits to.

    Raises what ``open_input`` and ``limits_under`` raise.
    """
    before, after = limits_under(record, today, world)
    table = open_input(projects)
    old, new = (screen_pieces(table, world, limits, lang) for limits in (before, after))
    verdicts = {r: v for _, t in old for r, v in _pairs(t, "verdict")}
    wanted = [
        a
        for piece, t in new
        for a in asked_rows(piece, t.filter(pc.equal(t["verdict"], "retrofit")))
    ]
    job = Job(table, world.as_of, (), lang)
    costs = {a.row: _cost(run) for a, run in runs(job, wanted[:MOST_COSTED], after)}
    moves: list[ProjectMove] = []
    for _, results in new:
        columns = results.select(["row", "name", "verdict", "intensity", "gap_percent"]).to_pylist()
        for c in columns:
            measures, investment, finish = costs.get(c["row"], NO_COST)
            moves.append(
                ProjectMove(
                    row=c["row"],
                    name=c["name"] or "",
                    before=verdicts[c["row"]] or ERROR,
                    after=c["verdict"] or ERROR,
                    intensity=c["intensity"],
                    gap_percent=c["gap_percent"],
                    measures=measures,
                    investment=investment,
                    finish=finish,
                )
            )
    counts = Counter((m.before, m.after) for m in moves)
    uncosted = sum(m.after == "retrofit" and m.investment is None for m in moves)
    return Consequences(tuple(moves), dict(sorted(counts.items())), uncosted)


def _pairs(results: pa.Table, column: str) -> list[tuple[int, str | None]]:
    return list(zip(results["row"].to_pylist(), results[column].to_pylist(), strict=True))


Cost = tuple[tuple[str, ...], Fraction | None, str]
"""Measures, investment in 万元, and the day on which they are finished."""

NO_COST: Cost = ((), None, "")


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
    return chosen.measures, whole, chosen.finish or ""
