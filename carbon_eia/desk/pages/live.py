"""The live form: a project is filled in or brought along, and its verdict stands beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response

from carbon_eia.desk.access import first_role
from carbon_eia.desk.blocks import options_of, printable
from carbon_eia.desk.doing import DOCUMENTS, file_document, make_document
from carbon_eia.desk.live_form import (
    LISTS,
    changed,
    form_of,
    tables_of,
    text_of_tables,
    with_entry,
    without_entry,
)
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.pages.case_page import attachment
from carbon_eia.desk.screening import begin_screening
from carbon_eia.desk.uploads import kind_of_file, safe_name
from carbon_eia.desk.visit import Posted, PostedForm, SignedIn, Visit
from carbon_eia.errors import CallError, CarbonEiaError, Place, Problem
from carbon_eia.project import parse_project, read_project
from carbon_eia.proof import record_of
from carbon_eia.reference import World, open_world, read_sector
from carbon_eia.register.filing import Submission
from carbon_eia.run import canonical
from carbon_eia.run.assess_files import assess_files
from carbon_eia.run.records import Run

__all__ = ["router"]

router = APIRouter()

MAX_TEXT = 512 * 1024
"""Characters of a project file in the form."""

KINDS = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx"}
"""Documents that are made of an assessment, in another process."""


OPTIONS = "options"
"""The button, and what a script asks for, that shows the ways to the limit."""


class Live(NamedTuple):
    """What the form holds and what it comes to: ``run`` is None where something is wrong."""

    text: str
    run: Run | None
    problems: tuple[Problem, ...]

    @property
    def has_options(self) -> bool:
        """Whether there is a limit that the project is above."""
        return self.run is not None and self.run.decision.verdict in ("retrofit", "refuse", "stop")


@router.get("/assess")
def form_page(visit: SignedIn) -> Response:
    """The form of a sector's example, or the choice of a sector."""
    sector = visit.request.query_params.get("sector", "")
    world = open_world(visit.desk.today())
    if not sector:
        return visit.page("sectors", sectors=_sectors(world, visit.lang), problems=())
    if sector not in {name for name, _ in _sectors(world, visit.lang)}:
        raise CallError(Problem("CE-C002", params={"value": sector, "known": ""}))
    example = read_sector(world, sector).example
    head = {**_mapping(example.get("project")), "sector": sector}
    return _page(visit, _live(visit, text_of_tables({**example, "project": head})))


@router.post("/assess")
def assess(visit: SignedIn, form: PostedForm) -> Response:
    """Assess what was filled in; what else a button asks for."""
    act = form.get("act")
    try:
        sent = next(iter(form.files.get("project", ())), None)
        if sent is not None:
            return _page(visit, _live(visit, brought(sent, visit.desk, visit.lang)))
        live = _filled(visit, form, act)
        if live.run is not None and act in KINDS:
            return _document(visit, live.run, act)
        if live.run is not None and act == "file":
            return _file(visit, form, live.run)
    except CarbonEiaError as error:
        if "text" not in form.values:
            sectors = _sectors(open_world(visit.desk.today()), visit.lang)
            return visit.page("sectors", 422, sectors=sectors, problems=error.problems)
        text = form.get("text")
        return _page(visit, Live(text, None, error.problems), 422)
    if act == "toml":
        return attachment(live.text.encode(), "project.toml", "application/toml")
    if act == "run" and live.run is not None:
        return attachment(canonical(live.run), "run.json", "application/json")
    return _page(visit, live)


@router.post("/screen")
def screen(visit: SignedIn, form: PostedForm) -> Response:
    """Screen a table of projects, in another process."""
    sent = next(iter(form.files.get("table", ())), None)
    try:
        if sent is None:
            raise CallError(Problem("CE-H023"))
        job = begin_screening(visit.desk, visit.person, sent, visit.word("screened"), visit.lang)
    except CarbonEiaError as error:
        sectors = _sectors(open_world(visit.desk.today()), visit.lang)
        return visit.page("sectors", 422, sectors=sectors, problems=error.problems)
    return visit.go(f"/jobs/{job.id}")


