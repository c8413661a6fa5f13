"""LibreOffice as another program that recalculates a workbook, and calamine to read it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import Benchmark
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.run import Run, make_run
from tests.conftest import ROOT
from tests.tools import program

SAMPLES = ("cement-clinker", "data-centre", "lead-smelter", "tungsten-concentrate")

Grid = dict[tuple[str, str], Any]
"""(sheet, cell) → what the cell shows."""


def sample(name: str) -> str:
    """The text of a sample project."""
    return (ROOT / "samples" / name / "project.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def run_of(world: World, demo_benchmarks: list[Benchmark]) -> Callable[[str], Run]:
    """A function: text of a project → its Run beside the sample admission values."""

    def run(text: str) -> Run:
        return make_run(assess(parse_project(text, world), world, demo_benchmarks))

    return run


def grid(content: bytes) -> Grid:
    """Every cell of a workbook that shows something."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    found: Grid = {}
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        for r, row in enumerate(sheet.to_python(skip_empty_area=False)):
            for c, value in enumerate(row):
                if value not in ("", None) and not isinstance(value, date):
                    found[name, xl_rowcol_to_cell(r, c)] = value
    return found


def sheet_parts(content: bytes) -> dict[str, str]:
    """Name of a sheet → its part of the file, as xlsxwriter numbers them."""
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    return {name: f"xl/worksheets/sheet{i}.xml" for i, name in enumerate(names, 1)}


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    """Every formula by its sheet and cell."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in sheet_parts(content).items():
            text = archive.read(part).decode()
            for cell, formula in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f>', text):
                found[name, cell] = formula
    return found


def changed(
    content: bytes,
    values: Mapping[tuple[str, str], str] = MappingProxyType({}),
    remembered: bool = False,
) -> bytes:
    """The workbook without the results that it remembers, and with other numbers in some cells."""
    parts = {part: name for name, part in sheet_parts(content).items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for item in source.infolist():
            raw = source.read(item.filename)
            if item.filename in parts:
                text = raw.decode()
                if not remembered:
                    text = re.sub(r"(</f>)<v>.*?</v>", r"\1", text)
                for (sheet, cell), value in values.items():
                    if sheet == parts[item.filename]:
                        pattern = rf'(<c r="{cell}"[^>]*>)<v>.*?</v>'
                        text, count = re.subn(pattern, rf"\g<1><v>{value}</v>", text)
                        assert count == 1
                raw = text.encode()
            made.writestr(item, raw)
    return target.getvalue()


class Office:
    """LibreOffice without a screen, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def recalculated(self, contents: Sequence[bytes]) -> list[Grid]:
        """What the workbooks show after LibreOffice has worked them out anew."""
        return [grid(c) for c in self._saved(contents)]

    def saved(self, content: bytes) -> bytes:
        """A workbook opened and saved again."""
        return self._saved([content])[0]

    def _saved(self, contents: Sequence[bytes]) -> list[bytes]:
        source, target = self.folder / "in", self.folder / "out"
        for path in (source, target):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
        files = []
        for i, content in enumerate(contents):
            files.append(source / f"{i}.xlsx")
            files[-1].write_bytes(content)
        command = [
            program("soffice"),
            f"-env:UserInstallation=file://{self.folder}/profile",
            "--headless",
        ]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=540)
        return [(target / f.name).read_bytes() for f in files]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice in a profile of its own."""
    return Office(tmp_path_factory.mktemp("office"))
