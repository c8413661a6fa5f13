"""A printed formula and the function beside it say the same, for every form of every method."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.methods import (
    METHODS,
    SYMBOLS,
    Form,
    FormulaError,
    evaluate,
    parse_formula,
    written,
)
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
    found = evaluate(parse_formula(form.symbolic()), _symbols(values))
    assert abs(found - mass) <= tolerance * max(abs(mass), 1)
    if biogenic is None:
        assert form.biogenic == ""
    else:
        assert evaluate(parse_formula(form.symbolic_biogenic()), _symbols(values)) == biogenic


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_symbols_of_a_form_are_its_own(form: Form) -> None:
    """No two parameters of a form share a symbol, so that a printed formula can be read back."""
    symbols = [SYMBOLS[name] for name in form.parameters]
    assert len(set(symbols)) == len(symbols)
    assert parse_formula(form.symbolic()).names() == set(symbols)
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
    tree = parse_formula(form.symbolic())
    cells = {SYMBOLS[name]: f"x{i}" for i, name in enumerate(form.parameters)}
    floats = {f"x{i}": float(v) for i, v in enumerate(values.values())}
    found = eval(written(tree, cells), {"__builtins__": {}}, floats)
    expected = float(evaluate(tree, _symbols(values)))
    # differences of nearly equal numbers lose digits in floats; the scale is that of the inputs
    assert found == pytest.approx(
        expected, rel=1e-9, abs=1e-9 * max(map(float, values.values())) ** 2
    )


@pytest.mark.parametrize(
    "text", ["E = AD ×", "AD EF", "(AD", "AD ** 2", "AD × (1 − BIO]", "=HYPERLINK()", "AD;EF", ""]
)
def test_what_is_not_in_the_grammar_is_refused(text: str) -> None:
    """Anything but the grammar of the guides is an error, never a formula of another meaning."""
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_a_name_without_a_cell_is_refused() -> None:
    """A symbol that the source has no cell for cannot become a formula."""
    with pytest.raises(FormulaError):
        written(parse_formula("AD × EF"), {"AD": "B2"})


def test_minus_of_a_difference_keeps_its_brackets() -> None:
    """a − (b − c) is not a − b − c, a ÷ (b × c) is not a ÷ b × c."""
    cells = {"a": "A1", "b": "B1", "c": "C1"}
    assert written(parse_formula("a − (b − c)"), cells) == "A1-(B1-C1)"
    assert written(parse_formula("a ÷ (b × c)"), cells) == "A1/(B1*C1)"
    assert written(parse_formula("−a × b"), cells) == "-A1*B1"
