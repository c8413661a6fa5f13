"""What a measure does to a source, read in the terms of the source's method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbon_eia.project.fields import Field, fields
from carbon_eia.project.project_model import Effect
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import FieldReader
from carbon_eia.project.table_values import Values
from carbon_eia.reference import methods

__all__ = ["effect_of", "new_methods", "parameter_field"]

SETTABLE = ("quantity", "annual", "material")
"""Types of the parameters that a measure may change; and the supply of electricity and heat."""


def new_methods(measures: Sequence[Table]) -> dict[str, str]:
    """The methods of the sources that the measures of a file add, by name, before it is read."""
    found: dict[str, str] = {}
    for measure in measures:
        effects = measure.get("effects")
        for e in effects if isinstance(effects, list) else ():
            if isinstance(e, dict) and e.get("method") in tuple(methods()):
                found.setdefault(str(e.get("switch") or e.get("source")), e["method"])
    return found


def parameter_field(method: str, parameter: str) -> Field | None:
    """The field of a parameter that a measure may change, or None.

    >>> parameter_field("it_load", "pue").en
    'PUE'
    """
    field = fields(method).get(parameter) if method in methods() else None
    if field is None or (field.type not in SETTABLE and parameter != "supply"):
        return None
    return field


def effect_of(
    reader: FieldReader, methods: Mapping[str, str], values: Values, to: object, key: str
) -> Effect:
    """One effect from the values of its keys and what its parameter is set to.

    CE-L001: no such parameter of the source's method, or no such supply of the new source.
    """
    method, parameter = methods.get(values.text("source"), ""), values.of(str, "parameter")
    if to is not None:
        values["to"] = ""  # something is said: what is wrong with it is told once
    if parameter is None:
        if to is not None:
            reader.add("CE-L002", f"{key}.to")
    elif method:
        field = parameter_field(method, parameter)
        if field is None:
            known = [k for k in fields(method) if parameter_field(method, k)]
            facts = {"value": parameter, "method": method, "known": "、".join(known)}
            reader.add("CE-L001", f"{key}.parameter", **facts)
        elif to is not None:
            read = reader.value(to, field, f"{key}.to")
            values["to"] = "" if read is None else read
    if "supply" in values and "method" in values:
        new = values.text("method")
        field = fields(new).get("supply")
        values["supply"] = field and reader.value(values["supply"], field, f"{key}.supply")
        if field is None:
            known = list(fields(new))
            reader.add(
                "CE-L001",
                f"{key}.supply",
                value="supply",
                method=new,
                known="、".join(known),
            )
    given = Values({k: v for k, v in values.items() if v is not None})
    given.setdefault("source", "")
    return given.into(Effect)
