"""`--templates` of every command that writes documents: report, park, screen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prints import pages_of
from tests.tools import run

TEMPLATES, SAMPLES = ROOT / "templates", ROOT / "samples"
DAY = ("--as-of", "2026-06-30")


def house(folder: Path) -> Path:
    """Templates with chapters of a house, a cover and a page of screening of its own."""
    for kind in ("project", "park"):
        (folder / "chapters" / kind).mkdir(parents=True)
        text = "# 本院说明\n\n{{ record.reference.version }} 本院编制。\n"
        (folder / "chapters" / kind / "note.zh.md").write_text(text, encoding="utf-8")
    shutil.copy(TEMPLATES / "screening.css.j2", folder)
    style = (folder / "screening.css.j2").read_text(encoding="utf-8")
    (folder / "screening.css.j2").write_text(f"{style}\n.of-the-house {{ color: #123456 }}\n")
    (folder / "screening.js").write_text('"of the house";\n', encoding="utf-8")
    return folder


def test_a_park_has_the_chapters_of_a_house(tmp_path: Path) -> None:
    """The documents of a park are printed with a folder of templates."""
    out, folder = tmp_path / "park.html", house(tmp_path / "house")
    park = SAMPLES / "park" / "park.toml"
    done = run("park", str(park), *DAY, "-o", str(out), "--templates", str(folder))
    assert done.returncode == 1, done.stderr
    assert "本院编制" in out.read_text(encoding="utf-8")


def test_a_screening_has_the_templates_of_a_house(tmp_path: Path) -> None:
    """The page of a screening is printed with a folder of templates, style and script."""
    out, folder = tmp_path / "list.html", house(tmp_path / "house")
    table = SAMPLES / "screening" / "projects.csv"
    done = run("screen", str(table), *DAY, "-o", str(out), "--templates", str(folder))
    page = out.read_text(encoding="utf-8")
    assert done.returncode in (1, 2, 3), done.stderr
    assert "of-the-house" in page
    assert '"of the house";' in page


@pytest.mark.slow
def test_the_reports_of_a_screening_have_the_chapters_of_a_house(tmp_path: Path) -> None:
    """The PDFs of the rows that do not pass are printed with the same folder."""
    folder = house(tmp_path / "house")
    table = SAMPLES / "screening" / "projects.csv"
    reports = tmp_path / "reports"
    run("screen", str(table), *DAY, "-o", str(tmp_path / "x.csv"), "--reports", str(reports),
        "--templates", str(folder))  # fmt: skip
    made = sorted(reports.glob("*.pdf"))
    assert made
    text = "".join(pages_of(made[0].read_bytes()))
    assert "本院编制" in "".join(text.split())


@pytest.mark.parametrize("command", ["report", "park", "screen"])
def test_a_folder_that_is_not_there_is_refused(command: str, tmp_path: Path) -> None:
    """CE-F008 with status 2, and nothing is written."""
    files = {
        "report": SAMPLES / "cement-clinker" / "project.toml",
        "park": SAMPLES / "park" / "park.toml",
        "screen": SAMPLES / "screening" / "projects.csv",
    }
    out, none = tmp_path / "out.html", tmp_path / "none"
    done = run(command, str(files[command]), *DAY, "-o", str(out), "--templates", str(none))
    assert done.returncode == 2
    assert "CE-F008" in done.stderr
    assert not out.exists()
