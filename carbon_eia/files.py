"""Reading and writing files safely: bounded in, whole or not at all out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.messages import in_languages

__all__ = [
    "MAX_INPUT_BYTES",
    "check_targets",
    "data_folder",
    "read_bytes",
    "read_text",
    "write_whole",
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


@cache
def _data_folder(name: str, chosen: str) -> Path:
    if chosen:
        return Path(chosen).resolve()
    package = Path(__file__).resolve().parent
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


def check_targets(outputs: Iterable[Path], inputs: Iterable[Path] = ()) -> None:
    """Refuse, before any work, outputs that would destroy something.

    An output may be a new file or replace a regular one. ``inputs``: files that are read.

    Raises CallError: CE-F009 an output is also an input, CE-F010 it is a link, a folder or a
    device, CE-F011 one file is named twice.
    """
    problems: list[Problem] = []
    read = {p.resolve() for p in inputs}
    written: set[Path] = set()
    for path in outputs:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            problems.append(Problem("CE-F010", Place(str(path))))
        elif path.resolve() in read or any(_is_one(path, p) for p in read):
            problems.append(Problem("CE-F009", Place(str(path))))
        elif path.resolve() in written:
            problems.append(Problem("CE-F011", Place(str(path))))
        written.add(path.resolve())
    if problems:
        raise CallError(problems)


def _is_one(path: Path, other: Path) -> bool:
    """Whether two names lead to one file (hard links too)."""
    return path.exists() and other.exists() and path.samefile(other)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: temporary file beside it, fsync, rename.

    Raises CallError CE-F007 when the folder is missing or cannot be written, CE-F010 where the
    path is a link, a folder or a device.
    """
    check_targets([path])
    import tempfile  # slow to import, and a verdict alone writes nothing

    folder = path.parent
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(path)), params)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
