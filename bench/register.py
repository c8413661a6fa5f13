"""How fast the register is, beside the plain tools below it, in the same run.

Events appended one by one, each on the disk, beside ``sqlite3`` inserting the same bodies; a ledger
checked beside hashing its bytes; cases listed and ticked beside one SQL query over their events.
Every comparison is made in pairs, side by side, and the best of several rounds of both counts;
results are compared before a time counts.

    python bench/register.py [CASES]      (default 1 000, of 40 events each)
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from startup import cpu

from carbon_eia.reference import open_tables
from carbon_eia.register.acting import view_of
from carbon_eia.register.clocks import open_clocks
from carbon_eia.register.database import DATABASE
from carbon_eia.register.event import EventRow
from carbon_eia.register.examine import chain_faults
from carbon_eia.register.heads import leaves_of
from carbon_eia.register.law import Law, open_law
from carbon_eia.register.listing import entries, ticked
from carbon_eia.register.store import EventDraft, Register, create
from carbon_eia.register.tree import root
from carbon_eia.register.view import case_at

EVENTS = 40
APPENDED = 400
ROUNDS = 7
AIM_APPEND, AIM_CHECK, AIM_LIST = 0.5, 0.5, 3.0
DAY = date(2026, 3, 2)
ON = DAY + timedelta(days=30)


def history(case: str) -> list[EventDraft]:
    """Forty events of a case: filed, accepted, in review, and findings with their answers."""
    body = {"name": f"项目 {case}", "applicant": "某公司", "run": "0" * 64, "stage": "proposed"}
    found = [
        EventDraft(DAY, "zhang", "receiver", "filed", case, dict(body)),
        EventDraft(DAY, "zhang", "receiver", "accepted", case, {}),
        EventDraft(DAY, "li", "reviewer", "review_started", case, {}),
    ]
    while len(found) < EVENTS:
        day = DAY + timedelta(days=len(found) // 8)
        path = f"sources[{len(found)}].ncv"
        found.append(
            EventDraft(day, "li", "reviewer", "found", case, {"path": path, "text": "请说明"})
        )
    return found


def seconds(work: Callable[[], object]) -> float:
    """Seconds that it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """The best seconds of both, taken in turns."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    return min(a for a, _ in pairs), min(b for _, b in pairs)


def said(name: str, ours: float, theirs: float, ratio: float, aim: str, good: bool) -> None:
    """One comparison."""
    missed = "" if good else "  MISSED"
    print(
        f"{name}: {ours * 1e3:.2f} ms beside {theirs * 1e3:.2f} ms, "
        f"ratio {ratio:.2f}, aim {aim}{missed}"
    )


def appended(register: Register, folder: Path) -> None:
    """Events appended one by one, beside plain sqlite3 with the same texts and durability."""
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL"):
        plain.execute(f"PRAGMA {setting}")
    plain.execute("CREATE TABLE events (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    drafts = [d for i in range(-(-APPENDED // EVENTS)) for d in history(f"A-{i}")][:APPENDED]
    texts = _bodies(folder, drafts)
    ours, theirs = [], []

    def append(draft: EventDraft) -> None:
        with register.writing() as ledger:
            ledger.append([draft])

    def insert(text: str) -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("INSERT INTO events (body) VALUES (?)", (text,))
        plain.execute("COMMIT")

    for draft, text in zip(drafts, texts, strict=True):  # both meet the same disk
        ours.append(seconds(lambda d=draft: append(d)))
        theirs.append(seconds(lambda t=text: insert(t)))
    with register.reading() as ledger:
        assert [row.body for row in ledger.rows()] == texts
    a, b = statistics.median(ours), statistics.median(theirs)
    said("append one event", a, b, b / a, f"≥ {AIM_APPEND}", b / a >= AIM_APPEND)


def _bodies(folder: Path, drafts: list[EventDraft]) -> list[str]:
    """The bodies of events as they are stored."""
    other = create(folder / "texts", "", view_of)
    with other.writing() as ledger:
        ledger.append(drafts)
        return [row.body for row in ledger.rows()]


def checked(register: Register) -> None:
    """The ledger read and checked (numbers, links, hashes), beside reading and hashing its bytes.

    Then both without the reading, and with the root of a head: no aim is set for these.
    """
    plain = sqlite3.connect(register.folder / DATABASE)
    query = "SELECT sequence, day, at, actor, role, body, prev_hash FROM events ORDER BY sequence"

    def read() -> list[EventRow]:
        with register.reading() as ledger:
            return list(ledger.rows())

    def read_and_hash() -> list[str]:
        found = plain.execute(query).fetchall()
        return [hashlib.sha256("".join(map(str, row)).encode()).hexdigest() for row in found]

    rows = read()
    contents = [row.leaf() for row in rows]

    def hashed() -> list[str]:
        return [hashlib.sha256(content).hexdigest() for content in contents]

    def check(rows: list[EventRow]) -> list[object]:
        return list(chain_faults(rows))

    assert hashed() == [row.hash for row in rows]
    assert check(rows) == []
    assert len(read_and_hash()) == len(rows)
    a, b = best(lambda: check(read()), read_and_hash)
    said(f"read and check {len(rows)} events", a, b, b / a, f"≥ {AIM_CHECK}", b / a >= AIM_CHECK)
    a, b = best(lambda: check(rows), hashed)
    said("  the check alone, beside the hashes", a, b, b / a, "none", True)
    a, b = best(lambda: (check(rows), root(leaves_of(rows))), hashed)
    said("  with the root of a head", a, b, b / a, "none: three hashes an event", True)


def listed(register: Register, law: Law) -> None:
    """Cases listed and ticked, beside one SQL query over their events."""
    plain = sqlite3.connect(register.folder / DATABASE)
    query = "SELECT * FROM events ORDER BY sequence"

    def list_all() -> list[dict[str, object]]:
        with register.reading() as ledger:
            return entries(ledger, ON, law, "zh")

    def tick() -> list[object]:
        with register.reading() as ledger:
            return list(ticked(ledger, ON, law, explained=False))

    def rows() -> list[object]:
        return plain.execute(query).fetchall()

    with register.reading() as ledger:
        cases = [case_at(ledger.events(code), ON, law) for code in ledger.views()]
    assert [e["state"] for e in list_all()] == [c.state for c in cases]
    assert len(tick()) == sum(len(open_clocks(c, ON, law)) for c in cases)
    for what, work in (("list", list_all), ("tick", tick)):
        a, b = best(work, rows)
        name = f"{what} {len(cases)} cases"
        said(name, a, b, a / b, f"≤ {AIM_LIST}", a / b <= AIM_LIST)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    print(f"{cpu()}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        appended(create(folder / "appended", "", view_of), folder)
        register = create(folder / "many", "", view_of)
        for i in range(count):
            with register.writing() as ledger:
                ledger.append(history(f"C-{i:05}"))
        checked(register)
        listed(register, open_law(open_tables()))


if __name__ == "__main__":
    main()
