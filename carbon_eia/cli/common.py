"""What every command shares: the language, the day, errors for people and programs."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVarTuple

import typer

from carbon_eia.console import styled
from carbon_eia.errors import MISREAD, CallError, CarbonEiaError, InputError, Place, Problem
from carbon_eia.forms.notices import ReadingNotice
from carbon_eia.messages import sentence

__all__ = ["EXIT_STATUS", "day", "guarded", "language", "print_json", "say", "showing"]

EXIT_STATUS = {"pass": 0, "retrofit": 1, "refuse": 1, "stop": 1, "undetermined": 3}
"""Exit status of each verdict."""

INTERNAL_ERROR = 70
"""Exit status of a fault of this program (EX_SOFTWARE): never that of a verdict."""

INTERRUPTED = 130
"""Exit status after Ctrl-C."""

MOST_ERRORS = 500
"""Most errors that a person is shown; ``--json`` has all."""

_UNSEEN = re.compile("(?!\x1b\\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs other than our own colours, and signs that turn text round."""

_HIDDEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Those of them that JSON does not escape, and half characters."""


def language(value: str) -> str:
    """The language of an option or of CARBON_EIA_LANG; anything unknown is Chinese."""
    return "en" if value.lower().startswith("en") else "zh"


def day(text: str | None) -> date:
    """The day of assessment.

    Raises CallError CE-C001 when the text is no date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(Problem("CE-C001", params={"value": text})) from None


Arguments = TypeVarTuple("Arguments")
"""What a command takes beside the form and the language of its answer."""


def guarded(
    command: Callable[[bool, str, *Arguments], int], json: bool, lang: str, *args: *Arguments
) -> None:
    """Run a command; print its errors for a person or a program; exit with its status.

    Whatever goes wrong, a panic of a library or a fault while an error is printed too, the status
    is never that of a verdict.
    """
    try:
        status = _status(command, json, lang, *args)
    except (KeyboardInterrupt, SystemExit, GeneratorExit) as error:
        if not isinstance(error, KeyboardInterrupt):
            raise
        status = INTERRUPTED
    except BaseException as error:
        if os.environ.get("CARBON_EIA_DEBUG"):
            raise
        facts: dict[str, object] = {"why": f"{type(error).__name__}: {error}"}
        _print_errors(CarbonEiaError(Problem("CE-X001", params=facts)), json, lang)
        status = INTERNAL_ERROR
    raise typer.Exit(status)


def _status(
    command: Callable[[bool, str, *Arguments], int], json: bool, lang: str, *args: *Arguments
) -> int:
    try:
        with _notices(lang):
            return command(json, lang, *args)
    except CarbonEiaError as error:
        _print_errors(error, json, lang)
        return error.exit_status


@contextmanager
def showing(path: Path) -> Iterator[None]:
    """What is shown of a file: a record that says what no program wrote is refused (CE-N001).

    The types of a record hold its shape; a code in it that nobody knows comes to light when it is
    to be put into words.
    """
    try:
        yield
    except (*MISREAD, StopIteration) as error:
        if path.suffix.lower() != ".json":
            raise
        why = f"{type(error).__name__}: {error}"
        raise InputError(Problem("CE-N001", Place(str(path)), {"why": why})) from error


@contextmanager
def _notices(lang: str) -> Iterator[None]:
    """Prints what a person should know of the files that were read, beside what is printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", ReadingNotice)
        show = warnings.showwarning

        def tell(message: Warning | str, *more: Any, **named: Any) -> None:
            if not isinstance(message, ReadingNotice):
                show(message, *more, **named)
                return
            p = message.problem
            say(styled(f"! {p.code} {p.place}", "yellow", err=True), err=True)
            say(f"  {p.message(lang)} {p.hint(lang)}", err=True)

        warnings.showwarning = tell
        yield


def _print_errors(error: CarbonEiaError, json: bool, lang: str) -> None:
    if json:
        print_json({"errors": [p.to_dict(lang) for p in error.problems]})
        return
    for p in error.problems[:MOST_ERRORS]:
        head = " ".join(x for x in (p.code, str(p.place)) if x)
        say(styled(f"✗ {head}", "red", err=True), err=True)
        say(f"  {p.message(lang)}", err=True)
        hint = p.hint(lang)
        if hint:
            say(styled(f"  → {hint}", "cyan", err=True), err=True)
    count = len(error.problems)
    if count > 1:
        say(sentence("screen.errors", lang, {"count": count}), err=True)


def print_json(value: object) -> None:
    """Print a value, and the records in it, as JSON for a program."""
    import json

    from msgspec import to_builtins

    text = json.dumps(to_builtins(value), ensure_ascii=False, indent=2)
    print(_HIDDEN.sub(lambda m: f"\\u{ord(m.group()):04x}", text))


def say(text: str, err: bool = False) -> None:
    """Print one line; a sign in it that nobody would see is named."""
    text = _UNSEEN.sub(lambda m: f"‹U+{ord(m.group()):04X}›", text)
    print(text, file=sys.stderr if err else sys.stdout)
