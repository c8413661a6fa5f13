"""The report of a standard: two editions, and nothing of a plant in the public one."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.messages import sentence
from carbon_eia.proof.verify import verify
from carbon_eia.reference import World, open_world
from carbon_eia.report import RENDERERS, StandardReport, document_of
from carbon_eia.report.document import Document, Drawing, Table, VerdictBox, texts_of
from carbon_eia.report.terminal import document_lines
from carbon_eia.screening import open_input
from carbon_eia.standards.consequences import with_consequences
from carbon_eia.standards.sealed import derivation_of, sample_plants
from carbon_eia.standards.standard_record import derive_standard
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.units import decimal_text, rounded
from tests.conftest import AS_OF, ROOT
from tests.prints import pages_of

SAMPLES = ROOT / "samples"


@pytest.fixture(scope="module")
def record(world: World) -> StandardRecord:
    """The sealed record of the sample of 24 returns, with what it would do to a project."""
    made = derive_standard([SAMPLES / "survey-lead-24"], world)
    today = [SAMPLES / "benchmarks" / "chenzhou-demo.toml"]
    assert read_benchmarks(today[0], world)
    projects = open_input([SAMPLES / "lead-smelter" / "project.toml"])
    return with_consequences(made, projects, today, world)


@pytest.fixture(scope="module")
def six(world: World) -> StandardRecord:
    """The sealed record of six plants, from which nothing is derived."""
    return derive_standard([SAMPLES / "survey-lead-6"], world)


def words(document: Document) -> str:
    """Everything that a document says, in one text."""

    def parts() -> Iterator[str]:
        yield from (document.title, document.what, *document.notes)
        yield from (text for entry in document.imprint for text in entry)
        for chapter in document.chapters:
            yield chapter.title
            yield from (document.plain(text) for text in texts_of(chapter.blocks))
            for block in chapter.blocks:
                if isinstance(block, Table):
                    yield block.caption
                if isinstance(block, Drawing):
                    yield block.alt
                if isinstance(block, VerdictBox):
                    yield block.label
                    yield " ".join(f"{f.label} {f.value} {f.note}" for f in block.figures)
                    bars = block.chart.bars if block.chart else ()
                    yield " ".join(f"{b.label} {b.value}" for b in bars)

    return "\n".join(parts())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_edition_says_nothing_of_a_plant(record: StandardRecord, lang: str) -> None:
    """No plant by name, key or figure, no exact value, band, flag or influence."""
    public = words(document_of(StandardReport(record, sealed=False), lang))
    found = derivation_of(record)
    assert found.admission is not None
    assert found.admission.band is not None
    own = [x.plant for x in record.returns] + [x.name for x in record.returns]
    own += [x.key for x in record.returns if x.key]
    own += [rounded(x.intensity, n) for x in sample_plants(record) for n in (3, 4, 6)]
    own += [rounded(found.admission.exact, 4), rounded(found.admission.band.low, 4)]
    assert not [text for text in own if text and text in public]
    assert record.id not in public
    assert decimal_text(found.admission.published or found.admission.exact) in public


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sealed_edition_has_what_a_decision_needs(record: StandardRecord, lang: str) -> None:
    """Exact values and bands, every method, guards with the best plant, who is not in the sample
    and why, flags, values without each plant, the curve, and what the draft would do."""
    document = document_of(record, lang)
    names = {b.name for c in document.chapters for b in c.blocks if isinstance(b, Table)}
    assert names >= {
        "excluded", "values", "exact", "guards", "beside", "tests", "plants", "flags", "without",
        "moves", "files",
    }  # fmt: skip
    drawn = [b.name for c in document.chapters for b in c.blocks if isinstance(b, Drawing)]
    assert drawn == ["plants"]
    text = words(document)
    found = derivation_of(record)
    assert found.admission is not None
    assert rounded(found.admission.exact, 4) in text
    assert sentence("standard.report.note.sealed", lang) in text
    left_out = {x.plant for x in record.exclusions}
    plants = {x.plant for x in record.returns if x.key} - left_out
    assert not [name for name in plants if name in text]


@pytest.mark.slow
def test_what_carries_a_sealed_edition_and_what_a_public_one(record: StandardRecord) -> None:
    """The sealed record travels with its edition alone: in no part, name or hidden sheet else."""
    for suffix in (".pdf", ".docx", ".html", ".xlsx"):
        public = RENDERERS[suffix](StandardReport(record, sealed=False), "zh", None)
        sealed = RENDERERS[suffix](record, "zh", None)
        assert "standard.json" in carried(sealed, suffix)
        assert "standard.json" not in carried(public, suffix)
        assert "draft.toml" in carried(public, suffix)


@pytest.mark.parametrize(
    "suffix",
    [".html", ".xlsx", ".docx", pytest.param(".pdf", marks=pytest.mark.slow)],
)
def test_no_byte_of_a_public_edition_is_a_plants_own(record: StandardRecord, suffix: str) -> None:
    """Whatever can be taken apart is looked through: parts, sheets, attachments and the files in
    these, metadata, streams. No plant, file or digest of a return, no figure of one at any number
    of decimals, no reason of an exclusion, no exact value. The sealed edition has all of these, so
    the search finds what is there."""
    public = RENDERERS[suffix](StandardReport(record, sealed=False), "en", None)
    found = b"\n".join(everything(public))
    assert not [secret for secret in secrets(record) if secret.encode() in found]
    if suffix != ".pdf":
        sealed = b"\n".join(everything(RENDERERS[suffix](record, "en", None)))
        assert len([s for s in secrets(record) if s.encode() in sealed]) > len(record.returns)


def secrets(record: StandardRecord) -> set[str]:
    """What no public document may hold; figures of few digits could stand anywhere."""
    found = derivation_of(record)
    assert found.admission is not None
    assert found.admission.band is not None
    told = {record.nonce, record.id, *(x.text for x in record.exclusions)}
    told |= {y for r in record.returns for y in (r.plant, r.name, r.sha256, r.key)}
    exact = [x.intensity for x in sample_plants(record)]
    exact += [found.admission.exact, found.admission.band.low, found.admission.band.high]
    told |= {rounded(x, places) for x in exact for places in (4, 5, 6)}
    told |= {q.value for r in record.returns for q in (r.emission, r.intensity) if q is not None}
    return {text for text in told if len(text) > 4}


def everything(content: bytes) -> Iterator[bytes]:
    """A document, and whatever is in it, and in that."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from everything(archive.read(name))
    elif content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        yield str(reader.metadata).encode()
        yield "".join(pages_of(content)).encode()
        for name, parts in reader.attachments.items():
            yield name.encode()
            for part in parts:
                yield from everything(part)


