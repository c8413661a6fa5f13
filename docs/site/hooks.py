"""What ``mkdocs.yml`` cannot say: pages outside ``docs/``, the list of sectors, the Python API.

mkdocs calls the functions that have the names of its events.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = (
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "factors/README.md",
    "factors/CHANGELOG.md",
)
"""Pages of the repository that the site shows beside those of ``docs/``."""

LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(?=[)#])")
API_HEAD = re.compile(
    r"^## `(carbon_eia\.\w+(?:\.\w+)?)[^\n]*$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lists every page of a sector below the page of all sectors."""
    for section in config.nav or []:
        for pages in section.values():
            if pages == ["sectors.md"]:
                pages += sorted(f"sectors/{p.name}" for p in (ROOT / "docs/sectors").glob("*.md"))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages outside ``docs/``."""
    for name in OUTSIDE:
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=LINK.sub(_moved(name), text)))
    return files


def _moved(page: str) -> Callable[[re.Match[str]], str]:
    """Turns a link of a page of the repository into one of the site, where ``docs/`` is the top."""

    def moved(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link[0]))
        return posixpath.relpath(target.removeprefix("docs/"), posixpath.dirname(page) or ".")

    return moved


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The Python API is printed from its docstrings again, with links and tables of parameters.

    Pages in a folder of `docs/` lead to pages of the repository two folders up: here it is one.
    """
    if page.file.src_uri.startswith("zh/"):
        return markdown.replace("](../../", "](../")
    if page.file.src_uri != "api.md":
        return markdown
    return API_HEAD.sub(r"::: \1\n\n", markdown)
