"""The report as a document: complete, marked, the same every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from carbon_eia.errors import InputError, Place
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import World, read_sector
from carbon_eia.report import finished_html, render_html, render_pdf
from carbon_eia.report.document import EMPTY, Table, TableCell, TableRow, texts_of
from carbon_eia.report.project.project_document import project_document
from carbon_eia.report.project.verdict_chapter import FOLDED
from carbon_eia.run import Run, canonical, parse_run, record_id
from carbon_eia.run.records import QuantityRecord
from tests.conftest import ROOT
from tests.report.conftest import MakeRun, PrintRun, ReadRun, Texts

SUMMARY = 1
"""The page behind the cover."""

MAIN_RULES = ("admission", "retrofit", "deadline", "advanced", "evidence")

BANNER = "示例准入值，仅供演示，不具行政效力"


def rows_of(run: Run, chapter: str, table: str) -> list[TableRow]:
    """The rows of a table of the report."""
    document = project_document(run, drawn=False)
    blocks = next(c.blocks for c in document.chapters if c.name == chapter)
    return next(list(b.rows) for b in blocks if isinstance(b, Table) and b.name == table)


def looks_of(cell: TableCell) -> list[str]:
    """The looks of the pieces of a cell."""
    return [x.look for text in texts_of(cell.lines) for x in EMPTY.spans(text) if x.look]


def words(cell: TableCell) -> str:
    """The text of a cell without its looks."""
    return "".join(map(EMPTY.plain, texts_of(cell.lines)))


def test_one_page_holds_the_decision(sample_run: Run, printed: PrintRun) -> None:
    """Verdict, intensity, limits, conditions and deadline stand together behind the cover."""
    first = "".join(printed(sample_run).pages[SUMMARY].split())
    others = [r for r in sample_run.decision.reasons if str(r.code) in FOLDED]
    assert others
    decision = sample_run.decision
    for text in (
        decision.label,
        sample_run.project.code,
        sample_run.id[:12],
        decision.deadline,
        *(c.text for c in decision.conditions),
        *(r.title.zh for r in decision.reasons if r.rule in MAIN_RULES),
        f"资料不足、未判定{len(others)}条",
        "0.8393",
        "0.83",
    ):
        assert "".join(text.split()) in first, text


@pytest.mark.slow
def test_the_same_run_gives_the_same_bytes(sample_run: Run, printed: PrintRun) -> None:
    """No clock and no chance: a report printed again is the same file."""
    again = parse_run(canonical(sample_run).decode(), Place("run.json"))
    assert render_pdf(again) == printed(sample_run).content


def test_another_process_gives_the_same_bytes(
    sample_run: Run, printed: PrintRun, tmp_path: Path
) -> None:
    """The order of hashes and the time zone leave no trace."""
    path = tmp_path / "run.json"
    path.write_bytes(canonical(sample_run))
    code = (
        "import pathlib, sys; from carbon_eia.report import render_pdf;"
        "from carbon_eia.run import read_run;"
        "sys.stdout.buffer.write(render_pdf(read_run(pathlib.Path(sys.argv[1]))))"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True, env=environment
    )
    assert done.stdout == printed(sample_run).content


def test_run_and_project_file_are_attached(sample_run: Run, printed: PrintRun) -> None:
    """Whoever holds the PDF holds the Run and the project file, byte for byte."""
    found = printed(sample_run).reader.attachments
    assert found["run.json"] == [canonical(sample_run)]
    assert found["project.toml"] == [sample_run.project.text.encode()]


def test_metadata_comes_from_the_run(sample_run: Run, printed: PrintRun) -> None:
    """Title, keywords and date are those of the Run; the file is PDF/A-3u, tagged, bookmarked."""
    pdf = printed(sample_run)
    metadata = pdf.reader.metadata
    assert metadata is not None
    assert sample_run.project.name in str(metadata.title)
    assert sample_run.id in str(metadata["/Keywords"])
    assert str(metadata["/CreationDate"]) == "D:" + sample_run.as_of.replace("-", "")
    xmp = pdf.reader.xmp_metadata
    assert xmp is not None
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("3", "U")
    root = pdf.reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert len(pdf.reader.outline) >= 1


def test_every_page_has_its_number_and_the_run(sample_run: Run, printed: PrintRun) -> None:
    """A page that is taken out of the report can still be traced."""
    pages = printed(sample_run).pages
    for number, page in enumerate(pages, 1):
        flat = "".join(page.split())
        assert f"第{number}页/共{len(pages)}页" in flat
        assert sample_run.id[:12] in flat


def test_sample_values_are_marked_on_every_page(sample_run: Run, printed: PrintRun) -> None:
    """Nobody can take a page with a sample admission value for a real one."""
    for page in printed(sample_run).pages:
        assert BANNER in "".join(page.split())


def test_real_values_bear_no_banner(
    make: MakeRun, sample_text: str, demo_text: str, page: ReadRun
) -> None:
    """The banner is for samples alone; a value that nobody adopted is called provisional."""
    real = demo_text.replace("illustrative = true", "").replace("adopted = true", "")
    found = page(make(sample_text, real))
    assert BANNER not in found.flat
    assert "暂行" in found.summary


def test_an_indicative_verdict_is_called_so(
    make: MakeRun, no_measures: str, demo_text: str, page: ReadRun
) -> None:
    """Against grade C nothing is decided; what would follow is shown as an indication only."""
    weak = demo_text.replace('grade = "B"', 'grade = "C"')
    saving = no_measures  # its energy keeps the mandatory limits, its carbon is above
    for more, less in (
        ("19.0 万t", "17.6 万t"),
        ("8400 万kWh", "7500 万kWh"),
        ("65.2 %", "67.5 %"),
    ):
        saving = saving.replace(more, less)
    first = page(make(saving, weak)).summary
    assert "无法判定" in first
    assert "参考：若证据充分，结论将为“不予立项”" in first


def test_undetermined_without_a_limit_names_what_is_missing(
    make: MakeRun, world: World, page: ReadRun
) -> None:
    """Without an admission value there is an intensity, no margin, and the gap is named."""
    run = make(project_template(dict(read_sector(world, "quarrying").example), "quarrying"))
    assert run.comparisons == ()
    first = page(run).summary
    assert "没有适用值" in first
    assert "".join(run.decision.missing[0].text.split()) in first


def test_every_parameter_has_its_origin(sample_run: Run, printed: PrintRun) -> None:
    """Value, document, place, grade and reason of every parameter are in the PDF (law 5)."""
    flat = printed(sample_run).flat
    for source in sample_run.inventory.by_source:
        for parameter in source.parameters:
            assert "".join(parameter.typed.split()) in flat
            cited = parameter.source
            if cited is not None:
                for text in (cited.title, cited.number, cited.locator):
                    assert "".join(text.split()) in flat, text
                assert "".join(cited.reason.text.split()) in flat


def test_what_was_not_declared_stands_out(sample_run: Run) -> None:
    """Defaults, assumptions, grade C and extrapolated years bear a mark of their own (law 5)."""
    rows = rows_of(sample_run, "factors", "parameters")
    parameters = [p for s in sample_run.inventory.by_source for p in s.parameters]
    rows = [row for row in rows if row.look != "group"]
    for row, parameter in zip(rows, parameters, strict=True):
        assert bool(looks_of(row.cells[2])) == (parameter.status in ("default", "assumption"))
        cited = parameter.source
        if cited and (cited.grade == "C" or "grid" in cited.id):
            assert row.look == "weak"
    assert any("旧年" in words(row.cells[2]) and row.look == "weak" for row in rows)


def test_another_boundary_is_set_apart(sample_run: Run) -> None:
    """A reference value of another boundary is shown for reference only."""
    rows = rows_of(sample_run, "performance", "comparisons")
    heads = [row for row in rows if "head-row" in row.look]
    same = {words(row.cells[0])[:3] for row in heads if "other" not in row.look}
    assert same == {"先进值", "准入值"}
    assert {words(row.cells[0])[:3] for row in heads if "other" in row.look} == {"参考值"}
    assert "口径不同，仅供参考" in render_html(sample_run)


def test_warnings_are_printed_in_full(sample_run: Run, printed: PrintRun) -> None:
    """Every warning with its code, sentence and remedy."""
    flat = printed(sample_run).flat
    assert sample_run.warnings
    for warning in sample_run.warnings:
        for text in (warning.code, warning.message, warning.hint):
            assert "".join(text.split()) in flat


def test_the_annex_identifies_everything(sample_run: Run, printed: PrintRun) -> None:
    """Run, reference data, project file and benchmark file are named by their full hashes."""
    flat = printed(sample_run).flat
    reference = sample_run.reference
    for digest in (
        sample_run.id,
        reference.sha256,
        sample_run.project.sha256,
        reference.overrides[0].sha256,
    ):
        assert digest in flat


def test_english_is_rendered(sample_run: Run, printed: PrintRun) -> None:
    """The same figures with English words; names stay as the applicant wrote them."""
    pdf = printed(sample_run, "en")
    for text in ("Carbonimpactassessment", "Admissionvalue", "0.8393", "Page1of", "seeTable5-2"):
        assert text in pdf.flat
    assert sample_run.project.products[0].name in pdf.flat


def test_english_has_chinese_from_the_run_alone(sample_run: Run) -> None:
    """Whatever is Chinese in the English report is a name, a title or a quotation of the Run."""
    whole = "".join(canonical(sample_run).decode().split())
    texts = Texts(finished_html(sample_run, "en")).found
    chinese = {word for text in texts for word in re.findall("[\u4e00-\u9fff]+", text)}
    assert len(chinese) > 50
    assert not {word for word in chinese if word not in whole}


def test_many_sources_and_long_names_are_all_printed(
    make: MakeRun, no_measures: str, demo_text: str, page: ReadRun
) -> None:
    """Twenty-one more sources and a name of 300 characters: nothing is cut off."""
    name = "桂阳县某水泥有限公司 4500 t/d 熟料生产线（示例）"
    long = "郴州市桂阳县水泥熟料生产线异地搬迁与节能降碳技术改造工程" * 10
    text = no_measures.replace(name, long)
    for i in range(21):
        text += (
            f'[[sources]]\nname = "烘干炉第{i + 1}号"\nmethod = "combustion"\n'
            f'material = "柴油"\namount = "{i + 1} t"\n'
        )
    found = page(make(text, demo_text))
    assert long in found.flat
    for i in range(21):
        assert f"烘干炉第{i + 1}号" in found.flat


def test_a_file_that_is_no_run_is_refused(sample_run: Run) -> None:
    """A Run from which something was taken is an input error, not a traceback."""
    less = json.loads(canonical(sample_run))
    del less["inventory"]
    less["id"] = record_id(less)
    with pytest.raises(InputError) as caught:
        parse_run(canonical(less).decode(), Place("run.json"))
    assert caught.value.problems[0].code == "CE-N001"


def test_a_number_that_is_none_is_refused(sample_run: Run) -> None:
    """A Run in which words stand for a number is an input error, not a traceback."""
    known = QuantityRecord(value="about ten", unit="tCO2e")
    with pytest.raises(InputError) as caught:
        render_html(replace(sample_run, inventory=replace(sample_run.inventory, total=known)))
    assert caught.value.problems[0].code == "CE-N001"


def test_importing_the_room_is_cheap() -> None:
    """Neither jinja2 nor WeasyPrint is imported before a document is written."""
    code = (
        "import sys, carbon_eia.report;"
        "sys.exit(bool({'jinja2', 'markupsafe', 'weasyprint'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
