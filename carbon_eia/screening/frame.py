"""A DataFrame of projects → a DataFrame of verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.reference import open_world
from carbon_eia.screening.inputs import TableInput
from carbon_eia.screening.outputs import plain
from carbon_eia.screening.parts import PartsInMemory
from carbon_eia.screening.settle import settled
from carbon_eia.screening.summary import Tally
from carbon_eia.screening.work import Job, Worker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["screen_frame", "screen_table"]


def screen_frame(
    frame: pd.DataFrame, as_of: date, benchmarks: Sequence[Path] = (), lang: str = "zh"
) -> pd.DataFrame:
    """The verdict of every row of a DataFrame, under the index of the row.

    Its columns are those of a table of projects, ``烟煤 (t)``; the columns of the result are those
    of a Parquet of results.
    """
    table = pa.Table.from_pandas(
        frame.astype(object).where(frame.notna(), None), preserve_index=False
    )
    found = screen_table(table, as_of, benchmarks, lang).to_pandas()
    found.index = frame.index[found["row"]]
    return found


def screen_table(
    table: pa.Table, as_of: date, benchmarks: Sequence[Path] = (), lang: str = "zh"
) -> pa.Table:
    """The verdict of every row of an Arrow table; rows are counted from 0."""
    job = Job(TableInput(table, 0), as_of, tuple(benchmarks), lang)
    world = open_world(as_of)
    limits = [b for p in benchmarks for b in read_benchmarks(p, world)]
    worker = Worker(job, world, limits)
    parts = PartsInMemory()
    pieces = list(job.table.pieces())
    for piece in pieces:
        parts.put(piece, worker.do(piece))
    return pa.concat_tables(plain(r) for r, _ in settled(parts, pieces, Tally(world, lang, limits)))
