"""What a draft standard would do to the cases of a register: each judged today and under it.

Every case is judged by the project of the Run that was filed last, on one day, twice: by the values
on which the filings of the register rest (or others that are named), and by the same with the
draft's values in place of theirs for its product. So the draft alone makes the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.proof.filed import FiledRun, filed_projects, filed_runs
from carbon_eia.reference import World
from carbon_eia.register.store import Register
from carbon_eia.screening import FilesInput, screen_pieces
from carbon_eia.standards.consequences import limits_under
from carbon_eia.standards.sealed import read_standard

__all__ = ["CaseMove", "WhatIf", "what_if"]


class CaseMove(NamedTuple):
    """A case whose verdict would be another one."""

    code: str
    name: str
    before: str
    after: str


class WhatIf(NamedTuple):
    """How many cases were judged, which would move, and by which values they are judged today."""

    cases: int
    moves: tuple[CaseMove, ...]
    today: tuple[str, ...]


class _Instrument(msgspec.Struct):
    file: str
    text: str
    sha256: str


class _Reference(msgspec.Struct):
    overrides: tuple[_Instrument, ...] = ()


class _Filed(msgspec.Struct):
    reference: _Reference


def what_if(
    register: Register, draft: Path, today: Sequence[Path], world: World, lang: str = "zh"
) -> WhatIf:
    """The cases of a register on a day whose verdict a draft would move.

    ``draft``: the sealed record of ``standard derive`` (JSON), or a benchmark file; ``today``:
    benchmark files in place of those that the filings rest on.

    Raises what ``filed_runs``, ``read_standard`` and ``read_benchmarks`` raise.
    """
    runs = filed_runs(register, world)
    table = filed_projects(runs)
    filed = [b for path in today for b in read_benchmarks(path, world)]
    before, after = _limits(draft, filed or _filed_limits(runs.values(), world), world)
    old, new = (_verdicts(table, limits, world, lang) for limits in (before, after))
    moves = tuple(
        CaseMove(table.paths[row - 1].name, name, old[row][1], verdict)
        for row, (name, verdict) in new.items()
        if old[row][1] != verdict
    )
    titles = tuple(dict.fromkeys(b.instrument.title for b in before))
    return WhatIf(len(new), moves, titles)


def _limits(
    draft: Path, filed: Sequence[Benchmark], world: World
) -> tuple[list[Benchmark], list[Benchmark]]:
    """The values of today, and those with the draft's in place of what they say of its product."""
    if draft.suffix.lower() == ".json":
        _, with_draft = limits_under(read_standard(draft), (), world)
        values = with_draft
    else:
        values = read_benchmarks(draft, world)
    own = {(b.sector, b.product) for b in values}
    return list(filed), [*(b for b in filed if (b.sector, b.product) not in own), *values]


def _filed_limits(runs: Iterable[FiledRun], world: World) -> list[Benchmark]:
    """The values of every benchmark file that filed Runs rest on, each file once."""
    found: dict[str, _Instrument] = {}
    for run in runs:
        for used in msgspec.json.decode(run.text(), type=_Filed).reference.overrides:
            found.setdefault(used.sha256, used)
    return [b for used in found.values() for b in parse_benchmarks(used.text, world, used.file)]


def _verdicts(
    table: FilesInput, limits: Sequence[Benchmark], world: World, lang: str
) -> dict[int, tuple[str, str]]:
    """Name and verdict of each case by its row; what cannot be read has the verdict error."""
    found: dict[int, tuple[str, str]] = {}
    for _, results in screen_pieces(table, world, limits, lang):
        columns: pa.Table = results.select(["row", "name", "verdict"])
        for c in columns.to_pylist():
            found[c["row"]] = (c["name"] or "", c["verdict"] or "error")
    return found
