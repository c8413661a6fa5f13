"""Targets of city, province and nation: each in its own area and while it stands (law 12)."""

from __future__ import annotations

from carbon_eia.reference import Row, World

__all__ = ["target_in"]

PREFIXES = {"st": "chenzhou_targets", "pt": "policy_targets"}
"""Beginning of the id of a target → the table in which it stands."""


def target_in(world: World, ident: str, region: str) -> Row | None:
    """A target by its id; None where the region lies outside or the day is another.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> world = open_world(date(2026, 8, 1))
    >>> target_in(world, "st17", "湖南省郴州市")["value"], target_in(world, "st17", "广东省")
    ('5000', None)
    >>> target_in(world, "pt47", "广东省")["value"]  # a zero-carbon park, wherever it lies
    '0.2'
    """
    row = world.tables.row(PREFIXES[ident[:2]], ident)
    holds = row["region"] in world.region_codes(region) and world.in_force(row)
    return row if holds else None
