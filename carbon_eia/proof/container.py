"""What a document carries: its record, the file handed in, its workbook.

A PDF carries them as attachments, Word as parts under ``carbon-eia/``, Excel in the hidden sheet
``_run``, HTML in ``<script type="application/json">``; a record is its own container. Files are
untrusted: their size is bounded before and while they are unpacked.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from carbon_eia.errors import InputError, MachineError, Place, Problem
from carbon_eia.files.archive import ArchiveBounds, ArchiveError, open_archive
from carbon_eia.files.json_text import json_value
from carbon_eia.proof.documents.html_report import HtmlText
from carbon_eia.proof.kinds import kind_of, name_of
from carbon_eia.run.keywords import SCREENING

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["MAX_BYTES", "Container", "embedded_files", "open_container", "read_content"]

MAX_BYTES = 128 * 1024 * 1024
"""Largest document that is opened, and most that its parts may unpack to."""

MAX_PAGES = 2000
"""Most pages of a document; a report has some twenty."""

MAX_DRAWN = 8 * 1024 * 1024
"""Most bytes that all pages of a document draw; a report of twenty pages draws one megabyte."""

MAX_TEXTS = 200_000
"""Most pieces of text that all pages draw: each takes some ten microseconds to read."""

BOUNDS = ArchiveBounds(MAX_BYTES, 2000, 8_000_000)
"""Of a Word file."""


class Container(NamedTuple):
    """The parts of a document by name, and its bytes.

    ``suffix``: what ends its name; ``broken``: names of parts that cannot be unpacked, or whose own
    checksum does not fit; ``keywords``: what it says it is.
    """

    suffix: str
    parts: Mapping[str, bytes]
    broken: tuple[str, ...]
    content: bytes
    keywords: str = ""


def open_container(path: Path) -> Container:
    """Open a document by its suffix: .json .pdf .docx .xlsx .html.

    Raises InputError: CE-F001 not found, CE-V002 another kind of file, CE-V003 too large, CE-V004
    it cannot be opened, CE-V007 it is encrypted; MachineError CE-D001 where a package is missing.
    """
    place = Place(str(path))
    if not path.is_file():
        raise InputError(Problem("CE-F001", place))
    if path.suffix.lower() not in _READERS:
        params: dict[str, object] = {"value": path.suffix, "known": " ".join(_READERS)}
        raise InputError(Problem("CE-V002", place, params))
    if path.stat().st_size > MAX_BYTES:
        raise InputError(Problem("CE-V003", place, {"limit": MAX_BYTES // 1024 // 1024}))
    try:
        return read_content(path.suffix.lower(), path.read_bytes())
    except InputError as error:
        raise InputError(p.at(place) for p in error.problems) from None
    except ModuleNotFoundError as error:
        name: dict[str, object] = {"package": error.name or ""}
        raise MachineError(Problem("CE-D001", place, name)) from None
    except Exception as error:  # a damaged file may fail in any way that its library can
        why: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
        raise InputError(Problem("CE-V004", place, why)) from None


def read_content(suffix: str, content: bytes) -> Container:
    """The container of a document's bytes; ``open_container`` guards what comes from outside."""
    return _READERS[suffix](content)


def _json(content: bytes) -> Container:
    return Container(".json", {name_of(content): content}, (), content)


# --- PDF


def _pdf(content: bytes) -> Container:
    from carbon_eia.proof.documents.pdf_objects import open_pdf

    reader = open_pdf(content)
    room = MAX_BYTES
    parts: dict[str, bytes] = {}
    broken: list[str] = []
    for held in embedded_files(reader.root_object):
        name = str(held.get("/UF") or held.get("/F") or "")
        try:
            stream = held["/EF"]["/F"].get_object()
            data: bytes = stream.get_data()
        except Exception:  # a stream that no longer unpacks
            broken.append(name)
            continue
        room -= len(data)
        if room < 0:
            raise _too_large(MAX_BYTES)
        checksum = stream.get("/Params", {}).get("/CheckSum")
        if checksum is not None and _bytes(checksum) != hashlib.md5(data).digest():
            broken.append(name)
        parts.setdefault(name, data)  # a second one of the same name is told as what it is
    _bound(reader)
    about = reader.metadata
    keywords = "" if about is None else str(about.get("/Keywords", ""))
    return Container(".pdf", parts, tuple(broken), content, keywords)


