"""Which form of a method a source is computed with, and where each parameter comes from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.inventory.gas import gas_of
from carbon_eia.project import Source
from carbon_eia.reference import Method, MethodForm, Reason, Sector, Value, World, steam_enthalpy
from carbon_eia.reference.sector import holds_for
from carbon_eia.units import Quantity, of_gas, parse_unit, rounded

__all__ = ["Parameter", "Resolution", "given_parameters", "resolve"]


class Parameter(NamedTuple):
    """One parameter of a source as it enters the formula.

    ``value`` is exact, in ``unit``; ``status`` is the basis of a given figure (measured, supplier,
    design, given), or default, assumption or derived; ``origin`` is the cited value behind a
    default.
    """

    name: str
    value: Fraction
    unit: str
    status: str
    typed: str = ""
    origin: Value | None = None


class Resolution(NamedTuple):
    """The form that was chosen, its parameters, those that are missing, those left unused.

    ``gas`` is that of the source, where the form gives any gas and it is known.
    """

    form: MethodForm
    parameters: tuple[Parameter, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    notes: tuple[Reason, ...]
    gas: str | None = None


def given_parameters(source: Source) -> dict[str, Parameter]:
    """Parameters that the applicant gave, steam and hot water unfolded.

    Raises InputError for steam outside IAPWS-IF97 (CE-P020) or that is water (CE-P021).
    """
    status = source.basis or "given"
    found = {k: _given(k, q, status) for k, q in source.parameters.items()}
    if source.steam is not None:
        steam = source.steam
        found["mass"] = _given("mass", steam["mass"], status)
        temperature = steam["temperature"].to("℃") if "temperature" in steam else None
        try:
            enthalpy = steam_enthalpy(steam["pressure"].to("MPa"), temperature)
        except InputError as error:
            raise InputError(p.at(source.at("steam")) for p in error.problems) from None
        typed = "IAPWS-IF97: " + ", ".join(
            steam[k].text for k in ("pressure", "temperature") if k in steam
        )
        found["enthalpy"] = Parameter("enthalpy", enthalpy, "kJ/kg", "derived", typed)
    if source.hot_water is not None:
        for key in ("mass", "temperature"):
            found[key] = _given(key, source.hot_water[key], status)
    return found


def _given(name: str, quantity: Quantity, status: str) -> Parameter:
    return Parameter(name, quantity.value, quantity.unit.text, status, quantity.text)


def resolve(source: Source, sector: Sector, world: World, region: str, year: int) -> Resolution:
    """Choose the form whose parameters are all known and that leaves least of the given unused.

    Where no form is complete, the one with the fewest gaps is returned with what is missing.

    Raises InputError CE-P015 when no form fits the units that were given together, CE-P024 when
    the source says another gas than the item that it names.
    """
    given = given_parameters(source)
    method = world.methods[source.method]
    forms = method.forms
    any_gas = any(form.of_any_gas for form in forms)
    gas = gas_of(source, [p.unit for p in given.values()], world) if any_gas else None
    situation = _situation(source)
    _check_together(source, method, given, gas, situation)
    best: tuple[tuple[bool, int, int, int], Resolution] | None = None
    number = 0
    for form in forms:
        if form.when != situation:
            continue
        for units in form.units:
            number += 1
            found = _try(form, units, given, gas, source, sector, world, region, year)
            if found is None:
                continue
            rank = (bool(found.missing), len(found.unused), len(found.missing), number)
            if best is None or rank < best[0]:
                best = rank, found
    if best is None:
        raise _unmatched(source, given, gas)
    return best[1]


def _unmatched(source: Source, given: Mapping[str, Parameter], gas: str | None) -> InputError:
    facts = [f"{p.name} = {p.typed}" for p in given.values()]
    shown = "、".join([*facts, f"gas = {gas}"] if gas else facts)
    return InputError(Problem("CE-P015", source.place, {"given": shown, "name": source.name}))


def _check_together(
    source: Source,
    method: Method,
    given: Mapping[str, Parameter],
    gas: str | None,
    situation: frozenset[str],
) -> None:
    """Raises InputError CE-P015 when a parameter can be used with the amount in no form.

    A heating value in GJ/万Nm3 beside an amount in t would otherwise be left unused.
    """
    dims = {name: parse_unit(p.unit).dims for name, p in given.items()}
    systems = [
        {name: of_gas(unit, gas or "CO2") for name, unit in units.items()}
        for form in method.forms
        if form.when == situation
        for units in form.units
    ]
    for name in given:
        pairs = [{n: u[n] for n in (name, "amount") if n in u} for u in systems if name in u]
        fitting = [p for p in pairs if all(parse_unit(p[n]).dims == dims.get(n, ()) for n in p)]
        if pairs and "amount" in dims and not fitting:
            raise _unmatched(source, given, gas)


def _situation(source: Source) -> frozenset[str]:
    found = {"export"} if source.supply == "export" else set()
    if source.direction == "out":
        found.add("out")
    if source.steam is not None:
        found.add("steam")
    if source.hot_water is not None:
        found.add("water")
    return frozenset(found)


def _try(
    form: MethodForm,
    units: Mapping[str, str],
    given: Mapping[str, Parameter],
    gas: str | None,
    source: Source,
    sector: Sector,
    world: World,
    region: str,
    year: int,
) -> Resolution | None:
    units = {name: of_gas(unit, gas or "CO2") for name, unit in units.items()}
    known: dict[str, Parameter] = {}
    for name, parameter in given.items():
        if name not in units:
            continue
        found, wanted = parse_unit(parameter.unit), parse_unit(units[name])
        if found.dims != wanted.dims:
            return None
        value = parameter.value * found.factor_to(wanted)
        known[name] = Parameter(
            name, value, units[name], parameter.status, parameter.typed, parameter.origin
        )
    unused = [n for n in given if n not in units]
    if source.item:
        item = _item(source, units, known, world)
        known |= item
        if not item:
            unused.append("item")
    notes: list[Reason] = []
    open_names = [n for n in units if n not in known]
    may_default = [n for n in open_names if n not in form.given]
    defaults = _defaults(may_default, gas, source, sector, world, region, year, notes)
    missing: list[str] = []
    for name in open_names:
        value_found = defaults.get(name)
        wanted = parse_unit(units[name])
        if value_found is None or value_found.quantity.unit.dims != wanted.dims:
            missing.append(name)
            continue
        grade_c = value_found.reason.code == "reason.assumption"
        known[name] = Parameter(
            name,
            value_found.quantity.to(wanted),
            units[name],
            "assumption" if grade_c else "default",
            value_found.quantity.text,
            value_found,
        )
    if form.of_any_gas and gas is None:
        missing.append("gas")
    ordered = tuple(known[n] for n in units if n in known)
    return Resolution(form, ordered, tuple(missing), tuple(unused), tuple(notes), gas)


def _item(
    source: Source, units: Mapping[str, str], known: Mapping[str, Parameter], world: World
) -> dict[str, Parameter]:
    """The parameter that the named row of ``process.csv`` gives in these units, if any."""
    _, value = world.item(source.item)
    if value is None:
        return {}
    for name in world.methods[source.method].item:
        wanted = parse_unit(units[name]) if name in units and name not in known else None
        if wanted is not None and value.quantity.unit.dims == wanted.dims:
            number, typed = value.quantity.to(wanted), value.quantity.text
            return {name: Parameter(name, number, units[name], "default", typed, value)}
    return {}


def _defaults(
    names: list[str],
    gas: str | None,
    source: Source,
    sector: Sector,
    world: World,
    region: str,
    year: int,
    notes: list[Reason],
) -> dict[str, Value]:
    specs = sector.defaults.get(source.method, {})
    found: dict[str, Value] = {}
    by_table: dict[str, dict[str, str]] = {}
    for name in names:
        spec = specs.get(name)
        if not spec:  # an empty default is that of a guide which gives none
            continue
        place = f"methods:{source.method}.{name}"
        supply = spec.get("supply", {}).get(source.supply)
        if source.counted_as == "bought":
            supply = None
        proven = supply is not None and (
            not supply.get("needs_evidence")
            or source.counted_as == "stated"
            or _identified(source, world)
        )
        if supply is not None and proven:
            found[name] = world.stated(supply, f"{place}.{source.supply}")
            continue
        if supply is not None or (source.counted_as == "bought" and source.supply == "green"):
            notes.append(Reason("CE-W002", {"source": source.name}, warn=True))
        bound = "row" in spec and holds_for(spec, source.material, world)
        if "table" in spec and not bound:
            by_table.setdefault(spec["table"], {})[name] = spec["column"]
        elif bound:
            table, _, ident = spec["row"].partition(":")
            if "{" in ident:
                formula = world.formula(gas) if gas else ""
                value = world.pattern_cell(table, ident, material=source.material, formula=formula)
            else:
                value = world.cell(table, ident, "" if "table" in spec else spec.get("column", ""))
            if value is None and "value" in spec:
                value = world.stated(spec, place)
            if value is not None:
                found[name] = value
        elif spec.get("look") == "electricity":
            value = world.electricity(region, year)
            if value is not None:
                found[name] = value
        else:
            found[name] = world.stated(spec, place)
    for table, columns in by_table.items():
        if not source.material:
            continue
        preferred = sector.tables.get(table, ())
        wanted = list(columns.values())
        cells = world.by_material(table, source.material, wanted, preferred, sector.guide["source"])
        found |= {name: cells[column] for name, column in columns.items() if column in cells}
    return found


def _identified(source: Source, world: World) -> bool:
    """Whether the source shows a document with number and a date not after the day."""
    shown = source.evidence
    return shown.identified and shown.date is not None and shown.date <= world.as_of


def shown_value(parameter: Parameter) -> str:
    """A parameter's number with its unit as it was typed or published."""
    if parameter.status == "derived":
        return f"{rounded(parameter.value, 2)} {parameter.unit}"
    return parameter.typed


def exact(values: Mapping[str, Fraction | int]) -> dict[str, Fraction]:
    """The gases of a form's result as exact fractions (an integer 0 becomes one)."""
    return {k: Fraction(v) for k, v in values.items()}
