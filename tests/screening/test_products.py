"""Rows of plants with several products say what a project file with the same facts says."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.errors import InputError
from carbon_eia.reference import open_world
from carbon_eia.screening.column_heads import head_of
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.row_results import HOW
from carbon_eia.screening.rows import column_mapping, project_of_row
from carbon_eia.screening.screener import Screener
from tests.screening.conftest import Row, table_of

WORLD = open_world(date(2026, 6, 30))

VALUES = """
[instrument]
id = "t"
title = "准入值"
number = "1号"
authority = "市政府"
date = 2026-01-01
[[values]]
sector = "铅冶炼"
product = "铅锭"
level = "admission"
value = "0.80 tCO2/t"
boundary = "lead-concentrate-to-ingot-with-electricity"
grade = "A"
adopted = true
locator = "表1"
valid_from = 2026-01-01
[[values]]
sector = "锌冶炼"
product = "电锌锭"
level = "admission"
value = "2.00 tCO2/t"
boundary = "zinc-concentrate-to-ingot-with-electricity"
grade = "A"
adopted = true
locator = "表1"
valid_from = 2026-01-01
"""

COMMON = {
    "项目名称": "铅锌联合冶炼",
    "行业": "铅冶炼",
    "阶段": "拟建",
    "地区": "湖南省郴州市桂阳县",
    "年份": "2026",
    "产品": "铅锭",
    "产量 (t)": "1000",
    "焦炭（还原剂） (t)": "50",
    "焦炭（还原剂） 服务的产品": "铅锭",
}
ZINC = {
    "主产品2": "电锌锭",
    "主产品2 行业": "锌冶炼",
    "产量2 (t)": "1000",
    "烟煤 (t)": "50",
    "烟煤 服务的产品": "电锌锭",
}
ROWS: dict[str, Row] = {
    "pass": {
        **COMMON,
        **ZINC,
        "外购电力 (MWh)": "4000",
        "外购电力 分摊比例": "铅锭=30 %；电锌锭=70 %",
    },
    "refuse": {**COMMON, **ZINC, "外购电力 (MWh)": "4000", "分摊方法": "质量"},
    "retrofit": {
        **COMMON,
        **ZINC,
        "外购电力 (MWh)": "4000",
        "分摊方法": "质量",
        "承诺减少 外购电力 (MWh)": "1500",
        "承诺完成日期": "2027-01-01",
    },
    "undetermined": {**COMMON, **ZINC, "外购电力 (MWh)": "4000"},
    "co-product": {**COMMON, "产品2": "电锌锭", "产量2 (t)": "1000", "外购电力 (MWh)": "4000"},
    "assigned": {
        **COMMON,
        **ZINC,
        "外购电力 (MWh)": "3500",
        "外购电力 服务的产品": "电锌锭",
        "电力 (MWh)": "700",
        "电力 服务的产品": "铅锭",
    },
}
EXPECTED = {"co-product": "undetermined", "assigned": "pass"}


def test_rows_of_several_products() -> None:
    """Every row has the verdict of the project file that it is, whatever column says it."""
    benchmarks = parse_benchmarks(VALUES, WORLD, "t.toml")
    table = table_of(list(ROWS.values()))
    screener = Screener([head_of(h) for h in table.column_names], WORLD, benchmarks)
    found = screener.screen(Batch(table, 1))
    assert not found.errors, [e.problem.message() for e in found.errors]
    layout = column_mapping([head_of(h) for h in table.column_names], "lead-smelting", WORLD)
    for number, (name, row) in enumerate(ROWS.items()):
        line = [row.get(h, "") for h in table.column_names]
        alone = assess(project_of_row(line, layout, WORLD), WORLD, benchmarks)
        outcome = screener.outcomes[found.outcome[number]]
        assert outcome.verdict == alone.decision.verdict, name
        if name != "retrofit":
            assert outcome.verdict == EXPECTED.get(name, name)
        assert HOW[found.how[number]] == "alone"


def test_product_of_a_row_is_placed() -> None:
    """A wrong figure of the second product is told at its own column."""
    heads = [*COMMON, *ZINC]
    layout = column_mapping([head_of(h) for h in heads], "lead-smelting", WORLD)
    row = [{**COMMON, **ZINC, "产量2 (t)": "-1"}[h] for h in heads]
    with pytest.raises(InputError) as caught:
        project_of_row(row, layout, WORLD)
    assert [p.place.key for p in caught.value.problems] == ["产量2 (t)"]
