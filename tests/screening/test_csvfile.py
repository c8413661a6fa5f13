"""A CSV file in pieces: where records end, and what a record said as it was typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.errors import InputError
from carbon_eia.screening import csvfile
from carbon_eia.screening.csvfile import csv_pieces, open_csv, read_piece
from carbon_eia.screening.table_inputs import open_table

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
    """In pieces of whatever size a record has the cells that it had, and its own number."""
    monkeypatch.setattr(csvfile, "CELL_LINES", 4)
    file = open_csv(written(tmp_path / "in.csv", rows, quoting, end))
    found: list[list[str]] = []
    for piece in csv_pieces(file, size):
        table = read_piece(file, piece)
        assert piece.first == len(found) + 2
        assert piece.rows == table.num_rows
        cells = rows_of(table)
        assert not (piece.plain and any("\n" in c for row in cells for c in row))
        found += cells
    assert found == rows


def rows_of(table: pa.Table) -> list[list[str]]:
    """The cells of a table as texts."""
    return [[text or "" for text in row.values()] for row in table.to_pylist()]


def read_all(path: Path, size: int = csvfile.PIECE_BYTES) -> list[list[str]]:
    """Every row of a file."""
    file = open_csv(path)
    return [row for piece in csv_pieces(file, size) for row in rows_of(read_piece(file, piece))]


def test_a_carriage_return_in_a_cell_is_not_plain(tmp_path: Path) -> None:
    """A cell with a carriage return alone makes a piece that is not read line by line."""
    path = tmp_path / "in.csv"
    path.write_bytes('项目名称,行业\r\n"甲\r乙",石灰\r\n'.encode())
    file = open_csv(path)
    (piece,) = csv_pieces(file)
    assert not piece.plain
    assert read_piece(file, piece).to_pylist() == [{"0": "甲\r乙", "1": "石灰"}]


cells = st.text(st.sampled_from('甲3",\n\r '), max_size=5)


@given(
    rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    size=st.integers(5, 400),
)
def test_a_file_that_a_program_wrote_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    quoting: int,
    size: int,
) -> None:
    """Rows that Python's own writer quotes come back as they were, with whatever in their cells."""
    whole = [list(row) for row in rows if not any("\n" in c and c.count(",") > 1 for c in row)]
    path = written(tmp_path_factory.mktemp("csv") / "in.csv", whole, quoting, "\r\n")
    assert read_all(path, size) == whole


STRAY = {
    "one in the middle": (
        ['甲"厂,石灰,1', "乙厂,石灰,2"],
        [['甲"厂', "石灰", "1"], ["乙厂", "石灰", "2"]],
    ),
    "two rows with inch marks": (
        ['DN3"管,石灰,1', 'DN4"管,石灰,2', "丙,石灰,3"],
        [['DN3"管', "石灰", "1"], ['DN4"管', "石灰", "2"], ["丙", "石灰", "3"]],
    ),
    "text behind a closing quote": (['"甲"厂,石灰,1'], [['"甲"厂', "石灰", "1"]]),
    "within a quoted cell": (['"DN3"管","石灰","1"'], [['DN3"管', "石灰", "1"]]),
    "opened and never closed": (
        ['"甲,石灰,1', "乙,石灰,2", "丙,石灰,3"],
        [['"甲', "石灰", "1"], ["乙", "石灰", "2"], ["丙", "石灰", "3"]],
    ),
    "opened in one row, closed in the next": (
        ['"甲,石灰,1', '乙",石灰,2', "丙,石灰,3"],
        [['"甲', "石灰", "1"], ['乙"', "石灰", "2"], ["丙", "石灰", "3"]],
    ),
    "opened in one row, closed two rows below": (
        ['甲,"石灰,1', "乙,石灰,2", '丙,石灰",3'],
        [["甲", '"石灰', "1"], ["乙", "石灰", "2"], ["丙", '石灰"', "3"]],
    ),
    "a figure with a mark": (['甲,石灰,"8"400'], [["甲", "石灰", '"8"400']]),
}


