"""Distributions of single inputs: what the file or the defaults say, as numbers to draw from.

Draws are by numpy's Generator over PCG64; a value outside the range that it can have at all is
drawn again, so that the distribution is truncated there. Only this module and its neighbours that
draw import numpy, and only when an analysis is asked for.
"""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.uncertainty.inputs import Input

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Drawn = float | Array  # an array where an input is drawn, else the number itself

__all__ = ["Shape", "draw", "quantile", "shape_of"]

MOST_REDRAWS = 1000
"""Rounds of drawing again what fell outside; more means that hardly any of it fits."""


class Shape(NamedTuple):
    """A distribution: its name and its parameters, in the unit of the input.

    ``normal``: mean, sd. ``lognormal``: mean and sd of the logarithm. ``triangular``: low, mode,
    high. ``uniform``: low, high. ``constant``: the value. ``basis``: given, default or none.
    """

    name: str
    parameters: tuple[float, ...]
    basis: str
    low: float | None = None
    high: float | None = None

    def interval(self, level: float) -> tuple[float, float]:
        """Lower and upper end of the central interval, before any truncation."""
        tail = (1 - level) / 2
        return self._at(tail), self._at(1 - tail)

    def _at(self, probability: float) -> float:
        match self.name:
            case "normal":
                mean, sd = self.parameters
                return NormalDist(mean, sd).inv_cdf(probability)
            case "lognormal":
                mean, sd = self.parameters
                return exp(NormalDist(mean, sd).inv_cdf(probability))
            case "triangular":
                low, mode, high = self.parameters
                return _triangular(probability, low, mode, high)
            case "uniform":
                low, high = self.parameters
                return low + probability * (high - low)
            case _:
                return self.parameters[0]


def shape_of(i: Input, level: float) -> Shape:
    """The distribution of an input.

    A default is not drawn for a value of 0 or at the end of its range: nothing says how far it
    could move, and it could move to one side only.
    """
    value = float(i.value)
    low = None if i.limits.low is None else float(i.limits.low)
    high = None if i.limits.high is None else float(i.limits.high)
    z = NormalDist().inv_cdf((1 + level) / 2)
    s = i.spread
    if s is not None:
        if s.half is not None:
            return _normal(value, abs(value) * float(s.half) / z, "given", low, high)
        if s.sd is not None:
            sd = abs(value) * float(s.sd.to("1")) if s.relative else float(s.sd.to(i.unit))
            if s.distribution == "normal":
                return _normal(value, sd, "given", low, high)
            spread = log(1 + (sd / value) ** 2)  # so that mean and sd are those of the value
            return Shape("lognormal", (log(value) - spread / 2, sqrt(spread)), "given", low, high)
        if s.gsd is not None:
            return Shape("lognormal", (log(value), log(float(s.gsd))), "given", low, high)
        assert s.low is not None
        assert s.high is not None
        ends = float(s.low.to(i.unit)), float(s.high.to(i.unit))
        if s.distribution == "uniform":
            return Shape("uniform", ends, "given", low, high)
        mode = value if s.mode is None else float(s.mode.to(i.unit))
        return Shape("triangular", (ends[0], mode, ends[1]), "given", low, high)
    at_end = i.value == 0 or i.value in (i.limits.low, i.limits.high)
    if i.default is None or at_end:
        return Shape("constant", (value,), "none")
    if i.default.half is not None:
        return _normal(value, abs(value) * float(i.default.half) / z, "default", low, high)
    if i.default.width is not None:
        return _normal(value, float(i.default.width.to(i.unit)) / z, "default", low, high)
    return Shape("constant", (value,), "none")


def _normal(mean: float, sd: float, basis: str, low: float | None, high: float | None) -> Shape:
    if sd == 0:
        return Shape("constant", (mean,), basis)
    return Shape("normal", (mean, sd), basis, low, high)


def _triangular(u: float, low: float, mode: float, high: float) -> float:
    """The quantile of a triangular distribution for one probability."""
    split = (mode - low) / (high - low)
    if u < split:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1 - u) * (high - low) * (high - mode))


def draw(shape: Shape, size: int, rng: np.random.Generator) -> Array:
    """Values of one input, those outside its range drawn again.

    Raises ArithmeticError where hardly any value fits into the range.
    """
    found = _plain(shape, size, rng)
    for _ in range(MOST_REDRAWS):
        outside = _outside(shape, found)
        if outside is None:
            return found
        found[outside] = _plain(shape, int(outside.sum()), rng)
    raise ArithmeticError(f"{shape.name} {shape.parameters}: hardly any value is possible")


def _outside(shape: Shape, values: Array) -> NDArray[np.bool_] | None:
    """Which values cannot be; None when all can."""
    low, high = shape.low, shape.high
    under = low is not None and values.min() < low
    over = high is not None and values.max() > high
    if not under and not over:
        return None
    found = values < (-float("inf") if low is None else low)
    return found | (values > (float("inf") if high is None else high))


def _plain(shape: Shape, size: int, rng: np.random.Generator) -> Array:
    import numpy as np

    match shape.name:
        case "normal":
            mean, sd = shape.parameters
            found = rng.standard_normal(size)
            found *= sd
            found += mean
            return found
        case "lognormal":
            mean, sd = shape.parameters
            logs = mean + sd * rng.standard_normal(size)
            return np.exp(logs)
        case "triangular":
            low, mode, high = shape.parameters
            return rng.triangular(low, mode, high, size)
        case "uniform":
            low, high = shape.parameters
            return rng.uniform(low, high, size)
        case _:
            return np.full(size, shape.parameters[0])


def quantile(shape: Shape, u: Array) -> Array:
    """The values at probabilities ``u`` of the truncated distribution (by scipy)."""
    import numpy as np
    from scipy.special import ndtri

    match shape.name:
        case "normal" | "lognormal":
            mean, sd = shape.parameters
            below, above = _probabilities(shape)
            found: Array = mean + sd * ndtri(below + u * (above - below))
            return found if shape.name == "normal" else np.exp(found)
        case "triangular":
            low, mode, high = shape.parameters
            rising = low + np.sqrt(u * (high - low) * (mode - low))
            falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
            return np.where(u < (mode - low) / (high - low), rising, falling)
        case "uniform":
            low, high = shape.parameters
            return low + u * (high - low)
        case _:
            return np.full(u.shape, shape.parameters[0])


def _probabilities(shape: Shape) -> tuple[float, float]:
    """What lies below the range, and what below its upper end."""
    mean, sd = shape.parameters
    of = NormalDist(mean, sd)
    ends: list[float] = []
    for end, otherwise in ((shape.low, 0), (shape.high, 1)):
        if end is None:
            ends.append(otherwise)
        elif shape.name == "lognormal":
            ends.append(of.cdf(log(end)) if end > 0 else 0)
        else:
            ends.append(of.cdf(end))
    return ends[0], ends[1]
