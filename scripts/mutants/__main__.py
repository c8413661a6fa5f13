"""How many faults the tests would notice: ``make mutants``, ``make mutants ARGS="--again"``.

A seeded sample of mutants (``sample.py``) of the rooms that compute and judge, each tried on the
tests that call what it changes. What is done stays done, in ``build/mutants``; ``--again`` tries
the survivors once more, after tests were added. ``survivors.toml`` says of survivors why no test
can or need tell them from the code. Ends with 1 where one survives without a reason.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.mutants.warm import COLD, ROOT, Met, Outcome, Trial, cold, hot, measure

FOLDER = ROOT / "build" / "mutants"
PYTHON = ROOT / "build" / "mutmut" / "bin" / "python"
"""The interpreter that has mutmut: ``make mutants`` makes it."""

REASONS = Path(__file__).with_name("survivors.toml")

SEED, COUNT = 2026, 1000

ROOMS = {
    "formulas": ("tests/formulas", "carbon_eia/formulas", "tests/cases"),
    "units": ("tests/units", "carbon_eia/units", "tests/cases"),
    "rules": ("tests/rules", "carbon_eia/rules", "tests/verdicts"),
    "inventory": ("tests/inventory", "carbon_eia/inventory", "tests/cases", "tests/verdicts"),
}
"""The rooms, and the tests that are about each."""

KEEPING = ("formulas", "units")
"""Rooms with caches: their mutants are tried before anything has been read."""

SLOWEST = 2.0
"""Most seconds of processor for one test: a slower one is for other faults."""

MOST = 2.5
"""Unless told otherwise, most seconds of processor for the tests of one mutant."""

PATIENCE = 3.0
"""Seconds of processor beyond what the tests take, after which a mutant counts as endless."""

SHARING = 30
"""One test in so many is run first of all, so that what tests share is there for the mutants."""

Mutant = dict[str, Any]


def main() -> int:
    """Try what is not tried yet, and print the figures."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--again", action="store_true", help="try the survivors once more")
    parser.add_argument("--most", type=float, default=MOST, help="seconds of tests for a mutant")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    parser.add_argument("--page", action="store_true", help="print the survivors for docs/")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    mutants = _sample(asked.seed, asked.count)
    path = FOLDER / "outcomes.json"
    done: dict[str, Outcome] = {k: Outcome(*v) for k, v in _read(path).items()}
    waiting = [m for m in mutants if m["key"] not in done]
    if asked.again:
        waiting += [m for m in mutants if m["key"] in done and not done[m["key"]].killed]
    for number, (key, outcome) in enumerate(_outcomes(waiting, asked.most, asked.workers), 1):
        done[key] = outcome
        _write(path, done)
        if number % 50 == 0:
            print(f"{number} of {len(waiting)}", flush=True)
    survivors = [m for m in mutants if not done[m["key"]].killed]
    if asked.page:
        print(_page(survivors))
        return 0
    return _told(mutants, survivors, done)


# --- what is tried


def _sample(seed: int, count: int) -> list[Mutant]:
    """The sample of the code as it stands, made anew where the code has changed."""
    sources = [p for room in ROOMS for p in sorted((ROOT / "carbon_eia" / room).glob("*.py"))]
    of = [seed, count, _digest(sources)]
    path, state = FOLDER / "sample.jsonl", FOLDER / "sample-of.json"
    if not path.exists() or _read(state) != of:
        script = Path(__file__).with_name("sample.py")
        text = subprocess.run(
            [str(PYTHON), str(script), "--seed", str(seed), "--count", str(count)],
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ).stdout
        path.write_text(text, encoding="utf-8")
        _write(state, of)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _measured() -> dict[str, Met]:
    """What each test of the rooms takes and runs; measured anew where its file has changed."""
    path = FOLDER / "measured.json"
    known: dict[str, Any] = _read(path)
    places = {ROOT / place for own in ROOMS.values() for place in own}
    files = [p for place in sorted(places) for p in sorted(place.glob("*.py"))]
    digests = {p.relative_to(ROOT).as_posix(): _digest([p]) for p in files}
    new = [name for name, digest in digests.items() if known.get(name, [""])[0] != digest]
    if new:
        known |= {name: [digests[name], {}] for name in new}
        for test, met in measure(new, tuple(ROOMS)).items():
            known[test.partition("::")[0]][1][test] = met
        _write(path, known)
    every: dict[str, Met] = {}
    for name in digests:
        for test, (seconds, lines) in known[name][1].items():
            every[test] = Met(seconds, {path: frozenset(n) for path, n in lines.items()})
    return every


