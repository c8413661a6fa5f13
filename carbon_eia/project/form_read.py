"""form.xlsx → Project, through the tables of a project file."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.errors import InputError
from carbon_eia.project.canonical import canonical_project, project_toml
from carbon_eia.project.form import FORM
from carbon_eia.project.form_sheets import read_sheets
from carbon_eia.project.model import Project
from carbon_eia.project.places import located
from carbon_eia.project.read import project_of
from carbon_eia.project.reader import Vocabulary

__all__ = ["read_form"]


def read_form(path: Path, vocabulary: Vocabulary) -> Project:
    """Read a project from an Excel form; its text is that of ``project_toml``.

    Raises InputError with every problem of the form, each at its sheet and cell.
    """
    form = read_sheets(path, FORM)
    tables = canonical_project(form.tables)
    try:
        project = project_of(tables, project_toml(tables), vocabulary, str(path), form.lines)
    except InputError as error:
        raise form.errors(located(error.problems, str(path), form.cells)) from None
    if form.problems:
        raise form.errors()
    return project._replace(cells=form.cells)
