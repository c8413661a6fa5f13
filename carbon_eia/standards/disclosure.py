"""What of a survey may be published, so that nobody learns a plant's intensity from it.

The attacker knows the rules, the sample, every output, the sector's band (low, high) of
intensities, one plant's intensity (its own), and what is published. Of every other plant it knows
before that its intensity lies somewhere in the band. A value is published only where it knows no
more afterwards: for each plant an intensity at the very low and at the very high end is possible
still, beside any intensity of the attacker's plant.

Whether a value is published depends on what is public and on the published value alone, never on
more of the plants: otherwise that it was published, or was not, would itself say something. So the
tests hold for the worst survey that a published value allows, not for the one at hand, which they
cover (``tests/standards/test_disclosure.py`` enumerates surveys, and what each attacker learns).

Let S be the sum of the two largest shares of output, w the width of the band.

Mean M (published v = f × M, rounded up to a few figures): a plant and the attacker's may both be
at one end while the others make up for it exactly where

    low + S × w ≤ M ≤ high − S × w

Position p, rounded up to v on a grid g so wide that three plants lie in (v − g, v]: two plants
may be anywhere where S < p and enough plants remain to make the position and to fill the cell.

Mean of the best k, on such a grid: with two of the k at the low end and the rest at v at most,
the mean is still above v − g where k × g > 2 × (v − low). The grid is widened until it is so.

The usual rules for means (threshold, dominance, p %: ESSnet handbook on statistical disclosure
control, ch. 4) are tested as well, for emissions in the worst survey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from heapq import nlargest
from math import ceil, floor, log10
from typing import NamedTuple

from carbon_eia.standards.derivation import DisclosureTest, GuardValues, Plant, Published
from carbon_eia.standards.derivation_rules import DisclosureRules
from carbon_eia.standards.value_methods import RankedPlants

__all__ = [
    "PublicationCell",
    "cell_of",
    "decile_tests",
    "difference_test",
    "finest_grid",
    "mean_cell",
    "mean_tests",
    "position_tests",
    "threshold_test",
    "together_tests",
]

GROWTH = 2
"""Each grid is twice the one before: cells lie in each other, and no step loses much."""


class PublicationCell(NamedTuple):
    """A published value v and the grid g: the exact one lies in (v − g, v]."""

    value: Fraction
    grid: Fraction
    holds: int

    @property
    def low(self) -> Fraction:
        """The lower end, which is not in the cell."""
        return self.value - self.grid


# --- rounding


def finest_grid(known: GuardValues, digits: int) -> Fraction:
    """The first grid: a unit in the last of ``digits`` figures of what is public.

    >>> finest_grid(GuardValues(gb2=Fraction("0.83")), 3)
    Fraction(1, 1000)
    """
    scale = known.gb2 or known.gb1 or (known.band[1] if known.band else Fraction(1))
    return _step(scale, digits)


def _step(value: Fraction, digits: int) -> Fraction:
    power = floor(log10(value))
    power += (Fraction(10) ** (power + 1) <= value) - (Fraction(10) ** power > value)
    return Fraction(10) ** (power - digits + 1)


def mean_cell(exact: Fraction, digits: int, n: int) -> PublicationCell:
    """A mean rounded up (to the lenient side) to a few figures.

    >>> mean_cell(Fraction("0.83412"), 3, 12)
    PublicationCell(value=Fraction(167, 200), grid=Fraction(1, 1000), holds=12)
    """
    grid = _step(exact, digits)
    return PublicationCell(ceil(exact / grid) * grid, grid, n)


def cell_of(
    exact: Fraction,
    plants: Sequence[Plant],
    least: int,
    finest: Fraction,
    wide_enough: Callable[[PublicationCell], bool] = lambda cell: True,
) -> PublicationCell:
    """A value rounded up on the finest grid in whose cell ``least`` plants lie.

    ``wide_enough``: what else a cell has to be; may look at its value and grid alone. Raises
    ValueError where there are fewer plants.

    >>> plants = [Plant(x, Fraction(x), Fraction(1), Fraction(x)) for x in ("0.81", "0.82", "0.9")]
    >>> cell_of(Fraction("0.82"), plants, 2, Fraction("0.01"))
    PublicationCell(value=Fraction(41, 50), grid=Fraction(1, 50), holds=2)
    """
    if len(plants) < least:
        raise ValueError("fewer plants than a cell has to hold")
    grid = finest
    intensities = [(float(p.intensity), p.intensity) for p in plants]
    while True:
        value = ceil(exact / grid) * grid
        low, high = (float(value - grid), value - grid), (float(value), value)
        holds = sum(low < x <= high for x in intensities)
        cell = PublicationCell(value, grid, holds)
        if holds >= least and (wide_enough(cell) or grid > value):
            return cell
        grid *= GROWTH


# --- tests


def threshold_test(n: int, rules: DisclosureRules) -> DisclosureTest:
    """A figure rests on ``least`` plants or more."""
    return DisclosureTest("", "threshold", "", Fraction(n), Fraction(rules.least), n >= rules.least)


def mean_tests(
    level: str,
    sample: RankedPlants,
    cell: PublicationCell,
    stringency: Fraction,
    known: GuardValues,
    rules: DisclosureRules,
) -> Iterator[DisclosureTest]:
    """Dominance and p % on output and on emissions, and the interval of every plant.

    Of emissions the worst survey is tested that the published mean and the band allow, beside the
    one at hand (sealed).
    """
    first, second = _two(sample.shares)
    both = first + second
    first_ones = nlargest(max(2, rules.largest), (p.emissions for p in sample.plants))
    own = [emissions / sample.emissions for emissions in first_ones]
    yield _dominance(level, "output", sum(sample.shares[: rules.largest]), rules)
    yield _p_percent(level, "output", first, second, rules)
    yield _dominance(level, "emissions", sum(own[: rules.largest]), rules, True)
    yield _p_percent(level, "emissions", *_two(own), rules, True)
    if known.band is None:
        yield DisclosureTest(level, "interval", "", None, None, False)
        return
    low, high = known.band
    least, most = cell.low / stringency, cell.value / stringency  # of the mean itself
    if least > 0:
        largest = sum(sample.shares[: rules.largest]) * high / least
        yield _dominance(level, "emissions-worst", largest, rules)
        worst = first * high / least, second * high / least
        yield _p_percent(level, "emissions-worst", *worst, rules)
    width = high - low
    room = min(least - low, high - most) / width if width > 0 else Fraction(0)
    yield DisclosureTest(level, "interval", "", both, room, both <= room)


def position_tests(
    level: str,
    sample: RankedPlants,
    cell: PublicationCell,
    position: Fraction,
    known: GuardValues,
    least: int,
) -> Iterator[DisclosureTest]:
    """The cell holds plants enough and lies in the band; two plants may be anywhere."""
    yield _grid(level, cell, least)
    yield from _in_band(level, cell, known)
    both = sum(_two(sample.shares), Fraction(0))
    yield DisclosureTest(level, "position", "output", both, position, both < position)
    rest = sample.shares[2:]
    needed = _reaching(rest, position)
    spare = len(rest) - needed
    wanted = Fraction(least - 1)
    yield DisclosureTest(level, "room", "", Fraction(spare), wanted, spare >= wanted)


def decile_tests(
    level: str, sample: RankedPlants, cell: PublicationCell, k: int, known: GuardValues, least: int
) -> Iterator[DisclosureTest]:
    """A mean of the best k: of three plants at least, in a wide cell, two of them anywhere."""
    yield DisclosureTest(level, "decile", "", Fraction(k), Fraction(least), k >= least)
    yield _grid(level, cell, least)
    yield from _in_band(level, cell, known)
    room = Fraction(2 * (cell.value - _low(known)), k)
    yield DisclosureTest(level, "width", "", cell.grid, room, cell.grid > room)
    spare = len(sample) - 2 - max(k - 2, least)
    yield DisclosureTest(level, "room", "", Fraction(spare), Fraction(1), spare >= 1)


def together_tests(
    sample: RankedPlants,
    advanced: PublicationCell,
    admission: PublicationCell,
    k: int,
    position: Fraction,
    least: int,
) -> Iterator[DisclosureTest]:
    """Two values of one survey: each has to leave the plants as free as it does alone.

    The cells lie apart, and two plants anywhere with the smallest that fill the best decile and
    its cell make less than the position.
    """
    apart = admission.low - advanced.value
    yield DisclosureTest("advanced", "together", "", apart, Fraction(0), apart >= 0)
    filling = max(k - 2, least)
    rest = sample.shares[2:]
    smallest = sum(rest[len(rest) - filling :], Fraction(0))
    taken = smallest + sum(_two(sample.shares), Fraction(0))
    yield DisclosureTest("advanced", "together", "output", taken, position, taken < position)
    others = rest[: len(rest) - filling]
    spare = len(others) - _reaching(others, position - smallest)
    wanted = Fraction(least - 1)
    yield DisclosureTest("advanced", "room", "together", Fraction(spare), wanted, spare >= wanted)


def difference_test(now: Published, editions: Sequence[Published]) -> DisclosureTest | None:
    """No return serves two editions, unless both are the same values of the same figures.

    Two values of overlapping samples have a difference that is a value of the few plants in which
    they differ; so have two values of a plant that was corrected between them, and one value in two
    cells lies where these overlap. The measure is the most that is shared with an edition that is
    not the same.
    """
    if not editions:
        return None
    others = [e for e in editions if (e.figures, e.values) != (now.figures, now.values)]
    most = Fraction(max((now.shared(e) for e in others), default=0))
    return DisclosureTest("", "differencing", "", most, Fraction(0), not most, sealed=True)


# --- parts


def _two(shares: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    return shares[0], shares[1] if len(shares) > 1 else Fraction(0)


def _dominance(
    level: str, on: str, share: Fraction | int, rules: DisclosureRules, sealed: bool = False
) -> DisclosureTest:
    """The (n, k) rule: the largest few have at most the share k of the total."""
    measure = Fraction(share)
    passed = measure <= rules.dominance
    return DisclosureTest(level, "dominance", on, measure, rules.dominance, passed, sealed)


def _p_percent(
    level: str,
    on: str,
    first: Fraction,
    second: Fraction,
    rules: DisclosureRules,
    sealed: bool = False,
) -> DisclosureTest:
    """The p % rule: what the second leaves unknown of the first is p of it at least.

    All that is beside the two, (1 − s₁ − s₂) of the total, by what the first has.
    """
    measure = (1 - first - second) / first
    return DisclosureTest(level, "p-percent", on, measure, rules.p, measure >= rules.p, sealed)


def _grid(level: str, cell: PublicationCell, least: int) -> DisclosureTest:
    return DisclosureTest(
        level, "grid", "", Fraction(cell.holds), Fraction(least), cell.holds >= least, sealed=True
    )


def _low(known: GuardValues) -> Fraction:
    return known.band[0] if known.band else Fraction(0)


def _in_band(level: str, cell: PublicationCell, known: GuardValues) -> Iterator[DisclosureTest]:
    """Below and above the cell there is room in the band for plants anywhere."""
    low = _low(known)
    yield DisclosureTest(level, "band-low", "", cell.low, low, cell.low >= low)
    if known.band is not None:
        high = known.band[1]
        yield DisclosureTest(level, "band-high", "", cell.value, high, cell.value < high)


def _reaching(shares: Sequence[Fraction], position: Fraction) -> int:
    """How many of the largest it takes to make a share of the output; more than all if too few."""
    total = Fraction(0)
    for count, share in enumerate(shares, 1):
        total += share
        if total >= position:
            return count
    return len(shares) + 1
