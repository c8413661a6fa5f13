"""What the applicant says, typed and exact, each figure with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from carbon_eia.errors import Place, Problem
from carbon_eia.project.evidence import Evidence
from carbon_eia.project.lines_of_keys import Cells, located, place_of
from carbon_eia.units import Quantity

if TYPE_CHECKING:  # read only where a file states one
    from carbon_eia.project.spread import Spread

__all__ = [
    "ACTIVITY",
    "Applicant",
    "City",
    "Economics",
    "Effect",
    "Fact",
    "Measure",
    "Phase",
    "Picture",
    "Planning",
    "Product",
    "Project",
    "Report",
    "Source",
    "main_products",
]


Fact = Quantity | bool | int | date | str
"""A fact that a rule of policy asks for, as the applicant states it."""


class Economics(NamedTuple):
    """Money of a year, and the investment; ``existing_…``: what the existing plant makes."""

    output_value: Quantity | None = None
    added_value: Quantity | None = None
    investment: Quantity | None = None
    existing_output_value: Quantity | None = None
    existing_added_value: Quantity | None = None
    uncertainties: Mapping[str, Spread] = MappingProxyType({})


class City(NamedTuple):
    """City figures for the regional impact α and β, with their source."""

    carbon_intensity: Quantity | None = None
    total: Quantity | None = None
    year: int | None = None
    source: str = ""


class RawMaterial(NamedTuple):
    """A raw material and its annual amount; its carbon content is for information alone."""

    name: str
    amount: Quantity | None = None
    main: bool | None = None
    account: str = "project"
    carbon_content: Quantity | None = None
    evidence: Evidence = Evidence()
    place: Place = Place()


class Product(NamedTuple):
    """A product and its annual output (None: not given, which is not zero).

    ``sector``: id of its sector, empty for that of the project; ``price``: money per unit.
    ``facts``: what corrections of its energy limits ask for; ``corrected_limits``: limits by level
    that the applicant has corrected, and ``specific_energy``: figures that no source of the
    inventory gives, by indicator; both with their ``evidence``.
    """

    name: str
    amount: Quantity | None
    main: bool | None = None
    account: str = "project"
    variant: str = ""
    place: Place = Place()
    uncertainty: Spread | None = None
    facts: Mapping[str, Quantity | str] = MappingProxyType({})
    corrected_limits: Mapping[str, Quantity | Evidence] = MappingProxyType({})
    specific_energy: Mapping[str, Quantity | Evidence] = MappingProxyType({})
    evidence: Evidence = Evidence()
    sector: str = ""
    price: Quantity | None = None


def main_products(products: Iterable[Product]) -> tuple[Product, ...]:
    """The products of the project's own account that are main, or its only one."""
    own = tuple(p for p in products if p.account == "project")
    mains = tuple(p for p in own if p.main)
    return mains or (own if len(own) == 1 else ())


ACTIVITY = ("amount", "tow", "mass")
"""Parameters that state the activity of a source, of which it has one; methods keep to them."""

_ACTIVITY = (
    ("parameters", "amount"),
    ("parameters", "tow"),
    ("steam", "mass"),
    ("hot_water", "mass"),
)


