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
from carbon_eia.project.spread import Spread as Stated
from carbon_eia.reference import Sector, World
from carbon_eia.uncertainty.break_even import BreakEven, break_even
from carbon_eia.uncertainty.defaults import Settings, settings
from carbon_eia.uncertainty.inputs import Input, Inputs
from carbon_eia.uncertainty.model import Model, Ratio
from carbon_eia.uncertainty.sample import Histogram, Spread, draw_all, histogram, spread_of
from carbon_eia.uncertainty.sensitivity import Index, sobol
from carbon_eia.uncertainty.settle import Settlement, settle
from carbon_eia.uncertainty.shapes import Shape, shape_of
from carbon_eia.uncertainty.stated import Change
from carbon_eia.units import parse_unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carbon_eia.uncertainty.shapes import Drawn

    Array = NDArray[np.float64]

__all__ = ["GENERATOR", "Analysed", "Certainty", "Flip", "Result", "Subject", "analyse"]

GENERATOR = "numpy PCG64"


class Subject(NamedTuple):
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


class Analysed(NamedTuple):
    """One input: its distribution, its share of the variance, and where the verdict flips.

    ``break_even``: where the present intensity equals the limit; ``after``: where that with the
    committed measures does (None without such measures).
    """

    input: Input
    shape: Shape
    sobol: Index | None
    break_even: Flip
    after: Flip | None = None


class Result(NamedTuple):
    """One intensity: its unit, its interval, and P(I > A) where there is a limit."""

    indicator: str
    product: str
    unit: str
    spread: Spread
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
    inputs: tuple[Analysed, ...]
    unused: tuple[tuple[str, Stated], ...]
    total: Spread | None
    intensity: Result | None
    others: tuple[Result, ...]
    after: Result | None
    near: bool | None
    settlement: Settlement | None
    histogram: Histogram | None


