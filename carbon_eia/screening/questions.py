"""The mandatory limits of rows of one shape, as questions about their figures."""

from __future__ import annotations

from typing import Any, NamedTuple

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import EnergyComparison, EnergyFindings, MandatoryLimit
from carbon_eia.rules import Mandate
from carbon_eia.screening.sums import Sum
from carbon_eia.screening.thresholds import Threshold, cleared

__all__ = ["Questions", "questions"]


class Questions(NamedTuple):
    """What is asked of each row, and the limits as they stand after the answers.

    ``asked``: for each limit of ``given`` the comparisons that are asked about, strictest first; a
    limit that no figure decides has none.
    """

    thresholds: tuple[Threshold, ...]
    asked: tuple[tuple[EnergyComparison, ...], ...]
    given: Mandate | None

    def mandate(self, answers: int) -> Mandate | None:
        """The mandate of a row; a bit of ``answers`` for each threshold says that it is kept."""
        if self.given is None:
            return None
        limits = []
        for limit, comparisons in zip(self.given.limits, self.asked, strict=True):
            kept = [bool(answers >> n & 1) for n in range(len(comparisons))]
            answers >>= len(comparisons)
            limits.append(_at(limit, comparisons, kept) if comparisons else limit)
        return self.given._replace(limits=tuple(limits))


def questions(a: Assessment, specific: EnergyFindings) -> Questions:
    """The questions that the mandatory limits of an assessment ask of every row of its shape;
    ``specific``: its specific energies, as sums of what is typed.

    Raises Unordered where the figures of a row decide what is compared.
    """
    mandate = a.facts[0].mandate
    if mandate is None:
        return Questions((), (), None)
    symbolic = _by_id(specific)
    thresholds: list[Threshold] = []
    asked: list[tuple[EnergyComparison, ...]] = []
    for limit in mandate.limits:
        comparisons = _decisive(limit)
        asked.append(comparisons)
        for c in comparisons:
            value: Any = symbolic[c.id].value
            figure, per = cleared(value if isinstance(value, Sum) else Sum({(): value}))
            thresholds.append(Threshold(figure, per, c.limit))
    return Questions(tuple(thresholds), tuple(asked), mandate)


def _by_id(findings: EnergyFindings) -> dict[str, EnergyComparison]:
    every = (*findings.comparisons, *findings.candidates)
    return {c.id: c for c in every if isinstance(c, EnergyComparison)}


def _decisive(limit: MandatoryLimit) -> tuple[EnergyComparison, ...]:
    """The comparisons on which the state of a limit turns: the strictest, and the laxest."""
    comparisons = limit.comparisons
    if not comparisons or limit.gap is not None or not all(c.judged for c in comparisons):
        return ()
    low, high = limit.strictest, limit.laxest
    return (low,) if low.limit * low.unit.factor == high.limit * high.unit.factor else (low, high)


def _at(
    limit: MandatoryLimit, asked: tuple[EnergyComparison, ...], kept: list[bool]
) -> MandatoryLimit:
    """A limit with a figure that equals the strictest value that is kept, or exceeds them all."""
    for c, holds in zip(asked, kept, strict=True):
        if holds:
            value = c.limit * c.unit.factor
            break
    else:
        high = asked[-1]
        value = (high.limit + abs(high.limit) + 1) * high.unit.factor
    return limit._replace(
        comparisons=tuple(c._replace(value=value / c.unit.factor) for c in limit.comparisons)
    )
