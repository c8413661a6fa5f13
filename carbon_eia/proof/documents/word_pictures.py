"""How a Word report shows its pictures, and which of them are the same as the expected ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from carbon_eia.files.xml_tree import local_name, without_namespace, xml
from carbon_eia.proof.documents.office_package import OfficePackage, PackagePart, digest

__all__ = ["alternative", "look_of", "same_pictures"]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"

UNSEEN = ("docPr", "cNvPr", "cNvPicPr", "cNvGraphicFramePr", "graphicFrameLocks", "picLocks",
          "extLst", "useLocalDpi", "off")  # fmt: skip
"""Elements that do not bear on what is seen; Word writes some of its own."""

UNSEEN_VALUES = ("id", "name", "uri", "anchorId", "editId", "distT", "distB", "distL", "distR")
"""Attributes that do not."""


class _Picture(NamedTuple):
    """The pixels and the vectors of a drawing."""

    pixels: bytes
    vectors: bytes


def look_of(
    drawing: Any, part: PackagePart, package: OfficePackage, same: Mapping[str, str]
) -> str:
    """What decides how a drawing is seen: pictures by what they hold, size, crop, effects."""
    lines = []
    for element in drawing.iter():
        name = local_name(element)
        values = dict(sorted((without_namespace(k), v) for k, v in element.attrib.items()))
        if EMBED in element.attrib:
            held = digest(_content(package, part, element))
            values["embed"] = same.get(held, held)
        values = {key: value for key, value in values.items() if key not in UNSEEN_VALUES}
        is_extension = name == "ext" and not values
        if name not in UNSEEN and not is_extension:
            lines.append(" ".join([name, *(f"{key}={value}" for key, value in values.items())]))
    return digest("\n".join(lines).encode())


def alternative(drawing: Any) -> str:
    """What a drawing says in words to whoever cannot see it."""
    names = (e for e in drawing.iter() if local_name(e) in ("docPr", "cNvPr"))
    return " ".join(dict.fromkeys(e.get("descr", "") for e in names))


def same_pictures(expected: OfficePackage, found: OfficePackage) -> dict[str, str]:
    """Digests of pictures as which those of the report were drawn with other fonts: by the digests
    that are found.

    A picture is compared with the expected one of the same vectors.
    """
    right = {digest(p.vectors): p for p in _pictures(expected)}
    same: dict[str, str] = {}
    for picture in _pictures(found):
        name, drawn = digest(picture.pixels), right.get(digest(picture.vectors))
        if drawn is None or name in same or picture.pixels == drawn.pixels:
            continue
        from carbon_eia.proof.documents.pixels import same_picture

        if same_picture(drawn.pixels, picture.pixels, drawn.vectors):
            same[name] = digest(drawn.pixels)
    return same


def _pictures(package: OfficePackage) -> Iterator[_Picture]:
    """Pictures of the body that have vectors beside them."""
    for part in package.of_kind("officeDocument"):
        for blip in xml(part.content).iter(f"{A}blip"):
            vectors = [e for e in blip.iter() if local_name(e) == "svgBlip"]
            if len(vectors) == 1:
                yield _Picture(*(_content(package, part, e) for e in (blip, vectors[0])))


def _content(package: OfficePackage, part: PackagePart, element: Any) -> bytes:
    """What an element embeds; nothing where its relationship leads nowhere."""
    path = package.targets.get((part.path, element.get(EMBED, "")), "")
    return package.parts[path].content if path in package.parts else b""
