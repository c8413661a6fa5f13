"""The tables of a page: which columns, in which order, how wide, and their cells as texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.drawing import text_width
from carbon_eia.messages import sentence
from carbon_eia.screening.excel import verdict_word
from carbon_eia.screening.tally import Summary

__all__ = ["Column", "Listing", "groups", "listing"]

FIRST = (
    "name",
    "label",
    "gap_percent",
    "intensity",
    "admission",
    "advanced",
    "unit",
    "reason",
    "row",
    "rank",
)
"""What a reader looks for first; the first column stays in sight while the others are moved."""

SECONDARY = ("verdict", "provisional", "how", "credit_code", "region", "file")
"""Columns that are shown when asked for."""

LISTED = ("sector", "region", "town", "stage", "label", "grade", "problem")
"""Columns of few texts, which are filtered by choosing one of them."""

SHORT, MIDDLE = 14, 26
"""Widest text, in its own size, of a column that keeps each cell on one line, and of one that
needs little room."""

MOST_TEXT = 600
"""Characters of a cell that the page shows; the tables of results hold it whole."""

MOST_GROUPS = 100
"""Groups that are listed one by one; the others are one row."""


class Column(NamedTuple):
    """A column: ``kind`` is ``number`` or, by its widest text, ``word``, ``words``, ``long``."""

    key: str
    title: str
    kind: str
    secondary: bool = False

    @property
    def chosen(self) -> bool:
        """Whether it is filtered by choosing from what it holds."""
        return self.key in LISTED


class Listing(NamedTuple):
    """A table ready for show: ``verdicts`` and ``rows`` go together; ``label`` is the place of the
    column that has the colour of the verdict; ``foot`` is the row of sums; ``note``, what is left
    out."""

    ident: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    verdicts: Sequence[str]
    label: int
    foot: Sequence[str] = ()
    note: str = ""

    def places(self, kind: str) -> list[int]:
        """Where the columns of a kind stand, counted from 1 as style sheets do."""
        return [i for i, c in enumerate(self.columns, start=1) if c.kind == kind]

    @property
    def secondary(self) -> list[int]:
        """Where the columns stand that are shown when asked for, counted from 1."""
        return [i for i, c in enumerate(self.columns, start=1) if c.secondary]


def listing(ident: str, table: pa.Table, note: str, lang: str) -> Listing:
    """Rows of results or errors; columns without any cell are left out.

    A row with errors has the word for it where the others have their verdict.
    """
    if "label" in table.column_names:
        at = table.column_names.index("label")
        wrong = verdict_word("error", lang)
        table = table.set_column(at, "label", pc.fill_null(table["label"].cast(pa.string()), wrong))
    names = [n for n in table.column_names if table[n].null_count < table.num_rows]
    order = [n for n in FIRST if n in names]
    order += [n for n in names if n not in order]
    columns, cells = [], []
    for name in order:
        number = not pa.types.is_string(table[name].type)
        texts = [_text(value) for value in table[name].to_pylist()]
        kind = "number" if number else _kind(texts)
        title = sentence(f"screening.column.{name}", lang)
        columns.append(Column(name, title, kind, name in SECONDARY))
        cells.append(texts)
    verdicts = table["verdict"].to_pylist() if "verdict" in names else [None] * table.num_rows
    return Listing(
        ident,
        sentence(f"screening.sheet.{ident}", lang),
        columns,
        list(zip(*cells, strict=True)),
        [v or "error" for v in verdicts],
        order.index("label") if "label" in order else -1,
        note=note,
    )


def groups(
    key: str, counts: Mapping[str, Mapping[str, int]], summary: Summary, lang: str
) -> Listing:
    """How many rows of each group have each verdict; of many groups those with most rows."""
    order = list(summary.verdicts)
    title = sentence(f"screening.page.by_{key}", lang)
    listed = list(counts)
    if len(counts) > MOST_GROUPS:
        listed = sorted(counts, key=lambda g: (-sum(counts[g].values()), g))[:MOST_GROUPS]
        facts = {"shown": f"{MOST_GROUPS:,}", "all": f"{len(counts):,}"}
        title += sentence("screening.page.first_groups", lang, facts)
    rows = [_count_row(name or "—", counts[name], order) for name in listed]
    others = [counts[name] for name in counts.keys() - set(listed)]
    if others:
        sums = {v: sum(o.get(v, 0) for o in others) for v in order}
        name = sentence("screening.page.others", lang, {"count": f"{len(others):,}"})
        rows.append(_count_row(name, sums, order))
    heads = [*(verdict_word(v, lang) for v in order), sentence("screening.rows", lang)]
    columns = [
        Column(key, sentence(f"screening.column.{key}", lang), _kind(r[0] for r in rows)),
        *(Column("", head, "number") for head in heads),
    ]
    foot = _count_row(sentence("screening.all", lang), summary.verdicts, order)
    return Listing(f"by_{key}", title, columns, rows, [""] * len(rows), -1, foot)


def _count_row(name: str, counts: Mapping[str, int], order: Sequence[str]) -> list[str]:
    figures = [*(counts.get(v, 0) for v in order), sum(counts.values())]
    return [_text(name), *(f"{n:,}" for n in figures)]


def _text(value: object) -> str:
    """A cell as it is shown: figures in full with their thousands set apart.

    >>> _text(1234567.25), _text(1e-05), _text(None), _text(-0.8391), _text(12.0)
    ('1,234,567.25', '0.00001', '', '-0.8391', '12')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):,f}"
    if isinstance(value, int):
        return f"{value:,}"
    text = str(value)
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def _kind(texts: Iterable[str]) -> str:
    """How much room a column of texts needs, by the widest of them.

    >>> _kind(["水泥熟料", "铅冶炼"]), _kind(["高于准入值；措施不能按期完成"])
    ('word', 'words')
    """
    widest = max((text_width(t, 1.0) for t in set(texts)), default=0.0)
    return "word" if widest <= SHORT else "words" if widest <= MIDDLE else "long"
