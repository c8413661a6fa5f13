"""The picture of the rooms and the way of one amount say what the package is and does."""

from __future__ import annotations

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import carbon_eia
from carbon_eia.run.records import Run
from tests.test_floors import FLOORS, PACKAGE
from tests.tools import run

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
STEPS = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
NAMED = re.compile(r"`([\w.]+)`\s\(`([\w/]+\.py)`\)")


def rooms() -> ModuleType:
    """The script that draws the picture."""
    spec = spec_from_file_location("docs_rooms", ROOT / "docs" / "rooms.py")
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def texts(kind: str) -> list[tuple[float, float, str]]:
    """Height, place in the row and words of each text of a kind in the picture."""
    tree = ElementTree.parse(PICTURE)
    return sorted(
        (float(text.attrib["y"]), float(text.attrib["x"]), part.text or "")
        for text in tree.iter("{http://www.w3.org/2000/svg}text")
        for part in text.iter()
        if part.get("class") == kind
    )


def defined(path: Path) -> set[str]:
    """Functions of a module and methods of its classes, these as ``Class.method``."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (n.name for n in node.body if isinstance(n, ast.FunctionDef))
            names |= {f"{node.name}.{name}" for name in inner}
    return names


def test_the_picture_is_what_its_script_draws() -> None:
    """``make docs`` would draw the same picture."""
    assert PICTURE.read_text(encoding="utf-8") == rooms().drawing()


def test_the_picture_shows_every_room_on_its_floor() -> None:
    """From top to bottom the picture has the rooms on the floors that imports are held to."""
    height = {y: int(floor) for y, _, floor in texts("floor")}
    assert list(height.values()) == sorted(height.values(), reverse=True)
    drawn = {
        room: next(f for above, f in height.items() if abs(above - y) < 25)
        for y, _, room in texts("room")
    }
    assert drawn == FLOORS


def test_every_function_of_the_way_stands_in_its_file() -> None:
    """Each function that the page names is defined in the file that stands beside it."""
    named = NAMED.findall(PAGE)
    assert len(named) >= 20
    for function, file in named:
        assert function in defined(PACKAGE / file), f"{function} in {file}"


def test_the_numbers_in_the_picture_are_the_steps_of_the_page() -> None:
    """A room carries the numbers of the steps whose functions it holds."""
    passed: dict[str, set[int]] = {}
    for number, line in enumerate(STEPS, start=1):
        for _, file in NAMED.findall(line):
            room = file.split("/")[0].removesuffix(".py")
            passed.setdefault(room, set()).add(number)
    shown = {
        room.name: {int(step) for step in room.steps.split(", ")}
        for floor in rooms().FLOORS.values()
        for room in floor
        if room.steps
    }
    assert len(STEPS) == 11
    assert shown == passed


def test_the_amount_is_what_each_step_says(tmp_path: Path) -> None:
    """The figures of the steps are those of the sample, read from its form."""
    form = tmp_path / "form.xlsx"
    sample = ROOT / "samples" / "cement-clinker" / "project.toml"
    assert run("new", "--from", str(sample), "-o", str(form), cwd=tmp_path).returncode == 0
    limits = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
    made = carbon_eia.assess(form, as_of="2026-06-30", benchmarks=limits)
    record: Run = made.run
    source = made.sources[0]
    cells = carbon_eia.read_project(form, as_of="2026-06-30").cells
    sheet, cell, _ = cells["sources[0].amount"]
    assert source.amount is not None
    assert source.co2e is not None
    assert record.inventory.total is not None
    assert made.intensity is not None
    assert made.comparison is not None
    steps = {
        2: source.amount.typed,
        4: f"{source.amount.value} {source.amount.unit}`, status `{source.parameters[0].status}",
        5: f"`{source.substituted}` = {source.co2e.value} t CO2",
        6: f"{made.intensity.value} tCO2/t; in full {made.intensity.exact}",
        7: f"value {made.comparison.limit} {made.comparison.unit}",
        8: f"`{made.verdict}`",
    }
    for number, text in steps.items():
        assert text in STEPS[number - 1], number
    assert f"sheet {sheet}, cell {cell}." in PAGE
    assert f"{record.inventory.total.value} t CO2 " in STEPS[4]
    assert f"margin {made.comparison.margin_percent} %".replace("-", "−") in STEPS[6]
