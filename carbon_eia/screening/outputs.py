"""Results into files: CSV, Parquet, Excel, a page; whole or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import NewFiles
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.screening.csvtext import characters, csv_text
from carbon_eia.screening.excel import is_marked_workbook, marked_workbook, results_workbook
from carbon_eia.screening.inputs import TableInput
from carbon_eia.screening.kept import Kept
from carbon_eia.screening.results import ERROR_COLUMNS
from carbon_eia.screening.summary import Summary

__all__ = ["OUTPUTS", "Outputs", "check_outputs", "open_outputs"]

THREADS = 2
"""Parts that are turned into text at a time."""

FORMULA = b"=+-@\t\r"
"""First characters that make a spreadsheet take a text for a formula."""


class Writer(Protocol):
    """Writes results to a temporary file that becomes the output at the end."""

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        """Add a part."""

    def finish(self, summary: Summary) -> None:
        """Complete the files."""


class Outputs:
    """Several outputs as one."""

    def __init__(self, writers: Sequence[Writer], files: NewFiles, first: Path, lang: str) -> None:
        self.writers, self.files, self.first, self.lang = writers, files, first, lang

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        """Add a part to each."""
        for writer in self.writers:
            writer.write(results, errors)

    def finish(self, summary: Summary) -> None:
        """Complete each."""
        for writer in self.writers:
            writer.finish(summary)

    def mark(self, table: TableInput, errors: pa.Table) -> None:
        """A copy of a sheet with its wrong cells marked, beside the first output."""
        path = free(beside(self.first, "marked").with_suffix(".xlsx"), is_marked_workbook)
        content = marked_workbook(table.heads, table.table, table.first, errors, self.lang)
        self.files.at(path).write_bytes(content)


def check_outputs(paths: Sequence[Path]) -> None:
    """Raises CallError CE-C005 for an output of a kind that is not written."""
    wrong = [p for p in paths if p.suffix.lower() not in OUTPUTS]
    if wrong or not paths:
        known = "、".join(OUTPUTS)
        raise CallError(
            Problem("CE-C005", Place(str(p)), {"value": p.suffix, "known": known}) for p in wrong
        )


@contextmanager
def open_outputs(paths: Sequence[Path], lang: str) -> Iterator[Outputs]:
    """Open every output; on success all are renamed into place, else none is there."""
    with NewFiles() as files:
        writers: list[Writer] = []
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            kind: Any = OUTPUTS[path.suffix.lower()]
            writers.append(kind(path, files, lang))
        yield Outputs(writers, files, paths[0], lang)
        files.put_in_place()


class CsvWriter:
    """Results as CSV, with a byte order mark for spreadsheets; errors in a file beside it."""

    def __init__(self, path: Path, files: NewFiles, lang: str) -> None:
        self.path, self.files, self.lang = path, files, lang
        self.out = files.at(path)
        self.stream = self.out.open("wb")
        self.stream.write(b"\xef\xbb\xbf")
        self.pool = ThreadPoolExecutor(THREADS)
        self.waiting: deque[Future[Any]] = deque()
        self.began = False
        self.errors: list[Any] = []

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        table = safe(results)
        table = table.rename_columns([column_title(n, self.lang) for n in table.column_names])
        for part in csv_text(table, header=not self.began):
            self.waiting.append(self.pool.submit(part))
            if len(self.waiting) > THREADS:
                self.stream.write(self.waiting.popleft().result())
        self.began = True
        if errors.num_rows:
            self.errors.append(errors)

    def finish(self, summary: Summary) -> None:
        for text in self.waiting:
            self.stream.write(text.result())
        self.pool.shutdown()
        self.stream.close()
        path = beside(self.path, "errors")
        if not self.errors:
            self.files.remove(path, _begins_with_error_heads)  # of an earlier run: it holds no more
            return
        path = free(path, _begins_with_error_heads)
        table = safe(pa.concat_tables(self.errors))
        table = table.rename_columns([column_title(n, self.lang) for n in table.column_names])
        with self.files.at(path).open("wb") as stream:
            stream.write(b"\xef\xbb\xbf")
            pyarrow.csv.write_csv(table, stream)


class ParquetWriter:
    """Results as Parquet with English keys and what they say of themselves; errors beside it."""

    def __init__(self, path: Path, files: NewFiles, lang: str) -> None:
        self.path, self.files = path, files
        self.out = files.at(path)
        self.writer: Any = None
        self.errors: list[Any] = []

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        table = plain(results)
        if self.writer is None:
            self.writer = pyarrow.parquet.ParquetWriter(self.out, table.schema)
        self.writer.write_table(table)
        if errors.num_rows:
            self.errors.append(errors)

    def finish(self, summary: Summary) -> None:
        if self.writer is not None:
            self.writer.close()
        path = beside(self.path, "errors")
        if not self.errors:
            self.files.remove(path, _has_error_columns)
            return
        path = free(path, _has_error_columns)
        pyarrow.parquet.write_table(pa.concat_tables(self.errors), self.files.at(path))


class ExcelWriter:
    """Results as a workbook with sheets of results, summary and errors."""

    def __init__(self, path: Path, files: NewFiles, lang: str) -> None:
        self.path, self.lang = path, lang
        self.out = files.at(path)
        self.results: list[Any] = []
        self.errors: list[Any] = []

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        self.results.append(plain(results))
        self.errors.append(errors)

    def finish(self, summary: Summary) -> None:
        results, errors = pa.concat_tables(self.results), pa.concat_tables(self.errors)
        self.out.write_bytes(results_workbook(results, errors, summary, self.path, self.lang))


class PageWriter:
    """Results as a page for a browser: the foremost rows, counts and plots of all."""

    def __init__(self, path: Path, files: NewFiles, lang: str) -> None:
        self.lang = lang
        self.out = files.at(path)
        self.kept = Kept()

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        self.kept.add(plain(results), errors)

    def finish(self, summary: Summary) -> None:
        from carbon_eia.screening.page import results_page

        self.out.write_text(results_page(self.kept, summary, self.lang), encoding="utf-8")


OUTPUTS: Mapping[str, Any] = MappingProxyType(
    {".xlsx": ExcelWriter, ".csv": CsvWriter, ".parquet": ParquetWriter, ".html": PageWriter}
)
"""How results are written, by the suffix of the file."""


def beside(path: Path, what: str) -> Path:
    """``verdicts.csv`` → ``verdicts-errors.csv``."""
    return path.with_name(f"{path.stem}-{what}{path.suffix}")


def free(path: Path, is_ours: Callable[[Path], bool]) -> Path:
    """The path of a file beside an output: where a stranger's file stands, the next free name.

    A file that a former run wrote there is replaced; nothing else is ever overwritten or deleted.
    """
    candidate, number = path, 2
    while (candidate.exists() or candidate.is_symlink()) and not is_ours(candidate):
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def _begins_with_error_heads(path: Path) -> bool:
    """Whether a file is a CSV of errors that screening wrote, in either language."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        begin = stream.read(1024)
    heads = (",".join(f'"{column_title(n, lang)}"' for n in ERROR_COLUMNS) for lang in LANGUAGES)
    return any(begin.startswith(b"\xef\xbb\xbf" + h.encode()) for h in heads)


