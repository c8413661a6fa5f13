"""What a project file may say, and what is read of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.errors import InputError
from carbon_eia.project import Project, fields, parse_project
from carbon_eia.project.lines_of_keys import key_lines
from carbon_eia.reference import World, methods

HEAD = """\
[project]
name = "某项目"
stage = "{stage}"
sector = "{sector}"
region = "{region}"
year = 2026
"""


def read(world: World, body: str = "", **head: str) -> Project:
    """A project with a plain head."""
    facts = {"stage": "拟建", "sector": "其他", "region": "郴州市", **head}
    return parse_project(HEAD.format(**facts) + body, world)


def amount(world: World, typed: str) -> Fraction:
    """The amount of a coal source in tonnes, as typed in TOML."""
    body = f'[[sources]]\nname = "煤"\nmethod = "combustion"\namount = {typed}\n'
    return read(world, body).sources[0].parameters["amount"].to("t")


@pytest.mark.parametrize(
    "typed",
    [
        '"16.8 万t"',
        '"16.8 万t/a"',
        '"16.8 万t/年"',
        '"168000 t"',
        '{ value = 16.8, unit = "万t" }',
        '{ value = "16.8", unit = "万t" }',
        '{ value = 168000, unit = "t" }',
        '{ unit = "万t/a", value = 16.8 }',
        '{ value = 1.68e5, unit = "t" }',
        '"１６．８万吨"',
    ],
)
def test_forms_of_one_amount(typed: str, world: World) -> None:
    """String and table, with and without the year, Chinese or English: one exact amount."""
    assert amount(world, typed) == 168_000


def test_decimals_are_exact(world: World) -> None:
    """A decimal is read as typed, not as the nearest binary number."""
    assert amount(world, '{ value = 0.1, unit = "t" }') == Fraction(1, 10)
    assert amount(world, '"0.30000000000000000001 t"') == Fraction("0.30000000000000000001")
    bare = '[[sources]]\nname = "石"\nmethod = "carbonate"\npurity = 0.90000000000000000001\n'
    purity = read(world, bare).sources[0].parameters["purity"]
    assert purity.to("1") == Fraction("0.90000000000000000001")


@pytest.mark.parametrize("typed", ["98", "1.5", '"98"'])
def test_a_share_above_one_is_not_guessed_to_be_percent(typed: str, world: World) -> None:
    """98 without a sign is not taken for 98 %."""
    body = f'[[sources]]\nname = "石"\nmethod = "carbonate"\npurity = {typed}\n'
    with pytest.raises(InputError) as caught:
        read(world, body)
    assert [p.code for p in caught.value.problems] == ["CE-P007"]


@pytest.mark.parametrize(
    "typed", ['"98 %"', "0.98", '"0.98"', '"980 ‰"', '{ value = 98, unit = "%" }']
)
def test_a_share_in_its_ways(typed: str, world: World) -> None:
    """98 % and 0.98 are one share."""
    body = f'[[sources]]\nname = "石"\nmethod = "carbonate"\npurity = {typed}\n'
    assert read(world, body).sources[0].parameters["purity"].to("1") == Fraction("0.98")


def test_a_saving_of_one_year_may_say_so(world: World) -> None:
    """What a measure saves is a quantity of one year too, with /a or without."""
    body = (
        '[[sources]]\nname = "电"\nmethod = "electricity"\namount = "10 万kWh/a"\n'
        '[[measures]]\nname = "m"\neffects = [{ source = "电", saves = "1 万kWh/a" }]\n'
    )
    saves = read(world, body).measures[0].effects[0].saves
    assert saves is not None
    assert saves.to("kWh") == 10_000


@pytest.mark.parametrize("typed", ["2027-10-31", '"2027-10-31"', "2027-10-31T08:00:00"])
def test_dates(typed: str, world: World) -> None:
    """A date is a TOML date or its text."""
    body = (
        '[[sources]]\nname = "电"\nmethod = "electricity"\n'
        '[[measures]]\nname = "m"\neffects = [{ source = "电", saves = "1 %" }]\n'
        f"finish = {typed}\n"
    )
    assert read(world, body).measures[0].finish == date(2027, 10, 31)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("拟建", "proposed"),
        ("在建", "under_construction"),
        ("proposed", "proposed"),
        (" 拟建 ", "proposed"),
    ],
)
def test_choices_in_both_languages(stage: str, code: str, world: World) -> None:
    """A choice is given in Chinese or English."""
    assert read(world, stage=stage).stage == code


@pytest.mark.parametrize("name", ["石灰", "lime", "生石灰", "3012", "C3012", " c3012 "])
def test_a_sector_by_any_of_its_names(name: str, world: World) -> None:
    """Id, Chinese or English name, alias and GB/T 4754 code mean one sector."""
    assert read(world, sector=name).sector == "lime"


@pytest.mark.parametrize("name", ["3011（水泥粉磨）", "3011(水泥粉磨)", "水泥粉磨"])
def test_a_shared_code_with_its_mark(name: str, world: World) -> None:
    """The marked form of a code that several sectors share means one of them."""
    assert read(world, sector=name).sector == "cement"


def test_the_region_stays_as_written(world: World) -> None:
    """A region is recognised in what was written, and shown as it was written."""
    assert read(world, region="湖南省郴州市桂阳县某镇").region == "湖南省郴州市桂阳县某镇"


def test_what_is_missing_is_none_and_not_zero(world: World) -> None:
    """Law 2: an output that is not given is not an output of zero."""
    project = read(world, '[[products]]\nname = "产品"\n')
    assert project.products[0].amount is None
    assert project.economics.added_value is None
    assert project.city.total is None


@pytest.mark.parametrize(
    "body",
    [
        "[[sources]]\n",
        '[[sources]]\nname = "汽"\nmethod = "heat"\nsteam = {}\n',
        '[[sources]]\nname = "水"\nmethod = "heat"\nhot_water = {}\n',
        "[[products]]\n",
        "[[measures]]\n",
        "sources = [{}]\n",
    ],
)
def test_an_empty_table_lacks_its_keys(body: str, world: World) -> None:
    """A table with nothing in it is as wrong as one with half of its keys."""
    text = HEAD.format(stage="拟建", sector="其他", region="郴州")
    if body.startswith("sources ="):
        text, body = body + text, ""
    with pytest.raises(InputError) as caught:
        parse_project(text + body, world)
    assert {p.code for p in caught.value.problems} == {"CE-P003"}


def test_key_lines_names_every_key() -> None:
    """The scanner finds tables, arrays of tables, quoted and indented keys, past strings."""
    text = (
        '# [no]\n[a]\nx = 1\n  y = "[b] # = no"\n\n[[b]]\nz = [\n  { w = 1 },\n]\n'
        "[[b]]\nt = '''\nx = 9\n'''\n\"quoted\" = 2\n"
    )
    assert key_lines(text) == {
        "a": 2,
        "a.x": 3,
        "a.y": 4,
        "b[0]": 6,
        "b[0].z": 7,
        "b[1]": 10,
        "b[1].t": 11,
        "b[1].quoted": 14,
    }


def test_the_table_of_fields_is_whole() -> None:
    """fields.csv gives every field a label in both languages, a type, and units that parse."""
    from carbon_eia.units import of_gas, parse_unit

    sections = (
        "project",
        "economics",
        "city",
        "products",
        "sources",
        "measures",
        "planning",
        "effects",
    )
    for section in (*sections, *methods(), "steam", "hot_water"):
        for field in fields(section).values():
            assert field.zh, field
            assert field.en, field
            assert bool(field.unit) == (field.type in ("quantity", "annual", "shares")), field
            for unit in field.unit:
                assert parse_unit(of_gas(unit, "N2O"))


def test_examples_of_fields_are_valid(world: World) -> None:
    """The example of a quantity in the documentation is one that is accepted."""
    for section in methods():
        known = fields(section)
        lines = [
            f'{k} = "{f.example}"' for k, f in known.items() if f.example and f.type != "table"
        ]
        body = f'[[sources]]\nname = "例"\nmethod = "{section}"\n' + "\n".join(lines) + "\n"
        assert set(read(world, body).sources[0].parameters) == {
            k for k, f in known.items() if f.example and f.type in ("quantity", "annual")
        }
