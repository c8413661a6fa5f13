"""Coming in: the first page, the first administrator, accounts, sessions, lock-out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from carbon_eia.desk.accounts import utc_now
from carbon_eia.desk.opening import Desk, open_desk
from carbon_eia.errors import CallError
from tests.desk.conftest import PASSWORD, PEOPLE, Browser, make_desk, text_of

HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=()",
    "cache-control": "no-store",
}
"""Header → how its value begins."""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_first_page_has_its_headers(method: str, browser: Callable[[str], Browser]) -> None:
    """The first page answers GET and HEAD alike, with every header that keeps it safe."""
    answer = browser("").client.request(method, "/")
    assert answer.status_code == 200
    for name, start in HEADERS.items():
        assert answer.headers[name].startswith(start)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert bool(answer.content) is (method == "GET")


def test_the_first_page_leads_nowhere_outside(browser: Callable[[str], Browser]) -> None:
    """Every address on it is one of this desk, and nothing on it runs or dresses itself."""
    page = browser("").get("/")
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert addresses
    assert all(a.startswith(("/", "#")) and not a.startswith("//") for a in addresses)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)


def test_a_new_machine_begins_with_one_code(tmp_path: Path) -> None:
    """Without an account a code is made; with it the first administrator comes in, once."""
    desk = open_desk(f"sqlite:///{tmp_path / 'city.db'}", tmp_path)
    assert (tmp_path / "city.db").is_file()
    code = desk.accounts.first_code()
    assert code is not None
    browser = Browser(desk)
    assert "/code" in browser.get("/")
    wrong = browser.post("/code", {"code": "AAAAA", "name": "管理员", "password": PASSWORD,
                                   "again": PASSWORD})  # fmt: skip
    assert wrong.status_code == 403
    assert "CE-H005" in wrong.text
    data = {"code": code.lower(), "name": "管理员", "password": PASSWORD, "again": PASSWORD}
    done = browser.post("/code", data)
    assert done.status_code == 303
    assert "新设账号" in text_of(browser.follow(done).text)
    again = Browser(desk).post("/code", data)
    assert "CE-H005" in again.text
    assert desk.accounts.first_code() is None


def test_the_desk_opens_again_where_it_was(tmp_path: Path) -> None:
    """The same address opens the same register and accounts."""
    address = f"sqlite:///{tmp_path / 'city.db'}"
    first = make_desk(tmp_path, address)
    again = open_desk(address, tmp_path)
    assert [a.name for a in again.accounts.all()] == [a.name for a in first.accounts.all()]
    assert again.register.folder == tmp_path / "city.files"


def test_an_administrator_sets_up_an_account(tmp_path: Path) -> None:
    """A new account gets a code, its owner a password; an administrator has no other role."""
    desk = make_desk(tmp_path / "register")
    admin = Browser(desk).sign_in(PEOPLE["administrator"])
    made = admin.post("/accounts", {"name": "新人", "roles": ["receiver", "reviewer"]})
    code = re.search(r"[A-Z2-9]{5}(-[A-Z2-9]{5}){3}", made.text)
    assert code is not None
    person = Browser(desk)
    data = {"code": code[0], "password": PASSWORD, "again": PASSWORD}
    assert person.post("/code", data).status_code == 303
    assert "收件人员、审查人员" in text_of(person.get("/me"))
    both = admin.post("/accounts", {"name": "双重", "roles": ["administrator", "reviewer"]})
    assert "CE-H002" in both.text
    taken = admin.post("/accounts", {"name": " 新 人 ", "roles": ["receiver"]})
    assert "CE-H001" in taken.text
    assert "待办期限" not in text_of(admin.get("/accounts"))


def test_the_last_administrator_stays(tmp_path: Path) -> None:
    """Nobody can take away the only account that keeps the others."""
    desk = make_desk(tmp_path / "register")
    with pytest.raises(CallError) as error:
        desk.accounts.change(PEOPLE["administrator"], ["receiver"], "", "", True)
    assert error.value.problems[0].code == "CE-H003"


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "张敏张敏 with a tail"])
def test_a_weak_password_is_refused(password: str, tmp_path: Path) -> None:
    """Too short, one sign over and over, or the name in it."""
    desk = open_desk("", tmp_path / "register")
    _, code = desk.accounts.add("张敏", ["receiver"])
    with pytest.raises(CallError) as error:
        desk.accounts.redeem(code, password, "", "@test")
    assert error.value.problems[0].code == "CE-H006"


def test_failures_lock_out_for_a_while(tmp_path: Path) -> None:
    """After five wrong passwords even the right one waits a quarter of an hour."""
    desk = make_desk(tmp_path / "register")
    browser = Browser(desk)
    for _ in range(5):
        wrong = browser.post("/sign-in", {"name": "张敏", "password": "wrong wrong wrong"})
        assert "CE-H007" in wrong.text
    right = browser.post("/sign-in", {"name": "张敏", "password": PASSWORD})
    assert "CE-H008" in right.text
    desk.accounts.now = lambda: utc_now() + timedelta(minutes=16)
    assert browser.post("/sign-in", {"name": "张敏", "password": PASSWORD}).status_code == 303


def test_nobody_learns_which_names_there_are(browser: Callable[[str], Browser]) -> None:
    """A wrong password and an unknown name are answered alike."""
    said = [
        text_of(browser("").post("/sign-in", {"name": name, "password": "x" * 14}).text)
        for name in ("张敏", "没有此人")
    ]
    assert said[0].replace("张敏", "") == said[1].replace("没有此人", "")


def test_a_session_ends(tmp_path: Path) -> None:
    """Half an hour without a step, twelve hours, or signing out end it."""
    desk = make_desk(tmp_path / "register")
    browser = Browser(desk).sign_in("张敏")
    browser.get("/cases")
    desk.accounts.now = lambda: utc_now() + timedelta(minutes=31)
    assert browser.client.get("/cases").headers["location"].startswith("/sign-in?then=/cases")
    desk.accounts.now = utc_now
    browser.sign_in("张敏")
    assert browser.post("/sign-out", form_of="/me").status_code == 303
    browser.get("/cases", 303)


def test_signing_in_begins_a_new_session(tmp_path: Path) -> None:
    """The secret changes with every sign-in and password; no script can read it."""
    desk = make_desk(tmp_path / "register")
    browser = Browser(desk)
    answer = browser.post("/sign-in", {"name": "张敏", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    other = Browser(desk).sign_in("张敏")
    data = {"old": PASSWORD, "password": "another long sentence", "again": "another long sentence"}
    changed = browser.post("/me", data)
    assert changed.status_code == 303
    other.get("/cases", 303)
    browser.get("/cases")


def test_a_form_of_another_site_is_refused(browser: Callable[[str], Browser]) -> None:
    """Without what this session's forms bring along, or from another origin, nothing is done."""
    client = browser("receiver").client
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/list", data={"code": "X", "form": "guessed"}, headers=headers)
        assert answer.status_code == 403
        assert "CE-H016" in answer.text


def test_a_sign_in_leads_on_inside_alone(tmp_path: Path) -> None:
    """What follows a sign-in is a page of the desk, whatever the address asks for."""
    desk = make_desk(tmp_path / "register")
    for then, where in (("/cases?q=x", "/cases?q=x"), ("//evil.example", "/"), ("https://e", "/")):
        answer = Browser(desk).post(
            "/sign-in", {"name": "张敏", "password": PASSWORD, "then": then}
        )
        assert answer.headers["location"] == where


def test_a_proxy_says_who_is_signed_in(tmp_path: Path) -> None:
    """With the header of a proxy its name is taken; a name without an account is nobody."""
    desk: Desk = make_desk(tmp_path / "register")
    browser = Browser(desk)
    named = {b"X-Remote-User": "王磊".encode()}
    assert browser.client.get("/cases", headers=named).status_code == 303
    desk.user_header = "X-Remote-User"
    assert "王磊" in browser.client.get("/cases", headers=named).text
    nobody = {"X-Remote-User": "nobody"}
    assert browser.client.get("/cases", headers=nobody).status_code == 303
