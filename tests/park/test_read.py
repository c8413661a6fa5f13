"""What is wrong in a park file is said, all at once, each with its place."""

from __future__ import annotations

import pytest

from carbon_eia.errors import InputError
from carbon_eia.parks.park_file import park_fields, parse_park

from .small import HEAD, coal, member, power, project, read, scenario, the_world, transfer

FILES = {n: project(n, power("电", "10") + coal("煤", "1")) for n in ("甲", "乙", "新")}
MEMBERS = member("enterprises", "甲") + member("enterprises", "乙")


def codes(text: str, files: dict[str, str] = FILES, head: str = HEAD) -> list[str]:
    """The codes of the problems of a park, each with its sentences and its place."""
    with pytest.raises(InputError) as caught:
        read(text, files, head)
    for p in caught.value.problems:
        assert p.place.key or p.place.file
        assert p.message("zh")
        assert p.message("en")
        p.hint("zh")
        p.hint("en")
    return [p.code for p in caught.value.problems]


def test_a_park_without_faults_is_read() -> None:
    """Members with their projects, in the order of the file."""
    park = read(MEMBERS + member("projects", "新", "start = 2027"), FILES)
    assert [(m.name, m.role, m.measures) for m in park.members] == [
        ("甲", "enterprises", "none"),
        ("乙", "enterprises", "none"),
        ("新", "projects", "committed"),
    ]
    assert park.horizon == (2025, 2026, 2027, 2028, 2029, 2030)
    assert set(park.texts) == {"甲.toml", "乙.toml", "新.toml"}


def change(text: str) -> str:
    """A plan scenario with changes."""
    return MEMBERS + scenario("规划", "plan", text)


TOTAL = '[[totals]]\nname = "其他"\nsector = "{}"\n{}\nsource = "统计"\n'

