"""Projects, limits and factors for ``screening_peers.py``: tables, each time the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

AS_OF = date(2026, 6, 30)
# places where one policy decides: elsewhere nothing would be compared
REGIONS = (
    "湖南省郴州市",
    "湖南省郴州市桂阳县",
    "湖南省郴州市永兴县",
    "湖南省郴州市资兴市",
    "湖南省郴州市苏仙区",
    "湖南省郴州市宜章县",
)
YEARS = (2022, 2023, 2026)
SECTORS = (
    ("工业其他行业", "other-industry", "产品", "", "0.12"),
    ("铅冶炼", "lead-smelting", "铅锭", "lead-concentrate-to-ingot-with-electricity", "0.35"),
    ("石灰", "lime", "石灰", "", "1.1"),
)


def limits_text(world: Any) -> str:
    """A benchmark file: an adopted admission value for the product of each sector."""
    from carbon_eia.reference import read_sector

    lines = ['[instrument]\nid = "bench"\ntitle = "试验"\nnumber = "1"\nauthority = "试验"']
    lines += ["date = 2026-01-01\nillustrative = true\n"]
    for name, ident, product, _, value in SECTORS:
        boundary = read_sector(world, ident).boundary["id"]
        lines.append(
            f'[[values]]\nsector = "{name}"\nproduct = "{product}"\nlevel = "admission"\n'
            f'value = "{value} tCO2/t"\nboundary = "{boundary}"\ngrade = "B"\nadopted = true\n'
            'locator = "1"\nvalid_from = 2026-01-01\n'
        )
    return "\n".join(lines)


def rows(count: int, seed: int = 7) -> pa.Table:
    """Rows of three sectors in six places and three years, a heating value measured in a third.

    The plants keep their mandatory energy limits, so that carbon alone decides.
    """
    rng = np.random.default_rng(seed)
    sector = rng.integers(0, len(SECTORS), count)
    output = np.round(rng.uniform(1e5, 2e6, count), 0)
    lime = sector == 2
    lead = sector == 1
    per_coal = np.array([0.05, 0.06, 0.13])[sector]
    per_mwh = np.array([0.05, 0.45, 0.04])[sector]
    names = np.char.add("项目", np.arange(count).astype(str))
    measured = rng.random(count) < 1 / 3

    def texts(values: Any, codes: Any) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values))

    def figures(values: Any, places: int, here: Any = None) -> Any:
        mask = None if here is None else ~here
        return pa.array(np.round(values, places), mask=mask)

    return pa.table(
        {
            "项目名称": pa.array(names),
            "项目代码": pa.array(np.char.add("2602-431021-04-01-", np.arange(count).astype(str))),
            "行业": texts([s[0] for s in SECTORS], sector),
            "阶段": texts(["拟建", "在建"], rng.integers(0, 2, count)),
            "地区": texts(list(REGIONS), rng.integers(0, len(REGIONS), count)),
            "年份": pa.array(rng.choice(YEARS, count)),
            "产品": texts([s[2] for s in SECTORS], sector),
            "产量 (t)": pa.array(output),
            "烟煤 (t)": figures(output * per_coal * rng.uniform(0.7, 1.4, count), 1),
            "烟煤 低位发热量 (GJ/t)": figures(rng.uniform(19, 25, count), 2, measured),
            "外购电力 (MWh)": figures(output * per_mwh * rng.uniform(0.7, 1.4, count), 1),
            "石灰石 (t)": figures(output * 1.75 * rng.uniform(0.9, 1.1, count), 0, lime),
            "石灰石 纯度 (%)": figures(rng.uniform(85, 98, count), 1, lime),
            "还原剂 焦炭 (t)": figures(output * 0.12 * rng.uniform(0.8, 1.3, count), 1, lead),
        }
    )


# --- the factors, as the peers get them


def factors(world: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Per sector what coal, limestone and the limit are; per region and year the grid factor."""
    from carbon_eia.reference import read_sector

    per_sector = []
    for name, ident, _, _, value in SECTORS:
        sector = read_sector(world, ident)
        coal = world.by_material(
            "fuels",
            "bituminous-coal",
            ["ncv", "carbon_content", "oxidation"],
            sector.tables["fuels"],
        )
        stone = world.by_material(
            "carbonates", "limestone", ["factor"], sector.tables["carbonates"]
        )
        coke = world.by_material("reductants", "coke", ["factor"], sector.tables["reductants"])
        conversion = sector.defaults["carbonate"]["conversion"]["value"]
        per_sector.append(
            {
                "sector": name,
                "ncv": float(coal["ncv"].quantity.to("GJ/t")),
                "cc": float(coal["carbon_content"].quantity.to("tC/GJ")),
                "of": float(coal["oxidation"].quantity.to("1")),
                "stone": float(stone["factor"].quantity.to("tCO2/t")) if stone else 0.0,
                "coke": float(coke["factor"].quantity.to("tCO2/t")) if coke else 0.0,
                "conversion": float(conversion.removesuffix("%")) / 100,
                "limit": float(value),
            }
        )
    grid = [
        {
            "region": region,
            "year": year,
            "ef": float(world.electricity(region, year).quantity.to("tCO2/MWh")),
        }
        for region in REGIONS
        for year in YEARS
    ]
    return pd.DataFrame(per_sector), pd.DataFrame(grid)


PLAIN = {
    "项目代码": "id",
    "行业": "sector",
    "阶段": "stage",
    "地区": "region",
    "年份": "year",
    "产量 (t)": "output",
    "烟煤 (t)": "coal",
    "烟煤 低位发热量 (GJ/t)": "ncv_given",
    "外购电力 (MWh)": "power",
    "石灰石 (t)": "limestone",
    "石灰石 纯度 (%)": "purity",
    "还原剂 焦炭 (t)": "reductant",
}
