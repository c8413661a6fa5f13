"""What mutations start from: whole files of every kind that the commands read.

Files of people's programs (.xls, .ods, and a table of openpyxl) are kept as LibreOffice wrote them;
the rest is made of the samples by the commands themselves.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.limits import SECONDS, real_command
from tests.standards.returns import row, write_table

__all__ = ["AS_OF", "KINDS", "Base", "Corpus", "Kind", "make_corpus", "order"]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
KEPT = Path(__file__).with_name("kept")
PROJECTS = ("cement-clinker", "lead-smelter", "data-centre", "tungsten-concentrate")
DEMO = SAMPLES / "benchmarks/chenzhou-demo.toml"
AS_OF = ("--as-of", "2026-06-30")
ISSUED = (
    *("--number", "郴环发〔2026〕9号", "--authority", "郴州市生态环境局", "--date", "2026-06-30"),
    *("--valid-from", "2026-07-01", "--valid-to", "2031-07-01", "--green-power", "grid"),
    *("--review", "经审查，可以出台", "--force"),
)
"""What the authority states of its instrument."""

Args = list[str]


class Kind(NamedTuple):
    """A kind of file: how it is called, how it is mutated, how often, the commands that read it,
    and how long they may take: to verify a PDF is to set its pages again and to read them twice."""

    file: str
    structure: str
    weight: int
    commands: Sequence[Args]
    seconds: int = SECONDS


class Base(NamedTuple):
    """A whole file, and the folder of what must lie beside it (None: nothing)."""

    content: bytes
    beside: Path | None = None


Corpus = Mapping[str, Sequence[Base]]


def _assess(file: str, *limits: str) -> Args:
    return ["assess", file, *(x for limit in limits for x in ("--benchmarks", limit)), *AS_OF]


def _desk(*args: str) -> Args:
    return ["register", "-C", "desk", *args]


def _derive(*files: str) -> Args:
    return ["standard", "derive", *files, "-o", "made/draft.toml", *AS_OF]


def _project(file: str) -> list[Args]:
    """The commands that read a project."""
    return [
        _assess(file, str(DEMO)),
        ["assess", file, "--json", *AS_OF],
        ["check", file, "--lang", "en", *AS_OF],
        ["explain", file, *AS_OF],
        ["new", "--from", file, "-o", "out.xlsx"],
    ]


def _screened(suffix: str, structure: str, weight: int) -> Kind:
    file = f"input{suffix}"
    return Kind(file, structure, weight, [["screen", file, "-o", "out.csv", *AS_OF]])


def _verified(suffix: str, structure: str, weight: int, seconds: int = SECONDS) -> Kind:
    file = f"input{suffix}"
    return Kind(file, structure, weight, [["verify", file]], seconds)


CEMENT = str(SAMPLES / "cement-clinker/project.toml")
REPORTED = [["report", "project.toml", "-o", "out.html", *AS_OF], _assess("project.toml")]

CODE = "2602-431021-04-01-000001"
CHECK = _desk("crosscheck", CODE, "filing.csv", "--mapping", "mapping.toml", "--year", "2026",
              "--as", "zhao", "--day", "2027-03-01")  # fmt: skip

KINDS = {
    "toml": Kind("input.toml", "text", 80, _project("input.toml")),
    "form": Kind(
        "input.xlsx",
        "zip",
        16,
        [_assess("input.xlsx", str(DEMO)), ["check", "input.xlsx", "--lang", "en", *AS_OF]],
    ),
    "form-xls": Kind("input.xls", "bytes", 16, [["check", "input.xls", "--lang", "en", *AS_OF]]),
    "form-ods": Kind("input.ods", "zip", 10, [["check", "input.ods", "--lang", "en", *AS_OF]]),
    "table": _screened(".xlsx", "zip", 12),
    "table-xls": _screened(".xls", "bytes", 20),
    "table-ods": _screened(".ods", "zip", 12),
    "csv": _screened(".csv", "text", 30),
    "parquet": _screened(".parquet", "bytes", 20),
    "park": Kind("input.toml", "text", 20, [["park", "input.toml", *AS_OF]]),
    "benchmarks": Kind("input.toml", "text", 50, [_assess(CEMENT, "input.toml")]),
    "run": Kind(
        "input.json",
        "record",
        60,
        [
            ["verify", "input.json"],
            ["explain", "input.json"],
            ["report", "input.json", "-o", "out.html"],
            ["diff", "input.json", CEMENT, *AS_OF],
        ],
    ),
    "park-record": _verified(".json", "record", 8),
    "pdf": _verified(".pdf", "bytes", 1, 3 * SECONDS),
    "docx": _verified(".docx", "zip", 2),
    "xlsx": _verified(".xlsx", "zip", 3),
    "html": _verified(".html", "text", 3),
    "signature": Kind(
        "run.json.sig", "text", 4, [["verify", "run.json", "--key", "key.pub", "--json"]]
    ),
    # --- admission standards
    "return": Kind("returns/plant-01.toml", "text", 10, [_derive("returns")]),
    "return-form": Kind("returns/plant-03.xlsx", "zip", 8, [_derive("returns/plant-03.xlsx")]),
    "return-table": Kind("returns/plants.csv", "text", 10, [_derive("returns")]),
    "survey": Kind("returns/survey.toml", "text", 16, [_derive("returns")]),
    "sealed": Kind(
        "draft.sealed.json",
        "record",
        16,
        [
            ["standard", "adopt", "draft.toml", "-o", "out.toml", *ISSUED],
            ["verify", "draft.sealed.json"],
            ["verify", "city.toml", "--sealed", "draft.sealed.json"],
        ],
    ),
    "draft": Kind(
        "draft.toml", "text", 10, [["standard", "adopt", "draft.toml", "-o", "out.toml", *ISSUED]]
    ),
    "adopted": Kind(
        "city.toml",
        "text",
        10,
        [["verify", "city.toml"], _assess(str(SAMPLES / "lead-smelter/project.toml"), "city.toml")],
    ),
    "standard-html": _verified(".html", "text", 1),
    "standard-xlsx": _verified(".xlsx", "zip", 1),
    # --- the register
    "register": Kind(
        "desk/register.db",
        "bytes",
        16,
        [
            _desk("list", *AS_OF),
            _desk("verify"),
            _desk("tick", *AS_OF),
            _desk("rebuild"),
            _desk("head", "-o", "head.json"),
        ],
    ),
    "register-settings": Kind("desk/register.toml", "text", 4, [_desk("list", *AS_OF)]),
    "head": Kind("head.json", "text", 6, [_desk("verify", "--head", "head.json")]),
    "backup": Kind(
        "input.zip",
        "ledger",
        20,
        [_desk("restore", "input.zip"), _desk("restore", "input.zip", "--json")],
    ),
    "receipt": Kind(
        "receipt.json",
        "record",
        6,
        [["verify", "receipt.json", "--head", "head.json"], ["verify", "receipt.json", "--json"]],
    ),
    "opinion": _verified(".json", "record", 6),
    "opinion-html": _verified(".html", "text", 1),
    "mapping": Kind("mapping.toml", "text", 12, [CHECK]),
    "filing": Kind("filing.csv", "text", 7, [CHECK]),
    # --- texts and pictures of applicants
    "texts": Kind("project.toml", "text", 4, REPORTED),
    "word-texts": Kind("texts.docx", "zip", 8, REPORTED[1:]),
    "png": Kind("pictures/layout.png", "png", 8, [*REPORTED, *REPORTED[1:] * 6]),
    "jpeg": Kind("pictures/layout.png", "bytes", 6, [*REPORTED, *REPORTED[1:] * 6]),
}
"""Kind of file → how it is tried. What comes out of one may be read by several commands."""


def make_corpus(folder: Path) -> Corpus:
    """The whole files of each kind; ``folder``: where the commands write what they make.

    It must stand as long as the corpus is used: it holds what lies beside the files.
    """
    projects = [SAMPLES / name / "project.toml" for name in PROJECTS]
    park = _folder(folder / "park", SAMPLES / "park")
    runs = _records(folder, projects, park)
    made = _documents(folder)
    returns, standard, parts = _standards(folder)
    desk, backup = _register(folder, runs[0])
    operating = _operating(folder, runs[0])
    reported = _reported(folder)
    signed = _signed(folder, runs[2])
    files: dict[str, list[tuple[Path, Path | None]]] = {
        "toml": [(p, None) for p in (*projects, *(park / "projects").glob("*.toml"))],
        "form": [(ROOT / "tests/forms/kept/filled.xlsx", None)],
        "form-xls": [(KEPT / "form.xls", None)],
        "form-ods": [(KEPT / "form.ods", None)],
        "table": [(KEPT / "table.xlsx", None)],
        "table-xls": [(KEPT / "table.xls", None)],
        "table-ods": [(KEPT / "table.ods", None)],
        "csv": [
            (p, None)
            for p in (SAMPLES / "screening/projects.csv", *(SAMPLES / "park/table").glob("*.csv"))
        ],
        "parquet": [(_parquet(folder / "table.parquet"), None)],
        "park": [(park / "park.toml", park)],
        "benchmarks": [(DEMO, None), (SAMPLES / "park/benchmarks.toml", None)],
        "run": [(p, None) for p in runs],
        "park-record": [(folder / "park.json", None)],
        "signature": [(signed / "run.json.sig", signed)],
        "return": [(returns / "returns/plant-01.toml", returns)],
        "return-form": [(SAMPLES / "survey-lead-6/plant-03.xlsx", None)],
        "return-table": [(parts / "returns/plants.csv", parts)],
        "survey": [(returns / "returns/survey.toml", returns)],
        "sealed": [(standard / "draft.sealed.json", standard)],
        "draft": [(standard / "draft.toml", standard)],
        "adopted": [(standard / "city.toml", standard)],
        "standard-html": [(folder / "draft.sealed.html", None)],
        "standard-xlsx": [(folder / "draft.sealed.xlsx", None)],
        "register": [(desk / "desk/register.db", desk)],
        "register-settings": [(desk / "desk/register.toml", desk)],
        "head": [(folder / "head.json", desk)],
        "backup": [(backup, None)],
        "receipt": [(folder / "receipt.json", desk)],
        "opinion": [(folder / "opinion.json", None)],
        "opinion-html": [(folder / "opinion.html", None)],
        "mapping": [(operating / "mapping.toml", operating)],
        "filing": [(operating / "filing.csv", operating)],
        "texts": [(reported["texts"] / "project.toml", reported["texts"])],
        "word-texts": [(reported["word"] / "texts.docx", reported["word"])],
        "png": [(reported["texts"] / "pictures/layout.png", reported["texts"])],
        "jpeg": [(reported["jpeg"] / "pictures/layout.png", reported["jpeg"])],
        **{path.suffix[1:]: [(path, None)] for path in made},
    }
    return {
        kind: [Base(path.read_bytes(), beside) for path, beside in sorted(told)]
        for kind, told in files.items()
    }


def _done(args: Args, folder: Path) -> None:
    outcome = real_command(args, folder)
    assert outcome.status in (0, 1, 3), outcome


def _folder(target: Path, *sources: Path) -> Path:
    for source in sources:
        shutil.copytree(source, target, dirs_exist_ok=True)
    return target


def _records(folder: Path, projects: Sequence[Path], park: Path) -> list[Path]:
    """The records of some projects, and beside them that of the park."""
    _done(["park", str(park / "park.toml"), "-o", str(folder / "park.json"), *AS_OF], folder)
    for number, path in enumerate(projects):
        _done(["assess", str(path), "--out", str(folder / str(number)), *AS_OF], folder)
    return [folder / str(number) / "run.json" for number in range(len(projects))]


def _documents(folder: Path) -> list[Path]:
    """The report of the shortest sample in each format: what is read of it has all its parts."""
    made = [folder / f"report{suffix}" for suffix in (".pdf", ".docx", ".xlsx", ".html")]
    outputs = [x for path in made for x in ("-o", str(path))]
    project = str(SAMPLES / "tungsten-concentrate/project.toml")
    _done(["report", project, *outputs, "--benchmarks", str(DEMO), *AS_OF], folder)
    return made


def _standards(folder: Path) -> tuple[Path, Path, Path]:
    """Returns with their survey, a draft with its record and instrument, and a table of returns."""
    returns = folder / "some"
    _folder(returns / "returns", SAMPLES / "survey-lead-6")
    for path in (returns / "returns").iterdir():
        if path.name not in ("plant-01.toml", "plant-02.toml", "plant-04.toml", "survey.toml"):
            path.unlink()
    parts = folder / "table"
    (parts / "returns").mkdir(parents=True)
    write_table(
        parts / "returns/plants.csv", [row(f"{i}厂", str(15000 + 190 * i)) for i in range(8)]
    )
    standard = folder / "standard"
    standard.mkdir()
    files = [standard / "draft.toml", *(folder / f"draft.sealed.{s}" for s in ("html", "xlsx"))]
    outputs = [x for path in files for x in ("-o", str(path))]
    _done(["standard", "derive", str(SAMPLES / "survey-lead-24"), *outputs, *AS_OF], folder)
    _done(["standard", "adopt", "draft.toml", "-o", "city.toml", *ISSUED], standard)
    return returns, standard, parts


def _register(folder: Path, record: Path) -> tuple[Path, Path]:
    """A register of one case that has gone a part of its way, and its backup."""
    desk = folder / "register"
    desk.mkdir()
    code, who = CODE, ("--as", "zhang")
    _done(_desk("init"), desk)
    _done(_desk("add", str(record), *who, "--day", "2026-06-01"), desk)
    for command in ("accept", "start_review"):
        _done(_desk("do", command, code, *who, "--day", "2026-06-02"), desk)
    finding = ("path=sources[1].ncv", "text=无检测报告")
    _done(_desk("do", "find", code, *finding, *who, "--day", "2026-06-03"), desk)
    proposed = ("recommendation=refuse", "reason=排放强度高于准入值")
    _done(_desk("do", "propose", code, *proposed, *who, "--day", "2026-06-04"), desk)
    _done(_desk("head", "-o", str(folder / "head.json")), desk)
    shutil.copy(folder / "head.json", desk)
    _done(_desk("prove", "2", "-o", str(folder / "receipt.json")), desk)
    opinions = [x for s in ("json", "html") for x in ("-o", str(folder / f"opinion.{s}"))]
    _done(_desk("opinion", code, *opinions), desk)
    _done(_desk("backup", "-o", str(folder / "desk.zip")), desk)
    return desk, folder / "desk.zip"


def _operating(folder: Path, record: Path) -> Path:
    """A register with a year of operation, and another filing of it with its mapping file."""
    beside = folder / "operating"
    beside.mkdir()
    for source, name in (
        ("energy-report.csv", "filing.csv"),
        ("energy-report.toml", "mapping.toml"),
    ):
        shutil.copy(SAMPLES / "register" / source, beside / name)
    who = ("--as", "zhao", "--role", "inspector", "--day", "2026-01-05")
    listed = ("stage=operating", "name=某公司", 'opinion={"day": "2025-11-03", "number": "x"}')
    _done(_desk("init"), beside)
    _done(_desk("do", "list", CODE, *listed, *who[:2], "--role", "reviewer", *who[4:]), beside)
    _done(_desk("do", "start_operating", CODE, *who), beside)
    _done(_desk("operate", str(record), "--as", "企业", "--day", "2027-02-10"), beside)
    return beside


def _reported(folder: Path) -> dict[str, Path]:
    """Projects with texts of the applicant: in the file, in a Word document, with a photograph."""
    from PIL import Image

    source = SAMPLES / "cement-clinker"
    text = (source / "report.toml").read_text(encoding="utf-8")
    found = {name: folder / name for name in ("texts", "word", "jpeg")}
    for path in found.values():
        _folder(path / "pictures", source / "pictures")
        (path / "project.toml").write_text(text, encoding="utf-8")
    with Image.open(source / "pictures/layout.png") as picture:
        smaller = picture.convert("RGB").resize((320, 200))
    for name, kind in (("texts", "PNG"), ("jpeg", "JPEG")):
        for file in ("layout.png", "process.png"):
            smaller.save(found[name] / "pictures" / file, kind, progressive=True)
    _done(["new", "--from", "project.toml", "-o", "texts.docx"], found["word"])
    shutil.rmtree(found["word"] / "pictures")
    head, _, rest = text.partition("\n[texts]")
    report = "\n[report]" in head
    named = head.replace("\n[report]", '\n[report]\ntexts_file = "texts.docx"', 1)
    named += "" if report else '\n[report]\ntexts_file = "texts.docx"\n'
    (found["word"] / "project.toml").write_text(named, encoding="utf-8")
    assert rest
    return found


def _signed(folder: Path, record: Path) -> Path:
    """A record with its signature and the key of who signed it."""
    signed = folder / "signed"
    signed.mkdir()
    shutil.copy(record, signed / "run.json")
    _done(["key", "new", "-o", "key"], signed)
    _done(["sign", "run.json", "--key", "key", *AS_OF], signed)
    return signed


def _parquet(path: Path) -> Path:
    """The sample table as Parquet, by a process of its own: Arrow's threads outlive no fork."""
    code = (
        "import sys, pyarrow.csv as c, pyarrow.parquet as p\n"
        "p.write_table(c.read_csv(sys.argv[1]), sys.argv[2])\n"
    )
    source = SAMPLES / "screening/projects.csv"
    subprocess.run([sys.executable, "-c", code, str(source), str(path)], check=True)
    return path


@cache
def order() -> Sequence[str]:
    """The kinds in the order in which they take turns, those of more weight more often."""
    turns = [kind for kind, told in KINDS.items() for _ in range(told.weight)]
    random.Random(0).shuffle(turns)
    return turns
