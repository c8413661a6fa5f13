"""How far a stated value may be off: an interval or a distribution, as the applicant gives it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import Place, Problem, UnitError
from carbon_eia.files import toml_tables
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project.fields import Field, fields
from carbon_eia.project.project_model import ACTIVITY
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import FieldReader
from carbon_eia.project.table_values import Values
from carbon_eia.reference import methods
from carbon_eia.units import Quantity, decimal_text, mismatch, parse_quantity

__all__ = [
    "SHAPES",
    "Spread",
    "money_spreads",
    "product_spread",
    "source_spreads",
    "value_problems",
]

SHAPES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "normal": (frozenset({"sd"}), frozenset()),
    "lognormal": (frozenset(), frozenset({"sd", "gsd"})),
    "triangular": (frozenset({"low", "high"}), frozenset({"mode"})),
    "uniform": (frozenset({"low", "high"}), frozenset()),
}
"""Distribution → the keys that it needs, and those that it may have besides."""


class Spread(NamedTuple):
    """The uncertainty of one value.

    ``half``: half-width of the 95 % interval as a share of the value (the convention of IPCC 2006,
    volume 1, chapter 3), of a normal distribution. Otherwise the keys of ``distribution``:
    ``low``, ``high`` and ``mode`` in units of the value, ``sd`` in such a unit or as a share of
    the value (``relative``), ``gsd`` the geometric standard deviation.
    """

    distribution: str
    half: Fraction | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    mode: Quantity | None = None
    sd: Quantity | None = None
    relative: bool = False
    gsd: Fraction | None = None
    text: str = ""
    place: Place = Place()

    def __eq__(self, other: object) -> bool:
        """Whether two say the same; where they stand is no part of it."""
        return isinstance(other, Spread) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:-1])


def read_spread(reader: FieldReader, raw: object, field: Field | None, key: str) -> Spread | None:
    """The spread of a value that ``field`` describes, or None with its problems recorded.

    ``field`` None: a value that is no field of its own (all amounts of a stock, an enthalpy), of
    which only a percentage can be stated. A cell of a form holds a table as text: ``{ low = … }``.

    Problems: CE-Q001 written wrongly, CE-Q002 half-width below 0 or above 100 %, CE-Q003 low not
    below high, CE-Q004 mode outside, CE-Q005 a distribution that has no meaning for the quantity,
    CE-Q007 keys of another distribution, and those of a quantity.
    """
    table = _table(raw)
    found = _half(reader, raw, key) if table is None else _shaped(reader, table, field, key)
    if found is None:
        return None
    if field is not None and _is_temperature(field) and (found.half is not None or found.relative):
        # 2 % of 95 ℃ is not 2 % of 203 ℉: a share of a temperature says nothing
        reader.add("CE-Q005", key, distribution=_name("share"), why=_why("zero"))
        return None
    if found.distribution == "lognormal" and field is not None:
        why = "temperature" if _is_temperature(field) else "bounded" if _bounded(field) else ""
        if why:
            reader.add("CE-Q005", key, distribution=_name("lognormal"), why=_why(why))
            return None
    return found._replace(place=reader.place(key))


def read_spreads(
    reader: FieldReader, raw: object, known: Mapping[str, Field | None], key: str
) -> dict[str, Spread]:
    """The spreads of several values by their names, of which ``known`` has the fields."""
    table = _table(raw)
    if table is None:
        reader.add("CE-Q001", key, expected='{ ncv = "3 %" }')
        return {}
    found: dict[str, Spread] = {}
    for name, value in table.items():
        path = f"{key}.{name}"
        if name not in known:
            reader.add("CE-Q008", path, name=name[:60], known="、".join(known))
            continue
        spread = read_spread(reader, value, known[name], path)
        if spread is not None:
            found[name] = spread
    return found


def product_spread(reader: FieldReader, values: Values, amount: Quantity | None, key: str) -> None:
    """The spread of a product's output, in place of what the file says."""
    field = fields("products")["amount"]
    found = read_spread(reader, values["uncertainty"], field, f"{key}.uncertainty")
    values["uncertainty"] = found
    _held(reader, found, amount)


