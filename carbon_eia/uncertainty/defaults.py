"""How uncertain a value is when nobody says: the first row of ``uncertainty.csv`` that fits."""

from __future__ import annotations

from fnmatch import fnmatchcase
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.reference import Citation, World
from carbon_eia.units import Quantity, parse_number, parse_quantity

__all__ = ["Default", "Settings", "ValueKind", "default_spread", "settings"]


class ValueKind(NamedTuple):
    """What decides on a default: method, parameter, status, origin, material, whether an amount."""

    method: str
    parameter: str
    status: str
    origin: str = ""
    material: str = ""
    activity: bool = False


class Default(NamedTuple):
    """A default spread: half-width of the 95 % interval, as a share or in a unit of the value.

    Both are None for an exact value.
    """

    half: Fraction | None
    width: Quantity | None
    citation: Citation
    name_zh: str
    name_en: str

    @property
    def exact(self) -> bool:
        """Whether the value is a rule or a definition, which no measurement could change."""
        return self.half is None and self.width is None


class Settings(NamedTuple):
    """``factors/uncertainty.toml``: level of an interval, what counts as near the limit, draws."""

    level: Fraction
    near_low: Fraction
    near_high: Fraction
    least: int
    most: int
    seed: int
    sobol: int


def settings(world: World) -> Settings:
    """How the analysis is done."""
    raw = world.tables.toml("uncertainty.toml")
    near, draws = raw["near"], raw["draws"]
    return Settings(
        parse_quantity(raw["level"]["value"]).to("1"),
        parse_quantity(near["low"]).to("1"),
        parse_quantity(near["high"]).to("1"),
        *(int(parse_number(draws[k])) for k in ("least", "most", "seed", "sobol")),
    )


def default_spread(world: World, situation: ValueKind) -> Default | None:
    """The default of a value; None where no row fits or none is in force on the day."""
    for row in world.tables.rows("uncertainty"):
        if world.in_force(row) and _fits(row, situation, world):
            width = parse_quantity(f"{row['value']} {row['unit']}") if row["value"] else None
            citation = world.citation("uncertainty", row)
            names = row["name_zh"], row["name_en"]
            if width is not None and not width.unit.dims:
                return Default(width.to("1"), None, citation, *names)
            return Default(None, width, citation, *names)
    return None


def _fits(row: dict[str, str], s: ValueKind, world: World) -> bool:
    known = world.methods.get(s.method)
    listed = row["method"].split("|") if row["method"] else [s.method]
    if s.method not in listed and (known is None or not known.is_named(listed)):
        return False
    if row["status"] and s.status not in row["status"].split("|"):
        return False
    parameters = row["parameter"].split("|") if row["parameter"] else []
    as_amount = s.activity and "@activity" in parameters
    if parameters and s.parameter not in parameters and not as_amount:
        return False
    if row["origin"] and not fnmatchcase(s.origin, row["origin"]):
        return False
    if row["state"]:
        if not s.material:
            return False
        return world.tables.row("materials", s.material)["state"] == row["state"]
    return True
