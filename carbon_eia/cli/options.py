"""Arguments and options that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import language

__all__ = [
    "AsOf",
    "Benchmarks",
    "Draws",
    "Force",
    "Full",
    "Json",
    "Lang",
    "ProjectFile",
    "ProjectOrRun",
    "Reference",
    "Seed",
    "Templates",
    "Texts",
]

ProjectFile = Annotated[Path, typer.Argument(help="help.project")]
ProjectOrRun = Annotated[Path, typer.Argument(help="help.project_or_run")]
AsOf = Annotated[
    Optional[str],  # noqa: UP045 — typer resolves this at run time
    typer.Option("--as-of", help="help.as_of"),
]
Benchmarks = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--benchmarks", help="help.benchmarks"),
]
Draws = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--uncertainty", help="help.uncertainty"),
]
Seed = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--seed", min=0, help="help.seed"),
]
Json = Annotated[bool, typer.Option("--json", help="help.json")]
Lang = Annotated[
    str, typer.Option("--lang", envvar="CARBON_EIA_LANG", help="zh | en", callback=language)
]
Reference = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--reference", help="help.reference"),
]
Texts = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--texts", help="help.texts"),
]
Templates = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--templates", help="help.report.templates"),
]
Full = Annotated[bool, typer.Option("--full", help="help.assess.full")]
Force = Annotated[bool, typer.Option("--force", help="help.force")]
