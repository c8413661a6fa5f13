"""The whole life of a case in a real browser: with JavaScript and without, on SQLite and on
PostgreSQL, no request leaving the machine, and no fault that axe finds on any page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.opening import Desk
from tests.desk.conftest import CODE, PASSWORD, PEOPLE, make_desk
from tests.register.conftest import new_database
from tests.tools import program

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Rules that axe holds every page to."""

LIFE: list[tuple[str, str, str, dict[str, str]]] = [
    ("receiver", "notify", "2026-07-03", {"items": "煤质检测报告\n能源计量器具配备表"}),
    ("applicant", "answer", "2026-07-10", {"text": "已补正"}),
    ("receiver", "accept", "2026-07-13", {}),
    ("reviewer", "start_review", "2026-07-14", {}),
    ("reviewer", "invite_experts", "2026-07-15",
     {"experts": "孙教授", "notice.working_days": "15", "notice.number": "评字〔2026〕1号"}),
    ("expert", "find", "2026-07-20", {"path": "sources[0].ncv", "text": "没有检测报告"}),
    ("applicant", "answer_finding", "2026-07-22", {"finding": "1", "text": "附检测报告"}),
    ("expert", "return_experts", "2026-07-28", {"text": "措施可行"}),
    ("reviewer", "propose", "2026-07-30", {"recommendation": "retrofit", "reason": "可按期达到"}),
    ("approver", "decide", "2026-08-03",
     {"verdict": "retrofit", "reason": "可按期达到", "deadline": "2028-06-30",
      "conditions": "按期完成余热发电"}),
    ("receiver", "deliver", "2026-08-05", {}),
    ("reviewer", "set_milestone", "2026-08-06", {"name": "设备订货", "day": "2027-03-31"}),
    ("applicant", "start_construction", "2026-09-01", {}),
    ("inspector", "meet_milestone", "2027-03-15", {"name": "设备订货"}),
    ("applicant", "start_trial", "2028-01-10", {}),
    ("inspector", "meet_milestone", "2028-04-20", {"name": "retrofit"}),
    ("inspector", "accept_completion", "2028-06-01", {"report": "自查报告"}),
    ("applicant", "start_operating", "2028-06-10", {}),
    ("applicant", "report_year", "2030-02-01", {"year": "2029"}),
    ("inspector", "order_rectification", "2030-04-01",
     {"ground": "exceeds", "deadline": "2031-03-31", "reason": "高于批复水平 10 %"}),
    ("inspector", "rectify", "2030-12-01", {"reason": "经核查已低于批复水平"}),
]  # fmt: skip
"""Role, command, day, and what its form says."""


