"""The register as a Frictionless data package: tables of text with their schema, in one ZIP.

What is in it may be handed on: no names of officials, no contacts, no free text. Figures are those
of the Runs, in full.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.messages import sentence
from carbon_eia.register.case import Case
from carbon_eia.register.clocks import case_clocks
from carbon_eia.register.event import Event, event_of
from carbon_eia.register.findings import site_of
from carbon_eia.register.geopackage import SitePoint
from carbon_eia.register.heads import head_of
from carbon_eia.register.law import Law
from carbon_eia.register.listing import cases_at
from carbon_eia.register.sizes import NO_SIZE, Size, sizes_of
from carbon_eia.register.store import Ledger, Register
from carbon_eia.units import decimal_text

__all__ = ["data_package", "site_points"]

STAMP = (2000, 1, 1, 0, 0, 0)
"""Stands at every member, so that the same register gives the same bytes."""

PLACES = 6
"""Decimals of a figure whose decimals do not end."""

Cell = str | int | bool | None


class ExportColumn(NamedTuple):
    """A column: its name, its type in Table Schema, and whether each row must have it."""

    name: str
    type: str = "string"
    required: bool = False


class ExportTable(NamedTuple):
    """A table: its columns, its key, and the table to whose key its ``case`` leads."""

    name: str
    key: tuple[str, ...]
    columns: tuple[ExportColumn, ...]


CASES = ExportTable(
    "cases",
    ("code",),
    (
        ExportColumn("code", required=True), ExportColumn("name"), ExportColumn("applicant"),
        ExportColumn("credit_code"), ExportColumn("region"), ExportColumn("park"),
        ExportColumn("sector"), ExportColumn("stage"), ExportColumn("state", required=True),
        ExportColumn("verdict"), ExportColumn("decision"), ExportColumn("decided", "date"),
        ExportColumn("deadline", "date"), ExportColumn("lon", "number"),
        ExportColumn("lat", "number"), ExportColumn("emission_t", "number"),
        ExportColumn("energy_tce", "number"),
    ),
)  # fmt: skip
FILINGS = ExportTable(
    "filings",
    ("case", "number"),
    (
        ExportColumn("case", required=True), ExportColumn("number", "integer", True),
        ExportColumn("received", "date", True), ExportColumn("run"), ExportColumn("verdict"),
        ExportColumn("channel"), ExportColumn("accepted", "date"), ExportColumn("closed", "date"),
    ),
)  # fmt: skip
DECISIONS = ExportTable(
    "decisions",
    ("case", "event"),
    (
        ExportColumn("case", required=True), ExportColumn("event", "integer", True),
        ExportColumn("day", "date", True), ExportColumn("filing", "integer"),
        ExportColumn("verdict", required=True), ExportColumn("deadline", "date"),
        ExportColumn("delivered", "date"), ExportColumn("standing", "boolean"),
    ),
)  # fmt: skip
CLOCKS = ExportTable(
    "clocks",
    ("case", "clock"),
    (
        ExportColumn("case", required=True), ExportColumn("clock", required=True),
        ExportColumn("rule", required=True), ExportColumn("start", "date"),
        ExportColumn("due", "date"), ExportColumn("met", "date"),
        ExportColumn("state", required=True), ExportColumn("disputed", "boolean"),
        ExportColumn("clause"),
    ),
)  # fmt: skip
YEARS = ExportTable(
    "years",
    ("case", "year"),
    (
        ExportColumn("case", required=True), ExportColumn("year", "integer", True),
        ExportColumn("reported", "date", True), ExportColumn("run"),
        ExportColumn("emission_t", "number"), ExportColumn("energy_tce", "number"),
    ),
)  # fmt: skip
RESOURCES = (CASES, FILINGS, DECISIONS, CLOCKS, YEARS)


def data_package(
    ledger: Ledger, register: Register, as_of: date, law: Law, lang: str = "zh"
) -> bytes:
    """The package of the register on a day, the same bytes for the same register."""
    rows = list(ledger.rows())
    cases, sizes = _cases(ledger, map(event_of, rows), register, as_of, law)
    tables = {
        CASES.name: [_case(c, sizes) for c in cases],
        FILINGS.name: [r for c in cases for r in _filings(c)],
        DECISIONS.name: [r for c in cases for r in _decisions(c)],
        CLOCKS.name: [r for c in cases for r in _clocks(c, as_of, law)],
        YEARS.name: [r for c in cases for r in _years(c, sizes)],
    }
    descriptor = {
        "profile": "data-package",
        "name": "carbon-evaluation-register",
        "title": sentence("register.title", lang),
        "created": f"{as_of.isoformat()}T00:00:00Z",
        "ledger": {"size": len(rows), "root": head_of(rows).root if rows else ""},
        "resources": [_described(r) for r in RESOURCES],
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(descriptor, ensure_ascii=False, indent=2)
        _write(archive, "datapackage.json", text)
        for resource in RESOURCES:
            _write(archive, f"{resource.name}.csv", _csv(resource, tables[resource.name]))
    return held.getvalue()


def site_points(ledger: Ledger, register: Register, as_of: date, law: Law) -> Iterator[SitePoint]:
    """The cases that have a place, for a map."""
    cases, sizes = _cases(ledger, ledger.events(), register, as_of, law)
    for case in cases:
        place = site_of(case.site)
        if place is None:
            continue
        size = _size(case, sizes)
        yield SitePoint(
            lon=place[0],
            lat=place[1],
            code=case.code,
            name=case.name,
            applicant=case.applicant,
            region=case.region,
            park=case.park,
            sector=case.sector,
            stage=case.stage,
            state=case.state,
            verdict=case.filing.verdict if case.filing is not None else "",
            decision=case.decision.verdict if case.decision is not None else "",
            emission_t=None if size.emission is None else float(size.emission),
            energy_tce=None if size.energy is None else float(size.energy),
        )


def _cases(
    ledger: Ledger, events: Iterable[Event], register: Register, as_of: date, law: Law
) -> tuple[list[Case], dict[str, Size]]:
    """The cases on a day, and the size of each Run that their events keep."""
    sizes = sizes_of((e for e in events if e.day <= as_of), register.blob)
    return list(cases_at(ledger, as_of, law)), sizes


def _size(case: Case, sizes: dict[str, Size]) -> Size:
    run = case.filing.run if case.filing is not None else ""
    return sizes.get(run, NO_SIZE)


def _case(case: Case, sizes: dict[str, Size]) -> list[Cell]:
    filing, decision, place = case.filing, case.decision, site_of(case.site)
    size = _size(case, sizes)
    return [
        case.code, case.name, case.applicant, case.credit_code, case.region, case.park,
        case.sector, case.stage, case.state, filing.verdict if filing else "",
        decision.verdict if decision else "", _day(decision.day if decision else None),
        _day(decision.deadline if decision else None),
        None if place is None else repr(place[0]), None if place is None else repr(place[1]),
        _number(size.emission), _number(size.energy),
    ]  # fmt: skip


def _filings(case: Case) -> Iterator[list[Cell]]:
    for f in case.filings:
        accepted = f.accepted.day if f.accepted is not None else None
        closed = f.closed.day if f.closed is not None else None
        yield [case.code, f.number, _day(f.received), f.run, f.verdict, f.channel,
               _day(accepted), _day(closed)]  # fmt: skip


def _decisions(case: Case) -> Iterator[list[Cell]]:
    for d in case.decisions:
        delivered = d.delivered.day if d.delivered is not None else None
        yield [case.code, d.event, _day(d.day), d.filing, d.verdict, _day(d.deadline),
               _day(delivered), d.is_standing]  # fmt: skip


def _clocks(case: Case, as_of: date, law: Law) -> Iterator[list[Cell]]:
    for c in case_clocks(case, as_of, law):
        yield [case.code, c.id, c.rule.id, _day(c.start_day), _day(c.due), _day(c.met), c.state,
               c.is_disputed, c.rule.ground.clause]  # fmt: skip


def _years(case: Case, sizes: dict[str, Size]) -> Iterator[list[Cell]]:
    for y in case.years:
        size = sizes.get(y.run, NO_SIZE)
        yield [case.code, y.year, _day(y.day), y.run, _number(size.emission), _number(size.energy)]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, PLACES)


def _described(resource: ExportTable) -> dict[str, object]:
    """A table as Table Schema describes it."""
    schema: dict[str, object] = {
        "fields": [_field(c) for c in resource.columns],
        "primaryKey": list(resource.key),
        "missingValues": [""],
    }
    if resource is not CASES:
        reference = {"resource": CASES.name, "fields": ["code"]}
        schema["foreignKeys"] = [{"fields": ["case"], "reference": reference}]
    return {
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: ExportColumn) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": column.type}
    return {**field, "constraints": {"required": True}} if column.required else field


def _csv(resource: ExportTable, rows: Sequence[Sequence[Cell]]) -> str:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([c.name for c in resource.columns])
    for row in rows:
        writer.writerow([_cell(v) for v in row])
    return held.getvalue()


def _cell(value: Cell) -> str | int:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def _write(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, STAMP), text.encode(), zipfile.ZIP_DEFLATED)
