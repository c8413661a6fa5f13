"""The register as a person and a program meet it: the commands, from the first filing on."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfWriter

from tests.register.commands import CODE, DEMO, Desk
from tests.tools import ROOT, run

DAY = ["--as-of", "2026-06-30"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A new register."""
    desk = Desk(tmp_path / "desk")
    desk("init")
    return desk


@pytest.fixture
def filed(desk: Desk, record: Path) -> Desk:
    """A register with the cement sample received on 1 July 2026."""
    desk("add", str(record), "--as", "zhang", "--day", "2026-07-01")
    return desk


def test_the_first_lines_can_be_run_twice(desk: Desk, record: Path) -> None:
    """init, add and list return 0 whatever the verdict filed, and write nothing twice."""
    for _ in range(2):
        desk("init")
        desk("add", str(record), "--as", "zhang", "--day", "2026-07-01")
    rows = desk.json("list", "--as-of", "2026-07-02")
    assert isinstance(rows, list)
    assert [(r["code"], r["state"], r["verdict"], r["due"]) for r in rows] == [
        (CODE, "filed", "retrofit", "2026-07-08")
    ]
    found = desk.json("verify")
    assert isinstance(found, dict)
    assert (found["stands"], found["events"], found["cases"]) == (True, 1, 1)
    assert (desk.folder / "register.db").is_file()


def test_events_have_the_columns_of_the_contract(filed: Desk) -> None:
    """The table events: day, at, actor, role, body, prev_hash and hash as text."""
    import sqlite3

    with sqlite3.connect(filed.folder / "register.db") as connection:
        found = connection.execute(
            "SELECT day, at, actor, role, body, prev_hash, hash FROM events"
        ).fetchone()
    assert found[0] == "2026-07-01"
    assert found[2:4] == ("zhang", "receiver")
    body = json.loads(found[4])
    assert (body["kind"], body["case"], body["verdict"]) == ("filed", CODE, "retrofit")
    assert found[5] == "0" * 64
    assert len(found[6]) == 64
    assert not any("amount" in key or "intensity" in key for key in body)


def test_a_case_goes_its_way(filed: Desk) -> None:
    """Accepted, reviewed, found, answered, proposed, decided by another, delivered."""
    day = ["--day", "2026-07-03"]
    filed("do", "accept", CODE, "--as", "zhang", *day)
    filed("do", "start_review", CODE, "--as", "wang", *day)
    filed(
        "do",
        "find",
        CODE,
        "path=sources[1].ncv",
        "text=收到基低位发热量无检测报告",
        "--as",
        "wang",
        *day,
    )
    told = filed.json("show", CODE, "--as-of", "2026-07-03")
    assert isinstance(told, dict)
    number = told["events"][-1]["sequence"]
    filed("do", "answer_finding", CODE, f"finding={number}", "text=附检测报告", *day)
    filed("do", "propose", CODE, "recommendation=retrofit", "reason=高于准入值，可按期改造",
          "--as", "wang", *day)  # fmt: skip
    refused = filed("do", "decide", CODE, "verdict=retrofit", "reason=同意", "--as", "wang", *day,
                    expected=2)  # fmt: skip
    assert "CE-G" in refused
    assert filed.json("verify")["events"] == 6


def test_the_same_command_again_is_not_written_again(filed: Desk) -> None:
    """Whoever sends it twice is told the event of the first; another day or person is refused."""
    accept = ["do", "accept", CODE, "--as", "zhang", "--day", "2026-07-03"]
    first, second = (filed.json(*accept) for _ in range(2))
    assert first == second
    filed("do", "accept", CODE, "--as", "li", "--day", "2026-07-03", expected=2)
    filed("do", "accept", CODE, "--as", "zhang", "--day", "2026-07-04", expected=2)
    assert filed.json("verify")["events"] == 2


def test_a_finding_that_is_sent_twice_is_one(filed: Desk) -> None:
    """The same person, day and words: one event; another text is another finding."""
    day = ["--day", "2026-07-03"]
    filed("do", "accept", CODE, "--as", "zhang", *day)
    filed("do", "start_review", CODE, "--as", "wang", *day)
    for text in ("甲", "甲", "乙"):
        filed("do", "find", CODE, "path=sources[1].ncv", f"text={text}", "--as", "wang", *day)
    assert filed.json("verify")["events"] == 5