def _has_error_columns(path: Path) -> bool:
    """Whether a file is a Parquet file of errors that screening wrote."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        names = pyarrow.parquet.read_schema(path).names
    except (OSError, pa.ArrowInvalid):
        return False
    return tuple(names) == ERROR_COLUMNS


def column_title(key: str, lang: str) -> str:
    """The head of a column of the results."""
    return sentence(f"screening.column.{key}", lang)


def plain(table: pa.Table) -> pa.Table:
    """The table with texts in place of codes, so that its bytes do not depend on the way here."""
    columns = []
    for column in table.columns:
        array = _whole(column)
        columns.append(array.dictionary_decode() if pa.types.is_dictionary(array.type) else array)
    return pa.Table.from_arrays(columns, table.column_names, metadata=table.schema.metadata)


def safe(table: pa.Table) -> pa.Table:
    """The table with an apostrophe before every text that a spreadsheet would compute."""
    for i, column in enumerate(table.columns):
        array = _whole(column)
        if pa.types.is_dictionary(array.type):
            texts = array.dictionary
            if _risky(texts):
                mended = pa.DictionaryArray.from_arrays(array.indices, _escaped(texts))
                table = table.set_column(i, table.column_names[i], mended)
        elif pa.types.is_string(array.type) and _risky(array):
            table = table.set_column(i, table.column_names[i], _escaped(array))
    return table


def _escaped(texts: Any) -> Any:
    return pc.replace_substring_regex(texts, r"^([=+\-@\t\r])", r"'\1")


def _whole(column: Any) -> Any:
    """A column as one array."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    chunks = column.unify_dictionaries().chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)


def _risky(array: Any) -> bool:
    """Whether any text begins with a character that makes a formula."""
    size = len(array)
    if not size or array.null_count == size:
        return False
    offsets, data = characters(array)
    begins = offsets[:-1][np.diff(offsets) > 0]
    return bool(np.isin(data[begins], np.frombuffer(FORMULA, np.uint8)).any())
