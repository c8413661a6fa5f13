"""Which variant (route, size, kind of ore) of a product's limits is meant, in natural spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Product, Project
from carbon_eia.reference import Sector, SectorProduct, World

__all__ = ["VariantChoice", "check_variants", "choices", "choose", "spelt"]


class VariantChoice(NamedTuple):
    """A variant a person may choose; ``spellings``: product of the limits → its variants there."""

    name_zh: str
    name_en: str
    names: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]]


def choices(world: World, products: Sequence[str], ever: bool = False) -> list[VariantChoice]:
    """The variants that the limits in force list for some products, in the order of the table.

    ``ever``: those of limits of any day.
    """
    listed = {
        (r["product"], r["variant"])
        for r in world.tables.rows_where("energy_limits", "product", products)
        if ever or world.in_force(r)
    }
    found: dict[str, VariantChoice] = {}
    for row in world.tables.rows("energy_variants"):
        product, variant = row["product"], row["variant"]
        if (product, variant) not in listed:
            continue
        names = (variant, row["name_zh"], row["name_en"], *filter(None, row["aliases"].split("|")))
        known = found.get(row["name_en"], VariantChoice(row["name_zh"], row["name_en"], (), {}))
        spellings = dict(known.spellings)
        spellings[product] = (*spellings.get(product, ()), variant)
        found[row["name_en"]] = known._replace(names=(*known.names, *names), spellings=spellings)
    return list(found.values())


def choose(typed: str, among: Sequence[VariantChoice]) -> VariantChoice | None:
    """The choice that a text names, or None.

    A spelling of the table that serves several choices (a coarser division of another document)
    names none of them, unless it is the choice's own name.
    """
    wanted = _plain(typed)
    own = [c for c in among if wanted in (_plain(c.name_zh), _plain(c.name_en))]
    found = own or [c for c in among if wanted in map(_plain, c.names)]
    return found[0] if len(found) == 1 else None


def spelt(world: World, product: SectorProduct, typed: str, offered: Collection[str]) -> str:
    """The spelling among those offered that a typed variant means; as typed where none does."""
    chosen = choose(typed, choices(world, product.energy.get("products", ())))
    meant = {v for listed in chosen.spellings.values() for v in listed} if chosen else set()
    return next((text for text in offered if text in meant), typed)


_SAME = str.maketrans(
    {"~": "-", "～": "-", "—": "-", "–": "-", "−": "-", "→": "-", "至": "-", "到": "-"}
    | dict.fromkeys(" \t，,、；;（）()·“”\"'", "")
)


def _plain(text: str) -> str:
    """A spelling without what people write differently: width, case, blanks, dashes, commas.

    >>> _plain("铜精矿 — 阴极铜") == _plain("铜精矿-阴极铜")
    True
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    return wide.replace("<=", "≤").replace(">=", "≥").translate(_SAME)


def check_variants(project: Project, sector_of: Callable[[Product], Sector], world: World) -> None:
    """Raises InputError CE-P031 where a product's variant is none that its limits ever list.

    One that they do not list on the day of assessment has no limit on that day: that is told.
    """
    problems: list[Problem] = []
    for i, product in enumerate(project.products):
        known = sector_of(product).product(product.name)
        if not product.variant or known is None:
            continue
        among = choices(world, known.energy.get("products", ()), ever=True)
        if among and choose(product.variant, among) is None:
            listed = {
                "zh": "、".join(c.name_zh for c in among),
                "en": "; ".join(c.name_en for c in among),
            }
            params: dict[str, object] = {
                "value": product.variant,
                "product": product.name,
                "known": listed,
            }
            place = project.place(f"products[{i}].variant")
            problems.append(Problem("CE-P031", place, params))
    if problems:
        raise InputError(problems)
