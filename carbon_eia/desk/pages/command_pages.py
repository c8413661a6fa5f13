"""Doing something to a case: the forms of commands, made from the table of states, and filing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response

from carbon_eia.desk.access import first_role
from carbon_eia.desk.cases import OpenCase
from carbon_eia.desk.command_form import (
    FilledForm,
    FormField,
    body_of_form,
    command_keys,
    fields_of,
)
from carbon_eia.desk.doing import do
from carbon_eia.desk.opened import GoneError, HiddenError
from carbon_eia.desk.pages.case_page import attachment, open_for
from carbon_eia.desk.proving import STAGES, AskedProof, begin_proof, stage_of
from carbon_eia.desk.screening import share_done
from carbon_eia.desk.uploads import read_evidence
from carbon_eia.desk.visit import PostedForm, SignedIn, Visit
from carbon_eia.errors import CallError, CarbonEiaError, Problem
from carbon_eia.register.acting import CommandRefusedError
from carbon_eia.register.case import Case
from carbon_eia.register.law import Command

__all__ = ["router"]

router = APIRouter()

LISTING = "list"


@router.get("/cases/{code}/do/{command}")
def form_page(visit: SignedIn, code: str, command: str) -> Response:
    """The form of a command."""
    opened = open_for(visit, code)
    row = _row(visit, command)
    filled = FilledForm(dict(visit.request.query_params))
    return _form(visit, opened, row, filled)


@router.post("/cases/{code}/do/{command}")
def give(visit: SignedIn, code: str, command: str, form: PostedForm) -> Response:
    """Give a command with what was filled in."""
    opened = open_for(visit, code)
    row = _row(visit, command)
    fields = fields_of(row, opened.case, visit.law, visit.lang, form.filled)
    try:
        day, role = visit.desk.day(form.get("day")), form.get("role") or opened.role_for(command)
        body = body_of_form(fields)
        evidence = _evidence(form.files.get("evidence", ()))
        document = next(iter(form.files.get("body.document", ())), None)
        if document is not None:
            asked = AskedProof("", "", visit.lang, command, opened.code, day, role, body)
            job = begin_proof(visit.desk, visit.person, document, asked, evidence)
            return visit.go(f"/jobs/{job.id}")
        done = do(visit.desk, visit.person, opened.code, command, day, role, body, evidence)
    except CarbonEiaError as error:
        return _form(visit, opened, row, form.filled, error)
    return visit.go(f"{done.address}?done={done.sequence}")


@router.get("/file")
def filing_page(visit: SignedIn) -> Response:
    """The form for filing an assessment."""
    return _filing(visit)


@router.post("/file")
def file(visit: SignedIn, form: PostedForm) -> Response:
    """File an assessment: its record is read at once, and proven while the page waits."""
    document = next(iter(form.files.get("document", ())), None)
    try:
        if document is None:
            raise CallError(Problem("CE-H023"))
        code, day = form.get("code"), visit.desk.day(form.get("day"))
        role = form.get("role") or first_role(visit.person.roles, visit.law.commands["file"])
        asked = AskedProof("", "", visit.lang, "file", code, day, role)
        job = begin_proof(visit.desk, visit.person, document, asked)
    except CarbonEiaError as error:
        return _filing(visit, 422, error=error, code=form.get("code"), day=form.get("day"))
    return visit.go(f"/jobs/{job.id}")


@router.get("/list")
def listing_page(visit: SignedIn) -> Response:
    """The form for putting a project on the list without an application."""
    return _listing(visit, FilledForm(dict(visit.request.query_params)))


@router.post("/list")
def put_on_list(visit: SignedIn, form: PostedForm) -> Response:
    """Put a project on the list."""
    row = _row(visit, LISTING)
    try:
        code = form.get("code")
        if not code or len(code) > 80 or not code.isprintable():
            raise CallError(Problem("CE-H024"))
        body = body_of_form(fields_of(row, Case(), visit.law, visit.lang, form.filled))
        role = form.get("role") or first_role(visit.person.roles, row)
        evidence = _evidence(form.files.get("evidence", ()))
        day = visit.desk.day(form.get("day"))
        done = do(visit.desk, visit.person, code, LISTING, day, role, body, evidence)
    except CarbonEiaError as error:
        return _listing(visit, form.filled, error)
    return visit.go(f"{done.address}?done={done.sequence}")


@router.get("/jobs/{ident}")
def job_page(visit: SignedIn, ident: str) -> Response:
    """How far long work has come; on to its outcome when that is there."""
    job = visit.desk.jobs.one(ident, visit.person.key)
    if job is None:
        raise GoneError
    if job.state == "done" and job.outcome.address:
        return visit.go(job.outcome.address)
    is_proof, share = job.kind == "prove", share_done(job)
    reached = stage_of(visit.desk, job) if is_proof else 0
    stages = [visit.word(f"stage_{s}") for s in STAGES] if is_proof else []
    return visit.page(
        "job", 200, job=job, stages=stages, reached=reached, share=share, **_wrong(job.error)
    )


@router.get("/jobs/{ident}/file")
def job_file(visit: SignedIn, ident: str) -> Response:
    """The document that was made."""
    job = visit.desk.jobs.one(ident, visit.person.key)
    if job is None or not job.content:
        raise GoneError
    return attachment(job.content, job.subject)


# --- parts


def _row(visit: Visit, command: str) -> Command:
    row = visit.law.commands.get(command)
    if row is None or command not in command_keys() or command == "file":
        raise HiddenError
    return row


def _evidence(files: Sequence[UploadFile]) -> list[tuple[str, bytes]]:
    found = (read_evidence(f.filename or "", f.file) for f in files)
    return [(sent.name, sent.content) for sent in found]


def _form(
    visit: Visit,
    opened: OpenCase,
    row: Command,
    filled: FilledForm,
    error: CarbonEiaError | None = None,
) -> Response:
    """The form of a command, with what was wrong; it says beforehand where it is not allowed."""
    fields = _with_problems(
        fields_of(row, opened.case, visit.law, visit.lang, filled), error, visit.lang
    )
    return visit.page_of(
        opened,
        "command",
        _status(error),
        command=row,
        fields=fields,
        has_documents=any(f.kind == "document" for f in fields),
        roles=[r for r in opened.roles if r in row.roles],
        is_allowed=row.id in [o.command.id for o in opened.options],
        day=filled.get("day") or visit.desk.today().isoformat(),
        role=filled.get("role"),
        law=visit.law,
        **_wrong(error),
    )


def _with_problems(
    fields: list[FormField], error: CarbonEiaError | None, lang: str
) -> list[FormField]:
    """The fields with what is wrong in each: by its name, or by the key that a refusal asks for."""
    wrong: dict[str, str] = {}
    for p in error.problems if error is not None else ():
        key = str(p.params.get("key", "")) or p.place.key.removeprefix("body.")
        wrong.setdefault(key, f"{p.code} {p.message(lang)}")
    return [f._replace(problem=wrong.get(f.key, "")) for f in fields]


def _wrong(error: CarbonEiaError | None) -> dict[str, object]:
    """What was wrong, and what would be allowed instead."""
    return {
        "problems": error.problems if error is not None else (),
        "refusal": error.refusal if isinstance(error, CommandRefusedError) else None,
    }


def _status(error: CarbonEiaError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, CommandRefusedError) else 422


def _filing(visit: Visit, status: int = 200, **facts: object) -> Response:
    row = visit.law.commands["file"]
    known: Mapping[str, object] = {"error": None, "code": "", "day": ""}
    return visit.page(
        "filing",
        status,
        roles=[r for r in visit.person.roles if r in row.roles],
        command=row,
        today=visit.desk.today().isoformat(),
        **{**known, **facts},
    )


def _listing(visit: Visit, filled: FilledForm, error: CarbonEiaError | None = None) -> Response:
    row = visit.law.commands[LISTING]
    fields = fields_of(row, Case(), visit.law, visit.lang, filled)
    return visit.page(
        "listing",
        _status(error),
        fields=_with_problems(fields, error, visit.lang),
        command=row,
        roles=[r for r in visit.person.roles if r in row.roles],
        code=filled.get("code"),
        day=filled.get("day") or visit.desk.today().isoformat(),
        role=filled.get("role"),
        law=visit.law,
        **_wrong(error),
    )
