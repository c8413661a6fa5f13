"""texts.docx → the texts of a project: a filled copy of the template, read back by its headings.

What stands in a content control belongs to the heading that the control is tagged with; what
stands beside one, to the heading above it: nothing that one sees is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_bytes
from carbon_eia.forms import notice
from carbon_eia.forms.word import MAX_WORD_BYTES, ListItem, WordBlock, read_word
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project.fields import fields
from carbon_eia.project.raw_tables import Table, table
from carbon_eia.project.texts import heading, plain_text, text_problems

__all__ = ["WordTexts", "key_of_tag", "merged_texts", "read_word_texts", "tag_of"]

SECTION = "texts"

MOST_PROBLEMS = 500
"""Problems after which a file is read no further: nobody mends more in one go."""


class WordTexts(NamedTuple):
    """The texts of a Word file by heading, and how the file is called."""

    file: str
    texts: Mapping[str, str]

    def place(self, key: str) -> Place:
        """The place of a heading of the file."""
        return Place(self.file, None, f"{SECTION}.{key}")


def tag_of(key: str) -> str:
    """The tag of the control of a heading.

    >>> tag_of("process"), key_of_tag("texts.process"), key_of_tag("date")
    ('texts.process', 'process', '')
    """
    return f"{SECTION}.{key}"


def key_of_tag(tag: str) -> str:
    """The heading that a tag names; empty where it names none of ours."""
    head, _, key = tag.partition(".")
    return key if head == SECTION else ""


def read_word_texts(path: Path, file: str = "") -> WordTexts:
    """The texts of a filled template.

    Raises InputError with every problem of the file: CE-F001 not found, CE-A009 no Word document,
    CE-A010 too large, CE-A011 an unknown heading, CE-A012 a text outside every heading, CE-A014
    something that is no text, and CE-A001 to CE-A004 of the texts themselves.
    """
    place = Place(file or str(path))
    if path.suffix.lower() != ".docx":
        why: dict[str, object] = {"why": path.suffix or "—"}
        raise InputError(Problem("CE-A009", place, why))
    reader = _WordTextReader(place)
    reader.read(read_word(read_bytes(path, MAX_WORD_BYTES, place), place))
    if reader.problems:
        raise InputError(reader.problems)
    return WordTexts(place.file, reader.texts)


def merged_texts(raw: Table, words: WordTexts) -> dict[str, object]:
    """The tables of a project file with the texts of a Word file in the place of its own.

    A heading of which both say something, and not the same, is told (CE-A013).
    """
    own = table(raw, SECTION)
    twice = [
        Problem("CE-A013", words.place(key), {"label": _names(key)})
        for key, text in words.texts.items()
        if str(own.get(key, "")).strip() and plain_text(str(own[key])) != text
    ]
    notice(twice)
    named = {k: v for k, v in table(raw, "report").items() if k != "texts_file"}
    return {**raw, "report": named, SECTION: {**own, **words.texts}}


def _names(key: str) -> dict[str, str]:
    return {lang: fields(SECTION)[key].label(lang) for lang in LANGUAGES}


class _WordTextReader:
    """Gathers the blocks of a document by the heading that they belong to."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self.key = ""
        self.found: dict[str, list[WordBlock]] = {}

    @property
    def texts(self) -> dict[str, str]:
        """Heading → text, in the order of the report; headings without a text are left out."""
        made = {k: plain_text(_markdown(self.found[k])) for k in fields(SECTION) if k in self.found}
        return {key: text for key, text in made.items() if text}

    def add(self, code: str, block: WordBlock, **params: object) -> None:
        """Record a problem of a block."""
        place = self.place._replace(line=block.number, key=tag_of(self.key) if self.key else "")
        self.problems.append(Problem(code, place, params))

    def read(self, blocks: Iterable[WordBlock]) -> None:
        """All blocks, and what is wrong with them."""
        for block in blocks:
            if len(self.problems) >= MOST_PROBLEMS:
                return
            key = self._heading(block)
            if key is None:
                continue
            self.key = key
            if block.foreign:
                self.add("CE-A014", block, what=block.foreign)
            elif block.text and not _is_prompt(block):
                self._take(block)
        for key, text in self.texts.items():
            place = self.place._replace(key=tag_of(key))
            self.problems += [
                p._replace(place=place, params={"key": tag_of(key), **p.params})
                for p in text_problems(text)
            ]

    def _heading(self, block: WordBlock) -> str | None:
        """The heading that a block belongs to; None where it is one, or is of the template."""
        known = _labels().get(block.text)
        if known is not None and (block.heading or not block.tag):
            self.key = known
            return None
        tagged = key_of_tag(block.tag) or _labels().get(block.tag, "")
        if tagged and tagged not in fields(SECTION):
            self._unknown(block, tagged)
            return None
        if tagged:
            return tagged
        if block.text in _own_lines():
            return None
        if block.heading in (1, 2):
            self._unknown(block, block.text)
            self.key = ""
            return None
        return self.key

    def _take(self, block: WordBlock) -> None:
        if self.key:
            self.found.setdefault(self.key, []).append(block)
        elif not any(p.code == "CE-A011" for p in self.problems):
            self.add("CE-A012", block, found=block.text[:60])

    def _unknown(self, block: WordBlock, heading: str) -> None:
        known = [f.zh for f in fields(SECTION).values()] + [*fields(SECTION)]
        near = get_close_matches(heading[:60], known, 3, 0.4) or known[: len(known) // 2]
        self.add("CE-A011", block, found=heading[:60], meant="、".join(near))


@cache
def _labels() -> dict[str, str]:
    """Heading in either language → its key."""
    known = fields(SECTION)
    return {heading(f.label(lang)): key for key, f in known.items() for lang in LANGUAGES}


@cache
def _own_lines() -> frozenset[str]:
    """What the template itself says, in either language."""
    known = fields(SECTION).values()
    lines = {" ".join(text.split()) for f in known for text in (f.help_zh, f.help_en)}
    codes = ("form.word.title", "form.word.note", "form.word.prompt")
    return frozenset(lines | {sentence(code, lang) for code in codes for lang in LANGUAGES})


@cache
def _prompts() -> frozenset[str]:
    """What asks for a text: our own words, and those that Word puts into an emptied control."""
    given = (sentence("form.word.prompts", lang).split("|") for lang in LANGUAGES)
    return _own_lines().union(*given)


def _is_prompt(block: WordBlock) -> bool:
    """Whether a block is what asks for a text, by its words: programs keep and drop its look."""
    return block.text in _prompts()


def _markdown(blocks: Iterable[WordBlock]) -> str:
    """Blocks as Markdown: a blank line between any two but the items of a list."""
    return "".join(_joined(list(blocks)))


def _joined(blocks: list[WordBlock]) -> Iterator[str]:
    before: WordBlock | None = None
    level, counts = -1, [0] * 9
    for block in blocks:
        last = before.item if before is not None else None
        if before is not None:
            same = block.item is not None and last is not None and _go_on(last, block.item)
            yield "\n" if same else "\n\n"
        if block.item is None:
            level = -1
            yield f"{'#' * min(block.heading, 6)} {block.markdown}".strip()
        else:
            if last is None or not _go_on(last, block.item):
                level, counts = -1, [0] * 9
            level = min(block.item.level, level + 1)
            counts[level:] = [counts[level] + 1] + [0] * (8 - level)
            sign = f"{counts[level]}." if block.item.is_counted else "-"
            yield f"{'    ' * level}{sign} {' '.join(block.markdown.split())}"
        before = block


def _go_on(before: ListItem, item: ListItem) -> bool:
    """Whether an item goes on with the list of the one before it, whatever number that has: some
    programs give each item a list of its own."""
    return item.is_counted == before.is_counted or item.level > before.level
