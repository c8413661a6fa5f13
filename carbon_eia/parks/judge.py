"""Whether an indicator of the park meets a target that is set for city, province or nation.

A target is compared where it gives a figure of the same quantity for a year that is assessed; one
that speaks of a decline, where the park's base year is the year from which it counts
(``[declines]`` of ``factors/park.toml``). Else it cannot be judged, and the reason is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import NamedTuple

from carbon_eia.parks.indicators import Indicator
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.scenario import Path
from carbon_eia.reference import Row, World
from carbon_eia.units import parse_quantity

__all__ = ["Judgement", "judge"]

Comparison = Callable[[Fraction, Fraction], bool]

SIGNS: Mapping[str, Comparison] = {">=": ge, ">": gt, "<=": le, "<": lt}

Values = Callable[[Path, int], Indicator]
"""The indicator in a year of a scenario."""


class Judgement(NamedTuple):
    """A target beside the plan and the optimised plan in the year that it speaks of.

    ``values`` in ``unit``; ``met``: None where it cannot be judged; ``reason``: a sentence code
    why not.
    """

    target: str
    year: int | None
    unit: str
    values: tuple[Fraction | None, Fraction | None]
    met: tuple[bool | None, bool | None]
    reason: str = ""


def judge(
    target: Row, park: Park, paths: tuple[Path, Path], values: Values, world: World
) -> Judgement:
    """The judgement of a target; ``paths``: as planned, and optimised."""
    raw = world.tables.toml("park.toml")
    ident, unit = target["id"], target["unit"]
    unknown = Judgement(ident, None, unit, (None, None), (None, None))
    if not target["value"] or target["operator"] not in (*SIGNS, "about"):
        return unknown._replace(reason="no_figure")
    year = _year(target, park)
    if year is None:
        return unknown._replace(reason="beyond")
    first = [values(p, year) for p in paths]
    bounds = raw["conditions"].get(ident)
    if bounds is not None and not all(_within(p, year, bounds) for p in paths):
        return unknown._replace(year=year, reason="other_size")
    since = raw["declines"].get(ident)
    if since is not None:
        if since != park.base_year:
            return unknown._replace(year=year, reason="other_base")
        base = values(paths[0], park.base_year).value
        amounts = [_decline(base, i.value) for i in first]
    elif _plain(first[0].unit) == _plain(unit):
        amounts = [i.value for i in first]
    else:
        return unknown._replace(year=year, reason="other_quantity")
    limit = Fraction(target["value"])
    better: Comparison = ge if since is not None or first[0].better == "higher" else le
    holds = SIGNS.get(target["operator"], better)
    met = [None if v is None else holds(v, limit) for v in amounts]
    reason = "no_value" if None in amounts else ""
    pair = (amounts[0], amounts[1]), (met[0], met[1])
    return Judgement(ident, year, unit, *pair, reason)


def _year(target: Row, park: Park) -> int | None:
    """The year of a target: its deadline, the last plan year where it has none; None beyond."""
    if not target["deadline"]:
        return park.plan_years[-1]
    year = int(target["deadline"][:4])
    return None if year > park.plan_years[-1] else max(year, park.base_year)


def _plain(unit: str) -> str:
    """Tonnes of CO2 and of CO2e are compared as one."""
    return unit.replace("tCO2e", "tCO2")


def _decline(base: Fraction | None, value: Fraction | None) -> Fraction | None:
    """By how much a value is below that of the base year, in percent."""
    return None if not base or value is None else (1 - value / base) * 100


def _within(path: Path, year: int, bounds: Mapping[str, str]) -> bool:
    """Whether the energy of a year lies within the bounds for which a target is set."""
    energy = path.at(year).energy()
    if energy is None:
        return False
    low, high = (bounds.get(k) for k in ("energy_from", "energy_to"))
    above = low is None or energy >= parse_quantity(low).to("tce")
    return above and (high is None or energy < parse_quantity(high).to("tce"))
