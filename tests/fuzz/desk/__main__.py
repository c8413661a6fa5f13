"""Hostile requests to the review desk at length: ``python -m tests.fuzz.desk``, a part of
``make fuzz``. What is done stays done, in ``$FUZZ_FOLDER`` or the user's cache.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.desk.running import BATCH, Tried, run_seeds
from tests.fuzz.limits import FOLDER


def main() -> int:
    """Go on where the last call stopped; 1 where a request of this call was a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.desk", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100_000, help="go on up to this seed")
    parser.add_argument("--seed", type=int, help="show one seed's request and its answer")
    asked = parser.parse_args()
    if asked.seed is not None:
        return _show(asked.seed)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "desk.json"
    state = {"seeds": 0, "seconds": 0, "faults": [], "kinds": {}, "statuses": {}}
    if path.exists():
        state |= json.loads(path.read_text(encoding="utf-8"))
    begin, spent, faults = time.monotonic(), int(state["seconds"]), 0
    kinds, statuses = Counter(state["kinds"]), Counter(state["statuses"])
    for tried in run_seeds(range(int(state["seeds"]), asked.seeds)):
        kinds[tried.request.kind] += 1
        statuses[str(tried.answer.status)] += 1
        if tried.fault:
            faults += 1
            state["faults"].append([tried.seed, tried.request.kind, tried.fault])
            print(
                f"✗ {tried.seed} {tried.request.kind}: {tried.fault}", file=sys.stderr, flush=True
            )
        if tried.seed % BATCH == BATCH - 1 or tried.seed == asked.seeds - 1:
            seconds = spent + round(time.monotonic() - begin)
            done = {"seeds": tried.seed + 1, "seconds": seconds}
            state |= {**done, "kinds": dict(kinds), "statuses": dict(statuses)}
            _save(path, state)
        if tried.seed % 10_000 == 9_999:
            print(f"{tried.seed + 1} requests, {len(state['faults'])} faults", flush=True)
    print(f"{state['seeds']} requests, {len(state['faults'])} faults: {path}")
    return 1 if faults else 0


def _show(seed: int) -> int:
    first = seed - seed % BATCH
    tried: Tried = [*run_seeds(range(first, seed + 1))][-1]
    print(tried.request, tried.answer.status, sep="\n\n→ ")
    print(tried.answer.text[:4000])
    print(f"✗ {tried.fault}" if tried.fault else f"✓ {tried.seconds:.3f} s")
    return int(bool(tried.fault))


def _save(path: Path, state: object) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(new, path)


if __name__ == "__main__":
    sys.exit(main())
