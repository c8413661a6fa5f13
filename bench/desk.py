"""How fast the desk answers beside a bare page, on the same machine in the same run.

Twenty people take two hundred actions each: what is due, the register, one case that all look at,
any case. The bare page is FastAPI with Jinja2 and one query of SQLite. Both run in processes of
their own, asked in turns; the slowest of twenty answers (p95) is compared. Then twenty people write
findings into one case at a time: every one has to be among its events. A verdict of the live form
is held against the same assessment in this process.

    python bench/desk.py [CASES]      (default 200)
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import httpx2
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from register import history
from sqlalchemy import update
from startup import cpu

from carbon_eia.desk.app import desk_app
from carbon_eia.desk.opening import open_desk
from carbon_eia.desk.pages.live import assessed
from carbon_eia.desk.tables import ACCOUNTS
from carbon_eia.project.canonical import project_toml
from carbon_eia.reference import open_world, read_sector

PEOPLE, ACTIONS, FINDINGS = 20, 200, 10
TURNS = 5
"""Parts in which the actions are taken, those on the bare page in between."""

AIM_PAGE, AIM_LIVE = 3.0, 1.5
PASSWORD = "a long sentence for the bench"
DAY = date(2026, 3, 10)


def desk_server(folder: str, port: int) -> None:
    """The desk, on the day of its cases."""
    desk = open_desk("", Path(folder))
    desk.today = lambda: DAY
    uvicorn.run(desk_app(desk), port=port, log_level="error")


def bare_server(folder: str, port: int) -> None:
    """A page with one query: the rows of the cases in a table."""
    app = FastAPI()
    page = Environment(autoescape=True).from_string(
        "<table>{% for r in rows %}<tr><td>{{ r[0] }}</td><td>{{ r[1] }}</td></tr>"
        "{% endfor %}</table>"
    )

    @app.get("/")
    def bare() -> HTMLResponse:
        with sqlite3.connect(f"{folder}/register.db") as connection:
            rows = connection.execute("SELECT code, state FROM cases ORDER BY code").fetchmany(50)
        return HTMLResponse(page.render(rows=rows))

    uvicorn.run(app, port=port, log_level="error")


def running(target: Callable[[str, int], None], folder: str, port: int) -> multiprocessing.Process:
    """A server in a process of its own, once it answers."""
    process = multiprocessing.get_context("spawn").Process(target=target, args=(folder, port))
    process.start()
    for _ in range(600):
        try:
            httpx2.get(f"http://127.0.0.1:{port}/")
        except httpx2.HTTPError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit("the server does not answer")


def signed_in(port: int, name: str) -> httpx2.Client:
    """Somebody who is signed in."""
    client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
    form = form_of(client.get("/").text)
    answer = client.post("/sign-in", data={"form": form, "name": name, "password": PASSWORD})
    if answer.status_code != 303:
        raise SystemExit(answer.text)
    return client


def form_of(page: str) -> str:
    """What the forms of a page bring along."""
    found = re.search(r'name="form" value="([^"]+)"', page)
    return "" if found is None else found[1]


def latencies(clients: list[httpx2.Client], paths: list[str]) -> list[float]:
    """Seconds of every answer, where everybody asks at the same time."""
    taken: list[float] = []
    lock = threading.Lock()

    def act(client: httpx2.Client) -> None:
        own = []
        for i in range(ACTIONS // TURNS):
            begin = time.perf_counter()
            answer = client.get(paths[i % len(paths)])
            own.append(time.perf_counter() - begin)
            if answer.status_code != 200:
                raise SystemExit(answer.text)
        with lock:
            taken.extend(own)

    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(act, clients))
    return taken


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def beside(
    label: str, people: list[httpx2.Client], paths: list[str], bare: list[httpx2.Client]
) -> None:
    """Pages beside the bare one, in turns: whatever else the machine does, both have it."""
    own, plain = list[float](), list[float]()
    for turn in range(TURNS):
        plain += latencies(bare, ["/"])
        own += latencies(people, paths[turn * len(paths) // TURNS :])
    print(
        f"{label}: p95 {p95(own) * 1000:.0f} ms, bare page {p95(plain) * 1000:.0f} ms: "
        f"{p95(own) / p95(plain):.2f} × (aim ≤ {AIM_PAGE})"
    )


def lost(clients: list[httpx2.Client], folder: Path) -> int:
    """Findings that were acknowledged and are not among the events."""

    def write(number: int) -> int:
        client, done = clients[number], 0
        form = form_of(client.get("/me").text)
        for i in range(FINDINGS):
            said = {
                "form": form,
                "day": "2026-03-20",
                "body.path": "1",
                "body.text": f"{number}-{i}",
            }
            done += client.post("/cases/C-00000/do/find", data=said).status_code == 303
        return done

    with ThreadPoolExecutor(len(clients)) as pool:
        acknowledged = sum(pool.map(write, range(len(clients))))
    with sqlite3.connect(folder / "register.db") as connection:
        kept = connection.execute(
            "SELECT count(*) FROM events WHERE day = '2026-03-20' AND body LIKE '%found%'"
        ).fetchone()[0]
    print(f"findings: {acknowledged} acknowledged, {kept} among the events")
    return acknowledged - int(kept)


def live(client: httpx2.Client) -> None:
    """A verdict of the live form beside the same assessment in this process."""
    example = read_sector(open_world(DAY), "cement-clinker").example
    text = project_toml({**example, "project": {**example["project"], "sector": "cement-clinker"}})
    form, texts = form_of(client.get("/me").text), []
    for i in range(30):
        texts.append(text.replace("17.6 万t", f"17.{i + 10} 万t"))
    pairs = []
    for changed in texts:
        begin = time.perf_counter()
        assessed(changed, DAY, ())
        between = time.perf_counter()
        answer = client.post(
            "/assess", data={"form": form, "act": "text", "text": changed}, headers={"X-Live": "1"}
        )
        pairs.append((between - begin, time.perf_counter() - between))
        assert answer.status_code == 200
    plain, page = (statistics.median(x) for x in zip(*pairs[5:], strict=True))
    ratio = page / plain
    print(
        f"live form: {page * 1000:.0f} ms, the assessment alone {plain * 1000:.0f} ms: "
        f"{ratio:.2f} × (aim ≤ {AIM_LIVE})"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    print(f"{cpu()}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "register"
        desk = open_desk("", folder)
        for i in range(count):
            with desk.register.writing() as ledger:
                ledger.append(history(f"C-{i:05}"))
        names = [f"审查员{i}" for i in range(PEOPLE)]
        for who in names:
            desk.accounts.add(who, ["reviewer", "receiver"])
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        with desk.accounts.writing() as connection:
            connection.execute(update(ACCOUNTS).values(password=cheap))
        servers = [running(desk_server, str(folder), 8411), running(bare_server, str(folder), 8412)]
        try:
            people = [signed_in(8411, who) for who in names]
            bare = [httpx2.Client(base_url="http://127.0.0.1:8412") for _ in names]
            cases = [f"/cases/C-{i:05}" for i in range(count)]
            for label, paths in (("what is due", ["/?all=1"]), ("register", ["/cases"]),
                                 ("a case", ["/cases/C-00003"]), ("any case", cases)):  # fmt: skip
                beside(label, people, paths, bare)
            live(people[0])
            if lost(people, folder):
                sys.exit("updates were lost")
        finally:
            for server in servers:
                server.terminate()
                server.join()


if __name__ == "__main__":
    main()
