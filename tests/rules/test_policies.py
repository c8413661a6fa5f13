"""The rules of policy as situations that a reviewer can read (``policies.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.messages import sentence
from carbon_eia.project import fields
from carbon_eia.reference import DERIVED, Check, Rule, World, open_world, policy_rules, read_policy
from carbon_eia.reference.policy import KINDS
from carbon_eia.rules import Ruling
from carbon_eia.rules.check_kinds import CHECKS
from carbon_eia.run import make_run
from tests.conftest import ROOT
from tests.rules.test_situations import GIVEN, benchmark_text

AssessText = Callable[..., Assessment]
ENTRIES = tomllib.loads(
    (Path(__file__).parent / "policies.toml").read_text(encoding="utf-8"), parse_float=str
)["rules"]
CASES = [
    (entry["rule"], entry.get("given", {}), case) for entry in ENTRIES for case in entry["cases"]
]
PLAIN = {
    "stage": "拟建",
    "nature": "新建",
    "sector": "其他",
    "as_of": "2026-06-30",
    "without": "",
    "account": "",
    "it_load": "",
    "primary": "",
    "consent": "",
    "benchmarks": False,
}
QUARTERS = [date(y, m, 1) for y in range(2021, 2031) for m in (1, 4, 7, 10)]
SELF_JUDGED = {"order31_contents", "order31_contents_energy", "mee346_accounts"}
"""Rules that rest on the rest of the project file: their facts are never stated."""


def toml(value: object) -> str:
    """A value as it stands in a project file; 1.3 is given as text so that it stays a decimal."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not re.fullmatch(r"\d+\.\d+", value):
        return f'"{value}"'
    return str(value)


