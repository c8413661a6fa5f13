"""Chapter: the verdict, what it rests on, what it lacks, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence, verdict_label
from carbon_eia.report.document import Block, Chapter, Paragraph, Span, Text
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.rules import grounds
from carbon_eia.run.records import DeadlineRecord, Run

__all__ = ["conclusion", "deadline_line"]


def conclusion(run: Run, p: Printer) -> Chapter:
    """The verdict in words, and when it is to be looked at again."""
    decision, stop = run.decision, p.word("stop")
    first, *others = _verdict(run, p)
    return p.chapter(
        "conclusion",
        p.said([first], look="alert"),
        p.said(others, together=False),
        _counted("verdict_rests", [text + stop for text in grounds(run, p)], "with-next", p),
        _counted("missing", [p.say(x) for x in decision.missing], "with-next lead", p),
        _counted("conditions", [p.say(x) for x in decision.conditions], "with-next lead", p),
        deadline_line(run, p),
        p.said([p.tell("again_when")]),
    )


def deadline_line(run: Run, p: Printer) -> list[Block]:
    """The day by which the verdict wants its limit reached, and who set it; empty without one."""
    found = run.retrofit.deadline
    if found is None or not run.decision.deadline:
        return []
    day = f"{p.word('deadline')}{p.word('colon')}{found.date}"
    return [Paragraph((Span(day, "bold"), " ", Span(_origin(found, p), "sub")))]


def _origin(found: DeadlineRecord, p: Printer) -> str:
    parts = [p.code("origin", found.origin)]
    if found.origin != "project":
        parts.append(found.citation)
    parts.append(f"{p.word('grade')} {found.grade}")
    return p.word("semicolon").join(parts)


def _verdict(run: Run, p: Printer) -> Iterator[Text]:
    decision = run.decision
    label = verdict_label(decision.verdict, p.lang, decision.ground)
    yield p.tell("verdict_provisional" if decision.provisional else "verdict_is", label=label)
    if decision.indicative:
        yield p.tell("verdict_indicative", label=sentence(f"verdict.{decision.indicative}", p.lang))


def _counted(key: str, texts: list[str], look: str, p: Printer) -> list[Block]:
    """A counted list under a line that leads to it; nothing where there is nothing to list."""
    if not texts:
        return []
    return [Paragraph((p.word(key),), look), *p.bullets(texts, ordered=True)]
