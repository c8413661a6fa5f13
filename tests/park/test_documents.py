"""The documents of a park: the same text and numbers in each, live sums, nothing hidden."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from carbon_eia.park.evaluate import evaluate_park
from carbon_eia.park.record import Record, make_record
from carbon_eia.report.park import PARK_RENDERERS
from carbon_eia.text.words_park import PARK_WORDS

from .sample import document, sample_record
from .small import coal, member, power, project, read, scenario, the_world


@pytest.fixture(scope="module")
def record() -> Record:
    """The record of the sample park, as a program reads it."""
    return sample_record()


@pytest.fixture(scope="module")
def html() -> str:
    """The sample's report as HTML."""
    return document("sample", ".html").decode()


def text_of(html: str) -> str:
    """What a reader sees of a document, without its data and style."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", shown)


def test_every_chapter_and_table_is_there(html: str) -> None:
    """Chapters 0 to 9 and the annex, the tables that a plan's evaluation must have, the figures."""
    shown = text_of(html)
    for key in ("scope", "present", "account", "indicators", "scenarios", "impact"):
        assert PARK_WORDS[f"c.{key}"][0] in shown
    for key in ("optimise", "control", "tracking", "record"):
        assert PARK_WORDS[f"c.{key}"][0] in shown
    for key in ("enterprises", "inventory", "sources", "indicators", "scenarios", "effects"):
        assert f'id="table-{key}"' in html
    for key in ("choice", "caps", "suggestions", "access", "monitoring", "criteria"):
        assert f'id="table-{key}"' in html
    for key in ("flow_carbon", "flow_energy", "paths", "waterfall", "waterfall_opt", "matrix"):
        assert f'id="figure-{key}"' in html


def test_the_numbers_are_those_of_the_record(record: Record, html: str) -> None:
    """The totals of the base year and of each scenario, the conclusion, every suggestion."""
    shown = text_of(html)
    assert record["conclusion"]["text"] in shown
    totals = [record["base"]["total"]]
    totals += [y["total"] for s in record["scenarios"] for y in s["years"] if y["year"] == 2035]
    for total in totals:
        assert str(round(float(total["value"]))) in shown
    for s in record["suggestions"]:
        assert s["text"] in shown
        assert s["target"]["quotation"] in shown


def test_an_illustrative_value_is_said_on_every_page(html: str) -> None:
    """The banner stands on the cover and in the running head."""
    assert text_of(html).count("示例准入值，仅供演示，不具行政效力") == 2


def test_english_has_no_chinese_of_its_own(record: Record) -> None:
    """Headings, heads of tables and fixed sentences are English; names stay as they are."""
    html = PARK_RENDERERS[".html"](record, "en", None).decode()
    heads = " ".join(re.findall(r"<(?:h2|h3|caption|th)[ >].*?</(?:h2|h3|caption|th)>", html))
    for key, (zh, en) in PARK_WORDS.items():
        if key.startswith(("c.", "s.", "t.", "h.")) and zh != en:
            assert f">{zh}<" not in heads, key
        if key.startswith("c."):
            assert en in heads, key


def test_the_order_of_keys_in_a_record_prints_nothing(record: Record) -> None:
    """A record that was just made prints what the same record prints when it was read back."""

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: turned(v) for k, v in reversed(value.items())}
        return [turned(v) for v in value] if isinstance(value, list) else value

    for ending in (".html", ".xlsx"):
        assert PARK_RENDERERS[ending](turned(record), "zh", None) == document("sample", ending)


def test_html_holds_the_record(record: Record, html: str) -> None:
    """As data that no browser runs, byte for byte what the record is."""
    found = re.search(r'<script type="application/json" id="park.json">(.*?)</script>', html, re.S)
    assert found is not None
    assert json.loads(found[1]) == record


def test_names_are_text_everywhere() -> None:
    """Markup and formulas in names are shown, never obeyed."""
    evil = "<b>=1+1</b>"
    files = {evil: project("甲", power("电", "400") + coal("煤", "100"))}
    text = member("enterprises", evil)
    park = read(text + scenario("=cmd", "plan"), files)
    record = make_record(evaluate_park(park, the_world()))
    html = PARK_RENDERERS[".html"](record, "zh", None).decode()
    assert "<b>=1" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    sheet = _sheets(PARK_RENDERERS[".xlsx"](record, "zh", None))["情景"]
    assert sheet[1][0] == "'=cmd"


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}


def test_the_workbook_is_live_and_says_the_same(record: Record) -> None:
    """Sums and intensities are formulas; what is stored in them is the record's number."""
    content = PARK_RENDERERS[".xlsx"](record, "zh", None)
    assert content == PARK_RENDERERS[".xlsx"](record, "zh", None)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = "".join(
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/")
        )
    assert sheets.count("<f>") > 200
    members = _sheets(content)["成员"]
    total = next(r for r in members if str(r[0]).startswith("园区合计"))
    assert total[5] == pytest.approx(float(record["base"]["total"]["value"]))


@pytest.mark.slow
def test_the_workbook_recalculates_to_the_same(record: Record, tmp_path: Path) -> None:
    """LibreOffice computes every formula again and finds what the record says."""
    import subprocess

    from tests.tools import program

    path = tmp_path / "park.xlsx"
    path.write_bytes(PARK_RENDERERS[".xlsx"](record, "zh", None))
    command = [program("soffice"), "--headless", "--convert-to", "ods:calc8", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True)
    again = CalamineWorkbook.from_path(str(tmp_path / "park.ods"))
    stored = _sheets(path.read_bytes())
    for name in again.sheet_names:
        rows = again.get_sheet_by_name(name).to_python()
        for old, new in zip(stored[name], rows, strict=False):
            for a, b in zip(old, new, strict=False):
                if isinstance(a, float) and isinstance(b, float):
                    assert b == pytest.approx(a, rel=1e-9, abs=1e-6)


@pytest.mark.slow
def test_the_pdf_carries_the_record_and_is_the_same_twice(record: Record) -> None:
    """PDF/A-3u with park.json and park.toml attached."""
    import pypdf

    content = document("sample", ".pdf")
    assert content == PARK_RENDERERS[".pdf"](record, "zh", None)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert set(reader.attachments) == {"park.json", "park.toml"}
    assert json.loads(reader.attachments["park.json"][0]) == record


@pytest.mark.slow
def test_word_carries_the_record(record: Record) -> None:
    """As the report of a project does."""
    content = document("sample", ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert json.loads(parts.read("carbon-eia/park.json")) == record
    assert "word/document.xml" in names


def test_a_small_park_without_anything_optional_can_be_printed() -> None:
    """No city, no caps, no sales, no projects: what is absent is said, nothing fails."""
    files = {"甲": project("甲", power("电", "4") + coal("煤", "1"), None)}
    park = read(member("enterprises", "甲") + scenario("规划", "plan"), files)
    record = make_record(evaluate_park(park, the_world()))
    for lang in ("zh", "en"):
        for ending in (".html", ".xlsx"):
            assert PARK_RENDERERS[ending](record, lang, None)
    assert record["conclusion"]["status"] == "undetermined"
