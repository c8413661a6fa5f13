"""The attacker: whoever knows one plant, all outputs, the band and the rules learns no other.

Surveys are enumerated whole. Of each, everything that is published is noted; then, for every
attacker and every other plant, which intensities that plant may have in all surveys in which the
same is published and the attacker's plant is the same. They must reach from one end of the band to
the other, as they did before anything was published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from carbon_eia.standards import Choice, Chosen, GuardValues, Plant, StandardRules
from carbon_eia.standards.methods import Sample
from carbon_eia.standards.publication import Publication, publication
from tests.standards.conftest import KNOWN, plants

Groups = Sequence[tuple[int, int]]
"""Plants of one output: how many, and the output."""


def seen(found: Publication) -> tuple[object, ...]:
    """Everything that is published: values with their grids and methods, and the tests."""
    if not found.allowed:
        return ("nothing is published",)
    values = [
        (v.level, v.method, v.published, v.grid)
        for v in (found.admission, found.advanced)
        if v is not None and v.published is not None
    ]
    # a test that is not sealed may be printed with its measure
    published = {"", *(v[0] for v in values if v[1] != "gb1")}
    tests = [t for t in found.tests if t.level in published]
    told = [(t.level, t.name, t.on, t.passed, None if t.sealed else t.measure) for t in tests]
    return (*values, *told)


Survey = tuple[tuple[Fraction, ...], ...]
"""Intensities by group, in rising order."""


def surveys(groups: Groups, levels: Sequence[Fraction]) -> Iterator[Survey]:
    """Every survey of plants with these outputs."""
    yield from product(*(combinations_with_replacement(levels, count) for count, _ in groups))


def as_plants(groups: Groups, survey: Sequence[Sequence[Fraction]]) -> list[Plant]:
    """The plants of a survey."""
    intensities = [x for group in survey for x in group]
    return plants(intensities, [output for count, output in groups for _ in range(count)])


def learnt(
    groups: Groups,
    levels: Sequence[Fraction],
    rules: StandardRules,
    choice: Choice,
    known: GuardValues,
) -> tuple[list[str], int]:
    """What some attacker learns of some plant in some survey, and how many are published."""
    count = 0
    by_seen: dict[tuple[object, ...], list[Survey]] = defaultdict(list)
    for survey in surveys(groups, levels):
        found = publication(Sample(as_plants(groups, survey)), choice, rules, known)
        count += found.allowed
        by_seen[seen(found)].append(survey)
    problems = []
    low, high = levels[0], levels[-1]
    for what, consistent in by_seen.items():
        ends: dict[tuple[int, Fraction, int], set[Fraction]] = defaultdict(set)
        for survey in consistent:
            for attacker, own in {(g, x) for g, group in enumerate(survey) for x in group}:
                for target, group in enumerate(survey):
                    others = list(group)
                    if target == attacker:
                        others.remove(own)
                    ends[attacker, own, target].update(others)
        for (attacker, own, target), values in ends.items():
            if values and (min(values) > low or max(values) < high):
                problems.append(f"{what}: {attacker} at {own} knows {sorted(values)} of {target}")
    return problems, count


def evenly(low: str, high: str, count: int) -> list[Fraction]:
    """``count`` intensities from end to end of a band."""
    first, last = Fraction(low), Fraction(high)
    return [first + (last - first) * i / (count - 1) for i in range(count)]


MEAN = Choice(8, Chosen("weighted-mean", Fraction(8, 10)), Chosen("gb1"))


@pytest.mark.parametrize(
    "groups",
    [
        [(8, 1)],
        [(10, 1)],
        [(12, 1)],
        [(2, 2), (8, 1)],
        [(1, 3), (9, 1)],
        [(1, 2), (3, 1), (6, 1)],
        [(1, 12), (7, 1)],
    ],
    ids=str,
)
def test_a_mean_gives_no_plant_away(groups: Groups, rules: StandardRules) -> None:
    """Equal plants, a few larger ones, one that is most of the output: of none is more known."""
    problems, published = learnt(groups, evenly("0.4", "1.6", 5), rules, MEAN, KNOWN)
    assert not problems, problems[:3]
    dominated = groups[0][1] > 3
    assert published == 0 if dominated else published > 0
