"""Compile ``definitions.txt`` with pint into ``index.json``: one entry for each spelling.

Reading a unit then needs no pint, whose import alone takes longer than a whole verdict.
A test compiles again and compares, and another compares compound units with pint.

    python -m carbon_eia.units.compile
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from carbon_eia.units.registry import base_registry

__all__ = ["compiled"]

HERE = Path(__file__).parent


Entry = list[int | dict[str, int]]
"""Numerator and denominator of a factor, and the exponents of its dimensions."""


def compiled() -> dict[str, Entry]:
    """Every spelling → numerator, denominator, dimension → exponent."""
    ureg: Any = base_registry()
    index: dict[str, Entry] = {}
    for spelling in sorted(ureg):
        base = ureg.Quantity(Fraction(1), ureg.parse_units(spelling)).to_root_units()
        factor = Fraction(base.magnitude)
        dims = {k.strip("[]"): int(v) for k, v in sorted(dict(base.dimensionality).items())}
        index[spelling] = [factor.numerator, factor.denominator, dims]
    return index


def main() -> None:
    """Write ``index.json``."""
    text = json.dumps(compiled(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (HERE / "index.json").write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