def _bound(reader: PdfReader) -> None:
    """Refuse more than any report draws before its pages are read."""
    if len(reader.pages) > MAX_PAGES:
        raise _too_large(MAX_DRAWN)
    room, texts = MAX_DRAWN, MAX_TEXTS
    for page in reader.pages:
        contents = page.get_contents()
        drawn = b"" if contents is None else contents.get_data()
        room -= len(drawn)
        texts -= drawn.count(b"Tj") + drawn.count(b"TJ")
        if room < 0 or texts < 0:
            raise _too_large(MAX_DRAWN)


def _too_large(most: int) -> InputError:
    return InputError(Problem("CE-V003", params={"limit": most // 1024 // 1024}))


def embedded_files(root: Any) -> Iterator[Any]:
    """The file specifications of a document's attachments, also those below ``/Kids``."""
    names = root.get("/Names", {})
    waiting = [names["/EmbeddedFiles"]] if "/EmbeddedFiles" in names else []
    seen: set[int] = set()
    while waiting:
        node = waiting.pop(0).get_object()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield from (entry.get_object() for entry in node.get("/Names", [])[1::2])
        waiting += node.get("/Kids", [])


def _bytes(value: Any) -> bytes:
    """The bytes of a PDF string, which pypdf may have read as text."""
    original = getattr(value, "original_bytes", value)
    return original if isinstance(original, bytes) else str(original).encode("latin-1")


# --- Word and Excel


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        return open_archive(content, BOUNDS)
    except ArchiveError as error:
        if not error.what:
            raise
        raise _too_large(MAX_BYTES) from None


def _members(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every member, and those whose checksum does not fit."""
    parts: dict[str, bytes] = {}
    broken: list[str] = []
    for info in archive.infolist():
        try:
            parts[info.filename] = archive.read(info)
        except Exception:  # wrong checksum, or a stream that no longer unpacks
            broken.append(info.filename)
    return parts, tuple(broken)


def _docx(content: bytes) -> Container:
    members, broken = _members(_archive(content))
    head = "carbon-eia/"
    own = {n.removeprefix(head): b for n, b in members.items() if n.startswith(head)}
    if kind_of(own) is None:  # Word has saved it, and dropped the parts that it does not know
        own |= _kept_by_word(members)
    failed = tuple(n.removeprefix(head) for n in broken)
    keywords = _keywords(members.get("docProps/core.xml", b""))
    return Container(".docx", own, failed, content, keywords)


def _kept_by_word(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same parts from the custom XML that Word keeps: Base64 in ``part`` elements.

    Raises ValueError where a part is no longer Base64.
    """
    return {
        name.decode(): base64.b64decode(content, validate=True)
        for path, item in members.items()
        if path.startswith("customXml/item") and b"urn:carbon-eia:record" in item
        for name, content in re.findall(rb'<part name="([^"]+)">([^<]*)</part>', item)
    }


def _xlsx(content: bytes) -> Container:
    """The columns of the hidden sheet ``_run``.

    A workbook that says it is another's is not read: a screening may have a million rows.
    """
    from carbon_eia.forms import WORKBOOK_LIMITS, sheets_of
    from carbon_eia.run.chunks import SHEET, documents

    parts: dict[str, bytes] = {}
    broken: tuple[str, ...] = ()
    keywords = _keywords(_head(content, "docProps/core.xml"))
    if SCREENING in keywords and f'"{SHEET}"'.encode() not in _head(content, "xl/workbook.xml"):
        return Container(".xlsx", parts, broken, content, keywords)
    for sheet in sheets_of(content, Place(), WORKBOOK_LIMITS):
        if sheet.name == SHEET:
            columns = zip(*([str(c.value or "") for c in row] for row in sheet.rows), strict=False)
            parts, broken = documents(list(c) for c in columns)
    return Container(".xlsx", parts, broken, content, keywords)


def _head(content: bytes, name: str, most: int = 1 << 20) -> bytes:
    """The beginning of a member of a package; nothing where there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if name not in archive.namelist():
            return b""
        with archive.open(name) as stream:
            return stream.read(most)


def _keywords(core: bytes) -> str:
    """The keywords among the properties of a package."""
    return "".join(re.findall("<cp:keywords>([^<]*)<", core.decode("utf-8", "replace")))


# --- HTML


def _html(content: bytes) -> Container:
    page = HtmlText(content)
    parts = {name: _held(text) for name, text in page.parts.items()}
    return Container(".html", parts, (), content, page.keywords)


def _held(text: str) -> bytes:
    """The bytes of a part: a text is held as a JSON string, a Run as the JSON object itself."""
    value = json_value(text)
    return value.encode() if isinstance(value, str) else text.encode()


_READERS: dict[str, Callable[[bytes], Container]] = {
    ".json": _json,
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".html": _html,
}
