"""Declaration of the commands of the reference data."""

from __future__ import annotations

from typing import Annotated

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand
from carbon_eia.cli.options import Json, Lang, Reference

__all__ = ["reference_app"]

reference_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@reference_app.callback()
def reference() -> None:
    """参考数据：查找因子、行业、规则及其出处。 Reference data with their sources.

    \b
    例 / Example:
      carbon-eia reference search 烟煤
      carbon-eia reference show fuels:gbt32151-2024-bituminous-coal
    """


@reference_app.command("list", cls=CatalogueCommand)
def reference_list(
    kind: Annotated[
        str,
        typer.Argument(
            help="sectors | tables | materials | regions | documents | policies | measures"
        ),
    ] = "tables",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """列出参考数据。 List reference data.

    \b
    例 / Example:
      carbon-eia reference list sectors
    """
    from carbon_eia.cli.referring import list_command

    guarded(list_command, json, lang, kind)


@reference_app.command("search", cls=CatalogueCommand)
def reference_search(
    text: Annotated[list[str], typer.Argument(help="help.reference_search.text")],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """按文字查找参考数据。 Search reference data.

    \b
    例 / Example:
      carbon-eia reference search 湖南 2023
    """
    from carbon_eia.cli.referring import search_command

    guarded(search_command, json, lang, text)


@reference_app.command("show", cls=CatalogueCommand)
def reference_show(
    ident: Annotated[str, typer.Argument(help="help.reference_show.ident")],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """显示一个值的文件、表、等级和有效期。 A value with document, table, grade and validity.

    \b
    例 / Example:
      carbon-eia reference show electricity:average-2023-hunan
    """
    from carbon_eia.cli.referring import show_command

    guarded(show_command, json, lang, ident)


@reference_app.command("changes", cls=CatalogueCommand)
def reference_changes(
    since: Annotated[str, typer.Option("--since", help="help.reference_changes.since")],
    reference: Reference = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """某一版本以来参考数据的变动。 What moved in the reference data since a version.

    列出新增、改动、停用的行（编号、字段、前后、出处）和示例结论的变动。
    Rows added, changed and ended with field, before, after and source, and the samples' verdicts.

    \b
    例 / Example:
      carbon-eia reference changes --since 2026.11.0
    """
    from carbon_eia.cli.changing import changes_command

    guarded(changes_command, json, lang, since, reference)
