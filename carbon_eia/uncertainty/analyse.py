"""The analysis of one project: intervals, sensitivity, break-even, what would settle it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.benchmarks import Comparison
from carbon_eia.errors import CallError, Problem
from carbon_eia.intensity import numerators, product_intensity
from carbon_eia.inventory import Allocation, Inventory
from carbon_eia.project import ACTIVITY, Product, Project
from carbon_eia.project.spread import Spread
from carbon_eia.reference import Sector, World
from carbon_eia.retrofit import SourceChange
from carbon_eia.uncertainty.break_even import BreakEven, break_even
from carbon_eia.uncertainty.defaults import Settings, settings
from carbon_eia.uncertainty.distributions import Distribution, distribution_of
from carbon_eia.uncertainty.input_model import Model, Ratio
from carbon_eia.uncertainty.inputs import Input, InputCollector
from carbon_eia.uncertainty.monte_carlo import (
    Histogram,
    SampleSummary,
    draw_all,
    histogram,
    summary,
)
from carbon_eia.uncertainty.narrowing import Settlement, settle
from carbon_eia.uncertainty.sensitivity import SobolIndex, sobol
from carbon_eia.units import parse_unit

if TYPE_CHECKING:
    from carbon_eia.uncertainty.distributions import Array, Drawn

__all__ = [
    "GENERATOR",
    "AnalysedInput",
    "Certainty",
    "Flip",
    "IntensityResult",
    "JudgedProduct",
    "analyse",
]

GENERATOR = "numpy PCG64"


class JudgedProduct(NamedTuple):
    """The main product whose intensity is analysed: of several, the one nearest to its limit."""

    product: Product
    sector: Sector
    allocation: Allocation

    def shares(self, inventories: Sequence[Inventory]) -> dict[str, Fraction] | None:
        """The part of each source that the product bears; None where one is not known."""
        found: dict[str, Fraction] = {}
        for e in (e for inventory in inventories for e in inventory.emissions):
            share = self.allocation.share(e.source, self.product.name)
            if e.source.account == "project" and share is None:
                return None
            if share is not None and share != 1:
                found[e.source.name] = share
        return found


class Flip(NamedTuple):
    """A break-even, and the measures of the file that save more than it would leave."""

    solved: BreakEven
    conflicts: tuple[str, ...] = ()


class AnalysedInput(NamedTuple):
    """One input: its distribution, its share of the variance, and where the verdict flips.

    ``break_even``: where the present intensity equals the limit; ``after``: where that with the
    committed measures does (None without such measures).
    """

    input: Input
    distribution: Distribution
    sobol: SobolIndex | None
    break_even: Flip
    after: Flip | None = None


class IntensityResult(NamedTuple):
    """One intensity: its unit, its interval, and P(I > A) where there is a limit."""

    indicator: str
    product: str
    unit: str
    spread: SampleSummary
    above: Fraction | None


class Certainty(NamedTuple):
    """How sure the figures of a project are.

    ``total`` is None where the inventory is incomplete, ``intensity`` where there is no output.
    ``others``: intensities per added and output value. ``after``: the governing intensity once the
    committed measures that finish in time are done. ``near`` is None without a limit.
    """

    draws: int
    seed: int
    settings: Settings
    sobol_base: int
    inputs: tuple[AnalysedInput, ...]
    unused: tuple[tuple[str, Spread], ...]
    total: SampleSummary | None
    intensity: IntensityResult | None
    others: tuple[IntensityResult, ...]
    after: IntensityResult | None
    near: bool | None
    settlement: Settlement | None
    histogram: Histogram | None


def analyse(
    project: Project,
    subject: JudgedProduct | None,
    world: World,
    present: tuple[Inventory, SourceChange],
    committed: tuple[Inventory, SourceChange] | None,
    admission: Comparison | None,
    draws: int,
    seed: int | None = None,
) -> Certainty:
    """Analyse a project.

    ``present``: the inventory that is judged, and the change of the file's sources that leads to
    it (completed measures); ``committed``: the same with the committed measures in time.

    Raises CallError CE-Q012 for too few or too many draws, InputError CE-Q… for a spread that does
    not fit its value.
    """
    chosen = settings(world)
    if not chosen.least <= draws <= chosen.most:
        params: dict[str, object] = {"value": draws, "low": chosen.least, "high": chosen.most}
        raise CallError(Problem("CE-Q012", params=params))
    seed = chosen.seed if seed is None else seed
    inventory = present[0]
    if inventory.total() is None or not inventory.emissions:
        nothing = (None, None, (), None, None, None, None)
        return Certainty(draws, seed, chosen, 0, (), (), *nothing)
    collected = InputCollector(project, world, None if subject is None else subject.product)
    taken = [inventory] if committed is None else [inventory, committed[0]]
    model = Model(collected.terms(*present), _ratios(collected, project, subject, taken, admission))
    later = None if committed is None else Model(collected.terms(*committed), model.ratios)
    return _Analysis(collected, model, later, admission, chosen, draws, seed).result()


def _ratios(
    collected: InputCollector,
    project: Project,
    subject: JudgedProduct | None,
    inventories: Sequence[Inventory],
    admission: Comparison | None,
) -> tuple[Ratio[Fraction], ...]:
    """The governing intensity first, in the unit of its limit; then those per value.

    ``inventories``: the present one, and that with the committed measures.
    """
    found: list[Ratio[Fraction]] = []
    governing = None
    if subject is not None:
        governing = _of_product(collected, subject, inventories, admission)
    if governing is not None:
        found.append(governing)
    for _, gas in numerators(inventories[0])[:1]:
        for indicator, key in (
            ("carbon_per_added_value", "added_value"),
            ("carbon_per_output_value", "output_value"),
        ):
            worth = getattr(project.economics, key)
            money = collected.money(key)
            if money is not None:
                factor = 1 / worth.unit.factor_to(parse_unit("万元"))
                unit_text = f"{gas}/万元"
                found.append(Ratio(indicator, "", money, factor, unit_text, gas == "tCO2"))
    return tuple(found)


def _of_product(
    collected: InputCollector,
    subject: JudgedProduct,
    inventories: Sequence[Inventory],
    admission: Comparison | None,
) -> Ratio[Fraction] | None:
    """The intensity of a main product, in the unit of its limit; None where nothing gives it."""
    product, shares = subject.product, subject.shares(inventories)
    borne = subject.allocation.portion(inventories[0], product.name)
    if product.amount is None or borne is None or shares is None:
        return None
    for total, gas in numerators(borne):
        main = product_intensity(total, gas, product, subject.sector)
        if main is None:
            continue
        if admission is not None and admission.benchmark.unit.dims != main.unit.dims:
            continue
        shown = main.unit if admission is None else admission.benchmark.unit
        index = collected.product(product)
        assert index is not None
        # main.value = total ÷ amount in the sector's unit: the conversion, whatever the total
        per_typed = main.value * product.amount.value / total if total else Fraction(1)
        factor = per_typed * main.unit.factor_to(shown)
        return Ratio(main.indicator, main.product, index, factor, shown.text, gas == "tCO2", shares)
    return None


class _Analysis:
    """Carries what every part of an analysis needs."""

    def __init__(
        self,
        collected: InputCollector,
        model: Model[Fraction],
        later: Model[Fraction] | None,
        admission: Comparison | None,
        chosen: Settings,
        draws: int,
        seed: int,
    ) -> None:
        self.project = collected.project
        self.inputs = collected.all()
        self.unused = tuple(collected.unused)
        self.model, self.later, self.floating = model, later, model.floating()
        self.settings, self.draws, self.seed = chosen, draws, seed
        self.level = float(chosen.level)
        self.distributions = [distribution_of(i, self.level) for i in self.inputs]
        ratio = model.ratios[0] if model.ratios else None
        self.governing = ratio if ratio and ratio.indicator == "carbon_per_product" else None
        judged = admission is not None and self.governing is not None
        self.limit = admission.benchmark.limit if admission is not None and judged else None

    def result(self) -> Certainty:
        values = draw_all(self.distributions, self.draws, self.seed)
        indices, base = sobol(
            self.distributions, self._within(), self._governed, self.settings.sobol, self.seed
        )
        main = None if self.governing is None else self._array(self._governed(values))
        intensity = None if main is None else self._judged(main)
        after = None
        if self.later is not None and self.governing is not None:
            after = self._judged(self._array(self._governed(values, self.later.floating())))
        near = None
        if intensity is not None and intensity.above is not None:
            near = self.settings.near_low < intensity.above < self.settings.near_high
        return Certainty(
            self.draws,
            self.seed,
            self.settings,
            base,
            tuple(self._analysed(k, indices.get(k)) for k in range(len(self.inputs))),
            self.unused,
            summary(self._array(self.floating.emission(values)), self.level),
            intensity,
            self._others(values),
            after,
            near,
            self._settlement(values, indices) if near else None,
            None if main is None else histogram(main),
        )

    def _within(self) -> set[int]:
        """The inputs of which the governing intensity (else the total) is made."""
        used = {u.input for t in self.model.terms for u in t.uses if u.input is not None}
        return used if self.governing is None else used | {self.governing.per}

    def _array(self, result: Drawn) -> Array:
        """A result that no drawn input touches is a plain number: the same in every draw."""
        import numpy as np

        array = np.asarray(result, dtype=np.float64)
        return array if array.ndim else np.full(self.draws, float(array))

    def _governed(self, values: Sequence[Drawn], model: Model[Drawn] | None = None) -> Drawn:
        """What is judged and whose sensitivity is asked: the governing intensity, else the total.

        ``model``: another than that of the present, as after the measures.
        """
        model = self.floating if model is None else model
        if self.governing is None:
            return model.emission(values)
        return model.intensity(model.ratios[0], values)

    def _judged(self, results: Array) -> IntensityResult:
        """The governing intensity with the chance that it is above its limit."""
        assert self.governing is not None
        above = None
        if self.limit is not None:
            above = Fraction(int((results > float(self.limit)).sum()), results.size)
        return _result(self.governing, summary(results, self.level), above)

    def _others(self, values: Sequence[Drawn]) -> tuple[IntensityResult, ...]:
        rest = [r for r in self.floating.ratios if r.indicator != "carbon_per_product"]
        arrays = (self._array(self.floating.intensity(r, values)) for r in rest)
        return tuple(_result(r, summary(a, self.level)) for r, a in zip(rest, arrays, strict=True))

    def _settlement(
        self, values: Sequence[Drawn], indices: dict[int, SobolIndex]
    ) -> Settlement | None:
        """Which inputs to measure, those first that bring most of the variance."""
        assert self.limit is not None
        limit = float(self.limit)
        return settle(
            values,
            [float(i.value) for i in self.inputs],
            sorted(indices, key=lambda k: (-indices[k].total, k)),
            lambda drawn: float((self._array(self._governed(drawn)) > limit).mean()),
            float(self.settings.near_low),
            float(self.settings.near_high),
        )

    def _analysed(self, k: int, index: SobolIndex | None) -> AnalysedInput:
        after = None if self.later is None else self._flip(k, self.later)
        now = self._flip(k, self.model)
        return AnalysedInput(self.inputs[k], self.distributions[k], index, now, after)

    def _flip(self, k: int, model: Model[Fraction]) -> Flip:
        """Where the governing intensity of a model equals the limit, in one input alone."""
        if self.limit is None or self.governing is None:
            return Flip(BreakEven(None, "no_limit"))
        one, values, ratio = self.inputs[k], [i.value for i in self.inputs], self.governing

        def with_value(x: Fraction) -> list[Fraction]:
            return [*values[:k], x, *values[k + 1 :]]

        def intensity(x: Fraction) -> Fraction:
            return Fraction(model.intensity(ratio, with_value(x)))

        def possible(x: Fraction) -> bool:
            """Whether measures leave no amount below zero."""
            uses = [u for t in model.terms for u in t.uses if u.input == k]
            return all(u.shift == 0 or u.of(with_value(x)) >= 0 for u in uses)

        solved = break_even(intensity, one.value, self.limit, one.bounds, possible)
        return Flip(solved, () if solved.value is None else self._conflicts(one, solved.value))

    def _conflicts(self, one: Input, value: Fraction) -> tuple[str, ...]:
        """Measures that would save more of an amount than there is at its break-even."""
        if one.name not in ACTIVITY or not one.places:
            return ()
        names: list[str] = []
        left = value
        for m in self.project.measures:
            for e in m.effects:
                if e.source not in one.owners or e.saves is None:
                    continue
                if not e.saves.unit.dims:
                    left *= 1 - e.saves.to("1")
                elif e.saves.unit.dims == one.unit.dims:
                    left -= e.saves.to(one.unit)
                    names.append(m.name)
        return tuple(names) if left < 0 else ()


def _result(
    ratio: Ratio[Fraction] | Ratio[Drawn], summed: SampleSummary, above: Fraction | None = None
) -> IntensityResult:
    return IntensityResult(ratio.indicator, ratio.product, ratio.unit, summed, above)
