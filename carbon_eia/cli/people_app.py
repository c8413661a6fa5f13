"""Declaration of the commands on persons: ``register people …``."""

from __future__ import annotations

from typing import Annotated

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.helping import CatalogueCommand, Group
from carbon_eia.cli.options import Json, Lang
from carbon_eia.cli.register_options import Actor, Day, OnDay, Role

__all__ = ["people_app"]

people_app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="help.register.person")]
Office = Annotated[str, typer.Option("--role", help="help.register.office")]
Reason = Annotated[str, typer.Option("--reason", help="help.register.reason")]


@people_app.callback()
def people() -> None:
    """办理人：登记、查询、删除、任免；姓名不写入事件。 Persons, apart from the events.

    \b
    例 / Example:
      carbon-eia register -C desk people add 张敏 --contact 0735-0000000
    """


@people_app.command(cls=CatalogueCommand)
def add(
    context: typer.Context,
    name: Name,
    contact: Annotated[str, typer.Option("--contact", help="help.register.contact")] = "",
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """登记一人：此后以 --as 办理的，事件只写承诺值。 Put a person on record.

    \b
    例 / Example:
      carbon-eia register -C desk people add 张敏 --contact 0735-0000000
    """
    from carbon_eia.cli.register_people import add_person_command

    guarded(add_person_command, json, lang, context.obj, name, contact, actor, role, day)


@people_app.command("list", cls=CatalogueCommand)
def list_people(
    context: typer.Context, as_of: OnDay = None, json: Json = False, lang: Lang = "zh"
) -> None:
    """列出已登记的人及其任职。 The persons on record and their appointments.

    \b
    例 / Example:
      carbon-eia register -C desk people list
    """
    from carbon_eia.cli.register_people import people_command

    guarded(people_command, json, lang, context.obj, as_of)


@people_app.command(cls=CatalogueCommand)
def who(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="help.register.event")],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """某一事件由谁办理。 Whose commitment an event holds.

    \b
    例 / Example:
      carbon-eia register -C desk people who 12
    """
    from carbon_eia.cli.register_people import who_command

    guarded(who_command, json, lang, context.obj, event)


@people_app.command(cls=CatalogueCommand)
def erase(
    context: typer.Context,
    name: Name,
    reason: Reason,
    actor: Actor = None,
    role: Role = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """删除一人的姓名、联系方式和盐；台账仍成立。 Erase a person; the ledger still stands.

    \b
    例 / Example:
      carbon-eia register -C desk people erase 张敏 --reason 本人请求
    """
    from carbon_eia.cli.register_people import erase_command

    guarded(erase_command, json, lang, context.obj, name, reason, actor, role, day)


@people_app.command(cls=CatalogueCommand)
def appoint(
    context: typer.Context,
    name: Name,
    office: Office,
    actor: Actor = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """任命：有任命的台账，只有任此职的人能以此角色办理。 Appoint a person to a role.

    \b
    例 / Example:
      carbon-eia register -C desk people appoint 张敏 --role receiver --as 王磊
    """
    from carbon_eia.cli.register_people import appoint_command

    guarded(appoint_command, json, lang, context.obj, name, office, actor, day)


@people_app.command(cls=CatalogueCommand)
def dismiss(
    context: typer.Context,
    name: Name,
    office: Office,
    reason: Reason,
    actor: Actor = None,
    day: Day = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """免职。 End an appointment.

    \b
    例 / Example:
      carbon-eia register -C desk people dismiss 张敏 --role receiver --reason 调离 --as 王磊
    """
    from carbon_eia.cli.register_people import dismiss_command

    guarded(dismiss_command, json, lang, context.obj, name, office, reason, actor, day)
