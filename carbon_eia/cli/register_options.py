"""Arguments and options that commands of the register share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

__all__ = ["Actor", "Code", "Database", "Day", "KeptHead", "OnDay", "Role"]

Actor = Annotated[
    Optional[str],  # noqa: UP045 — typer resolves this at run time
    typer.Option("--as", help="help.register.as"),
]
Role = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--role", help="help.register.role"),
]
Day = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--day", help="help.register.day"),
]
OnDay = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--as-of", help="help.register.as_of"),
]
Code = Annotated[str, typer.Argument(help="help.register.code")]
Database = Annotated[str, typer.Option("--db", help="help.register.db")]
KeptHead = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--head", help="help.register.kept_head"),
]
