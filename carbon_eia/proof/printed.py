"""The numbers that a document prints, against those that its Run prints."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Printed", "compare_text"]

_NUMBER = re.compile(r"[−-]?\d(?:[\d,]*\d)?(?:\.\d+)?")
_SPACE = re.compile(r"(?<![\d.,])\s+|\s+(?![\d−-])")
"""Where lines and words end tells nothing, but between two numbers: they stand in two cells."""
_DOCUMENT = re.compile(
    r"GB(?:/T)? ?\d+(?:\.\d+)?(?:[-—]\d{4})?|〔\d{4}〕\d+ ?号|\d{4}年第\d+号"
    r"|(?:Order|No\.) ?\d+ of ?\d{4}|\d+ ?号令|(?<=[〇一二三四五六七八九十]）)\d"
)
"""The number of an instrument or clause: a name, and no figure of a record."""
AROUND = 12
"""Characters of text shown before a number, so that a person finds it."""


class Printed(NamedTuple):
    """A number that is printed and should not be: what it is, what should stand there (None where
    the text was rewritten, so that no place is known), and the text before it."""

    found: str
    expected: str | None
    before: str


def compare_text(expected: str, found: str) -> tuple[list[Printed], bool]:
    """Numbers of ``found`` that are wrong, and whether its words are those expected.

    Where the words are the same, numbers are compared one by one. Where they are not (another
    template, an edited text), each number must be one of those expected somewhere; that of an
    instrument is a name, which another version may leave out.

    >>> compare_text("准入值 0.83 tCO2/t", "准入值 0.85 tCO2/t")
    ([Printed(found='0.85', expected='0.83', before='准入值')], True)
    >>> compare_text("准入值 0.83", "限值为 0.83")
    ([], False)
    >>> compare_text("准入值 0.83", "限值按 GB/T 8170-2008 修约为 0.83")
    ([], False)
    >>> compare_text("电 200 98", "电 100 98")
    ([Printed(found='100', expected='200', before='电')], True)
    """
    right, given = _squeezed(expected), _squeezed(found)
    if right == given:
        return [], True
    wanted, shown = list(_NUMBER.finditer(right)), list(_NUMBER.finditer(given))
    if _NUMBER.sub("#", right) == _NUMBER.sub("#", given):
        pairs = zip(wanted, shown, strict=True)
        return [_printed(b, given, a[0]) for a, b in pairs if a[0] != b[0]], True
    known = {m[0] for m in wanted}
    shown = list(_NUMBER.finditer(_DOCUMENT.sub(lambda m: re.sub(r"\d", "#", m[0]), given)))
    return [_printed(m, given, None) for m in shown if m[0] not in known], False


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", _SPACE.sub("", text))


def _printed(match: re.Match[str], text: str, expected: str | None) -> Printed:
    start = match.start()
    return Printed(match[0], expected, text[max(0, start - AROUND) : start])
