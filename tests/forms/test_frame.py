"""A DataFrame of whatever a program holds: a verdict or an error for each row, never a fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import carbon_eia
from tests.conftest import AS_OF
from tests.forms.tables import HEADS

ODD: dict[str, Any] = {
    "None": None,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "no time": pd.NaT,
    "not available": pd.NA,
    "day": date(2026, 1, 2),
    "moment": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    "timestamp": pd.Timestamp("2026-01-02"),
    "time": time(8, 40),
    "duration": timedelta(days=3),
    "bytes": b"\xff\xfe8400",
    "decimal": Decimal("1E+400"),
    "signalling": Decimal("sNaN"),
    "fraction": Fraction(1, 3),
    "numpy whole": np.int64(-3),
    "numpy float": np.float32("-inf"),
    "truth": True,
    "list": [1, {"name": 2}],
    "table": {"a": 1},
    "array": np.array([1.0, 2.0]),
    "huge": 10**400,
    "beyond": 10**5000,
    "complex": 1 + 2j,
    "error": "#REF!",
    "surrogate": "\ud800",
    "nothing": "\0",
    "long": "9" * 5000,
    "object": object(),
}
"""Values that no column can be expected to hold."""


def frame_of(value: Any) -> pd.DataFrame:
    """A project for each head, which holds a value under that head; the last is without fault."""
    rows = []
    for number in range(len(HEADS) + 1):
        code = f"2602-431021-04-01-{number:06}"
        rows.append({**HEADS, "项目名称": f"项目{number}", "项目代码": code})
    columns = {}
    for at, head in enumerate(HEADS):
        cells = np.empty(len(rows), object)
        for row, cell in enumerate(rows):
            cells[row] = value if row == at else cell[head]
        columns[head] = pd.Series(cells, index=[f"r{n}" for n in range(len(rows))], dtype=object)
    return pd.DataFrame(columns)


@pytest.mark.parametrize("kind", ODD)
def test_a_wrong_value_is_an_error_of_its_row(kind: str) -> None:
    """Whatever a cell of any column holds, nothing is raised, and the other rows keep theirs.

    In the column of an amount it is an error of its row, but for a blank.
    """
    frame = frame_of(ODD[kind])
    found = carbon_eia.screen(frame, as_of=AS_OF)
    assert list(found.index) == list(frame.index)
    assert (found["label"].notna() | found["error"].notna()).all()
    assert found["verdict"].iloc[-1] == "refuse"
    amount = found.iloc[list(HEADS).index("外购电力 (万kWh)")]
    blank = kind in ("None", "NaN", "no time", "not available")
    assert pd.isna(amount["error"]) == blank
    assert pd.isna(amount["total_tco2e"]) != blank


def columns() -> dict[str, Any]:
    """Whole columns that hold nothing that could be read, in every type that pandas has."""
    size = 3
    arrow = pd.arrays.ArrowExtensionArray
    return {
        "None": pd.Series([None] * size, dtype=object),
        "NaN": pd.Series([float("nan")] * size),
        "nothing": pd.Series([""] * size),
        "no unit": pd.Series(["8400"] * size),
        "words": pd.Series(["见附表"] * size),
        "truth": pd.Series([True] * size),
        "truth or none": pd.Series([True, None, False], dtype="boolean"),
        "days": pd.Series(pd.date_range("2026-01-01", periods=size)),
        "moments": pd.Series(pd.date_range("2026-01-01", periods=size, tz="Asia/Shanghai")),
        "durations": pd.Series(pd.to_timedelta([1] * size, unit="h")),
        "periods": pd.Series(pd.period_range("2026", periods=size, freq="Y")),
        "intervals": pd.Series(pd.interval_range(0, size)),
        "categories": pd.Series(pd.Categorical(["a"] * size)),
        "numbers as categories": pd.Series(pd.Categorical([8400] * size)),
        "whole numbers or none": pd.Series([1, None, 2], dtype="Int64"),
        "sparse": pd.Series(pd.arrays.SparseArray([0.0] * size)),
        "complex": pd.Series([1 + 2j] * size),
        "bytes": pd.Series([b"\xff8400"] * size),
        "lists": pd.Series([[1], [2], [3]]),
        "tables": pd.Series([{"a": 1}] * size),
        "sources": pd.Series([[{"name": "煤", "method": "combustion"}]] * size),
        "half floats": pd.Series(np.array([7] * size, "float16")),
        "no type": pd.Series(arrow(pa.array([None] * size, pa.null()))),
        "decimals": pd.Series(arrow(pa.array([None] * size, pa.decimal128(5, 2)))),
        "arrow lists": pd.Series(arrow(pa.array([[1]] * size))),
    }


@pytest.mark.slow(every=15)
@pytest.mark.parametrize("head", [*HEADS, "外购电力", "sources", "备注"])
@pytest.mark.parametrize("kind", columns())
def test_a_column_that_is_wholly_wrong(kind: str, head: str) -> None:
    """Whatever a whole column holds, nothing is raised, and each row says why it has no verdict."""
    column = columns()[kind]
    rows = [{**HEADS, "项目名称": f"项目{n}", "项目代码": f"{n}"} for n in range(len(column))]
    frame = pd.DataFrame(rows)
    frame[head] = column
    found = carbon_eia.screen(frame, as_of=AS_OF)
    assert list(found.index) == list(frame.index)
    assert (found["verdict"].notna() ^ found["error"].notna()).all()
    wrong = kind in ("words", "truth", "days", "bytes", "lists", "tables", "durations", "complex")
    if wrong and head in ("产量 (万t)", "外购电力 (万kWh)"):
        assert found["error"].str.contains(head, regex=False).all()


@pytest.mark.parametrize("heads", [[], ["x"], list(HEADS)])
def test_a_frame_without_rows_has_no_results(heads: list[str]) -> None:
    """An empty table is no error of the program: its results are empty and have their columns."""
    found = carbon_eia.screen(pd.DataFrame(columns=heads), as_of=AS_OF)
    assert len(found) == 0
    assert "verdict" in found.columns
