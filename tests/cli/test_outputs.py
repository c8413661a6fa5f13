"""What is written, and what is never overwritten, followed or deleted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT, run

SAMPLE = "samples/cement-clinker/project.toml"
LIMITS = ("--benchmarks", str(ROOT / "samples/benchmarks/chenzhou-demo.toml"))
DAY = ("--as-of", "2026-06-30")
TABLE = ROOT / "samples/screening/projects.csv"


def piped(reader: str, *args: str, cwd: Path) -> int:
    """The exit status of a command whose output goes to a reader that leaves early."""
    command = subprocess.list2cmdline([sys.executable, "-m", "carbon_eia", *args])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | {reader}"],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert "Traceback" not in done.stderr
    return done.returncode


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize(
    ("sample", "status"), [("cement-clinker", 1), ("tungsten-concentrate", 3), ("data-centre", 0)]
)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["person", "json"])
def test_a_closed_pipe_keeps_the_status_and_the_files(
    reader: str, sample: str, status: int, form: tuple[str, ...], tmp_path: Path
) -> None:
    """The status is that of the verdict, and the record is written, whoever reads the rest."""
    project = str(ROOT / "samples" / sample / "project.toml")
    found = piped(reader, "assess", project, *DAY, *LIMITS, *form, "--out", "out", cwd=tmp_path)
    assert found == status
    assert (tmp_path / "out" / "run.json").stat().st_size > 10_000


def test_a_closed_pipe_keeps_the_status_of_an_error(tmp_path: Path) -> None:
    """Status 2 stays 2 where nobody reads the errors."""
    assert piped("true", "assess", "nothing.toml", cwd=tmp_path) == 2
    assert piped("true", "reference", "list", "documents", cwd=tmp_path) == 0


def test_an_output_that_is_an_input_is_refused(tmp_path: Path) -> None:
    """Nothing is written over what is read: by the same name, another spelling or a hard link."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    table = tmp_path / "samples/screening/projects.csv"
    (tmp_path / "twin.csv").hardlink_to(table)
    before = table.read_bytes()
    for output in (str(table), "samples/park/../screening/projects.csv", "twin.csv"):
        done = run("screen", str(table), "-o", output, *DAY, *LIMITS, cwd=tmp_path)
        assert (done.returncode, "CE-F009" in done.stderr) == (2, True)
        assert table.read_bytes() == before
    run("assess", SAMPLE, *DAY, "--out", ".", cwd=tmp_path)
    assert (tmp_path / "run.json").is_file()
    again = run("replay", "run.json", "--out", ".", cwd=tmp_path)
    assert (again.returncode, "CE-F009" in again.stderr) == (2, True)
    form = tmp_path / "form.xlsx"
    assert run("new", "水泥熟料", "-o", str(form), cwd=tmp_path).returncode == 0
    held = form.read_bytes()
    assert run("report", "form.xlsx", "-o", "form.xlsx", *DAY, cwd=tmp_path).returncode == 2
    park = tmp_path / "park.xlsx"
    assert run("new", "park", "-o", "park.xlsx", cwd=tmp_path).returncode == 0
    assert run("park", "park.xlsx", "-o", "park.xlsx", *DAY, cwd=tmp_path).returncode == 2
    assert form.read_bytes() == held
    assert park.exists()


def test_two_outputs_that_are_one_file_are_refused(tmp_path: Path) -> None:
    """Of two documents under one name one would be lost."""
    done = run("report", str(ROOT / SAMPLE), "-o", "r.html", "-o", "./r.html", *DAY, cwd=tmp_path)
    assert (done.returncode, "CE-F011" in done.stderr) == (2, True)


def test_a_link_is_not_followed_and_a_folder_not_replaced(tmp_path: Path) -> None:
    """An output replaces a regular file and nothing else."""
    precious = tmp_path / "precious.html"
    precious.write_text("mine")
    (tmp_path / "link.html").symlink_to(precious)
    (tmp_path / "folder.html").mkdir()
    for name in ("link.html", "folder.html"):
        done = run("report", str(ROOT / SAMPLE), "-o", name, *DAY, cwd=tmp_path)
        assert (done.returncode, "CE-F010" in done.stderr) == (2, True)
    assert precious.read_text() == "mine"
    assert (tmp_path / "link.html").is_symlink()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_strangers_file_beside_the_results_stays(suffix: str, tmp_path: Path) -> None:
    """``out-errors.csv`` of somebody else is neither deleted nor overwritten; ours is renewed."""
    stranger = tmp_path / f"out-errors.{suffix}"
    stranger.write_text("mine")
    out = str(tmp_path / f"out.{suffix}")
    clean = tmp_path / "clean.csv"
    clean.write_bytes(TABLE.read_bytes())
    assert run("screen", str(clean), "-o", out, *DAY, *LIMITS).returncode in (1, 3)
    assert stranger.read_text() == "mine"
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("项目名称,行业,阶段,地区,年份\n甲厂,没有这一行业,拟建,郴州,2026\n")
    for _ in range(2):  # the second run replaces what the first wrote
        assert run("screen", str(wrong), "-o", out, *DAY, *LIMITS).returncode == 2
        assert stranger.read_text() == "mine"
        assert {p.name for p in tmp_path.glob("out-errors*")} == {
            stranger.name,
            f"out-errors-2.{suffix}",
        }


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_errors_of_an_earlier_run_do_not_outlive_it(suffix: str, tmp_path: Path) -> None:
    """Where nothing is wrong any more, the list of errors that screening wrote goes."""
    out = str(tmp_path / f"out.{suffix}")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("项目名称,行业,阶段,地区,年份\n甲厂,没有这一行业,拟建,郴州,2026\n")
    assert run("screen", str(wrong), "-o", out, *DAY).returncode == 2
    assert (tmp_path / f"out-errors.{suffix}").exists()
    assert run("screen", str(TABLE), "-o", out, *DAY, *LIMITS).returncode in (1, 3)
    assert not (tmp_path / f"out-errors.{suffix}").exists()


@pytest.mark.parametrize(
    ("what", "name"), [("水泥熟料", "a.toml"), ("水泥熟料", "a.xlsx"), ("table", "t.xlsx")]
)
def test_a_new_file_may_be_written_twice_but_not_over_what_was_filled_in(
    what: str, name: str, tmp_path: Path
) -> None:
    """The same call again changes nothing; a file that was edited needs --force."""
    assert run("new", what, "-o", name, cwd=tmp_path).returncode == 0
    assert run("new", what, "-o", name, cwd=tmp_path).returncode == 0
    path = tmp_path / name
    path.write_bytes(path.read_bytes() + b"\n")
    done = run("new", what, "-o", name, cwd=tmp_path)
    assert (done.returncode, "CE-C003" in done.stderr) == (2, True)
    assert run("new", what, "-o", name, "--force", cwd=tmp_path).returncode == 0
