"""The formulas of the second step: by hand, printed as computed, arrays as fractions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from carbon_eia.methods import METHODS, Form
from carbon_eia.methods.carbon import (
    anode,
    carbon_in,
    carbon_out,
    carbonisation,
    recovery_by_mass,
    recovery_by_volume,
    urea,
)
from carbon_eia.methods.combustion import by_factor as by_volume_factor
from carbon_eia.methods.combustion import (
    by_volume,
    gas_by_amount,
    gas_by_fuel_heat,
    gas_by_supplied_heat,
)
from carbon_eia.methods.factor import (
    by_factor,
    by_factor_abated,
    by_factor_out,
    by_gas_volume,
    lime_by_factor,
    lime_by_oxides,
    with_cullet,
)
from carbon_eia.methods.form import SYMBOLS
from carbon_eia.methods.gases import (
    anode_effect,
    anode_effect_overvoltage,
    anode_effect_ratio,
    byproduct,
    byproduct_abated,
    etching,
    etching_abated,
    etching_byproduct,
    etching_byproduct_abated,
    loss,
    loss_of_mixture,
    stock,
)
from carbon_eia.methods.process import (
    clinker_by_factor_and_organic,
    clinker_by_oxides_and_organic,
)
from carbon_eia.methods.purchased import it_load, it_power, it_power_at_load
from carbon_eia.methods.waste import (
    incineration,
    wastewater_by_flow,
    wastewater_by_load,
    wastewater_n2o,
)
from carbon_eia.project import ENERGY_ONLY, METHOD_SECTIONS, fields
from carbon_eia.units import of_gas, parse_unit

NEW = (
    "process",
    "carbon_balance",
    "anode",
    "carbonisation",
    "urea",
    "loss",
    "stock",
    "etching",
    "wastewater",
    "wastewater_n2o",
    "incineration",
    "it_load",
    "recovery",
    "liquid_fuel",
    "combustion_gas",
    "lime",
    "anode_effect",
    "byproduct",
    "it_power",
)
ORGANIC = [f for f in METHODS["clinker"].forms if f.id.endswith("organic")]
FORMS = [form for method in NEW for form in METHODS[method].forms] + ORGANIC

BY_HAND: list[tuple[Callable[..., dict[str, Any]], dict[str, str], dict[str, str]]] = [
    # 80 000 t × 0.59 t/t = 47 200 t
    (by_factor, {"amount": "80000", "factor": "0.59"}, {"GAS": "47200"}),
    # 200 000 t × 0.008 t/t × (1 − 85 % × 95 %) = 1 600 × 0.1925 = 308 t
    (
        by_factor_abated,
        {"amount": "200000", "factor": "0.008", "destruction": "0.85", "utilisation": "0.95"},
        {"GAS": "308"},
    ),
    # 2 000 m3 × 0.84 t/m3 × 42.652 GJ/t × 0.0202 tC/GJ × 98 % × 44/12
    (
        by_volume,
        {
            "amount": "2000",
            "density": "0.84",
            "ncv": "42.652",
            "carbon_content": "0.0202",
            "oxidation": "0.98",
            "biogenic_share": "0",
        },
        {"CO2": "5201.12819072", "CO2-biogenic": "0"},
    ),
    # 1 000 m3 × 2.6 tCO2/m3, 10 % of it biogenic
    (
        by_volume_factor,
        {"amount": "1000", "factor": "2.6", "biogenic_share": "0.1"},
        {"CO2": "2340", "CO2-biogenic": "260"},
    ),
    # 500 000 GJ × 0.000001 t/GJ = 0.5 t of CH4
    (gas_by_amount, {"amount": "500000", "factor": "0.000001"}, {"GAS": "0.5"}),
    # 10 000 t × 20 GJ/t × 0.00001 t/GJ = 2 t
    (gas_by_fuel_heat, {"amount": "10000", "ncv": "20", "factor": "0.00001"}, {"GAS": "2"}),
    # 170 000 GJ ÷ 85 % × 0.000001 t/GJ = 0.2 t
    (
        gas_by_supplied_heat,
        {"amount": "170000", "efficiency": "0.85", "factor": "0.000001"},
        {"GAS": "0.2"},
    ),
    # 1 000 000 t of coal × 18 m3/t × 0.00067 t/m3 = 12 060 t of CH4
    (
        by_gas_volume,
        {"amount": "1000000", "gas_volume": "18", "density": "0.00067"},
        {"GAS": "12060"},
    ),
    # 1 000 t × 0.785 × 95 % × (1 − 10 % × 28 %) × 1.02 = 739.36638 t
    (
        lime_by_factor,
        {
            "amount": "1000",
            "factor": "0.785",
            "oxide_content": "0.95",
            "hydrated": "0.1",
            "water": "0.28",
            "lkd": "1.02",
        },
        {"CO2": "739.36638"},
    ),
    # 1 000 t × (84 % × 44/56 + 4 % × 44/40) × 1 × 1 = 660 + 44 t
    (
        lime_by_oxides,
        {"amount": "1000", "cao": "0.84", "mgo": "0.04", "hydrated": "0", "water": "0", "lkd": "1"},
        {"CO2": "704"},
    ),
    # 100 000 t × 0.000143 × 0.3 = 4.29 t of CF4
    (
        anode_effect,
        {"amount": "100000", "slope": "0.000143", "effect_minutes": "0.3"},
        {"GAS": "4.29"},
    ),
    # 4.29 t × 0.121 = 0.51909 t of C2F6
    (
        anode_effect_ratio,
        {"amount": "100000", "slope": "0.000143", "effect_minutes": "0.3", "ratio": "0.121"},
        {"GAS": "0.51909"},
    ),
    # 95 000 t × 0.00116 × 2.5 ÷ 95 % = 290 t
    (
        anode_effect_overvoltage,
        {"amount": "95000", "coefficient": "0.00116", "overvoltage": "2.5", "efficiency": "0.95"},
        {"GAS": "290"},
    ),
    # 20 000 t × (1 − 95 %) × 100 % × 0.81 = 810 t
    (
        byproduct,
        {"amount": "20000", "balance": "0.95", "loss_share": "1", "content": "0.81"},
        {"GAS": "810"},
    ),
    # 810 t × (1 − 99 % × 98 %) = 24.138 t
    (
        byproduct_abated,
        {
            "amount": "20000",
            "balance": "0.95",
            "loss_share": "1",
            "content": "0.81",
            "destruction": "0.99",
            "utilisation": "0.98",
        },
        {"GAS": "24.138"},
    ),
    # 51 t of 20 % CO2 (44) in argon (40): 51 ÷ [1 + 4 × 40/44] = 51 ÷ (51/11)
    (
        loss_of_mixture,
        {"amount": "51", "volume_share": "0.2", "molar_mass": "44", "other_molar_mass": "40"},
        {"GAS": "11"},
    ),
    # 8 760 h × 350 W × 1.25 ÷ 10⁶ × 0.4976 = 1.90705… t
    (
        it_power,
        {"amount": "8760", "power": "350", "pue": "1.25", "factor": "0.4976"},
        {"CO2": "1.9070520"},
    ),
    # 1 000 h × [100 + 50 % × (300 − 100)] W × 1.2 ÷ 10⁶ × 0.5 = 0.12 t
    (
        it_power_at_load,
        {
            "amount": "1000",
            "idle_power": "100",
            "full_power": "300",
            "load": "0.5",
            "pue": "1.2",
            "factor": "0.5",
        },
        {"CO2": "0.12"},
    ),
    # 1 t of glass × 0.20 × (1 − 50 %) = 0.1 t
    (with_cullet, {"amount": "1", "factor": "0.2", "cullet": "0.5"}, {"GAS": "0.1"}),
    # 100 000 t of crude steel × 0.0154 = 1 540 t, deducted
    (by_factor_out, {"amount": "100000", "factor": "0.0154"}, {"GAS": "-1540"}),
    # 1 200 t × 0.749 tC/t × 44/12 = 3 295.6 t
    (carbon_in, {"amount": "1200", "carbon_content": "0.749"}, {"CO2": "3295.6"}),
    # 10 000 t of methanol × 0.375 tC/t × 44/12 = 13 750 t, deducted
    (carbon_out, {"amount": "10000", "carbon_content": "0.375"}, {"CO2": "-13750"}),
    # 300 000 t × 0.411 × (1 − 2 % − 0.4 %) × 44/12 = 441 249.6 t
    (
        anode,
        {"amount": "300000", "anode": "0.411", "sulphur": "0.02", "ash": "0.004"},
        {"CO2": "441249.6"},
    ),
    # (52 000 − 49 000) t × 44/12 + 3 000 t × 0.35 × 44/16 = 11 000 + 2 887.5 t
    (
        carbonisation,
        {"fixed_carbon_in": "52000", "fixed_carbon_out": "49000", "volatile": "3000", "k": "0.35"},
        {"CO2": "13887.5"},
    ),
    # 1 200 t × 12/60 × 32.5 % × 44/12 = 286 t
    (urea, {"amount": "1200", "purity": "0.325"}, {"CO2": "286"}),
    # 100 万Nm3 × 99 % × 19.77 t/万Nm3 = 1 957.23 t, deducted
    (
        recovery_by_volume,
        {"amount": "100", "purity": "0.99", "density": "19.77"},
        {"CO2": "-1957.23"},
    ),
    # 2 000 t × 99.5 % = 1 990 t, deducted
    (recovery_by_mass, {"amount": "2000", "purity": "0.995"}, {"CO2": "-1990"}),
    # 1.2 t × 5 % = 0.06 t
    (loss, {"amount": "1.2", "rate": "0.05"}, {"GAS": "0.06"}),
    # (300 + 500 − 100 − 350) kg = 0.35 t
    (stock, {"opening": "300", "bought": "500", "sold": "100", "closing": "350"}, {"GAS": "0.35"}),
    # (1 − 10 %) × 800 kg × (1 − 80 %) = 144 kg
    (etching, {"residual": "0.1", "amount": "800", "utilisation": "0.8"}, {"GAS": "0.144"}),
    # 144 kg × (1 − 90 % × 95 %) = 20.88 kg
    (
        etching_abated,
        {
            "residual": "0.1",
            "amount": "800",
            "utilisation": "0.8",
            "collection": "0.9",
            "removal": "0.95",
        },
        {"GAS": "0.02088"},
    ),
    # (1 − 10 %) × 800 kg × 0.09 = 64.8 kg of CF4
    (
        etching_byproduct,
        {"residual": "0.1", "amount": "800", "byproduct_rate": "0.09"},
        {"GAS": "0.0648"},
    ),
    # 64.8 kg × (1 − 90 % × 90 %) = 12.312 kg
    (
        etching_byproduct_abated,
        {
            "residual": "0.1",
            "amount": "800",
            "byproduct_rate": "0.09",
            "collection": "0.9",
            "removal": "0.9",
        },
        {"GAS": "0.012312"},
    ),
    # ((4.5 − 0.08) kg/m3 × 1 200 000 m3 − 304 000 kg) × 0.25 × 0.5 − 600 t = 625 − 600 = 25 t
    (
        wastewater_by_flow,
        {
            "cod_in": "4.5",
            "cod_out": "0.08",
            "amount": "1200000",
            "sludge_cod": "304000",
            "b0": "0.25",
            "mcf": "0.5",
            "recovered": "600",
        },
        {"CH4": "25"},
    ),
    # (5 304 000 − 304 000) kg × 0.25 × 0.5 − 600 t = 25 t
    (
        wastewater_by_load,
        {"tow": "5304000", "sludge_cod": "304000", "b0": "0.25", "mcf": "0.5", "recovered": "600"},
        {"CH4": "25"},
    ),
    # 1 400 000 m3 × 0.04 kg/m3 × 0.005 × 44/28 = 440 kg
    (wastewater_n2o, {"amount": "1400000", "nitrogen": "0.04", "factor": "0.005"}, {"N2O": "0.44"}),
    # 9 000 t × 80 % × 50 % × 100 % × 44/12 = 13 200 t, 20 % of it fossil
    (
        incineration,
        {
            "amount": "9000",
            "dry_matter": "0.8",
            "carbon_fraction": "0.5",
            "oxidation": "1",
            "fossil_fraction": "0.2",
        },
        {"CO2": "2640", "CO2-biogenic": "10560"},
    ),
    # 120 000 MWh × 1.25 × 0.4976 = 74 640 t
    (it_load, {"amount": "120000", "pue": "1.25", "factor": "0.4976"}, {"CO2": "74640"}),
    # 168 × (0.65 × 44/56 + 0.02 × 1.1) + 210 × 0.2 % × 44/12 = 89.496 + 1.54 t
    (
        clinker_by_oxides_and_organic,
        {
            "amount": "140",
            "dust": "28",
            "cao": "0.66",
            "mgo": "0.03",
            "non_carbonate_cao": "0.01",
            "non_carbonate_mgo": "0.01",
            "raw_meal": "210",
            "organic_carbon": "0.002",
        },
        {"CO2": "91.036"},
    ),
    # 1 020 t × 0.535 + 1 500 t × 0.2 % × 44/12 = 545.7 + 11 t
    (
        clinker_by_factor_and_organic,
        {
            "amount": "1000",
            "dust": "20",
            "factor": "0.535",
            "raw_meal": "1500",
            "organic_carbon": "0.002",
        },
        {"CO2": "556.7"},
    ),
]

each_form = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)


@pytest.mark.parametrize(
    ("function", "given", "masses"), BY_HAND, ids=lambda v: getattr(v, "__name__", "")
)
def test_formula_by_hand(
    function: Callable[..., dict[str, Any]], given: dict[str, str], masses: dict[str, str]
) -> None:
    """The formula on exact fractions is the sum written out, to the last digit."""
    found = function(**{k: Fraction(v) for k, v in given.items()})
    assert found == {gas: Fraction(mass) for gas, mass in masses.items()}


def test_every_formula_has_a_sum_by_hand() -> None:
    """No formula is without its written-out sum."""
    assert {form.function for form in FORMS} == {function for function, *_ in BY_HAND}


def test_this_file_covers_the_new_methods() -> None:
    """Every method is of the first step or of this one, and can be named in a project file."""
    first = {"combustion", "electricity", "heat", "carbonate", "clinker", "reductant"}
    assert set(METHODS) == {*first, *NEW} == set(METHOD_SECTIONS)


@each_form
def test_parameters_are_those_of_the_function(form: Form) -> None:
    """The names of a form are those of its function, in every unit system, each a real unit."""
    names = set(inspect.signature(form.function).parameters)
    assert form.given <= names
    for units in form.units:
        assert set(units) == names
        for unit in units.values():
            assert parse_unit(of_gas(unit, "HFC-134a"))


@each_form
def test_any_gas_in_the_units_and_in_the_result(form: Form) -> None:
    """A form whose result is of any gas says so in its units, and the other way round."""
    values = dict.fromkeys(form.parameters, Fraction(1, 2))
    assert ("GAS" in form.function(**values)) == form.of_any_gas


def arithmetic(printed: str) -> Fraction:
    """The value of a printed formula, worked out by its own signs."""
    text = printed.removeprefix("E = ").replace("×", "*").replace("−", "-")
    text = text.replace("[", "(").replace("]", ")").replace("10⁻³", "1/1000")
    text = text.replace("10⁻⁶", "1/1000000").replace("÷", "/")
    text = re.sub(r"(\d+)/(\d+)", r"F(\1, \2)", text)
    result: Fraction = eval(text, {"F": Fraction})
    return result


@each_form
def test_printed_formula_is_what_is_computed(form: Form) -> None:
    """The formula that a report prints, worked out by its own signs, gives the figure."""
    values = {name: Fraction(i + 3, 97) for i, name in enumerate(form.parameters)}
    shown = {k: f"({v.numerator}/{v.denominator})" for k, v in values.items()}
    printed = form.substituted(shown)
    for name in form.parameters:
        assert f"{{{name}}}" in form.formula
        assert SYMBOLS[name] in form.symbolic()
    assert arithmetic(printed) == next(iter(form.function(**values).values()))


@each_form
@pytest.mark.parametrize("shape", [(), (1,), (3, 5)], ids=str)
def test_arrays_agree_with_fractions(form: Form, shape: tuple[int, ...]) -> None:
    """One formula for one project and for ten million: arrays give the same figures and shape."""
    random = np.random.default_rng(20260630)
    columns = {name: random.integers(1, 1000, shape) / 1024 for name in form.parameters}
    before = {name: np.array(column) for name, column in columns.items()}
    found = form.function(**columns)
    for index in np.ndindex(shape):
        row = {name: Fraction(float(np.asarray(column)[index])) for name, column in columns.items()}
        for gas, exact in form.function(**row).items():
            assert np.shape(found[gas]) == shape
            # relative to the largest term: differences of the terms may cancel
            assert abs(Fraction(float(np.asarray(found[gas])[index])) - exact) <= Fraction(
                1, 10**12
            )
    for name, column in columns.items():
        np.testing.assert_array_equal(column, before[name])


@pytest.mark.parametrize("method", NEW)
def test_what_a_formula_needs_can_be_typed_and_what_is_typed_is_used(method: str) -> None:
    """Parameters and quantities of the project file are the same, in units that fit."""
    known = fields(method)
    typed = {k for k, f in known.items() if f.type in ("quantity", "annual")}
    used = {name for form in METHODS[method].forms for name in form.parameters}
    assert typed - ENERGY_ONLY.get(method, set()) == used
    for form in METHODS[method].forms:
        for units in form.units:
            for name, unit in units.items():
                accepted = {parse_unit(of_gas(u, "SF6")).dims for u in known[name].unit}
                assert parse_unit(of_gas(unit, "SF6")).dims in accepted


@pytest.mark.parametrize("method", METHODS)
def test_what_an_item_gives_is_a_parameter(method: str) -> None:
    """A method takes an item exactly where its section of the file has the key."""
    used = {name for form in METHODS[method].forms for name in form.parameters}
    assert set(METHODS[method].item) <= used
    assert bool(METHODS[method].item) == ("item" in fields(method))


@pytest.mark.parametrize("method", METHODS)
def test_a_source_may_say_its_gas_where_the_formula_asks_for_it(method: str) -> None:
    """The key ``gas`` stands where a form gives any gas, ``direction`` where one subtracts."""
    forms = METHODS[method].forms
    assert ("gas" in fields(method)) == any(f.of_any_gas for f in forms)
    assert ("direction" in fields(method)) == any("out" in f.when for f in forms)
