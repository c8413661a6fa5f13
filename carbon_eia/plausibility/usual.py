"""What the sources of a sector's example emit per product, and sources far below that.

A slip that makes an amount too small lowers the intensity and would let a plant pass. It shows
where a kind of source that matters in the sector gives next to nothing and nothing else stands for
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.intensity import Portion
from carbon_eia.inventory import Inventory, SourceEmission, take_inventory
from carbon_eia.plausibility.bands import Implausibility
from carbon_eia.plausibility.thresholds import Thresholds
from carbon_eia.project import Product, Source, parse_project
from carbon_eia.project.template import project_template
from carbon_eia.reference import Reason, Sector, World
from carbon_eia.units import decimal_text

__all__ = ["Kind", "Usual", "kind_of", "next_to_nothing", "usual_emissions"]

Kind = tuple[str, str, str]
"""What tells sources apart: method, what is used or made, and where it comes from."""


class Usual(NamedTuple):
    """The emissions of a sector's example per unit of its main product (in base units), t CO2e.

    ``product``: its id; ``kinds``: those of each kind of source; ``total``: of all.
    """

    product: str
    kinds: Mapping[Kind, Fraction]
    total: Fraction


def kind_of(source: Source) -> Kind:
    """The kind of a source.

    >>> kind_of(Source("外购电力", "electricity", supply="grid"))
    ('electricity', '', '')
    """
    supply = "" if source.supply in ("grid", "purchased") else source.supply
    return source.method, source.material or source.gas or source.item, supply


def usual_emissions(sector: Sector, world: World) -> Usual | None:
    """The emissions of a sector's example; None where it has no product or total."""
    key = ("usual", sector.id)
    if key not in world.tables.memo:
        world.tables.memo[key] = _of_example(sector, world)
    found: Usual | None = world.tables.memo[key]
    return found


def _of_example(sector: Sector, world: World) -> Usual | None:
    project = parse_project(project_template(dict(sector.example), sector.id), world)
    mains = project.main_products
    product = mains[0] if len(mains) == 1 else None
    known = None if product is None else sector.product(product.name)
    output = _output(product)
    if known is None or not output:
        return None
    inventory = take_inventory(project.sources, sector, world, project.region, project.year)
    kinds = _kinds(inventory)
    total = inventory.total()
    if kinds is None or total is None or total <= 0:
        return None
    return Usual(known.id, {k: v / output for k, (v, _) in kinds.items()}, total / output)


def _output(product: Product | None) -> Fraction | None:
    if product is None or product.amount is None:
        return None
    return product.amount.value * product.amount.unit.factor


def _kinds(inventory: Inventory) -> dict[Kind, tuple[Fraction, Sequence[SourceEmission]]] | None:
    """The emission of each kind of source of the project, and its sources."""
    own = [e for e in inventory.emissions if e.source.account == "project"]
    if any(e.co2e is None for e in own):
        return None
    found: dict[Kind, list[SourceEmission]] = {}
    for e in own:
        found.setdefault(kind_of(e.source), []).append(e)
    return {
        k: (sum((e.co2e or Fraction(0) for e in es), Fraction(0)), es) for k, es in found.items()
    }


def next_to_nothing(portion: Portion, world: World, bands: Thresholds) -> list[Implausibility]:
    """CE-W056: a kind of source that is a thousandth of the usual, with nothing in its place.

    Low by the slip of ``grave``, with the tolerance of ``slips``, in a kind that makes ``share`` of
    the example or more; and the total lacks half of what that kind usually gives. A sector of any
    product has no usual emission per tonne: what is small for one product is right for another.
    """
    inventory = portion.inventory
    known = portion.sector.product(portion.product.name)
    output = _output(portion.product)
    if inventory is None or known is None or not output:
        return []
    if portion.sector.id in bands["usual"]["any_product"]:
        return []
    usual, kinds, total = (
        usual_emissions(portion.sector, world),
        _kinds(inventory),
        inventory.total(),
    )
    if usual is None or usual.product != known.id or kinds is None or not total:
        return []
    least = Fraction(bands["slips"]["tolerance"]) / Fraction(bands["grave"]["slip"])
    found: list[Implausibility] = []
    for kind, (emission, sources) in kinds.items():
        expected = usual.kinds.get(kind, Fraction(0))
        if expected < usual.total * Fraction(bands["usual"]["share"]):
            continue
        if not 0 <= emission <= expected * output * least:  # first: it tells nearly every row
            continue
        if total / output > usual.total - expected / 2:
            continue
        params = {
            "source": "、".join(e.source.name for e in sources),
            "value": decimal_text(emission, 4),
            "usual": decimal_text(expected * output, 2),
        }
        where = sources[0].source.at("amount").key
        found.append(Implausibility(where, Reason("CE-W056", params, warn=True), emission > 0))
    return found
