"""What a PDF report shows: its text and shapes as they are drawn, and every object that acts, lies
over a page, or is attached."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from carbon_eia.files.xml_tree import xml
from carbon_eia.proof.container import embedded_files
from carbon_eia.proof.documents.fonts import Font, changed_glyphs
from carbon_eia.proof.documents.look import Block, Layer, Look, printable
from carbon_eia.proof.documents.pdf_flow import flow
from carbon_eia.proof.documents.pdf_objects import open_pdf
from carbon_eia.proof.documents.pdf_text import drawn_pages

__all__ = ["pdf_looks"]

ACTIONS = ("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/GoToE", "/Named", "/Hide",
           "/SetOCGState", "/Rendition", "/ImportData", "/ResetForm", "/Sound")  # fmt: skip
ACTING = ("/JS", "/OpenAction", "/AA", "/AcroForm", "/XFA", "/OCProperties", "/OCGs", "/RichMedia",
          "/Collection", "/Perms", "/Requirements", "/Ref", "/PieceInfo", "/PageLabels",
          "/UserUnit", "/DefaultGray", "/DefaultRGB", "/DefaultCMYK")  # fmt: skip
"""Keys of objects that act, are filled in, are shown on request, or turn the numbers, the scale or
the colours of pages into others."""

SPOKEN = ("/ActualText", "/Alt", "/E")
"""Keys of texts that stand for what is drawn."""


class _Structure(NamedTuple):
    layers: list[Layer]
    fonts: dict[str, list[Font]]
    texts: list[Block]


def pdf_looks(expected: bytes, found: bytes, heads: Collection[str]) -> tuple[Look, Look]:
    """The looks of a PDF as its record prints it and as it was found.

    Where their lines are broken at other places, rules are told apart by their colours alone: a
    table that goes over a page end has more of them.
    """
    structures = [_structure(content) for content in (expected, found)]
    pages = [drawn_pages(content) for content in (expected, found)]
    layouts = [[len(page.pieces) for page in one] for one in pages]
    looks = []
    for structure, drawn in zip(structures, pages, strict=True):
        shapes = Counter(shape for page in drawn for shape in page.shapes)
        if layouts[0] != layouts[1]:
            shapes = Counter({s: 1 if s.startswith("rule") else n for s, n in shapes.items()})
        layers = [*structure.layers, *(Layer("shape", s) for s in shapes.elements())]
        layers += [Layer("blank", "") for page in drawn if not page.pieces]
        looks.append(Look.of([*flow(drawn, heads), *structure.texts], layers))
    right, given = looks
    glyphs = changed_glyphs(structures[0].fonts, structures[1].fonts)
    return right, given._replace(layers=Counter(given.layers) + Counter(glyphs))


def _structure(content: bytes) -> _Structure:
    """Every object of a file by what it does, whether a page leads to it or not."""
    reader = open_pdf(content)
    found = _Structure([], {}, [])
    updates = content.count(b"startxref")
    found.layers.extend([Layer("update", "")] * updates)
    if reader.is_encrypted:
        found.layers.append(Layer("encrypted", ""))
    info: Mapping[str, object] = reader.metadata or {}
    found.texts.extend(
        Block(str(value), str(key)) for key, value in sorted(info.items()) if key != "/Producer"
    )
    found.texts.extend(_bookmarks(reader.root_object.get("/Outlines", {}).get("/First"), set()))
    for name in reader.root_object.get("/Names", {}):
        found.layers.append(Layer("names", str(name)))
    for held in embedded_files(reader.root_object):  # what a viewer lists
        found.layers.append(Layer("names", str(held.get("/UF") or held.get("/F") or "")))
    found.texts.extend(_metadata(reader.root_object))
    seen: set[int] = set()
    for generation, numbers in reader.xref.items():
        for number in numbers:
            if number not in seen:
                seen.add(number)
                _read(reader.get_object(_reference(number, generation, reader)), found)
    for number in reader.xref_objStm:
        if number not in seen:
            _read(reader.get_object(_reference(number, 0, reader)), found)
    return found


def _reference(number: int, generation: int, reader: Any) -> Any:
    from pypdf.generic import IndirectObject

    return IndirectObject(number, generation, reader)


def _read(item: Any, found: _Structure) -> None:
    """An object and those that stand within it."""
    waiting = [item]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            found.layers.extend(_of_object(part))
            if part.get("/Type") == "/Font" and "/ToUnicode" in part:
                font = Font.of(part)
                found.fonts.setdefault(font.name, []).append(font)
            waiting += [part.raw_get(key) for key in part]  # type: ignore[attr-defined]
        elif isinstance(part, list):
            waiting += list.__iter__(part)


def _of_object(item: Mapping[str, Any]) -> Iterator[Layer]:
    kind, subtype = item.get("/Type"), item.get("/Subtype")
    yield from (Layer("acting", key) for key in ACTING if key in item)
    if item.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
        yield Layer("acting", f"/BM {item['/BM']}")
    yield from (Layer("acting", key) for key in ("/TR", "/TR2") if key in item)
    if item.get("/S") in ACTIONS:
        told = item.get("/URI") or item.get("/JS") or item.get("/F") or ""
        yield Layer("acting", f"{item['/S']} {printable(str(told))}".strip())
    if "/FT" in item:
        yield Layer("form", str(item["/FT"]))
    is_annotation = kind == "/Annot" or ("/Rect" in item and subtype is not None)
    if is_annotation and (subtype != "/Link" or "/AP" in item):  # a link has as many as lines
        told = printable(str(item.get("/Contents", "")))
        yield Layer("annotation", f"{subtype} {told}".strip())
    if kind == "/Page" and "/Rotate" in item:
        yield Layer("acting", f"/Rotate {item['/Rotate']}")
    if subtype == "/Image":
        yield Layer("picture", _digest(item))
    if kind == "/Filespec":
        yield Layer("attachment", _attachment(item))
    if kind == "/Font" and subtype != "/CIDFontType0" and subtype != "/CIDFontType2":
        text = "" if "/ToUnicode" in item else " without Unicode"
        yield Layer("font", f"{subtype} {str(item.get('/BaseFont', '')).rpartition('+')[2]}{text}")
    yield from (Layer("spoken", printable(str(item[key]))) for key in SPOKEN if key in item)


def _attachment(item: Mapping[str, Any]) -> str:
    name = printable(str(item.get("/UF") or item.get("/F") or ""))
    try:
        return f"{name} {_digest(item['/EF']['/F'].get_object())}"
    except Exception:  # it leads to no stream that could be read; it is told by its name
        return name


def _digest(stream: Any) -> str:
    return hashlib.sha256(stream.get_data()).hexdigest()[:16]


def _bookmarks(item: Any, seen: set[int]) -> Iterator[Block]:
    """The titles of the bookmarks, in order."""
    while item is not None:
        node = item.get_object()
        if id(node) in seen:
            return
        seen.add(id(node))
        yield Block(str(node.get("/Title", "")), "bookmark")
        yield from _bookmarks(node.get("/First"), seen)
        item = node.get("/Next")


def _metadata(root: Mapping[str, Any]) -> Iterator[Block]:
    stream = root.get("/Metadata")
    if stream is not None:
        texts = xml(stream.get_object().get_data()).itertext()
        yield from (Block(t, "metadata") for t in texts if "WeasyPrint" not in t)
