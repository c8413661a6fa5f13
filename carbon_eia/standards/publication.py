"""What may be published of a sample: values, their cells, and the tests that they have to pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.standards.derivation import (
    DisclosureTest,
    GuardValues,
    PlantYear,
    Published,
    PublishedValue,
    StandardValue,
)
from carbon_eia.standards.derivation_rules import GB1, Chosen, MethodChoice, StandardRules
from carbon_eia.standards.disclosure import (
    PublicationCell,
    cell_of,
    decile_tests,
    difference_test,
    finest_grid,
    mean_cell,
    mean_tests,
    position_tests,
    threshold_test,
    together_tests,
)
from carbon_eia.standards.value_methods import RankedPlants, best_count, value_by

__all__ = ["Publication", "ValueCandidate", "publication"]


class ValueCandidate(NamedTuple):
    """A value of the survey, the cell in which it may be published, and the tests of it."""

    value: StandardValue
    cell: PublicationCell
    tests: tuple[DisclosureTest, ...]

    @property
    def passed(self) -> bool:
        """Whether it has passed all of its own tests."""
        return all(t.passed for t in self.tests)

    @property
    def published(self) -> StandardValue:
        """The value as it is published."""
        cell = self.cell
        return self.value._replace(published=cell.value, grid=cell.grid, holds=cell.holds)


class Publication(NamedTuple):
    """The values of a survey with ``published`` where they may be, and all tests.

    ``allowed``: whether anything of the survey may be published. An advanced value that may not be
    published beside the admission value gives way to that of GB level 1.
    """

    admission: StandardValue
    advanced: StandardValue | None
    tests: tuple[DisclosureTest, ...]
    allowed: bool


def publication(
    sample: RankedPlants,
    choice: MethodChoice,
    rules: StandardRules,
    known: GuardValues,
    editions: Sequence[Published] = (),
    returns: Sequence[PlantYear] = (),
) -> Publication:
    """The values of a sample by the methods that were chosen, and what may be published of them.

    ``editions``: those that were published before; ``returns``: what the sample rests on.
    """
    return _Publication(sample, rules, known).of(choice, editions, returns)


class _Publication:
    def __init__(self, sample: RankedPlants, rules: StandardRules, known: GuardValues) -> None:
        self.sample, self.rules, self.known = sample, rules, known

    def of(
        self, choice: MethodChoice, editions: Sequence[Published], returns: Sequence[PlantYear]
    ) -> Publication:
        admission = self._tested("admission", choice.admission)
        tests = [threshold_test(len(self.sample), self.rules.disclosure), *admission.tests]
        second = None
        if choice.advanced.method != GB1:
            second = self._tested("advanced", choice.advanced)
            second = second._replace(tests=(*second.tests, *self._together(second, admission)))
        of_survey = [admission, *([second] if second is not None and second.passed else [])]
        values = tuple(
            PublishedValue(v.value.method, v.value.parameter, v.cell.value) for v in of_survey
        )
        now = Published("", self.sample.plants, values, tuple(returns))
        apart = difference_test(now, editions)
        tests += [] if apart is None else [apart]
        allowed = all(t.passed for t in tests)
        advanced = self._of_level_1()
        if second is not None:
            tests += second.tests
            if allowed and second.passed:
                advanced = second.published
            elif not allowed or advanced is None:
                advanced = second.value
        value = admission.published if allowed else admission.value
        return Publication(value, advanced, tuple(tests), allowed)

    def _of_level_1(self) -> StandardValue | None:
        """The advanced value after level 1 of the energy limit: public, and no plant's."""
        gb1 = self.known.gb1
        if gb1 is None:
            return None
        value = self.rules.methods[GB1].gives("advanced", gb1)
        return value._replace(origin=GB1, published=gb1)

    def _tested(self, level: str, chosen: Chosen) -> ValueCandidate:
        method = self.rules.methods[chosen.method]
        parameter = method.value if chosen.value is None else chosen.value
        exact = value_by(self.sample, chosen.method, parameter)
        value = method.gives(level, exact, parameter)
        limits, known = self.rules.disclosure, self.known
        if chosen.method == "weighted-mean":
            cell = mean_cell(value.exact, limits.digits, len(self.sample))
            assert value.parameter is not None
            tests = mean_tests(level, self.sample, cell, value.parameter, known, limits)
        elif chosen.method == "best-decile":
            k = best_count(len(self.sample), value.parameter or Fraction(0))
            low = known.band[0] if known.band else Fraction(0)
            cell = self._cell(value.exact, lambda c: k * c.grid > 2 * (c.value - low))
            tests = decile_tests(level, self.sample, cell, k, known, limits.least)
        else:
            position = value.parameter if chosen.method == "position" else Fraction(0)
            cell = self._cell(value.exact)
            tests = position_tests(
                level, self.sample, cell, position or Fraction(0), known, limits.least
            )
        return ValueCandidate(value, cell, (*tests, *self._within_level_2(level, cell)))

    def _cell(
        self, exact: Fraction, wide: Callable[[PublicationCell], bool] = lambda cell: True
    ) -> PublicationCell:
        limits = self.rules.disclosure
        finest = finest_grid(self.known, limits.digits)
        return cell_of(exact, self.sample.plants, limits.least, finest, wide)

    def _within_level_2(self, level: str, cell: PublicationCell) -> Iterator[DisclosureTest]:
        if self.known.gb2 is not None:
            passed = cell.value <= self.known.gb2
            yield DisclosureTest(level, "beyond-gb2", "", cell.value, self.known.gb2, passed)

    def _together(
        self, advanced: ValueCandidate, admission: ValueCandidate
    ) -> Iterator[DisclosureTest]:
        """Whether two values of the survey may be published; known of a decile and a position."""
        a, b = advanced.value, admission.value
        if (a.method, b.method) != ("best-decile", "position"):
            yield DisclosureTest("advanced", "together", "", None, None, False)
            return
        k = best_count(len(self.sample), a.parameter or Fraction(0))
        least = self.rules.disclosure.least
        yield from together_tests(
            self.sample, advanced.cell, admission.cell, k, b.parameter or Fraction(0), least
        )