@pytest.fixture(params=["sqlite", "postgresql"])
def lived(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A desk that answers at an address of its own."""
    is_local = request.param == "sqlite"
    database = "" if is_local else new_database(request.getfixturevalue("postgres"))
    desk = make_desk(tmp_path / "register", database)
    desk.today = lambda: date(2031, 1, 6)
    config = uvicorn.Config(desk_app(desk), port=0, log_config=None, lifespan="on")
    listening = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield desk, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
    listening.close()


LOOKED_AT = ("notify", "answer_finding", "decide")
"""Commands whose forms axe looks at: between them they have every kind of field."""


class Room:
    """People at their browsers."""

    def __init__(self, browser: Browser, address: str, has_script: bool) -> None:
        self.browser, self.address, self.has_script = browser, address, has_script
        self.pages: dict[str, Page] = {}
        self.outside: list[str] = []
        self.faults: dict[str, Any] = {}
        self.axe = Axe()

    def person(self, role: str) -> Page:
        """The browser of somebody who is signed in."""
        if role not in self.pages:
            context = self.browser.new_context(java_script_enabled=self.has_script)
            page = context.new_page()
            page.on("request", self._noted)
            page.goto(self.address)
            if role:
                page.fill("#f-name", PEOPLE[role])
                page.fill("#f-password", PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_selector("header nav")
            self.pages[role] = page
        return self.pages[role]

    def _noted(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.outside.append(request.url)

    def go(self, role: str, path: str) -> Page:
        """Open a page, and have axe look at it."""
        page = self.person(role)
        page.goto(self.address + path)
        self.look(page, path)
        return page

    def look(self, page: Page, name: str) -> None:
        """What axe finds on a page; it needs scripts to look."""
        if self.has_script:
            found = self.axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            if found.response["violations"]:
                self.faults[name] = [
                    (v["id"], [n["html"][:200] for n in v["nodes"][:3]])
                    for v in found.response["violations"]
                ]

    def give(self, role: str, command: str, day: str, said: dict[str, str]) -> None:
        """Give a command by its form, from the page of the case."""
        page = self.person(role)
        page.goto(f"{self.address}/cases/{CODE}/do/{command}")
        if command in LOOKED_AT:
            self.look(page, command)
        for key, text in said.items():
            field = page.locator(f'[name="body.{key}"]')
            if field.evaluate("e => e.tagName") == "SELECT":
                choice = {"index": 1} if key == "finding" else {"value": text}
                field.select_option(**choice)
            else:
                field.fill(text)
        page.fill('[name="day"]', day)
        page.click("form.filled button")
        page.locator(".done, .problems").first.wait_for()  # the page that answers
        assert page.locator(".problems").count() == 0, page.inner_text("main")
        assert page.locator(".done").count() == 1, page.inner_text("main")


@pytest.mark.slow
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_a_case_lives(
    lived: tuple[Desk, str], has_script: bool, record: bytes, tmp_path: Path
) -> None:
    """From the filing to the rectification, every step by a form of its own."""
    desk, address = lived
    document = tmp_path / "run.json"
    document.write_bytes(record)
    with sync_playwright() as playwright:
        chromium = program("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        room = Room(browser, address, has_script)
        for path in ("/", "/code", "/sign-in", "/nowhere"):
            room.go("", path)
        page = room.go("applicant", "/file")
        page.set_input_files("#f-document", document)
        page.fill("#f-day", "2026-07-01")
        page.click("form.filled button")
        page.wait_for_url(f"**/cases/{CODE}*", timeout=60_000)
        for step in LIFE:
            room.give(*step)
        with desk.register.reading() as ledger:
            kinds = [e.kind for e in ledger.events(CODE)]
        assert kinds == ["filed", *(EVENTS[c] for _, c, _, _ in LIFE)]
        page = room.go("auditor", f"/cases/{CODE}")
        assert "运行中" in page.inner_text(".under")
        for role, path in PAGES:
            room.go(role, path)
            room.go(role, f"{path}{'&' if '?' in path else '?'}lang=en")
            room.person(role).goto(f"{address}/me?lang=zh")
        if has_script:
            _types(room)
        browser.close()
    assert room.outside == []
    assert room.faults == {}


EVENTS = {
    "notify": "notified", "answer": "answered", "accept": "accepted",
    "start_review": "review_started", "invite_experts": "experts_invited", "find": "found",
    "answer_finding": "finding_answered", "return_experts": "experts_returned",
    "propose": "proposed", "decide": "decided", "deliver": "delivered",
    "set_milestone": "milestone_set", "start_construction": "construction_started",
    "meet_milestone": "milestone_met", "start_trial": "trial_started",
    "accept_completion": "completion_accepted", "start_operating": "operating_started",
    "report_year": "year_reported", "order_rectification": "rectification_ordered",
    "rectify": "rectified",
}  # fmt: skip

PAGES = [
    ("reviewer", "/?all=1"),
    ("reviewer", "/?all=1&view=calendar"),
    ("reviewer", "/headroom"),
    ("reviewer", "/cases"),
    ("reviewer", f"/cases/{CODE}"),
    ("reviewer", f"/cases/{CODE}/review"),
    ("reviewer", f"/cases/{CODE}/figures"),
    ("approver", f"/cases/{CODE}/decision"),
    ("auditor", "/ledger"),
    ("applicant", "/assess"),
    ("applicant", "/assess?sector=cement-clinker"),
    ("receiver", "/list"),
    ("administrator", "/accounts"),
    ("administrator", f"/accounts/{PEOPLE['reviewer']}"),
    ("administrator", "/api"),
]


def _types(room: Room) -> None:
    """Figures beside the live form change as one types; what is wrong stands at its field."""
    page = room.go("applicant", "/assess?sector=cement-clinker")
    figure = page.locator(".figure-value").nth(1)
    before = figure.inner_text()
    page.fill('[name="v.sources.0.amount"]', "12 万t")
    page.wait_for_function("t => document.querySelectorAll('.figure-value')[1].innerText !== t",
                           arg=before)  # fmt: skip
    page.fill('[name="v.sources.0.amount"]', "12 ton")
    wrong = page.locator('[id="v.sources.0.amount-wrong"]')
    wrong.filter(has_text="CE-U003").wait_for()
    room.look(page, "live form with an error")
