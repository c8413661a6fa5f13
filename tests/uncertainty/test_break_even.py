"""Where a verdict flips: exact, and put back into the file it gives the limit to the last digit."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.project import Bounds, parse_project
from carbon_eia.reference import World, methods
from carbon_eia.run.certainty import certainty_part
from carbon_eia.uncertainty import break_even
from tests.uncertainty.conftest import SAMPLES, SECTORS, Judged, example, sample, with_typed

ANY = Bounds()


@given(
    st.tuples(*[st.integers(-50, 50)] * 4),
    st.fractions(min_value=-9, max_value=9, max_denominator=50),
)
def test_a_fraction_of_straight_lines_is_solved_exactly(
    numbers: tuple[int, int, int, int], root: Fraction
) -> None:
    """For I(x) = (ax + b)/(cx + d) the solution of I(x) = I(root) is the root itself."""
    a, b, c, d = numbers
    if a * d == b * c or c * root + d == 0 or c * 2 + d == 0:
        return

    def intensity(x: Fraction) -> Fraction:
        return (a * x + b) / (c * x + d)

    assert break_even(intensity, Fraction(2), intensity(root), ANY).value == root


def test_what_does_not_move_the_intensity_has_no_break_even() -> None:
    """A constant is said to be one."""
    found = break_even(lambda x: Fraction(3), Fraction(1), Fraction(2), ANY)
    assert (found.value, found.why) == (None, "constant")


def test_a_value_that_cannot_be_is_no_break_even() -> None:
    """50 % would have to become 150 %, and 5 t would have to become −5 t."""
    share = Bounds(Fraction(0), Fraction(1))
    found = break_even(lambda x: 2 * x, Fraction(1, 2), Fraction(3), share)
    assert (found.value, found.why) == (None, "outside")
    amount = Bounds(Fraction(0))
    found = break_even(lambda x: x + 10, Fraction(5), Fraction(5), amount)
    assert (found.value, found.why) == (None, "outside")


def test_a_limit_that_is_only_neared_is_never_reached() -> None:
    """I = 3x/(x + 1) nears 3 and never equals it."""
    found = break_even(lambda x: 3 * x / (x + 1), Fraction(1), Fraction(3), ANY)
    assert (found.value, found.why) == (None, "outside")


def test_another_kind_of_formula_is_given_up() -> None:
    """A square is no fraction of straight lines: no value is given rather than a wrong one."""
    found = break_even(lambda x: x * x, Fraction(2), Fraction(7), ANY)
    assert (found.value, found.why) == (None, "form")


FORMS = [form for method in methods().values() for form in method.forms]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_every_formula_is_of_the_kind_that_can_be_solved(form: Any) -> None:
    """In each parameter alone, each gas of each form is a fraction of straight lines."""
    names = form.parameters
    values = {n: Fraction(3 + 2 * k, 7 + k) for k, n in enumerate(names)}
    for name in names:
        for gas in form.masses(values):

            def mass(x: Fraction, name: str = name, gas: str = gas) -> Fraction:
                return Fraction(form.masses({**values, name: x})[gas])

            wanted = mass(Fraction(11, 5))
            found = break_even(mass, values[name], wanted, ANY)
            if found.why == "constant":
                assert mass(Fraction(0) + 5) == wanted
            else:
                assert found.value == Fraction(11, 5), (name, gas)


PROOF = 'evidence = { kind = "report", number = "甲 1", date = 2026-01-01 }\n'


def with_proof(text: str) -> str:
    """The file with a report for what its sources state: a better figure needs proof."""
    plain = re.sub(r'^evidence = ".*$\n', "", text, flags=re.MULTILINE)
    head, *sources = plain.split("[[sources]]\n")
    shown = [
        s if re.search(r"^(supply|evidence) =", s, re.MULTILINE) else PROOF + s for s in sources
    ]
    return "[[sources]]\n".join([head, *shown])


def put_back(text: str, share: Fraction, judged: Judged, world: World) -> int:
    """Put each break-even back into the file; the number of those that were there."""
    text = with_proof(text)
    assessed, limits = judged(text, share)
    if not assessed.governing:
        return 0
    certainty = certainty_of(assessed, 100)
    tried = 0
    for shown, found in zip(certainty_part(certainty).inputs, certainty.inputs, strict=True):
        for key, flip in (("break_even", found.break_even), ("break_even_after", found.after)):
            solved = getattr(shown, key)
            if solved is None or not shown.places:
                continue
            if flip is not None and flip.conflicts:
                assert not solved.typed
                continue
            changed = with_typed(text, dict.fromkeys(shown.places, solved.typed))
            again = assess(parse_project(changed, world), world, limits)
            value = next(c.value for c in again.governing if c.benchmark.level == "admission")
            reached = value if key == "break_even" else again.retrofit.committed.intensity
            assert reached == limits[0].limit, (shown.places, solved)
            tried += 1
    return tried


@pytest.mark.parametrize("name", SAMPLES)
def test_put_back_into_a_sample_it_gives_the_limit(name: str, judged: Judged, world: World) -> None:
    """Each break-even of a sample, typed where the input stands, gives I = A to the last digit."""
    assert put_back(sample(name), Fraction(97, 100), judged, world) >= 3


@pytest.mark.parametrize("sector", SECTORS[:: max(1, len(SECTORS) // 16)])
def test_put_back_in_any_sector_it_gives_the_limit(
    sector: str, judged: Judged, world: World
) -> None:
    """So it is for the example of a sector, whatever methods it uses, and for a limit above."""
    text = example(sector)
    assert put_back(text, Fraction(103, 100), judged, world) >= 1
