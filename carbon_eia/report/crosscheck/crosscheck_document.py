"""A cross-check as a document: the statement, the result table, the tolerances kept to."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.crosscheck.crosscheck_records import ComparedLine, CrossCheckRecord
from carbon_eia.report import show
from carbon_eia.report.document import (
    Block,
    Chapter,
    Document,
    Fact,
    FactList,
    KeyFigure,
    VerdictBox,
    numbered,
)
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.plain_files import write_plain
from carbon_eia.report.printer import Printer, TextRow, clipped
from carbon_eia.run.keywords import REGISTER
from carbon_eia.run.records import QuantityRecord

__all__ = ["crosscheck_document", "render_crosscheck"]

WORDS = "crosscheck.report"
"""Where the words of these documents stand in the catalogue."""

BOXES = {
    "consistent": "pass",
    "to_be_explained": "retrofit",
    "not_comparable": "undetermined",
    "inconsistent": "refuse",
    "not_equal": "refuse",
}
"""Result → how its box is drawn."""


def render_crosscheck(record: CrossCheckRecord, suffix: str, lang: str = "zh") -> bytes:
    """The document in a language, as ``.pdf``, ``.docx`` or ``.html``; it carries its record.

    Raises CallError CE-C005 for another ending, MachineError where the machine lacks something.
    """
    return write_plain(crosscheck_document(record, lang), record, "crosscheck.json", suffix, lang)


def crosscheck_document(record: CrossCheckRecord, lang: str = "zh") -> Document:
    """The cross-check in a language."""
    lang = "en" if lang == "en" else "zh"
    p = Printer(lang, own=WORDS)
    title = p.word("title", name=record.project, year=record.year)
    chapters = (_statement(record, p), _table(record, p), _tolerances(record, p))
    return numbered(
        in_own_language(
            Document(
                lang=p.lang,
                kind=p.word("kind"),
                title=title,
                name=record.project,
                head=clipped(title),
                foot=p.word("foot", id=show.short_id(record.id)),
                what=p.word("kind"),
                notes=(p.word("nature"),),
                imprint=(
                    (p.word("i.code"), record.code or p.word("dash")),
                    (p.word("i.year"), str(record.year)),
                    (p.word("i.run"), show.short_id(record.run)),
                    (p.word("i.other"), p.text(record.kind_name)),
                    (p.word("i.day"), record.as_of),
                    (p.word("i.version"), record.reference.version),
                ),
                keywords=(REGISTER,),
                day=record.as_of,
                chapters=tuple(c for c in chapters if c.blocks),
            )
        )
    )


def _statement(record: CrossCheckRecord, p: Printer) -> Chapter:
    worst = [x for x in record.lines if x.result == record.result and x.result != "consistent"]
    counts = {r: sum(x.result == r for x in record.lines) for r in BOXES}
    figures = tuple(
        KeyFigure(p.code("crosscheck.result", r), str(n), p.word("items"), "")
        for r, n in counts.items()
        if n
    )
    box = VerdictBox(BOXES[record.result], p.code("crosscheck.result", record.result), figures)
    facts = FactList(
        (
            Fact(p.word("f.own"), (p.word("own", id=show.short_id(record.run), year=record.year,
                                         boundary=p.text(record.boundary)),), wide=True),
            Fact(p.word("f.other"), (p.word("other", kind=p.text(record.kind_name),
                                           title=record.title or p.word("dash"),
                                           year=record.other_year,
                                           boundary=p.boundary(record.other_boundary)),),
                 wide=True),
            Fact(p.word("f.who"), (record.handed_in_by,)),
            Fact(p.word("f.basis"), (record.basis,)),
        )
    )  # fmt: skip
    return p.chapter(
        "statement",
        [box, facts],
        p.paragraph(f"p.{record.result}"),
        [] if record.why is None else p.bullets([p.say(record.why)]),
        p.bullets([_told(x, p) for x in worst]),
        [] if not record.left_out else p.paragraph("p.left_out", names=p.listed(record.left_out)),
        p.paragraph("p.statement"),
    )


def _told(x: ComparedLine, p: Printer) -> str:
    """A comparison in words."""
    step = p.code("crosscheck.step", x.step)
    why = "" if x.why is None else p.say(x.why)
    share = "" if x.share is None else p.word("share", share=show.margin(x.share))
    return p.word("line", step=step, name=x.name, why=why or share)


def _table(record: CrossCheckRecord, p: Printer) -> Chapter:
    columns = [
        p.column("h.name", 16),
        p.column("h.own", 17, "num"),
        p.column("h.other", 17, "num"),
        p.column("h.difference", 15, "num"),
        p.column("h.share", 11, "num"),
        p.column("h.result", 12),
        p.column("h.at", 12),
    ]
    return p.chapter("table", p.text_table("compared", columns, [*_rows(record, p)]))


def _rows(record: CrossCheckRecord, p: Printer) -> Iterator[TextRow]:
    """The comparisons under the heading of their step."""
    step = ""
    for x in record.lines:
        if x.step != step:
            step = x.step
            yield TextRow([p.code("crosscheck.step", step)], "group")
        yield TextRow(
            [
                x.name,
                _amount(x.own, p),
                _amount(x.other, p),
                _amount(x.difference, p),
                p.word("dash") if x.share is None else f"{show.margin(x.share)} %",
                p.code("crosscheck.result", x.result),
                x.at or p.word("dash"),
            ]
        )


def _tolerances(record: CrossCheckRecord, p: Printer) -> Chapter:
    columns = [
        p.column("h.tolerance", 34),
        p.column("h.value", 12),
        p.column("h.source", 20),
        p.column("h.grade", 6, "mid"),
        p.column("h.note", 28),
    ]
    rows = [
        TextRow([p.text(t.name), p.typed(t), t.clause, t.grade, p.quoted(t.note)])
        for t in record.tolerances
    ]
    table: list[Block] = p.text_table("tolerances", columns, rows)
    return p.chapter("tolerances", p.paragraph("p.tolerances"), table, annex=True)


def _amount(value: QuantityRecord | None, p: Printer) -> str:
    if value is None:
        return p.word("dash")
    return f"{show.emission(value)} {value.unit}"
