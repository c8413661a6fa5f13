"""Tables of projects made from the examples of all sectors."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.project import fields, parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import World, read_sector

ROOT = Path(__file__).resolve().parents[2]
REGIONS = ("湖南省郴州市桂阳县", "广东省广州市", "内蒙古自治区", "云南省昆明市")
SAID = ("name", "method", "material", "gas", "item", "direction", "supply")

Row = dict[str, str]


@pytest.fixture(scope="session")
def examples(world: World) -> dict[str, dict[str, Any]]:
    """The example project of every sector."""
    found = {}
    for ident in world.sectors():
        text = (ROOT / "factors" / "sectors" / f"{ident}.toml").read_text(encoding="utf-8")
        found[ident] = tomllib.loads(text)["example"]
    return found


def number_and_unit(text: str) -> tuple[Decimal, str]:
    """``16.8 万t`` → 16.8 and 万t."""
    match = re.match(r"\s*([\d.,]+)\s*(.*)$", text)
    assert match is not None
    return Decimal(match.group(1).replace(",", "")), match.group(2)


def row_of(ident: str, example: dict[str, Any], factor: Callable[[], float], **more: str) -> Row:
    """A row that says what an example says, its amounts multiplied by ``factor()``."""
    row: Row = {"行业": ident, "产品": example["products"][0]["name"], **more}

    def put(label: str, text: str, varied: bool) -> None:
        number, unit = number_and_unit(text)
        if varied:
            number = (number * Decimal(f"{factor():.3f}")).normalize()
        row[f"{label} ({unit})" if unit else label] = f"{number:f}"

    put("产量", example["products"][0]["amount"], True)
    for source in example["sources"]:
        known = {**fields("sources"), **fields(source["method"])}
        for key, value in source.items():
            if key in SAID:
                continue
            if key == "steam":
                for part, text in value.items():
                    put(f"{source['name']} {fields('steam')[part].zh}", text, part == "mass")
            elif known[key].type in ("quantity", "annual"):
                put(f"{source['name']} {known[key].zh}", str(value), key == "amount")
            else:
                row[f"{source['name']} {known[key].zh}"] = str(value)
    return row


def some_rows(examples: dict[str, dict[str, Any]], count: int, seed: int) -> list[Row]:
    """Rows of all sectors in turn, of every stage and of several regions and years."""
    chance = random.Random(seed)
    sectors = list(examples)
    return [
        row_of(
            sectors[n % len(sectors)],
            examples[sectors[n % len(sectors)]],
            lambda: chance.uniform(0.5, 2),
            项目名称=f"项目{n}",
            项目代码=f"2602-{n:06d}",
            阶段=chance.choice(("拟建", "在建")),
            地区=chance.choice(REGIONS),
            年份=chance.choice(("2021", "2024", "2026")),
        )
        for n in range(count)
    ]


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Rows as a table of texts, one column for each head."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return pa.table({h: pa.array([r.get(h) for r in rows], pa.string()) for h in heads})


@pytest.fixture(scope="session")
def all_limits(
    world: World, examples: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A benchmark file with values for every sector, near what its example emits."""
    chance = random.Random(5)
    lines = ["[instrument]", 'id = "t"', 'title = "试验"', 'number = "1"', 'authority = "市"']
    lines += ["date = 2026-01-01", "illustrative = true", ""]
    for ident, example in examples.items():
        sector = read_sector(world, ident)
        a = assess(parse_project(project_template(example, ident), world), world)
        main = next((i for i in a.intensities if i.indicator == "carbon_per_product"), None)
        product = None if main is None else sector.product(main.product_name)
        if main is None or product is None or main.value <= 0:
            continue
        for level, share in (("admission", 1.0), ("advanced", 0.8)):
            value = f"{float(main.value) * share:.8f}"
            adopted = "true" if chance.random() < 0.6 else "false"
            lines += [
                "[[values]]",
                f'sector = "{ident}"',
                f'product = "{product.id}"',
                f'level = "{level}"',
                f'value = "{value} {main.numerator_unit}/{product.unit}"',
                f'boundary = "{sector.boundary["id"]}"',
                'grade = "B"',
                f"adopted = {adopted}",
                'locator = "x"',
                "valid_from = 2026-01-01",
                "",
            ]
    path = tmp_path_factory.mktemp("limits") / "all.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def limits(world: World, all_limits: Path) -> list[Benchmark]:
    """The benchmarks of that file."""
    return read_benchmarks(all_limits, world)
