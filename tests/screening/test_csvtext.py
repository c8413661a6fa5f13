"""The text of a table of results is byte for byte what Arrow writes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.screening import csvtext
from carbon_eia.screening.csvtext import csv_text
from tests.strategies import tables_of_results


def arrow_text(table: pa.Table) -> bytes:
    """The table as Arrow writes it."""
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, sink)
    return bytes(sink.getvalue())


def own_text(table: pa.Table) -> bytes:
    """The table as it is written here."""
    return b"".join(bytes(part()) for part in csv_text(table, header=True))


@given(tables_of_results(), st.integers(1, 12))
def test_any_table_is_written_as_arrow_writes_it(table: pa.Table, at: int) -> None:
    """Whatever stands in a table, and however its columns are cut, the bytes are the same."""
    assert own_text(table) == arrow_text(table)
    cut = pa.concat_tables([table.slice(0, at), table.slice(at)])
    assert own_text(cut) == arrow_text(table)


@pytest.mark.parametrize("lines", [1_000, 100_000])
def test_a_long_table_is_written_as_arrow_writes_it(
    monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    """Many rows of figures with two, six and more decimals, of long dictionaries, of many texts."""
    monkeypatch.setattr(csvtext, "LINES", lines)
    rng = np.random.default_rng(3)
    count = 5_000
    many = pa.array([f"第{n}项" for n in range(count)])
    names = pa.array(rng.integers(0, count, count).astype(np.int32))
    few = pa.array(rng.integers(0, 60, count).astype(np.int16), mask=rng.random(count) < 0.1)
    table = pa.table(
        {
            "row": np.arange(count) + 9_990,
            "rank": pa.array(rng.integers(0, 10**9, count), mask=rng.random(count) < 0.2),
            "name": many,
            "one": pa.DictionaryArray.from_arrays(names, many),
            "two": pa.DictionaryArray.from_arrays(few, many.slice(3, 60)),
            "three": pa.DictionaryArray.from_arrays(few, many.slice(70, 60)),
            "limit": rng.choice([0.35, 1.1, np.nan, 0.02], count),
            "gap": np.round(rng.normal(0, 300, count), 2),
            "intensity": np.round(rng.uniform(0, 3, count), 6),
            "any": rng.lognormal(0, 12, count),
            "none": pa.nulls(count, pa.float64()),
            "texts": pa.nulls(count, pa.string()),
        }
    )
    assert own_text(table) == arrow_text(table)
    assert own_text(table.slice(17, 3_000)) == arrow_text(table.slice(17, 3_000))
