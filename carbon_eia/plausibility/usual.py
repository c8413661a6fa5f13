"""What the sources of a sector's example emit per product, and sources far below that.

A slip that makes an amount too small lowers the intensity and would let a plant pass. It shows
where a kind of source that matters in the sector gives next to nothing and nothing else stands for
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.energy import Energy, take_energy
from carbon_eia.intensity import Portion
from carbon_eia.inventory import Inventory, SourceEmission, take_inventory
from carbon_eia.plausibility.bands import Implausibility, required_methods
from carbon_eia.plausibility.thresholds import PlausibilityThresholds
from carbon_eia.project import Product, Source, parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import Reason, Sector, World
from carbon_eia.units import decimal_text

__all__ = [
    "Kind",
    "SourceTotals",
    "UsualEmissions",
    "kind_of",
    "next_to_nothing",
    "replaced",
    "usual_emissions",
]

CARRIERS = ("combustion", "electricity", "heat")
"""The lines of an inventory that carry energy and could give power, unlike a process."""

Kind = tuple[str, str, str]
"""What tells sources apart: method, what is used or made, and where it comes from."""


class SourceTotals(NamedTuple):
    """What some sources give: t CO2e, standard coal (None: not known) and MWh of electricity.

    ``carriers``: the t CO2e of fuel, electricity and heat alone.
    """

    emission: Fraction
    carriers: Fraction
    tce: Fraction | None
    mwh: Fraction


class UsualEmissions(NamedTuple):
    """What a sector's example gives per unit of its main product (in base units).

    ``product``: its id; ``kinds``: of each kind of source; ``whole``: of all.
    """

    product: str
    kinds: Mapping[Kind, SourceTotals]
    whole: SourceTotals


def kind_of(source: Source) -> Kind:
    """The kind of a source.

    >>> kind_of(Source("外购电力", "electricity", supply="grid"))
    ('electricity', '', '')
    """
    supply = "" if source.supply in ("grid", "purchased") else source.supply
    return source.method, source.material or source.gas or source.item, supply


def usual_emissions(sector: Sector, world: World) -> UsualEmissions | None:
    """The emissions of a sector's example; None where it has no product or total."""
    key = ("usual", sector.id)
    if key not in world.tables.memo:
        world.tables.memo[key] = _of_example(sector, world)
    found: UsualEmissions | None = world.tables.memo[key]
    return found


def _of_example(sector: Sector, world: World) -> UsualEmissions | None:
    project = parse_project(project_template(dict(sector.example), sector.id), world)
    mains = project.main_products
    product = mains[0] if len(mains) == 1 else None
    known = None if product is None else sector.product(product.name)
    output = _output(product)
    if known is None or not output:
        return None
    inventory = take_inventory(project.sources, sector, world, project.region, project.year)
    energy = take_energy(inventory, world, [known])
    kinds = _kinds(inventory)
    if kinds is None:
        return None
    whole = _part(_own(inventory), energy)
    if whole.emission <= 0:
        return None
    parts = {k: _per(_part(es, energy), output) for k, es in kinds.items()}
    return UsualEmissions(known.id, parts, _per(whole, output))


def _output(product: Product | None) -> Fraction | None:
    if product is None or product.amount is None:
        return None
    return product.amount.value * product.amount.unit.factor


def _own(inventory: Inventory) -> list[SourceEmission]:
    return [e for e in inventory.emissions if e.source.account == "project"]


def _kinds(inventory: Inventory) -> dict[Kind, list[SourceEmission]] | None:
    """The sources of each kind of the project; None where the emission of one is not known."""
    found: dict[Kind, list[SourceEmission]] = {}
    for e in _own(inventory):
        if e.co2e is None:
            return None
        found.setdefault(kind_of(e.source), []).append(e)
    return found


def _emission(emissions: Iterable[SourceEmission]) -> Fraction:
    return sum((e.co2e or Fraction(0) for e in emissions), Fraction(0))


def _part(emissions: Sequence[SourceEmission], energy: Energy) -> SourceTotals:
    """What some sources of the project give; their emissions are known."""
    names = {e.source.name for e in emissions}
    uses = [u for u in energy.uses if u.account == "project" and u.source in names]
    known = [u.tce for u in uses if u.tce is not None]
    return SourceTotals(
        _emission(emissions),
        _emission(e for e in emissions if e.category in CARRIERS),
        sum(known, Fraction(0)) if len(known) == len(uses) else None,
        sum((u.mwh for u in uses), Fraction(0)),
    )


