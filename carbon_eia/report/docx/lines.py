"""A text of a document as runs: stretches of characters in one look."""

from __future__ import annotations

import re
from typing import NamedTuple

from carbon_eia.report.document import Document, Text, TextSpan
from carbon_eia.report.typography import TypographicRun, laid_out

__all__ = ["BOLD", "MONO", "SMALL", "TextRun", "runs_of", "verbatim"]

BOLD = frozenset(("bold", "flag strong", "gap", "grade-c", "result fails"))
SMALL = frozenset(("sub",))
MONO = frozenset(("code", "hash"))
SHOWN = BOLD | SMALL | MONO
"""Looks of spans that Word shows; every other one is plain text there."""

_BLANK = re.compile(r"[ \t\n\r\f]+")


class TextRun(NamedTuple):
    """Characters in the look of a span; ``gap``: thousands are set apart after them.

    ``level``: sub or sup. With a ``code`` (break, tab, page, pages, pageref) it has no text.
    """

    text: str = ""
    look: str = ""
    link: str = ""
    level: str = ""
    gap: bool = False
    code: str = ""


def runs_of(document: Document, text: Text, look: str = "") -> list[TextRun]:
    """The runs of a text, with blanks drawn together as a browser does; none for blank text.

    ``look``: of the paragraph, where its spans have none of their own.

    >>> from carbon_eia.report.document import EMPTY
    >>> [(r.text, r.gap) for r in runs_of(EMPTY, (" 年 ", " 排放 ", TextSpan("1234", "number")))]
    [('年 排放 ', False), ('1', True), ('234', False)]
    """
    runs: list[TextRun] = []
    for span in document.spans(text):
        for piece in laid_out(span.text, span.look):
            if piece.apart:
                _set_apart(runs)
            _append(runs, piece, span, look if look in MONO else "")
    return _without_end(runs)


def _append(runs: list[TextRun], piece: TypographicRun, span: TextSpan, look: str) -> None:
    """Characters at the end, in one run with those before them where nothing sets them off."""
    text = _BLANK.sub(" ", piece.text)
    if not runs or runs[-1].text.endswith(" "):
        text = text.removeprefix(" ")
    look = span.look if span.look in SHOWN else look
    made = TextRun(text, look, span.link, piece.level)
    if runs and runs[-1]._replace(text=text) == made:
        runs[-1] = made._replace(text=runs[-1].text + text)
    elif text:
        runs.append(made)


def _set_apart(runs: list[TextRun]) -> None:
    """Mark the last character as one after which thousands are set apart."""
    *before, last = runs
    rest = [last._replace(text=last.text[:-1])] if len(last.text) > 1 else []
    runs[:] = [*before, *rest, last._replace(text=last.text[-1], gap=True)]


def _without_end(runs: list[TextRun]) -> list[TextRun]:
    """Without a blank at the end."""
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if len(last.text) > 1:
            runs.append(last._replace(text=last.text[:-1]))
    return runs


def verbatim(lines: tuple[str, ...]) -> list[TextRun]:
    """Lines whose blanks stand as they are; empty ones at both ends are left out.

    >>> [r.text or r.code for r in verbatim(("", "a  b", "", " c", ""))]
    ['a  b', 'break', 'break', ' c']
    """
    runs: list[TextRun] = []
    for i, line in enumerate("\n".join(lines).strip("\n").split("\n")):
        if i:
            runs.append(TextRun(code="break"))
        if line:
            runs.append(TextRun(line.replace("\t", "    "), "code"))
    return runs
