"""What we read without pint is what pint reads."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

import carbon_eia.units
from carbon_eia.units import parse_quantity, parse_unit
from carbon_eia.units.compile import compiled, main
from carbon_eia.units.registry import base_registry
from tests.strategies import amounts, compound_units

pytest.importorskip("pint")

INDEX = Path(carbon_eia.units.__file__).parent / "index.json"


@cache
def ureg() -> Any:
    """One registry for all examples."""
    return base_registry()


def test_the_compiled_index_is_current() -> None:
    """index.json is what pint makes of definitions.txt today."""
    assert json.loads(INDEX.read_text(encoding="utf-8")) == compiled()


def test_the_command_writes_the_index_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written after an edit differs from the file only where a definition does."""
    monkeypatch.setattr("carbon_eia.units.compile.HERE", tmp_path)
    main()
    assert (tmp_path / "index.json").read_bytes() == INDEX.read_bytes()


@given(compound_units())
def test_compound_units_agree_with_pint(unit: tuple[str, str, Fraction]) -> None:
    """A random compound unit has the size and the dimensions that pint gives it."""
    ours, pints, times = unit
    found = parse_unit(ours)
    theirs = ureg().Quantity(times, ureg().parse_units(pints)).to_root_units()
    assert found.factor == theirs.magnitude
    dims = {k.strip("[]"): int(v) for k, v in dict(theirs.dimensionality).items() if v}
    assert dict(found.dims) == dims


@given(amounts(), compound_units())
def test_quantities_agree_with_pint(number: str, unit: tuple[str, str, Fraction]) -> None:
    """A random quantity is the same number of base units."""
    ours, pints, times = unit
    assume(len(ours) < 60)
    found = parse_quantity(f"{number} {ours}")
    theirs = ureg().Quantity(times * Fraction(number.replace(",", "")), ureg().parse_units(pints))
    assert found.value * found.unit.factor == theirs.to_root_units().magnitude
