"""The figures of ``docs/standards.md`` are those of the script beside it."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def simulations() -> ModuleType:
    """The script that writes the section."""
    spec = importlib.util.spec_from_file_location("simulations", ROOT / "docs" / "simulations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(even: bool) -> dict[tuple[str, str], list[str]]:
    """The cells of a table of the page, by method and line."""
    text = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    _, uneven, alike = re.split(r"^产量", text.partition("<!-- simulations")[2], flags=re.M)
    found: dict[tuple[str, str], list[str]] = {}
    method = ""
    for line in (alike if even else uneven).splitlines():
        if not line.startswith("| ") or line.startswith("| 方法"):
            continue
        name, label, *cells = (c.strip() for c in line.strip("|").split("|"))
        method = name or method
        found[method, label] = cells
    return found


def test_the_page_says_what_rounding_adds(simulations: ModuleType) -> None:
    """How far published positions lie above the exact ones: the lines are those of the script."""
    text = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    assert "\n".join(simulations.lifts()) in text
    assert simulations.lift(20).mean > simulations.lift(100).mean > 0


@pytest.mark.parametrize("even", [False, True])
def test_the_page_has_the_figures_of_the_script(simulations: ModuleType, even: bool) -> None:
    """Bias and half-width of every method at 8, 20 and 30 plants."""
    cells = printed(even)
    for method in simulations.METHODS:
        name = f"{method.zh} {method.name}"
        for n in (8, 20, 30):
            place = simulations.NUMBERS.index(n)
            found = simulations.spread(method, n, even)
            assert cells[name, "半宽 half-width"][place] == f"{found.half_width:.1f}"
            if method.id != "best":
                assert cells[name, "偏差 bias"][place] == simulations.signed(found.bias)
            if method.id == "weighted-mean":
                assert cells[name, "低于每一家 below every plant"][place] == f"{found.below:.0f}"
