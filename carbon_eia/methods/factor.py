"""Any process that a published factor describes: an activity × a factor, for any gas."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method

__all__ = ["PROCESS", "by_factor", "by_factor_abated", "by_factor_out", "with_cullet"]


def by_factor(amount: Any, factor: Any) -> dict[str, Any]:
    """A gas of a process from a factor: E = AD × EF.

    ``amount`` t, 万Nm3, km, GJ or m3; ``factor`` t of the gas per the same unit; scalars or
    arrays; returns tonnes of the gas of the source.
    Source: 发改办气候〔2013〕2526号 and 〔2015〕1722号, process emissions.

    >>> from fractions import Fraction as F
    >>> by_factor(F(1000), F("0.59"))["GAS"]
    Fraction(590, 1)
    """
    return {"GAS": amount * factor}


def by_factor_abated(
    amount: Any, factor: Any, destruction: Any, utilisation: Any
) -> dict[str, Any]:
    """A gas of a process, part of it destroyed in the tail gas: E = AD × EF × (1 − η × U).

    ``destruction`` (η) is the share that the device destroys, ``utilisation`` (U) the share of
    the production during which it runs.
    Source: 发改办气候〔2013〕2526号 (化工), N2O of nitric and adipic acid.

    >>> from fractions import Fraction as F
    >>> by_factor_abated(F(1000), F("0.008"), F("0.9"), F("0.95"))["GAS"]
    Fraction(29, 25)
    """
    return {"GAS": amount * factor * (1 - destruction * utilisation)}


def with_cullet(amount: Any, factor: Any, cullet: Any) -> dict[str, Any]:
    """CO2 of molten glass, of which the cullet emits nothing: E = AD × EF × (1 − CR).

    ``amount`` t of molten glass, ``factor`` tCO2/t without cullet, ``cullet`` as a fraction.
    Source: IPCC 2006, volume 3, section 2.4.1.2.

    >>> from fractions import Fraction as F
    >>> with_cullet(F(1000), F("0.2"), F("0.5"))["GAS"]
    Fraction(100, 1)
    """
    return {"GAS": amount * factor * (1 - cullet)}


def by_factor_out(amount: Any, factor: Any) -> dict[str, Any]:
    """What leaves bound in a product, or is deducted by the guide: E = −AD × EF.

    Source: 发改办气候〔2013〕2526号 (钢铁), carbon kept in products.

    >>> from fractions import Fraction as F
    >>> by_factor_out(F(1000), F("0.172"))["GAS"]
    Fraction(-172, 1)
    """
    return {"GAS": -(amount * factor)}


_UNITS = ("t", "万Nm3", "km", "GJ", "m3")
_SHARES = {"destruction": "1", "utilisation": "1"}

PROCESS = Method(
    "process",
    "process",
    (
        Form(
            "process.factor",
            by_factor,
            "{amount} × {factor}",
            tuple({"amount": u, "factor": f"tGAS/{u}"} for u in _UNITS),
            "ndrc-sector-guides",
            "工业生产过程排放",
        ),
        Form(
            "process.abated",
            by_factor_abated,
            "{amount} × {factor} × (1 − {destruction} × {utilisation})",
            tuple({"amount": u, "factor": f"tGAS/{u}", **_SHARES} for u in _UNITS),
            "ndrc-chem-2013",
            "硝酸、己二酸生产过程的N2O排放",
            given=frozenset({"destruction"}),
        ),
        Form(
            "process.cullet",
            with_cullet,
            "{amount} × {factor} × (1 − {cullet})",
            ({"amount": "t", "factor": "tGAS/t", "cullet": "1"},),
            "ipcc-2006-v3",
            "第2章 2.4.1.2",
            given=frozenset({"cullet"}),
        ),
        Form(
            "process.out",
            by_factor_out,
            "−{amount} × {factor}",
            tuple({"amount": u, "factor": f"tGAS/{u}"} for u in _UNITS),
            "ndrc-steel-2013",
            "固碳产品隐含的排放",
            frozenset({"out"}),
        ),
    ),
    item=("factor",),
)
