"""The energy of a Run as people meet it: the report's table and the terminal's lines."""

from __future__ import annotations

from datetime import date

import pytest

from carbon_eia.assessment import assess
from carbon_eia.cli.energy_explanation import explain_energy
from carbon_eia.messages import sentence
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.report.document import EMPTY, Bullets, Table, TableCell, texts_of
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.energy_chapter import energy_section
from carbon_eia.run import Run, make_run

WORLD = open_world(date(2026, 7, 1))


def run_of(sector: str, *changes: tuple[str, str]) -> Run:
    """The Run of a sector's example after changes of its text."""
    text = project_template(dict(read_sector(WORLD, sector).example), sector)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return make_run(assess(parse_project(text, WORLD), WORLD))


WHOLE = ('variant = "水泥粉磨"', 'variant = "水泥（全工序）"\nclinker_share = "80 %"')
SUM = "94 + 1.20 × (80 − 75) = 100 kgce/t"


def remarks(run: Run, lang: str) -> str:
    """What the section on energy lists below its table."""
    blocks = [b for b in energy_section(run, Printer(lang)) if isinstance(b, Bullets)]
    return " ".join(map(EMPTY.plain, texts_of(blocks)))


def words(cell: TableCell) -> str:
    """The text of a cell without its looks."""
    return "".join(map(EMPTY.plain, texts_of(cell.lines)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_corrected_limit_is_printed_with_its_sum(lang: str) -> None:
    """The table shows the corrected limit; the sum stands in the note and in explain."""
    run = run_of("cement", WHOLE)
    table, *_ = [b for b in energy_section(run, Printer(lang)) if isinstance(b, Table)]
    third = next(row for row in table.rows if "3" in words(row.cells[1]))
    assert words(third.cells[3]) == "100"
    assert SUM in remarks(run, lang)
    # lines may be folded at 80 columns
    explained = "".join("".join(explain_energy(run.energy, lang)).split())
    assert "".join(SUM.split()) in explained


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_judged_or_not_stated_is_told(lang: str) -> None:
    """Unresolved corrections, limits without a figure and sources outside each have a note."""
    ore = remarks(run_of("tungsten-concentrate"), lang)
    assert ("选矿比" if lang == "zh" else "concentration ratio") in ore
    metal = run_of("aluminium")
    notes = remarks(metal, lang)
    assert "specific_energy.comprehensive_ac_electricity" in notes
    assert ("炭阳极" if lang == "zh" else "anode") in notes
    explained = "".join(explain_energy(metal.energy, lang))
    assert "13750" in explained


def test_an_incomplete_account_names_its_source() -> None:
    """Without a total the source that lacks it is named, and no figure stands in its place."""
    run = run_of("ammonia", ('material = "无烟煤"', ""))
    said = " ".join(map(EMPTY.plain, texts_of(list(energy_section(run, Printer("zh"))))))
    assert sentence("report.energy_primary", "zh") not in said
    assert "tce" not in said
    assert "原料无烟块煤" in remarks(run, "zh")


def test_both_values_per_product() -> None:
    """With a stated rate the report gives equivalent and primary value per product."""
    stated = ("year = 2026", 'year = 2026\nelectricity_primary = "0.28 kgce/kWh"')
    blocks = energy_section(run_of("cement-clinker", stated), Printer("zh"))
    said = " ".join(map(EMPTY.plain, texts_of(list(blocks))))
    assert sentence("report.energy_primary", "zh") in said
    per_product = said.partition(sentence("report.energy_per_product", "zh"))[2]
    assert "当量值 / 等价值" in per_product.partition("；")[0]
    assert per_product.partition("；")[0].endswith("kgce/t")
