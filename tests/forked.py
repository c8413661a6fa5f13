"""Commands in processes of their own, forked from one that has imported what they need.

python -m tests.forked    reads a command a line (JSON) and answers each with its exit status

A command starts several times as fast as with a new interpreter; its arguments, environment,
folder, streams and exit status are its own. The seed of hashes is that of the first: what must not
depend on it is tested with processes from the beginning (``fresh``). What a command imported, the
first imports too, for those that come after: that is most of what a short command takes.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import sys
import traceback
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["command", "prepare", "serve"]

ROOT = Path(__file__).resolve().parents[1]


def prepare() -> None:
    """Import what most commands need, and read the reference data."""
    from carbon_eia import assessment, cli, run  # noqa: F401
    from carbon_eia.cli import assessing, explaining, screen  # noqa: F401
    from carbon_eia.reference import open_world

    open_world(date(2026, 6, 30))
    _build_commands()


def _build_commands() -> None:
    """Make the tree of commands now: it is the same for every one, and takes half of a short one's
    time."""
    import typer.main

    from carbon_eia.cli import app

    typer.main.get_command = cache(typer.main.get_command)
    typer.main.get_command(app)


def serve() -> None:
    """Run commands until there are no more."""
    prepare()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        gc.freeze()  # what is there stays: no command looks for cycles in it, or copies its pages
        call = json.loads(line)
        child = os.fork()
        if not child:
            command(**call)
        _, status = os.waitpid(child, 0)
        _learn(Path(call["imports"]))
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _learn(path: Path) -> None:
    """Import what a command wrote that it had imported."""
    for name in path.read_text(encoding="utf-8").splitlines():
        if name not in sys.modules:
            with contextlib.suppress(Exception):  # not every name there is that of a module
                importlib.import_module(name)


def command(
    args: list[str],
    folder: str,
    environment: dict[str, str],
    out: str,
    err: str,
    imports: str = os.devnull,
) -> NoReturn:
    """In the child: run one command, and end with its status.

    ``imports``: the file that takes the names of the modules that it has imported.
    """
    from carbon_eia.cli import main

    known = set(sys.modules)
    for number, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY),
        (2, err, os.O_WRONLY),
    ):
        os.dup2(os.open(path, how), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(ROOT / "carbon_eia" / "__main__.py"), *args]
    sys.modules["__main__"].__package__ = "carbon_eia"  # as of python -m carbon_eia
    status: Any = 0
    try:
        main()
    except SystemExit as end:
        status = end.code
        if isinstance(status, str):
            print(status, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        status = 1
    Path(imports).write_text("\n".join(n for n in sys.modules if n not in known), encoding="utf-8")
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    serve()
