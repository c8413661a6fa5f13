"""What was filed and what the review found: chapters 1 and 2 of an opinion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbon_eia.messages import sentence
from carbon_eia.register.opinion_record import FindingRecord, OpinionRecord, RunExcerpt
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, Paragraph, TableRow, TextSpan
from carbon_eia.report.opinion.opinion_words import day
from carbon_eia.report.printer import Printer, TextRow, cell, grade, labelled, numbers, row, small
from carbon_eia.report.project.intensities import break_even, moved_input
from carbon_eia.report.shown_certainty import short
from carbon_eia.run.records import ComparisonRecord, ReasonRecord

__all__ = ["application", "opening", "review"]


def opening(record: OpinionRecord, p: Printer) -> Chapter:
    """To whom it is addressed, what was handed in, and that it was reviewed."""
    name = record.applicant or p.gap(p.word("applicant"))
    filed = p.told(
        "p.opening",
        day=day(record.filing.received, p),
        project=record.project,
        code=record.case,
        run=show.short_id(record.filing.run) or p.word("dash"),
    )
    addressed = Paragraph((name, p.word("addressed")), "addressee")
    return Chapter("opening", "", (addressed, Paragraph(filed)))


def application(record: OpinionRecord, p: Printer) -> Chapter:
    """The project, who applies, and how the application was handled."""
    filing = record.filing
    accepted = filing.accepted or p.word("dash")
    if filing.deemed:
        accepted += p.bracketed(p.word("deemed"))
    facts = {
        "project": record.project,
        "code": record.case,
        "applicant": record.applicant or p.word("dash"),
        "credit_code": record.credit_code or p.word("dash"),
        "sector": p.text(record.sector) or p.word("dash"),
        "region": record.region or p.word("dash"),
        "stage": _stage(record.stage, p),
        "filing": p.word("filing", number=filing.number, received=filing.received),
        "accepted": accepted,
        "file": filing.file or p.word("dash"),
    }
    rows = [labelled(p.word(f"l.{key}"), text) for key, text in facts.items()]
    rows.append(labelled(p.word("l.run"), TextSpan(filing.run or p.word("dash"), "hash")))
    columns = [p.column("", 26), p.column("", 74)]
    return p.chapter("application", p.table("application", columns, rows))


def _stage(stage: str, p: Printer) -> str:
    """The stage of the plant: as projects are told, or one of those that follow."""
    return sentence(f"stage.{stage}", p.lang, default="") or p.word(f"stage.{stage}")


def review(record: OpinionRecord, p: Printer) -> Chapter:
    """The values compared with, the rules, the findings with their answers."""
    run = record.run
    parts: list[Block] = []
    if run is None:
        parts += p.paragraph("p.no_run")
    else:
        parts += _result(record, run, p)
        parts += _limits(run.comparisons, p)
        parts += _worth(run, p)
        parts += _rules(run.reasons, p)
    return p.chapter("review", parts, _findings(record.findings, p))


def _result(record: OpinionRecord, run: RunExcerpt, p: Printer) -> Iterator[Block]:
    """What the assessment says of itself, before the authority's own opinion."""
    label = sentence(f"verdict.{record.filing.verdict}", p.lang, default=run.label)
    yield from p.paragraph("p.result", label=label, run=show.short_id(run.id))
    if run.provisional:
        yield from p.paragraph("p.provisional", "note")
    if run.missing:
        yield Paragraph((p.word("lead_missing"),), "lead")
        yield from p.bullets([p.say(m) for m in run.missing])


def _limits(comparisons: Sequence[ComparisonRecord], p: Printer) -> list[Block]:
    columns = [
        p.column("h.product", 17),
        p.column("h.level", 12),
        p.column("h.value", 11, "num"),
        p.column("h.limit", 11, "num"),
        p.column("h.margin", 12, "num"),
        p.column("h.instrument", 29),
        p.column("h.grade", 8, "mid"),
    ]
    return p.table("limits", columns, [_limit(c, p) for c in comparisons])


def _limit(c: ComparisonRecord, p: Printer) -> TableRow:
    limit = show.exact(c.limit)
    adopted = p.word("adopted" if c.adopted else "not_adopted")
    marks = [adopted, *([p.word("illustrative")] if c.illustrative else [])]
    return row(
        cell(c.declared_name or c.product_name, small(c.unit)),
        p.code("level", c.level),
        cell(TextSpan(show.beside(show.exact(c), [limit]), "number"), align="num"),
        cell(TextSpan(show.plain(c.limit), "number"), align="num"),
        cell(TextSpan(f"{show.margin(c.margin_percent)} %", "quantity"), align="num"),
        cell(
            p.document(c.citation), small(p.listed([x for x in (c.citation.locator, *marks) if x]))
        ),
        grade(c.grade),
    )


def _worth(run: RunExcerpt, p: Printer) -> list[Block]:
    """By how much each input has to move for the intensity to equal its limit."""
    told = [s for s in run.sensitivity if s.break_even_percent is not None]
    columns = [p.column("sensitivity_input", 60), p.column("break_even_percent", 40, "num")]
    shares = numbers([break_even(s, p) for s in told])
    rows = [row(cell(*moved_input(s, p)), n) for s, n in zip(told, shares, strict=True)]
    return p.table("worth", columns, rows)


def _rules(reasons: Sequence[ReasonRecord], p: Printer) -> list[Block]:
    """The rules that judge: what was found, under which clause, and whether it is met."""
    columns = [p.column("h.rule", 24), p.column("h.fact", 50), p.column("h.result", 10),
               p.column("h.clause", 16)]  # fmt: skip
    ordered = sorted(reasons, key=lambda r: bool(r.passed))
    rows = [
        row(
            p.text(r.title),
            p.say(r, "fact"),
            TextSpan(
                p.word(f"met.{str(bool(r.passed)).lower()}"),
                "result" if r.passed else "result fails",
            ),
            r.clause,
        )
        for r in ordered
    ]
    return p.table("rules", columns, rows)


def _findings(findings: Sequence[FindingRecord], p: Printer) -> list[Block]:
    if not findings:
        return p.paragraph("p.no_findings")
    columns = [
        p.column("h.place", 17),
        p.column("h.finding", 34),
        p.column("h.worth", 23),
        p.column("h.answer", 26),
    ]
    rows = [
        TextRow(
            [
                TextSpan(f.path, "code"),
                f"{f.text or p.word('dash')}{p.bracketed(f.day)}",
                _worth_of(f, p),
                _answer(f, p),
            ]
        )
        for f in findings
    ]
    return p.text_table("findings", columns, rows)


def _worth_of(finding: FindingRecord, p: Printer) -> str:
    even = finding.break_even
    if even is None:
        return finding.worth or p.word("not_stated")
    change = even.change_percent
    percent = f"{show.margin(change)} %" if change else p.word("dash")
    return p.word("turns_at", value=f"{short(even.value, 5)} {even.unit}".strip(), percent=percent)


def _answer(finding: FindingRecord, p: Printer) -> str:
    if finding.answered is None:
        return p.word("unanswered")
    return f"{finding.answer or p.word('answered')}{p.bracketed(finding.answered)}"
