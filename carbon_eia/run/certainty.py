"""How sure the figures are, as a Run writes it.

Draws are floats, whose last bits differ between processors: every number that rests on them is
rounded to six significant digits (indices to three decimals). A break-even is exact.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import parameter_label
from carbon_eia.run.records import (
    BilingualText,
    BreakEvenRecord,
    DrawnInput,
    HistogramRecord,
    IntervalRecord,
    SampledIntensity,
    SampledTotal,
    SentenceRecord,
    SettlementRecord,
    UncertaintyRecord,
)
from carbon_eia.run.values import citation, fraction_text, told
from carbon_eia.uncertainty import (
    GENERATOR,
    AnalysedInput,
    Certainty,
    Flip,
    Input,
    IntensityResult,
    SampleSummary,
)
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


def certainty_part(c: Certainty) -> UncertaintyRecord:
    """Draws, inputs, intervals, probability, and what would settle the verdict."""
    level = float(c.settings.level)
    main = c.intensity
    near = _near(c)
    return UncertaintyRecord(
        draws=c.draws,
        seed=c.seed,
        generator=GENERATOR,
        sobol_base=c.sobol_base,
        level=decimal_text(c.settings.level),
        complete=c.total is not None,
        inputs=tuple(_input(a, level) for a in c.inputs),
        total=None if c.total is None else SampledTotal(**_spread(c.total), unit="tCO2e"),
        intensity=None if main is None else _result(main),
        others=tuple(_result(r) for r in c.others),
        after_measures=None if c.after is None else _result(c.after),
        probability_above=_probability(main),
        near_limit=c.near,
        near=near,
        settle=_settle(c, level) if c.near else None,
        histogram=None
        if c.histogram is None
        else HistogramRecord(
            edges=tuple(_text(e) for e in c.histogram.edges),
            counts=tuple(c.histogram.counts),
            unit="" if main is None else main.unit,
        ),
    )


def _text(number: float, digits: int = DIGITS) -> str:
    """A float as plain decimal text at some significant digits.

    >>> _text(1181606.927250679), _text(0.0000123456789)
    ('1181610', '0.0000123457')
    """
    if number == 0:
        return "0"
    text = format(Decimal(f"{number:.{digits - 1}e}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spread(s: SampleSummary) -> dict[str, str]:
    return {k: _text(getattr(s, k)) for k in ("mean", "sd", "low", "high")}


def _result(r: IntensityResult) -> SampledIntensity:
    return SampledIntensity(
        indicator=r.indicator,
        product=r.product or None,
        **_spread(r.spread),
        unit=r.unit,
        probability_above=_probability(r),
    )


def _probability(r: IntensityResult | None) -> str | None:
    return None if r is None or r.above is None else decimal_text(r.above, DIGITS)


def _input(a: AnalysedInput, level: float) -> DrawnInput:
    i, distribution = a.input, a.distribution
    low, high = distribution.interval(level)
    names = PARAMETERS[distribution.name]
    default = i.default if distribution.basis == "default" else None
    drawn = distribution.is_drawn
    return DrawnInput(
        where=i.places[0] if i.places else "",
        places=tuple(i.places),
        name=i.name,
        label=BilingualText(
            zh=parameter_label(i.method, i.name, "zh"), en=parameter_label(i.method, i.name, "en")
        ),
        owners=tuple(i.owners),
        method=i.method,
        value=decimal_text(i.value),
        unit=i.unit.text,
        exact=fraction_text(i.value),
        typed=i.typed,
        status=i.status,
        origin=i.origin.citation.id if i.origin else None,
        distribution=distribution.name,
        parameters=dict(zip(names, map(_text, distribution.parameters), strict=True)),
        interval=IntervalRecord(low=_text(low), high=_text(high)) if drawn else None,
        half_percent=_text((high - low) / 2 / abs(float(i.value)) * 100, 4)
        if drawn and i.value
        else None,
        basis=distribution.basis,
        stated=i.spread.text if i.spread else "",
        source=None if default is None else citation(default.citation),
        source_name=None
        if default is None
        else BilingualText(zh=default.name_zh, en=default.name_en),
        first_order=None if a.sobol is None else _index(a.sobol.first),
        total_order=None if a.sobol is None else _index(a.sobol.total),
        break_even=_break_even(i, a.break_even),
        no_break_even=a.break_even.solved.why or None,
        break_even_after=None if a.after is None else _break_even(i, a.after),
    )


def _index(value: float) -> str:
    text = f"{value:.3f}"
    return "0.000" if float(text) == 0 else text  # never -0.000


def _break_even(i: Input, flip: Flip) -> BreakEvenRecord | None:
    """The value, and how to type it: exact, as a fraction where no decimal can hold it.

    What measures of the file would save more of than there is cannot be typed as it is.
    """
    value, unit = flip.solved.value, i.unit.text
    if value is None:
        return None
    shown, fraction = decimal_text(value), fraction_text(value)
    number = (fraction or shown).replace("/", "÷")
    typed = number if unit == "1" else f"{number} {unit}"
    can_be_typed = i.places and len(typed) <= MAX_FRACTION and not flip.conflicts
    return BreakEvenRecord(
        value=shown,
        unit=unit,
        exact=fraction,
        typed=typed if can_be_typed else "",
        conflicts=tuple(flip.conflicts),
        change_percent=rounded((value / i.value - 1) * 100, 2) if i.value else "",
    )


def _near(c: Certainty) -> SentenceRecord | None:
    if c.near is None or c.intensity is None or c.intensity.above is None:
        return None
    params: dict[str, object] = {
        "probability": rounded(c.intensity.above * 100, 1),
        "low": decimal_text(c.settings.near_low * 100),
        "high": decimal_text(c.settings.near_high * 100),
    }
    return told(f"uncertainty.near.{'near' if c.near else 'clear'}", params)


def _settle(c: Certainty, level: float) -> SettlementRecord:
    """Which measurement would settle the verdict, and how narrow it must be."""
    if c.settlement is None:
        return _settlement("none", {}, (), None)
    chosen = [c.inputs[k] for k in c.settlement.inputs]
    share = Fraction(int(c.settlement.share * 1000), 1000)
    inputs = tuple(a.input.places[0] if a.input.places else "" for a in chosen)
    if len(chosen) == 1:
        (only,) = chosen
        params: dict[str, object] = {
            "input": _called(only),
            "now": _width(only, level, 1),
            "needed": _width(only, level, float(share)),
        }
        return _settlement("one", params, inputs, decimal_text(share))
    names = [_called(a) for a in chosen]
    joined = {"zh": "、".join(n["zh"] for n in names), "en": ", ".join(n["en"] for n in names)}
    params = {"inputs": joined, "share": rounded(share * 100, 1)}
    return _settlement("several", params, inputs, decimal_text(share))


def _settlement(
    kind: str, params: dict[str, object], inputs: tuple[str, ...], share: str | None
) -> SettlementRecord:
    said = told(f"uncertainty.settle.{kind}", params)
    return SettlementRecord(
        code=said.code, text=said.text, params=said.params, inputs=inputs, share=share
    )


def _called(a: AnalysedInput) -> dict[str, str]:
    """What a reader calls an input: whose, and which figure."""
    owners = "、".join(a.input.owners)
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        label = parameter_label(a.input.method, a.input.name, lang)
        facts = {"owners": owners, "label": label}
        found[lang] = sentence("uncertainty.owned", lang, facts) if owners else label
    return found


def _width(a: AnalysedInput, level: float, share: float) -> str:
    """A half-width as a share of the value, or in its unit where the value is 0."""
    low, high = a.distribution.interval(level)
    half = (high - low) / 2 * share
    if a.input.value:
        return f"±{_text(half / abs(float(a.input.value)) * 100, 2)} %"
    return f"±{_text(half, 2)} {a.input.unit.text}"
