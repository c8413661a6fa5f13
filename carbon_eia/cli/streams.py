"""Standard output and standard error of the command."""

from __future__ import annotations

import io
import os
import sys

__all__ = ["steady_streams"]


class _Steady(io.RawIOBase):
    """A file descriptor that goes on as a sink once its reader has gone away (``| head``)."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._gone = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: object) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        if self._gone:
            return view.nbytes
        try:
            return os.write(self._descriptor, view)
        except BrokenPipeError:
            self._gone = True
            return view.nbytes


def steady_streams() -> None:
    """Let nothing that happens to the reader of the output decide the exit status.

    Text is UTF-8 whatever the console; a reader that leaves early is no error, so that files are
    written and the status of the verdict stands.
    """
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if not isinstance(stream, io.TextIOWrapper):
            continue
        stream.flush()
        on_terminal = os.isatty(descriptor)
        if os.name == "nt" and on_terminal:  # the console of Windows has a writer of its own
            stream.reconfigure(encoding="utf-8", errors="replace")
            continue
        raw = io.BufferedWriter(_Steady(descriptor))
        text = io.TextIOWrapper(
            raw, encoding="utf-8", errors="replace", line_buffering=on_terminal or name == "stderr"
        )
        setattr(sys, name, text)
