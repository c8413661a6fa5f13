"""A DataFrame of projects → a DataFrame of verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.reference import World, open_world
from carbon_eia.screening.arrays import with_texts
from carbon_eia.screening.cells import as_text
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.head_rows import distinct
from carbon_eia.screening.project_files import FilesInput
from carbon_eia.screening.ranking import settled
from carbon_eia.screening.table_inputs import ProjectTable, TableInput
from carbon_eia.screening.tally import Tally
from carbon_eia.screening.worker import ScreeningJob, Worker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["screen_frame", "screen_pieces", "screen_table"]


def screen_frame(
    frame: pd.DataFrame, as_of: date, benchmarks: Sequence[Path] = (), lang: str = "zh"
) -> pd.DataFrame:
    """The verdict of every row of a DataFrame, under the index of the row.

    Its columns are those of a table of projects, ``烟煤 (t)``; the columns of the result are those
    of a Parquet of results.
    """
    heads = [_text(head) for head in frame.columns]
    columns = [_column(frame.iloc[:, i]) for i in range(len(heads))]
    table = pa.Table.from_arrays(columns, names=distinct(heads))
    found = screen_table(table, as_of, benchmarks, lang, heads).to_pandas()
    found.index = frame.index[found["row"]]
    return found


def _column(series: pd.Series) -> Any:
    """A column as Arrow holds it; one of mixed cells as the texts that a person would type."""
    values = [None if _is_missing(v) else v for v in series.tolist()]
    if any(isinstance(v, list) for v in values):  # sources of each row
        with suppress(pa.ArrowException):
            return pa.array(values)
    kinds = {type(v) for v in values if v is not None}
    if kinds <= {int, float} or kinds == {str}:
        with suppress(pa.ArrowException, OverflowError, UnicodeEncodeError):
            return pa.array(values)
    return pa.array([None if v is None else _text(v) for v in values], pa.string())


def _text(value: object) -> str:
    """A cell as text; half a character, which no file can hold, is shown by its code.

    >>> print(_text(chr(0xD800)), _text(16.8))
    \\ud800 16.8
    """
    return _shown(value).encode("utf-8", "backslashreplace").decode()


def _shown(value: object) -> str:
    try:
        return as_text(value)
    except ValueError:  # a whole number with more digits than Python writes
        return "inf"


def _is_missing(value: object) -> bool:
    """None, not a number, pandas' NA and NaT: the only values that are not themselves."""
    try:
        return value is None or bool(value != value)
    except (TypeError, ValueError, ArithmeticError):  # NA has no truth, nor has an array
        return type(value).__name__ == "NAType"


def screen_table(
    table: pa.Table,
    as_of: date,
    benchmarks: Sequence[Path] = (),
    lang: str = "zh",
    heads: Sequence[str] = (),
) -> pa.Table:
    """The verdict of every row of an Arrow table; rows are counted from 0. ``heads``: those of its
    columns, where they repeat and its names cannot."""
    world = open_world(as_of)
    limits = [b for p in benchmarks for b in read_benchmarks(p, world)]
    pieces = screen_pieces(TableInput(table, 0, heads=heads), world, limits, lang)
    return pa.concat_tables(results for _, results in pieces)


def screen_pieces(
    table: ProjectTable | FilesInput, world: World, limits: Sequence[Benchmark], lang: str = "zh"
) -> list[tuple[TablePiece, pa.Table]]:
    """The verdict of every row of a table, or of every file, under some limits, by piece."""
    worker = Worker(ScreeningJob(table, world.as_of, (), lang), world, limits)
    pieces = list(table.pieces()) or [TablePiece(0, 0, 0, 0)]
    done = {piece: worker.do(piece) for piece in pieces}
    tally = Tally(world, lang, limits)
    ranked = settled(done.__getitem__, pieces, tally)
    return [
        (piece, with_texts(results)) for piece, (results, _) in zip(pieces, ranked, strict=True)
    ]
