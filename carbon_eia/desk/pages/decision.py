"""The decision: a draft from the assessment and the findings, who recommended, who may decide."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.drafting import draft_of
from carbon_eia.desk.opened import kept_run
from carbon_eia.desk.pages.case import open_for
from carbon_eia.desk.visit import SignedIn
from carbon_eia.register.people import name_key

__all__ = ["router"]

router = APIRouter()

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
        is_proposer=name_key(proposer) == visit.person.key,
    )
