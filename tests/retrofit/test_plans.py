"""The plan of a whole project: what it says where there is one, and why where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.project import parse_project
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import World
from carbon_eia.run import canonical, make_run

ROOT = Path(__file__).resolve().parents[2]
LEAD = (ROOT / "samples" / "lead-smelter" / "project.toml").read_text(encoding="utf-8")

Planned = Callable[..., dict[str, Any]]


@pytest.fixture
def planned(world: World, demo_benchmarks: list[Any]) -> Planned:
    """A function: text of a project → its Run, with a plan unless it says otherwise."""

    def run(text: str, plan: bool = True) -> dict[str, Any]:
        found: Assessment = assess(parse_project(text, world), world, demo_benchmarks, plan)
        return json.loads(canonical(make_run(found)))

    return run


ELECTRIC = (
    ('amount = "1.5 万t"', 'amount = "1 万t"'),
    ('amount = "1.2 万t"', 'amount = "2000 t"'),
    ('amount = "350 万Nm3"', 'amount = "130 万Nm3"'),
    ('amount = "1 亿kWh"', 'amount = "1.6 亿kWh"'),
)


def lead(deadline: str) -> str:
    """The lead smelter with another deadline."""
    return LEAD.replace("2027-12-31", deadline)


def within(deadline: str) -> str:
    """A smelter within the mandatory limit of a new one that only both measures bring to 1.08.

    Energy: 10000 × 0.9714 + 2000 t of anthracite + 1.3 million Nm3 of gas + 1.6e8 kWh × 0.1229
    = 32778 tce, 327.8 ≤ 330 kgce/t. Carbon: 28620 + 4645.5 + 2810.8 + 2427.1 + 79616 = 118119.5 t;
    less 30 % of coke and coal, 9979.7 t, it is 1.0814; less 6e6 kWh too, 2985.6 t, it is 1.0515.
    """
    text = lead(deadline)
    for old, new in ELECTRIC:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_a_later_deadline_turns_refusal_into_retrofit(planned: Planned) -> None:
    """By 2027 the smelter is refused; given until 2029 it is to be retrofitted, and by what."""
    early, late = planned(within("2027-12-31")), planned(within("2029-03-31"))
    assert early["decision"]["verdict"] == "refuse"
    assert early["retrofit"]["plan"]["status"] == "infeasible"
    assert early["retrofit"]["plan"]["reason"]["code"] == "planning.time"
    assert early["retrofit"]["plan"]["nearest_finish"] == "2029-03-31"
    assert late["decision"]["verdict"] == "retrofit"
    plan = late["retrofit"]["plan"]
    assert plan["status"] == "optimal"
    names = [m["name"] for m in plan["measures"]]
    assert names == ["冶炼烟气余热发电", "液态高铅渣直接还原"]
    conditions = " ".join(c["text"] for c in late["decision"]["conditions"])
    assert all(n in conditions for n in names)
    assert plan["finish"] == "2029-03-31"


def test_the_verdict_does_not_depend_on_the_flag(planned: Planned) -> None:
    """With a plan and without, everything but the plan itself is the same."""
    for deadline in ("2027-12-31", "2029-03-31"):
        with_plan, without = planned(within(deadline)), planned(within(deadline), plan=False)
        assert without["retrofit"]["plan"] is None
        assert without["retrofit"]["catalogue"] is None
        for run in (with_plan, without):
            for key in ("plan", "catalogue"):
                run["retrofit"].pop(key)
            run.pop("id")
        assert with_plan == without


def test_the_plan_is_the_inventory_taken_again(planned: Planned) -> None:
    """What the measures save one by one is what the intensity falls by, times the output."""
    plan = planned(lead("2029-03-31"))["retrofit"]["plan"]
    saved = sum(_exact(m["co2e_saved"]) for m in plan["measures"])
    fall = _exact(plan["intensity_before"]) - _exact(plan["intensity"])
    assert saved == fall * 100_000
    assert [_exact(p["intensity"]) for p in plan["path"]][::2] == [
        _exact(plan["intensity_before"]),
        _exact(plan["intensity"]),
    ]


def _exact(quantity: dict[str, str]) -> Fraction:
    return Fraction(quantity.get("exact", quantity["value"]))


MORE = """
[planning]
{planning}
[[measures]]
name = "大改"
effects = [{{ source = "焦炭（还原剂）", saves = "80 %" }}]
investment = "9000 万元"
annual_cost = "100 万元"
life = 15
duration = {duration}
"""


@pytest.mark.parametrize(
    ("planning", "duration", "code"),
    [
        ("", 6, "planning.optimal"),
        ("", 40, "planning.time"),
        ('budget = "5000 万元"', 6, "planning.budget"),
        ('budget = "5000 万元"', 40, "planning.time_budget"),
        ('budget = "1 亿元"', 6, "planning.optimal"),
    ],
)
def test_why_there_is_none(planned: Planned, planning: str, duration: int, code: str) -> None:
    """Each thing that stands in the way is named: time, money, or both."""
    text = LEAD.split("[[measures]]")[0] + MORE.format(planning=planning, duration=duration)
    run = planned(text)
    assert run["retrofit"]["plan"]["reason"]["code"] == code
    feasible = code == "planning.optimal"
    assert run["decision"]["verdict"] == ("retrofit" if feasible else "refuse")
    if code == "planning.budget":
        assert run["retrofit"]["obstacle"] == "budget"
        assert "planning.over_budget" in [r["code"] for r in run["decision"]["reasons"]]
        assert "9000" in run["retrofit"]["plan"]["reason"]["text"]


def test_all_measures_together_fall_short(planned: Planned) -> None:
    """The reason gives both figures: what everything leaves, and the limit."""
    text = LEAD.split("[[measures]]")[0] + (
        '[[measures]]\nname = "小改"\neffects = [{ source = "外购电力", saves = "1 %" }]\n'
        "finish = 2027-06-30\n"
    )
    plan = planned(text)["retrofit"]["plan"]
    assert (plan["status"], plan["reason"]["code"]) == ("infeasible", "planning.measures")
    assert plan["reason"]["params"] == {"value": "1.3006", "limit": "1.0800", "unit": "tCO2/t"}


def test_annualised_cost_by_hand(planned: Planned) -> None:
    """9 000 万元 over 15 years at 8 % is 1 051.47 a year, and 100 of running cost.

    r(1+r)^15 ÷ ((1+r)^15 − 1) = 0.116830 at 8 %, as the tables of engineering economics print it.
    """
    text = LEAD.split("[[measures]]")[0] + MORE.format(planning='discount_rate = "8 %"', duration=6)
    plan = planned(text)["retrofit"]["plan"]
    assert plan["objective"] == "annualised"
    assert round(float(plan["annualised_cost"]["value"]), 1) == round(9000 * 0.116830 + 100, 1)
    assert plan["measures"][0]["start"] == "2026-07-01"
    assert plan["measures"][0]["finish"] == "2026-12-31"


def test_work_in_a_shutdown_waits_for_it(planned: Planned) -> None:
    """The last month of the work falls in the months in which the plant stands still."""
    text = LEAD.split("[[measures]]")[0] + MORE.format(
        planning='shutdowns = ["2027-02/2027-03"]', duration=6
    )
    plan = planned(text + "shutdown = true\nshutdown_months = 1\n")["retrofit"]["plan"]
    assert plan["measures"][0]["finish"] == str(date(2027, 2, 28))
    whole = planned(text + "shutdown = true\n")["retrofit"]["plan"]
    assert whole["status"] == "infeasible"


# --- the catalogue


def test_candidates_fit_the_sector(planned: Planned) -> None:
    """Entries of lead smelting and those for any sector, none of cement; none has a verdict."""
    run = planned(lead("2027-12-31"))
    entries = {e["id"]: e for e in run["retrofit"]["catalogue"]}
    assert "rm035" in entries
    assert "rm003" not in entries
    assert entries["rm078"]["general"]
    assert entries["rm035"]["declared"] == ["液态高铅渣直接还原"]
    assert entries["rm036"]["saving"] is None
    assert all(a["high"]["saves"] is None for a in entries["rm078"]["acts"])  # a part is no number
    coke = next(a for a in entries["rm035"]["acts"] if "焦炭" in a["source"])
    assert coke["high"]["co2e"] == {"value": "12879", "unit": "tCO2e/a"}  # 30 % of 42 930 t


def test_a_measure_takes_the_low_end_of_its_entry(planned: Planned, sample_text: str) -> None:
    """rm003 saves 36 kWh per t of clinker and more: 139.5 万t × 36 kWh = 5 022 万kWh, warned."""
    head = sample_text.split("[[measures]]")[0]
    text = head + '[[measures]]\nname = "余热发电"\nreference = "RM003"\nfinish = 2027-06-30\n'
    run = planned(text)
    effect = run["project"]["measures"][0]["effects"][0]
    assert effect["saves"]["typed"] == "5022 万kWh"
    assert effect["high"]["typed"] == "5161.5 万kWh"
    assert "CE-L021" in [w["code"] for w in run["warnings"]]


@pytest.mark.parametrize(
    ("effect", "verdict", "missing"),
    [
        ("", "undetermined", ["missing.saving_grade"]),
        (', saves = "4000 t"', "retrofit", []),
    ],
)
def test_a_saving_of_grade_c_carries_no_retrofit(
    world: World, sample_text: str, effect: str, verdict: str, missing: list[str]
) -> None:
    """rm009 (grade C): 0.08 GJ/t is what the retrofit rests on, and a person decides; the
    project's own figure of the same measure is a retrofit."""
    text = sample_text.split("[[measures]]")[0].replace("17.4 万t", "18.0 万t")
    text = text.replace("7900 万kWh", "7500 万kWh") + (
        '[[measures]]\nname = "六级预热器"\nreference = "rm009"\nfinish = 2027-06-30\n'
        f'status = "committed"\neffects = [{{ source = "窑头窑尾煤"{effect} }}]\n'
    )
    run = make_run(assess(parse_project(text, world), world))
    decision = run.decision
    assert (decision.verdict, [m.code for m in decision.missing]) == (verdict, missing)
    assert PROJECT.again(run, world) == run


