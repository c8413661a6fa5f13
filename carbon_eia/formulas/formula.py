"""A formula: read once, then worked out on any numbers, printed, or put into a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from carbon_eia.formulas.compiled import compile_tree
from carbon_eia.formulas.figure import F
from carbon_eia.formulas.grammar import FormulaError, FormulaNode, parse_tree

__all__ = ["Formula", "parse_formula"]

Shown = Callable[[FormulaNode], str]


class Formula:
    """A formula and everything that can be done with it.

    >>> formula = parse_formula("AD × NCV × CC × 44/12 × (1 − BIO)")
    >>> formula.names
    ('AD', 'NCV', 'CC', 'BIO')
    >>> known = {"AD": Fraction(12), "NCV": Fraction(2), "CC": Fraction(1, 2), "BIO": Fraction(0)}
    >>> formula.value(known)
    Fraction(44, 1)
    >>> formula.printed({"AD": "12 t", "NCV": "2 GJ/t", "CC": "0.5 tC/GJ", "BIO": "0 %"})
    '12 t × 2 GJ/t × 0.5 tC/GJ × 44/12 × (1 − 0 %)'
    >>> formula.cell({"AD": "B2", "NCV": "B3", "CC": "B4", "BIO": "B5"})
    'B2*B3*B4*(44/12)*(1-B5)'
    """

    def __init__(self, text: str, tree: FormulaNode) -> None:
        self.text = text
        self.tree = tree
        self.names = tree.names()

    def __repr__(self) -> str:
        return f"parse_formula({self.text!r})"

    def __reduce__(self) -> tuple[Callable[[str], Formula], tuple[str]]:
        return parse_formula, (self.text,)

    @cached_property
    def _functions(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return compile_tree(self.tree, self.names)

    def value(self, values: Mapping[str, F | str]) -> F:
        """The value for these values of its names: fractions, floats, arrays, or sums of products.

        A fact that a table of a standard is asked for may be a word.

        Raises KeyError for a name without value, ZeroDivisionError, and NotListedError where a
        table of a standard has no value for a fact.
        """
        given = [values[n] for n in self.names]
        exact, floating = self._functions
        inexact = exact is not floating and any(_is_float(v) for v in given)
        value: F = (floating if inexact else exact)(*given)
        return value

    def printed(self, names: Mapping[str, str]) -> str:
        """The formula as the guides print it, with texts in the place of its names."""
        return _written(self.tree, _PRINTED, lambda leaf: names[leaf.text])

    def with_figures(self, shown: Shown) -> str:
        """The formula with figures: ``shown`` gives the text of a name or a table."""
        return _written(self.tree, _PRINTED, shown)

    def cell(self, cells: Mapping[str, str]) -> str:
        """The formula of a spreadsheet, with references of cells in the place of its names.

        Raises FormulaError for a name that has no cell.
        """

        def reference(leaf: FormulaNode) -> str:
            if leaf.kind == "table" or leaf.text not in cells:
                raise FormulaError(f"no cell for {leaf.text!r} in {self.text!r}")
            return cells[leaf.text]

        return _written(self.tree, _SPREADSHEET, reference)

    def value_of(self, node: FormulaNode, values: Mapping[str, F | str]) -> F:
        """The value of a part of the formula."""
        exact, _ = compile_tree(node, node.names())
        value: F = exact(*(values[n] for n in node.names()))
        return value


@lru_cache(maxsize=2048)
def parse_formula(text: str) -> Formula:
    """Read a formula; ``E = `` before it is left out.

    >>> parse_formula("E = −AD × EF").value({"AD": 3, "EF": 2})
    -6

    Raises FormulaError where the text is not in the grammar.
    """
    return Formula(text, parse_tree(text))


def _is_float(value: object) -> bool:
    return isinstance(value, float) or hasattr(value, "dtype")


_PRINTED = {"+": " + ", "−": " − ", "×": " × ", "÷": " ÷ ", "negative": "−", ",": ", "}
_SPREADSHEET = {"+": "+", "−": "-", "×": "*", "÷": "/", "negative": "-", ",": ","}
_CLOSING = {"(": ")", "[": "]"}


def _written(node: FormulaNode, signs: Mapping[str, str], leaf: Shown) -> str:
    """The text of a tree: its own brackets are all that it needs."""
    if node.kind in ("name", "table"):
        return leaf(node)
    sheet = signs is _SPREADSHEET
    if node.kind == "number":
        above, below = node.ratio
        return f"({above}/{below})" if sheet and not _is_decimal(node.text) else node.text
    parts = [_written(p, signs, leaf) for p in node.parts]
    if node.kind == "brackets":
        opening = "(" if sheet else node.text
        return f"{opening}{parts[0]}{_CLOSING[opening]}"
    if node.kind == "negative":
        return signs["negative"] + parts[0]
    if node.kind == "extreme":
        which = node.text.upper() if sheet else node.text
        return f"{which}({signs[','].join(parts)})"
    return signs[node.kind].join(parts)


def _is_decimal(text: str) -> bool:
    try:
        return "/" not in text and Fraction(text) is not None
    except ValueError:
        return False
