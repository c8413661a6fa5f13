"""How much of the variance each input brings: Sobol indices, by SciPy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.uncertainty.distributions import Distribution

if TYPE_CHECKING:
    from carbon_eia.uncertainty.distributions import Array, Drawn

__all__ = ["SobolIndex", "sobol"]

MOST_NUMBERS = 2**23
"""Most numbers of a design (64 MB): with many inputs the base sample is halved until it fits."""


class SobolIndex(NamedTuple):
    """``first``: the share of variance that an input brings alone; ``total``: with all others."""

    first: float
    total: float


def sobol(
    distributions: Sequence[Distribution],
    within: Collection[int],
    evaluate: Callable[[Sequence[Drawn]], Drawn],
    base: int,
    seed: int,
) -> tuple[dict[int, SobolIndex], int]:
    """Indices by the number of the input, for those ``within`` the result that are drawn.

    The second of the pair is the base sample that was used.

    Saltelli's design over a scrambled Sobol sequence, so that the seed fixes it.
    """
    drawn = [k for k, d in enumerate(distributions) if d.is_drawn and k in within]
    if not drawn:
        return {}, 0
    import numpy as np
    from scipy.stats import sobol_indices

    while base > 16 and base * (len(drawn) + 2) * len(drawn) > MOST_NUMBERS:
        base //= 2

    extremes: list[float] = []

    def results(design: Array) -> Array:
        """The result at each column of a design, whose rows are values of the drawn inputs."""
        values: list[Drawn] = [d.parameters[0] for d in distributions]
        for row, k in enumerate(drawn):
            values[k] = design[row]
        made = np.array(np.broadcast_to(evaluate(values), design.shape[1:]))
        extremes.extend((made.min(), made.max()))
        return made

    generator = np.random.default_rng(seed)
    dists = [distributions[k] for k in drawn]
    indices = sobol_indices(func=results, n=base, dists=dists, rng=generator)
    if min(extremes) == max(extremes):  # no variance to share out
        return {k: SobolIndex(0, 0) for k in drawn}, base
    first, total = (np.atleast_1d(x) for x in (indices.first_order, indices.total_order))
    return {k: SobolIndex(float(first[i]), float(total[i])) for i, k in enumerate(drawn)}, base
