"""A case: what happened, what is due, what may be done, its assessments and files."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from carbon_eia.desk.blocks import figures_of
from carbon_eia.desk.cases import OpenCase, Version, code_of_address
from carbon_eia.desk.comparing import compared
from carbon_eia.desk.opened import HiddenError, kept_run, open_case_for
from carbon_eia.desk.reviewing import review_of
from carbon_eia.desk.security import REPORT_POLICY
from carbon_eia.desk.visit import SignedIn, Visit
from carbon_eia.register.heads import receipt_of
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.view import doubts
from carbon_eia.report import finished_html
from carbon_eia.report.figures.clocks_figure import clock_calendar
from carbon_eia.run.records import Run

__all__ = ["attachment", "document_page", "open_for", "router"]

router = APIRouter()

WRITERS = (".pdf", ".docx", ".xlsx", ".html")


def open_for(visit: Visit, code: str) -> OpenCase:
    """The case of an address, as of the day of the visit.

    Raises HiddenError where there is none that the visitor may see.
    """
    return open_case_for(visit.desk, visit.person, code_of_address(code), visit.as_of)


def attachment(content: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """A file that is taken along: a browser shows none of them itself."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=headers)


def document_page(record: Run | OpinionRecord, lang: str) -> Response:
    """A document as a page: printed from its record, as every document is."""
    html = finished_html(record, lang)
    return HTMLResponse(html, headers={"Content-Security-Policy": REPORT_POLICY})


@router.get("/cases/{code}")
def case_page(visit: SignedIn, code: str) -> Response:
    """A case on a day."""
    opened = open_for(visit, code)
    return visit.page_of(opened, "case", doubts=doubts(opened.case, visit.lang))


@router.get("/cases/{code}/review")
def review_page(visit: SignedIn, code: str) -> Response:
    """An assessment with what was found beside the values, and what to look at first."""
    opened = open_for(visit, code)
    version = _version(opened, visit.request.query_params.get("version", ""))
    run = kept_run(visit.desk.register, version.record)
    return visit.page_of(
        opened,
        "review",
        version=version,
        run=run,
        review=review_of(run, opened.case, visit.lang),
        may_find="find" in [o.command.id for o in opened.options],
    )


@router.get("/cases/{code}/figures")
def figures_page(visit: SignedIn, code: str) -> Response:
    """What one would rather look at than read: the clocks on a calendar, the figures of a Run."""
    opened = open_for(visit, code)
    version = next(iter(reversed(opened.versions)), None)
    run = None if version is None else kept_run(visit.desk.register, version.record)
    return visit.page_of(
        opened,
        "figures",
        version=version,
        calendar=clock_calendar(
            [(c.label(visit.lang), c) for c in opened.clocks], visit.as_of, visit.lang
        ),
        figures=() if run is None else figures_of(run, visit.lang),
    )


@router.get("/cases/{code}/versions")
def versions_page(visit: SignedIn, code: str) -> Response:
    """Two assessments of a case side by side, and what moved the verdict."""
    opened, query = open_for(visit, code), visit.request.query_params
    versions = opened.versions
    if len(versions) < 2:
        raise HiddenError
    a = _version(opened, query.get("a", "") or str(len(versions) - 1))
    b = _version(opened, query.get("b", ""))
    runs = [kept_run(visit.desk.register, v.record) for v in (a, b)]
    return visit.page_of(
        opened,
        "versions",
        a=a,
        b=b,
        compared=compared(runs[0], runs[1], visit.lang),
    )


@router.get("/cases/{code}/report")
def report(visit: SignedIn, code: str) -> Response:
    """The report of an assessment as a page."""
    opened = open_for(visit, code)
    version = _version(opened, visit.request.query_params.get("version", ""))
    return document_page(kept_run(visit.desk.register, version.record), visit.lang)


@router.get("/cases/{code}/files/{digest}")
def kept_file(visit: SignedIn, code: str, digest: str) -> Response:
    """A file of the case."""
    opened = open_for(visit, code)
    files = (file for own in opened.files.values() for file in own)
    name = next((n for n, kept in files if kept == digest), None)
    if name is None:
        raise HiddenError
    return attachment(visit.desk.register.blob(digest), name or digest[:12])


@router.get("/cases/{code}/events/{number}/receipt.json")
def receipt(visit: SignedIn, code: str, number: str) -> Response:
    """The receipt of an event of the case."""
    opened = open_for(visit, code)
    if number not in {str(e.sequence) for e in opened.events}:
        raise HiddenError
    with visit.desk.register.reading() as ledger:
        rows = list(ledger.rows())
    content = receipt_of(rows, int(number)).content()
    return attachment(content, f"receipt-{number}.json", "application/json")


def _version(opened: OpenCase, number: str) -> Version:
    """A version by its number; the last one without."""
    versions = opened.versions
    if not number and versions:
        return versions[-1]
    found = next((v for v in versions if str(v.number) == number), None)
    if found is None:
        raise HiddenError
    return found
