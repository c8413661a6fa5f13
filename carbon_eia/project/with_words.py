"""A project file whose texts stand in a Word document beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.project.canonical import project_toml
from carbon_eia.project.evidence import inside_folder
from carbon_eia.project.project_model import Project
from carbon_eia.project.raw_tables import Table, table

__all__ = ["named_texts", "with_word_texts"]


def named_texts(raw: Table, folder: Path, place: Place) -> Path | None:
    """The Word file that a project file names; None where it names none.

    Raises InputError CE-A008 where a link leads out of the folder of the project file.
    """
    name = table(raw, "report").get("texts_file")
    if not isinstance(name, str) or not name.strip() or not inside_folder(name):
        return None  # what is no name is told by the reader
    path = folder / name.strip()
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(Problem("CE-A008", place, {"value": name}))
    return path


def with_word_texts(
    raw: Table, text: str, texts: Path | None, read: Callable[[Table, str], Project]
) -> Project:
    """What ``read`` makes of the tables and the text of a file, with the texts of a Word file.

    The project's text is then the canonical one of all tables, as that of an Excel form is: the Run
    states the words, whichever file they came from.

    Raises InputError with the problems of both files together.
    """
    if texts is None:
        return read(raw, text)
    from carbon_eia.project.word_texts import merged_texts, read_word_texts

    try:
        words = read_word_texts(texts)
    except InputError as error:
        problems = list(error.problems)
        try:
            read(raw, text)
        except InputError as others:
            problems = [*others.problems, *problems]
        raise InputError(problems) from None
    merged = merged_texts(raw, words)
    return read(merged, project_toml(merged))
