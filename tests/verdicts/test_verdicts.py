"""Plants as applicants file them, each with the verdicts that are right for it.

A folder holds ``project.toml`` and ``expected.toml``: why, the day, the verdicts that are right
(``error``: the file is refused), verdicts that would be plainly wrong, figures that follow by hand
calculation, and what the Run must say. All are held against the invented values of ``city.toml``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.project import read_project
from carbon_eia.reference import open_world
from carbon_eia.run import canonical, make_run

HERE = Path(__file__).parent
CASES = sorted(p.parent.name for p in HERE.glob("*/expected.toml"))


def run_of(name: str, expected: Mapping[str, Any]) -> dict[str, Any] | None:
    """The Run of a case as a program reads it; None where the file is refused."""
    try:
        world = open_world(expected["as_of"])
        benchmarks = read_benchmarks(HERE / "city.toml", world)
        found = assess(read_project(HERE / name / "project.toml", world), world, benchmarks)
        run: dict[str, Any] = json.loads(canonical(make_run(found)))
    except InputError:
        return None
    return run


def pick(value: Any, path: str) -> Any:
    """The value at a path of a Run: keys, and ``[text]`` for the entry that holds the text."""
    for step in re.findall(r"[^.\[\]]+|\[[^\]]*\]", path):
        if step.startswith("["):
            entries = [x for x in value if step[1:-1] in x.values()]
            per_product = [x for x in entries if x.get("indicator") == "carbon_per_product"]
            value = (per_product or entries)[0]
        else:
            value = value[int(step) if isinstance(value, list) else step]
    return value


def numbers(value: Any) -> Iterator[float]:
    """Every number of a document, those written as text too."""
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, str):
        if re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", value):
            yield float(value)
        elif re.fullmatch(r"-?\d+/[1-9]\d*", value):
            above, below = value.split("/")
            yield int(above) / int(below)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


@pytest.mark.parametrize("name", CASES)
def test_plant(name: str) -> None:
    """The verdict is one of those that are right, and the Run says what it must."""
    expected = tomllib.loads((HERE / name / "expected.toml").read_text(encoding="utf-8"))
    run = run_of(name, expected)
    if run is None:
        assert "error" in expected["verdict_in"]
        return
    decision = run["decision"]
    assert decision["verdict"] in expected["verdict_in"], decision
    said = {k: v for k, v in run.items() if k != "project"}  # without the echo of the file itself
    for figure in expected.get("figures", []):
        size = pytest.approx(float(figure["value"]), rel=float(figure.get("rel_tol", 1e-6)))
        if figure["path"].startswith("anywhere"):
            assert any(n == size for n in numbers(said)), figure
        else:
            assert float(pick(run, figure["path"])) == size
    whole, conditions, missing = (
        json.dumps(part, ensure_ascii=False)
        for part in (said, decision["conditions"], decision["missing"])
    )
    for key, text in (("says", whole), ("conditions_say", conditions), ("missing_says", missing)):
        for pattern in expected.get(key, []):
            assert re.search(pattern, text), (key, pattern)
    for pattern in expected.get("conditions_not_say", []):
        assert not re.search(pattern, conditions), pattern
    for rule in expected.get("rules_not_passed", []):
        rows = [r for r in decision["reasons"] if r["rule"] == rule]
        assert rows, rule
        assert not any(r["passed"] or "不适用" in str(r["fact"]) for r in rows), rule
