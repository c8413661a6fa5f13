"""Mandatory energy limits come before any value of carbon (law 9), by stage, evidence and time.

The plant makes 122 900 t of caustic soda (液碱≥30%) a year: n 万kWh of electricity are n ÷ 100
kgce/t (0.1229 kgce/kWh). GB 21257-2024, in force on 2025-05-01: level 2 = 315, level 3 = 350.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import World, open_world
from carbon_eia.run import make_run

WORLD = open_world(date(2026, 11, 30))
PLANT = """
[project]
name = "x"
stage = "{stage}"
nature = "{nature}"
sector = "烧碱"
region = "湖南省郴州市桂阳县"
year = 2026
{project}
[facts]
{facts}
[[products]]
name = "烧碱"
amount = "122900 t"
main = true
{product}
[[sources]]
name = "外购电力"
method = "electricity"
amount = "{power} 万kWh"
{more}
"""
MEASURE = """
[[measures]]
name = "改造"
effects = [{{ source = "外购电力", saves = "{saves} 万kWh" }}]
investment = "100 万元"
annual_cost = "1 万元"
start = 2027-01-01
finish = {finish}
status = "{status}"
"""
LATE = "retrofit_deadline = 2027-06-30"
INSTRUMENT = """
[instrument]
id = "t"
title = "准入值"
number = "1"
authority = "市"
date = 2026-01-01
[[values]]
sector = "烧碱"
product = "烧碱"
level = "admission"
value = "{admission} tCO2/t"
boundary = "chlor-alkali"
grade = "A"
adopted = true
locator = "x"
valid_from = 2026-01-01
"""

Judge = Callable[..., Assessment]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """An assessment of the plant; what is not said is a new plant that is proposed."""

    def judged(power: str, admission: str = "5", world: World = WORLD, **given: str) -> Assessment:
        said = {"stage": "拟建", "nature": "新建", "project": "", "facts": "", "more": ""}
        said |= {"product": 'variant = "液碱≥30%"', **given}
        benchmarks: list[Benchmark] = []
        if admission:
            path = tmp_path / "city.toml"
            path.write_text(INSTRUMENT.format(admission=admission), encoding="utf-8")
            benchmarks = read_benchmarks(path, world)
        stage = said["stage"]
        text = PLANT.format(power=power, **{**said, "stage": stage.replace("已投产", "在建")})
        project = parse_project(text, world)
        if stage == "已投产":
            project = project._replace(stage="operating")
        found = assess(project, world, benchmarks)
        run = make_run(found)
        for lang in LANGUAGES:  # whatever is said can be said in both languages
            for r in found.decision.rulings:
                assert sentence(r.fact.code, lang, r.fact.params)
        assert run.decision.verdict == found.decision.verdict
        return found

    return judged


def clauses(a: Assessment) -> str:
    """The conditions with their clauses, in one text."""
    return "\n".join(sentence(c.code, "zh", c.params) for c in a.decision.conditions)


def codes(a: Assessment) -> set[str]:
    """Codes of what is missing."""
    return {m.code for m in a.decision.missing}


@pytest.mark.parametrize(
    ("power", "verdict"),
    [
        ("31500", "pass"),
        ("31500.00000000000001", "refuse"),
        ("31499.9", "pass"),
        ("34000", "refuse"),
    ],
)
@pytest.mark.parametrize("nature", ["新建", "改建", "扩建", "技术改造"])
def test_a_new_plant_keeps_level_2(judge: Judge, power: str, verdict: str, nature: str) -> None:
    """Equal passes, a hair above does not, whatever the nature and the carbon."""
    found = judge(power, nature=nature)
    assert found.decision.verdict == verdict
    (own,) = [
        r for r in found.decision.rulings if r.fact.code in ("mandatory.kept", "mandatory.broken")
    ]
    assert own.passed is (verdict == "pass")
    assert own.rule.id == "mandatory_limit"


def test_a_refusal_speaks_of_the_energy_review(judge: Judge) -> None:
    """The law says no start of construction, not 不予立项; articles and authority are named."""
    found = judge("34000")
    assert "节能审查不予通过、不得开工建设" in clauses(found)
    assert make_run(found).decision.label == "节能审查不予通过、不得开工建设"
    assert make_run(found).decision.ground == "energy"
    assert "节约能源法第15条" in clauses(found)
    assert "31号令" in clauses(found)


def test_it_comes_before_a_value_of_carbon(judge: Judge) -> None:
    """A plant without any admission value is refused all the same, and one that keeps the limit is
    judged by its carbon."""
    assert judge("34000", admission="").decision.verdict == "refuse"
    assert judge("31000", admission="").decision.verdict == "undetermined"
    assert judge("31000", admission="0.1").decision.verdict == "refuse"
    assert judge("31000", admission="0.1").decision.ground == ""


def test_under_construction_it_stops(judge: Judge) -> None:
    """Without a way to level 2 the project is stopped, by Article 68."""
    found = judge("34000", stage="在建")
    assert found.decision.verdict == "stop"
    assert "节约能源法第68条第2款" in clauses(found)


@pytest.mark.parametrize("stage", ["拟建", "在建"])
@pytest.mark.parametrize("status", ["committed", "planned"])
def test_measures_that_reach_it_in_time(judge: Judge, stage: str, status: str) -> None:
    """They make a retrofit: under construction all stops until then, and the benchmark level is
    what is built with reference to."""
    measure = MEASURE.format(saves="2500", finish="2027-10-31", status=status)
    found = judge("34000", stage=stage, more=measure)
    assert found.decision.verdict == "retrofit"
    assert found.decision.deadline is not None
    first = "condition.carry_out" if status == "committed" else "condition.commit"
    assert found.decision.conditions[0].code == first
    assert "mandatory.verify" in {c.code for c in found.decision.conditions}
    assert ("停止建设、不得投入生产、使用" in clauses(found)) is (stage == "在建")
    assert ("标杆水平" in clauses(found)) is (stage == "在建")


def test_measures_that_fall_short_or_come_late(judge: Judge) -> None:
    """Neither keeps the limit in time; a deadline that is an assumption refuses nothing (law 6)."""
    short = MEASURE.format(saves="2499", finish="2027-10-31", status="committed")
    assert judge("34000", more=short).decision.verdict == "refuse"
    late = MEASURE.format(saves="2500", finish="2027-10-31", status="committed")
    assert judge("34000", more=late, project=LATE).decision.verdict == "refuse"
    later = MEASURE.format(saves="2500", finish="2035-10-31", status="committed")
    found = judge("34000", more=later)
    assert found.decision.verdict == "undetermined"
    assert found.decision.indicative == "refuse"
    assert codes(found) == {"missing.deadline"}


def test_a_figure_that_is_stated_adds_to_no_source(judge: Judge) -> None:
    """Measures are held against what is computed, beside a milder figure that is stated."""
    stated = (
        'variant = "液碱≥30%"\n'
        'specific_energy = { comprehensive_energy = "300 kgce/t", evidence = "x" }'
    )
    two = '[[sources]]\nname = "照明"\nmethod = "electricity"\namount = "1 kWh"\n'
    measure = MEASURE.format(saves="2501", finish="2027-10-31", status="committed")
    found = judge("34000", product=stated, more=two + measure)
    assert found.decision.verdict == "retrofit"


def test_an_operating_plant_keeps_level_3(judge: Judge) -> None:
    """It is put right by a deadline, never refused or stopped; level 2 does not bind it."""
    assert judge("34000", stage="已投产").decision.verdict == "pass"
    found = judge("36000", stage="已投产")
    assert found.decision.verdict == "retrofit"
    assert "限期治理" in clauses(found)
    assert "节约能源法第16条第2款" in clauses(found)
    assert "节约能源法第72条" in clauses(found)
    assert "未经节能审查" in clauses(found)  # not known: said as a case


def test_an_operating_plant_that_was_reviewed_or_not(judge: Judge) -> None:
    """Reviewed before it was built: production goes on. Built before the review: it stops."""
    days = "review_opinion_date = {}\nconstruction_start = {}"
    lawful = judge("36000", stage="已投产", facts=days.format("2024-01-01", "2024-06-01"))
    assert "停止生产、使用" not in clauses(lawful)
    unlawful = judge("36000", stage="已投产", facts=days.format("2024-06-01", "2024-01-01"))
    assert unlawful.decision.verdict == "retrofit"
    assert "责令停止生产、使用" in clauses(unlawful)
    assert "限期治理" not in clauses(unlawful)


def test_a_standard_newer_than_the_review(judge: Judge) -> None:
    """It does not refuse: a person compares the edition of the day of the review."""
    found = judge("34000", stage="在建", facts="review_opinion_date = 2025-04-30")
    assert found.decision.verdict == "undetermined"
    assert codes(found) == {"missing.limit_newer"}
    same = judge("34000", stage="在建", facts="review_opinion_date = 2025-05-01")
    assert same.decision.verdict == "stop"


def test_before_the_standard_nothing_binds(judge: Judge) -> None:
    """On a day before its force the limit is no ground."""
    found = judge("34000", world=open_world(date(2025, 4, 30)), admission="")
    assert found.facts[0].mandate is None
    assert found.decision.ground == ""


def test_a_figure_that_is_stated_never_betters_the_computed_one(judge: Judge) -> None:
    """The worse of the two governs."""
    stated = (
        'variant = "液碱≥30%"\nspecific_energy = {{ comprehensive_energy = "{}", evidence = "x" }}'
    )
    better = judge("34000", product=stated.format("300 kgce/t"))
    assert better.decision.verdict == "refuse"
    worse = judge("31000", product=stated.format("316 kgce/t"))
    assert worse.decision.verdict == "refuse"
    assert worse.facts[0].mandate is not None
    assert worse.facts[0].mandate.limits[0].strictest.value == 316
    both = judge("31000", product=stated.format("312 kgce/t"))
    assert both.decision.verdict == "pass"


def test_without_a_variant_every_limit_may_apply(judge: Judge) -> None:
    """Within the strictest it passes, beyond the laxest it does not; between, it is asked for."""
    found = judge("31000", product="")
    assert found.facts[0].mandate is not None
    (limit,) = found.facts[0].mandate.limits
    low, high = limit.strictest.limit, limit.laxest.limit
    assert low < high

    def at(value: Fraction) -> Assessment:
        return judge(f"{float(value * 100):.4f}", product="")

    assert at(low - 1).decision.verdict == "pass"
    assert at(high + 1).decision.verdict == "refuse"
    between = at((low + high) / 2)
    assert between.decision.verdict == "undetermined"
    assert between.decision.indicative == "pass"
    (missing,) = between.decision.missing
    assert missing.code == "missing.limit"
    assert "液碱≥30%" in sentence(missing.code, "zh", missing.params)


def _tyre(power: str) -> str:
    return (
        '[project]\nname = "x"\nstage = "在建"\nsector = "轮胎和橡胶制品"\n'
        'region = "湖南省郴州市"\n'
        'year = 2026\n[[products]]\nname = "子午线轮胎"\namount = "18 万t"\nvariant = "全钢"\n'
        f'[[sources]]\nname = "外购电力"\nmethod = "electricity"\namount = "{power} 亿kWh"\n'
        '[[sources]]\nname = "蒸汽"\nmethod = "heat"\namount = "1 GJ"\n'
    )


def test_a_limit_read_in_one_place_stops_nothing() -> None:
    """A value of grade B is left to a person, with the standard to check."""
    found = assess(parse_project(_tyre("4"), WORLD), WORLD)
    assert found.decision.verdict == "undetermined"
    assert "missing.limit_grade" in codes(found)


def test_what_is_missing_decides_nothing(judge: Judge) -> None:
    """Law 2: where a source has no amount, the limit is shown and the verdict stays open."""
    more = '[[sources]]\nname = "煤"\nmethod = "combustion"\nmaterial = "烟煤"\n'
    found = judge("34000", more=more)
    assert found.decision.verdict == "undetermined"


def numbers(a: Assessment) -> dict[str, Any]:
    """The figures of the limits."""
    assert a.facts[0].mandate is not None
    return {x.indicator: x.strictest.value for x in a.facts[0].mandate.limits if x.comparisons}


def test_the_plan_aims_at_the_limit_too(judge: Judge) -> None:
    """The figure that measures are held against is the one that is compared."""
    assert numbers(judge("34000")) == {"comprehensive_energy": 340}
