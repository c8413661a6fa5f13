"""A desk for the tests: in this process, with people who are signed in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import update

from carbon_eia.api import assess
from carbon_eia.desk.app import desk_app
from carbon_eia.desk.jobs import Jobs
from carbon_eia.desk.opening import Desk, open_desk
from carbon_eia.desk.tables import ACCOUNTS
from carbon_eia.run import canonical
from carbon_eia.run.records import Run
from tests.conftest import ROOT
from tests.register.conftest import database, postgres  # noqa: F401 — fixtures

PASSWORD = "a long sentence for tests"
TODAY = date(2026, 7, 15)
CODE = "2602-431021-04-01-000001"
CREDIT = "91431021MA4L000004"

PEOPLE: Mapping[str, str] = {
    "applicant": "示例水泥",
    "consultant": "周工",
    "receiver": "张敏",
    "reviewer": "王磊",
    "expert": "孙教授",
    "approver": "李强",
    "inspector": "赵静",
    "statistician": "钱统",
    "auditor": "吴审",
    "administrator": "管理员",
}
"""Role → who has it."""


class Browser:
    """A browser of somebody: it keeps cookies and fills in forms as they stand on the page."""

    def __init__(self, desk: Desk) -> None:
        self.client = TestClient(desk_app(desk), follow_redirects=False)

    def get(self, path: str, expected: int = 200) -> str:
        """A page."""
        answer = self.client.get(path)
        assert answer.status_code == expected, (path, answer.status_code, answer.text[:3000])
        return answer.text

    def post(
        self,
        path: str,
        data: Mapping[str, object] | None = None,
        files: list[tuple[str, tuple[str, bytes]]] | None = None,
        form_of: str | None = None,
    ) -> Response:
        """Send a form as a page has it: what it brings along comes from ``form_of``."""
        page = self.client.get(path if form_of is None else form_of).text
        found = re.search(r'name="form" value="([^"]+)"', page)
        assert found is not None, page[:2000]
        return self.client.post(path, data={"form": found[1], **(data or {})}, files=files)

    def sign_in(self, name: str) -> Browser:
        """Sign in."""
        answer = self.post("/sign-in", {"name": name, "password": PASSWORD})
        assert answer.status_code == 303, text_of(answer.text)
        return self

    def follow(self, answer: Response) -> Response:
        """Go where an answer leads, until there is a page."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if answer.status_code == 303:
                answer = self.client.get(answer.headers["location"])
            elif "http-equiv" in answer.text:
                time.sleep(0.05)
                answer = self.client.get(str(answer.request.url))
            else:
                break
        return answer


def text_of(page: str) -> str:
    """The words of a page."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(body).split())


def make_desk(folder: Path, address: str = "") -> Desk:
    """A desk with one account for each role."""
    desk = open_desk(address, folder, [ROOT / "samples/benchmarks/chenzhou-demo.toml"])
    desk.jobs = Jobs(lambda: ThreadPoolExecutor(2))
    desk.today = lambda: TODAY
    for role, name in PEOPLE.items():
        credit = CREDIT if role == "applicant" else ""
        desk.accounts.add(name, [role], credit_code=credit)
    with desk.accounts.writing() as connection:
        connection.execute(update(ACCOUNTS).values(password=cheap_hash()))
    return desk


@cache
def cheap_hash() -> str:
    """The password of everybody, hashed at little cost."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture(scope="session")
def run() -> Run:
    """The Run of the cement sample, of the enterprise of the tests."""
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    text += f'\n[applicant]\nname = "示例水泥"\ncredit_code = "{CREDIT}"\n'
    benchmarks = ROOT / "samples/benchmarks/chenzhou-demo.toml"
    return assess(text, as_of="2026-06-30", benchmarks=benchmarks).run


@pytest.fixture(scope="session")
def record(run: Run) -> bytes:
    """Its record as a file."""
    return canonical(run)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk without cases."""
    desk = make_desk(tmp_path_factory.mktemp("desk") / "register")
    yield desk
    desk.jobs.close()


@pytest.fixture(scope="module")
def browser(desk: Desk) -> Callable[[str], Browser]:
    """A browser that somebody of a role is signed in with; of nobody for an empty role."""
    made: dict[str, Browser] = {}

    def of(role: str) -> Browser:
        if role not in made:
            made[role] = Browser(desk)
            if role:
                made[role].sign_in(PEOPLE[role])
        return made[role]

    return of


def file_case(browser: Browser, record: bytes, day: str, code: str = "") -> Response:
    """File the record of the sample."""
    data = {"day": day, "code": code}
    answer = browser.post("/file", data, [("document", ("run.json", record))])
    return browser.follow(answer)
