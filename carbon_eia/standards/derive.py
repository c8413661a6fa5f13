"""From a sample of plants to the values of a standard, and to what may be published of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from carbon_eia.standards.derivation import (
    GuardValues,
    OrderGuard,
    Plant,
    PlantInfluence,
    PlantYear,
    Published,
    StandardDerivation,
    StandardValue,
)
from carbon_eia.standards.derivation_rules import GB1, Chosen, MethodChoice, StandardRules
from carbon_eia.standards.outliers import outliers
from carbon_eia.standards.publication import Publication, publication
from carbon_eia.standards.sampling import sampling_bands
from carbon_eia.standards.value_methods import RankedPlants, best_count, value_by

__all__ = ["derive"]


def derive(
    plants: Sequence[Plant],
    rules: StandardRules,
    guards: GuardValues,
    population: int | None = None,
    editions: Sequence[Published] = (),
    returns: Sequence[PlantYear] = (),
) -> StandardDerivation:
    """Admission and advanced value of a sample, exact and as they may be published.

    Parameters
    ----------
    plants
        The eligible plants, each once, in the units of the survey.
    rules
        ``standard_rules`` of the reference data; ``chosen`` is what the instrument chooses.
    guards
        What is public: values of GB levels 1 and 2, the sector's band, output of the city.
    population
        How many plants the city has; None where it is not known.
    editions
        Those that were published before, so that no difference of two gives plants away.
    returns
        Which plant handed in for which year.

    Raises
    ------
    ValueError
        Where two plants have one key, an output or intensity is not above zero, an emission is not
        intensity × output, the population is smaller than the sample, or the instrument chooses the
        value of the energy limit for the admission value.

    A survey of fewer plants than ``rules.derive`` has no value: from ``rules.range`` on one may be
    set between the values of GB levels 1 and 2 (outcome ``range``). Where no value may be
    published, nothing is published of the survey, and the outcome is ``range`` too, if both values
    are known.
    """
    _check(plants, population)
    n = len(plants)
    choice = rules.choice(n)
    if choice is None or not plants:
        few = _between(guards) if n >= rules.range else "none"
        reason = "range_only" if n >= rules.range else "too_few"
        return _without_value(plants, rules, guards, population, few, reason)
    if choice.admission.method == GB1:
        raise ValueError("an admission value of a survey is taken from its plants")
    if any(n < rules.methods[c.method].least for c in choice[1:]):
        outcome = _between(guards)
        return _without_value(plants, rules, guards, population, outcome, "method_needs_more")
    sample = RankedPlants(plants)
    found = publication(sample, choice, rules, guards, editions, returns)
    return _Derivation(sample, choice, rules, guards, population).of(found)


class _Derivation:
    """One derivation in the making."""

    def __init__(
        self,
        sample: RankedPlants,
        choice: MethodChoice,
        rules: StandardRules,
        known: GuardValues,
        population: int | None,
    ) -> None:
        self.sample, self.choice, self.rules = sample, choice, rules
        self.known, self.population = known, population
        self.flags = outliers(sample.plants, rules.outlier_threshold, rules.outlier_scale)

    def of(self, found: Publication) -> StandardDerivation:
        """What may be published, and everything else that the report for the decision shows."""
        guards = tuple(self._guards(found.admission, found.advanced))
        admission, *others = self._with_bands(found.admission, found.advanced)
        return StandardDerivation(
            outcome="derived" if found.allowed else _between(self.known),
            reason=_reason(found),
            n=len(self.sample),
            population=self.population,
            k=_decile(len(self.sample), self.rules),
            coverage=_coverage(self.sample.output, self.known),
            rule=self.rules.lines,
            admission=admission,
            advanced=next(iter(others), None),
            beside=tuple(self._beside()),
            best=self.sample.best,
            flags=self.flags,
            influence=tuple(self._influence()),
            guards=guards,
            needs_reason=self._needs_reason(found.admission, guards),
            tests=found.tests,
            gb1=self.known.gb1,
            gb2=self.known.gb2,
        )

    # --- values

    def _with_bands(self, *values: StandardValue | None) -> list[StandardValue]:
        """The values that there are, those of the survey with their bands."""
        known = [v for v in values if v is not None]
        of_survey = [v for v in known if v.origin == "survey"]
        taken = [(v.exact, (v.method, v.parameter)) for v in of_survey]
        bands = iter(sampling_bands(self.sample, taken, self.population, self.rules))
        return [v._replace(band=next(bands)) if v.origin == "survey" else v for v in known]

    def _beside(self) -> Iterator[StandardValue]:
        """The same sample by every other method, for the decision alone."""
        for chosen in self.rules.beside:
            method = self.rules.methods[chosen.method]
            parameter = method.value if chosen.value is None else chosen.value
            exact = value_by(self.sample, chosen.method, parameter)
            yield method.gives("beside", exact, parameter)

    def _influence(self) -> Iterator[PlantInfluence]:
        """Without those that are flagged, and without each plant in turn."""
        methods = [self.choice.admission, self.choice.advanced]
        flagged = {f.key for f in self.flags.flagged}
        kept = [p for p in self.sample.plants if p.key not in flagged]
        if flagged and kept:
            values = [self._by(RankedPlants(kept), c) for c in methods]
            yield PlantInfluence(tuple(sorted(flagged)), *values)
        if 1 < len(self.sample) <= self.rules.influence:
            for i, plant in enumerate(self.sample.plants):
                yield PlantInfluence((plant.key,), *(self._by(self.sample, c, i) for c in methods))

    def _by(
        self, sample: RankedPlants, chosen: Chosen, without: int | None = None
    ) -> Fraction | None:
        if chosen.method == GB1:
            return None
        value = self.rules.methods[chosen.method].value if chosen.value is None else chosen.value
        return value_by(sample, chosen.method, value, without)

    # --- guards

    def _guards(
        self, admission: StandardValue, advanced: StandardValue | None
    ) -> Iterator[OrderGuard]:
        """best ≤ advanced ≤ admission ≤ value of GB level 2; of a value that is public, as such."""
        best = self.sample.best
        value = admission.exact if admission.published is None else admission.published
        if advanced is not None:
            low = advanced.exact if advanced.published is None else advanced.published
            if advanced.origin == "survey":
                yield _guard("best-advanced", best, low, sealed=True)
            sealed = advanced.published is None or admission.published is None
            yield _guard("advanced-admission", low, value, sealed)
        yield _guard("best-admission", best, value, sealed=True)
        yield _guard("admission-gb2", value, self.known.gb2, admission.published is None)

    def _needs_reason(self, admission: StandardValue, guards: Sequence[OrderGuard]) -> bool:
        """Whether it can be adopted only with a reason: a guard is not kept, or it is a mean that
        was tightened.

        A tightened mean always needs one: were it asked for only where the mean lies below every
        plant, the reason would say of each plant that it lies above.
        """
        method = self.rules.methods[admission.method]
        tightened = method.parameter == "stringency" and admission.parameter != 1
        return tightened or any(g.kept is not True for g in guards)


def _guard(name: str, low: Fraction | None, high: Fraction | None, sealed: bool) -> OrderGuard:
    kept = None if low is None or high is None else low <= high
    return OrderGuard(name, low, high, kept, sealed)


def _check(plants: Sequence[Plant], population: int | None) -> None:
    if len({p.key for p in plants}) < len(plants):
        raise ValueError("two plants have one key")
    if not all(map(_fits, plants)):
        raise ValueError("an emission is the intensity times the output")
    if population is not None and population < len(plants):
        raise ValueError("a population is no smaller than its sample")


def _fits(p: Plant) -> bool:
    """Whether its emission is its intensity times its output: as whole numbers, which is fast."""
    x, q, e = p.intensity, p.output, p.emissions
    above = x.numerator * q.numerator * e.denominator
    return above == e.numerator * x.denominator * q.denominator


def _reason(found: Publication) -> str:
    """Why nothing may be published; empty where it may."""
    if found.allowed:
        return ""
    failed = {t.name for t in found.tests if not t.passed and t.level != "advanced"}
    return "beyond_gb2" if "beyond-gb2" in failed else "disclosure"


def _between(known: GuardValues) -> str:
    """Whether a value may be set between those of GB levels 1 and 2: ``range``, else ``none``."""
    return "none" if known.gb1 is None or known.gb2 is None else "range"


def _decile(n: int, rules: StandardRules) -> int:
    """Plants of the best decile; 0 of no plants."""
    share = rules.methods["best-decile"].value
    assert share is not None
    return best_count(n, share)


def _coverage(output: Fraction, known: GuardValues) -> Fraction | None:
    return output / known.city_output if known.city_output else None


def _without_value(
    plants: Sequence[Plant],
    rules: StandardRules,
    known: GuardValues,
    population: int | None,
    outcome: str,
    reason: str,
) -> StandardDerivation:
    n = len(plants)
    output = sum((p.output for p in plants), Fraction(0))
    return StandardDerivation(
        outcome=outcome,
        reason=reason,
        n=n,
        population=population,
        k=_decile(n, rules),
        coverage=_coverage(output, known),
        rule=rules.lines,
        admission=None,
        advanced=None,
        beside=(),
        best=RankedPlants(plants).best if plants else None,
        flags=outliers(plants, rules.outlier_threshold, rules.outlier_scale) if plants else None,
        influence=(),
        guards=(),
        needs_reason=False,
        tests=(),
        gb1=known.gb1,
        gb2=known.gb2,
    )
