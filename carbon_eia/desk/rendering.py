"""The pages of the desk: templates filled for one visit, every value escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia import __version__
from carbon_eia.files import data_folder
from carbon_eia.report.html import html_environment, marked
from carbon_eia.report.templates import template_folders

if TYPE_CHECKING:
    from jinja2 import Environment

    from carbon_eia.desk.visit import Visit

__all__ = ["STATIC", "render", "static_file"]

STATIC: Mapping[str, tuple[str, str]] = {
    "report.css": ("report.css", "text/css"),
    "screen.css": ("screen.css", "text/css"),
    "desk.css": ("desk/desk.css", "text/css"),
    "desk.js": ("desk/desk.js", "text/javascript"),
    "icon.svg": ("desk/icon.svg", "image/svg+xml"),
}
"""Files that the pages bring along: name → file under templates/, kind."""


def render(visit: Visit, template: str, facts: Mapping[str, object]) -> str:
    """The HTML of a page."""
    page = (
        environment()
        .get_template(f"desk/{template}.html.j2")
        .render(visit=visit, word=visit.word, account=visit.account, program=__version__, **facts)
    )
    return page if visit.lang == "zh" else marked(page)


@cache
def environment() -> Environment:
    """Where the desk's own templates run: nobody else's do, so that they need no sandbox."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= html_environment(template_folders(None)).filters
    return made


@cache
def static_file(name: str) -> bytes:
    """A file that the pages bring along."""
    return (data_folder("templates") / Path(STATIC[name][0])).read_bytes()
