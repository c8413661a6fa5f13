"""On the limit the full values decide, and the digits shown tell the value from the limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import run

PROJECT = """[project]
name = "汝城某熟料厂"
stage = "拟建"
sector = "水泥熟料"
region = "湖南省郴州市汝城县"
year = 2026
[[products]]
name = "水泥熟料"
amount = "80 万t"
[[sources]]
name = "煤"
method = "combustion"
material = "烟煤"
amount = "8 万t"
factor = "{0} tCO2/t"
[[sources]]
name = "电"
method = "electricity"
amount = "0 kWh"
evidence = {{ kind = "计量", number = "1", date = 2026-01-01 }}
[[sources]]
name = "生料分解"
method = "clinker"
amount = "80 万t"
"""


@pytest.mark.parametrize(
    ("factor", "shown", "status"),
    [
        ("2.95", "0.8300 tCO2/t  等于准入值", 0),
        ("2.95000002", "0.830000002 tCO2/t  高于准入值 0.00000024 %", 1),
        ("2.94999998", "0.829999998 tCO2/t  低于准入值 0.00000024 %", 0),
    ],
)
def test_a_value_on_the_limit(factor: str, shown: str, status: int, tmp_path: Path) -> None:
    """0.1 × 2.95 + 0.535 tCO2/t is the limit of the demonstration: equal passes, above does not."""
    file = tmp_path / "project.toml"
    file.write_text(PROJECT.format(factor), "utf-8")
    limits = "samples/benchmarks/chenzhou-demo.toml"
    found = run("assess", str(file), "--benchmarks", limits, "--as-of", "2026-06-30")
    assert found.returncode == status
    assert shown in found.stdout
    assert "-0.00 %" not in found.stdout
