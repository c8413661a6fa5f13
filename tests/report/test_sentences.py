"""No chapter says of a project what is not so, whatever its sector and its gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from carbon_eia.messages import sentence
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import World, read_sector
from carbon_eia.report.document import Document, Paragraph, Section, See, Text, TextSpan, texts_of
from carbon_eia.report.project.project_document import project_document
from carbon_eia.run import Run
from tests.conftest import ROOT
from tests.reference.test_sectors import SECTORS
from tests.report.conftest import MakeRun, Page, ReadRun
from tests.report.test_numbers import made_up

SLIPS = re.compile(
    r"None|[。，；：、][。，；、]|（）|\(\)|（见）|\(see \)|\{\w*\}|  [.,;]| \.|，。|undefined"
)
"""What a sentence looks like when a fact is missing from it."""

EXPANSION = """
[[sources]]
name = "旧锅炉"
method = "combustion"
material = "烟煤"
amount = "1000 t"
account = "existing"
[[sources]]
name = "拆除的锅炉"
method = "combustion"
material = "烟煤"
amount = "400 t"
account = "replaced"
"""


def said(run: Run, name: str, lang: str = "zh") -> str:
    """The sentences of a section, or of a chapter that has none, without references."""
    return "".join(map(plain, sentences(project_document(run, lang, drawn=False), name)))


def sentences(document: Document, name: str) -> Iterator[Text]:
    """The paragraphs of the section or chapter of a name."""
    title = sentence(f"report.s_{name}", document.lang, default="")
    for chapter in document.chapters:
        here = chapter.name == name
        for block in chapter.blocks:
            if isinstance(block, Section):
                here = block.title == title
            elif here and isinstance(block, Paragraph):
                yield block.text


def every_sentence(document: Document) -> Iterator[Text]:
    """Every text of a document but for what is printed as it was typed."""
    for chapter in document.chapters:
        yield from texts_of(chapter.blocks)


def plain(text: Text) -> str:
    """A sentence as text, with a diamond for a reference that is part of it."""
    return "".join(map(_shown, text))


def _shown(piece: str | TextSpan | See) -> str:
    if isinstance(piece, See):
        return "◇" if piece.bare else ""
    return piece.text if isinstance(piece, TextSpan) else piece


def without_echo(page: Page) -> str:
    """The text of a report but for the project file that it prints."""
    before, _, rest = page.html.partition('<pre class="echo">')
    return Page(before + rest.partition("</pre>")[2]).text


def checked(run: Run, page: ReadRun) -> None:
    """Sentences are whole in both languages, and no decimal was made up."""
    for lang in ("zh", "en"):
        found = page(run, lang)
        assert sentence("report.ref_none", lang) not in found.text
        for text in map(plain, every_sentence(project_document(run, lang, drawn=False))):
            assert not SLIPS.search(text), text
        assert made_up(without_echo(found), run, found.html) == []


@pytest.mark.parametrize("ident", SECTORS[::8])
def test_the_example_of_every_eighth_sector(
    ident: str, world: World, make: MakeRun, page: ReadRun
) -> None:
    """Furnaces, cells, mines, waste water, buildings: every sentence is whole."""
    checked(make(project_template(dict(read_sector(world, ident).example), ident)), page)


@pytest.mark.parametrize("name", ["lead-smelter", "data-centre", "tungsten-concentrate"])
@pytest.mark.parametrize("limits", [True, False], ids=["limits", "none"])
def test_the_samples(name: str, limits: bool, make: MakeRun, demo_text: str, page: ReadRun) -> None:
    """Refused, passed, undetermined; and each without a benchmark file."""
    text = (ROOT / "samples" / name / "project.toml").read_text(encoding="utf-8")
    checked(make(text, demo_text if limits else ""), page)


def test_no_sources_no_products(make: MakeRun, page: ReadRun) -> None:
    """A project of which almost nothing is known has a report that says so."""
    run = make(
        '[project]\nname = "空"\nstage = "拟建"\nsector = "水泥熟料"\n'
        'region = "郴州市"\nyear = 2026\n'
    )
    for lang in ("zh", "en"):
        document = project_document(run, lang, drawn=False)
        assert not any(SLIPS.search(plain(text)) for text in every_sentence(document))
    found = page(run)
    assert "没有申报排放源" in found.text
    assert "没有可作强度分母的主产品产量" in found.text
    assert "年碳排放总量为" not in found.text


def test_a_missing_amount_leaves_no_total(incomplete_run: Run, page: ReadRun) -> None:
    """The source without data is named; nothing is called the largest."""
    text = said(incomplete_run, "structure")
    assert "外购电力" in text
    assert "最大" not in text
    assert "最多" not in text
    checked(incomplete_run, page)


def test_existing_and_replaced_sources(make: MakeRun, no_measures: str, page: ReadRun) -> None:
    """More or less than the existing plant is what the accounts say."""
    run = make(no_measures.replace('"新建"', '"扩建"') + EXPANSION)
    accounts = run.inventory.accounts
    assert Decimal(accounts.change.value) > 0
    assert "比现有工程增加" in said(run, "accounts")
    assert "以新带老削减" in said(run, "existing")
    assert "新建" not in said(run, "existing")
    checked(run, page)
    less = run.project.text.replace('"400 t"', '"90 万t"').replace('"1000 t"', '"95 万t"')
    assert "比现有工程减少" in said(make(less), "accounts")


def test_an_extension_without_its_plant_is_told(make: MakeRun, no_measures: str) -> None:
    """An extension that declares no existing source is not called a new project."""
    run = make(no_measures.replace('"新建"', '"扩建"'))
    assert "建设性质为扩建" in said(run, "existing")
    assert "未能核算" in said(run, "existing")


def test_other_gases_and_biogenic_carbon(make: MakeRun, no_measures: str, page: ReadRun) -> None:
    """Other gases are named with their potentials, biogenic CO2 stands apart."""
    run = make(
        no_measures
        + '[[sources]]\nname = "制冷剂"\nmethod = "stock"\ngas = "R-410A"\nopening = "1500 kg"\n'
        'bought = "80 kg"\nsold = "0 kg"\nclosing = "1500 kg"\n'
        '[[sources]]\nname = "掺烧生物质"\nmethod = "combustion"\nmaterial = "烟煤"\n'
        'amount = "100 t"\nbiogenic_share = "30 %"\n'
    )
    assert "只排放 CO2" not in said(run, "purpose")
    assert "不计入总量" in said(run, "gases")
    assert run.inventory.by_source[-2].gases[0].gas in page(run).text
    checked(run, page)


@pytest.mark.parametrize(
    ("coal", "word", "other"),
    [("17.4 万t", "高于准入值", "低于准入值"), ("15 万t", "低于准入值", "高于准入值")],
)
def test_above_or_below_the_limit(
    coal: str, word: str, other: str, make: MakeRun, no_measures: str, demo_text: str
) -> None:
    """The distance to the limit is the Run's, in per cent and in tonnes, in the right direction."""
    run = make(no_measures.replace("17.4 万t", coal), demo_text)
    text = said(run, "comparisons")
    assert word in text
    assert other not in text
    governing = next(c for c in run.comparisons if c.governs and c.level == "admission")
    excess = abs(Decimal(governing.excess.value)).quantize(Decimal("0.01"))
    assert str(excess) in text


