"""Mutated files through the commands, within limits on time and memory.

A seed decides everything: the kind of file, the file, its changes, the command. Most commands run
one after another in a process that was forked from one that has imported the package; it is ended
with its last seed, or by the first that passes a limit, and another goes on. What looks like a
fault there is tried again in a process of its own. Every ``EVERY_REAL``-th input runs as a user
starts the command.

Two things that follow from a record alone are done once for equal records: the document that it
prints, and what is read of that document.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tests.forked import ROOT, command, prepare
from tests.fuzz.corpus import KINDS, Corpus, order
from tests.fuzz.limits import MEMORY, SECONDS, Outcome, fault, real_command
from tests.fuzz.mutate import mutated

__all__ = ["EVERY_REAL", "Fault", "Trial", "Tried", "import_modules", "run_seeds", "trial"]

EVERY_REAL = 200
"""Of how many inputs one goes through the real command."""

LOT = 200
"""Inputs of one process: so few that what libraries keep does not grow."""

IMPORTED = ("carbon_eia.screening", "carbon_eia.proof.verify", "carbon_eia.report",
            "carbon_eia.cli.screening_command", "carbon_eia.cli.parks",
            "carbon_eia.cli.proof_commands", "carbon_eia.cli.reporting",
            "carbon_eia.cli.making", "carbon_eia.cli.standard_commands",
            "carbon_eia.cli.registering", "carbon_eia.standards.standard_record",
            "carbon_eia.proof.documents.pdf_report", "carbon_eia.proof.documents.word_report",
            "carbon_eia.proof.documents.excel_report", "carbon_eia.proof.documents.html_report",
            "sqlalchemy.dialects.sqlite", "alembic.command", "cryptography.hazmat.primitives",
            "pandas", "pyarrow.csv", "pyarrow.parquet", "openpyxl", "xlrd", "lxml.etree",
            "weasyprint", "pypdf", "pypdfium2", "docx", "jinja2", "PIL.Image",
            "PIL.PngImagePlugin", "PIL.JpegImagePlugin")  # fmt: skip
"""What most of a short command's time goes into, imported once before the processes part."""

ROOM = 2 << 30
"""Address space that a command may take beyond what the process has: then it has too little."""

ENVIRONMENT = {**os.environ, "COLUMNS": "80"}


class Trial(NamedTuple):
    """An input: its kind, its content, the command that reads it from ``file``, and the folder of
    what must lie beside it."""

    kind: str
    content: bytes
    args: list[str]
    file: str
    beside: Path | None = None

    def put(self, folder: Path) -> None:
        """Write it, and what lies beside it, into an empty folder."""
        if self.beside is not None:
            shutil.copytree(self.beside, folder, copy_function=_linked, dirs_exist_ok=True)
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # a link would lead into the corpus
        path.write_bytes(self.content)


class Fault(NamedTuple):
    """An input that ended as none may."""

    seed: int
    kind: str
    why: str
    args: list[str]
    printed: str


class Tried(NamedTuple):
    """What an input took, and its fault, if it has one."""

    seed: int
    kind: str
    seconds: float
    megabytes: float
    fault: Fault | None


def _linked(source: str, target: str) -> None:
    """A file that no command writes into: only databases are."""
    if source.endswith(".db"):
        shutil.copyfile(source, target)
        return
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copyfile(source, target)


def trial(seed: int, corpus: Corpus) -> Trial:
    """The input of a seed."""
    chance = random.Random(seed)
    turns = order()
    name = turns[seed % len(turns)]
    kind = KINDS[name]
    base = chance.choice(corpus[name])
    content = mutated(base.content, kind.structure, chance)
    return Trial(name, content, list(chance.choice(kind.commands)), kind.file, base.beside)


def run_seeds(seeds: Sequence[int], corpus: Corpus) -> Iterator[Tried]:
    """Try the inputs of some seeds, in their order."""
    import_modules()
    _remember()
    if len(seeds) > LOT:
        _print_all(corpus)
    waiting = iter(seeds)
    while lot := list(islice(waiting, LOT)):
        found = _together([s for s in lot if s % EVERY_REAL], corpus)
        for seed in lot:
            one = trial(seed, corpus)
            outcome = found.get(seed)
            if outcome is None:
                outcome = _alone(one, forked_command if seed % EVERY_REAL else real_command)
            why = fault(outcome, KINDS[one.kind].seconds)
            told = Fault(seed, one.kind, why, one.args, outcome.printed[-3000:]) if why else None
            yield Tried(seed, one.kind, outcome.seconds, outcome.megabytes, told)


