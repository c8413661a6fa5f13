"""What ``--help`` says of arguments and options: looked up when it is asked for."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from carbon_eia.messages import LANGUAGES, sentence

__all__ = ["Command"]


class Command(TyperCommand):
    """A command whose arguments and options have codes of the catalogue as their help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, in both languages."""
        for parameter in self.params:
            code = getattr(parameter, "help", None) or ""
            if code.startswith("help."):
                said = (sentence(code, lang) for lang in LANGUAGES)
                parameter.help = " / ".join(said)  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)
