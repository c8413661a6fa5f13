"""Results as a workbook, and a copy of the input with its wrong cells marked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from traceback import clear_frames
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.forms.new_workbook import new_workbook
from carbon_eia.messages import sentence
from carbon_eia.run.keywords import SCREENING
from carbon_eia.screening.column_heads import plain_target
from carbon_eia.screening.tally import Summary

__all__ = ["MOST_ROWS", "is_marked_workbook", "marked_workbook", "results_workbook", "verdict_word"]

MOST_ROWS = 1_048_575
"""Rows below the head that a sheet of Excel holds."""

CREATED = datetime(2000, 1, 1)
"""Stands in every workbook, so that the same rows give the same bytes."""

WIDTHS = {
    "name": 36,
    "reason": 40,
    "missing": 40,
    "error": 60,
    "warnings": 60,
    "message": 60,
    "hint": 60,
    "code": 26,
}
COLOURS = {"pass": "#1a7f37", "retrofit": "#9a6700", "refuse": "#cf222e", "stop": "#cf222e"}


def results_workbook(
    results: pa.Table, errors: pa.Table, summary: Summary, path: Path, lang: str
) -> bytes:
    """The workbook: results ranked by gap, a summary, the errors.

    Raises CallError CE-S009 where there are more rows than a sheet holds.
    """
    if results.num_rows > MOST_ROWS:
        params: dict[str, object] = {"rows": results.num_rows, "most": MOST_ROWS}
        raise CallError(Problem("CE-S009", Place(str(path)), params))
    held = io.BytesIO()
    with _waiting_on_disk(held) as book:
        title = sentence("screening.title", lang)
        book.set_properties({"title": title, "keywords": SCREENING, "created": CREATED})
        results = results.take(
            pc.sort_indices(results, [("rank", "ascending"), ("row", "ascending")])
        )
        _sheet(book, "results", results, lang, WIDTHS)
        _summary(book, summary, lang)
        if errors.num_rows:
            _sheet(book, "errors", errors, lang, WIDTHS)
    return held.getvalue()


@contextmanager
def _waiting_on_disk(held: io.BytesIO) -> Iterator[Any]:
    """A workbook whose rows wait on the disk.

    Raises OSError where they cannot be written there.
    """
    book = new_workbook(held, rows_on_disk=True)
    from xlsxwriter.exceptions import FileCreateError

    try:
        with book:
            yield book
    except FileCreateError as error:
        clear_frames(error.args[0].__traceback__)  # an archive left open there would complain later
        raise error.args[0] from None


def _sheet(book: Any, name: str, table: Any, lang: str, widths: Mapping[str, int]) -> None:
    sheet = book.add_worksheet(sentence(f"screening.sheet.{name}", lang))
    head = book.add_format(
        {"bold": True, "bg_color": "#e8eef4", "text_wrap": True, "valign": "top"}
    )
    colours = {v: book.add_format({"font_color": c, "bold": True}) for v, c in COLOURS.items()}
    names = table.column_names
    for i, key in enumerate(names):
        sheet.set_column(i, i, widths.get(key, 14))
    sheet.freeze_panes(1, 3)
    for i, key in enumerate(names):
        sheet.write_string(0, i, sentence(f"screening.column.{key}", lang), head)
    verdict = names.index("verdict") if "verdict" in names else None
    row = 0
    for batch in table.to_batches():
        for cells in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            row += 1
            colour = colours.get(cells[verdict]) if verdict is not None else None
            for i, value in enumerate(cells):
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(row, i, value, colour if names[i] == "label" else None)
                else:
                    sheet.write_number(row, i, value)
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)


def _summary(book: Any, summary: Summary, lang: str) -> None:
    sheet = book.add_worksheet(sentence("screening.sheet.summary", lang))
    head = book.add_format({"bold": True, "bg_color": "#e8eef4"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 8, 14)
    order = list(summary.verdicts)
    at = 0
    caution = summary.caution(lang)
    if caution is not None:
        sheet.write_string(at, 0, caution, head)
        at += 2
    for title, groups in (
        ("sector", summary.sectors),
        ("town", summary.towns),
    ):
        sheet.write_string(at, 0, sentence(f"screening.column.{title}", lang), head)
        for i, verdict in enumerate(order):
            sheet.write_string(at, i + 1, verdict_word(verdict, lang), head)
        sheet.write_string(at, len(order) + 1, sentence("screening.rows", lang), head)
        lines: Sequence[tuple[str, Mapping[str, int]]] = [
            *groups.items(),
            (sentence("screening.all", lang), summary.verdicts),
        ]
        for name, counts in lines:
            at += 1
            sheet.write_string(at, 0, name)
            for i, verdict in enumerate(order):
                sheet.write_number(at, i + 1, counts.get(verdict, 0))
            sheet.write_number(at, len(order) + 1, sum(counts.values()))
        at += 2


def verdict_word(verdict: str, lang: str) -> str:
    """The word for a verdict, or for a row without one."""
    return sentence("screening.error" if verdict == "error" else f"verdict.{verdict}", lang)


def marked_workbook(
    heads: Sequence[str], table: pa.Table, first: int, errors: pa.Table, lang: str
) -> bytes:
    """A copy of a sheet with the wrong cells in red, each with what is wrong as a comment.

    Rows keep their numbers. What belongs to no cell of the sheet stands at the first of its row.
    """
    columns = {name: i for i, name in enumerate(heads)}
    wrong: dict[int, dict[int, list[str]]] = {}
    for e in errors.to_pylist():
        cell = wrong.setdefault(e["row"], {}).setdefault(columns.get(e["column"], 0), [])
        cell.append(f"{e['problem']} {e['column']}: {e['message']} {e['hint']}")
    texts = {i for i, name in enumerate(heads) if _is_text(name)}
    held = io.BytesIO()
    with new_workbook(held) as book:
        book.set_properties({"category": MARKED, "keywords": SCREENING, "created": CREATED})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#e8eef4", "text_wrap": True})
        red = book.add_format({"bg_color": "#ffc7ce", "font_color": "#9c0006"})
        for i, name in enumerate(heads):
            sheet.write_string(first - 2, i, name, head)
            sheet.set_column(i, i, 16)
        for number, cells in enumerate(zip(*(c.to_pylist() for c in table.columns), strict=True)):
            marks = wrong.get(first + number, {})
            for i, value in enumerate(cells):
                form = red if i in marks else None
                if value is not None and i not in texts and _NUMBER.fullmatch(value):
                    sheet.write_number(first - 1 + number, i, float(value), form)
                else:
                    sheet.write_string(first - 1 + number, i, value or "", form)
                if i in marks:
                    sheet.write_comment(first - 1 + number, i, "\n".join(marks[i])[:1000])
        sheet.freeze_panes(first - 1, 1)
    return held.getvalue()


MARKED = "carbon-eia: a copy with the wrong cells marked"
"""The category in the properties of a marked copy, by which a later run knows it."""


def is_marked_workbook(path: Path) -> bool:
    """Whether a file is a marked copy that screening wrote."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as book, book.open("docProps/core.xml") as part:
            return MARKED in part.read(1 << 16).decode("utf-8", "replace")
    except Exception:  # a damaged file may fail in any way
        return False


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d{1,12})?")


def _is_text(head: str) -> bool:
    """Whether the cells under a head are texts, whatever they look like: codes and names."""
    target = plain_target(head)
    if target is None:
        return False
    field = target.field
    return field is None or field.type not in ("quantity", "annual", "integer")
