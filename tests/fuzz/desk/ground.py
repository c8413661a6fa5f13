"""The desk that hostile requests are sent to: people of every role, cases with secrets in them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from sqlalchemy import update
from starlette.types import ASGIApp

from carbon_eia.api import assess
from carbon_eia.desk import accounts
from carbon_eia.desk.app import desk_app
from carbon_eia.desk.doing import do, file_document, rendered
from carbon_eia.desk.jobs import Jobs
from carbon_eia.desk.opening import Desk, open_desk
from carbon_eia.desk.secret import digest_of
from carbon_eia.desk.tables import ACCOUNTS
from carbon_eia.register.filing import Submission
from carbon_eia.run import canonical

__all__ = [
    "CASES",
    "HIDDEN",
    "PASSWORD",
    "PEOPLE",
    "TODAY",
    "WRITERS",
    "Ground",
    "make_ground",
    "opened",
]

ROOT = Path(__file__).resolve().parents[3]
BENCHMARKS = ROOT / "samples/benchmarks/chenzhou-demo.toml"
TODAY = date(2026, 7, 15)
PASSWORD = "a long sentence for the fuzz"


class Person(NamedTuple):
    """Somebody with an account: name, role, credit code of the enterprise."""

    name: str
    role: str
    credit_code: str = ""


PEOPLE: Mapping[str, Person] = {
    "applicant": Person("示例水泥", "applicant", "91431021MA4L000004"),
    "outsider": Person("外地企业", "applicant", "91110000MA0000000H"),
    "consultant": Person("周工", "consultant"),
    "receiver": Person("张敏", "receiver"),
    "reviewer": Person("王磊", "reviewer"),
    "expert": Person("孙教授", "expert"),
    "stranger": Person("何教授", "expert"),
    "approver": Person("李强", "approver"),
    "inspector": Person("赵静", "inspector"),
    "statistician": Person("钱统", "statistician"),
    "auditor": Person("吴审", "auditor"),
    "administrator": Person("管理员", "administrator"),
}
"""Who there is: an applicant with two cases and one with another, an expert who is invited to a
case and one who is not."""

SPARE = ("甲某", "乙某")
"""Accounts that administrators may be made to change."""

WRITERS = frozenset(PEOPLE) - {"auditor", "administrator"}
"""Who may write events at all; in a case that is hidden from them nobody may."""

CASES: Mapping[str, str] = {
    "2602-431021-04-01-000001": "qzcanaryone",
    "2602-431021-04-01-000002": "qzcanarytwo",
    "2602-110000-04-01-000003": "qzcanarythree",
}
"""Code of a case → the word that stands in all that was said in it: in review with an expert,
decided, and just filed by somebody else."""

ONE, TWO, THREE = CASES

HIDDEN: Mapping[str, frozenset[str]] = {
    "": frozenset(CASES),
    "administrator": frozenset(CASES),
    "consultant": frozenset(CASES),
    "stranger": frozenset(CASES),
    "statistician": frozenset((ONE, THREE)),
    "expert": frozenset((TWO, THREE)),
    "outsider": frozenset((ONE, TWO)),
    "applicant": frozenset((THREE,)),
}
"""Cases that somebody may not see."""

STEPS: Mapping[str, tuple[tuple[str, str, date, dict[str, object]], ...]] = {
    ONE: (
        ("receiver", "accept", date(2026, 7, 2), {}),
        ("reviewer", "start_review", date(2026, 7, 3), {}),
        ("reviewer", "invite_experts", date(2026, 7, 6),
         {"experts": ["孙教授"], "notice": {"working_days": 15, "number": "qzcanaryone"}}),
        ("reviewer", "find", date(2026, 7, 7), {"path": "sources[0].ncv", "text": "qzcanaryone"}),
    ),
    TWO: (
        ("receiver", "accept", date(2026, 7, 2), {}),
        ("reviewer", "start_review", date(2026, 7, 2), {}),
        ("reviewer", "invite_experts", date(2026, 7, 2), {"notice": {"working_days": 5}}),
        ("reviewer", "return_experts", date(2026, 7, 6), {"text": "qzcanarytwo"}),
        ("reviewer", "propose", date(2026, 7, 7),
         {"recommendation": "retrofit", "reason": "qzcanarytwo"}),
        ("approver", "decide", date(2026, 7, 8),
         {"verdict": "retrofit", "reason": "qzcanarytwo", "conditions": ["qzcanarytwo"],
          "deadline": "2027-06-30"}),
    ),
    THREE: (),
}  # fmt: skip


class Inline(Executor):
    """Does long work at once; documents are not printed, which `make fuzz` tries elsewhere."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        try:
            is_print = isinstance(fn, partial) and fn.func is rendered
            done.set_result(b"%PDF-1.7" if is_print else fn(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
        return done


def make_ground(folder: Path) -> Path:
    """A desk with its people and cases, to be copied for each batch of requests."""
    home = folder / "made"
    desk = _open(home)
    for person in PEOPLE.values():
        desk.accounts.add(person.name, [person.role], credit_code=person.credit_code)
    for name in SPARE:
        desk.accounts.add(name, ["consultant"])
    with desk.accounts.writing() as connection:
        connection.execute(update(ACCOUNTS).values(password=cheap_hash()))
    for code, who in ((ONE, "applicant"), (TWO, "applicant"), (THREE, "outsider")):
        _case(desk, code, who)
    desk.register.engine.dispose()
    return home


@cache
def cheap_hash() -> str:
    """The password of everybody, hashed at little cost; also taken for that of who is nobody."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def _case(desk: Desk, code: str, who: str) -> None:
    person, word = PEOPLE[who], CASES[code]
    account = desk.accounts.one(person.name)
    assert account is not None
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    text = text.replace('name = "', f'name = "{word} ', 1)
    text += f'\n[applicant]\nname = "{word}"\ncredit_code = "{person.credit_code}"\n'
    run = assess(text, as_of="2026-06-30", benchmarks=BENCHMARKS).run
    assert word in run.project.name
    submission = Submission(run, f"{word}.json", canonical(run))
    file_document(desk, account, submission, code, date(2026, 7, 1), person.role)
    for role, command, day, body in STEPS[code]:
        acting = desk.accounts.one(PEOPLE[role].name)
        assert acting is not None
        evidence = [(f"{word}.txt", word.encode())] if command == "find" else []
        do(desk, acting, code, command, day, role, body, evidence)


def _open(home: Path) -> Desk:
    desk = open_desk("", home, [BENCHMARKS])
    desk.jobs = Jobs(Inline)
    desk.today = lambda: TODAY
    accounts._nobody = cheap_hash
    return desk


class Keys(NamedTuple):
    """What shows that somebody sends a request: the session, the secret of its forms, a token."""

    session: str
    form: str
    token: str


class Ground:
    """A desk that is attacked: its application, who is signed in, what stands in its database."""

    def __init__(self, home: Path) -> None:
        self.home, self.desk = home, _open(home)
        self.app: ASGIApp = desk_app(self.desk)
        self.keys: dict[str, Keys] = {}
        self._looking = sqlite3.connect(home / "register.db", isolation_level=None)

    def key(self, who: str) -> Keys:
        """The keys of somebody, made anew where they do not open any more."""
        held, sessions = self.keys.get(who), self.desk.sessions
        if held is not None and self._is_open(held.session):
            return held
        account = self.desk.accounts.one(PEOPLE[who].name)
        assert account is not None
        secret = sessions.begin(account)
        session = sessions.open(secret)
        assert session is not None
        token = "" if account.is_administrator else sessions.give_token(account, "fuzz", 1)
        self.keys[who] = Keys(secret, session.form, token)
        return self.keys[who]

    def _is_open(self, session: str) -> bool:
        there = "SELECT count(*) FROM desk_sessions WHERE digest = ?"
        return bool(self._looking.execute(there, (digest_of(session),)).fetchone()[0])

    def events(self) -> int:
        """The number of the last event."""
        found = self._looking.execute("SELECT max(sequence) FROM events").fetchone()
        return int(found[0] or 0)

    def accounts(self) -> object:
        """What may not change but by an administrator."""
        return self._looking.execute(
            "SELECT group_concat(key || name || roles || active || credit_code) FROM desk_accounts"
        ).fetchone()

    def written(self, after: int) -> list[tuple[str, str]]:
        """Case and actor of the events after one."""
        with self.desk.register.reading() as ledger:
            return [(e.case, e.actor) for e in ledger.events() if e.sequence > after]

    def close(self) -> None:
        """Let go of the database."""
        self._looking.close()
        self.desk.jobs.close()
        self.desk.register.engine.dispose()


@contextmanager
def opened(made: Path, folder: Path) -> Iterator[Ground]:
    """A copy of a desk that was made, open; it is gone afterwards."""
    home = folder / "desk"
    shutil.copytree(made, home)
    ground = Ground(home)
    try:
        yield ground
    finally:
        ground.close()
        shutil.rmtree(home)
