"""Archives of anybody: unpacked once within bounds before any library works on them.

A file of some kilobytes can claim gigabytes, name one stream a thousand times, or hold millions of
empty elements, each of which costs a library a microsecond and a hundred bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

__all__ = ["ArchiveBounds", "ArchiveError", "open_archive"]

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

BLOCK = 1 << 20


class ArchiveBounds(NamedTuple):
    """How large an archive may be: bytes unpacked, parts, and tags of XML.

    ``plain``: bytes that may always be unpacked; beyond them no more than ``ratio`` times the
    archive. ``tags``: most of all parts that hold cells; ``other_tags``: of every other part.
    """

    unpacked: int
    parts: int
    tags: int
    other_tags: int = 200_000
    plain: int = 64 << 20
    ratio: int = 200


class ArchiveError(ValueError):
    """An archive beyond its bounds (``what`` says which), or with a document type (empty)."""

    def __init__(self, what: str = "") -> None:
        self.what = what
        super().__init__(what or "DOCTYPE")


def open_archive(raw: bytes, bounds: ArchiveBounds) -> zipfile.ZipFile:
    """The archive of some bytes, every part of which was unpacked once within the bounds.

    Raises ArchiveError, and whatever ``zipfile`` raises for a damaged archive.
    """
    archive = zipfile.ZipFile(io.BytesIO(raw))
    infos = archive.infolist()
    if len(infos) > bounds.parts:
        raise ArchiveError(f"{len(infos)} > {bounds.parts}")
    room = min(bounds.unpacked, max(bounds.plain, len(raw) * bounds.ratio))
    most, tags = room >> 20, bounds.tags
    for info in infos:
        cells = _HOLDS_CELLS.search(info.filename) is not None
        own = tags if cells else bounds.other_tags
        with archive.open(info) as stream:
            tail = b""
            while block := stream.read(BLOCK):
                room -= len(block)
                if room < 0:
                    raise ArchiveError(f"> {most} MB")
                own -= block.count(b"<")
                if own < 0:
                    raise ArchiveError(f"{info.filename[:60]}")
                plain = tail + block
                if _DOCTYPE.search(plain) or _DOCTYPE.search(plain.replace(b"\0", b"")):
                    raise ArchiveError
                tail = block[-32:]
        tags = own if cells else tags
    return archive


_HOLDS_CELLS = re.compile(r"(?i)worksheets/|sharedStrings|^content\.xml$|^word/")
"""Names of parts that grow with what a person has typed."""
