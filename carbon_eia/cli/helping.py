"""What ``--help`` says of arguments and options: looked up when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from carbon_eia.messages import LANGUAGES, sentence

__all__ = ["CatalogueCommand", "Group"]


class CatalogueCommand(TyperCommand):
    """A command whose arguments and options have codes of the catalogue as their help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, in both languages."""
        _say(self.params)
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """Commands under one name, whose own options have codes of the catalogue as their help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, in both languages."""
        _say(self.params)
        super().format_help(ctx, formatter)


def _say(parameters: Iterable[Any]) -> None:
    for parameter in parameters:
        code = getattr(parameter, "help", None) or ""
        if code.startswith("help."):
            parameter.help = " / ".join(sentence(code, lang) for lang in LANGUAGES)
