"""The PDF keeps the rules of PDF/A-3u (ISO 19005-3) and of a tagged document that matter here.

veraPDF cannot be had from a package registry, so the rules are checked one by one with pypdf: what
is named in a test's docstring is what ISO 19005-3 asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from carbon_eia.run import Run
from tests.report.conftest import Printed, PrintRun


@pytest.fixture(params=["zh", "en"])
def pdf(request: pytest.FixtureRequest, sample_run: Run, printed: PrintRun) -> Printed:
    """The sample's report in each language."""
    return printed(sample_run, request.param)


def objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of a file, each once, however it is nested."""
    waiting: list[Any] = [reader.trailer]
    met: set[tuple[int, int]] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in met:
                continue
            met.add((found.idnum, found.generation))
            found = found.get_object()
        yield found
        if isinstance(found, DictionaryObject):
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list(found)


@cache
def dictionaries(reader: PdfReader) -> list[DictionaryObject]:
    """Every dictionary and stream of a file."""
    return [x for x in objects(reader) if isinstance(x, DictionaryObject)]


def elements(reader: PdfReader, kind: str) -> list[DictionaryObject]:
    """The structure elements of a kind."""
    found = [x for x in dictionaries(reader) if x.get("/S") == f"/{kind}" and "/P" in x]
    assert found, kind
    return found


def test_file_header_and_trailer(pdf: Printed) -> None:
    """6.1.2, 6.1.3: version 1.7 with a comment of four high bytes; an ID, and no encryption."""
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", pdf.content)
    assert len(pdf.reader.trailer["/ID"]) == 2
    assert "/Encrypt" not in pdf.reader.trailer
    assert pdf.content.rstrip().endswith(b"%%EOF")


def test_identification_in_the_metadata(pdf: Printed) -> None:
    """6.6: an XMP packet says part 3, conformance U, and agrees with the Info."""
    root = pdf.reader.trailer["/Root"]
    stream = root["/Metadata"].get_object()
    assert stream["/Subtype"] == "/XML"
    xmp = pdf.reader.xmp_metadata
    assert xmp is not None
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("3", "U")
    assert pdf.reader.metadata is not None
    assert xmp.dc_title["x-default"] == pdf.reader.metadata.title
    assert xmp.dc_creator == [pdf.reader.metadata.author]


def test_output_intent(pdf: Printed) -> None:
    """6.2.3: colours of the device have an output intent with an ICC profile of three channels."""
    (intent,) = pdf.reader.trailer["/Root"]["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"


def test_fonts_are_embedded_and_can_be_read_out(pdf: Printed) -> None:
    """6.2.11: every font program is embedded, every code has its character (level U)."""
    fonts = [x for x in dictionaries(pdf.reader) if x.get("/Type") == "/Font"]
    composite = [f for f in fonts if f["/Subtype"] == "/Type0"]
    assert composite
    assert {f["/Subtype"] for f in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}
    for font in composite:
        assert font["/Encoding"] == "/Identity-H"
        assert b"begincmap" in font["/ToUnicode"].get_object().get_data()
        (inner,) = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys(), font["/BaseFont"]
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"]), "a subset says so"


def test_no_text_is_without_its_character(pdf: Printed) -> None:
    """6.2.11.7.3: no character of the text is unknown or of private use."""
    text = pdf.text
    assert "\ufffd" not in text
    assert "\x00" not in text
    assert not [c for c in text if 0xE000 <= ord(c) <= 0xF8FF]


def test_nothing_acts_and_nothing_lies_outside(pdf: Printed) -> None:
    """6.5, 6.6.1: no script, no launch, no form, no address, no stream kept elsewhere."""
    for found in dictionaries(pdf.reader):
        assert not {"/JS", "/AA", "/XFA", "/OPI", "/Alternates"} & found.keys()
        assert found.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/GoToR", "/SubmitForm")
        if isinstance(found, StreamObject):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & found.keys()
            assert "/LZWDecode" not in str(found.get("/Filter", ""))
        assert found.get("/Interpolate") is not True
        assert found.get("/Subtype") not in ("/PS", "/Movie", "/Sound", "/3D", "/Screen")
    assert "/AcroForm" not in pdf.reader.trailer["/Root"]


def test_annotations_are_printed_links(pdf: Printed) -> None:
    """6.3: the only annotations are links inside the document; none is hidden."""
    annotations = [a.get_object() for p in pdf.reader.pages for a in p.get("/Annots", ())]
    assert len(annotations) > 40  # contents and cross-references
    for found in annotations:
        assert found["/Subtype"] == "/Link"
        flags = int(found.get("/F", 0))
        assert flags & 4, "print"
        assert not flags & (1 | 2 | 32), "hidden"


def test_every_link_leads_to_its_place(pdf: Printed) -> None:
    """A cross-reference ends at a destination of the document."""
    names = pdf.reader.named_destinations
    for page in pdf.reader.pages:
        for annotation in page.get("/Annots", ()):
            target = annotation.get_object().get("/Dest")
            if isinstance(target, str):
                assert target in names, target


def test_attachments_say_what_they_are(pdf: Printed) -> None:
    """6.8: every attached file has names, a type and its relation to the document."""
    root = pdf.reader.trailer["/Root"]
    attached = [x.get_object() for x in root["/AF"]]
    names = {x["/UF"] for x in attached}
    assert {"run.json", "project.toml"} <= names
    for found in attached:
        assert found["/AFRelationship"] in ("/Source", "/Data")
        assert found["/F"] == found["/UF"]
        assert found["/Desc"]
        stream = found["/EF"]["/F"].get_object()
        assert re.fullmatch(r"/\w+/[\w.+-]+", str(stream["/Subtype"]).replace("#2F", "/"))
        assert "/ModDate" in stream["/Params"]


def test_the_document_is_tagged(pdf: Printed) -> None:
    """Marked content with a structure tree, a language, and the title in the window."""
    root = pdf.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower().startswith(("zh", "en"))
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/ParentTree" in root["/StructTreeRoot"]
    for kind in ("H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "Caption", "Link", "L"):
        elements(pdf.reader, kind)


def test_figures_have_words(pdf: Printed) -> None:
    """A figure is tagged and says in words what it shows."""
    for figure in elements(pdf.reader, "Figure"):
        assert len(str(figure.get("/Alt", ""))) > 10


def test_bookmarks_are_the_chapters(pdf: Printed, sample_run: Run) -> None:
    """The outline holds the twelve chapters and the six annexes."""
    top = [x for x in pdf.reader.outline if not isinstance(x, list)]
    assert len(top) == 12 + 6