@pytest.mark.parametrize(("lines", "expected"), STRAY.values(), ids=STRAY.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_stray_quote_is_text_of_its_own_cell(
    tmp_path: Path, lines: list[str], expected: list[list[str]], end: str
) -> None:
    """Whatever quotes stand in a row, the rows after it keep their own cells."""
    path = tmp_path / "in.csv"
    path.write_bytes(end.join(["项目名称,行业,烟煤 (t)", *lines, ""]).encode())
    assert read_all(path) == expected


def test_a_stray_quote_in_a_row_whose_cells_cannot_be_told_apart_is_named(tmp_path: Path) -> None:
    """Where a comma may be text or the end of a cell, the row has an error with the cell."""
    path = tmp_path / "in.csv"
    path.write_text('项目名称,行业,烟煤 (t)\n"甲"厂,"石灰,水泥",3\n乙,石灰,2\n', encoding="utf-8")
    table = open_table(path)
    (batch,) = (b for piece in table.pieces() for b in table.read(piece))
    assert batch.heads[-1].fixed.code == "CE-S031"  # type: ignore[union-attr]
    assert batch.text(0)[-1] == '"甲"厂'
    assert batch.text(1) == ["乙", "石灰", "2", "", ""][: len(batch.heads)]


def test_a_byte_in_the_first_lines_is_named_in_the_encoding_of_the_others(tmp_path: Path) -> None:
    """A UTF-8 file with half a character in its third line is no GBK that fails in its heads."""
    path = tmp_path / "in.csv"
    text = "项目名称,行业,烟煤 (t)\r\n甲,石灰,2\r\n".encode()
    path.write_bytes(text + "乙".encode()[:2] + ",石灰,2\r\n".encode())
    with pytest.raises(InputError) as caught:
        read_all(path)
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.params["encoding"]) == (3, "UTF-8")


def test_a_byte_that_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    """A file that changes its encoding is refused where it does, never read with signs lost."""
    path = tmp_path / "in.csv"
    rows = [f"项目{n},石灰,{n}" for n in range(20_000)]
    text = "\r\n".join(["项目名称,行业,烟煤 (t)", *rows, ""]).encode()
    path.write_bytes(text + "乙,石灰,2\r\n".encode("gbk"))
    with pytest.raises(InputError) as caught:
        read_all(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("CE-F021", 20_002)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_for_each_character_are_named(tmp_path: Path, encoding: str) -> None:
    """A file of Excel's "Unicode text" is refused by the name of its encoding."""
    path = tmp_path / "in.csv"
    path.write_bytes("\ufeff项目名称\t行业\r\n甲\t石灰\r\n".encode(encoding))
    with pytest.raises(InputError) as caught:
        open_csv(path)
    assert [p.code for p in caught.value.problems] == ["CE-F022"]


def test_heads_in_big5_are_named(tmp_path: Path) -> None:
    """Heads that mean nothing as GBK and are text in Big5 are refused by that name."""
    path = tmp_path / "in.csv"
    path.write_bytes("項目名稱,行業,階段\r\n甲,石灰,擬建\r\n".encode("big5"))
    with pytest.raises(InputError) as caught:
        open_table(path)
    assert [p.code for p in caught.value.problems] == ["CE-F022"]


def test_blank_lines_above_the_heads_are_passed_over(tmp_path: Path) -> None:
    """Rows keep the numbers that a spreadsheet shows."""
    path = tmp_path / "in.csv"
    path.write_text("\n\n项目名称,行业\n甲,石灰\n", encoding="utf-8")
    table = open_table(path)
    (batch,) = (b for piece in table.pieces() for b in table.read(piece))
    assert table.heads == ("项目名称", "行业")
    assert batch.row_numbers.tolist() == [4]


HEADS = ["项目名称", "行业", "外购电力 (万kWh)", "烟煤 (t)"]


@pytest.mark.parametrize("typed", ['{}"{}', '"{}{}', '{}{}"', '"{}"{}', '"{}{}""'])
@pytest.mark.parametrize("column", range(len(HEADS)))
@pytest.mark.parametrize("above", [[], ["某市项目表,,,"]], ids=["first row", "below a title"])
def test_a_stray_quote_in_the_heads_is_one_error(
    tmp_path: Path, typed: str, column: int, above: list[str]
) -> None:
    """It is told once, with the row and the column of the head, not once for each project."""
    heads = list(HEADS)
    heads[column] = typed.format(heads[column][:1], heads[column][1:])
    path = tmp_path / "in.csv"
    lines = [*above, ",".join(heads), "甲,水泥熟料,1,2", "乙,水泥熟料,1,2"]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_table(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("CE-S034", len(above) + 1)
    assert problem.params["column"] == column + 1


def test_quotes_that_enclose_heads_are_no_error(tmp_path: Path) -> None:
    """A head may be enclosed, hold a comma or a line break, and a quote that is typed twice."""
    path = tmp_path / "in.csv"
    path.write_text('"项目名称",行业,"锅炉 4"" (t)","产量\n(万t)"\n甲,其他,1,2\n', encoding="utf-8")
    assert open_table(path).heads == ("项目名称", "行业", '锅炉 4" (t)', "产量\n(万t)")
