"""How much of the variance each input brings: Sobol indices, by SALib."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from carbon_eia.errors import MachineError, Problem
from carbon_eia.uncertainty.shapes import Shape, quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    evaluate: Callable[[Sequence[Any]], Array],
    base: int,
    seed: int,
) -> tuple[dict[int, Index], int]:
    """Indices by the number of the input, for those ``within`` the result that are drawn.

    The second of the pair is the base sample that was used.

    Saltelli's design over a scrambled Sobol sequence, so that the seed fixes it.

    Raises MachineError CE-Q013 where SALib is not installed.
    """
    drawn = [k for k, s in enumerate(shapes) if s.name != "constant" and k in within]
    if not drawn:
        return {}, 0
    try:
        from SALib.analyze.sobol import analyze
        from SALib.sample.sobol import sample
    except ImportError:
        raise MachineError(Problem("CE-Q013", params={"package": "SALib"})) from None
    while base > 16 and base * (len(drawn) + 2) * len(drawn) > MOST_NUMBERS:
        base //= 2
    names = [str(k) for k in drawn]
    problem = {"num_vars": len(drawn), "names": names, "bounds": [[0, 1]] * len(drawn)}
    design = sample(problem, base, calc_second_order=False, seed=seed)
    values: list[Any] = [s.parameters[0] for s in shapes]
    for column, k in enumerate(drawn):
        values[k] = quantile(shapes[k], _inside(design[:, column]))
    results = evaluate(values)
    if results.std() == 0:
        return {k: Index(0, 0) for k in drawn}, base
    found = analyze(problem, results, calc_second_order=False, num_resamples=2, seed=seed)
    pairs = zip(drawn, found["S1"], found["ST"], strict=True)
    return {k: Index(float(first), float(total)) for k, first, total in pairs}, base


def _inside(u: Array) -> Array:
    """Probabilities strictly between 0 and 1: the sequence may hold 0, whose quantile is −∞."""
    import numpy as np

    tiny = 1 / 2**40
    return np.clip(u, tiny, 1 - tiny)
