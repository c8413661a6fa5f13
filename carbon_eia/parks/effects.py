"""Why the emission of a park changes: activity, structure, intensity, energy mix, grid (LMDI).

    E = Σ_j Σ_k  A · s_j · e_j · m_jk · f_jk      energy: A 万元, s = A_j ÷ A, e = tce_j ÷ A_j,
                                                  m = tce_jk ÷ tce_j, f = t CO2e ÷ tce
    E = Σ_j      A · s_j · p_j                    process: p = t CO2e ÷ A_j

A facility has no activity of its own: it serves the whole park, s is 1 and e its energy per A.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.parks.decompose import Term, decompose
from carbon_eia.parks.park_account import ELECTRICITY, Line
from carbon_eia.parks.scenario import YearAccount

__all__ = ["EFFECTS", "Effects", "effects_between"]

EFFECTS = ("activity", "structure", "intensity", "mix", "grid")


class Effects(NamedTuple):
    """t CO2e of each effect; their sum is the change to the last digit."""

    activity: Fraction
    structure: Fraction
    intensity: Fraction
    mix: Fraction
    grid: Fraction

    def total(self) -> Fraction:
        """The whole change."""
        return sum(self, Fraction(0))


Key = tuple[str, str]


class _Side(NamedTuple):
    """One year, summed: emission and tce by member and carrier, tce and activity by member."""

    emission: Mapping[Key, Fraction]
    tce: Mapping[Key, Fraction]
    whole: Mapping[str, Fraction]
    activity: Mapping[str, Fraction | None]
    total: Fraction | None

    def chain(self, key: Key) -> tuple[Fraction | None, ...]:
        """A, s, e, m, f of a member's carrier; None where a factor has no meaning."""
        member, carrier = key
        emission = self.emission.get(key, Fraction(0))
        own = self.activity.get(member, self.total if member not in self.activity else None)
        share = _over(own, self.total) if member in self.activity else Fraction(1)
        if not carrier:
            return self.total, share, _over(emission, own), Fraction(1), Fraction(1)
        tce, whole = self.tce.get(key, Fraction(0)), self.whole.get(member, Fraction(0))
        return self.total, share, _over(whole, own), _over(tce, whole), _over(emission, tce)


def _over(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole


def effects_between(before: YearAccount, after: YearAccount) -> Effects | None:
    """The effects between two years (or scenarios); None where activity or energy is not known."""
    if before.value() is None or after.value() is None:
        return None
    if before.energy() is None or after.energy() is None:
        return None
    members = {**before.activity, **after.activity}
    sides = [_side(year, members) for year in (before, after)]
    keys = list(dict.fromkeys([*sides[0].emission, *sides[1].emission]))
    power = [k for k in keys if k[1] == ELECTRICITY]
    rest = [k for k in keys if k[1] != ELECTRICITY]
    on_power, on_rest = (
        decompose([Term(sides[0].chain(k), sides[1].chain(k)) for k in own], len(EFFECTS))
        for own in (power, rest)
    )
    # the factor of electricity is the grid's; that of a fuel belongs to the mix
    a, s, e, m, f = on_rest
    activity, structure, intensity, mix, grid = on_power
    return Effects(activity + a, structure + s, intensity + e, mix + m + f, grid)


def _side(year: YearAccount, members: Mapping[str, Fraction | None]) -> _Side:
    emission: dict[Key, Fraction] = {}
    tce: dict[Key, Fraction] = {}
    whole: dict[str, Fraction] = {}
    for line in year.lines:
        key = line.member, _carrier(line)
        emission[key] = emission.get(key, Fraction(0)) + line.co2e
        if key[1] and line.tce is not None:
            tce[key] = tce.get(key, Fraction(0)) + line.tce
            whole[line.member] = whole.get(line.member, Fraction(0)) + line.tce
    activity = {name: year.activity.get(name, Fraction(0)) for name in members}
    return _Side(emission, tce, whole, activity, year.value())


def _carrier(line: Line) -> str:
    """The carrier, or nothing for an emission behind which no energy stands.

    Green power is one of its own: what moves to it is a change of the mix, not of the grid.
    """
    if not line.tce:
        return ""
    return f"{line.carrier} {line.supply}" if line.supply == "green" else line.carrier
