"""The monitoring points of a project: what is metered, and where CO2 leaves.

The figure of the process flow and the table of the monitoring plan number them alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from carbon_eia.project import method_label
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.run.records import Run

__all__ = ["Point", "monitoring_points"]


@dataclass(frozen=True, slots=True)
class Point:
    """One meter: ``mark`` M1…, its ``node`` E1… (none at a product), what it meters."""

    mark: str
    node: str
    kind: str
    metered: str
    quantity: str
    at: str
    category: str
    emission: str


def monitoring_points(run: Run, reader: Reader) -> list[Point]:
    """A point for every source of the project, in the Run's order, then one for every product.

    ``kind`` is ``source``, ``bought`` (power and heat, emitted where they are made) or
    ``product``; ``emission`` carries its unit, or says that it could not be computed.
    """
    found = []
    own = [s for s in run.inventory.by_source if s.account == "project"]
    for i, s in enumerate(own, start=1):
        metered = reader.text(s.material_name) or method_label(s.method, reader.lang)
        emission = (
            reader.word("not_computed")
            if s.co2e is None
            else f"{show.emission(s.co2e)} {s.co2e.unit}"
        )
        found.append(
            Point(
                mark=f"M{i}",
                node=f"E{i}",
                kind="bought" if is_purchased(s.category) else "source",
                metered=metered,
                quantity=reader.typed(s.amount),
                at=str(s.name),
                category=reader.code("category", s.category),
                emission=emission,
            )
        )
    products = [p for p in run.project.products if p.account == "project"]
    for i, p in enumerate(products, start=len(found) + 1):
        quantity = reader.typed(p.amount)
        found.append(Point(f"M{i}", "", "product", str(p.name), quantity, "", "", ""))
    return found
