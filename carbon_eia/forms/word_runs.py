"""The runs of a paragraph of Word as text and as Markdown: bold stays, nothing else is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from carbon_eia.files.markdown_text import plain_markdown
from carbon_eia.files.xml_tree import local_name, without_namespace

__all__ = ["Runs", "attribute", "child", "children", "runs_of"]

FOREIGN = ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "altChunk",
           "txbxContent", "control", "sym")  # fmt: skip
"""Elements that show something else than text, which a report could not take over."""

BREAK = "\v"
"""What stands for the end of a line within a paragraph."""

SPACES = {"tab": " ", "br": BREAK, "cr": BREAK, "noBreakHyphen": "-", "softHyphen": ""}

GONE = ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt")
"""Elements whose text is not shown: taken out under tracking, code of a field, properties."""

_LEADING = re.compile(r"^(\s*)([-+=~]|\d{1,9}[.)])(?=\s|$|[-=~])")
"""What would begin a list, a rule or a heading of Markdown."""

_LETTER = re.compile(r"\w")

MOST_COPIES = 300
"""Most controls side by side that are looked at as copies: a paragraph has no more runs."""


class Runs(NamedTuple):
    """A paragraph as it is read, and as Markdown; ``foreign``: what in it is no text."""

    text: str
    markdown: str
    foreign: str = ""


class _TextRun(NamedTuple):
    text: str
    bold: bool = False
    foreign: str = ""


def child(element: Any, *names: str) -> Any:
    """The first element below another on a path of local names; None where there is none."""
    for name in names:
        if element is None:
            return None
        element = next((e for e in element if local_name(e) == name), None)
    return element


def children(element: Any, name: str) -> list[Any]:
    """The elements of a local name directly below another."""
    return [e for e in element if local_name(e) == name]


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if without_namespace(k) == name), "")


def runs_of(paragraph: Any, styles: Mapping[str, str]) -> Runs:
    """The text of a paragraph; ``styles``: names of styles by their ids."""
    runs = [run for part in _parts(paragraph) for run in _run_of(part, styles)]
    text = "".join(run.text for run in runs)
    pieces = (
        (bold, "".join(run.text for run in group))
        for bold, group in groupby(runs, key=lambda run: run.bold)
    )
    markdown = "".join(_bold(words) if bold else plain_markdown(words) for bold, words in pieces)
    return Runs(
        text=" ".join(text.split()),
        markdown="\n\n".join(_no_block(line) for line in _lines(markdown)),
        foreign=next((run.foreign for run in runs if run.foreign), ""),
    )


def _lines(text: str) -> list[str]:
    """The lines of a paragraph that say something, each a paragraph of its own in Markdown."""
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return [line for line in lines if line]


def _no_block(text: str) -> str:
    """A line that begins no list, rule or heading."""
    return _LEADING.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", text)


def _bold(words: str) -> str:
    """Words in bold, signs and blanks at their ends outside: Markdown takes them for no end."""
    if BREAK in words:
        return BREAK.join(map(_bold, words.split(BREAK)))
    first = _LETTER.search(words)
    if first is None:
        return plain_markdown(words)
    end = len(words) - next(i for i, sign in enumerate(reversed(words)) if _LETTER.match(sign))
    before, inside, after = words[: first.start()], words[first.start() : end], words[end:]
    return f"{plain_markdown(before)}**{plain_markdown(inside)}**{plain_markdown(after)}"


def _parts(element: Any) -> Iterator[Any]:
    """What a paragraph is made of, copies that another program made of a control left out.

    LibreOffice 7.4 writes the first paragraph of a control as several controls around runs: the
    whole text, each of its runs with the whole text behind it, and the whole text again.
    """
    parts = list(element)
    at = first = end = 0
    texts: list[str] = []
    while at < len(parts):
        if end <= at:
            first = end = at
            while end < len(parts) and local_name(parts[end]) == "sdt":
                end += 1
            own = parts[at:end] if end - at <= MOST_COPIES else []
            texts = [_plain(part) for part in own]
        yield parts[at]
        at = end if _are_copies(texts[at - first :]) else at + 1


def _are_copies(texts: list[str]) -> bool:
    """Whether texts are a whole, its pieces each with the whole behind it, and the whole.

    >>> _are_copies(["甲乙", "甲甲乙", "乙甲乙", "甲乙"]), _are_copies(["甲", "乙", "甲"])
    (True, False)
    """
    if len(texts) < 3 or not texts[0] or texts[-1] != texts[0]:
        return False
    whole, inner = texts[0], texts[1:-1]
    pieces = [text.removesuffix(whole) for text in inner if text.endswith(whole)]
    return len(pieces) == len(inner) and "".join(pieces) == whole


def _plain(element: Any) -> str:
    return "".join(e.text or "" for e in element.iter() if local_name(e) == "t")


def _run_of(element: Any, styles: Mapping[str, str]) -> Iterator[_TextRun]:
    """The runs within an element of a paragraph; blocks within it are read as blocks."""
    name = local_name(element)
    if name in GONE or name in ("p", "tbl"):
        return
    if name == "r":
        yield from _of_run(element, styles)
    elif name in FOREIGN:
        yield _TextRun("", foreign=name)
    elif name == "t":  # of a formula
        yield _TextRun(element.text or "")
    else:
        for part in element:
            yield from _run_of(part, styles)


def _of_run(run: Any, styles: Mapping[str, str]) -> Iterator[_TextRun]:
    look = child(run, "rPr")
    style = styles.get(attribute(child(look, "rStyle"), "val"), "")
    if _is_on(look, "vanish"):
        return
    bold = _is_on(look, "b") or style == "strong"
    for part in run:
        name = local_name(part)
        if name == "t":
            yield _TextRun(part.text or "", bold)
        elif name in SPACES:
            yield _TextRun(SPACES[name], bold)
        elif name == "AlternateContent" or name in FOREIGN:
            yield _TextRun("", foreign="drawing" if name == "AlternateContent" else name)


def _is_on(look: Any, name: str) -> bool:
    """Whether a property of a run is set."""
    found = child(look, name)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")
