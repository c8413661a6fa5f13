"""The decision: a draft from the assessment and the findings, who recommended, who may decide."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.doing import make_document
from carbon_eia.desk.drafting import draft_of
from carbon_eia.desk.opened import HiddenError, kept_run
from carbon_eia.desk.pages.case_page import document_page, open_for
from carbon_eia.desk.visit import SignedIn
from carbon_eia.reference import open_world
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.register.people import name_key

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
    return visit.page_of(
        opened,
        "decision",
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
        return document_page(record, visit.lang)
    name = f"{visit.word('opinion')}-{opened.code}"
    job = make_document(visit.desk, visit.person, record, name, OPINIONS[kind], visit.lang)
    return visit.go(f"/jobs/{job.id}")
