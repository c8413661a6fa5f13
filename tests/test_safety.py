"""Project files are untrusted: one test for each sentence of the safety rules that applies here."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from carbon_eia.errors import CallError, InputError
from carbon_eia.files import MAX_INPUT_BYTES, read_text, write_whole

ROOT = Path(__file__).resolve().parents[1]
OWN_CODE = {
    "carbon_eia/formulas/compiled.py"  # what it evaluates was written from a tree, not read
}


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails half way, the old file stands and no temporary file is left."""
    path = tmp_path / "run.json"
    write_whole(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CallError) as error:
        write_whole(path, b"new" * 1000)
    assert error.value.problems[0].code == "CE-F007"
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_input_size_is_bounded(tmp_path: Path) -> None:
    """50 MB of nonsense is refused; no more than the limit is read."""
    path = tmp_path / "project.toml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(InputError) as error:
        read_text(path)
    assert error.value.problems[0].code == "CE-F003"
    assert MAX_INPUT_BYTES < 50 * 1024 * 1024


def test_folders_and_devices_are_not_read(tmp_path: Path) -> None:
    """A folder, a missing file or a device in place of a file is an error, never a hang."""
    for path, code in (
        (tmp_path, "CE-F002"),
        (tmp_path / "x", "CE-F001"),
        (Path("/dev/zero"), "CE-F002"),
    ):
        with pytest.raises(InputError) as error:
            read_text(path)
        assert error.value.problems[0].code == code


def test_the_package_opens_no_network_and_runs_nothing() -> None:
    """No module imports a network client, starts a process, or evaluates text."""
    forbidden = {
        "socket",
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "subprocess",
        "pickle",
    }
    for path in (ROOT / "carbon_eia").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                allowed = path.relative_to(ROOT).as_posix() in OWN_CODE
                assert allowed or node.func.id not in ("eval", "exec"), path
                continue
            else:
                continue
            if path.name == "machine.py":
                names.discard("subprocess")  # asks fontconfig which fonts there are
            assert not names & forbidden, path


def test_no_figure_of_the_field_stands_in_code() -> None:
    """Factors, limits and years live in factors/: decimals in code are definitions or layout."""
    allowed = {
        "carbon_eia/units/constants.py",  # exact definitions, each once
        "carbon_eia/reference/steam.py",  # the range of IAPWS-IF97
    }
    for path in (ROOT / "carbon_eia").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        drawn = (  # lengths of a page that is printed, drawn or read
            *("carbon_eia/report/", "carbon_eia/drawing/", "carbon_eia/proof/documents/"),
        )
        if name in allowed or name.startswith((*drawn, "carbon_eia/messages/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                assert is_arithmetic(node.value), f"{name}:{node.lineno} {node.value}"


def is_arithmetic(number: float) -> bool:
    """Whether a float of the code is nought, one, a per cent, a split, or a tolerance."""
    plain = (0.0, 0.01, 0.3, 0.4, 0.5, 1.0, 2.0, 10.0, 100.0)
    return number in plain or not 1e-6 < abs(number) < 1e30
