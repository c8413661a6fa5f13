"""A document in cells comes back byte by byte, or is found to be damaged."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from carbon_eia.run.chunks import CHUNK, chunks, column, documents, join

TEXTS = st.text(st.characters(exclude_categories=("Cs",), min_codepoint=9), max_size=200)


def writable(text: str) -> bool:
    """Whether a text holds no control characters but those of lines: a Run's JSON has none."""
    return all(c >= " " or c in "\t\n\r" for c in text)


@given(text=TEXTS, size=st.integers(2, 40))
def test_chunks_join_to_the_text(text: str, size: int) -> None:
    """Whatever the text and the size of a cell, joining gives the text."""
    assert join(chunks(text, size)) == text


def test_no_cell_is_longer_than_a_spreadsheet_holds() -> None:
    """A cell holds 32 767 UTF-16 units; emoji take two, and a line break takes two letters."""
    for text in ("煤" * 100_000, "🏭" * 50_000, "\n" * 50_000):
        cells = chunks(text)
        assert join(cells) == text
        assert max(len(c.encode("utf-16-le")) // 2 for c in cells) <= CHUNK + 2 <= 32_767


@given(texts=st.lists(TEXTS.filter(writable), max_size=6))
def test_cells_of_a_workbook_keep_the_text(texts: list[str]) -> None:
    """Written by xlsxwriter and read by calamine, line breaks and _x0041_ come back."""
    texts = [*texts, "_x0041_ a_x000D_\r\n=1+1 ", ""]
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, text in enumerate(texts):
        for row, cell in enumerate(column(f"d{number}", text)):
            sheet.write_string(row, number, cell)
    book.close()
    content.seek(0)
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    found, broken = documents([str(v) for v in c] for c in zip(*rows, strict=True))
    assert broken == ()
    assert found == {f"d{i}": t.encode() for i, t in enumerate(texts)}


def test_a_cut_cell_is_found() -> None:
    """A cell that lost its end, or a column that lost a cell, is broken and gives no text."""
    whole = column("a", "text" * 20_000)
    assert documents([whole]) == ({"a": b"text" * 20_000}, ())
    for damaged in (whole[:-1], [*whole[:-1], whole[-1][:-1]], [*whole[:2], "x", *whole[3:]]):
        found, broken = documents([damaged])
        assert broken == ("a",)
        assert found == {}
    with pytest.raises(ValueError, match="cut off"):
        join(["§a§", "b"])
