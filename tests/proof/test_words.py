"""A record whose words were changed under a new id: it never stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import carbon_eia
from carbon_eia.run import canonical, record_id
from tests.tools import run as command

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "lead-smelter" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"

FORGERIES: dict[str, tuple[tuple[str | int, ...], object, int]] = {
    "nothing": ((), None, 0),
    "the verdict": (("decision", "verdict"), "pass", 2),
    "the words of the verdict": (("decision", "label"), "符合准入", 2),
    "a rule that is kept": (("decision", "reasons", 0, "passed"), True, 2),
    "the severity of a rule": (("decision", "reasons", 0, "severity"), "advice", 2),
    "the words of a reason": (("decision", "reasons", 0, "fact"), "不高于准入值", 3),
    "the grade of a factor": (
        ("inventory", "by_source", 0, "parameters", 1, "source", "grade"),
        "C",
        2,
    ),
    "a warning left out": (("warnings",), [], 2),
    "the citation of a limit": (("comparisons", 0, "citation", "title"), "另一文件", 2),
    "whether a value is adopted": (("comparisons", 0, "adopted"), False, 2),
    "other tables": (("reference", "sha256"), "0" * 64, 3),
}


@pytest.fixture(scope="module")
def sample_run() -> str:
    """The Run of the sample as text."""
    made = carbon_eia.assess(SAMPLE, as_of="2026-06-30", benchmarks=LIMITS)
    return canonical(made.run).decode()


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_record_does_not_stand(forgery: str, sample_run: str, tmp_path: Path) -> None:
    """Status 0 is for what comes out again to the letter; 3 for other words, 2 for the rest."""
    way, value, status = FORGERIES[forgery]
    document: Any = json.loads(sample_run)
    part = document
    for key in way[:-1]:
        part = part[key]
    if way:
        assert part[way[-1]] != value
        part[way[-1]] = value
        document["id"] = record_id(document)
    path = tmp_path / "run.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = command("verify", str(path))
    assert done.returncode in ({0} if status == 0 else {2, 3}), done.stdout
    assert done.returncode == status, done.stdout
