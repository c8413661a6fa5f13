"""Reading files within bounds."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.messages import in_languages

__all__ = [
    "MAX_INPUT_BYTES",
    "data_folder",
    "own_folder",
    "read_bytes",
    "read_text",
]

MAX_INPUT_BYTES = 4 * 1024 * 1024
"""Largest project or benchmark file that is read (a real one has some 10 kB)."""


FACTORS = "CARBON_EIA_FACTORS"
"""Variable of the environment that names another folder of reference data."""


def data_folder(name: str) -> Path:
    """The folder ``factors`` or ``templates``, in the wheel or beside the package in a checkout.

    ``CARBON_EIA_FACTORS`` names another folder of reference data: every Run says which it read.
    """
    chosen = os.environ.get(FACTORS, "") if name == "factors" else ""
    return _data_folder(name, chosen)


def own_folder(name: str) -> Path:
    """The same folder as it came with the program, whatever the environment names."""
    return _data_folder(name, "")


@cache
def _data_folder(name: str, chosen: str) -> Path:
    if chosen:
        return Path(chosen).resolve()
    package = Path(__file__).resolve().parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def read_bytes(path: Path, limit: int = MAX_INPUT_BYTES, place: Place | None = None) -> bytes:
    """The bytes of a file; ``limit``: most that is read; ``place``: how it is called in errors.

    Raises InputError: CE-F001 not found, CE-F002 not a file, CE-F003 too large, CE-F004 empty,
    CE-F006 cannot be read.
    """
    place = Place(str(path)) if place is None else place
    try:
        if not path.exists():
            raise InputError(Problem("CE-F001", place))
        if not path.is_file():
            raise InputError(Problem("CE-F002", place))
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise InputError(Problem("CE-F006", place, {"why": error.strerror or str(error)})) from None
    if len(raw) > limit:
        params: dict[str, object] = {"limit": limit // 1024 // 1024}
        raise InputError(Problem("CE-F003", place, params))
    if not raw:
        raise InputError(Problem("CE-F004", place))
    return raw


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (a byte order mark is taken off).

    Raises what ``read_bytes`` raises, and InputError CE-F005 not UTF-8.
    """
    raw, place = read_bytes(path), Place(str(path))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(Problem("CE-F005", Place(str(path), line), _written_in(raw))) from None
    if not text.strip():
        raise InputError(Problem("CE-F004", place))
    return text.replace("\r\n", "\n")


def _written_in(raw: bytes) -> dict[str, object]:
    """Which encoding a text that is not UTF-8 seems to have: the facts of CE-F005."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw:
        return {"encoding": "UTF-16"}
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return {"encoding": in_languages("encoding.mixed")}
    return {"encoding": in_languages("encoding.gbk")}
