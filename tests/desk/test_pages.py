"""The pages: complete in both languages, nothing inline, nothing outside; who sees what."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from html.parser import HTMLParser

import openpyxl
import pytest
from httpx2 import Response
from sqlalchemy import update

from carbon_eia.api import assess
from carbon_eia.desk.command_form import body_of_form, command_keys, fields_of
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.tables import ACCOUNTS
from carbon_eia.register.acting import CommandRequest, act
from carbon_eia.register.case import Case
from carbon_eia.run import canonical
from carbon_eia.run.records import Run
from tests.conftest import ROOT
from tests.desk.conftest import CODE, Browser, cheap_hash, file_case, text_of
from tests.register.cases import LAW

CASE = f"/cases/{CODE}"

Of = Callable[[str], Browser]


@pytest.fixture(scope="module")
def filed(browser: Of, record: bytes) -> Of:
    """A desk on which the sample is filed, in review, with a finding and its answer."""
    receiver, reviewer = browser("receiver"), browser("reviewer")
    answer = file_case(receiver, record, "2026-07-01")
    assert answer.status_code == 200, text_of(answer.text)
    assert "已受理" in answer.text  # by silence, as of the day of these tests
    give(receiver, "accept", "2026-07-02")
    give(reviewer, "start_review", "2026-07-03")
    give(reviewer, "find", "2026-07-03", path="sources[0].ncv", text="低位发热量无检测报告")
    return browser


def give(browser: Browser, command: str, day: str, code: str = CODE, **body: str) -> None:
    """Give a command by its form."""
    data = {"day": day, **{f"body.{k}": v for k, v in body.items()}}
    answer = browser.post(f"/cases/{code}/do/{command}", data)
    assert answer.status_code == 303, text_of(answer.text)


PAGES = (
    "/",
    "/?all=1",
    "/?all=1&view=calendar",
    "/headroom",
    "/cases",
    "/cases?q=cement&state=in_review&sort=-due",
    CASE,
    f"{CASE}/review",
    f"{CASE}/figures",
    f"{CASE}/decision",
    f"{CASE}/do/find?body.path=sources[0].ncv",
    f"{CASE}/do/invite_experts",
    f"{CASE}/do/decide",
    "/file",
    "/list",
    "/ledger",
    "/me",
    "/api",
)


class Inside(HTMLParser):
    """What a page would load or lead to, and what is inline in it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction"):
                self.addresses.append(value or "")
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
            if name == "id":
                self.ids.append(value or "")
        if tag == "style" or (tag == "script" and "src" not in dict(attrs)):
            self.inline.append(tag)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page(path: str, lang: str, filed: Of) -> None:
    """It stands in the language that is asked for, loads nothing from outside, has each id once."""
    page = filed("reviewer").get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    filed("reviewer").get("/me?lang=zh")  # the choice of a language is kept
    inside = Inside()
    inside.feed(page)
    assert inside.inline == []
    assert all(a.startswith(("/", "#", "?")) and not a.startswith("//") for a in inside.addresses)
    assert len(inside.ids) == len(set(inside.ids))
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    if lang == "en":
        unmarked = re.sub(r"<(\w+)[^>]*lang=\"?zh[^>]*>.*?</\1>|<textarea.*?</textarea>"
                          r"|<select.*?</select>|<title>.*?</title>|<svg.*?</svg>", "", page,
                          flags=re.DOTALL)  # fmt: skip
        assert not re.search("[\u4e00-\u9fff]", text_of(unmarked)), path


def test_what_is_due_is_by_day_and_mine(filed: Of) -> None:
    """One's own list has one's clocks alone; all of them are one step away."""
    approver = text_of(filed("approver").get("/"))
    assert "审查决定" in approver
    assert "审查决定" not in text_of(filed("receiver").get("/?lang=zh"))
    assert "审查决定" in text_of(filed("receiver").get("/?all=1&lang=zh"))


def test_the_register_is_filtered_and_taken_along(filed: Of) -> None:
    """The workbook holds the rows of the list as it is filtered."""
    inspector = filed("inspector")
    assert CODE in inspector.get("/cases?q=4500")
    assert CODE not in inspector.get("/cases?q=nothing")
    answer = inspector.client.get("/cases.xlsx?state=in_review")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["A2"].value == CODE
    assert "attachment" in answer.headers["content-disposition"]


def test_a_case_shows_the_arithmetic_of_its_clocks(filed: Of) -> None:
    """The clock of the decision names its clause and counts step by step."""
    words = text_of(filed("approver").get(CASE))
    assert "起算日，当日不计" in words
    assert "行政许可法第42条" in words or "第42条" in words


