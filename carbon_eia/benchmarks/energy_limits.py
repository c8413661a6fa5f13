"""The energy limits of a product on a day: which are in force, corrected, and which are not there.

A rule that needs the mandatory limits takes ``limits_in_force`` and nothing else: every limit comes
with its level, the corrected value, whether that can be judged and why not, and its citation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from carbon_eia.project import Product, Project
from carbon_eia.reference import Citation, Reason, Row, SectorProduct, World, in_force, start_of
from carbon_eia.units import Quantity, Unit, parse_quantity

__all__ = [
    "LEVELS",
    "OTHER_LEVELS",
    "EnergyLimit",
    "MissingEdition",
    "ProductLimits",
    "limit_rows",
    "limits_in_force",
]

LEVELS = ("gb1", "gb2", "gb3")
OTHER_LEVELS = ("benchmark_level", "baseline_level")


class EnergyLimit(NamedTuple):
    """One limit in force on the day, as it holds for a product of a project.

    ``limit`` is the corrected limit, ``printed`` that of the table, both in ``unit``; ``sum`` is
    the correction with its figures, ``said`` what was done about it. ``judged`` is False where the
    standard corrects the limit by what is not known: ``said`` tells by what. Where the file
    contradicts itself, ``wider`` is the limit by its own statement: between the two nothing is
    judged. ``citation`` has the standard's title and number, the evidence grade and, as
    ``valid_from``, the day of force.
    """

    id: str
    product: str
    indicator: str
    level: str
    level_zh: str
    variant: str
    printed: Fraction
    limit: Fraction
    unit: Unit
    judged: bool
    said: Reason | None
    sum: str
    correction: str
    citation: Citation
    wider: Fraction | None = None

    def judges(self, value: Fraction) -> bool:
        """Whether a figure, in the limit's unit, can be judged by it."""
        return self.judged and (self.wider is None or value <= self.limit or value > self.wider)


class MissingEdition(NamedTuple):
    """An indicator that a national standard limits, though no edition held here is in force.

    ``why``: the edition that begins later (CE-W035) or has ended (CE-W036).
    """

    product: str
    indicator: str
    citation: Citation
    why: Reason


class ProductLimits(NamedTuple):
    """The limits of one product on the day.

    ``variant``: the variant whose limits were taken; ``note``: that none was stated, and which
    there are; ``missing``: indicators without an edition in force; ``candidates``: where no variant
    is stated, the limits of every one of them, which may apply.
    """

    limits: tuple[EnergyLimit, ...] = ()
    variant: str = ""
    note: Reason | None = None
    missing: tuple[MissingEdition, ...] = ()
    candidates: tuple[EnergyLimit, ...] = ()


def limits_in_force(
    world: World, known: SectorProduct, project: Project, product: Product
) -> ProductLimits:
    """The limits in force on the day for a product, each corrected by what the project states."""
    rows, variant, note = limit_rows(world, known, product.variant)
    limits = tuple(_limit(world, row, project, product) for row in rows)
    others = _other_rows(world, known, rows) if note is not None else []
    candidates = tuple(_limit(world, row, project, product) for row in others)
    return ProductLimits(limits, variant, note, _missing(world, known, product), candidates)


def _other_rows(world: World, known: SectorProduct, taken: Sequence[Row]) -> list[Row]:
    """The rows in force for all variants of a product, but for those taken."""
    ids = {row["id"] for row in taken}
    return [r for r in _rows(world, known) if r["id"] not in ids and world.in_force(r)]


def _rows(world: World, known: SectorProduct) -> list[Row]:
    """The rows of every edition for a product."""
    return world.tables.rows_where("energy_limits", "product", known.energy.get("products", ()))


@lru_cache(maxsize=4096)
def _printed(value: str, unit: str) -> Quantity:
    """A limit as its row prints it."""
    return parse_quantity(f"{value} {unit if unit != '1' else ''}")