class Source(NamedTuple):
    """An emission source: its method, what was given of its parameters, and on what basis.

    ``gas``: the gas that it emits where the method serves any; ``item``: a row of the process
    factors; ``direction``: ``out`` for what leaves with a product and is deducted.
    ``uncertainty`` is that of its amount, ``uncertainties`` those of other parameters.
    ``products``: names of the main products that it serves (empty: all); ``shares``: how much of it
    serves each, where that is measured. ``spelling``: how its material is written, where that
    means it as a rule and not for certain. ``counted_as``: ``bought`` where its supply does not
    count, ``stated`` where it does; empty before that is known. ``process_unit``, ``release``
    (organised, fugitive), ``operation`` (normal, start_up, maintenance): where, how and when it
    emits, as far as that is stated.
    """

    name: str
    method: str
    account: str = "project"
    material: str = ""
    supply: str = ""
    basis: str = ""
    evidence: Evidence = Evidence()
    uncertainty: Spread | None = None
    parameters: Mapping[str, Quantity] = MappingProxyType({})
    steam: Mapping[str, Quantity] | None = None
    hot_water: Mapping[str, Quantity] | None = None
    place: Place = Place()
    gas: str = ""
    item: str = ""
    direction: str = ""
    uncertainties: Mapping[str, Spread] = MappingProxyType({})
    products: tuple[str, ...] = ()
    shares: Mapping[str, Quantity] = MappingProxyType({})
    spelling: str = ""
    counted_as: str = ""
    process_unit: str = ""
    release: str = ""
    operation: str = ""

    @property
    def activity(self) -> Quantity | None:
        """What a measure acts on: the amount, or the mass of steam or hot water."""
        place = self._activity_place()
        return None if place is None else getattr(self, place[0])[place[1]]

    def with_activity(self, value: Fraction) -> Source:
        """The source with another number for what a measure acts on, in the same unit.

        An amount that is missing stays missing.
        """
        place = self._activity_place()
        if place is None:
            return self
        table, key = place
        held: Mapping[str, Quantity] = getattr(self, table)
        other = {**held, key: held[key].with_value(value)}
        changed: dict[str, Any] = {table: other}
        return self._replace(**changed)

    def _activity_place(self) -> tuple[str, str] | None:
        """The table of the source that holds its activity, and the key there."""
        for table, key in _ACTIVITY:
            if key in (getattr(self, table) or ()):
                return table, key
        return None

    def at(self, key: str) -> Place:
        """The place of one of its keys."""
        return Place(self.place.file, self.place.line, f"{self.place.key}.{key}")


class Effect(NamedTuple):
    """What a measure does to one source.

    It saves or adds an amount or a share of it; with ``parameter``, a share of that parameter, or
    sets it ``to`` a value. With ``switch``, the energy saved is supplied by that source instead.
    With ``method`` the source (with a switch, the one switched to) is new and starts from nothing.
    ``low`` and ``high`` are the range of what is saved or added.
    """

    source: str
    saves: Quantity | None = None
    adds: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    parameter: str = ""
    to: Quantity | str | None = None
    switch: str = ""
    efficiency: Quantity | None = None
    old_efficiency: Quantity | None = None
    method: str = ""
    material: str = ""
    supply: str = ""

    @property
    def change(self) -> Quantity | None:
        """What is saved or added."""
        return self.saves if self.saves is not None else self.adds

    @property
    def is_sized(self) -> bool:
        """Whether it says how much; else the catalogue must."""
        return self.change is not None or self.to is not None

    @property
    def new(self) -> str:
        """The name of the source that it adds, if it does."""
        return (self.switch or self.source) if self.method else ""


class Measure(NamedTuple):
    """A retrofit measure with its effects, money, dates and bonds to others.

    With ``duration`` (months) and no ``finish`` its month of start is open, not before ``start``.
    ``shutdown``: its work, or its last ``shutdown_months``, needs the plant stopped.
    ``borrowed_grade``: the evidence grade of the catalogue's entry that its saving is taken from;
    empty where the project states its own. ``so2_saved`` …: t of pollutants a year, as stated.
    """

    name: str
    effects: tuple[Effect, ...]
    reference: str = ""
    investment: Quantity | None = None
    annual_cost: Quantity | None = None
    start: date | None = None
    finish: date | None = None
    status: str = "planned"
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    place: Place = Place()
    duration: int | None = None
    life: int | None = None
    shutdown: bool = False
    shutdown_months: int | None = None
    evidence: Evidence = Evidence()
    borrowed_grade: str = ""
    maturity: str = ""
    responsible: str = ""
    so2_saved: Quantity | None = None
    nox_saved: Quantity | None = None
    dust_saved: Quantity | None = None


class Planning(NamedTuple):
    """What a plan of measures must keep to; None is no limit.

    ``shutdowns``: months (year × 12 + month − 1) in which the plant is stopped.
    """

    objective: str = ""
    discount_rate: Quantity | None = None
    budget: Quantity | None = None
    parallel: int | None = None
    shutdowns: frozenset[int] = frozenset()
    place: Place = Place()


class Phase(NamedTuple):
    """One phase of a project: what was approved for it and what it comes to in operation.

    Keys of ``approved`` and ``actual``: energy, emission, energy_intensity, carbon_intensity.
    """

    name: str
    stage: str
    approved: Mapping[str, Quantity] = MappingProxyType({})
    actual: Mapping[str, Quantity] = MappingProxyType({})
    place: Place = Place()


