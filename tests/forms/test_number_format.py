"""What a number format shows, held against LibreOffice, and what is read of it."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from carbon_eia.forms import SheetCell, general
from carbon_eia.forms.number_format import render
from tests.tools import program

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

CODES = [
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "0%",
    "0.0%",
    '0"%"',
    '0.0"万t"',
    '#,##0.0"GJ/t"',
    "#,##0,",
    '0.0,,"百万"',
    "0.00E+00",
    "#,##0.00;(#,##0.00)",
    '0;-0;"-"',
    "[Red]0.0;[Blue]-0.0",
    '[>=10000]0.0,"k";0',
    r"0.0\ t",
    "000",
]
VALUES = [0, 1, -1, 0.98, 19, 190000, 84000000, 1234567.891, -2345.6, 0.004]


def test_against_libreoffice(tmp_path: Path) -> None:
    """Every value under every format looks the same in LibreOffice, saved as it is shown."""
    book = Workbook()
    sheet = book.active
    for row, value in enumerate(VALUES, 1):
        for column, code in enumerate(CODES, 1):
            sheet.cell(row, column, value).number_format = code
    book.save(tmp_path / "t.xlsx")
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--headless",
            "--convert-to",
            "ods",
            "--outdir",
            tmp_path,
            tmp_path / "t.xlsx",
        ],
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(tmp_path / "t.ods") as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    rows = [
        ["".join(cell.itertext()) for cell in row.iter(f"{TABLE}table-cell")]
        for row in root.iter(f"{TABLE}table-row")
    ]
    for value, shown in zip(VALUES, rows, strict=False):
        for code, text in zip(CODES, shown, strict=False):
            assert (render(value, code) or "").strip() == text.strip(), (value, code)


@given(
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda v: float(f"{v:.9g}")),
    st.sampled_from(CODES),
)
def test_never_another_number(value: float, code: str) -> None:
    """The number that is read is the one in the cell, or its hundredfold in percent; else it is an
    error."""
    cell = SheetCell(value, code)
    if cell.problem is not None:
        return
    number, _, unit = cell.text.partition(" ")
    size = {"百万": 1e6, "k": 1e3}.get(unit, 1)
    times = 100 if code in ("0%", "0.0%") else 1
    assert number == general(float(general(value * times / size))) or abs(
        float(number) * size / times - value
    ) <= 1e-9 * abs(value)