def analyse(
    project: Project,
    subject: Subject | None,
    world: World,
    present: tuple[Inventory, Change],
    committed: tuple[Inventory, Change] | None,
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
    gathered = Inputs(project, world, None if subject is None else subject.product)
    taken = [inventory] if committed is None else [inventory, committed[0]]
    model = Model(gathered.terms(*present), _ratios(gathered, project, subject, taken, admission))
    later = None if committed is None else Model(gathered.terms(*committed), model.ratios)
    return _Analysis(gathered, model, later, admission, chosen, draws, seed).result()


def _ratios(
    gathered: Inputs,
    project: Project,
    subject: Subject | None,
    inventories: Sequence[Inventory],
    admission: Comparison | None,
) -> tuple[Ratio[Fraction], ...]:
    """The governing intensity first, in the unit of its limit; then those per value.

    ``inventories``: the present one, and that with the committed measures.
    """
    found: list[Ratio[Fraction]] = []
    governing = None
    if subject is not None:
        governing = _of_product(gathered, subject, inventories, admission)
    if governing is not None:
        found.append(governing)
    for _, gas in numerators(inventories[0])[:1]:
        for indicator, key in (
            ("carbon_per_added_value", "added_value"),
            ("carbon_per_output_value", "output_value"),
        ):
            worth = getattr(project.economics, key)
            money = gathered.money(key)
            if money is not None:
                factor = 1 / worth.unit.factor_to(parse_unit("万元"))
                unit_text = f"{gas}/万元"
                found.append(Ratio(indicator, "", money, factor, unit_text, gas == "tCO2"))
    return tuple(found)


def _of_product(
    gathered: Inputs,
    subject: Subject,
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
        index = gathered.product(product)
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
        gathered: Inputs,
        model: Model[Fraction],
        later: Model[Fraction] | None,
        admission: Comparison | None,
        chosen: Settings,
        draws: int,
        seed: int,
    ) -> None:
        self.project = gathered.project
        self.inputs = gathered.all()
        self.unused = tuple(gathered.unused)
        self.model, self.later = model, later
        self.settings, self.draws, self.seed = chosen, draws, seed
        self.level = float(chosen.level)
        self.shapes = [shape_of(i, self.level) for i in self.inputs]
        ratio = model.ratios[0] if model.ratios else None
        self.governing = ratio if ratio and ratio.indicator == "carbon_per_product" else None
        judged = admission is not None and self.governing is not None
        self.limit = admission.benchmark.limit if admission is not None and judged else None

    def result(self) -> Certainty:
        values = draw_all(self.shapes, self.draws, self.seed)
        fast = self.model.floating()
        total = self._array(fast.emission(values))
        main = self._governing_of(fast, values)
        indices, base = sobol(
            self.shapes,
            self._within(),
            lambda v: self._measure(fast, v),
            self.settings.sobol,
            self.seed,
        )
        intensity = None if main is None else self._result(self.governing, main, self.limit)
        after = None
        if self.later is not None and self.governing is not None:
            results = self._governing_of(self.later.floating(), values)
            assert results is not None
            after = self._result(self.governing, results, self.limit)
        near = self._near(intensity)
        return Certainty(
            self.draws,
            self.seed,
            self.settings,
            base,
            tuple(self._analysed(k, indices.get(k)) for k in range(len(self.inputs))),
            self.unused,
            spread_of(total, self.level),
            intensity,
            self._others(fast, values),
            after,
            near,
            self._settlement(fast, values, indices) if near else None,
            None if main is None else histogram(main),
        )

    def _within(self) -> set[int]:
        """The inputs of which the governing intensity (else the total) is made."""
        found = {u.input for t in self.model.terms for u in t.uses if u.input is not None}
        return found if self.governing is None else found | {self.governing.per}

    def _array(self, result: Drawn) -> Array:
        """A result that no drawn input touches is a plain number: the same in every draw."""
        import numpy as np

        found = np.asarray(result, dtype=np.float64)
        return np.full(self.draws, float(found)) if found.ndim == 0 else found

    def _governing_of(self, model: Model[Drawn], values: Sequence[Drawn]) -> Array | None:
        if self.governing is None:
            return None
        ratio = model.ratios[0]
        return self._array(model.intensity(ratio, values))

    def _measure(self, model: Model[Drawn], values: Sequence[Drawn]) -> Array:
        """What sensitivity is asked of: the governing intensity, else the total."""
        import numpy as np

        if self.governing is None:
            found = model.emission(values)
        else:
            found = model.intensity(model.ratios[0], values)
        return np.asarray(found, dtype=np.float64)

    def _result(
        self, ratio: Ratio[Fraction] | Ratio[Drawn] | None, results: Array, limit: Fraction | None
    ) -> Result:
        assert ratio is not None
        above = None
        if limit is not None:
            above = Fraction(int((results > float(limit)).sum()), results.size)
        spread = spread_of(results, self.level)
        return Result(ratio.indicator, ratio.product, ratio.unit, spread, above)

    def _others(self, model: Model[Drawn], values: Sequence[Drawn]) -> tuple[Result, ...]:
        rest = [r for r in model.ratios if r.indicator != "carbon_per_product"]
        return tuple(self._result(r, self._array(model.intensity(r, values)), None) for r in rest)

    def _near(self, intensity: Result | None) -> bool | None:
        if intensity is None or intensity.above is None:
            return None
        return self.settings.near_low < intensity.above < self.settings.near_high

    def _settlement(
        self, model: Model[Drawn], values: Sequence[Drawn], indices: dict[int, Index]
    ) -> Settlement | None:
        assert self.limit is not None
        limit = float(self.limit)

        def above(drawn: Sequence[Drawn]) -> float:
            results = self._governing_of(model, drawn)
            assert results is not None
            return float((results > limit).mean())

        ranked = sorted(indices, key=lambda k: (-indices[k].total, k))
        centres = [float(i.value) for i in self.inputs]
        low, high = float(self.settings.near_low), float(self.settings.near_high)
        return settle(values, centres, ranked, above, low, high)

    def _analysed(self, k: int, index: Index | None) -> Analysed:
        after = None if self.later is None else self._flip(k, self.later)
        return Analysed(self.inputs[k], self.shapes[k], index, self._flip(k, self.model), after)

    def _flip(self, k: int, model: Model[Fraction]) -> Flip:
        """Where the governing intensity of a model equals the limit, in one input alone."""
        if self.limit is None or self.governing is None:
            return Flip(BreakEven(None, "no_limit"))
        found, values, ratio = self.inputs[k], [i.value for i in self.inputs], self.governing

        def tried(x: Fraction) -> list[Fraction]:
            return [*values[:k], x, *values[k + 1 :]]

        def intensity(x: Fraction) -> Fraction:
            return Fraction(model.intensity(ratio, tried(x)))

        def possible(x: Fraction) -> bool:
            """Whether measures leave no amount below zero."""
            uses = [u for t in model.terms for u in t.uses if u.input == k]
            return all(u.shift == 0 or u.of(tried(x)) >= 0 for u in uses)

        solved = break_even(intensity, found.value, self.limit, found.limits, possible)
        return Flip(solved, () if solved.value is None else self._conflicts(found, solved.value))

    def _conflicts(self, found: Input, value: Fraction) -> tuple[str, ...]:
        """Measures that would save more of an amount than there is at its break-even."""
        if found.name not in ACTIVITY or not found.places:
            return ()
        names: list[str] = []
        left = value
        for m in self.project.measures:
            for e in m.effects:
                if e.source not in found.owners or e.saves is None:
                    continue
                if not e.saves.unit.dims:
                    left *= 1 - e.saves.to("1")
                elif e.saves.unit.dims == found.unit.dims:
                    left -= e.saves.to(found.unit)
                    names.append(m.name)
        return tuple(names) if left < 0 else ()
