"""Where rounded parts do not add up to their rounded total, every writing says why."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from carbon_eia.messages import LANGUAGES, sentence
from tests.tools import run

PROJECT = """[project]
name = "临武某窑"
stage = "拟建"
sector = "水泥熟料"
region = "湖南省郴州市临武县"
year = 2026
[[products]]
name = "水泥熟料"
amount = "3 t"
[[sources]]
name = "煤"
method = "combustion"
material = "烟煤"
amount = "1 t"
factor = "{0} tCO2/t"
[[sources]]
name = "电"
method = "electricity"
amount = "1 MWh"
factor = "{0} tCO2/MWh"
[[sources]]
name = "生料分解"
method = "clinker"
amount = "1 t"
factor = "{0} tCO2/t"
"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("factor", "differs"), [("0.4249", True), ("1", False)])
def test_a_note_stands_under_the_sums(
    lang: str, factor: str, differs: bool, tmp_path: Path
) -> None:
    """3 × 0.42 shown is 1.26, the total is 1.27; in whole tonnes 3 × 0 is 0 and the total 1."""
    file = tmp_path / "project.toml"
    file.write_text(PROJECT.format(factor), "utf-8")
    note = sentence("screen.sum_note", lang)
    html, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    more = ["--as-of", "2026-06-30", "--lang", lang]
    for out in (html, book):
        assert run("report", str(file), "-o", str(out), *more).returncode == 0
    assert (note in html.read_text("utf-8")) is differs
    cells = [str(c.value) for s in openpyxl.load_workbook(book) for row in s.rows for c in row]
    assert (note in cells) is differs
    shown = run("assess", str(file), *more).stdout
    assert ("".join(note.split()) in "".join(shown.split())) is differs
