"""Rows with claims: the verdict of a table is that of each row alone; proof is read from a cell."""

from __future__ import annotations

from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.reference import World
from carbon_eia.screening.row_results import HOW
from tests.screening.conftest import Row
from tests.screening.test_same import assert_same, both

VALUE = (
    '[instrument]\nid = "t"\ntitle = "准入值"\nnumber = "1号"\nauthority = "市政府"\n'
    'date = 2026-01-01\ngreen_power = "GREEN"\n'
    '[[values]]\nsector = "烧碱"\nproduct = "烧碱"\nlevel = "admission"\nvalue = "0.80 tCO2/t"\n'
    'boundary = "chlor-alkali"\ngrade = "B"\nadopted = true\nlocator = "表1"\n'
    "valid_from = 2026-01-01\n"
    '[[values]]\nsector = "烧碱"\nproduct = "烧碱"\nlevel = "advanced"\nvalue = "0.70 tCO2/t"\n'
    'boundary = "chlor-alkali"\ngrade = "B"\nadopted = true\nlocator = "表1"\n'
    "valid_from = 2026-01-01\n"
)
ROW: Row = {
    "项目名称": "固碱",
    "行业": "烧碱",
    "阶段": "拟建",
    "地区": "湖南省郴州市桂阳县",
    "年份": "2026",
    "产品": "烧碱",
    "工艺或品种": "液碱≥30%",
    "产量 (万t)": "10",
    "外购电力 (万kWh)": "11500",
    "绿电 (万kWh)": "12000",
    "天然气 (万Nm3)": "60",  # 288.8 of power, 8 of gas and 10.2 of heat: 307 ≤ 315 kgce/t
    "外购热力 (GJ)": "30000",
}
PROOF = [
    ("绿电购买意向书", "refuse"),
    ("合同", "refuse"),
    ("合同；湘绿电交易 1；2026-05-01", "pass"),
    ("合同；湘绿电交易 1；2026-05-01；2000 万kWh", "refuse"),
    ("报告；1；2026-05-01", "refuse"),
]


def test_proof_in_a_cell(world: World) -> None:
    """A plain text is a statement; kind, number and date with semicolons are a document."""
    rows = [{**ROW, "绿电 证明材料": shown} for shown, _ in PROOF]
    together, alone, screener = both(rows, world, parse_benchmarks(zero(), world, "a.toml"))
    assert_same(together, alone, screener)
    assert not together.errors
    found = [screener.outcomes[o].verdict for o in together.outcome]
    assert found == [verdict for _, verdict in PROOF]


def zero() -> str:
    """A file that counts green power as zero."""
    return VALUE.replace("GREEN", "zero")


def test_green_power_against_a_silent_instrument(world: World) -> None:
    """With proof it is grid power there, in a table as alone."""
    rows = [{**ROW, "绿电 证明材料": PROOF[2][0]}]
    together, alone, screener = both(
        rows, world, parse_benchmarks(VALUE.replace("GREEN", "grid"), world, "a.toml")
    )
    assert_same(together, alone, screener)
    assert screener.outcomes[together.outcome[0]].verdict == "refuse"


def test_parameters_on_either_side_of_the_default(world: World) -> None:
    """Rows whose factor is the published one or above are planned, those below assessed alone."""
    rows = [
        {**ROW, "外购电力 电力排放因子 (tCO2/MWh)": factor, "绿电 证明材料": PROOF[2][0]}
        for factor in ("0.5", "0.6", "0.05", "0.4975999")
    ]
    together, alone, screener = both(rows, world, parse_benchmarks(zero(), world, "a.toml"))
    assert_same(together, alone, screener)
    how = [HOW[h] for h in together.how]
    assert how[2:] == ["alone", "alone"]
    assert "alone" not in how[:2]


def test_a_deduction_without_proof(world: World) -> None:
    """Exported heat stands in the total of a row and not in its intensity."""
    rows = [
        {**ROW, "绿电 证明材料": PROOF[2][0], "外供热力 (GJ)": "400000", "外供热力 证明材料": shown}
        for shown in ("", "合同；供 1；2026-05-01")
    ]
    together, alone, screener = both(rows, world, parse_benchmarks(zero(), world, "a.toml"))
    assert_same(together, alone, screener)
    assert together.figures["total"][0] == together.figures["total"][1]
    assert together.figures["intensity"][0] > together.figures["intensity"][1]
