"""The limits of a record are compared with those of the authority's own files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import carbon_eia
from carbon_eia.cli.parks import park_record
from carbon_eia.proof import Verification, verify
from carbon_eia.reference import open_world
from carbon_eia.run import canonical
from tests.conftest import ROOT
from tests.tools import run

SAMPLE = ROOT / "samples" / "lead-smelter" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
TEXT = LIMITS.read_text(encoding="utf-8")
LEAD = '"1.08 tCO2/t"'


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Run of the lead smelter with the sample's limits."""
    made = carbon_eia.assess(SAMPLE, as_of="2026-06-30", benchmarks=LIMITS)
    path = tmp_path_factory.mktemp("limits") / "run.json"
    path.write_bytes(canonical(made.run))
    return path


def against(record: Path, folder: Path, *texts: str) -> Verification:
    """What ``verify`` says of a record beside the authority's files of these texts."""
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"official-{number}.toml")
        files[-1].write_text(text, encoding="utf-8")
    return verify(record, open_world, official=files)


def limit_codes(proof: Verification) -> list[str]:
    """The findings on limits, but for the names of files."""
    found = [f.code for f in proof.findings if f.check == "limits"]
    return [c.removeprefix("proof.limit_") for c in found if c != "proof.limit_file"]


def without(text: str, sector: str) -> str:
    """A file of limits without those of a sector."""
    head, *values = text.split("[[values]]")
    return "[[values]]".join([head, *(v for v in values if f'"{sector}"' not in v)])


assert LEAD in TEXT

CASES: dict[str, tuple[str, set[str], bool | None]] = {
    "the same file": (TEXT, {"equal"}, True),
    "other values of other products": (TEXT.replace("0.83 tCO2/t", "0.82 tCO2/t"), {"equal"}, True),
    "the same figure in another unit": (
        TEXT.replace(LEAD, '"1080 kgCO2/t"'),
        {"equal"},
        True,
    ),
    "another figure": (
        TEXT.replace(LEAD, '"1.07 tCO2/t"'),
        {"other_figure", "equal"},
        False,
    ),
    "another number of the document": (
        TEXT.replace("示例〔2026〕1号", "示例〔2026〕2号"),
        {"other_instrument"},
        False,
    ),
    "another region": (
        TEXT.replace("[[values]]", 'region = "湖南省"\n\n[[values]]', 1),
        {"other_instrument"},
        False,
    ),
    "no longer in force": (
        TEXT.replace("valid_from = 2026-01-01", "valid_from = 2026-07-01"),
        {"missing"},
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_limit_beside_the_authoritys(case: str, record: Path, tmp_path: Path) -> None:
    """Equal stands; another figure or document does not; what the file lacks stays open."""
    text, codes, stands = CASES[case]
    proof = against(record, tmp_path, text)
    assert set(limit_codes(proof)) == codes
    assert proof.stands is stands


def test_another_figure_is_told_with_both(record: Path, tmp_path: Path) -> None:
    """The product, what was used and what the authority's file has, in either language."""
    path = tmp_path / "city.toml"
    path.write_text(TEXT.replace(LEAD, '"1.07 tCO2/t"'), encoding="utf-8")
    for lang, words in (("zh", ("铅锭", "准入值")), ("en", ("admission value", "authority"))):
        done = run("verify", str(record), "--benchmarks", str(path), "--lang", lang)
        shown = " ".join(done.stdout.split())
        assert done.returncode == 2
        assert all(w in shown for w in (*words, "1.08 tCO2/t", "1.07 tCO2/t"))


def test_a_limit_that_was_left_out_is_told(tmp_path: Path) -> None:
    """A record made without the file of the authority, which has a limit for its product."""
    made = carbon_eia.assess(SAMPLE, as_of="2026-06-30")
    path = tmp_path / "run.json"
    path.write_bytes(canonical(made.run))
    assert verify(path, open_world).stands is True
    proof = against(path, tmp_path, TEXT)
    assert set(limit_codes(proof)) == {"left_out"} | {"proof.no_limit_files"}
    assert proof.stands is False


def test_neither_has_a_limit(tmp_path: Path) -> None:
    """A product that no file speaks of is judged by none on either side."""
    made = carbon_eia.assess(
        ROOT / "samples" / "tungsten-concentrate" / "project.toml", as_of="2026-06-30"
    )
    path = tmp_path / "run.json"
    path.write_bytes(canonical(made.run))
    proof = against(path, tmp_path, TEXT)
    assert "none" in limit_codes(proof)
    assert proof.stands is True


def test_the_files_of_a_park(tmp_path: Path) -> None:
    """The limits that judged its members are compared the same way."""
    sample = ROOT / "samples" / "park"
    record = park_record(sample / "park.toml", "2026-06-30", [])
    path = tmp_path / "park.json"
    path.write_bytes(canonical(record))
    text = (sample / "benchmarks.toml").read_text(encoding="utf-8")
    assert set(limit_codes(against(path, tmp_path, text))) == {"equal"}
    moved = re.sub(r'"0\.38 (tCO2/\S+?)"', r'"0.36 \1"', text)
    assert moved != text
    proof = against(path, tmp_path, moved)
    assert "other_figure" in limit_codes(proof)
    assert proof.stands is False


def test_id_number_and_digest_are_always_told(record: Path) -> None:
    """On the terminal and in JSON, whether limits are compared or not."""
    shown = "".join(run("verify", str(record)).stdout.split())
    printed = run("verify", str(record), "--json").stdout
    used = json.loads(record.read_text(encoding="utf-8"))["reference"]["overrides"][0]
    for key in ("id", "number", "sha256"):
        assert "".join(used[key].split()) in shown
        (finding,) = (f for f in json.loads(printed)["findings"] if f["code"] == "proof.limit_file")
        assert finding["params"][key] == used[key]
