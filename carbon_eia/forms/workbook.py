"""A workbook that somebody handed in: what it is by its content, and its sheets, within bounds.

Every reader of forms, tables, parks and our own workbooks opens them here.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from carbon_eia.errors import CarbonEiaError, InputError, MachineError, Place, Problem
from carbon_eia.files import MAX_INPUT_BYTES, read_bytes
from carbon_eia.forms.sheet import FORM_LIMITS, Sheet, WorkbookLimits
from carbon_eia.messages import LANGUAGES, sentence

__all__ = [
    "OTHER_SPREADSHEETS",
    "SPREADSHEETS",
    "open_workbook",
    "refuse_other",
    "sheet_names",
    "sheets_of",
]

SPREADSHEETS = (".xlsx", ".xls", ".ods")
"""Suffixes of spreadsheets that are read."""

OTHER_SPREADSHEETS = (
    ".xlsm",
    ".xlsb",
    ".xltx",
    ".xltm",
    ".xlt",
    ".et",
    ".ett",
    ".fods",
    ".numbers",
)
"""Suffixes of spreadsheets that are not: they are to be saved as .xlsx."""

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")


def open_workbook(path: Path, file: str = "", limits: WorkbookLimits = FORM_LIMITS) -> list[Sheet]:
    """The sheets of a file; ``file``: how it is called, its path where nothing is given.

    Raises InputError: CE-F001 to CE-F006 as for any file, and what ``sheets_of`` raises.
    """
    place = Place(file or str(path))
    refuse_other(path, place)
    return sheets_of(read_bytes(path, limits.file, place), place, limits, path.suffix.lower())


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets of an .xlsx, without opening it; none of any other file.

    What is damaged is told when it is read.
    """
    if path.suffix.lower() != ".xlsx":
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.getinfo("xl/workbook.xml")
            if part.file_size > MAX_INPUT_BYTES:
                return []
            text = archive.read(part).decode("utf-8", "replace")
    except Exception:  # a damaged file may fail in any way
        return []
    return re.findall(r'<(?:\w+:)?sheet\s[^<>]*?\bname="([^"<]*)"', text)


def refuse_other(path: Path, place: Place) -> None:
    """Raises InputError CE-O019 for a spreadsheet of a kind that is not read, by its suffix."""
    if path.suffix.lower() in OTHER_SPREADSHEETS:
        params: dict[str, object] = {"value": path.suffix, "known": "、".join(SPREADSHEETS)}
        raise InputError(Problem("CE-O019", place, params))


def sheets_of(
    raw: bytes, place: Place, limits: WorkbookLimits = FORM_LIMITS, suffix: str = ".xlsx"
) -> list[Sheet]:
    """The sheets of a workbook's bytes; ``suffix``: what its name says that it is.

    Raises InputError: CE-O001 damaged, CE-O002 larger than it may be, CE-O018 something else than
    its name says, CE-O020 encrypted; MachineError CE-D001 without what reads it.
    """
    kind = _kind(raw)
    if kind == "encrypted":
        raise InputError(Problem("CE-O020", place))
    if kind != suffix:
        params: dict[str, object] = {"suffix": suffix, "kind": _said(kind)}
        raise InputError(Problem("CE-O018", place, params))
    try:
        if kind == ".ods":
            from carbon_eia.forms.ods import read_ods

            return read_ods(raw, place, limits)
        if kind == ".xls":
            from carbon_eia.forms.xls import read_xls

            return read_xls(raw, place, limits)
        from carbon_eia.forms.xlsx import read_xlsx

        return read_xlsx(raw, place, limits)
    except CarbonEiaError:
        raise
    except ImportError as error:
        raise MachineError(Problem("CE-D001", params={"package": error.name})) from None
    except Exception as error:  # whatever a library makes of a damaged or forged file
        why: object = str(error).split("\n")[0][:120] or type(error).__name__
        if "encrypted" in str(why):
            raise InputError(Problem("CE-O020", place)) from None
        if isinstance(error, zipfile.BadZipFile):
            why = _said("damaged")
        raise InputError(Problem("CE-O001", place, {"why": why})) from None


def _kind(raw: bytes) -> str:
    """What a file is by its content: a suffix, ``encrypted``, ``html``, ``xml``, ``text`` …"""
    if raw.startswith(OLE):
        names = {kind: kind.encode("utf-16-le") for kind in ("Workbook", "Book", "WordDocument")}
        if names["WordDocument"] in raw:
            return "word"
        # a password wraps an .xlsx into such a file, without a stream of this name
        return ".xls" if names["Workbook"] in raw or names["Book"] in raw else "encrypted"
    if raw.startswith(b"PK"):
        return _packed(raw)
    if raw[:2] in _BIFF:
        return ".xls"
    head = raw[:2048].lower()
    if b"<html" in head or b"<table" in head or b"<!doctype html" in head:
        return "html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "xml"
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "binary" if b"\0" in raw[:512] and not wide else "text"


def _packed(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {n.lower() for n in archive.namelist()}
            manifest = "META-INF/manifest.xml"
            if any(i.flag_bits & 1 for i in archive.infolist()) or (
                manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)
            ):
                return "encrypted"
    except Exception:
        return ".xlsx"  # damaged: said when it is opened
    if "content.xml" in names:
        return ".ods"
    if "xl/workbook.bin" in names:
        return "binary_workbook"
    if "word/document.xml" in names:
        return "word"
    return ".xlsx" if any(n.startswith("xl/") for n in names) else "zip"


def _said(kind: str) -> str | dict[str, str]:
    """The kind of a file as a reader calls it."""
    if kind.startswith("."):
        return kind
    return {lang: sentence(f"form.kind.{kind}", lang) for lang in LANGUAGES}
