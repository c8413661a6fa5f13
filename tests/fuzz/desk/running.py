"""Hostile requests one after another, each judged: batches of them on a desk of their own."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.desk.client import Answer, Request, ask
from tests.fuzz.desk.generator import request_of
from tests.fuzz.desk.ground import Ground, make_ground, opened
from tests.fuzz.desk.judge import MOST_SECONDS, Watch, left_behind, wrong_with, wrongly_written
from tests.fuzz.limits import MEMORY

__all__ = ["BATCH", "Tried", "run_seeds"]

BATCH = 500
"""Requests to one desk: what a seed gives may hang on those before it in its batch."""


class Tried(NamedTuple):
    """A request that was sent: its answer's status, the seconds it took, what was wrong."""

    seed: int
    request: Request
    answer: Answer
    seconds: float
    fault: str


def run_seeds(seeds: range) -> Iterator[Tried]:
    """Send the requests of some seeds."""
    _ready()
    with tempfile.TemporaryDirectory(prefix="fuzz-desk-", dir=MEMORY) as name:
        folder = Path(name)
        made = make_ground(folder)
        for first in range(seeds.start - seeds.start % BATCH, seeds.stop, BATCH):
            batch = range(first, min(first + BATCH, seeds.stop))
            with opened(made, folder) as ground:
                tried = asyncio.run(_batch(ground, batch))
                left = left_behind(ground)
            if left:
                tried[-1] = tried[-1]._replace(fault=tried[-1].fault or left)
            yield from (t for t in tried if t.seed in seeds)


async def _batch(ground: Ground, seeds: Sequence[int]) -> list[Tried]:
    return [await _one(ground, seed) for seed in seeds]


async def _one(ground: Ground, seed: int) -> Tried:
    request = request_of(seed, ground.key)
    before, watch = (ground.events(), ground.accounts()), Watch(ground.home)
    printed, begin = io.StringIO(), time.process_time()
    answer = Answer(0, (), b"")
    try:
        with redirect_stderr(printed), watch.watching():
            answer = await asyncio.wait_for(ask(ground.app, request), 60)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
    else:
        fault = wrong_with(request, answer, ground)
    seconds = time.process_time() - begin
    after = (ground.events(), ground.accounts())
    fault = fault or wrongly_written(request, ground, before, after)
    fault = fault or next(iter(watch.noted), "") or printed.getvalue().strip()
    if not fault and seconds > MOST_SECONDS:
        fault = f"{seconds:.1f} s"
    return Tried(seed, request, answer, seconds, fault)


def _ready() -> None:
    """Have done what libraries do in the user's folders when they are first asked."""
    import matplotlib

    matplotlib.get_configdir(), matplotlib.get_cachedir()
