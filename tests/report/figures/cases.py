"""Runs that are hard to draw, made from a real one: its sources are exchanged for others."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from carbon_eia.run.records import (
    AccountsRecord,
    CategoryRecord,
    CostCurveRecord,
    HistogramRecord,
    IntensityRange,
    PathPointRecord,
    PlannedMeasureRecord,
    PlanRecord,
    QuantityRecord,
    Run,
    SampledIntensity,
    SentenceRecord,
    SourceRecord,
    UncertaintyRecord,
)

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


def quantity(value: object, unit: str = "tCO2e") -> QuantityRecord:
    """A quantity as a Run writes it."""
    return QuantityRecord(value=f"{Decimal(str(value)):f}", unit=unit)


def run_of(base: Run, entries: Sequence[Entry]) -> Run:
    """The Run with these sources, its sums made again."""
    sizes = [(e, Decimal(e.co2e)) for e in entries if e.co2e is not None]
    own = [(e, size) for e, size in sizes if e.account == "project"]
    complete = all(e.co2e is not None for e in entries if e.account == "project")
    known = sum((size for _, size in own), Decimal(0))
    sums: dict[str, Decimal] = {}
    for e, size in own:
        sums[e.category] = sums.get(e.category, Decimal(0)) + size

    def share(size: Decimal) -> str | None:
        return f"{size / known * 100:.12f}" if known else None

    def account(name: str) -> Decimal:
        return sum((size for e, size in sizes if e.account == name), Decimal(0))

    def source(e: Entry) -> SourceRecord:
        counts = e.co2e is not None and e.account == "project"
        return replace(
            base.inventory.by_source[0],
            name=e.name,
            category=e.category,
            co2e=None if e.co2e is None else quantity(e.co2e),
            biogenic=quantity(e.biogenic, "tCO2"),
            amount=QuantityRecord(value="1", unit="t", typed=e.amount),
            account=e.account,
            share_percent=share(Decimal(e.co2e or 0)) if counts else None,
        )

    existing, project, replaced = map(account, ("existing", "project", "replaced"))
    inventory = replace(
        base.inventory,
        by_source=tuple(map(source, entries)),
        complete=complete,
        known=quantity(known),
        total=quantity(known) if complete else None,
        by_category=tuple(
            CategoryRecord(category=category, co2e=quantity(size), share_percent=share(size))
            for category, size in sums.items()
        ),
        biogenic=quantity(sum(Decimal(e.biogenic) for e in entries), "tCO2"),
        accounts=AccountsRecord(
            existing=quantity(existing),
            project=quantity(project),
            replaced=quantity(replaced),
            after=quantity(existing + project - replaced),
            change=quantity(project - replaced),
        ),
    )
    return replace(base, inventory=inventory)


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


COSTS = (("余热发电", "-85.25"), ("预分解改造", "42.5"), (LONG, "158.123"), ("CCUS", "450"))
"""Measures and what a tonne costs with them."""

POINTS = (("2027-10-28", "0.8319"), ("2027-11-28", "0.8095"), ("2027-12-28", "0.7722"))
"""Days and the intensity from them on."""


def with_plan(base: Run) -> Run:
    """The Run with a plan and an uncertainty, as their rooms write them."""
    return replace(
        base,
        retrofit=replace(base.retrofit, plan=_plan()),
        uncertainty=UncertaintyRecord(
            draws=357,
            seed=0,
            generator="PCG64",
            sobol_base=0,
            level="0.95",
            complete=True,
            inputs=(),
            total=None,
            intensity=_sampled("0.8475", "0.8215", "0.8740", "0.9135"),
            others=(),
            after_measures=_sampled("0.82", "0.80", "0.84", None),
            probability_above="0.9135",
            near_limit=None,
            near=None,
            settle=None,
            histogram=HistogramRecord(
                edges=tuple(f"{0.80 + 0.01 * i:.2f}" for i in range(9)),
                counts=(1, 4, 30, 90, 160, 88, 31, 3),
                unit="tCO2/t",
            ),
        ),
    )


def _sampled(mean: str, low: str, high: str, above: str | None) -> SampledIntensity:
    return SampledIntensity(
        mean=mean,
        sd="0.01",
        low=low,
        high=high,
        unit="tCO2/t",
        indicator="carbon_per_product",
        product=None,
        probability_above=above,
    )


def _plan() -> PlanRecord:
    return PlanRecord(
        product=None,
        objective="investment",
        objective_stated=False,
        status="optimal",
        reason=SentenceRecord(code="planning.reason", text="", params={}),
        measures=tuple(
            PlannedMeasureRecord(
                name=name,
                reference="",
                status="planned" if i else "committed",
                start="2027-01-01",
                finish=f"2027-{10 + i % 3}-28",
                months=None,
                shutdown=False,
                investment=quantity(6500 + i, "万元"),
                annual_cost=None,
                annualised_cost=None,
                co2e_saved=quantity(20899.25 / (i + 1), "tCO2e"),
                energy_saved=None,
                cost_per_t=quantity(cost, "元/tCO2e"),
            )
            for i, (name, cost) in enumerate(COSTS)
        ),
        intensity=None,
        intensity_before=None,
        intensity_range=IntensityRange(low_savings=None, high_savings=None),
        limit=quantity("0.83", "tCO2/t"),
        start=None,
        finish=None,
        investment=None,
        annualised_cost=None,
        nearest_finish=None,
        everything_intensity=None,
        everything_measures=(),
        order="file",
        path=tuple(
            PathPointRecord(date=day, intensity=quantity(value, "tCO2/t")) for day, value in POINTS
        ),
        curve=tuple(
            CostCurveRecord(
                measure=name,
                co2e_saved=quantity(20899.25 / (i + 1), "tCO2e/a"),
                cost_per_t=quantity(cost, "元/tCO2e"),
                in_plan=i != 1,
            )
            for i, (name, cost) in enumerate(COSTS)
        ),
        waived=(),
        constraints=(),
    )
