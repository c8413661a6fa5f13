"""A benchmark, and a comparison of an intensity with it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.intensity import Intensity
from carbon_eia.reference import Value
from carbon_eia.units import Unit

__all__ = ["Benchmark", "Comparison", "Derivation", "Instrument", "departures"]


class Instrument(NamedTuple):
    """The document that states benchmarks; ``illustrative`` ones are marked in every document.

    ``retrofit_months``: the period that the instrument gives for a retrofit, if it does.
    ``green_power``: ``zero`` where it counts green power that is bought with proof as zero,
    ``grid`` or empty (silent) where that is grid power.
    ``text``: that of its file, with which a Run can be computed again. ``region``: code of the
    region where it holds, ``region_text`` as it is written; empty where it names none. Where it was
    derived from a survey: ``sealed``, the seal of that record, and ``reason``, why it was adopted
    although a guard of the derivation is not kept.
    """

    id: str
    title: str
    number: str
    authority: str
    date: str
    illustrative: bool = False
    retrofit_months: int | None = None
    green_power: str = ""
    file: str = ""
    sha256: str = ""
    text: str = ""
    region: str = ""
    region_text: str = ""
    reason: str = ""
    sealed: str = ""


class Derivation(NamedTuple):
    """How a derived value came about: the sum in symbols and in numbers, and what stands behind.

    ``limits``: ids of the energy limits; ``grid``: the factor of electricity; ``assumption``: the
    energy mix or amount that is ours and not a document's, empty where there is none.
    """

    formula: str
    substituted: str
    limits: tuple[str, ...]
    grid: Value
    variant: str
    assumption: str


class Benchmark(NamedTuple):
    """A limit or point of reference for an intensity.

    ``level``: admission (准入值), advanced (先进值) or reference (only shown).
    ``adopted``: an authority has adopted it by the instrument; law 6 asks for it before a
    project is refused or stopped.
    """

    id: str
    level: str
    sector: str
    product: str
    product_name: str
    indicator: str
    limit: Fraction
    text: str
    unit: Unit
    boundary: str
    grade: str
    adopted: bool
    instrument: Instrument
    locator: str
    valid_from: str
    valid_to: str
    note: str = ""
    derivation: Derivation | None = None

    @property
    def counts_green_as_zero(self) -> bool:
        """Whether its instrument counts green power that is bought with proof as zero."""
        return self.instrument.green_power == "zero"


class Comparison(NamedTuple):
    """An intensity beside a benchmark: exact value in the benchmark's unit, and the margin.

    ``margin_percent`` = (limit − value) ÷ limit × 100: negative when the value is above.
    ``same_boundary`` is False where the benchmark counts something else; it is then shown only.
    ``intensity`` is that which is compared, in its own unit.
    """

    benchmark: Benchmark
    value: Fraction
    margin_percent: Fraction
    same_boundary: bool
    intensity: Intensity

    @property
    def within(self) -> bool:
        """Whether the value is not above the limit: full values, equal passes (GB/T 8170)."""
        return self.value <= self.benchmark.limit


def departures(benchmarks: Sequence[Benchmark]) -> list[dict[str, object]]:
    """Instruments whose values break a guard of their derivation, each with its stated reason."""
    found = {(i.title, i.reason): None for b in benchmarks if (i := b.instrument).reason}
    return [{"title": title, "reason": reason} for title, reason in found]
