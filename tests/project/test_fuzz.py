"""Whatever is in the file, nothing but a CarbonEiaError comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.assessment import Assessment
from carbon_eia.errors import CarbonEiaError
from carbon_eia.project import parse_project, read_project
from carbon_eia.reference import World
from carbon_eia.run import make_run
from tests.sampling import at_most
from tests.strategies import damaged

AssessText = Callable[..., Assessment]


def survives(act: Callable[[], Any]) -> None:
    """A result or a CarbonEiaError whose every problem can be said in both languages."""
    refused: CarbonEiaError | None = None
    try:
        act()
    except CarbonEiaError as error:
        refused = error
    if refused is not None:
        assert refused.problems
        assert all(line for lang in ("zh", "en") for line in refused.lines(lang))


@given(st.text())
def test_any_text(world: World, text: str) -> None:
    """Random text is read or refused, and never breaks the reader."""
    survives(lambda: parse_project(text, world))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file for all examples."""
    return tmp_path_factory.mktemp("fuzz") / "project.toml"


@given(st.binary())
def test_any_bytes(world: World, scratch: Path, content: bytes) -> None:
    """Random bytes are read or refused."""
    scratch.write_bytes(content)
    survives(lambda: read_project(scratch, world))


@given(st.data())
@at_most(300)
def test_a_damaged_project(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Any], data: st.DataObject
) -> None:
    """A valid file after accidents gives a Run or errors, from reading to the verdict."""
    text = data.draw(damaged(sample_text))
    survives(lambda: make_run(assess_text(text, demo_benchmarks)))


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=8), inner, max_size=3)
            ),
        ),
        max_size=3,
    ),
    st.sampled_from(["project", "economics", "city", "facts", "products", "sources", "measures"]),
)
def test_any_structure(world: World, values: dict[str, Any], section: str) -> None:
    """Lawful TOML of any shape under the known tables is read or refused."""
    for text in (f"[{section}]\n", f"[[{section}]]\n"):
        survives(partial(parse_project, text + _toml(values), world))


def _toml(values: dict[str, Any]) -> str:
    import json

    def value(v: Any) -> str:
        if isinstance(v, dict):
            return "{" + ", ".join(f"{json.dumps(k)} = {value(x)}" for k, x in v.items()) + "}"
        if isinstance(v, list):
            return "[" + ", ".join(map(value, v)) + "]"
        if isinstance(v, bool):
            return str(v).lower()
        return '""' if v is None else json.dumps(v) if isinstance(v, str) else str(v)

    return "".join(f"{json.dumps(k)} = {value(v)}\n" for k, v in values.items())
