"""Requests and uploads made to hurt: no traceback, nothing executed, nothing outside the blobs, and
nobody sees a case that is not theirs."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx2 import Response

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.command_form import command_keys
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.security import MAX_FORM
from tests.desk.conftest import CODE, PEOPLE, Browser, file_case, text_of
from tests.fuzz.desk.client import HOST, Request, ask
from tests.fuzz.desk.running import run_seeds

Of = Callable[[str], Browser]

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{31337*31337}}${31337*31337}"


@pytest.fixture(scope="module")
def filed(browser: Of, record: bytes) -> Of:
    """A desk with the sample's case, in review."""
    answer = file_case(browser("receiver"), record, "2026-07-01")
    assert "已受理" in answer.text
    for role, command, day in (
        ("receiver", "accept", "2026-07-02"),
        ("reviewer", "start_review", "2026-07-03"),
    ):
        sent = browser(role).post(f"/cases/{CODE}/do/{command}", {"day": day})
        assert sent.status_code == 303
    return browser


def is_harmless(answer: Response) -> bool:
    """Whether an answer has no fault of the program, no trace of one, and all its headers."""
    text = answer.text
    assert answer.status_code < 500, (answer.request.url, answer.status_code, text[:500])
    assert "Traceback" not in text
    assert 'File "/' not in text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "982007569" not in text
    return True


