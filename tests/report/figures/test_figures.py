"""Figures say what the Run says, and can be read: nothing is cut, nothing lies over another."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import matplotlib.font_manager
import pypdfium2
import pytest
import weasyprint
from hypothesis import given, settings
from msgspec.structs import replace

from carbon_eia.drawing import Canvas, palette, text_width
from carbon_eia.drawing.palette import WIDTH, ShapeStyle
from carbon_eia.drawing.plot import plot
from carbon_eia.files import data_folder
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures import Figure, draw_figures
from carbon_eia.report.figures.flow import monitoring_points
from carbon_eia.report.figures.project_figures import FIGURES
from carbon_eia.report.figures.sankey import project_flows
from carbon_eia.run import Run, canonical
from tests.report.conftest import *  # noqa: F403 — the fixtures that make Runs
from tests.report.figures.cases import CASES, Entry, run_of, with_plan
from tests.report.test_numbers import DECIMAL, is_rounded_from, numbers_of
from tests.strategies import source_entries

SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    """A line of text and the room that it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def boxes(figure: Figure) -> Iterator[Box]:
    """Every line of text of a figure."""
    for line in ElementTree.fromstring(figure.svg).iter(f"{SVG}text"):
        text, size = "".join(line.itertext()), float(line.get("font-size", ""))
        x, y = float(line.get("x", "")), float(line.get("y", ""))
        wide = text_width(text, size, line.get("font-weight") == "bold") / 1.04
        wide += sum(map(float, (line.get("dx") or "").split()))
        x -= wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[line.get("text-anchor", "start")]
        yield Box(text, x, y - size * 0.74, x + wide, y + size * 0.05)


def assert_legible(figure: Figure) -> None:
    """Nothing reaches over the edge of the sheet; no text lies over another."""
    height = float(ElementTree.fromstring(figure.svg).get("viewBox", "").split()[3])
    found = list(boxes(figure))
    assert found
    for box in found:
        assert box.left > -1, (figure.name, box)
        assert box.right < WIDTH + 1, (figure.name, box)
        assert box.top > -1, (figure.name, box)
        assert box.bottom < height, (figure.name, box)
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            apart = a.right < b.left + 0.5 or b.right < a.left + 0.5
            apart = apart or a.bottom < b.top + 0.5 or b.bottom < a.top + 0.5
            assert apart, (figure.name, a, b)


def texts(figure: Figure) -> str:
    """All text of a figure, a line each."""
    return "\n".join(b.text for b in boxes(figure))


