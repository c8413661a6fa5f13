"""The interface for other systems of the city: the same commands, refused or allowed alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import Response

from carbon_eia.desk.access import first_role, sees_all
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.cases import code_of_address
from carbon_eia.desk.doing import DoneOnDesk, do
from carbon_eia.desk.opened import GoneError, HiddenError, open_case_for
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.proving import STAGES, AskedProof, begin_proof, stage_of
from carbon_eia.desk.visit import AnyVisit
from carbon_eia.errors import CallError, CarbonEiaError, Problem
from carbon_eia.files.json_text import json_value
from carbon_eia.messages import LANGUAGES
from carbon_eia.register.acting import CommandRefusedError
from carbon_eia.register.event import Event
from carbon_eia.register.heads import head_of
from carbon_eia.register.states import Option

__all__ = ["NoTokenError", "router", "told"]

router = APIRouter(prefix="/api", tags=["register"])

LAST_LATIN = 0x2E7F
"""Signs after this one are Chinese."""

LARGEST = 1 << 53
"""Whole numbers are exact in JSON up to this one."""

COMMAND = {
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "day": {"type": "string", "format": "date"},
                        "role": {"type": "string"},
                        "body": {"type": "object"},
                    },
                    "additionalProperties": False,
                },
                "example": {"day": "2026-07-03", "role": "receiver", "body": {"reason": "…"}},
            }
        }
    }
}
"""What a command takes, for the description of the interface."""


class NoTokenError(CallError):
    """A call without a token that holds (CE-H027)."""

    def __init__(self) -> None:
        super().__init__(Problem("CE-H027"))


class Caller:
    """Who calls: the account that a token acts as, and in which language."""

    def __init__(self, desk: Desk, account: Account, lang: str) -> None:
        self.desk, self.account, self.lang = desk, account, lang


def caller(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> Caller:
    """Who calls.

    Raises NoTokenError where there is no token, or none that holds.
    """
    desk: Desk = request.app.state.desk
    account = None if given is None else desk.sessions.of_token(given.credentials)
    if account is None:
        raise NoTokenError
    lang = request.query_params.get("lang", "")
    return Caller(desk, account, lang if lang in LANGUAGES else LANGUAGES[0])


ByToken = Annotated[Caller, Depends(caller)]


def answer(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def told(problems: Iterable[Problem], status: int, lang: str = "zh", **more: object) -> Response:
    """What is wrong, as the terminal tells it with ``--json``."""
    return answer({"errors": [p.to_dict(lang) for p in problems], **more}, status)


@router.get("", include_in_schema=False)
def interface(visit: AnyVisit) -> Response:
    """The description of the interface as a page: nothing of it comes from outside."""
    described = visit.request.app.openapi()
    paths, lang = described["paths"], visit.lang
    return visit.page("interface", paths=paths, law=visit.law, described=partial(_described, lang))


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of the interface for programs."""
    return answer(request.app.openapi())


@router.get("/me")
def me(by: ByToken) -> Response:
    """The account that the token acts as. 令牌所属的账号。"""
    return answer({"name": by.account.name, "roles": by.account.roles})


@router.get("/cases")
def cases(by: ByToken, as_of: date | None = None) -> Response:
    """The cases that one sees, each with its next due day. 可见的案卷。"""
    on = as_of or by.desk.today()
    rows = by.desk.lists.cases(by.account, on, by.desk.law, by.lang)
    return answer([row.entry for row in rows])


@router.get("/due")
def due(by: ByToken, as_of: date | None = None) -> Response:
    """What is due, overdue or lapsed. 应办、逾期、失效的事项。"""
    rows = by.desk.lists.due(by.account, as_of or by.desk.today(), by.desk.law)
    return answer([row.clock.to_dict(by.lang) for row in rows])


@router.get("/cases/{code}")
def case(by: ByToken, code: str, as_of: date | None = None) -> Response:
    """One case: events, clocks, and what may be done. 一个案卷。"""
    on = as_of or by.desk.today()
    opened = open_case_for(by.desk, by.account, code_of_address(code), on)
    return answer(
        {
            "case": opened.case,
            "events": [_event(e) for e in opened.events],
            "clocks": [c.to_dict(by.lang) for c in opened.clocks],
            "commands": [_option(o, opened.roles) for o in opened.options],
        }
    )


@router.post("/cases/{code}/commands/{command}", openapi_extra=COMMAND)
async def command(request: Request, by: ByToken, code: str, command: str) -> Response:
    """Give a command on a case. 办理一项。"""
    from starlette.concurrency import run_in_threadpool

    content = await request.body()
    return await run_in_threadpool(_command, by, code, command, content)


