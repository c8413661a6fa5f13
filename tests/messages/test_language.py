"""Chinese stands in the catalogue and in the data, not in code; law stands in the data alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import carbon_eia
from carbon_eia.errors import UnitError
from carbon_eia.messages import LANGUAGES, catalogue
from carbon_eia.units import parse_unit

PACKAGE = Path(carbon_eia.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")

READ = {
    "benchmarks/benchmark_file.py": "the region that a benchmark file without one is of",
    "benchmarks/variants.py": "words of a range that an applicant types",
    "claims/gate.py": "a direction as a sector's example states it",
    "cli/command_app.py": "what asks for the form of a park",
    "forms/cell.py": "words of currencies and scales in number formats, errors of a cell",
    "forms/number_format.py": "the name of the general format in Excel",
    "forms/ods.py": "errors of a cell",
    "parks/park_model.py": "what a park file calls all that lies outside",
    "parks/park_file_template.py": "names and figures of the example that a user replaces",
    "project/evidence.py": "dates as they are typed",
    "proof/leaves.py": "units after the numbers of sentences",
    "project/form_values.py": "yes and no, dates as they are typed",
    "project/reader.py": "units as they are typed, and how to type them",
    "reference/addresses.py": "words of addresses",
    "reference/regions.py": "endings of names of places",
    "report/english.py": "clauses, scales and punctuation as Chinese documents write them",
    "report/docx/styles.py": "names of fonts",
    "report/figures/park_plots.py": "ten thousand, on an axis",
    "report/project/general.py": "how a clause of another province is marked",
    "report/project/rules_by_state.py": "marks of the reference data",
    "screening/screener.py": "heads of columns",
    "screening/cells.py": "what stands for an empty cell, dates and scales as they are typed",
    "screening/table_form.py": "heads of the empty table",
    "screening/head_rows.py": "a row of units",
    "screening/column_heads.py": "heads of columns",
    "screening/identity.py": "words of a row of totals",
    "screening/nested.py": "heads of columns",
    "screening/rows.py": "yes and no, heads of columns",
    "screening/ranking.py": "heads of columns",
    "units/parse.py": "spellings of units and scales",
    "units/signs.py": "signs and words in a number as it is typed",
}
"""Module → what of the Chinese in it is read, offered to be typed, or a name of another program."""

COUNTED = {"个", "人", "件", "公顷"}
"""What is counted: units that are no quantities."""


def chinese_literals(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string with Chinese in a module, docstrings left out."""
    tree = ast.parse(text)
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in told:
            continue
        if isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.lineno, node.value


def is_unit(text: str) -> bool:
    """Whether a text is a unit, or the part of one that another is put before."""
    spelled = text.strip()
    try:
        parse_unit(spelled if spelled[0] != "/" else f"t{spelled}")
    except UnitError:
        return spelled in COUNTED or spelled.rstrip("/") == "万元"
    return True


def modules() -> Iterator[tuple[str, str]]:
    """Place and text of each module that says what it says by the catalogue."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place not in READ:
            yield place, path.read_text(encoding="utf-8")


def test_no_chinese_in_code() -> None:
    """What a person reads is looked up; only spellings that are read stand in code."""
    found = [
        (place, line, text)
        for place, code in modules()
        for line, text in chinese_literals(code)
        if not is_unit(text)
    ]
    assert found == []


def test_chinese_in_code_is_found() -> None:
    """This test can fail: a sentence in code is found, a docstring and a unit are not."""
    code = '"""说明"""\nsaid = {"zh": "准入值"}\nunit = "万kWh"\ntold = f"共 {said} 项"\n'
    found = [text for _, text in chinese_literals(code) if not is_unit(text)]
    assert found == ["准入值", "共 ", " 项"]


def test_every_exception_is_needed() -> None:
    """A module that holds no Chinese any more leaves the list of exceptions."""
    for place in READ:
        code = (PACKAGE / place).read_text(encoding="utf-8")
        assert any(not is_unit(text) for _, text in chinese_literals(code)), place


LAW = (
    r"《[^{]",  # a title
    r"〔\d{4}〕|\d+ ?号(令|文)?",  # the number of a document
    r"\bGB(/T)? ?\d{3,}|\bOrder \d|\bNo\. ?\d",
    r"专栏|第[一二三四五六七八九十\d]+条|[一二三四五六]（[一二三四五六]）",  # a clause
)
FRAMES = {"report.title_before"}
"""The mark before the title of a report."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_law_in_the_catalogue(lang: str) -> None:
    """Titles, numbers and clauses of instruments are put in from the data."""
    found = [
        (code, text)
        for code, text in catalogue(lang).items()
        if code not in FRAMES and any(re.search(p, text) for p in LAW)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["按《节约能源法》", "环环评〔2021〕45号", "GB/T 2589-2020", "Order 31", "专栏10", "二（三）1"],
)
def test_law_is_found(text: str) -> None:
    """This test can fail: a title, a number and a clause are each found."""
    assert any(re.search(p, text) for p in LAW)
