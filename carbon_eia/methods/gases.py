"""Gases that escape: leaks, stocks that do not balance, etching and cleaning (逸散)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method

__all__ = [
    "ANODE_EFFECT",
    "BYPRODUCT",
    "ETCHING",
    "LOSS",
    "STOCK",
    "anode_effect",
    "anode_effect_overvoltage",
    "anode_effect_ratio",
    "byproduct",
    "byproduct_abated",
    "etching",
    "etching_abated",
    "etching_byproduct",
    "etching_byproduct_abated",
    "loss",
    "loss_of_mixture",
    "stock",
]


def loss(amount: Any, rate: Any) -> dict[str, Any]:
    """A gas that escapes from a charge, a production or a use: E = AD × r.

    ``amount`` t of the gas, ``rate`` the share of it that escapes in the year; scalars or arrays;
    returns tonnes of the gas. Shielding gas of welding escapes whole: r = 1.
    Source: 发改办气候〔2015〕1722号 (氟化工、机械设备制造).

    >>> from fractions import Fraction as F
    >>> loss(F(200), F("0.005"))["GAS"]
    Fraction(1, 1)
    """
    return {"GAS": amount * rate}


def loss_of_mixture(
    amount: Any, volume_share: Any, molar_mass: Any, other_molar_mass: Any
) -> dict[str, Any]:
    """A gas of a mixture that escapes whole, as CO2 of shielding gas.

    E = W ÷ [1 + (1/s − 1) × M′ ÷ M]

    ``amount`` t of the mixture, ``volume_share`` (s) of the gas, ``molar_mass`` (M) its own and
    ``other_molar_mass`` (M′) that of the rest, g/mol.
    Source: 发改办气候〔2015〕1722号 (机械设备制造), CO2 shielded welding.

    >>> from fractions import Fraction as F
    >>> loss_of_mixture(F(100), F("0.2"), F(44), F(40))["GAS"]
    Fraction(1100, 51)
    """
    rest = (1 / volume_share - 1) * other_molar_mass / molar_mass
    return {"GAS": amount / (1 + rest)}


def anode_effect(amount: Any, slope: Any, effect_minutes: Any) -> dict[str, Any]:
    """CF4 (or C2F6) of anode effects, slope method: E = P × S × AEM.

    ``amount`` t of aluminium, ``slope`` (S) t of the gas per t and anode-effect minute per cell
    and day, ``effect_minutes`` (AEM) such minutes.
    Source: IPCC 2006, volume 3, equation 4.26.

    >>> anode_effect(1000, 2, 3)["GAS"]
    6000
    """
    return {"GAS": amount * slope * effect_minutes}


def anode_effect_ratio(amount: Any, slope: Any, effect_minutes: Any, ratio: Any) -> dict[str, Any]:
    """C2F6 of anode effects from the slope of CF4: E = P × S × AEM × F.

    ``ratio`` (F) mass of C2F6 to that of CF4.

    >>> anode_effect_ratio(1000, 2, 3, 0.5)["GAS"]
    3000.0
    """
    return {"GAS": amount * slope * effect_minutes * ratio}


def anode_effect_overvoltage(
    amount: Any, coefficient: Any, overvoltage: Any, efficiency: Any
) -> dict[str, Any]:
    """CF4 of anode effects, overvoltage method: E = P × OVC × AEO ÷ CE.

    ``coefficient`` (OVC) t of the gas per t and mV, ``overvoltage`` (AEO) mV, ``efficiency`` (CE)
    current efficiency as a fraction.
    Source: IPCC 2006, volume 3, equation 4.27.

    >>> anode_effect_overvoltage(1000, 2, 3, 0.5)["GAS"]
    12000.0
    """
    return {"GAS": amount * coefficient * overvoltage / efficiency}


def byproduct(amount: Any, balance: Any, loss_share: Any, content: Any) -> dict[str, Any]:
    """A by-product gas from the yield, as HFC-23 of HCFC-22: E = P × (1 − BE) × F_loss × FC.

    ``amount`` t of product, ``balance`` (BE) carbon or fluorine balance efficiency, ``loss_share``
    the part of the loss that is this gas, ``content`` (FC) of the element: t of gas per t.
    Source: IPCC 2006, volume 3, equations 3.31 to 3.33.

    >>> from fractions import Fraction as F
    >>> byproduct(F(1000), F("0.95"), F(1), F("0.8"))["GAS"]
    Fraction(40, 1)
    """
    return {"GAS": amount * (1 - balance) * loss_share * content}


def byproduct_abated(
    amount: Any, balance: Any, loss_share: Any, content: Any, destruction: Any, utilisation: Any
) -> dict[str, Any]:
    """As ``byproduct``, part of it destroyed: × (1 − η × U).

    >>> from fractions import Fraction as F
    >>> byproduct_abated(F(1000), F("0.95"), F(1), F("0.8"), F("0.9"), F(1))["GAS"]
    Fraction(4, 1)
    """
    made = byproduct(amount, balance, loss_share, content)["GAS"]
    return {"GAS": made * (1 - destruction * utilisation)}


def stock(opening: Any, bought: Any, sold: Any, closing: Any) -> dict[str, Any]:
    """A gas that a stock balance does not find again.

    E = (opening + bought − sold − closing) × 10⁻³; all kg of the gas, what stands in stores and
    equipment alike; returns tonnes.
    Source: 发改办气候〔2015〕1722号 (机械设备制造).

    >>> stock(300, 500, 100, 200)["GAS"]
    0.5
    """
    return {"GAS": (opening + bought - sold - closing) / 1000}


def etching(residual: Any, amount: Any, utilisation: Any) -> dict[str, Any]:
    """A feed gas of etching or chamber cleaning that is not used up.

    E = (1 − h) × FC × (1 − U) × 10⁻³

    ``amount`` kg of gas bought for the tools, ``residual`` (h) the share left in the containers,
    ``utilisation`` (U) the share that reacts; returns tonnes of the gas.
    Source: 发改办气候〔2015〕1722号 (电子设备制造).

    >>> from fractions import Fraction as F
    >>> etching(F("0.1"), F(1000), F("0.8"))["GAS"]
    Fraction(9, 50)
    """
    return {"GAS": (1 - residual) * amount * (1 - utilisation) / 1000}


def etching_abated(
    residual: Any, amount: Any, utilisation: Any, collection: Any, removal: Any
) -> dict[str, Any]:
    """As ``etching``, with a device behind the tools: × (1 − a × d).

    ``collection`` (a) is the share of the exhaust that reaches the device, ``removal`` (d) what
    the device removes of that.

    >>> from fractions import Fraction as F
    >>> etching_abated(F("0.1"), F(1000), F("0.8"), F("0.9"), F("0.95"))["GAS"]
    Fraction(261, 10000)
    """
    kept = 1 - collection * removal
    return {"GAS": (1 - residual) * amount * (1 - utilisation) * kept / 1000}


def etching_byproduct(residual: Any, amount: Any, byproduct_rate: Any) -> dict[str, Any]:
    """A gas that forms from the feed gas in the tool: E = (1 − h) × FC × B × 10⁻³.

    ``amount`` kg of the feed gas, ``byproduct_rate`` (B) kg of the gas that forms per kg.

    >>> from fractions import Fraction as F
    >>> etching_byproduct(F("0.1"), F(1000), F("0.09"))["GAS"]
    Fraction(81, 1000)
    """
    return {"GAS": (1 - residual) * amount * byproduct_rate / 1000}


def etching_byproduct_abated(
    residual: Any, amount: Any, byproduct_rate: Any, collection: Any, removal: Any
) -> dict[str, Any]:
    """As ``etching_byproduct``, with a device behind the tools: × (1 − a × d).

    >>> from fractions import Fraction as F
    >>> etching_byproduct_abated(F("0.1"), F(1000), F("0.09"), F("0.9"), F("0.9"))["GAS"]
    Fraction(1539, 100000)
    """
    kept = 1 - collection * removal
    return {"GAS": (1 - residual) * amount * byproduct_rate * kept / 1000}


LOSS = Method(
    "loss",
    "fugitive",
    (
        Form(
            "loss.rate",
            loss,
            "{amount} × {rate}",
            ({"amount": "t", "rate": "1"}, {"amount": "tGAS", "rate": "1"}),
            "ndrc-fluoro-2015",
            "生产过程逸散",
        ),
        Form(
            "loss.mixture",
            loss_of_mixture,
            "{amount} ÷ [1 + (1 ÷ {volume_share} − 1) × {other_molar_mass} ÷ {molar_mass}]",
            (
                {
                    "amount": "t",
                    "volume_share": "1",
                    "molar_mass": "gGAS/mol",
                    "other_molar_mass": "g/mol",
                },
            ),
            "ndrc-machinery-2015",
            "二氧化碳气体保护焊",
            given=frozenset({"volume_share"}),
        ),
    ),
    item=("rate",),
)

ANODE_EFFECT = Method(
    "anode_effect",
    "process",
    (
        Form(
            "anode_effect.slope",
            anode_effect,
            "{amount} × {slope} × {effect_minutes}",
            ({"amount": "t", "slope": "tGAS/t", "effect_minutes": "1"},),
            "ipcc-2006-v3",
            "第4章 式4.26",
        ),
        Form(
            "anode_effect.ratio",
            anode_effect_ratio,
            "{amount} × {slope} × {effect_minutes} × {ratio}",
            (
                {"amount": "t", "slope": "tCF4/t", "effect_minutes": "1", "ratio": "1"},
                {"amount": "t", "slope": "tCF4/t", "effect_minutes": "1", "ratio": "tGAS/tCF4"},
            ),
            "ipcc-2006-v3",
            "第4章 式4.26",
            given=frozenset({"ratio"}),
        ),
        Form(
            "anode_effect.overvoltage",
            anode_effect_overvoltage,
            "{amount} × {coefficient} × {overvoltage} ÷ {efficiency}",
            ({"amount": "t", "coefficient": "tGAS/t", "overvoltage": "1", "efficiency": "1"},),
            "ipcc-2006-v3",
            "第4章 式4.27",
        ),
    ),
    item=("slope", "coefficient"),
)

_YIELD = {"amount": "t", "balance": "1", "loss_share": "1", "content": "tGAS/t"}

BYPRODUCT = Method(
    "byproduct",
    "process",
    (
        Form(
            "byproduct.yield",
            byproduct,
            "{amount} × (1 − {balance}) × {loss_share} × {content}",
            (_YIELD,),
            "ipcc-2006-v3",
            "第3章 式3.31～3.33",
        ),
        Form(
            "byproduct.abated",
            byproduct_abated,
            "{amount} × (1 − {balance}) × {loss_share} × {content}"
            " × (1 − {destruction} × {utilisation})",
            ({**_YIELD, "destruction": "1", "utilisation": "1"},),
            "ipcc-2006-v3",
            "第3章 式3.30～3.33",
            given=frozenset({"destruction"}),
        ),
    ),
)

_STOCK = ("opening", "bought", "sold", "closing")

STOCK = Method(
    "stock",
    "fugitive",
    (
        Form(
            "stock.balance",
            stock,
            "({opening} + {bought} − {sold} − {closing}) × 10⁻³",
            (dict.fromkeys(_STOCK, "kg"), dict.fromkeys(_STOCK, "kgGAS")),
            "ndrc-machinery-2015",
            "制冷剂、绝缘气体的库存平衡",
        ),
    ),
)

_ETCHING = ("ndrc-electronics-2015", "刻蚀工序与CVD腔室清洗工序")
_DEVICE = {"collection": "1", "removal": "1"}
_USE = tuple({"residual": "1", "amount": u, "utilisation": "1"} for u in ("kg", "kgGAS"))
_BYPRODUCTS = tuple(
    {"residual": "1", "amount": "kg", "byproduct_rate": u} for u in ("kgGAS/kg", "1")
)

ETCHING = Method(
    "etching",
    "fugitive",
    (
        Form(
            "etching.use",
            etching,
            "(1 − {residual}) × {amount} × (1 − {utilisation}) × 10⁻³",
            _USE,
            *_ETCHING,
        ),
        Form(
            "etching.abated",
            etching_abated,
            "(1 − {residual}) × {amount} × (1 − {utilisation})"
            " × (1 − {collection} × {removal}) × 10⁻³",
            tuple({**u, **_DEVICE} for u in _USE),
            *_ETCHING,
        ),
        Form(
            "etching.byproduct",
            etching_byproduct,
            "(1 − {residual}) × {amount} × {byproduct_rate} × 10⁻³",
            _BYPRODUCTS,
            *_ETCHING,
        ),
        Form(
            "etching.byproduct_abated",
            etching_byproduct_abated,
            "(1 − {residual}) × {amount} × {byproduct_rate}"
            " × (1 − {collection} × {removal}) × 10⁻³",
            tuple({**u, **_DEVICE} for u in _BYPRODUCTS),
            *_ETCHING,
        ),
    ),
    item=("byproduct_rate", "utilisation"),
)
