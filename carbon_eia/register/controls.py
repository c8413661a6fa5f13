"""What is controlled across cases: serials and their amounts, ceilings, what may be one project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.reference import World
from carbon_eia.reference.articles import Article, read_article
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.policy import read_policy
from carbon_eia.units import Quantity

__all__ = ["Controls", "SerialKind", "SizeThreshold", "SplitRule", "read_controls", "thresholds_on"]

FILE = "register/controls.toml"

SPLIT_FACTS = ("energy_consumption", "coal_use")
"""Facts of a size that adds up over projects."""


class SerialKind(NamedTuple):
    """A kind of thing that has a serial and an amount in one unit."""

    id: str
    zh: str
    en: str
    unit: str
    article: Article


class SplitRule(NamedTuple):
    """Within how many months and metres projects may be one."""

    months: int
    metres: int
    note: str


class SizeThreshold(NamedTuple):
    """A size from which something else follows: of a fact, and what follows."""

    fact: str
    limit: Quantity
    zh: str
    en: str
    clause: str


class Controls(NamedTuple):
    """The controls as ``factors/register/controls.toml`` has them.

    ``region_codes``: the codes of a region named in a text and of all in which it lies.
    """

    serials: Mapping[str, SerialKind]
    splitting: SplitRule
    region_codes: Callable[[str], tuple[str, ...]]


def read_controls(tables: Tables) -> Controls:
    """The controls of the reference data.

    >>> from carbon_eia.reference import open_tables
    >>> read_controls(open_tables()).serials["green_certificate"].unit
    'MWh'
    """
    key = ("register controls",)
    if key not in tables.memo:
        raw = tables.toml(FILE)
        split = raw["splitting"]
        world = World(tables, date.fromisoformat(raw["valid_from"]))
        tables.memo[key] = Controls(
            serials={s["id"]: _serial(tables, s) for s in raw["serials"]},
            splitting=SplitRule(int(split["months"]), int(split["metres"]), split["note"]),
            region_codes=world.region_codes,
        )
    controls: Controls = tables.memo[key]
    return controls


def _serial(tables: Tables, raw: Mapping[str, Any]) -> SerialKind:
    article = read_article(tables, raw["article"])
    return SerialKind(raw["id"], raw["zh"], raw["en"], raw["unit"], article)


def thresholds_on(world: World) -> tuple[SizeThreshold, ...]:
    """The sizes that a split project stays below, of the rules in force on a day, the largest
    first: each once.

    >>> from carbon_eia.reference import open_world
    >>> [t.limit.text for t in thresholds_on(open_world(date(2026, 6, 30)))][:3]
    ['500000 tce', '10000 tce', '5000 tce']
    """
    found: dict[tuple[str, Fraction], SizeThreshold] = {}
    for named in world.tables.toml(FILE)["splitting"]["thresholds"]:
        rule = read_policy(world, named["policy"]).rules.get(named["rule"])
        if rule is None or rule.check is None:
            continue
        for tier in rule.check.tiers:
            for check in (*tier.every, *tier.some):
                if check.fact in SPLIT_FACTS and check.limit is not None:
                    made = SizeThreshold(check.fact, check.limit, tier.zh, tier.en, rule.clause)
                    found.setdefault((check.fact, check.limit.value), made)
    return tuple(sorted(found.values(), key=lambda t: (SPLIT_FACTS.index(t.fact), -t.limit.value)))
