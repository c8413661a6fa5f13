"""From a sample to a standard: methods by n, flags, bands, guards, and what is sealed."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.reference import World, open_world
from carbon_eia.standards import (
    Chosen,
    GuardValues,
    MethodChoice,
    StandardRules,
    derive,
    standard_rules,
)
from carbon_eia.standards.outliers import outliers
from carbon_eia.standards.sampling import bootstrap_values, times_drawn
from carbon_eia.standards.value_methods import RankedPlants, value_by
from tests.conftest import AS_OF
from tests.standards.conftest import KNOWN, plant, plants, spread_evenly

RULES = standard_rules(open_world(AS_OF))
WIDE = KNOWN._replace(band=(Fraction("0.4"), Fraction("1.4")))


@pytest.mark.parametrize(
    ("n", "outcome", "reason", "admission", "advanced"),
    [
        (1, "none", "too_few", None, None),
        (4, "none", "too_few", None, None),
        (5, "range", "range_only", None, None),
        (7, "range", "range_only", None, None),
        (8, "derived", "", "weighted-mean", "gb1"),
        (19, "derived", "", "weighted-mean", "gb1"),
        (20, "derived", "", "position", "gb1"),
        (29, "derived", "", "position", "gb1"),
        (30, "derived", "", "position", "gb1"),
        (31, "derived", "", "position", "gb1"),
        (100, "derived", "", "position", "best-decile"),
    ],
)
def test_the_number_of_plants_decides_on_the_method(
    n: int, outcome: str, reason: str, admission: str | None, advanced: str | None
) -> None:
    """Below 5 none; 5–7 between the values of the energy limit; 8–19 mean × 0.8; from 20 P20."""
    found = derive(spread_evenly(n), RULES, WIDE)
    assert (found.outcome, found.reason, found.n) == (outcome, reason, n)
    assert (found.admission and found.admission.method) == admission
    assert (found.advanced and found.advanced.method) == advanced
    assert found.k == ceil(n / 10)
    assert (found.gb1, found.gb2) == (WIDE.gb1, WIDE.gb2)


@pytest.mark.parametrize(
    ("share", "value"),
    [
        ("0.05", "0.8"),
        ("0.10", "0.8"),  # met exactly: 10 of 100
        ("0.11", "0.9"),
        ("0.15", "0.9"),
        ("0.16", "1.0"),
        ("0.20", "1.0"),
        ("0.40", "1.0"),
        ("0.41", "1.1"),
        ("1", "1.2"),
    ],
)
def test_a_weighted_position_worked_out_by_hand(share: str, value: str) -> None:
    """Outputs 10, 5, 25, 40, 20 of intensities 0.8 to 1.2 make 10, 15, 40, 80, 100 % of the output:
    the first that reaches the share, and nothing between two plants."""
    sample = RankedPlants(plants(["1.0", "0.8", "1.2", "0.9", "1.1"], [25, 10, 20, 5, 40]))
    assert sample.position(Fraction(share)) == Fraction(value)


@pytest.mark.parametrize(
    ("n", "k", "value"),
    [(29, 3, "2"), (30, 3, "2"), (31, 4, "2.5"), (40, 4, "2.5"), (41, 5, "3"), (100, 10, "5.5")],
)
def test_the_best_decile_has_a_tenth_of_the_plants_rounded_up(n: int, k: int, value: str) -> None:
    """k = ⌈n ÷ 10⌉; of plants at 1, 2, 3 … the mean of the first k is (k + 1) ÷ 2."""
    sample = RankedPlants(plants(range(n, 0, -1)))
    assert sample.best_decile(Fraction(1, 10)) == Fraction(value) == Fraction(k + 1, 2)


def test_no_range_without_both_values_of_the_energy_limit() -> None:
    """Five plants and no value of level 1: there is nothing between which a value could be set."""
    assert derive(spread_evenly(5), RULES, WIDE._replace(gb1=None)).outcome == "none"


def test_no_plants_have_no_value() -> None:
    """An empty sample is none, not an error."""
    found = derive([], RULES, WIDE)
    assert (found.outcome, found.reason, found.best, found.flags) == ("none", "too_few", None, None)


def test_the_best_decile_gives_the_advanced_value_of_thirty() -> None:
    """It may stand beside P20 only in a cell of its own; else level 1 takes its place."""
    known = GuardValues(Fraction("0.78"), Fraction("1.5"), (Fraction("0.75"), Fraction("1.9")))
    found = derive(spread_evenly(40, "0.8", "0.02"), RULES, known)
    assert found.advanced is not None
    assert found.advanced.method == "best-decile"
    assert found.advanced.exact == Fraction("0.83")  # (0.80 + 0.82 + 0.84 + 0.86) / 4
    assert {t.level for t in found.tests_passed} == {"", "admission", "advanced"}


def test_the_instrument_may_choose_a_method_but_not_below_its_least() -> None:
    """P10 of 24 plants, because the instrument says so; a best decile of 24 is refused."""
    tenth = RULES._replace(
        chosen=MethodChoice(0, Chosen("position", Fraction(1, 10)), Chosen("gb1"))
    )
    found = derive(spread_evenly(24), tenth, WIDE)
    assert found.admission is not None
    assert found.admission.exact == Fraction("0.82")
    decile = RULES._replace(chosen=MethodChoice(0, Chosen("best-decile"), Chosen("gb1")))
    assert derive(spread_evenly(24), decile, WIDE).reason == "method_needs_more"
    assert derive(spread_evenly(7), tenth, WIDE).reason == "range_only"


def test_where_nothing_may_be_published_there_is_no_draft_value() -> None:
    """Outcome ``range``, the reason, the failed test; the exact figure is in the sealed record."""
    found = derive(plants(["0.9"] * 20, [1000, *[50] * 19]), RULES, WIDE)
    assert (found.outcome, found.reason) == ("range", "disclosure")
    assert found.admission is not None
    assert found.admission.published is None
    assert found.admission.exact == Fraction("0.9")
    assert found.tests_passed == ()
    beyond = derive(spread_evenly(24, "1.2"), RULES, WIDE)
    assert (beyond.outcome, beyond.reason) == ("range", "beyond_gb2")


# --- guards


def test_guards_of_a_draft() -> None:
    """best ≤ admission, advanced ≤ admission ≤ level 2: each with both sides; best is sealed."""
    found = derive(spread_evenly(24), RULES, WIDE)
    kept = {g.name: (g.kept, g.sealed) for g in found.guards}
    assert kept == {
        "advanced-admission": (True, False),
        "best-admission": (True, True),
        "admission-gb2": (True, False),
    }
    assert not found.needs_reason


def test_a_mean_below_every_plant_breaks_a_guard_that_is_not_published() -> None:
    """0.8 × the mean of twelve like plants lies below the best. A reason is needed, and as well
    where it does not: else that one is needed would say so of each plant."""
    below = derive(spread_evenly(12), RULES, WIDE)
    assert next(g for g in below.guards if g.name == "best-admission").kept is False
    above = derive([*spread_evenly(11, "1.0"), plant("best", "0.5")], RULES, WIDE)
    assert next(g for g in above.guards if g.name == "best-admission").kept is True
    assert below.needs_reason
    assert above.needs_reason
    mean = RULES._replace(
        chosen=MethodChoice(0, Chosen("weighted-mean", Fraction(1)), Chosen("gb1"))
    )
    assert not derive(spread_evenly(12), mean, WIDE).needs_reason


def test_an_advanced_value_above_the_admission_value_needs_a_reason() -> None:
    """Level 1 at 0.95, P20 at 0.85: the guard is broken, and everybody can see it."""
    found = derive(spread_evenly(24), RULES, WIDE._replace(gb1=Fraction("0.95")))
    guard = next(g for g in found.guards if g.name == "advanced-admission")
    assert (guard.kept, guard.sealed) == (False, False)
    assert found.needs_reason


def test_a_guard_that_cannot_be_checked_is_not_kept() -> None:
    """Without a value of level 2 nobody knows whether the draft keeps within it."""
    found = derive(spread_evenly(24), RULES, WIDE._replace(gb2=None))
    assert next(g for g in found.guards if g.name == "admission-gb2").kept is None
    assert found.needs_reason


# --- flags and influence


def test_outliers_are_flagged_by_the_median_and_removed_by_nobody() -> None:
    """z = (ln x − median) ÷ (1.4826 × MAD): of 1, 2, 4, 8, 1024 it is 8 × ln 2 ÷ (1.4826 × ln 2)
    for the last."""
    sample = plants([1, 2, 4, 8, 1024])
    flags = outliers(sample, Fraction("3.5"), Fraction("1.4826"))
    assert [f.key for f in flags.flagged] == ["p05"]
    assert float(flags.flagged[0].z) == pytest.approx(8 / 1.4826, abs=1e-4)
    assert not flags.no_spread


def test_where_most_plants_are_alike_nobody_is_flagged_and_it_is_said() -> None:
    """The MAD of 1, 1, 1, 1, 50 is 0: a z would be infinite for every other plant."""
    flags = outliers(plants([1, 1, 1, 1, 50]), Fraction("3.5"), Fraction("1.4826"))
    assert flags.flagged == ()
    assert flags.no_spread


def test_values_without_flagged_plants_and_without_each_plant() -> None:
    """24 plants and one at 5: its influence stands first, then that of each plant in turn."""
    sample = [*spread_evenly(24), plant("odd", 5)]
    found = derive(sample, RULES, WIDE)
    assert found.flags is not None
    assert [f.key for f in found.flags.flagged] == ["odd"]
    assert found.influence[0].without == ("odd",)
    assert found.influence[0].admission == RankedPlants(spread_evenly(24)).position(Fraction(1, 5))
    assert len(found.influence) == 1 + 25
    assert found.n == 25  # a flag removes nobody


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 30)), min_size=2, max_size=12),
    st.sampled_from(
        [
            ("weighted-mean", Fraction(4, 5)),
            ("position", Fraction(1, 5)),
            ("best-decile", Fraction(1, 10)),
            ("best", None),
        ]
    ),
)
def test_leaving_one_out_is_the_value_of_the_others(
    drawn: list[tuple[int, int]], method: tuple[str, Fraction | None]
) -> None:
    """The short way to a value without one plant gives what the sample without it gives."""
    sample = RankedPlants(plants([x for x, _ in drawn], [q for _, q in drawn]))
    for i in range(len(sample)):
        rest = RankedPlants([p for j, p in enumerate(sample.plants) if j != i])
        assert value_by(sample, *method, i) == value_by(rest, *method)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 30)), min_size=1, max_size=12),
    st.integers(1, 9),
    st.randoms(),
)
def test_values_do_not_depend_on_order_or_units(
    drawn: list[tuple[int, int]], times: int, random: object
) -> None:
    """Any order of the returns, outputs in another unit: the same values, k times as large where
    intensities are."""
    sample = plants([x for x, _ in drawn], [q for _, q in drawn])
    shuffled = sorted(sample, key=lambda p: random.random())  # type: ignore[attr-defined]
    scaled = [plant(p.key, p.intensity * times, p.output / 1000) for p in shuffled]
    for method, value in (
        ("weighted-mean", Fraction(4, 5)),
        ("position", Fraction(1, 5)),
        ("best-decile", Fraction(1, 10)),
        ("best", None),
    ):
        exact = value_by(RankedPlants(sample), method, value)
        assert value_by(RankedPlants(scaled), method, value) == exact * times
        assert min(p.intensity for p in sample) <= exact or method == "weighted-mean"


# --- bands


def test_a_census_has_no_sampling_error() -> None:
    """All plants of the city answered: the band is the value itself."""
    found = derive(spread_evenly(24), RULES, WIDE, population=24)
    assert found.admission is not None
    assert found.admission.band is not None
    assert (found.admission.band.low, found.admission.band.high) == (Fraction("0.84"),) * 2


def test_the_band_is_drawn_together_by_the_share_of_the_city() -> None:
    """n = 24 of N = 32: distances from the value are √(1 − 24/32) = 0.5 times those without."""
    alone = derive(spread_evenly(24), RULES, WIDE).admission
    of_city = derive(spread_evenly(24), RULES, WIDE, population=32).admission
    assert alone is not None
    assert alone.band is not None
    assert of_city is not None
    assert of_city.band is not None
    assert alone.band.correction is None
    assert float(of_city.band.correction or 0) == pytest.approx(sqrt(1 - 24 / 32))
    for end in ("low", "high"):
        far = getattr(alone.band, end) - alone.exact
        assert float(getattr(of_city.band, end) - alone.exact) == pytest.approx(float(far / 2))


def test_a_population_smaller_than_the_sample_is_refused() -> None:
    """Nor are two plants of one key, or an emission that is not intensity × output."""
    with pytest.raises(ValueError, match="population"):
        derive(spread_evenly(24), RULES, WIDE, population=23)
    with pytest.raises(ValueError, match="one key"):
        derive([plant("a", 1), plant("a", 2)], RULES, WIDE)
    with pytest.raises(ValueError, match="intensity times"):
        derive([plant("a", 1)._replace(emissions=Fraction(1))], RULES, WIDE)


@pytest.mark.parametrize(
    "method",
    [
        ("weighted-mean", Fraction(4, 5)),
        ("position", Fraction(1, 5)),
        ("best-decile", Fraction(1, 10)),
        ("best", None),
    ],
    ids=lambda m: m[0],
)
def test_a_draw_of_the_bootstrap_is_the_value_of_its_plants(
    method: tuple[str, Fraction | None],
) -> None:
    """Each draw is worked out again with exact arithmetic from the plants that are in it."""
    import numpy as np

    sample = RankedPlants(plants([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], range(1, 12)))
    (drawn,) = bootstrap_values(sample, [method], draws=50, seed=7)
    times = times_drawn(np.random.default_rng(7), 50, 11)
    for value, row in zip(drawn, times, strict=True):
        of_row = [p for p, count in zip(sample.plants, row, strict=True) for _ in range(count)]
        assert float(value_by(RankedPlants(of_row), *method)) == pytest.approx(value)


def test_the_same_survey_has_the_same_bands() -> None:
    """The seed is fixed: a second derivation is equal in everything."""
    assert derive(spread_evenly(24), RULES, WIDE) == derive(spread_evenly(24), RULES, WIDE)


def test_coverage_is_the_share_of_the_citys_output() -> None:
    """24 plants of 100 t of 4 000 t; unknown where the city's output is."""
    assert derive(spread_evenly(24), RULES, WIDE).coverage == Fraction(24, 40)
    assert derive(spread_evenly(24), RULES, WIDE._replace(city_output=None)).coverage is None


# --- the data


def test_every_method_is_cited_and_graded(world: World, rules: StandardRules) -> None:
    """A method without a document would be an opinion; assumptions are of grade C."""
    cited = [*(m.citation for m in rules.methods.values()), rules.disclosure_citation]
    cited += [rules.outliers_citation, rules.bootstrap_citation, rules.sample_citation]
    assert all(c.title and c.locator and c.grade in "ABC" for c in cited)
    named = {c.method for choice in rules.choices for c in choice[1:]} | {
        c.method for c in rules.beside
    }
    assert named - {"gb1"} <= rules.methods.keys()
    examples = world.tables.toml("standards/methods.toml")["limit"]
    from carbon_eia.standards import limit_formula

    for name, form in examples.items():
        known = {k: Fraction(v) for k, v in form["example"].items()}
        assert limit_formula(world, name).value(known) == known["value"]
