"""Specific enthalpy of water and steam by IAPWS-IF97."""

from __future__ import annotations

from fractions import Fraction

from carbon_eia.errors import InputError, Problem
from carbon_eia.units import rounded

__all__ = ["steam_enthalpy"]

TRIPLE_POINT_MPA = 0.000611657
CRITICAL_MPA = 22.064


def steam_enthalpy(pressure: Fraction, temperature: Fraction | None) -> Fraction:
    """Specific enthalpy of steam, kJ/kg, at two decimals.

    ``pressure`` absolute, MPa; ``temperature`` ℃, or None for dry saturated steam. Two decimals
    are ten times what the tables of the guides print, and make the value the same on every
    machine.
    Source: IAPWS-IF97, by the library seuif97.

    >>> steam_enthalpy(Fraction(1), Fraction(200))
    Fraction(282827, 100)

    Raises InputError: CE-P020 outside the range of the formulation, CE-P021 water and not steam.
    """
    from seuif97 import pt2h, px2h, px2t

    p = float(pressure)
    saturated = TRIPLE_POINT_MPA <= p < CRITICAL_MPA
    params: dict[str, object] = {"pressure": p}
    if temperature is None:
        if not saturated:
            raise InputError(Problem("CE-P020", params=params))
        return Fraction(rounded(Fraction(px2h(p, 1.0)), 2))
    t = float(temperature)
    params["temperature"] = t
    if not (0 <= t <= 800 and 0 < p <= 100):
        raise InputError(Problem("CE-P020", params=params))
    if saturated and t < px2t(p, 1.0) - 1e-6:
        params["saturation"] = round(px2t(p, 1.0), 1)
        raise InputError(Problem("CE-P021", params=params))
    return Fraction(rounded(Fraction(pt2h(p, t)), 2))