def _limit(world: World, row: Row, project: Project, product: Product) -> EnergyLimit:
    printed = _printed(row["value"], row["unit"])
    limit, judged, said, written, wider = printed.value, True, None, "", None
    if row["correction"]:
        from carbon_eia.benchmarks.corrected import correct

        limit, judged, said, written, wider = correct(world, row, printed, project, product)
    return EnergyLimit(
        id=f"energy_limits:{row['id']}",
        product=product.name,
        indicator=row["indicator"],
        level=row["level"],
        level_zh=row["level_zh"],
        variant=row["variant"],
        printed=printed.value,
        limit=limit,
        unit=printed.unit,
        judged=judged,
        said=said,
        sum=written,
        correction=row["correction"],
        citation=world.citation("energy_limits", row),
        wider=wider,
    )


def limit_rows(
    world: World, product: SectorProduct, variant: str = ""
) -> tuple[list[Row], str, Reason | None]:
    """The rows in force for a product, the variant taken, and what to say of a missing one.

    The product's own sector file names the products of the table (``energy.products``) and, where
    its definition leaves no choice, the variant. Otherwise the project states it; nothing is
    picked: without it only the limits without variant are taken.
    """
    products = product.energy.get("products", ())
    spellings: Mapping[str, Sequence[str]] = {}
    taken, note = "", None
    fixed = product.energy.get("variant", "")
    if products and (variant or not fixed):
        from carbon_eia.benchmarks.variants import choices, choose

        among = choices(world, products)
        chosen = choose(variant, among) if variant else None
        if chosen is not None:
            spellings, taken = chosen.spellings, chosen.name_zh
        elif among and not fixed:
            listed = {
                "zh": "、".join(c.name_zh for c in among),
                "en": "; ".join(c.name_en for c in among),
            }
            params = {"product": product.name_zh, "known": listed}
            note = Reason("CE-W031", params, warn=True)
    if fixed and not taken:
        spellings, taken = dict.fromkeys(products, (fixed,)), fixed
    rows = [
        r
        for r in _rows(world, product)
        if (not r["variant"] or r["variant"] in spellings.get(r["product"], ()))
        and world.in_force(r)
    ]
    return rows, taken, note


# --- no edition in force


def _missing(world: World, known: SectorProduct, product: Product) -> tuple[MissingEdition, ...]:
    """Indicators whose national limits for the product all begin later or have ended."""
    ever = [r for r in _rows(world, known) if r["level"] in LEVELS]
    if all(world.in_force(r) for r in ever):
        return ()  # most products on most days
    ever = _of_variant(world, ever, known, product)
    found: list[MissingEdition] = []
    for name in dict.fromkeys((r["product"], r["indicator"]) for r in ever):
        rows = [r for r in ever if (r["product"], r["indicator"]) == name]
        if any(world.in_force(r) for r in rows):
            continue
        row, code = _nearest(world, rows)
        citation = world.citation("energy_limits", row)
        params: dict[str, object] = {
            "product": product.name,
            "standard": citation.number,
            "day": str(world.as_of),
            "from": citation.valid_from,
            "to": citation.valid_to,
        }
        why = Reason(code, params, warn=True)
        found.append(MissingEdition(product.name, row["indicator"], citation, why))
    return tuple(found)


def _of_variant(
    world: World, rows: Iterable[Row], known: SectorProduct, product: Product
) -> list[Row]:
    """The rows of the variant that a product states, on whatever day; of every one without it."""
    from carbon_eia.benchmarks.variants import choices, choose

    names = known.energy.get("products", ())
    stated = product.variant or known.energy.get("variant", "")
    chosen = choose(stated, choices(world, names, ever=True)) if stated else None
    if chosen is None:
        return list(rows)
    spelt = chosen.spellings
    return [r for r in rows if not r["variant"] or r["variant"] in spelt.get(r["product"], ())]


def _nearest(world: World, rows: Sequence[Row]) -> tuple[Row, str]:
    """Of rows not in force: the first that will be, else the last that was."""
    later = [r for r in rows if start_of(r["valid_from"]) > world.as_of]
    if later:
        return min(later, key=lambda r: r["valid_from"]), "CE-W035"
    ended = [r for r in rows if not in_force("", r["valid_to"], world.as_of)]
    return max(ended, key=lambda r: r["valid_to"]), "CE-W036"
