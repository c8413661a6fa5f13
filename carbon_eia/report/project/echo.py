"""Annex: the project file as it was typed."""

from __future__ import annotations

from carbon_eia.project.lines_of_keys import key_lines
from carbon_eia.report.document import Block, Chapter, Paragraph, Verbatim
from carbon_eia.report.printer import Printer
from carbon_eia.run.records import Run

__all__ = ["project_file"]

MOST_LINES = 400
"""Lines of a project file that the annex prints; the whole file is attached."""


def project_file(run: Run, p: Printer) -> Chapter:
    """The file that was read, with its digest; its long texts stand in their chapters."""
    lines = _without_texts(run.project.text, p.word("echo_texts"))
    blocks: list[Block] = [
        Paragraph((p.word("echo_what", sha=run.project.sha256),)),
        Verbatim(tuple(lines[:MOST_LINES])),
    ]
    if len(lines) > MOST_LINES:
        blocks.append(Paragraph((p.word("echo_cut"),)))
    return p.chapter("echo", blocks, annex=True)


def _without_texts(text: str, remark: str) -> list[str]:
    """The lines of a file, a remark in the place of the texts that it holds.

    >>> _without_texts('[texts]\\nlayout = "a"\\n\\n[pictures]\\n', "# see above")
    ['[texts]', '# see above', '', '[pictures]']
    """
    lines = text.split("\n") if not text.endswith("\n") else text.split("\n")[:-1]
    starts = sorted(line for key, line in key_lines(text).items() if "." not in key)
    first = key_lines(text).get("texts")
    if first is None:
        return lines
    end = next((line for line in starts if line > first), len(lines) + 1)
    return [*lines[:first], remark, "", *lines[end - 1 :]]
