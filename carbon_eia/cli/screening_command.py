"""screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.console import columns, styled, table, wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.files import check_targets
from carbon_eia.messages import sentence

__all__ = ["screen_command"]

COLOURS = {"pass": "green", "retrofit": "yellow", "refuse": "red", "stop": "red", "error": "red"}
SHOWN_PROBLEMS = 8
LOCAL_SPARK = "local[*]"
"""Spark on this machine, with all its cores."""


def screen_command(
    json: bool,
    lang: str,
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    as_of: str | None,
    benchmarks: Sequence[Path],
    jobs: int,
    reports: Path | None,
    engine: str,
    master: str | None,
    templates: Path | None = None,
) -> int:
    """Screen a table or project files, write the results, print the summary."""
    from carbon_eia.report.screening import check_machine, printers
    from carbon_eia.screening import (
        FilesInput,
        ReportRequest,
        ScreeningJob,
        open_input,
        run_screening,
    )

    on = day(as_of)
    failing: list[ReportRequest] | None = None if reports is None else []
    table = open_input(inputs)
    read = table.paths if isinstance(table, FilesInput) else inputs
    check_targets(outputs, [*read, *benchmarks])
    check_machine(outputs)
    documents = printers(templates)
    begin = time.monotonic()
    with _engine(engine, master) as far, _progress(lang) as told:
        try:
            summary = run_screening(
                table,
                outputs,
                as_of=on,
                benchmarks=benchmarks,
                jobs=jobs,
                lang=lang,
                asked=failing,
                told=told,
                engine=far,
                documents=documents,
            )
        except KeyboardInterrupt:
            say(sentence("screening.stopped", lang), err=True)
            return 130
    seconds = time.monotonic() - begin
    if reports is not None and failing:
        from carbon_eia.cli.reporting import write_reports

        job = ScreeningJob(table, on, tuple(benchmarks), lang)
        with _progress(lang, "screening.reports") as told:
            write_reports(job, failing, reports, jobs, told, templates)
    if json:
        print_json({**summary.to_dict(), "written": [str(o) for o in outputs]})
    else:
        _print(summary, seconds, outputs, lang)
    return int(summary.exit_status)


@contextmanager
def _engine(name: str, master: str | None) -> Iterator[Any]:
    """What does the pieces: nothing for this machine itself, or a Spark while the context lasts.

    Raises CallError CE-C002 for an engine that is not known.
    """
    if name == "local":
        if master is not None:
            raise CallError(Problem("CE-S024", params={"master": master}))
        yield None
        return
    if name != "spark":
        params: dict[str, object] = {"value": name, "known": "local、spark"}
        raise CallError(Problem("CE-C002", params=params))
    from carbon_eia.screening.spark import engine, session

    with session(LOCAL_SPARK if master is None else master) as spark:
        yield engine(spark)


def _print(summary: Any, seconds: float, outputs: Sequence[Path], lang: str) -> None:
    from carbon_eia.screening import verdict_word

    caution = summary.caution(lang)
    if caution is not None:
        say(styled(wrapped(caution, columns(), "  "), "bold yellow"))
        say("")
    order = list(summary.verdicts)
    head = [sentence("screening.column.sector", lang), *(verdict_word(v, lang) for v in order)]
    lines = [
        [name or "—", *(str(counts.get(v, "")) for v in order)]
        for name, counts in summary.sectors.items()
    ]
    lines.append([sentence("screening.all", lang), *(str(summary.verdicts[v]) for v in order)])
    say(table(head, lines, right=range(1, len(head))))
    say("")
    rate = round(summary.rows / seconds) if seconds > 0 else summary.rows
    facts = {"rows": f"{summary.rows:,}", "seconds": f"{seconds:.1f}", "rate": f"{rate:,}"}
    say(sentence("screening.done", lang, facts))
    if summary.blank:
        say(sentence("screening.blank", lang, {"count": summary.blank}))
    say(sentence("screening.total", lang, {"total": f"{summary.total:,.0f}"}))
    if summary.problems:
        say("")
        say(styled(sentence("screening.problems", lang), "bold"))
        most = sorted(summary.problems.items(), key=lambda pair: -pair[1])[:SHOWN_PROBLEMS]
        for code, count in most:
            say(styled(f"  ✗ {code} × {count:,}", "red"))
    for path in outputs:
        say(styled("✓ " + sentence("screening.written", lang, {"path": path}), "green"))


def _progress(lang: str, title: str = "screening.progress") -> Any:
    """A context that gives a function to call with what is done: a bar on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext(None)
    from carbon_eia.cli.progress import bar

    return bar(sentence(title, lang))
