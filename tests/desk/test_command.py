"""The command that opens the desk: on an empty machine, as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.tools import ROOT, run


def test_an_empty_machine_has_a_desk(tmp_path: Path) -> None:
    """The command makes the database, tells where the desk is and the code of the first
    administrator, answers, and ends when it is told to."""
    told = tmp_path / "told.txt"
    with told.open("w") as out:
        desk = subprocess.Popen(
            [sys.executable, "-m", "carbon_eia", "desk", "--port", "0",
             "--db", f"sqlite:///{tmp_path / 'city.db'}"],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while "Ctrl-C" not in told.read_text() and time.monotonic() < until:
            time.sleep(0.1)
            assert desk.poll() is None, told.read_text()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told.read_text())
        assert address is not None
        assert re.search(r"[A-Z2-9]{5}(-[A-Z2-9]{5}){3}", told.read_text())
        with urllib.request.urlopen(address[0], timeout=30) as answer:
            assert answer.status == 200
            assert "审查台" in answer.read().decode()
        taken = run("desk", "--port", address[0].rpartition(":")[2][:-1],
                    "--db", f"sqlite:///{tmp_path / 'other.db'}")  # fmt: skip
        assert taken.returncode == 2
        assert "CE-H028" in taken.stderr
    finally:
        desk.send_signal(signal.SIGTERM)
        assert desk.wait(30) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert (tmp_path / "city.db").is_file()


def test_a_database_that_nobody_keeps_is_refused() -> None:
    """SQLite in memory would forget every decision."""
    refused = run("desk", "--db", "sqlite:///:memory:")
    assert refused.returncode == 2
    assert "CE-H010" in refused.stderr


def test_a_proxy_may_not_speak_for_everybody(tmp_path: Path) -> None:
    """A header that says who is signed in is taken from this machine alone."""
    refused = run("desk", "-C", str(tmp_path / "desk"), "--host", "0.0.0.0", "--user-header", "X-U")
    assert refused.returncode == 2
    assert "CE-H029" in refused.stderr
