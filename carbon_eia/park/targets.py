"""Targets of the city: quoted in its own area and while they stand, nowhere else (law 12)."""

from __future__ import annotations

from carbon_eia.reference import Row, World

__all__ = ["target_in"]


def target_in(world: World, ident: str, region: str) -> Row | None:
    """A target of the city by its id; None where the region lies outside or the day is another.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> world = open_world(date(2026, 8, 1))
    >>> target_in(world, "st17", "湖南省郴州市")["value"], target_in(world, "st17", "广东省")
    ('5000', None)
    """
    row = world.tables.row("chenzhou_targets", ident)
    holds = row["region"] in world.region_codes(region) and world.in_force(row)
    return row if holds else None
