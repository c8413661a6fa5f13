"""The house of carbon-eia: a room imports only from lower floors, and start-up is light."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "carbon_eia"

FLOORS = {
    "api": 20,
    "cli": 19,
    "desk": 18,
    "proof": 17,
    "report": 16,
    "parks": 15,
    "register": 15,
    "standards": 15,
    "crosscheck": 14,
    "screening": 14,
    "run": 13,
    "assessment": 12,
    "rules": 11,
    "uncertainty": 11,
    "retrofit": 10,
    "plausibility": 10,
    "benchmarks": 9,
    "claims": 9,
    "intensity": 8,
    "energy": 8,
    "inventory": 7,
    "project": 6,
    "reference": 5,
    "formulas": 4,
    "drawing": 3,
    "forms": 3,
    "units": 3,
    "console": 2,
    "files": 2,
    "errors": 1,
    "messages": 0,
}
ROOF = {"__init__", "__main__"}
"""Modules of the package itself: above all rooms, so no room may import them."""

VERSION = "carbon_eia.__version__"
"""The one name of the package itself that any room may have."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: Path) -> str:
    """``carbon_eia/units/parse.py`` → ``units``; ``carbon_eia/errors.py`` → ``errors``."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(text: str, package: str = "carbon_eia") -> Iterator[tuple[int, str]]:
    """Line and room of every import from carbon_eia in ``text``, wherever in the module it stands.

    ``package`` is what a relative import starts from. A string that is a module's name counts
    too: it is how ``import_module`` would get round the floors.
    """
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                paths = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                base = package.split(".")
                parts = base[: len(base) - level + 1] if level else []
                start = ".".join([*parts, *([module] if module else [])])
                paths = [f"{start}.{alias.name}" for alias in names]
            case ast.Constant(value=str(value)) if re.fullmatch(r"carbon_eia(\.\w+)+\.?", value):
                paths = [value]
            case _:
                continue
        for path in paths:
            parts = path.split(".")
            if parts[0] == "carbon_eia" and path != VERSION:
                yield node.lineno, parts[1] if len(parts) > 1 else "__init__"


def offences(room: str, text: str, package: str = "carbon_eia") -> list[str]:
    """What in ``text``, a module of ``room``, imports from its own floor or from above."""
    if room in ROOF:
        return []
    floor = FLOORS.get(room, 99)  # a room without a floor has a test of its own
    found = []
    for line, other in imported_rooms(text, package):
        if other == room:
            continue
        if other not in FLOORS:
            found.append(f"line {line}: {room} imports {other}, which is no room")
        elif FLOORS[other] >= floor:
            found.append(
                f"line {line}: {room} (floor {floor}) imports {other} (floor {FLOORS[other]})"
            )
    return found


def test_every_module_is_in_a_known_room() -> None:
    """A new room gets a floor here before it gets code."""
    rooms = {room_of(module) for module in MODULES} - ROOF
    assert rooms, f"no modules found under {PACKAGE}"
    assert rooms <= FLOORS.keys(), f"rooms without a floor: {sorted(rooms - FLOORS.keys())}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_imports_only_from_lower_floors(module: Path) -> None:
    """Data flows one way: no module imports from its own floor's neighbours or from above."""
    package = ".".join(module.relative_to(ROOT).parent.parts)
    assert not offences(room_of(module), module.read_text(encoding="utf-8"), package)


def test_the_package_itself_imports_no_room() -> None:
    """Any room may ask for the version, so ``carbon_eia/__init__.py`` must cost nothing: the one
    room that it names is that of its own functions, and it is imported when one is used."""
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert {room for _, room in imported_rooms(text)} == {"api", "errors", "project"}
    told = "import sys, carbon_eia; print([m for m in sys.modules if m.startswith('carbon_eia.')])"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("units", "from carbon_eia.inventory import account"),
        ("units", "import carbon_eia.cli"),
        ("units", "from carbon_eia import report"),
        ("units", "import carbon_eia"),
        ("units", "from carbon_eia import __main__"),
        ("units", "from ..rules import decide"),
        ("units", "def late():\n    from carbon_eia.project import Project"),
        ("units", "import_module('carbon_eia.reference.world')"),
        ("units", "import_module(f'carbon_eia.cli.{name}')"),
        ("units", "from carbon_eia.nowhere import thing"),
        ("formulas", "from carbon_eia.reference import World"),
        ("messages", "from carbon_eia.errors import Problem"),
    ],
)
def test_an_offending_import_is_found(room: str, text: str) -> None:
    """This test can fail: each way of reaching up is seen."""
    assert len(offences(room, text, f"carbon_eia.{room}")) == 1


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("inventory", "from carbon_eia.units import Quantity"),
        ("units", "from carbon_eia.units.parse import parse_unit"),
        ("units", "from .parse import parse_unit"),
        ("units", "from carbon_eia import __version__"),
        ("units", "import json, pathlib"),
        ("units", "print('carbon_eia is the package of carbon_eia.cli')"),
        ("__main__", "from carbon_eia.cli import main"),
    ],
)
def test_a_lawful_import_is_let_through(room: str, text: str) -> None:
    """Lower floors, one's own room, and everything outside the package."""
    assert not offences(room, text, f"carbon_eia.{room}")


HEAVY = {
    "alembic",
    "argon2",
    "cryptography",
    "fastapi",
    "jinja2",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "pint",
    "pyarrow",
    "pydantic",
    "scipy",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "weasyprint",
    "xlrd",
}

RUN_AND_TELL = """
import json, sys
from carbon_eia.cli import main
sys.argv = ["carbon-eia", *sys.argv[1:]]
try:
    status = main()
except SystemExit as leaving:
    status = leaving.code
sys.stdout.flush()
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "statuses"),
    [
        (["--help"], {0, None}),
        (["assess", "samples/cement-clinker/project.toml", "--as-of", "2026-06-30"], {0, 1, 3}),
    ],
    ids=["help", "verdict"],
)
def test_cold_paths_import_nothing_heavy(arguments: list[str], statuses: set[int | None]) -> None:
    """Help and a verdict without documents never wait for a library that only documents need."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_AND_TELL, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status in statuses, done.stderr
    assert done.stdout.strip()
    assert not HEAVY & set(modules)
