"""Law 12: a rule, a value and a target hold in their region and their period, nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError, ReferenceDataError
from carbon_eia.files import data_folder
from carbon_eia.reference import open_world, policies_in
from carbon_eia.run import make_run
from tests.rules.test_situations import GIVEN, benchmark_text
from tests.screening.test_same import assert_same, both

AssessText = Callable[..., Assessment]
DAY = date(2026, 6, 30)

SECOND = """id = "second-city"
source = "carbon-eia-assumption"
region = "440000"
decides = true
valid_from = "2025-01-01"

[[parameters]]
id = "retrofit_period_months"
value = "12"
unit = "月"
valid_from = "2025-01-01"
source = "carbon-eia-assumption"
locator = "第一条"
grade = "B"
"""


def second_city(folder: Path) -> None:
    """A policy of another place, as a file beside the others and nothing else."""
    text = SECOND
    for ident in ("admission", "retrofit", "deadline", "advanced", "evidence", "alpha", "beta"):
        text += f'[[rules]]\nid = "{ident}"\nclause = "第二条"\nseverity = "advice"\n'
        text += f'valid_from = "2025-01-01"\nzh = "{ident}"\nen = "{ident}"\n'
    (folder / "policy" / "second-city.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of factors/ to which a policy may be added."""
    return Path(shutil.copytree(data_folder("factors"), tmp_path / "factors"))


def project(region: str, deadline: str = "", intensity: str = "0.90") -> str:
    """A project of 1 000 t with a promise that brings it below 0.80 tCO2/t in two years."""
    return (
        f'[project]\nname = "x"\nstage = "拟建"\nsector = "其他"\nregion = "{region}"\n'
        f'year = 2026\n{deadline}[[products]]\nname = "产品"\namount = "1000 t"\n'
        '[[sources]]\nname = "外购电力"\nmethod = "electricity"\nfactor = "1 tCO2/MWh"\n'
        f'amount = "{intensity} GWh"\n[[measures]]\nname = "改造"\nstatus = "committed"\n'
        'finish = 2028-01-31\neffects = [{ source = "外购电力", saves = "20 %" }]\n'
    )


def test_a_place_without_a_policy_is_undetermined(assess_text: AssessText) -> None:
    """The policy of one city does not judge another; what is missing names the place."""
    world = open_world(DAY)
    values = parse_benchmarks(benchmark_text(GIVEN), world, "b.toml")
    found = assess_text(project("广东省深圳市"), values, world)
    assert found.decision.verdict == "undetermined"
    assert [m.code for m in found.decision.missing] == ["missing.no_policy"]
    run = make_run(found)
    assert "广东" in str(run.decision.missing[0])
    instruments = {r.instrument for r in run.decision.reasons}
    assert not any("郴州" in i for i in instruments)
    assert any("31号" in i for i in instruments), "national rules stand everywhere"
    at_home = assess_text(project("湖南省郴州市桂阳县"), values, world)
    assert at_home.decision.verdict == "retrofit"


def test_a_second_city_is_pure_data(folder: Path, assess_text: AssessText) -> None:
    """With a policy file of its own, another place is judged by it: its period, not Chenzhou's."""
    second_city(folder)
    world = open_world(DAY, folder)
    values = parse_benchmarks(benchmark_text(GIVEN), world, "b.toml")
    there = assess_text(project("广东省深圳市"), values, world)
    assert there.policy.id == "second-city"
    assert (there.deadline.day, there.decision.verdict) == (date(2027, 6, 30), "refuse")
    here = assess_text(project("郴州市"), values, world)
    assert here.policy.id == "chenzhou-2023"
    assert (here.deadline.day, here.decision.verdict) == (date(2029, 6, 30), "retrofit")
    before = open_world(date(2024, 12, 31), folder)
    early = assess_text(project("广东省深圳市"), (), before)
    assert "missing.policy" in [m.code for m in early.decision.missing]


def test_two_policies_for_one_place_and_day_are_refused(folder: Path) -> None:
    """A province and a city in it may not both decide: the loader says so."""
    second_city(folder)
    path = folder / "policy" / "second-city.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"440000"', '"430000"'), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        open_world(DAY, folder)
    assert "CE-R011" in {p.code for p in caught.value.problems}


@pytest.mark.parametrize("region", ['region = "999999"\n', ""])
def test_a_policy_needs_a_region_that_is_known(folder: Path, region: str) -> None:
    """A policy that holds nowhere, or says nothing of it, is refused."""
    path = folder / "policy" / "mee-346-2021.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('region = "100000"\n', region), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        open_world(DAY, folder)
    assert {p.code for p in caught.value.problems} == {"CE-R005"}


