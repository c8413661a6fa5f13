"""The documents say what the program does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
EXIT = re.compile(r"#\s*exit (\d)")


def commands(page: str) -> list[tuple[str, int]]:
    """Commands of a page with the exit status that it promises (0 when it says nothing)."""
    found = []
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("carbon-eia"):
                status = EXIT.search(line)
                found.append((line.split("  #")[0].strip(), int(status.group(1)) if status else 0))
    return found


READMES = ("README.md", "README.zh-CN.md")
PAGES = [*READMES, *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md"))]
"""Every page that a person wrote; those without commands are passed over."""


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)])
def test_every_command_of_a_page_works(page: str, tmp_path: Path) -> None:
    """Each command of a page ends, in their order, with the status that stands beside it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    listed = commands(page)
    assert len(listed) >= (10 if page in READMES else 1)
    for command, status in listed:
        words = shlex.split(command)
        done = subprocess.run(
            [sys.executable, "-m", "carbon_eia", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"


def test_generated_pages_are_current() -> None:
    """Each generated page is what ``make docs`` would write now, and there is no other."""
    spec = spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = module_from_spec(spec)
    spec.loader.exec_module(generate)
    for name, page in generate.PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), name
    pages = {f"sectors/{p.name}" for p in (ROOT / "docs" / "sectors").glob("*.md")}
    assert pages == {name for name in generate.PAGES if name.startswith("sectors/")}


def test_links_between_pages_hold() -> None:
    """Every relative link of a page leads to a file."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "samples").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"
