"""An assessment as a reviewer goes through it: the verdict, each value with its findings."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from carbon_eia.desk.blocks import Printable, printable
from carbon_eia.desk.unkeyed import Unkeyed
from carbon_eia.project import method_label, parameter_label
from carbon_eia.register.case import Case, ReviewFinding
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chart, Document
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.checklist import CheckPoint, checklist
from carbon_eia.run.records import Run

__all__ = ["Review", "ReviewedSource", "ReviewedValue", "review_of"]


class ReviewedValue(NamedTuple):
    """A value of a source: its path, name, value as shown, status, grade, and its findings."""

    path: str
    label: str
    shown: str
    status: str
    source: str
    grade: str
    findings: tuple[ReviewFinding, ...]


class ReviewedSource(NamedTuple):
    """A source: its path, name and method, its emission and share, and its values."""

    path: str
    name: str
    method: str
    emission: str
    share: str
    findings: tuple[ReviewFinding, ...]
    values: tuple[ReviewedValue, ...]


class Review(NamedTuple):
    """All that a reviewer goes through; ``others``: findings of no single value."""

    document: Document
    verdict: tuple[Block, ...]
    chart: Chart | None
    points: tuple[CheckPoint, ...]
    sources: tuple[ReviewedSource, ...]
    others: tuple[ReviewFinding, ...]
    missing: tuple[str, ...]
    warnings: tuple[tuple[str, str, str], ...]


def review_of(run: Run, case: Case, lang: str) -> Review:
    """An assessment with the findings of its case."""
    (page, points), p = _of_run(run.id, lang, Unkeyed(run)), Printer(lang)
    sources = tuple(_source(i, run, case, p) for i in range(len(run.inventory.by_source)))
    placed = {f.event for s in sources for f in s.findings}
    placed |= {f.event for s in sources for v in s.values for f in v.findings}
    return Review(
        document=page.document,
        verdict=page.blocks,
        chart=page.chart,
        points=points,
        sources=sources,
        others=tuple(f for f in case.findings if f.event not in placed),
        missing=tuple(p.say(m) for m in run.decision.missing),
        warnings=tuple((w.code, w.where, p.say(w, "message")) for w in run.warnings),
    )


@lru_cache(maxsize=64)
def _of_run(ident: str, lang: str, run: Unkeyed[Run]) -> tuple[Printable, tuple[CheckPoint, ...]]:
    """What hangs on the assessment alone: the page of its verdict, and what to look at first."""
    return printable(run.value, lang), tuple(checklist(run.value, lang))


def _source(index: int, run: Run, case: Case, p: Printer) -> ReviewedSource:
    source, path, lang = run.inventory.by_source[index], f"sources[{index}]", p.lang
    values = []
    if source.amount is not None:
        amount = ReviewedValue(
            f"{path}.amount",
            parameter_label(source.method, "amount", lang),
            p.typed(source.amount),
            "",
            source.evidence,
            "",
            _of(case, f"{path}.amount"),
        )
        values.append(amount)
    for parameter in source.parameters:
        if parameter.name == "amount":
            continue
        cited = parameter.source
        where = f"{path}.{parameter.name}"
        values.append(
            ReviewedValue(
                where,
                parameter_label(source.method, parameter.name, lang),
                p.shown(parameter),
                p.code("status", parameter.status),
                " ".join(x for x in (cited.title, cited.number, cited.locator) if x)
                if cited is not None
                else source.evidence,
                cited.grade if cited is not None else "",
                _of(case, where),
            )
        )
    return ReviewedSource(
        path,
        source.name,
        method_label(source.method, lang),
        "" if source.co2e is None else f"{show.emission(source.co2e)} {source.co2e.unit}",
        "" if source.share_percent is None else show.rounded(show.exact(source.share_percent), 1),
        _of(case, path),
        tuple(values),
    )


def _of(case: Case, path: str) -> tuple[ReviewFinding, ...]:
    """The findings of just this place."""
    return tuple(f for f in case.findings if f.path == path)
