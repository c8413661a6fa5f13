"""What a PDF needs from the machine: two packages, Pango, and a Chinese font."""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import suppress
from importlib.util import find_spec

from carbon_eia.errors import Problem

__all__ = ["PACKAGES", "missing_for_pdf", "missing_packages"]

PACKAGES = ("jinja2", "weasyprint")

LANGUAGE = b"zh-cn"

LIBRARIES = {
    "gobject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0"),
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
}
"""Libraries that WeasyPrint opens, by their names on Linux, macOS and Windows."""

FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1")


def missing_for_pdf() -> list[Problem]:
    """Everything that a PDF needs and this machine lacks, without starting WeasyPrint.

    CE-D001 a Python package, CE-D002 Pango or a library beside it, CE-D003 a Chinese font.
    """
    problems = missing_packages()
    absent = [name for name, names in LIBRARIES.items() if _open(names) is None]
    if _open(FONTCONFIG) is None:
        absent.append("fontconfig")
    if absent:
        problems.append(Problem("CE-D002", params={"libraries": ", ".join(absent)}))
    if has_chinese_font() is False:
        problems.append(Problem("CE-D003"))
    return problems


def missing_packages(packages: tuple[str, ...] = PACKAGES) -> list[Problem]:
    """CE-D001 for each Python package that is not installed.

    >>> [p.params for p in missing_packages(("json", "no_such_package"))]
    [{'package': 'no_such_package'}]
    """
    return [Problem("CE-D001", params={"package": p}) for p in packages if find_spec(p) is None]


def has_chinese_font() -> bool | None:
    """Whether fontconfig knows a font that covers Chinese; None where it cannot be asked."""
    found = _ask_library()
    return _ask_program() if found is None else found


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("nfont", ctypes.c_int),
        ("sfont", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def _ask_library() -> bool | None:
    """The number of fonts for the language, from fontconfig itself."""
    library = _open(FONTCONFIG)
    if library is None:
        return None
    library.FcNameParse.restype = ctypes.c_void_p
    library.FcNameParse.argtypes = [ctypes.c_char_p]
    library.FcObjectSetCreate.restype = ctypes.c_void_p
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    library.FcFontList.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    for release in (
        library.FcPatternDestroy,
        library.FcObjectSetDestroy,
        library.FcFontSetDestroy,
    ):
        release.argtypes = [ctypes.c_void_p]
        release.restype = None
    pattern = library.FcNameParse(b":lang=" + LANGUAGE)
    if not pattern:
        return None
    wanted = library.FcObjectSetCreate()
    found = library.FcFontList(None, pattern, wanted)
    count = found.contents.nfont if found else 0
    if found:
        library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(wanted)
    library.FcPatternDestroy(pattern)
    return bool(count)


def _ask_program() -> bool | None:
    """The same from ``fc-list``, where the library cannot be opened from here."""
    import subprocess

    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, f":lang={LANGUAGE.decode()}", "family"],
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return bool(done.stdout.strip())


def _open(names: tuple[str, ...]) -> ctypes.CDLL | None:
    """A library by the first of its names that opens."""
    mode = 0x1000 if os.name == "nt" else ctypes.DEFAULT_MODE  # LOAD_LIBRARY_SEARCH_DEFAULT_DIRS
    for name in names:
        with suppress(OSError):
            return ctypes.CDLL(name, mode=mode)
    return None
