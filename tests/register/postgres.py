"""A PostgreSQL server of its own for the tests: a new cluster on a free port, stopped after."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools import program

__all__ = ["server"]

USERS = ("postgres", "nobody")
"""Who runs it where we are root, which the server refuses to be."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # Debian puts it on no path
    bin_folder = installed[-1] if installed else Path(program("initdb")).resolve().parent
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(*args: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        subprocess.run(
            args, check=True, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            **quiet, **who,
        )  # type: ignore[call-overload]  # fmt: skip

    data, port = folder / "data", _free_port()
    try:
        run(str(bin_folder / "initdb"), "-D", str(data), "-U", "test", "-A", "trust", "-E", "UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        log = str(folder / "log")
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", log, "-o", options, "start")
        yield f"postgresql://test@127.0.0.1:{port}"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {p.pw_name: p for p in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
