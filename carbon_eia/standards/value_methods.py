"""How a value is taken from plants: small sums in exact arithmetic, one for each method.

Each is named as in ``factors/standards/methods.toml``, where its document is cited.
``RankedPlants`` has the plants in the order of their intensity, so that one of them can be left out
at little cost.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil

from carbon_eia.standards.derivation import Plant

__all__ = ["RankedPlants", "best_count", "value_by"]


def best_count(n: int, share: Fraction) -> int:
    """Plants of the best decile: k = ⌈n × share⌉.

    >>> [best_count(n, Fraction(1, 10)) for n in (8, 20, 30, 31)]
    [1, 2, 3, 4]
    """
    return ceil(n * share)


class RankedPlants:
    """Plants in the order of their intensity, the best first.

    Raises ValueError where there are none, or an output or intensity is not positive.

    >>> plants = [Plant(str(i), Fraction(i), Fraction(10), Fraction(10 * i)) for i in (3, 1, 2)]
    >>> [p.key for p in RankedPlants(plants).plants]
    ['1', '2', '3']
    """

    def __init__(self, plants: Sequence[Plant]) -> None:
        if not plants:
            raise ValueError("a sample has at least one plant")
        if any(p.output <= 0 or p.intensity <= 0 for p in plants):
            raise ValueError("outputs and intensities of a sample are above zero")
        # floats come in the order of the fractions; only where they are equal are these compared
        self.plants = tuple(sorted(plants, key=lambda p: (float(p.intensity), p.intensity, p.key)))

    def __len__(self) -> int:
        return len(self.plants)

    @cached_property
    def outputs(self) -> list[Fraction]:
        """Cumulative outputs, from the best plant on."""
        return list(accumulate(p.output for p in self.plants))

    @property
    def output(self) -> Fraction:
        """Output of all plants."""
        return self.outputs[-1]

    @cached_property
    def emissions(self) -> Fraction:
        """Emissions of all plants, t CO2e."""
        whole: dict[int, int] = defaultdict(int)  # numerators by denominator: few of these differ
        for p in self.plants:
            whole[p.emissions.denominator] += p.emissions.numerator
        return sum((Fraction(above, below) for below, above in whole.items()), Fraction(0))

    @cached_property
    def shares(self) -> list[Fraction]:
        """Shares of output, the largest first."""
        outputs = sorted(((float(p.output), p.output) for p in self.plants), reverse=True)
        above, below = self.output.denominator, self.output.numerator
        return [Fraction(q.numerator * above, q.denominator * below) for _, q in outputs]

    @property
    def best(self) -> Fraction:
        """The best value, min xᵢ.

        Source: 发改产业〔2021〕1609号, after which the benchmark level looks to the best plants.
        """
        return self.plants[0].intensity

    def weighted_mean(self, stringency: Fraction, without: int | None = None) -> Fraction:
        """Output-weighted mean times a stringency: B = f × ΣE ÷ ΣQ.

        ``without``: the place of a plant that is left out. Source: the output-based standards of
        SOR/2019-266, 80 % of the production-weighted mean.

        >>> plants = [Plant("a", Fraction(1), Fraction(30), Fraction(30)),
        ...           Plant("b", Fraction(2), Fraction(10), Fraction(20))]
        >>> RankedPlants(plants).weighted_mean(Fraction(4, 5))
        Fraction(1, 1)
        """
        emissions, output = self.emissions, self.output
        if without is not None:
            emissions -= self.plants[without].emissions
            output -= self.plants[without].output
        return stringency * emissions / output

    def best_decile(self, share: Fraction, without: int | None = None) -> Fraction:
        """Arithmetic mean of the k = ⌈n × share⌉ plants of the lowest intensity.

        Source: Directive 2003/87/EC, Art. 10a(2): average performance of the 10 % most efficient
        installations, each counted once.

        >>> plants = [Plant(str(i), Fraction(i), Fraction(1), Fraction(i)) for i in range(1, 31)]
        >>> RankedPlants(plants).best_decile(Fraction(1, 10))
        Fraction(2, 1)
        """
        kept = [p for i, p in enumerate(self.plants) if i != without]
        k = best_count(len(kept), share)
        return sum((p.intensity for p in kept[:k]), Fraction(0)) / k

    def position(self, p: Fraction, without: int | None = None) -> Fraction:
        """The lowest intensity up to which plants make the share ``p`` of the output.

        P = min{ x : Σ(Qᵢ | xᵢ ≤ x) ≥ p × ΣQ }: no value is interpolated, and it is that of a plant.

        >>> plants = [Plant(str(i), Fraction(i), Fraction(1), Fraction(i)) for i in range(1, 21)]
        >>> RankedPlants(plants).position(Fraction(1, 5))
        Fraction(4, 1)
        """
        if without is None:
            return self.plants[bisect_left(self.outputs, p * self.output)].intensity
        left_out = self.plants[without].output
        wanted = p * (self.output - left_out)
        place = bisect_left(self.outputs, wanted, hi=without)
        if place == without:
            place = bisect_left(self.outputs, wanted + left_out, lo=without + 1)
        return self.plants[place].intensity


def value_by(
    sample: RankedPlants, method: str, parameter: Fraction | None, without: int | None = None
) -> Fraction:
    """The value of a sample by a method of ``factors/standards/methods.toml``.

    Raises KeyError where the method is none of a sample.

    >>> plants = [Plant(str(i), Fraction(i), Fraction(1), Fraction(i)) for i in range(1, 21)]
    >>> value_by(RankedPlants(plants), "position", Fraction(1, 10))
    Fraction(2, 1)
    """
    if method == "best":
        return sample.plants[1 if without == 0 else 0].intensity
    by = {
        "weighted-mean": sample.weighted_mean,
        "best-decile": sample.best_decile,
        "position": sample.position,
    }[method]
    assert parameter is not None, f"{method} has a parameter"
    return by(parameter, without)
