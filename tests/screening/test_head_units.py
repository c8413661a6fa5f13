"""The unit of a column, in every way in which tables write it into a head."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pyarrow.csv as pa_csv
import pytest

from carbon_eia.errors import UnitError
from carbon_eia.screening import open_input, run_screening
from carbon_eia.screening.column_heads import head_of
from carbon_eia.units import parse_quantity, parse_unit
from tests.conftest import AS_OF

SPELLINGS = [
    "{0} ({1})",
    "{0}（{1}）",
    "{0}({1})",
    "{0}【{1}】",
    "{0}〔{1}〕",
    "{0}［{1}］",
    "{0}/({1})",
    "{0}，{1}",
    "{0}, {1}",
    "{0}、{1}",
    "{0}（单位：{1}）",
    "{0} 单位：{1}",
    "*{0} ({1})",
    "★{0} ({1})",
]
WAN = ["万t", "万吨", "10⁴t", "10⁴ t", "10^4t", "10^4 t", "×10⁴t", "１０⁴ｔ", "10^4·t"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_head_gives_its_unit(spelling: str) -> None:
    """Brackets of every kind, a stroke with brackets, a comma, the word 单位; stars beside it."""
    head = head_of(spelling.format("烟煤 低位发热量", "GJ/t"))
    assert (head.label.strip("*★"), head.unit) == ("烟煤 低位发热量", "GJ/t")


@pytest.mark.parametrize("unit", WAN)
@pytest.mark.parametrize("spelling", [*SPELLINGS, "{0}/{1}"])
def test_ten_thousand_tonnes_are_that_in_every_spelling(spelling: str, unit: str) -> None:
    """A raised four is a power of ten and never the digit 4: 10⁴t is 万t, not 104t."""
    head = head_of(spelling.format("产量", unit))
    assert head.unit
    assert parse_unit(head.unit).factor_to(parse_unit("t")) == 10_000
    assert parse_quantity(f"19 {head.unit}", annual=True).to("t") == 190_000


@pytest.mark.parametrize("head", ["产量 (104t)", "产量/备注", "水、电", "烟煤，褐煤", "产量 (10⁴)"])
def test_what_is_no_unit_belongs_to_the_label(head: str) -> None:
    """A stroke or a comma alone makes no unit."""
    assert head_of(head).unit == ""


def test_an_unknown_power_is_shown_as_one() -> None:
    """An error about 10⁴ shows a power and not 104."""
    with pytest.raises(UnitError) as error:
        parse_unit("10⁴xyz")
    assert "104" not in str(error.value)


@pytest.mark.parametrize(
    "text", ["8400万 10^4kWh", "8400×10⁴ 10^4kWh", "3 10⁴万t", "19 万10^4t", "5 104", "3⁴ t"]
)
def test_two_powers_of_ten_are_an_error(text: str) -> None:
    """A power of ten stands once, and a raised digit alone is no number."""
    with pytest.raises(UnitError):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 10⁸ m³", 3 * 10**8), ("2.5 10⁴ m3", 25_000), ("7×10³ m3", 7_000)],
)
def test_a_power_of_ten_stands_before_a_unit_with_a_digit(text: str, value: int) -> None:
    """The power is read by itself, whatever digits the unit bears."""
    assert parse_quantity(text).to("m3") == Fraction(value)


def _cells(unit_of: str, wan: str, kwh: str) -> tuple[list[str], list[str]]:
    heads = [
        "项目名称",
        "行业",
        "阶段",
        "地区",
        "年份",
        unit_of.format("产量", wan),
        unit_of.format("窑头窑尾煤", wan),
        unit_of.format("外购电力", kwh),
        unit_of.format("熟料生产过程", wan),
    ]
    row = ["丁厂", "水泥熟料", "拟建", "湖南省郴州市永兴县", "2026", "88", "12.5", "5300", "88"]
    return heads, row


def _total(path: Path, out: Path) -> str:
    run_screening(open_input([path]), [out], as_of=AS_OF)
    table = pa_csv.read_csv(out)
    name = next(n for n in table.column_names if "tCO2e" in n)
    return str(table.column(name)[0].as_py())


@pytest.mark.parametrize(
    ("spelling", "wan", "kwh"),
    [
        ("{0}/{1}", "万t", "万kW·h"),
        ("{0}，{1}", "万吨", "万千瓦时"),
        ("{0}【{1}】", "10⁴t", "10⁴kWh"),
        ("{0}（单位：{1}）", "10^4 t", "10^4 kW·h"),
        ("*{0}（{1}）", "万t", "万kWh"),
    ],
)
def test_a_table_is_read_alike_in_every_spelling(
    spelling: str, wan: str, kwh: str, tmp_path: Path
) -> None:
    """A workbook and a CSV with other spellings give the same total as the plain heads."""
    wanted = None
    for heads, row in (_cells("{0} ({1})", "万t", "万kWh"), _cells(spelling, wan, kwh)):
        csv = tmp_path / "table.csv"
        csv.write_text("\n".join('"' + '","'.join(r) + '"' for r in (heads, row)), "utf-8")
        book = openpyxl.Workbook()
        book.active.append(heads)
        book.active.append([float(c) if c[0].isdigit() else c for c in row])
        xlsx = tmp_path / "table.xlsx"
        book.save(xlsx)
        for path in (csv, xlsx):
            total = _total(path, tmp_path / "out.csv")
            wanted = wanted or total
            assert total == wanted
            assert float(total) > 0
