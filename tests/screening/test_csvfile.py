"""A CSV file in pieces: where records end, and what a record said as it was typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from carbon_eia.screening import csvfile
from carbon_eia.screening.csvfile import open_csv, pieces, read_piece

ROWS = [
    [f"项目{n}", 'a,"b"\r\n第二行' if n % 5 == 0 else "", "" if n % 3 else f"{n}.5"]
    for n in range(1, 200)
]
CLEAN = [[name, "说明，甲", figure] for name, _, figure in ROWS]


def written(path: Path, rows: list[list[str]], quoting: int, end: str) -> Path:
    """Rows below their heads as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
        writer.writerow(["项目名称", "行业", "烟煤 (t)"])
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("size", [10, 900, 100_000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("rows", [ROWS, CLEAN], ids=["line breaks", "one line each"])
def test_every_record_is_found_as_it_was_typed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[list[str]],
    quoting: int,
    end: str,
    size: int,
) -> None:
    """In pieces of whatever size, from whatever mark on, a record has the cells that it had."""
    monkeypatch.setattr(csvfile, "MARK", 7)
    file = open_csv(written(tmp_path / "in.csv", rows, quoting, end))
    kinds = [pa.string(), pa.string(), pa.float64()]
    found = []
    for piece in pieces(file, size):
        table, typed = read_piece(file, piece, kinds)
        assert typed is not None
        assert piece.first == len(found) + 2
        broken = any("\n" in c for c in table.column(1).to_pylist() if c)
        assert not (broken and piece.simple)
        assert piece.simple or rows is ROWS
        found += [typed.cells(n) for n in reversed(range(table.num_rows))][::-1]
    assert found == rows


def test_a_carriage_return_in_a_cell_is_not_simple(tmp_path: Path) -> None:
    """A cell with a carriage return alone makes a piece that is not read line by line."""
    path = tmp_path / "in.csv"
    path.write_bytes('项目名称,行业\r\n"甲\r乙",石灰\r\n'.encode())
    file = open_csv(path)
    (piece,) = pieces(file)
    assert not piece.simple
    assert read_piece(file, piece)[0].to_pylist() == [{"0": "甲\r乙", "1": "石灰"}]
