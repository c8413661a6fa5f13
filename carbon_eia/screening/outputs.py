"""Results into files: CSV, Parquet, Excel, documents; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import NewFiles
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.screening.arrays import in_one, replaced, with_texts
from carbon_eia.screening.foremost_rows import ForemostRows
from carbon_eia.screening.results import ERROR_COLUMNS
from carbon_eia.screening.results_in_excel import (
    is_marked_workbook,
    marked_workbook,
    results_workbook,
)
from carbon_eia.screening.table_inputs import TableInput
from carbon_eia.screening.tally import Summary

__all__ = ["OUTPUTS", "Outputs", "Print", "check_outputs", "open_outputs"]

FORMULA = r"^([=+\-@\t\r])"
"""First characters that make a spreadsheet take a text for a formula."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


Print = Callable[[ForemostRows, Summary, str], bytes]
"""Prints a document: the foremost rows, the counts of all, a language → the bytes of a file."""


class ResultWriter(Protocol):
    """Writes results to a temporary file that becomes the output at the end."""

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        """Add a part."""

    def finish(self, summary: Summary) -> None:
        """Complete the files."""


class Outputs:
    """Several outputs as one."""

    def __init__(
        self, writers: Sequence[ResultWriter], files: NewFiles, first: Path, lang: str
    ) -> None:
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
        path = free(path_beside(self.first, "marked").with_suffix(".xlsx"), is_marked_workbook)
        content = marked_workbook(table.heads, table.table, table.first, errors, self.lang)
        self.files.at(path).write_bytes(content)


def check_outputs(paths: Sequence[Path], documents: Mapping[str, Print]) -> None:
    """Raises CallError CE-C005 for an output of a kind that is not written."""
    wrong = [p for p in paths if p.suffix.lower() not in {**OUTPUTS, **documents}]
    if wrong or not paths:
        known = "、".join({**OUTPUTS, **documents})
        raise CallError(
            Problem("CE-C005", Place(str(p)), {"value": p.suffix, "known": known}) for p in wrong
        )


@contextmanager
def open_outputs(
    paths: Sequence[Path], lang: str, documents: Mapping[str, Print]
) -> Iterator[Outputs]:
    """Open every output; on success all are renamed into place, else none is there.

    ``documents``: what prints those that are no tables, by the ending of their names.
    """
    with NewFiles() as files, ExitStack() as streams:
        writers: list[ResultWriter] = []
        printed: dict[Path, Print] = {}
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            suffix = path.suffix.lower()
            if suffix in documents:
                printed[files.at(path)] = documents[suffix]
            else:
                kind: Any = OUTPUTS[suffix]
                writers.append(kind(path, files, streams, lang))
        if printed:
            writers.append(DocumentWriter(printed, lang))
        yield Outputs(writers, files, paths[0], lang)
        streams.close()
        files.put_in_place()


class TableWriter:
    """Results as a table, part by part; errors, where there are any, in a table beside it."""

    def __init__(self, path: Path, files: NewFiles, streams: ExitStack, lang: str) -> None:
        self.path, self.files, self.streams, self.lang = path, files, streams, lang
        self.out = files.at(path)
        self.table: Any = None
        self.thread: Executor | None = None
        self.last: Future[None] | None = None
        self.errors: list[Any] = []

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        table = self.shown(results)
        if self.thread is None:
            self.table = self._opened(self.out, table.schema)
            self.thread = self.streams.enter_context(ThreadPoolExecutor(1))
        self._wait()
        self.last = self.thread.submit(self.table.write_table, table)
        if errors.num_rows:
            self.errors.append(errors)

    def finish(self, summary: Summary) -> None:
        self._wait()
        path = path_beside(self.path, "errors")
        if self.errors:
            table = self.shown(pa.concat_tables(self.errors))
            out = self.files.at(free(path, self.is_errors))
            self._opened(out, table.schema).write_table(table)
        else:
            self.files.remove(path, self.is_errors)  # of an earlier run: it holds no more

    def _wait(self) -> None:
        """One part is written while the next is made."""
        if self.last is not None:
            self.last.result()

    def shown(self, table: pa.Table) -> pa.Table:
        """A part as it is written."""
        return with_texts(table)

    def _opened(self, path: Path, schema: pa.Schema) -> Any:
        """A writer of a library for tables of a schema, closed with the files."""
        raise NotImplementedError

    def is_errors(self, path: Path) -> bool:
        """Whether a file holds errors that screening wrote."""
        raise NotImplementedError


