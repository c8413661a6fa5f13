"""A record that no program wrote, under an id of its own: refused with a code, never a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import carbon_eia
from carbon_eia.run import canonical, record_id
from tests.tools import run as command

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "lead-smelter" / "project.toml"
LIMITS = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"

EDITS: dict[str, tuple[tuple[str | int, ...], object]] = {
    "a number that is a word": (("inventory", "total", "value"), "abc"),
    "a number with an exponent": (("inventory", "total", "value"), "1e999999"),
    "a number of ten thousand digits": (("comparisons", 0, "limit"), "9" * 10_000),
    "a fraction over nought": (("intensities", 0, "exact"), "1/0"),
    "a figure that is a list": (("energy", "equivalent"), []),
    "a list that is a word": (("decision", "reasons"), "none"),
    "a deadline that is no day": (("decision", "deadline"), "soon"),
    "a verdict that nobody knows": (("decision", "verdict"), "perhaps"),
    "a status that nobody knows": (("inventory", "by_source", 0, "parameters", 0, "status"), "?"),
    "a key that no version has": (("decision", "more"), 1),
    "half a character": (("project", "name"), "\\ud800"),
}


@pytest.fixture(scope="module")
def sample_run() -> str:
    """The Run of the sample as text."""
    made = carbon_eia.assess(SAMPLE, as_of="2026-06-30", benchmarks=LIMITS)
    return canonical(made.run).decode()


@pytest.mark.parametrize("edit", EDITS)
def test_it_is_refused_by_every_command(edit: str, sample_run: str, tmp_path: Path) -> None:
    """Status 2 with a code for what shows or prints it; ``verify`` never says that it stands."""
    document: Any = json.loads(sample_run)
    (*way, last), value = EDITS[edit]
    part = document
    for key in way:
        part = part[key]
    part[last] = value
    if edit != "half a character":
        document["id"] = record_id(document)
    path = tmp_path / "run.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    for words in (("assess",), ("explain",), ("report", "-o", str(tmp_path / "out.html"))):
        done = command(words[0], str(path), *words[1:], "--json")
        assert done.returncode == 2, (words, done.stdout, done.stderr)
        assert '"CE-N00' in done.stdout
    assert not (tmp_path / "out.html").exists()
    assert command("verify", str(path)).returncode in (2, 3)
