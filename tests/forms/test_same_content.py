"""The same content, however it is typed and in whatever file, is the same reading or an error."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from carbon_eia.errors import InputError
from carbon_eia.project import read_project
from carbon_eia.reference import World
from carbon_eia.screening import open_input
from carbon_eia.screening.worker import ScreeningJob, Worker
from tests.conftest import AS_OF
from tests.forms.tables import HEADS, with_part, with_result, write
from tests.forms.test_forms import KEPT, SOURCES, cell_of
from tests.sampling import at_most
from tests.tools import program

COAL, NCV, OXIDATION = "窑头窑尾煤", "窑头窑尾煤 低位发热量 (GJ/t)", "窑头窑尾煤 碳氧化率 (%)"
TABLE_COLUMN = {"amount": "H", "ncv": "I", "oxidation": "L"}
UNIT = {"amount": "万t", "ncv": "GJ/t", "oxidation": "%"}
TYPED = ("text", "number", "formula", "shown with its unit", "text with its unit", "merged")
"""Ways to type a figure."""


class Way(NamedTuple):
    """A figure of the coal, how it is typed, and in which kind of file."""

    key: str
    value: str
    typed: str
    kind: str


def _values() -> st.SearchStrategy[tuple[str, str]]:
    def of(key: str, low: int, high: int) -> st.SearchStrategy[tuple[str, str]]:
        return st.integers(low, high).map(lambda n: (key, f"{n / 100:.2f}".rstrip("0").rstrip(".")))

    return st.one_of(of("amount", 1500, 2500), of("ncv", 1800, 2600), of("oxidation", 9000, 10000))


WAYS = st.builds(
    lambda figure, typed, kind: Way(*figure, typed, kind),
    _values(),
    st.sampled_from(TYPED),
    st.sampled_from(("xlsx", "csv", "form", "toml")),
)


def cell_of_way(way: Way) -> tuple[Any, str]:
    """The value of a cell and its number format."""
    number, unit = float(way.value), UNIT[way.key]
    if way.typed == "text":
        return way.value, "@"
    if way.typed == "text with its unit":
        return f"{way.value} {unit}", "@"
    if way.typed == "shown with its unit":
        if unit == "%":
            return float(Fraction(way.value) / 100), "0.00%"
        return number, f'0.00"{unit}"'
    if way.typed == "formula":
        return f"={way.value}+0", "General"
    return number, "General"


def table(path: Path, way: Way) -> Path:
    """A spreadsheet of two rows that state the figure of their coal in one way."""
    value, code = cell_of_way(way)
    column = TABLE_COLUMN[way.key]
    edits: dict[str, Any] = {"L2": 98.0, "L3": 98.0}
    edits |= {f"{column}2": (value, code), f"{column}3": (value, code)}
    merge = [f"{column}2:{column}3"] if way.typed == "merged" else []
    write(path, edits, rows=2, extra=[OXIDATION], merge=merge)
    return with_result(path, way.value) if way.typed == "formula" else path


def plain_table(path: Path, way: Way) -> Path:
    """The same as CSV: there are only texts."""
    value, code = cell_of_way(way)
    shown = way.value if way.typed in ("formula", "merged", "number") else str(value)
    if code != "@" and "%" in code:
        shown = f"{way.value}%"
    elif way.typed == "shown with its unit":
        shown = f"{way.value}{UNIT[way.key]}"
    column = {"amount": "窑头窑尾煤 (万t)", "ncv": NCV, "oxidation": OXIDATION}[way.key]
    rows = [{**HEADS, OXIDATION: "98", column: shown} for _ in range(2)]
    rows[1] |= {"项目名称": "乙厂", "项目代码": "2602-431021-04-01-000202"}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def figures(path: Path) -> Iterator[float | None]:
    """The total of each row of a table; None where the row is an error with a code."""
    opened: Any = open_input([path])
    worker = Worker(ScreeningJob(opened, AS_OF, (), "zh"))
    for piece in opened.pieces():
        done = worker.do(piece)
        wrong = {row["row"] for row in done.errors.to_pylist()}
        for row in done.results.to_pylist():
            assert (row["total_tco2e"] is None) == (row["row"] in wrong)
            yield row["total_tco2e"]


def form(path: Path, way: Way) -> Path:
    """A kept form that states the figure in one way."""
    book = load_workbook(KEPT / "filled.xlsx")
    cell = cell_of(book[SOURCES], way.key, COAL)
    value, code = cell_of_way(way)
    cell.value, cell.number_format = value, code
    if way.key != "oxidation":
        unit = cell_of(book[SOURCES], f"{way.key}/unit", COAL)
        unit.value = None if "its unit" in way.typed else UNIT[way.key]
    if way.typed == "merged":
        below = cell.offset(1)
        below.value = None
        book[SOURCES].merge_cells(f"{cell.coordinate}:{below.coordinate}")
    book.save(path)
    return path


def stated(path: Path, key: str, world: World) -> Fraction | None:
    """The figure that a project file states; None where it is an error with a code."""
    try:
        project = read_project(path, world)
    except InputError:
        return None
    (coal,) = (s for s in project.sources if s.name == COAL)
    return coal.parameters[key].to(UNIT[key])


def _stored(path: Path, way: Way) -> Path:
    """The form with a stored result in its formula."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        (name,) = (n for n in names if b"</f><v" in archive.read(n))
    old, new = rb"</f><v ?/?>(</v>)?", f"</f><v>{way.value}</v>".encode()
    return with_part(path, name, lambda xml: re.sub(old, new, xml))


