"""The PDF: WeasyPrint on the finished HTML, shut off from network and files, the same every time.

The same Run gives the same bytes: dates and identifier come from the Run, never from the clock.
"""

from __future__ import annotations

import datetime
import logging
import re
import warnings
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from carbon_eia.errors import MachineError, Place, Problem, TemplateError
from carbon_eia.messages import sentence
from carbon_eia.report.carried import Carried
from carbon_eia.report.html import MAIN
from carbon_eia.report.templates import template_folders

__all__ = ["FetchRefusedError", "Fetcher", "write_pdf"]

VARIANT = "pdf/a-3u"

_PIXELS = re.compile("data:(image/(?:png|jpeg));base64,")


class FetchRefusedError(ValueError):
    """A document asked for something that it must not read."""


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Reads files inside the template folders and the pixels that a document itself holds, and
    nothing else: no network, no other file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self.folders = [f.resolve() for f in folders]

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The content of a file of the templates, or of an address that holds a picture.

        Raises RefusedError for every other URL; the rendering stops there.
        """
        held = _PIXELS.match(url)
        if held is not None:
            content = b64decode(url[held.end() :], validate=True)
            return URLFetcherResponse(url, content, {"Content-Type": held[1]})
        path = self._inside(url)
        if path is None:
            raise FetchRefusedError(url)
        kind = guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": kind})

    def _inside(self, url: str) -> Path | None:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            return None
        path = Path(unquote(parts.path)).resolve()  # symbolic links and .. are followed first
        inside = any(folder in path.parents for folder in self.folders)
        return path if inside and path.is_file() else None


def write_pdf(html: str, carried: Carried, lang: str, templates: Path | None) -> bytes:
    """A finished HTML as PDF/A-3u with what it carries attached.

    Raises MachineError CE-D004 for each character that no font has, TemplateError CE-T001 where a
    template is wrong or asks for a file outside its folder.
    """
    folders = template_folders(templates)
    fetcher = Fetcher(folders)
    tofu: list[Problem] = []
    try:
        with _quiet():
            page = weasyprint.HTML(
                string=html, base_url=folders[0].resolve().as_uri() + "/", url_fetcher=fetcher
            )
            content: bytes = page.write_pdf(
                font_config=_fonts(),
                attachments=_attachments(carried, lang, fetcher),
                pdf_variant=VARIANT,
                pdf_tags=True,
                pdf_identifier=bytes.fromhex(carried.id)[:16],
                finisher=lambda document, _: tofu.extend(_unprintable(document)),
            )
    except FatalURLFetchingError as error:
        params: dict[str, object] = {"template": MAIN, "row": "?", "why": str(error)}
        raise TemplateError(Problem("CE-T001", Place(MAIN), params)) from error
    if tofu:
        raise MachineError(tofu)
    return content


@cache
def _fonts() -> Any:
    """One font configuration for all documents: reading it anew for each is slow."""
    return FontConfiguration()


def _unprintable(document: Any) -> Iterator[Problem]:
    """CE-D004 for each character that no font of this machine has."""
    characters = {code for font in document.fonts.values() for code in font.missing}
    for code in sorted(characters):
        shown = f"U+{code:04X} {chr(code)}"
        yield Problem("CE-D004", Place(key=shown), {"character": shown})


def _attachments(carried: Carried, lang: str, fetcher: Fetcher) -> list[Any]:
    day = datetime.date.fromisoformat(carried.as_of)
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return [
        weasyprint.Attachment(
            string=part.content,
            url_fetcher=fetcher,
            name=part.name,
            description=sentence(f"report.{part.word}", lang),
            created=midnight,
            modified=midnight,
            relationship=part.relationship,
        )
        for part in carried.parts
    ]


@contextmanager
def _quiet() -> Iterator[None]:
    """WeasyPrint's own log stays off the user's terminal: what matters here is raised.

    It leaves the file of its colour profile to the garbage collector, which would warn.
    """
    logger = logging.getLogger("weasyprint")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        logger.setLevel(before)
