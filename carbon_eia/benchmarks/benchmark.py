"""A benchmark, and a comparison of an intensity with it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.intensity import Intensity
from carbon_eia.reference import Value
from carbon_eia.units import Unit

__all__ = [
    "Benchmark",
    "BenchmarkDerivation",
    "Comparison",
    "Departure",
    "Instrument",
    "departures",
    "until_superseded",
]


class Instrument(NamedTuple):
    """The document that states benchmarks; ``illustrative`` ones are marked in every document.

    ``retrofit_months``: the period that the instrument gives for a retrofit, if it does.
    ``green_power``: ``zero`` where it counts green power that is bought with proof as zero,
    ``grid`` or empty (silent) where that is grid power.
    ``text``: that of its file, with which a Run can be computed again. ``region``: code of the
    region where it holds, ``region_text`` as it is written; empty where it names none. Where it was
    derived from a survey: ``sealed``, the seal of that record, ``reason``, why it was adopted
    although a guard of the derivation is not kept, ``power_reason``, why it counts green power as
    zero, which no survey does, and ``supersedes``, the number of the edition that it takes the
    place of.
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
    power_reason: str = ""
    supersedes: str = ""

    @property
    def mixes_power(self) -> bool:
        """Whether it counts as zero the green power that the plants of its survey had counted as
        grid power: a project is then held against a value that was made in another way."""
        return bool(self.sealed) and self.green_power == "zero"


class Departure(NamedTuple):
    """In what an instrument departs from how its values were derived, with its stated reason.

    ``code``: CE-W069 a guard is not kept, CE-W070 green power is counted in another way.
    """

    code: str
    title: str
    reason: str

    @property
    def params(self) -> dict[str, object]:
        """The facts of its sentence."""
        return {"title": self.title, "reason": self.reason}


class BenchmarkDerivation(NamedTuple):
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
    derivation: BenchmarkDerivation | None = None

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


def departures(benchmarks: Sequence[Benchmark]) -> list[Departure]:
    """In what the instruments of some values depart from how these were derived, each once."""
    found: list[Departure] = []
    for i in dict.fromkeys(b.instrument for b in benchmarks):
        if i.reason:
            found.append(Departure("CE-W069", i.title, i.reason))
        if i.mixes_power:
            found.append(Departure("CE-W070", i.title, i.power_reason or "—"))
    return list(dict.fromkeys(found))


def until_superseded(benchmarks: Sequence[Benchmark]) -> list[Benchmark]:
    """The values, those of an edition that a later one supersedes only until the day on which the
    later value of the same product comes into force.

    An edition names the one that it supersedes by its number.
    """
    starts: dict[tuple[str, str, str], str] = {}
    for b in benchmarks:
        if b.instrument.supersedes:
            key = b.instrument.supersedes, b.sector, b.product
            starts[key] = min(b.valid_from, starts.get(key, b.valid_from))
    if not starts:
        return list(benchmarks)
    found = []
    for b in benchmarks:
        end = starts.get((b.instrument.number, b.sector, b.product))
        cut = end is not None and (not b.valid_to or end < b.valid_to)
        found.append(b._replace(valid_to=end) if cut and end is not None else b)
    return found