def _outcomes(
    mutants: Sequence[Mutant], most: float, workers: int
) -> Iterator[tuple[str, Outcome]]:
    """Each mutant with its outcome.

    Raises RuntimeError where the code as it stands, tried as a mutant is, fails a test.
    """
    if not mutants:
        return
    met = _measured()
    plain = {m["key"]: _trial(m, met, most) for m in map(_unchanged, ROOMS)}
    trials = {m["key"]: _trial(m, met, most) for m in mutants}
    room_of = {m["key"]: m["room"] for m in (*mutants, *map(_unchanged, ROOMS))}
    waiting: list[Trial] = []
    for keeping in (True, False):
        rooms = [room for room in ROOMS if (room in KEEPING) is keeping]
        some = [t for t in (*plain.values(), *trials.values()) if room_of[t.key] in rooms]
        places = sorted({place for room in rooms for place in ROOMS[room]})
        before = [] if keeping else [t for t in met if t.startswith(tuple(places))][::SHARING]
        left = {t.key for t in some}
        for key, outcome in hot(some, places, before, workers):
            left.discard(key)
            if key in plain:
                _require_pass(outcome)
            elif outcome.by == COLD:
                waiting.append(trials[key])
            else:
                yield key, outcome
        if left:
            raise RuntimeError(f"the tests ended before {len(left)} mutants were tried")
    for key, outcome in cold([*plain.values(), *waiting] if waiting else [], workers):
        if key in plain:
            _require_pass(outcome)
        else:
            yield key, outcome


def _unchanged(room: str) -> Mutant:
    """The code of a room as it stands, in the form of a mutant."""
    path = max((ROOT / "carbon_eia" / room).glob("*.py"), key=lambda p: p.stat().st_size)
    return {
        "key": f"unchanged {room}",
        "room": room,
        "path": path.relative_to(ROOT).as_posix(),
        "line": 0,
        "code": path.read_text(encoding="utf-8"),
    }


def _require_pass(outcome: Outcome) -> None:
    if outcome.killed:
        raise RuntimeError(f"{outcome.by} fails without a mutant, too")


def _trial(mutant: Mutant, met: Mapping[str, Met], most: float) -> Trial:
    """The tests about the mutant's room that run the line which it changes, the fastest first.

    Then those that run the module; in rooms that keep what they read the others too, since a test
    that is only told what another has read is not known to run it.
    """
    path, code = mutant["path"], mutant["code"]
    own = ROOMS[mutant["room"]]
    tests: list[tuple[int, float, str]] = []
    for test, (seconds, lines) in met.items():
        ran = lines.get(path, frozenset())
        distance = 0 if mutant["line"] in ran else 1 if ran else 2
        if distance == 2 and not (mutant["room"] in KEEPING and test.startswith(own[:2])):
            continue
        if test.startswith(own) and seconds <= SLOWEST:
            tests.append((distance, seconds, test))
    chosen: list[str] = []
    total = 0.0
    for distance, seconds, test in sorted(tests):
        if total + seconds <= (most if distance == 0 else most / 2):
            chosen.append(test)
            total += seconds
    return Trial(mutant["key"], path, code, tuple(chosen), PATIENCE + total)


# --- what is told


def _reasons() -> dict[str, str]:
    """Why a survivor is none that a test should tell, by what it makes of which line."""
    groups = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reasons"]
    return {"\0".join(m): group["why"] for group in groups for m in group["mutants"]}


def _name(mutant: Mutant) -> str:
    path = mutant["path"].removeprefix("carbon_eia/")
    return "\0".join([path, mutant["within"], mutant["was"], mutant["becomes"]])


def _told(
    mutants: Sequence[Mutant], survivors: Sequence[Mutant], done: Mapping[str, Outcome]
) -> int:
    """Print the figures of each room and the survivors without a reason; 1 where there are any."""
    reasons = _reasons()
    left = [m for m in survivors if _name(m) not in reasons]
    print("| room | mutants | killed | no fault | left | killed of the others |")
    print("|---|---|---|---|---|---|")
    for room in (*ROOMS, ""):
        every, alive, unexplained = (
            sum(m["room"].startswith(room) for m in some) for some in (mutants, survivors, left)
        )
        killed, excused = every - alive, alive - unexplained
        share = killed / (every - excused)
        name = room or "all"
        print(f"| {name} | {every} | {killed} | {excused} | {unexplained} | {share:.1%} |")
    seconds = sum(done[m["key"]].seconds for m in mutants)
    print(f"\n{seconds / len(mutants):.2f} s a mutant")
    for m in left:
        print(f"\n{m['path']}:{m['line']} {m['within']} ({m['operator']}, {m['key']})")
        print(f"  - {m['was']}\n  + {m['becomes']}")
    return 1 if left else 0


def _page(survivors: Sequence[Mutant]) -> str:
    """The survivors below their reasons, as they stand in ``docs/mutants.md``."""
    reasons = _reasons()
    alive = {_name(m): m for m in survivors}
    lines: list[str] = []
    for why in dict.fromkeys(reasons.values()):
        told = [m for name, m in alive.items() if reasons.get(name) == why]
        lines += [f"**{why}**", ""] if told else []
        lines += [_line(m) for m in told] + ([""] if told else [])
    left = [m for name, m in alive.items() if name not in reasons]
    lines += ["**Left: a test is still missing.**", "", *map(_line, left)] if left else []
    return "\n".join(lines)


def _line(mutant: Mutant) -> str:
    path = mutant["path"].removeprefix("carbon_eia/")
    where = f"{path} {mutant['within']}".strip()
    return f"- {where}: `` {mutant['was']} `` → `` {mutant['becomes']} ``"


# --- files


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in paths)).hexdigest()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(path: Path, state: object) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main())
