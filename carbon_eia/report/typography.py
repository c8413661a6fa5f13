"""How characters stand on a line: indices low or high, thousands apart, words kept whole.

One reading of a text for every writer: HTML makes elements of the pieces, Word runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

__all__ = ["TypographicRun", "indices", "laid_out", "term", "terms", "thousands", "word"]

_INDEX = re.compile(
    r"(?<=CO|CH|SF|SO)(?P<gas>[246])(?![0-9])"
    r"|(?<=N)(?P<nitrous>2)(?=O)"
    r"|(?<![A-Za-z])(?P<metre>N?m)(?P<power>[23])(?![A-Za-z0-9])"
)
_IN_TERM = re.compile(
    rf"_(?P<name>\w+)|(?P<digits>[₀-₉]+)|{_INDEX.pattern}|(?P<number>\d+(?:\.\d+)?)"
)
_LONG = re.compile(r"([−-]?)(\d{4,})(\.\d+)?")
_OPERATOR = re.compile(r" (?=[×+−÷] )")
_DIGITS = {0x2080 + i: str(i) for i in range(10)}


class TypographicRun(NamedTuple):
    """Characters in one place: ``level`` is low (``sub``), high (``sup``), or empty on the line.

    ``apart``: a thin space stands before it, which is not part of the text.
    """

    text: str
    level: str = ""
    apart: bool = False


def indices(text: str) -> Iterator[TypographicRun]:
    """A text with the indices of gases and of units low or high.

    >>> [(p.text, p.level) for p in indices("0.83 tCO2/m3")]
    [('0.83 tCO', ''), ('2', 'sub'), ('/', ''), ('m', ''), ('3', 'sup')]
    >>> [p.text for p in indices("RM002")]
    ['RM002']
    """
    return _pieces(_INDEX, text, _index)


def thousands(text: str) -> Iterator[TypographicRun]:
    """A number with its thousands apart; anything else as it is.

    >>> [p.text for p in thousands("1188633.51")], [p.text for p in thousands("2026-06-30")]
    (['1', '188', '633', '.51'], ['2026-06-30'])
    """
    found = _LONG.fullmatch(text)
    if found is None:
        yield TypographicRun(text)
        return
    sign, whole, rest = found.groups(default="")
    head = len(whole) % 3 or 3
    yield TypographicRun(sign + whole[:head])
    yield from (TypographicRun(whole[i : i + 3], apart=True) for i in range(head, len(whole), 3))
    if rest:
        yield TypographicRun(rest)


def word(text: str, grouped: bool) -> Iterator[TypographicRun]:
    """A number or a unit of a quantity; ``grouped``: thousands apart."""
    return thousands(text) if grouped and _LONG.fullmatch(text) else indices(text)


def terms(formula: str) -> list[str]:
    """The parts of a formula, each with the operator before it: it breaks between them only.

    >>> terms("E = 193000 t × 23.1 GJ/t")
    ['E = 193000 t', '× 23.1 GJ/t']
    """
    return _OPERATOR.split(formula)


def term(text: str) -> Iterator[TypographicRun]:
    """A part of a formula: names below the line, long numbers with their thousands apart.

    >>> "|".join(p.text for p in term("Q_dust × 23000")), next(iter(term("h₀")))
    ('Q|dust| × |23|000', TypographicRun(text='h', level='', apart=False))
    """
    return _pieces(_IN_TERM, text, _in_term)


def laid_out(text: str, look: str) -> Iterator[TypographicRun]:
    """The pieces of a span in its look, one after the other.

    >>> "|".join(p.text for p in laid_out("8510 万m3", "amount"))
    '8|510| |万|m|3'
    """
    if look == "number":
        return thousands(text)
    if look in ("quantity", "amount"):
        return _spaced(word(w, grouped=look == "amount") for w in text.split())
    if look == "formula":
        return _spaced(term(t) for t in terms(text))
    return iter([TypographicRun(text)]) if look == "reference" else indices(text)


def _pieces(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Iterable[TypographicRun]]
) -> Iterator[TypographicRun]:
    """What a pattern matches as it is read, and what stands between as it is."""
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            yield TypographicRun(text[at : found.start()])
        yield from read(found)
        at = found.end()
    if at < len(text):
        yield TypographicRun(text[at:])


def _index(found: re.Match[str]) -> Iterator[TypographicRun]:
    if found["metre"]:
        yield TypographicRun(found["metre"])
        yield TypographicRun(found["power"], "sup")
    else:
        yield TypographicRun(found["gas"] or found["nitrous"], "sub")


def _in_term(found: re.Match[str]) -> Iterable[TypographicRun]:
    if found["number"]:
        return thousands(found[0]) if len(found[0]) > 4 else [TypographicRun(found[0])]
    if below := found["name"] or found["digits"]:
        return [TypographicRun(below.translate(_DIGITS), "sub")]
    return _index(found)


def _spaced(groups: Iterable[Iterable[TypographicRun]]) -> Iterator[TypographicRun]:
    """Groups with a space between them."""
    for i, group in enumerate(groups):
        if i:
            yield TypographicRun(" ")
        yield from group
