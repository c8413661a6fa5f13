"""Results as one HTML page that needs no network and no script: tables, plots, notes.

Everything stands in the page as text and vector graphics; a small script of its own adds sorting
and filtering. Its content security policy names the hash of that script and of its style sheet and
allows nothing else: a text of a user is never run, and nothing is fetched.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from carbon_eia import __version__
from carbon_eia.report.document import Document, Table
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.screening_plots import COLOURS
from carbon_eia.report.html import html_environment, marked
from carbon_eia.report.screening.screening_document import OWN
from carbon_eia.report.templates import failing_template, template_folders, template_text

__all__ = ["results_page"]

MAIN, STYLE, SCRIPT = "screening.html.j2", "screening.css.j2", "screening.js"


def results_page(document: Document, templates: Path | None = None) -> str:
    """The page of a screening's document; ``templates``: a folder whose files replace ours.

    Raises TemplateError CE-T001 with template, row and cause for whatever goes wrong in one.
    """
    folders = template_folders(templates)
    environment = html_environment(folders)
    blocks = (b for chapter in document.chapters[1:] for b in chapter.blocks)
    look = {
        "tables": [b for b in blocks if isinstance(b, Table)],
        "places": places,
        "colours": COLOURS,
    }
    with failing_template(MAIN, folders):
        script, _ = template_text(environment, SCRIPT)
        style = environment.get_template(STYLE).render(look)
        page = environment.get_template(MAIN).render(
            d=document,
            word=DocumentLanguage(document.lang, own=OWN).word,
            places=places,
            version=__version__,
            style=style,
            style_hash=_hash(style),
            script=script,
            script_hash=_hash(script),
        )
    return page if document.lang == "zh" else marked(page)


def places(table: Table, look: str) -> list[int]:
    """Where the columns of a look stand, counted from 1 as style sheets do."""
    looks = ((c.align, *c.look.split()) for c in table.columns)
    return [i for i, held in enumerate(looks, start=1) if look in held]


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
