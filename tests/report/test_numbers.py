"""What a report prints as a number stands in its Run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal
from html.parser import HTMLParser
from typing import Any

import pytest

from carbon_eia.report import finished_html, render_html
from carbon_eia.run import Run, canonical
from tests.report.conftest import MakeRun, PrintRun, ReadRun, Texts

WORDS = ("—", "B", "不涉及", "未申报", "并入现有工程申报")
"""Words that stand in a column of numbers: nothing, a grade, none, not stated, stated elsewhere."""

WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)
DECIMAL = re.compile(r"[−-]?\d+\.\d+")


def numbers_of(run: Run) -> Iterator[Decimal]:
    """Every number of a Run, fractions in full."""
    return _numbers(json.loads(canonical(run)))


def _numbers(value: Any) -> Iterator[Decimal]:
    if isinstance(value, dict):
        if "exact" in value:
            above, _, below = value["exact"].partition("/")
            yield WIDE.divide(Decimal(above), Decimal(below))
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) and len(value) < 60:
        yield Decimal(value)


def is_rounded_from(shown: str, numbers: set[Decimal]) -> bool:
    """Whether some number of the Run, rounded half to even, is what is shown."""
    wanted = Decimal(shown.replace("−", "-"))
    step = Decimal(1).scaleb(-len(shown.partition(".")[2]))
    return any(wanted in (x := n.quantize(step, context=WIDE), abs(x)) for n in numbers)


class Cells(HTMLParser):
    """The texts of the number cells of a report's tables."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A number cell begins, or a remark inside one, which is no number."""
        if tag == "td":
            self.inside = ("class", "num") in attrs
            if self.inside:
                self.found.append("")
        elif tag == "div":
            self.inside = False

    def handle_endtag(self, tag: str) -> None:
        """A cell ends."""
        if tag == "td":
            self.inside = False

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self.inside:
            self.found[-1] += data


def test_every_number_cell_is_in_the_run_and_in_the_pdf(sample_run: Run, printed: PrintRun) -> None:
    """Each number in a table is a number of the Run, rounded half to even, and is printed whole."""
    numbers, typed = set(numbers_of(sample_run)), canonical(sample_run).decode()
    cells = [c.strip() for c in Cells(render_html(sample_run)).found]
    shown = [c for c in cells if re.fullmatch(r"[−-]?\d+(\.\d+)?", c)]
    assert len(shown) > 30
    for text in shown:
        assert is_rounded_from(text, numbers), text
        assert text in printed(sample_run).text, text
    for cell in set(cells) - set(shown):  # quantities as they were typed, dates, words
        assert cell in WORDS or cell.partition(" / ")[0] in typed or "tCO2" in cell, cell


def sections(html: str) -> set[str]:
    """The numbers of the sections, which are no figures of the Run."""
    return set(re.findall(r'<span class="sno">(\d+\.\d+)</span>', html))


def made_up(text: str, run: Run, html: str) -> list[str]:
    """The decimals of a text that are neither in the Run nor rounded from one of its numbers."""
    numbers, whole = set(numbers_of(run)), canonical(run).decode()
    found = set(DECIMAL.findall(text)) - sections(html)
    assert len(found) > 15
    return [x for x in found if x not in whole and not is_rounded_from(x, numbers)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_decimal_in_the_pdf_text_is_in_the_run(
    sample_run: Run, printed: PrintRun, lang: str
) -> None:
    """No decimal number anywhere in the document was made up by the report."""
    html = finished_html(sample_run, lang)
    assert made_up(printed(sample_run, lang).text, sample_run, html) == []


def test_every_decimal_in_the_html_is_in_the_run(sample_run: Run) -> None:
    """Nor in the file for a screen, figures and annexes included."""
    html = render_html(sample_run)
    assert made_up("".join(Texts(html).found), sample_run, html) == []


def test_a_number_that_is_not_in_the_run_is_noticed(sample_run: Run) -> None:
    """This check can fail: a last digit that differs is no rounding."""
    numbers = set(numbers_of(sample_run))
    assert is_rounded_from("0.8393", numbers)
    assert not is_rounded_from("0.8394", numbers)


@pytest.mark.parametrize(
    ("coal", "shown", "words"),
    [("16.810917 万t", "0.8300002", "高于准入值"), ("16.810892 万t", "0.8299998", "低于准入值")],
    ids=["above", "below"],
)
def test_near_the_limit_the_difference_is_shown(
    make: MakeRun, no_measures: str, demo_text: str, coal: str, shown: str, words: str
) -> None:
    """A value that rounding would make look equal to its limit has the decimals to tell them."""
    run = make(no_measures.replace("17.4 万t", coal), demo_text)
    cells = Cells(render_html(run)).found
    assert sum(c.strip() == shown for c in cells) >= 2  # among the reasons and the benchmarks
    assert "0.8300" not in [c.strip() for c in cells]
    margin = re.search(rf"{words} ([\d.]+) %", render_html(run))
    assert margin is not None
    assert Decimal(margin[1]) > 0


def test_equal_to_the_limit_is_said(make: MakeRun, demo_text: str) -> None:
    """A value exactly at its limit passes and is called equal, not below."""
    text = """
    [project]
    name = "恰好相等"
    stage = "拟建"
    sector = "数据中心"
    region = "郴州市"
    year = 2026
    [[products]]
    name = "IT设备用电"
    amount = "100 MWh"
    [[sources]]
    name = "外购电力"
    method = "electricity"
    amount = "130 MWh"
    """
    run = make(text, demo_text.replace('"0.6469 tCO2/MWh"', '"0.64688 tCO2/MWh"'))
    assert run.decision.verdict == "pass"
    html = render_html(run)
    assert "等于准入值" in html
    assert "低于准入值" not in html


def test_an_incomplete_inventory_has_no_total(incomplete_run: Run, page: ReadRun) -> None:
    """Where a source cannot be computed no sum is printed, neither as total nor otherwise."""
    known = Decimal(incomplete_run.inventory.known.value)
    found = page(incomplete_run)
    assert f"{known.quantize(Decimal('0.01'))}" not in found.flat
    assert f"{known:.1f}" not in found.flat
    assert "不完整，不给出总量" in found.flat
    assert "缺数据，未算出" in found.flat
    assert "无法判定" in found.summary
    assert incomplete_run.decision.missing[0].text in found.flat
    assert "33.60" not in found.flat  # and no share of a sum that is not the total


def test_existing_and_replaced_sources_have_their_accounts(
    make: MakeRun, no_measures: str, demo_text: str, page: ReadRun
) -> None:
    """The three accounts stand in every report, with what there is none of; biogenic CO2 apart."""
    assert "没有现有工程和以新带老" in page(make(no_measures, demo_text)).flat
    more = no_measures + (
        '[[sources]]\nname = "旧锅炉"\nmethod = "combustion"\nmaterial = "烟煤"\n'
        'amount = "1000 t"\naccount = "replaced"\n'
        '[[sources]]\nname = "掺烧生物质"\nmethod = "combustion"\nmaterial = "烟煤"\n'
        'amount = "100 t"\nbiogenic_share = "30 %"\n'
    )
    run = make(more, demo_text)
    html = re.sub(r"</?i>", "", render_html(run))
    accounts = run.inventory.accounts
    for amount in (accounts.project, accounts.replaced, accounts.after):
        assert amount is not None
        value = Decimal(amount.value)
        assert f"{value.quantize(Decimal('0.01'), context=WIDE)}" in html
    assert "生物质燃烧等产生的 CO<sub>2</sub> 为" in html
