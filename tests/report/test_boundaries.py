"""How a document names the accounting boundary of a limit that is not the sector's own."""

from __future__ import annotations

import io

import openpyxl
import pytest

from carbon_eia.api import assess
from carbon_eia.reference import open_tables
from carbon_eia.report import RENDERERS, document_of
from carbon_eia.report.terminal import document_lines
from carbon_eia.run import Run
from tests.conftest import AS_OF
from tests.report.samples import CITY, SAMPLES, text_of

OWN, OTHER = "lead-concentrate-to-ingot-with-electricity", "lead-concentrate-to-bullion"
LABELS = {"zh": "铅精矿至粗铅", "en": "from lead concentrate to crude lead"}
OF_ANOTHER_SECTOR = {
    "zh": "阳极铜至阴极铜（电解精炼）",
    "en": "from anode to cathode (electrorefining)",
}
BOUNDARIES = {
    b["id"]
    for ident in open_tables().ids("sectors")
    if "-" in (b := open_tables().toml(f"sectors/{ident}.toml")["boundary"])["id"]
} | {OTHER, "copper-electrorefining"}


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The lead smelter beside two limits of other boundaries: one of its sector, one of another."""
    city = CITY.read_text(encoding="utf-8")
    assert city.count(f'"{OWN}"') == 2
    city = city.replace(f'"{OWN}"', f'"{OTHER}"', 1).replace(f'"{OWN}"', '"copper-electrorefining"')
    path = tmp_path_factory.mktemp("limits") / "city.toml"
    path.write_text(city, encoding="utf-8")
    return assess(SAMPLES / "lead-smelter" / "project.toml", as_of=AS_OF, benchmarks=[path]).run


def seen(content: bytes, ending: str) -> str:
    """What a reader sees of a document; of a workbook the sheets that are not hidden."""
    if ending != ".xlsx":
        return text_of(content, ending)
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [r for s in book if s.sheet_state == "visible" for r in s.iter_rows(values_only=True)]
    return "\n".join(str(value) for row in rows for value in row if value)


def squeezed(text: str) -> str:
    """A text without blanks and ends of lines."""
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "ending",
    [pytest.param(".pdf", marks=pytest.mark.slow), ".html", ".docx", ".xlsx", "terminal"],
)
def test_a_boundary_is_named_and_no_id_is_printed(limited: Run, ending: str, lang: str) -> None:
    """Every document says the label in its language, the Run keeps the id."""
    assert OTHER in {c.boundary for c in limited.comparisons}
    if ending == "terminal":
        text = "".join(document_lines(document_of(limited, lang, drawn=False), 100))
    else:
        text = seen(RENDERERS[ending](limited, lang, None), ending)
    shown = squeezed(text)
    assert squeezed(LABELS[lang]) in shown
    assert squeezed(OF_ANOTHER_SECTOR[lang]) in shown
    assert [b for b in BOUNDARIES if b in shown] == []
