"""Carbonates, clinker and reductants: CO2 of the process itself (工业生产过程)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method
from carbon_eia.units import cao_to_co2, carbon_to_co2, mgo_to_co2

__all__ = [
    "CARBONATE",
    "CLINKER",
    "REDUCTANT",
    "carbonate",
    "carbonate_kept",
    "clinker_by_carbonate",
    "clinker_by_factor",
    "clinker_by_factor_and_organic",
    "clinker_by_oxides",
    "clinker_by_oxides_and_organic",
    "reductant",
]


def carbonate(amount: Any, purity: Any, factor: Any, conversion: Any) -> dict[str, Any]:
    """CO2 of a carbonate that decomposes: E = AD × PUR × EF × F.

    ``amount`` t of material, ``purity`` and ``conversion`` as fractions, ``factor`` tCO2 per t of
    pure carbonate; scalars or arrays; returns tonnes of CO2.
    Source: 发改办气候〔2015〕1722号 (碳酸盐使用过程), GB/T 32151.34-2024 formula (10).

    >>> from fractions import Fraction as F
    >>> carbonate(F(100), F("0.9"), F("0.44"), F(1))["CO2"]
    Fraction(198, 5)
    """
    return {"CO2": amount * purity * factor * conversion}


def carbonate_kept(amount: Any, purity: Any, factor: Any, conversion: Any) -> dict[str, Any]:
    """CO2 that stays in carbonate which leaves undecomposed, as in kiln dust.

    E = −AD × PUR × EF × (1 − F)

    ``amount`` t of dust, ``purity`` the share of its carbonate as charged, ``conversion`` (F) the
    share of it that is calcined.
    Source: IPCC 2006, volume 3, equations 2.3 and 2.7.

    >>> from fractions import Fraction as F
    >>> carbonate_kept(F(100), F(1), F("0.44"), F("0.75"))["CO2"]
    Fraction(-11, 1)
    """
    return {"CO2": -(amount * purity * factor * (1 - conversion))}


def clinker_by_carbonate(
    amount: Any,
    cao: Any,
    non_carbonate_cao: Any,
    carbonate_cao: Any,
    carbonate_factor: Any,
    ckd: Any,
) -> dict[str, Any]:
    """CO2 of clinker from the limestone behind its CaO.

    E = Q × (CaO − CaO_nc) ÷ w × EF_c × CF

    ``carbonate_cao`` (w) the share of CaO in the carbonate, ``carbonate_factor`` tCO2 per t of it,
    ``ckd`` (CF) the correction for cement kiln dust.
    Source: IPCC 2006, volume 3, equations 2.2 and 2.4.

    >>> from fractions import Fraction as F
    >>> clinker_by_carbonate(F(1), F("0.65"), F(0), F("0.5"), F("0.44"), F(1))["CO2"]
    Fraction(143, 250)
    """
    rock = amount * (cao - non_carbonate_cao) / carbonate_cao
    return {"CO2": rock * carbonate_factor * ckd}


def clinker_by_oxides(
    amount: Any, dust: Any, cao: Any, mgo: Any, non_carbonate_cao: Any, non_carbonate_mgo: Any
) -> dict[str, Any]:
    """CO2 of clinker from its analysis.

    E = (Q + Q_dust) × [(CaO − CaO_nc) × 44/56 + (MgO − MgO_nc) × 44/40]

    ``amount`` and ``dust`` (kiln and bypass dust that leaves the kiln system) t, oxides as mass
    fractions of clinker; the non-carbonate part came from raw material without carbonate.
    Source: 发改办气候〔2013〕2526号 (水泥), GB/T 32151.8-2015.

    >>> from fractions import Fraction as F
    >>> clinker_by_oxides(F(1), F(0), F("0.56"), F(0), F(0), F(0))["CO2"]
    Fraction(11, 25)
    """
    co2 = cao_to_co2(cao - non_carbonate_cao) + mgo_to_co2(mgo - non_carbonate_mgo)
    return {"CO2": (amount + dust) * co2}


def clinker_by_factor(amount: Any, dust: Any, factor: Any) -> dict[str, Any]:
    """CO2 of clinker from a factor per tonne: E = (Q + Q_dust) × EF.

    >>> from fractions import Fraction as F
    >>> clinker_by_factor(F(1000), F(0), F("0.535"))["CO2"]
    Fraction(535, 1)
    """
    return {"CO2": (amount + dust) * factor}


def clinker_by_oxides_and_organic(
    amount: Any,
    dust: Any,
    cao: Any,
    mgo: Any,
    non_carbonate_cao: Any,
    non_carbonate_mgo: Any,
    raw_meal: Any,
    organic_carbon: Any,
) -> dict[str, Any]:
    """As ``clinker_by_oxides``, with the carbon in the raw meal that is not carbonate.

    E = (Q + Q_dust) × [(CaO − CaO_nc) × 44/56 + (MgO − MgO_nc) × 44/40] + M_raw × FR0 × 44/12

    ``raw_meal`` t of raw meal a year, ``organic_carbon`` its mass fraction of such carbon.
    Source: 发改办气候〔2013〕2526号 (水泥), carbon in raw meal.

    >>> from fractions import Fraction as F
    >>> zero = F(0)
    >>> clinker_by_oxides_and_organic(F(1), zero, F("0.56"), zero, zero, zero, F(12), F(1))["CO2"]
    Fraction(1111, 25)
    """
    oxides = clinker_by_oxides(amount, dust, cao, mgo, non_carbonate_cao, non_carbonate_mgo)
    return {"CO2": oxides["CO2"] + carbon_to_co2(raw_meal * organic_carbon)}


def clinker_by_factor_and_organic(
    amount: Any, dust: Any, factor: Any, raw_meal: Any, organic_carbon: Any
) -> dict[str, Any]:
    """As ``clinker_by_factor``, with the carbon in the raw meal that is not carbonate.

    E = (Q + Q_dust) × EF + M_raw × FR0 × 44/12

    >>> from fractions import Fraction as F
    >>> clinker_by_factor_and_organic(F(1000), F(0), F("0.535"), F(1500), F("0.002"))["CO2"]
    Fraction(546, 1)
    """
    return {"CO2": (amount + dust) * factor + carbon_to_co2(raw_meal * organic_carbon)}


def reductant(amount: Any, factor: Any) -> dict[str, Any]:
    """CO2 of a reductant: E = AD × EF. A reductant is never booked as fuel too.

    ``amount`` t (or 万Nm3), ``factor`` tCO2 per the same unit.
    Source: 发改办气候〔2015〕1722号 (其他有色金属冶炼和压延加工业), 能源作为原材料用途的排放.

    >>> from fractions import Fraction as F
    >>> reductant(F(10), F("2.862"))["CO2"]
    Fraction(1431, 50)
    """
    return {"CO2": amount * factor}


CARBONATE = Method(
    "carbonate",
    "process",
    (
        Form(
            "carbonate.decomposition",
            carbonate,
            "{amount} × {purity} × {factor} × {conversion}",
            ({"amount": "t", "purity": "1", "factor": "tCO2/t", "conversion": "1"},),
            "ndrc-other-2015",
            "碳酸盐使用过程",
        ),
        Form(
            "carbonate.kept",
            carbonate_kept,
            "−{amount} × {purity} × {factor} × (1 − {conversion})",
            ({"amount": "t", "purity": "1", "factor": "tCO2/t", "conversion": "1"},),
            "ipcc-2006-v3",
            "第2章 式2.3、2.7",
            frozenset({"out"}),
            frozenset({"conversion"}),
        ),
    ),
)

_OXIDES = {
    "amount": "t",
    "dust": "t",
    "cao": "1",
    "mgo": "1",
    "non_carbonate_cao": "1",
    "non_carbonate_mgo": "1",
}
_ORGANIC = {"raw_meal": "t", "organic_carbon": "1"}

CLINKER = Method(
    "clinker",
    "process",
    (
        Form(
            "clinker.oxides",
            clinker_by_oxides,
            "({amount} + {dust}) × [({cao} − {non_carbonate_cao}) × 44/56"
            " + ({mgo} − {non_carbonate_mgo}) × 44/40]",
            (_OXIDES,),
            "ndrc-cement-2013",
            "过程排放式（44/56、44/40）",
        ),
        Form(
            "clinker.factor",
            clinker_by_factor,
            "({amount} + {dust}) × {factor}",
            ({"amount": "t", "dust": "t", "factor": "tCO2/t"},),
            "mee-ets-cement-2024",
            "过程排放因子缺省值表",
        ),
        Form(
            "clinker.carbonate",
            clinker_by_carbonate,
            "{amount} × ({cao} − {non_carbonate_cao}) ÷ {carbonate_cao}"
            " × {carbonate_factor} × {ckd}",
            (
                {
                    "amount": "t",
                    "cao": "1",
                    "non_carbonate_cao": "1",
                    "carbonate_cao": "1",
                    "carbonate_factor": "tCO2/t",
                    "ckd": "1",
                },
            ),
            "ipcc-2006-v3",
            "第2章 式2.2、2.4",
            given=frozenset({"cao", "carbonate_cao"}),
        ),
        Form(
            "clinker.oxides_organic",
            clinker_by_oxides_and_organic,
            "({amount} + {dust}) × [({cao} − {non_carbonate_cao}) × 44/56"
            " + ({mgo} − {non_carbonate_mgo}) × 44/40] + {raw_meal} × {organic_carbon} × 44/12",
            ({**_OXIDES, **_ORGANIC},),
            "ndrc-cement-2013",
            "过程排放式（44/56、44/40）与生料中非燃料碳煅烧",
        ),
        Form(
            "clinker.factor_organic",
            clinker_by_factor_and_organic,
            "({amount} + {dust}) × {factor} + {raw_meal} × {organic_carbon} × 44/12",
            ({"amount": "t", "dust": "t", "factor": "tCO2/t", **_ORGANIC},),
            "ndrc-cement-2013",
            "过程排放因子与生料中非燃料碳煅烧",
        ),
    ),
)

REDUCTANT = Method(
    "reductant",
    "process",
    (
        Form(
            "reductant.factor",
            reductant,
            "{amount} × {factor}",
            ({"amount": "t", "factor": "tCO2/t"}, {"amount": "万Nm3", "factor": "tCO2/万Nm3"}),
            "ndrc-nonferrous-2015",
            "能源产品作为还原剂",
        ),
    ),
)