def _alone(one: Trial, run: Callable[[Sequence[str], Path], Outcome]) -> Outcome:
    """An input by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=MEMORY) as name:
        one.put(Path(name))
        return run(one.args, Path(name))


def import_modules() -> None:
    """What commands need, and the reference data: once, before processes are forked."""
    prepare()
    for module in IMPORTED:
        importlib.import_module(module)


# --- many inputs in one process


def _together(seeds: Sequence[int], corpus: Corpus) -> dict[int, Outcome]:
    """The outcomes of inputs, without those that ended a process or looked like a fault."""
    found: dict[int, Outcome] = {}
    waiting = list(seeds)
    while waiting:
        read, write = os.pipe()
        gc.freeze()  # else looking for garbage would copy what the processes share
        child = os.fork()
        if not child:
            try:
                os.close(read)
                _work(waiting, corpus, write)
            finally:
                os._exit(99)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as answers:
            for line in answers:
                seed, *outcome = json.loads(line)
                found[seed] = Outcome(*outcome, "")
        os.waitpid(child, 0)
        waiting = waiting[len([s for s in waiting if s in found]) :][1:]
    return {s: o for s, o in found.items() if not fault(o, KINDS[_kind(s)].seconds)}


def _kind(seed: int) -> str:
    turns = order()
    return turns[seed % len(turns)]


def _work(seeds: Sequence[int], corpus: Corpus, answers: int) -> None:
    """In the child: one input after another, each answered with a line."""
    atexit._clear()  # folders of the parent are not the child's to remove
    _limit_room()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=MEMORY) as name:
        for seed in seeds:
            one = trial(seed, corpus)
            folder = Path(name) / str(seed)
            folder.mkdir()
            one.put(folder)
            outcome = _within(one.args, folder)
            if fault(outcome, KINDS[one.kind].seconds):
                outcome = outcome._replace(status=-1)
            os.write(answers, f"{json.dumps([seed, *outcome[:3]])}\n".encode())
            os.chdir("/")
            shutil.rmtree(folder)


def _within(args: Sequence[str], folder: Path) -> Outcome:
    """Run a command in this process."""
    from carbon_eia.cli import main

    _limit_time()
    out = folder / ".printed"
    printed = os.open(out, os.O_WRONLY | os.O_CREAT)
    for number in (1, 2):
        os.dup2(printed, number)
    os.close(printed)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    sys.argv = [str(ROOT / "carbon_eia" / "__main__.py"), *args]
    sys.modules["__main__"].__package__ = "carbon_eia"  # as of python -m carbon_eia
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most memory, from now on
    before, begin = _megabytes(), _seconds()
    status: Any = 0
    try:
        main()
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    took, most = _seconds() - begin, _megabytes() - before
    atexit._run_exitfuncs()
    text = out.read_bytes()[: 4 << 20].decode("utf-8", "replace")
    ended = status if isinstance(status, int) else int(status is not None)
    return Outcome(ended, took, max(most, 0), text)


def _seconds() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _megabytes() -> float:
    """The most memory that this process has had since it was last asked to begin anew."""
    told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(x.split()[1]) for x in told.splitlines() if x.startswith("VmHWM")) / 1024


@cache
def _remember() -> None:
    """What a record prints, and what is read of that, is the same each time: done once."""
    from carbon_eia.proof.documents import excel_report, html_report
    from carbon_eia.report import RENDERERS
    from carbon_eia.run import canonical

    def once(render: Callable[..., bytes]) -> Callable[..., bytes]:
        known: dict[tuple[str, str, str], bytes] = {}

        def print_once(record: Any, lang: str, templates: Any) -> bytes:
            if templates is not None or not hasattr(record, "id"):
                return render(record, lang, templates)
            key = (type(record).__name__, lang, hashlib.sha256(canonical(record)).hexdigest())
            if key not in known:
                known[key] = render(record, lang, templates)
            return known[key]

        return print_once

    for suffix, render in list(RENDERERS.items()):
        RENDERERS[suffix] = once(render)
    excel_report.excel_look = lru_cache(4)(excel_report.excel_look)
    html_report.html_look = lru_cache(4)(html_report.html_look)


def _print_all(corpus: Corpus) -> None:
    """Print the document of each record now, before processes part: no process prints it again."""
    from carbon_eia.proof import verify
    from carbon_eia.reference import open_world

    for name, bases in corpus.items():
        suffix = Path(KINDS[name].file).suffix
        if KINDS[name].commands == [["verify", f"input{suffix}"]] and suffix != ".json":
            with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
                path = Path(folder) / f"input{suffix}"
                path.write_bytes(bases[0].content + b"\n" * (suffix in (".html", ".pdf")))
                verify(path, open_world)


# --- one input in a process of its own


def forked_command(args: Sequence[str], folder: Path) -> Outcome:
    """Run a command in a forked process within limits."""
    out = folder / ".printed"
    out.touch()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = os.fork()
    if not child:
        try:
            atexit._clear()  # folders of the parent are not the child's to remove
            _limit_time()
            _limit_room()
            command(list(args), str(folder), dict(ENVIRONMENT), str(out), str(out))
        finally:
            os._exit(99)
    _, status, used = os.wait4(child, 0)
    printed = out.read_bytes()[: 4 << 20].decode("utf-8", "replace")
    megabytes = max(used.ru_maxrss - before, 0) / 1024
    seconds = used.ru_utime + used.ru_stime
    return Outcome(os.waitstatus_to_exitcode(status), seconds, megabytes, printed)


def _limit_time() -> None:
    """Too much time from now on ends the process, and so does a wait for nothing."""
    signal.alarm(60 * SECONDS)
    most = int(_seconds()) + 4 * SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _limit_room() -> None:
    """Too much memory beyond that of now is none."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    room = pages * os.sysconf("SC_PAGE_SIZE") + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
