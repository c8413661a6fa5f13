"""The grammar of a printed formula: read once, worked out exactly or written for a spreadsheet.

    sum     = product { ("+" | "−") product }
    product = factor { ("×" | "÷") factor }
    factor  = "−" factor | "(" sum ")" | "[" sum "]" | number | ratio | "10⁻³" | "10⁻⁶" | name
    number  = 29.3076        ratio = 44/12        name = NCV, Q_dust, h₀, M′ …

Whoever prints a formula in this grammar can have it recalculated by others: a workbook's cell
comes from the same text as the line in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Expression", "FormulaError", "evaluate", "parse_formula", "written"]

_TOKEN = re.compile(r"\s*(10⁻[³⁶]|[()\[\]×÷+−]|\d+/\d+|\d+(?:\.\d+)?(?![\w.])|[^\W\d]\w*′*)")
_TINY = {"10⁻³": "1/1000", "10⁻⁶": "1/1000000"}
_CLOSING = {"(": ")", "[": "]"}
_OPERATORS = {"+": "+", "−": "-", "×": "*", "÷": "/"}


class FormulaError(ValueError):
    """A text that is not in the grammar, or a name that nobody knows."""


class Expression(NamedTuple):
    """A node: ``kind`` is an operator (``+ − × ÷``), ``negative``, ``number`` or ``name``."""

    kind: str
    parts: tuple[Expression, ...] = ()
    text: str = ""

    def names(self) -> set[str]:
        """Every name that occurs.

        >>> sorted(parse_formula("AD × (1 − BIO)").names())
        ['AD', 'BIO']
        """
        own = {self.text} if self.kind == "name" else set()
        return own.union(*(p.names() for p in self.parts))


@lru_cache(maxsize=1024)
def parse_formula(text: str) -> Expression:
    """The tree of a printed formula; ``E = `` before it is left out.

    >>> parse_formula("E = AD × 44/12").kind
    '×'

    Raises FormulaError where the text is not in the grammar.
    """
    tokens = list(_tokens(text.removeprefix("E = ")))
    tree, rest = _sum(tokens, 0)
    if rest != len(tokens):
        raise FormulaError(f"{tokens[rest]!r} is too much in {text!r}")
    return tree


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(f"not understood: {text[position:]!r}")
        yield match.group(1)
        position = match.end()


def _sum(tokens: list[str], at: int) -> tuple[Expression, int]:
    return _chain(tokens, at, ("+", "−"), _product)


def _product(tokens: list[str], at: int) -> tuple[Expression, int]:
    return _chain(tokens, at, ("×", "÷"), _factor)


def _chain(
    tokens: list[str],
    at: int,
    operators: tuple[str, str],
    part: Callable[[list[str], int], tuple[Expression, int]],
) -> tuple[Expression, int]:
    tree, at = part(tokens, at)
    while at < len(tokens) and tokens[at] in operators:
        right, after = part(tokens, at + 1)
        tree, at = Expression(tokens[at], (tree, right)), after
    return tree, at


def _factor(tokens: list[str], at: int) -> tuple[Expression, int]:
    if at >= len(tokens):
        raise FormulaError("the formula ends too early")
    token = tokens[at]
    if token == "−":
        inner, after = _factor(tokens, at + 1)
        return Expression("negative", (inner,)), after
    if token in _CLOSING:
        inner, after = _sum(tokens, at + 1)
        if after >= len(tokens) or tokens[after] != _CLOSING[token]:
            raise FormulaError(f"{token!r} is not closed")
        return inner, after + 1
    if token in _TINY:
        return Expression("number", text=_TINY[token]), at + 1
    if token[0].isdigit():
        return Expression("number", text=token), at + 1
    if token in _OPERATORS or token in _CLOSING.values():
        raise FormulaError(f"{token!r} stands where a number is expected")
    return Expression("name", text=token), at + 1


def evaluate(tree: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value of a formula.

    >>> evaluate(parse_formula("AD × EF × 44/12"), {"AD": Fraction(12), "EF": Fraction(1, 2)})
    Fraction(22, 1)
    """
    if tree.kind == "number":
        return Fraction(tree.text)
    if tree.kind == "name":
        return values[tree.text]
    parts = [evaluate(p, values) for p in tree.parts]
    if tree.kind == "negative":
        return -parts[0]
    left, right = parts
    if tree.kind == "×":
        return left * right
    if tree.kind == "÷":
        return left / right
    return left + right if tree.kind == "+" else left - right


def written(tree: Expression, names: Mapping[str, str]) -> str:
    """The formula in the signs of a spreadsheet, with ``names`` (cell references) put in.

    >>> written(parse_formula("−AD × (1 − BIO) × 44/12"), {"AD": "B2", "BIO": "B3"})
    '-B2*(1-B3)*(44/12)'

    Raises FormulaError for a name that has no cell.
    """
    if tree.kind == "number":
        return f"({tree.text})" if "/" in tree.text else tree.text
    if tree.kind == "name":
        if tree.text not in names:
            raise FormulaError(f"no cell for {tree.text!r}")
        return names[tree.text]
    if tree.kind == "negative":
        return f"-{_bracketed(tree.parts[0], names, ('+', '−'))}"
    left, right = tree.parts
    loose = ("+", "−") if tree.kind in "×÷" else ()
    tight = {"+": (), "−": ("+", "−"), "×": ("+", "−"), "÷": ("+", "−", "×", "÷")}[tree.kind]
    operator = _OPERATORS[tree.kind]
    return f"{_bracketed(left, names, loose)}{operator}{_bracketed(right, names, tight)}"


def _bracketed(tree: Expression, names: Mapping[str, str], kinds: tuple[str, ...]) -> str:
    text = written(tree, names)
    return f"({text})" if tree.kind in kinds else text
