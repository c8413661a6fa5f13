"""Coming in: the first page, signing in and out, one-time codes, one's own account."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.visit import SESSION, AnyVisit, PostedForm, SignedIn, Visit
from carbon_eia.errors import CallError, Problem

__all__ = ["first_page", "router"]

router = APIRouter()


def first_page(visit: Visit, status: int = 200, **facts: object) -> Response:
    """What anybody sees who comes to the desk."""
    waits = not visit.desk.accounts.all()
    facts = {"problems": (), "name": "", "then": "/", **facts}
    return visit.page("first", status, waits_for_first=waits, **facts)


@router.get("/sign-in")
def sign_in_page(visit: AnyVisit) -> Response:
    """The form for signing in."""
    return first_page(visit, then=visit.request.query_params.get("then", "/"))


@router.post("/sign-in")
def sign_in(visit: AnyVisit, form: PostedForm) -> Response:
    """Sign in with a name and a password."""
    name, then = form.get("name"), form.get("then")
    try:
        account = visit.desk.accounts.signed_in(
            name, next(iter(form.all("password")), ""), visit.address_of_client
        )
    except CallError as error:
        return first_page(visit, 403, problems=error.problems, name=name, then=then)
    return visit.sign_in(account, then)


@router.post("/sign-out")
def sign_out(visit: SignedIn, form: PostedForm) -> Response:
    """Sign out."""
    if visit.session is not None:
        visit.desk.sessions.end(visit.session.digest)
    response = visit.go("/")
    response.delete_cookie(SESSION, path="/")
    return response


@router.get("/code")
def code_page(visit: AnyVisit) -> Response:
    """The form for a one-time code."""
    return _code_page(visit)


def _code_page(visit: Visit, status: int = 200, **facts: object) -> Response:
    known = {"problems": (), "code": "", "name": ""}
    waits = not visit.desk.accounts.all()
    return visit.page("code", status, waits_for_first=waits, **{**known, **facts})


@router.post("/code")
def redeem(visit: AnyVisit, form: PostedForm) -> Response:
    """Choose a password by a one-time code; guessing one locks the address out as passwords do."""
    code, password = form.get("code").upper(), next(iter(form.all("password")), "")
    try:
        if password != next(iter(form.all("again")), ""):
            raise CallError(Problem("CE-H022"))
        account = visit.desk.accounts.redeem(
            code, password, form.get("name"), visit.address_of_client
        )
    except CallError as error:
        facts = {"problems": error.problems, "code": code, "name": form.get("name")}
        return _code_page(visit, 403, **facts)
    return visit.sign_in(account, "/")


@router.get("/me")
def me(visit: SignedIn) -> Response:
    """One's own account."""
    return visit.page("me", problems=())


@router.post("/me")
def change_password(visit: SignedIn, form: PostedForm) -> Response:
    """Change one's password; every session ends, and a new one begins."""
    new = next(iter(form.all("password")), "")
    try:
        if new != next(iter(form.all("again")), ""):
            raise CallError(Problem("CE-H022"))
        old = next(iter(form.all("old")), "")
        visit.desk.accounts.set_password(visit.person.key, old, new)
    except CallError as error:
        return visit.page("me", 403, problems=error.problems)
    return visit.sign_in(visit.person, "/me")
