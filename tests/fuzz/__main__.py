"""Fuzzing at length: ``make fuzz``, ``make fuzz ARGS="--seeds 5000"``. What is done stays done.

Progress and faulty inputs are kept outside the repository, in ``$FUZZ_FOLDER`` or the user's cache.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.corpus import Corpus, make_corpus
from tests.fuzz.harness import EVERY_REAL, Tried, run_seeds, trial
from tests.fuzz.limits import FOLDER, MEMORY


def main() -> int:
    """Go on where the last call stopped; 1 where an input of this call was a fault."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200_000, help="go on up to this seed")
    parser.add_argument("--seed", type=int, help="show what one seed gives, and keep its input")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-corpus-", dir=MEMORY) as folder:
        return _go_on(make_corpus(Path(folder)), asked)


def _go_on(corpus: Corpus, asked: argparse.Namespace) -> int:
    if asked.seed is not None:
        one = trial(asked.seed, corpus)
        folder = FOLDER / str(asked.seed)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        one.put(folder)
        print(f"cd {folder}; carbon-eia", *one.args)
        tried = next(run_seeds([asked.seed], corpus))
        print(tried)
        return int(tried.fault is not None)
    path = FOLDER / "state.json"
    state = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    state = {"seeds": 0, "seconds": 0, "faults": [], "kinds": {}, **state}
    first, begin, spent = int(state["seeds"]), time.monotonic(), int(state["seconds"])
    faults = 0
    for tried in run_seeds(range(first, asked.seeds), corpus):
        seed, found = tried.seed, tried.fault
        state["seeds"] = seed + 1
        _count(state["kinds"], tried)
        if found is not None:
            faults += 1
            state["faults"].append(found._asdict())
            print(f"✗ {found.seed} {found.kind}: {found.why}", file=sys.stderr, flush=True)
        if seed % 50 == 49 or found is not None:
            state["seconds"] = spent + round(time.monotonic() - begin)
            _save(path, state)
        if seed % 1000 == 999:
            print(f"{seed + 1} seeds, {len(state['faults'])} faults", flush=True)
    state["seconds"] = spent + round(time.monotonic() - begin)
    _save(path, state)
    real = state["seeds"] // EVERY_REAL
    print(
        f"{state['seeds']} seeds ({real} as users start it), {len(state['faults'])} faults: {path}"
    )
    return 1 if faults else 0


def _count(kinds: dict[str, dict[str, float]], tried: Tried) -> None:
    """How many inputs of a kind were tried, what all took, and the most that one took."""
    known = {"inputs": 0, "seconds": 0, "most seconds": 0, "most megabytes": 0}
    told = kinds.setdefault(tried.kind, known)
    told["inputs"] += 1
    told["seconds"] = round(told["seconds"] + tried.seconds, 2)
    told["most seconds"] = max(told["most seconds"], round(tried.seconds, 2))
    told["most megabytes"] = max(told["most megabytes"], round(tried.megabytes))


def _save(path: Path, state: object) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(new, path)


if __name__ == "__main__":
    sys.exit(main())
