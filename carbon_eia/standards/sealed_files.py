"""The files that were handed in, as a sealed record holds them: whole, to be derived from again."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from pathlib import Path

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_bytes
from carbon_eia.standards.collect import NamedFile
from carbon_eia.standards.read_survey import SURVEY
from carbon_eia.standards.standard_records import SealedFile

__all__ = ["put", "sealed_file", "unpacked"]

MOST_UNPACKED = 64 * 1024 * 1024
"""Largest file that is unpacked from a sealed record, in bytes."""


LEVEL = 6
"""How hard a file is compressed: beyond it takes much time and gives little."""


def sealed_file(file: NamedFile, packed: str = "") -> SealedFile:
    """A file as a record holds it; ``packed``: as an earlier record does, since another release of
    the library that compresses may give other bytes of the same file."""
    content = read_bytes(file.path, place=Place(file.name))
    return SealedFile(
        name=file.name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=packed or base64.b64encode(zlib.compress(content, LEVEL)).decode(),
    )


def put(file: SealedFile, folder: Path) -> Path:
    """Unpack a file into a folder of its own, under a name that leads nowhere else.

    Raises InputError as ``unpacked``.
    """
    given = Path(file.name)
    suffix = given.suffix if re.fullmatch(r"\.[A-Za-z]{2,8}", given.suffix) else ""
    path = folder / (SURVEY if given.name == SURVEY else f"return{suffix}")
    folder.mkdir()
    path.write_bytes(unpacked(file))
    return path


def unpacked(file: SealedFile) -> bytes:
    """The bytes of a sealed file.

    Raises InputError CE-N001 where they cannot be unpacked or are too many.
    """
    try:
        unpack = zlib.decompressobj()
        found = unpack.decompress(base64.b64decode(file.content, validate=True), MOST_UNPACKED)
        if unpack.unconsumed_tail:
            raise ValueError(f"> {MOST_UNPACKED}")
    except (ValueError, zlib.error) as error:
        place = Place(key=file.name)
        raise InputError(Problem("CE-N001", place, {"why": str(error)})) from None
    return found