def project_file(path: Path, way: Way) -> Path:
    """A kept project file that states the figure in one way."""
    typed = {
        "number": way.value,
        "text": f'"{way.value}"',
        "formula": f'"={way.value}+0"',
        "shown with its unit": f'"{way.value}{UNIT[way.key]}"',
    }.get(way.typed, f'"{way.value} {UNIT[way.key]}"')
    text = (KEPT / "filled.toml").read_text(encoding="utf-8")
    before, head, coal = text.partition('material = "烟煤"\n')
    lines = coal.split("\n")
    own = next((n for n, line in enumerate(lines[:6]) if line.startswith(f"{way.key} =")), None)
    if own is not None:
        del lines[own]
    path.write_text(before + head + f"{way.key} = {typed}\n" + "\n".join(lines), encoding="utf-8")
    return path


@given(WAYS)
@at_most(40)
def test_the_same_content_is_the_same_figure(
    tmp_path_factory: pytest.TempPathFactory, world: World, way: Way
) -> None:
    """As text, number, formula, percent, merged, in a table, a form or TOML: never another."""
    folder = tmp_path_factory.mktemp("same")
    usual = Way(way.key, way.value, "text with its unit", "")
    if way.kind in ("xlsx", "csv"):
        write_it: Callable[[Path, Way], Path] = table if way.kind == "xlsx" else plain_table
        expected = list(figures(plain_table(folder / "usual.csv", usual)))
        assert None not in expected
        found = list(figures(write_it(folder / f"t.{way.kind}", way)))
        for one, same in zip(found, expected, strict=True):
            assert one is None or one == same
        refused = way.typed == "merged" and way.kind == "xlsx" and way.key == "amount"
        assert (None in found) == refused
        return
    if way.kind == "toml":
        path = project_file(folder / "p.toml", way)
    else:
        path = form(folder / "f.xlsx", way)
        if way.typed == "formula":
            _stored(path, way)
    figure = stated(path, way.key, world)
    assert figure is None or figure == Fraction(way.value)
    if way.kind == "form" and way.typed != "merged":  # a bare share says nothing of its percent
        bare = way.key == "oxidation" and way.typed in ("text", "number", "formula")
        assert (figure is None) == bare


@pytest.mark.slow
def test_the_same_content_in_an_ods(tmp_path: Path) -> None:
    """LibreOffice saves each way as .ods and .xls: the figures of the .xlsx, or errors."""
    values = {"amount": "19.25", "ncv": "23.07", "oxidation": "97.31"}
    ways = [Way(k, v, typed, "xlsx") for k, v in values.items() for typed in TYPED]
    paths = [table(tmp_path / f"t{n}.xlsx", way) for n, way in enumerate(ways)]
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    for kind in ("ods", "xls"):
        command = [program("soffice"), home, "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, tmp_path, *paths], check=True, capture_output=True)
    shutil.rmtree(tmp_path / "office", ignore_errors=True)
    for path in paths:
        expected = list(figures(path))
        for kind in ("ods", "xls"):
            assert list(figures(path.with_suffix(f".{kind}"))) == expected
