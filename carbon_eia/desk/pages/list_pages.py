"""What is due, and the register: lists that are filtered, sorted, and taken along as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from carbon_eia.desk.access import sees_all
from carbon_eia.desk.cases import code_in_address
from carbon_eia.desk.lists import CaseRow
from carbon_eia.desk.opened import HiddenError
from carbon_eia.desk.pages.sign_in import first_page
from carbon_eia.desk.visit import AnyVisit, SignedIn, Visit
from carbon_eia.register.beside import headrooms
from carbon_eia.register.listing import list_workbook
from carbon_eia.report.figures.clocks_figure import clock_calendar
from carbon_eia.report.figures.headroom_figure import PLACES, headroom_bars
from carbon_eia.units import rounded

__all__ = ["router"]

router = APIRouter()

Row = TypeVar("Row")

SHOWN = ("code", "name", "applicant", "sector", "verdict", "decision", "state", "due", "clock")
"""Columns of the register on a screen."""

PER_PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Part(NamedTuple, Generic[Row]):
    """The rows of one page of a list: the page's number, and how many there are."""

    rows: Sequence[Row]
    number: int
    pages: int


def _part(visit: Visit, rows: Sequence[Row]) -> Part[Row]:
    """The page of a list that is asked for."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    asked = visit.request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    number = min(max(int(asked), 1), pages) if is_number else 1
    return Part(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages)


@router.get("/")
def home(visit: AnyVisit) -> Response:
    """What is due; to who is not signed in, the first page."""
    if visit.account is None:
        return first_page(visit)
    if visit.account.is_administrator:
        return visit.go("/accounts")
    return due(visit)


def due(visit: Visit) -> Response:
    """The clocks that somebody has to look at: one's own, or all of the cases that one sees."""
    as_of = visit.as_of
    rows = visit.desk.lists.due(visit.person, as_of, visit.law)
    mine = [r for r in rows if not r.whose.isdisjoint(visit.person.roles)]
    shows_all = visit.request.query_params.get("all") == "1"
    part = _part(visit, rows if shows_all else mine)
    is_calendar = visit.request.query_params.get("view") == "calendar"
    labelled = [
        (f"{r.name or r.clock.case} · {r.clock.label(visit.lang)}", r.clock)
        for r in (part.rows if is_calendar else ())
    ]
    return visit.page(
        "due",
        part=part,
        shows_all=shows_all,
        is_calendar=is_calendar,
        calendar=clock_calendar(labelled, as_of, visit.lang) if is_calendar else None,
        count_mine=len(mine),
        count_all=len(rows),
        as_of=as_of,
        law=visit.law,
        in_address=code_in_address,
    )


@router.get("/cases")
def register(visit: SignedIn) -> Response:
    """The cases that one sees."""
    rows = _chosen(visit)
    return visit.page(
        "register",
        part=_part(visit, rows),
        count=len(rows),
        columns=SHOWN,
        has_headroom=sees_all(visit.person),
        law=visit.law,
        as_of=visit.as_of,
        query=visit.request.query_params,
        in_address=code_in_address,
    )


@router.get("/cases.xlsx")
def workbook(visit: SignedIn) -> Response:
    """The same list as a workbook."""
    entries = [row.entry for row in _chosen(visit)]
    name = quote(f"{visit.word('register_file')}-{visit.as_of}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(list_workbook(entries, visit.lang), media_type=WORKBOOK, headers=headers)


@router.get("/headroom")
def headroom(visit: SignedIn) -> Response:
    """What is left of each ceiling, now and after each decision."""
    if not sees_all(visit.person):
        raise HiddenError
    with visit.desk.register.reading() as ledger:
        areas = list(headrooms(ledger.events(), visit.desk.register, visit.as_of, visit.law))
    return visit.page(
        "headroom",
        areas=areas,
        drawn=headroom_bars([after[-1] for _, after in areas], visit.lang),
        in_address=code_in_address,
        as_of=visit.as_of,
        tonnes=partial(rounded, places=PLACES),
    )


def _chosen(visit: Visit) -> list[CaseRow]:
    """The cases of the list, as they are filtered and sorted."""
    query = visit.request.query_params
    rows = visit.desk.lists.cases(visit.person, visit.as_of, visit.law, visit.lang)
    for key in ("state", "verdict", "decision"):
        if query.get(key):
            rows = [r for r in rows if r.entry[key] == query[key]]
    if query.get("overdue"):
        rows = [r for r in rows if r.entry["overdue"]]
    words = query.get("q", "").casefold().split()
    if words:
        rows = [r for r in rows if all(w in _text(r.entry) for w in words)]
    return _sorted(rows, query.get("sort", ""))


def _text(entry: Mapping[str, object]) -> str:
    keys = ("code", "name", "applicant", "credit_code", "region", "park", "sector")
    return " ".join(str(entry[k]) for k in keys).casefold()


def _sorted(rows: Sequence[CaseRow], sort: str) -> list[CaseRow]:
    """By a column, ``-`` before it for the last first; what says nothing comes last."""
    key = sort.removeprefix("-")
    if key not in SHOWN:
        return list(rows)

    def text(row: CaseRow) -> str:
        return str(row.entry.get(f"{key}_label", row.entry[key]))

    given = [r for r in rows if r.entry[key]]
    given.sort(key=text, reverse=sort.startswith("-"))
    return given + [r for r in rows if not r.entry[key]]
