"""The parts of a Word or Excel package as its relationships lead to them, whatever their names."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from carbon_eia.files.xml_tree import xml
from carbon_eia.proof.documents.look import Layer, printable

__all__ = ["OfficePackage", "PackagePart", "digest", "open_package"]

DRAWN_FROM = ("image", "chart", "diagram", "oleObject", "package", "control", "vbaProject",
              "aFChunk", "drawing", "vmlDrawing", "video", "audio", "font", "ctrlProp")  # fmt: skip
"""Types of relationships whose target is shown or run: it is told apart by its bytes."""


class PackagePart(NamedTuple):
    """A part: its path, the last word of the type of relationship that leads to it, its bytes."""

    path: str
    kind: str
    content: bytes


class OfficePackage(NamedTuple):
    """Parts by their paths in the order in which relationships lead to them, and layers.

    ``targets``: (path of a part, id of a relationship) → path of what it leads to.
    """

    parts: Mapping[str, PackagePart]
    targets: Mapping[tuple[str, str], str]
    layers: tuple[Layer, ...]

    def of_kind(self, *kinds: str) -> list[PackagePart]:
        """Parts to which a relationship of one of these types leads."""
        return [p for p in self.parts.values() if p.kind in kinds]


def open_package(content: bytes, silent: Collection[str] = ()) -> OfficePackage:
    """The package of a file; relationships of ``silent`` types are no layers."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = Counter(archive.namelist())
    layers = [Layer("doubled", name) for name, count in names.items() if count > 1]
    parts: dict[str, PackagePart] = {}
    targets: dict[tuple[str, str], str] = {}
    waiting = [""]
    while waiting:
        owner = waiting.pop(0)
        for ident, kind, target, inside in _relationships(archive, owner, names):
            if not inside:
                layers.append(Layer("link", f"{kind} {printable(target)}"))
                continue
            targets[owner, ident] = target
            held = archive.read(target) if target in names else b""
            told = digest(held) if kind in DRAWN_FROM else ""
            if kind not in silent:
                layers.append(Layer("part", f"{kind} {told}".strip()))
            if target not in parts:
                parts[target] = PackagePart(target, kind, held)
                waiting.append(target)
    return OfficePackage(parts, targets, tuple(layers))


def digest(content: bytes) -> str:
    """What tells a part apart: the head of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def _relationships(
    archive: zipfile.ZipFile, owner: str, names: Collection[str]
) -> Iterator[tuple[str, str, str, bool]]:
    """Id, type, target of each relationship of a part, and whether it leads to a part."""
    folder, name = posixpath.split(owner)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in names:
        return
    for entry in xml(archive.read(path)):
        target, inside = entry.get("Target", ""), entry.get("TargetMode") != "External"
        if inside:
            joined = target if target.startswith("/") else posixpath.join("/", folder, target)
            target = posixpath.normpath(joined).lstrip("/")
        yield entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], target, inside
