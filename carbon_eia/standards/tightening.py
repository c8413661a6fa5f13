"""A value that an instrument tightens every year, as rows of a benchmark file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from carbon_eia.project.raw_tables import Table
from carbon_eia.reference import World, months_after
from carbon_eia.standards.derivation_rules import limit_formula
from carbon_eia.units import decimal_text

__all__ = ["in_years", "is_possible"]


def in_years(
    values: Sequence[Table], first: date, last: date | None, rate: Fraction | None, world: World
) -> list[Table]:
    """Values with the days on which each holds: one row, or with a rate one for each year.

    The year that begins t years after the first day has B × (1 − C × t)
    (``factors/standards/methods.toml``: Directive 2003/87/EC, Art. 10a(2)). The value of the first
    year is that of the draft, so nothing more of the survey is told by the later ones.
    """
    if rate is None or last is None:
        return [{**v, "valid_from": first, "valid_to": last} for v in values]
    formula = limit_formula(world, "tightened")
    rows: list[Table] = []
    for value in values:
        number, _, unit = str(value["value"]).partition(" ")
        years = 0
        while (start := months_after(first, 12 * years)) < last:
            known = {"B": Fraction(number), "C": rate, "t": Fraction(years)}
            end = min(last, months_after(first, 12 * (years + 1)))
            text = f"{decimal_text(formula.value(known))} {unit}"
            rows.append({**value, "value": text, "valid_from": start, "valid_to": end})
            years += 1
    return rows


def is_possible(first: date, last: date | None, rate: Fraction) -> bool:
    """Whether a rate can be applied: the values have a last day and stay above zero until then.

    >>> is_possible(date(2026, 7, 1), date(2031, 7, 1), Fraction("0.016"))
    True
    >>> is_possible(date(2026, 7, 1), None, Fraction("0.016"))
    False
    """
    return last is not None and rate > 0 and rate * (last.year - first.year + 1) < 1