def money_spreads(reader: FieldReader, values: Values, key: str) -> None:
    """The spreads of output and added value, in place of what the file says."""
    worth = {k: f for k, f in fields("economics").items() if f.type == "annual"}
    raw = values["uncertainties"]
    values["uncertainties"] = _all_held(reader, raw, worth, values, f"{key}.uncertainties")


def source_spreads(
    reader: FieldReader, common: Values, given: Table, method: str, key: str
) -> None:
    """The spreads of a source: of its amount, and of its parameters by name."""
    typed = ("quantity", "annual")
    known: dict[str, Field | None] = {}
    if method in methods():
        known = {k: f for k, f in fields(method).items() if f.type in typed}
    values = dict(given)
    if "steam" in common:
        known |= {"mass": fields("steam")["mass"], "enthalpy": None}
        values |= common.of(dict, "steam") or {}
    if "hot_water" in common:
        known |= fields("hot_water")
        values |= common.of(dict, "hot_water") or {}
    held = next((k for k in ACTIVITY if k in values), "")
    if "uncertainty" in common:
        path = f"{key}.uncertainty"
        found = read_spread(reader, common["uncertainty"], known.get(held), path)
        common["uncertainty"] = found
        _held(reader, found, values.get(held))
    if "uncertainties" in common:
        others = {k: f for k, f in known.items() if k not in ACTIVITY}
        path, raw = f"{key}.uncertainties", common["uncertainties"]
        common["uncertainties"] = _all_held(reader, raw, others, values, path)


def _all_held(
    reader: FieldReader,
    raw: object,
    known: Mapping[str, Field | None],
    values: Table,
    key: str,
) -> Mapping[str, Spread]:
    """Spreads by name, each held against the value that the file states for it."""
    found = read_spreads(reader, raw, known, key)
    for name, spread in found.items():
        _held(reader, spread, values.get(name))
    return MappingProxyType(found)


def _held(reader: FieldReader, spread: Spread | None, value: object) -> None:
    if spread is not None and isinstance(value, Quantity):
        reader.problems += value_problems(spread, value)


def value_problems(spread: Spread, value: Quantity) -> list[Problem]:
    """What is wrong with a spread of this very value.

    CE-Q004 the value lies outside its own range, CE-Q005 a lognormal of a value that is not
    above 0, CE-U004 limits in another kind of unit than the value.
    """
    problems: list[Problem] = []
    if spread.distribution == "lognormal" and value.value <= 0:
        params: dict[str, object] = {"distribution": _name("lognormal"), "why": _why("positive")}
        problems.append(Problem("CE-Q005", spread.place, params))
    stated = [spread.low, spread.high, spread.mode, None if spread.relative else spread.sd]
    for other in stated:
        if other is not None and other.unit.dims != value.unit.dims:
            return [*problems, mismatch(other.unit, value.unit).at(spread.place)]
    low, high = spread.low, spread.high
    if low is None or high is None or spread.mode is not None:
        return problems
    if not low.to(value.unit) <= value.value <= high.to(value.unit):
        params = {"value": value.text, "low": low.text, "high": high.text}
        problems.append(Problem("CE-Q004", spread.place, params))
    return problems


def _table(raw: object) -> dict[str, object] | None:
    if isinstance(raw, str) and raw.strip().startswith("{"):
        try:
            found = toml_tables(f"x = {raw.strip()}")["x"]
        except ValueError:
            return None
        return found if isinstance(found, dict) else None
    return raw if isinstance(raw, dict) else None


