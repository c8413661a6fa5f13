"""The text of a PDF's pages as one flow of sentences, whatever lines and pages it is broken into.

Another version of Pango or of a font breaks lines and pages elsewhere: heads of tables are repeated
on other pages, page numbers are others. What is left when these are set aside must be the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from carbon_eia.proof.documents.look import Block
from carbon_eia.proof.documents.pdf_text import DrawnPage, PdfTextPiece

__all__ = ["flow"]

_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_LEADERS = re.compile(r"\.{5,} ?(\d+)")
_HASH = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{12,}(?: [0-9a-f]+)+")
_MARKER = re.compile(r"\d{1,2}\.|[•·–▪]")
_SENTENCE = re.compile(r"[^。；！？;]*[。；！？;]?")

Marked = tuple[str, list[str]]
"""A text, and the look of each of its characters."""


def flow(pages: Sequence[DrawnPage], heads: Collection[str]) -> Iterator[Block]:
    """The sentences of all pages, the texts of their figures, then each running head and foot once.

    ``heads``: the heads of the report's tables, which are repeated where a page begins.
    """
    squeezed = sorted(("".join(h.split()) for h in heads), key=len, reverse=True)
    bodies = [_without_head(_text(p, part=""), squeezed) for p in pages]
    text, looks = _joined(bodies)
    text, looks = _without_page_numbers(text, looks, [body for body, _ in bodies])
    for sentence in _SENTENCE.finditer(text):
        yield Block(sentence[0], "", _look(looks[sentence.start() : sentence.end()]))
    figures, figure_looks = _joined([_text(p, part="figure") for p in pages])
    yield Block(figures, "figure", _look(figure_looks))
    markers = sorted(p.text.strip() for page in pages for p in page.pieces if _is_marker(p))
    yield from (Block(marker, "list") for marker in markers)
    running = [_running(_text(p, part="running"), i, len(pages)) for i, p in enumerate(pages, 1)]
    for (shown, look), _ in groupby(sorted(set(running))):
        yield Block(shown, "running", look)


def _is_marker(piece: PdfTextPiece) -> bool:
    """The number or point before an item of a list, which is drawn at the end of its page."""
    return _MARKER.fullmatch(piece.text.strip()) is not None


def _text(page: DrawnPage, part: str) -> Marked:
    text, looks = [], []
    before: PdfTextPiece | None = None
    for piece in page.pieces:
        if piece.flow != part or _is_marker(piece):
            continue
        if before is not None and not _continues(before, piece):
            text.append(" ")
            looks.append("")
        text.append(piece.text)
        looks += [piece.look] * len(piece.text)
        before = piece
    return _squeezed("".join(text), looks)


def _continues(before: PdfTextPiece, piece: PdfTextPiece) -> bool:
    """Whether a piece goes on where the one before it ends: on its line, or on the next one of the
    same column."""
    tall = max(before.size, piece.size)
    on_line = abs(before.bottom - piece.bottom) < tall * 0.6
    if on_line:
        return -0.5 * tall < piece.left - before.right < 0.35 * tall
    below = 0 < before.bottom - piece.bottom < 2.6 * tall
    return below and (abs(before.left - piece.left) < 1 or abs(before.right - piece.right) < 1)


def _squeezed(text: str, looks: Sequence[str]) -> Marked:
    """Without the white space that tells nothing: all but that between two numbers."""
    kept: list[str] = []
    kept_looks: list[str] = []
    gone = [(m.start(), m.end()) for m in _SPACE.finditer(text)]
    for m in _HASH.finditer(text):
        gone += [(m.start() + i, m.start() + i + 1) for i, c in enumerate(m[0]) if c == " "]
    out = {i for start, end in gone for i in range(start, end)}
    for i, character in enumerate(text):
        if i not in out:
            kept.append(" " if character.isspace() else character)
            kept_looks.append(looks[i])
    return "".join(kept), kept_looks


def _without_head(page: Marked, heads: Sequence[str]) -> Marked:
    text, looks = page
    bare = next((h for h in heads if h and text.startswith(h)), "")
    return text[len(bare) :], looks[len(bare) :]


def _joined(pages: Sequence[Marked]) -> Marked:
    text = " ".join(t for t, _ in pages)
    looks: list[str] = []
    for number, (_, own) in enumerate(pages):
        looks += ([""] if number else []) + own
    return _squeezed(text, looks)


def _without_page_numbers(text: str, looks: Sequence[str], pages: Sequence[str]) -> Marked:
    """The contents without the numbers of pages, where the title does stand on that page."""
    pieces: list[str] = []
    piece_looks: list[str] = []
    end = 0
    for match in _LEADERS.finditer(text):
        title = text[max(end, match.start() - 12) : match.start()].strip()
        number = int(match[1])
        right = 0 < number <= len(pages) and title in pages[number - 1]
        shown = "…#" if right else f"…{match[1]}"
        pieces.append(text[end : match.start()] + shown)
        piece_looks += [*looks[end : match.start()], *[looks[match.start()]] * len(shown)]
        end = match.end()
    pieces.append(text[end:])
    piece_looks += looks[end:]
    return "".join(pieces), piece_looks


def _running(page: Marked, number: int, count: int) -> tuple[str, str]:
    """A running text without its two page numbers, where they are those of this page."""
    text, looks = page
    numbers = list(re.finditer(r"\d+", text))[-2:]
    if [m[0] for m in numbers] != [str(number), str(count)]:
        return text, _look(looks)
    kept = [i for i in range(len(text)) if not any(m.start() <= i < m.end() for m in numbers)]
    return "".join(text[i] for i in kept), _look([looks[i] for i in kept])


def _look(looks: Sequence[str]) -> str:
    """A digest of the looks of a text, in order, with how far each goes."""
    runs = [f"{look}*{len(list(same))}" for look, same in groupby(x for x in looks if x)]
    return hashlib.sha256("|".join(runs).encode()).hexdigest()[:16] if runs else ""
