"""Carbon that goes through a process: what enters and does not leave in a product becomes CO2."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import carbon_to_co2, methane_to_co2, urea_to_carbon

__all__ = [
    "ANODE",
    "CARBONISATION",
    "CARBON_BALANCE",
    "RECOVERY",
    "UREA",
    "anode",
    "carbon_in",
    "carbon_out",
    "carbonisation",
    "recovery_by_mass",
    "recovery_by_volume",
    "urea",
]


def carbon_in(amount: Any, carbon_content: Any) -> dict[str, Any]:
    """CO2 of the carbon that enters with a feed: E = AD × CC × 44/12.

    ``amount`` t, 万Nm3 or GJ, ``carbon_content`` tC per the same unit; scalars or arrays;
    returns tonnes of CO2. What leaves is booked as sources of its own (``carbon_out``).
    Source: 发改办气候〔2013〕2526号 (化工), carbon balance.

    >>> from fractions import Fraction as F
    >>> carbon_in(F(100), F("0.75"))["CO2"]
    Fraction(275, 1)
    """
    return {"CO2": carbon_to_co2(amount * carbon_content)}


def carbon_out(amount: Any, carbon_content: Any) -> dict[str, Any]:
    """CO2 that does not form, its carbon leaving in a product: E = −AD × CC × 44/12.

    >>> from fractions import Fraction as F
    >>> carbon_out(F(100), F("0.375"))["CO2"]
    Fraction(-275, 2)
    """
    return {"CO2": -carbon_to_co2(amount * carbon_content)}


def anode(amount: Any, anode: Any, sulphur: Any, ash: Any) -> dict[str, Any]:
    """CO2 of carbon anodes in aluminium smelting: E = AD × NAC × (1 − S − A) × 44/12.

    ``amount`` t of aluminium, ``anode`` tC of net anode per t, ``sulphur`` and ``ash`` of the
    anode as fractions; returns tonnes of CO2.
    Source: 发改办气候〔2013〕2526号 (电解铝).

    >>> from fractions import Fraction as F
    >>> anode(F(1000), F("0.42"), F("0.02"), F("0.004"))["CO2"]
    Fraction(37576, 25)
    """
    return {"CO2": carbon_to_co2(amount * anode * (1 - sulphur - ash))}


def carbonisation(
    fixed_carbon_in: Any, fixed_carbon_out: Any, volatile: Any, k: Any
) -> dict[str, Any]:
    """CO2 of calcining, baking or graphitising: fixed carbon burnt off, and volatile matter.

    E = (FC_in − FC_out) × 44/12 + V × K × 44/16

    ``fixed_carbon_in`` and ``fixed_carbon_out`` t of fixed carbon of charge and product,
    ``volatile`` t of volatile matter driven off, ``k`` the share of it that counts as CH4.
    Source: GB/T 32151.34-2024, formulas (6) to (8).

    >>> from fractions import Fraction as F
    >>> carbonisation(F(1012), F(1000), F(160), F("0.35"))["CO2"]
    Fraction(198, 1)
    """
    burnt = carbon_to_co2(fixed_carbon_in - fixed_carbon_out)
    return {"CO2": burnt + methane_to_co2(volatile * k)}


def urea(amount: Any, purity: Any) -> dict[str, Any]:
    """CO2 of urea that cleans an exhaust gas: E = M × 12/60 × P × 44/12.

    ``amount`` t of the agent, ``purity`` its mass fraction of urea; returns tonnes of CO2.
    Source: 发改办气候〔2015〕1722号 (陆上交通运输), exhaust treatment.

    >>> from fractions import Fraction as F
    >>> urea(F(1000), F("0.325"))["CO2"]
    Fraction(715, 3)
    """
    return {"CO2": carbon_to_co2(urea_to_carbon(amount) * purity)}


def recovery_by_volume(amount: Any, purity: Any, density: Any) -> dict[str, Any]:
    """CO2 that is caught and leaves, or is stored for ever: E = −V × PUR × ρ.

    ``amount`` 万Nm3 of gas, ``purity`` its volume fraction of CO2, ``density`` t/万Nm3.
    Source: 发改办气候〔2015〕1722号 (工业其他行业), recovered CO2.

    >>> from fractions import Fraction as F
    >>> recovery_by_volume(F(100), F("0.9"), F("19.77"))["CO2"]
    Fraction(-17793, 10)
    """
    return {"CO2": -(amount * purity * density)}


def recovery_by_mass(amount: Any, purity: Any) -> dict[str, Any]:
    """As ``recovery_by_volume``, from the mass: E = −M × PUR.

    >>> from fractions import Fraction as F
    >>> recovery_by_mass(F(100), F("0.99"))["CO2"]
    Fraction(-99, 1)
    """
    return {"CO2": -(amount * purity)}


_BALANCE = (
    {"amount": "t", "carbon_content": "tC/t"},
    {"amount": "万Nm3", "carbon_content": "tC/万Nm3"},
    {"amount": "GJ", "carbon_content": "tC/GJ"},
)
_CHEMICALS = ("ndrc-chem-2013", "碳质量平衡法")

CARBON_BALANCE = Method(
    "carbon_balance",
    "process",
    (
        Form(
            "carbon_balance.in",
            carbon_in,
            "{amount} × {carbon_content} × 44/12",
            _BALANCE,
            *_CHEMICALS,
        ),
        Form(
            "carbon_balance.out",
            carbon_out,
            "−{amount} × {carbon_content} × 44/12",
            _BALANCE,
            *_CHEMICALS,
            frozenset({"out"}),
        ),
    ),
)

ANODE = Method(
    "anode",
    "process",
    (
        Form(
            "anode.net",
            anode,
            "{amount} × {anode} × (1 − {sulphur} − {ash}) × 44/12",
            ({"amount": "t", "anode": "tC/t", "sulphur": "1", "ash": "1"},),
            "ndrc-aluminium-2013",
            "炭阳极消耗",
        ),
    ),
)

CARBONISATION = Method(
    "carbonisation",
    "process",
    (
        Form(
            "carbonisation.balance",
            carbonisation,
            "({fixed_carbon_in} − {fixed_carbon_out}) × 44/12 + {volatile} × {k} × 44/16",
            tuple(
                {"fixed_carbon_in": u, "fixed_carbon_out": u, "volatile": "t", "k": "1"}
                for u in ("t", "tC")
            ),
            "gbt32151-34-2024",
            "式(6)～(8)",
        ),
    ),
)

UREA = Method(
    "urea",
    "process",
    (
        Form(
            "urea.decomposition",
            urea,
            "{amount} × 12/60 × {purity} × 44/12",
            ({"amount": "t", "purity": "1"},),
            "ndrc-land-transport-2015",
            "尾气净化过程",
        ),
    ),
)

_RECOVERY = ("ndrc-other-2015", "CO2回收利用量")

RECOVERY = Method(
    "recovery",
    "recovery",
    (
        Form(
            "recovery.volume",
            recovery_by_volume,
            "−{amount} × {purity} × {density}",
            ({"amount": "万Nm3", "purity": "1", "density": "t/万Nm3"},),
            *_RECOVERY,
        ),
        Form(
            "recovery.mass",
            recovery_by_mass,
            "−{amount} × {purity}",
            ({"amount": "t", "purity": "1"},),
            *_RECOVERY,
        ),
    ),
)
