"""A DataFrame of whatever a program holds: a verdict or an error for each row, never a fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
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