def _command(by: Caller, code: str, command: str, content: bytes) -> Response:
    try:
        day, role, body = _asked(content, by.desk)
        role = role or first_role(by.account.roles, by.desk.law.commands.get(command))
        done = do(by.desk, by.account, code_of_address(code), command, day, role, body)
    except CarbonEiaError as error:
        return _refused(error, by.lang)
    return _done(done, by.lang)


@router.post("/cases", status_code=202)
def file(
    by: ByToken,
    document: Annotated[UploadFile, File()],
    code: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
) -> Response:
    """File an assessment: it is proven, and then filed. 收件。"""
    try:
        on = by.desk.day(day)
        acts_as = role or first_role(by.account.roles, by.desk.law.commands["file"])
        asked = AskedProof("", "", by.lang, "file", code, on, acts_as)
        job = begin_proof(by.desk, by.account, document, asked)
    except CarbonEiaError as error:
        return _refused(error, by.lang)
    return answer({"job": job.id}, 202)


@router.get("/jobs/{ident}")
def job(by: ByToken, ident: str) -> Response:
    """How far the proof of a filed document has come. 核验的进度。"""
    found = by.desk.jobs.one(ident, by.account.key)
    if found is None:
        raise GoneError
    if found.error is not None:
        return _refused(found.error, by.lang)
    told: dict[str, object] = {"state": found.state, "seconds": found.seconds}
    if found.state == "running" and found.kind == "prove":
        told["stage"] = STAGES[stage_of(by.desk, found)]
    return answer({**told, "event": found.outcome.event})


@router.get("/head")
def head(by: ByToken) -> Response:
    """The head of the ledger. 台账的封签。"""
    if not sees_all(by.account):
        raise HiddenError
    with by.desk.register.reading() as ledger:
        rows = list(ledger.rows())
    return answer(head_of(rows) if rows else None)


# --- parts


def _described(lang: str, operation: Mapping[str, object]) -> str:
    """What a call does, in one of the two languages that its description has.

    >>> [_described(x, {"description": "The head. 封签。"}) for x in ("zh", "en")]
    ['封签。', 'The head.']
    """
    said = str(operation.get("description") or operation.get("summary", ""))
    chinese = next((i for i, sign in enumerate(said) if ord(sign) > LAST_LATIN), len(said))
    return (said[:chinese] if lang == "en" or chinese == len(said) else said[chinese:]).strip()


def _asked(content: bytes, desk: Desk) -> tuple[date, str, dict[str, object]]:
    """Day, role and body of a command; raises CallError CE-H017 for anything else."""
    try:
        value = json_value(content.decode("utf-8")) if content.strip() else {}
    except ValueError:
        raise CallError(Problem("CE-H017")) from None
    if not isinstance(value, dict) or not {*value} <= {"day", "role", "body"}:
        raise CallError(Problem("CE-H017"))
    body, role = value.get("body", {}), value.get("role") or ""
    if not isinstance(body, dict) or not isinstance(role, str) or not _is_sound(body):
        raise CallError(Problem("CE-H017"))
    return desk.day(str(value.get("day") or "")), role, body


def _is_sound(value: object) -> bool:
    """Whether every number of a body can be written exactly."""
    if isinstance(value, Mapping):
        return all(map(_is_sound, value.values()))
    if isinstance(value, list):
        return all(map(_is_sound, value))
    return not isinstance(value, int) or abs(value) <= LARGEST


def _done(done: DoneOnDesk, lang: str) -> Response:
    notes = [{"code": n.code, "message": n.message(lang)} for n in done.notes]
    return answer(
        {"code": done.code, "event": done.sequence, "new": done.is_new, "notes": notes},
        201 if done.is_new else 200,
    )


def _refused(error: CarbonEiaError, lang: str) -> Response:
    if isinstance(error, HiddenError):
        return told(error.problems, 404, lang)
    if isinstance(error, CommandRefusedError):
        refusal = error.refusal
        options = [_option(o, o.roles) for o in refusal.options]
        return told(error.problems, 409, lang, commands=options, text=refusal.message(lang))
    return told(error.problems, 422, lang)


def _option(option: Option, roles: Iterable[str]) -> dict[str, object]:
    return {"command": option.command.id, "roles": [r for r in option.roles if r in roles]}


def _event(event: Event) -> dict[str, object]:
    return {
        "sequence": event.sequence,
        "day": event.day.isoformat(),
        "at": event.at.isoformat(),
        "actor": event.actor,
        "role": event.role,
        "kind": event.kind,
        "body": event.body,
    }