WRONG = {
    "a plan year before the base year": (
        MEMBERS,
        HEAD.replace("[2030]", "[2020, 2030]"),
        ["CE-K003"],
    ),
    "a start in the base year": (
        MEMBERS + member("projects", "新", "start = 2025"),
        HEAD,
        ["CE-K003"],
    ),
    "a project without a start": (MEMBERS + member("projects", "新"), HEAD, ["CE-P003"]),
    "a name twice": (MEMBERS + member("enterprises", "甲"), HEAD, ["CE-K004", "CE-K005"]),
    "a scenario twice": (MEMBERS + scenario("一", "own") * 2, HEAD, ["CE-K004"]),
    "a sector total beside its own projects": (
        MEMBERS + TOTAL.format("other-industry", 'emission = "5 tCO2"'),
        HEAD,
        ["CE-K006"],
    ),
    "a total with an emission and an intensity": (
        MEMBERS + TOTAL.format("food", 'emission = "5 tCO2"\nintensity = "1 tCO2/万元"'),
        HEAD,
        ["CE-K007"],
    ),
    "a sale of a member that is not there": (
        MEMBERS + transfer("丙", "电", "甲", "电"),
        HEAD,
        ["CE-K008"],
    ),
    "a sale of a source that is not there": (
        MEMBERS + transfer("乙", "汽", "甲", "电"),
        HEAD,
        ["CE-K008"],
    ),
    "a sale to a member without its source": (
        MEMBERS + transfer("乙", "电", "甲", ""),
        HEAD,
        ["CE-P003"],
    ),
    "a change of something unknown": (
        change('year = 2030\nof = "丁"\nenergy = "1 %"'),
        HEAD,
        ["CE-K008"],
    ),
    "a change after the horizon": (change('year = 2031\nenergy = "1 %"'), HEAD, ["CE-K003"]),
    "half of a switch": (change('year = 2030\nswitch_from = "烟煤"'), HEAD, ["CE-K002"]),
    "shares that are more than all": (
        change(
            'year = 2030\nswitch_from = "烟煤"\nswitch_to = "天然气"\nshare = "60 %";'
            'year = 2030\nswitch_from = "烟煤"\nswitch_to = "电力"\nshare = "50 %"'
        ),
        HEAD,
        ["CE-K012"],
    ),
    "shares of activity that are less than all": (
        change(
            'year = 2030\nof = "甲"\nactivity_share = "60 %";year = 2030\nof = "乙"\n'
            'activity_share = "39.9 %"'
        ),
        HEAD,
        ["CE-K020"],
    ),
    "a share of activity twice": (
        change('year = 2030\nof = "甲"\nactivity_share = "50 %";' * 2),
        HEAD,
        ["CE-K004"],
    ),
    "a share beside a change of activity": (
        change(
            'year = 2030\nof = "甲"\nactivity_share = "50 %"\nactivity = "1 %";'
            'year = 2030\nactivity_share = "50 %"'
        ),
        HEAD,
        ["CE-K024"],
    ),
    "a structure where projects are chosen": (
        MEMBERS + scenario("优化", "optimised", 'year = 2030\nactivity_share = "100 %"'),
        HEAD,
        ["CE-K025"],
    ),
    "measures of an enterprise": (
        member("enterprises", "甲", 'measures = "all"'),
        HEAD,
        ["CE-K013"],
    ),
    "a cap without its source": (
        MEMBERS + '[[years]]\nyear = 2030\ncarbon_cap = "5 tCO2"\n',
        HEAD,
        ["CE-P003"],
    ),
    "figures of the city without a source": (
        MEMBERS + '[city]\ntotal = "5 tCO2"\n',
        HEAD,
        ["CE-P003"],
    ),
    "a sink without its amount": (
        MEMBERS + '[[sinks]]\nname = "绿地"\nsource = "调查"\n',
        HEAD,
        ["CE-P003"],
    ),
    "renewables without their year": (
        MEMBERS
        + '[[renewables]]\nname = "光伏"\ngeneration = "1 MWh"\nused = "1 MWh"\nsource = "计量"\n',
        HEAD,
        ["CE-P003"],
    ),
    "a key that nobody knows": (MEMBERS + "[parc]\n", HEAD, ["CE-P002"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(case: str) -> None:
    """Each fault of the list with its own code, and nothing besides."""
    text, head, expected = WRONG[case]
    assert codes(text, head=head) == expected


def test_one_project_in_two_files_is_found() -> None:
    """The same project under two names, recognised by its code."""
    coded = {
        n: t.replace("stage = ", 'code = "2602-431021-04-01-000001"\nstage = ')
        for n, t in FILES.items()
    }
    assert codes(MEMBERS, coded) == ["CE-K005"]


def test_the_problems_of_all_files_come_together() -> None:
    """Two project files and the park's own, in one answer, each at its file."""
    broken = {"甲": FILES["甲"].replace("10 MWh", "10"), "乙": FILES["乙"].replace("1 t", "1 MT")}
    with pytest.raises(InputError) as caught:
        read(MEMBERS + "[parc]\n", broken)
    assert {p.place.file for p in caught.value.problems} == {"park.toml", "甲.toml", "乙.toml"}


def test_a_file_outside_the_folder_is_not_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Neither by .. nor by a path from the root."""
    from carbon_eia.parks.park_file import read_park

    inside = tmp_path / "park"
    inside.mkdir()
    (tmp_path / "secret.toml").write_text(FILES["甲"], encoding="utf-8")
    for name in ("../secret.toml", str(tmp_path / "secret.toml")):
        entry = f'[[enterprises]]\nname = "甲"\nfile = "{name}"\n'
        (inside / "park.toml").write_text(HEAD + entry, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_park(inside / "park.toml", the_world())
        assert [p.code for p in caught.value.problems] == ["CE-K001"]


def test_every_code_has_its_sentences() -> None:
    """In both languages, each with how to mend it."""
    from carbon_eia.messages import catalogue

    for lang in ("zh", "en"):
        found = {c for c in catalogue(lang) if c.startswith("CE-K")}
        assert {c.removesuffix(".hint") for c in found} == {c for c in found if "." not in c}


def test_every_field_says_what_it_is() -> None:
    """In both languages: the reference page and the template come from there."""
    for section in park_fields().values():
        assert all(f.zh and f.en for f in section.values())


def test_a_park_is_read_from_texts_alone() -> None:
    """As it is when a record is computed again: no file is opened."""
    files = {f"{n}.toml": t for n, t in FILES.items()}
    again = parse_park(HEAD + MEMBERS, the_world(), files.__getitem__)
    assert again == read(MEMBERS, FILES)
