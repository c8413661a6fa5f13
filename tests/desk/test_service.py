"""The desk as a service: its unit is one, and starts what the command is called."""

from __future__ import annotations

import configparser
import subprocess
from pathlib import Path

from typer.main import get_command

from carbon_eia.cli.command_app import app
from tests.conftest import ROOT
from tests.tools import program

UNIT = ROOT / "scripts" / "desk" / "carbon-eia-desk.service"


def test_the_unit_stands(tmp_path: Path) -> None:
    """systemd finds nothing wrong with it, once its program is one of this machine."""
    text = UNIT.read_text(encoding="utf-8").replace("/opt/carbon-eia/bin/carbon-eia", "/bin/true")
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("=carbon-eia\n", "=root\n"), encoding="utf-8")
    done = subprocess.run(
        [program("systemd-analyze"), "verify", str(unit)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert UNIT.name not in done.stderr
    assert done.returncode == 0, done.stderr


def test_the_unit_starts_the_desk() -> None:
    """Every option of its command is one of ``carbon-eia desk``."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment]
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    words = unit["Service"]["ExecStart"].split()
    desk = get_command(app).commands[words[1]]  # type: ignore[attr-defined]
    known = {option for parameter in desk.params for option in parameter.opts}
    assert {w for w in words[2:] if w.startswith("-")} <= known