def test_a_withdrawn_document_may_be_filed_again(filed: Desk, record: Path) -> None:
    """What is filed twice in a row is one filing; after a withdrawal it is another."""
    filed("add", str(record), "--as", "zhang", "--day", "2026-07-02")
    assert filed.json("verify")["events"] == 1
    filed("do", "withdraw", CODE, "--as", "某公司", "--day", "2026-07-02")
    filed("add", str(record), "--as", "zhang", "--day", "2026-07-03")
    rows = filed.json("list", "--as-of", "2026-07-03")
    assert [(r["state"], r["filings"]) for r in rows] == [("filed", 2)]


def test_what_is_not_allowed_says_what_would_be(filed: Desk) -> None:
    """Status 2, the reason, what is allowed; nothing is written."""
    told = filed("do", "decide", CODE, "verdict=pass", "reason=x", "--as", "li",
                 "--day", "2026-07-02", expected=2)  # fmt: skip
    assert "CE-G100" in told
    assert "受理" in told
    told = filed("do", "acept", CODE, "--as", "li", "--day", "2026-07-02", expected=2)
    assert "accept" in told
    told = filed("do", "accept", CODE, "--role", "applicant", "--day", "2026-07-02", expected=2)
    assert "CE-G103" in told
    told = filed("do", "accept", "none", "--day", "2026-07-02", expected=2)
    assert "CE-G" in told
    filed("do", "notify", CODE, "items", "--day", "2026-07-02", expected=2)
    assert "CE-G225" in filed("do", "file", CODE, expected=2)
    assert "CE-G223" in filed("show", "none", expected=2)
    assert "CE-G226" in filed("show", CODE, "--as-of", "2026-06-30", expected=2)
    filed("list", "--state", "open", expected=2)
    assert filed.json("verify")["events"] == 1


def test_what_does_not_stand_is_not_filed(desk: Desk, record: Path, tmp_path: Path) -> None:
    """A changed record, a file that is none, another kind of document: refused, nothing kept."""
    changed = tmp_path / "run.json"
    changed.write_bytes(record.read_bytes().replace(b'"retrofit"', b'"pass"', 1))
    desk("add", str(changed), expected=2)
    empty = tmp_path / "empty.pdf"
    with empty.open("wb") as stream:
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.write(stream)
    assert "CE-V005" in desk("add", str(empty), expected=2)
    assert "CE-F001" in desk("add", str(tmp_path / "none.pdf"), expected=2)
    assert desk.json("list") == []
    assert desk.json("verify")["events"] == 0


def test_a_case_without_a_code_is_asked_for_one(desk: Desk, tmp_path: Path) -> None:
    """--case names it; without, the error says so."""
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("code = ")]
    project = tmp_path / "project.toml"
    project.write_text("\n".join(lines), encoding="utf-8")
    run("assess", str(project), *DEMO, *DAY, "--out", str(tmp_path))
    assert "CE-G218" in desk("add", str(tmp_path / "run.json"), expected=2)
    desk("add", str(tmp_path / "run.json"), "--case", "CZ-1", "--day", "2026-07-01")
    assert desk.json("list")[0]["code"] == "CZ-1"


def test_a_day_in_the_past_shows_what_was_then(filed: Desk) -> None:
    """list and tick as of a day know nothing of later events."""
    filed("do", "accept", CODE, "--as", "zhang", "--day", "2026-07-03")
    states = [
        [r["state"] for r in filed.json("list", "--as-of", day)]
        for day in ("2026-06-30", "2026-07-02", "2026-07-03")
    ]
    assert states == [[], ["filed"], ["accepted"]]
    clocks = filed.json("tick", "--as-of", "2026-07-02")
    assert [c["clock"] for c in clocks] == ["notice"]


def test_heads_and_receipts_are_checked_later(filed: Desk, tmp_path: Path) -> None:
    """A head that was kept holds the register to its past; one of another register does not."""
    head = tmp_path / "head.json"
    filed("head", "-o", str(head))
    filed("do", "accept", CODE, "--as", "zhang", "--day", "2026-07-03")
    filed("verify", "--head", str(head))
    told = json.loads(head.read_text(encoding="utf-8"))
    told["root"] = "0" * 64
    head.write_text(json.dumps(told), encoding="utf-8")
    assert "封签" in filed("verify", "--head", str(head), expected=2)
    filed("prove", "1", "-o", str(tmp_path / "receipt.json"))
    assert json.loads((tmp_path / "receipt.json").read_text(encoding="utf-8"))["head"]["size"] == 2
    assert "CE-G222" in filed("prove", "9", "-o", str(tmp_path / "x.json"), expected=2)
    assert "CE-G210" in filed("verify", "--head", str(tmp_path / "receipt.json"), expected=2)


