"""Declaration of the commands of an admission standard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand
from carbon_eia.cli.options import AsOf, Force, Json, Lang

__all__ = ["standard_app"]

standard_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@standard_app.callback()
def standard() -> None:
    """由企业调查制定本市准入标准：调查表、草案、采用。 An admission standard from a survey.

    \b
    例 / Example:
      carbon-eia standard derive samples/survey-lead-24 -o draft.toml -o draft.pdf
    """


@standard_app.command("new", cls=CatalogueCommand)
def standard_new(
    sector: Annotated[str, typer.Argument(help="help.new.sector")],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help="returns.xlsx | .toml | .csv | survey.toml"),
    ],
    force: Force = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """写出企业调查表（Excel、TOML 或一行一家的表格）。 Write a return for plants to fill in.

    \b
    例 / Example:
      carbon-eia standard new 铅冶炼 -o returns.xlsx
      carbon-eia standard new 铅冶炼 -o returns.csv -o survey.toml
    """
    from carbon_eia.cli.standard_commands import new_standard_command

    guarded(new_standard_command, json, lang, sector, output, force)


@standard_app.command("derive", cls=CatalogueCommand)
def standard_derive(
    returns: Annotated[list[Path], typer.Argument(help="help.standard.returns")],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help="help.standard.output"),
    ],
    survey: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--survey", help="help.standard.survey"),
    ] = None,
    as_of: AsOf = None,
    projects: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--projects", help="help.standard.projects"),
    ] = None,
    benchmarks: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--benchmarks", help="help.standard.today"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """由企业调查表推导准入标准草案。 Derive a draft of the standard from plants' returns.

    \b
    退出码 / Exit status: 0 有草案 draft · 2 拒绝 refused · 3 不能由样本推导 undetermined
    \b
    例 / Example:
      carbon-eia standard derive samples/survey-lead-24 -o draft.toml -o draft.pdf
      carbon-eia standard derive samples/survey-lead-24 -o draft.toml \\
          --projects samples/lead-smelter --benchmarks samples/benchmarks/chenzhou-demo.toml
    """
    from carbon_eia.cli.standard_commands import derive_command

    call = (returns, output, survey, as_of, projects or [], benchmarks or [])
    guarded(derive_command, json, lang, *call)


@standard_app.command("own-history", cls=CatalogueCommand)
def standard_own_history(
    returns: Annotated[list[Path], typer.Argument(help="help.standard.returns")],
    plant: Annotated[str, typer.Option("--plant", help="help.standard.plant")] = "",
    stringency: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--stringency", help="help.standard.stringency"),
    ] = None,
    survey: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--survey", help="help.standard.survey"),
    ] = None,
    as_of: AsOf = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("-o", "--output", help="help.standard.own"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """没有同行可比的一家企业：按其历史强度定值，不公布。 The value of one plant from its own years.

    \b
    例 / Example:
      carbon-eia standard own-history samples/survey-lead-6 --plant 示例铅业一厂
    """
    from carbon_eia.cli.own_history_standard import own_history_command

    guarded(own_history_command, json, lang, returns, plant, stringency, survey, as_of, output)


@standard_app.command("adopt", cls=CatalogueCommand)
def standard_adopt(
    draft: Annotated[Path, typer.Argument(help="help.standard.draft")],
    output: Annotated[Path, typer.Option("-o", "--output", help="city.toml")],
    number: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--number", help="help.standard.number"),
    ] = None,
    authority: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--authority", help="help.standard.authority"),
    ] = None,
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--date", help="help.standard.date"),
    ] = None,
    valid_from: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--valid-from", help="help.standard.valid_from"),
    ] = None,
    valid_to: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--valid-to", help="help.standard.valid_to"),
    ] = None,
    region: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--region", help="help.standard.region"),
    ] = None,
    green_power: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--green-power", help="help.standard.green_power"),
    ] = None,
    review: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--review", help="help.standard.review"),
    ] = None,
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--kind", help="help.standard.kind"),
    ] = None,
    approval: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--approval", help="help.standard.approval"),
    ] = None,
    reason: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--reason", help="help.standard.reason"),
    ] = None,
    title: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--title", help="help.standard.title"),
    ] = None,
    retrofit_months: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--retrofit-months", min=1, help="help.standard.months"),
    ] = None,
    supersedes: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--supersedes", help="help.standard.supersedes"),
    ] = None,
    tighten: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--tighten", help="help.standard.tighten"),
    ] = None,
    sealed: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--sealed", help="help.standard.sealed"),
    ] = None,
    force: Force = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """采用草案，写出准入值文件（--benchmarks）。 Adopt a draft as a file of admission values.

    \b
    例 / Example:
      carbon-eia standard adopt draft.toml -o city.toml --number 郴环发〔2026〕9号 \\
          --authority 郴州市生态环境局 --date 2026-06-30 --valid-from 2026-07-01 \\
          --valid-to 2031-07-01 --green-power grid --review 经审查，可以出台
    """
    from carbon_eia.cli.adopting import adopt_command

    stated = {
        "number": number,
        "authority": authority,
        "date": date,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "region": region,
        "green_power": green_power,
        "review": review,
        "kind": kind,
        "approval": approval,
        "reason": reason,
        "title": title,
        "supersedes": supersedes,
        "tighten": tighten,
    }
    guarded(adopt_command, json, lang, draft, output, sealed, stated, retrofit_months, force)
