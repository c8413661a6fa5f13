"""Parquet and Arrow files whose few bytes hold gigabytes of text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from carbon_eia.errors import InputError
from carbon_eia.screening.parquet_bounds import LONGEST_CELL, TOGETHER
from carbon_eia.screening.table_inputs import open_table
from tests.tools import run


def coded(texts: list[str], rows: int) -> pa.Array:
    """A column of a few texts, each in many rows."""
    codes = pa.array([i % len(texts) for i in range(rows)], pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(texts))


def table(names: Any, rows: int) -> pa.Table:
    """A table of projects."""
    columns = {"项目名称": names, "行业": ["水泥熟料"] * rows, "所在地": ["桂阳县"] * rows}
    return pa.table(columns)


def written(path: Path, some: pa.Table) -> Path:
    """The table as a Parquet or Arrow file."""
    if path.suffix == ".parquet":
        pq.write_table(some, path, compression="zstd")
    else:
        pyarrow.feather.write_feather(some, path, compression="uncompressed")
    return path


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
@pytest.mark.parametrize("plain", [False, True])
def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path, suffix: str, plain: bool) -> None:
    """CE-S036 with the column and how long the text is; nothing is put into rows before."""
    texts = [f"{i}" + "甲" * 400_000 for i in range(2)]
    names = pa.array(texts) if plain else coded(texts, 2000)
    path = written(tmp_path / f"big{suffix}", table(names, len(names)))
    done = run("screen", str(path), "-o", str(tmp_path / "out.csv"), "--as-of", "2026-06-30")
    assert done.returncode == 2
    assert "CE-S036" in done.stderr
    assert "400001" in done.stderr.replace(" ", "")
    assert not (tmp_path / "out.csv").exists()


def test_a_long_text_within_lists_is_refused(tmp_path: Path) -> None:
    """Texts of nested sources are looked at as well."""
    sources = [[{"name": "甲" * 40_000, "amount": "1 t"}]] * 500
    path = written(tmp_path / "nested.parquet", table(["x"] * 500, 500).append_column(
        "sources", pa.array(sources)))  # fmt: skip
    projects = open_table(path)
    with pytest.raises(InputError) as caught:
        list(projects.read(next(iter(projects.pieces()))))
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["column"]) == ("CE-S036", "sources")


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_rows_of_long_texts_are_read_some_at_a_time(tmp_path: Path, suffix: str) -> None:
    """As many rows are together as 64 MB of text hold; each has its number."""
    texts = ["a" * LONGEST_CELL, "b" * LONGEST_CELL]
    rows = TOGETHER // LONGEST_CELL + 500
    path = written(tmp_path / f"long{suffix}", table(coded(texts, rows), rows))
    projects = open_table(path)
    batches = [b for piece in projects.pieces() for b in projects.read(piece)]
    assert len(batches) == 2
    assert sum(b.rows for b in batches) == rows
    assert [b.first for b in batches] == [2, 2 + batches[0].rows]


def test_short_texts_are_read_as_ever(tmp_path: Path) -> None:
    """A table of ordinary names is one batch."""
    rows = 5000
    path = written(tmp_path / "plain.parquet", table(coded(["一厂", "二厂"], rows), rows))
    projects = open_table(path)
    assert [b.rows for p in projects.pieces() for b in projects.read(p)] == [rows]
