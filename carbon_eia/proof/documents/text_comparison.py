"""A document's text against that which its record prints: words and figures, block by block."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from carbon_eia.messages import LANGUAGES, catalogue, sentence
from carbon_eia.proof.documents.look import Block, Layer, Look
from carbon_eia.units import spellings
from carbon_eia.units.parse import MULTIPLIERS, REFUSED

__all__ = ["Edited", "changed_layers", "edited_blocks"]

MOST_PAIRS = 4_000_000
"""Blocks times blocks that are aligned; beyond, they are compared in their order alone."""

CONTEXT, BEFORE = 40, 24
"""Characters that are told around a difference, and of the text before it."""

_SPACE = re.compile(r"(?<![\d.,])\s+|\s+(?![\d−-])")
"""Where lines and words end tells nothing, but between two numbers: they stand in two cells."""

_TIMES = "".join(sorted({sign for name in MULTIPLIERS for sign in name}))
"""Signs of the multipliers that may stand before a unit."""

_TOKEN = re.compile(
    r"[−+-]?\d(?:[\d,]*\d)?(?:\.\d+)?|[≤≥<>=≈±×÷%‰°℃−+]"
    rf"|[{_TIMES}]*+[A-Za-z]+(?:[₀-₉\d]+(?:eq?)?)?(?:/\w+)?"
    rf"|(?:[^\W\d_A-Za-z{_TIMES}]|[{_TIMES}]++(?![A-Za-z]))+[₀-₉\d]*(?:/\w+)?"
)
"""A number, a sign, a word of Latin letters with the multiplier before it, or one of others; each
character is looked at once or twice, however many multipliers stand side by side."""

VERDICTS = ("verdict.", "park.status.", "standard.report.outcome.")
"""Heads of the codes of verdicts."""


class Edited(NamedTuple):
    """A text that is not what the record prints there: ``expected`` is empty where nothing should
    stand, ``found`` where nothing stands. ``place``: sheet and cell, part, or the text before it.

    ``figure``: a number, a unit, a sign, a verdict or a word that turns a statement is another.
    """

    place: str
    expected: str
    found: str
    figure: bool


def edited_blocks(expected: Sequence[Block], found: Sequence[Block]) -> list[Edited]:
    """Blocks that were edited, taken out or put in, in their order.

    >>> edited_blocks([Block("准入值 0.83 t")], [Block("准入值 0.85 t")])
    [Edited(place='', expected='准入值 0.83 t', found='准入值 0.85 t', figure=True)]
    >>> edited_blocks([Block("限期改造。总则")], [Block("限期改造。概述")])
    [Edited(place='', expected='总则', found='概述', figure=False)]
    >>> [e.figure for e in edited_blocks([Block("It is not kept.")], [Block("It is now kept.")])]
    [True]
    >>> [e.figure for e in edited_blocks([Block("（万t）")], [Block("（亿t）")])]
    [True]
    """
    right, given = [_key(b) for b in expected], [_key(b) for b in found]
    edits = []
    for a, b in _changed_ranges(right, given):
        before = expected[a.start - 1].text.strip() if a.start else ""
        for old, new in zip_longest(expected[a], found[b]):
            if old is None or new is None or _key(old) != _key(new):
                edit = _edited(old or Block(""), new or Block(""))
                edits.append(edit if edit.place else edit._replace(place=before[-BEFORE:]))
    return edits


def changed_layers(expected: Look, found: Look) -> tuple[dict[Layer, int], dict[Layer, int]]:
    """Layers that were put in, and those that were taken out, with their counts.

    >>> one, two = (Look.of([], [Layer("picture", "a")] * n) for n in (1, 3))
    >>> changed_layers(one, two)
    ({Layer(kind='picture', detail='a'): 2}, {})
    """
    added, gone = {}, {}
    for layer in dict.fromkeys([*found.layers, *expected.layers]):
        more = found.layers.get(layer, 0) - expected.layers.get(layer, 0)
        if more > 0:
            added[layer] = more
        elif more < 0:
            gone[layer] = -more
    return added, gone


def _key(block: Block) -> tuple[str, str, str]:
    return _squeezed(block.text), block.place, block.look


def _squeezed(text: str) -> str:
    return " ".join(_SPACE.sub("", text).split())


def _changed_ranges(
    right: Sequence[Hashable], given: Sequence[Hashable]
) -> Iterator[tuple[slice, slice]]:
    """Where two sequences differ, those of equal ends left out before they are aligned."""
    start = next((i for i, (a, b) in enumerate(zip(right, given, strict=False)) if a != b), None)
    if start is None:
        start = min(len(right), len(given))
    end = 0
    while end < min(len(right), len(given)) - start and right[-1 - end] == given[-1 - end]:
        end += 1
    right, given = right[start : len(right) - end], given[start : len(given) - end]
    if len(right) * len(given) > MOST_PAIRS:
        yield slice(start, start + len(right)), slice(start, start + len(given))
        return
    for tag, a, b, c, d in SequenceMatcher(None, right, given, autojunk=False).get_opcodes():
        if tag != "equal":
            yield slice(start + a, start + b), slice(start + c, start + d)


# --- what an edit changes


def _edited(old: Block, new: Block) -> Edited:
    """The sentences of a block that differ, and whether their statement is another."""
    place = new.place or old.place
    moved = _squeezed(old.text) == _squeezed(new.text)  # only its place or look
    figure = moved or _facts(old.text) != _facts(new.text)
    before, after = (_sentences(b.text) for b in (old, new))
    ranges = [] if moved else list(_changed_ranges(before, after))
    expected, found = old.text, new.text
    if ranges:
        expected = "".join(s for a, _ in ranges for s in before[a])
        found = "".join(s for _, b in ranges for s in after[b])
    return Edited(place, *_near(expected.strip(), found.strip()), figure)


def _near(expected: str, found: str) -> tuple[str, str]:
    """Two texts without what is the same far from where they differ."""
    if expected == found:
        return expected, found
    start = _same_start(expected, found) - CONTEXT
    while start > 0 and _in_word(expected, start):
        start -= 1
    start = max(start, 0)
    a, b = expected[start:], found[start:]
    end = _same_start(a[::-1], b[::-1]) - CONTEXT
    while end > 0 and _in_word(a, len(a) - end):
        end -= 1
    return (a[: len(a) - end], b[: len(b) - end]) if end > 0 else (a, b)


def _same_start(a: str, b: str) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))


def _in_word(text: str, place: int) -> bool:
    """Whether a text cut here would cut a word or a number."""
    return all(re.fullmatch(r"[A-Za-z\d.,−-]", c) for c in text[place - 1 : place + 1])


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[。；！？\n])|(?<=[.;] )", text.strip()) if s]


def _facts(text: str) -> list[str]:
    """Numbers, signs and units of a text in order, then its verdicts, the words that turn it round
    and its unseen characters."""
    line = " ".join(text.split())
    has_blanks = " " in line
    facts = [fact for m in _TOKEN.finditer(line) if (fact := _fact(m, line, has_blanks))]
    for pattern in (_verdicts(), _turning(bounded=has_blanks)):
        facts += [m[0].lower() for m in pattern.finditer(line)]
    unseen = [c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Co") and not c.isspace()]
    return facts + unseen


def _fact(token: re.Match[str], line: str, has_blanks: bool) -> str:
    """The token where it is a number, sign or unit, or the unit that it begins with after a number;
    else empty. ``line``: its text, with one blank where it has any."""
    word, at = token[0], token.start()
    if not word.isalpha() or _is_unit(word):
        return word
    before = line[max(at - 2, 0) : at].rstrip()[-1:]
    whole = word.isascii() and has_blanks  # where words have blanks between them
    if whole or not before.isdigit():
        return ""
    times = len(word) - len(word.lstrip(_TIMES))
    most = min(len(word), times + _longest_unit())
    ends = range(most, times, -1)
    return next((word[:end] for end in ends if _is_unit(word[:end])), "")


def _is_unit(word: str) -> bool:
    return word.lstrip(_TIMES) in _units()


@cache
def _units() -> frozenset[str]:
    """Spellings of units, those too that are refused, but an article and a preposition."""
    return frozenset((*spellings(), *REFUSED)) - {"a", "in"}


@cache
def _longest_unit() -> int:
    return max(map(len, _units()))


@cache
def _verdicts() -> re.Pattern[str]:
    labels = {
        words
        for lang in LANGUAGES
        for code, words in catalogue(lang).items()
        if code.startswith(VERDICTS)
    }
    return re.compile("|".join(re.escape(s) for s in sorted(labels, key=len, reverse=True)))


@cache
def _turning(bounded: bool) -> re.Pattern[str]:
    """Words that turn a statement round: negations, directions, comparisons.

    ``bounded``: English ones stand between blanks; the text of a PDF has none.
    """
    chinese, english = (sentence("proof.turning", lang).split() for lang in LANGUAGES)
    words = [rf"\b{word}\b" if bounded else word for word in english]
    return re.compile("|".join([*chinese, *words]), re.IGNORECASE)