@pytest.fixture(scope="module", params=[*CASES, "sample", "plan"])
def run(request: pytest.FixtureRequest, sample_run: Run) -> Run:
    """Each of the hard cases."""
    if request.param == "sample":
        return sample_run
    if request.param == "plan":
        return with_plan(sample_run)
    return run_of(sample_run, CASES[request.param])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_legible(run: Run, lang: str) -> None:
    """One source or twenty-five, long names, negative values, zeros and tiny shares."""
    for figure in draw_figures(run, lang).values():
        assert_legible(figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_of_figures_are_in_the_run(run: Run, lang: str) -> None:
    """Every decimal of a figure, and of its message in words, is one of the Run, rounded."""
    numbers, whole = set(numbers_of(run)), canonical(run).decode()
    for figure in draw_figures(run, lang).values():
        for shown in DECIMAL.findall(texts(figure) + "\n" + figure.alt):
            assert shown in whole or is_rounded_from(shown, numbers), (figure.name, shown)


def test_the_same_run_gives_the_same_bytes(run: Run) -> None:
    """No clock, no chance, no order of a set."""
    assert draw_figures(run) == draw_figures(run)


def test_any_sources_are_drawn_legibly(sample_run: Run) -> None:
    """Whatever a project's sources are called and emit."""

    @settings(max_examples=25, deadline=None)
    @given(entries=source_entries())
    def drawn(entries: list[tuple[str, ...]]) -> None:
        for figure in draw_figures(run_of(sample_run, [Entry(*e) for e in entries])).values():
            assert_legible(figure)

    drawn()


def test_figures_without_data_are_absent(sample_run: Run) -> None:
    """A name is missing where the Run lacks what the figure shows."""
    assert list(draw_figures(with_plan(sample_run))) == [n for n in FIGURES if n != "accounts"]
    assert "accounts" in draw_figures(run_of(sample_run, CASES["signed"]))
    assert not {"curve", "certainty", "accounts"} & set(draw_figures(sample_run))
    incomplete = draw_figures(run_of(sample_run, CASES["incomplete"]))
    assert not {"structure", "sankey", "accounts"} & set(incomplete)
    assert "缺数据，未算出" in texts(incomplete["sources"])
    assert "外购电力" in incomplete["sources"].alt


def test_an_incomplete_inventory_shows_no_shares(sample_run: Run) -> None:
    """A share of a sum that is not the total is not printed."""
    figure = draw_figures(run_of(sample_run, CASES["incomplete"]))["sources"]
    assert "100.00" not in texts(figure)
    assert "占比" not in texts(figure)


def test_the_accounts_are_those_of_the_run(sample_run: Run) -> None:
    """Existing 120000, plus 653100.25, less 60000, makes 713100.25."""
    figure = draw_figures(run_of(sample_run, CASES["signed"]))["accounts"]
    for number in ("120000.00", "653100.25", "60000.00", "713100.25"):
        assert number in texts(figure)
        assert number in figure.alt


def test_widths_of_a_sankey_balance(sample_run: Run) -> None:
    """What flows into the total and the deductions is what the sources release."""
    flows = project_flows(run_of(sample_run, CASES["signed"]), DocumentLanguage("zh"))
    assert flows is not None
    released = sum(n.amount for n in flows.columns[0])
    assert released == pytest.approx(810100.50123 + 80000)
    assert sum(n.amount for n in flows.columns[2]) == pytest.approx(released)
    for node in flows.columns[1]:
        into = sum(a for _, end, a in flows.bands if end is node)
        out = sum(a for start, _, a in flows.bands if start is node)
        assert into == pytest.approx(node.amount)
        assert out == pytest.approx(node.amount)


def test_points_are_numbered_as_in_the_flow(sample_run: Run) -> None:
    """A meter for every source, then for every product; a node for every source."""
    points = monitoring_points(sample_run, DocumentLanguage("zh"))
    assert [p.mark for p in points] == ["M1", "M2", "M3", "M4", "M5"]
    assert [p.node for p in points] == ["E1", "E2", "E3", "E4", ""]
    assert [p.kind for p in points] == ["source", "bought", "source", "source", "product"]
    shown = texts(draw_figures(sample_run)["flow"])
    for p in points:
        assert p.mark in shown
        assert p.metered in shown


def test_markup_in_names_stays_text(sample_run: Run) -> None:
    """Tags, quotes and control characters of a project file are printed or blank, never run."""
    name = '<script>alert("1")</script>&amp;\x01]]>'
    run = run_of(sample_run, [Entry(name, "combustion", "10")])
    for figure in draw_figures(run).values():
        tree = ElementTree.fromstring(figure.svg)
        assert not list(tree.iter(f"{SVG}script"))
    shown = texts(draw_figures(run)["sources"]).replace("\n", "")
    assert '<script>alert("1")</script>&amp;' in shown


def test_nothing_refers_outside_or_to_an_id(sample_run: Run) -> None:
    """Figures have no ids, links or styles: a page may hold many of them."""
    for figure in draw_figures(with_plan(sample_run)).values():
        assert not re.search(r"\b(id|href|style|class)=|url\(|<style", figure.svg), figure.name


def test_fonts_and_settings_of_the_machine_change_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No font file is looked at, and a user's own settings of matplotlib do not count."""
    drawn = draw_figures(run)

    def no_font(*_: object, **__: object) -> None:
        raise AssertionError("a font of the machine was looked at")

    for name in ("findfont", "_find_fonts_by_props"):
        monkeypatch.setattr(matplotlib.font_manager.FontManager, name, no_font)
    own = {"axes.grid": True, "lines.linewidth": 9, "font.size": 30, "axes.spines.top": True}
    with matplotlib.rc_context(own):
        assert draw_figures(run) == drawn
        assert matplotlib.rcParams["lines.linewidth"] == 9


def test_plots_mark_texts_and_show_tips() -> None:
    """The label of a tick is a text, its gases with indices; a tip stands at its own bar."""
    canvas = Canvas()
    with plot(canvas, 0, 0, 100, 50) as axes:
        axes.bar([1, 2], [3, 4], color="#8b96a5")[1].set_url("<b>")
        axes.set_xticks([1, 9], ["tCO2 $x$", "outside"])
        axes.set_xlim(0, 3)
    tree = ElementTree.fromstring(canvas.svg(""))
    assert ["".join(t.itertext()) for t in tree.iter(f"{SVG}text")] == ["tCO2 $x$"]
    assert len(list(tree.iter(f"{SVG}tspan"))) == 2
    tips = [[x.text for x in shape] for shape in tree.iter(f"{SVG}path")]
    assert tips == [[], ["<b>"]]


def test_hatching_stays_inside_its_rectangle() -> None:
    """Each line ends on an edge, whichever way it leans and however small the area is."""
    for hatch in ("/", "\\", "-"):
        for width, height in ((40, 10), (3, 90), (0.5, 0.5)):
            canvas = Canvas()
            canvas.rect(50, 5, width, height, ShapeStyle("#fff", "#000", hatch=hatch))
            for d in re.findall(r' d="([^"]*)"', canvas.svg("")):
                for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", d):
                    assert 50 - 0.01 <= float(x) <= 50 + width + 0.01
                    assert 5 - 0.01 <= float(y) <= 5 + height + 0.01


def test_text_of_figures_is_text_in_the_pdf(sample_run: Run) -> None:
    """What a figure prints can be read and copied, its numbers whole."""
    figures = draw_figures(sample_run)
    html = "".join(f"<div>{f.svg}</div>" for f in figures.values())
    content = weasyprint.HTML(string=f"<meta charset=utf-8>{html}").write_pdf()
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    flat = re.sub(r"\s", "", found)
    for figure in figures.values():
        for box in boxes(figure):
            assert re.sub(r"\s", "", box.text) in flat, (figure.name, box.text)


def test_alt_is_inside_and_beside_the_drawing(sample_run: Run) -> None:
    """The message in words is the title of the drawing, where a reader aloud finds it."""
    for figure in draw_figures(sample_run).values():
        title = ElementTree.fromstring(figure.svg).find(f"{SVG}title")
        assert title is not None
        assert title.text == figure.alt


def test_the_palette_is_that_of_the_style_sheet() -> None:
    """A figure has the colours of the page around it."""
    style = (data_folder("templates") / "report.css").read_text(encoding="utf-8")
    for colour in (palette.INK, palette.SOFT, palette.HAIR, palette.TINT, palette.ACCENT):
        assert colour in style


def in_units(run: Run) -> Run:
    """The sample with its kiln as a unit, a diffuse source, and one of start-up alone."""
    said = [
        {"process_unit": "烧成系统", "release": "organised"},
        {},
        {"process_unit": "烧成系统", "release": "organised", "operation": "start_up"},
        {"process_unit": "厂内运输", "release": "fugitive"},
    ]
    sources = tuple(
        replace(s, **{"process_unit": "", "operation": "", **more})
        for s, more in zip(run.inventory.by_source, said, strict=True)
    )
    return replace(run, inventory=replace(run.inventory, by_source=sources))


def test_a_flow_is_drawn_by_units_where_they_are_stated(sample_run: Run) -> None:
    """Sources of a unit stand in its box, under its name, which is told once; others as before."""
    figure = draw_figures(in_units(sample_run))["flow"]
    shown = texts(figure).splitlines()
    assert shown.count("烧成系统") == shown.count("厂内运输") == 1
    at = {text: box.top for text, box in zip(shown, boxes(figure), strict=True)}
    kiln = [
        at[s.name] for s in (sample_run.inventory.by_source[0], sample_run.inventory.by_source[2])
    ]
    assert at["烧成系统"] < min(kiln)
    assert max(kiln) < at[sample_run.inventory.by_source[1].name]
    plain = texts(draw_figures(sample_run)["flow"])
    assert "烧成系统" not in plain


def test_nodes_tell_how_and_when_they_emit(sample_run: Run) -> None:
    """Organised and fugitive nodes are drawn and named apart; start-up stands beside its node."""
    figure = draw_figures(in_units(sample_run))["flow"]
    shown = texts(figure)
    for words in ("有组织排放节点", "无组织排放节点", "排放发生在能源生产地", "（开停车）"):
        assert words in shown
    assert "E3 有组织 （开停车）" in figure.alt
    edges = [
        r.get("stroke-dasharray") for r in ElementTree.fromstring(figure.svg).iter(f"{SVG}rect")
    ]
    assert edges.count("2 1.4") == 2  # the diffuse node, and that of the key


def test_names_of_an_english_figure_keep_within_their_boxes(sample_run: Run) -> None:
    """A product that the data know in English is measured in English."""
    product = replace(sample_run.project.products[0], name="钨精矿")
    run = replace(sample_run, project=replace(sample_run.project, products=(product,)))
    shown = texts(draw_figures(run, "en")["flow"])
    assert "tungsten" in shown
    assert "钨精矿" not in shown