def carried(content: bytes, suffix: str) -> str:
    """Names of what a document carries."""
    if suffix == ".pdf":
        return " ".join(PdfReader(io.BytesIO(content)).attachments)
    if suffix == ".html":
        marks = r'<script type="application/json" id="([^"]+)"'
        return " ".join(re.findall(marks, content.decode()))
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.namelist())


ID = re.compile(r"(?<![\w./])[a-z]+(?:[-_][a-z0-9]+)+(?![\w./])")
"""What an id of the reference data or of the program looks like."""


@pytest.mark.parametrize("sealed", [True, False])
def test_no_id_stands_in_a_chinese_report(
    record: StandardRecord, six: StandardRecord, sealed: bool
) -> None:
    """Boundaries, sectors, products, methods, tests and reasons have names: an id such as
    lead-concentrate-to-ingot-with-electricity says nothing to who reads the report."""
    for each in (record, six):
        text = words(document_of(StandardReport(each, sealed), "zh"))
        for name in (file.name for file in each.files):
            text = text.replace(name, "")
        assert not ID.findall(text)
        assert "铅精矿至铅锭" in text


def test_six_plants_have_a_report_with_the_reason_and_the_range(six: StandardRecord) -> None:
    """No draft: why, and the values of GB levels 1 and 2 between which one may be set."""
    found = derivation_of(six)
    assert found.gb1 is not None
    assert found.gb2 is not None
    for sealed in (True, False):
        text = words(document_of(StandardReport(six, sealed=sealed), "zh"))
        assert sentence("standard.report.outcome.range", "zh") in text
        assert decimal_text(found.gb1) in text
        assert decimal_text(found.gb2) in text
        assert "6 家" in text


def test_the_public_edition_does_not_say_why_nothing_is_published(six: StandardRecord) -> None:
    """Beyond the value of GB level 2, or a test of disclosure: to know which would say where the
    value lies, and so of the largest plants where they do not lie. The sealed edition says it."""
    test = {
        "level": "admission", "name": "interval", "on": "", "measure": None, "limit": None,
        "passed": False, "sealed": False,
    }  # fmt: skip
    public, sealed = set(), set()
    for reason in ("beyond_gb2", "disclosure"):
        told = {**six.derivation, "reason": reason, "tests": [test]}
        record = replace(six, derivation=told, nonce="")
        public.add(words(document_of(StandardReport(record, sealed=False), "en")))
        sealed.add(words(document_of(StandardReport(record, sealed=True), "en")))
    seal = re.compile(r"[0-9a-f]{12,64}")
    assert len({seal.sub("", text) for text in public}) == 1
    assert len({seal.sub("", text) for text in sealed}) == 2


def test_the_terminal_prints_it(record: StandardRecord) -> None:
    """Every line of the public edition fits a narrow screen."""
    document = document_of(StandardReport(record, sealed=False), "zh", drawn=False)
    lines = list(document_lines(document, 80))
    assert any("1.04" in line for line in lines)


@pytest.mark.slow(every=3)
@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_documents_are_verified(record: StandardRecord, tmp_path: Path, suffix: str) -> None:
    """A sealed edition is what its record prints; a public one says that it carries none."""
    sealed, public = tmp_path / f"a.sealed{suffix}", tmp_path / f"a{suffix}"
    sealed.write_bytes(RENDERERS[suffix](record, "zh", None))
    public.write_bytes(RENDERERS[suffix](StandardReport(record, sealed=False), "zh", None))
    proof = verify(sealed, open_world)
    assert proof.stands, proof.findings
    recordless = verify(public, open_world)
    assert recordless.stands is None
    assert [f.code for f in recordless.findings] == ["proof.standard.public"]


@pytest.mark.slow
def test_the_same_record_gives_the_same_bytes(record: StandardRecord) -> None:
    """Nothing of the clock or of the machine."""
    for suffix, render in RENDERERS.items():
        assert render(record, "en", None) == render(record, "en", None), suffix


def test_the_record_of_the_html_is_the_canonical_one(record: StandardRecord) -> None:
    """What is carried in the page can be read back."""
    page = RENDERERS[".html"](record, "zh", None).decode()
    held = re.search(r'id="standard.json">(.*?)</script>', page, re.DOTALL)
    assert held is not None
    assert json.loads(held.group(1))["id"] == record.id
    assert str(AS_OF) == record.as_of
