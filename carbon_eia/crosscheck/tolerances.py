"""How far two figures of one thing may lie apart, and which filings are compared at all."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.reference.articles import Article, read_article
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.materials import name_key
from carbon_eia.units import Quantity, parse_quantity

__all__ = [
    "CONSISTENT",
    "INCONSISTENT",
    "NOT_COMPARABLE",
    "NOT_EQUAL",
    "RESULTS",
    "TO_EXPLAIN",
    "FilingKind",
    "Rules",
    "Tolerance",
    "read_rules",
]

CONSISTENT, TO_EXPLAIN, NOT_COMPARABLE, INCONSISTENT, NOT_EQUAL = RESULTS = (
    "consistent",
    "to_be_explained",
    "not_comparable",
    "inconsistent",
    "not_equal",
)
"""What a comparison comes to, the worst last: a check comes to the worst of its comparisons."""

FILE = "register/crosscheck.toml"


class Tolerance(NamedTuple):
    """A tolerance with what it rests on."""

    id: str
    zh: str
    en: str
    quantity: Quantity
    article: Article
    grade: str
    note: str


class FilingKind(NamedTuple):
    """A kind of filing; ``covers``: ``energy`` alone, or ``process`` emissions too."""

    id: str
    zh: str
    en: str
    covers: frozenset[str]
    article: Article


class Rules(NamedTuple):
    """Everything that a cross-check keeps to; ``carriers``: id of a carrier by how it is spelt;
    ``statistics``: articles by which what a statistical survey got is refused."""

    tolerances: Mapping[str, Tolerance]
    kinds: Mapping[str, FilingKind]
    carriers: Mapping[str, str]
    statistics: tuple[Article, ...]

    def result(
        self, own: Fraction, other: Fraction, total: Fraction | None, *, is_mass: bool
    ) -> str:
        """What two figures of one thing come to.

        ``own``: that of filing 0, of which the difference is a share; ``total``: emission of filing
        0 in t (None where it is not known: the stricter share holds); ``is_mass``: both are t CO2,
        so that a difference below the smallest mass is consistent.

        >>> from carbon_eia.reference import open_tables
        >>> rules, F = read_rules(open_tables()), Fraction
        >>> [rules.result(F(1000), F(x), F(1000), is_mass=True) for x in (1009, 1010, 1051)]
        ['consistent', 'to_be_explained', 'inconsistent']
        """
        difference = abs(other - own)
        if difference == 0 or (is_mass and difference < self._number("mass", "tCO2")):
            return CONSISTENT
        if own == 0:
            return INCONSISTENT
        share = difference / abs(own)
        if share <= self._number("consistent", "1"):
            return CONSISTENT
        is_large = total is None or total > self._number("large", "tCO2")
        most = self._number("explained_large" if is_large else "explained", "1")
        return TO_EXPLAIN if share <= most else INCONSISTENT

    def _number(self, ident: str, unit: str) -> Fraction:
        return self.tolerances[ident].quantity.to(unit)


def read_rules(tables: Tables) -> Rules:
    """The rules as ``factors/register/crosscheck.toml`` has them."""
    key = ("cross-check rules",)
    if key not in tables.memo:
        raw = tables.toml(FILE)
        tables.memo[key] = Rules(
            tolerances={t["id"]: _tolerance(tables, t) for t in raw["tolerances"]},
            kinds={k["id"]: _kind(tables, k) for k in raw["kinds"]},
            carriers={name_key(n): c["id"] for c in raw["carriers"] for n in c["names"]},
            statistics=tuple(read_article(tables, s["article"]) for s in raw["statistics"]),
        )
    rules: Rules = tables.memo[key]
    return rules


def _tolerance(tables: Tables, raw: Mapping[str, Any]) -> Tolerance:
    return Tolerance(
        id=raw["id"],
        zh=raw["zh"],
        en=raw["en"],
        quantity=parse_quantity(raw["value"]),
        article=read_article(tables, raw["article"]),
        grade=raw["grade"],
        note=raw["note"],
    )


def _kind(tables: Tables, raw: Mapping[str, Any]) -> FilingKind:
    article = read_article(tables, raw["article"])
    return FilingKind(raw["id"], raw["zh"], raw["en"], frozenset(raw["covers"]), article)
