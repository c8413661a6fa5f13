"""What only the whole table tells: the rank of each row, and projects that stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.errors import Place, Problem
from carbon_eia.screening.arrays import Floats, Integers, replaced, with_texts
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.results import FOUND, error_table
from carbon_eia.screening.row_results import RowError
from carbon_eia.screening.tally import Tally
from carbon_eia.screening.worker import BLANK, KEY, PieceResults

__all__ = ["settled", "with_ranks"]

NAMED = 6
"""How many rows are named that are like one."""


def settled(
    get: Callable[[TablePiece], PieceResults], pieces: Sequence[TablePiece], tally: Tally
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The results and errors of each piece, ranked, with repeated projects as errors.

    Rows without a code that are alike in every cell keep their verdicts, and each names the others.
    """
    every = [get(piece).results.select([KEY, "gap_percent", "row"]) for piece in pieces]
    tally.blank += sum(int(table.schema.metadata[BLANK]) for table in every)
    keys, gap, numbers = (np.concatenate([t[n].to_numpy() for t in every]) for n in range(3))
    again = repeats(keys)
    same = {row: first for row, first in again.items() if keys[row] & np.uint64(1)}
    alike = _others({row: first for row, first in again.items() if row not in same}, numbers)
    earlier = {row: int(numbers[first]) for row, first in same.items()}
    gap[list(same)] = np.nan  # a project that stands twice is an error, and errors have no rank
    rank = ranks(gap)
    about = tally.summary().about(tally.lang)
    at = 0
    for piece in pieces:
        results, errors = get(piece)
        here = range(at, at := at + results.num_rows)
        results, errors = with_ranks(
            results.drop_columns([KEY]),
            errors,
            rank[here.start : here.stop],
            {row - here.start: earlier[row] for row in earlier.keys() & here},
            {row - here.start: alike[row] for row in alike.keys() & here},
            tally.lang,
        )
        tally.count(results, errors)
        yield results.replace_schema_metadata(about), errors


def with_ranks(
    results: pa.Table,
    errors: pa.Table,
    rank: Integers,
    earlier: Mapping[int, int],
    alike: Mapping[int, Sequence[int]],
    lang: str,
) -> tuple[pa.Table, pa.Table]:
    """Results with ranks, and with the rows of ``earlier`` as errors: those whose code the row of
    this number has. ``alike``: rows → the numbers of others that have the same cells."""
    if alike:
        warnings = results["warnings"].to_pylist()
        for row, others in sorted(alike.items()):
            if results["verdict"][row].as_py() is not None:
                problem = Problem("CE-S033", params={"rows": "、".join(map(str, others))})
                warnings[row] = _and(warnings[row], f"{problem.code} {problem.message(lang)}")
        results = replaced(results, warnings=pa.array(warnings, pa.string()))
    if earlier:
        results, more = _repeated(with_texts(results), earlier, lang)
        errors = pa.concat_tables([errors, error_table(more, lang)])
    return results.add_column(1, "rank", pa.array(rank, mask=rank == 0)), errors


def _repeated(
    results: pa.Table, earlier: Mapping[int, int], lang: str
) -> tuple[pa.Table, list[RowError]]:
    """The results with some rows as errors."""
    found = []
    texts = results["error"].to_pylist()
    for row, first in sorted(earlier.items()):
        code = results["code"][row].as_py()
        params: dict[str, object] = {"code": code, "first": first}
        # files without a code are told by their text
        problem = Problem("CE-S006" if code else "CE-S019", Place(key="项目代码"), params)
        found.append(RowError(results["row"][row].as_py(), "项目代码", code or "", problem))
        texts[row] = _and(texts[row], f"{problem.code} {problem.message(lang)}")
    keep = np.ones(results.num_rows, bool)
    keep[list(earlier)] = False
    blank = {name: pc.if_else(keep, results[name], None) for name in FOUND}
    how = pc.if_else(keep, results["how"], "error")
    return replaced(results, **blank, how=how, error=pa.array(texts, pa.string())), found


def _and(before: str | None, more: str) -> str:
    return more if before is None else f"{before}；{more}"


def _others(alike: Mapping[int, int], numbers: Any) -> dict[int, list[int]]:
    """Each row that has its like, by its place → the numbers of the others, the first few."""
    groups: dict[int, list[int]] = {}
    for row, first in alike.items():
        groups.setdefault(first, [first]).append(row)
    return {
        row: [int(numbers[r]) for r in group[: NAMED + 1] if r != row][:NAMED]
        for group in groups.values()
        for row in group
    }


def ranks(gap: Floats) -> Integers:
    """1 for the row that is farthest above its admission value; 0 for one that has no gap.

    >>> ranks(np.array([1.0, float("nan"), 5.0, -2.0])).tolist()
    [2, 0, 1, 3]
    """
    known = pa.array(gap, from_pandas=True)
    rank = np.asarray(pc.rank(known, "descending", tiebreaker="first")).astype(np.int64)
    return np.where(known.is_valid(), rank, 0)


def repeats(codes: Integers) -> dict[int, int]:
    """Each row whose code stands in an earlier row → that row.

    >>> repeats(np.array([7, 0, 9, 7, 0], np.uint64))
    {3: 0}
    """
    again = pd.Series(codes).duplicated().to_numpy() & (codes != 0)
    rows = np.flatnonzero(np.isin(codes, codes[again])).tolist()
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(int(codes[row]), row)
    return {row: first[int(codes[row])] for row in rows if again[row]}
