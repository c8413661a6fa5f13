"""The register is handed on: as a data package, as a map, and as a report."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.reference import open_world
from carbon_eia.register.acting import view_of
from carbon_eia.register.annual import annual_record
from carbon_eia.register.annual_records import AnnualRecord
from carbon_eia.register.frictionless_package import data_package, site_points
from carbon_eia.register.geopackage import geopackage
from carbon_eia.register.store import Register, create
from carbon_eia.report.annual.annual_document import annual_document
from carbon_eia.report.document import texts_of
from tests.register.cases import LAW
from tests.register.small import NAMES, add_case, small_register

ON = date(2027, 12, 31)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Three cases over two years."""
    return small_register(tmp_path_factory.mktemp("small") / "register")


@pytest.fixture(scope="module")
def package(register: Register) -> bytes:
    """The data package."""
    with register.reading() as ledger:
        return data_package(ledger, register, ON, LAW)


def test_the_package_is_valid_by_frictionless(package: bytes, tmp_path: Path) -> None:
    """The reference implementation finds nothing against descriptor, types, keys and references."""
    from frictionless import Package

    path = tmp_path / "register.zip"
    path.write_bytes(package)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [t.name for t in report.tasks] == ["cases", "filings", "decisions", "clocks", "years"]


def test_a_spoilt_package_is_found(package: bytes, tmp_path: Path) -> None:
    """This test can fail: a decision of no case, a day that is none."""
    from frictionless import Package

    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(tmp_path)
    decisions = tmp_path / "decisions.csv"
    text = decisions.read_text(encoding="utf-8")
    decisions.write_text(text.replace("C-0", "C-9").replace("2026-03-10", "soon"), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    kinds = {error[0] for error in report.flatten(["type"])}
    assert {"foreign-key", "type-error"} <= kinds


def table(package: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        text = archive.read(f"{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_package_says_what_the_register_says(package: bytes) -> None:
    """Figures of the Runs in full, days, states, and the head of the ledger."""
    cases = table(package, "cases")
    assert [(c["code"], c["state"], c["decision"], c["emission_t"], c["lon"]) for c in cases] == [
        ("C-0", "operating", "pass", "1000.5", "112.73"),
        ("C-1", "decided", "refuse", "70", ""),
        ("C-2", "accepted", "", "9", ""),
    ]
    assert [(y["case"], y["year"], y["emission_t"]) for y in table(package, "years")] == [
        ("C-0", "2026", "1100")
    ]
    assert {c["state"] for c in table(package, "clocks") if c["rule"] == "decision"} == {
        "met",
        "overdue",
    }
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        told = json.loads(archive.read("datapackage.json"))
    assert told["ledger"]["size"] == 17


def test_nothing_personal_is_in_it(package: bytes, register: Register) -> None:
    """No name of an official, no number, no free text: neither in the package nor on the map."""
    with register.reading() as ledger:
        sites = geopackage(site_points(ledger, register, ON, LAW), ON)
        events = "".join(row.body + row.actor for row in ledger.rows())
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    for name in NAMES:
        assert name in events
        assert name not in text
        assert name.encode() not in sites


def test_the_same_register_gives_the_same_bytes(package: bytes, register: Register) -> None:
    """Package and map."""
    with register.reading() as ledger:
        assert data_package(ledger, register, ON, LAW) == package
        maps = {geopackage(site_points(ledger, register, ON, LAW), ON) for _ in range(2)}
    assert len(maps) == 1


def test_the_map_is_a_geopackage(register: Register, tmp_path: Path) -> None:
    """Read with nothing of ours: tables of the standard, its numbers, a point of WGS 84."""
    with register.reading() as ledger:
        content = geopackage(site_points(ledger, register, ON, LAW), ON)
    path = tmp_path / "sites.gpkg"
    path.write_bytes(content)
    assert content[68:72] == b"GPKG"  # application_id, at offset 68 of the head of SQLite
    with sqlite3.connect(path) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = {row[0] for row in found.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert {-1, 0, 4326} <= systems
        contents = found.execute(
            "SELECT table_name, data_type, srs_id, min_x, max_y FROM gpkg_contents"
        ).fetchall()
        assert contents == [("sites", "features", 4326, 112.73, 25.75)]
        columns = found.execute("SELECT * FROM gpkg_geometry_columns").fetchall()
        assert columns == [("sites", "geom", "POINT", 4326, 0, 0)]
        code, geometry = found.execute("SELECT code, geom FROM sites").fetchone()
    assert code == "C-0"
    assert geometry[:4] == b"GP\x00\x01"  # no envelope, little endian
    assert struct.unpack("<i", geometry[4:8]) == (4326,)
    assert struct.unpack("<BIdd", geometry[8:]) == (1, 1, 112.73, 25.75)


# --- the report


def record_of(register: Register, first: date, last: date) -> AnnualRecord:
    """The record of a period."""
    with register.reading() as ledger:
        return annual_record(ledger, register, first, last, LAW, open_world(last))


def test_the_report_counts_the_register(register: Register) -> None:
    """Verdicts by county and sector, deadlines kept and missed, sums of the Runs."""
    record = record_of(register, date(2026, 1, 1), date(2026, 12, 31))
    assert record.kind == "annual"
    assert (record.received, record.decided, record.open) == (3, {"pass": 1, "refuse": 1}, 1)
    counties = {g.name.zh: (g.decided, g.open) for g in record.counties}
    assert counties == {"桂阳县": ({"pass": 1}, 1), "资兴市": ({"refuse": 1}, 0)}
    assert {g.name.zh for g in record.sectors} == {"水泥熟料", "数据中心"}
    decision = next(c for c in record.clocks if c.id == "decision")
    assert (decision.kept, decision.late, decision.missed) == (2, 0, 1)
    assert record.years[0].emission.value == "1000.5"
    assert [c.code for c in record.cases] == ["C-0", "C-1", "C-2"]
    review = record_of(register, date(2026, 1, 1), ON)
    assert review.kind == "midterm"
    assert [(y.year, y.received) for y in review.years] == [(2026, 3), (2027, 0)]
    assert review.reported_years == 1


def test_what_a_sum_lacks_is_named(register: Register, tmp_path: Path) -> None:
    """An approved case whose Run is incomplete is not counted as nothing: the summary names it."""
    incomplete = create(tmp_path / "register", "", view_of)
    add_case(incomplete, 0, None, "pass")
    add_case(incomplete, 1, None, "refuse")
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert record_of(register, *year).unknown == ()
    record = record_of(incomplete, *year)
    assert record.unknown == ("C-0",)
    for lang in ("zh", "en"):
        document = annual_document(record, lang, drawn=False)
        summary = " ".join(document.plain(t) for t in texts_of(document.chapters[0].blocks))
        assert "C-0" in summary
        assert "C-1" not in summary


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_is_a_document(register: Register, lang: str) -> None:
    """Every chapter in both languages; nobody's name in it; the figures of the record."""
    record = record_of(register, date(2026, 1, 1), ON)
    document = annual_document(record, lang, drawn=False)
    names = [c.name for c in document.chapters]
    assert names == [
        "summary",
        "decisions",
        "deadlines",
        "operation",
        "controls",
        "cases",
        "record",
    ]
    text = " ".join(document.plain(t) for c in document.chapters for t in texts_of(c.blocks))
    assert "1000.50" in text
    assert not any(name in text for name in NAMES)
    assert "2026" in document.title


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
def test_the_report_is_written(register: Register, suffix: str, tmp_path: Path) -> None:
    """Each format, the same bytes again, with its record inside."""
    from carbon_eia.report.annual import render_annual

    record = record_of(register, date(2026, 1, 1), ON)
    content = render_annual(record, suffix)
    assert content == render_annual(record, suffix)
    assert len(content) > 5_000
