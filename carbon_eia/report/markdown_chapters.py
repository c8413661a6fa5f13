"""Chapters that are Markdown files among the templates, one for each language.

``chapters/project/public.zh.md`` adds a chapter to the reports of projects, ``chapters/park/…`` to
those of parks: to all of them where it lies among the package's own templates, to those of a house
where it lies in a folder of its own, in which a file takes the place of one of the same name. Its
first line says where it stands, its heading what it is called::

    {# after: effects #}
    # 公众参与

    {{ record.project.name }}于 … 公示。

The text is a template of Jinja2, whose ``record`` is the Run or the record of the park, and then
Markdown. It stands in every format, numbered like any other chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia.files.markdown_text import plain_markdown
from carbon_eia.report.document import Chapter
from carbon_eia.report.markdown import blocks_of_markdown
from carbon_eia.report.templates import (
    environment_of,
    failing_template,
    read_template,
    template_fault,
    template_folders,
)

if TYPE_CHECKING:
    from carbon_eia.parks.park_records import ParkRecord
    from carbon_eia.run.records import Run

__all__ = ["with_markdown_chapters"]

_AFTER = re.compile(r"\s*\{#\s*after:\s*([\w-]+)\s*#\}")


def with_markdown_chapters(
    chapters: Sequence[Chapter],
    kind: str,
    lang: str,
    record: Run | ParkRecord,
    templates: Path | None,
) -> tuple[Chapter, ...]:
    """The chapters with those of the templates, each behind the one that it names.

    ``kind``: project or park; ``templates``: a folder beside the package's own. Without a line that
    names one, a chapter stands before the annexes.

    Raises TemplateError CE-T001 where a file has no heading, names a chapter that there is not, or
    cannot be filled.
    """
    found, folders = list(chapters), template_folders(templates)
    paths = (p for f in folders for p in (f / "chapters" / kind).glob(f"*.{lang}.md"))
    files = sorted({path.name for path in paths})
    if not files:
        return tuple(found)
    environment = environment_of(folders, {}, plain_markdown)
    for file in files:
        with failing_template(file, folders):
            text, template = read_template(environment, f"chapters/{kind}/{file}")
            filled = template.render(record=record)
        chapter, after = _read(file, text, filled)
        names = [c.name for c in found]
        if after is None:
            at = next((i for i, c in enumerate(found) if c.annex), len(found))
        elif after in names:
            at = names.index(after) + 1
        else:
            listed = ", ".join(names)
            raise template_fault(file, 1, f"after: {after} ({listed})")
        found.insert(at, chapter)
    return tuple(found)


def _read(file: str, text: str, filled: str) -> tuple[Chapter, str | None]:
    """A chapter, and the name of the one that it follows."""
    after = _AFTER.match(text)
    key = file.split(".")[0]
    title, blocks = blocks_of_markdown(filled, key)
    if not title:
        raise template_fault(file, 1, "# …")
    return Chapter(key, title, tuple(blocks)), after[1] if after else None
