"""What a forgery is: a change that somebody makes to a finished document with other tools."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Forgery", "edited", "member", "named", "with_part"]


class Forgery(NamedTuple):
    """``what`` is done, in English, how ``verify`` ends, and what does it to the bytes."""

    what: str
    status: int
    make: Callable[[bytes], bytes]


def named(*forgeries: tuple[str, int, Callable[[bytes], bytes]]) -> tuple[Forgery, ...]:
    """Forgeries of one kind of document."""
    return tuple(Forgery(*f) for f in forgeries)


def member(content: bytes, name: str) -> bytes:
    """A member of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_part(content: bytes, *parts: tuple[str, bytes]) -> bytes:
    """A package with members of these names put in or replaced."""
    made, new = io.BytesIO(), dict(parts)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as target:
        for info in old.infolist():
            target.writestr(info, new.pop(info.filename, None) or old.read(info))
        for name, data in new.items():
            target.writestr(name, data)
    return made.getvalue()


def edited(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A forgery that edits one member of a package, which must change it."""

    def make(content: bytes) -> bytes:
        before = member(content, name)
        after = change(before)
        assert after != before, name
        return with_part(content, (name, after))

    return make
