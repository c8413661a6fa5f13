"""Administrative divisions of China: codes, names, and what lies in what.

A look-up by code or by a name in full. What a typed address means is not decided here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

__all__ = ["Region", "Regions"]


_ENDS = "省市县区州盟旗"
"""The characters with which names of divisions end."""


class Region(NamedTuple):
    """A nation, grid region, province, city or county (``level``).

    ``short`` is the name without 省, 市, 县 …; ``type`` the kind of unit in Chinese (地级市,
    自治县 …); ``parent`` the code of what it lies in; ``grid_region`` the name of its grid.
    """

    code: str
    name: str
    short: str
    aliases: tuple[str, ...]
    type: str
    level: str
    parent: str
    grid_region: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name: in full, short, and in use."""
        return tuple(dict.fromkeys((self.name, self.short, *self.aliases)))


class Regions:
    """``regions.csv``, of which a look-up parses only the lines that it needs.

    The table has over 3 000 rows; a project lies in one province.

    >>> from carbon_eia.reference import open_tables
    >>> regions = open_tables().regions
    >>> [r.name for r in regions.chain(regions.by_code("431021"))]
    ['桂阳县', '郴州市', '湖南省', '华中', '全国']
    >>> sorted(r.code for r in regions.named("永定区"))
    ['350803', '430802']
    """

    def __init__(self, path: Path) -> None:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        self._columns = head.split(",")
        self._lines = {line.partition(",")[0]: line for line in lines}
        self._parsed: dict[str, Region] = {}
        self._within: dict[str, list[Region]] = {}
        self._chains: dict[str, list[Region]] = {}

    def by_code(self, code: str) -> Region:
        """The region of a code; raises KeyError where the list has none."""
        if code not in self._parsed:
            cells = dict(zip(self._columns, next(csv.reader([self._lines[code]])), strict=True))
            aliases = tuple(a for a in cells["aliases"].split("|") if a)
            rest = {k: cells[k] for k in Region._fields if k != "aliases"}
            self._parsed[code] = Region(aliases=aliases, **rest)
        return self._parsed[code]

    def _of(self, codes: Iterable[str]) -> list[Region]:
        return [self.by_code(code) for code in codes]

    def widest(self) -> list[Region]:
        """The nation, the grid regions and the provinces, in the order of the list."""
        return self._of(self._widest)

    def within(self, code: str) -> list[Region]:
        """What lies in a province or city, itself left out; for the nation, all divisions.

        >>> from carbon_eia.reference import open_tables
        >>> len(open_tables().regions.within("431000"))
        11
        """
        if self.by_code(code).level == "nation":
            return self._of(c for c in self._lines if c.isdigit() and c != code)
        if code not in self._within:
            self._within[code] = self._inside(code)
        return list(self._within[code])

    def _inside(self, code: str) -> list[Region]:
        prefix = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
        return self._of(c for c in self._lines if c.startswith(prefix) and c != code)

    def named(self, name: str) -> list[Region]:
        """Every region that bears exactly this name, in full, short or as an alias."""
        return self._of(self._names.get(name.strip().lower(), ()))

    def beginning(self, text: str) -> list[Region]:
        """Every region of which a name may stand at the beginning of a text."""
        return self._of(dict.fromkeys(self._starts.get(text[:2].lower(), ())))

    def in_text(self, text: str) -> list[Region]:
        """Every region whose name in full stands in a text, in the order of their names there."""
        ends = [i + 1 for i, c in enumerate(text) if c in _ENDS]
        named = [self.named(text[i:end]) for end in ends for i in range(max(end - 12, 0), end - 1)]
        return [r for some in named for r in some if r.name in text]

    @cached_property
    def _widest(self) -> list[str]:
        return [c for c in self._lines if c.endswith("0000") or not c.isdigit()]

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """Every name in small letters → the codes of those that bear it."""
        found: dict[str, list[str]] = {}
        for code, line in self._lines.items():
            _, name, short, aliases, _ = line.split(",", 4)
            for each in dict.fromkeys((name, short, *aliases.split("|"))):
                if each:
                    found.setdefault(each.lower(), []).append(code)
        return found

    @cached_property
    def _starts(self) -> dict[str, list[str]]:
        """The first two characters of names → the codes of those that bear them, some twice."""
        found: dict[str, list[str]] = {}
        for name, codes in self._names.items():
            found.setdefault(name[:2], []).extend(codes)
        return found

    def chain(self, region: Region) -> list[Region]:
        """A region and what it lies in, up to the nation, the grid region after the province.

        A province outside the seven grid regions ends its chain: the published averages of grids
        and nation do not cover it.
        """
        if region.code not in self._chains:
            self._chains[region.code] = self._chain(region)
        return list(self._chains[region.code])

    def _chain(self, region: Region) -> list[Region]:
        found = [region]
        while found[-1].level != "nation":
            last = found[-1]
            if last.level != "province":
                found.append(self.by_code(last.parent))
            elif last.grid_region:
                found += [r for r in self.widest() if r.name == last.grid_region]
            else:
                break
        return found

    def province(self, region: Region) -> Region | None:
        """The province that a region lies in or is; None for a grid region and the nation."""
        return next((r for r in self.chain(region) if r.level == "province"), None)
