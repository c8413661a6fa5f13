"""A unit with its dimensions, and an exact number with its unit."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import Problem, UnitError

__all__ = ["Quantity", "Unit"]


class Unit(NamedTuple):
    """A unit: how it is written, its exact size in base units, and its dimensions.

    ``dims`` holds (dimension, exponent) in alphabetical order; a product is a dimension of its
    own (``product:clinker``), so that t CO2 per t clinker never cancels to a plain number.
    """

    text: str
    factor: Fraction
    dims: tuple[tuple[str, int], ...]

    def factor_to(self, other: Unit) -> Fraction:
        """How many of ``other`` one of this unit is.

        Raises UnitError CE-U004 (CE-U007 for a bare m3 where a gas is meant).
        """
        if self.dims != other.dims:
            raise UnitError(mismatch(self, other))
        return self.factor / other.factor

    def of(self, product: str) -> Unit:
        """The same unit, of a product.

        >>> from carbon_eia.units import parse_unit
        >>> parse_unit("t").of("clinker").dims
        (('mass', 1), ('product:clinker', 1))
        """
        dims = dict(self.dims)
        dims[f"product:{product}"] = dims.get(f"product:{product}", 0) + 1
        return Unit(self.text, self.factor, tuple(sorted(dims.items())))

    def per(self, other: Unit) -> Unit:
        """This unit divided by another."""
        dims = dict(self.dims)
        for name, power in other.dims:
            dims[name] = dims.get(name, 0) - power
        return Unit(
            f"{self.text}/{other.text}",
            self.factor / other.factor,
            tuple(sorted((k, v) for k, v in dims.items() if v)),
        )


def mismatch(found: Unit, expected: Unit) -> Problem:
    """What is wrong when a quantity has the unit ``found`` where ``expected`` is needed."""
    params: dict[str, object] = {"found": found.text, "expected": expected.text}
    if ("volume", 1) in found.dims and ("normal_volume", 1) in expected.dims:
        return Problem("CE-U007", params=params)
    if ("volume", -1) in found.dims and ("normal_volume", -1) in expected.dims:
        return Problem("CE-U007", params=params)
    return Problem("CE-U004", params=params)


class Quantity(NamedTuple):
    """An exact number with its unit, and the text from which it was read."""

    value: Fraction
    unit: Unit
    text: str

    def to(self, unit: str | Unit) -> Fraction:
        """The exact number in another unit of the same dimensions.

        >>> from carbon_eia.units import parse_quantity
        >>> parse_quantity("6200 万kWh").to("MWh")
        Fraction(62000, 1)

        Raises UnitError CE-U004 when the dimensions differ.
        """
        from carbon_eia.units.parse import parse_unit

        target = parse_unit(unit) if isinstance(unit, str) else unit
        return self.value * self.unit.factor_to(target)

    def with_value(self, value: Fraction) -> Quantity:
        """Another number in the same unit, with the text that would be typed for it.

        >>> from carbon_eia.units import parse_quantity
        >>> parse_quantity("1.50 t").with_value(Fraction(3, 4)).text
        '0.75 t'
        """
        from carbon_eia.units.text import decimal_text

        return Quantity(value, self.unit, f"{decimal_text(value)} {self.unit.text}")
