"""What a park's chapter must hold, looked for in the text of its PDF: each heading with a figure, a
table, words or a marked gap."""

from __future__ import annotations

import re
from functools import cache

import pytest

from carbon_eia.messages import sentence
from tests.prints import pages_of

from .sample import document

TABLES = (
    "inventory",
    "sources",
    "enterprises",
    "balance",
    "balance_physical",
    "indicators",
    "scenarios",
    "structure",
    "energy_mix",
    "cases",
    "targets",
    "coordination",
    "pollutants",
    "choice",
    "suggestions",
    "pending",
    "access",
    "monitoring",
)
"""Tables that the outline asks for: inventories by source and enterprise, energy balance,
indicators, scenarios with structure by year, access list, measures before and after, monitoring."""

SECTIONS = (
    "purpose",
    "basis",
    "boundary",
    "energy",
    "balance",
    "enterprises",
    "large",
    "sales",
    "method",
    "inventory",
    "sources",
    "set",
    "assumptions",
    "results",
    "cases",
    "planned_sales",
    "effects",
    "city",
    "targets",
    "coordination",
    "pollutants",
    "choice",
    "suggestions",
    "pending",
    "access",
    "caps",
    "duties",
    "monitoring",
    "followup",
)

pytestmark = pytest.mark.slow


@cache
def text(which: str, lang: str) -> str:
    """The text of a PDF without blanks, its contents left out."""
    shown = ["".join(page.split()) for page in pages_of(document(which, ".pdf", lang))]
    return "".join(x for x in shown if x.count("....") < 5)


def said(key: str, lang: str) -> str:
    """A word of the report as it stands in the text of a PDF."""
    return "".join(sentence(f"park.report.{key}", lang).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section_has_what_it_must_hold(lang: str) -> None:
    """Headings in their order, none directly followed by the next."""
    shown, at = text("sample", lang), 0
    for key in SECTIONS:
        heading = said(f"s_{key}", lang)
        found = shown.find(heading, at)
        assert found >= 0, key
        at = found + len(heading)
        rest = shown[at : at + 12]
        assert not re.match(r"\d\.\d", rest), key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_of_the_outline_is_there(lang: str) -> None:
    """Its caption stands in the PDF."""
    shown = text("sample", lang)
    assert [key for key in TABLES if said(f"t_{key}", lang) not in shown] == []


def test_the_conclusion_is_one_of_those_that_are_known() -> None:
    """Acceptable, with adjustments, or to be made anew; and its condition on what is open."""
    shown = text("sample", "zh")
    assert "结论：" + sentence("park.status.adjust") in shown
    assert "不计作减排" in shown


def test_planned_heat_is_no_part_of_the_present_situation() -> None:
    """The heat of planned projects stands in the chapter on scenarios, not in chapter 2."""
    present, _, rest = text("sample", "zh").partition(said("c_scenarios", "zh"))
    assert "郴能电池涂布用外购蒸汽" in present
    assert "电池二期涂布用外购蒸汽" not in present
    assert "电池二期涂布用外购蒸汽" in rest


def test_what_is_not_stated_is_a_gap_in_the_pdf() -> None:
    """The sample says nothing of the spatial plan, the small park of pollutants and cases."""
    assert "【待补充：规划范围、用地布局与永久基本农田" in text("sample", "zh")
    small = text("small", "zh")
    for key in ("asks.cases", "asks.pollutants"):
        assert f"【待补充：{said(key, 'zh')}】" in small
