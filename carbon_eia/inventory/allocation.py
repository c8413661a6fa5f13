"""Which share of a source each main product bears (分摊), exact; applied to any inventory.

A source that serves one product is that product's; a measured split stands before any method; what
is left is shared by the method that the project states: by mass, by value (output × price) or by
the energy of the products. Nothing is split that was not told how.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.inventory.account import GasEmission, Inventory, Missing, SourceEmission
from carbon_eia.project import Product, Source
from carbon_eia.units import parse_unit

__all__ = ["Allocation", "AllocationSplit", "allocation_of"]

_WHOLE = Fraction(1)


class AllocationSplit(NamedTuple):
    """How one source is split over the main products.

    ``basis``: only (there is one main product), assigned, shares, mass, value, energy; empty where
    it is not known, ``shares`` then being empty too. Else they are 1 together.
    """

    basis: str
    shares: Mapping[str, Fraction]


class Allocation(NamedTuple):
    """How the sources of a project are split over its main products.

    ``products``: their names, in the order of the file; ``method`` as the project states it;
    ``weights``: what it gives each of them, empty where it gives nothing; ``lacks``: why it does
    not. ``by_shares``: products whose own standard splits them by a stated share alone, as heat and
    power by the heat share.
    """

    products: tuple[str, ...]
    method: str = ""
    weights: Mapping[str, Fraction] = MappingProxyType({})
    lacks: tuple[Missing, ...] = ()
    by_shares: frozenset[str] = frozenset()

    def split(self, source: Source) -> AllocationSplit:
        """The split of a source of the project's own account."""
        served = source.products or self.products
        if source.shares:
            return AllocationSplit(
                "shares", {n: q.to("1") for n, q in source.shares.items() if q.value}
            )
        if len(served) == 1:
            basis = "assigned" if source.products else "only"
            return AllocationSplit(basis, {served[0]: _WHOLE})
        if not self.weights or self.by_shares.issuperset(served):
            return AllocationSplit("", {})
        total = sum((self.weights[n] for n in served), Fraction(0))
        return AllocationSplit(self.method, {n: self.weights[n] / total for n in served})

    def share(self, source: Source, product: str) -> Fraction | None:
        """The share of a source that a product bears; None where it is not known."""
        if source.account != "project":
            return Fraction(0)
        split = self.split(source)
        return split.shares.get(product, Fraction(0)) if split.basis else None

    def portion(self, inventory: Inventory, product: str) -> Inventory | None:
        """What a product bears of an inventory; None where the split of a source is not known.

        With one main product it is the inventory itself.
        """
        if self.products == (product,):
            return inventory
        emissions: list[SourceEmission] = []
        for emission in inventory.emissions:
            share = self.share(emission.source, product)
            if share is None and not bears_nothing(emission):
                return None
            if share:
                emissions.append(scaled(emission, share))
        return Inventory(tuple(emissions))

    def missing(self, inventory: Inventory) -> list[Missing]:
        """What has to be stated before an inventory can be split.

        A source without emission needs no split.
        """
        unsplit = [
            e.source
            for e in inventory.emissions
            if e.source.account == "project"
            and not self.split(e.source).basis
            and not bears_nothing(e)
        ]
        if not self.products or not unsplit:
            return []
        products = "、".join(self.products)
        names = "、".join(s.name for s in unsplit)
        params: dict[str, object] = {"sources": names, "products": products}
        if all(self.by_shares.issuperset(s.products or self.products) for s in unsplit):
            return [Missing("missing.allocation.heat_share", params)]
        return list(self.lacks) or [Missing("missing.allocation", params)]


def bears_nothing(emission: SourceEmission) -> bool:
    """Whether a source emits nothing at all, so that it needs no split."""
    return emission.co2e == 0 and not any(emission.masses.values()) and not emission.biogenic


def scaled(emission: SourceEmission, share: Fraction) -> SourceEmission:
    """A share of what a source emits; its parameters stay those of the whole source."""
    if share == 1:
        return emission
    return emission._replace(
        masses={gas: mass * share for gas, mass in emission.masses.items()},
        co2e=None if emission.co2e is None else emission.co2e * share,
        biogenic=emission.biogenic * share,
        gases=tuple(_scaled_gas(g, share) for g in emission.gases),
    )


def _scaled_gas(gas: GasEmission, share: Fraction) -> GasEmission:
    co2e = None if gas.co2e is None else gas.co2e * share
    return gas._replace(mass=gas.mass * share, co2e=co2e)


def allocation_of(
    products: Sequence[Product], method: str, by_shares: Collection[str] = ()
) -> Allocation:
    """The allocation of a project with these main products by the method that it states.

    ``by_shares``: names of those whose own standard splits them by a stated share alone.

    >>> from carbon_eia.units import parse_quantity
    >>> lead, zinc = (Product(n, parse_quantity(t)) for n, t in (("铅", "8 万t"), ("锌", "12 万t")))
    >>> shared = Source("公用电", "electricity")
    >>> allocation_of((lead, zinc), "mass").share(shared, "锌")
    Fraction(3, 5)
    """
    names = tuple(p.name for p in products)
    found = Allocation(names, method, by_shares=frozenset(by_shares))
    if len(names) < 2 or not method:
        return found
    outputs = [Missing("missing.output", {"product": p.name}) for p in products if not p.amount]
    if outputs:
        return found._replace(lacks=tuple(outputs))
    weights, lacks = _WEIGHTS[method](products)
    return found._replace(lacks=lacks) if lacks else found._replace(weights=weights)


Weights = tuple[dict[str, Fraction], tuple[Missing, ...]]


def _in_unit(products: Sequence[Product], unit: str, code: str) -> Weights:
    """Outputs in one unit; what is missing where one of them is counted in another kind."""
    wanted = parse_unit(unit)
    other = [p for p in products if p.amount is not None and p.amount.unit.dims != wanted.dims]
    if other:
        return {}, (Missing(code, {"products": "、".join(p.name for p in other)}),)
    return {p.name: p.amount.to(wanted) for p in products if p.amount is not None}, ()


def _by_mass(products: Sequence[Product]) -> Weights:
    return _in_unit(products, "t", "missing.allocation.mass")


def _by_energy(products: Sequence[Product]) -> Weights:
    return _in_unit(products, "GJ", "missing.allocation.energy")


def _by_value(products: Sequence[Product]) -> Weights:
    """w = output × price, 万元 a year."""
    money = parse_unit("万元")
    unpriced = [
        p.name
        for p in products
        if p.price is None and p.amount is not None and p.amount.unit.dims != money.dims
    ]
    if unpriced:
        return {}, (Missing("missing.allocation.price", {"products": "、".join(unpriced)}),)
    weights: dict[str, Fraction] = {}
    for p in products:
        assert p.amount is not None  # an output is missing: told before
        if p.price is None:
            weights[p.name] = p.amount.to(money)
        else:
            per = p.price.to(money.per(p.amount.unit))
            weights[p.name] = p.amount.value * per
    return weights, ()


_WEIGHTS: Mapping[str, Callable[[Sequence[Product]], Weights]] = {
    "mass": _by_mass,
    "value": _by_value,
    "energy": _by_energy,
}
