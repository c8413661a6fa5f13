"""The objects of a PDF are where its tables say, or it is damaged: nothing is searched for."""

from __future__ import annotations

import zlib

import pytest
from pypdf.errors import PdfReadError
from pypdf.generic import NullObject

from carbon_eia.proof.documents.pdf_objects import open_pdf

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


def plain(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects with a table of its own."""
    out, places = b"%PDF-1.7\n", {}
    for number, told in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    last = max(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last, table)
    return out + trailer


def streamed(inside: dict[int, bytes], listed: list[int]) -> bytes:
    """A PDF with a stream of objects (number 9): what is in it, and what the table says is."""
    texts, index = b"", b""
    for number, told in inside.items():
        index += b"%d %d " % (number, len(texts))
        texts += told + b" "
    packed = zlib.compress(index + texts)
    head = b"<< /Type /ObjStm /N %d /First %d /Length %d /Filter /FlateDecode >>"
    out = b"%PDF-1.7\n"
    place = len(out)
    out += b"9 0 obj\n" + head % (len(inside), len(index), len(packed))
    out += b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    table = len(out)
    rows = {
        9: b"\1" + place.to_bytes(4, "big") + b"\0\0",
        8: b"\1" + table.to_bytes(4, "big") + b"\0\0",
    }
    rows |= {n: b"\2" + (9).to_bytes(4, "big") + i.to_bytes(2, "big") for i, n in enumerate(listed)}
    numbers = sorted(rows)
    body = b"".join(rows[n] for n in numbers)
    pairs = b" ".join(b"%d 1" % n for n in numbers)
    out += b"8 0 obj\n<< /Type /XRef /Size 99 /Root 1 0 R /W [1 4 2] /Index [%s] /Length %d >>" % (
        pairs, len(body))  # fmt: skip
    return out + b"\nstream\n" + body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def test_an_object_that_no_table_knows_is_null() -> None:
    """Even where its text stands in the file."""
    content = plain({1: CATALOGUE, 2: PAGES}) + b"\n7 0 obj\n(hidden)\nendobj\n"
    reader = open_pdf(content)
    assert reader.get_object(1)["/Type"] == "/Catalog"  # type: ignore[index]
    assert isinstance(reader.get_object(7), NullObject)


def test_an_object_that_is_elsewhere_is_an_error() -> None:
    """Where the table leads to something else, the file is damaged; it is not searched."""
    content = streamed({1: CATALOGUE, 2: PAGES}, [1, 2])
    reader = open_pdf(content + b"\n7 0 obj\n(amount)\nendobj\n")
    reader.xref[0][7] = 20
    with pytest.raises(PdfReadError, match="object 7 0"):
        reader.get_object(7)


def test_a_stream_of_objects_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the table lists in it and it does not hold, each is null without another look."""
    content = streamed({1: CATALOGUE, 2: PAGES, 3: b"(kept)"}, [1, 2, 3, *range(20, 60)])
    reader = open_pdf(content)
    unpacked = []
    whole = type(reader).__mro__[1]._get_object_from_stream  # type: ignore[attr-defined]

    def counted(self: object, reference: object) -> object:
        unpacked.append(reference)
        return whole(self, reference)

    monkeypatch.setattr(type(reader).__mro__[1], "_get_object_from_stream", counted)
    assert str(reader.get_object(3)) == "kept"
    assert all(isinstance(reader.get_object(n), NullObject) for n in range(20, 60))
    assert len(unpacked) <= 1
