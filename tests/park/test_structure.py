"""A structure that the plan states: shares of the park's activity, each figure by hand."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path as File

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.errors import InputError
from carbon_eia.parks.effects import effects_between
from carbon_eia.parks.evaluate import evaluate_park
from carbon_eia.parks.park_account import ParkAccount, take_account
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_record import make_record
from carbon_eia.parks.scenario import Path, follow
from carbon_eia.run.records import QuantityRecord
from carbon_eia.units import decimal_text
from tests.sampling import at_most

from .small import coal, heat, member, power, project, read, scenario, the_world, transfer

F = Fraction
ROOT = File(__file__).resolve().parents[2]
FILES = {
    "甲": project("甲", power("电", "400") + coal("煤", "100")),  # 100 万元: 200 + 220 t
    "乙": project("乙", power("电", "600"), "300"),  # 300 万元: 300 t
    "新": project("新", power("电", "200"), "60"),  # 60 万元: 100 t
}
MEMBERS = (
    member("enterprises", "甲")
    + member("enterprises", "乙")
    + member("projects", "新", "start = 2028")
)


def shares(**stated: str) -> str:
    """Changes that state a structure in 2030; ``rest`` is what has no name."""
    return ";".join(
        f'year = 2030\nactivity_share = "{v} %"' + ("" if k == "rest" else f'\nof = "{k}"')
        for k, v in stated.items()
    )


def followed(
    changes: str, kind: str = "baseline", files: dict[str, str] = FILES, members: str = MEMBERS
) -> tuple[Park, ParkAccount, Path]:
    """The small park in one scenario."""
    park = read(members + scenario("情景", kind, changes), files)
    account = take_account(park, the_world())
    return park, account, follow(park, account, park.scenarios[0], the_world())


def test_a_structure_moves_activity_and_holds_the_whole() -> None:
    """400 万元, 25 and 75 % → 40 and 60 %: 甲 × 1.6, 乙 × 0.8; 420 × 1.6 + 300 × 0.8 = 912 t.

    In 2027, two fifths of the way: 420 × 1.24 + 300 × 0.92 = 796.8 t.
    """
    _, _, path = followed(shares(甲="40", 乙="60"))
    assert path.at(2030).activity == {"甲": 160, "乙": 240}
    assert path.at(2030).total() == 912
    assert path.at(2027).total() == F("796.8")
    assert {y.value() for y in path.years} == {400}


def test_the_whole_grows_as_the_activity_of_all_and_others_share_the_rest() -> None:
    """(100 + 300 + 60) × 1.1 = 506 万元; 新 30 % is 151.8, 甲 and 乙 share 354.2 as one to three.

    100 × 151.8 ÷ 60 + 420 × 88.55 ÷ 100 + 300 × 265.65 ÷ 300 = 253 + 371.91 + 265.65 t.
    """
    changes = 'year = 2030\nactivity = "10 %";' + shares(新="30", rest="70")
    _, _, path = followed(changes, "plan")
    assert path.at(2030).activity == {"甲": F("88.55"), "乙": F("265.65"), "新": F("151.8")}
    assert path.at(2030).total() == F("890.56")


def test_a_structure_alone_is_the_effect_of_structure() -> None:
    """The whole change of 192 t is structure: neither activity nor intensity moves."""
    _, _, path = followed(shares(甲="40", 乙="60"))
    assert effects_between(path.at(2025), path.at(2030)) == (0, 192, 0, 0, 0)


def test_a_share_of_nothing_closes_a_member() -> None:
    """乙 has all: 300 × 400 ÷ 300 = 400 t; what 甲 emitted goes linearly to nothing."""
    _, _, path = followed(shares(甲="0", 乙="100"))
    assert path.at(2030).total() == 400
    effects = effects_between(path.at(2025), path.at(2030))
    assert effects is not None
    assert effects.total() == 400 - 720


def test_two_structures_are_joined_and_the_last_is_held() -> None:
    """甲 from 25 % through 50 % in 2027 to 40 % in 2029: 45 % in 2028, 40 % in 2030."""
    early = shares(甲="50", 乙="50").replace("2030", "2027")
    late = shares(甲="40", 乙="60").replace("2030", "2029")
    _, _, path = followed(f"{early};{late}")
    assert path.at(2027).activity["甲"] == 200
    assert path.at(2028).activity["甲"] == 180
    assert path.at(2030).activity["甲"] == 160


def test_a_project_that_starts_later_comes_as_its_own_file_says() -> None:
    """A structure of 2027 speaks of 甲 and 乙; 新 has its 60 万元 and 100 t from 2028 on."""
    stated = shares(甲="40", 乙="60").replace("2030", "2027")
    _, _, path = followed(stated, "plan")
    assert path.at(2027).value() == 400
    assert path.at(2030).activity == {"甲": 160, "乙": 240, "新": 60}
    assert path.at(2030).total() == 912 + 100


def test_a_sector_is_named_in_chinese_and_a_total_has_a_share() -> None:
    """其他工业 100 → 200 of 400 万元 and the total of a sector 300 → 200: 420 × 2 + 90 × 2 ÷ 3."""
    total = '[[totals]]\nname = "食品"\nsector = "food"\nadded_value = "300 万元"\n'
    total += 'emission = "90 tCO2"\nsource = "统计"\n'
    members = member("enterprises", "甲") + total
    label = the_world().sector_label("other-industry")
    changes = shares(**{label: "50", "食品": "50"})
    park, _, path = followed(changes, members=members)
    assert path.at(2030).activity == {"甲": 200, "食品": 200}
    assert path.at(2030).total() == 840 + 60
    assert park.scenarios[0].changes[0].of == "other-industry"


def test_the_heat_plant_follows_what_the_structure_asks() -> None:
    """Its buyer doubles (50 → 100 of 200 万元), so its 200 t of coal do: 440 → 880 t."""
    plant = coal("燃煤", "200") + heat("外供蒸汽", "1000", more='supply = "外供"')
    files = {
        "甲": project("甲", heat("蒸汽", "1000"), "50"),
        "乙": project("乙", power("电", "0"), "150"),
        "热电": project("热电", plant, None),
    }
    members = member("enterprises", "甲") + member("enterprises", "乙")
    members += member("facilities", "热电", 'kind = "heat_power"')
    members += transfer("热电", "外供蒸汽", "甲", "蒸汽")
    _, _, path = followed(shares(甲="50", 乙="50"), files=files, members=members)
    assert path.at(2025).total() == 440
    assert path.at(2030).total() == 880


MISFITS = {
    "of what has not begun": (shares(新="40", rest="60"), "baseline", "CE-K021", "新"),
    "that leaves a member out": (shares(甲="40", 乙="60"), "plan", "CE-K022", "新"),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_structure_fits_what_runs(case: str) -> None:
    """A share of nothing, a member without a share: an error that names it."""
    changes, kind, code, name = MISFITS[case]
    with pytest.raises(InputError) as caught:
        followed(changes, kind)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert name in problem.message("zh")
    assert problem.place.line


def test_a_sector_without_activity_is_told_by_its_name() -> None:
    """其他工业 has closed by 2030: its name stands there in either language, never its id."""
    total = '[[totals]]\nname = "食品"\nsector = "food"\nadded_value = "300 万元"\n'
    total += 'emission = "90 tCO2"\nsource = "统计"\n'
    members = member("enterprises", "甲", "close = 2028") + total
    label = the_world().sectors()["other-industry"]
    with pytest.raises(InputError) as caught:
        followed(shares(**{label["zh"]: "50", "食品": "50"}), members=members)
    (problem,) = caught.value.problems
    assert problem.code == "CE-K021"
    assert label["zh"] in problem.message("zh")
    assert label["en"] in problem.message("en")


def test_a_member_without_value_has_no_share() -> None:
    """CE-K023: it is named, and nothing is taken for zero."""
    files = {**FILES, "乙": project("乙", power("电", "600"), None)}
    with pytest.raises(InputError) as caught:
        followed(shares(甲="40", 乙="60"), files=files)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["names"]) == ("CE-K023", "乙")


def test_shares_that_do_not_add_to_all_are_told_exactly() -> None:
    """33.3 + 66.6 is 99.9: a tenth of a point is missing, and every share stands there."""
    with pytest.raises(InputError) as caught:
        followed(shares(甲="33.3", rest="66.6"))
    (problem,) = caught.value.problems
    assert problem.code == "CE-K020"
    assert "合计 99.9 %" in problem.message("zh")
    assert "相差 −0.1 个百分点：甲 33.3 % + 其余成员 66.6 %" in problem.message("zh")
    assert "the other members 66.6 %" in problem.message("en")


def test_a_structure_of_the_optimised_plan_is_a_suggestion_of_its_own() -> None:
    """Alone in the plan it saves 720 + 100 − …: 甲 5 % of 460 is 23 万元, 乙 and 新 share the rest;
    the saving of energy that stands in the same change is another suggestion."""
    stated = shares(甲="5", rest="95").replace("\n", '\nenergy = "-10 %"\n', 1)
    text = scenario("规划", "plan") + scenario("优化", "optimised", stated, 'projects = "all"')
    park = read(MEMBERS + text, FILES)
    evaluation = evaluate_park(park, the_world())
    saved = {s.kind: s.saves for s in evaluation.suggestions}
    after = 420 * F(23, 100) + (300 + 100) * F(437, 360)
    assert saved == {"structure": 820 - after, "energy": F(42)}
    record = make_record(evaluation)
    assert record.scenarios[1].changes[1].activity_share == QuantityRecord(value="95", unit="%")


def test_the_structure_of_the_docs_adds_up() -> None:
    """The snippet of docs/park.md: sectors that are known, shares that are all of the park."""
    text = (ROOT / "docs" / "park.md").read_text(encoding="utf-8")
    snippet = tomllib.loads(text.split("```toml")[1].split("```")[0])
    stated = [c for c in snippet["scenarios"][0]["changes"] if "activity_share" in c]
    assert sum(F(c["activity_share"].removesuffix(" %")) for c in stated) == 100
    assert all(the_world().sector_ids(c["of"]) for c in stated if "of" in c)


VALUES = st.lists(st.integers(1, 900), min_size=2, max_size=4)


def _park(values: list[int], stated: list[Fraction]) -> Path:
    """Enterprises with these values, each with coal and power, and a structure in 2030."""
    names = "甲乙丙丁"[: len(values)]
    files = {
        n: project(n, power("电", str(7 * v % 50)) + coal("煤", str(3 * v % 40)), str(v))
        for n, v in zip(names, values, strict=True)
    }
    members = "".join(member("enterprises", n) for n in names)
    text = {n: decimal_text(s * 100, 30) for n, s in zip(names, stated, strict=True)}
    return followed(shares(**text), files=files, members=members)[2]


@given(st.permutations([F(1, 8), F(1, 4), F(1, 8), F(1, 2)]), st.integers(1, 90))
@at_most(10)
def test_a_structure_equal_to_what_is_there_changes_nothing(
    structure: list[Fraction], size: int
) -> None:
    """Every member emits and makes what it did, in every year, to the last digit."""
    path = _park([int(8 * size * s) for s in structure], structure)
    assert len({(y.total(), tuple(y.activity.items())) for y in path.years}) == 1


@given(VALUES, st.data())
@at_most(20)
def test_the_structure_comes_out_as_stated(values: list[int], data: st.DataObject) -> None:
    """Shares exact, the whole held in every year, the effects the whole change, also with zeros."""
    cuts = sorted(data.draw(st.integers(0, 1000)) for _ in values[1:])
    parts = [F(b - a, 1000) for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    path = _park(values, parts)
    first, last = path.at(2025), path.at(2030)
    assert {y.value() for y in path.years} == {sum(values)}
    assert list(last.activity.values()) == [p * sum(values) for p in parts]
    effects = effects_between(first, last)
    assert effects is not None
    assert effects.total() == last.total() - first.total()
    assert effects.activity == effects.intensity == effects.grid == 0
