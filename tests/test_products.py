"""Properties of plants with several main products, over pairs of all sectors."""

from __future__ import annotations

import random
import tomllib
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, parse_benchmarks
from carbon_eia.project import parse_project
from carbon_eia.project.canonical import project_toml
from carbon_eia.reference import World

ROOT = Path(__file__).resolve().parents[1]
Raw = dict[str, Any]


def example_of(ident: str) -> Raw:
    """The example of a sector with its main product alone, and no measures."""
    text = (ROOT / "factors" / "sectors" / f"{ident}.toml").read_text(encoding="utf-8")
    found: Raw = tomllib.loads(text)["example"]
    products = found["products"]
    main = next((p for p in products if p.get("main")), products[0])
    head = {**found["project"], "sector": ident, "region": "湖南省郴州市桂阳县", "year": 2026}
    head.pop("guide", None)
    head.pop("gwp", None)
    return {
        "project": {**head, "stage": "拟建"},
        "products": [{**main, "main": True, "sector": ident}],
        "sources": [s for s in found["sources"] if s.get("account", "project") == "project"],
    }


def together(*examples: Raw) -> Raw:
    """One plant of several examples, every source assigned to the product of its own."""
    sources = []
    for number, example in enumerate(examples):
        (product,) = example["products"]
        sources += [
            {**s, "name": f"{number}·{s['name']}", "products": [product["name"]]}
            for s in example["sources"]
        ]
    products = [p for example in examples for p in example["products"]]
    return {**examples[0], "products": products, "sources": sources}


def pairs() -> list[tuple[str, str]]:
    """Pairs of sectors, each sector at least once."""
    sectors = sorted(p.stem for p in (ROOT / "factors" / "sectors").glob("*.toml"))
    chance = random.Random(14)
    chance.shuffle(sectors)
    return list(zip(sectors, sectors[1:] + sectors[:1], strict=True))


def assessed(raw: Raw, world: World, limits: list[Benchmark] | None = None) -> Assessment:
    """A plant assessed."""
    return assess(parse_project(project_toml(raw), world), world, limits or [])


def borne(a: Assessment) -> dict[str, tuple[Any, ...]]:
    """Emission, energy and intensities of each main product."""
    return {
        p.product.name: (
            None if p.inventory is None else p.inventory.total(),
            None if p.energy is None else p.energy.total(),
            [(i.value, i.unit.text) for i in p.intensities],
            [(c.id, c.value, c.judged) for c in p.energy_findings.comparisons],
        )
        for p in a.products
    }


@pytest.mark.slow(every=4)
@pytest.mark.parametrize(("first", "second"), pairs())
def test_one_plant_is_the_sum_of_two(first: str, second: str, world: World) -> None:
    """Products and sources in two files, or in one with the sources assigned: the same figures."""
    examples = [example_of(first), example_of(second)]
    names = [e["products"][0]["name"] for e in examples]
    if names[0] == names[1]:
        examples[1]["products"][0]["name"] += "（乙）"
    apart = [assessed(e, world) for e in examples]
    one = assessed(together(*examples), world)
    assert borne(one) == {k: v for a in apart for k, v in borne(a).items()}
    totals = [a.inventory.total() for a in apart]
    if None not in totals:
        assert one.inventory.total() == sum(t for t in totals if t is not None)
    energies = [a.energy.total() for a in apart]
    if None not in energies:
        assert one.energy.total() == sum(e for e in energies if e is not None)
    for a in apart:
        for part in a.products:
            whole = next(p for p in one.products if p.product.name == part.product.name)
            assert [c.benchmark.id for c in whole.comparisons] == [
                c.benchmark.id for c in part.comparisons
            ]


