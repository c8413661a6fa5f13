"""Mutated files of every kind end in a status of the page; killed commands leave nothing half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from math import gcd
from pathlib import Path

import pytest

from tests.fuzz.corpus import KINDS, Corpus, make_corpus, order
from tests.fuzz.crash import COMMANDS, CrashTest, crash, small_disk, trials
from tests.fuzz.harness import EVERY_REAL, run_seeds
from tests.fuzz.mutate import mutated

ROOT = Path(__file__).resolve().parents[2]
SEEDS, LOT = 2000, 100
"""Inputs that ``make slow`` tries, and how many one test tries."""

MOST_SECONDS = 300
"""How long a process of ``make slow`` begins another lot; a lot takes well under a minute."""


@cache
def begun() -> float:
    """When this process began its first lot."""
    return time.monotonic()


CRASHES = 50
"""Commands that ``make slow`` kills, or whose writing fails."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Whole files of every kind."""
    return make_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, LOT))
def test_mutated_files_end_in_a_status_within_bounds(first: int, corpus: Corpus) -> None:
    """No fault of the program, no hang, no gigabyte, no hidden sign; for five minutes."""
    if time.monotonic() - begun() > MOST_SECONDS:
        pytest.skip("five minutes are over: make fuzz goes on from here")
    seeds = range(first, first + LOT)
    faults = [tried.fault for tried in run_seeds(seeds, corpus) if tried.fault is not None]
    assert not faults, "\n".join(f"make fuzz ARGS='--seed {f.seed}': {f.why}" for f in faults)


@pytest.mark.slow
def test_the_corpus_has_every_kind(corpus: Corpus) -> None:
    """The corpus itself: every kind has files, which the commands have read or written."""
    assert corpus.keys() == KINDS.keys()
    assert all(corpus.values())


def test_a_seed_gives_the_same_input_everywhere() -> None:
    """Kind, content, changes and command follow from the seed alone, in another process too."""
    code = (
        "from tests.fuzz.corpus import KINDS, Base\n"
        "from tests.fuzz.harness import trial\n"
        "import hashlib\n"
        "held = {k: [Base(b'a = 1\\n[b]\\nc = 2\\n' * 9)] for k in KINDS}\n"
        "told = []\n"
        "for n in range(60):\n"
        "    try:\n        told.append(repr(trial(n, held)))\n"
        "    except Exception as e:\n        told.append(type(e).__name__)\n"
        "print(hashlib.sha256(''.join(told).encode()).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1] != ""


@pytest.mark.parametrize("structure", ["text", "bytes"])
def test_mutations_change_a_file(structure: str) -> None:
    """Nearly every mutation is another file; none fails on an empty one."""
    content = b'name = "A"\namount = "1.5 t"\n[[x]]\ny = 2\n' * 5
    changed = sum(mutated(content, structure, random.Random(n)) != content for n in range(200))
    assert changed > 170
    for seed in range(50):
        mutated(b"", structure, random.Random(seed))


def test_every_kind_has_its_turn() -> None:
    """The turns hold every kind, as often as its weight says."""
    turns = order()
    assert gcd(len(turns), EVERY_REAL) == 1  # else some kinds are never run as a user starts them
    assert {k: turns.count(k) for k in KINDS} == {k: v.weight for k, v in KINDS.items()}


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], CrashTest]:
    """A command with what it gives when it is left alone; each is run once."""
    known: dict[str, CrashTest] = {}

    def get(name: str) -> CrashTest:
        if name not in known:
            known[name] = CrashTest(name, tmp_path_factory.mktemp("whole"))
        return known[name]

    return get


@pytest.fixture(scope="module")
def disk() -> Iterator[Path | None]:
    """A small disk, where one may be had."""
    with small_disk() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(CRASHES))
def test_a_command_that_is_stopped_leaves_nothing_half(
    seed: int, disturbed: Callable[[str], CrashTest], disk: Path | None
) -> None:
    """Killed, out of disk or beyond a limit: whole files or none, and the same again afterwards."""
    name, how = trials(seed)
    if how == "full" and disk is None:
        how = "limit"
    assert name in COMMANDS
    assert crash(disturbed(name), how, seed, disk if how == "full" else None) == ""
