"""new and schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from carbon_eia.benchmarks.benchmark_file_schema import benchmark_schema
from carbon_eia.benchmarks.benchmark_file_template import benchmark_template
from carbon_eia.benchmarks.correction_facts import facts_asked
from carbon_eia.cli.common import day, print_json, say
from carbon_eia.crosscheck.crosscheck_records import CrossCheckRecord
from carbon_eia.errors import CallError, MachineError, Place, Problem
from carbon_eia.files import read_bytes, write_all
from carbon_eia.messages import sentence
from carbon_eia.parks.park_file_schema import park_schema
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import read_project
from carbon_eia.project.canonical import project_toml
from carbon_eia.project.project_file_schema import Schema, project_schema
from carbon_eia.project.project_file_template import project_template
from carbon_eia.project.raw_tables import Table, entries, table
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World, open_world, read_sector
from carbon_eia.register.annual_records import AnnualRecord
from carbon_eia.register.operating_records import OperatingRecord
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.run.record_json_schema import record_schema
from carbon_eia.run.records import Record, Run
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.standards.survey_file_schema import return_schema, survey_schema

__all__ = ["new_command", "schema_command", "sector_form", "sector_named", "write_new"]

SchemaOf = Callable[[str], Schema]
"""The schema of a kind of file, in a language."""


def new_command(
    json: bool, lang: str, sector: str | None, output: Path, force: bool, source: Path | None
) -> int:
    """Write a project file or a form: of a sector's example, or of another file."""
    if sector == "table" and source is None:
        return _new_table(json, lang, output, force)
    if sector == "benchmarks" and source is None:
        return _new_benchmarks(json, lang, output, force)
    kind = output.suffix.lower()
    if kind not in (".toml", ".xlsx", ".docx"):
        params: dict[str, object] = {"value": output.suffix, "known": ".toml .xlsx .docx"}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    if (sector is None) == (source is None):
        raise CallError(Problem("CE-O014"))
    world = open_world(day(None))
    if source is not None:
        project = read_project(source, world)
        ident, tables = project.sector, parse_toml(project.text, str(source))
    else:
        ident = sector_named(str(sector), world)
        example = read_sector(world, ident).example
        tables = {**example, "project": {**example.get("project", {}), "sector": ident}}
    if kind == ".xlsx":
        content = sector_form(tables, world, ident, lang)
    elif kind == ".docx":
        content = _texts_form(tables, lang)
    elif source is not None:
        content = project_toml(tables).encode()
    else:
        chosen = read_sector(world, ident)
        facts = facts_asked(world, chosen)
        content = project_template(chosen.example, ident, lang, facts).encode()
    write_new({output: content}, force)
    if json:
        print_json({"written": str(output), "sector": ident})
    else:
        say(sentence("screen.written", lang, {"path": output}))
    return 0


def _new_table(json: bool, lang: str, output: Path, force: bool) -> int:
    """Write the form of a table of projects."""
    from carbon_eia.screening.table_form import FORMS, table_form

    if output.suffix.lower() not in FORMS:
        params: dict[str, object] = {"value": output.suffix, "known": " ".join(FORMS)}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    content = table_form(open_world(day(None)), output.suffix.lower(), lang)
    write_new({output: content}, force)
    if json:
        print_json({"written": str(output)})
    else:
        say(sentence("screen.written", lang, {"path": output}))
    return 0


def write_new(files: Mapping[Path, bytes], force: bool) -> None:
    """Write new files; a file that somebody has filled in is replaced only with ``force``.

    A file that is as it would be written now may stand there, so that a call can be repeated.

    Raises CallError CE-C003 for each file that differs.
    """
    filled = [p for p, new in files.items() if p.exists() and not (force or _is(p, new))]
    if filled:
        raise CallError([Problem("CE-C003", Place(str(p))) for p in filled])
    for path in files:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            params: dict[str, object] = {"why": error.strerror or str(error)}
            raise CallError(Problem("CE-F007", Place(str(path)), params)) from None
    write_all(files)


