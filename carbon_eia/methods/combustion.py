"""Combustion of fuels (燃料燃烧)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import carbon_to_co2

__all__ = [
    "COMBUSTION",
    "COMBUSTION_GAS",
    "LIQUID_FUEL",
    "by_carbon",
    "by_factor",
    "by_heat",
    "by_heat_factor",
    "by_volume",
    "gas_by_amount",
    "gas_by_fuel_heat",
    "gas_by_supplied_heat",
]


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


def by_volume(
    amount: Any,
    density: Any,
    ncv: Any,
    carbon_content: Any,
    oxidation: Any,
    biogenic_share: Any,
) -> dict[str, Any]:
    """CO2 of a liquid fuel metered by volume: E = V × ρ × NCV × CC × OF × 44/12.

    ``amount`` m3, ``density`` t/m3; otherwise as ``by_heat``.
    Source: 发改办气候〔2015〕1722号 (陆上交通运输), fuel by volume.

    >>> from fractions import Fraction as F
    >>> by_volume(F(10), F("0.84"), F(42), F("0.02"), F(1), F(0))["CO2"]
    Fraction(3234, 125)
    """
    return by_heat(amount * density, ncv, carbon_content, oxidation, biogenic_share)


def gas_by_amount(amount: Any, factor: Any) -> dict[str, Any]:
    """CH4 or N2O of fuel from a factor per heat, mass, volume or distance: E = AD × EF.

    ``amount`` GJ of fuel, t, 万Nm3, m3 or km; ``factor`` t of the gas per the same unit.
    Source: IPCC 2006, volume 2, equations 2.1 and 3.2.5; 发改办气候〔2015〕1722号 (陆上交通运输).

    >>> gas_by_amount(100, 2)["GAS"]
    200
    """
    return {"GAS": amount * factor}


def gas_by_fuel_heat(amount: Any, ncv: Any, factor: Any) -> dict[str, Any]:
    """CH4 or N2O of fuel from its heating value: E = FC × NCV × EF.

    ``amount`` t or 万Nm3, ``ncv`` GJ per the same unit, ``factor`` t of the gas per GJ.

    >>> gas_by_fuel_heat(100, 20, 3)["GAS"]
    6000
    """
    return {"GAS": amount * ncv * factor}


def gas_by_supplied_heat(amount: Any, efficiency: Any, factor: Any) -> dict[str, Any]:
    """CH4 or N2O of the fuel behind supplied heat: E = Q ÷ η × EF.

    ``amount`` GJ of heat, ``efficiency`` of the boiler as a fraction, ``factor`` per GJ of fuel.

    >>> from fractions import Fraction as F
    >>> gas_by_supplied_heat(F(85), F("0.85"), F(2))["GAS"]
    Fraction(200, 1)
    """
    return {"GAS": amount / efficiency * factor}


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

LIQUID_FUEL = Method(
    "liquid_fuel",
    "combustion",
    (
        Form(
            "liquid_fuel.density",
            by_volume,
            "{amount} × {density} × {ncv} × {carbon_content} × {oxidation} × 44/12"
            " × (1 − {biogenic_share})",
            (
                {
                    "amount": "m3",
                    "density": "t/m3",
                    "ncv": "GJ/t",
                    "carbon_content": "tC/GJ",
                    **_SHARES,
                },
            ),
            "ndrc-land-transport-2015",
            "化石燃料燃烧排放",
            biogenic="{amount} × {density} × {ncv} × {carbon_content} × {oxidation} × 44/12"
            " × {biogenic_share}",
        ),
        Form(
            "liquid_fuel.factor",
            by_factor,
            "{amount} × {factor} × (1 − {biogenic_share})",
            ({"amount": "m3", "factor": "tCO2/m3", "biogenic_share": "1"},),
            "ndrc-land-transport-2015",
            "化石燃料燃烧排放",
            biogenic="{amount} × {factor} × {biogenic_share}",
        ),
    ),
)

COMBUSTION_GAS = Method(
    "combustion_gas",
    "combustion",
    (
        Form(
            "combustion_gas.amount",
            gas_by_amount,
            "{amount} × {factor}",
            tuple({"amount": u, "factor": f"tGAS/{u}"} for u in ("GJ", "t", "万Nm3", "m3", "km")),
            "ipcc-2006-v2",
            "第2章 式2.1；第3章 式3.2.5",
        ),
        Form(
            "combustion_gas.heat",
            gas_by_fuel_heat,
            "{amount} × {ncv} × {factor}",
            (
                {"amount": "t", "ncv": "GJ/t", "factor": "tGAS/GJ"},
                {"amount": "万Nm3", "ncv": "GJ/万Nm3", "factor": "tGAS/GJ"},
            ),
            "ipcc-2006-v2",
            "第2章 式2.1",
        ),
        Form(
            "combustion_gas.supplied",
            gas_by_supplied_heat,
            "{amount} ÷ {efficiency} × {factor}",
            ({"amount": "GJ", "efficiency": "1", "factor": "tGAS/GJ"},),
            "ipcc-2006-v2",
            "第2章 式2.1",
            given=frozenset({"efficiency"}),
        ),
    ),
    item=("factor",),
)