def test_the_excess_is_what_closes_the_gap(sample_run: Run) -> None:
    """(E − excess) ÷ output is the limit: 1170782.24 − 12932.24 = 1157850 = 0.83 × 1395000."""
    governing = next(c for c in sample_run.comparisons if c.level == "admission")
    total = Decimal(sample_run.inventory.total.value)
    left = total - Decimal(governing.excess.value)
    assert abs(left - Decimal("0.83") * 1395000) < Decimal("0.001")


def test_a_level_of_energy_has_its_name(make: MakeRun, demo_text: str) -> None:
    """English says “level 3” where the rule finds the level, never the key of the level."""
    text = (ROOT / "samples" / "lead-smelter" / "project.toml").read_text(encoding="utf-8")
    document = project_document(make(text, demo_text), "en", drawn=False)
    said = [document.plain(t) for c in document.chapters for t in texts_of(c.blocks)]
    assert "energy level (as accounted here, energy per product): level 3" in said
    assert not [x for x in said if re.search(r"\bgb[123]\b", x)]


def test_what_a_chosen_guide_departs_in_has_its_name(make: MakeRun, sample_text: str) -> None:
    """Annex F names the set of potentials, a table and a parameter, in words."""
    text = sample_text.replace("year = 2026", 'year = 2026\nguide = "ndrc-provincial-2011"', 1)
    document = project_document(make(text), "en", drawn=False)
    said = [document.plain(t) for t in texts_of(document.chapters[-1].blocks)]
    departs = next(x for x in said if " → " in x)
    assert departs.startswith("GWP set: AR5 → SAR, table of fuels: mee-ets → provincial-2011")
    assert "clinker process process factor: 0.535 tCO2/t → 0.538 tCO2/t" in departs


def test_a_project_without_emission_has_its_report(
    make: MakeRun, demo_text: str, page: ReadRun
) -> None:
    """Nothing burnt and no power bought: below the limit, and no tonnes to tell."""
    text = (ROOT / "samples" / "data-centre" / "project.toml").read_text(encoding="utf-8")
    text = text.replace('"1.485 亿kWh"', '"0 kWh"').replace('amount = "60 t"', 'amount = "0 t"')
    run = make(text, demo_text)
    assert run.inventory.total is not None
    assert run.inventory.total.value == "0"
    assert run.decision.verdict != "undetermined"
    assert "排放为零，低于准入值" in said(run, "comparisons")
    assert "核算的排放量为零" in said(run, "bearing")
    checked(run, page)
