"""What moved in the reference data since a released version."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from carbon_eia.reference import World
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.history import changes, packed, past_versions, snapshot
from carbon_eia.reference.versions import is_known, released_digests
from scripts.history import samples, snapshot_text
from tests.tools import run

ROOT = Path(__file__).resolve().parents[2]
FACTORS = ROOT / "factors"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A copy of the reference whose past version 2020.1.0 is the present one."""
    folder = tmp_path / "factors"
    shutil.copytree(FACTORS, folder)
    content = snapshot_text("2020.1.0", packed(snapshot(Tables(folder))))
    (folder / "history" / "2020.1.0.json").write_text(content, encoding="utf-8")
    return folder


def edit(path: Path, before: str, after: str) -> None:
    """Replace one text of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_nothing_moves_against_itself(edited: Path) -> None:
    """A snapshot that is stored and read back is what was taken."""
    assert changes(Tables(edited), "2020.1.0") == []


def test_each_kind_of_change_is_named(edited: Path) -> None:
    """A value, a day of end, a row that is new and one that is gone, a rule and a default."""
    table = edited / "electricity.csv"
    row = next(x for x in table.read_text(encoding="utf-8").splitlines() if "2023-hunan," in x)
    edit(table, row, row.replace("0.4976", "0.4975"))
    gwp = edited / "gwp.csv"
    lines = gwp.read_text(encoding="utf-8").splitlines()
    first, last = lines[1], lines[-1]
    new = last.replace(last.split(",")[0], "zz-new", 1)
    gwp.write_text("\n".join([lines[0], *lines[2:], new]) + "\n", encoding="utf-8")
    policy = edited / "policy" / "mee-346-2021.toml"
    edit(policy, 'grade = "B"', 'grade = "B"\nvalid_to = "2026-12-01"')
    edit(edited / "sectors" / "cement-clinker.toml", 'gwp = "AR5"', 'gwp = "AR6"')
    edit(edited / "methods.toml", 'formula = "AD × q × ρ"', 'formula = "AD × q × ρ × 2"')
    found = {(c.table, c.id): c for c in changes(Tables(edited), "2020.1.0")}
    kinds = {key: c.kind for key, c in found.items()}
    assert kinds == {
        ("methods", "process.gas_volume"): "changed",
        ("electricity", "average-2023-hunan"): "changed",
        ("gwp", first.split(",")[0]): "removed",
        ("gwp", "zz-new"): "added",
        ("policy/mee-346-2021", "mee346_accounts@2021-07"): "ended",
        ("sectors", "cement-clinker:gwp"): "changed",
    }
    power = found["electricity", "average-2023-hunan"]
    assert power.fields == {"factor": ("0.4976", "0.4975")}
    assert power.source


def test_a_note_moves_nothing(edited: Path) -> None:
    """Words that explain a row decide nothing."""
    table = edited / "electricity.csv"
    row = next(x for x in table.read_text(encoding="utf-8").splitlines() if "2023-hunan," in x)
    assert row.endswith(",") or row.split(",")[-1]
    edit(table, row, row + "另注")
    assert changes(Tables(edited), "2020.1.0") == []


def test_the_days_of_force_have_moved(world: World) -> None:
    """Since 2026.11.0 limits carry the day of force of their standard, not the year of issue."""
    found = {f"{c.table}:{c.id}": c for c in changes(world.tables, "2026.11.0")}
    before = [c.fields["valid_from"][0] for c in found.values() if c.table == "energy_limits"
              and c.kind == "changed" and "valid_from" in c.fields]  # fmt: skip
    assert len(before) > 700
    assert all(re.fullmatch(r"\d{4}(-\d\d)?(-\d\d)?", b) or not b for b in before)
    assert found["gwp:ar6-r-407c"].fields == {"value": ("1907", "1908")}


def test_the_samples_are_those_of_this_version(world: World) -> None:
    """The table of samples holds what they come to now: ``python -m scripts.history samples``."""
    stored = json.loads((FACTORS / "history" / "samples.json").read_text(encoding="utf-8"))
    assert stored[world.tables.package["version"]] == samples()
    assert set(past_versions(FACTORS)) <= set(stored)


@pytest.mark.parametrize(("lang", "word"), [("zh", "结论改变"), ("en", "the verdict moved")])
def test_the_command_names_what_moved(lang: str, word: str) -> None:
    """It says which verdicts of the samples moved, in both languages."""
    done = run("reference", "changes", "--since", "2026.11.0", "--lang", lang)
    assert done.returncode == 0
    assert "cement-clinker" in done.stdout
    stored = json.loads((FACTORS / "history" / "samples.json").read_text(encoding="utf-8"))
    old, *_, new = stored.values()
    moved = any(old[k]["verdict"] != new[k]["verdict"] for k in old)
    printed = re.sub(r"\s", "", done.stdout)  # however it is wrapped
    assert (re.sub(r"\s", "", word) in printed) is moved


def test_the_command_as_json(edited: Path) -> None:
    """Each row with its fields before and after and its document."""
    edit(edited / "gwp.csv", ",1908,", ",1909,")
    done = run("reference", "changes", "--since", "2020.1.0", "--reference", str(edited), "--json")
    found = json.loads(done.stdout)
    assert found["since"] == "2020.1.0"
    (row,) = found["changes"]
    assert (row["id"], row["kind"]) == ("gwp:ar6-r-407c", "changed")
    assert row["fields"] == [{"field": "value", "before": "1908", "after": "1909"}]
    assert "IPCC" in row["source"]
    assert found["samples"] == []


def test_an_unknown_version_names_the_known_ones() -> None:
    """No snapshot, no answer."""
    done = run("reference", "changes", "--since", "1999.1.0")
    assert done.returncode == 2
    assert "CE-C002" in done.stdout + done.stderr
    assert "2026.11.0" in done.stdout + done.stderr


def test_every_released_version_has_its_digest() -> None:
    """A snapshot and a digest are written by one release; a digest is 64 hexadecimal digits."""
    digests = released_digests()
    assert list(digests) == past_versions(FACTORS)
    assert all(re.fullmatch("[0-9a-f]{64}", d) for d in digests.values())


def test_tables_are_known_by_their_digest_alone(tmp_path: Path) -> None:
    """Those of a release and those of this program are known; a copy that differs is not, whatever
    version it claims to be."""
    assert all(is_known(d) for d in released_digests().values())
    assert is_known(Tables(FACTORS).digest)
    copied = tmp_path / "factors"
    shutil.copytree(FACTORS, copied)
    assert is_known(Tables(copied).digest)
    path = copied / "electricity.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",0.4976,", ",0.4876,"), "utf-8")
    assert not is_known(Tables(copied).digest)
