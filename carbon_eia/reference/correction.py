"""Corrections of limits as data: a small language of sums, read without eval, exact on fractions.

    correction = outcome | "if" condition ":" outcome [ "else" ":" outcome ]
    condition  = name ( ">" | ">=" | "<" | "<=" | "=" ) ( number | word )
    outcome    = sum | "unresolved(" name { "," name } ")"
    sum        = product { ("+" | "-") product }
    product    = factor { ("*" | "/") factor }
    factor     = number | name | "(" sum ")" | "-" factor | extreme | table
    extreme    = ( "min" | "max" ) "(" sum { "," sum } ")"
    table      = ( "at" | "step" | "interpolate" ) "(" name { ";" key ":" [ "-" ] number } ")"
    key        = number | word | "above"

``value`` is the printed limit; every other name is a fact of ``benchmarks/corrections.toml``.
``unresolved`` names what the standard corrects by and the table gives no coefficient for. Without
``else`` the printed limit stands where the condition does not hold. A table of the standard is read
``at`` its keys alone (numbers or words), by ``step`` (each key is the upper end of its step,
``above`` the last), or with ``interpolate`` (in a straight line between two keys); outside its keys
it has no value.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from carbon_eia.units import decimal_text

__all__ = ["Condition", "Correction", "NotListedError", "Outcome", "parse_correction"]

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(>=|<=|[-+*/()<>=:;,]))")
_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}
_EXTREMES: dict[str, Callable[[list[Fraction]], Fraction]] = {"min": min, "max": max}
_TABLES = ("at", "step", "interpolate")
_DEEPEST = 20

Known = Mapping[str, Fraction | str]
"""Facts by name: a number in the unit of ``corrections.toml``, or a word."""


class NotListedError(LookupError):
    """A fact lies outside the keys of a table of the standard; the text is the fact's name."""


class Sum(NamedTuple):
    """A node of a sum: a number, a name, an operator or extreme of its parts, a table of a name."""

    kind: str
    text: str
    parts: tuple[Sum, ...] = ()
    points: tuple[tuple[str, Fraction], ...] = ()


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


