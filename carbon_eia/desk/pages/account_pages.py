"""The accounts, kept by administrators: who may act as what, codes, tokens of other systems."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.visit import Posted, PostedForm, SignedIn, Visit
from carbon_eia.errors import CallError, Problem

__all__ = ["router"]

router = APIRouter()


@router.get("/accounts")
def accounts_page(visit: SignedIn) -> Response:
    """Every account, and the form for a new one."""
    return _page(visit)


@router.post("/accounts")
def add(visit: SignedIn, form: PostedForm) -> Response:
    """A new account; its one-time code is shown once."""
    _allowed(visit)
    try:
        account, code = visit.desk.accounts.add(
            form.get("name"), form.all("roles"), form.get("organisation"), form.get("credit_code")
        )
    except CallError as error:
        return _page(visit, 422, problems=error.problems, form=form)
    return _page(visit, secret=code, secret_of=account.name, is_code=True)


@router.get("/accounts/{name}")
def account_page(visit: SignedIn, name: str) -> Response:
    """One account."""
    return _one(visit, name)


@router.post("/accounts/{name}")
def change(visit: SignedIn, name: str, form: PostedForm) -> Response:
    """Change what an account may do."""
    _allowed(visit)
    try:
        visit.desk.accounts.change(
            name, form.all("roles"), form.get("organisation"), form.get("credit_code"),
            form.get("active") == "on",
        )  # fmt: skip
    except CallError as error:
        return _one(visit, name, 422, problems=error.problems)
    return visit.go("/accounts")


@router.post("/accounts/{name}/code")
def code(visit: SignedIn, name: str, form: PostedForm) -> Response:
    """Another one-time code for who has lost the password."""
    _allowed(visit)
    made = visit.desk.accounts.new_code(name)
    return _page(visit, secret=made, secret_of=name, is_code=True)


@router.post("/tokens")
def give_token(visit: SignedIn, form: PostedForm) -> Response:
    """A token with which another system acts as an account; it is shown once."""
    _allowed(visit)
    account = visit.desk.accounts.one(form.get("account"))
    days = form.get("days")
    try:
        if account is None:
            raise CallError(Problem("CE-H004", params={"name": form.get("account")}))
        number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
        secret = visit.desk.sessions.give_token(account, form.get("system"), number)
    except CallError as error:
        return _page(visit, 422, problems=error.problems, form=form)
    return _page(visit, secret=secret, secret_of=form.get("system"), is_code=False)


@router.post("/tokens/{ident}")
def take_token(visit: SignedIn, ident: str, form: PostedForm) -> Response:
    """Take a token back."""
    _allowed(visit)
    visit.desk.sessions.take_token(ident)
    return visit.go("/accounts")


def _allowed(visit: Visit) -> None:
    if not visit.person.is_administrator:
        raise HiddenError


def _page(
    visit: Visit,
    status: int = 200,
    *,
    problems: tuple[Problem, ...] = (),
    form: Posted | None = None,
    secret: str = "",
    secret_of: str = "",
    is_code: bool = False,
) -> Response:
    _allowed(visit)
    return visit.page(
        "accounts",
        status,
        accounts=visit.desk.accounts.all(),
        tokens=visit.desk.sessions.tokens(),
        law=visit.law,
        problems=problems,
        form=form or Posted({}, {}),
        secret=secret,
        secret_of=secret_of,
        is_code=is_code,
    )


def _one(
    visit: Visit, name: str, status: int = 200, *, problems: tuple[Problem, ...] = ()
) -> Response:
    _allowed(visit)
    account = visit.desk.accounts.one(name)
    if account is None:
        raise HiddenError
    return visit.page("account", status, one=account, law=visit.law, problems=problems)