def test_a_run_with_a_plan_is_computed_again_to_the_byte(
    world: World, demo_benchmarks: list[Any]
) -> None:
    """What verifies a report computes its plan again too."""
    project = parse_project(lead("2029-03-31"), world)
    run = make_run(assess(project, world, demo_benchmarks, plan=True))
    assert canonical(PROJECT.again(run, world)) == canonical(run)


# --- what a person must know of measures


def warned(run: dict[str, Any]) -> list[str]:
    """The codes of the warnings of a Run."""
    return [w["code"] for w in run["warnings"]]


def test_declared_dates_that_contradict_what_is_required(planned: Planned) -> None:
    """The dates stand as they are declared, and it is said that one is finished too late."""
    text = within("2029-03-31").replace(
        "start = 2027-07-01", 'start = 2027-06-01\nrequires = ["冶炼烟气余热发电"]'
    )
    run = planned(text)
    assert "CE-L022" in warned(run)
    assert run["retrofit"]["committed"] is not None


def test_a_new_source_that_lacks_a_parameter(planned: Planned) -> None:
    """What cannot be computed saves nothing, and the parameter that is missing is named."""
    text = LEAD.split("[[measures]]")[0] + (
        '[[measures]]\nname = "换料"\nfinish = 2027-06-30\neffects = [\n'
        '{ source = "焦炭（还原剂）", saves = "90 %" },\n'
        '{ source = "新燃料", method = "combustion", adds = "10 t" }]\n'
    )
    run = planned(text)
    assert "CE-L023" in warned(run)
    assert run["decision"]["verdict"] == "refuse"
