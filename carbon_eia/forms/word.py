"""A Word document that somebody filled in: its paragraphs and tables as Markdown, in order.

Each stands in a content control or beside them; what a control is tagged with says which. Word
names the namespace of its elements in two ways and other programs keep to one of them, so that
elements go by their local names.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files.archive import ArchiveBounds, ArchiveError, open_archive
from carbon_eia.files.xml_tree import local_name, xml
from carbon_eia.forms.word_runs import Runs, attribute, child, children, runs_of

__all__ = ["MAX_WORD_BYTES", "ListItem", "WordBlock", "read_word"]

MAX_WORD_BYTES = 20 * 1024 * 1024
"""Largest Word file that is read."""

BOUNDS = ArchiveBounds(64 * 1024 * 1024, 2000, 4_000_000)

DEEPEST = 60
"""Most elements within one another: a table within a table within a control has some twenty."""

MOST_CHARACTERS = 4_000_000
"""Most characters of a document: five times those of all texts of a report."""

MOST_CELLS = 20_000
"""Most cells of a table: each takes more than a character of a text, which has no more."""


class ListItem(NamedTuple):
    """At which level of a list a paragraph stands, and whether the list counts."""

    level: int
    is_counted: bool


class WordBlock(NamedTuple):
    """A paragraph or a table.

    ``tag``: of the control that holds it, its title where a program dropped the tag, or empty.
    ``heading``: the level of a heading, else 0. ``text``: what is read, ``markdown``: with its
    looks. ``number``: its place in the document. ``foreign``: what stands in it and is no text.
    """

    tag: str
    number: int
    text: str
    markdown: str
    heading: int = 0
    item: ListItem | None = None
    foreign: str = ""
    is_table: bool = False


LIST_STYLES = {"list bullet": ListItem(0, False), "list number": ListItem(0, True)}
"""Styles of lists by their names, which Word keeps in every language."""


def read_word(raw: bytes, place: Place) -> list[WordBlock]:
    """The blocks of a Word document's bytes.

    Raises InputError CE-A009 where it is none or damaged, CE-A010 where it is larger than any.
    """
    try:
        archive = open_archive(raw, BOUNDS)
        main = _related(archive, "")["officeDocument"]
        others = _related(archive, main)
        styles, lists = (
            xml(archive.read(others[kind])) if others.get(kind) in archive.namelist() else None
            for kind in ("styles", "numbering")
        )
        document = _Document(xml(archive.read(main)), _styles(styles), _lists(lists))
        return list(document.blocks())
    except ArchiveError as error:
        code = "CE-A010" if error.what else "CE-A009"
        raise InputError(Problem(code, place, {"why": str(error)})) from None
    except RecursionError:
        raise InputError(Problem("CE-A010", place, {"why": f"> {DEEPEST}"})) from None
    except Exception as error:  # a damaged file may fail in any way that its library can
        why: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
        raise InputError(Problem("CE-A009", place, why)) from None


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Kind of relation → the part that it leads to, whatever that is called."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in xml(archive.read(path)):
        kind = attribute(relation, "Type").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target")))
        if attribute(relation, "TargetMode") != "External":
            found.setdefault(kind, target.lstrip("/"))
    return found


class _Style(NamedTuple):
    """What a style says of a paragraph or of a stretch of characters."""

    name: str
    list_number: str = ""


def _styles(root: Any) -> dict[str, _Style]:
    """Styles by their ids."""
    found: dict[str, _Style] = {}
    for style in () if root is None else children(root, "style"):
        number = attribute(child(style, "pPr", "numPr", "numId"), "val")
        name = attribute(child(style, "name"), "val").lower()
        found[attribute(style, "styleId")] = _Style(name, number)
    return found


def _lists(root: Any) -> dict[str, Mapping[str, bool]]:
    """Number of each list → its levels, and whether each counts."""
    if root is None:
        return {}
    kinds: dict[str, dict[str, bool]] = {}
    for kind in children(root, "abstractNum"):
        levels = kinds.setdefault(attribute(kind, "abstractNumId"), {})
        for level in children(kind, "lvl"):
            sign = attribute(child(level, "numFmt"), "val")
            levels[attribute(level, "ilvl")] = sign not in ("bullet", "none", "")
    return {
        attribute(number, "numId"): kinds.get(attribute(child(number, "abstractNumId"), "val"), {})
        for number in children(root, "num")
    }


class _Document:
    """Walks the body of a document."""

    def __init__(
        self, root: Any, styles: Mapping[str, _Style], lists: Mapping[str, Mapping[str, bool]]
    ) -> None:
        self.body = child(root, "body")
        self.styles, self.lists = styles, lists
        self.style_names = {ident: style.name for ident, style in styles.items()}
        self.number = self.characters = 0

    def blocks(self) -> Iterator[WordBlock]:
        """Every paragraph and table, in order."""
        if self.body is None:
            raise ValueError("body")
        yield from self._within(self.body, "", 0)

    def _within(self, parent: Any, tag: str, depth: int) -> Iterator[WordBlock]:
        if depth > DEEPEST:
            raise RecursionError
        for element in parent:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element, tag, depth)
            elif name == "tbl":
                yield from self._table(element, tag, depth)
            elif name == "sdt":
                held = child(element, "sdtContent")
                if held is not None:
                    yield from self._within(held, _tag_of(element) or tag, depth + 1)
            elif name in ("altChunk", "subDoc"):
                self.number += 1
                yield WordBlock(tag, self.number, "", "", foreign=name)
            elif name in ("ins", "moveTo", "customXml", "smartTag"):
                yield from self._within(element, tag, depth + 1)

    def _paragraph(self, element: Any, tag: str, depth: int) -> Iterator[WordBlock]:
        self.number += 1
        controls = [e for e in children(element, "sdt") if child(e, "sdtContent") is not None]
        for control in controls:
            held = child(control, "sdtContent")
            if any(local_name(e) in ("p", "tbl") for e in held):  # blocks where runs belong
                yield from self._within(held, _tag_of(control) or tag, depth + 1)
        names = [_tag_of(control) for control in controls]
        own = tag or next((name for name in names if name), "")
        runs = runs_of(element, self.style_names)
        self.characters += len(runs.markdown)
        if self.characters > MOST_CHARACTERS:
            raise ArchiveError(f"> {MOST_CHARACTERS}")
        style = self.styles.get(attribute(child(element, "pPr", "pStyle"), "val"), _Style(""))
        yield WordBlock(
            tag=own,
            number=self.number,
            text=runs.text,
            markdown=runs.markdown,
            heading=_level(style.name),
            item=self._item(element, style),
            foreign=runs.foreign,
        )

    def _item(self, element: Any, style: _Style) -> ListItem | None:
        """The list that a paragraph is an item of, by itself or by its style."""
        shape = child(element, "pPr", "numPr")
        number = attribute(child(shape, "numId"), "val") if shape is not None else ""
        number = number or style.list_number
        if not number:
            return LIST_STYLES.get(style.name.rstrip(" 12345"))
        if number == "0":
            return None
        level = attribute(child(shape, "ilvl"), "val") if shape is not None else ""
        level = level if level.isdecimal() else "0"
        return ListItem(min(int(level), 8), self.lists.get(number, {}).get(level, False))

    def _table(self, element: Any, tag: str, depth: int) -> Iterator[WordBlock]:
        """A table as one block; one that holds headings or controls is a frame around blocks."""
        held = [
            [(cell, list(self._within(cell, own or tag, depth + 1))) for cell, own in _cells(row)]
            for row in _rows(element)
        ]
        inner = [b for cells in held for _, blocks in cells for b in blocks]
        is_frame = any(b.tag != tag or b.heading for b in inner) or sum(map(len, held)) == 1
        if is_frame:
            yield from inner
            return
        self.number += 1
        rows = [_row(cells) for cells in held]
        wide = max(map(len, rows), default=0)
        if wide * len(rows) > MOST_CELLS:
            raise ArchiveError(f"{wide} × {len(rows)} > {MOST_CELLS}")
        lines = [[*row, *([Runs("", "")] * (wide - len(row)))] for row in rows]
        written = ["| " + " | ".join(c.markdown for c in line) + " |" for line in lines]
        if written:
            written.insert(1, "|" + "---|" * wide)
        text = " ".join(c.text for line in lines for c in line).strip()
        foreign = next((b.foreign for b in inner if b.foreign), "")
        yield WordBlock(tag, self.number, text, "\n".join(written), foreign=foreign, is_table=True)


def _row(cells: Iterable[tuple[Any, list[WordBlock]]]) -> list[Runs]:
    """The texts of a row's cells; a cell that spans columns is followed by empty ones."""
    found: list[Runs] = []
    for cell, blocks in cells:
        merged = child(cell, "tcPr", "vMerge")
        covered = merged is not None and attribute(merged, "val") != "restart"
        shown = [] if covered else blocks
        text = " ".join(b.text for b in shown if b.text)
        markdown = " ".join(" ".join(b.markdown.split()) for b in shown if b.markdown)
        found.append(Runs(text, markdown))
        span = attribute(child(cell, "tcPr", "gridSpan"), "val")
        found += [Runs("", "")] * (min(int(span), 60) - 1 if span.isdecimal() else 0)
    return found


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, those in controls too."""
    for element in table:
        name = local_name(element)
        if name == "tr":
            yield element
        elif name == "sdt" and child(element, "sdtContent") is not None:
            yield from _rows(child(element, "sdtContent"))


def _cells(row: Any, tag: str = "") -> Iterator[tuple[Any, str]]:
    """The cells of a row, each with the tag of the control that holds it."""
    for element in row:
        name = local_name(element)
        if name == "tc":
            yield element, tag
        elif name == "sdt" and child(element, "sdtContent") is not None:
            yield from _cells(child(element, "sdtContent"), _tag_of(element) or tag)


def _tag_of(control: Any) -> str:
    """The tag of a control; its title where it has none."""
    tag = attribute(child(control, "sdtPr", "tag"), "val")
    return tag or attribute(child(control, "sdtPr", "alias"), "val")


def _level(style: str) -> int:
    """The level of a heading by the name of its style, which every language of Word keeps."""
    head, _, number = style.partition(" ")
    return int(number) if head == "heading" and number.isdecimal() else 0
