"""Files are written whole or not at all, and nothing but our own is ever followed or replaced.

What is new is written beside its place under a name that nobody can guess, flushed to the disk and
renamed; then the folder is flushed too, so that neither a kill nor lost power leaves half a file.
Whoever puts files in place holds a lock on their folders meanwhile, so that the files of two runs
never mix. The lock is on the folder itself and leaves nothing behind; where a system has none (some
network drives, Windows) each file is still whole.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from carbon_eia.errors import CallError, Place, Problem

__all__ = [
    "NewFiles",
    "check_targets",
    "end_with_parent",
    "locked",
    "locked_folder",
    "take_away_left",
    "write_all",
    "write_whole",
]

PATIENCE = 30
"""Seconds that one waits until another run has put its files in place."""

PAUSE = 1 / 20
"""Seconds between two looks whether a lock is free."""

MARK = ".carbon-eia-new"
"""How the name of a file ends that is not in its place yet."""

_LEFT = re.compile(rf"\.[0-9a-f]{{12}}\.\w{{8}}{MARK}")


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
    """Write a file whole or not at all; raises what ``write_all`` raises."""
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes], *, is_locked: bool = False) -> None:
    """Write files, each whole, and none before all are ready to be put in place.

    ``is_locked``: whether the caller holds the lock on their folders.

    Raises CallError: CE-F007 where a folder is missing or cannot be written, CE-F010 where a path
    is a link, a folder or a device, CE-F012 where another run holds a folder too long.
    """
    with NewFiles(is_locked=is_locked) as files:
        for path, content in contents.items():
            with _told(path), files.at(path).open("wb") as stream:
                stream.write(content)
        files.put_in_place()


class _New(NamedTuple):
    """A new file: where it is written, held by a lock of its own, and where it belongs."""

    handle: int
    written: Path
    path: Path


class NewFiles:
    """New files that are written beside their places and put there together.

    What is not in place when the context ends is taken away. What a killed run has left is taken
    away when the same file is written again; it is known by its name and by its lock, which no
    living process holds.
    """

    def __init__(self, *, is_locked: bool = False) -> None:
        self._is_locked = is_locked
        self._new: list[_New] = []
        self._old: list[tuple[Path, Callable[[Path], bool]]] = []

    def at(self, path: Path) -> Path:
        """Where to write what is to stand at a path.

        Raises CallError as ``write_all``.
        """
        import tempfile  # slow to import, and a verdict alone writes nothing

        check_targets([path])
        head = f".{hashlib.sha256(path.name.encode()).hexdigest()[:12]}."
        with _told(path), self._lock([path.parent]):
            if not self._is_locked:
                take_away_left(path.parent, head)
            handle, name = tempfile.mkstemp(MARK, head, path.parent)
            _try_lock(handle)
        self._new.append(_New(handle, Path(name), path))
        return Path(name)

    def remove(self, path: Path, is_ours: Callable[[Path], bool]) -> None:
        """Take an older file away once the new ones are in place, if it is still ours then."""
        self._old.append((path, is_ours))

    def put_in_place(self) -> None:
        """Flush the files to the disk and rename them; raises CallError as ``write_all``."""
        if not self._new:
            return
        for new in self._new:
            with _told(new.path):
                os.fsync(new.handle)
                os.chmod(new.written, 0o666 & ~_umask())
        paths = [new.path for new in self._new]
        with self._lock({p.parent for p in paths}):
            check_targets(paths)  # somebody may have put something there meanwhile
            while self._new:
                new = self._new[0]
                with _told(new.path):
                    os.replace(new.written, new.path)
                os.close(self._new.pop(0).handle)
            for path, is_ours in self._old:
                if is_ours(path):
                    with _told(path):
                        path.unlink()
            for folder in {p.parent for p in paths}:
                _flush(folder)

    def _lock(self, folders: Iterable[Path]) -> ExitStack:
        stack = ExitStack()
        if not self._is_locked:
            stack.enter_context(locked(folders))
        return stack

    def __enter__(self) -> NewFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for new in self._new:
            with suppress(OSError):
                new.written.unlink()
            os.close(new.handle)
        self._new.clear()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """A fault of the system as CE-F007 at a file."""
    try:
        yield
    except OSError as error:
        params: dict[str, object] = {"why": error.strerror or str(error)}
        raise CallError(Problem("CE-F007", Place(str(path)), params)) from None


def take_away_left(folder: Path, head: str = "") -> None:
    """Remove what killed runs have left in a folder on which the lock is held.

    ``head``: how the names begin of what was to become one file; otherwise that of all files.
    """
    for name in os.listdir(folder):
        path = folder / name
        if not (_LEFT.fullmatch(name) and name.startswith(head)) or path.is_symlink():
            continue
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR)
            try:
                if _try_lock(handle):
                    path.unlink()
            finally:
                os.close(handle)


def _flush(folder: Path) -> None:
    """Make renames last when power is lost; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, and with it its hold on files.

    A pool of processes whose parent is killed would otherwise wait for work for ever.
    """
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


# --- locks


@contextmanager
def locked(folders: Iterable[Path], patience: float = PATIENCE) -> Iterator[None]:
    """Hold some folders; another run that wants one of them waits, ``patience`` seconds at most.

    Raises CallError CE-F012 where another run holds one longer.
    """
    with ExitStack() as stack:
        for folder in sorted(
            {f.resolve() for f in folders}
        ):  # in one order: nobody waits in a ring
            stack.enter_context(_held(folder, patience))
        yield


@contextmanager
def locked_folder(folder: Path, output: Path) -> Iterator[None]:
    """Make a folder where it is missing, and hold it alone; it may be removed meanwhile.

    ``output``: what it is for, which errors name.

    Raises CallError: CE-F010 where a link or a file stands there, CE-F012 where another run holds
    it, CE-F007 where it cannot be made.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CallError(Problem("CE-F010", Place(str(folder))))
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _held(folder, 0, output):
        yield


@contextmanager
def _held(folder: Path, patience: float, named: Path | None = None) -> Iterator[None]:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows, or no such folder: told where it is written to
        yield
        return
    try:
        until = time.monotonic() + patience
        while not _try_lock(handle):
            if time.monotonic() >= until:
                raise CallError(Problem("CE-F012", Place(str(named or folder))))
            time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """Whether nobody else holds what is open here; so too where the system has no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
    return True
