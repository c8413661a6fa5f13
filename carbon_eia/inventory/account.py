"""Sources × methods × parameters → emissions, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.inventory.parameters import Parameter, Resolution, exact, resolve
from carbon_eia.messages import LANGUAGES
from carbon_eia.project import Source, parameter_label
from carbon_eia.reference import (
    BIOGENIC,
    Method,
    MethodForm,
    Reason,
    Sector,
    Value,
    World,
    categories,
)
from carbon_eia.units import ANY_GAS

__all__ = [
    "ACCOUNTS",
    "GasEmission",
    "Inventory",
    "Missing",
    "SourceEmission",
    "take_inventory",
]

ACCOUNTS = ("existing", "project", "replaced")
"""The three accounts (三本账): 现有工程, 本项目, 以新带老."""


class Missing(NamedTuple):
    """Something without which there is no verdict: a sentence code and its facts."""

    code: str
    params: dict[str, object]


class GasEmission(NamedTuple):
    """One gas of a source: its mass in t, its warming potential, and both together in t CO2e.

    ``gwp`` is None for a gas that the sector's assessment report does not list; CO2 counts 1 by
    definition, ``gwp`` then tells where that stands too.
    """

    gas: str
    mass: Fraction
    gwp: Value | None
    co2e: Fraction | None


class SourceEmission(NamedTuple):
    """What one source emits, t a year: exact, by gas, with formula and parameters.

    ``masses`` and ``gases`` are empty and ``co2e`` None when a parameter is missing. ``sector``:
    that whose guide it was accounted by.
    """

    source: Source
    method: Method
    form: MethodForm
    parameters: tuple[Parameter, ...]
    masses: dict[str, Fraction]
    co2e: Fraction | None
    biogenic: Fraction
    missing: tuple[Missing, ...]
    notes: tuple[Reason, ...]
    sector: Sector
    gases: tuple[GasEmission, ...] = ()

    @property
    def category(self) -> str:
        """The line of the inventory."""
        return self.method.category.id


class Inventory(NamedTuple):
    """All sources of a project."""

    emissions: tuple[SourceEmission, ...]

    def total(self, account: str = "project") -> Fraction | None:
        """t CO2e a year of an account, summed in the order of the file; None when incomplete."""
        found = [e.co2e for e in self.emissions if e.source.account == account]
        if any(co2e is None for co2e in found):
            return None
        return sum((c for c in found if c is not None), Fraction(0))

    def co2(self, account: str = "project") -> Fraction | None:
        """t CO2 alone a year of an account; None when its total is."""
        if self.total(account) is None:
            return None
        own = [e for e in self.emissions if e.source.account == account]
        return sum((e.masses.get("CO2", Fraction(0)) for e in own), Fraction(0))

    def known(self, account: str = "project") -> Fraction:
        """Sum of what could be computed: shown where the total is incomplete, never judged."""
        return sum(
            (e.co2e for e in self.emissions if e.source.account == account and e.co2e is not None),
            Fraction(0),
        )

    def by_category(self, account: str = "project") -> dict[str, Fraction]:
        """t CO2e a year of each category that occurs."""
        sums: dict[str, Fraction] = {}
        for category in categories():
            parts = [
                e.co2e
                for e in self.emissions
                if e.category == category and e.source.account == account and e.co2e is not None
            ]
            if parts:
                sums[category] = sum(parts, Fraction(0))
        return sums

    def biogenic(self, account: str = "project") -> Fraction:
        """t biogenic CO2 a year, beside the total and never in it."""
        return sum((e.biogenic for e in self.emissions if e.source.account == account), Fraction(0))

    def missing(self, account: str = "project") -> list[Missing]:
        """Everything that is missing in an account."""
        return [m for e in self.emissions if e.source.account == account for m in e.missing]

    def weak(self, account: str = "project") -> list[Missing]:
        """Fuel data of grade C that an account rests on: shown, but they decide nothing."""
        rows = {
            (e.source.name, p.origin.citation.id): None
            for e in self.emissions
            if e.source.account == account
            for p in e.parameters
            if p.origin is not None and p.origin.citation.id.startswith("fuels:")
            if p.origin.citation.grade == "C"
        }
        return [Missing("missing.weak_default", {"source": n, "row": r}) for n, r in rows]

    def only_co2(self) -> bool:
        """Whether CO2 is the only gas, so that t CO2e and t CO2 are one."""
        return all(gas in ("CO2", BIOGENIC) for e in self.emissions for gas in e.masses)


def take_inventory(
    sources: Sequence[Source],
    sector: Sector,
    world: World,
    region: str,
    year: int,
    sector_of: Callable[[Source], Sector] | None = None,
) -> Inventory:
    """Account every source of a project by the guide of its sector.

    ``sector_of``: the sector of a source, where they are not all of the one sector.

    Raises InputError with the problems of all sources together.
    """
    emissions: list[SourceEmission] = []
    problems: list[Problem] = []
    for source in sources:
        own = sector if sector_of is None else sector_of(source)
        try:
            found = resolve(source, own, world, region, year)
        except InputError as error:
            problems += error.problems
            continue
        emissions.append(_emission(source, found, own, world))
    if problems:
        raise InputError(problems)
    return Inventory(tuple(emissions))


def _emission(source: Source, found: Resolution, sector: Sector, world: World) -> SourceEmission:
    method = world.methods[source.method]
    notes = [*found.notes, *(p.origin.reason for p in found.parameters if p.origin)]
    notes += _spelling(source, world)
    unused = [n for n in found.unused if n not in method.energy_only]
    notes += [Reason("CE-W003", _named(source, n), warn=True) for n in unused]
    defaults = sector.defaults.get(source.method, {})
    unproven = [p.name for p in found.parameters if p.status == "given" and p.name in defaults]
    if not source.evidence.text:
        notes += [Reason("CE-W006", _named(source, n), warn=True) for n in unproven]
    warned = {(n.code, str(n.params)): n for n in notes if n.warn}  # each is said once
    plain = tuple(warned.values())
    if found.missing:
        gaps = tuple(
            Missing("missing.parameter", {"source": source.name, **_named(source, n)})
            for n in found.missing
        )
        return SourceEmission(
            source,
            method,
            found.form,
            found.parameters,
            {},
            None,
            Fraction(0),
            gaps,
            plain,
            sector,
        )
    values = {p.name: p.value for p in found.parameters}
    masses = exact(found.form.masses(values))
    if found.gas is not None and ANY_GAS in masses:
        masses[found.gas] = masses.pop(ANY_GAS)
    biogenic = masses.pop(BIOGENIC, Fraction(0))
    gases = tuple(_gas(gas, mass, sector, world) for gas, mass in masses.items())
    missing = [
        Missing("missing.gwp", {"gas": g.gas, "assessment": sector.gwp})
        for g in gases
        if g.co2e is None
    ]
    co2e = sum((g.co2e for g in gases if g.co2e is not None), Fraction(0))
    return SourceEmission(
        source,
        method,
        found.form,
        found.parameters,
        masses,
        None if missing else co2e,
        biogenic,
        tuple(missing),
        plain,
        sector,
        gases,
    )


def _spelling(source: Source, world: World) -> list[Reason]:
    """A word on a material that was written as is usual, but not for certain."""
    spelling = world.material_spelling(source.spelling) if source.spelling else None
    if spelling is None:
        return []
    row = world.tables.row("materials", source.material)
    meant = {lang: row[f"name_{lang}"] for lang in LANGUAGES}
    what = {"spelling": source.spelling, "material": meant, "why": spelling.note}
    return [Reason("CE-W043", what, warn=True)]


def _gas(gas: str, mass: Fraction, sector: Sector, world: World) -> GasEmission:
    potential = world.gwp(gas, sector.gwp)
    if gas == "CO2":
        return GasEmission(gas, mass, potential, mass)
    if potential is None:
        return GasEmission(gas, mass, None, None)
    return GasEmission(gas, mass, potential, mass * potential.quantity.value)


def _named(source: Source, name: str) -> dict[str, object]:
    """A parameter for a sentence: its key, and its name in each language."""
    labels = {lang: parameter_label(source.method, name, lang) for lang in LANGUAGES}
    return {"key": name, "parameter": labels}
