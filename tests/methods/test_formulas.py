"""Each formula, on exact fractions, on arrays, and against what its form says of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.methods import METHODS, Form
from carbon_eia.methods.combustion import by_carbon, by_factor, by_heat, by_heat_factor
from carbon_eia.methods.form import SYMBOLS
from carbon_eia.methods.process import (
    carbonate,
    carbonate_kept,
    clinker_by_carbonate,
    clinker_by_factor,
    clinker_by_oxides,
    reductant,
)
from carbon_eia.methods.purchased import (
    energy,
    energy_exported,
    heat_of_fuel,
    hot_water,
    hot_water_exported,
    steam,
    steam_exported,
)
from carbon_eia.project import ENERGY_ONLY, METHOD_SECTIONS, fields
from carbon_eia.units import parse_unit

FIRST = {"combustion", "electricity", "heat", "carbonate", "clinker", "reductant"}
"""Methods whose forms stand here; the others are in ``test_more_methods.py``."""

FORMS = [
    form
    for method in METHODS.values()
    for form in method.forms
    if method.id in FIRST and "organic" not in form.id
]

BY_HAND: list[tuple[Callable[..., dict[str, Any]], dict[str, str], str, str]] = [
    # 1 000 t of dust × 80 % × 0.44 × (1 − 75 %) = 88 t that stay
    (
        carbonate_kept,
        {"amount": "1000", "purity": "0.8", "factor": "0.44", "conversion": "0.75"},
        "-88",
        "0",
    ),
    # 1 000 t × (65 % − 1 %) ÷ 50 % × 0.44 × 1.02 = 574.464 t
    (
        clinker_by_carbonate,
        {
            "amount": "1000",
            "cao": "0.65",
            "non_carbonate_cao": "0.01",
            "carbonate_cao": "0.5",
            "carbonate_factor": "0.44",
            "ckd": "1.02",
        },
        "574.464",
        "0",
    ),
    # 193 000 t × 23.1 GJ/t × 0.0261 tC/GJ × 93 % × 44/12 = 396 793.1583 t
    (
        by_heat,
        {
            "amount": "193000",
            "ncv": "23.1",
            "carbon_content": "0.0261",
            "oxidation": "0.93",
            "biogenic_share": "0",
        },
        "396793.1583",
        "0",
    ),
    # 30 t × 11.9 GJ/t × 0.028 tC/GJ × 100 % × 44/12 = 36.652 t, of which 25 % is biogenic
    (
        by_heat,
        {
            "amount": "30",
            "ncv": "11.9",
            "carbon_content": "0.028",
            "oxidation": "1",
            "biogenic_share": "0.25",
        },
        "27.489",
        "9.163",
    ),
    # 100 t × 0.6 tC/t × 99 % × 44/12 = 217.8 t
    (
        by_carbon,
        {"amount": "100", "carbon_content": "0.6", "oxidation": "0.99", "biogenic_share": "0"},
        "217.8",
        "0",
    ),
    # 250 t × 18.72 GJ/t × 0.1 tCO2/GJ = 468 t, all biogenic
    (
        by_heat_factor,
        {"amount": "250", "ncv": "18.72", "factor": "0.1", "biogenic_share": "1"},
        "0",
        "468",
    ),
    # 1 000 t × 1.98 tCO2/t = 1 980 t, 40 % biogenic
    (by_factor, {"amount": "1000", "factor": "1.98", "biogenic_share": "0.4"}, "1188", "792"),
    # 85 100 MWh × 0.4976 tCO2/MWh = 42 345.76 t
    (energy, {"amount": "85100", "factor": "0.4976"}, "42345.76", "0"),
    (energy_exported, {"amount": "85100", "factor": "0.4976"}, "-42345.76", "0"),
    # 1 000 GJ ÷ 80 % × 0.05 tCO2/GJ = 62.5 t
    (heat_of_fuel, {"amount": "1000", "factor": "0.05", "efficiency": "0.8"}, "62.5", "0"),
    # 50 000 t × (2 777.12 − 83.74) kJ/kg ÷ 1 000 × 0.11 tCO2/GJ = 14 813.59 t
    (
        steam,
        {"mass": "50000", "enthalpy": "2777.12", "base_enthalpy": "83.74", "factor": "0.11"},
        "14813.59",
        "0",
    ),
    (
        steam_exported,
        {"mass": "50000", "enthalpy": "2777.12", "base_enthalpy": "83.74", "factor": "0.11"},
        "-14813.59",
        "0",
    ),
    # 200 000 t × (95 − 20) ℃ × 4.1868 kJ/(kg·℃) ÷ 1 000 × 0.11 tCO2/GJ = 6 908.22 t
    (
        hot_water,
        {
            "mass": "200000",
            "temperature": "95",
            "base_temperature": "20",
            "specific_heat": "4.1868",
            "factor": "0.11",
        },
        "6908.22",
        "0",
    ),
    (
        hot_water_exported,
        {
            "mass": "200000",
            "temperature": "95",
            "base_temperature": "20",
            "specific_heat": "4.1868",
            "factor": "0.11",
        },
        "-6908.22",
        "0",
    ),
    # 12 000 t × 92 % × 0.4397 tCO2/t × 98 % = 4 757.20224 t
    (
        carbonate,
        {"amount": "12000", "purity": "0.92", "factor": "0.4397", "conversion": "0.98"},
        "4757.20224",
        "0",
    ),
    # (140 + 28) t × [(66 − 1) % × 44/56 + (3 − 1) % × 44/40]
    # = 168 t × (0.65 × 11/14 + 0.02 × 1.1) = 89.496 t
    (
        clinker_by_oxides,
        {
            "amount": "140",
            "dust": "28",
            "cao": "0.66",
            "mgo": "0.03",
            "non_carbonate_cao": "0.01",
            "non_carbonate_mgo": "0.01",
        },
        "89.496",
        "0",
    ),
    # (1 000 + 20) t × 0.535 tCO2/t = 545.7 t
    (clinker_by_factor, {"amount": "1000", "dust": "20", "factor": "0.535"}, "545.7", "0"),
    # 11 000 t × 2.862 tCO2/t = 31 482 t
    (reductant, {"amount": "11000", "factor": "2.862"}, "31482", "0"),
]


@pytest.mark.parametrize(
    ("function", "given_", "co2", "biogenic"), BY_HAND, ids=lambda v: getattr(v, "__name__", "")
)
def test_formula_by_hand(
    function: Callable[..., dict[str, Any]], given_: dict[str, str], co2: str, biogenic: str
) -> None:
    """The formula on exact fractions is the sum written out, to the last digit."""
    found = function(**{k: Fraction(v) for k, v in given_.items()})
    assert found["CO2"] == Fraction(co2)
    assert found.get("CO2-biogenic", 0) == Fraction(biogenic)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_every_formula_has_a_sum_by_hand(form: Form) -> None:
    """No formula is without its written-out sum."""
    assert form.function in [function for function, *_ in BY_HAND]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_parameters_are_those_of_the_function(form: Form) -> None:
    """The names of a form, in their order, are those of its function, in every unit system."""
    names = tuple(inspect.signature(form.function).parameters)
    assert sorted(form.parameters) == sorted(names)
    for units in form.units:
        assert set(units) == set(names)
        for unit in units.values():
            assert parse_unit(unit)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_printed_formula_names_each_parameter_once(form: Form) -> None:
    """The printed formula holds every parameter, and every parameter has its symbol."""
    values = {name: f"<{name}>" for name in form.parameters}
    printed = form.substituted(values)
    for name in form.parameters:
        assert printed.count(f"<{name}>") == 1
        assert SYMBOLS[name] in form.symbolic()


def arithmetic(printed: str) -> Fraction:
    """The value of a printed formula, worked out by its own signs."""
    text = printed.removeprefix("E = ").replace("×", "*").replace("÷", "/").replace("−", "-")
    text = text.replace("[", "(").replace("]", ")").replace("10⁻³", "F(1, 1000)")
    for ratio in ("44/12", "44/56", "44/40"):
        text = text.replace(ratio, f"F({ratio.replace('/', ', ')})")
    result: Fraction = eval(text, {"F": Fraction})
    return result


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@given(data=st.data())
def test_printed_formula_is_what_is_computed(form: Form, data: st.DataObject) -> None:
    """The formula that a report prints, worked out by hand, gives the figure of the report."""
    shares = st.fractions(Fraction(1, 100), 1, max_denominator=1000)
    values = {name: data.draw(shares) for name in form.parameters}
    shown = {k: f"F({v.numerator}, {v.denominator})" for k, v in values.items()}
    assert arithmetic(form.substituted(shown)) == form.function(**values)["CO2"]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 5)], ids=str)
def test_arrays_agree_with_fractions(form: Form, shape: tuple[int, ...]) -> None:
    """One formula for one project and for ten million: arrays give the same figures and shape."""
    random = np.random.default_rng(20260630)
    columns = {name: random.integers(1, 1000, shape) / 1024 for name in form.parameters}
    found = form.function(**columns)
    for gas in found:
        assert np.shape(found[gas]) == shape
    for index in np.ndindex(shape):
        row = {name: Fraction(float(np.asarray(column)[index])) for name, column in columns.items()}
        for gas, exact in form.function(**row).items():
            scale = max(abs(exact), Fraction(1, 10**6))
            assert abs(Fraction(float(np.asarray(found[gas])[index])) - exact) <= scale / 10**12


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_scalars_spread_over_arrays(form: Form) -> None:
    """A parameter that is one number for all rows is the same as a column of it."""
    columns: dict[str, Any] = {n: np.array([0.25, 0.5, 0.75]) for n in form.parameters}
    for name in form.parameters:
        mixed = {**columns, name: 0.5}
        full = {**columns, name: np.full(3, 0.5)}
        np.testing.assert_array_equal(form.function(**mixed)["CO2"], form.function(**full)["CO2"])


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_nothing_used_emits_nothing(form: Form) -> None:
    """An amount of zero is lawful and emits zero."""
    zero = {"amount": Fraction(0), "mass": Fraction(0), "dust": Fraction(0)}
    values = {name: zero.get(name, Fraction(1, 2)) for name in form.parameters}
    assert set(form.function(**values).values()) == {0}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_arrays_are_left_alone(form: Form) -> None:
    """A formula changes none of the arrays it is given."""
    columns = {n: np.array([0.25, 0.5]) for n in form.parameters}
    before = {n: c.copy() for n, c in columns.items()}
    form.function(**columns)
    for name, column in columns.items():
        np.testing.assert_array_equal(column, before[name])


COMPUTED = {"enthalpy", "base_enthalpy", "base_temperature", "specific_heat"}
"""Parameters that are looked up or derived, and have no key in a project file."""


@pytest.mark.parametrize("method", sorted(FIRST))
def test_parameters_are_keys_of_the_project_file(method: str) -> None:
    """What a formula needs can be given in the file, in a unit that the formula knows."""
    known = fields(method)
    inner = {"steam": fields("steam"), "water": fields("hot_water")}
    for form in METHODS[method].forms:
        for name in form.parameters:
            if name in COMPUTED:
                continue
            held = next((inner[w] for w in ("steam", "water") if w in form.when), {})
            field = held.get(name) or known[name]
            accepted = {parse_unit(u).dims for u in field.unit}
            for units in form.units:
                assert parse_unit(units[name]).dims in accepted


@pytest.mark.parametrize("method", METHOD_SECTIONS)
def test_keys_of_the_project_file_are_parameters(method: str) -> None:
    """No quantity can be given that no formula of its method would use, but for the account of
    energy."""
    used = {name for form in METHODS[method].forms for name in form.parameters}
    typed = {k for k, f in fields(method).items() if f.type in ("quantity", "annual")}
    assert typed - ENERGY_ONLY.get(method, set()) <= used


def test_methods_and_sections_are_the_same() -> None:
    """Every method can be named in a project file, and only those."""
    assert set(METHODS) == set(METHOD_SECTIONS)
