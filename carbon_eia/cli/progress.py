"""What long work is at: a bar with rate and time left, or the name of a stage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from carbon_eia.messages import sentence

__all__ = ["Progress", "bar"]


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int, int], None]]:
    """A bar on the terminal's error stream; call it with (done, of, rows)."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task(title, total=None, rate="")
        rows = 0

        def told(done: int, of: int, more: int) -> None:
            nonlocal rows
            rows += more
            elapsed = progress.tasks[0].elapsed or 1e-9
            rate = f"{rows / elapsed:,.0f}/s"
            progress.update(task, completed=done, total=of, rate=rate)

        yield told


class Progress:
    """The stage of long work on a terminal; nothing elsewhere."""

    def __init__(self, lang: str) -> None:
        self.lang, self.shown = lang, sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def stage(self, name: str, **facts: object) -> None:
        """Say what begins."""
        if self.shown:
            said = sentence(f"park.stage.{name}", self.lang, facts)
            sys.stderr.write(f"\r\x1b[K{said} …")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
