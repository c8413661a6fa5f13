"""What a Word report shows: the text of its parts in order, what hides in it or lies over it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from carbon_eia.files.xml_tree import local_name, xml
from carbon_eia.proof.documents.look import Block, Layer, Look, printable
from carbon_eia.proof.documents.office_package import OfficePackage, PackagePart, open_package
from carbon_eia.proof.documents.word_pictures import alternative, look_of, same_pictures
from carbon_eia.proof.documents.word_settings import (
    HIDDEN,
    SETTINGS,
    ground,
    properties_of,
    runs_look,
    setting,
    settings,
    styles_of,
    unseen,
)

__all__ = ["word_looks"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

SILENT = ("officeDocument", "core-properties", "extended-properties", "custom-properties",
          "styles", "stylesWithEffects", "theme", "fontTable", "settings", "webSettings",
          "numbering", "header", "footer", "footnotes", "endnotes", "customXml", "customXmlProps",
          "thumbnail", "record")  # fmt: skip
"""Parts that Word may add or leave out; what text they have is compared itself."""

TEXTS = (
    "officeDocument",
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "comments",
    "glossaryDocument",
)
"""Types of relationships that lead to parts with text."""

SPACES = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}

TRACKED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel",
           "tblPrChange", "trPrChange", "tcPrChange")  # fmt: skip
OVER = ("drawing", "pict", "object", "txbxContent", "AlternateContent", "altChunk", "framePr",
        "ruby", "oMath", "control", "subDoc", "background", "bdo", "dir", "dataBinding", "ptab",
        "pgNum", "dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort",
        "footnoteReference", "endnoteReference")  # fmt: skip
"""Elements that show something else than a run of text, or set it anywhere on the page."""

PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")
"""Fields whose result, a page number, is another on another machine."""


def word_looks(expected: bytes, found: bytes) -> tuple[Look, Look]:
    """The looks of a Word document as it is expected and as it is.

    Pictures that differ from the expected ones by fonts alone are told as those.
    """
    right, given = (open_package(content, SILENT) for content in (expected, found))
    styles = frozenset(
        style.get(f"{W}styleId", "")
        for part in right.of_kind("styles")
        for style in xml(part.content).iter(f"{W}style")
    )
    return _look(right, {}, styles), _look(given, same_pictures(right, given), styles)


def _look(package: OfficePackage, same: Mapping[str, str], styles: Collection[str]) -> Look:
    blocks: list[Block] = []
    layers = [*(_told_as(layer, same) for layer in package.layers), *styles_of(package, styles)]
    for part in package.of_kind(*TEXTS):
        place = "" if part.kind == "officeDocument" else part.kind
        story = _Story(place, package, part, same)
        story.read(xml(part.content))
        blocks += story.blocks
        layers += story.layers
    return Look.of(blocks, layers)


class _Story:
    """The paragraphs of a part, each a block, with the layers among them."""

    def __init__(
        self, place: str, package: OfficePackage, part: PackagePart, same: Mapping[str, str]
    ) -> None:
        self.place, self.package, self.part, self.same = place, package, part, same
        self.blocks: list[Block] = []
        self.layers: list[Layer] = []
        self.pieces: list[str] = []
        self.settings: list[tuple[str, str]] = []  # of the runs of the block, with their texts
        self.fields: list[str] = []  # instructions of the fields that are open
        self.result: list[bool] = []  # whether their results are read

    def read(self, element: Any) -> None:
        """An element and all within it, in order."""
        name = local_name(element)
        if name == "p":
            self.end_block()
            self.layers += properties_of(element.find(f"{W}pPr"))
        elif name == "r":
            self._run(element)
            return
        elif name == "fldSimple":
            self.layers.append(Layer("field", printable(element.get(f"{W}instr", ""))))
        elif name == "hyperlink":
            target = self.package.targets.get((self.part.path, _id(element)), "")
            self.layers.append(Layer("link", f"{element.get(f'{W}anchor', '')} {target}".strip()))
        elif name in ("headerReference", "footerReference"):
            target = self.package.targets.get((self.part.path, _id(element)), "")
            told = self.package.parts[target].content if target in self.package.parts else b""
            text = "".join(xml(told).itertext()) if told else ""
            self.layers.append(Layer("running", f"{name} {element.get(f'{W}type')} {text.strip()}"))
        elif name == "shd":
            self.layers += ground(element)
        elif name == "drawing":
            look = look_of(element, self.part, self.package, self.same)
            self.blocks.append(Block(f"[{alternative(element)}]", self.place, look))
        self._told(element, name)
        for child in element:
            self.read(child)
        if name in ("p", "tc", "txbxContent"):
            self.end_block()

    def end_block(self) -> None:
        """The text since the last paragraph is one block."""
        self.blocks.append(Block("".join(self.pieces), self.place, runs_look(self.settings)))
        self.pieces, self.settings = [], []

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        reason = unseen(properties)
        text = "".join(run.itertext(f"{W}t"))
        if reason and text.strip():
            self.layers.append(Layer("unseen", f"{reason}: {printable(text)}"))
        for child in run:
            name = local_name(child)
            if name == "t":
                self._shown(child.text or "", hidden=reason in HIDDEN)
                self.settings.append((settings(properties), child.text or ""))
            elif name in SPACES:
                self.pieces.append(SPACES[name])
            elif name == "sym":
                self.pieces.append(chr(int(child.get(f"{W}char", "0"), 16)))
            elif name == "fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif name == "instrText":
                if self.fields:
                    self.fields[-1] += child.text or ""
            elif name == "rPr":
                for part in child:
                    self._told(part, local_name(part))
                    if local_name(part) == "shd":
                        self.layers += ground(part)
            else:
                self.read(child)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append("")
            self.result.append(False)
        elif kind == "separate" and self.fields:
            self.result[-1] = True
        elif kind == "end" and self.fields:
            self.result.pop()
            self.layers.append(Layer("field", " ".join(self.fields.pop().split())))

    def _shown(self, text: str, hidden: bool) -> None:
        """A text but a page number, which is another on another machine; anything else in the
        place of one is told as a field of its own."""
        pairs = zip(self.fields, self.result, strict=True)
        page = next((field for field, result in pairs if result and PAGES.match(field)), None)
        if page is not None:
            if re.fullmatch(r"\d{0,4}", text.strip()):
                return
            self.layers.append(Layer("field", f"{' '.join(page.split())}: {printable(text)}"))
        if not hidden:
            self.pieces.append(text)

    def _told(self, element: Any, name: str) -> None:
        if name in TRACKED:
            text = "".join(element.itertext())
            self.layers.append(Layer("tracked", f"{name} {printable(text)}".strip()))
        elif name in OVER:
            self.layers.append(Layer("over", f"{name} {_drawn(element)}".strip()))
        elif name in ("separator", "continuationSeparator") and not self.place:
            self.layers.append(Layer("over", name))
        elif name in SETTINGS or name == "trHeight":
            self.layers += setting(element, name)


def _told_as(layer: Layer, same: Mapping[str, str]) -> Layer:
    """A layer of a picture as that of the one that it is the same as."""
    kind, _, name = layer.detail.partition(" ")
    return layer._replace(detail=f"{kind} {same[name]}") if name in same else layer


def _id(element: Any) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith("}id")), "")


def _drawn(element: Any) -> str:
    """How a drawing is set: in its line, or anywhere on the page."""
    kinds = (
        local_name(e)
        for e in element.iter()
        if local_name(e) in ("inline", "anchor", "txbxContent")
    )
    return " ".join(sorted(set(kinds)))
