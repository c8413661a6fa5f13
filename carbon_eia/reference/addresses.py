"""What a typed address means: province, then city, then county, over the list of divisions.

An address is read from its beginning. Streets, parks, halls, towns and villages never decide, after
whatever province they are called; a name that several provinces bear decides nothing alone; names
that lie in different places are a contradiction, not a choice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from carbon_eia.errors import Problem
from carbon_eia.reference.regions import Region, Regions
from carbon_eia.reference.value import Reason

__all__ = ["Address", "read_address"]


class Address(NamedTuple):
    """The most specific region that an address names; why it names none, or what is doubtful.

    ``region`` is None where there is a ``problem``, or where nothing is known.
    """

    region: Region | None = None
    problem: Problem | None = None
    caution: Reason | None = None


_BEFORE = re.compile(r"(?:\d{6}|中华人民共和国|中国|地址:?|项目地址:?|所在地:?)+")
"""What stands before an address and says nothing of the place."""

_BREAKS = re.compile(r"[\s\-‐-―−_,，、.。·/\\|>＞:：;；]+")

_SUFFIXES = {
    "province": ("省", "市", "自治区", "特别行政区"),
    "city": ("自治州", "市", "地区", "州", "盟"),
    "county": ("自治县", "自治旗", "县", "区", "市", "旗", "林区", "特区"),
}
"""What may stand behind a short name: that of today, or that of former days."""

_ROAD = re.compile(
    r"[东南西北中上下前后新老]?[一二三四五六七八九十百\d]*"
    r"(大道|大街|路|街|巷|道|里|弄|胡同|村|镇|乡|岭|桥"
    r"|[^省市县区]{0,6}(工业园|产业园|科技园|创业园|物流园|园区|大厦|大楼|广场|会馆|会所|会议|厅|馆"
    r"|宾馆|酒店|饭店|商会|社区|小区|公司|集团|厂|办事处))"
)
"""What makes a street, a park, a hall or a village of the short name before it."""

_TWIN = re.compile(r"([^()省市县区]{2,10})\(([^()]+)\)[^()]{0,8}(园|区|基地)")
"""A park that one place runs in another, which stands in brackets: 上海嘉定(郴州)产业园."""

_TOKEN = re.compile(r"[^\d()（）]{1,8}?(?:自治州|自治县|自治旗|地区|市|县|区|州(?!市)|盟|旗)")
"""What looks like the name of a division."""

_MARKET = re.compile(r"场|民|政|值")
"""What shows that a 市, 县 or 区 before it ends no name: 中山市场."""


def read_address(text: str, regions: Regions) -> Address:
    """The region that an address names.

    >>> from carbon_eia.reference import open_tables
    >>> regions = open_tables().regions
    >>> read_address("郴州市桂阳县海南大道 128 号", regions).region.name
    '桂阳县'
    >>> read_address("广东省郴州市桂阳县", regions).problem.code
    'CE-T004'
    >>> read_address("永定区", regions).problem.code
    'CE-T002'
    """
    exact = [r for r in regions.named(text) if r.level in ("nation", "grid")]
    if exact:
        return Address(exact[0])
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    if re.search(r"[A-Za-z]{2}", plain) and not re.search(r"[\u4e00-\u9fff]{2}", plain):
        return _by_parts([p.strip().lower() for p in re.split(r"[,;/|]", plain)], regions)
    plain = _BREAKS.sub("", plain)
    before = _BEFORE.match(plain)
    return _AddressReader(plain[before.end() :] if before else plain, regions).read()


def _by_parts(parts: Sequence[str], regions: Regions) -> Address:
    """An address in Latin letters, from the smallest part to the largest or the other way."""
    ends = re.compile(r"\s+(province|city|county|district|prefecture|autonomous region)$")
    named = [regions.named(p) or regions.named(ends.sub("", p)) for p in parts]
    places = [r for some in named for r in some if r.level not in ("nation", "grid")]
    found = [r for r in places if all(_together(r, *some) for some in named if some)]
    if not found:
        return (
            _contradiction(places[0], places[-1])
            if len(places) > 1
            else Address(places[0] if places else None)
        )
    return Address(max(found, key=_depth))


def _depth(region: Region) -> int:
    return ("nation", "grid", "province", "city", "county").index(region.level)


def _together(one: Region, *others: Region) -> bool:
    """Whether a region lies in another, or another in it."""
    return any(o.level in ("nation", "grid") or _lies(one, o) or _lies(o, one) for o in others)


def _lies(inner: Region, outer: Region) -> bool:
    size = {"province": 2, "city": 4}.get(outer.level, 6)
    return inner.code[:size] == outer.code[:size]


def _contradiction(one: Region, other: Region) -> Address:
    params: dict[str, object] = {"one": one.name, "other": other.name}
    return Address(problem=Problem("CE-T004", params=params))


class _AddressReader:
    """Reads one address: ``rest`` is what is still to be read, ``place`` what is known."""

    def __init__(self, text: str, regions: Regions) -> None:
        self.rest = text
        self.regions = regions
        self.place: Region | None = None
        self.caution: Reason | None = None

    def read(self) -> Address:
        places = [r for r in self.regions.beginning(self.rest) if r.level not in ("nation", "grid")]
        twin = _TWIN.match(self.rest)
        if twin is not None and not self._is_own(twin, places):
            places = []
        problem = self._first(places)
        while problem is None and self.place is not None and self._deeper():
            pass
        if problem is None:
            problem = self._elsewhere() or self._in_detail()
        if problem is not None:
            return problem
        return Address(self.place, caution=self.caution)

    def _is_own(self, twin: re.Match[str], places: Sequence[Region]) -> bool:
        """Whether the place in the brackets lies where the name before them says."""
        hosts = [r for r in self.regions.named(twin.group(2)) if r.level in ("province", "city")]
        own = [r for r in places if self._length(r)]
        return not hosts or any(_together(r, *hosts) for r in own)

    def _first(self, places: Sequence[Region]) -> Address | None:
        """The first name of the address, which nothing before it bounds."""
        best, length = self._longest(places)
        if not best:
            return None
        provinces = {r.code[:2] for r in best}
        short = self.rest[:length]
        if best[0].level != "province" and not any(short == r.name for r in best):
            bearers = [r for r in self.regions.named(short) if r.level in ("city", "county")]
            provinces |= {r.code[:2] for r in bearers}
            best = [*best, *(r for r in bearers if r not in best)]
        if len(provinces) > 1:
            params: dict[str, object] = {
                "name": short,
                "known": "、".join(self._whole(r) for r in best[:6]),
            }
            return Address(problem=Problem("CE-T002", params=params))
        self.place = best[0] if len(best) == 1 else self._province(best[0])
        self.rest = self.rest[length:]
        return None

    def _deeper(self) -> bool:
        """Whether the rest begins with a city or county in what is known; then that is known."""
        assert self.place is not None
        if self.place.level == "county":
            return False
        inside = self.regions.within(self.place.code)
        best, length = self._longest(inside)
        if best and not self._begins_with_longer(length):
            if len(best) > 1:  # the same county in two cities of the province
                return False
            self.place, self.rest = best[0], self.rest[length:]
            return True
        return self._mistyped(inside)

    def _begins_with_longer(self, length: int) -> bool:
        """Whether the rest begins with a longer name in full, of wherever: 巴彦淖尔市, not 巴彦."""
        named = self.regions.beginning(self.rest)
        return any(len(r.name) > length and self.rest.startswith(r.name) for r in named)

    def _mistyped(self, inside: Sequence[Region]) -> bool:
        """Whether the rest begins with a name that is one character off one that lies here."""
        assert self.place is not None
        token = _TOKEN.match(self.rest)
        if token is None or _MARKET.match(self.rest[token.end() :]):
            return False
        typed = token.group()
        if any(r.level in ("province", "city") for r in self.regions.named(typed)):
            return False
        near = [r for r in inside if _one_off(typed, r.name)]
        if not near:
            return False
        params = {"typed": typed, "meant": "、".join(self._whole(r) for r in near[:3])}
        params["taken"] = self.place.name
        self.caution = Reason("CE-W051", params, warn=True)
        self.rest = self.rest[token.end() :]
        return True

    def _elsewhere(self) -> Address | None:
        """A contradiction where the rest begins with a name in full that lies elsewhere."""
        if self.place is None or self.place.level == "county":
            return None
        token = _TOKEN.match(self.rest)
        named = [] if token is None else self.regions.named(token.group())
        others = [r for r in named if r.name == token.group()] if token else []
        if others and not any(_together(self.place, r) for r in others):
            return _contradiction(others[0], self.place)
        return None

    def _in_detail(self) -> Address | None:
        """Names in full, or in brackets, behind what was read: they narrow it or contradict it."""
        first = [r for r in self.regions.beginning(self.rest) if self.rest.startswith(r.short)]
        unread = self.place is None
        named = [r for r in self.regions.in_text(self.rest) if self._counts(r)]
        for inner in re.findall(r"\(([^()]+)\)", self.rest):
            named += [r for r in self.regions.named(inner) if r.level in ("province", "city")]
        for region in sorted(named, key=_depth):
            bearers = self.regions.named(region.name)
            if self.place is None:
                if len({r.code[:2] for r in bearers}) == 1:
                    self.place = region
            elif not _together(self.place, *bearers):
                return _contradiction(region, self.place)
            elif _depth(region) > _depth(self.place) and _lies(region, self.place):
                self.place = region
        if unread and self.place is not None and first and not _together(self.place, *first):
            params = {"typed": first[0].short, "taken": self._whole(self.place)}
            self.caution = Reason("CE-W052", params, warn=True)
        return None

    def _counts(self, region: Region) -> bool:
        """Whether a name in the detail is certainly that of a division."""
        if region.level not in ("province", "city", "county") or len(region.name) < 3:
            return False
        if region.level == "county" and region.name.endswith("区"):
            return False
        behind = self.rest[self.rest.find(region.name) + len(region.name) :]
        return not _MARKET.match(behind)

    def _longest(self, places: Iterable[Region]) -> tuple[list[Region], int]:
        """The regions of the longest name with which the rest begins; names in full come first,
        and a province, or what lies widest in a known place."""
        found = [(length, r) for r in places if (length := self._length(r))]
        most = max((length for length, _ in found), default=0)
        best = [r for length, r in found if length == most]
        best = [r for r in best if r.name == self.rest[:most]] or best
        if self.place is not None or any(r.level == "province" for r in best):
            wide = min((_depth(r) for r in best), default=0)
            best = [r for r in best if _depth(r) == wide]
        return best, most

    def _length(self, region: Region) -> int:
        """How much of the rest is the name of a region; 0 where it does not begin with it."""
        names = [n for n in (region.name, *region.aliases) if self.rest.startswith(n)]
        if names:
            return max(map(len, names))
        if len(region.short) < 2 or not self.rest.startswith(region.short):
            return 0
        length = len(region.short)
        behind = self.rest[length:]
        suffix = next((s for s in _SUFFIXES[region.level] if behind.startswith(s)), "")
        if suffix and not _MARKET.match(behind[len(suffix) :]):
            return length + len(suffix)
        if not _ROAD.match(behind):
            return length
        lower = () if region.level == "county" else self.regions.within(region.code)
        return length if any(behind.startswith(r.short) and r.short[1:] for r in lower) else 0

    def _province(self, region: Region) -> Region:
        return self.regions.by_code(f"{region.code[:2]}0000")

    def _whole(self, region: Region) -> str:
        """A region with what it lies in: 湖南省张家界市永定区."""
        chain = [r for r in self.regions.chain(region) if r.level not in ("grid", "nation")]
        return "".join(r.name for r in reversed(chain))


def _one_off(typed: str, name: str) -> bool:
    """Whether two names differ in one character, or one is left out or doubled."""
    if typed == name or abs(len(typed) - len(name)) > 1 or len(name) < 3:
        return False
    if len(typed) == len(name):
        return sum(a != b for a, b in zip(typed, name, strict=True)) == 1
    longer, shorter = sorted((typed, name), key=len, reverse=True)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer) - 1))