def _half(reader: FieldReader, raw: object, key: str) -> Spread | None:
    """``"2 %"`` or 0.02: the half-width of the 95 % interval, relative."""
    text = str(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else raw
    if not isinstance(text, str) or text.strip().startswith("{"):
        reader.add("CE-Q001", key, expected='"2 %" / { low = "…", high = "…" }')
        return None
    try:
        share = parse_quantity(text.strip().removeprefix("±"))
    except UnitError as error:
        for p in error.problems:
            reader.add(p.code, key, **p.params)
        return None
    if share.unit.dims:
        reader.add("CE-Q001", key, expected='"2 %" / { low = "…", high = "…" }')
        return None
    half = share.to("1")
    if not 0 <= half <= 1:
        reader.add("CE-Q002", key, value=share.text)
        return None
    return Spread("normal", half=half, text=f"±{decimal_text(half * 100)} %")


def _shaped(reader: FieldReader, table: Table, field: Field | None, key: str) -> Spread | None:
    known = fields("spread")
    for name in table:
        if name not in known:
            reader.add("CE-Q008", f"{key}.{name}", name=name, known="、".join(known))
            return None
    shape = "triangular"
    if "distribution" in table:
        stated = table["distribution"]
        chosen = known["distribution"].choice(stated) if isinstance(stated, str) else None
        if chosen is None:
            choices = "、".join(f"{zh}/{en}" for en, zh in known["distribution"].choices.items())
            params = {"value": str(stated)[:60], "choices": choices}
            reader.add("CE-P005", f"{key}.distribution", **params)
            return None
        shape = chosen
    keys = table.keys() - {"distribution"}
    needed, optional = SHAPES[shape]
    if not needed <= keys <= needed | optional or (shape == "lognormal" and len(keys) != 1):
        expected = "、".join(sorted(needed)) or "sd / gsd"
        reader.add("CE-Q007", key, distribution=_name(shape), expected=expected)
        return None
    if field is None:
        reader.add("CE-Q001", key, expected='"2 %"')
        return None
    return _quantities(reader, table, field, key, shape)


def _quantities(
    reader: FieldReader, table: Table, field: Field, key: str, shape: str
) -> Spread | None:
    """The limits and widths of a distribution, each with a unit that fits the value's."""
    width = field._replace(range="[0,)")
    if not field.takes_bare_number:
        width = width._replace(unit=(*field.unit, "%"))  # or a share of the value
    read: dict[str, Quantity] = {}
    for name in ("low", "high", "mode", "sd"):
        if name in table:
            own = width if name == "sd" else field
            found = reader.quantity(table[name], own, f"{key}.{name}")
            if found is None:
                return None
            read[name] = found
    gsd: Quantity | None = None
    if "gsd" in table:
        gsd = reader.quantity(table["gsd"], fields("spread")["gsd"], f"{key}.gsd")
        if gsd is None:
            return None
    low, high, mode = read.get("low"), read.get("high"), read.get("mode")
    if low is not None and high is not None:
        if low.unit.dims != high.unit.dims or low.value >= high.to(low.unit):
            reader.add("CE-Q003", key, low=low.text, high=high.text)
            return None
        if mode is not None and not _between(mode, low, high):
            params = {"value": mode.text, "low": low.text, "high": high.text}
            reader.add("CE-Q004", key, **params)
            return None
    sd = read.get("sd")
    relative = sd is not None and not sd.unit.dims and not field.takes_bare_number
    if relative and sd is not None and sd.unit.text == "1":
        reader.add("CE-P006", f"{key}.sd", value=sd.text, unit=width.unit[0])
        return None
    if relative and sd is not None and sd.to("1") > 1:
        reader.add("CE-Q002", key, value=sd.text)
        return None
    text = "、".join(f"{k} {q.text}" for k, q in read.items())
    if gsd is not None:
        text = f"gsd {gsd.text}"
    return Spread(
        shape,
        low=low,
        high=high,
        mode=mode,
        sd=sd,
        relative=relative,
        gsd=None if gsd is None else gsd.to("1"),
        text=text,
    )


def _is_temperature(field: Field) -> bool:
    return "℃" in field.unit


def _bounded(field: Field) -> bool:
    """Whether a value of the field cannot exceed a limit, as a share cannot."""
    return bool(field.range) and field.range[1:-1].split(",")[1] != ""


def _name(distribution: str) -> dict[str, str]:
    return {lang: sentence(f"uncertainty.shape.{distribution}", lang) for lang in LANGUAGES}


def _why(reason: str) -> dict[str, str]:
    return {lang: sentence(f"uncertainty.why.{reason}", lang) for lang in LANGUAGES}


def _between(value: Quantity, low: Quantity, high: Quantity) -> bool:
    if value.unit.dims != low.unit.dims:
        return False
    return low.value <= value.to(low.unit) <= high.to(low.unit)
