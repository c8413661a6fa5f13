"""new and schema."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.cli.common import day, print_json, say
from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import write_whole
from carbon_eia.project.schema import project_schema
from carbon_eia.project.template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.text import sentence

__all__ = ["new_command", "schema_command"]


def new_command(json: bool, lang: str, sector: str, output: Path, force: bool) -> int:
    """Write a commented project file of a sector."""
    world = open_world(day(None))
    meant = world.sector_ids(sector)
    if len(meant) > 1:
        named = "、".join(world.sector_label(i) for i in meant)
        raise CallError(Problem("CE-P027", params={"value": sector, "known": named}))
    ident = meant[0] if meant else None
    if ident is None:
        from difflib import get_close_matches

        known = "、".join(get_close_matches(sector, world.names("sector"), 3, 0.3))
        known = known or "、".join(s["zh"] for s in world.sectors().values())
        raise CallError(Problem("CE-C002", params={"value": sector, "known": known}))
    if output.suffix.lower() != ".toml":
        params: dict[str, object] = {"value": output.suffix, "known": ".toml"}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    if output.exists() and not force:
        raise CallError(Problem("CE-C003", Place(str(output))))
    example = read_sector(world, ident).example
    write_whole(output, project_template(example, ident, lang).encode())
    if json:
        print_json({"written": str(output), "sector": ident})
    else:
        say(sentence("screen.written", lang, {"path": output}))
    return 0


def schema_command(json: bool, lang: str, kind: str) -> int:
    """Print a JSON Schema."""
    if kind != "project":
        raise CallError(Problem("CE-C002", params={"value": kind, "known": "project"}))
    print_json(project_schema(lang))
    return 0
