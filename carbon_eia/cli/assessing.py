"""assess, check and report."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from carbon_eia.cli.common import EXIT_STATUS, day, print_json, say, showing
from carbon_eia.errors import CallError, MachineError, Place, Problem
from carbon_eia.files import check_targets, write_all
from carbon_eia.messages import sentence
from carbon_eia.project import read_project
from carbon_eia.run import canonical, read_run
from carbon_eia.run.acceptance import acceptance_of
from carbon_eia.run.assess_files import assess_files
from carbon_eia.run.records import Run

__all__ = ["assess_command", "check_command", "load_run", "report_command"]


def load_run(
    path: Path,
    as_of: str | None,
    benchmarks: Sequence[Path],
    draws: int | None = None,
    seed: int | None = None,
    plan: bool = False,
    texts: Path | None = None,
) -> Run:
    """The Run of a project file, with its plan of measures if asked for, or one written before.

    ``draws``: how many draws tell how sure it is, None where nobody asks. ``texts``: a filled Word
    template of the project's texts.

    Raises InputError with the problems of project and benchmark files together, CallError CE-Q014
    where a Run that was written before is to be analysed, CE-L024 where it has no plan to show,
    CE-A015 where texts are given beside it.
    """
    if path.suffix.lower() == ".json":
        if texts is not None:
            raise CallError(Problem("CE-A015", Place(str(path))))
        if draws is not None:
            raise CallError(Problem("CE-Q014", Place(str(path))))
        run = read_run(path)
        if plan and run.retrofit.catalogue is None:
            raise CallError(Problem("CE-L024", Place(str(path))))
        return run
    return assess_files(
        lambda world: read_project(path, world, texts=texts),
        day(as_of),
        benchmarks,
        plan,
        draws,
        seed,
    )


def assess_command(
    json: bool,
    lang: str,
    project: Path,
    as_of: str | None,
    benchmarks: Sequence[Path],
    out: Path | None,
    pdf: Path | None,
    plan: bool,
    draws: int | None = None,
    seed: int | None = None,
    full: bool = False,
    texts: Path | None = None,
) -> int:
    """Assess, write what was asked for, and print."""
    record = None if out is None else out / "run.json"
    outputs = [p for p in (record, pdf) if p is not None]
    check_targets(outputs, [project, *benchmarks, *([texts] if texts else [])])
    run = load_run(project, as_of, benchmarks, draws, seed, plan, texts)
    contents: dict[Path, bytes] = {} if record is None else {record: canonical(run)}
    unwritten: MachineError | None = None
    if pdf is not None:
        try:
            contents[pdf] = _report(run, lang)
        except MachineError as error:  # the verdict stands, and is printed first
            unwritten = error
            outputs.remove(pdf)
    _write(contents)
    if json:
        sys.stdout.write(canonical(run).decode())
    else:
        from carbon_eia.cli.screen import print_run, print_whole_run

        with showing(project):
            if full:
                print_whole_run(run, lang)
            else:
                print_run(run, lang, plan)
        for path in outputs:
            _written(path, json, lang)
    if unwritten is not None:
        raise unwritten
    return EXIT_STATUS[run.decision.verdict]


def check_command(
    json: bool, lang: str, project: Path, as_of: str | None, strict: bool, texts: Path | None = None
) -> int:
    """What is missing or implausible, without a verdict.

    0 complete and plausible; 1 where an input is missing, or a figure bars a verdict; with
    ``strict`` also where anything is warned of that the applicant can mend.
    """
    from carbon_eia.cli.screen import print_check

    run = load_run(project, as_of, [], texts=texts)
    found = acceptance_of(run)
    if json:
        print_json(found._asdict())
    else:
        print_check(run, found, lang)
    return 0 if found.is_complete(strict) else 1


def report_command(
    json: bool,
    lang: str,
    project: Path,
    outputs: Sequence[Path],
    as_of: str | None,
    benchmarks: Sequence[Path],
    draws: int | None = None,
    seed: int | None = None,
    templates: Path | None = None,
    plan: bool = False,
    texts: Path | None = None,
) -> int:
    """Write the report of a project or a Run: every document is made before one is written."""
    from carbon_eia.report import RENDERERS
    from carbon_eia.report.templates import check_folder

    wrong = [o for o in outputs if o.suffix.lower() not in RENDERERS]
    if wrong:
        known = "、".join(RENDERERS)
        raise CallError(
            [Problem("CE-C005", Place(str(o)), {"value": o.suffix, "known": known}) for o in wrong]
        )
    check_targets(outputs, [project, *benchmarks, *([texts] if texts else [])])
    check_folder(templates)
    run = load_run(project, as_of, benchmarks, draws, seed, plan, texts)
    with _typesetting(lang), showing(project):
        made = [(o, RENDERERS[o.suffix.lower()](run, lang, templates)) for o in outputs]
    _write(dict(made))
    for output in outputs:
        _written(output, json, lang)
    if json:
        print_json({"written": [str(o) for o in outputs], "run": run.id})
    return 0


def _report(run: Run, lang: str) -> bytes:
    from carbon_eia.report import render_pdf

    with _typesetting(lang):
        return render_pdf(run, lang=lang)


def _write(contents: Mapping[Path, bytes]) -> None:
    for path in contents:
        _folder(path.parent)
    write_all(contents)


@contextmanager
def _typesetting(lang: str) -> Iterator[None]:
    """A sign of life on a terminal while a document is made."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(sentence("screen.typesetting", lang)):
        yield


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(path)), params)) from None


def _written(path: Path, json: bool, lang: str) -> None:
    if not json:
        say(sentence("screen.written", lang, {"path": path}))
