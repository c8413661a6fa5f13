"""factors/ is a data package that another program can read: Frictionless Data."""

from __future__ import annotations

import shutil
from pathlib import Path

from frictionless import Package

from carbon_eia.files import data_folder

FACTORS = data_folder("factors")


def problems(folder: Path) -> list[tuple[str, int, str]]:
    """What frictionless finds wrong with a data package: table, row, kind of error."""
    report = Package(str(folder / "datapackage.json")).validate()
    found = report.flatten(["place", "rowNumber", "type"])
    return [(str(place), int(row or 0), str(kind)) for place, row, kind in found]


def test_the_tables_keep_their_schemas() -> None:
    """Every table is there and keeps types, patterns, keys and references of its schema."""
    assert problems(FACTORS) == []
    listed = {r.path for r in Package(str(FACTORS / "datapackage.json")).resources}
    assert listed == {p.relative_to(FACTORS).as_posix() for p in FACTORS.rglob("*.csv")}


def test_a_bare_year_as_a_day_of_force_is_found(tmp_path: Path) -> None:
    """The schema itself refuses what the loader refuses."""
    folder = Path(shutil.copytree(FACTORS, tmp_path / "factors"))
    path = folder / "benchmarks" / "energy_limits.csv"
    text = path.read_text(encoding="utf-8")
    assert "2022-11-01" in text
    path.write_text(text.replace("2022-11-01", "2022", 1), encoding="utf-8")
    assert {kind for _, _, kind in problems(folder)} == {"constraint-error"}
