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

import carbon_eia.standards.publication as module
from carbon_eia.standards import (
    Chosen,
    GuardValues,
    MethodChoice,
    Plant,
    Published,
    PublishedValue,
    StandardRules,
    derive,
)
from carbon_eia.standards.publication import Publication, publication
from carbon_eia.standards.value_methods import RankedPlants
from tests.standards.conftest import KNOWN, plants, spread_evenly

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
    choice: MethodChoice,
    known: GuardValues,
) -> tuple[list[str], int]:
    """What some attacker learns of some plant in some survey, and how many are published."""
    count = 0
    by_seen: dict[tuple[object, ...], list[Survey]] = defaultdict(list)
    for survey in surveys(groups, levels):
        found = publication(RankedPlants(as_plants(groups, survey)), choice, rules, known)
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


MEAN = MethodChoice(8, Chosen("weighted-mean", Fraction(8, 10)), Chosen("gb1"))


@pytest.mark.slow(every=2)
@pytest.mark.parametrize(
    "groups",
    [
        [(8, 1)],
        [(9, 1)],
        [(10, 1)],
        [(11, 1)],
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


FINE = GuardValues(gb1=Fraction("1"), gb2=Fraction("1.8"), band=(Fraction("1.0"), Fraction("2.0")))


@pytest.mark.slow(every=2)
@pytest.mark.parametrize(
    ("groups", "position", "steps"),
    [
        ([(7, 1)], Fraction(2, 5), 6),
        ([(7, 1)], Fraction(2, 5), 11),
        ([(8, 1)], Fraction(3, 10), 6),
        ([(9, 1)], Fraction(1, 2), 6),
        ([(12, 1)], Fraction(1, 4), 5),
        ([(1, 2), (8, 1)], Fraction(2, 5), 6),
        ([(2, 2), (7, 1)], Fraction(2, 5), 5),
        ([(1, 6), (6, 1)], Fraction(1, 2), 5),
    ],
    ids=str,
)
def test_a_position_gives_no_plant_away(
    groups: Groups, position: Fraction, steps: int, rules: StandardRules
) -> None:
    """A position on a grid in whose cell three plants lie, in samples much smaller than allowed."""
    choice = MethodChoice(5, Chosen("position", position), Chosen("gb1"))
    coarse = rules._replace(disclosure=rules.disclosure._replace(digits=2))
    problems, published = learnt(groups, evenly("1.0", "2.0", steps), coarse, choice, FINE)
    assert not problems, problems[:3]
    assert (published > 0) == (groups[0][1] < 6)


@pytest.mark.slow(every=2)
@pytest.mark.parametrize(
    ("groups", "share", "steps"),
    [
        ([(10, 1)], Fraction(3, 10), 6),
        ([(8, 1)], Fraction(1, 2), 6),
        ([(7, 1)], Fraction(3, 7), 11),
        ([(12, 1)], Fraction(1, 2), 5),
    ],
    ids=str,
)
def test_a_mean_of_the_best_gives_no_plant_away(
    groups: Groups, share: Fraction, steps: int, rules: StandardRules
) -> None:
    """The mean of the best three, four or six, on a grid that is widened until two of them may be
    at the low end of the band."""
    choice = MethodChoice(5, Chosen("best-decile", share), Chosen("gb1"))
    coarse = rules._replace(disclosure=rules.disclosure._replace(digits=2))
    problems, published = learnt(groups, evenly("1.0", "2.0", steps), coarse, choice, FINE)
    assert not problems, problems[:3]
    assert published > 0


@pytest.mark.slow(every=3)
@pytest.mark.parametrize(
    ("n", "share", "position"),
    [
        (12, Fraction(1, 4), Fraction(1, 2)),
        (12, Fraction(1, 3), Fraction(1, 2)),
        (10, Fraction(3, 10), Fraction(3, 5)),
    ],
)
def test_two_values_of_one_survey_give_no_plant_away(
    n: int, share: Fraction, position: Fraction, rules: StandardRules
) -> None:
    """A mean of the best and a position together; and also where only one of them is published,
    which says that the other may not be."""
    choice = MethodChoice(5, Chosen("position", position), Chosen("best-decile", share))
    coarse = rules._replace(disclosure=rules.disclosure._replace(digits=2))
    problems, published = learnt([(n, 1)], evenly("1.0", "2.0", 6), coarse, choice, FINE)
    assert not problems, problems[:3]
    assert published > 0


@pytest.mark.parametrize(
    ("tests", "groups", "choice", "known"),
    [
        ("mean_tests", [(1, 3), (9, 1)], MEAN, KNOWN),
        ("mean_tests", [(8, 1)], MEAN, KNOWN),
        (
            "position_tests",
            [(1, 6), (6, 1)],
            MethodChoice(5, Chosen("position", Fraction(1, 2)), Chosen("gb1")),
            FINE,
        ),
        (
            "together_tests",
            [(10, 1)],
            MethodChoice(
                5, Chosen("position", Fraction(2, 5)), Chosen("best-decile", Fraction(3, 10))
            ),
            FINE,
        ),
    ],
    ids=["mean, one large", "mean, few", "position, one large", "together"],
)
def test_the_usual_rules_alone_give_plants_away(
    tests: str,
    groups: Groups,
    choice: MethodChoice,
    known: GuardValues,
    rules: StandardRules,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threshold, dominance, p % and a grid with three plants in its cell are not enough: without
    the tests of this assessment the attacker learns more than the band. This test shows that the
    enumeration can fail."""
    dropped = {"interval", "position", "room", "together"}
    run = getattr(module, tests)
    monkeypatch.setattr(
        module, tests, lambda *a: (t for t in run(*a) if t.name not in dropped), raising=True
    )
    coarse = rules._replace(disclosure=rules.disclosure._replace(digits=2))
    low, high = known.band or (Fraction(0), Fraction(1))
    levels = evenly(str(float(low)), str(float(high)), 6)
    problems, published = learnt(groups, levels, coarse, choice, known)
    assert published
    assert problems


def test_whatever_else_is_published_follows_from_the_values(rules: StandardRules) -> None:
    """That a reason is needed, guards, tests that were passed: the same for every survey of which
    the same values are published, whatever its plants. Only the sealed reason tells more."""
    quick = rules._replace(draws=10, influence=0)
    told: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for survey in surveys([(8, 1)], evenly("0.4", "1.6", 4)):
        sample = as_plants([(8, 1)], survey)
        found = derive(sample, quick, KNOWN)
        guards = tuple((g.name, g.kept) for g in found.guards if not g.sealed)
        tests = tuple((t.name, t.level, t.on) for t in found.tests_passed)
        published = found.outcome == "derived"
        public = (found.needs_reason, guards, tests) if published else ()
        told[seen(publication(RankedPlants(sample), MEAN, rules, KNOWN))].add(
            (found.outcome, public)
        )
    assert len(told) > 2
    assert all(len(public) == 1 for public in told.values())


@pytest.mark.parametrize("n", range(1, 8))
def test_nothing_of_a_few_plants_is_published(n: int, rules: StandardRules) -> None:
    """Below eight plants no value follows from the survey: there is nothing to learn from."""
    found = derive(spread_evenly(n), rules, KNOWN)
    assert (found.admission, found.advanced, found.guards, found.tests) == (None, None, (), ())


# --- the tests of what is published, one by one


def of(found: Publication, level: str, name: str, on: str = "") -> tuple[object, object, bool]:
    """Measure, limit and result of a test."""
    test = next(t for t in found.tests if (t.level, t.name, t.on) == (level, name, on))
    return test.measure, test.limit, test.passed


def test_dominance_and_p_percent_are_measured_on_output_and_on_emissions(
    rules: StandardRules,
) -> None:
    """Outputs 500, 200 and 6 × 50 of 1 000: the two largest have 70 %, and 300 t beside them are
    60 % of the largest. The emission of the two is 450 + 180 of 960 t."""
    known = KNOWN._replace(band=(Fraction("0.4"), Fraction("1.6")))
    sample = RankedPlants(plants(["0.9", "0.9", *["1.1"] * 6], [500, 200, *[50] * 6]))
    found = publication(sample, MEAN, rules, known)
    share, p = Fraction(85, 100), Fraction(20, 100)
    assert of(found, "admission", "dominance", "output") == (Fraction(7, 10), share, True)
    assert of(found, "admission", "p-percent", "output") == (Fraction(6, 10), p, True)
    assert of(found, "admission", "dominance", "emissions") == (Fraction(630, 960), share, True)
    assert of(found, "admission", "p-percent", "emissions") == (Fraction(330, 450), p, True)
    assert not found.allowed  # 70 % of the output move the mean through most of the band


@pytest.mark.parametrize(
    ("outputs", "dominance", "p_percent"),
    [
        ([425, 425, *[25] * 6], True, True),  # 85 % of 1 000, 150 t beside them are 35 %
        ([430, 425, *[25] * 6], False, True),
        ([750, 100, *[25] * 6], True, True),  # 150 t beside the two are exactly 20 %
        ([760, 90, *[25] * 6], True, False),
    ],
)
def test_dominance_and_p_percent_at_their_limits(
    outputs: list[int], dominance: bool, p_percent: bool, rules: StandardRules
) -> None:
    """Equal to the limit passes: 85 % for the two largest, 20 % of the largest beside them."""
    found = publication(RankedPlants(plants(["0.9"] * 8, outputs)), MEAN, rules, KNOWN)
    for on in ("output", "emissions"):
        assert of(found, "admission", "dominance", on)[2] is dominance
        assert of(found, "admission", "p-percent", on)[2] is p_percent
    assert not found.allowed


def test_a_mean_needs_a_public_band(rules: StandardRules) -> None:
    """Where nobody knows between which ends the sector lies, any mean says something."""
    found = publication(RankedPlants(spread_evenly(12)), MEAN, rules, KNOWN._replace(band=None))
    assert not found.allowed
    assert of(found, "admission", "interval") == (None, None, False)


def test_a_position_is_rounded_up_until_three_plants_share_its_cell(rules: StandardRules) -> None:
    """P20 of 25 equal plants is the fifth, 0.843. Level 2 is 1.1, so grids are 0.01, 0.02, 0.04:
    the first whose cell holds three has (0.84, 0.88], with 0.843, 0.853, 0.863 and 0.873."""
    choice = MethodChoice(20, Chosen("position", Fraction(1, 5)), Chosen("gb1"))
    found = publication(RankedPlants(spread_evenly(25, "0.803")), choice, rules, KNOWN)
    assert found.allowed
    assert found.admission.exact == Fraction("0.843")
    assert found.admission.published == Fraction("0.88")
    assert found.admission.grid == Fraction("0.04")
    assert found.admission.holds == 4


def test_nothing_is_published_that_passes_the_value_of_level_2(rules: StandardRules) -> None:
    """A value at that of GB level 2 is published; beyond it, nothing of the survey is."""
    choice = MethodChoice(20, Chosen("position", Fraction(1, 5)), Chosen("gb1"))
    sample = RankedPlants(spread_evenly(25, "0.803"))
    at = publication(sample, choice, rules, KNOWN._replace(gb2=Fraction("0.864")))
    assert at.allowed
    beyond = publication(sample, choice, rules, KNOWN._replace(gb2=Fraction("0.8639")))
    assert not beyond.allowed
    assert beyond.admission.published is None


def test_a_published_mean_of_the_best_rests_on_three_plants(rules: StandardRules) -> None:
    """At 30 plants the best decile has three, at 20 two: a mean of two is never published."""
    choice = MethodChoice(20, Chosen("best-decile"), Chosen("gb1"))
    known = KNOWN._replace(band=(Fraction("0.75"), Fraction("1.6")))
    thirty = publication(RankedPlants(spread_evenly(30)), choice, rules, known)
    assert thirty.allowed
    assert thirty.admission.published is not None
    twenty = publication(RankedPlants(spread_evenly(20)), choice, rules, known)
    assert not twenty.allowed
    assert of(twenty, "admission", "decile") == (2, 3, False)


def test_thirty_plants_may_have_both_values_published(rules: StandardRules) -> None:
    """Mean of the best decile as advanced value, P20 as admission value, each in a cell of its own,
    where the plants lie far enough from each other."""
    choice = rules.choice(40)
    assert choice is not None
    known = KNOWN._replace(band=(Fraction("0.75"), Fraction("1.9")), gb2=Fraction("1.5"))
    found = publication(RankedPlants(spread_evenly(40, "0.8", "0.02")), choice, rules, known)
    assert found.allowed
    assert found.advanced is not None
    assert (found.advanced.method, found.admission.method) == ("best-decile", "position")
    assert found.advanced.published is not None
    assert found.admission.published is not None
    assert found.advanced.published <= found.admission.published


def test_no_return_serves_two_editions(rules: StandardRules) -> None:
    """The same sample again is the same edition; one plant more or less, another method or another
    cell gives a difference that is a few plants' own; returns of another year share none."""
    sample = spread_evenly(12)
    known = KNOWN._replace(band=(Fraction("0.4"), Fraction("1.4")))
    value = publication(RankedPlants(sample), MEAN, rules, known).admission.published
    used = (PublishedValue(MEAN.admission.method, MEAN.admission.value, value),)

    def allowed(before: list[Plant], values: tuple[PublishedValue, ...] = used) -> bool:
        before_that = Published("0", tuple(spread_evenly(12, "0.6")), used)
        editions = [Published("1", tuple(before), values), before_that]
        return publication(RankedPlants(sample), MEAN, rules, known, editions).allowed

    assert allowed(sample)
    assert not allowed(sample, (PublishedValue("position", Fraction(1, 5), value),))
    assert not allowed(sample, (used[0]._replace(value=Fraction("0.7")),))
    assert not allowed(sample[:-1])
    assert not allowed([*sample, sample[0]._replace(key="x")])
    assert not allowed([*spread_evenly(11, "0.9"), sample[0]])
    assert allowed(spread_evenly(12, "0.805"))
