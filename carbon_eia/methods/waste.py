"""Waste water and incineration (废弃物处理)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import carbon_to_co2, nitrogen_to_n2o

__all__ = [
    "INCINERATION",
    "WASTEWATER",
    "WASTEWATER_N2O",
    "incineration",
    "wastewater_by_flow",
    "wastewater_by_load",
    "wastewater_n2o",
]


def wastewater_by_flow(
    cod_in: Any, cod_out: Any, amount: Any, sludge_cod: Any, b0: Any, mcf: Any, recovered: Any
) -> dict[str, Any]:
    """CH4 of waste water that is treated without air, from its flow and its COD.

    E = ((COD_in − COD_out) × W − S) × B0 × MCF × 10⁻³ − R

    ``amount`` m3 of water, ``cod_in`` and ``cod_out`` kgCOD/m3, ``sludge_cod`` kgCOD taken out
    with the sludge, ``b0`` kgCH4/kgCOD, ``mcf`` as a fraction, ``recovered`` tCH4 that is burnt
    or used; scalars or arrays; returns tonnes of CH4.
    Source: 发改办气候〔2015〕1722号 (工业其他行业), anaerobic treatment of waste water.

    >>> from fractions import Fraction as F
    >>> wastewater_by_flow(F(5), F(1), F(10000), F(0), F("0.25"), F("0.5"), F(1))["CH4"]
    Fraction(4, 1)
    """
    load = (cod_in - cod_out) * amount - sludge_cod
    return {"CH4": load * b0 * mcf / 1000 - recovered}


def wastewater_by_load(
    tow: Any, sludge_cod: Any, b0: Any, mcf: Any, recovered: Any
) -> dict[str, Any]:
    """CH4 of waste water from the COD that the treatment removes.

    E = (TOW − S) × B0 × MCF × 10⁻³ − R; ``tow`` kgCOD a year, else as ``wastewater_by_flow``.

    >>> from fractions import Fraction as F
    >>> wastewater_by_load(F(40000), F(0), F("0.25"), F("0.5"), F(1))["CH4"]
    Fraction(4, 1)
    """
    return {"CH4": (tow - sludge_cod) * b0 * mcf / 1000 - recovered}


def wastewater_n2o(amount: Any, nitrogen: Any, factor: Any) -> dict[str, Any]:
    """N2O of the nitrogen in waste water: E = W × TN × EF × 44/28 × 10⁻³.

    ``amount`` m3, ``nitrogen`` kg N/m3 (of what enters the plant, or of what leaves it),
    ``factor`` kg N2O-N per kg N; returns tonnes of N2O.
    Source: IPCC 2006, volume 5, chapter 6.

    >>> from fractions import Fraction as F
    >>> wastewater_n2o(F(280000), F("0.02"), F("0.005"))["N2O"]
    Fraction(11, 250)
    """
    return {"N2O": nitrogen_to_n2o(amount * nitrogen * factor) / 1000}


def incineration(
    amount: Any, dry_matter: Any, carbon_fraction: Any, oxidation: Any, fossil_fraction: Any
) -> dict[str, Any]:
    """CO2 of one component of burnt waste: its fossil carbon; the rest is biogenic.

    E = m × dm × CF × OF × 44/12 × FCF

    ``amount`` t of wet waste, ``dry_matter`` of the wet mass, ``carbon_fraction`` of the dry
    mass, ``fossil_fraction`` of the carbon, ``oxidation``: all fractions. Returns tonnes of CO2
    and of biogenic CO2.
    Source: IPCC 2006, volume 5, chapter 5.

    >>> from fractions import Fraction as F
    >>> incineration(F(100), F("0.8"), F("0.5"), F(1), F("0.25"))
    {'CO2': Fraction(110, 3), 'CO2-biogenic': Fraction(110, 1)}
    """
    co2 = carbon_to_co2(amount * dry_matter * carbon_fraction * oxidation)
    return {"CO2": co2 * fossil_fraction, "CO2-biogenic": co2 * (1 - fossil_fraction)}


_WATER = {"sludge_cod": "kgCOD", "b0": "kgCH4/kgCOD", "mcf": "1", "recovered": "tCH4"}
_GUIDE = ("ndrc-other-2015", "工业废水厌氧处理CH4排放")

WASTEWATER = Method(
    "wastewater",
    "waste",
    (
        Form(
            "wastewater.flow",
            wastewater_by_flow,
            "(({cod_in} − {cod_out}) × {amount} − {sludge_cod}) × {b0} × {mcf} × 10⁻³"
            " − {recovered}",
            ({"cod_in": "kgCOD/m3", "cod_out": "kgCOD/m3", "amount": "m3", **_WATER},),
            *_GUIDE,
        ),
        Form(
            "wastewater.load",
            wastewater_by_load,
            "({tow} − {sludge_cod}) × {b0} × {mcf} × 10⁻³ − {recovered}",
            ({"tow": "kgCOD", **_WATER},),
            *_GUIDE,
        ),
    ),
    item=("mcf",),
)

WASTEWATER_N2O = Method(
    "wastewater_n2o",
    "waste",
    (
        Form(
            "wastewater_n2o.nitrogen",
            wastewater_n2o,
            "{amount} × {nitrogen} × {factor} × 44/28 × 10⁻³",
            ({"amount": "m3", "nitrogen": "kg/m3", "factor": "1"},),
            "ipcc-2006-v5",
            "第6章 废水的N2O排放",
        ),
    ),
)

INCINERATION = Method(
    "incineration",
    "waste",
    (
        Form(
            "incineration.carbon",
            incineration,
            "{amount} × {dry_matter} × {carbon_fraction} × {oxidation} × 44/12 × {fossil_fraction}",
            (
                {
                    "amount": "t",
                    "dry_matter": "1",
                    "carbon_fraction": "1",
                    "oxidation": "1",
                    "fossil_fraction": "1",
                },
            ),
            "ipcc-2006-v5",
            "第5章 焚烧",
            biogenic="{amount} × {dry_matter} × {carbon_fraction} × {oxidation} × 44/12"
            " × (1 − {fossil_fraction})",
        ),
    ),
)
