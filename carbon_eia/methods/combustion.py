"""Combustion of fuels (燃料燃烧)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import carbon_to_co2

__all__ = ["COMBUSTION", "by_carbon", "by_factor", "by_heat", "by_heat_factor"]


def _split(co2: Any, biogenic_share: Any) -> dict[str, Any]:
    return {"CO2": co2 * (1 - biogenic_share), "CO2-biogenic": co2 * biogenic_share}


def by_heat(
    amount: Any, ncv: Any, carbon_content: Any, oxidation: Any, biogenic_share: Any
) -> dict[str, Any]:
    """CO2 of a fuel from its heating value and carbon content.

    E = FC × NCV × CC × OF × 44/12, the biogenic share apart.

    Parameters: ``amount`` t (or 万Nm3), ``ncv`` GJ/t (GJ/万Nm3), ``carbon_content`` tC/GJ,
    ``oxidation`` and ``biogenic_share`` as fractions; scalars or arrays of one shape.
    Returns tonnes of CO2 and of biogenic CO2.
    Source: 发改办气候〔2015〕1722号 and GB/T 32151, combustion of fossil fuels.

    >>> from fractions import Fraction as F
    >>> by_heat(F(12), F(1), F(1), F(1), F(0))["CO2"]
    Fraction(44, 1)
    """
    return _split(carbon_to_co2(amount * ncv * carbon_content * oxidation), biogenic_share)


def by_carbon(
    amount: Any, carbon_content: Any, oxidation: Any, biogenic_share: Any
) -> dict[str, Any]:
    """CO2 of a fuel from its measured carbon: E = FC × C × OF × 44/12.

    ``amount`` t, 万Nm3 or GJ; ``carbon_content`` tC per the same unit. Otherwise as ``by_heat``.

    >>> from fractions import Fraction as F
    >>> by_carbon(F(100), F("0.6"), F("0.99"), F(0))["CO2"]
    Fraction(1089, 5)
    """
    return _split(carbon_to_co2(amount * carbon_content * oxidation), biogenic_share)


def by_heat_factor(amount: Any, ncv: Any, factor: Any, biogenic_share: Any) -> dict[str, Any]:
    """CO2 of a fuel from its heating value and a CO2 factor per heat: E = FC × NCV × EF.

    ``factor`` tCO2/GJ already holds the oxidation.

    >>> by_heat_factor(10, 2, 3, 0)["CO2"]
    60
    """
    return _split(amount * ncv * factor, biogenic_share)


def by_factor(amount: Any, factor: Any, biogenic_share: Any) -> dict[str, Any]:
    """CO2 of a fuel from a CO2 factor per amount: E = FC × EF.

    ``factor`` tCO2 per unit of ``amount`` already holds the oxidation.

    >>> by_factor(10, 3, 0)["CO2"]
    30
    """
    return _split(amount * factor, biogenic_share)


_SHARES = {"oxidation": "1", "biogenic_share": "1"}
_GUIDE = ("ndrc-other-2015", "化石燃料燃烧排放")

COMBUSTION = Method(
    "combustion",
    "combustion",
    (
        Form(
            "combustion.heat",
            by_heat,
            "{amount} × {ncv} × {carbon_content} × {oxidation} × 44/12 × (1 − {biogenic_share})",
            (
                {"amount": "t", "ncv": "GJ/t", "carbon_content": "tC/GJ", **_SHARES},
                {"amount": "万Nm3", "ncv": "GJ/万Nm3", "carbon_content": "tC/GJ", **_SHARES},
            ),
            *_GUIDE,
            biogenic="{amount} × {ncv} × {carbon_content} × {oxidation} × 44/12 × {biogenic_share}",
        ),
        Form(
            "combustion.carbon",
            by_carbon,
            "{amount} × {carbon_content} × {oxidation} × 44/12 × (1 − {biogenic_share})",
            (
                {"amount": "t", "carbon_content": "tC/t", **_SHARES},
                {"amount": "万Nm3", "carbon_content": "tC/万Nm3", **_SHARES},
                {"amount": "GJ", "carbon_content": "tC/GJ", **_SHARES},
            ),
            *_GUIDE,
            biogenic="{amount} × {carbon_content} × {oxidation} × 44/12 × {biogenic_share}",
        ),
        Form(
            "combustion.heat_factor",
            by_heat_factor,
            "{amount} × {ncv} × {factor} × (1 − {biogenic_share})",
            (
                {"amount": "t", "ncv": "GJ/t", "factor": "tCO2/GJ", "biogenic_share": "1"},
                {"amount": "万Nm3", "ncv": "GJ/万Nm3", "factor": "tCO2/GJ", "biogenic_share": "1"},
            ),
            *_GUIDE,
            biogenic="{amount} × {ncv} × {factor} × {biogenic_share}",
        ),
        Form(
            "combustion.factor",
            by_factor,
            "{amount} × {factor} × (1 − {biogenic_share})",
            (
                {"amount": "t", "factor": "tCO2/t", "biogenic_share": "1"},
                {"amount": "万Nm3", "factor": "tCO2/万Nm3", "biogenic_share": "1"},
                {"amount": "GJ", "factor": "tCO2/GJ", "biogenic_share": "1"},
            ),
            *_GUIDE,
            biogenic="{amount} × {factor} × {biogenic_share}",
        ),
    ),
)
