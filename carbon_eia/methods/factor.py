"""Any process that a published factor describes: an activity × a factor, for any gas."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import cao_to_co2, mgo_to_co2

__all__ = [
    "LIME",
    "PROCESS",
    "by_factor",
    "by_factor_abated",
    "by_factor_out",
    "by_gas_volume",
    "lime_by_factor",
    "lime_by_oxides",
    "with_cullet",
]


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


def by_gas_volume(amount: Any, gas_volume: Any, density: Any) -> dict[str, Any]:
    """A gas released by volume per output, as methane of coal: E = AD × q × ρ.

    ``amount`` t, ``gas_volume`` m3/t (or Nm3/t), ``density`` t of the gas per the same volume.
    Source: IPCC 2006, volume 2, equations 4.1.3 and 4.1.4; 发改办气候〔2014〕2920号 (煤炭).

    >>> by_gas_volume(100, 18, 2)["GAS"]
    3600
    """
    return {"GAS": amount * gas_volume * density}


def lime_by_factor(
    amount: Any, factor: Any, oxide_content: Any, hydrated: Any, water: Any, lkd: Any
) -> dict[str, Any]:
    """CO2 of lime from its output: E = Q × EF × CaO × (1 − x × y) × CF.

    ``amount`` t of lime as sold, ``factor`` tCO2 per t of its oxides, ``oxide_content`` their
    share, ``hydrated`` (x) the share of hydrated lime, ``water`` (y) its water, ``lkd`` (CF) the
    correction for lime kiln dust.
    Source: IPCC 2006, volume 3, equations 2.6, 2.8 and 2.9.

    >>> from fractions import Fraction as F
    >>> lime_by_factor(F(1000), F("0.75"), F(1), F("0.1"), F("0.28"), F(1))["CO2"]
    Fraction(729, 1)
    """
    return {"CO2": amount * factor * oxide_content * (1 - hydrated * water) * lkd}


def lime_by_oxides(
    amount: Any, cao: Any, mgo: Any, hydrated: Any, water: Any, lkd: Any
) -> dict[str, Any]:
    """CO2 of lime from its analysis: E = Q × (CaO × 44/56 + MgO × 44/40) × (1 − x × y) × CF.

    >>> from fractions import Fraction as F
    >>> lime_by_oxides(F(100), F("0.56"), F("0.4"), F(0), F(0), F(1))["CO2"]
    Fraction(88, 1)
    """
    return lime_by_factor(amount, cao_to_co2(cao) + mgo_to_co2(mgo), 1, hydrated, water, lkd)


_UNITS = ("t", "万Nm3", "km", "GJ", "m3", "件", "tkm")
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
            "process.gas_volume",
            by_gas_volume,
            "{amount} × {gas_volume} × {density}",
            (
                {"amount": "t", "gas_volume": "m3/t", "density": "tGAS/m3"},
                {"amount": "t", "gas_volume": "Nm3/t", "density": "tGAS/Nm3"},
            ),
            "ipcc-2006-v2",
            "第4章 式4.1.3、4.1.4",
            given=frozenset({"gas_volume"}),
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

_HYDRATED = {"hydrated": "1", "water": "1", "lkd": "1"}

LIME = Method(
    "lime",
    "process",
    (
        Form(
            "lime.factor",
            lime_by_factor,
            "{amount} × {factor} × {oxide_content} × (1 − {hydrated} × {water}) × {lkd}",
            ({"amount": "t", "factor": "tCO2/t", "oxide_content": "1", **_HYDRATED},),
            "ipcc-2006-v3",
            "第2章 式2.6、2.8、2.9",
        ),
        Form(
            "lime.oxides",
            lime_by_oxides,
            "{amount} × ({cao} × 44/56 + {mgo} × 44/40) × (1 − {hydrated} × {water}) × {lkd}",
            ({"amount": "t", "cao": "1", "mgo": "1", **_HYDRATED},),
            "ipcc-2006-v3",
            "第2章 式2.7、2.9",
            given=frozenset({"cao"}),
        ),
    ),
    item=("factor",),
)
