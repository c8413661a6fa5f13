"""What must be said of admission and advanced values that are given and not, or oddly, used."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from carbon_eia.assessment.products import ProductAssessment
from carbon_eia.benchmarks import Benchmark
from carbon_eia.inventory import Missing
from carbon_eia.plausibility import thresholds
from carbon_eia.reference import Reason, World, in_force

__all__ = ["value_doubts"]

Doubt = tuple[str, Reason]


def value_doubts(
    products: Sequence[ProductAssessment], benchmarks: Sequence[Benchmark], world: World
) -> tuple[list[Missing], list[Doubt]]:
    """What keeps a value from deciding, and a word on each value that does not count or is odd.

    A value of another day or of another kind of unit is not used, and that is said; one that lies
    as far from a derived one as a slip of units makes it decides nothing.
    """
    missing: list[Missing] = []
    doubts: list[Doubt] = []
    for p in products:
        known = p.sector.product(p.product.name)
        if known is None:
            continue
        own = [b for b in benchmarks if (b.sector, b.product) == (p.sector.id, known.id)]
        own = [b for b in own if b.level != "reference"]
        standing = [b for b in own if in_force(b.valid_from, b.valid_to, world.as_of)]
        doubts += _of_other_days(own, standing, world)
        doubts += _of_other_units(p, standing)
        doubts += _out_of_order(standing)
        for b in standing:
            derived = _slip(b, p.derived, world)
            if derived is not None:
                params = _params(b) | {"derived": derived.text}
                doubts.append(("benchmarks", Reason("CE-W064", params, warn=True)))
                if b.level == "admission":
                    missing.append(Missing("missing.benchmark_slip", params))
    return missing, doubts


def _params(b: Benchmark) -> dict[str, object]:
    return {"title": b.instrument.title, "product": b.product_name, "value": b.text}


def _of_other_days(
    own: Sequence[Benchmark], standing: Sequence[Benchmark], world: World
) -> list[Doubt]:
    """Values that have expired, or are not in force yet, where none of their kind stands."""
    found: list[Doubt] = []
    kinds = {(b.instrument.id, b.level, b.boundary) for b in standing}
    for b in own:
        if b in standing or (b.instrument.id, b.level, b.boundary) in kinds:
            continue
        expired = bool(b.valid_to) and not in_force("", b.valid_to, world.as_of)
        day = b.valid_to if expired else b.valid_from
        code = "CE-W062" if expired else "CE-W063"
        params = _params(b) | {"day": day, "as_of": world.as_of}
        found.append(("benchmarks", Reason(code, params, warn=True)))
    return found


def _of_other_units(p: ProductAssessment, standing: Sequence[Benchmark]) -> list[Doubt]:
    """Values in t CO2e of a product whose intensity is in t CO2, or the other way round."""
    compared = [c.benchmark for c in p.comparisons]
    units = [i.unit for i in p.intensities if i.indicator == "carbon_per_product"]
    if not units:
        return []
    return [
        ("benchmarks", Reason("CE-W061", _params(b) | {"unit": units[0].text}, warn=True))
        for b in standing
        if b not in compared and all(b.unit.dims != u.dims for u in units)
    ]


def _out_of_order(standing: Sequence[Benchmark]) -> list[Doubt]:
    """An advanced value above an admission value of another instrument."""
    found: list[Doubt] = []
    for a in standing:
        for b in standing:
            if (a.level, b.level, a.boundary) != ("advanced", "admission", b.boundary):
                continue
            if a.unit.dims == b.unit.dims and _size(a) > _size(b):
                params = _params(a) | {"admission": b.text, "other": b.instrument.title}
                found.append(("benchmarks", Reason("CE-W065", params, warn=True)))
    return found


def _slip(b: Benchmark, derived: Sequence[Benchmark], world: World) -> Benchmark | None:
    """The derived value from which a value is as far as a slip of units would put it."""
    spec = thresholds(world)["slips"]
    edge = min(Fraction(f) for f in spec["factors"]) / Fraction(spec["tolerance"])
    for d in derived:
        if d.level != b.level or d.unit.dims != b.unit.dims:
            continue
        ratio = _size(b) / _size(d)
        if ratio >= edge or ratio <= 1 / edge:
            return d
    return None


def _size(b: Benchmark) -> Fraction:
    return b.limit * b.unit.factor
