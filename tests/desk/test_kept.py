"""What is kept between two looks at a page: no secret of a session, nothing that is not so now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from sqlalchemy import update

from carbon_eia.desk.kept import Kept, Shown
from carbon_eia.desk.opening import Desk, open_desk
from carbon_eia.desk.tables import ACCOUNTS
from carbon_eia.register.store import EventDraft
from tests.desk.conftest import CODE, PEOPLE, Browser, cheap_hash, file_case, text_of

Of = Callable[[str], Browser]


def secrets_of(page: str) -> set[str]:
    """What the forms of a page bring along."""
    return set(re.findall(r'name="form" value="([^"]+)"', page))


def test_two_people_share_a_page_and_no_secret(browser: Of, desk: Desk, record: bytes) -> None:
    """What is kept of lists and cases is shown to both; each page has the secret of its session."""
    file_case(browser("receiver"), record, "2026-07-01")
    browser("receiver").post(f"/cases/{CODE}/do/accept", {"day": "2026-07-02"})
    desk.accounts.add("第二审查员", ["reviewer"])
    with desk.accounts.writing() as connection:
        connection.execute(update(ACCOUNTS).values(password=cheap_hash()))
    other = Browser(desk).sign_in("第二审查员")
    own = secrets_of(browser("reviewer").get("/me"))
    for path in ("/", "/?all=1", "/cases", f"/cases/{CODE}", f"/cases/{CODE}/decision"):
        for _ in range(2):
            first, second = browser("reviewer").get(path), other.get(path)
            assert secrets_of(first) == own
            assert len(secrets_of(second)) == 1
            assert not secrets_of(second) & own
            alike = first.replace(*own, "").replace(PEOPLE["reviewer"], "")
            assert alike == second.replace(*secrets_of(second), "").replace("第二审查员", "")


def test_what_another_process_writes_is_seen_at_once(browser: Of, desk: Desk) -> None:
    """A case and the lists are made anew after any event, whoever wrote it."""
    pages = [f"/cases/{CODE}", "/cases"]
    before = [browser("reviewer").get(page) for page in pages]
    other = open_desk("", desk.register.folder)
    other.today = desk.today
    second = Browser(other).sign_in(PEOPLE["reviewer"])
    sent = second.post(f"/cases/{CODE}/do/start_review", {"day": "2026-07-03"})
    assert sent.status_code == 303
    for page, was in zip(pages, before, strict=True):
        assert browser("reviewer").get(page) != was
        assert text_of(browser("reviewer").get(page)) == text_of(second.get(page))
    other.register.engine.dispose()


def test_a_thing_is_made_once_for_each_state_of_the_ledger(desk: Desk) -> None:
    """Again and again the same object; after an event another, and the oldest ones go."""
    kept, made = Kept[object](desk.register, 2), list[str]()

    def make(name: str) -> object:
        made.append(name)
        return object()

    first = kept.of(("a",), lambda ledger: make("a"))
    assert kept.of(("a",), lambda ledger: make("a")) is first
    kept.of(("b",), lambda ledger: make("b"))
    kept.of(("c",), lambda ledger: make("c"))
    assert kept.of(("a",), lambda ledger: make("a")) is not first
    assert made == ["a", "b", "c", "a"]
    last = kept.of(("a",), lambda ledger: make("a"))
    with desk.register.writing() as ledger:
        found = {"path": "1", "text": "请说明"}
        ledger.append([EventDraft(date(2026, 7, 4), "王磊", "reviewer", "found", CODE, found)])
    assert kept.of(("a",), lambda ledger: make("a")) is not last


def test_what_is_shown_is_put_together_once_in_each_language() -> None:
    """In two languages twice."""
    shown, made = Shown(), list[str]()

    def make(text: str) -> str:
        made.append(text)
        return text

    assert [shown.once(lang, make, lang) for lang in ("zh", "en", "zh", "en")] == ["zh", "en"] * 2
    assert made == ["zh", "en"]
