"""Figures of the tables recomputed from their cited arithmetic, in decimals, by nothing of ours."""

from __future__ import annotations

import ast
import csv
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

FACTORS = Path(__file__).resolve().parents[2] / "factors"

HEAT = {
    "raw-coal": "20934",
    "washed-coal": "26377",
    "middlings": "8374",
    "coke": "28470",
    "gasoline": "43124",
    "kerosene": "43124",
    "lpg": "50242",
    "lng": "51498",
    "natural-gas": "32238",
    "coke-oven-gas": "16747",
    "blast-furnace-gas": "3768",
    "producer-gas": "5234",
    "coal-gangue": "8374",
    "crude-benzene": "41869",
    "methanol": "19913",
    "ethanol": "26800",
    "hydrogen": "9756",
    "biogas": "20934",
}
"""GB/T 2589-2020 Annex A: lower heating value in kJ per kg or Nm3; one kgce is 29307.6 kJ."""

CARBONATES = {
    "limestone": "44.01 / 100.09",
    "magnesite": "44.01 / 84.31",
    "siderite": "44.01 / 115.85",
    "rhodochrosite": "44.01 / 114.95",
    "barium-carbonate": "44.01 / 197.34",
    "potassium-carbonate": "44.01 / 138.21",
    "dolomite": "2 * 44.01 / 184.40",
}
"""Molar mass of the CO2 set free ÷ molar mass of the carbonate."""

CONTENTS = {
    "methanol": "12 / 32",
    "urea": "12 / 60",
    "ammonium-bicarbonate": "12 / 79",
    "hydrogen-cyanide": "12 / 27",
    "ethylene-oxide": "2 * 12 / 44",
    "ethylene-glycol": "2 * 12 / 62",
    "vinyl-chloride": "2 * 12 / 62.5",
    "methane": "12.011 / 16.043",
    "ethylene": "2 * 12.011 / 28.054",
    "propane": "3 * 12.011 / 44.097",
    "propylene": "3 * 12.011 / 42.081",
    "butadiene": "4 * 12.011 / 54.092",
}
"""Molar mass of the carbon ÷ molar mass of the chemical."""

PROCESS = {
    "steel-stored-coal-tar-ets-2025": "33.453 * 0.022 * 44 / 12",
    "steel-stored-crude-steel-ndrc-2013": "0.0042 * 44 / 12",
    "cement-clinker-ipcc-2006": "0.51 * 1.02",
    "carbon-fixed-carbon": "44 / 12",
    "coal-open-pit-mining": "2 * 0.67",
    "coal-post-mining-gassy": "3 * 0.67",
    "coal-post-mining-low-gas": "0.9 * 0.67",
    "coal-post-mining-open-pit": "0.5 * 0.67",
}
"""As the note or the locator of the row states it."""

ZINC = {"eb0281": "eb1057", "eb0284": "eb1060", "eb0287": "eb1063"}
"""GB 25323-2023 table 4: enriched oxide, and the calcine that is enriched further from it."""

SAMPLES = [
    *(("coal_equivalents", i, "coefficient", f"{v} / 29307.6") for i, v in HEAT.items()),
    *(("carbonates", f"ndrc-2013-{i}", "factor", v) for i, v in CARBONATES.items()),
    *(("process", f"chemicals-carbon-content-{i}", "value", v) for i, v in CONTENTS.items()),
    *(("process", i, "value", v) for i, v in PROCESS.items()),
    ("coal_equivalents", "heat", "coefficient", "1 / 29.3076"),
    ("fuels", "ipcc-2006-v2-wood-chips", "carbon_content", "112 * 12 / 44 / 1000"),
]

OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by id, as they are written."""
    with (FACTORS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def worked_out(text: str) -> Decimal:
    """A sum of numbers, + - * / and brackets, in decimals."""

    def value(node: ast.expr) -> Decimal:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        assert isinstance(node, ast.Constant)
        return Decimal(ast.get_source_segment(text, node) or "")

    return value(ast.parse(text, mode="eval").body)


def as_printed(value: Decimal, printed: str) -> Decimal:
    """A value rounded to the decimals of a printed one."""
    return value.quantize(Decimal(printed), ROUND_HALF_UP)


@pytest.mark.parametrize(("name", "ident", "column", "text"), SAMPLES, ids=lambda x: str(x)[:40])
def test_a_figure_is_what_its_sum_gives(name: str, ident: str, column: str, text: str) -> None:
    """The figure of the row is that of its cited arithmetic, rounded as it is printed."""
    printed = table(name)[ident][column]
    assert as_printed(worked_out(text), printed) == Decimal(printed)


@pytest.mark.parametrize(("oxide", "calcine"), ZINC.items())
def test_enriched_calcine_is_the_sum_of_its_two_steps(oxide: str, calcine: str) -> None:
    """GB 25323-2023 table 4: the oxide's limit plus 300, 330, 350 kgce/t of the second step."""
    rows = table("benchmarks/energy_limits")
    for level in range(3):
        first, whole = (int(i[2:]) + level for i in (oxide, calcine))
        second = Decimal(rows[f"eb0{290 + level}"]["value"])
        assert Decimal(rows[f"eb0{first}"]["value"]) + second == Decimal(
            rows[f"eb{whole}"]["value"]
        )


