"""Emission and intensities as a function of the project's inputs, on any kind of number.

The formulas are those of the methods; what stands here only says which input feeds
which parameter. The same model gives the exact value (fractions) and ten thousand draws (arrays).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, Protocol

from carbon_eia.formulas import F

if TYPE_CHECKING:
    from fractions import Fraction

    from carbon_eia.uncertainty.distributions import Drawn

__all__ = ["Model", "Ratio", "SourceTerm", "Use"]


class Masses(Protocol):
    """The mass of each gas from the parameters by name, on one kind of number."""

    def __call__(self, values: Mapping[str, F], /) -> dict[str, F]: ...


class Use(NamedTuple, Generic[F]):
    """How a parameter follows from an input: ``scale`` × input + ``shift``.

    Without an input (None) it is the constant ``shift``. A scale is a conversion of units, or what
    a measure leaves of an amount; a shift is an amount that a measure saves or adds.
    """

    name: str
    input: int | None
    scale: F
    shift: F

    def of(self, values: Sequence[F]) -> F:
        """The parameter for these values of the inputs."""
        if self.input is None:
            return self.shift
        found = values[self.input]
        if not _is(self.scale, 1):
            found = found * self.scale
        return found if _is(self.shift, 0) else found + self.shift


class SourceTerm(NamedTuple, Generic[F]):
    """One source: its formula, its parameters, and what a t of each gas counts.

    ``co2e`` in t CO2e, ``co2`` in t CO2 alone; a gas that is not there enters no sum.
    """

    source: str
    masses: Masses
    uses: tuple[Use[F], ...]
    co2e: Mapping[str, F]
    co2: Mapping[str, F]


class Ratio(NamedTuple, Generic[F]):
    """One intensity: emission × ``factor`` ÷ the input ``per``; of CO2 alone where ``only_co2``.

    ``shares``: the part of each source that its product bears; a source that is not there bears
    whole.
    """

    indicator: str
    product: str
    per: int
    factor: F
    unit: str
    only_co2: bool
    shares: Mapping[str, F] = MappingProxyType({})


class Model(NamedTuple, Generic[F]):
    """The sum of the sources of a project, and its intensities."""

    terms: tuple[SourceTerm[F], ...]
    ratios: tuple[Ratio[F], ...] = ()

    def emission(
        self,
        values: Sequence[F],
        only_co2: bool = False,
        shares: Mapping[str, F] = MappingProxyType({}),
    ) -> F | Literal[0]:
        """t CO2e a year (t CO2 where ``only_co2``), summed in the order of the file.

        ``shares``: how much of a source is counted, where it is not all of it.
        """
        parts: list[F] = []
        for term in self.terms:
            weights = term.co2 if only_co2 else term.co2e
            share = shares.get(term.source, 1)
            if not weights or _is(share, 0):
                continue
            masses = term.masses({use.name: use.of(values) for use in term.uses})
            for gas, weight in weights.items():
                mass = masses[gas]
                counted = mass if _is(weight, 1) else mass * weight
                parts.append(counted if _is(share, 1) else counted * share)
        return sum(parts)

    def intensity(self, ratio: Ratio[F], values: Sequence[F]) -> F:
        """One intensity in its unit."""
        return (
            self.emission(values, ratio.only_co2, ratio.shares) * ratio.factor / values[ratio.per]
        )

    def floating(self: Model[Fraction]) -> Model[Drawn]:
        """The same model with float64 coefficients, for arrays."""
        return Model(
            tuple(map(_floating_term, self.terms)), tuple(map(_floating_ratio, self.ratios))
        )


def _is(coefficient: object, number: int) -> bool:
    """Whether a coefficient need not be worked out: it is the neutral number."""
    return coefficient == number


def _floating_term(term: SourceTerm[Fraction]) -> SourceTerm[Drawn]:
    uses = tuple(Use(u.name, u.input, _float(u.scale), _float(u.shift)) for u in term.uses)
    return SourceTerm(term.source, term.masses, uses, _floats(term.co2e), _floats(term.co2))


def _floating_ratio(ratio: Ratio[Fraction]) -> Ratio[Drawn]:
    return Ratio(
        ratio.indicator,
        ratio.product,
        ratio.per,
        _float(ratio.factor),
        ratio.unit,
        ratio.only_co2,
        _floats(ratio.shares),
    )


def _float(value: Fraction) -> Drawn:
    return float(value)


def _floats(values: Mapping[str, Fraction]) -> dict[str, Drawn]:
    return {name: _float(value) for name, value in values.items()}
