"""Declaration of the commands of the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand, Group
from carbon_eia.cli.options import Json, Lang, Reference
from carbon_eia.cli.people_app import people_app
from carbon_eia.cli.register_options import (
    Actor,
    Code,
    Database,
    Day,
    KeptHead,
    OnDay,
    Role,
)

__all__ = ["register_app"]

register_app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)

register_app.add_typer(people_app, name="people")


@register_app.callback()
def register(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("-C", help="help.register.folder")] = Path(),
) -> None:
    """碳评台账：申报、审查、决定和期限，记入不可改写的事件链。 The register of projects over time.

    \b
    例 / Example:
      carbon-eia register -C desk init
      carbon-eia register -C desk add report.pdf --as zhang
      carbon-eia register -C desk list
    """
    context.obj = folder


@register_app.command(cls=CatalogueCommand)
def init(context: typer.Context, db: Database = "", json: Json = False, lang: Lang = "zh") -> None:
    """新建台账。 Make a register.

    \b
    例 / Example:
      carbon-eia register -C desk init
    """
    from carbon_eia.cli.registering import init_command

    guarded(init_command, json, lang, context.obj, db)


@register_app.command(cls=CatalogueCommand)
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="help.register.file")],
    case: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--case", help="help.register.case"),
    ] = None,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    channel: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--channel", help="help.register.channel"),
    ] = None,
    reference: Reference = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """收件：核验评价文件，成立的记入案卷。 File an assessment, if it stands.

    \b
    例 / Example:
      carbon-eia register -C desk add report.pdf --as zhang --day 2026-07-01
    """
    from carbon_eia.cli.registering import add_command

    call = (context.obj, file, case, actor, role, day, channel, reference)
    guarded(add_command, json, lang, *call)


@register_app.command("list", cls=CatalogueCommand)
def list_cases(
    context: typer.Context,
    state: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--state", help="help.register.state"),
    ] = None,
    as_of: OnDay = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """列出案卷及其状态和最近期限。 List the cases with their states and next due days.

    \b
    例 / Example:
      carbon-eia register -C desk list --state in_review
    """
    from carbon_eia.cli.registering import list_command

    guarded(list_command, json, lang, context.obj, state, as_of)


@register_app.command(cls=CatalogueCommand)
def show(
    context: typer.Context,
    code: Code,
    as_of: OnDay = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """一个案卷：经过、期限和此时可用的命令。 One case: its history, clocks, and what may be done.

    \b
    例 / Example:
      carbon-eia register -C desk show 431021-2026-0007
    """
    from carbon_eia.cli.registering import show_command

    guarded(show_command, json, lang, context.obj, code, as_of)


@register_app.command(cls=CatalogueCommand)
def do(
    context: typer.Context,
    command: Annotated[str, typer.Argument(help="help.register.command")],
    code: Code,
    values: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="help.register.values"),
    ] = None,
    evidence: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--evidence", help="help.register.evidence"),
    ] = None,
    assessment: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--assessment", help="help.register.assessment"),
    ] = None,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """办理一项：告知、受理、评审、决定、开工、验收等。 Do one thing to a case.

    \b
    例 / Example:
      carbon-eia register -C desk do accept 431021-2026-0007 --as zhang --role receiver
    """
    from carbon_eia.cli.registering import do_command

    call = (context.obj, command, code, values or [], evidence or [], assessment)
    guarded(do_command, json, lang, *call, actor, role, day)


@register_app.command(cls=CatalogueCommand)
def milestones(
    context: typer.Context,
    code: Code,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """按评价记录的改造计划登记节点。 Set the milestones of the retrofit that was filed.

    \b
    例 / Example:
      carbon-eia register -C desk milestones 431021-2026-0007 --as wang --role reviewer
    """
    from carbon_eia.cli.register_filed import milestones_command

    guarded(milestones_command, json, lang, context.obj, code, actor, role, day)


@register_app.command(cls=CatalogueCommand)
def replay(
    context: typer.Context,
    code: Code,
    as_of: OnDay = None,
    reference: Reference = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """按某日的数据和规定重新评价所收的项目，供失效、换版时由人决定。 The verdict of another day.

    \b
    例 / Example:
      carbon-eia register -C desk replay 431021-2026-0007 --as-of 2028-10-01
    """
    from carbon_eia.cli.register_filed import replay_case_command

    guarded(replay_case_command, json, lang, context.obj, code, as_of, reference)


@register_app.command(cls=CatalogueCommand)
def tick(
    context: typer.Context,
    as_of: Annotated[str, typer.Option("--as-of", help="help.register.as_of")],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """某日应办、逾期、失效的事项。 What is due, overdue or lapsed on a day.

    \b
    例 / Example:
      carbon-eia register -C desk tick --as-of 2026-09-30
    """
    from carbon_eia.cli.registering import tick_command

    guarded(tick_command, json, lang, context.obj, as_of)


@register_app.command(cls=CatalogueCommand)
def classes(
    context: typer.Context, as_of: OnDay = None, json: Json = False, lang: Lang = "zh"
) -> None:
    """分类处置：每个案卷的类别、理由和下次检查日。 Each case with its class and next inspection.

    \b
    例 / Example:
      carbon-eia register -C desk classes --as-of 2026-09-30
    """
    from carbon_eia.cli.register_lists import classes_command

    guarded(classes_command, json, lang, context.obj, as_of)


@register_app.command(cls=CatalogueCommand)
def verify(
    context: typer.Context,
    heads: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--head", help="help.register.head"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """核验台账：事件链、存件、封签。 Whether the register is what it was.

    \b
    例 / Example:
      carbon-eia register -C desk verify --head head-2026-07-31.json
    """
    from carbon_eia.cli.register_proofs import verify_command

    guarded(verify_command, json, lang, context.obj, heads or [])


@register_app.command(cls=CatalogueCommand)
def head(
    context: typer.Context,
    out: Annotated[Path, typer.Option("-o", help="help.register.out_head")],
    day: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--day", help="help.register.head_day"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """某日终了时的封签，存到台账之外。 The head of the ledger after a day, to be kept outside.

    \b
    例 / Example:
      carbon-eia register -C desk head -o head-2026-07-31.json
    """
    from carbon_eia.cli.register_proofs import head_command

    guarded(head_command, json, lang, context.obj, out, day)


@register_app.command(cls=CatalogueCommand)
def prove(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="help.register.event")],
    out: Annotated[Path, typer.Option("-o", help="help.register.out_receipt")],
    head: KeptHead = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """一条事件的回执，不用台账即可核对。 A receipt of an event, checked without the register.

    \b
    例 / Example:
      carbon-eia register -C desk prove 12 -o receipt.json
    """
    from carbon_eia.cli.register_proofs import prove_command

    guarded(prove_command, json, lang, context.obj, event, out, head)


@register_app.command(cls=CatalogueCommand)
def consistency(
    context: typer.Context,
    first: Annotated[int, typer.Argument(help="help.register.first")],
    out: Annotated[Path, typer.Option("-o", help="help.register.out_consistency")],
    second: Annotated[
        Optional[int],  # noqa: UP045
        typer.Argument(help="help.register.second"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """两份封签之间台账只增未改的证明。 The proof that the ledger only grew between two heads.

    \b
    例 / Example:
      carbon-eia register -C desk consistency 41 97 -o consistency.json
    """
    from carbon_eia.cli.register_proofs import consistency_command

    guarded(consistency_command, json, lang, context.obj, first, second, out)


@register_app.command(cls=CatalogueCommand)
def opinion(
    context: typer.Context,
    code: Code,
    output: Annotated[list[Path], typer.Option("-o", help="help.register.out_opinion")],
    head: KeptHead = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """审查意见书，附台账回执；未决定的为草稿。 The opinion with its receipt, or its draft.

    \b
    例 / Example:
      carbon-eia register -C desk opinion 431021-2026-0007 -o decision.pdf -o decision.docx
    """
    from carbon_eia.cli.register_proofs import opinion_command

    guarded(opinion_command, json, lang, context.obj, code, output, head)


@register_app.command(cls=CatalogueCommand)
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option("-o", help="help.register.out_list")],
    as_of: OnDay = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """导出清单、数据包、厂址地图。 The cases as a workbook, a data package, or a map.

    \b
    例 / Example:
      carbon-eia register -C desk export -o list.xlsx
    """
    from carbon_eia.cli.registering import export_command

    guarded(export_command, json, lang, context.obj, out, as_of)


@register_app.command("import", cls=CatalogueCommand)
def import_projects(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="help.register.list")],
    plan: Annotated[Path, typer.Option("--map", help="help.register.map")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.register.dry_run")] = False,
    actor: Actor = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """导入已有的清单（Excel）：全部记入，或全部不记。 Take an existing list in, or none of it.

    \b
    例 / Example:
      carbon-eia register -C desk import list.xlsx --map columns.toml --dry-run
    """
    from carbon_eia.cli.register_lists import import_command

    guarded(import_command, json, lang, context.obj, file, plan, dry_run, actor, day)


@register_app.command(cls=CatalogueCommand)
def backup(
    context: typer.Context,
    out: Annotated[Path, typer.Option("-o", help="help.register.out_backup")],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """整个台账存为一个文件。 All of the register in one file.

    \b
    例 / Example:
      carbon-eia register -C desk backup -o desk.zip
    """
    from carbon_eia.cli.registering import backup_command

    guarded(backup_command, json, lang, context.obj, out)


@register_app.command(cls=CatalogueCommand)
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="help.register.backup")],
    db: Database = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """由备份重建台账。 A register from its backup.

    \b
    例 / Example:
      carbon-eia register -C desk-2 restore desk.zip
    """
    from carbon_eia.cli.registering import restore_command

    guarded(restore_command, json, lang, context.obj, file, db)


@register_app.command(cls=CatalogueCommand)
def migrate(context: typer.Context, json: Json = False, lang: Lang = "zh") -> None:
    """把较早版本的台账升级到本版本。 Bring a register of an earlier version to this one.

    \b
    例 / Example:
      carbon-eia register -C desk migrate
    """
    from carbon_eia.cli.registering import migrate_command

    guarded(migrate_command, json, lang, context.obj)


@register_app.command(cls=CatalogueCommand)
def rebuild(context: typer.Context, json: Json = False, lang: Lang = "zh") -> None:
    """由事件重建全部案卷视图。 Make the views of all cases again from the events.

    \b
    例 / Example:
      carbon-eia register -C desk rebuild
    """
    from carbon_eia.cli.registering import rebuild_command

    guarded(rebuild_command, json, lang, context.obj)
