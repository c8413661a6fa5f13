"""Which comparison and which intensity of a Run a decision rests on."""

from __future__ import annotations

from decimal import Decimal

from carbon_eia.report import show
from carbon_eia.run.records import ComparisonRecord, IntensityRecord, Run

__all__ = ["governing", "limits", "main_intensity", "products"]


def governing(run: Run, level: str, product: str | None = None) -> ComparisonRecord | None:
    """The comparison that the decision rests on at a level, for one main product.

    Without ``product``, that of the one furthest above its limit or nearest to it.
    """
    found = [c for c in run.comparisons if c.level == level and c.governs]
    product = product or run.decision.product
    own = [c for c in found if product in (None, c.declared_name or product)]
    return next(iter(own), None)


def main_intensity(run: Run, product: str | None = None) -> IntensityRecord | None:
    """The intensity of that product; the first where nothing says which (a Run of one product)."""
    product = product or run.decision.product
    own = [i for i in run.intensities if i.product or i.product_name]
    return next((i for i in own if product in (None, i.product_name)), None)


def limits(run: Run) -> list[Decimal]:
    """The limits from which a shown intensity must be told apart."""
    found = [c for c in (governing(run, level) for level in ("admission", "advanced")) if c]
    return [show.exact(c.limit) for c in found]


def products(run: Run) -> list[str | None]:
    """The names of several main products; None for the only one."""
    found = run.allocation
    return [None] if found is None else [str(p.product) for p in found.products]
