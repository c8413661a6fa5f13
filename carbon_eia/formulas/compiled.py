"""A formula as a function: of fractions, of arrays, of sums of products alike.

The function is built from the tree that our own reader made: signs, whole numbers and numbered
arguments. No character of the text that was read gets into it, so a formula from a user's file
cannot do anything but arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from carbon_eia.formulas.grammar import FormulaNode

__all__ = ["NotListedError", "compile_tree"]

Function = Callable[..., Any]


class NotListedError(LookupError):
    """A fact lies outside the keys of a table of a standard; the text is the fact's name."""


def compile_tree(tree: FormulaNode, names: tuple[str, ...]) -> tuple[Function, Function]:
    """Functions of ``names`` in their order: one that keeps fractions exact, one for floats.

    They are the same function where every constant of the formula is a whole number, or multiplies
    or divides: 44/12 multiplies by 44 and divides by 12.
    """
    writer = _ExpressionWriter(names)
    body = writer.code(tree)
    arguments = ", ".join(f"a{i}" for i in range(len(names)))
    source = f"lambda {arguments}: {body}"
    exact = _function(source, writer.known)
    if not any(isinstance(v, Fraction) for v in writer.known.values()):
        return exact, exact
    floats = {k: float(v) if isinstance(v, Fraction) else v for k, v in writer.known.items()}
    return exact, _function(source, floats)


def _function(source: str, known: dict[str, Any]) -> Function:
    function: Function = eval(source, {"__builtins__": {}, **known})
    return function


Ratio = tuple[int, int]


class _ExpressionWriter:
    """Writes the expression of a tree; ``known`` holds what it calls and its constants."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.numbers = {name: i for i, name in enumerate(names)}
        self.known: dict[str, Any] = {}

    def code(self, node: FormulaNode) -> str:
        constant = _constant(node)
        if constant is not None:
            return self._whole_or_known(constant)
        if node.kind == "name":
            return f"a{self.numbers[node.text]}"
        if node.kind == "brackets":
            return self.code(node.parts[0])
        if node.kind == "negative":
            return f"(-{self.code(node.parts[0])})"
        if node.kind == "extreme":
            inner = ", ".join(self.code(p) for p in node.parts)
            return f"{self._keep(_EXTREMES[node.text])}({inner})"
        if node.kind == "table":
            return f"{self._keep(_reading(node))}({self.code(node.parts[0])})"
        return self._sign(node)

    def _sign(self, node: FormulaNode) -> str:
        left, right = node.parts
        if node.kind in "+−":
            return f"({self.code(left)} {'+' if node.kind == '+' else '-'} {self.code(right)})"
        by = _constant(right)
        if by is not None:  # of a constant its parts: the others keep their kind of number
            above, below = by if node.kind == "×" else (by[1], by[0])
            times = f" * {above}" if above != 1 else ""
            return f"({self.code(left)}{times}{f' / {below}' if below != 1 else ''})"
        return f"({self.code(left)} {'*' if node.kind == '×' else '/'} {self.code(right)})"

    def _whole_or_known(self, ratio: Ratio) -> str:
        value = Fraction(*ratio)
        return f"({value.numerator})" if value.denominator == 1 else self._keep(value)

    def _keep(self, value: object) -> str:
        name = f"k{len(self.known)}"
        self.known[name] = value
        return name


def _constant(node: FormulaNode) -> Ratio | None:
    """The value of a part without names: a number as it is written, else worked out exactly."""
    if node.kind == "number":
        return node.ratio
    if node.kind in ("name", "table", "extreme"):
        return None
    parts = [_constant(p) for p in node.parts]
    if any(p is None for p in parts):
        return None
    if node.kind == "brackets":
        return parts[0]
    left, *rest = (Fraction(*p) for p in parts if p is not None)
    if node.kind == "negative":
        value = -left
    elif node.kind == "+":
        value = left + rest[0]
    elif node.kind == "−":
        value = left - rest[0]
    elif node.kind == "×":
        value = left * rest[0]
    elif rest[0]:
        value = left / rest[0]
    else:
        return None  # the division raises when the formula is worked out
    return value.numerator, value.denominator


def _extreme(which: str) -> Function:
    plain: Function = min if which == "min" else max

    def extreme(*parts: Any) -> Any:
        if not any(hasattr(p, "dtype") for p in parts):
            return plain(parts)
        import numpy as np  # only where columns are given

        return reduce(np.minimum if which == "min" else np.maximum, parts)

    return extreme


_EXTREMES = {which: _extreme(which) for which in ("min", "max")}


def _reading(table: FormulaNode) -> Function:
    """What a table of a standard gives for its fact: a number, or a word among its keys."""
    name, points = table.parts[0].text, table.points
    words = dict(points)
    numbers = [(Fraction(k), v) for k, v in points if k[0].isdigit()]

    def read(fact: Any) -> Fraction:
        if isinstance(fact, str):
            if fact not in words:
                raise NotListedError(name)
            return words[fact]
        value = _READ[table.text](numbers, words, fact)
        if value is None:
            raise NotListedError(name)
        return value

    return read


Numbers = list[tuple[Fraction, Fraction]]


def _at(numbers: Numbers, _: dict[str, Fraction], fact: Fraction) -> Fraction | None:
    return next((v for k, v in numbers if k == fact), None)


def _step(numbers: Numbers, words: dict[str, Fraction], fact: Fraction) -> Fraction | None:
    return next((v for k, v in numbers if fact <= k), words.get("above"))


def _interpolate(numbers: Numbers, _: dict[str, Fraction], fact: Fraction) -> Fraction | None:
    if fact == numbers[-1][0]:
        return numbers[-1][1]
    for (low, first), (high, last) in pairwise(numbers):
        if low <= fact < high:
            return first + (last - first) * (fact - low) / (high - low)
    return None


_READ = {"at": _at, "step": _step, "interpolate": _interpolate}