class Outcome(NamedTuple):
    """What a correction comes to: a sum, or the names that it leaves unresolved."""

    sum: Sum | None
    unresolved: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The facts in the sum, each once, in their order."""
        return tuple(dict.fromkeys(n for n in _names(self.sum) if n != "value"))

    def corrected(self, known: Known) -> Fraction:
        """The corrected limit; ``known`` holds ``value`` and every fact of the sum.

        >>> outcome = parse_correction("value+1.20*(clinker_pct-75)").then
        >>> outcome.corrected({"value": Fraction(94), "clinker_pct": Fraction(80)})
        Fraction(100, 1)

        Raises ZeroDivisionError where the facts make a divisor zero, NotListedError where a table
        has no value for a fact.
        """
        assert self.sum is not None
        return _worth(self.sum, known)

    def written(self, known: Known) -> str:
        """The sum as one writes it by hand: names by their figures, tables by what they give.

        >>> outcome = parse_correction("value+1.20*(clinker_pct-75)").then
        >>> outcome.written({"value": Fraction(94), "clinker_pct": Fraction(80)})
        '94 + 1.20 × (80 − 75)'
        """
        return "" if self.sum is None else _written(self.sum, known)


class Correction(NamedTuple):
    """A correction as read: its condition, what follows, and what else does."""

    condition: Condition | None
    then: Outcome
    otherwise: Outcome | None = None

    def outcome(self, known: Known) -> Outcome | None:
        """What follows from the facts; None where the printed limit stands."""
        if self.condition is None or self.condition.holds(known):
            return self.then
        return self.otherwise

    def outcomes(self) -> tuple[Outcome, ...]:
        """Everything that may follow."""
        return (self.then,) if self.otherwise is None else (self.then, self.otherwise)

    def asked(self) -> frozenset[str]:
        """Every fact that it asks for."""
        condition = () if self.condition is None else (self.condition.name,)
        return frozenset(condition).union(*(o.names() for o in self.outcomes()))


@cache
def parse_correction(text: str) -> Correction:
    """Read a correction.

    Raises ValueError where the text is not one.
    """
    reader = _Reader(text)
    if reader.at == "if":
        reader.take("if")
        condition = reader.condition()
        reader.take(":")
        then = reader.outcome()
        otherwise = None
        if reader.at == "else":
            reader.take("else")
            reader.take(":")
            otherwise = reader.outcome()
        correction = Correction(condition, then, otherwise)
    else:
        correction = Correction(None, reader.outcome())
    if reader.at:
        raise ValueError(text)
    return correction


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

    def condition(self) -> Condition:
        name, sign = self.of_kind("name"), self.take(*_COMPARE)
        numeric = self.tokens[self.next : self.next + 1] and self.tokens[self.next][0] == "number"
        if not numeric and sign != "=":
            raise ValueError(self.text)
        return Condition(name, sign, self.of_kind("number", "name"))

    def outcome(self) -> Outcome:
        if self.at != "unresolved":
            return Outcome(self.sum(0))
        self.take("unresolved")
        self.take("(")
        causes = [self.of_kind("name")]
        while self.at == ",":
            self.take(",")
            causes.append(self.of_kind("name"))
        self.take(")")
        return Outcome(None, tuple(causes))

    def sum(self, depth: int) -> Sum:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Sum:
        return self._chain(("*", "/"), self._factor, depth)

    def _chain(self, signs: tuple[str, ...], part: Callable[[int], Sum], depth: int) -> Sum:
        left = part(depth)
        while self.at and self.at in signs:
            sign = self.take(*signs)
            left = Sum("sign", sign, (left, part(depth)))
        return left

    def _factor(self, depth: int) -> Sum:
        if depth > _DEEPEST:
            raise ValueError(self.text)
        if self.at == "(":
            self.take("(")
            inner = self.sum(depth + 1)
            self.take(")")
            return inner
        if self.at == "-":
            self.take("-")
            return Sum("sign", "-", (Sum("number", "0"), self._factor(depth + 1)))
        if self.at in _EXTREMES:
            return self._extreme(depth)
        if self.at in _TABLES:
            return self._table()
        if self.at in ("if", "else", "unresolved"):
            raise ValueError(self.text)
        kind = self.tokens[self.next][0] if self.at else ""
        return Sum(kind, self.of_kind("number", "name"))

    def _extreme(self, depth: int) -> Sum:
        which = self.take(*_EXTREMES)
        self.take("(")
        parts = [self.sum(depth + 1)]
        while self.at == ",":
            self.take(",")
            parts.append(self.sum(depth + 1))
        self.take(")")
        return Sum("extreme", which, tuple(parts))

    def _table(self) -> Sum:
        which = self.take(*_TABLES)
        self.take("(")
        name = Sum("name", self.of_kind("name"))
        points: list[tuple[str, Fraction]] = []
        while self.at == ";":
            self.take(";")
            key = self.of_kind("number", "name")
            self.take(":")
            sign = -1 if self.at == "-" and self.take("-") else 1
            points.append((key, sign * Fraction(self.of_kind("number"))))
        self.take(")")
        keys = [k for k, _ in points]
        if which == "step" and keys[-1:] == ["above"]:
            keys.pop()
        in_order = which == "at" or all(k[0].isdigit() for k in keys)
        if in_order and which != "at":
            numbers = [Fraction(k) for k in keys]
            in_order = numbers == sorted(set(numbers))
        if not points or not in_order or len({*keys}) < len(keys):
            raise ValueError(self.text)
        return Sum("table", which, (name,), tuple(points))


def _names(node: Sum | None) -> list[str]:
    if node is None:
        return []
    own = [node.text] if node.kind == "name" else []
    return [*own, *(n for part in node.parts for n in _names(part))]


def _worth(node: Sum, known: Known) -> Fraction:
    if node.kind == "number":
        return Fraction(node.text)
    if node.kind == "name":
        return Fraction(known[node.text])
    if node.kind == "table":
        return _listed(node, known)
    parts = [_worth(part, known) for part in node.parts]
    if node.kind == "extreme":
        return _EXTREMES[node.text](parts)
    left, right = parts
    if node.text == "+":
        return left + right
    if node.text == "-":
        return left - right
    return left * right if node.text == "*" else left / right


def _listed(table: Sum, known: Known) -> Fraction:
    """What a table gives for its fact."""
    name = table.parts[0].text
    fact = known[name]
    if isinstance(fact, str):
        found = dict(table.points).get(fact)
        if found is None:
            raise NotListedError(name)
        return found
    if table.text == "at":
        for key, worth in table.points:
            if key[0].isdigit() and Fraction(key) == fact:
                return worth
        raise NotListedError(name)
    if table.text == "step":
        for key, worth in table.points:
            if key == "above" or fact <= Fraction(key):
                return worth
        raise NotListedError(name)
    points = [(Fraction(key), worth) for key, worth in table.points]
    if fact == points[-1][0]:
        return points[-1][1]
    for (low, first), (high, last) in pairwise(points):
        if low <= fact < high:
            return first + (last - first) * (fact - low) / (high - low)
    raise NotListedError(name)


def _figure(number: Fraction) -> str:
    text = decimal_text(abs(number), 6)
    return f"(−{text})" if number < 0 else text


_SHOWN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _written(node: Sum, known: Known) -> str:
    if node.kind == "number":
        return node.text
    if node.kind == "name":
        return _figure(Fraction(known[node.text]))
    if node.kind == "table":
        return _figure(_listed(node, known))
    if node.kind == "extreme":
        return f"{node.text}({', '.join(_written(part, known) for part in node.parts)})"
    left, right = (_written(part, known) for part in node.parts)
    weak = ("+", "-")
    first, second = node.parts
    if node.text in ("*", "/") and first.kind == "sign" and first.text in weak:
        left = f"({left})"
    if second.kind == "sign" and (
        node.text == "/" or (node.text in ("*", "-") and second.text in weak)
    ):
        right = f"({right})"
    return f"{left} {_SHOWN[node.text]} {right}"
