"""Chapter: what the result rests on without proof, how sure it is, and what was warned of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carbon_eia.project import parameter_label
from carbon_eia.report.deciding_comparison import governing
from carbon_eia.report.document import Block, Chapter, Paragraph, TableRow, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, grade, row, small
from carbon_eia.report.project.comparison_words import against, deciding_product
from carbon_eia.report.project.quality import doubtful, marks, unproven
from carbon_eia.report.shown_certainty import InputRow, certainty_view
from carbon_eia.run.records import ParameterRecord, Run, SourceRecord, WarningRecord

__all__ = ["uncertainty_and_gaps"]

STRONG = ("near", "missing")
"""Kinds of sentences of an analysis that stand out."""


def uncertainty_and_gaps(run: Run, p: Printer) -> Chapter:
    """Values that were not declared or are weak, what they may change, and every warning."""
    return p.chapter(
        "uncertainty", _values(run, p), _bearing(run, p), _analysis(run, p), _warnings(run, p)
    )


# --- values that stand out


def _values(run: Run, p: Printer) -> Iterator[Block]:
    found = doubtful(run)
    yield p.section("defaults")
    yield from p.said(list(_of_values(run, len(found), p)), together=False)
    if not found:
        return
    yield Paragraph((p.word("legend"),), "note with-next")
    yield from p.table(
        "defaults",
        [
            p.column("source", 19),
            p.column("parameter", 17),
            p.column("value", 14, "num"),
            p.column("status", 12),
            p.column("grade_short", 7, "mid"),
            p.column("why", 31),
        ],
        [_value(s, x, p) for s, x in found],
        look="doubts",
    )


def _of_values(run: Run, count: int, p: Printer) -> Iterator[Text]:
    sources = run.inventory.by_source
    if count:
        yield p.tell("defaults_what", count=str(count))
    elif sources:
        yield p.tell("defaults_none")
    if names := unproven(run):
        yield p.tell("evidence_lacking", names=p.listed(names))
    elif sources:
        yield p.tell("evidence_complete")
    if stated := [f"{s.name} {p.typed(s.uncertainty)}" for s in sources if s.uncertainty]:
        yield p.tell("uncertainty_declared", names=p.listed(stated))


def _value(source: SourceRecord, parameter: ParameterRecord, p: Printer) -> TableRow:
    cited = parameter.source
    return row(
        source.name,
        parameter_label(source.method, parameter.name, p.lang),
        cell(TextSpan(p.shown(parameter), "quantity"), align="num"),
        cell(*marks(parameter, p)),
        grade(cited.grade if cited else p.word("dash")),
        p.say(cited.reason) if cited else "",
    )


# --- what they may change


def _bearing(run: Run, p: Printer) -> list[Block]:
    return [p.section("bearing"), *p.said(list(_of_bearing(run, p)))]


def _of_bearing(run: Run, p: Printer) -> Iterator[Text]:
    admission = governing(run, "admission")
    if run.decision.verdict == "undetermined":
        yield p.tell("effect_undetermined")
    elif admission is not None:
        yield from deciding_product(run, p)
        below = "effect_zero" if admission.excess is None else "effect_margin_below"
        yield against(admission, ("effect_margin_above", "effect_equal", below), p)
    if run.uncertainty is None:
        yield p.tell("effect_no_draws")


# --- how sure the figures are


def _analysis(run: Run, p: Printer) -> Iterator[Block]:
    analysed = certainty_view(run.uncertainty, p.lang)
    if analysed is None:
        return
    yield p.section("uncertainty")
    for text, kind in analysed.lines:
        yield Paragraph(_apart(text), "alert" if kind in STRONG else "")
    yield from p.drawing("certainty")
    yield from p.table(
        "certainty",
        [
            p.column("input", 22),
            p.column("spread", 12),
            p.column("spread_basis", 30),
            p.column("first_order", 10, "num"),
            p.column("total_order", 10, "num"),
            p.column("break_even", 16, "num"),
        ],
        [_input(x) for x in analysed.rows],
        caption=analysed.title,
    )


def _input(x: InputRow) -> TableRow:
    """A drawn input: what is varied, by how much, and how much of the spread it explains."""
    return row(
        x.input,
        cell(x.spread, small(x.shape)),
        x.basis,
        cell(x.first, align="num"),
        cell(x.total, align="num"),
        cell(_apart(x.break_even), small(x.change), align="num"),
    )


def _apart(text: str) -> Text:
    """A text whose long numbers have their thousands set apart as everywhere in a report.

    >>> _apart("排放总量 1,170,400 tCO2e")
    ('排放总量 ', TextSpan(text='1170400', look='number', link=''), ' tCO2e')
    """
    pieces: list[str | TextSpan] = []
    for n, piece in enumerate(_GROUPED.split(text)):
        if n % 2:
            pieces.append(TextSpan(piece.replace(",", ""), "number"))
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


_GROUPED = re.compile(r"(−?\d{1,3}(?:,\d{3})+(?:\.\d+)?)")


# --- warnings


def _warnings(run: Run, p: Printer) -> Iterator[Block]:
    count = len(run.warnings)
    yield p.section("warnings")
    yield from p.said(
        [p.tell("warnings_what", count=str(count)) if count else p.tell("warnings_none")]
    )
    yield from p.table(
        "warnings",
        [
            p.column("warning_code", 12),
            p.column("where", 22),
            p.column("message", 41),
            p.column("hint", 25),
        ],
        [_warning(x, run, p) for x in run.warnings],
        caption=p.word("s_warnings"),
    )


def _warning(warning: WarningRecord, run: Run, p: Printer) -> TableRow:
    return row(
        TextSpan(warning.code, "code"),
        _where(warning.where or "", run),
        p.say(warning, "message"),
        p.say(warning, "hint", ".hint"),
    )


def _where(key: str, run: Run) -> str:
    """A key path with the name of what it points at: ``sources[1] 外购电力``."""
    names = {
        "sources": [s.name for s in run.inventory.by_source],
        "products": [x.name for x in run.project.products],
        "measures": [m.name for m in run.project.measures],
    }
    found = re.match(r"(\w+)\[(\d+)\]", key)
    if found is None or found[1] not in names:
        return key
    entries, number = names[found[1]], int(found[2])
    return f"{key} {entries[number]}" if number < len(entries) else key
