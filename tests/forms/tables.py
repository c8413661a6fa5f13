"""Tables as openpyxl and bare zip writers make them, with what our own writer cannot write."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from carbon_eia.screening import open_input
from carbon_eia.screening.worker import ScreeningJob, Worker
from tests.conftest import AS_OF

HEADS = {
    "项目名称": "甲厂",
    "项目代码": "2602-431021-04-01-000201",
    "行业": "水泥熟料",
    "阶段": "拟建",
    "地区": "湖南省郴州市桂阳县",
    "年份": 2026,
    "产量 (万t)": 139.5,
    "窑头窑尾煤 (万t)": 19,
    "窑头窑尾煤 低位发热量 (GJ/t)": 23.1,
    "外购电力 (万kWh)": 8400,
    "熟料生产过程 (万t)": 139.5,
}
"""Heads of a table, and a row of it."""

COLUMNS = "ABCDEFGHIJK"


def write(path: Path, edits: Mapping[str, Any] | None = None, rows: int = 1, **more: Any) -> Path:
    """A table of some rows; ``edits``: cell → value, or (value, number format).

    ``heads``: another text for some heads; ``merge``: ranges that are merged.
    """
    book = Workbook()
    sheet = book.active
    heads = [more.get("heads", {}).get(h, h) for h in HEADS]
    sheet.append([*heads, *more.get("extra", ())])
    for row in range(rows):
        values = list(HEADS.values())
        values[:2] = [f"{'甲乙丙丁'[row]}厂", f"2602-431021-04-01-00020{row + 1}"]
        sheet.append(values)
    for cell, value in (edits or {}).items():
        value, code = value if isinstance(value, tuple) else (value, "")
        sheet[cell].value = value
        if code:
            sheet[cell].number_format = code
    for span in more.get("merge", ()):
        sheet.merge_cells(span)
    book.save(path)
    return path


def results(path: Path) -> list[tuple[float | None, list[str]]]:
    """Of each row of a table its total, and the codes of its errors."""
    table: Any = open_input([path])
    found = []
    worker = Worker(ScreeningJob(table, AS_OF, (), "zh"))
    for piece in table.pieces():
        done = worker.do(piece)
        for row in done.results.to_pylist():
            codes = re.findall(r"CE-[A-Z]\d+", row["error"] or "")
            found.append((row["total_tco2e"], codes))
    return found


def with_part(path: Path, name: str, edit: Any) -> Path:
    """The file with one part of its archive changed by ``edit``."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts[name] = edit(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def with_result(path: Path, value: object) -> Path:
    """The file with a stored result in every formula that has none, as a spreadsheet stores it."""
    return with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb"</f><v ?/?>(</v>)?", f"</f><v>{value}</v>".encode(), xml),
    )
