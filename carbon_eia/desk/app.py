"""The desk as a web application: its pages, its interface, and what is said of errors."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from urllib.parse import quote

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from carbon_eia import __version__
from carbon_eia.desk import web_api
from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.pages import (
    account_pages,
    case_page,
    command_pages,
    decision,
    ledger,
    list_pages,
    live,
    sign_in,
)
from carbon_eia.desk.proving import resume
from carbon_eia.desk.rendering import STATIC, static_file
from carbon_eia.desk.security import FaultGuard, SafeAnswers, SizeLimit
from carbon_eia.desk.visit import NotSignedInError, StaleFormError, Visit, any_visit
from carbon_eia.errors import CarbonEiaError, MachineError, Problem

__all__ = ["desk_app"]

PAGES = (list_pages, sign_in, command_pages, decision, case_page, ledger, account_pages, live)
THREADS = 8
"""Requests that are worked on at a time: each holds a connection to the database."""

ONE_HOUR = "public, max-age=3600"


def desk_app(desk: Desk) -> FastAPI:
    """The application of an open desk."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        with ExitStack() as held:
            await run_in_threadpool(resume, desk, held)
            yield
            desk.jobs.close()

    app = FastAPI(
        title="carbon-eia desk",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would lead to whatever host a request names
        lifespan=lifespan,
        middleware=[Middleware(SafeAnswers), Middleware(SizeLimit), Middleware(FaultGuard)],
    )
    app.state.desk = desk
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # the sender is told
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    app.add_api_route("/robots.txt", _robots, include_in_schema=False)
    app.include_router(web_api.router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    for kind, handler in (
        (CarbonEiaError, _told),
        (NotSignedInError, _to_sign_in),
        (HTTPException, _http),
        (RequestValidationError, _http),
    ):
        app.add_exception_handler(kind, handler)
    return app


def _static(name: str) -> Response:
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"Cache-Control": ONE_HOUR}
    return Response(static_file(name), media_type=STATIC[name][1], headers=headers)


def _robots() -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def status_of(error: CarbonEiaError) -> int:
    """The status of an answer that tells an error."""
    if isinstance(error, HiddenError):
        return 404
    if isinstance(error, web_api.NoTokenError):
        return 401
    if isinstance(error, StaleFormError):
        return 403
    return 503 if isinstance(error, MachineError) else 400


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, CarbonEiaError)
    return _page(request, status_of(error), error.problems)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    code = "CE-H011" if status in (404, 405) else "CE-H017"
    return _page(request, status, (Problem(code),))


def _to_sign_in(request: Request, error: Exception) -> Response:
    then = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    is_page = request.method == "GET"
    return RedirectResponse(f"/sign-in?then={quote(then)}" if is_page else "/sign-in", 303)


def _page(request: Request, status: int, problems: tuple[Problem, ...]) -> Response:
    if _is_api(request):
        return web_api.told(problems, status)
    visit: Visit = any_visit(request)
    return visit.page("problem", status, problems=problems, is_missing=status == 404)
