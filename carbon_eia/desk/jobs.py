"""Long work in other processes, while the pages answer: its state is shown until it is done."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from carbon_eia.desk.secret import new_token
from carbon_eia.errors import CallError, CarbonEiaError, Problem

if TYPE_CHECKING:
    from carbon_eia.desk.proving import UnprovenRecord

__all__ = ["Job", "Jobs", "Outcome"]

WORKERS = 2
MOST_WAITING = 20
"""Jobs that are not done, after which no other is taken."""

KEPT = 3600
"""Seconds that the outcome of a job is kept."""

Result = TypeVar("Result")


def processes() -> Executor:
    """The processes that long work is done in."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(WORKERS, mp_context=spawn, initializer=_go_on)


def _go_on() -> None:
    """Ctrl-C at the terminal stops the desk, which lets its work end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Outcome(NamedTuple):
    """Where what came of long work is to be seen, and the event that was written, if one was."""

    address: str
    event: int | None = None


def _nothing() -> None:
    """Nothing is left to do."""


class Job(Generic[Result]):
    """Something that takes long. ``state``: running, done or failed; ``outcome``: what came of it;
    ``error``: why it failed; ``read``: what a document that is being proven says of itself;
    ``folder``: where it says how much of it is done."""

    def __init__(self, owner: str, kind: str, subject: str, ident: str = "") -> None:
        self.id, self.owner, self.kind, self.subject = ident or new_token(), owner, kind, subject
        self.state, self.outcome = "running", Outcome("")
        self.read: UnprovenRecord | None = None
        self.folder: Path | None = None
        self.error: CarbonEiaError | None = None
        self.content = b""
        self.begun = time.monotonic()
        self.ended: float = 0

    @property
    def seconds(self) -> int:
        """How long it has taken so far."""
        return int((self.ended or time.monotonic()) - self.begun)

    def close(self, error: CarbonEiaError | None = None) -> None:
        """It is over."""
        self.error, self.state = error, "failed" if error is not None else "done"
        self.ended = time.monotonic()


class Jobs:
    """The jobs of a desk. A proof is begun again after a restart, a document is asked for again."""

    def __init__(self, make_pool: Callable[[], Executor] = processes) -> None:
        self._make_pool = make_pool
        self._jobs: dict[str, Job[object]] = {}
        self._pool: Executor | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def begin(
        self,
        owner: str,
        kind: str,
        subject: str,
        work: Callable[[], Result],
        then: Callable[[Result], Outcome],
        ident: str = "",
        ended: Callable[[], None] = _nothing,
    ) -> Job[Result]:
        """Do some work in another process; ``then`` is given what came of it, in this one, and says
        where that is to be seen; ``ended`` is called when it is over, however that was, but not
        where the desk was stopped before.

        Raises CallError CE-H018 where too many are waiting.
        """
        job: Job[Result] = Job(owner, kind, subject, ident)
        with self._lock:
            now = time.monotonic()
            old = [j for j in self._jobs.values() if j.ended and now - j.ended > KEPT]
            for kept in old:
                del self._jobs[kept.id]
            waiting = [j for j in self._jobs.values() if not j.ended]
            if len(waiting) >= MOST_WAITING:
                raise CallError(Problem("CE-H018"))
            self._jobs[job.id] = job  # type: ignore[assignment]
            future = self._submit(work)
        future.add_done_callback(lambda done: self._finish(job, done, then, ended))
        return job

    def note(self, owner: str, kind: str, subject: str, error: CarbonEiaError, ident: str) -> None:
        """A job that is not begun any more, so that its owner is told why."""
        job: Job[object] = Job(owner, kind, subject, ident)
        job.close(error)
        with self._lock:
            self._jobs[ident] = job

    def begin_file(
        self,
        owner: str,
        name: str,
        work: Callable[[], bytes],
        kind: str = "document",
        ended: Callable[[], None] = _nothing,
    ) -> Job[bytes]:
        """Make a file in another process; the job keeps it."""
        held: list[Job[bytes]] = []

        def keep(content: bytes) -> Outcome:
            begun.wait(10)
            held[0].content = content
            return Outcome(f"/jobs/{held[0].id}/file")

        begun = threading.Event()
        held.append(self.begin(owner, kind, name, work, keep, ended=ended))
        begun.set()
        return held[0]

    def one(self, ident: str, owner: str) -> Job[object] | None:
        """A job of somebody; None where there is none."""
        with self._lock:
            job = self._jobs.get(ident)
        return job if job is not None and job.owner == owner else None

    def close(self) -> None:
        """End the processes once they have done what they are at; what waits is not begun."""
        with self._lock:
            self._is_closed = True
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None

    def _submit(self, work: Callable[[], Result]) -> Future[Result]:
        for _ in range(2):
            if self._pool is None:
                self._pool = self._make_pool()
            try:
                return self._pool.submit(work)
            except BrokenProcessPool:  # one of them was killed: the others are of no use any more
                self._pool = None
        raise CallError(Problem("CE-H018"))

    def _finish(
        self,
        job: Job[Result],
        done: Future[Result],
        then: Callable[[Result], Outcome],
        ended: Callable[[], None],
    ) -> None:
        if done.cancelled() or (self._is_closed and done.exception() is not None):
            return
        try:
            job.outcome = then(done.result())
        except CarbonEiaError as error:
            job.close(error)
        except BaseException as error:
            job.close(CarbonEiaError(Problem("CE-H019", params={"why": type(error).__name__})))
        else:
            job.close()
        ended()
