"""Corrections of limits: a condition, and the formulas that follow from it.

    correction = outcome | "if" condition ":" outcome [ "else" ":" outcome ]
    condition  = name ( ">" | ">=" | "<" | "<=" | "=" ) ( number | word )
    outcome    = sum | "unresolved(" word { "," word } ")"

A sum is one of ``grammar``. ``value`` is the printed limit; every other name is a fact of
``factors/benchmarks/corrections.toml``. ``unresolved`` names what the standard corrects by and the
table gives no coefficient for. Without ``else`` the printed limit stands where the condition does
not hold.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from carbon_eia.formulas.formula import Formula
from carbon_eia.formulas.grammar import FormulaNode, FormulaReader
from carbon_eia.units import decimal_text

__all__ = ["Condition", "Correction", "CorrectionOutcome", "parse_correction"]

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}

Known = Mapping[str, Fraction | str]
"""Facts by name: a number in the unit of ``corrections.toml``, or a word."""


class Condition(NamedTuple):
    """When a correction applies: a fact against a number or a word."""

    name: str
    sign: str
    against: str

    def holds(self, known: Known) -> bool:
        """Whether the condition holds; a fact that is not known holds none."""
        fact = known.get(self.name)
        if fact is None:
            return False
        if isinstance(fact, str):
            return fact == self.against
        return _COMPARE[self.sign](fact, Fraction(self.against))


class CorrectionOutcome(NamedTuple):
    """What a correction comes to: a formula, or the names that it leaves unresolved."""

    sum: Formula | None
    unresolved: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The facts in the sum, each once, in their order."""
        return () if self.sum is None else tuple(n for n in self.sum.names if n != "value")

    def corrected(self, known: Known) -> Fraction:
        """The corrected limit; ``known`` holds ``value`` and every fact of the sum.

        >>> outcome = parse_correction("value+1.20*(clinker_pct-75)").then
        >>> outcome.corrected({"value": Fraction(94), "clinker_pct": Fraction(80)})
        Fraction(100, 1)

        Raises ZeroDivisionError where the facts make a divisor zero, NotListedError where a table
        has no value for a fact.
        """
        assert self.sum is not None
        worth: Any = self.sum.value(known)
        return Fraction(worth)

    def written(self, known: Known) -> str:
        """The sum as one writes it by hand: names by their figures, tables by what they give.

        >>> outcome = parse_correction("value+1.20*(clinker_pct-75)").then
        >>> outcome.written({"value": Fraction(94), "clinker_pct": Fraction(80)})
        '94 + 1.20 × (80 − 75)'
        """
        formula = self.sum
        if formula is None:
            return ""

        def figure(leaf: FormulaNode) -> str:
            number = Fraction(formula.value_of(leaf, known))
            text = decimal_text(abs(number), 6)
            return f"(−{text})" if number < 0 else text

        return formula.with_figures(figure)


class Correction(NamedTuple):
    """A correction as read: its condition, what follows, and what else does."""

    condition: Condition | None
    then: CorrectionOutcome
    otherwise: CorrectionOutcome | None = None

    def outcome(self, known: Known) -> CorrectionOutcome | None:
        """What follows from the facts; None where the printed limit stands."""
        if self.condition is None or self.condition.holds(known):
            return self.then
        return self.otherwise

    def outcomes(self) -> tuple[CorrectionOutcome, ...]:
        """Everything that may follow."""
        return (self.then,) if self.otherwise is None else (self.then, self.otherwise)

    def asked(self) -> frozenset[str]:
        """Every fact that it asks for."""
        condition = () if self.condition is None else (self.condition.name,)
        return frozenset(condition).union(*(o.names() for o in self.outcomes()))


@cache
def parse_correction(text: str) -> Correction:
    """Read a correction.

    Raises FormulaError where the text is not one.
    """
    reader = FormulaReader(text)
    condition = otherwise = None
    if reader.at == "if":
        reader.take("if")
        condition = _condition(reader)
        reader.take(":")
    then = _outcome(reader)
    if condition is not None and reader.at == "else":
        reader.take("else")
        reader.take(":")
        otherwise = _outcome(reader)
    reader.end()
    return Correction(condition, then, otherwise)


def _condition(reader: FormulaReader) -> Condition:
    name, sign = reader.name(), reader.take(*_COMPARE)
    kinds = ("number", "name") if sign == "=" else ("number",)
    return Condition(name, sign, reader.of_kind(*kinds))


def _outcome(reader: FormulaReader) -> CorrectionOutcome:
    if reader.at != "unresolved":
        return CorrectionOutcome(Formula(reader.text, reader.sum()))
    reader.take("unresolved")
    return CorrectionOutcome(
        None, tuple(str(c) for c in reader.listed(lambda: reader.of_kind("name")))
    )
