"""carbon-eia park and new park, as a person and a program meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from carbon_eia.console import width_of
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


def test_full_prints_every_chapter() -> None:
    """--full tells all that the report of a park tells, within the terminal."""
    done = run("park", PARK, *DAY, "--full")
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(width_of, lines)) <= 80
    assert {x.split("  ")[0] for x in lines} >= {str(n) for n in range(10)}


def test_a_new_park_can_be_evaluated(tmp_path: Path) -> None:
    """The commented file and its sample members work as they are; nothing is overwritten."""
    made = run("new", "park", "-o", "park.toml", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    done = run("park", "park.toml", "--json", *DAY, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["conclusion"]["missing"]
    assert run("new", "park", "-o", "park.toml", cwd=tmp_path).returncode == 0  # as it is
    (tmp_path / "park.toml").write_text("filled in", encoding="utf-8")
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
    (tmp_path / "park.xlsx").write_bytes(b"filled in")
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


def test_verify_diff_and_replay_work_on_what_park_writes(tmp_path: Path) -> None:
    """verify ends with 0, with 2 and where after a digit was changed; diff names what moved the
    plan; replay writes the same record again; a project is no park."""
    page = tmp_path / "park.html"
    assert run("park", PARK, *DAY, "-o", str(page)).returncode == 1
    stands = run("verify", str(page))
    assert (stands.returncode, "全部成立" in stands.stdout) == (0, True)
    forged = tmp_path / "forged.html"
    text = page.read_text(encoding="utf-8")
    assert ">2203751<" in text.replace("<i>", "").replace("</i>", "")
    forged.write_text(text.replace("203</i><i>751", "103</i><i>751", 1), encoding="utf-8")
    falls = run("verify", str(forged))
    assert (falls.returncode, "2103751" in falls.stdout) == (2, True)
    copied = tmp_path / "copy"
    shutil.copytree(Path(PARK).parent, copied)
    glass = copied / "enterprises" / "glass.toml"
    held = glass.read_text(encoding="utf-8")
    assert "1100 万Nm3" in held
    glass.write_text(held.replace("1100 万Nm3", "900 万Nm3"), encoding="utf-8")
    shown = run("diff", str(page), str(copied / "park.toml"), *DAY)
    assert shown.returncode == 0, shown.stderr
    flat = "".join(shown.stdout.split())
    assert "成员·郴州玻璃·排放源·熔窑与退火窑天然气·消耗量1100万Nm3→900万Nm3" in flat
    assert "成员·郴州玻璃：规划-4151.40251328tCO2e" in flat
    assert max(width_of(line) for line in shown.stdout.splitlines()) <= 80
    data = json.loads(run("diff", str(page), str(copied / "park.toml"), *DAY, "--json").stdout)
    assert [i["change"] for i in data["influences"]] == [["members", "郴州玻璃"]]
    again = run("replay", str(page), "--json", "--out", str(tmp_path / "again"))
    assert again.returncode == 1, again.stderr
    assert (tmp_path / "again" / "park.json").read_text(encoding="utf-8") == again.stdout
    assert json.loads(again.stdout)["id"] == data["a"]
    other = run("diff", str(page), str(ROOT / "samples" / "cement-clinker" / "project.toml"))
    assert (other.returncode, "CE-V006" in other.stderr) == (2, True)


def test_a_form_and_a_workbook_of_a_park_can_be_compared(tmp_path: Path) -> None:
    """diff takes a form and a workbook for what they are: the same park, and nothing differs."""
    assert run("new", "park", "-o", "park.toml", cwd=tmp_path).returncode == 0
    made = run("new", "--from", "park.toml", "-o", "form.xlsx", "park", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert run("park", "form.xlsx", *DAY, "-o", "book.xlsx", cwd=tmp_path).returncode == 3
    same = run("diff", "form.xlsx", "book.xlsx", *DAY, "--json", cwd=tmp_path)
    assert same.returncode == 0, same.stderr
    assert json.loads(same.stdout)["changes"] == []
    assert run("verify", "book.xlsx", cwd=tmp_path).returncode == 0
