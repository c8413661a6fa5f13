"""Documents that tests share: each is printed once, whichever process of the tests asks first.

What a record prints follows from it alone (tests of the documents say so, and print afresh); tests
of what is read in a document, or of ``verify``, which prints it again, take the one that is known.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from carbon_eia import report
from carbon_eia.files import write_whole
from carbon_eia.run import canonical

__all__ = ["FOLDER", "WRITERS", "pages_of", "print_once", "printed_once"]

FOLDER = "CARBON_EIA_TEST_PRINTS"
"""Variable of the environment: the folder that the processes of a run of the tests share."""

WRITERS = dict(report.RENDERERS)
"""What prints a record by the ending of the document, whatever a test puts in its place."""

KNOWN: dict[str, bytes] = {}


def print_once(suffix: str, record: Any, lang: str = "zh") -> bytes:
    """The document of a record; a process that asks while another prints it waits."""
    digest = hashlib.sha256(canonical(record)).hexdigest()
    name = f"{type(record).__name__}-{digest}-{lang}{suffix}"
    if name not in KNOWN:
        folder = Path(os.environ.setdefault(FOLDER, tempfile.gettempdir()))
        path = folder / name
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                write_whole(path, WRITERS[suffix](record, lang, None))
        KNOWN[name] = path.read_bytes()
    return KNOWN[name]


def pages_of(content: bytes) -> list[str]:
    """The text of each page of a PDF as PDFium reads it, some twenty times as fast as pypdf."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """``verify`` prints each document again: here it is the one that is known."""
    for suffix, write in WRITERS.items():

        def known(
            record: Any, lang: str, templates: Any, suffix: str = suffix, write: Any = write
        ) -> bytes:
            if templates is not None or not hasattr(record, "id"):
                found: bytes = write(record, lang, templates)
                return found
            return print_once(suffix, record, lang)

        monkeypatch.setitem(report.RENDERERS, suffix, known)