def project_text(given: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """A project of 1 000 tCO2 a year and 500 万元 of added value, with some facts."""
    text = f'[project]\nname = "情形"\nstage = "{given["stage"]}"\nsector = "{given["sector"]}"\n'
    text += 'region = "郴州市"\nyear = 2026\n'
    text += f'nature = "{given["nature"]}"\n' if given["nature"] else ""
    text += f'electricity_primary = "{given["primary"]}"\n' if given["primary"] else ""
    text += f"change_consent_date = {given['consent']}\n" if given["consent"] else ""
    if given["without"] != "economics":
        text += '[economics]\nadded_value = "500 万元"\n'
    text += "[facts]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in facts.items())
    text += '[[products]]\nname = "产品"\namount = "1000 t"\nmain = true\n'
    if given["sector"] == "水泥熟料":
        text = text.replace('name = "产品"', 'name = "水泥熟料"')
    text += '[[sources]]\nname = "外购电力"\nmethod = "electricity"\nfactor = "1 tCO2/MWh"\n'
    text += 'amount = "1000 MWh"\n'
    if given["without"] == "amount":
        text += '[[sources]]\nname = "煤"\nmethod = "combustion"\nmaterial = "烟煤"\n'
    if given["it_load"]:
        text += '[[sources]]\nname = "机房"\nmethod = "it_load"\namount = "10 MWh"\n'
        text += f"pue = {given['it_load']}\n"
    if given["account"]:
        text += '[[sources]]\nname = "原有"\nmethod = "electricity"\namount = "1 MWh"\n'
        text += f'account = "{given["account"]}"\n'
    return text


def outcome(ruling: Ruling | None) -> str:
    """What a ruling comes to, in the words of ``policies.toml``."""
    if ruling is None:
        return "silent"
    if ruling.passed is not None:
        return "holds" if ruling.passed else "fails"
    codes = {
        "policy.lacks": "lacks",
        "policy.not_applicable": "inapplicable",
        "policy.one_of.open": "open",
        "policy.two_high.outside": "inapplicable",
        "policy.two_high.possible": "possible",
        "policy.two_high.denied": "possible",
    }
    return codes.get(ruling.fact.code, "informs")


@pytest.mark.parametrize(
    ("rule", "given", "case"),
    CASES,
    ids=[f"{rule}-{c['outcome']}-{i}" for i, (rule, _, c) in enumerate(CASES)],
)
def test_situation(
    rule: str,
    given: Mapping[str, Any],
    case: Mapping[str, Any],
    assess_text: AssessText,
    tmp_path: Path,
) -> None:
    """Each rule comes out as its situation says, and can be said in both languages."""
    assert set(case) <= {"why", "given", "facts", "outcome", "lacks", "says", "edge"}
    at = {**PLAIN, **given, **case.get("given", {})}
    world = open_world(date.fromisoformat(at["as_of"]))
    benchmarks = adopted(tmp_path, world) if at["benchmarks"] else []
    found = assess_text(project_text(at, case["facts"]), benchmarks, world)
    rulings = [r for r in found.decision.rulings if r.rule.id == rule]
    assert len(rulings) <= 1
    ruling = rulings[0] if rulings else None
    assert outcome(ruling) == case["outcome"]
    make_run(found)
    if ruling is None:
        return
    said = sentence(ruling.fact.code, "zh", ruling.fact.params)
    assert sentence(ruling.fact.code, "en", ruling.fact.params)
    assert case.get("says", "") in said
    if case["outcome"] == "lacks":
        assert said == "未提供：" + "、".join(case["lacks"])
    if case["outcome"] in ("holds", "fails") and ruling.rule.check is not None:
        assert bool(ruling.limit) == (ruling.rule.check.kind not in ("one_of", "has"))


def all_rules(world: World) -> list[Rule]:
    """Every rule with a check, of every instrument and date."""
    found = [r for i in world.tables.ids("policy") for r in policy_rules(world, i)]
    return [r for r in found if r.check is not None]


def checks_of(rule: Rule) -> Iterator[Check]:
    """The check of a rule, its premises, and those of its tiers."""
    assert rule.check is not None
    yield from (rule.check, *rule.when)
    for tier in rule.check.tiers:
        yield from (*tier.every, *tier.some)


def test_every_rule_has_its_situations(world: World) -> None:
    """Each rule is shown to hold, to fail, to lack its facts, and what it does at its limit."""
    shown: dict[str, set[str]] = {}
    edges = set()
    for rule, _, case in CASES:
        shown.setdefault(rule, set()).add(case["outcome"])
        if case.get("edge"):
            edges.add(rule)
    rules = all_rules(world)
    assert {r.id for r in rules} == set(shown)
    for rule in rules:
        assert rule.check is not None
        kinds = {"informs"} if rule.check.kind == "tiers" else {"holds", "fails"}
        assert kinds <= shown[rule.id], rule.id
        assert shown[rule.id] & {"lacks", "silent"} or rule.id in SELF_JUDGED, rule.id
        plain = {"one_of", "has"}
        if any(c.kind not in plain for c in checks_of(rule) if c.kind != "tiers"):
            exempt = rule.id.startswith("public_building_method")  # shown beside the star rules
            assert rule.id in edges or exempt, rule.id


# --- the data


def test_every_fact_of_a_rule_can_be_stated(world: World) -> None:
    """A rule or a correction asks for each field of ``[facts]``; no field is idle."""
    known = set(fields("facts")) - {"evidence"}  # what is shown for them
    asked = set()
    for rule in all_rules(world):
        for check in checks_of(rule):
            asked |= {check.fact, check.of, check.instead, check.later, *check.facts} - {""}
    assert asked <= known | set(DERIVED)
    # altitude and air pressure correct energy limits
    corrections = world.tables.toml("benchmarks/corrections.toml")["facts"].values()
    assert known <= asked | {f["key"] for f in corrections}


def test_limits_are_of_the_kind_of_their_facts(world: World) -> None:
    """The unit of a limit is one in which its fact may be stated; choices are choices."""
    from carbon_eia.units import parse_unit

    for rule in all_rules(world):
        for check in checks_of(rule):
            field = fields("facts").get(check.fact)
            if check.limit is not None and field is not None and field.unit and not check.of:
                dims = {parse_unit("" if u == "1" else u).dims for u in field.unit}
                assert check.limit.unit.dims in dims, rule.id
            if check.limit is not None and check.of:
                assert not check.limit.unit.dims
            if check.kind == "one_of":
                assert field is not None or check.fact in DERIVED
                if field is None:
                    assert {*check.values, *check.open} <= {True, False}
                    continue
                lawful = set(field.choices) if field.choices else {True, False}
                assert {*check.values, *check.open} <= lawful


def test_every_kind_of_check_is_known() -> None:
    """The kinds that the loader lets through are those that can be judged."""
    assert set(KINDS) == set(CHECKS)


def test_severities_have_their_grounds(world: World) -> None:
    """Each choice of severity is argued beside the rule; a veto quotes words that compel."""
    rules = all_rules(world)
    for rule in rules:
        assert rule.note, rule.id
        assert rule.grade == "A" or rule.severity != "veto"
        assert rule.quotation or rule.grade != "A", rule.id
        if "力争" in rule.quotation.split("，")[-1]:
            assert rule.severity != "veto"
    vetoes = [r for r in rules if r.severity == "veto"]
    assert [r.id for r in vetoes] == ["boiler_built_up"]
    assert all("淘汰" in r.quotation and r.binding for r in vetoes)


@pytest.mark.parametrize("day", QUARTERS, ids=str)
def test_no_rule_twice_on_any_quarter(day: date) -> None:
    """On any day a rule stands once, in one instrument, and not before its instrument."""
    world = open_world(day)
    standing: list[str] = []
    for ident in world.tables.ids("policy"):
        policy = read_policy(world, ident)
        standing += policy.rules
        assert policy.in_force or not policy.rules
    assert len(standing) == len(set(standing))
    assert ("pue_large" in standing) == (day >= date(2023, 7, 16))
    assert ("order31_review_level" in standing) == (day >= date(2025, 9, 1))


# --- what follows for the verdict


def adopted(folder: Path, world: World, **values: Any) -> list[Benchmark]:
    """A benchmark file with an adopted admission value, by default above the project's 1 tCO2/t."""
    path = folder / "benchmarks.toml"
    path.write_text(benchmark_text({**GIVEN, "admission": "1", **values}), encoding="utf-8")
    return read_benchmarks(path, world)


BOILER = {"built_up_area": True, "boiler_capacity": "10 t/h"}
MEASURE = (
    '[[measures]]\nname = "m"\nstatus = "committed"\nfinish = 2027-01-01\n'
    'effects = [{ source = "外购电力", saves = "50 %" }]\n'
)


def decide(
    assess_text: AssessText, folder: Path, world: World, facts: Mapping[str, Any], **more: Any
) -> Any:
    """The decision on a project with facts, against an admission value of 1 or as given."""
    given = {**PLAIN, **{k: v for k, v in more.items() if k in PLAIN}}
    text = project_text(given, facts) + more.get("extra", "")
    limit = {k: v for k, v in more.items() if k in GIVEN and k not in PLAIN}
    return assess_text(text, adopted(folder, world, **limit), world).decision


def codes(decision: Any) -> list[str]:
    """The codes of the conditions of a decision, without the channels in which it is acted on."""
    return [c.code for c in decision.conditions if c.code != "condition.channel"]


def test_a_veto_refuses_what_would_pass(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """A proposed project that meets the admission value is refused for a boiler that must go."""
    found = decide(assess_text, tmp_path, world, BOILER)
    assert (found.verdict, found.provisional, found.deadline) == ("refuse", False, None)
    assert codes(found) == ["policy.demand", "policy.resubmit"]
    assert "锅炉" in found.conditions[0].params["demand"]["zh"]


def test_a_veto_refuses_what_would_be_retrofitted(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """Commitments that reach the admission value do not heal what a veto forbids."""
    for facts, verdict in ((BOILER, "refuse"), ({}, "retrofit")):
        found = decide(assess_text, tmp_path, world, facts, admission="0.8", extra=MEASURE)
        assert found.verdict == verdict


def test_a_veto_rests_on_its_own_regulation(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """Beside a provisional admission value a veto still refuses, and its verdict is not 暂行."""
    found = decide(assess_text, tmp_path, world, BOILER, adopted=False, grade="B")
    assert (found.verdict, found.provisional) == ("refuse", False)


def test_a_veto_decides_nothing_where_nothing_can_be_decided(assess_text: AssessText) -> None:
    """Without an admission value the veto is shown, and a person decides."""
    found = assess_text(project_text(PLAIN, BOILER)).decision
    assert (found.verdict, found.conditions) == ("undetermined", ())
    assert any(r.rule.id == "boiler_built_up" and r.passed is False for r in found.rulings)


def test_a_veto_without_its_facts_vetoes_nothing(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """A boiler of which no one says where it stands refuses no project."""
    found = decide(assess_text, tmp_path, world, {"boiler_capacity": "10 t/h"})
    assert found.verdict == "pass"


def test_the_same_boiler_does_not_stop_construction(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """Under construction it is the boiler that goes, and not the project."""
    found = decide(assess_text, tmp_path, world, BOILER, stage="在建")
    assert found.verdict == "pass"
    assert codes(found)[-1] == "policy.demand"


def test_a_failed_condition_is_asked_for(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """A condition leaves the verdict and joins what is asked for; advice only reports."""
    plain = decide(assess_text, tmp_path, world, {})
    facts = {"pue": 1.6, "new_roof": True, "roof_pv_share": "1 %"}
    found = decide(assess_text, tmp_path, world, facts)
    assert found.verdict == plain.verdict == "pass"
    assert codes(found) == [*codes(plain), "policy.demand"]
    failed = {r.rule.id for r in found.rulings if r.passed is False}
    assert {"pue_retrofit", "roof_pv"} <= failed


def test_a_refusal_by_intensity_stands_whatever_else_holds(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """Rules of policy never make a verdict milder."""
    found = decide(assess_text, tmp_path, world, {"pue": 1.6}, admission="0.8")
    assert found.verdict == "refuse"
    assert codes(found) == ["condition.resubmit"]


def test_a_run_tells_rule_clause_limit_and_quotation(
    assess_text: AssessText, tmp_path: Path, world: World
) -> None:
    """Whoever holds the Run can defend the ruling: what was stated, the limit, and the text."""
    text = project_text(PLAIN, {"pue": "1.31", "large_data_centre": True})
    run = make_run(assess_text(text, adopted(tmp_path, world), world))
    (reason,) = [r for r in run.decision.reasons if r.rule == "pue_large"]
    assert reason.clause == "二（二）3"
    assert (reason.value, reason.limit, reason.passed) == ("1.31", "1.3", False)
    assert reason.quotation == "到2025年，大型中心电能利用效率不高于1.3。"
    assert (reason.severity, reason.grade) == ("condition", "A")
    assert run.project.facts["pue"].typed == "1.31"


def test_a_rule_of_another_industry_needs_a_stated_fact(assess_text: AssessText) -> None:
    """The level of energy that is computed of a smelter is no answer to a rule on clinker lines."""
    path = ROOT / "samples" / "lead-smelter" / "project.toml"
    found = assess_text(path.read_text(encoding="utf-8")).policies
    assert found
    assert not [r.rule.id for r in found if r.rule.id.startswith("capacity_cement")]
