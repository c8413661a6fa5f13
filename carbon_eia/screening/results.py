"""The table of results: one row for each row of the input, and one for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from carbon_eia.messages import LANGUAGES
from carbon_eia.screening.arrays import Integers
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.row_results import HOW, RowError, Screened
from carbon_eia.screening.screener import Screener

__all__ = ["ERROR_COLUMNS", "FIELDS", "FOUND", "carried", "error_table", "result_table"]

FIELDS = (
    "row",
    "file",
    "name",
    "code",
    "credit_code",
    "sector",
    "region",
    "town",
    "stage",
    "verdict",
    "label",
    "reason",
    "intensity",
    "unit",
    "admission",
    "advanced",
    "gap_percent",
    "grade",
    "provisional",
    "missing",
    "total_tco2e",
    "how",
    "error",
    "warnings",
)
"""Columns of the results, by key; ``rank`` is put behind ``row`` when all rows are known,
``file`` stands there for project files."""

FOUND = (
    *("verdict", "label", "reason", "intensity", "unit", "admission", "advanced", "gap_percent"),
    *("grade", "provisional", "missing", "total_tco2e", "warnings"),
)
"""Of these what is found of a row, which a row that is an error does not have."""

CARRIED = {
    "name": ("project", "name"),
    "code": ("project", "code"),
    "credit_code": ("row", "credit_code"),
    "region": ("project", "region"),
    "town": ("row", "town"),
    "stage": ("project", "stage"),
}

REPEATED = ("region", "town", "stage")
"""What is kept as a dictionary where it comes as one: a few texts stand in many rows."""


def carried(screener: Screener, batch: Batch) -> dict[str, pa.Array]:
    """What the results keep of the input: names and codes as they are."""
    return {key: _carried(screener, batch, *place) for key, place in CARRIED.items()}


def result_table(
    screener: Screener, rows: Integers, kept: Mapping[str, pa.Array], found: Screened, lang: str
) -> pa.Table:
    """The results of some rows: their numbers, what is kept of them, and what was found."""
    which = LANGUAGES.index(lang)
    outcomes = screener.outcomes

    def of(texts: Sequence[Any], codes: Any, kind: Any = None) -> Any:
        return _coded(texts, codes, kind or pa.string())

    figure = {name: pa.array(v, from_pandas=True) for name, v in found.figures.items()}
    codes = found.outcome
    table = {
        "row": pa.array(rows),
        **kept,
        "sector": of([screener.sector_name(s, lang) for s in screener.sectors], found.sector),
        "verdict": of([o.verdict for o in outcomes], codes),
        "label": of([o.label[which] for o in outcomes], codes),
        "reason": of([o.reason[which] for o in outcomes], codes),
        "intensity": figure["intensity"],
        "unit": of(screener.units, found.unit),
        "admission": figure["admission"],
        "advanced": figure["advanced"],
        "gap_percent": figure["gap"],
        "grade": of([o.grade or None for o in outcomes], codes),
        "provisional": of(["provisional" if o.provisional else None for o in outcomes], codes),
        "missing": of([o.missing[which] or None for o in outcomes], codes),
        "total_tco2e": figure["total"],
        "how": of(("computed", "error"), (found.how == HOW.index("error")).astype(np.int32)),
        "error": _errors(rows, found.errors, lang),
        "warnings": _warnings(len(rows), found, which),
    }
    return pa.table({name: table[name] for name in FIELDS if name in table})


def _coded(texts: Sequence[Any], codes: Any, kind: Any) -> Any:
    """Texts by code as a dictionary array."""
    mask = codes < 0
    none = [i for i, text in enumerate(texts) if text is None]
    if none:
        mask = mask | np.isin(codes, none)
    words = pa.array(["" if text is None else text for text in texts], kind)
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=mask), words)


def _carried(screener: Screener, batch: Batch, section: str, key: str) -> Any:
    """A column of the input as it is."""
    place = screener.place(section, key)
    if place is None:
        return pa.nulls(batch.rows, pa.string())
    array = batch.columns[place]
    kind = array.type
    if key in REPEATED and pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type):
        return array
    return array if pa.types.is_string(kind) else array.cast(pa.string())


def _errors(rows: Any, errors: Sequence[RowError], lang: str) -> Any:
    """For each row what is wrong with it, in one text."""
    if not errors:
        return pa.nulls(len(rows), pa.string())
    texts: list[str | None] = [None] * len(rows)
    places = {int(number): i for i, number in enumerate(rows)}
    for e in errors:
        said = f"{e.problem.code} {e.column}: {e.problem.message(lang)}".replace(" : ", ": ")
        at = places[e.row]
        before = texts[at]
        texts[at] = said if before is None else f"{before}；{said}"
    return pa.array(texts, pa.string())


ERROR_COLUMNS = ("row", "column", "value", "problem", "message", "hint")
"""Columns of the table of errors."""


def _warnings(rows: int, found: Screened, which: int) -> Any:
    """For each row what of it is implausible, in one text."""
    if not found.warnings:
        return pa.nulls(rows, pa.string())
    texts: list[str | None] = [None] * rows
    for row, said in found.warnings.items():
        texts[row] = said[which]
    return pa.array(texts, pa.string())


def error_table(errors: Sequence[RowError], lang: str) -> pa.Table:
    """One row for each thing that is wrong."""
    return pa.table(
        {
            "row": pa.array([e.row for e in errors], pa.int64()),
            "column": pa.array([e.column for e in errors], pa.string()),
            "value": pa.array([e.value for e in errors], pa.string()),
            "problem": pa.array([e.problem.code for e in errors], pa.string()),
            "message": pa.array([e.problem.message(lang) for e in errors], pa.string()),
            "hint": pa.array([e.problem.hint(lang) for e in errors], pa.string()),
        }
    )