class Applicant(NamedTuple):
    """Who applies: name, unified social credit code, longitude and latitude of the site."""

    name: str = ""
    credit_code: str = ""
    site: Mapping[str, Quantity] = MappingProxyType({})


class Report(NamedTuple):
    """Who compiles and evaluates, and the Word file that holds texts."""

    compiler: str = ""
    authors: tuple[str, ...] = ()
    evaluator: str = ""
    texts_file: str = ""


class Picture(NamedTuple):
    """A picture that the report shows: its file in the project's folder, and its caption.

    ``content``: its pixels drawn anew, of some ``kind`` (image/png, image/jpeg) and size; empty
    before the file is read. ``source_sha256``: of the file.
    """

    file: str
    caption: str = ""
    place: Place = Place()
    kind: str = ""
    width: int = 0
    height: int = 0
    content: bytes = b""
    source_sha256: str = ""


class Project(NamedTuple):
    """One project as its file states it; ``sha256`` is that of the file's text.

    ``facts``: what rules of policy ask for, by key; a key that is not there was not stated;
    ``facts_evidence``: what is shown for them.
    ``allocation``: mass, value or energy: how sources that several main products share are split.
    ``texts``: the applicant's own words in Markdown, by the heading that they stand under;
    ``pictures``: by what they show.
    ``cells``: of an Excel form, key path → (sheet, cell, row).
    """

    name: str
    stage: str
    sector: str
    region: str
    year: int
    code: str = ""
    nature: str = ""
    retrofit_deadline: date | None = None
    change_consent_date: date | None = None
    channel: str = ""
    gwp: str = ""
    fuel_table: str = ""
    guide: str = ""
    electricity_primary: Quantity | None = None
    allocation: str = ""
    economics: Economics = Economics()
    city: City = City()
    facts: Mapping[str, Fact] = MappingProxyType({})
    facts_evidence: Evidence = Evidence()
    products: tuple[Product, ...] = ()
    raw_materials: tuple[RawMaterial, ...] = ()
    sources: tuple[Source, ...] = ()
    measures: tuple[Measure, ...] = ()
    planning: Planning = Planning()
    phases: tuple[Phase, ...] = ()
    applicant: Applicant = Applicant()
    operating_hours: Quantity | None = None
    report: Report = Report()
    texts: Mapping[str, str] = MappingProxyType({})
    pictures: Mapping[str, Picture] = MappingProxyType({})
    file: str = ""
    text: str = ""
    sha256: str = ""
    lines: Mapping[str, int] = MappingProxyType({})
    cells: Cells = MappingProxyType({})

    @property
    def main_products(self) -> tuple[Product, ...]:
        """The products to which the emission is attributed, in the order of the file."""
        return main_products(self.products)

    def with_evidence(self, change: Callable[[Evidence], Evidence]) -> Project:
        """The project with every piece of evidence that names a file changed."""

        def of(shown: Evidence) -> Evidence:
            return change(shown) if shown.file else shown

        def held(table: Mapping[str, Quantity | Evidence]) -> Mapping[str, Quantity | Evidence]:
            return {k: of(v) if isinstance(v, Evidence) else v for k, v in table.items()}

        if not any(shown.file for shown in self.evidence):
            return self
        return self._replace(
            facts_evidence=of(self.facts_evidence),
            products=tuple(
                p._replace(
                    evidence=of(p.evidence),
                    specific_energy=held(p.specific_energy),
                    corrected_limits=held(p.corrected_limits),
                )
                for p in self.products
            ),
            raw_materials=tuple(r._replace(evidence=of(r.evidence)) for r in self.raw_materials),
            sources=tuple(s._replace(evidence=of(s.evidence)) for s in self.sources),
            measures=tuple(m._replace(evidence=of(m.evidence)) for m in self.measures),
        )

    @property
    def evidence(self) -> list[Evidence]:
        """Everything that is shown, in the order of the file."""
        found = [self.facts_evidence]
        for p in self.products:
            tables = (*p.specific_energy.values(), *p.corrected_limits.values())
            found += [p.evidence, *(v for v in tables if isinstance(v, Evidence))]
        found += [r.evidence for r in self.raw_materials]
        return found + [s.evidence for s in self.sources] + [m.evidence for m in self.measures]

    def place(self, key: str) -> Place:
        """The place of a key path in the file."""
        return place_of(self.file, self.lines, key)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the project at their sheet and cell, where it was read from a form."""
        return located(problems, self.file, self.cells)
