"""How sure the figures are, as a Run writes it.

Draws are floats, whose last bits differ between processors: every number that rests on them is
rounded to six significant digits (indices to three decimals). A break-even is exact.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parameter_label
from carbon_eia.run.values import quantity, told
from carbon_eia.uncertainty import GENERATOR, Analysed, Certainty, Flip, Input, Result, Spread
from carbon_eia.units import MAX_FRACTION, decimal_text, rounded

__all__ = ["certainty_part"]

DIGITS = 6
"""Significant digits of what was sampled; the sampling error is far larger."""

PARAMETERS = {
    "normal": ("mean", "sd"),
    "lognormal": ("log_mean", "log_sd"),
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "constant": ("value",),
}


def certainty_part(c: Certainty) -> dict[str, Any]:
    """Draws, inputs, intervals, probability, and what would settle the verdict."""
    level = float(c.settings.level)
    main = c.intensity
    near = _near(c)
    return {
        "draws": c.draws,
        "seed": c.seed,
        "generator": GENERATOR,
        "sobol_base": c.sobol_base,
        "level": decimal_text(c.settings.level),
        "complete": c.total is not None,
        "inputs": [_input(a, level) for a in c.inputs],
        "total": None if c.total is None else {**_spread(c.total), "unit": "tCO2e"},
        "intensity": None if main is None else _result(main),
        "others": [_result(r) for r in c.others],
        "after_measures": None if c.after is None else _result(c.after),
        "probability_above": _probability(main),
        "near_limit": c.near,
        "near": near,
        "settle": _settle(c, level) if c.near else None,
        "histogram": None
        if c.histogram is None
        else {
            "edges": [_text(e) for e in c.histogram.edges],
            "counts": list(c.histogram.counts),
            "unit": "" if main is None else main.unit,
        },
    }


def _text(number: float, digits: int = DIGITS) -> str:
    """A float as plain decimal text at some significant digits.

    >>> _text(1181606.927250679), _text(0.0000123456789)
    ('1181610', '0.0000123457')
    """
    if number == 0:
        return "0"
    text = format(Decimal(f"{number:.{digits - 1}e}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spread(s: Spread) -> dict[str, str]:
    return {k: _text(getattr(s, k)) for k in ("mean", "sd", "low", "high")}


def _result(r: Result) -> dict[str, Any]:
    return {
        "indicator": r.indicator,
        "product": r.product or None,
        **_spread(r.spread),
        "unit": r.unit,
        "probability_above": _probability(r),
    }


def _probability(r: Result | None) -> str | None:
    return None if r is None or r.above is None else decimal_text(r.above, DIGITS)


def _input(a: Analysed, level: float) -> dict[str, Any]:
    i, shape = a.input, a.shape
    low, high = shape.interval(level)
    names = PARAMETERS[shape.name]
    source = i.default.citation.to_dict() if i.default and shape.basis == "default" else None
    name = {"zh": i.default.name_zh, "en": i.default.name_en} if i.default and source else None
    drawn = shape.name != "constant"
    return {
        "where": i.places[0] if i.places else "",
        "places": list(i.places),
        "name": i.name,
        "label": {lang: parameter_label(i.method, i.name, lang) for lang in LANGUAGES},
        "owners": list(i.owners),
        "method": i.method,
        **(quantity(i.value, i.unit.text, i.typed) or {}),
        "status": i.status,
        "origin": i.origin.citation.id if i.origin else None,
        "distribution": shape.name,
        "parameters": dict(zip(names, map(_text, shape.parameters), strict=True)),
        "interval": {"low": _text(low), "high": _text(high)} if drawn else None,
        "half_percent": _text((high - low) / 2 / abs(float(i.value)) * 100, 4)
        if drawn and i.value
        else None,
        "basis": shape.basis,
        "stated": i.spread.text if i.spread else "",
        "source": source,
        "source_name": name,
        "first_order": None if a.sobol is None else _index(a.sobol.first),
        "total_order": None if a.sobol is None else _index(a.sobol.total),
        "break_even": _break_even(i, a.break_even),
        "no_break_even": a.break_even.solved.why or None,
        "break_even_after": None if a.after is None else _break_even(i, a.after),
    }


def _index(value: float) -> str:
    text = f"{value:.3f}"
    return "0.000" if float(text) == 0 else text  # never -0.000


def _break_even(i: Input, flip: Flip) -> dict[str, Any] | None:
    """The value, and how to type it: exact, as a fraction where no decimal can hold it.

    What measures of the file would save more of than there is cannot be typed as it is.
    """
    value, unit = flip.solved.value, i.unit.text
    if value is None:
        return None
    found: dict[str, Any] = dict(quantity(value, unit) or {})
    number = found.get("exact", found["value"]).replace("/", "÷")
    typed = number if unit == "1" else f"{number} {unit}"
    if flip.conflicts:
        found["conflicts"] = list(flip.conflicts)
    elif i.places and len(typed) <= MAX_FRACTION:
        found["typed"] = typed
    if i.value:
        change = (value / i.value - 1) * 100
        found["change_percent"] = rounded(change, 2)
    return found


def _near(c: Certainty) -> dict[str, Any] | None:
    if c.near is None or c.intensity is None or c.intensity.above is None:
        return None
    params: dict[str, object] = {
        "probability": rounded(c.intensity.above * 100, 1),
        "low": decimal_text(c.settings.near_low * 100),
        "high": decimal_text(c.settings.near_high * 100),
    }
    return told(f"uncertainty.near.{'near' if c.near else 'clear'}", params)


def _settle(c: Certainty, level: float) -> dict[str, Any]:
    """Which measurement would settle the verdict, and how narrow it must be."""
    if c.settlement is None:
        return {**told("uncertainty.settle.none", {}), "inputs": [], "share": None}
    chosen = [c.inputs[k] for k in c.settlement.inputs]
    share = Fraction(int(c.settlement.share * 1000), 1000)
    tail = {
        "inputs": [a.input.places[0] if a.input.places else "" for a in chosen],
        "share": decimal_text(share),
    }
    if len(chosen) == 1:
        (only,) = chosen
        params: dict[str, object] = {
            "input": _called(only),
            "now": _width(only, level, 1),
            "needed": _width(only, level, float(share)),
        }
        return {**told("uncertainty.settle.one", params), **tail}
    names = [_called(a) for a in chosen]
    joined = {"zh": "、".join(n["zh"] for n in names), "en": ", ".join(n["en"] for n in names)}
    params = {"inputs": joined, "share": rounded(share * 100, 1)}
    return {**told("uncertainty.settle.several", params), **tail}


def _called(a: Analysed) -> dict[str, str]:
    """What a reader calls an input: whose, and which figure."""
    owners = "、".join(a.input.owners)
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        label = parameter_label(a.input.method, a.input.name, lang)
        facts = {"owners": owners, "label": label}
        found[lang] = sentence("uncertainty.owned", lang, facts) if owners else label
    return found


def _width(a: Analysed, level: float, share: float) -> str:
    """A half-width as a share of the value, or in its unit where the value is 0."""
    low, high = a.shape.interval(level)
    half = (high - low) / 2 * share
    if a.input.value:
        return f"±{_text(half / abs(float(a.input.value)) * 100, 2)} %"
    return f"±{_text(half, 2)} {a.input.unit.text}"
