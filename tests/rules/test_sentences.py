"""What a decision says, whole and in both languages (``sentences.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world
from carbon_eia.rules import Decision
from tests.rules.test_situations import GIVEN, SITUATIONS, benchmark_text, project_text

PATH = Path(__file__).with_name("sentences.toml")
SENTENCES = tomllib.loads(PATH.read_text(encoding="utf-8"))["sentences"]
HOLDS = {True: "yes", False: "no", None: "open"}


@cache
def decision_of(title: str) -> Decision:
    """The decision in a situation of ``situations.toml``."""
    (situation,) = [s for s in SITUATIONS if s["title"] == title]
    given = {**GIVEN, **situation}
    world = open_world(given["as_of"])
    values = given["admission"] or given["advanced"]
    benchmarks = parse_benchmarks(benchmark_text(given), world, "t.toml") if values else []
    return assess(parse_project(project_text(given), world), world, benchmarks).decision


@pytest.mark.parametrize("entry", SENTENCES, ids=lambda e: str(e["code"]))
def test_a_sentence_says_its_names_figures_and_days(entry: dict[str, Any]) -> None:
    """Each fact, condition and gap of a decision reads in both languages as a person checked it."""
    decision = decision_of(entry["situation"])
    rulings = [r for r in decision.rulings if r.fact.code == entry["code"]]
    others = (*decision.conditions, *decision.missing)
    statement = rulings[0].fact if rulings else next(s for s in others if s.code == entry["code"])
    for lang in LANGUAGES:
        assert sentence(statement.code, lang, statement.params) == entry[lang]
    figures = [[r.value, r.limit, r.unit, HOLDS[r.passed]] for r in rulings[:1]]
    assert figures == ([entry["figures"]] if "figures" in entry else [])