def _is(path: Path, content: bytes) -> bool:
    """Whether a file holds just this."""
    return path.is_file() and path.stat().st_size == len(content) and read_bytes(path) == content


def sector_named(name: str, world: World) -> str:
    """The id of the sector that a name means.

    Raises CallError CE-P027 for one that means several, CE-C002 for one that means none.
    """
    meant = world.sector_ids(name)
    if len(meant) > 1:
        labels = "、".join(world.sector_label(i) for i in meant)
        raise CallError(Problem("CE-P027", params={"value": name, "known": labels}))
    if not meant:
        from difflib import get_close_matches

        known = "、".join(get_close_matches(name, world.names("sector"), 3, 0.3))
        known = known or "、".join(s["zh"] for s in world.sectors().values())
        raise CallError(Problem("CE-C002", params={"value": name, "known": known}))
    return meant[0]


def sector_form(tables: Table, world: World, ident: str, lang: str) -> bytes:
    """The form of a project's tables, with what its sector offers."""
    from carbon_eia.project.form_write import Names, project_form
    from carbon_eia.reference.offered import offered_names, sector_methods

    sector = read_sector(world, ident)
    used = [str(s["method"]) for s in entries(tables, "sources")]
    guide = world.document(sector.guide["source"])
    names = Names(
        sector=sector.name_en if lang == "en" else sector.name_zh,
        guide=" ".join(x for x in (guide["title"], guide["number"]) if x),
        methods=sector_methods(sector, used),
        offered=offered_names(world, sector, lang),
        facts=facts_asked(world, sector),
    )
    return project_form(tables, names, lang)


def _new_benchmarks(json: bool, lang: str, output: Path, force: bool) -> int:
    """Write a commented benchmark file."""
    if output.suffix.lower() != ".toml":
        params: dict[str, object] = {"value": output.suffix, "known": ".toml"}
        raise CallError(Problem("CE-C005", Place(str(output)), params))
    write_new({output: benchmark_template(lang).encode()}, force)
    if json:
        print_json({"written": str(output)})
    else:
        say(sentence("screen.written", lang, {"path": output}))
    return 0


def _texts_form(tables: Table, lang: str) -> bytes:
    """The Word template of the texts of a project, with those that it has.

    Raises MachineError CE-D001 without python-docx.
    """
    from carbon_eia.report import missing_packages

    if problems := missing_packages(("docx", "lxml")):
        raise MachineError(problems)
    from carbon_eia.report.docx.texts_form import texts_form

    stated = table(tables, "texts")
    return texts_form({key: str(text) for key, text in stated.items()}, lang)


def _record_schema(kind: type[Record]) -> SchemaOf:
    return lambda lang: record_schema(kind)


SCHEMAS: dict[str, SchemaOf] = {
    "project": project_schema,
    "benchmarks": benchmark_schema,
    "park-file": park_schema,
    "run": _record_schema(Run),
    "park": _record_schema(ParkRecord),
    "returns": return_schema,
    "survey": survey_schema,
    "standard": _record_schema(StandardRecord),
    "opinion": _record_schema(OpinionRecord),
    "operating": _record_schema(OperatingRecord),
    "crosscheck": _record_schema(CrossCheckRecord),
    "annual": _record_schema(AnnualRecord),
}
"""Kind of file → its JSON Schema in a language; those of a Record are what programs write: of a
project, a park, a draft (sealed), an opinion; of a register's years, filings and itself."""


def schema_command(json: bool, lang: str, kind: str) -> int:
    """Print a JSON Schema."""
    if kind not in SCHEMAS:
        raise CallError(Problem("CE-C002", params={"value": kind, "known": "、".join(SCHEMAS)}))
    print_json(SCHEMAS[kind](lang))
    return 0
