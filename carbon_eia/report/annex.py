"""The annexes: conversions of units, the log of the calculation, the evidence named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from carbon_eia.project import parameter_label
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["Conversion", "Proof", "Step", "conversions", "proofs", "steps"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A quantity as it was typed, and as it was computed with."""

    where: str
    what: str
    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the calculation: what is computed, how, and the full number."""

    what: str
    how: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence that the project file names for a source."""

    source: str
    evidence: str
    statuses: str
    uncertainty: str


def conversions(run: Run, reader: Reader) -> list[Conversion]:
    """Every quantity of a source whose unit was changed for the calculation."""
    found = []
    for s in run.inventory.by_source:
        for p in s.parameters:
            used = reader.typed(replace(p, typed=""))
            if p.status == "derived" or not p.typed or _same(p.typed, used):
                continue
            label = parameter_label(str(s.method), str(p.name), reader.lang)
            found.append(Conversion(str(s.name), label, str(p.typed), used))
    return found


def _same(typed: str, used: str) -> bool:
    """Whether two spellings differ in nothing but spaces and trailing zeros.

    >>> _same("23.10 GJ/t", "23.1 GJ/t"), _same("84 万kWh", "840 MWh"), _same("1", "1")
    (True, False, True)
    """
    (a, unit), (b, other) = (_apart(x) for x in (typed, used))
    if unit != other or not (show.is_number(a) and show.is_number(b)):
        return typed.split() == used.split()
    return show.exact(a.replace("−", "-")) == show.exact(b.replace("−", "-"))


def _apart(text: str) -> tuple[str, str]:
    number, _, unit = text.strip().partition(" ")
    return number.replace("−", "-"), unit.replace(" ", "")


def steps(run: Run, reader: Reader) -> list[list[Step]]:
    """The calculation in full numbers: sources, sums, intensities, comparisons."""
    groups = (_sources(run, reader), _sums(run, reader), _intensities(run, reader))
    return [found for found in map(list, (*groups, _comparisons(run, reader))) if found]


def _sources(run: Run, reader: Reader) -> Iterator[Step]:
    for s in run.inventory.by_source:
        if s.co2e is None:
            yield Step(str(s.name), "", reader.word("not_computed"), "")
            continue
        others = [g for g in s.gases if g.gas != "CO2" and g.gwp is not None]
        how = str(s.substituted)
        if others:
            terms = (f"{g.gas} {full(g.mass)} t × {g.gwp}" for g in others)
            how += reader.word("semicolon") + reader.listed(list(terms))
        yield Step(str(s.name), how, full(s.co2e), str(s.co2e.unit))


def _sums(run: Run, reader: Reader) -> Iterator[Step]:
    inventory = run.inventory
    if inventory.total is None:
        return
    for c in inventory.by_category:
        label = reader.code("category", c.category)
        yield Step(label, reader.word("log_category"), full(c.co2e), str(c.co2e.unit))
    total = inventory.total
    yield Step(reader.word("sum"), reader.word("log_total"), full(total), str(total.unit))


def _intensities(run: Run, reader: Reader) -> Iterator[Step]:
    for i in run.intensities:
        name = reader.code("indicator", i.indicator)
        above, below = i.numerator, i.denominator
        how = f"{full(above)} {above.unit} ÷ {reader.typed(below)}"
        yield Step(name, how, full(i), str(i.unit))


def _comparisons(run: Run, reader: Reader) -> Iterator[Step]:
    for c in run.comparisons:
        label = reader.code("level", c.level)
        how = reader.word("log_margin", limit=f"{show.plain(c.limit)} {c.unit}")
        yield Step(label, how, show.plain(c.margin_percent), "%")


def full(quantity: QuantityRecord) -> str:
    """A number as the Run writes it."""
    return show.plain(str(quantity.value))


def proofs(run: Run, reader: Reader) -> list[Proof]:
    """The evidence of each source, and what kind of data it is."""
    dash = reader.word("dash")
    found = []
    for s in run.inventory.by_source:
        kinds = dict.fromkeys(reader.code("status", p.status) for p in s.parameters)
        found.append(
            Proof(
                source=str(s.name),
                evidence=str(s.evidence or "") or reader.word("no_evidence_short"),
                statuses=reader.listed(list(kinds)) or dash,
                uncertainty=reader.typed(s.uncertainty),
            )
        )
    return found