def _per(part: SourceTotals, output: Fraction) -> SourceTotals:
    tce = None if part.tce is None else part.tce / output
    return SourceTotals(part.emission / output, part.carriers / output, tce, part.mwh / output)


def _usual_of(
    portion: Portion, world: World, bands: PlausibilityThresholds
) -> UsualEmissions | None:
    """What is usual for a product; None where its sector has no example of this very product."""
    known = portion.sector.product(portion.product.name)
    if known is None or portion.sector.id in bands["usual"]["any_product"]:
        return None
    usual = usual_emissions(portion.sector, world)
    return usual if usual is not None and usual.product == known.id else None


def next_to_nothing(
    portion: Portion, energy: Energy | None, world: World, bands: PlausibilityThresholds
) -> list[Implausibility]:
    """CE-W056: a kind of source that is a thousandth of the usual, with nothing in its place.

    Low by the slip of ``grave``, with the tolerance of ``slips``, in a kind that makes ``share`` of
    the example or more, or that the sector requires; ``energy`` is that of the product, None where
    it is not known. A sector of any product has no usual emission per tonne: what is small for one
    product is right for another.
    """
    inventory, output = portion.inventory, _output(portion.product)
    usual = _usual_of(portion, world, bands)
    if inventory is None or not output or usual is None:
        return []
    kinds = _kinds(inventory)
    if kinds is None or not inventory.total():
        return []
    least = Fraction(bands["slips"]["tolerance"]) / Fraction(bands["grave"]["slip"])
    required = required_methods(portion.sector)
    found: list[Implausibility] = []
    for kind, sources in kinds.items():
        expected = usual.kinds.get(kind)
        if expected is None or expected.emission <= 0:
            continue
        share = usual.whole.emission * Fraction(bands["usual"]["share"])
        if expected.emission < share and kind[0] not in required:
            continue
        emission = _emission(sources)
        if not 0 <= emission <= expected.emission * output * least:  # first: tells nearly every row
            continue
        if _replaced(sources[0], expected, _own(inventory), energy, usual.whole, output):
            continue
        params = {
            "source": "、".join(e.source.name for e in sources),
            "value": decimal_text(emission, 4),
            "usual": decimal_text(expected.emission * output, 2),
        }
        where = sources[0].source.at("amount").key
        found.append(Implausibility(where, Reason("CE-W056", params, warn=True), emission > 0))
    return found


def replaced(
    portion: Portion, energy: Energy | None, world: World, bands: PlausibilityThresholds
) -> frozenset[str]:
    """The names of sources that may be small because something else stands in their place."""
    inventory, output = portion.inventory, _output(portion.product)
    usual = _usual_of(portion, world, bands)
    kinds = None if inventory is None else _kinds(inventory)
    if inventory is None or not output or usual is None or kinds is None:
        return frozenset()
    own = _own(inventory)
    return frozenset(
        e.source.name
        for kind, sources in kinds.items()
        for e in sources
        if kind in usual.kinds and _replaced(e, usual.kinds[kind], own, energy, usual.whole, output)
    )


def _replaced(
    source: SourceEmission,
    expected: SourceTotals,
    sources: Sequence[SourceEmission],
    energy: Energy | None,
    usual: SourceTotals,
    output: Fraction,
) -> bool:
    """Whether something stands in the place of a kind of source that is next to nothing.

    Power is replaced by power of another supply, or by more fuel or heat, as of a power station of
    one's own; never by a reductant or a process. Anything else is replaced where of all that is
    used, by its emission or by its energy (biomass emits none), not half of its usual amount lacks.
    """
    whole = _per(_part(sources, energy or Energy(())), output)
    if source.method.energy == "electricity":
        if energy is not None and whole.mwh * 2 > usual.mwh:
            return True
        return whole.carriers > usual.carriers - expected.emission / 2
    lacking = None if not expected.tce or usual.tce is None else usual.tce - expected.tce / 2
    used = None if energy is None else whole.tce
    if lacking is not None and used is not None and used > lacking:
        return True
    return whole.emission > usual.emission - expected.emission / 2
