"""What the tests of projects' and parks' documents share."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from carbon_eia.proof import Verification, verify
from carbon_eia.reference import open_world


def proof_of(content: bytes, folder: Path, name: str) -> Verification:
    """What ``verify`` finds in a file of this content."""
    path = folder / name
    path.write_bytes(content)
    return verify(path, open_world)


def codes(proof: Verification) -> set[str]:
    """Codes of what failed."""
    return {f.code for f in proof.findings if f.ok is False}


def attachments(pdf: PdfReader | PdfWriter) -> Iterator[tuple[str, Any]]:
    """Name and stream of each attachment of a PDF."""
    for entry in pdf.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1::2]:  # type: ignore[index]
        held = entry.get_object()
        yield held["/UF"], held["/EF"]["/F"].get_object()


def with_attachments(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A PDF with other attachments of the same names, without a checksum that could not fit."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for name, stream in attachments(writer):
        if name in parts:
            stream.set_data(parts[name])
            del stream["/Params"]
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def without_attachments(content: bytes) -> bytes:
    """A PDF that was printed to PDF again."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(content)).pages:
        writer.add_page(page)
    bare = io.BytesIO()
    writer.write(bare)
    return bare.getvalue()
