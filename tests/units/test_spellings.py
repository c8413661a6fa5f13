"""Chinese, English and full-width spellings mean the same, and the definitions are the law's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.units import KJ_PER_KGCE, parse_quantity, parse_unit


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "16.8 万t",
            "168000 t",
            "1.68e8 kg",
            "168 kt",
            "16.8 万吨",
            "１６．８　万ｔ",
            "16.8万t",
            "168,000 t",
            "+0.0168 千万t",
            "16.8 万 t",
        ),
        (
            "6200 万kWh",
            "62000 MWh",
            "6200 万度",
            "0.62 亿kWh",
            "62 GWh",
            "6.2e7 kWh",
            "62,000,000 kWh",
            "6200 万kW·h",
        ),
        ("6200 万kWh", "6200 万千瓦时", "0.62 亿千瓦时", "6200 万千瓦小时"),
        ("5.2 亿元", "52000 万元", "520000000 元", "5.2e8 CNY"),
        ("1 tce", "1 吨标准煤", "1000 kgce", "1000 千克标煤", "1 吨标煤"),
        (
            "389.31 GJ/万Nm3",
            "38.931 MJ/Nm3",
            "38931 kJ/Nm3",
            "389.31 GJ/万Nm³",
            "389.31 吉焦/万标立方米",
        ),
        (
            "0.4976 kgCO2/kWh",
            "0.4976 tCO2/MWh",
            "4.976 tCO2/万kWh",
            "497.6 gCO2/kWh",
            "0.4976 kgCO₂/kWh",
            "0.4976 千克二氧化碳/千瓦时",
        ),
        (
            "5500 kcal/kg",
            "5500 大卡/千克",
            "5.5 Gcal/t",
            "23027.4 kJ/kg",
            "23.0274 GJ/t",
            "23.0274 MJ/kg",
        ),
        ("98 %", "0.98", "980 ‰", "98％"),
        ("200 ℃", "200 °C", "200 degC"),
        ("2 重量箱", "100 kg", "0.0002 万重量箱"),
        ("1 mmBtu", "1055055.85262 kJ", "1e6 Btu"),
        ("1 lb", "0.45359237 kg"),
        ("5 万m2", "5 公顷", "0.05 km2", "50000 平方米", "0.05 平方公里"),
        ("15 亩", "1 ha"),
    ],
)
def test_spellings_of_one_quantity_are_equal(spellings: tuple[str, ...]) -> None:
    """However it is written, the exact value and the dimensions are the same."""
    found = [parse_quantity(s) for s in spellings]
    assert len({q.value * q.unit.factor for q in found}) == 1
    assert len({q.unit.dims for q in found}) == 1


@pytest.mark.parametrize("suffix", ["", "/a", "/年", " / a", "/yr", "/year", "／年"])
def test_an_annual_quantity_may_say_so(suffix: str) -> None:
    """16.8 万t/a is 16.8 万t where a quantity of one year is meant."""
    assert parse_quantity(f"16.8 万t{suffix}", annual=True).to("t") == 168_000


def test_a_year_is_a_year_where_no_annual_quantity_is_meant() -> None:
    """Elsewhere, per year stays a dimension."""
    assert parse_unit("t/a").dims == (("mass", 1), ("year", -1))


def test_standard_coal_is_29307_6_kj() -> None:
    """1 kgce = 29307.6 kJ (GB/T 2589) = 7000 kcal, exactly."""
    assert Fraction("29307.6") == KJ_PER_KGCE
    assert parse_quantity("7000 kcal").to("kJ") == KJ_PER_KGCE


def test_the_calorie_is_that_of_the_steam_tables() -> None:
    """1 kcal = 4.1868 kJ, not the thermochemical 4.184."""
    assert parse_quantity("1 kcal").to("kJ") == Fraction("4.1868")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 kWh", "kJ", "3600"),
        ("1 GWh", "MWh", "1000"),
        ("1 MW", "GJ/h", "3.6"),
        ("1 kt", "t", "1000"),
        ("1 Mt", "万t", "100"),
        ("1 亿t", "Mt", "100"),
        ("1 百万t", "Mt", "1"),
        ("1 bar", "kPa", "100"),
        ("24 h", "d", "1"),
        ("1 万Nm3", "Nm3", "10000"),
    ],
)
def test_sizes_of_units(text: str, unit: str, value: str) -> None:
    """The definitions that matter, one by one."""
    assert parse_quantity(text).to(unit) == Fraction(value)


def test_the_denominator_binds_all_behind_the_stroke() -> None:
    """a/b·c, a/b/c and a/(b·c) are one unit, as engineers read it."""
    wanted = parse_unit("kJ/kg/℃")
    assert dict(wanted.dims) == {"energy": 1, "mass": -1, "temperature": -1}
    for text in ("kJ/(kg·℃)", "kJ/kg·℃", "kJ/(kg*℃)"):
        assert (parse_unit(text).factor, parse_unit(text).dims) == (wanted.factor, wanted.dims)
