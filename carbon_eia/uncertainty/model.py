"""Emission and intensities as a function of the project's inputs, on any kind of number.

The formulas are those of the methods; what stands here only says which input feeds
which parameter. The same model gives the exact value (fractions) and ten thousand draws (arrays).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

__all__ = ["Model", "Ratio", "Term", "Use"]


class Use(NamedTuple):
    """How a parameter follows from an input: ``scale`` × input + ``shift``.

    Without an input (None) it is the constant ``shift``. A scale is a conversion of units, or what
    a measure leaves of an amount; a shift is an amount that a measure saves or adds.
    """

    name: str
    input: int | None
    scale: Any
    shift: Any

    def of(self, values: Sequence[Any]) -> Any:
        """The parameter for these values of the inputs."""
        if self.input is None:
            return self.shift
        found = values[self.input]
        if self.scale != 1:
            found = found * self.scale
        return found + self.shift if self.shift != 0 else found


class Term(NamedTuple):
    """One source: its formula, its parameters, and what a t of each gas counts.

    ``co2e`` in t CO2e, ``co2`` in t CO2 alone; a gas that is not there enters no sum.
    """

    source: str
    masses: Callable[[Mapping[str, Any]], dict[str, Any]]
    uses: tuple[Use, ...]
    co2e: Mapping[str, Any]
    co2: Mapping[str, Any]


class Ratio(NamedTuple):
    """One intensity: emission × ``factor`` ÷ the input ``per``; of CO2 alone where ``only_co2``.

    ``shares``: the part of each source that its product bears; a source that is not there bears
    whole.
    """

    indicator: str
    product: str
    per: int
    factor: Any
    unit: str
    only_co2: bool
    shares: Mapping[str, Any] = MappingProxyType({})


class Model(NamedTuple):
    """The sum of the sources of a project, and its intensities."""

    terms: tuple[Term, ...]
    ratios: tuple[Ratio, ...] = ()

    def emission(
        self,
        values: Sequence[Any],
        only_co2: bool = False,
        shares: Mapping[str, Any] = MappingProxyType({}),
    ) -> Any:
        """t CO2e a year (t CO2 where ``only_co2``), summed in the order of the file.

        ``shares``: how much of a source is counted, where it is not all of it.
        """
        total: Any = 0
        for term in self.terms:
            weights = term.co2 if only_co2 else term.co2e
            share = shares.get(term.source, 1)
            if not weights or share == 0:
                continue
            masses = term.masses({use.name: use.of(values) for use in term.uses})
            for gas, weight in weights.items():
                mass = masses[gas]
                counted = mass if weight == 1 else mass * weight
                total = total + (counted if share == 1 else counted * share)
        return total

    def intensity(self, ratio: Ratio, values: Sequence[Any]) -> Any:
        """One intensity in its unit."""
        return (
            self.emission(values, ratio.only_co2, ratio.shares) * ratio.factor / values[ratio.per]
        )

    def floating(self) -> Model:
        """The same model with float64 coefficients, for arrays."""
        return Model(
            tuple(
                t._replace(
                    uses=tuple(
                        u._replace(scale=float(u.scale), shift=float(u.shift)) for u in t.uses
                    ),
                    co2e={k: float(v) for k, v in t.co2e.items()},
                    co2={k: float(v) for k, v in t.co2.items()},
                )
                for t in self.terms
            ),
            tuple(
                r._replace(
                    factor=float(r.factor), shares={k: float(v) for k, v in r.shares.items()}
                )
                for r in self.ratios
            ),
        )
