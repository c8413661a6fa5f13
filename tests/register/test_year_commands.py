"""Operating years, cross-checks and controls as a person meets them: the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.register.commands import CODE, Desk
from tests.tools import ROOT, run

FILING = str(ROOT / "samples/register/energy-report.csv")
MAPPING = str(ROOT / "samples/register/energy-report.toml")
OPINION = {"day": "2025-11-03", "number": "x", "levels": {"carbon": "100 万tCO2"}}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, record: Path) -> Desk:
    """A register with a plant that another authority approved, and its year 2026."""
    desk = Desk(tmp_path_factory.mktemp("desks") / "desk")
    desk("init")
    desk("do", "list", CODE, "stage=operating", "name=某公司", f"opinion={json.dumps(OPINION)}",
         "--as", "wang", "--role", "reviewer", "--day", "2026-01-05")  # fmt: skip
    desk(
        "do", "start_operating", CODE, "--as", "zhao", "--role", "inspector", "--day", "2026-01-05"
    )
    return desk


@pytest.fixture(scope="module")
def year(desk: Desk, record: Path) -> str:
    """What the report of the year prints."""
    return desk("operate", str(record), "--as", "企业", "--day", "2027-02-10")


def test_a_year_is_held_against_its_approval(desk: Desk, year: str) -> None:
    """117 万t against 100 万t: the clause, and the command that follows; once and not twice."""
    assert "17.08 %" in year
    assert "31号令第26条" in year
    assert "order_rectification" in year
    found = desk.json("show", CODE, "--as-of", "2027-02-10")
    (event,) = [e for e in found["events"] if e["kind"] == "year_reported"]
    assert {"run", "record", "comparison"} <= event["body"].keys()


def test_what_is_typed_by_hand_is_no_record(desk: Desk, year: str) -> None:
    """A comparison or the record of a check comes from a document alone."""
    day = ["--day", "2027-02-11"]
    assert "CE-G227" in desk(
        "do", "report_year", CODE, "year=2026", "comparison=x", *day, expected=2
    )
    assert "CE-G" in desk("do", "crosscheck", CODE, "year=2026", "report=other",
                          "result=consistent", *day, expected=2)  # fmt: skip


def test_a_filing_is_checked_and_its_statement_written(
    desk: Desk, year: str, tmp_path: Path
) -> None:
    """1 % more power is to be explained; the statement says so in the page."""
    out = tmp_path / "check.html"
    told = desk("crosscheck", CODE, FILING, "--mapping", MAPPING, "--year", "2026", "-o", str(out),
                "--as", "zhao", "--day", "2027-03-01")  # fmt: skip
    assert "须说明" in told
    page = out.read_text(encoding="utf-8")
    assert "核对说明" in page
    assert '<script type="application/json" id="crosscheck.json">' in page
    found = desk.json("show", CODE, "--as-of", "2027-03-01")
    check = found["case"]["crosschecks"][-1]  # type: ignore[index, call-overload]
    assert (check["year"], check["report"], check["result"]) == (
        2026,
        "energy_report",
        "to_be_explained",
    )


def test_an_unknown_layout_asks_for_a_mapping(desk: Desk, year: str) -> None:
    """No form is guessed; a year without a Run has no filing 0; a kind that is none is told."""
    day = ["--day", "2027-03-01"]
    assert "CE-G307" in desk("crosscheck", CODE, FILING, "--year", "2026", *day, expected=2)
    assert "CE-G308" in desk(
        "crosscheck", CODE, FILING, "--mapping", MAPPING, "--year", "2025", *day, expected=2
    )
    assert "CE-G303" in desk(
        "crosscheck", CODE, FILING, "--year", "2026", "--kind", "tax", *day, expected=2
    )


def test_ceilings_findings_and_the_report(desk: Desk, year: str, tmp_path: Path) -> None:
    """A ceiling is set once; what is found is listed; the report of the year is written."""
    day = ["--as", "li", "--day", "2027-03-02"]
    for _ in range(2):
        desk("ceiling", "region:郴州市", "900 万tCO2", "--instrument", "示例", *day)
    assert "CE-G317" in desk("ceiling", "郴州", "9 t", "--instrument", "x", *day, expected=2)
    assert "CE-U" in desk("ceiling", "region:郴州市", "9 m", "--instrument", "x", *day, expected=2)
    areas = json.loads(desk("headroom", "--as-of", "2027-03-03", "--json"))
    assert [(a["name"], a["limit_t"], len(a["after"])) for a in areas] == [("郴州市", "9000000", 1)]
    found = json.loads(desk("check", "--as-of", "2027-03-03", "--json"))
    assert "exceeds" in [f["finding"] for f in found]
    desk("report", "--year", "2026", "-o", str(tmp_path / "report.html"))
    assert "年度报告" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "CE-C005" in desk("report", "--year", "2026", "-o", "report.xls", expected=2)
    assert "CE-C001" in desk(
        "report", "--year", "2026", "--until", "2025", "-o", "x.html", expected=2
    )
    assert desk.json("verify")["stands"] is True


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fit_80_columns(desk: Desk, year: str, lang: str) -> None:
    """operate, check and headroom, in both languages."""
    from carbon_eia.console import width_of

    for command in (["check"], ["headroom"]):
        shown = desk(*command, "--as-of", "2027-03-03", "--lang", lang)
        assert max(width_of(line) for line in shown.splitlines()) <= 80, shown
    assert max(width_of(line) for line in year.splitlines()) <= 80, year


def test_what_a_draft_would_move(tmp_path: Path, record: Path) -> None:
    """0.85 instead of 0.83 tCO2/t: the cement line would pass; the value of today moves nobody."""
    desk = Desk(tmp_path / "desk")
    desk("init")
    desk("add", str(record), "--as", "zhang", "--day", "2026-07-01")
    demo = (ROOT / "samples/benchmarks/chenzhou-demo.toml").read_text(encoding="utf-8")
    draft = tmp_path / "draft.toml"
    for value, moves in (("0.83", []), ("0.85", [(CODE, "retrofit", "pass")])):
        draft.write_text(demo.replace('"0.83 tCO2/t"', f'"{value} tCO2/t"'), encoding="utf-8")
        found = desk.json("what-if", str(draft), "--as-of", "2026-07-02")
        assert found["count"] == 1
        assert found["today"] == ["郴州市重点行业碳排放强度准入值（示例文本）"]
        told = [(m["code"], m["before"], m["after"]) for m in found["moves"]]
        assert told == moves


def test_the_records_have_their_schemas(desk: Desk, year: str) -> None:
    """What is kept of a year and of a check is what the published schemas say."""
    import jsonschema
    import msgspec

    from carbon_eia.register.acting import view_of
    from carbon_eia.register.operating_records import OperatingRecord
    from carbon_eia.register.store import open_register

    found = desk.json("show", CODE, "--as-of", "2027-02-10")
    events = [e for e in found["events"] if e["kind"] == "year_reported"]
    name = events[-1]["body"]["comparison"]
    content = open_register(desk.folder, view_of).blob(name)
    schema = json.loads(run("schema", "operating").stdout)
    jsonschema.validate(json.loads(content), schema)
    assert msgspec.json.decode(content, type=OperatingRecord).year == 2026
    for kind in ("crosscheck", "annual"):
        assert json.loads(run("schema", kind).stdout)["title"].endswith("Record")


def test_a_report_says_that_it_cannot_be_verified_alone(
    desk: Desk, year: str, tmp_path: Path
) -> None:
    """verify ends with 3 and says by what the register is held to its past."""
    out = tmp_path / "report.html"
    desk("report", "--year", "2026", "-o", str(out))
    done = run("verify", str(out))
    assert done.returncode == 3, done.stdout + done.stderr
    assert "封签" in done.stdout
