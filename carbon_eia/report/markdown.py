"""Markdown as blocks of a document: headings, paragraphs, lists, tables, verbatim lines.

CommonMark with tables; HTML in it is text. What a block cannot show (pictures, quotations, rules)
is left as its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from carbon_eia.messages import sentence
from carbon_eia.report.document import (
    Block,
    Body,
    Bullets,
    Paragraph,
    Section,
    See,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    TextSpan,
    Verbatim,
)

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["blocks_of_markdown", "blocks_of_text"]

LINE_END = " "
"""What stands for the end of a line within a paragraph."""

LISTS = ("bullet_list", "ordered_list")

NEAR = 8
"""Pieces of a text among which the words beside a line's end are looked for: some are empty."""

ALIGN = {"text-align:right": "num", "text-align:center": "mid"}
"""Alignment of a column → align of its cells."""


def blocks_of_markdown(text: str, name: str) -> tuple[str, list[Block]]:
    """The title (heading of the first level, empty where there is none) and the blocks of a text.

    ``name``: what its tables are named by. A paragraph in front of a table that ends in a colon is
    the caption of the table.

    >>> title, blocks = blocks_of_markdown("# Public\\n\\nNo **objection**.", "public")
    >>> title, blocks[0].text
    ('Public', ('No ', TextSpan(text='objection', look='bold', link=''), '.'))
    """
    nodes = _parsed(text)
    titles = [n for n in nodes if n.tag == "h1"]
    rest = [n for n in nodes if n.tag != "h1"]
    title = "".join(_plain(n) for n in titles[:1])
    return title, _captioned(list(_blocks(rest, name)))


def blocks_of_text(text: str, name: str) -> list[Block]:
    """The blocks of a text within a section: its headings are lines that lead what follows.

    >>> [block.kind for block in blocks_of_text("# Kiln\\n\\n- coal\\n- raw meal", "process")]
    ['paragraph', 'bullets']
    """
    return [
        Paragraph((TextSpan(block.title, "bold"),), "lead") if isinstance(block, Section) else block
        for block in _captioned(list(_blocks(_parsed(text), name)))
    ]


def _parsed(text: str) -> list[SyntaxTreeNode]:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return SyntaxTreeNode(parser.parse(text)).children


def _blocks(nodes: Sequence[SyntaxTreeNode], name: str) -> Iterator[Block]:
    tables = 0
    for node in nodes:
        if node.type == "heading":
            yield Section(_plain(node))
        elif node.type in LISTS:
            yield Bullets(tuple(_items(node)), node.type == "ordered_list")
        elif node.type == "table":
            tables += 1
            yield _table(node, f"{name}-{tables}")
        elif node.type in ("fence", "code_block"):
            yield Verbatim(tuple(node.content.rstrip("\n").split("\n")))
        elif text := _text(node):
            yield Paragraph(text)


def _items(node: SyntaxTreeNode) -> Iterator[Text]:
    """The items of a list; one that holds a list of its own has it in the same line."""
    for item in node.children:
        text: Text = ()
        for part in item.children:
            if part.type in LISTS:
                text += (_sign(text, "colon"), *_in_line(list(_items(part))))
            else:
                text += (*((" ",) if text else ()), *_text(part))
        yield text


def _in_line(items: Sequence[Text]) -> Iterator[str | TextSpan | See]:
    for i, item in enumerate(items):
        if i:
            yield _sign(items[0], "semicolon")
        yield from item


def _sign(text: Text, name: str) -> str:
    """A sign of the language that a text is written in."""
    return sentence(f"report.{name}", "en" if _words(text).isascii() else "zh")


def _table(node: SyntaxTreeNode, name: str) -> Table:
    rows = [row for part in node.children for row in part.children]
    head, *others = rows
    columns = [
        TableColumn(_plain(c), align=ALIGN.get(str(c.attrs.get("style", "")), ""))
        for c in head.children
    ]
    made = tuple(
        TableRow(
            tuple(
                TableCell((Paragraph(_text(c)),), column.align)
                for c, column in zip(row.children, columns, strict=True)
            )
        )
        for row in others
    )
    return Table(name, "", tuple(columns), (Body(made),) if made else (), "own")


def _captioned(blocks: list[Block]) -> list[Block]:
    """A paragraph that ends in a colon becomes the caption of the table behind it."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Table) and isinstance(before, Paragraph):
            words = _words(before.text)
            if words.endswith((":", "：")):
                found[-1] = Table(block.name, words[:-1], block.columns, block.bodies, block.look)
                continue
        found.append(block)
    return found


def _plain(node: SyntaxTreeNode) -> str:
    return _words(_text(node))


def _words(text: Text) -> str:
    """A text without its looks; Markdown has no references."""
    return "".join(x if isinstance(x, str) else x.text for x in text if not isinstance(x, See))


def _text(node: SyntaxTreeNode) -> Text:
    """The words of a node, strong ones and code in their looks.

    Where a line ends within a paragraph, English words stand apart and Chinese ones do not.
    """
    pieces = [piece for piece in _pieces(node, "") if piece]
    words = [piece if isinstance(piece, str) else piece.text for piece in pieces]
    return tuple(
        piece
        for i, piece in enumerate(pieces)
        if piece != LINE_END
        or not (
            _is_wide(next((w[-1] for w in reversed(words[max(i - NEAR, 0) : i]) if w), ""))
            and _is_wide(next((w[0] for w in words[i + 1 : i + 1 + NEAR] if w), ""))
        )
    )


def _is_wide(sign: str) -> bool:
    """Whether a sign takes no blank beside it."""
    return bool(sign) and east_asian_width(sign) in "WF"


def _pieces(node: SyntaxTreeNode, look: str) -> Iterator[str | TextSpan]:
    look = "bold" if node.type == "strong" else look
    if node.type == "code_inline":
        yield TextSpan(node.content, "code")
    elif node.type == "text":
        yield TextSpan(node.content, look) if look else node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield LINE_END
    else:
        for child in node.children:
            yield from _pieces(child, look)