class ParquetTable(TableWriter):
    """Parquet with English keys and what it says of itself."""

    def _opened(self, path: Path, schema: pa.Schema) -> Any:
        return self.streams.enter_context(pyarrow.parquet.ParquetWriter(path, schema))

    def is_errors(self, path: Path) -> bool:
        if path.is_symlink() or not path.is_file():
            return False
        try:
            return tuple(pyarrow.parquet.read_schema(path).names) == ERROR_COLUMNS
        except (OSError, pa.ArrowInvalid):
            return False


class CsvTable(TableWriter):
    """CSV with a byte order mark for spreadsheets, which compute none of its texts."""

    def shown(self, table: pa.Table) -> pa.Table:
        table = super().shown(safe(table))
        return table.rename_columns([column_title(n, self.lang) for n in table.column_names])

    def _opened(self, path: Path, schema: pa.Schema) -> Any:
        stream = self.streams.enter_context(path.open("wb"))
        stream.write(BYTE_ORDER_MARK)
        return self.streams.enter_context(pyarrow.csv.CSVWriter(stream, schema))

    def is_errors(self, path: Path) -> bool:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as stream:
            begin = stream.read(1024)
        titles = ([column_title(n, lang) for n in ERROR_COLUMNS] for lang in LANGUAGES)
        heads = (",".join(f'"{title}"' for title in some) for some in titles)
        return any(begin.startswith(BYTE_ORDER_MARK + h.encode()) for h in heads)


class ExcelWriter:
    """Results as a workbook with sheets of results, summary and errors."""

    def __init__(self, path: Path, files: NewFiles, streams: ExitStack, lang: str) -> None:
        self.path, self.lang = path, lang
        self.out = files.at(path)
        self.results: list[Any] = []
        self.errors: list[Any] = []

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        self.results.append(with_texts(results))
        self.errors.append(errors)

    def finish(self, summary: Summary) -> None:
        results, errors = pa.concat_tables(self.results), pa.concat_tables(self.errors)
        self.out.write_bytes(results_workbook(results, errors, summary, self.path, self.lang))


class DocumentWriter:
    """Results as documents: the foremost rows, counts and plots of all."""

    def __init__(self, printed: Mapping[Path, Print], lang: str) -> None:
        self.printed, self.lang = printed, lang
        self.kept = ForemostRows()

    def write(self, results: pa.Table, errors: pa.Table) -> None:
        self.kept.add(with_texts(results), errors)

    def finish(self, summary: Summary) -> None:
        for path, of in self.printed.items():
            path.write_bytes(of(self.kept, summary, self.lang))


OUTPUTS: Mapping[str, Any] = MappingProxyType(
    {".xlsx": ExcelWriter, ".csv": CsvTable, ".parquet": ParquetTable}
)
"""How tables of results are written, by the suffix of the file."""


def path_beside(path: Path, what: str) -> Path:
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


def column_title(key: str, lang: str) -> str:
    """The head of a column of the results."""
    return sentence(f"screening.column.{key}", lang)


def safe(table: pa.Table) -> pa.Table:
    """The table with an apostrophe before every text that a spreadsheet would compute."""
    for name in table.column_names:
        array = in_one(table[name])
        coded = pa.types.is_dictionary(array.type)
        texts = array.dictionary if coded else array
        if pa.types.is_string(texts.type) and pc.any(pc.match_substring_regex(texts, FORMULA)):
            mended = pc.replace_substring_regex(texts, FORMULA, r"'\1")
            if coded:
                mended = pa.DictionaryArray.from_arrays(array.indices, mended)
            table = replaced(table, **{name: mended})
    return table
