"""Tests of mutants in processes that are forked from one which has everything imported.

A mutant of a function is tried *hot*: the tests are collected once, and in a fork the function gets
its mutated code in every place where it is known. A mutant of what runs while a module is imported
(constants, defaults, tables) is tried *cold*: nothing of the package is imported before the fork,
and the module is imported with its mutated text.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

from tests import sampling

__all__ = ["COLD", "ROOT", "Met", "Outcome", "Trial", "cold", "hot", "measure"]

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 4000
"""Most memory that the tests of a mutant may take: an endless list ends there."""

for _library in (
    *("asyncio", "hypothesis.extra.numpy", "hypothesis.strategies", "jsonschema", "msgspec"),
    *("numpy", "openpyxl", "pandas", "pint", "rich.console", "typer"),
):  # what the tests and the package import of others, once for all mutants
    importlib.import_module(_library)

sys.dont_write_bytecode = False
sys.pycache_prefix = str(ROOT / "build" / "mutants" / "pycache")  # of all but what is mutated

settings.register_profile(
    "mutants",
    parent=settings.get_profile(sampling.PROFILE),
    phases=(Phase.explicit, Phase.generate),  # a failure is enough, nobody reads its example
)
OPTIONS = (
    *("-n", "0", "-x", "-q", "-s", "-p", "no:cacheprovider", "--hypothesis-profile", "mutants"),
    *("-p", "no:anyio", "-W", "ignore::pytest.PytestAssertRewriteWarning"),  # imported before
)


class Trial(NamedTuple):
    """A mutant: the module's path and mutated text, the tests in their order, its patience."""

    key: str
    path: str
    code: str
    tests: tuple[str, ...]
    seconds: float


class Outcome(NamedTuple):
    """Whether tests failed, by which one, and after how many seconds."""

    killed: bool
    by: str
    seconds: float


class Met(NamedTuple):
    """What a test takes, and the lines of the rooms that it runs, by path."""

    seconds: float
    lines: dict[str, frozenset[int]]


# --- what the tests run


class Measured:
    """A plugin: what each test takes, and the lines of the rooms that it runs."""

    def __init__(self, rooms: Sequence[str], report: Path) -> None:
        self.folders = tuple(str(ROOT / "carbon_eia" / room) for room in rooms)
        self.report = report
        self.met: dict[str, tuple[float, dict[str, list[int]]]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        lines: dict[str, set[int]] = {}

        def calls(frame: FrameType, _: str, __: object) -> Any:
            return runs if frame.f_code.co_filename.startswith(self.folders) else None

        def runs(frame: FrameType, event: str, _: object) -> Any:
            if event == "line":
                lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
            return runs

        start = time.process_time()
        sys.settrace(calls)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            seconds = round(time.process_time() - start, 4)
            names = {name: Path(name).relative_to(ROOT).as_posix() for name in lines}
            ran = {names[name]: sorted(numbers) for name, numbers in lines.items()}
            self.met[item.nodeid] = seconds, ran

    def pytest_sessionfinish(self) -> None:
        self.report.write_text(json.dumps(self.met, ensure_ascii=False), encoding="utf-8")


def measure(places: Sequence[str], rooms: Sequence[str]) -> dict[str, Any]:
    """What every test of some folders takes and runs, as it is kept in a file.

    Raises RuntimeError where one fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        child = _fork(lambda: _run_tests(places, Measured(rooms, report)))
        if _ended(child) not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise RuntimeError("the tests fail without a mutant, too")
        met: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return met


# --- cold: the module is imported with its mutated text


class Chosen:
    """A plugin: some tests in their order, ended by the first that fails."""

    def __init__(self, tests: Sequence[str], report: Path) -> None:
        self.order = {test: i for i, test in enumerate(tests)}
        self.report = report

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.report.write_text(report.nodeid, encoding="utf-8")
            os._exit(1)


class Loader(SourceFileLoader):
    """Loads one module from the text of a mutant."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        super().__init__(name, str(path))
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds the mutated module before all others do."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.name = _module(path)

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        is_package = self.path.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname,
            self.path,
            loader=Loader(fullname, self.path, self.text),
            submodule_search_locations=[str(self.path.parent)] if is_package else None,
        )


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def cold(trials: Sequence[Trial], workers: int) -> Iterator[tuple[str, Outcome]]:
    """Try mutants of what runs at import."""
    return _answered(lambda report: report(trials, _imported), workers)


def _imported(trial: Trial) -> Outcome:
    """Whether a test fails where the module is imported with its mutated text."""
    files = tuple(dict.fromkeys(test.partition("::")[0] for test in trial.tests))

    def child(report: Path) -> int:
        gc.disable()
        finder = Finder(ROOT / trial.path, trial.code)
        sys.meta_path.insert(0, finder)
        try:
            importlib.import_module(finder.name)
        except BaseException:
            report.write_text("import", encoding="utf-8")
            return 1
        return _run_tests(files, Chosen(trial.tests, report))

    return _outcome(child, trial.seconds)


# --- hot: functions get their mutated code


class Hot:
    """A plugin: instead of the tests that were collected, those of each mutant in a fork."""

    def __init__(self, trials: Sequence[Trial], before: Sequence[str], report: Report) -> None:
        self.trials, self.before, self.report = trials, before, report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        live = Live({trial.path for trial in self.trials})
        _run([items[test] for test in self.before])  # makes what tests share
        self.report(
            self.trials,
            lambda trial: _outcome(
                functools.partial(self._child, trial, items, live), trial.seconds
            ),
        )
        return True

    def _child(self, trial: Trial, items: dict[str, pytest.Item], live: Live, report: Path) -> int:
        gc.disable()
        if not live.mutate(trial):
            report.write_text(COLD, encoding="utf-8")
            return 1
        if not self.before:
            live.forget()
        chosen = [items[test] for test in trial.tests if test in items]
        if chosen:
            chosen[0].config.pluginmanager.register(Chosen((), report))
        _run(chosen)
        return 0


