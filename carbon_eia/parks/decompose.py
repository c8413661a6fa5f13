"""A change of emission split into the effects of its factors, without a residual (LMDI-I).

Each term of an emission is a product of factors, E_i = x_i1 · x_i2 · … · x_in. The effect of factor
k is Σ_i L(E_i1, E_i0) · ln(x_ik1 ÷ x_ik0) with the logarithmic mean L(a, b) = (a − b) ÷ ln(a ÷ b);
the effects of all factors add up to the change (Ang, B. W., 2005, Energy Policy 33, 867–871).

Where a term appears or vanishes, its whole change belongs to the first factor, in the order of the
chain, that is zero on one side: the limit of the formula when that factor goes to zero (Ang and
Liu, 2007, Energy Policy 35, 238–246). The same holds where a factor changes its sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import prod
from typing import NamedTuple

__all__ = ["DIGITS", "Term", "decompose"]

DIGITS = 28
"""Digits of the logarithms; what they leave over goes to the largest effect."""

Chain = Sequence[Fraction | None]


class Term(NamedTuple):
    """One term of an emission before and after: the factors of its chain.

    A factor is None where it has no meaning because one before it in the chain is zero (the energy
    per output of an enterprise that is not there); it is then taken as it is on the other side.
    """

    before: Chain
    after: Chain


def decompose(terms: Sequence[Term], factors: int) -> tuple[Fraction, ...]:
    """The effect of each factor on Σ terms, exact: their sum is the change to the last digit.

    ``factors``: the length of every chain. Units: those of the terms.

    >>> F = Fraction
    >>> decompose([Term((F(2), F(5)), (F(2), F(7)))], 2)
    (Fraction(0, 1), Fraction(4, 1))
    >>> decompose([Term((F(0), None), (F(3), F(5)))], 2)
    (Fraction(15, 1), Fraction(0, 1))
    """
    effects = [Fraction(0)] * factors
    with localcontext(Context(prec=DIGITS)):
        for term in terms:
            if len(term.before) != factors or len(term.after) != factors:
                raise ValueError(f"a chain of {factors} factors was expected")
            for k, effect in enumerate(_effects(term)):
                effects[k] += effect
    return tuple(effects)


def _effects(term: Term) -> list[Fraction]:
    before, after = _completed(term)
    old, new = prod(before, start=Fraction(1)), prod(after, start=Fraction(1))
    effects = [Fraction(0)] * len(before)
    if old == new == 0:
        return effects
    turned = next(
        (k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a * b <= 0), None
    )
    if turned is not None:
        effects[turned] = new - old
        return effects
    moved = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if len(moved) < 2:  # exact without a logarithm
        for k in moved:
            effects[k] = new - old
        return effects
    logs = {k: _ln(after[k] / before[k]) for k in moved}
    # where the factors cancel, L(a, a) = a
    weight = _decimal(old) if new == old else _decimal(new - old) / _ln(new / old)
    for k in moved:
        effects[k] = Fraction(logs[k] * weight)
    largest = max(moved, key=lambda k: abs(effects[k]))
    effects[largest] += new - old - sum(effects, Fraction(0))
    return effects


def _completed(term: Term) -> tuple[list[Fraction], list[Fraction]]:
    """Both chains, a factor without meaning taken from the other side (1 where it has none)."""
    before, after = [], []
    for a, b in zip(term.before, term.after, strict=True):
        one = Fraction(1)
        before.append(a if a is not None else b if b is not None else one)
        after.append(b if b is not None else a if a is not None else one)
    return before, after


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _ln(ratio: Fraction) -> Decimal:
    return _decimal(ratio).ln()
