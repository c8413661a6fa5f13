"""A request as the pages see it: the desk, who asks, in which language, as of which day."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from carbon_eia.desk.access import sees_all
from carbon_eia.desk.accounts import Account
from carbon_eia.desk.cases import OpenCase
from carbon_eia.desk.command_form import FilledForm
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.sessions import LASTS, Session
from carbon_eia.desk.telling import worth_text
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.register.case import Case, Task
from carbon_eia.register.law import Law

__all__ = [
    "SESSION",
    "AnyVisit",
    "NotSignedInError",
    "Posted",
    "PostedForm",
    "SignedIn",
    "StaleFormError",
    "Visit",
    "inside",
]

SESSION, FORM, LANG = "carbon_eia_desk", "carbon_eia_form", "carbon_eia_lang"
"""Cookies: the session, what forms bring along without one, the language."""

TOKEN = 43
"""Signs of what forms bring along."""

MOST_FILES, MOST_FIELDS, LARGEST_FIELD = 20, 500, 1024 * 1024


class NotSignedInError(Exception):
    """A page that only who is signed in may see."""


class StaleFormError(CallError):
    """A form that does not come from a page of this session (CE-H016)."""

    def __init__(self) -> None:
        super().__init__(Problem("CE-H016"))


class Visit:
    """One request."""

    def __init__(self, request: Request, session: Session | None) -> None:
        self.request, self.session = request, session
        self.desk: Desk = request.app.state.desk
        asked = request.query_params.get("lang") or request.cookies.get(LANG, "")
        self.lang = asked if asked in LANGUAGES else LANGUAGES[0]
        self.has_chosen = request.query_params.get("lang") in LANGUAGES
        self.form = _own_form(request) if session is None else session.form

    @property
    def account(self) -> Account | None:
        """Who is signed in; None where nobody is."""
        return None if self.session is None else self.session.account

    @property
    def person(self) -> Account:
        """Who is signed in.

        Raises NotSignedInError where nobody is.
        """
        if self.session is None:
            raise NotSignedInError
        return self.session.account

    @property
    def law(self) -> Law:
        """The law of the register."""
        return self.desk.law

    @property
    def as_of(self) -> date:
        """The day as of which the pages are: today, or the one that is asked for.

        Raises CallError CE-C001 where it is none.
        """
        return self.desk.day(self.request.query_params.get("as_of", ""))

    def word(self, code: str, **params: object) -> str:
        """A sentence of the desk."""
        return sentence(f"desk.{code}", self.lang, params)

    def address(self, **changed: str) -> str:
        """This page with some of its query changed; an empty value is left out."""
        query = {**self.request.query_params, **changed}
        text = urlencode({k: v for k, v in query.items() if v})
        return quote(self.request.url.path) + (f"?{text}" if text else "")

    @property
    def address_of_client(self) -> str:
        """Where the request comes from."""
        client = self.request.client
        return f"@{client.host}" if client else "@"

    # --- what the templates ask for

    def say(self, code: str, **params: object) -> str:
        """A sentence of the catalogue."""
        return sentence(code, self.lang, params)

    @property
    def form_field(self) -> Markup:
        """What every form of this session brings along."""
        return Markup('<input type="hidden" name="form" value="{}">').format(self.form)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """The pages that lead on from every page: addresses and names."""
        account, commands = self.person, self.law.commands
        if account.is_administrator:
            return [("/accounts", self.word("accounts"))]
        found = [("/", self.word("due")), ("/cases", self.word("register"))]
        found.append(("/assess", self.word("assess")))
        if not commands["file"].roles.isdisjoint(account.roles):
            found.append(("/file", self.word("file")))
        if not commands["list"].roles.isdisjoint(account.roles):
            listing = commands["list"]
            found.append(("/list", listing.en if self.lang == "en" else listing.zh))
        if sees_all(account):
            found.append(("/ledger", self.word("ledger")))
        return found

    def check(self, kind: str) -> str:
        """Why a value is to be looked at."""
        return sentence(f"desk.check.{kind}", self.lang)

    def section(self, name: str) -> str:
        """What a section of a project file is called."""
        return sentence(f"desk.section_{name}", self.lang)

    def worth(self, worth: object) -> str:
        """What a finding is worth, in words."""
        return worth_text(worth, self.lang)

    def task_day(self, task: Task, case: Case) -> str:
        """By when a milestone or a duty is to be met: a day, a step, or that of the decision."""
        if task.day is not None:
            return task.day.isoformat()
        row = self.law.commands.get(task.before)
        if row is not None:
            return row.en if self.lang == "en" else row.zh
        own = next((d for d in case.decisions if d.event == task.event), None)
        return own.deadline.isoformat() if own is not None and own.deadline else "—"

    def is_at(self, address: str) -> bool:
        """Whether this page is that of an address."""
        return self.request.url.path == address

    def bar(self, percent: str) -> int:
        """The width of a bar of a chart, of 380."""
        return round(float(percent) * 38 / 10)

    def days_to(self, due: date, as_of: date) -> str:
        """How far away a day is."""
        days = (due - as_of).days
        if days == 0:
            return self.word("today")
        return (
            self.word("days_left", count=days) if days > 0 else self.word("days_over", count=-days)
        )

    # --- answers

    def page(self, template: str, status: int = 200, **facts: object) -> Response:
        """A page of the desk."""
        from carbon_eia.desk.rendering import render

        response = HTMLResponse(render(self, template, facts), status)
        if self.session is None and self.request.cookies.get(FORM) != self.form:
            self.give(response, FORM, self.form)
        if self.has_chosen:
            self.give(response, LANG, self.lang, days=365)
        return response

    def page_of(
        self, opened: OpenCase, template: str, status: int = 200, **facts: object
    ) -> Response:
        """A page of a case that is open."""
        return self.page(template, status, opened=opened, case=opened.case, **facts)

    def go(self, address: str) -> Response:
        """On to another page of the desk."""
        return RedirectResponse(address, 303)

    def give(self, response: Response, name: str, value: str, days: float = 0) -> None:
        """Give the browser a cookie that no script reads and no other site brings along."""
        response.set_cookie(
            name,
            value,
            max_age=int(days * 86400) or None,
            path="/",
            secure=self.request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )

    def sign_in(self, account: Account, then: str) -> Response:
        """Begin a new session, and go on."""
        secret = self.desk.sessions.begin(account)
        if self.session is not None:
            self.desk.sessions.end(self.session.digest)
        response = self.go(inside(then))
        self.give(response, SESSION, secret, days=LASTS.total_seconds() / 86400)
        response.delete_cookie(FORM, path="/")
        return response


def _own_form(request: Request) -> str:
    """What forms bring along of who is not signed in: a cookie of theirs, or a new one."""
    kept = request.cookies.get(FORM, "")
    return kept if len(kept) == TOKEN else secrets.token_urlsafe(32)


def inside(address: str) -> str:
    """An address of this desk; its first page where it would lead elsewhere.

    >>> inside("/cases/A?x=1"), inside("//evil.example"), inside("/\\\\evil"), inside("//[")
    ('/cases/A?x=1', '/', '/', '/')
    """
    is_path = address.startswith("/") and not address.startswith("//")
    return address if is_path and "\\" not in address and address.isprintable() else "/"


def any_visit(request: Request) -> Visit:
    """A request of anybody."""
    desk: Desk = request.app.state.desk
    secret = request.cookies.get(SESSION, "")
    session = desk.sessions.open(secret) if secret else None
    if session is None and desk.user_header:
        session = _by_header(desk, request)
    return Visit(request, session)


def _by_header(desk: Desk, request: Request) -> Session | None:
    """Who a proxy says is signed in: an account of that name."""
    from carbon_eia.desk.secret import digest_of
    from carbon_eia.register.people import name_key

    name = request.headers.get(desk.user_header, "")
    try:
        name = name.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    account = desk.accounts.one(name_key(name)) if name else None
    if account is None or not account.is_active:
        return None
    return Session("", account, digest_of(f"{desk.header_secret}{account.key}"))


async def signed_in(visit: Annotated[Visit, Depends(any_visit)]) -> Visit:
    """A request of somebody who is signed in."""
    if visit.session is None:
        raise NotSignedInError
    return visit


AnyVisit = Annotated[Visit, Depends(any_visit)]
SignedIn = Annotated[Visit, Depends(signed_in)]


# --- what is sent in


class Posted(NamedTuple):
    """A form that was sent from a page of the same session: its texts and files by name."""

    values: Mapping[str, Sequence[str]]
    files: Mapping[str, Sequence[UploadFile]]

    def get(self, name: str) -> str:
        """The first text of a name, without the space around it; empty where there is none."""
        return next(iter(self.values.get(name, ())), "").strip()

    def all(self, name: str) -> list[str]:
        """Every text of a name."""
        return list(self.values.get(name, ()))

    @property
    def filled(self) -> FilledForm:
        """Its texts as the forms of commands take them."""
        return FilledForm({name: texts[0] for name, texts in self.values.items() if texts})


async def posted_form(
    request: Request, visit: Annotated[Visit, Depends(any_visit)]
) -> AsyncIterator[Posted]:
    """The form of a request.

    Raises StaleFormError where it comes from another site or session, CallError CE-H017 where it
    cannot be read.
    """
    _same_origin(request)
    try:
        form = await request.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
        )
    except (HTTPException, MultiPartException, ValueError):
        raise CallError(Problem("CE-H017")) from None
    try:
        posted = _posted(form)
        if not secrets.compare_digest(posted.get("form").encode(), visit.form.encode()):
            raise StaleFormError
        yield posted
    finally:
        await form.close()


def _posted(form: FormData) -> Posted:
    values: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            text = value.encode("utf-8", "replace").decode()  # no half signs
            values.setdefault(name, []).append(text.replace("\r\n", "\n"))
        elif value.filename:
            files.setdefault(name, []).append(value)
    return Posted(values, files)


def _same_origin(request: Request) -> None:
    """Browsers say where a form comes from: it has to be this desk."""
    origin = request.headers.get("origin")
    fetched = request.headers.get("sec-fetch-site", "same-origin")
    is_own = origin is None or origin.partition("://")[2] == request.headers.get("host", "")
    if not is_own or fetched not in ("same-origin", "none"):
        raise StaleFormError


PostedForm = Annotated[Posted, Depends(posted_form)]
