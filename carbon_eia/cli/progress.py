"""A progress bar with rate and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["bar"]


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
