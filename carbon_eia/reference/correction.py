"""Corrections of limits as data: a small language of sums, read without eval, exact on fractions.

    correction = [ "if" condition ":" ] ( sum | "unresolved(" name { "," name } ")" )
    condition  = name ( ">" | ">=" | "<" | "<=" | "=" ) ( number | word )
    sum        = product { ("+" | "-") product }
    product    = factor { ("*" | "/") factor }
    factor     = number | name | "(" sum ")" | "-" factor

``value`` is the printed limit; every other name is a fact of ``benchmarks/corrections.toml``.
``unresolved`` names what the standard corrects by and the table gives no coefficient for.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

__all__ = ["Condition", "Correction", "parse_correction"]

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(>=|<=|[-+*/()<>=:,]))")
_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}
_DEEPEST = 20

Known = Mapping[str, Fraction | str]
"""Facts by name: a number in the unit of ``corrections.toml``, or a word."""


class Sum(NamedTuple):
    """A node of a sum: a number, a name, or an operator with its two sides."""

    kind: str
    text: str
    left: Sum | None = None
    right: Sum | None = None


class Condition(NamedTuple):
    """When a correction applies: a fact against a number or a word."""

    name: str
    sign: str
    against: str

    def holds(self, known: Known) -> bool:
        """Whether the condition holds; the fact must be known."""
        found = known[self.name]
        if isinstance(found, str):
            return found == self.against
        return _COMPARE[self.sign](found, Fraction(self.against))


class Correction(NamedTuple):
    """A correction as read: its condition, and a sum or the names that it leaves unresolved."""

    condition: Condition | None
    sum: Sum | None
    unresolved: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """The facts in the sum, each once, in their order."""
        return tuple(dict.fromkeys(n for n in _names(self.sum) if n != "value"))

    def corrected(self, known: Known) -> Fraction:
        """The corrected limit; ``known`` holds ``value`` and every fact of the sum.

        >>> found = parse_correction("value+1.20*(clinker_pct-75)")
        >>> found.corrected({"value": Fraction(94), "clinker_pct": Fraction(80)})
        Fraction(100, 1)

        Raises ZeroDivisionError where the facts make a divisor zero.
        """
        assert self.sum is not None
        return _worth(self.sum, known)

    def written(self, shown: Mapping[str, str]) -> str:
        """The sum as one writes it by hand, each name replaced by its figure.

        >>> found = parse_correction("value+1.20*(clinker_pct-75)")
        >>> found.written({"value": "94", "clinker_pct": "80"})
        '94 + 1.20 × (80 − 75)'
        """
        return "" if self.sum is None else _written(self.sum, shown)


@cache
def parse_correction(text: str) -> Correction:
    """Read a correction.

    Raises ValueError where the text is not one.
    """
    reader = _Reader(text)
    condition = None
    if reader.at == "if":
        reader.take("if")
        condition = reader.condition()
        reader.take(":")
    if reader.at == "unresolved":
        reader.take("unresolved")
        reader.take("(")
        causes = [reader.name()]
        while reader.at == ",":
            reader.take(",")
            causes.append(reader.name())
        reader.take(")")
        found = Correction(condition, None, tuple(causes))
    else:
        found = Correction(condition, reader.sum(0), ())
    if reader.at:
        raise ValueError(text)
    return found


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise ValueError(text)
            kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
            self.tokens.append((kind, match.group(match.lastindex or 1)))
            place = match.end()
        self.next = 0

    @property
    def at(self) -> str:
        """The next token, empty at the end."""
        return self.tokens[self.next][1] if self.next < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        if self.at not in wanted:
            raise ValueError(self.text)
        self.next += 1
        return self.tokens[self.next - 1][1]

    def of_kind(self, *kinds: str) -> str:
        if self.next >= len(self.tokens) or self.tokens[self.next][0] not in kinds:
            raise ValueError(self.text)
        self.next += 1
        return self.tokens[self.next - 1][1]

    def name(self) -> str:
        return self.of_kind("name")

    def condition(self) -> Condition:
        name, sign = self.name(), self.take(*_COMPARE)
        numeric = self.tokens[self.next : self.next + 1] and self.tokens[self.next][0] == "number"
        if not numeric and sign != "=":
            raise ValueError(self.text)
        return Condition(name, sign, self.of_kind("number", "name"))

    def sum(self, depth: int) -> Sum:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Sum:
        return self._chain(("*", "/"), self._factor, depth)

    def _chain(self, signs: tuple[str, ...], part: Callable[[int], Sum], depth: int) -> Sum:
        left = part(depth)
        while self.at and self.at in signs:
            sign = self.take(*signs)
            left = Sum("sign", sign, left, part(depth))
        return left

    def _factor(self, depth: int) -> Sum:
        if depth > _DEEPEST:
            raise ValueError(self.text)
        if self.at == "(":
            self.take("(")
            found = self.sum(depth + 1)
            self.take(")")
            return found
        if self.at == "-":
            self.take("-")
            return Sum("sign", "-", Sum("number", "0"), self._factor(depth + 1))
        kind = self.tokens[self.next][0] if self.at else ""
        return Sum(kind, self.of_kind("number", "name"))


def _names(node: Sum | None) -> list[str]:
    if node is None:
        return []
    own = [node.text] if node.kind == "name" else []
    return [*own, *_names(node.left), *_names(node.right)]


def _worth(node: Sum, known: Known) -> Fraction:
    if node.kind == "number":
        return Fraction(node.text)
    if node.kind == "name":
        return Fraction(known[node.text])
    assert node.left is not None
    assert node.right is not None
    left, right = _worth(node.left, known), _worth(node.right, known)
    if node.text == "+":
        return left + right
    if node.text == "-":
        return left - right
    return left * right if node.text == "*" else left / right


_SHOWN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _written(node: Sum, shown: Mapping[str, str]) -> str:
    if node.kind != "sign":
        return shown[node.text] if node.kind == "name" else node.text
    assert node.left is not None
    assert node.right is not None
    left, right = _written(node.left, shown), _written(node.right, shown)
    weak = ("+", "-")
    if node.text in ("*", "/") and node.left.kind == "sign" and node.left.text in weak:
        left = f"({left})"
    if node.right.kind == "sign" and (
        node.text == "/" or (node.text in ("*", "-") and node.right.text in weak)
    ):
        right = f"({right})"
    return f"{left} {_SHOWN[node.text]} {right}"
