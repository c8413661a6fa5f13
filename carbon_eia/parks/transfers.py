"""What members sell each other: the part of each source that stays within the park.

The balance of a sale closes when what the seller states equals what its buyers take, with losses,
and what leaves the park. It is judged in the base year, among the members that are there then; a
planned project that sells is judged with all its buyers.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.parks.park_model import Member, Park, Transfer
from carbon_eia.project import Source
from carbon_eia.reference import World, methods
from carbon_eia.units import Quantity, parse_quantity

__all__ = ["Sale", "Sales", "SoldPart", "internal_sales"]


class SoldPart(NamedTuple):
    """The part of a source that belongs to a sale: its share, and what it takes of the sale."""

    link: str
    share: Fraction
    amount: Fraction


class Sale(NamedTuple):
    """What a member sells from one source, in that source's own unit.

    ``inside``: sent to members that are there from the start; ``outside``: what leaves the park.
    """

    seller: str
    source: str
    unit: str
    inside: Fraction
    outside: Fraction
    buyers: tuple[tuple[str, str, Fraction], ...]
    """Buyer, its source, what is sent to it with losses."""


class Sales(NamedTuple):
    """All sales by link, and the parts of each member's sources."""

    by_link: Mapping[str, Sale]
    parts: Mapping[tuple[str, str], tuple[SoldPart, ...]]


def internal_sales(park: Park, world: World) -> Sales:
    """The sales within a park, or every problem of them at once (CE-K009, CE-K010)."""
    tolerance = parse_quantity(world.tables.toml("park.toml")["balance"]["tolerance"]).to("1")
    problems: list[Problem] = []
    groups: dict[tuple[str, str], list[Transfer]] = {}
    for x in park.transfers:
        groups.setdefault((x.seller, x.source), []).append(x)
    by_link: dict[str, Sale] = {}
    parts: dict[tuple[str, str], tuple[SoldPart, ...]] = {}
    for (seller, source), transfers in groups.items():
        sale = _sale(park, seller, source, transfers, tolerance, parts, problems)
        if sale is not None:
            by_link[_link(seller, source)] = sale
    for (name, use), found in parts.items():
        bought = sum((p.share for p in found), Fraction(0))
        if bought > 1:
            held = _source(park, name, use).activity
            assert held is not None  # else there were no parts
            place = next(x.place for x in park.transfers if (x.buyer, x.use) == (name, use))
            told = _balance(f"{name} {use}", held, held.value * bought)
            problems.append(Problem("CE-K009", place, told))
    if problems:
        raise InputError(problems)
    return Sales(by_link, parts)


def _link(seller: str, source: str) -> str:
    return f"{seller} {source}"


def _sale(
    park: Park,
    seller: str,
    source: str,
    transfers: list[Transfer],
    tolerance: Fraction,
    parts: dict[tuple[str, str], tuple[SoldPart, ...]],
    problems: list[Problem],
) -> Sale | None:
    """One sale, its parts added to ``parts``; None where a unit does not fit."""
    held = _source(park, seller, source).activity
    buyers: list[tuple[str, str, Fraction]] = []
    outside: Fraction | None = None
    for x in transfers:
        taken, used = _taken(park, x)
        fits = x.leaves or _is_heat(park, x.buyer, x.use) == _is_heat(park, seller, source)
        if held is None or taken is None or held.unit.dims != taken.unit.dims or not fits:
            told: dict[str, object] = {
                "name": f"{seller} → {x.buyer}",
                "seller": held.text if held is not None else "—",
                "buyer": taken.text if taken is not None else "—",
            }
            if not (x.leaves and x.amount is None and held is not None):
                problems.append(Problem("CE-K010", x.place, told))
                continue
        if x.leaves:
            outside = taken.to(held.unit) / (1 - x.loss) if taken and held else None
            continue
        assert held is not None  # else it was told above
        assert taken is not None
        assert used is not None
        sent = taken.to(held.unit) / (1 - x.loss)
        buyers.append((x.buyer, x.use, sent))
        share = taken.to(used.unit) / used.value if used.value else Fraction(0)
        own = parts.get((x.buyer, x.use), ())
        parts[x.buyer, x.use] = (*own, SoldPart(_link(seller, source), share, sent))
    if held is None or problems:
        return None
    there = _member(park, seller).role == "projects"
    inside = sum(
        (s for b, _, s in buyers if there or _member(park, b).role != "projects"), Fraction(0)
    )
    if outside is None:
        remainder = any(x.leaves for x in transfers)
        outside = max(held.value - inside, Fraction(0)) if remainder else Fraction(0)
    sent = inside + outside
    if abs(held.value - sent) > tolerance * held.value:
        place = transfers[-1].place
        problems.append(Problem("CE-K009", place, _balance(f"{seller} {source}", held, sent)))
        return None
    share = inside / sent if sent else Fraction(0)
    parts[seller, source] = (SoldPart(_link(seller, source), share, inside),)
    return Sale(seller, source, held.unit.text, inside, outside, tuple(buyers))


def _is_heat(park: Park, member: str, source: str) -> bool:
    return methods()[_source(park, member, source).method].energy == "heat"


def _taken(park: Park, x: Transfer) -> tuple[Quantity | None, Quantity | None]:
    """What the buyer takes, and its whole use; the buyer outside has no use."""
    if x.leaves:
        return x.amount, None
    used = _source(park, x.buyer, x.use).activity
    if used is None or (x.amount is not None and x.amount.unit.dims != used.unit.dims):
        return x.amount if used is not None else None, used
    return (used if x.amount is None else x.amount), used


def _balance(name: str, held: Quantity, sent: Fraction) -> dict[str, object]:
    unit = held.unit.text
    return {
        "name": name,
        "held": held.text,
        "sent": f"{float(sent):.10g} {unit}",
        "over": f"{float(sent - held.value):+.10g} {unit}",
        "percent": f"{float((sent - held.value) / held.value * 100):+.4g}" if held.value else "—",
    }


def _member(park: Park, name: str) -> Member:
    found = park.member(name)
    assert found is not None  # the reader saw to it
    return found


def _source(park: Park, member: str, source: str) -> Source:
    return next(s for s in _member(park, member).project.sources if s.name == source)
