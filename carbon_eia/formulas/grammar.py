"""The one grammar of formulas: of methods, of corrections of limits, of derived values.

    formula    = [ "E = " ] sum
    sum        = product { ( "+" | "−" ) product }
    product    = factor { ( "×" | "÷" ) factor }
    factor     = "−" factor | "(" sum ")" | "[" sum "]" | number | name | extreme | table
    number     = 29.3076 | 44/12 | 10⁻³ | 10⁻⁶
    extreme    = ( "min" | "max" ) "(" sum { "," sum } ")"
    table      = ( "at" | "step" | "interpolate" ) "(" name { ";" key ":" [ "−" ] number } ")"
    key        = number | word | "above"

A name is a symbol (``NCV``, ``Q_dust``, ``h₀``, ``M′``) or a word (``clinker_pct``). The signs may
also be typed as ``- * /``. ``44/12`` is one number where nothing is divided by it, so that it is
printed as the guides print it; ``a/3/4`` is read from left to right like any division.

A table of a standard is read ``at`` its keys alone (numbers or words), by ``step`` (each key is the
upper end of its step, ``above`` the last), or with ``interpolate`` (in a straight line between two
keys). Nothing is taken from Python's own grammar, and no text is ever run: see ``compiled``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

__all__ = ["EXTREMES", "FormulaError", "FormulaNode", "FormulaReader", "parse_tree"]

LONGEST = 2000
"""Characters of the longest formula that is read."""

DEEPEST = 20
"""How deep brackets may stand in each other."""

MOST_SIGNS = 100
"""Signs of arithmetic that one formula may have."""

_TOKEN = re.compile(
    r"\s*(?:(10⁻[³⁶]|[0-9]+(?:\.[0-9]+)?(?![\w.]))|([^\W\d]\w*′*)|(>=|<=|[-−+*×/÷()\[\]<>=:;,]))"
)
_KINDS = ("number", "name", "sign")
_PLAIN = {"-": "−", "*": "×", "/": "÷"}
SIGNS = ("+", "−", "×", "÷")
_TINY = {"10⁻³": (1, 1000), "10⁻⁶": (1, 1000000)}
_CLOSING = {"(": ")", "[": "]"}

EXTREMES = ("min", "max")
TABLES = ("at", "step", "interpolate")
RESERVED = frozenset({*EXTREMES, *TABLES, "if", "else", "unresolved"})


class FormulaError(ValueError):
    """A text that is not in the grammar, or a name that nobody knows."""


class FormulaNode(NamedTuple):
    """A part of a formula.

    ``kind``: number, name, negative, brackets (``text`` is ``(`` or ``[``), a sign (``+ − × ÷``),
    ``extreme`` or ``table`` (``text`` says which). ``ratio`` is the value of a number as written:
    44/12 stays 44 and 12. ``points`` are the keys of a table with what it lists for them.
    """

    kind: str
    text: str = ""
    parts: tuple[FormulaNode, ...] = ()
    ratio: tuple[int, int] = (0, 1)
    points: tuple[tuple[str, Fraction], ...] = ()

    def names(self) -> tuple[str, ...]:
        """Every name that occurs, each once, in the order of the text.

        >>> parse_tree("AD × (1 − BIO) × AD").names()
        ('AD', 'BIO')
        """
        own = (self.text,) if self.kind == "name" else ()
        return tuple(dict.fromkeys((*own, *(n for p in self.parts for n in p.names()))))

    def tables(self) -> bool:
        """Whether any table of a standard is read in it."""
        return self.kind == "table" or any(p.tables() for p in self.parts)


def parse_tree(text: str) -> FormulaNode:
    """The tree of a formula; ``E = `` before it is left out.

    >>> parse_tree("E = AD × 44/12").kind
    '×'

    Raises FormulaError where the text is not in the grammar.
    """
    reader = FormulaReader(text.removeprefix("E = "))
    tree = reader.sum()
    reader.end()
    return tree


class FormulaReader:
    """Reads one text from left to right; ``FormulaError`` holds the whole text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.place = 0
        if len(text) > LONGEST:
            raise FormulaError(f"{text[:60]}…")
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:
                raise self.wrong()
            number = match.lastindex or 1
            self.tokens.append((_KINDS[number - 1], match.group(number)))
            at = match.end()
        if sum(_PLAIN.get(t, t) in SIGNS for _, t in self.tokens) > MOST_SIGNS:
            raise self.wrong()

    def wrong(self) -> FormulaError:
        """The error of a text that is not in the grammar."""
        return FormulaError(self.text)

    @property
    def at(self) -> str:
        """The next token, empty at the end."""
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    @property
    def sign(self) -> str:
        """The next token as the guides print it, where it is a sign; else empty."""
        if self.place >= len(self.tokens) or self.tokens[self.place][0] != "sign":
            return ""
        return _PLAIN.get(self.at, self.at)

    def take(self, *wanted: str) -> str:
        """The next token, which must be one of ``wanted``."""
        if not self.at or self.at not in wanted:
            raise self.wrong()
        return self._next()

    def of_kind(self, *kinds: str) -> str:
        """The next token, which must be of one of ``kinds``."""
        if self.kind not in kinds:
            raise self.wrong()
        return self._next()

    @property
    def kind(self) -> str:
        """The kind of the next token, empty at the end."""
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def end(self) -> None:
        """Raises FormulaError where anything is left."""
        if self.at:
            raise self.wrong()

    def listed(self, part: Callable[[], FormulaNode | str]) -> list[FormulaNode | str]:
        """What stands in round brackets, with commas between."""
        self.take("(")
        parts = [part()]
        while self.at == ",":
            self._next()
            parts.append(part())
        self.take(")")
        return parts

    # --- sums

    def sum(self, depth: int = 0) -> FormulaNode:
        """A sum of products."""
        left = self._product(depth)
        while self.sign in ("+", "−"):
            sign = self.sign
            self._next()
            left = FormulaNode(sign, parts=(left, self._product(depth)))
        return left

    def _product(self, depth: int) -> FormulaNode:
        left = self._factor(depth, ratio=True)
        while self.sign in ("×", "÷"):
            sign = self.sign
            self._next()
            left = FormulaNode(sign, parts=(left, self._factor(depth, ratio=sign == "×")))
        return left

    def _factor(self, depth: int, ratio: bool = False) -> FormulaNode:
        if depth > DEEPEST:
            raise self.wrong()
        if self.sign == "−":
            self._next()
            return FormulaNode("negative", parts=(self._factor(depth + 1),))
        if self.at in _CLOSING:
            bracket = self._next()
            inner = self.sum(depth + 1)
            self.take(_CLOSING[bracket])
            return FormulaNode("brackets", bracket, (inner,))
        if self.at in EXTREMES:
            which = self._next()
            parts = self.listed(lambda: self.sum(depth + 1))
            return FormulaNode(
                "extreme", which, tuple(p for p in parts if isinstance(p, FormulaNode))
            )
        if self.at in TABLES:
            return self._table()
        if self.kind == "number":
            return self._number(ratio)
        return FormulaNode("name", self.name())

    def name(self) -> str:
        """A name that is no word of the grammar."""
        if self.at in RESERVED:
            raise self.wrong()
        return self.of_kind("name")

    def _number(self, ratio: bool) -> FormulaNode:
        text = self._next()
        if text in _TINY:
            return FormulaNode("number", text, ratio=_TINY[text])
        above = Fraction(text)
        behind = self.tokens[self.place : self.place + 2]
        if ratio and text.isdigit() and len(behind) == 2 and behind[0][1] == "/":
            kind, below = behind[1]
            if kind == "number" and below.isdigit() and int(below):
                self.place += 2
                return FormulaNode("number", f"{text}/{below}", ratio=(int(text), int(below)))
        return FormulaNode("number", text, ratio=(above.numerator, above.denominator))

    def _table(self) -> FormulaNode:
        which = self._next()
        self.take("(")
        name = FormulaNode("name", self.name())
        points: list[tuple[str, Fraction]] = []
        while self.at == ";":
            self._next()
            key = self.of_kind("number", "name")
            self.take(":")
            negative = self.sign == "−" and bool(self._next())
            size = Fraction(self.of_kind("number"))
            points.append((key, -size if negative else size))
        self.take(")")
        if not _in_order(which, [k for k, _ in points]):
            raise self.wrong()
        return FormulaNode("table", which, (name,), points=tuple(points))


def _in_order(which: str, keys: list[str]) -> bool:
    """Whether the keys of a table can be read: each once, numbers rising where steps follow."""
    if not keys or len(set(keys)) < len(keys):
        return False
    if which == "at":
        return True
    if which == "step" and keys[-1] == "above":
        keys = keys[:-1]
    if not all(k[0].isdigit() for k in keys):
        return False
    numbers = [Fraction(k) for k in keys]
    return numbers == sorted(set(numbers))
