"""The slip of units that would explain a figure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

__all__ = ["slip"]


def slip(
    value: Fraction, low: Fraction, high: Fraction, slips: Mapping[str, Any]
) -> dict[str, str]:
    """What explains a figure outside its band: a slip of units, where one would."""
    tolerance = Fraction(slips["tolerance"])
    for text in slips["factors"]:
        factor = Fraction(text)
        for ratio, zh, en in (
            (value / factor, "大", "too large"),
            (value * factor, "小", "too small"),
        ):
            if low / tolerance <= ratio <= high * tolerance:
                return {
                    "zh": f"约{zh} {text} 倍：万t 写成了 t，或 kWh 与万kWh、t 与 kg 混用？",
                    "en": f"about {text} times {en}: 万t typed as t, or kWh for 万kWh, t for kg?",
                }
    return {"zh": "请核对单位、产量和用量。", "en": "Check units, output and amounts."}
