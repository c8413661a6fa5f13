"""The addresses, forms and calls of the desk, and what their fields should hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbon_eia.desk.command_form import command_keys
from tests.fuzz.desk.ground import CASES, PASSWORD, PEOPLE, SPARE

__all__ = ["CALLS", "FORMS", "HEADERS", "METHODS", "PAGES", "QUERY", "SLOW_PAGES", "WORDS"]

WORDS: Mapping[str, Sequence[str]] = {
    "path": ("sources[0].ncv", "sources[0].amount", "products[0]", "gate", "1"),
    "day": ("2026-07-15", "2026-07-10", "2026-08-01"),
    "role": tuple({p.role for p in PEOPLE.values()}),
    "code": (*CASES, "2607-431021-04-01-000009"),
    "verdict": ("pass", "retrofit", "refuse", "stop"),
    "recommendation": ("pass", "retrofit", "refuse"),
    "stage": ("proposed", "operating"),
    "finding": ("8", "13"),
    "event": ("1", "8", "13"),
    "then": ("/", "/cases", "/me"),
    "lang": ("zh", "en"),
    "sort": ("code", "-name", "due"),
    "state": ("in_review", "decided"),
    "sector": ("cement-clinker", "data-centre"),
    "as_of": ("2026-07-15", "2026-07-01"),
    "all": ("1",),
    "view": ("calendar",),
    "page": ("1", "2"),
    "version": ("1",),
    "roles": ("consultant", "expert", "statistician"),
    "account": SPARE,
    "days": ("1", "30"),
    "name": ("甲某", *(p.name for p in PEOPLE.values())),
    "experts": ("孙教授",),
    "act": ("text", "toml", "run", "pdf", "docx", "xlsx", "file", "add:sources", "remove:sources.0",
            "remove:measures.9999999999", "add:qzx"),
    "password": (PASSWORD,),
    "active": ("on",),
    "body.text": ("请说明",),
}  # fmt: skip
"""What a field or a key of a query should hold."""

QUERY = ("q", "state", "verdict", "decision", "overdue", "sort", "page", "as_of", "lang", "version",
         "a", "b", "sector", "then", "all", "view", "done", "role", "day", "body.text", "body.path",
         "body.event")  # fmt: skip

PAGES = ("/", "/cases", "/cases.xlsx", "/ledger", "/ledger/head.json", "/me", "/sign-in", "/code",
         "/file", "/list", "/accounts", "/robots.txt", "/api", "/api/openapi.json",
         "/static/{text}", "/{text}", "/{text}/{text}", "/jobs/{text}", "/jobs/{text}/file",
         "/accounts/{name}", "/cases/{code}", "/cases/{code}", "/cases/{code}",
         "/cases/{code}/review", "/cases/{code}/versions", "/cases/{code}/decision",
         "/headroom", "/cases/{code}/figures",
         "/cases/{code}/do/{command}", "/cases/{code}/do/{command}", "/cases/{code}/files/{digest}",
         "/cases/{code}/events/{number}/receipt.json")  # fmt: skip
SLOW_PAGES = ("/assess", "/cases/{code}/report", "/cases/{code}/opinion.{ending}")

FORMS: Mapping[str, Sequence[str]] = {
    "/sign-in": ("name", "password", "then"),
    "/code": ("code", "password", "again", "name"),
    "/me": ("old", "password", "again"),
    "/sign-out": (),
    "/accounts": ("name", "roles", "roles", "organisation", "credit_code"),
    "/accounts/{spare}": ("roles", "roles", "organisation", "credit_code", "active"),
    "/accounts/{spare}/code": (),
    "/accounts/{text}": ("roles", "active"),
    "/tokens": ("account", "system", "days"),
    "/tokens/{text}": (),
    "/list": (*(f"body.{k}" for k in command_keys()["list"]), "code", "day", "role"),
    "/file": ("code", "day", "role"),
    "/ledger": (),
    "/cases/{code}": ("day",),
    "/{text}": ("name",),
}
"""Address of a form → its fields."""

CALLS = ("/api/me", "/api/cases", "/api/due", "/api/cases/{code}", "/api/cases/{code}",
         "/api/jobs/{text}", "/api/head", "/api/{text}")  # fmt: skip

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QZX",
           "get", "")  # fmt: skip

HEADERS = (
    b"accept",
    b"accept-language",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-live",
    b"x-remote-user",
    b"referer",
    b"range",
    b"if-none-match",
    b"if-modified-since",
    b"cookie",
    b"host",
    b"user-agent",
    b"x-http-method-override",
    b"upgrade",
    b"authorization",
    b"content-type",
    b"content-length",
    b"sec-fetch-site",
    b"origin",
    b"qzx",
)
