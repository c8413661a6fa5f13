"""A printed formula and the function beside it say the same, for every form of every method."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.formulas import parse_formula
from carbon_eia.methods import METHODS, SYMBOLS, Form
from carbon_eia.units import ANY_GAS

FORMS = [form for method in METHODS.values() for form in method.forms]
NUMBERS = st.fractions(min_value=Fraction(1, 100), max_value=1000, max_denominator=1000)


def _symbols(values: dict[str, Fraction]) -> dict[str, Fraction]:
    return {SYMBOLS[name]: value for name, value in values.items()}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@given(data=st.data())
def test_printed_formula_is_the_function(form: Form, data: st.DataObject) -> None:
    """What is printed, worked out exactly, is what the function returns: gas and biogenic CO2."""
    values = {name: data.draw(NUMBERS, name) for name in form.parameters}
    masses = {k: Fraction(v) for k, v in form.function(**values).items()}
    biogenic = masses.pop("CO2-biogenic", None)
    (mass,) = masses.values()
    tolerance = Fraction(1, 10**12)  # functions that divide an integer by 1000 give a float
    found = parse_formula(form.symbolic()).value(_symbols(values))
    assert abs(found - mass) <= tolerance * max(abs(mass), 1)
    if biogenic is None:
        assert form.biogenic == ""
    else:
        assert parse_formula(form.symbolic_biogenic()).value(_symbols(values)) == biogenic


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_symbols_of_a_form_are_its_own(form: Form) -> None:
    """No two parameters of a form share a symbol, so that a printed formula can be read back."""
    symbols = [SYMBOLS[name] for name in form.parameters]
    assert len(set(symbols)) == len(symbols)
    assert set(parse_formula(form.symbolic()).names) == set(symbols)
    assert set(form.function(**dict.fromkeys(form.parameters, Fraction(1, 2)))) <= {
        "CO2",
        "CH4",
        "N2O",
        ANY_GAS,
        "CO2-biogenic",
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
@given(data=st.data())
def test_spreadsheet_form_keeps_the_value(form: Form, data: st.DataObject) -> None:
    """The spreadsheet's text has brackets where they are needed: Python reads it to one value."""
    values = {name: data.draw(NUMBERS, name) for name in form.parameters}
    formula = parse_formula(form.symbolic())
    cells = {SYMBOLS[name]: f"x{i}" for i, name in enumerate(form.parameters)}
    floats = {f"x{i}": float(v) for i, v in enumerate(values.values())}
    found = eval(formula.cell(cells), {"__builtins__": {}}, floats)
    expected = float(formula.value(_symbols(values)))
    # differences of nearly equal numbers lose digits in floats; the scale is that of the inputs
    assert found == pytest.approx(
        expected, rel=1e-9, abs=1e-9 * max(map(float, values.values())) ** 2
    )
