"""carbon-eia park and new park, as a person and a program meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbon_eia.cli.paint import width_of
from tests.tools import run

ROOT = Path(__file__).resolve().parents[2]
PARK = str(ROOT / "samples" / "park" / "park.toml")
DAY = ["--as-of", "2026-06-30"]


def test_the_sample_ends_with_its_conclusion(tmp_path: Path) -> None:
    """Status 1, the record for a program, the documents that were asked for."""
    outputs = [tmp_path / f"park{e}" for e in (".html", ".xlsx", ".json")]
    asked = [x for o in outputs for x in ("-o", str(o))]
    done = run("park", PARK, *DAY, "--json", *asked)
    assert done.returncode == 1, done.stderr
    record = json.loads(done.stdout)
    assert record["conclusion"]["status"] == "adjust"
    assert all(o.stat().st_size for o in outputs)
    again = run("park", str(outputs[2]), "--json")
    assert again.stdout == done.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_fits_80_columns(lang: str) -> None:
    """No line is wider than the terminal, in either language."""
    shown = run("park", PARK, *DAY, "--lang", lang).stdout
    assert shown
    assert max(width_of(line) for line in shown.splitlines()) <= 80


def test_a_new_park_can_be_evaluated(tmp_path: Path) -> None:
    """The commented file and its sample members work as they are; nothing is overwritten."""
    made = run("new", "park", "-o", "park.toml", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    done = run("park", "park.toml", "--json", *DAY, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["conclusion"]["missing"]
    assert run("new", "park", "-o", "park.toml", cwd=tmp_path).returncode == 2


def test_a_new_form_can_be_evaluated(tmp_path: Path) -> None:
    """The form and its members' forms work as they are, and give what their text gives."""
    made = run("new", "park", "-o", "park.xlsx", "--json", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    members = ["enterprises/battery", "facilities/heat", "projects/cathode"]
    written = {"park.xlsx", *(f"{m}.xlsx" for m in members)}
    assert set(json.loads(made.stdout)["written"]) == written
    done = run("park", "park.xlsx", "--json", *DAY, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    converted = run("new", "park", "--from", "park.xlsx", "-o", "park.toml", cwd=tmp_path)
    assert converted.returncode == 0, converted.stderr
    assert run("park", "park.toml", "--json", *DAY, cwd=tmp_path).stdout == done.stdout
    assert run("new", "park", "-o", "park.xlsx", cwd=tmp_path).returncode == 2
    assert run("new", "park", "-o", "park.csv", cwd=tmp_path).returncode == 2


def test_wrong_input_never_yields_a_number(tmp_path: Path) -> None:
    """All errors as JSON, status 2, and no document."""
    text = (
        Path(PARK)
        .read_text(encoding="utf-8")
        .replace("plan_years = [2030, 2035]", "plan_years = [2020]")
    )
    (tmp_path / "park.toml").write_text(text, encoding="utf-8")
    done = run("park", "park.toml", "--json", "-o", "park.html", cwd=tmp_path)
    assert done.returncode == 2
    assert json.loads(done.stdout)["errors"]
    assert not (tmp_path / "park.html").exists()
    assert run("park", PARK, "-o", "park.odt", cwd=tmp_path).returncode == 2
