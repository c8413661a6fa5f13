"""The ledger: how many events there are, their head, and whether the register is what it was."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.access import sees_all
from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.pages.case_page import attachment
from carbon_eia.desk.visit import PostedForm, SignedIn, Visit
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.messages import sentence
from carbon_eia.register.examine import Examination, examine
from carbon_eia.register.heads import LedgerHead, head_of, read_head

__all__ = ["router"]

router = APIRouter()

MOST_HEAD = 4096
"""Bytes of the file of a head."""


@router.get("/ledger")
def ledger_page(visit: SignedIn) -> Response:
    """The head of the ledger as it is."""
    return _page(visit)


@router.get("/ledger/head.json")
def head(visit: SignedIn) -> Response:
    """The head as a file, to be kept outside."""
    now = _head(visit)
    if now is None:
        raise HiddenError
    return attachment(now.content(), f"head-{now.day}-{now.size}.json", "application/json")


@router.post("/ledger")
def check(visit: SignedIn, form: PostedForm) -> Response:
    """Whether the register is what it was, held against a head that somebody kept."""
    _allowed(visit)
    kept: list[tuple[str, LedgerHead]] = []
    try:
        for sent in form.files.get("head", ()):
            name = sent.filename or ""
            text = sent.file.read(MOST_HEAD).decode("utf-8", "replace")
            kept.append((name, read_head(text, Place(name))))
    except InputError as error:
        return _page(visit, 422, problems=error.problems)
    found = examine(visit.desk.register, kept)
    faults = [sentence(f"register.fault.{f.code}", visit.lang, f.params) for f in found.faults]
    return _page(visit, found=found, faults=faults)


def _page(
    visit: Visit,
    status: int = 200,
    *,
    problems: tuple[Problem, ...] = (),
    found: Examination | None = None,
    faults: list[str] | None = None,
) -> Response:
    now = _head(visit)
    told = ""
    if found is not None:
        code = "register.broken" if found.faults else "register.stands"
        facts = {k: v for k, v in found._asdict().items() if k != "faults"}
        told = sentence(code, visit.lang, facts)
    return visit.page(
        "ledger", status, head=now, problems=problems, told=told, faults=faults or (),
        stands=found is not None and not found.faults,
    )  # fmt: skip


def _allowed(visit: Visit) -> None:
    if not sees_all(visit.person):
        raise HiddenError


def _head(visit: Visit) -> LedgerHead | None:
    _allowed(visit)
    with visit.desk.register.reading() as ledger:
        rows = list(ledger.rows())
    return head_of(rows) if rows else None
