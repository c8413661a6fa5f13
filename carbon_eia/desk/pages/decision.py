"""The decision: a draft from the assessment and the findings, who recommended, who may decide."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from carbon_eia.desk.drafting import draft_of
from carbon_eia.desk.opened import HiddenError, kept_run
from carbon_eia.desk.pages.case import open_for
from carbon_eia.desk.security import REPORT_POLICY
from carbon_eia.desk.visit import SignedIn
from carbon_eia.reference import open_world
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.register.people import name_key
from carbon_eia.report import RENDERERS, finished_html

__all__ = ["router"]

router = APIRouter()

OPINIONS = {"html": ".html", "pdf": ".pdf", "docx": ".docx"}
"""What an opinion is printed as; ``html`` is shown, the others are made in another process."""

DECIDING = ("propose", "decide", "decide_change", "deliver", "reopen")
"""Commands that the page leads to."""


@router.get("/cases/{code}/decision")
def decision_page(visit: SignedIn, code: str) -> Response:
    """What the decision on a case rests on, and the way to its forms."""
    opened = open_for(visit, code)
    version = next(iter(reversed(opened.versions)), None)
    run = None if version is None else kept_run(visit.desk.register, version.record)
    proposal = opened.case.proposal
    proposer = "" if proposal is None else opened.staff.called(proposal.actor)
    possible = {o.command.id: o.command for o in opened.options}
    return visit.page(
        "decision",
        opened=opened,
        case=opened.case,
        law=visit.law,
        as_of=visit.as_of,
        run=run,
        draft=None if run is None else draft_of(run, opened.case, visit.lang),
        commands=[possible[c] for c in DECIDING if c in possible],
        proposer=proposer,
        has_opinion=proposal is not None or bool(opened.case.decisions),
        is_proposer=name_key(proposer) == visit.person.key,
    )


@router.get("/cases/{code}/opinion.{kind}")
def opinion(visit: SignedIn, code: str, kind: str) -> Response:
    """The opinion on a case, or its draft, printed from the ledger."""
    opened = open_for(visit, code)
    if kind not in OPINIONS:
        raise HiddenError
    sources = sources_in(visit.desk.register, opened.code)
    record = make_opinion(sources, open_world(visit.desk.today()))
    if kind == "html":
        html = finished_html(record, visit.lang)
        return HTMLResponse(html, headers={"Content-Security-Policy": REPORT_POLICY})
    work = partial(rendered, record, OPINIONS[kind], visit.lang)
    name = f"{visit.word('opinion')}-{opened.code}{OPINIONS[kind]}"
    job = visit.desk.jobs.begin_file(visit.person.key, name, work)
    return visit.go(f"/jobs/{job.id}")


def rendered(record: OpinionRecord, ending: str, lang: str) -> bytes:
    """A document of an opinion; runs in its own process."""
    return RENDERERS[ending](record, lang, None)
