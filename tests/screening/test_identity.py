"""Which rows are projects, which codes are one, and what a cell under a head with a unit says."""

from __future__ import annotations

import pyarrow as pa
import pytest

from carbon_eia.errors import Problem
from carbon_eia.screening.cells import quantity_text
from carbon_eia.screening.identity import code_key, code_keys, is_total, may_be_totals


@pytest.mark.parametrize(
    "name",
    [
        "合计",
        "合  计",
        "合计（2家）",
        "合计(2家)",
        "总计：",
        "小 计",
        "水泥行业小计",
        "全县水泥合计",
        "Total",
        "SUBTOTAL",
        "合\u200b计".replace("\u200b", " "),
    ],
)
def test_a_row_of_totals_is_no_project(name: str) -> None:
    """However it is spaced or bracketed, where no code stands beside it."""
    assert is_total(name, "")
    assert may_be_totals(pa.array([name, "甲厂", None])).tolist() == [True, False, False]


@pytest.mark.parametrize("name", ["甲厂", "会计学院锅炉房", "总计设备有限公司", "统计局", ""])
def test_a_project_is_no_total(name: str) -> None:
    """A name that holds such a word among others is a name."""
    assert not is_total(name, "")


def test_a_code_makes_a_project_of_a_name_that_ends_like_a_total() -> None:
    """With a project code of its own, a longer name is that of a project."""
    assert not is_total("某园区合计", "2602-431021-04-01-000201")
    assert is_total("合计", "2602-431021-04-01-000201")


def test_codes_in_every_spelling_are_one() -> None:
    """Spaces, kinds of dashes, full-width digits and zero-width signs tell no codes apart."""
    plain = "2602-431021-04-01-00020A"
    spellings = [
        plain,
        plain.replace("-", "－"),
        plain.replace("-", "\u2011"),
        plain.replace("-", " - "),
        plain + "\u200b",
        "\ufeff" + plain,
        plain + "\u00a0",
        plain.replace("2", "２"),
        plain.lower(),
    ]
    assert {code_key(s) for s in spellings} == {plain}
    assert set(code_keys(pa.array(spellings)).to_pylist()) == {plain}


@pytest.mark.parametrize(
    ("cell", "unit", "code"),
    [("8400万", "万kWh", "CE-T015"), ("1.2亿", "亿元", "CE-T015"), ("16000元", "万元", "CE-S005")],
)
def test_a_power_of_ten_stands_once(cell: str, unit: str, code: str) -> None:
    """8400万 under a head of 万kWh is not 8400 万万kWh."""
    found = quantity_text(cell, unit)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("9800.5吨", "t"),
        ("98 万吨", "万t"),
        ("8400万度", "万kWh"),
        ("5200 兆瓦时", "MWh"),
        ("3 t/a", "t"),
    ],
)
def test_a_unit_in_another_spelling_is_that_of_the_head(cell: str, unit: str) -> None:
    """吨 under a head of t says nothing else than the head."""
    assert quantity_text(cell, unit) == cell


def test_a_word_in_the_place_of_a_code_tells_no_projects_apart() -> None:
    """A stroke, or that the code is still to come, is no code that two projects could share."""
    words = ["/", "—", "无", "N/A", "待赋码", "办理中", " ", None]
    assert set(code_keys(pa.array(words)).to_pylist()) == {None}
    assert code_keys(pa.array(["/", "NULL", "--", "A-1"])).to_pylist() == [None, None, None, "A-1"]
