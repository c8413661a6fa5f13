"""Projects that together are what none of them is alone: of one applicant, or at one site.

A threshold (the energy from which a review is needed, or the province reviews) is kept by each of
several projects, and crossed by all that were filed within some months. Where any set of them
crosses it, the largest set within those months does; so only that one is looked at, and the fewest
projects that suffice are named. It is a hint for a person: two projects may well be two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import cos, hypot, radians
from typing import NamedTuple

from carbon_eia.reference.materials import name_key
from carbon_eia.register.controls import SizeThreshold, SplitRule
from carbon_eia.register.days import add_months

__all__ = ["Filed", "SuspectedSplit", "find_splits"]

METRES_PER_DEGREE = 111_195
"""Length of a degree of the meridian on a sphere of the Earth's mean radius, 6 371.0 km."""


class Filed(NamedTuple):
    """A project that was filed: who, where, when, and its size by fact, in the unit of the
    thresholds (tce, t)."""

    code: str
    name: str
    applicant: str
    credit_code: str
    site: tuple[float, float] | None
    day: date
    sizes: Mapping[str, Fraction]


class SuspectedSplit(NamedTuple):
    """Projects that may be one: whose or where (``by``), which threshold they cross together."""

    by: str
    who: str
    threshold: SizeThreshold
    members: tuple[Filed, ...]
    total: Fraction
    others: int


def find_splits(
    filed: Iterable[Filed], thresholds: Sequence[SizeThreshold], rule: SplitRule
) -> list[SuspectedSplit]:
    """Every group that crosses a threshold which each of its projects alone does not reach.

    A group that is found by applicant and by site is told once.
    """
    listed = sorted(filed, key=lambda f: (f.day, f.code))
    found: dict[tuple[str, Fraction, frozenset[str]], SuspectedSplit] = {}
    for by, who, group in (*_by_applicant(listed), *_by_site(listed, rule.metres)):
        for threshold in thresholds:
            for split in _within(by, who, group, threshold, rule.months):
                codes = frozenset(m.code for m in split.members)
                found.setdefault((threshold.fact, threshold.limit.value, codes), split)
    return list(found.values())


def _by_applicant(filed: Sequence[Filed]) -> Iterator[tuple[str, str, list[Filed]]]:
    """Projects of one applicant: by its credit code, else by its name."""
    groups: dict[str, list[Filed]] = {}
    for one in filed:
        key = one.credit_code.upper() or name_key(one.applicant)
        if key:
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        if len(group) > 1:
            yield "applicant", group[0].applicant or group[0].credit_code, group


def _by_site(filed: Sequence[Filed], metres: int) -> Iterator[tuple[str, str, list[Filed]]]:
    """The projects around each site, no further from it than so many metres."""
    latitudes = metres / METRES_PER_DEGREE
    placed = [f for f in filed if f.site is not None]
    by_latitude = sorted(placed, key=lambda f: f.site[1] if f.site else 0.0)
    for i, one in enumerate(by_latitude):
        around = [one]
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(by_latitude) and _apart(one, by_latitude[j])[1] <= latitudes:
                if _metres(one, by_latitude[j]) <= metres:
                    around.append(by_latitude[j])
                j += step
        if len(around) > 1:
            around.sort(key=lambda f: (f.day, f.code))
            yield "site", one.name, around


def _apart(a: Filed, b: Filed) -> tuple[float, float]:
    """Degrees of longitude and latitude between two sites."""
    if a.site is None or b.site is None:
        return 360, 180
    return abs(a.site[0] - b.site[0]), abs(a.site[1] - b.site[1])


def _metres(a: Filed, b: Filed) -> float:
    """The distance of two sites that are near each other: the plane is close enough."""
    if a.site is None or b.site is None:
        return float("inf")
    across, up = _apart(a, b)
    middle = radians((a.site[1] + b.site[1]) / 2)
    return METRES_PER_DEGREE * hypot(across * cos(middle), up)


def _within(
    by: str, who: str, group: Sequence[Filed], threshold: SizeThreshold, months: int
) -> Iterator[SuspectedSplit]:
    """The windows of so many months in which a group crosses a threshold, each that is not part of
    another."""
    fact, limit = threshold.fact, threshold.limit.value
    small = [f for f in group if 0 < f.sizes.get(fact, Fraction(0)) < limit]
    end = 0
    total = Fraction(0)
    for start, first in enumerate(small):
        before = end
        while end < len(small) and small[end].day <= add_months(first.day, months):
            total += small[end].sizes[fact]
            end += 1
        if end > before and end - start > 1 and total >= limit:
            yield _fewest(by, who, small[start:end], threshold)
        total -= first.sizes[fact]


def _fewest(by: str, who: str, window: Sequence[Filed], threshold: SizeThreshold) -> SuspectedSplit:
    """The fewest projects of a window that cross the threshold together: its largest."""
    fact, limit = threshold.fact, threshold.limit.value
    members: list[Filed] = []
    total = Fraction(0)
    for one in sorted(window, key=lambda f: (-f.sizes[fact], f.day, f.code)):
        members.append(one)
        total += one.sizes[fact]
        if total >= limit:
            break
    ordered = tuple(sorted(members, key=lambda f: (f.day, f.code)))
    return SuspectedSplit(by, who, threshold, ordered, total, len(window) - len(ordered))
