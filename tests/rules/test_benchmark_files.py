"""Benchmark files: what an authority writes is read strictly, or refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.reference import World

GOOD = """\
[instrument]
id = "t"
title = "准入值"
number = "1号"
authority = "市政府"
date = 2026-01-01

[[values]]
sector = "水泥熟料"
product = "水泥熟料"
level = "admission"
value = "0.83 tCO2/t"
boundary = "clinker-with-electricity"
grade = "B"
adopted = true
locator = "表1"
valid_from = 2026-01-01
"""


def read(text: str, tmp_path: Path, world: World) -> list[Benchmark]:
    """The benchmarks of a text."""
    path = tmp_path / "benchmarks.toml"
    path.write_text(text, encoding="utf-8")
    return read_benchmarks(path, world)


def test_a_good_file(tmp_path: Path, world: World) -> None:
    """The value is exact, of its product, and adopted."""
    (found,) = read(GOOD, tmp_path, world)
    assert str(found.limit) == "83/100"
    assert ("product:clinker", -1) in found.unit.dims
    assert found.adopted
    assert not found.instrument.illustrative


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "t"', 'identity = "t"', "CE-B002"),
        ('id = "t"\n', "", "CE-B001"),
        ('locator = "表1"\n', "", "CE-B001"),
        ("[[values]]", "[[value]]", "CE-B001"),
        ('sector = "水泥熟料"', 'sector = "水泥熟抖"', "CE-B003"),
        ('product = "水泥熟料"', 'product = "水泥"', "CE-B003"),
        ('"admission"', '"准入"', "CE-B004"),
        ('grade = "B"', 'grade = "D"', "CE-B004"),
        ("valid_from = 2026-01-01", 'valid_from = "明年"', "CE-B004"),
        ("valid_from = 2026-01-01", 'valid_from = "20260101"', "CE-B004"),
        ("valid_from = 2026-01-01", 'valid_from = "2026-W01-1"', "CE-B004"),
        ("adopted = true", 'adopted = "true"', "CE-B004"),
        ("date = 2026-01-01", 'date = 2026-01-01\nillustrative = "yes"', "CE-B004"),
        ("date = 2026-01-01", "date = 2026-01-01\nretrofit_months = 0", "CE-B004"),
        ("date = 2026-01-01", "date = 2026-01-01\nretrofit_months = true", "CE-B004"),
        ("date = 2026-01-01", 'date = 2026-01-01\ngreen_power = "0"', "CE-B004"),
        (
            'level = "admission"',
            'level = "admission"\nindicator = "carbon_per_prodct"',
            "CE-B004",
        ),
        ("0.83 tCO2/t", "0 tCO2/t", "CE-B004"),
        ("0.83 tCO2/t", "-1 tCO2/t", "CE-B004"),
        ("0.83 tCO2/t", "0.83", "CE-U004"),
        ("0.83 tCO2/t", "0.83 tCO2/ton", "CE-U003"),
        ("0.83 tCO2/t", "0.83 tCO2/万元", "CE-U004"),
        ("0.83 tCO2/t", "0.83 tce/t", "CE-U004"),
        ('number = "1号"\n', "", "CE-B007"),
        ('authority = "市政府"\n', "", "CE-B007"),
        ("[instrument]", "[instrument", "CE-P001"),
        (GOOD, "", "CE-F004"),
        (GOOD, GOOD + GOOD[GOOD.index("[[values]]") :], "CE-B005"),
    ],
)
def test_a_slip_is_refused(old: str, new: str, code: str, tmp_path: Path, world: World) -> None:
    """Each slip has its code; none of them makes a value silently weaker, stronger or absent."""
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        read(GOOD.replace(old, new), tmp_path, world)
    assert code in [p.code for p in caught.value.problems]
    for lang in ("zh", "en"):
        assert all(caught.value.lines(lang))


def test_the_place_has_a_line(tmp_path: Path, world: World) -> None:
    """The place of an error is file, line and key path, as in a project file."""
    with pytest.raises(InputError) as caught:
        read(GOOD.replace("0.83 tCO2/t", "0.83 tCO2/ton"), tmp_path, world)
    (problem,) = caught.value.problems
    assert problem.place.key == "values[0].value"
    assert problem.place.line == 12


def test_all_slips_come_together(tmp_path: Path, world: World) -> None:
    """Slips in two places come in one error."""
    wrong = GOOD.replace('grade = "B"', 'grade = "D"').replace("date =", "dated =")
    with pytest.raises(InputError) as caught:
        read(wrong, tmp_path, world)
    assert {"CE-B002", "CE-B004"} <= {p.code for p in caught.value.problems}


def test_a_unit_may_name_its_product(tmp_path: Path, world: World) -> None:
    """tCO2/t熟料, as instruments print it, is tCO2/t of that product."""
    (found,) = read(GOOD.replace("0.83 tCO2/t", "0.83 tCO2/t熟料"), tmp_path, world)
    assert found.unit.dims == read(GOOD, tmp_path, world)[0].unit.dims


def test_periods_that_touch_do_not_overlap(tmp_path: Path, world: World) -> None:
    """A value until a day and another from that day on are lawful."""
    value = GOOD[GOOD.index("[[values]]") :]
    first = GOOD + "valid_to = 2027-01-01\n"
    assert len(read(first + value.replace("2026-01-01", "2027-01-01"), tmp_path, world)) == 2


@pytest.mark.parametrize(
    ("sector", "product", "meant"),
    [
        ("水泥熟料", "水泥孰料", "水泥熟料"),
        ("铅冶炼", "粗铅碇", "粗铅"),
        ("铅冶炼", "铅淀", "铅锭"),
        ("锌冶炼", "电锌淀", "电锌锭"),
        ("水泥熟科", "水泥熟料", "水泥熟料"),
    ],
)
def test_a_name_typed_wrong_is_told_with_the_nearest(
    sector: str, product: str, meant: str, tmp_path: Path, world: World
) -> None:
    """A value that could match no project says so, and which spelling comes nearest."""
    text = GOOD.replace('sector = "水泥熟料"', f'sector = "{sector}"')
    with pytest.raises(InputError) as caught:
        read(text.replace('product = "水泥熟料"', f'product = "{product}"'), tmp_path, world)
    (problem,) = caught.value.problems
    assert problem.code == "CE-B003"
    assert str(problem.params["known"]).split("、")[0] == meant
