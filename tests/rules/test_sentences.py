"""What a decision says, whole and in both languages (``sentences.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.inventory import Missing
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import World, open_world
from carbon_eia.rules import Decision, Ruling, Statement
from tests.rules import test_mandatory as mandatory
from tests.rules import test_policies as policies
from tests.rules import test_situations as situations

PATH = Path(__file__).with_name("sentences.toml")
TOLD = tomllib.loads(PATH.read_text(encoding="utf-8"), parse_float=str)
HOLDS = {True: "yes", False: "no", None: "open"}
PLAIN = {
    **{"stage": "拟建", "nature": "新建", "project": "", "facts": "", "more": ""},
    "product": 'variant = "液碱≥30%"',
}


@cache
def world_of(day: date) -> World:
    """The reference data of a day, read once."""
    return open_world(day)


def figures(ruling: Ruling) -> list[str]:
    """What a ruling compares, and whether it holds."""
    return [ruling.value, ruling.limit, ruling.unit, HOLDS[ruling.passed]]


def in_full(statement: Statement | Missing) -> dict[str, str]:
    """A statement in each language."""
    return {lang: sentence(statement.code, lang, statement.params) for lang in LANGUAGES}


def stated(entry: Mapping[str, Any]) -> dict[str, str]:
    """The sentence of an entry in each language."""
    return {lang: entry[lang] for lang in LANGUAGES}


@cache
def decision_in(title: str) -> Decision:
    """The decision in a situation of ``situations.toml``."""
    (situation,) = [s for s in situations.SITUATIONS if s["title"] == title]
    given = {**situations.GIVEN, **situation}
    world = world_of(given["as_of"])
    values = given["admission"] or given["advanced"]
    text = situations.benchmark_text(given) if values else ""
    benchmarks = parse_benchmarks(text, world, "t.toml") if values else []
    return assess(parse_project(situations.project_text(given), world), world, benchmarks).decision


@pytest.mark.parametrize("entry", TOLD["sentences"], ids=lambda e: str(e["code"]))
def test_a_decision_says_its_names_figures_and_days(entry: dict[str, Any]) -> None:
    """Each fact, condition and gap of a decision reads in both languages as a person checked it."""
    decision = decision_in(entry["situation"])
    rulings = [r for r in decision.rulings if r.fact.code == entry["code"]]
    others: Sequence[Statement | Missing] = (*decision.conditions, *decision.missing)
    statements = [r.fact for r in rulings] or [s for s in others if s.code == entry["code"]]
    assert in_full(statements[0]) == stated(entry)
    assert [figures(r) for r in rulings[:1]] == ([entry["figures"]] if "figures" in entry else [])


@pytest.mark.parametrize("entry", TOLD["rules"], ids=lambda e: f"{e['rule']}-{e['code']}")
def test_a_rule_says_its_figures_and_its_limit(entry: dict[str, Any]) -> None:
    """Each kind of ruling of a policy reads as a person checked it, with figure, limit and unit."""
    given = {**policies.PLAIN, **entry.get("given", {})}
    world = world_of(date.fromisoformat(given["as_of"]))
    text = policies.project_text(given, entry["facts"])
    decision = assess(parse_project(text, world), world, []).decision
    (ruling,) = [r for r in decision.rulings if r.rule.id == entry["rule"]]
    assert ruling.fact.code == entry["code"]
    assert in_full(ruling.fact) == stated(entry)
    assert figures(ruling) == entry["figures"]


@pytest.mark.parametrize("plant", TOLD["plants"], ids=lambda p: str(p["verdict"]))
def test_a_mandatory_limit_says_what_follows(plant: dict[str, Any]) -> None:
    """Verdict, deadline, ground, each ruling, condition and gap, in their order and in full."""
    given = {**PLAIN, **{k: v for k, v in plant.items() if k in PLAIN or k == "power"}}
    if "measure" in plant:
        given["more"] = mandatory.MEASURE.format(**plant["measure"])
    operating = given["stage"] == "已投产"
    text = mandatory.PLANT.format(**{**given, "stage": "在建" if operating else given["stage"]})
    world = mandatory.WORLD
    project = parse_project(text, world)
    project = project._replace(stage="operating") if operating else project
    city = parse_benchmarks(mandatory.INSTRUMENT.format(admission="5"), world, "city.toml")
    decision = assess(project, world, city).decision
    deadline = "" if decision.deadline is None else str(decision.deadline.day)
    assert (decision.verdict, deadline, decision.ground) == (
        *(plant["verdict"], plant["deadline"], plant["ground"]),
    )
    assert decision.indicative == plant["indicative"]
    limits = [r for r in decision.rulings if r.fact.code.startswith("mandatory")]
    others: Sequence[Statement | Missing] = (*decision.conditions, *decision.missing)
    rest = [s for s in others if s.code != "condition.channel"]
    assert (len(rest) < len(others)) is (decision.verdict in ("refuse", "stop"))
    assert [r.fact.code for r in limits] + [s.code for s in rest] == [
        s["code"] for s in plant["says"]
    ]
    assert [figures(r) for r in limits] == [s["figures"] for s in plant["says"] if "figures" in s]
    for statement, entry in zip([*(r.fact for r in limits), *rest], plant["says"], strict=True):
        if "zh" in entry:
            assert in_full(statement) == stated(entry)
