"""The documents say what the program does."""

from __future__ import annotations

import re
import shutil
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from carbon_eia.benchmarks.benchmark_file import benchmark_fields
from carbon_eia.crosscheck.mapping import TABLES as FILING_TABLES
from carbon_eia.parks.park_file import SECTIONS as PARK_SECTIONS
from carbon_eia.project.project_file import SECTIONS as PROJECT_SECTIONS
from carbon_eia.register.list_plan import KEYS as LIST_KEYS
from scripts.pages import PAGES, READMES, commands
from tests.tools import run

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow(every=12)
@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)])
def test_every_command_of_a_page_works(page: str, tmp_path: Path) -> None:
    """Each command of a page ends, in their order, with the status that stands beside it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    listed = commands(page)
    assert len(listed) >= (10 if page in READMES else 1)
    for command in listed:
        done = run(*command.words, cwd=tmp_path)
        assert done.returncode == command.status, f"{command.text}\n{done.stdout}\n{done.stderr}"


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


def test_the_page_on_coverage_tells_what_a_sector_has_and_lacks() -> None:
    """Limits with their day of force, those not in force yet, and what a sector is without."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    lines = {
        m[1]: line for line in text.splitlines() if (m := re.search(r"sectors/(.+?)\.md", line))
    }
    assert set(lines) == {p.stem for p in (ROOT / "docs" / "sectors").glob("*.md")}
    assert "GB 16780-2021 2022-11-01（" in lines["cement-clinker"]
    assert "GB 29447-2026 2027-01-01（尚未施行 not yet）" in lines["cathode-material"]
    assert "没有能耗限额 / no energy limits" in lines["antimony-mining"]
    assert "没有能耗限额" not in lines["cement-clinker"]
    count = re.search(r"no energy limits：(\d+) / (\d+)", text)
    assert count is not None
    assert int(count[1]) == sum("没有能耗限额" in line for line in lines.values())
    assert int(count[2]) == len(lines)


def test_links_between_pages_hold() -> None:
    """Every relative link of a page leads to a file."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "samples").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_every_page_has_its_place_in_the_site() -> None:
    """``mkdocs.yml`` lists each page of docs/ once; those of sectors stand below their list."""
    listed = re.findall(r"([\w./-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    docs = ROOT / "docs"
    pages = [str(p.relative_to(docs)) for g in ("*.md", "zh/*.md") for p in docs.glob(g)]
    assert sorted(p for p in listed if (ROOT / "docs" / p).exists()) == sorted(pages)


TRIED_ELSEWHERE = {
    "README.md": "tests/api/test_api.py",
    "README.zh-CN.md": "tests/api/test_api.py",
    "docs/api.md": "the doctests of the package",
    "docs/screening-cluster.md": "tests/screening/test_spark.py, on a real Spark",
}
"""Page with Python → what runs its snippets."""


def snippets(page: str, language: str) -> list[str]:
    """The snippets of a page in a language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if snippets(p, "python") and p not in TRIED_ELSEWHERE]
)
def test_the_python_of_a_page_works(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each snippet of Python runs as it stands, from the folder of the project."""
    monkeypatch.chdir(ROOT)
    for snippet in snippets(page, "python"):
        exec(compile(snippet, page, "exec"), {})


@pytest.mark.parametrize("page", [p for p in PAGES if snippets(p, "toml")])
def test_the_toml_of_a_page_has_the_sections_of_our_files(page: str) -> None:
    """Each snippet of TOML can be read, and its sections are those of a kind of file."""
    kinds = [set(PROJECT_SECTIONS), set(PARK_SECTIONS), set(benchmark_fields())]
    kinds += [set(FILING_TABLES), set(LIST_KEYS)]
    for snippet in snippets(page, "toml"):
        sections = set(tomllib.loads(snippet))
        assert any(sections <= kind for kind in kinds), sections