def archive(**members: bytes) -> bytes:
    """A ZIP file of some members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def word(**more: bytes) -> bytes:
    """A Word file as far as its parts say so."""
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "macro": (word(**{"word/vbaProject.bin": b"x"}), "CE-H020"),
    "polyglot of PDF and ZIP": (b"%PDF-1.7\n" + word(), "CE-H021"),
    "picture that is an archive": (b"\x89PNG\r\n\x1a\n" + word(), "CE-H021"),
    "page": (b"<!DOCTYPE html><script>alert(1)</script>", "CE-H021"),
    "program": (b"\x7fELF" + bytes(200), "CE-H021"),
    "archive of nothing known": (archive(a=b"x"), "CE-H021"),
    "bomb": (lambda: word(x=bytes(600 * 1024 * 1024)), "CE-H021"),
    "many members": (lambda: word(**{f"m{i}": b"" for i in range(5000)}), "CE-H021"),
    "half an archive": (word()[:40], "CE-H021"),
    "nothing": (b"", "CE-H021"),
    "binary": (bytes(range(256)) * 10, "CE-H021"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused(kind: str, filed: Of) -> None:
    """It is told by what is in it, and no event is written."""
    content, code = HOSTILE[kind]
    answer = filed("reviewer").post(
        f"/cases/{CODE}/do/find",
        {"body.path": "sources[0].ncv", "day": "2026-07-06"},
        [("evidence", ("harmless.pdf", content() if callable(content) else content))],
    )
    assert is_harmless(answer)
    assert answer.status_code == 422
    assert code in answer.text


@pytest.mark.parametrize("name", ["../../../tmp/x.txt", "C:\\x\\y.txt", "a\r\nSet-Cookie: x=1.txt",
                                  "\u202etxt.exe.txt", "<b>.txt", "." * 300 + "txt"])  # fmt: skip
def test_a_name_of_a_file_leads_nowhere(name: str, filed: Of, desk: Desk) -> None:
    """It is shown and kept without a path; the file lies under its hash among the blobs alone."""
    before = files_of(desk)
    answer = filed("reviewer").post(
        f"/cases/{CODE}/do/find",
        {"body.path": "sources[0].ncv", "body.text": name[:3], "day": "2026-07-06"},
        [("evidence", (name, f"evidence {name!r}".encode()))],
    )
    assert is_harmless(answer)
    added = files_of(desk) - before
    assert len(added) <= 1
    assert all(re.fullmatch(r"blobs/[0-9a-f]{2}/[0-9a-f]{64}", a) for a in added)
    page = filed("reviewer").client.get(f"/cases/{CODE}")
    assert is_harmless(page)
    for link in re.findall(rf"/cases/{CODE}/files/[0-9a-f]+", page.text):
        sent = filed("reviewer").client.get(link)
        assert sent.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert "set-cookie" not in sent.headers


def files_of(desk: Desk) -> set[str]:
    """What lies in the folder of a register, but for its database."""
    folder: Path = desk.register.folder
    return {
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.startswith("register.db")
    }


def test_too_much_is_refused_before_it_is_read(filed: Of) -> None:
    """A body beyond its bound is 413, whatever it announces."""
    client = filed("reviewer").client
    large = b"x" * (MAX_FORM + 1)
    for headers in ({}, {"content-length": "99999999999"}, {"content-length": "nonsense"}):
        answer = client.post("/list", content=large if not headers else b"", headers=headers)
        assert answer.status_code in (400, 413), answer.text
    typed = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/list", content=(large[:65536] for _ in range(40)), headers=typed)
    assert answer.status_code == 413


def test_text_stays_text(filed: Of) -> None:
    """Markup and templates in every field of a form are shown as they were typed."""
    sent = filed("reviewer").post(f"/cases/{CODE}/do/find", {
        "body.path": "sources[0].ncv", "body.text": SCRIPT, "day": "2026-07-06"})  # fmt: skip
    assert sent.status_code == 303
    for path in (f"/cases/{CODE}", f"/cases/{CODE}/review", f"/cases/{CODE}/decision"):
        page = filed("reviewer").client.get(path)
        assert is_harmless(page)
    assert "<script>alert(1)</script>" in text_of(filed("reviewer").get(f"/cases/{CODE}"))


def test_a_document_that_was_changed_is_not_filed(filed: Of, record: bytes) -> None:
    """What does not stand is told, and no event is written."""
    forged = record.replace(b'"verdict":"retrofit"', b'"verdict":"pass"')
    assert forged != record
    answer = file_case(filed("receiver"), forged, "2026-07-08", "FORGED")
    assert "CE-G214" in answer.text
    filed("receiver").get("/cases/FORGED", 404)


def test_a_code_of_somebody_else_is_not_taken(filed: Of, record: bytes) -> None:
    """Who has nothing to do with a case cannot file under its code."""
    answer = file_case(filed("consultant"), record, "2026-07-08", CODE)
    assert "CE-H012" in answer.text


@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile")  # who goes away
def test_a_thousand_hostile_requests_do_no_harm() -> None:
    """Of every kind, each judged by its answer and by what it leaves behind; `make fuzz` sends a
    hundred times as many."""
    tried = list(run_seeds(range(1000)))
    assert len(tried) == 1000
    faults = [f"python -m tests.fuzz.desk --seed {t.seed}: {t.fault}" for t in tried if t.fault]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "origin",
    ["http://[", "null", "", "http://", "//testserver", "testserver", "http://testserver:81",
     "http://testserver.evil.example"],
)  # fmt: skip
def test_a_form_from_elsewhere_is_refused(origin: str, filed: Of) -> None:
    """Also where the origin is none at all: it is told as a stale form, and no event is written."""
    page = filed("reviewer").get("/me")
    form = re.search(r'name="form" value="([^"]+)"', page)
    assert form is not None
    sent = {"form": form[1], "body.path": "1", "day": "2026-07-06"}
    answer = filed("reviewer").client.post(
        f"/cases/{CODE}/do/find", data=sent, headers={"origin": origin}
    )
    assert is_harmless(answer)
    assert answer.status_code == 403
    assert "CE-H016" in answer.text
    own = {"origin": "http://testserver"}
    answer = filed("reviewer").client.post(f"/cases/{CODE}/do/find", data=sent, headers=own)
    assert answer.status_code == 303


def test_no_answer_leads_to_the_host_of_a_request(filed: Of) -> None:
    """An address with a stroke too many is none, instead of a way to the host that was named."""
    for path in ("/cases/", "/me/", f"/cases/{CODE}/", "/api/me/"):
        answer = filed("reviewer").client.get(path, headers={"host": "evil.example"})
        assert is_harmless(answer)
        assert answer.status_code == 404
        assert "location" not in answer.headers


def test_a_sender_who_goes_away_is_no_fault(
    filed: Of, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A body whose end never comes is answered by nothing, and the terminal says nothing."""
    cookie = f"carbon_eia_desk={filed('reviewer').client.cookies['carbon_eia_desk']}".encode()
    typed = b"multipart/form-data; boundary=b"
    headers = [(b"host", HOST), (b"cookie", cookie), (b"content-type", typed)]
    cut = Request("cut", "", "POST", b"/list", b"", headers, (b"--b\r\n",), is_cut=True)
    answer = asyncio.run(ask(desk_app(desk), cut))
    assert answer.status == 0
    assert not capsys.readouterr().err


