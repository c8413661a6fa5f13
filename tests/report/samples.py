"""Every document that the samples give, printed once for all tests that read them."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import openpyxl

from carbon_eia.api import assess, derive_standard, park
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report import RENDERERS, StandardReport
from carbon_eia.report.screening import PRINTERS
from carbon_eia.run import Run
from carbon_eia.screening import Print, open_input, run_screening
from tests.conftest import AS_OF, ROOT
from tests.prints import pages_of, print_once

SAMPLES = ROOT / "samples"
CITY = SAMPLES / "benchmarks" / "chenzhou-demo.toml"
PROJECTS = ("cement-clinker", "data-centre", "lead-smelter", "tungsten-concentrate")
PARKS = ("park", "park/table")
SEALED = " sealed"
STANDARDS = ("survey-lead-24", f"survey-lead-24{SEALED}", f"survey-lead-6{SEALED}")
SCREENING = "screening"
NAMES = (*PROJECTS, *PARKS, *STANDARDS, SCREENING)


def files_of(name: str) -> Iterator[Path]:
    """The files in which an applicant states a sample, and the benchmark files."""
    folder = SAMPLES / name.removesuffix(SEALED)
    found = folder.rglob("*.toml") if name != "park/table" else (SAMPLES / "park").rglob("*")
    yield from (f for f in found if f.suffix in (".toml", ".csv"))
    yield from folder.glob("*.csv")
    yield from folder.glob("*.xlsx")
    yield from (SAMPLES / "benchmarks").glob("*.toml")
    yield SAMPLES / "park" / "benchmarks.toml"


@cache
def record(name: str) -> Run | ParkRecord | StandardReport:
    """The record of a sample project or park, or an edition of the report of a standard."""
    if name in STANDARDS:
        made = derive_standard(SAMPLES / name.removesuffix(SEALED), as_of=AS_OF)
        return StandardReport(made.record, sealed=name.endswith(SEALED))
    if name in PARKS:
        limits = [] if name == "park" else [SAMPLES / "park" / "benchmarks.toml"]
        return park(SAMPLES / name / "park.toml", as_of=AS_OF, benchmarks=limits).record
    return assess(SAMPLES / name / "project.toml", as_of=AS_OF, benchmarks=[CITY]).run


@cache
def printed(name: str, ending: str, lang: str) -> bytes:
    """A document of a sample."""
    if name != SCREENING:
        made = record(name)
        if isinstance(made, StandardReport):
            return RENDERERS[ending](made, lang, None)
        return print_once(ending, made, lang)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{ending}"
        printers: dict[str, Print] = dict(PRINTERS)
        table = open_input([SAMPLES / "screening" / "projects.csv"])
        run_screening(table, [path], as_of=AS_OF, benchmarks=[CITY], documents=printers, lang=lang)
        return path.read_bytes()


def text_of(content: bytes, ending: str) -> str:
    """What a reader sees of a document; of HTML without the files that it holds word for word."""
    if ending == ".pdf":
        return "\n".join(pages_of(content))
    if ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(v) for s in book for row in s.iter_rows(values_only=True) for v in row if v
        )
    if ending == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [n for n in package.namelist() if re.match(r"word/\w+\.xml", n)]
            text = "\n".join(package.read(n).decode() for n in parts)
        text = re.sub(r"</w:p>|<w:tab/>", "\n", text)
    else:
        text = re.sub(r"<(script|style|pre)\b.*?</\1>", "", content.decode(), flags=re.DOTALL)
        text = re.sub(r"</(td|th|p|li|dt|dd|div|h\d|text|caption)>", "\n", text)
    return unescape(re.sub(r"<[^>]+>", "", text))
