"""What an HTML report shows: its text with the elements around it, scripts, styles, comments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html.parser import HTMLParser

from carbon_eia.proof.documents.look import Block, Layer, Look, printable

__all__ = ["HtmlText", "html_look"]

INLINE = ("a", "b", "em", "i", "span", "strong", "sub", "sup", "tspan")
"""Elements that end within a word; whatever else ends, ends a block."""

PLAIN = ("p", "br", "b", "strong", "em", "li", "ul", "ol", "tr", "td", "th", "tbody", "h2", "h3")
"""Elements that, without attributes, show their text and nothing else."""

VOID = ("meta", "br", "hr", "img", "link", "input", "base", "col", "embed", "source", "wbr", "area")
"""Elements that have no end."""


LONGEST_TAG = 1 << 20
"""Most bytes of a tag: one with a picture in it has some hundred thousand."""

MOST_OPEN_TAGS = 10_000
"""Most signs that may open a tag beyond those that close one."""

CARRIED = "application/json"
"""The type of a script that is data."""


def html_look(content: bytes) -> Look:
    """The look of a page."""
    page = HtmlText(content)
    return Look.of(page.blocks, page.layers)


class HtmlText(HTMLParser):
    """Text by its innermost block, and ``parts``: data that the page carries, by their names;
    ``keywords``: what it says it is.

    Every element with attributes is a layer. Raises ValueError for a page that cannot be read.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.layers: list[Layer] = []
        self._parts: dict[str, list[str]] = {}
        self._around: list[tuple[str, str]] = []  # open elements and their attributes
        self._pieces: list[str] = []
        self._looks: list[str] = []
        self.keywords = ""
        self._carries = ""  # the name of the data that is read
        text = content.decode("utf-8")
        if text.count("<") > 2 * text.count(">") + MOST_OPEN_TAGS:
            raise ValueError("<")  # each that is left open is looked through to the end of the page
        self.feed(text)
        self.close()
        self._end_block()

    @property
    def parts(self) -> dict[str, str]:
        """The data of the page by their names."""
        return {name: "".join(texts) for name, texts in self._parts.items()}

    def parse_starttag(self, i: int) -> int:
        """Refuse a tag that no page of ours has before its attributes are taken apart."""
        if self.check_for_whole_start_tag(i) - i > LONGEST_TAG:
            raise ValueError("tag")
        return super().parse_starttag(i)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag not in INLINE:
            self._end_block()
        given = " ".join(f"{k}={v!r}" for k, v in attrs)
        if given or tag not in PLAIN:
            kind = tag if tag in ("script", "style") else "element"
            self.layers.append(Layer(kind, printable(f"<{tag} {given}>")))
            if len(given) > 60:
                self.layers.append(Layer(kind, f"{tag} {_digest(given)}"))
        if tag not in VOID:
            self._around.append((tag, given))
        if tag == "meta" and dict(attrs).get("name") == "keywords":
            self.keywords = dict(attrs).get("content") or ""
        if tag == "script" and dict(attrs).get("type") == CARRIED:
            self._carries = dict(attrs).get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and those within it that were left open."""
        if tag not in INLINE:
            self._end_block()
        if tag not in (open_tag for open_tag, _ in self._around):
            self.layers.append(Layer("element", f"</{tag}>"))
            return
        while self._around.pop()[0] != tag:
            pass
        self._carries = "" if tag == "script" else self._carries

    def handle_data(self, data: str) -> None:
        """Text, or the content of a script or style."""
        inside = self._around[-1][0] if self._around else ""
        if self._carries:
            self._parts.setdefault(self._carries, []).append(data)
        elif inside in ("script", "style"):
            self.layers.append(Layer(inside, f"{printable(data, 40)} {_digest(data)}"))
        elif data:
            self._pieces.append(data)
            if data.strip():
                # plain emphasis is a matter of words; what has attributes may hide or change text
                self._looks.append(">".join(f"{t} {a}" for t, a in self._around if a))

    def handle_comment(self, data: str) -> None:
        """A comment, which a browser does not show."""
        self.layers.append(Layer("comment", printable(data)))

    def handle_decl(self, decl: str) -> None:
        """The type of the document."""
        self.layers.append(Layer("element", printable(f"<!{decl}>")))

    def handle_pi(self, data: str) -> None:
        """An instruction to a program."""
        self.layers.append(Layer("comment", printable(data)))

    def unknown_decl(self, data: str) -> None:
        """A section of another language."""
        self.layers.append(Layer("comment", printable(data)))

    def _end_block(self) -> None:
        """The text since the last block is one."""
        looks = "|".join(dict.fromkeys(self._looks))
        self.blocks.append(Block("".join(self._pieces), "", _digest(looks)))
        self._pieces, self._looks = [], []


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
