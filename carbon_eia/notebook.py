"""The package for a notebook: ``carbon_eia.assess(…)`` and ``carbon_eia.screen(DataFrame)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbon_eia import assessment
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.messages import sentence, verdict_label
from carbon_eia.project import parse_project, read_project
from carbon_eia.reference import open_world
from carbon_eia.run import Run, make_run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Assessed", "assess", "screen"]

COLOURS = {"pass": "#1a7f37", "retrofit": "#9a6700", "refuse": "#cf222e", "stop": "#cf222e"}


class Assessed:
    """The assessment of one project, as its Run; in a notebook it shows its verdict and reasons."""

    def __init__(self, run: Run, lang: str = "zh") -> None:
        self.run = run
        self.lang = lang

    @property
    def verdict(self) -> str:
        """``pass``, ``retrofit``, ``refuse``, ``stop`` or ``undetermined``."""
        return str(self.run["decision"]["verdict"])

    @property
    def label(self) -> str:
        """The verdict in words."""
        return verdict_label(self.verdict, self.lang, self.run["decision"].get("ground"))

    def __repr__(self) -> str:
        return f"<{self.run['project']['name']}: {self.label}>"

    def _repr_html_(self) -> str:
        """The verdict, what it is compared with, and why, for a notebook."""
        colour = COLOURS.get(self.verdict, "#8250df")
        reasons = [
            (_text(r["title"], self.lang), _said(r, self.lang, "fact"), r["clause"])
            for r in self.run["decision"]["reasons"]
            if r["passed"] is not None
        ]
        rows = [f"<tr>{''.join(f'<td>{escape(t)}</td>' for t in r)}</tr>" for r in reasons]
        gaps = [
            f"<li>{escape(_said(m, self.lang, 'text'))}</li>"
            for m in self.run["decision"]["missing"]
        ]
        listed = f"<ul>{''.join(gaps)}</ul>" if gaps else ""
        return (
            f"<div><p><b>{escape(self.run['project']['name'])}</b><br>"
            f'<b style="color:{colour}">{escape(self.label)}</b></p>{listed}'
            f"<table>{''.join(rows)}</table></div>"
        )


def _said(entry: Mapping[str, Any], lang: str, key: str) -> str:
    return str(entry[key]) if lang == "zh" else sentence(entry["code"], lang, entry["params"])


def _text(by_language: Mapping[str, str], lang: str) -> str:
    return by_language.get(lang) or by_language["zh"]


def assess(
    project: str | Path,
    *,
    as_of: date | None = None,
    benchmarks: Sequence[str | Path] = (),
    lang: str = "zh",
) -> Assessed:
    """Assess one project: the path of a project file, or its text (with line breaks).

    ``as_of``: the day of assessment, today when left out.

    Raises InputError with every problem of the project and benchmark files.
    """
    world = open_world(as_of or date.today())
    limits = [b for path in benchmarks for b in read_benchmarks(Path(path), world)]
    if isinstance(project, str) and "\n" in project:
        found = parse_project(project, world)
    else:
        found = read_project(Path(project), world)
    return Assessed(make_run(assessment.assess(found, world, limits)), lang)


def screen(
    frame: pd.DataFrame,
    *,
    as_of: date | None = None,
    benchmarks: Sequence[str | Path] = (),
    lang: str = "zh",
) -> pd.DataFrame:
    """The verdict of every row of a DataFrame of projects, under the row's index.

    Raises InputError for a benchmark file that is wrong; what is wrong with a row stands in it.
    """
    from carbon_eia.screening import screen_frame

    return screen_frame(frame, as_of or date.today(), [Path(b) for b in benchmarks], lang)
