"""A Chinese reader finds every page that a user needs in Chinese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import carbon_eia
from scripts.pages import commands
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "zh"
PAGES = sorted(p.name for p in FOLDER.glob("*.md"))
ENGLISH = {"changes.md": "CHANGELOG.md", "security.md": "SECURITY.md"}
"""Chinese pages whose English one has another name; every other one is ``docs/`` of its name."""

MOST_ENGLISH = 30
"""Words of English beyond which a section with hardly any Chinese leaves a reader alone."""

LEAST_CHINESE = 0.4
"""Chinese characters for each word of English in a section of two languages, at least."""

FENCE = re.compile(r"```.*?```", re.DOTALL)


def links(page: Path) -> list[tuple[Path, str, str]]:
    """The pages that a page leads to, with the anchor and the words of each link."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [
        ((page.parent / target).resolve(), anchor, words)
        for words, target, anchor in re.findall(r"\[([^\]]*)\]\(([^)#:\s]+)#?([^)\s]*)\)", text)
    ]


@cache
def english_sections(page: Path) -> tuple[str, ...]:
    """The headings of a page below which hardly anything is said in Chinese."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"`[^`\n]*`|https?://\S+|<[^>]+>", " ", FENCE.sub("", text))
    found = []
    for section in re.split(r"^(?=#)", text, flags=re.MULTILINE):
        words = len(re.findall(r"[A-Za-z]{2,}", section))
        chinese = len(re.findall(r"[\u4e00-\u9fff]", section))
        heading = section.partition("\n")[0]
        summary = "English" in heading  # of a page that is Chinese above it
        if words > MOST_ENGLISH and chinese < LEAST_CHINESE * words and not summary:
            found.append(heading)
    return tuple(found)


def reachable() -> dict[Path, str]:
    """Every page that a Chinese reader comes to, and from where."""
    found: dict[Path, str] = {}
    waiting = [ROOT / "README.zh-CN.md", *(FOLDER / name for name in PAGES)]
    for page in waiting:
        for target, _, words in links(page):
            if words not in ("English", "英文页") and target.suffix == ".md":
                found.setdefault(target, f"{page.relative_to(ROOT)}: {words}")
    return found


def test_a_chinese_reader_is_led_to_no_page_in_english_alone() -> None:
    """The Chinese README and pages lead to pages whose every section says it in Chinese; links that
    are called English are no part of the way."""
    alone = {
        str(page.relative_to(ROOT)): (origin, english_sections(page))
        for page, origin in reachable().items()
        if english_sections(page)
    }
    assert alone == {}


def test_a_section_in_english_is_found() -> None:
    """The test above can fail."""
    assert english_sections(ROOT / "docs" / "speed.md")


@pytest.mark.parametrize("name", PAGES)
def test_links_of_a_chinese_page_hold(name: str) -> None:
    """Every link leads to a file, and to a heading of it where it says which."""
    for target, anchor, _ in links(FOLDER / name):
        assert target.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}
            assert anchor in slugs, (target.name, anchor)


@pytest.mark.parametrize("name", PAGES)
def test_a_chinese_page_has_only_commands_of_the_english_one(name: str) -> None:
    """The test of the English page runs each of them."""
    other = ENGLISH.get(name, f"docs/{name}")
    assert (ROOT / other).exists()
    if name != "install.md":
        known = commands(other)
        assert [c for c in commands(f"docs/zh/{name}") if c not in known] == []


def test_every_page_for_users_is_there_in_chinese() -> None:
    """A page of ``docs/`` is bilingual throughout, or has a Chinese one, or is for developers."""
    developers = {"architecture.md", "design.md", "mutants.md", "speed.md", "screening-cluster.md"}
    for page in (ROOT / "docs").glob("*.md"):
        if page.name not in {*PAGES, *developers}:
            assert english_sections(page) == (), page.name


def test_windows_has_its_commands() -> None:
    """Where cmd and PowerShell differ, the page on installing says how."""
    text = (FOLDER / "install.md").read_text(encoding="utf-8")
    for part in (
        "activate.bat",
        "Activate.ps1",
        "%ERRORLEVEL%",
        "$LASTEXITCODE",
        "$env:",
        "^",
        "chcp",
    ):
        assert part in text
    readme = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert "PowerShell" in readme
    assert "install.md#windows" in readme


@pytest.mark.parametrize("page", [FOLDER / "api.md", FOLDER.parent / "api.md"])
def test_every_public_name_stands_on_the_page(page: Path) -> None:
    """What the package offers is told on both pages of the Python API."""
    text = page.read_text(encoding="utf-8")
    assert [n for n in carbon_eia.__all__ if n not in text and not n.startswith("__")] == []
