"""How much of the variance each input brings: Sobol indices, by SciPy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.uncertainty.shapes import Shape, quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carbon_eia.uncertainty.shapes import Drawn

    Array = NDArray[np.float64]

__all__ = ["Index", "sobol"]

MOST_NUMBERS = 2**23
"""Most numbers of a design (64 MB): with many inputs the base sample is halved until it fits."""


class Index(NamedTuple):
    """``first``: the share of variance that an input brings alone; ``total``: with all others."""

    first: float
    total: float


def sobol(
    shapes: Sequence[Shape],
    within: Collection[int],
    evaluate: Callable[[Sequence[Drawn]], Array],
    base: int,
    seed: int,
) -> tuple[dict[int, Index], int]:
    """Indices by the number of the input, for those ``within`` the result that are drawn.

    The second of the pair is the base sample that was used.

    Saltelli's design over a scrambled Sobol sequence, so that the seed fixes it.
    """
    drawn = [k for k, s in enumerate(shapes) if s.name != "constant" and k in within]
    if not drawn:
        return {}, 0
    import numpy as np
    from scipy.stats import sobol_indices, uniform

    while base > 16 and base * (len(drawn) + 2) * len(drawn) > MOST_NUMBERS:
        base //= 2

    extremes: list[float] = []

    def results(design: Array) -> Array:
        """The result at each column of a design, whose rows are probabilities of the inputs."""
        values: list[Drawn] = [s.parameters[0] for s in shapes]
        for row, k in enumerate(drawn):
            values[k] = quantile(shapes[k], _inside(design[row]))
        made = np.array(np.broadcast_to(evaluate(values), design.shape[1:]))
        extremes.extend((made.min(), made.max()))
        return made

    generator = np.random.default_rng(seed)
    indices = sobol_indices(func=results, n=base, dists=[uniform()] * len(drawn), rng=generator)
    if min(extremes) == max(extremes):  # no variance to share out
        return {k: Index(0, 0) for k in drawn}, base
    first, total = (np.atleast_1d(x) for x in (indices.first_order, indices.total_order))
    return {k: Index(float(first[i]), float(total[i])) for i, k in enumerate(drawn)}, base


def _inside(u: Array) -> Array:
    """Probabilities strictly between 0 and 1: the sequence may hold 0, whose quantile is −∞."""
    import numpy as np

    tiny = 1 / 2**40
    return np.clip(u, tiny, 1 - tiny)
