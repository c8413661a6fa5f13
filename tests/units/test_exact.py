"""Conversions are exact, and numbers are shown as GB/T 8170 asks."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbon_eia.units import (
    decimal_text,
    exact_text,
    is_terminating,
    parse_quantity,
    parse_unit,
    rounded,
    spellings,
)
from tests.strategies import amounts, decimal_fractions, fractions, respelt, unit_atoms


@given(amounts(), unit_atoms(), st.data())
def test_there_and_back_is_exact(number: str, unit: str, data: st.DataObject) -> None:
    """A quantity converted to any unit of its kind and back is the same number."""
    quantity = parse_quantity(f"{number} {unit}")
    alike = [s for s in spellings() if parse_unit(s).dims == quantity.unit.dims]
    other = data.draw(st.sampled_from(alike))
    assert quantity.to(other) * parse_unit(other).factor_to(quantity.unit) == quantity.value


@given(
    amounts(), st.sampled_from(["t", "万kWh", "GJ/t", "tCO2/MWh", "亿元", "%", "MPa"]), st.data()
)
def test_other_spellings_lose_nothing(number: str, unit: str, data: st.DataObject) -> None:
    """A quantity spelt in other units is exactly the same quantity."""
    text = f"{number} {unit}"
    one, other = parse_quantity(text), parse_quantity(data.draw(respelt(text)))
    assert one.value * one.unit.factor == other.value * other.unit.factor
    assert one.unit.dims == other.unit.dims


@given(decimal_fractions())
def test_a_decimal_is_written_whole(number: Fraction) -> None:
    """Up to 28 significant digits, the text is the number itself."""
    text = decimal_text(number)
    digits = str(abs(number.numerator * (10**40 // number.denominator))).rstrip("0")
    assert "e" not in text.lower()
    if len(digits) <= 28:
        assert Fraction(text) == number
    else:
        assert abs(Fraction(text) - number) <= abs(number) / 10**14


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1.234567890123456789012345678", "1.234567890123456789012345678"),
        ("1.2345678901234567890123456789", None),
        ("-0.00000000001234567890123456789012345678", "-0.00000000001234567890123456789012345678"),
    ],
)
def test_a_text_that_is_the_number_itself_has_28_digits_at_most(
    number: str, text: str | None
) -> None:
    """28 significant digits are written whole; of 29 there is no such text."""
    assert exact_text(Fraction(number)) == text


@pytest.mark.parametrize(
    ("denominator", "ends"), [(1, True), (5**60, True), (2**90 * 5**60, True), (3 * 5**60, False)]
)
def test_whether_decimals_end_is_worked_out_on_whole_numbers(denominator: int, ends: bool) -> None:
    """A number ends where its denominator has no factors but 2 and 5, however large it is."""
    assert is_terminating(Fraction(1, denominator)) is ends


@given(fractions(), st.integers(1, 20))
def test_other_numbers_are_rounded_half_to_even(number: Fraction, digits: int) -> None:
    """Where the decimals do not end, the text is the nearest of that many digits."""
    assume(not is_terminating(number))
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
    oracle = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    assert Fraction(decimal_text(number, digits)) == Fraction(oracle)


@given(decimal_fractions(), st.integers(0, 6))
def test_rounded_agrees_with_decimal(number: Fraction, places: int) -> None:
    """Rounding for show is that of decimal, half to even."""
    wide = Context(prec=90)
    exact = wide.divide(Decimal(number.numerator), Decimal(number.denominator))
    oracle = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, wide)
    assert Decimal(rounded(number, places)) == oracle
    assert len(rounded(number, places).partition(".")[2]) == places


@given(fractions(), st.integers(0, 6))
def test_rounded_is_the_nearest(number: Fraction, places: int) -> None:
    """No other number of that many decimals is nearer."""
    assert abs(Fraction(rounded(number, places)) - number) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("0.8205", 3, "0.820"),
        ("0.8215", 3, "0.822"),
        ("0.82050000000000000000001", 3, "0.821"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-2"),
        ("-0.001", 2, "0.00"),
        ("1188633.5129203", 2, "1188633.51"),
        ("0", 2, "0.00"),
    ],
)
def test_examples_of_rounding(number: str, places: int, text: str) -> None:
    """四舍六入五成双: a five with nothing behind it goes to the even digit."""
    assert rounded(Fraction(number), places) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "0.333333333333333"),
        (Fraction(2, 3), "0.666666666666667"),
        (Fraction(10**20), "100000000000000000000"),
        (Fraction(1, 10**20), "0.00000000000000000001"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(1200), "1200"),
        (Fraction(1, 10) + Fraction(1, 3 * 10**20), "0.1"),  # zeros that rounding leaves
        (10**20 + Fraction(1, 3), "100000000000000000000"),
        (Fraction(10**28 - 1), "9" * 28),
        (Fraction(10**28 + 1), "1" + "0" * 28),  # of 29 digits
        (Fraction(-(10**28) - 1), "-1" + "0" * 28),
    ],
)
def test_examples_of_decimal_text(number: Fraction, text: str) -> None:
    """Plain decimals: no exponent, no zeros at the end."""
    assert decimal_text(number) == text
