"""What judges the answers of the desk notices what it is there for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.desk.client import Answer, Request
from tests.fuzz.desk.generator import KINDS, request_of
from tests.fuzz.desk.ground import CASES, PEOPLE, Ground, Keys, make_ground, opened
from tests.fuzz.desk.judge import Watch, left_behind, wrong_with, wrongly_written
from tests.fuzz.desk.texts import COMPUTED

SAFE = (
    ("content-type", "text/html; charset=utf-8"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; script-src 'self'"),
)
ONE, TWO, THREE = CASES


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The desk that hostile requests are sent to."""
    folder = tmp_path_factory.mktemp("ground")
    with opened(make_ground(folder), folder) as made:
        yield made


def asked(who: str = "outsider", *, is_foreign: bool = False) -> Request:
    """A request of somebody."""
    return Request("page", who, "GET", b"/", b"", (), is_foreign=is_foreign)


def answered(body: str = "", status: int = 200, **more: str) -> Answer:
    """An answer with its headers, some of them others."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    headers = [(k, named.pop(k, v)) for k, v in SAFE]
    return Answer(status, [*headers, *named.items()], body.encode())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (answered("a page"), ""),
        (answered("&lt;qzx&gt; &#34;qzx=&#39;"), ""),
        (answered(location="/cases", status=303), ""),
        (answered(status=500), "status 500"),
        (answered('  File "/srv/desk.py", line 1'), 'shows File "/'),
        (answered(f"the sum is {COMPUTED}"), f"shows {COMPUTED}"),
        (answered(f"<td>{CASES[ONE]}</td>"), f"outsider sees {CASES[ONE]}"),
        (answered(f"<td>{CASES[THREE]}</td>"), ""),
        (answered('<input value="a"qzx=\'b\'">'), "\"qzx=' stands in a page"),
        (answered("<p><qzx onload=x></p>"), "<qzx stands in a page"),
        (answered(location="//evil.example", status=303), "leads to //evil.example"),
        (answered(location="https://evil.example", status=303), "leads to https://evil.example"),
        (answered(x_content_type_options="none"), "without its headers"),
        (answered(content_security_policy="default-src 'none'; script-src 'unsafe-inline'"),
         "policy default-src 'none'; script-src 'unsafe-inline'"),
        (answered(set_cookie="other=1"), "sets the cookie other=1"),
        (answered(x_name="a\r\nset-cookie: x"), "a header of several lines"),
        (answered("{", content_type="application/json"), "no JSON"),
        (answered("x", content_type="application/x-sh"), "is application/x-sh"),
        (answered("x", content_disposition="inline; filename=a.html"), "inline; filename=a.html"),
        (Answer(0, (), b""), "no answer"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_noticed(answer: Answer, why: str, ground: Ground) -> None:
    """Each kind of harm in an answer has its name, and an answer without any has none."""
    assert wrong_with(asked(), answer, ground) == why


def test_a_case_of_others_is_seen_as_such(ground: Ground) -> None:
    """Who may see a case is judged without asking the desk: an expert the one of the invitation."""
    for code, word in CASES.items():
        told = wrong_with(asked("expert"), answered(word), ground)
        assert told == ("" if code == ONE else f"expert sees {word}")
    assert wrong_with(asked("auditor"), answered(" ".join(CASES.values())), ground) == ""


def test_a_secret_of_somebody_else_is_noticed(ground: Ground) -> None:
    """What the forms of another session bring along stands in no answer; one's own does."""
    secret = ground.key("outsider").form
    assert wrong_with(asked("outsider"), answered(secret), ground) == ""
    told = wrong_with(asked("reviewer"), answered(secret), ground)
    assert told == "reviewer sees a secret of somebody else"


@pytest.mark.parametrize(
    ("request_", "accounts", "why"),
    [
        (asked("receiver"), 0, ""),
        (asked("auditor"), 0, "auditor writes"),
        (asked(""), 0, "nobody writes"),
        (asked("receiver", is_foreign=True), 0, "a foreign request writes"),
        (asked("approver"), 0, "approver writes as 张敏"),
        (asked("outsider"), 0, f"outsider writes into the case {ONE}"),
        (asked("receiver"), 1, "receiver changes accounts"),
        (asked("administrator"), 1, "administrator writes"),
    ],
)
def test_what_was_wrongly_written_is_noticed(
    request_: Request, accounts: int, why: str, ground: Ground
) -> None:
    """Events by who may not write them, or as somebody else; accounts that others have changed."""
    first = next(n for n, (_, actor) in enumerate(ground.written(0)) if actor == "张敏")
    before, after = (first, 0), (first + 1, accounts)
    whole = ground.written
    ground.written = lambda number: whole(number)[:1]  # type: ignore[method-assign]
    try:
        assert wrongly_written(request_, ground, before, after) == why
    finally:
        ground.written = whole  # type: ignore[method-assign]


def test_a_file_that_is_left_behind_is_noticed(ground: Ground) -> None:
    """Any file but the database and the blobs, and a blob that is not what its name says."""
    assert left_behind(ground) == ""
    for name in ("x.txt", "blobs/ab/x", f"blobs/ab/{'ab' * 32}"):
        stray = ground.home / name
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"x")
        assert name in left_behind(ground)
        stray.unlink()


def test_what_the_program_does_elsewhere_is_noticed(tmp_path: Path) -> None:
    """A program that is started and a file that is written outside; not what lies inside."""
    watch, inside = Watch(tmp_path / "desk"), tmp_path / "desk"
    inside.mkdir()
    with watch.watching():
        (inside / "blob").write_bytes(b"x")
        (inside / "blob").read_bytes()
    assert not watch.noted
    with watch.watching():
        (Path(__file__).parents[2] / ".fuzz-desk-probe").open("a").close()
        subprocess.run([sys.executable, "-c", ""], check=True)
    (Path(__file__).parents[2] / ".fuzz-desk-probe").unlink()
    assert watch.noted[0].startswith("open ")
    assert any(n.startswith("subprocess.Popen ") for n in watch.noted)


def test_a_seed_gives_the_same_request_everywhere() -> None:
    """Every kind and every person has its turn, and the same seed the same request."""

    def key(who: str) -> Keys:
        return Keys(f"session {who}", f"form {who}", f"token {who}")

    made = [request_of(seed, key) for seed in range(400)]
    assert made == [request_of(seed, key) for seed in range(400)]
    assert {m.kind for m in made} == KINDS.keys()
    assert {m.who for m in made} == {"", *PEOPLE}
