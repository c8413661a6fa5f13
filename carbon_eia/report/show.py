"""Numbers for show: rounded from the Run's decimal strings, never from floats (GB/T 8170).

A shown number never says another thing than the full one: beside a limit that it exceeds, or
does not reach, it has as many decimals as it takes to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from carbon_eia.run.records import QuantityRecord

__all__ = [
    "beside",
    "emission",
    "exact",
    "is_number",
    "margin",
    "plain",
    "rounded",
    "short_id",
    "width",
]

INTENSITY_PLACES = 4
"""Decimals of an intensity, where they suffice to tell it from its limit."""

MOST_PLACES = 60

_WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN)


def exact(quantity: QuantityRecord | str) -> Decimal:
    """The full number of a quantity of the Run: its fraction where it has one.

    >>> exact(QuantityRecord(value="0.333333", exact="1/3", unit="t")) > Decimal("0.333333")
    True
    >>> exact("0.83")
    Decimal('0.83')
    """
    if isinstance(quantity, str):
        return Decimal(quantity)
    fraction = quantity.exact
    if fraction:
        above, _, below = str(fraction).partition("/")
        return _WIDE.divide(Decimal(above), Decimal(below))
    return Decimal(str(quantity.value))


def short_id(identity: str) -> str:
    """The first digits of the id of a record, by which people name it.

    >>> short_id("9ea6535195bcec24")
    '9ea6535195bc'
    """
    return identity[:12]


def is_number(text: str) -> bool:
    """Whether a text of the Run is a plain decimal number.

    >>> is_number("0.83"), is_number("2028-06-30"), is_number("B")
    (True, False, False)
    """
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def rounded(number: Decimal, places: int) -> str:
    """The number at ``places`` decimals, half to even (四舍六入五成双).

    >>> rounded(Decimal("0.8205"), 3), rounded(Decimal("0.8215"), 3), rounded(Decimal("-0.2"), 0)
    ('0.820', '0.822', '0')
    """
    found = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return plain(found if found else abs(found))  # no “−0”


def plain(number: Decimal | str) -> str:
    """A number in full, with a true minus sign.

    >>> plain("-2.50"), plain(Decimal("1E+3"))
    ('−2.50', '1000')
    """
    return format(Decimal(number), "f").replace("-", "−")


def emission(quantity: QuantityRecord | str, places: int = 2) -> str:
    """An emission in tonnes at two decimals; a small one at two significant digits, never as 0.

    >>> emission("1188633.5129203"), emission("0.00123"), emission("0")
    ('1188633.51', '0.0012', '0.00')
    """
    number = exact(quantity)
    if number and abs(number) < Decimal(1).scaleb(-places):
        places = 1 - number.adjusted()
    return rounded(number, places)


def beside(number: Decimal, limits: Iterable[Decimal] = (), places: int = INTENSITY_PLACES) -> str:
    """A number at ``places`` decimals, or at as many more as tell it from each of the limits.

    It never has fewer decimals than a limit.

    >>> beside(Decimal("0.852067"), [Decimal("0.83")])
    '0.8521'
    >>> beside(Decimal("0.83000004"), [Decimal("0.83")])
    '0.83000004'
    >>> beside(Decimal("0.82999996"), [Decimal("0.83")]), beside(Decimal("0.83"), [Decimal("0.83")])
    ('0.82999996', '0.8300')
    """
    bounds = tuple(limits)
    places = max(places, *(_places(limit) for limit in bounds), 0)
    while places < MOST_PLACES:
        shown = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
        if all(_order(shown, limit) == _order(number, limit) for limit in bounds):
            break
        places += 1
    return rounded(number, places)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _order(a: Decimal, b: Decimal) -> int:
    return (a > b) - (a < b)


def margin(percent: QuantityRecord | str) -> str:
    """A margin in percent at two decimals, at more where it would be shown as 0 and is not.

    >>> margin("-2.65867883753"), margin("-0.0000048192"), margin("0")
    ('−2.66', '−0.0000048', '0.00')
    """
    return emission(percent)


def width(number: Decimal, whole: Decimal) -> str:
    """The length of a bar in percent of the longest: for drawing only.

    >>> width(Decimal("0.83"), Decimal("0.852")), width(Decimal(-1), Decimal(4))
    ('97.42', '0.00')
    """
    if whole <= 0:
        return "0.00"
    share = _WIDE.divide(max(number, Decimal(0)) * 100, whole)
    return rounded(min(share, Decimal(100)), 2)
