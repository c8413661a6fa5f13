"""Declaration of the commands of the register over years and cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand
from carbon_eia.cli.options import Json, Lang, Reference
from carbon_eia.cli.register_app import register_app
from carbon_eia.cli.register_options import Actor, Code, Day, OnDay, Role

__all__ = ["register_app"]

Output = Annotated[
    Optional[list[Path]],  # noqa: UP045 — typer resolves this at run time
    typer.Option("-o", help="help.register.out_report"),
]


@register_app.command(cls=CatalogueCommand)
def operate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="help.register.file")],
    case: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--case", help="help.register.case"),
    ] = None,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    reference: Reference = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """记入一个运行年度的评价文件，与批复水平比较。 A year of operation, held to its approval.

    \b
    例 / Example:
      carbon-eia register -C desk operate year-2027.pdf --day 2028-02-10
    """
    from carbon_eia.cli.register_years import operate_command

    guarded(operate_command, json, lang, context.obj, file, case, actor, role, day, reference)


@register_app.command(cls=CatalogueCommand)
def crosscheck(
    context: typer.Context,
    code: Code,
    file: Annotated[Path, typer.Argument(help="help.register.other")],
    year: Annotated[int, typer.Option("--year", help="help.register.year")],
    mapping: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--mapping", help="help.register.mapping"),
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help="help.register.kind")] = "other",
    handed_in_by: Annotated[str, typer.Option("--by", help="help.register.by")] = "",
    output: Output = None,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """交叉校核：企业自行提交的另一份报告与该年度比较。 Hold another filing against a year.

    \b
    例 / Example:
      carbon-eia register -C desk crosscheck 431021-2026-0007 report.xlsx --year 2027 \
          --mapping map.toml
    """
    from carbon_eia.cli.register_years import crosscheck_command

    what = (context.obj, code, file, year, mapping, kind, handed_in_by, output or [])
    guarded(crosscheck_command, json, lang, *what, actor, role, day)


@register_app.command(cls=CatalogueCommand)
def ceiling(
    context: typer.Context,
    area: Annotated[str, typer.Argument(help="help.register.area")],
    limit: Annotated[str, typer.Argument(help="help.register.limit")],
    instrument: Annotated[str, typer.Option("--instrument", help="help.register.instrument")],
    actor: Actor = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """登记园区或城市的排放上限。 Set the ceiling of a park or a region.

    \b
    例 / Example:
      carbon-eia register -C desk ceiling region:郴州市 "900 万tCO2" --instrument 文号
    """
    from carbon_eia.cli.register_controls import ceiling_command

    guarded(ceiling_command, json, lang, context.obj, area, limit, instrument, actor, day)


@register_app.command(cls=CatalogueCommand)
def headroom(
    context: typer.Context, as_of: OnDay = None, json: Json = False, lang: Lang = "zh"
) -> None:
    """每次决定之后园区、城市的余量。 What is left of each ceiling after each decision.

    \b
    例 / Example:
      carbon-eia register -C desk headroom --as-of 2026-09-30
    """
    from carbon_eia.cli.register_controls import headroom_command

    guarded(headroom_command, json, lang, context.obj, as_of)


@register_app.command(cls=CatalogueCommand)
def check(
    context: typer.Context, as_of: OnDay = None, json: Json = False, lang: Lang = "zh"
) -> None:
    """跨案卷、跨年度的提示：超批复、校核、拆分、余量。 What is found across cases and years.

    \b
    例 / Example:
      carbon-eia register -C desk check --as-of 2026-09-30
    """
    from carbon_eia.cli.register_controls import check_command

    guarded(check_command, json, lang, context.obj, as_of)


@register_app.command(cls=CatalogueCommand)
def report(
    context: typer.Context,
    output: Annotated[list[Path], typer.Option("-o", help="help.register.out_report")],
    year: Annotated[int, typer.Option("--year", help="help.register.report_year")],
    until: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--until", help="help.register.until"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """年度报告；跨年度的为中期评估。 The annual report, or over several years the mid-term review.

    \b
    例 / Example:
      carbon-eia register -C desk report --year 2026 -o annual.docx -o annual.pdf
    """
    from carbon_eia.cli.register_controls import report_command

    guarded(report_command, json, lang, context.obj, output, year, until)


@register_app.command("what-if", cls=CatalogueCommand)
def what_if(
    context: typer.Context,
    draft: Annotated[Path, typer.Argument(help="help.register.draft")],
    benchmarks: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--benchmarks", help="help.register.today"),
    ] = None,
    as_of: OnDay = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """假设采用一份标准草案，哪些案卷的结论会变。 Whose verdict a draft standard would move.

    \b
    例 / Example:
      carbon-eia register -C desk what-if draft.sealed.json --as-of 2026-09-30
    """
    from carbon_eia.cli.register_controls import what_if_command

    guarded(what_if_command, json, lang, context.obj, draft, benchmarks or [], as_of)
