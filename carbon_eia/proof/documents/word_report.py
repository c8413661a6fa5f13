"""What a Word report shows: the text of its parts in order, what hides in it or lies over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from carbon_eia.files.xml_tree import local_name, xml
from carbon_eia.proof.documents.look import Block, Layer, Look, printable
from carbon_eia.proof.documents.office_package import (
    OfficePackage,
    PackagePart,
    digest,
    open_package,
)
from carbon_eia.proof.documents.word_pictures import alternative, look_of, same_pictures

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
        "ruby", "oMath", "control", "subDoc", "background")  # fmt: skip
"""Elements that show something else than a run of text, or set it anywhere on the page."""

PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")
"""Fields whose result, a page number, is another on another machine."""

HIDDEN = ("vanish", "webHidden", "specVanish")
LEAST_SIZE = 8
"""Half points below which nothing can be read."""
LIGHT = 0xE0
"""Each part of a colour from which on it is taken for white."""


def word_looks(expected: bytes, found: bytes) -> tuple[Look, Look]:
    """The looks of a Word document as it is expected and as it is.

    Pictures that differ from the expected ones by fonts alone are told as those.
    """
    right, given = (open_package(content, SILENT) for content in (expected, found))
    return _look(right, {}), _look(given, same_pictures(right, given))


def _look(package: OfficePackage, same: Mapping[str, str]) -> Look:
    blocks: list[Block] = []
    layers = [*(_told_as(layer, same) for layer in package.layers), *_of_styles(package)]
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
        self.fields: list[str] = []  # instructions of the fields that are open
        self.result: list[bool] = []  # whether their results are read

    def read(self, element: Any) -> None:
        """An element and all within it, in order."""
        name = local_name(element)
        if name == "p":
            self.end_block()
            self.layers += _of_properties(element.find(f"{W}pPr"))
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
            self.layers += _of_ground(element)
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
        self.blocks.append(Block("".join(self.pieces), self.place))
        self.pieces = []

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        reason = _unseen(properties)
        text = "".join(run.itertext(f"{W}t"))
        if reason and text.strip():
            self.layers.append(Layer("unseen", f"{reason}: {printable(text)}"))
        for child in run:
            name = local_name(child)
            if name == "t":
                self._shown(child.text or "", hidden=reason in HIDDEN)
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
                        self.layers += _of_ground(part)
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


# --- what hides text


def _unseen(properties: Any) -> str:
    """Why a run cannot be read; empty where it can."""
    if properties is None:
        return ""
    values: Mapping[str, str] = {local_name(p): p.get(f"{W}val", "") for p in properties}
    for name in HIDDEN:
        if name in values and values[name] not in ("0", "false", "off"):
            return name
    size = values.get("sz", "")
    if size.isdigit() and int(size) < LEAST_SIZE:
        return f"{size}/2 pt"
    if _is_light(values.get("color", "")):
        return f"#{values['color']}"
    width = values.get("w", "")
    return f"{width} %" if width.isdigit() and int(width) < 25 else ""


def _is_light(colour: str) -> bool:
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    return all(int(colour[i : i + 2], 16) >= LIGHT for i in (0, 2, 4))


def _of_properties(properties: Any) -> Iterator[Layer]:
    """A paragraph whose own number is another than that of its style, or that stands anywhere."""
    if properties is None:
        return
    for part in properties:
        if local_name(part) == "numPr":
            told = " ".join(f"{local_name(p)} {p.get(f'{W}val', '')}" for p in part)
            yield Layer("numbering", told)


def _of_ground(element: Any) -> Iterator[Layer]:
    """A ground as dark as text, on which it cannot be read."""
    fill = element.get(f"{W}fill", "")
    if re.fullmatch("[0-9A-Fa-f]{6}", fill) and sum(bytes.fromhex(fill)) < 3 * 0x50:
        yield Layer("unseen", f"ground #{fill}")


def _of_styles(package: OfficePackage) -> Iterator[Layer]:
    """Styles that hide what is set in them, and the texts that numbering puts before paragraphs."""
    for part in package.of_kind("styles", "stylesWithEffects"):
        for style in xml(part.content).iter(f"{W}style", f"{W}rPrDefault"):
            for properties in style.iter(f"{W}rPr"):
                if reason := _unseen(properties):
                    yield Layer("unseen", f"{style.get(f'{W}styleId', '')}: {reason}")
    for part in package.of_kind("numbering"):
        texts = {t.get(f"{W}val", "") for t in xml(part.content).iter(f"{W}lvlText")}
        yield from (Layer("numbering", printable(text)) for text in sorted(texts))
    for part in package.of_kind("customXml"):
        if b"urn:carbon-eia:record" in part.content:
            yield Layer("attachment", digest(part.content))
