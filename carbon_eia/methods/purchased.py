"""Electricity and heat that cross the fence (净购入电力、净购入热力)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method

__all__ = [
    "ELECTRICITY",
    "HEAT",
    "IT_LOAD",
    "IT_POWER",
    "energy",
    "energy_exported",
    "heat_of_fuel",
    "hot_water",
    "hot_water_exported",
    "it_load",
    "it_power",
    "it_power_at_load",
    "steam",
    "steam_exported",
]


def energy(amount: Any, factor: Any) -> dict[str, Any]:
    """CO2 of bought electricity or heat: E = AD × EF.

    ``amount`` MWh (GJ), ``factor`` tCO2/MWh (tCO2/GJ); scalars or arrays; returns tonnes of CO2.
    Source: 发改办气候〔2015〕1722号, net purchased electricity and heat.

    >>> energy(100, 2)["CO2"]
    200
    """
    return {"CO2": amount * factor}


def energy_exported(amount: Any, factor: Any) -> dict[str, Any]:
    """CO2 that leaves with electricity or heat sold to others: E = −AD × EF.

    >>> energy_exported(100, 2)["CO2"]
    -200
    """
    return {"CO2": -(amount * factor)}


def it_load(amount: Any, pue: Any, factor: Any) -> dict[str, Any]:
    """CO2 of the power of a data centre, from that of its IT equipment: E = IT × PUE × EF.

    ``amount`` MWh used by IT equipment, ``pue`` power usage effectiveness, ``factor`` tCO2/MWh.

    >>> from fractions import Fraction as F
    >>> it_load(F(1000), F("1.3"), F("0.5"))["CO2"]
    Fraction(650, 1)
    """
    return {"CO2": amount * pue * factor}


def it_power(amount: Any, power: Any, pue: Any, factor: Any) -> dict[str, Any]:
    """CO2 of IT equipment of constant power: E = t × P × PUE × 10⁻⁶ × EF.

    ``amount`` hours of all machines together, ``power`` W, ``factor`` tCO2/MWh.

    >>> from fractions import Fraction as F
    >>> it_power(F(1000), F(500), F("1.2"), F("0.5"))["CO2"]
    Fraction(3, 10)
    """
    return {"CO2": amount * power * pue / 1000000 * factor}


def it_power_at_load(
    amount: Any, idle_power: Any, full_power: Any, load: Any, pue: Any, factor: Any
) -> dict[str, Any]:
    """CO2 of servers from their load: E = t × [P₀ + L × (P₁ − P₀)] × PUE × 10⁻⁶ × EF.

    ``idle_power`` (P₀) and ``full_power`` (P₁) W, ``load`` (L) as a fraction, not in per cent.
    Source: Cloud Carbon Footprint, methodology, compute.

    >>> from fractions import Fraction as F
    >>> it_power_at_load(F(1000), F(200), F(600), F("0.5"), F("1.25"), F("0.4"))["CO2"]
    Fraction(1, 5)
    """
    return it_power(amount, idle_power + load * (full_power - idle_power), pue, factor)


def heat_of_fuel(amount: Any, factor: Any, efficiency: Any) -> dict[str, Any]:
    """CO2 of heat from the supplier's boiler: E = Q ÷ η × EF of its fuel.

    ``amount`` GJ of heat, ``factor`` tCO2 per GJ of fuel, ``efficiency`` as a fraction.

    >>> from fractions import Fraction as F
    >>> heat_of_fuel(F(85), F("0.05"), F("0.85"))["CO2"]
    Fraction(5, 1)
    """
    return {"CO2": amount / efficiency * factor}


def steam(mass: Any, enthalpy: Any, base_enthalpy: Any, factor: Any) -> dict[str, Any]:
    """CO2 of bought steam: E = m × (h − h0) × 10⁻³ × EF.

    ``mass`` t, enthalpies kJ/kg, ``factor`` tCO2/GJ. The NDRC guides take h0 = 83.74 kJ/kg
    (water of 20 ℃); GB/T 32151.34-2024 formula (13) takes none.

    >>> steam(1000, 3000, 0, 1)["CO2"]
    3000.0
    """
    return {"CO2": mass * (enthalpy - base_enthalpy) / 1000 * factor}


def steam_exported(mass: Any, enthalpy: Any, base_enthalpy: Any, factor: Any) -> dict[str, Any]:
    """CO2 that leaves with steam sold to others; see ``steam``.

    >>> steam_exported(1000, 3000, 0, 1)["CO2"]
    -3000.0
    """
    return {"CO2": -steam(mass, enthalpy, base_enthalpy, factor)["CO2"]}


def hot_water(
    mass: Any, temperature: Any, base_temperature: Any, specific_heat: Any, factor: Any
) -> dict[str, Any]:
    """CO2 of bought hot water: E = m × (T − T0) × c × 10⁻³ × EF.

    ``mass`` t, temperatures ℃, ``specific_heat`` kJ/(kg·℃), ``factor`` tCO2/GJ.

    >>> hot_water(1000, 70, 20, 4, 1)["CO2"]
    200.0
    """
    return {"CO2": mass * (temperature - base_temperature) * specific_heat / 1000 * factor}


def hot_water_exported(
    mass: Any, temperature: Any, base_temperature: Any, specific_heat: Any, factor: Any
) -> dict[str, Any]:
    """CO2 that leaves with hot water sold to others; see ``hot_water``.

    >>> hot_water_exported(1000, 70, 20, 4, 1)["CO2"]
    -200.0
    """
    return {"CO2": -hot_water(mass, temperature, base_temperature, specific_heat, factor)["CO2"]}


_GUIDE = ("ndrc-other-2015", "净购入使用电力和热力对应的排放")
_STEAM = ({"mass": "t", "enthalpy": "kJ/kg", "base_enthalpy": "kJ/kg", "factor": "tCO2/GJ"},)
_WATER = (
    {
        "mass": "t",
        "temperature": "℃",
        "base_temperature": "℃",
        "specific_heat": "kJ/kg/℃",
        "factor": "tCO2/GJ",
    },
)

ELECTRICITY = Method(
    "electricity",
    "electricity",
    (
        Form(
            "electricity.used",
            energy,
            "{amount} × {factor}",
            ({"amount": "MWh", "factor": "tCO2/MWh"},),
            *_GUIDE,
        ),
        Form(
            "electricity.exported",
            energy_exported,
            "−{amount} × {factor}",
            ({"amount": "MWh", "factor": "tCO2/MWh"},),
            *_GUIDE,
            frozenset({"export"}),
        ),
    ),
)

IT_LOAD = Method(
    "it_load",
    "electricity",
    (
        Form(
            "it_load.pue",
            it_load,
            "{amount} × {pue} × {factor}",
            ({"amount": "MWh", "pue": "1", "factor": "tCO2/MWh"},),
            *_GUIDE,
        ),
    ),
)

IT_POWER = Method(
    "it_power",
    "electricity",
    (
        Form(
            "it_power.power",
            it_power,
            "{amount} × {power} × {pue} × 10⁻⁶ × {factor}",
            ({"amount": "h", "power": "W", "pue": "1", "factor": "tCO2/MWh"},),
            *_GUIDE,
        ),
        Form(
            "it_power.load",
            it_power_at_load,
            "{amount} × [{idle_power} + {load} × ({full_power} − {idle_power})]"
            " × {pue} × 10⁻⁶ × {factor}",
            (
                {
                    "amount": "h",
                    "idle_power": "W",
                    "full_power": "W",
                    "load": "1",
                    "pue": "1",
                    "factor": "tCO2/MWh",
                },
            ),
            *_GUIDE,
        ),
    ),
)

HEAT = Method(
    "heat",
    "heat",
    (
        Form(
            "heat.used",
            energy,
            "{amount} × {factor}",
            ({"amount": "GJ", "factor": "tCO2/GJ"},),
            *_GUIDE,
        ),
        Form(
            "heat.exported",
            energy_exported,
            "−{amount} × {factor}",
            ({"amount": "GJ", "factor": "tCO2/GJ"},),
            *_GUIDE,
            frozenset({"export"}),
        ),
        Form(
            "heat.fuel",
            heat_of_fuel,
            "{amount} ÷ {efficiency} × {factor}",
            ({"amount": "GJ", "factor": "tCO2/GJ", "efficiency": "1"},),
            *_GUIDE,
            given=frozenset({"factor"}),  # the default is per GJ of heat, not of fuel
        ),
        Form(
            "heat.steam",
            steam,
            "{mass} × ({enthalpy} − {base_enthalpy}) × 10⁻³ × {factor}",
            _STEAM,
            *_GUIDE,
            frozenset({"steam"}),
        ),
        Form(
            "heat.steam_exported",
            steam_exported,
            "−{mass} × ({enthalpy} − {base_enthalpy}) × 10⁻³ × {factor}",
            _STEAM,
            *_GUIDE,
            frozenset({"steam", "export"}),
        ),
        Form(
            "heat.water",
            hot_water,
            "{mass} × ({temperature} − {base_temperature}) × {specific_heat} × 10⁻³ × {factor}",
            _WATER,
            *_GUIDE,
            frozenset({"water"}),
        ),
        Form(
            "heat.water_exported",
            hot_water_exported,
            "−{mass} × ({temperature} − {base_temperature}) × {specific_heat} × 10⁻³ × {factor}",
            _WATER,
            *_GUIDE,
            frozenset({"water", "export"}),
        ),
    ),
)
