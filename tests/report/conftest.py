"""Runs made through the package, and reports printed from them once for all tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.reference import World
from carbon_eia.report import finished_html
from carbon_eia.run import Run, make_run
from tests.conftest import ROOT, AssessText
from tests.prints import pages_of, print_once

MakeRun = Callable[..., Run]
PrintRun = Callable[..., "Printed"]
ReadRun = Callable[..., "Page"]


class Texts(HTMLParser):
    """The texts of a document as a reader sees them: without style and data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Style, data and titles of drawings are not read."""
        self._hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is not read; whatever is no part of a line ends a word."""
        self._hidden -= tag in ("style", "script")
        if tag not in ("i", "sub", "sup", "span", "a"):
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        if not self._hidden:
            self.found.append(data)


class Page:
    """The finished HTML as a reader sees it; its summary is the page of the verdict."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.text = "".join(Texts(html).found)
        self.flat = "".join(self.text.split())
        before, _, after = html.partition('<section class="toc')
        self.summary = "".join("".join(Texts(before).found).split())
        assert after


class Printed:
    """A PDF with its pages as text."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = PdfReader(io.BytesIO(content))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        return pages_of(self.content)

    @cached_property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(self.pages)

    @cached_property
    def flat(self) -> str:
        """The text without spaces and line breaks."""
        return "".join(self.text.split())


@pytest.fixture(scope="session")
def demo_text() -> str:
    """The text of the sample benchmark file."""
    path = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def make(
    assess_text: AssessText, world: World, tmp_path_factory: pytest.TempPathFactory
) -> MakeRun:
    """A function: text of a project, text of a benchmark file → Run."""

    def run(text: str, benchmarks: str = "") -> Run:
        found: list[Any] = []
        if benchmarks:
            path: Path = tmp_path_factory.mktemp("benchmarks") / "chenzhou-demo.toml"
            path.write_text(benchmarks, encoding="utf-8")
            found = read_benchmarks(path, world)
        return make_run(assess_text(text, found))

    return run


@pytest.fixture(scope="session")
def sample_run(make: MakeRun, sample_text: str, demo_text: str) -> Run:
    """The sample project against the sample admission values: a retrofit by a deadline."""
    return make(sample_text, demo_text)


@pytest.fixture(scope="session")
def no_measures(sample_text: str) -> str:
    """The sample project without its retrofit measures."""
    return sample_text.partition("[[measures]]")[0]


@pytest.fixture(scope="session")
def incomplete_run(make: MakeRun, no_measures: str, demo_text: str) -> Run:
    """The sample project without its amount of electricity: no total, no verdict."""
    text = no_measures.replace('amount = "7900 万kWh"\n', "")
    assert text != no_measures
    return make(text, demo_text)


@pytest.fixture(scope="session")
def printed() -> PrintRun:
    """A function: Run, language → its PDF; each is printed once, whichever process asks."""
    known = cache(Printed)

    def of(run: Run, lang: str = "zh") -> Printed:
        return known(print_once(".pdf", run, lang))

    return of


@pytest.fixture(scope="session")
def page() -> ReadRun:
    """A function: Run, language → its report as HTML, which costs little beside a PDF."""

    def of(run: Run, lang: str = "zh") -> Page:
        return Page(finished_html(run, lang))

    return of
