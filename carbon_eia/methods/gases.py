"""Gases that escape: leaks, stocks that do not balance, etching and cleaning (逸散)."""

from __future__ import annotations

from typing import Any

from carbon_eia.methods.form import Form, Method

__all__ = [
    "ETCHING",
    "LOSS",
    "STOCK",
    "etching",
    "etching_abated",
    "etching_byproduct",
    "etching_byproduct_abated",
    "loss",
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
    ),
    item=("rate",),
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
_BYPRODUCT = tuple(
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
            _BYPRODUCT,
            *_ETCHING,
        ),
        Form(
            "etching.byproduct_abated",
            etching_byproduct_abated,
            "(1 − {residual}) × {amount} × {byproduct_rate}"
            " × (1 − {collection} × {removal}) × 10⁻³",
            tuple({**u, **_DEVICE} for u in _BYPRODUCT),
            *_ETCHING,
        ),
    ),
    item=("byproduct_rate", "utilisation"),
)
