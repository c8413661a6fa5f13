"""The pictures that a project names, read from its folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import MappingProxyType

from carbon_eia.errors import InputError, MachineError, Place, Problem
from carbon_eia.files import read_bytes
from carbon_eia.project.project_model import Picture, Project

__all__ = ["with_pictures"]


def with_pictures(project: Project, folder: Path) -> Project:
    """A project with the pixels of its pictures, whose files lie in the project's folder.

    Raises InputError for each that is missing or cannot be read (CE-A005), lies outside the folder
    (CE-A008), is no PNG or JPEG (CE-A006) or has too many pixels (CE-A007); MachineError CE-D001
    without Pillow.
    """
    if not project.pictures:
        return project
    problems: list[Problem] = []
    found: dict[str, Picture] = {}
    for name, picture in project.pictures.items():
        try:
            found[name] = _read(picture, folder, project.place(f"pictures.{name}.file"))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(project.located(problems))
    return project._replace(pictures=MappingProxyType(found))


def _read(picture: Picture, folder: Path, place: Place) -> Picture:
    try:
        from carbon_eia.files.pictures import MAX_PICTURE_BYTES, PictureError, redrawn
    except ImportError:
        raise MachineError(Problem("CE-D001", params={"package": "pillow"})) from None
    path = _inside(picture.file, folder, place)
    try:
        raw = read_bytes(path, MAX_PICTURE_BYTES)
    except InputError as error:
        params: dict[str, object] = {"file": picture.file, "why": _why(error)}
        raise InputError(Problem("CE-A005", place, params)) from None
    try:
        drawn = redrawn(raw)
    except PictureError as error:
        code = "CE-A007" if error.reason == "large" else "CE-A006"
        params = {"file": picture.file, "why": error.detail}
        raise InputError(Problem(code, place, params)) from None
    return picture._replace(**drawn._asdict(), source_sha256=hashlib.sha256(raw).hexdigest())


def _inside(name: str, folder: Path, place: Place) -> Path:
    """The path of a file in a folder; links that lead out of it are not followed."""
    root = folder.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise InputError(Problem("CE-A008", place, {"value": name}))
    return path


def _why(error: InputError) -> dict[str, str]:
    """What is wrong with a file, in both languages."""
    return {lang: error.problems[0].message(lang) for lang in ("zh", "en")}
