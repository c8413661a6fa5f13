"""How many rows of each sector and of each place have each verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbon_eia.messages import sentence
from carbon_eia.report.document import Block, Chapter, TableColumn
from carbon_eia.report.printer import MOST_ROWS, Printer, TextRow
from carbon_eia.report.screening.head_words import clipped_cell, head_of, room_of, with_capital
from carbon_eia.screening import Summary, verdict_word

__all__ = ["MOST_GROUPS", "places", "sectors"]

MOST_GROUPS = 100
"""Groups that are listed one by one on a page; the others are one row."""

Counts = Mapping[str, int]


def sectors(summary: Summary, p: Printer) -> Chapter:
    """The verdicts of each sector."""
    return _chapter("sector", summary.sectors, summary, p)


def places(summary: Summary, p: Printer) -> Chapter:
    """The verdicts of each town, or of each region where no town is stated."""
    return _chapter("town", summary.towns, summary, p)


def _chapter(key: str, groups: Mapping[str, Counts], summary: Summary, p: Printer) -> Chapter:
    """Of many groups those with most rows, and the others together."""
    most = min(MOST_GROUPS, MOST_ROWS) if p.paper else MOST_GROUPS
    listed, note = list(groups), list[Block]()
    if len(groups) > most:
        listed = sorted(groups, key=lambda g: (-sum(groups[g].values()), g))[:most]
        note = p.paragraph("groups_left", "note", shown=f"{most:,}", all=f"{len(groups):,}")
    order = list(summary.verdicts)
    rows = [TextRow(_counts(clipped_cell(name) or "—", groups[name], order)) for name in listed]
    if others := groups.keys() - set(listed):
        sums = {v: sum(groups[name].get(v, 0) for name in others) for v in order}
        rows.append(TextRow(_counts(p.word("others", count=f"{len(others):,}"), sums, order)))
    total = with_capital(sentence("screening.all", p.lang))
    columns = _columns(key, [str(row.texts[0]) for row in rows], order, p)
    rows.append(TextRow(_counts(total, summary.verdicts, order), "sum"))
    return p.chapter(f"by_{key}", note, p.text_table(f"by_{key}", columns, rows))


def _columns(key: str, names: Sequence[str], order: Sequence[str], p: Printer) -> list[TableColumn]:
    """The group, each verdict, all rows."""
    heads = [*(verdict_word(v, p.lang) for v in order), sentence("screening.rows", p.lang)]
    width = 66 / len(heads)
    return [
        TableColumn(head_of(key, p.lang), 34, look=room_of(names)),
        *(TableColumn(with_capital(head), round(width, 2), "num") for head in heads),
    ]


def _counts(name: str, counts: Counts, order: Sequence[str]) -> list[str]:
    figures = [*(counts.get(v, 0) for v in order), sum(counts.values())]
    return [name, *(str(n) for n in figures)]