def test_an_opinion_is_a_draft_until_it_is_decided(filed: Desk, tmp_path: Path) -> None:
    """Refused before anything is recommended; a draft after that; the final one with its receipt,
    which verify holds against a head, and against a later one with a proof of consistency."""
    day = ["--day", "2026-07-03"]
    out, head, later = (str(tmp_path / n) for n in ("o.json", "head.json", "later.json"))
    assert "CE-G240" in filed("opinion", CODE, "-o", out, expected=2)
    filed("do", "accept", CODE, "--as", "zhang", *day)
    filed("do", "start_review", CODE, "--as", "wang", *day)
    filed("do", "propose", CODE, "recommendation=retrofit", "reason=x", "--as", "wang", *day)
    told = filed.json("opinion", CODE, "-o", out)
    assert isinstance(told, dict)
    assert (told["draft"], told["verdict"]) == (True, "retrofit")
    filed("do", "decide", CODE, "verdict=retrofit", "reason=x", "deadline=2028-06-30",
          "--as", "li", *day)  # fmt: skip
    filed("head", "-o", head)
    told = filed.json("opinion", CODE, "-o", out, "--head", head)
    assert isinstance(told, dict)
    assert (told["draft"], told["event"], told["size"]) == (False, 5, 5)
    filed("do", "deliver", CODE, "--as", "zhang", *day)
    filed("head", "-o", later)
    grown = str(tmp_path / "c.json")
    filed("consistency", "5", "6", "-o", grown)
    assert "CE-G242" in filed("consistency", "6", "5", "-o", grown, expected=2)
    assert "CE-C005" in filed("opinion", CODE, "-o", str(tmp_path / "o.xlsx"), expected=2)
    for more, status in (
        (["--head", head], 0),
        ([], 3),
        (["--head", later], 3),
        (["--head", later, "--consistency", grown], 0),
    ):
        done = run("verify", out, *more)
        assert done.returncode == status, done.stdout
    assert run("replay", out, "--as-of", "2028-07-01").returncode == 1
    assert "没有差别" in run("diff", out, out).stdout


def test_the_list_is_a_workbook_with_filters(filed: Desk, tmp_path: Path) -> None:
    """Another program reads it: a head, a row a case, a day that is a date, an auto filter."""
    out = tmp_path / "list.xlsx"
    filed("export", "-o", str(out), "--as-of", "2026-07-02")
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "编号"
    assert rows[1][0] == CODE
    assert date(2026, 7, 8) in [getattr(v, "date", lambda: None)() for v in rows[1]]
    assert sheet.auto_filter.ref
    filed("export", "-o", str(tmp_path / "list.csv"), expected=2)


def test_a_backup_becomes_a_register_again(filed: Desk, tmp_path: Path) -> None:
    """backup, restore, rebuild and migrate end with 0; the register is the same."""
    filed("backup", "-o", str(tmp_path / "desk.zip"))
    assert zipfile.is_zipfile(io.BytesIO((tmp_path / "desk.zip").read_bytes()))
    other = Desk(tmp_path / "other")
    other("restore", str(tmp_path / "desk.zip"))
    other("rebuild")
    other("migrate")
    day = ["--as-of", "2026-07-02"]
    assert other.json("list", *day) == filed.json("list", *day)
    assert other.json("tick", *day) == filed.json("tick", *day)


def test_evidence_is_kept_with_what_it_proves(filed: Desk, tmp_path: Path) -> None:
    """A file beside a command lies in the register under its SHA-256, named by the event."""
    paper = tmp_path / "notice.txt"
    paper.write_text("缺少能源计量器具配备表", encoding="utf-8")
    filed("do", "notify", CODE, "items=能源计量器具配备表", "--evidence", str(paper),
          "--as", "zhang", "--day", "2026-07-03")  # fmt: skip
    told = filed.json("show", CODE, "--as-of", "2026-07-03")
    assert isinstance(told, dict)
    kept = told["events"][-1]["body"]["evidence"]
    assert kept[0]["file"] == "notice.txt"
    assert (filed.folder / "blobs" / kept[0]["sha256"][:2] / kept[0]["sha256"]).is_file()
    assert told["case"]["state"] == "to_be_corrected"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fit_80_columns(filed: Desk, lang: str) -> None:
    """list, show, tick, classes and the persons, in both languages."""
    from carbon_eia.console import width_of

    day = ["--as-of", "2026-07-20", "--lang", lang]
    for command in (["list"], ["show", CODE], ["tick"], ["classes"], ["people", "list"]):
        shown = filed(*command, *day)
        assert max(width_of(line) for line in shown.splitlines()) <= 80, shown
