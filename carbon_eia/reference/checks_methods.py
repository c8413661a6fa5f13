"""What must hold of ``factors/methods.toml``: each formula can be worked out, and shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from carbon_eia.errors import Place, Problem, ReferenceDataError, UnitError
from carbon_eia.formulas import FormulaError, parse_formula
from carbon_eia.reference.methods import QUANTITIES, RESERVED, Heads, Method, MethodForm
from carbon_eia.reference.world import World
from carbon_eia.units import ANY_GAS, of_gas, parse_unit

__all__ = ["method_problems"]

FILE = "factors/methods.toml"

ENERGY = ("", "fuel", "feed", "electricity", "heat", "outside")
"""What a method may be to the account of energy."""

TYPES = (*QUANTITIES, "material", "item", "gas", "choice", "table")
"""Types of the keys of a source."""


def method_problems(world: World) -> list[Problem]:
    """CE-R005 with the id of the method or form, and what is wrong with it."""
    try:
        methods = world.methods
    except (KeyError, TypeError) as error:
        return [Problem("CE-R005", Place(FILE), {"what": str(error)})]
    claims = world.tables.toml("claims.toml")["kinds"]
    raw = world.tables.toml("methods.toml")
    problems = [
        Problem("CE-R005", Place(FILE, key=where), {"what": key})
        for where, table, known in _tables(raw)
        for key in sorted(table.keys() - known)
    ]
    for method in methods.values():
        strange = [method.like] if method.like not in ("", *methods) else []
        for what in (*strange, *_of_method(method, claims), *_of_keys(method)):
            problems.append(Problem("CE-R005", Place(FILE, key=method.id), {"what": what}))
        for form in method.forms:
            place = Place(FILE, key=form.id)
            try:
                world.document(form.source)
                wrong = [*_of_form(form, method)] or [*_of_units(form, method), *_of_example(form)]
                problems += [Problem("CE-R005", place, {"what": what}) for what in wrong]
            except (ReferenceDataError, UnitError) as error:
                problems += [p.at(place) for p in error.problems]
            except (FormulaError, ValueError) as error:
                problems.append(Problem("CE-R005", place, {"what": str(error)}))
    return problems


METHOD = frozenset({*Method._fields, "zh", "en"} - {"id", "text"})
FORM = frozenset({*MethodForm._fields, "zh", "en"} - {"text", "symbols"})
HEADS = frozenset(Heads._fields)
KEY = frozenset(
    {"symbol", "type", "unit", "choices", "range", "zh", "en", "help_zh", "help_en", "example"}
)


def _tables(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], frozenset[str]]]:
    """Every table of the file with its place and the keys that it may have."""
    for name, key in raw["keys"].items():
        yield f"keys.{name}", key, KEY
    for ident, method in raw.items():
        if ident in RESERVED:
            continue
        yield ident, method, METHOD
        for part in ("keys", "derived"):
            for name, key in method.get(part, {}).items():
                yield f"{ident}.{part}.{name}", key, KEY
        for form in method["forms"]:
            yield form["id"], form, FORM
        for heads in method.get("heads", ()):
            yield f"{ident}.heads", heads, HEADS


def _of_method(method: Method, claims: Mapping[str, object]) -> Iterator[str]:
    if method.energy not in ENERGY:
        yield f"energy = {method.energy}"
    if (method.energy == "outside") != bool(method.outside):
        yield "outside"
    if method.out_claim and method.out_claim not in claims:
        yield f"out_claim = {method.out_claim}"
    if method.amount_is not in ("", "output"):
        yield f"amount_is = {method.amount_is}"
    strange = {*method.item, *method.defaults} - method.parameters
    yield from sorted(strange)
    ids = [form.id for form in method.forms]
    yield from (i for i in ids if not i.startswith(f"{method.id}.") or ids.count(i) > 1)
    if not ids:
        yield "forms"
    spelt = {*method.keys, *method.derived}
    yield from sorted(method.parameters - spelt)


def _of_keys(method: Method) -> Iterator[str]:
    for name, key in method.keys.items():
        kind = key.get("type", "quantity")
        if kind not in TYPES or not key.get("zh") or not key.get("en"):
            yield name
        if kind in QUANTITIES and not key.get("unit"):
            yield f"{name}.unit"
        if kind == "choice" and not key.get("choices"):
            yield f"{name}.choices"


def _of_form(form: MethodForm, method: Method) -> Iterator[str]:
    """What is wrong with a form.

    Raises FormulaError for a formula that is none, UnitError for a unit that is none.
    """
    symbols = set(form.symbols.values())
    formula = parse_formula(form.formula)
    if set(formula.names) != symbols or len(symbols) < len(form.symbols) or formula.tree.tables():
        yield form.formula
    carries = method.energy in ("fuel", "feed", "electricity", "heat")
    if carries != bool(form.energy):
        yield "energy"
    for text in filter(None, (form.biogenic, form.energy)):
        if not set(parse_formula(text).names) <= symbols:
            yield text
    named = any(ANY_GAS in unit for system in form.units for unit in system.values())
    if named != form.of_any_gas:
        yield "gas"
    yield from sorted(form.given - set(form.parameters))
    for system in form.units:
        if set(system) != set(form.parameters):
            yield f"units {sorted(set(system) ^ set(form.parameters))}"
        for name, unit in system.items():
            wanted = parse_unit(of_gas(unit, "SF6")).dims
            typed = method.keys.get(name, {}).get("unit", ())
            if typed and not any(parse_unit(of_gas(u, "SF6")).dims == wanted for u in typed):
                yield f"{name} {unit}"


CARRIED = {"electricity": "MWh", "heat": "GJ"}
"""Units in which energy is carried; a fuel in that of its amount."""


def _of_units(form: MethodForm, method: Method) -> Iterator[str]:
    """Each unit system fits together: it gives what base units give, the powers of ten left out.

    ``amount`` in MWh with a factor in tCO2/GJ would be wrong by 3.6 without a word.
    """
    base = {name: Fraction(i + 3, i + 2) for i, name in enumerate(form.parameters)}
    for system in form.units:
        units = {name: parse_unit(of_gas(unit, "SF6")) for name, unit in system.items()}
        own = form.by_symbol({name: base[name] / unit.factor for name, unit in units.items()})
        carried = form.energy_unit or CARRIED.get(method.energy) or system.get("amount", "1")
        for text, unit in ((form.formula, "t"), (form.energy, carried)):
            if not text:
                continue
            plain = parse_formula(text.replace("10⁻³", "1").replace("10⁻⁶", "1"))
            worth = parse_formula(text).value(own) * parse_unit(unit).factor
            if worth != plain.value(form.by_symbol(base)):
                yield f"{text}: {', '.join(f'{n} {u}' for n, u in system.items())}"


def _of_example(form: MethodForm) -> Iterator[str]:
    """The worked example gives what it says, exactly."""
    given = form.example.get("given", {})
    if set(given) != set(form.parameters):
        yield "example"
        return
    worth = form.masses({name: Fraction(text) for name, text in given.items()})
    stated = {gas: Fraction(text) for gas, text in form.example["gives"].items()}
    if worth != stated:
        yield f"example: {', '.join(f'{gas} = {value}' for gas, value in worth.items())}"