def test_the_interface_takes_no_nonsense(filed: Of, desk: Desk) -> None:
    """Bodies that are no JSON, too deep, of huge numbers or of unknown keys are 422."""
    account = desk.accounts.one(PEOPLE["reviewer"])
    assert account is not None
    headers = {"Authorization": f"Bearer {desk.sessions.give_token(account, 'test', 1)}"}
    for body in (b"{", b"[" * 100_000, b'{"body": {"path": 1e999}}', b'{"body": []}', b"\xff",
                 b'{"body": {"path": 99999999999999999999999999}}', b'{"x": 1}', b'{"role": 3}',
                 b'{"body": {"run": "x", "path": "y"}}', b'{"day": "2026-99-99"}'):  # fmt: skip
        answer = filed("").client.post(
            f"/api/cases/{CODE}/commands/find", content=body, headers=headers
        )
        assert answer.status_code == 422, (body[:40], answer.text)
        assert answer.json()["errors"]


@pytest.mark.parametrize("day", ["9999-12-31", "9999-06-01", "0001-01-01"])
@pytest.mark.parametrize("path", ["/", "/?all=1", "/cases", "/cases.xlsx", f"/cases/{CODE}"])
def test_a_day_beyond_every_calendar_is_no_fault(path: str, day: str, filed: Of) -> None:
    """Clocks that would run on beyond the last day that there is end with it."""
    invited = {"body.experts": "孙教授", "body.notice.working_days": "15", "day": "2026-07-13"}
    filed("reviewer").post(f"/cases/{CODE}/do/invite_experts", invited)
    assert "孙教授" in filed("reviewer").get(f"/cases/{CODE}")
    sign = "&" if "?" in path else "?"
    answer = filed("reviewer").client.get(f"{path}{sign}as_of={day}")
    assert is_harmless(answer)
    assert answer.status_code == (404 if path.endswith(CODE) and day < "2026" else 200)


@pytest.mark.parametrize("odd", [["pass"], {"pass": 1}, None, True, 1.5, [[], {}], {"": [None]}])
def test_a_value_of_another_type_is_no_fault(odd: object, filed: Of, desk: Desk) -> None:
    """In each key of each command: it is told what is wrong with it, or that it is not allowed.

    The last test: what is allowed moves the case on.
    """
    for command, keys in command_keys().items():
        role = next(r for r in PEOPLE if r in desk.law.commands[command].roles)
        account = desk.accounts.one(PEOPLE[role])
        assert account is not None
        token = desk.sessions.give_token(account, "odd", 1)
        body = {key.partition(".")[0]: odd for key in keys if key != "document"}
        answer = filed("").client.post(
            f"/api/cases/{CODE}/commands/{command}",
            json={"body": body},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code in (200, 201, 404, 409, 422), (command, answer.text)
        assert answer.status_code < 300 or answer.json()["errors"]
