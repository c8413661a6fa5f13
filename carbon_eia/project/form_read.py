"""form.xlsx → Project, through the tables of a project file."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.errors import Place
from carbon_eia.project.form import FORM
from carbon_eia.project.form_sheets import FormContent, read_sheets
from carbon_eia.project.project_file import project_of
from carbon_eia.project.project_model import Project
from carbon_eia.project.reader import Vocabulary
from carbon_eia.project.with_words import named_texts, with_word_texts

__all__ = ["read_form"]


def read_form(
    path: Path, vocabulary: Vocabulary, file: str = "", texts: Path | None = None
) -> Project:
    """Read a project from an Excel form; its text is that of ``project_toml``.

    ``texts``: a filled Word template of its texts, where it names none itself.

    Raises InputError with every problem of the form, each at its sheet and cell.
    """

    def parse(form: FormContent) -> Project:
        found = with_word_texts(
            form.tables,
            form.text,
            texts or named_texts(form.tables, path.parent, Place(form.file)),
            lambda raw, text: project_of(raw, text, vocabulary, form.file, form.lines),
        )
        return found._replace(cells=form.cells)

    return read_sheets(path, FORM, parse, file)
