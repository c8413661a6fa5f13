"""What is decided, on what ground, under which conditions, and what can be done against it."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.register.opinion_record import OpinionRecord, StatutoryRecord, TaskRecord
from carbon_eia.report.document import Block, Chapter, Paragraph, Text, TextSpan
from carbon_eia.report.opinion.opinion_words import clause, day, gap_or, label_of
from carbon_eia.report.printer import Printer, TextRow, row

__all__ = ["closing", "conditions", "grounds", "opinion", "remedies"]


def grounds(record: OpinionRecord, p: Printer) -> Chapter:
    """The clauses that the opinion rests on, word for word."""
    rows = [(clause(g, p), g.quotation) for g in record.grounds]
    rows += _of_run(record, p)
    columns = [p.column("h.clause", 34), p.column("h.quotation", 66)]
    quoted = [TextRow([head, p.quoted(text)]) for head, text in rows]
    return p.chapter("grounds", p.text_table("grounds", columns, quoted))


def _of_run(record: OpinionRecord, p: Printer) -> Iterator[tuple[str, str]]:
    """The clauses that decide in the Run: of its documents, and of rules that veto or fail."""
    run = record.run
    if run is None:
        return
    for x in run.documents:
        yield f"{p.document(x)} {x.clause}".strip(), x.quotation
    deciding = [r for r in run.reasons if r.quotation and (r.severity == "veto" or not r.passed)]
    for r in {r.clause: r for r in deciding}.values():
        yield f"{r.clause}{p.bracketed(r.instrument)}", r.quotation


def opinion(record: OpinionRecord, p: Printer) -> Chapter:
    """The decision with its reasons; in a draft, the recommendation."""
    return p.chapter("opinion", _said(record, p), _hands(record, p))


def _said(record: OpinionRecord, p: Printer) -> Iterator[Block]:
    decided, recommended = record.decided, record.recommended
    label = TextSpan(label_of(record.verdict, record, p), "bold")
    key = "p.recommended" if decided is None else "p.decided"
    yield Paragraph(p.told(key, project=record.project, label=(label,)))
    reason = decided.reason if decided is not None else recommended.reason if recommended else ""
    yield Paragraph((p.word("reason"), reason))
    if decided is not None and decided.against and recommended is not None:
        before = label_of(recommended.verdict, record, p)
        yield from p.paragraph("p.against", before=before, why=decided.against)


def _hands(record: OpinionRecord, p: Printer) -> Iterator[Block]:
    """Who recommended and who decided, by their roles: never the same person."""
    recommended, decided = record.recommended, record.decided
    rows = []
    if recommended is not None:
        label = label_of(recommended.verdict, record, p)
        rows.append([p.word("act.recommended"), p.text(recommended.role), recommended.day, label])
    if decided is not None:
        label = label_of(decided.verdict, record, p)
        rows.append([p.word("act.decided"), p.text(decided.role), decided.day, label])
    else:
        rows.append([p.word("act.decided"), p.word("dash"), p.word("dash"), p.word("undecided")])
    columns = [p.column("h.act", 18), p.column("h.role", 22), p.column("h.day", 18),
               p.column("h.verdict", 42)]  # fmt: skip
    yield from p.text_table("hands", columns, [TextRow(r) for r in rows])
    yield from p.paragraph("p.four_eyes", "note", clause=record.rule.clause)


def conditions(record: OpinionRecord, p: Printer) -> Chapter:
    """Conditions, the deadline, milestones, and the duties that the law itself sets."""
    decided = record.decided
    parts: list[Block] = []
    if decided is not None and decided.deadline is not None:
        parts += p.paragraph("p.deadline", day=day(decided.deadline, p))
    if decided is not None and decided.conditions:
        parts += [Paragraph((p.word("lead_conditions"),), "lead")]
        parts += p.bullets(decided.conditions, ordered=True)
    columns = [p.column("h.kind", 18), p.column("h.name", 46), p.column("h.until", 36)]
    tasks = p.text_table("tasks", columns, [_task(t, p) for t in record.tasks])
    columns = [p.column("h.duty", 62), p.column("h.until", 14), p.column("h.clause", 24)]
    duties = p.table("duties", columns, [row(*_duty(d, p)) for d in record.duties])
    return p.chapter("conditions", parts, tasks, duties)


def _task(task: TaskRecord, p: Printer) -> TextRow:
    until = task.day or ""
    if task.before is not None:
        before = p.word("before", step=p.text(task.before))
        until = p.listed([x for x in (until, before) if x])
    return TextRow([p.word(f"kind.{task.kind}"), task.name, until])


def _duty(duty: StatutoryRecord, p: Printer) -> tuple[str, str, str]:
    return p.text(duty.text), duty.due or p.word("dash"), duty.ground.clause


def remedies(record: OpinionRecord, p: Printer) -> Chapter:
    """What can be done against the decision: as it says itself, and as the law does."""
    decided = record.decided
    own: list[Text] = [(text,) for text in decided.remedies] if decided is not None else []
    law: list[Text] = [_with_clause(x, p) for x in record.remedies]
    return p.chapter("remedies", p.bullets([*own, *law], ordered=True))


def _with_clause(remedy: StatutoryRecord, p: Printer) -> Text:
    """What can be done, with its clause before the full stop."""
    stop = p.word("stop")
    said = p.text(remedy.text).removesuffix(stop)
    return (f"{said}{p.bracketed(remedy.ground.clause)}{stop}",)


def closing(record: OpinionRecord, p: Printer) -> Chapter:
    """Authority, place for the seal, and the day."""
    decided = record.decided
    authority = "" if decided is None else decided.authority
    written = day(record.as_of, p) if decided is not None else p.word("undecided")
    lines = [
        Paragraph((gap_or(authority, p, "authority"),), "signed"),
        Paragraph((p.word("seal"),), "signed"),
        Paragraph((written,), "signed"),
    ]
    if decided is None:
        lines.append(Paragraph((p.word("p.draft"),), "alert"))
    return Chapter("closing", "", tuple(lines))
