"""Annex: the project file as it was typed."""

from __future__ import annotations

from carbon_eia.report.document import Block, Chapter, Paragraph, Verbatim
from carbon_eia.report.printer import Printer
from carbon_eia.run.records import Run

__all__ = ["project_file"]

MOST_LINES = 400
"""Lines of a project file that the annex prints; the whole file is attached."""


def project_file(run: Run, p: Printer) -> Chapter:
    """The file that was read, with its digest."""
    lines = run.project.text.splitlines()
    blocks: list[Block] = [
        Paragraph((p.word("echo_what", sha=run.project.sha256),)),
        Verbatim(tuple(lines[:MOST_LINES])),
    ]
    if len(lines) > MOST_LINES:
        blocks.append(Paragraph((p.word("echo_cut"),)))
    return p.chapter("echo", blocks, annex=True)