def _run(items: Sequence[pytest.Item]) -> None:
    """Run some tests; what the whole session shares stays for those that follow."""
    for item, following in zip(items, [*items[1:], *items[-1:]], strict=True):
        item.session._setupstate.teardown_exact(item)  # of a test that ran before
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


COLD = "cold"
"""What the hot fork answers where a mutant can only be tried cold."""


class Live:
    """The functions of some modules as they are known in this process, and their caches."""

    def __init__(self, paths: set[str]) -> None:
        names = {str(ROOT / path) for path in paths}
        self.plain = {path: _compiled(ROOT / path) for path in paths}
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        self.caches: list[Any] = []
        gc.unfreeze()  # what is frozen is not among the objects
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename in names:
                code = thing.__code__
                key = code.co_filename, code.co_qualname, code.co_firstlineno
                self.functions.setdefault(key, []).append(thing)
            elif isinstance(thing, functools._lru_cache_wrapper):
                own = thing.__module__.startswith("carbon_eia.")
                self.caches += [thing] if own else []

    def mutate(self, trial: Trial) -> bool:
        """Give the functions of a module their mutated code; False where that is not enough."""
        path = ROOT / trial.path
        plain = self.plain[trial.path]
        mutated = compile(trial.code, str(path), "exec", dont_inherit=True)
        old, new = (list(_functions(code)) for code in (plain, mutated))
        if [c.co_qualname for c in old] != [c.co_qualname for c in new] or _differs(plain, mutated):
            return False
        keys = Counter((c.co_qualname, c.co_firstlineno) for c in old)
        for before, after in zip(old, new, strict=True):
            key = str(path), before.co_qualname, before.co_firstlineno
            for function in self.functions.get(key, ()):
                if keys[key[1:]] > 1 or len(function.__code__.co_freevars) != len(
                    after.co_freevars
                ):
                    return False
                function.__code__ = after
        return True

    def forget(self) -> None:
        """Empty every cache of the package, which may hold what the plain functions gave."""
        for cache in self.caches:
            cache.cache_clear()


def _compiled(path: Path) -> CodeType:
    return compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)


def _functions(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _functions(constant)


def _differs(old: CodeType, new: CodeType) -> bool:
    """Whether what runs at import, of a module or a class, is another."""
    if old.co_code != new.co_code or old.co_names != new.co_names:
        return True
    for before, after in zip(old.co_consts, new.co_consts, strict=True):
        if not isinstance(before, CodeType):
            if before != after or type(before) is not type(after):
                return True
        elif not before.co_flags & 0x01 and _differs(before, after):  # a class: no fast locals
            return True
    return False


def hot(
    trials: Sequence[Trial], places: Sequence[str], before: Sequence[str], workers: int
) -> Iterator[tuple[str, Outcome]]:
    """Try mutants of functions; one that can only be tried cold is killed by ``COLD``.

    ``before``: tests that run once for all, unmutated, so that what they share is there.
    """
    return _answered(lambda report: _run_tests(places, Hot(trials, before, report)), workers)


# --- processes

Try = Callable[[Trial], Outcome]
Report = Callable[[Sequence[Trial], Try], object]


def _answered(tell: Callable[[Report], object], workers: int) -> Iterator[tuple[str, Outcome]]:
    """The outcomes of trials as they come, from workers that share them."""
    reading, writing = os.pipe()

    def report(trials: Sequence[Trial], attempt: Try) -> None:
        def work(part: Sequence[Trial]) -> int:
            for trial in part:
                os.write(writing, (json.dumps([trial.key, *attempt(trial)]) + "\n").encode())
            return 0

        for pid in [_fork(functools.partial(work, trials[i::workers])) for i in range(workers)]:
            _ended(pid)

    def child() -> int:
        os.close(reading)
        tell(report)
        return 0

    pid = _fork(child)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answers:
        for line in answers:
            key, killed, by, seconds = json.loads(line)
            yield key, Outcome(killed, by, seconds)
    _ended(pid)


def _run_tests(places: Sequence[str], plugin: object) -> int:
    return int(pytest.main([*OPTIONS, *places], [plugin]))


def _outcome(child: Callable[[Path], int], seconds: float) -> Outcome:
    """How a fork ends that writes into a report which test has failed."""
    start = time.monotonic()

    def bounded() -> int:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 10**6,) * 2)
        return child(report)

    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        status = _ended(_fork(bounded))
        by = report.read_text(encoding="utf-8") if report.exists() else ""
    if status < 0:
        by = signal.Signals(-status).name
    elif status not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
        by = by or f"pytest: {status}"
    return Outcome(bool(by), by, round(time.monotonic() - start, 2))


def _fork(child: Callable[[], int]) -> int:
    """Start a function in a process of its own that prints nothing."""
    gc.freeze()
    pid = os.fork()
    if not pid:
        status = 70
        try:
            if not os.environ.get("MUTANTS_LOUD"):
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(nowhere, stream)
            status = child()
        finally:
            os._exit(status)
    return pid


def _ended(pid: int) -> int:
    """The exit status of a child; minus the signal that ended it."""
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
