"""Chapters of a house: Markdown files in a folder of templates, one for each language.

``chapters/project/public.zh.md`` adds a chapter to the reports of projects, ``chapters/park/…`` to
those of parks. Its first line says where it stands, its heading what it is called::

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
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from carbon_eia.parks.records import ParkRecord
    from carbon_eia.run.records import Run

__all__ = ["with_house_chapters"]

_AFTER = re.compile(r"\s*\{#\s*after:\s*([\w-]+)\s*#\}")


def with_house_chapters(
    chapters: Sequence[Chapter],
    kind: str,
    lang: str,
    record: Run | ParkRecord,
    templates: Path | None,
) -> tuple[Chapter, ...]:
    """The chapters with those of a folder of templates, each behind the one that it names.

    ``kind``: project or park. Without a line that names one, a chapter stands before the annexes.

    Raises TemplateError CE-T001 where a file has no heading, names a chapter that there is not, or
    cannot be filled.
    """
    found = list(chapters)
    folder = None if templates is None else templates / "chapters" / kind
    paths = [] if folder is None else sorted(folder.glob(f"*.{lang}.md"))
    if templates is None or not paths:
        return tuple(found)
    environment = environment_of((templates,), {}, plain_markdown)
    for path in paths:
        chapter, after = _read(environment, templates, path, record)
        names = [c.name for c in found]
        if after is None:
            at = next((i for i, c in enumerate(found) if c.annex), len(found))
        elif after in names:
            at = names.index(after) + 1
        else:
            listed = ", ".join(names)
            raise template_fault(path.name, 1, f"after: {after} ({listed})")
        found.insert(at, chapter)
    return tuple(found)


def _read(
    environment: Environment, templates: Path, path: Path, record: Run | ParkRecord
) -> tuple[Chapter, str | None]:
    """A chapter, and the name of the one that it follows."""
    with failing_template(path.name, (templates,)):
        text, template = read_template(environment, path.relative_to(templates).as_posix())
        filled = template.render(record=record)
    after = _AFTER.match(text)
    key = path.name.split(".")[0]
    title, blocks = blocks_of_markdown(filled, key)
    if not title:
        raise template_fault(path.name, 1, "# …")
    return Chapter(key, title, tuple(blocks)), after[1] if after else None
