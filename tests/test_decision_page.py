"""The worked examples of ``docs/decision.md`` give the verdicts and figures that it states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world
from carbon_eia.run import canonical, make_run

PAGE = Path(__file__).resolve().parents[1] / "docs" / "decision.md"
DAY = date(2026, 11, 30)
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
CHANGE = re.compile(r"`([^`]+)` → `([^`]*)`")
DELETED = "（删去）"
UNADOPTED = "准入值去掉 `adopted = true`"


class Example(NamedTuple):
    """A row of a table of the page: the files with its change, the verdict, figures in bold."""

    law: str
    city: str
    project: str
    verdict: str
    figures: list[str]


def examples() -> Iterator[Example]:
    """Every row of the section of examples."""
    section = PAGE.read_text(encoding="utf-8").partition("## 逐条算例")[2]
    head, *laws = re.split(r"\n### ", section)
    city, base = BLOCK.findall(head)
    for law in laws:
        blocks = "\n".join(BLOCK.findall(law))
        whole = blocks if "[project]" in blocks else f"{base}\n{blocks}"
        for row in re.findall(r"^\| (?!改动)(.*) \|$", law, re.MULTILINE):
            change, figures, verdict = row.split(" | ")
            project = whole
            for old, new in CHANGE.findall(change):
                assert old in project, old
                project = project.replace(old, "" if new == DELETED else new)
            given = city.replace("adopted = true", "") if UNADOPTED in change else city
            title = law.splitlines()[0]
            yield Example(
                title, given, project, verdict.strip("` "), re.findall(r"\*\*(.+?)\*\*", figures)
            )


EXAMPLES = list(examples())


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.law.split(" ")[1] for e in EXAMPLES])
def test_an_example_of_the_page(example: Example) -> None:
    """Made as the page says, it ends with its verdict (or error) and holds its bold figures."""
    world = open_world(DAY)
    benchmarks = parse_benchmarks(example.city, world, "city.toml")
    if example.verdict.startswith("CE-"):
        with pytest.raises(InputError) as refused:
            parse_project(example.project, world, "p.toml")
        assert example.verdict in {p.code for p in refused.value.problems}
        return
    run = make_run(assess(parse_project(example.project, world, "p.toml"), world, benchmarks))
    assert run.decision.verdict == example.verdict
    texts = set(texts_of(json.loads(canonical(run))))
    values = {word for text in texts for word in text.split(" ")}
    for figure in example.figures:
        assert figure in values, figure


def test_every_law_has_an_example() -> None:
    """Laws 1 to 12 each have a row."""
    shown = {n for e in EXAMPLES for n in re.findall(r"\d+", e.law.split(" ")[1])}
    section = PAGE.read_text(encoding="utf-8").partition("### law 1–6")[2]
    rows = {n for row in re.findall(r"^\| law ([\d、]+)", section, re.M) for n in row.split("、")}
    assert {str(n) for n in range(1, 13)} <= shown | rows


def test_every_section_of_a_run_is_described() -> None:
    """``docs/run.md`` names each key of a Run and each key right below it."""
    page = PAGE.with_name("run.md").read_text(encoding="utf-8")
    world = open_world(DAY)
    for example in (EXAMPLES[0], next(e for e in EXAMPLES if e.law.startswith("law 11"))):
        benchmarks = parse_benchmarks(example.city, world, "city.toml")
        made = make_run(assess(parse_project(example.project, world, "p.toml"), world, benchmarks))
        run = json.loads(canonical(made))
        keys = {k for part in run.values() if isinstance(part, dict) for k in part}
        entries = [run["comparisons"], run["energy"]["comparisons"], run["decision"]["reasons"]]
        keys |= {k for part in entries for k in part[0]}
        missing = {k for k in {*run, *keys} if not re.search(rf"\b{k}\b", page)}
        assert missing == set()
