"""Long work: its outcome comes back, or what is wrong; a desk that was stopped goes on with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from carbon_eia.desk import proving
from carbon_eia.desk.jobs import Job, Jobs, Outcome
from carbon_eia.desk.opening import Desk, open_desk
from carbon_eia.desk.proving import STAGES, proven_submission, resume
from carbon_eia.run.records import Run
from tests.conftest import ROOT
from tests.desk.conftest import CODE, PEOPLE, TODAY, Browser, make_desk, text_of

CHANGED = b'"verdict":"retrofit"', b'"verdict":"pass"'


class Nobody(Executor):
    """Takes work and does none of it."""

    def submit(self, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        """Nothing comes of it, until it is cancelled."""
        return Future()


class AtOnce(Executor):
    """Does work while it is given, so that nothing else goes on meanwhile."""

    def submit(self, work: Callable[[], object], /) -> Future[object]:  # type: ignore[override]
        """What comes of it is there already."""
        done: Future[object] = Future()
        done.set_result(work())
        return done


@pytest.mark.slow
def test_a_document_is_proven_in_another_process(run: Run, record: bytes, tmp_path: Path) -> None:
    """What stands comes back with its Run; what was changed comes back with its code."""
    jobs = Jobs()
    made = []
    for name, content in (("whole", record), ("forged", record.replace(*CHANGED))):
        (tmp_path / name).mkdir()
        document = tmp_path / name / "document.json"
        document.write_bytes(content)
        work = partial(proven_submission, document, "run.json", "zh")
        made.append(jobs.begin("me", "prove", "run.json", work, lambda p: Outcome(p.run.id)))
    until = time.monotonic() + 120
    while any(job.state == "running" for job in made) and time.monotonic() < until:
        time.sleep(0.1)
    jobs.close()
    assert made[0].outcome.address == run.id
    assert (tmp_path / "whole" / "stage").read_text() == "print"
    assert made[1].error is not None
    assert made[1].error.problems[0].code == "CE-G214"
    assert made[1].error.problems[0].place.file == "run.json"
    assert jobs.one(made[0].id, "somebody else") is None


def waiting(folder: Path, record: bytes) -> tuple[Desk, str]:
    """A desk at which a proof waits, and the page of the proof."""
    desk = make_desk(folder)
    desk.jobs = Jobs(Nobody)
    receiver = Browser(desk).sign_in(PEOPLE["receiver"])
    answer = receiver.post("/file", {"day": "2026-07-01"}, [("document", ("run.json", record))])
    assert answer.status_code == 303
    return desk, answer.headers["location"]


def started_again(folder: Path, make_pool: Callable[[], Executor] = Nobody) -> Desk:
    """The desk of a folder, as it opens after it was stopped."""
    desk = open_desk("", folder, [ROOT / "samples/benchmarks/chenzhou-demo.toml"])
    desk.jobs, desk.today = Jobs(make_pool), lambda: TODAY
    with ExitStack() as held:
        resume(desk, held)
    return desk


def test_what_is_not_proven_is_called_so(tmp_path: Path, record: bytes, run: Run) -> None:
    """The record is read at once, and is said to be what the document says of itself; how far the
    proof has come is told step by step."""
    desk, page = waiting(tmp_path, record)
    receiver = Browser(desk).sign_in(PEOPLE["receiver"])
    shown = text_of(receiver.get(page))
    assert "尚未核验" in shown
    assert "还没有证明" in shown
    assert run.project.name in shown
    assert run.id[:12] in shown
    ident = page.rpartition("/")[2]
    for n, stage in enumerate(STAGES):
        (desk.register.folder / "pending" / ident / "stage").write_text(stage)
        assert f'max="{len(STAGES)}" value="{n}"' in receiver.get(page)
    assert CODE not in receiver.get("/cases")


def test_a_desk_that_was_stopped_goes_on(tmp_path: Path, record: bytes) -> None:
    """The proof that waited is begun again under its address, and the document is filed."""
    first, page = waiting(tmp_path, record)
    first.jobs.close()
    desk = started_again(tmp_path, AtOnce)
    receiver = Browser(desk).sign_in(PEOPLE["receiver"])
    done = receiver.follow(receiver.client.get(page))
    assert f"/cases/{CODE}" in str(done.request.url)
    assert "已记入第 1 条事件" in done.text
    assert not any((tmp_path / "pending").iterdir())


def test_what_stops_a_desk_again_and_again_is_left(tmp_path: Path, record: bytes) -> None:
    """After three starts the proof is not begun any more, and its owner is told; so is who asks
    for work that the desk does not know."""
    page = waiting(tmp_path, record)[1]
    for _ in range(2):
        desk = started_again(tmp_path)
        assert "尚未核验" in Browser(desk).sign_in(PEOPLE["receiver"]).get(page)
    desk = started_again(tmp_path)
    receiver = Browser(desk).sign_in(PEOPLE["receiver"])
    assert "CE-H032" in receiver.get(page)
    assert "CE-H031" in receiver.get("/jobs/unknown", 404)
    assert not any((tmp_path / "pending").iterdir())


def test_what_was_cut_off_is_cleared_away(tmp_path: Path, record: bytes) -> None:
    """A folder that was not finished, and one that says nothing, are no work."""
    pending = waiting(tmp_path, record)[0].register.folder / "pending"
    (pending / ".half").mkdir()
    (pending / "broken").mkdir()
    (pending / "broken" / "asked.json").write_text("{")
    started_again(tmp_path)
    assert len(list(pending.iterdir())) == 1


def test_two_desks_do_not_take_the_same_work(
    tmp_path: Path, record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one desk has the folder, another begins nothing of it."""
    page = waiting(tmp_path, record)[1]
    desk = open_desk("", tmp_path)
    desk.jobs = Jobs(Nobody)
    with ExitStack() as first, ExitStack() as second:
        resume(desk, first)
        began: list[str] = []
        monkeypatch.setattr(proving, "_begin", lambda *args: began.append(str(args[1])))
        resume(desk, second)
        assert began == []
        first.close()
        resume(desk, second)
        assert began == [str(desk.register.folder / "pending" / page.rpartition("/")[2])]


def test_work_of_a_closed_desk_is_neither_done_nor_failed() -> None:
    """What is cancelled when a desk closes stays as it was, for the next start."""
    jobs = Jobs(lambda: ThreadPoolExecutor(1))
    ended: list[str] = []
    may = threading.Event()
    first: Job[bool] = jobs.begin("me", "prove", "a", lambda: may.wait(5), lambda _: Outcome("/a"),
                                  ended=lambda: ended.append("a"))  # fmt: skip
    second: Job[bool] = jobs.begin("me", "prove", "b", lambda: True, lambda _: Outcome("/b"),
                                   ended=lambda: ended.append("b"))  # fmt: skip
    jobs.close()
    may.set()
    until = time.monotonic() + 5
    while first.state == "running" and time.monotonic() < until:
        time.sleep(0.01)
    assert (first.state, second.state) == ("done", "running")
    assert ended == ["a"]