def test_findings_stand_beside_their_values(filed: Of) -> None:
    """The value that a finding concerns shows it, and whether it was answered."""
    page = filed("reviewer").get(f"{CASE}/review")
    row = re.search(r'<tr class="found">.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert "sources[0].ncv" in row[0]
    assert "低位发热量无检测报告" in row[0]
    assert "未答复" in row[0]


def test_the_checklist_is_by_what_hangs_on_it(filed: Of, run: object) -> None:
    """The values are ordered by how little their source must change for the verdict to flip."""
    page = filed("reviewer").get(f"{CASE}/review")
    table = page.partition('id="points-head"')[2].partition("</table>")[0]
    flips = [float(x.replace("−", "-")) for x in re.findall(r"([+−][\d.]+) %</td>", table)]
    assert len(flips) > 3
    assert flips == sorted(flips, key=abs)


def test_a_refusal_says_why_and_what_would_do(filed: Of) -> None:
    """What the state does not allow is refused with the clause and the commands that it allows."""
    answer = filed("approver").post(f"{CASE}/do/decide", {
        "body.verdict": "pass", "body.reason": "r", "day": "2026-07-06"})  # fmt: skip
    words = text_of(answer.text)
    assert answer.status_code == 409
    assert "CE-G100" in words
    assert "31号令第17条" in words
    assert "委托评审" in words


def test_what_is_missing_stands_at_its_field(filed: Of) -> None:
    """A key that the command needs is asked for at its field, and what was typed stays."""
    answer = filed("reviewer").post(f"{CASE}/do/propose", {
        "body.recommendation": "retrofit", "day": "2026-07-06"})  # fmt: skip
    assert "CE-G105" in answer.text
    field = answer.text.partition('id="f-body.reason"')[2].partition("</div>")[0]
    assert 'aria-invalid="true"' in field
    assert '<option value="retrofit" selected>' in answer.text


@pytest.mark.parametrize("role", ["applicant", "consultant", "expert", "statistician",
                                  "administrator", ""])  # fmt: skip
def test_who_is_not_concerned_sees_nothing(role: str, filed: Of, desk: Desk) -> None:
    """Another enterprise's case is not there: neither its page, nor a file, a list, a command."""
    if role == "applicant":
        desk.accounts.add("别的单位", ["applicant"], credit_code="another")
        with desk.accounts.writing() as connection:
            own = update(ACCOUNTS).where(ACCOUNTS.c.name == "别的单位")
            connection.execute(own.values(password=cheap_hash()))
        person = Browser(desk).sign_in("别的单位")
    else:
        person = filed(role)
    document = re.search(rf"{CASE}/files/[0-9a-f]+", filed("reviewer").get(CASE))
    assert document is not None
    expected = 404 if role else 303
    tails = ("", "/review", "/decision", "/report", "/events/1/receipt.json", "/do/accept")
    for path in (*(CASE + tail for tail in tails), document[0], "/cases/unknown"):
        assert person.client.get(path).status_code == expected, path
    if role and role != "administrator":
        assert CODE not in person.get("/cases")
        assert CODE not in person.get("/?all=1")


def test_files_are_taken_along_and_never_shown(filed: Of) -> None:
    """A kept file comes as an attachment of no kind that a browser opens."""
    page = filed("reviewer").get(CASE)
    found = re.search(rf"{CASE}/files/[0-9a-f]+", page)
    assert found is not None
    answer = filed("reviewer").client.get(found[0])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_the_same_person_does_not_decide(browser: Of, record: bytes, desk: Desk) -> None:
    """Who recommends may not decide, whatever the door; the page says so beforehand."""
    desk.accounts.add("两职", ["reviewer", "approver"])
    code = "FOUR-EYES"
    day = date(2026, 7, 6)
    for command, actor, role, body in (
        ("list", "x", "receiver", {"name": "四眼"}),
        ("file", "x", "receiver", {"run": "r"}),
        ("accept", "x", "receiver", {}),
        ("start_review", "两职", "reviewer", {}),
        ("propose", "两职", "reviewer", {"recommendation": "pass", "reason": "r"}),
    ):
        act(desk.register, CommandRequest(command, code, actor, role, day, body), LAW)
    account = desk.accounts.one("两职")
    assert account is not None
    token = desk.sessions.give_token(account, "test", 1)
    answer = browser("").client.post(
        f"/api/cases/{code}/commands/decide",
        json={"day": "2026-07-06", "body": {"verdict": "pass", "reason": "r"}},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "CE-G125"


@pytest.mark.parametrize("command", [c for c in LAW.commands if c != "crosscheck"])
def test_every_command_has_its_form(command: str) -> None:
    """What the table asks for is asked for, in both languages."""
    row = LAW.commands[command]
    for lang in ("zh", "en"):
        fields = fields_of(row, Case(), LAW, lang)
        assert {f.key for f in fields} >= {*row.needs}
        known = {*row.needs, *row.allows, "document"}
        assert {f.key.partition(".")[0] for f in fields} <= known
        assert {f.key for f in fields if f.is_required} == {*row.needs}
        assert all(f.label for f in fields)
    assert body_of_form(fields) == {}


def test_forms_are_of_commands() -> None:
    """No form is left over from a command that the table has no more."""
    assert {*command_keys()} == {*LAW.commands} - {"crosscheck"}  # it comes with its reports


def test_the_ledger_is_held_to_a_head(filed: Of) -> None:
    """The head that was taken along is that of the register's beginning."""
    auditor = filed("auditor")
    head = auditor.client.get("/ledger/head.json")
    assert head.json()["size"] >= 4
    answer = auditor.post("/ledger", files=[("head", ("head.json", head.content))])
    assert "台账成立" in answer.text
    forged = head.content.replace(b'"root":"', b'"root":"0').replace(b'"size"', b'"size"')
    assert "CE-G210" in auditor.post("/ledger", files=[("head", ("x.json", forged))]).text


def test_the_interface_describes_itself(browser: Of) -> None:
    """The page names every call; without a token there is no answer."""
    client = browser("").client
    described = client.get("/api/openapi.json").json()
    assert "/api/cases/{code}/commands/{command}" in described["paths"]
    page = browser("").get("/api")
    assert all(path in page for path in described["paths"])
    answer = client.get("/api/cases")
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "CE-H027"


def test_an_answer_brings_another_assessment(browser: Of, run: Run, record: bytes) -> None:
    """A new assessment comes with an answer; the two stand side by side with what moved."""
    code = "TWO-VERSIONS"
    receiver, applicant = browser("receiver"), browser("applicant")
    file_case(receiver, record, "2026-07-01", code)
    give(receiver, "notify", "2026-07-02", code, items="煤质检测报告")
    text = run.project.text.replace('amount = "17.4 万t"', 'amount = "15.0 万t"')
    assert text != run.project.text
    limits = ROOT / "samples/benchmarks/chenzhou-demo.toml"
    second = canonical(assess(text, as_of="2026-06-30", benchmarks=limits).run)
    answer = applicant.post(
        f"/cases/{code}/do/answer",
        {"day": "2026-07-06", "body.text": "已补正"},
        [("body.document", ("run.json", second))],
    )
    done = applicant.follow(answer)
    assert "补正" in text_of(done.text)
    words = text_of(receiver.get(f"/cases/{code}/versions"))
    assert "15.0 万t" in words
    assert "符合准入" in words
    forged = second.replace(b"15.0", b"14.0")
    give(receiver, "accept", "2026-07-07", code)
    answer = receiver.post("/file", {"day": "2026-07-08"}, [("document", ("run.json", forged))])
    assert "CE-G214" in receiver.follow(answer).text


def test_the_live_form_works_by_a_button(browser: Of) -> None:
    """Fields are filled in, errors stand at theirs, entries come and go, and it is filed."""
    applicant = browser("applicant")
    page = applicant.get("/assess?sector=cement-clinker")
    assert "不予立项" in page or "限期改造" in page
    text = unescape(page.partition('class="file">\n')[2].partition("</textarea>")[0])

    def send(act: str, text: str, **changed: str) -> Response:
        typed = {f"v.{k}": v for k, v in changed.items()}
        return applicant.post("/assess", {"act": act, "text": text, **typed})

    wrong = send("assess", text, **{"sources.0.amount": "12 ton"}).text
    field = wrong.partition('id="v.sources.0.amount-wrong">')[2].partition("<")[0]
    assert "CE-U003" in field
    better = send("assess", text, **{"sources.0.amount": "12 万t"}).text
    assert "符合准入" in text_of(better)
    more = send("add:measures", text).text
    assert 'name="v.measures.1.name"' in more
    fewer = send("remove:measures.0", text).text
    assert 'name="v.measures.0.name"' not in fewer
    saved = send("toml", text, **{"project.name": "某线"})
    assert saved.headers["content-disposition"].startswith("attachment")
    assert 'name = "某线"' in saved.text
    broken = send("text", "x = [")
    assert "CE-P001" in broken.text
    filed = send("file", saved.text, **{"project.code": "LIVE-1"})
    assert filed.headers["location"].startswith("/cases/LIVE-1")
    assert "LIVE-1" in applicant.get("/cases")


def test_a_file_is_brought_to_the_live_form(browser: Of, record: bytes) -> None:
    """TOML, or the record in a document, fills the form; what is none is told."""
    applicant = browser("applicant")
    for name, content in (
        ("project.toml", (ROOT / "samples/data-centre/project.toml").read_bytes()),
        ("run.json", record),
    ):
        answer = applicant.post("/assess", files=[("project", (name, content))])
        assert answer.status_code == 200
        assert 'id="result"' in answer.text
    refused = applicant.post("/assess", files=[("project", ("x.toml", bytes(range(256))))])
    assert refused.status_code == 422
    assert "CE-H021" in refused.text


def test_the_opinion_is_printed(filed: Of) -> None:
    """Until something is recommended there is none."""
    answer = filed("approver").client.get(f"{CASE}/opinion.html")
    assert answer.status_code == 400
    assert "CE-G240" in answer.text
    filed("approver").get(f"{CASE}/opinion.exe", 404)
