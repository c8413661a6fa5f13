"""A reference that holds more than ours: each addition is a file of data under ``factors/``.

A file there that our reference has too is put behind ours (a block of a TOML file, rows of a
table without their head); any other is a new file. ``patched_reference`` is the whole of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carbon_eia.files import FACTORS, data_folder
from carbon_eia.reference.compile import main as compile_reference

__all__ = ["ADDITIONS", "patched_reference", "with_additions"]

ADDITIONS = Path(__file__).with_name("factors")


def with_additions(folder: Path) -> Path:
    """A copy of our reference in ``folder`` with every addition."""
    made = folder / "factors"
    shutil.copytree(data_folder("factors"), made)
    for path in sorted(p for p in ADDITIONS.rglob("*") if p.is_file()):
        target = made / path.relative_to(ADDITIONS)
        target.parent.mkdir(exist_ok=True)
        with target.open("a", encoding="utf-8") as stream:
            stream.write(path.read_text(encoding="utf-8"))
    return made


@pytest.fixture
def patched_reference(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder of that reference, which the whole program reads while a test runs."""
    if not _MADE:
        _MADE.append(with_additions(tmp_path_factory.mktemp("patched")))
    monkeypatch.setenv(FACTORS, str(_MADE[0]))
    if len(_MADE) == 1:
        compile_reference()  # checks it, as one does who changes a table
        _MADE.append(_MADE[0])
    return _MADE[0]


_MADE: list[Path] = []
