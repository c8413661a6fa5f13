"""Declaration of the commands of the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand, Group
from carbon_eia.cli.options import Benchmarks, Lang

__all__ = ["desk_app"]

desk_app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)

Database = Annotated[str, typer.Option("--db", help="help.desk.db")]
Folder = Annotated[Path, typer.Option("-C", help="help.desk.folder")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="help.desk.port")]
Host = Annotated[str, typer.Option("--host", help="help.desk.host")]


@desk_app.callback()
def desk(
    context: typer.Context,
    db: Database = "",
    folder: Folder = Path("desk"),
    port: Port = 8300,
    host: Host = "127.0.0.1",
    benchmarks: Benchmarks = None,
    proxies: Annotated[str, typer.Option("--proxy", help="help.desk.proxy")] = "127.0.0.1",
    user_header: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--user-header", help="help.desk.user_header"),
    ] = None,
    lang: Lang = "zh",
) -> None:
    """审查台：在浏览器中申报、审查、决定、查看期限。 The review desk in the browser.

    \b
    例 / Example:
      carbon-eia desk --db sqlite:///city.db --port 8300
    """
    if context.invoked_subcommand is not None:
        return
    from carbon_eia.cli.desk import desk_command

    call = (db, folder, port, host, benchmarks or [], proxies, user_header or "", False)
    guarded(desk_command, False, lang, *call)


@desk_app.command(cls=CatalogueCommand)
def demo(
    db: Database = "",
    folder: Folder = Path("desk-demo"),
    port: Port = 8300,
    benchmarks: Benchmarks = None,
    lang: Lang = "zh",
) -> None:
    """演示：新建一个审查台，填入虚构的人物和案卷。 A new desk with invented people and cases.

    \b
    例 / Example:
      carbon-eia desk demo --benchmarks samples/benchmarks/chenzhou-demo.toml
    """
    from carbon_eia.cli.desk import desk_command

    call = (db, folder, port, "127.0.0.1", benchmarks or [], "127.0.0.1", "", True)
    guarded(desk_command, False, lang, *call)
