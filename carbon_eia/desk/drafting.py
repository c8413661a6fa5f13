"""A draft of an opinion, from the Run and the findings: a person changes it as the law and the case
ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carbon_eia.messages import sentence
from carbon_eia.register.case import VERDICTS, Case
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing
from carbon_eia.report.english import english
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.project_summary import deciding
from carbon_eia.report.project.verdict_chapter import label_of
from carbon_eia.run.records import Run

__all__ = ["OpinionDraft", "draft_of"]


class OpinionDraft(NamedTuple):
    """What an opinion could say: the verdict (empty where the assessment gives none that an
    authority may decide), the reason, the conditions one a line, and the deadline."""

    verdict: str
    reason: str
    conditions: str
    deadline: str


def draft_of(run: Run, case: Case, lang: str) -> OpinionDraft:
    """The draft of an opinion on an assessment."""
    p, decision = Printer(lang), run.decision
    return OpinionDraft(
        verdict=decision.verdict if decision.verdict in VERDICTS else "",
        reason="\n".join([*_in_own_language(_reason(run, p), lang), *_findings(case, lang)]),
        conditions="\n".join(p.say(c) for c in decision.conditions),
        deadline=decision.deadline or "",
    )


def _in_own_language(lines: Iterator[str], lang: str) -> Iterator[str]:
    """An English draft with the English names that the data know."""
    return map(english, lines) if lang == "en" else lines


def _reason(run: Run, p: Printer) -> Iterator[str]:
    yield label_of(run.decision, p)
    compared = governing(run, "admission")
    if compared is not None:
        limit = show.exact(compared.limit)
        value = show.beside(show.exact(compared), [limit])
        facts: dict[str, object] = {
            "product": compared.product_name,
            "value": f"{value} {compared.unit}",
            "limit": f"{show.plain(compared.limit)} {compared.unit}",
            "document": p.document(compared.citation),
        }
        yield sentence("desk.draft_compared", p.lang, facts)
    for r in deciding(run):
        yield f"{r.clause} {p.say(r, 'fact')}"


def _findings(case: Case, lang: str) -> Iterator[str]:
    """The findings and whether they were answered."""
    for finding in case.findings:
        code = "desk.draft_answered" if finding.answered else "desk.draft_open"
        facts: dict[str, object] = {
            "path": finding.path, "text": finding.text, "day": finding.answered or ""
        }  # fmt: skip
        yield sentence(code, lang, facts)