def limits_of(a: Assessment, world: World, chance: random.Random) -> list[Benchmark]:
    """Adopted values for every product, somewhat above or below what it emits."""
    lines = ['[instrument]\nid = "t"\ntitle = "t"\nnumber = "1"\nauthority = "市"']
    lines.append("date = 2026-01-01")
    for p in a.products:
        known = p.sector.product(p.product.name)
        if known is None or not p.intensities or p.intensities[0].value <= 0:
            continue
        i = p.intensities[0]
        value = float(i.value) * chance.choice((0.8, 1.2))
        lines.append(
            f'[[values]]\nsector = "{p.sector.id}"\nproduct = "{known.id}"\nlevel = "admission"\n'
            f'value = "{value:.8f} {i.numerator_unit}/{known.unit}"\nadopted = true\n'
            f'boundary = "{p.sector.boundary["id"]}"\ngrade = "A"\nlocator = "x"\n'
            "valid_from = 2026-01-01"
        )
    return parse_benchmarks("\n".join(lines), world, "t.toml") if len(lines) > 2 else []


def told(a: Assessment) -> tuple[Any, ...]:
    """What a person takes from an assessment, whatever the order."""
    decision = a.decision
    return (
        decision.verdict,
        decision.indicative,
        sorted(m.code for m in decision.missing),
        sorted((r.rule.id, r.fact.code, r.value, r.limit) for r in decision.rulings),
        sorted(c.code for c in decision.conditions),
        borne(a),
    )


SHARED = ("mass", "value", "energy", "")


@pytest.mark.parametrize("number", range(12))
def test_order_changes_nothing(number: int, world: World) -> None:
    """Products and sources in any order: the same verdict, reasons and figures."""
    chance = random.Random(number)
    sectors = chance.sample([a for a, _ in pairs()], 3)
    raw = together(*(example_of(s) for s in sectors))
    if len({p["name"] for p in raw["products"]}) < 3:
        pytest.skip("two sectors name their product alike")
    names = [p["name"] for p in raw["products"]]
    method = SHARED[number % len(SHARED)]
    if method:
        raw["project"] = {**raw["project"], "allocation": method}
        for p in raw["products"]:
            unit = p["amount"].split()[-1].removeprefix("万").removeprefix("亿")
            p["price"] = f"{chance.randint(1, 9)} 万元/{unit}"
    shared = {"name": "公用电", "method": "electricity", "amount": "1000 MWh"}
    split = {"name": "公用汽", "method": "heat", "amount": "9000 GJ"}
    split["shares"] = dict(zip(names, ("20 %", "30 %", "50 %"), strict=True))  # type: ignore[assignment]
    raw["sources"] = [*raw["sources"], shared, split]
    limits = limits_of(assessed(raw, world), world, chance)
    expected = told(assessed(raw, world, limits))
    for order in permutations(range(3)):
        sources = chance.sample(raw["sources"], len(raw["sources"]))
        products = [raw["products"][i] for i in order]
        other = {**raw, "products": products, "sources": sources}
        assert told(assessed(other, world, limits)) == expected


@pytest.mark.parametrize("number", range(8))
def test_shares_are_whole(number: int, world: World) -> None:
    """What the products bear together is what the plant emits, to the last digit."""
    chance = random.Random(number)
    raw = together(*(example_of(s) for s in chance.sample([a for a, _ in pairs()], 2)))
    names = [p["name"] for p in raw["products"]]
    part = chance.randint(1, 999)
    shares = {names[0]: f"{part / 10} %", names[1]: f"{(1000 - part) / 10} %"}
    assert len(names) == len(set(names))
    raw["sources"] = [
        {k: v for k, v in s.items() if k != "products"} | {"shares": shares} for s in raw["sources"]
    ]
    a = assessed(raw, world)
    total = a.inventory.total()
    parts = [None if p.inventory is None else p.inventory.total() for p in a.products]
    if total is not None:
        assert sum((p for p in parts if p is not None), Fraction(0)) == total


def test_every_sector_is_tried(world: World) -> None:
    """The pairs leave no sector out."""
    assert {s for pair in pairs() for s in pair} == set(world.sectors())
