"""Distributions of single inputs: what the file or the defaults say, as SciPy draws from it.

A value outside the range that it can have at all is drawn again, so that the distribution is
truncated there. SciPy and numpy are imported when an analysis is asked for, and only then.
"""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

from carbon_eia.uncertainty.inputs import Input

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Drawn = float | Array  # an array where an input is drawn, else the number itself

__all__ = ["Distribution", "distribution_of"]

MOST_REDRAWS = 1000
"""Rounds of drawing again what fell outside; more means that hardly any of it fits."""

INNERMOST = 1 / 2**40
"""How near to 0 or 1 a probability may come: at 0 a normal distribution ends at −∞."""


class Distribution(NamedTuple):
    """A distribution: its name and its parameters, in the unit of the input.

    ``normal``: mean, sd. ``lognormal``: mean and sd of the logarithm. ``triangular``: low, mode,
    high. ``uniform``: low, high. ``constant``: the value. ``basis``: given, default or none.
    ``low`` and ``high``: where it is truncated.
    """

    name: str
    parameters: tuple[float, ...]
    basis: str
    low: float | None = None
    high: float | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it has any width."""
        return self.name != "constant"

    def interval(self, level: float) -> tuple[float, float]:
        """Lower and upper end of the central interval, before any truncation."""
        if not self.is_drawn:
            return self.parameters[0], self.parameters[0]
        low, high = self._untruncated().interval(level)
        return float(low), float(high)

    def draw(self, size: int, rng: np.random.Generator) -> Array:
        """Values at random, those outside the range drawn again.

        Raises ArithmeticError where hardly any value fits into the range.
        """
        import numpy as np

        source = self._untruncated()
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        values: Array = source.rvs(size, random_state=rng)
        for _ in range(MOST_REDRAWS):
            outside = (values < low) | (values > high)
            count = int(outside.sum())
            if not count:
                return values
            values[outside] = source.rvs(count, random_state=rng)
        raise ArithmeticError(f"{self.name} {self.parameters}: hardly any value is possible")

    def ppf(self, probabilities: Array) -> Array:
        """The values at some probabilities, within the range (SciPy's name for the quantiles)."""
        import numpy as np

        source = self._untruncated()
        below = 0 if self.low is None else source.cdf(self.low)
        up_to = 1 if self.high is None else source.cdf(self.high)
        inner = np.clip(probabilities, INNERMOST, 1 - INNERMOST)
        values: Array = source.ppf(below + inner * (up_to - below))
        return values

    def _untruncated(self) -> Any:
        """The distribution as SciPy has it."""
        from scipy import stats

        match self.name, self.parameters:
            case "normal", (mean, sd):
                return stats.norm(mean, sd)
            case "lognormal", (mean, sd):
                return stats.lognorm(sd, scale=exp(mean))
            case "triangular", (low, mode, high):
                return stats.triang((mode - low) / (high - low), low, high - low)
            case "uniform", (low, high):
                return stats.uniform(low, high - low)
        raise ValueError(self.name)


def distribution_of(i: Input, level: float) -> Distribution:
    """The distribution of an input.

    A default is not drawn for a value of 0 or at the end of its range: nothing says how far it
    could move, and it could move to one side only.
    """
    value, stated = float(i.value), i.spread
    basis = "default" if stated is None else "given"
    low, high = (None if end is None else float(end) for end in (i.bounds.low, i.bounds.high))
    z = NormalDist().inv_cdf((1 + level) / 2)

    def normal(sd: float) -> Distribution:
        if sd == 0:
            return Distribution("constant", (value,), basis)
        return Distribution("normal", (value, sd), basis, low, high)

    if stated is None:
        at_end = i.value == 0 or i.value in (i.bounds.low, i.bounds.high)
        if i.default is None or i.default.exact or at_end:
            return Distribution("constant", (value,), "none")
        if i.default.half is not None:
            return normal(abs(value) * float(i.default.half) / z)
        assert i.default.width is not None
        return normal(float(i.default.width.to(i.unit)) / z)
    if stated.half is not None:
        return normal(abs(value) * float(stated.half) / z)
    if stated.sd is not None:
        sd = abs(value) * float(stated.sd.to("1")) if stated.relative else stated.sd.to(i.unit)
        if stated.distribution == "normal":
            return normal(float(sd))
        variance = log(1 + (float(sd) / value) ** 2)  # mean and sd are then those of the value
        logs = log(value) - variance / 2, sqrt(variance)
        return Distribution("lognormal", logs, basis, low, high)
    if stated.gsd is not None:
        logs = log(value), log(float(stated.gsd))
        return Distribution("lognormal", logs, basis, low, high)
    assert stated.low is not None
    assert stated.high is not None
    ends = float(stated.low.to(i.unit)), float(stated.high.to(i.unit))
    if stated.distribution == "uniform":
        return Distribution("uniform", ends, basis, low, high)
    mode = value if stated.mode is None else float(stated.mode.to(i.unit))
    return Distribution("triangular", (ends[0], mode, ends[1]), basis, low, high)
