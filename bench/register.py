"""How fast the register is, beside the plain tools below it, in the same run.

Events appended one by one, each on the disk, beside ``sqlite3`` inserting the same texts; a ledger
checked beside hashing its bytes; cases listed and ticked beside one SQL query over their events.

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
from carbon_eia.register.examine import chain_faults
from carbon_eia.register.heads import leaves_of
from carbon_eia.register.law import open_law
from carbon_eia.register.listing import entries, ticked
from carbon_eia.register.store import DATABASE, Draft, Register, create
from carbon_eia.register.tree import root

EVENTS = 40
APPENDED = 300
ROUNDS = 5
AIM_APPEND, AIM_CHECK, AIM_LIST = 0.5, 0.5, 3.0
DAY = date(2026, 3, 2)


def history(case: str) -> list[Draft]:
    """Forty events of a case: filed, accepted, in review, and findings with their answers."""
    body = {"name": f"项目 {case}", "applicant": "某公司", "run": "0" * 64, "stage": "proposed"}
    found = [
        Draft(DAY, "zhang", "receiver", "filed", case, dict(body)),
        Draft(DAY, "zhang", "receiver", "accepted", case, {}),
        Draft(DAY, "li", "reviewer", "review_started", case, {}),
    ]
    while len(found) < EVENTS:
        day = DAY + timedelta(days=len(found) // 8)
        path = f"sources[{len(found)}].ncv"
        found.append(Draft(day, "li", "reviewer", "found", case, {"path": path, "text": "请说明"}))
    return found


def median(work: Callable[[], object]) -> float:
    """Median seconds of some rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def said(name: str, ours: float, theirs: float, ratio: float, aim: str, good: bool) -> None:
    """One comparison."""
    missed = "" if good else "  MISSED"
    print(
        f"{name}: {ours * 1e3:.2f} ms beside {theirs * 1e3:.2f} ms, "
        f"ratio {ratio:.2f}, aim {aim}{missed}"
    )


def appended(register: Register, folder: Path) -> None:
    """Events appended one by one, beside plain sqlite3 with the same texts and durability."""
    drafts = [d for i in range(-(-APPENDED // EVENTS)) for d in history(f"A-{i}")][:APPENDED]
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL"):
        plain.execute(f"PRAGMA {setting}")
    plain.execute("CREATE TABLE events (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    ours, theirs = [], []
    for draft in drafts:  # side by side, so that both meet the same disk
        start = time.perf_counter()
        with register.writing() as ledger:
            ledger.append([draft])
        ours.append(time.perf_counter() - start)
        with register.reading() as ledger:
            newest = ledger.newest()
        text = newest.body if newest else ""
        start = time.perf_counter()
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("INSERT INTO events (body) VALUES (?)", (text,))
        plain.execute("COMMIT")
        theirs.append(time.perf_counter() - start)
    a, b = statistics.median(ours), statistics.median(theirs)
    said("append one event", a, b, b / a, f"≥ {AIM_APPEND}", b / a >= AIM_APPEND)


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{cpu()}, {os.cpu_count()} cores; Python {platform.python_version()}; {date.today()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        appended(create(folder / "appended", "", view_of), folder)
        register = create(folder / "many", "", view_of)
        for i in range(cases):
            with register.writing() as ledger:
                ledger.append(history(f"C-{i:05}"))
        with register.reading() as ledger:
            rows = list(ledger.rows())
        contents = [row.leaf() for row in rows]

        def hashed() -> bytes:
            found = b""
            for content in contents:
                found = hashlib.sha256(content).digest()
            return found

        def checked() -> tuple[list[object], bytes]:
            return list(chain_faults(rows)), root(leaves_of(rows))

        a, b = median(checked), median(hashed)
        said(f"check {len(rows)} events", a, b, b / a, f"≥ {AIM_CHECK}", b / a >= AIM_CHECK)
        law = open_law(open_tables())
        plain = sqlite3.connect(register.folder / DATABASE)
        query = "SELECT * FROM events ORDER BY sequence"

        def listed() -> int:
            with register.reading() as ledger:
                views = ledger.views()
            return len(entries(views, DAY + timedelta(days=30), law, "zh"))

        def due() -> int:
            with register.reading() as ledger:
                views = ledger.views()
            return len(ticked(views, DAY + timedelta(days=30), law))

        b = median(lambda: plain.execute(query).fetchall())
        for what, work in (("list", listed), ("tick", due)):
            a = median(work)
            said(f"{what} {cases} cases", a, b, a / b, f"≤ {AIM_LIST}", a / b <= AIM_LIST)


if __name__ == "__main__":
    main()
