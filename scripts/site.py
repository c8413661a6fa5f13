"""Builds the site of docs/ and proves that it works without a network: ``make site``.

A link or an anchor that leads nowhere fails the build. Then no page may ask for anything from
elsewhere, and in Chromium, from the folder, the search must find Chinese and English words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "build" / "site"

SEARCHES = {"准入值": "decision.html", "综合能耗": "energy.html", "uncertainty": "uncertainty.html"}
"""A word → a page that is among the results."""

LOADED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?((?:https?:)?//[^\"' >]+)"
    r"|<link\b(?![^>]*\brel=[\"']?canonical)[^>]*\bhref=[\"']?((?:https?:)?//[^\"' >]+)"
    r"|url\([\"']?((?:https?:)?//[^\"')]+)"
)
"""What a page or a stylesheet asks for from another place; a link that a reader follows is none."""


def build() -> None:
    """Builds the site; ends with what mkdocs says where a page, link or anchor is wrong."""
    done = subprocess.run(  # with --quiet it would not count warnings, and pass
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)


def from_elsewhere() -> list[str]:
    """Everything that a page or stylesheet of the site loads from a network, with its page."""
    files = [p for kind in ("*.html", "*.css") for p in SITE.rglob(kind)]
    return [
        f"{path.relative_to(SITE)}: {''.join(found)}"
        for path in sorted(files)
        for found in LOADED.findall(path.read_text(encoding="utf-8"))
    ]


def results(word: str, folder: Path) -> list[str]:
    """The pages that the search of the opened folder finds, without a network, best first."""
    done = subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            f"{(SITE / 'index.html').as_uri()}?q={quote(word)}",
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    links = re.findall(r'<a href="([^"?#]*)[^"]*" class="md-search-result__link"', done.stdout)
    return list(dict.fromkeys(Path(link).name for link in links))


def main() -> int:
    """Builds and checks; 1 where the site would need a network or its search finds nothing."""
    build()
    wrong = from_elsewhere()
    if shutil.which("chromium") is None:
        print("site: Chromium is missing, the search was not tried")
    else:
        with tempfile.TemporaryDirectory() as folder:
            for word, page in SEARCHES.items():
                if page not in (pages := results(word, Path(folder))):
                    wrong.append(f"search for {word}: {page} is not among {pages}")
    print(*wrong, f"site: {SITE / 'index.html'}", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
