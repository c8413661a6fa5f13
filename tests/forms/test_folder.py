"""A folder holds more than projects."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from carbon_eia.forms import ReadingNotice
from carbon_eia.screening import open_input, run_screening
from tests.conftest import AS_OF
from tests.forms.test_forms import KEPT

ROOT = Path(__file__).resolve().parents[2]


def test_lock_files_copies_and_benchmarks_in_a_folder(tmp_path: Path) -> None:
    """Lock files are skipped, a benchmark file is named, and a copy is the same project."""
    folder = tmp_path / "in"
    (folder / "__MACOSX").mkdir(parents=True)
    for name in ("a.xlsx", "a - 副本.xlsx", "~$a.xlsx", ".a.xlsx", "__MACOSX/._a.xlsx"):
        shutil.copy(KEPT / "filled.xlsx", folder / name)
    shutil.copy(ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml", folder / "city.toml")
    with pytest.warns(ReadingNotice, match="不是项目文件"):
        table = open_input([folder])
    summary = run_screening(table, [tmp_path / "out.parquet"], as_of=AS_OF)
    assert summary.rows == 2
    assert summary.problems == {"CE-S006": 1}


def test_a_copy_without_a_code_is_told_by_its_text(tmp_path: Path) -> None:
    """Two files of the same text are one project, whether or not it has a code."""
    text = (KEPT / "filled.toml").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("code"))
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    summary = run_screening(open_input([tmp_path]), [tmp_path / "out.parquet"], as_of=AS_OF)
    assert summary.problems == {"CE-S019": 1}


def test_notices_of_other_processes_are_told_as_all_are(tmp_path: Path) -> None:
    """Two forms with a hidden sheet, each read by another process: told in words, file by file."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        book = load_workbook(KEPT / "filled.xlsx")
        book["排放源"].sheet_state = "hidden"
        book.save(folder / name)
    command = [sys.executable, "-m", "carbon_eia", "screen", str(folder), "--jobs", "2"]
    command += ["-o", str(tmp_path / "out.csv"), "--as-of", str(AS_OF)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    said = [line for line in done.stderr.splitlines() if line.startswith("! CE-O024")]
    assert sorted(Path(line.split()[2]).name for line in said) == ["a.xlsx", "b.xlsx"]
    assert "Notice" not in done.stderr
    assert "warn" not in done.stderr


def test_a_form_by_itself_is_a_project(tmp_path: Path) -> None:
    """The form of one project is read as such, beside others, and not as a table of projects."""
    shutil.copy(KEPT / "filled.xlsx", tmp_path / "a.xlsx")
    shutil.copy(KEPT / "filled.toml", tmp_path / "b.toml")
    text = (tmp_path / "b.toml").read_text(encoding="utf-8")
    code = next(line for line in text.splitlines() if line.startswith("code"))
    (tmp_path / "b.toml").write_text(text.replace(code, 'code = "b"'), encoding="utf-8")
    table = open_input([tmp_path / "a.xlsx", tmp_path / "b.toml"])
    summary = run_screening(table, [tmp_path / "out.parquet"], as_of=AS_OF)
    assert (summary.rows, summary.problems) == (2, {})
