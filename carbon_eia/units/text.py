"""Exact numbers as decimal text: whole in the Run, rounded only for show (GB/T 8170)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache

__all__ = ["decimal_text", "exact_text", "is_terminating", "rounded", "shown_apart"]

_WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN)


@cache
def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN)


def is_terminating(number: Fraction) -> bool:
    """Whether the number has a finite decimal expansion.

    >>> is_terminating(Fraction(1, 8)), is_terminating(Fraction(44, 12))
    (True, False)
    """
    d = number.denominator
    d >>= (d & -d).bit_length() - 1
    while d % 5 == 0:
        d //= 5
    return d == 1


def decimal_text(number: Fraction, digits: int = 15) -> str:
    """The number as plain decimal text.

    Exact when its expansion ends within 28 significant digits, else rounded half to even at
    ``digits`` significant digits.

    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(1, 3), 6)
    ('0.125', '0.333333')
    """
    exact = exact_text(number)
    if exact is not None:
        return exact
    return _plain(_divide(number, _rounding(digits)))


def exact_text(number: Fraction) -> str | None:
    """The number as decimals that are the number itself, of at most 28 significant digits; None
    where there are none.

    >>> exact_text(Fraction(1, 8)), exact_text(Fraction(1, 3))
    ('0.125', None)
    """
    if number.denominator == 1 and -(10**28) < number.numerator < 10**28:
        return str(number.numerator)
    if not is_terminating(number):
        return None
    exact = _divide(number, _WIDE)
    return _plain(exact) if len(exact.normalize(_WIDE).as_tuple().digits) <= 28 else None


def rounded(number: Fraction, places: int) -> str:
    """The number at ``places`` decimals, half to even (GB/T 8170 四舍六入五成双), for show.

    >>> rounded(Fraction("0.8205"), 3), rounded(Fraction("0.8215"), 3)
    ('0.820', '0.822')
    """
    scaled = number * 10**places
    whole = round(scaled)  # Fraction.__round__ rounds half to even, exactly
    return format(Decimal(whole).scaleb(-places, _WIDE), "f")


def shown_apart(parts: Iterable[str], total: str) -> bool:
    """Whether numbers as they are shown add up to another one than their total as it is shown.

    >>> shown_apart(["0.33", "0.33", "0.33"], "1.00"), shown_apart(["1,000", "−1"], "999")
    (True, False)
    """
    return sum(map(_shown, parts), Decimal(0)) != _shown(total)


def _shown(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _divide(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
