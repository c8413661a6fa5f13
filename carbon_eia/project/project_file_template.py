"""A commented project file, written from the table of fields and a sector's example."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from carbon_eia.messages import sentence
from carbon_eia.project.fields import PRODUCT_FACTS, Field, fields
from carbon_eia.project.raw_tables import Table, entries, table

__all__ = ["field_comment", "project_template"]


def project_template(
    example: Table, sector: str, lang: str = "zh", facts: Collection[str] = ()
) -> str:
    """The text of a project file that assesses as it is.

    ``example`` is the ``[example]`` of a sector file: the same tables as a project file. Keys that
    the example leaves out are written as comments, so that the file shows all there is; of those
    that only corrections of energy limits ask for, the ``facts`` of the sector.
    """
    head = {**table(example, "project"), "sector": sector}
    said = sentence("file_head.project", lang)
    parts = [said, "", *_section("[project]", "project", head, lang)]
    for section in ("applicant", "report", "economics", "city", "facts"):
        given = table(example, section)
        parts += _section(f"[{section}]", section, given, lang)
    for entry in entries(example, "products"):
        parts += _section("[[products]]", "products", entry, lang, facts=facts)
    parts += _list(example, "raw_materials", lang)
    for entry in entries(example, "sources"):
        parts += _section("[[sources]]", "sources", entry, lang, fields(str(entry["method"])))
    parts += _list(example, "measures", lang)
    parts += _section("[planning]", "planning", table(example, "planning"), lang)
    parts += _list(example, "phases", lang)
    for section in ("texts", "pictures"):
        parts += _section(f"[{section}]", section, table(example, section), lang)
    return "\n".join(parts).rstrip() + "\n"


def _list(example: Table, section: str, lang: str) -> list[str]:
    """The entries of a list; where the example has none, one that is a comment."""
    given = entries(example, section)
    if not given:
        return _section(f"# [[{section}]]", section, {}, lang)
    return [line for entry in given for line in _section(f"[[{section}]]", section, entry, lang)]


def _section(
    header: str,
    section: str,
    given: Table,
    lang: str,
    more: Mapping[str, Field] | None = None,
    facts: Collection[str] = (),
) -> list[str]:
    known = {**fields(section), **(more or {})}
    if section == "products":  # keys of a few products only are no help to the others
        few = {*PRODUCT_FACTS, "specific_energy", "corrected_limits"} - {*facts}
        known = {k: f for k, f in known.items() if k in given or k not in few}
    lines = [header]
    for key in sorted(known, key=lambda k: _rank(k, known, more)):
        field = known[key]
        if key in given:
            text = f"{key} = {_toml(given[key])}"
        elif field.type == "markdown":
            text = f'# {key} = """ … """'
        else:
            text = f"# {key} = {_toml(field.example)}" if field.example else f"# {key} ="
        lines.append(f"{text:<44} # {field_comment(field, lang)}")
    return [*lines, ""]


def _rank(key: str, known: Mapping[str, Field], more: Mapping[str, Field] | None) -> int:
    """Name and method first, then the method's own keys, then what all sources share."""
    order = list(known)
    if more and key in more:
        return 2 + list(more).index(key)
    return order.index(key) if key in ("name", "method") else 100 + order.index(key)


def field_comment(field: Field, lang: str) -> str:
    """What is said of a field beside it: its name, units, choices, help."""
    parts = [field.label(lang)]
    if field.required:
        parts.append(sentence("form.legend.must", lang))
    units = [u for u in field.unit if u != "1"]
    if units:
        parts.append(" | ".join(units))
    if field.choices and field.type != "method":  # the example names it, and there are many
        parts.append(" | ".join(field.choices.values() if lang == "zh" else field.choices))
    help_text = field.help_zh if lang == "zh" else field.help_en
    if help_text:
        parts.append(help_text)
    return "；".join(parts) if lang == "zh" else "; ".join(parts)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    text = str(value)
    if text.startswith("{"):  # an example that is a table
        return text
    if text in ("true", "false") or text.isdigit():
        return text
    if len(text) == 10 and text[4] == text[7] == "-":
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
