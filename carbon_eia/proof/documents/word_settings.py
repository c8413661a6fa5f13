"""How a Word report sets its text: what hides it, puts it in another order or draws it otherwise.

A setting is told by the text that it bears on, wherever Word ends one run and begins the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from carbon_eia.files.xml_tree import local_name, without_namespace, xml
from carbon_eia.proof.documents.look import Layer, printable
from carbon_eia.proof.documents.office_package import OfficePackage, digest

__all__ = [
    "HIDDEN",
    "SETTINGS",
    "ground",
    "properties_of",
    "runs_look",
    "setting",
    "settings",
    "styles_of",
    "unseen",
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

PLAIN = ("b", "bCs", "i", "iCs", "u", "color", "sz", "szCs", "lang", "noProof", "rStyle", "kern",
         "shd", "snapToGrid", *("rPrChange", "ins", "del"))  # fmt: skip
"""Properties of a run that leave its text to be read as it is, or that are looked at themselves."""

SETTINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("vMerge", "hMerge", "textDirection"), ("val",)),
    **dict.fromkeys(("bidi", "bidiVisual", "tcFitText", "hidden"), ("val",)),
    **dict.fromkeys(("lnNumType", "pgBorders", "tblpPr"), ()),
    "pgSz": ("w", "h"),
    "pgNumType": ("start", "fmt", "chapStyle"),
    "cols": ("num",),
}
"""Properties of paragraphs, rows, cells, tables and pages that decide whether and in which order
their text is seen → the attributes that tell them apart."""

LEAST_LINE, MOST_INDENT = 100, 8000
"""Twentieths of a point: a line that is lower cannot be read, text that is set in more lies outside
the page."""

HIDDEN = ("vanish", "webHidden", "specVanish")
LEAST_SIZE = 8
"""Half points below which nothing can be read."""
LIGHT = 0xE0
"""Each part of a colour from which on it is taken for white."""


def _of_style(name: str, style: Any) -> Iterator[Layer]:
    for properties in style.iter(f"{W}rPr"):
        if told := settings(properties):
            yield Layer("setting", f"{name}: {told}")
    for part in (p for properties in style.iter(f"{W}pPr") for p in properties):
        yield from _lost(part)
        if local_name(part) in SETTINGS:
            yield from setting(part, local_name(part))


def runs_look(settings: Sequence[tuple[str, str]]) -> str:
    """How the runs of a block are set, wherever one of them ends and the next begins."""
    groups = groupby(((how, c) for how, text in settings for c in text), key=lambda pair: pair[0])
    told = ((how, "".join("".join(c for _, c in of).split())) for how, of in groups)
    return "; ".join(f"{how}: {text}" for how, text in told if how and text)


def settings(properties: Any) -> str:
    """What else than ``PLAIN`` decides how a run is seen, as Word would write it."""
    told = []
    for part in () if properties is None else properties:
        name = local_name(part)
        values = {without_namespace(k): v for k, v in part.attrib.items()}
        values.pop("hint", None)  # which font Word takes for signs that both scripts have
        if name in PLAIN or name in HIDDEN or (name == "rFonts" and not values):
            continue
        if values.get("val") in ("0", "false", "off", "none", "baseline") and len(values) == 1:
            continue
        told.append(" ".join([name, *(f"{k}={v}" for k, v in sorted(values.items()))]))
    return ", ".join(sorted(told))


def setting(element: Any, name: str) -> Iterator[Layer]:
    """What decides whether and where the text of a paragraph, cell, row or page is seen."""
    values = {without_namespace(k): v for k, v in element.attrib.items()}
    if name == "trHeight":
        if values.get("hRule") == "exact":
            yield Layer("setting", f"trHeight {values.get('val', '')}")
        return
    if values.get("val") in ("0", "false", "off"):
        return
    told = [f"{k}={values[k]}" for k in SETTINGS[name] if k in values]
    if name != "cols" or told:
        yield Layer("setting", " ".join([name, *told]))


# --- what hides text


def unseen(properties: Any) -> str:
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


def properties_of(properties: Any) -> Iterator[Layer]:
    """A paragraph whose own number is another than that of its style, or that stands anywhere."""
    if properties is None:
        return
    for part in properties:
        if local_name(part) == "numPr":
            told = " ".join(f"{local_name(p)} {p.get(f'{W}val', '')}" for p in part)
            yield Layer("numbering", told)
        yield from _lost(part)


def _lost(part: Any) -> Iterator[Layer]:
    """A line too low to be read, or text that is set in beyond the page."""
    name, values = local_name(part), {without_namespace(k): v for k, v in part.attrib.items()}
    sides = [v for k, v in values.items() if k in ("left", "right", "start", "end")]
    exact = name == "spacing" and values.get("lineRule") == "exact"
    lost = exact and _number(values.get("line", "")) < LEAST_LINE
    if lost or (name == "ind" and not all(0 <= _number(v) <= MOST_INDENT for v in sides)):
        yield Layer("unseen", " ".join([name, *(f"{k}={v}" for k, v in sorted(values.items()))]))


def _number(text: str) -> float:
    """Twentieths of a point; anything but a whole number of them is beyond every bound."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else -1


def ground(element: Any) -> Iterator[Layer]:
    """A ground as dark as text, on which it cannot be read."""
    fill = element.get(f"{W}fill", "")
    if re.fullmatch("[0-9A-Fa-f]{6}", fill) and sum(bytes.fromhex(fill)) < 3 * 0x50:
        yield Layer("unseen", f"ground #{fill}")


def styles_of(package: OfficePackage, known: Collection[str]) -> Iterator[Layer]:
    """Styles that hide what is set in them or set it otherwise, and the texts that numbering puts
    before paragraphs; ``known``: the styles of the report, to which Word adds its own."""
    for part in package.of_kind("styles", "stylesWithEffects"):
        for style in xml(part.content).iter(f"{W}style", f"{W}rPrDefault"):
            for properties in style.iter(f"{W}rPr"):
                if reason := unseen(properties):
                    yield Layer("unseen", f"{style.get(f'{W}styleId', '')}: {reason}")
        for style in xml(part.content).iter(f"{W}style"):
            if (name := style.get(f"{W}styleId", "")) in known:
                yield from _of_style(name, style)
    for part in package.of_kind("numbering"):
        texts = {t.get(f"{W}val", "") for t in xml(part.content).iter(f"{W}lvlText")}
        yield from (Layer("numbering", printable(text)) for text in sorted(texts))
    for part in package.of_kind("customXml"):
        if b"urn:carbon-eia:record" in part.content:
            yield Layer("attachment", digest(part.content))