def test_an_emission_factor_of_natural_gas_by_hand() -> None:
    """389.31 GJ/10^4 Nm3 × 0.0153 tC/GJ × 99 % × 44/12 is about 2.162 kg CO2/Nm3, as documented."""
    row = table("fuels")["gbt32151-2024-natural-gas"]
    per_unit = Decimal(row["ncv"]) * Decimal(row["carbon_content"]) * Decimal(row["oxidation"])
    assert as_printed(per_unit / 100 * 44 / 12 / 10, "0.001") == Decimal("2.162")


RATE = re.compile(r"([\d.]+)×\(1−15×([\d.]+)%\)＝([\d.]+)，与2021—2025年的([\d.]+)相符")
EQUAL = re.compile(r"数值与(GB [\d-]+)的([123])级值(-?[\d.]+)相同")


def noted(name: str, pattern: re.Pattern[str]) -> list[tuple[dict[str, str], re.Match[str]]]:
    """The rows of a table whose note has an arithmetic of one kind."""
    found = ((row, pattern.search(row["note"])) for row in table(name).values())
    return [(row, match) for row, match in found if match]


def test_european_benchmarks_follow_from_one_another() -> None:
    """Second period = first × (1 − 15 × yearly rate), the rate at a bound of Directive 2003/87/EC.

    Both periods of the pair are in the table, in the figures that the note multiplies.
    """
    rows = noted("benchmarks/eu_ets", RATE)
    assert len(rows) == 59
    periods = {
        (r["product_en"], r["group"], r["period"]): r["value"]
        for r in table("benchmarks/eu_ets").values()
    }
    for row, match in rows:
        first, rate, product, second = match.groups()
        assert rate in ("0.2", "1.6")
        value = Decimal(first) * (1 - 15 * Decimal(rate) / 100)
        assert value == Decimal(product)
        assert as_printed(value, second) == Decimal(second)
        pair = [periods[row["product_en"], row["group"], p] for p in ("2013-2020", "2021-2025")]
        assert pair == [first, second]
        assert row["grade"] == "B"


def test_benchmark_levels_equal_the_level_of_the_standard_they_name() -> None:
    """发改产业〔2023〕723号 is grade B only where a national standard has the same figure."""
    numbers = {i: r["number"] for i, r in table("sources").items()}
    limits = table("benchmarks/energy_limits").values()
    raised = [r for r in limits if r["source"] == "ndrc-723-2023" and r["grade"] == "B"]
    rows = [(r, EQUAL.search(r["note"])) for r in raised]
    assert len(rows) == 49
    for row, match in rows:
        assert match, row["id"]
        standard, level, value = match.groups()
        assert Decimal(value) == Decimal(row["value"])
        assert any(
            numbers[r["source"]] == standard
            and (r["product"], r["indicator"]) == (row["product"], row["indicator"])
            and (r["level"], r["unit"], r["value"]) == (f"gb{level}", row["unit"], value)
            for r in limits
        )


WITHOUT_PLACE = {"gb40879-2021"}
"""Documents whose place is not held: the three values for data centres."""


def test_every_limit_names_its_place_in_a_document_that_has_a_number() -> None:
    """A limit has a locator, its document a number and a day; none is from memory."""
    sources = table("sources")
    for row in table("benchmarks/energy_limits").values():
        document = sources[row["source"].split(";")[0]]
        if row["level"].startswith("gb"):
            assert row["locator"] or row["source"] in WITHOUT_PLACE, row["id"]
            assert document["number"].startswith("GB "), row["id"]
            assert document["date"]
        assert "凭记忆" not in row["note"] + document["note"], row["id"]


def test_savings_of_measures_without_a_document_stay_grade_c() -> None:
    """64 savings are grade C; what has no document at all is never anything else."""
    rows = table("measures").values()
    assert sum(r["grade"] == "C" for r in rows) == 64
    assert {r["grade"] for r in rows if r["source"].startswith("industry-experience")} == {"C"}
