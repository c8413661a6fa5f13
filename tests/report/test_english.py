"""English documents of all samples: no Chinese but names, quotations and the applicant's words."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carbon_eia.messages import catalogue, table
from carbon_eia.reference import open_tables
from carbon_eia.report.english import english, is_english
from tests.report.samples import NAMES, files_of, printed, text_of

WORDS = re.compile(r"[\u3400-\u9fff]+")
QUOTED = re.compile(r"“(?:[^“”]|“[^“”]*”)*”(?: \(in Chinese\))")
NUMBER = re.compile(
    r"[\u3400-\u9fff]*〔\d{4}〕\d+号|公告\d{4}年第\d+号|[\u3400-\u9fff]+令(?:\d{4}年)?第\d+号"
)
"""The number under which a document was issued: a name."""


def strings_of(value: object) -> Iterator[str]:
    """Every text in the tables of a file; keys are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_of(part)


def cells(path: Path) -> Iterator[tuple[object, ...]]:
    """The rows of every sheet of a form."""
    for sheet in openpyxl.load_workbook(path):
        yield from sheet.iter_rows(values_only=True)


@cache
def own_words(name: str) -> str:
    """What the applicant says, and the authority whose benchmark file is used."""
    texts: list[str] = []
    for path in files_of(name):
        if path.suffix == ".xlsx":
            texts += [str(v) for row in cells(path) for v in row if v]
            continue
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            rows = list(csv.reader(text.splitlines()))
            texts += [cell for row in rows[1:] for cell in row]
        else:
            texts += strings_of(tomllib.loads(text))
    return "\n".join([*texts, *table("evidence").values()])  # kinds of documents are typed as codes


@cache
def passages() -> str:
    """Passages of law and of plans that the tables quote word for word."""
    tables = open_tables()
    found = [r["quotation"] for r in tables.rows("chenzhou_targets")]
    for ident in tables.ids("policy"):
        policy: dict[str, Any] = tables.toml(f"policy/{ident}.toml")
        found += [str(r.get("quotation", "")) for r in policy.get("rules", ())]
        found.append(str(policy.get("quotation", "")))
    return "\n".join(found)


def left_in_chinese(text: str, name: str) -> set[str]:
    """The Chinese words of an English text that are neither quoted nor the applicant's."""
    text = NUMBER.sub("", QUOTED.sub("", text))
    known = {*WORDS.findall(own_words(name)), *WORDS.findall(passages())}
    return {m[0] for m in WORDS.finditer(text) if m[0] not in known}


@pytest.mark.parametrize("name", NAMES)
def test_an_english_page_has_no_chinese_of_its_own(name: str) -> None:
    """Products, sectors, units, titles, levels and clauses are English."""
    text = text_of(printed(name, ".html", "en"), ".html")
    assert left_in_chinese(text, name) == set()


@pytest.mark.parametrize("name", NAMES)
def test_chinese_in_an_english_page_is_marked(name: str) -> None:
    """Whatever stays Chinese is in an element of that language."""
    page = printed(name, ".html", "en").decode()
    page = re.sub(r"<(script|style|svg|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(span|pre)[^>]* lang="?zh[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    assert not WORDS.search(re.sub(r"<[^>]+>", "", page))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_english_pdf_has_no_chinese_of_its_own(name: str) -> None:
    """What is read of the PDF is as the page; its annex prints the applicant's file as it is."""
    text = text_of(printed(name, ".pdf", "en"), ".pdf")
    kept_files = (path for path in files_of(name) if path.suffix != ".xlsx")
    files = "".join(path.read_text(encoding="utf-8-sig") for path in kept_files)
    kept = "".join((own_words(name) + files).split()) + passages()
    found = {w for w in left_in_chinese(text, name) if w not in kept}
    page = "".join(text_of(printed(name, ".html", "en"), ".html").split())
    assert {w for w in found if w not in page} == set()


def test_chinese_of_our_own_is_found() -> None:
    """This test can fail: a word of ours is found, names and quotations are not."""
    text = "某水泥: “据一处转录” (in Chinese), 发改办气候〔2015〕1722号, 准入值"
    assert left_in_chinese(text, "cement-clinker") == {"某水泥", "准入值"}


def test_a_stretch_is_put_into_english_whole_or_not_at_all() -> None:
    """What somebody says stays as it was said, though it holds names that are known."""
    for said in ("水泥熟料生产线（郴州）", "烟煤由郴州市供应", "工业其他行业企业的指南"):
        assert english(said) == said


def test_every_name_of_the_glossary_is_used_in_the_data() -> None:
    """A row whose Chinese stands nowhere in the tables is dead."""
    tables = open_tables()
    texts = [tables.path(t).read_text(encoding="utf-8") for t in tables.names() if t != "english"]
    texts += [f.read_text(encoding="utf-8") for f in tables.folder.rglob("*.toml")]
    whole = "\n".join([*texts, *catalogue("zh").values()])
    rows = [r for r in tables.rows("english") if r["kind"] != "unit"]
    dead = [r["zh"] for r in rows if r["zh"].removeprefix("湖南省郴州市") not in whole]
    assert dead == []


def test_every_document_has_an_english_title() -> None:
    """A title that is added to the sources is added to the glossary."""
    titles = [r["title"] for r in open_tables().rows("sources")]
    assert [title for title in titles if not is_english(title)] == []
