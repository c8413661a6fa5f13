"""Runs that are hard to draw, made from a real one: its sources are exchanged for others."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from carbon_eia.run import Run

LONG = (
    "桂阳县某水泥有限公司第二生产基地窑头窑尾及分解炉用烟煤（含备用煤源，设计煤种）及点火用轻柴油"
    "等全部燃料的燃烧排放"
)


class Entry(NamedTuple):
    """A source: what the figures read of one."""

    name: str
    category: str
    co2e: str | None
    biogenic: str = "0"
    amount: str = "1 t"
    account: str = "project"


def quantity(value: object, unit: str = "tCO2e") -> dict[str, str]:
    """A quantity as a Run writes it."""
    return {"value": f"{Decimal(str(value)):f}", "unit": unit}


def run_of(base: Run, entries: Sequence[Entry]) -> Run:
    """The Run with these sources, its sums made again."""
    run = copy.deepcopy(base)
    inventory, template = run["inventory"], run["inventory"]["by_source"][0]
    made: list[dict[str, Any]] = []
    for e in entries:
        made.append(
            {
                **copy.deepcopy(template),
                "name": e.name,
                "category": e.category,
                "co2e": None if e.co2e is None else quantity(e.co2e),
                "biogenic": quantity(e.biogenic, "tCO2"),
                "amount": {"typed": e.amount, "value": "1", "unit": "t"},
                "account": e.account,
            }
        )
    own = [s for s in made if s["account"] == "project"]
    known = sum((Decimal(s["co2e"]["value"]) for s in own if s["co2e"]), Decimal(0))
    sums: dict[str, Decimal] = {}
    for s in made:
        s["share_percent"] = None
        if s["account"] == "project" and s["co2e"]:
            value = Decimal(s["co2e"]["value"])
            sums[s["category"]] = sums.get(s["category"], Decimal(0)) + value
            s["share_percent"] = f"{value / known * 100:.12f}" if known else None
    accounts = {
        key: sum(
            (Decimal(s["co2e"]["value"]) for s in made if s["account"] == key and s["co2e"]),
            Decimal(0),
        )
        for key in ("existing", "project", "replaced")
    }
    accounts["after"] = accounts["existing"] + accounts["project"] - accounts["replaced"]
    inventory |= {
        "by_source": made,
        "complete": all(s["co2e"] for s in own),
        "known": quantity(known),
        "total": quantity(known) if all(s["co2e"] for s in own) else None,
        "by_category": [
            {
                "category": category,
                "co2e": quantity(value),
                "share_percent": f"{value / known * 100:.12f}" if known else None,
            }
            for category, value in sums.items()
        ],
        "biogenic": quantity(sum(Decimal(e.biogenic) for e in entries), "tCO2"),
        "accounts": {key: quantity(value) for key, value in accounts.items()},
    }
    return run


ONE = [Entry("外购电力", "electricity", "73893.6", amount="1.485 亿kWh")]

MANY = [
    Entry(
        f"第 {k} 号排放源 {LONG[: k * 2]}",
        ("combustion", "process", "electricity", "heat", "fugitive", "waste")[k % 6],
        "0" if k == 20 else f"{1_000_000 / (k + 1) ** 2.2:.4f}",
        amount=f"{k}.{k} 万t",
    )
    for k in range(25)
]

SIGNED = [
    Entry("烟煤", "combustion", "500000.5", amount="20 万t"),
    Entry("外供电力", "electricity", "-42000.25", amount="8000 万kWh"),
    Entry("甲醇固碳", "process", "-90000", amount="10 万t"),
    Entry("原料煤", "process", "310000", amount="12 万t"),
    Entry("回收 CO2", "recovery", "-25000", amount="2.5 万t"),
    Entry("掺烧秸秆", "combustion", "100", biogenic="80000", amount="5 万t"),
    Entry("绿电", "electricity", "0", amount="1000 万kWh"),
    Entry("微量 SF6", "fugitive", "0.00123", amount="1 kg"),
    Entry("旧锅炉", "combustion", "60000", account="replaced"),
    Entry("现有线", "combustion", "120000", account="existing"),
]

INCOMPLETE = [
    Entry("烟煤", "combustion", "500000.5", amount="20 万t"),
    Entry("外购电力", "electricity", None),
]

CASES = {"one": ONE, "many": MANY, "signed": SIGNED, "incomplete": INCOMPLETE}


def with_plan(base: Run) -> Run:
    """The Run with a plan and an uncertainty, as their rooms write them."""
    run = copy.deepcopy(base)
    costs = (("余热发电", "-85.25"), ("预分解改造", "42.5"), (LONG, "158.123"), ("CCUS", "450"))
    run["retrofit"]["plan"] = {
        "measures": [
            {
                "name": name,
                "status": "planned" if i else "committed",
                "start": "2027-01-01",
                "finish": f"2027-{10 + i % 3}-28",
                "investment": quantity(6500 + i, "万元"),
                "co2e_saved": quantity(20899.25 / (i + 1), "tCO2e"),
                "cost_per_t": quantity(cost, "元/tCO2e"),
            }
            for i, (name, cost) in enumerate(costs)
        ],
        "curve": [
            {
                "measure": name,
                "co2e_saved": quantity(20899.25 / (i + 1), "tCO2e/a"),
                "cost_per_t": quantity(cost, "元/tCO2e"),
                "in_plan": i != 1,
            }
            for i, (name, cost) in enumerate(costs)
        ],
        "path": [
            {"date": "2027-10-28", "intensity": quantity("0.8319", "tCO2/t")},
            {"date": "2027-11-28", "intensity": quantity("0.8095", "tCO2/t")},
            {"date": "2027-12-28", "intensity": quantity("0.7722", "tCO2/t")},
        ],
    }
    run["uncertainty"] = {
        "intensity": {"mean": "0.8475", "low": "0.8215", "high": "0.8740", "unit": "tCO2/t"},
        "after_measures": {"mean": "0.82", "low": "0.80", "high": "0.84", "unit": "tCO2/t"},
        "level": "0.95",
        "probability_above": "0.9135",
        "near": None,
        "histogram": {
            "edges": [f"{0.80 + 0.01 * i:.2f}" for i in range(9)],
            "counts": [1, 4, 30, 90, 160, 88, 31, 3],
        },
    }
    return run
