"""Files that are sent in: what they are is told by what is in them, never by what they say."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from carbon_eia.errors import CallError, Problem

__all__ = ["MAX_EVIDENCE", "SentFile", "kind_of_file", "read_evidence", "safe_name"]

MAX_EVIDENCE = 32 * 1024 * 1024
"""Bytes of a file that is kept as evidence."""

MOST_MEMBERS, MOST_UNPACKED = 4000, 512 * 1024 * 1024

OFFICE = {
    "[Content_Types].xml": {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"},
    "mimetype": {"content.xml": "ods"},
}
"""Members by which an archive is known as a document."""

MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|(^|/)basic/|activex|\.exe$|\.dll$", re.I)
"""Members that run something."""

PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


class SentFile(NamedTuple):
    """A file that was sent in: its name without a path, its kind, its bytes."""

    name: str
    kind: str
    content: bytes


def safe_name(name: str) -> str:
    """The name of a file as it may be shown and kept: no folder, no sign that nobody sees.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\x\\\\a.pdf"), safe_name("\\u202egpj.exe")
    ('passwd', 'a.pdf', 'gpj.exe')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:12]}" if dot else kept[:100] or "file"


def kind_of_file(content: bytes) -> str:
    """What a file is: pdf, docx, xlsx, ods, png, jpg, html, json, text; empty for anything else.

    A PDF that is an archive too, and an archive that begins with something else, is neither.
    """
    head = content[:1024]
    if head.startswith(b"%PDF-"):
        return "" if zipfile.is_zipfile(io.BytesIO(content)) else "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(content)
    for sign, kind in PICTURES.items():
        if head.startswith(sign):
            return "" if zipfile.is_zipfile(io.BytesIO(content)) else kind
    return _text(content)


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    names = {m.filename for m in members}
    unpacked = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        return ""
    if any(MACROS.search(n) for n in names):
        raise CallError(Problem("CE-H020"))
    for sign, kinds in OFFICE.items():
        if sign in names:
            return next((kind for member, kind in kinds.items() if member in names), "")
    return ""


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if "\0" in text or not text.strip():
        return ""
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "html"
    return "json" if start.startswith("{") else "text"


EVIDENCE = frozenset({"pdf", "docx", "xlsx", "ods", "png", "jpg", "text", "json"})
"""Kinds of files that are kept as evidence."""


def read_evidence(name: str, stream: BinaryIO) -> SentFile:
    """A file that goes with a command.

    Raises CallError: CE-H015 it is too large, CE-H021 it is of no kind that is kept, CE-H020 it
    holds macros.
    """
    content = stream.read(MAX_EVIDENCE + 1)
    shown = safe_name(name)
    if len(content) > MAX_EVIDENCE:
        raise CallError(Problem("CE-H015"))
    kind = kind_of_file(content)
    if kind not in EVIDENCE:
        known = " ".join(sorted(EVIDENCE))
        raise CallError(Problem("CE-H021", params={"name": shown, "known": known}))
    return SentFile(shown, kind, content)
