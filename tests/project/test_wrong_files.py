"""Wrong project files: each error with its code, line and key path, and all of them at once.

A file under ``wrong/`` marks what is wrong where it stands: ``# ✗ CODE key.path → suggestion``
(``-`` where TOML itself fails and there is no key).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carbon_eia.assessment import assess
from carbon_eia.errors import InputError
from carbon_eia.messages import catalogue
from carbon_eia.project import read_project
from carbon_eia.reference import World

FOLDER = Path(__file__).parent / "wrong"
FILES = sorted(FOLDER.glob("*.toml"))
MARK = re.compile(r"✗ (CE-[A-Z]\d{3}) (\S+)(?: → (\S+))?")

ELSEWHERE = {
    "CE-T001",  # a template of a report
    "CE-F001",
    "CE-F002",
    "CE-F003",
    "CE-F004",
    "CE-F005",
    "CE-F006",
    "CE-F007",  # test_files.py
    *(f"CE-F{n:03d}" for n in range(13, 16)),  # test_toml_text.py
    *(f"CE-L{n:03d}" for n in range(18, 25)),  # of measures together, and of calls
    "CE-T015",  # a cell under a head with a unit: test_cells.py
    "CE-P019",  # two thousand entries: test_files.py
}


def marks(path: Path) -> list[tuple[str, int, str, str]]:
    """Code, line, key path and suggestion of every mark, in the order of the lines."""
    return [
        (code, number, "" if key == "-" else key, meant)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for code, key, meant in MARK.findall(line)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_error_is_reported_where_it_stands(path: Path, world: World) -> None:
    """Exactly the marked errors come, together, sorted by line, each with its place."""
    with pytest.raises(InputError) as caught:
        assess(read_project(path, world), world)
    found = [(p.code, p.place.line, p.place.key) for p in caught.value.problems]
    expected = marks(path)
    assert expected, f"{path.name} marks nothing"
    lines = [line or 0 for _, line, _ in found]
    assert lines == sorted(lines)
    assert sorted(map(str, found)) == sorted(str(m[:3]) for m in expected)
    assert all(p.place.file == str(path) for p in caught.value.problems)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_error_reads_well_in_both_languages(path: Path, world: World) -> None:
    """Message and hint have all their facts, and name the suggestion that is marked."""
    with pytest.raises(InputError) as caught:
        assess(read_project(path, world), world)
    for lang in ("zh", "en"):
        for problem in caught.value.problems:
            assert problem.message(lang)
            assert "{" not in problem.message(lang) + problem.hint(lang).replace("{ ", "")
            assert f"{problem.code}.hint" not in catalogue(lang) or problem.hint(lang)
    hints = {(p.code, p.place.key): p.hint() for p in caught.value.problems}
    for code, _, key, meant in marks(path):
        assert meant in hints[code, key]


def test_every_code_of_a_project_file_has_a_wrong_file() -> None:
    """No error code of a project file goes untested."""
    known = {c for c in catalogue("zh") if re.fullmatch(r"CE-[PUMLT]\d{3}", c)}
    shown = {m[0] for path in FILES for m in marks(path)}
    assert known - ELSEWHERE == shown


def test_ten_mistakes_are_ten() -> None:
    """The file that shows them all at once holds ten of ten kinds."""
    found = marks(FOLDER / "ten-mistakes.toml")
    assert len(found) == 10
    assert len({m[0] for m in found}) == 10
