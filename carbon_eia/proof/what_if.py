"""What a draft standard would do to the cases of a register: each judged today and under it.

Every case is judged by the project of the Run that was filed last, on one day, twice: by the values
on which the filings of the register rest (or others that are named), and by the same with the
draft's values in place of theirs for its product. So the draft alone makes the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.proof.filed import open_projects
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

    Raises what ``open_projects``, ``read_standard`` and ``read_benchmarks`` raise.
    """
    table = open_projects([register.folder], world)
    if not isinstance(table, FilesInput):
        raise CallError(Problem("CE-G026", Place(str(register.folder)), {"day": world.as_of}))
    filed = [b for path in today for b in read_benchmarks(path, world)] or _filed_limits(
        table, register, world
    )
    before, after = _limits(draft, filed, world)
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


def _filed_limits(table: FilesInput, register: Register, world: World) -> list[Benchmark]:
    """The values of every benchmark file that a filing of the register rests on, each file once."""
    found: dict[str, _Instrument] = {}
    for record in _records(register, [path.name for path in table.paths], world):
        for used in msgspec.json.decode(record, type=_Filed).reference.overrides:
            found.setdefault(used.sha256, used)
    return [b for used in found.values() for b in parse_benchmarks(used.text, world, used.file)]


def _records(register: Register, codes: Sequence[str], world: World) -> list[bytes]:
    """The Runs that were filed last for some cases."""
    from carbon_eia.register.law import open_law
    from carbon_eia.register.listing import cases_at

    law = open_law(world.tables)
    with register.reading() as ledger:
        cases = {c.code: c for c in cases_at(ledger, world.as_of, law)}
    filings = [cases[code].filing for code in codes]
    return [register.blob(f.record) for f in filings if f is not None]


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