def brought(sent: UploadFile, desk: Desk, lang: str) -> str:
    """The project file of a document that is brought along: TOML, an Excel form, or the file that a
    report carries.

    Raises CallError CE-H021 for another kind of file, InputError for what is wrong in it.
    """
    content = sent.file.read(MAX_TEXT * 64 + 1)
    name, kind = safe_name(sent.filename or ""), kind_of_file(content)
    if len(content) > MAX_TEXT * 64:
        raise CallError(Problem("CE-H015"))
    if kind == "text":
        return content.decode("utf-8-sig")
    ending = DOCUMENTS.get(kind, ".ods" if kind == "ods" else "")
    if not ending:
        known = " ".join(("toml", *DOCUMENTS))
        raise CallError(Problem("CE-H021", Place(name), {"name": name, "known": known}))
    with tempfile.TemporaryDirectory(prefix="carbon-eia-") as folder:
        path = Path(folder) / f"document{ending}"
        path.write_bytes(content)
        try:
            if ending == ".ods" or (ending == ".xlsx" and not _is_report(path)):
                return read_project(path, open_world(desk.today()), name).text
            record = record_of(path)
        except CarbonEiaError as error:
            raise type(error)(p.at(p.place._replace(file=name)) for p in error.problems) from None
    if not isinstance(record, Run):
        raise CallError(Problem("CE-G216", Place(name)))
    return record.project.text


def _is_report(path: Path) -> bool:
    from carbon_eia.forms import WORKBOOK_LIMITS, open_workbook
    from carbon_eia.run.chunks import SHEET

    return SHEET in [s.name for s in open_workbook(path, limits=WORKBOOK_LIMITS)]


def _filled(visit: Visit, form: Posted, act: str) -> Live:
    """What the form holds once its fields, or a button, have changed the project file."""
    text = form.get("text")
    if len(text) > MAX_TEXT:
        raise CallError(Problem("CE-H015"))
    with_plan = act == OPTIONS
    if act == "text":
        return _live(visit, text)
    tables = tables_of(text)
    made = changed(tables, form.filled.texts)
    verb, _, what = act.partition(":")
    section, _, number = what.partition(".")
    if verb == "add" and section in LISTS:
        made = with_entry(made, section)
    elif verb == "remove" and section in LISTS and number.isdecimal():
        made = without_entry(made, section, int(number))
    return _live(visit, text if made == tables else text_of_tables(made), with_plan)


def _live(visit: Visit, text: str, plan: bool = False) -> Live:
    """The assessment of a project file, or what is wrong with it."""
    try:
        run = assessed(text, visit.desk.today(), visit.desk.benchmarks, plan)
    except CarbonEiaError as error:
        return Live(text, None, error.problems)
    return Live(text, run, ())


def assessed(text: str, day: date, benchmarks: tuple[Path, ...], plan: bool = False) -> Run:
    """The Run of a project file on a day, with its plan of measures where that is asked for.

    Raises what ``assess_files`` raises.
    """
    return assess_files(partial(parse_project, text), day, benchmarks, plan)


def _tables(text: str) -> Mapping[str, object]:
    try:
        return tables_of(text)
    except CarbonEiaError:
        return {}


def _page(visit: Visit, live: Live, status: int = 200) -> Response:
    """The whole page, or what changes in it where a script asks for that alone."""
    run, asked = live.run, visit.request.headers.get("x-live", "")
    has_plan = run is not None and live.has_options and run.retrofit.catalogue is not None
    options = options_of(run, visit.lang) if run is not None and has_plan else None
    if asked == OPTIONS:
        return visit.page("live_options", status, live=live, options=options)
    shown = None if run is None else printable(run, visit.lang)
    is_alone = asked and not live.problems  # no field has anything to say
    return visit.page(
        "live_result" if asked else "live",
        status,
        options=options,
        live=live,
        run=live.run,
        shown=shown,
        problems=live.problems,
        entries=() if is_alone else form_of(_tables(live.text), visit.lang, live.problems),
        lists=LISTS,
        kinds=KINDS,
        may_file=not visit.law.commands["file"].roles.isdisjoint(visit.person.roles),
    )


def _document(visit: Visit, run: Run, kind: str) -> Response:
    """A document of an assessment: it is made in another process."""
    name = safe_name(run.project.name)
    job = make_document(visit.desk, visit.person, run, name, KINDS[kind], visit.lang)
    return visit.go(f"/jobs/{job.id}")


def _file(visit: Visit, form: Posted, run: Run) -> Response:
    """File the assessment as it stands: it was computed here, from the file in it."""
    role = first_role(visit.person.roles, visit.law.commands["file"])
    submission = Submission(run, "run.json", canonical(run))
    day = visit.desk.today()
    done = file_document(visit.desk, visit.person, submission, form.get("code"), day, role)
    return visit.go(f"{done.address}?done={done.sequence}")


def _sectors(world: World, lang: str) -> list[tuple[str, str]]:
    """Every sector by its id and name."""
    found = []
    for ident, names in world.sectors().items():
        name = str(names["en" if lang == "en" else "zh"])
        found.append((ident, name))
    return found


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
