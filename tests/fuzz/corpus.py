"""What mutations start from: whole files of every kind that the commands read.

Files of people's programs (.xls, .ods, and a table of openpyxl) are kept as LibreOffice wrote them;
the rest is made of the samples by the commands themselves.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.limits import SECONDS, real_command

__all__ = ["AS_OF", "KINDS", "Kind", "make_corpus"]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
KEPT = Path(__file__).with_name("kept")
PROJECTS = ("cement-clinker", "lead-smelter", "data-centre", "tungsten-concentrate")
DEMO = SAMPLES / "benchmarks/chenzhou-demo.toml"
AS_OF = ("--as-of", "2026-06-30")


class Kind(NamedTuple):
    """A kind of file: the suffix, how it is mutated, how often, the commands that read it, and how
    long they may take: to verify a PDF is to set its pages again and to read them twice."""

    suffix: str
    structure: str
    weight: int
    commands: Sequence[Callable[[str], list[str]]]
    seconds: int = SECONDS


def _project(file: str) -> list[str]:
    return ["assess", file, "--benchmarks", str(DEMO), *AS_OF]


def _screen(file: str) -> list[str]:
    return ["screen", file, "-o", "out.csv", *AS_OF]


PROJECT = (
    _project,
    lambda f: ["assess", f, "--json", *AS_OF],
    lambda f: ["check", f, "--lang", "en", *AS_OF],
    lambda f: ["explain", f, *AS_OF],
    lambda f: ["new", "--from", f, "-o", "out.xlsx"],
)
RECORD = (
    lambda f: ["verify", f],
    lambda f: ["explain", f],
    lambda f: ["report", f, "-o", "out.html"],
    lambda f: ["diff", f, str(SAMPLES / "cement-clinker/project.toml"), *AS_OF],
)

KINDS = {
    "toml": Kind(".toml", "text", 24, PROJECT),
    "form": Kind(".xlsx", "zip", 16, (_project, PROJECT[2])),
    "form-xls": Kind(".xls", "bytes", 8, (PROJECT[2],)),
    "form-ods": Kind(".ods", "zip", 8, (PROJECT[2],)),
    "table": Kind(".xlsx", "zip", 8, (_screen,)),
    "table-xls": Kind(".xls", "bytes", 8, (_screen,)),
    "table-ods": Kind(".ods", "zip", 8, (_screen,)),
    "csv": Kind(".csv", "text", 16, (_screen,)),
    "parquet": Kind(".parquet", "bytes", 8, (_screen,)),
    "park": Kind(".toml", "text", 8, (lambda f: ["park", f, *AS_OF],)),
    "benchmarks": Kind(
        ".toml",
        "text",
        16,
        (
            lambda f: [
                *("assess", str(SAMPLES / "cement-clinker/project.toml")),
                *("--benchmarks", f, *AS_OF),
            ],
        ),
    ),
    "run": Kind(".json", "text", 16, RECORD),
    "park-record": Kind(".json", "text", 4, (RECORD[0],)),
    "pdf": Kind(".pdf", "bytes", 1, (RECORD[0],), 3 * SECONDS),
    "docx": Kind(".docx", "zip", 2, (RECORD[0],)),
    "xlsx": Kind(".xlsx", "zip", 4, (RECORD[0],)),
    "html": Kind(".html", "text", 3, (RECORD[0],)),
}
"""Kind of file → how it is tried. What comes out of one may be read by several commands."""


def make_corpus(folder: Path) -> dict[str, list[bytes]]:
    """The whole files of each kind; ``folder``: where the commands write what they make."""
    shutil.copytree(SAMPLES / "park", folder / "park", dirs_exist_ok=True)
    projects = [SAMPLES / name / "project.toml" for name in PROJECTS]
    made = {kind: folder / f"report{kind}" for kind in (".pdf", ".docx", ".xlsx", ".html")}
    outputs = [x for path in made.values() for x in ("-o", str(path))]
    _done(["report", str(projects[0]), *outputs, "--benchmarks", str(DEMO), *AS_OF], folder)
    park = ["park", str(folder / "park/park.toml"), "-o", str(folder / "park.json"), *AS_OF]
    _done(park, folder)
    runs = []
    for number, path in enumerate(projects):
        _done(["assess", str(path), "--out", str(folder / str(number)), *AS_OF], folder)
        runs.append(folder / str(number) / "run.json")
    files = {
        "toml": [*projects, *(SAMPLES / "park/projects").glob("*.toml")],
        "form": [ROOT / "tests/forms/kept/filled.xlsx"],
        "form-xls": [KEPT / "form.xls"],
        "form-ods": [KEPT / "form.ods"],
        "table": [KEPT / "table.xlsx"],
        "table-xls": [KEPT / "table.xls"],
        "table-ods": [KEPT / "table.ods"],
        "csv": [SAMPLES / "screening/projects.csv", *(SAMPLES / "park/table").glob("*.csv")],
        "parquet": [_parquet(folder / "table.parquet")],
        "park": [folder / "park/park.toml"],
        "benchmarks": [DEMO, SAMPLES / "park/benchmarks.toml"],
        "run": runs,
        "park-record": [folder / "park.json"],
        **{path.suffix[1:]: [path] for path in made.values()},
    }
    return {kind: [p.read_bytes() for p in sorted(paths)] for kind, paths in files.items()}


def _done(args: list[str], folder: Path) -> None:
    outcome = real_command(args, folder)
    assert outcome.status in (0, 1, 3), outcome


def _parquet(path: Path) -> Path:
    """The sample table as Parquet, by a process of its own: Arrow's threads outlive no fork."""
    import subprocess
    import sys

    code = (
        "import sys, pyarrow.csv as c, pyarrow.parquet as p\n"
        "p.write_table(c.read_csv(sys.argv[1]), sys.argv[2])\n"
    )
    source = SAMPLES / "screening/projects.csv"
    subprocess.run([sys.executable, "-c", code, str(source), str(path)], check=True)
    return path


def order() -> list[str]:
    """The kinds in the order in which they take turns, those of more weight more often."""
    turns = [kind for kind, told in KINDS.items() for _ in range(told.weight)]
    random.Random(0).shuffle(turns)
    return turns