def test_a_narrower_entry_stands_in_its_region(folder: Path) -> None:
    """A province may set its own sign or figure: its entry stands there, the general elsewhere."""
    path = folder / "policy" / "ndrc-order31-2025.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index('[[rules]]\nid = "order31_energy"\n')
    rule = text[start:].split("[[", 2)
    own = "[[" + rule[1].replace(
        'id = "order31_energy"', 'id = "order31_energy"\nregion = "430000"'
    )
    path.write_text(text + "\n" + own.replace('"110"', '"105"'), encoding="utf-8")
    world = open_world(DAY, folder)

    def limit(region: str) -> str:
        (policy,) = [p for p in policies_in(world, region) if p.id == "ndrc-order31-2025"]
        check = policy.rules["order31_energy"].check
        assert check is not None
        assert check.limit is not None
        return check.limit.text

    assert (limit("湖南省郴州市"), limit("广东省")) == ("105 %", "110 %")


def test_an_instrument_of_another_region_does_not_apply(assess_text: AssessText) -> None:
    """A value adopted for Guangdong is not used in Chenzhou, and that is said."""
    world = open_world(DAY)
    text = benchmark_text(GIVEN)
    there = text.replace('id = "t"\n', 'id = "t"\nregion = "广东省"\n')
    values = parse_benchmarks(there, world, "b.toml")
    found = assess_text(project("郴州市"), values, world)
    assert "missing.admission" in [m.code for m in found.decision.missing]
    assert "CE-W040" in {reason.code for _, reason in found.warnings}
    make_run(found)
    here = text.replace('id = "t"\n', 'id = "t"\nregion = "湖南省郴州市"\n')
    found = assess_text(project("郴州市桂阳县"), parse_benchmarks(here, world, "b.toml"), world)
    assert found.decision.verdict == "retrofit"
    assert "CE-W040" not in {reason.code for _, reason in found.warnings}


def test_an_instrument_of_no_known_region_is_an_error() -> None:
    """A region that cannot be found is an error with its place, not a value that holds nowhere."""
    text = benchmark_text(GIVEN).replace('id = "t"\n', 'id = "t"\nregion = "某地"\n')
    with pytest.raises(InputError) as caught:
        parse_benchmarks(text, open_world(DAY), "b.toml")
    assert [p.code for p in caught.value.problems] == ["CE-B004"]
    assert caught.value.problems[0].place.line == 3


def a_row(**cells: str) -> dict[str, str]:
    """A row of a table: 1 000 t a year on 700 MWh, unless it says otherwise."""
    return {
        "项目名称": "x",
        "行业": "其他",
        "所在地区": "郴州市",
        "核算年份": "2026",
        "建设阶段": "拟建",
        "产品": "产品",
        "产量 (t)": "1000",
        "外购电力 (MWh)": "700",
        **cells,
    }


def test_rows_of_a_table_are_judged_where_they_stand() -> None:
    """Rows that differ in nothing but their place have the verdicts of their places."""
    world = open_world(DAY)
    text = benchmark_text(GIVEN).replace('id = "t"\n', 'id = "t"\nregion = "郴州市"\n')
    values = parse_benchmarks(text, world, "b.toml")
    regions = ("郴州市", "广东省深圳市", "湖南省永州市", "湖南省郴州市桂阳县")
    together, alone, screener = both([a_row(所在地区=r) for r in regions], world, values)
    assert_same(together, alone, screener)
    assert not together.errors
    found = [screener.outcomes[o].verdict for o in together.outcome]
    assert found == ["pass", "undetermined", "undetermined", "pass"]


def test_rows_of_operating_plants_are_judged_as_one_by_one() -> None:
    """A tenth above the approval, by what the row comes to: 0.4976 × MWh tCO2 a year."""
    world = open_world(DAY)
    values = parse_benchmarks(benchmark_text(GIVEN), world, "b.toml")
    approved = "批复的年碳排放总量 (tCO2)"
    rows = [
        a_row(建设阶段="已投产", **{"外购电力 (MWh)": power, approved: limit})
        for power, limit in (("700", "320"), ("700", "300"), ("2000", "2000"), ("600", "300"))
    ]
    together, alone, screener = both(rows, world, values)
    assert_same(together, alone, screener)
    assert not together.errors
    found = [screener.outcomes[o].verdict for o in together.outcome]
    assert found == ["pass", "retrofit", "retrofit", "pass"]


def test_rows_under_two_adopted_values_are_judged_by_the_strictest() -> None:
    """Screening and a single assessment agree where several values govern."""
    world = open_world(DAY)
    values = parse_benchmarks(benchmark_text(GIVEN), world, "a.toml")
    text = benchmark_text({**GIVEN, "admission": "0.30"}).replace('id = "t"', 'id = "u"')
    values += parse_benchmarks(text, world, "b.toml")
    together, alone, screener = both([a_row(), a_row(**{"外购电力 (MWh)": "500"})], world, values)
    assert_same(together, alone, screener)
    assert [screener.outcomes[o].verdict for o in together.outcome] == ["refuse", "pass"]
