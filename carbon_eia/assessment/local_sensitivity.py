"""What one input does to the intensity: emission by category, output, another grid factor."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.assessment.assess import Assessment
from carbon_eia.inventory import SourceEmission
from carbon_eia.reference import Value
from carbon_eia.reference.report_data import sensitivity_step

__all__ = ["Sensitivity", "sensitivities"]

GRID = "electricity:"
"""Head of the ids of published grid factors."""


class Sensitivity(NamedTuple):
    """The intensity of the main product, in ``unit``, with one input moved.

    ``input``: category (the emission of ``category``), output, or grid (``alternative``: another
    factor, with which the intensity is ``low``). ``low``, ``high``: with the input ``step`` smaller
    and larger. ``break_even``: by what share it has to move for the intensity to equal its limit.
    """

    input: str
    unit: str
    low: Fraction
    high: Fraction | None = None
    break_even: Fraction | None = None
    category: str = ""
    step: Fraction | None = None
    alternative: Value | None = None


def sensitivities(a: Assessment) -> Iterator[Sensitivity]:
    """I = E ÷ Q of the only main product, on what is declared, with one input moved alone.

    Nothing where the total or the output is missing, or where several products share it. The limit
    counts only where the figure compared with it is the declared one.
    """
    product = a.products[0] if len(a.products) == 1 else None
    base = next(iter(product.intensities), None) if product is not None else None
    if product is None or base is None or not base.value:
        return
    intensity, emission, step = base.value, base.numerator, sensitivity_step(a.world)
    limit, compared = None, product.admission
    if compared is not None and compared.same_boundary and compared.intensity.value == intensity:
        limit = compared.benchmark.limit * intensity / compared.value
    for category, part in a.inventory.by_category().items():
        if part > 0:
            moved = intensity * part / emission * step
            even = None if limit is None else (limit - intensity) * emission / intensity / part
            low, high = intensity - moved, intensity + moved
            yield Sensitivity("category", base.unit.text, low, high, even, category, step)
    even = None if not limit else intensity / limit - 1
    fewer, more = intensity / (1 - step), intensity / (1 + step)
    yield Sensitivity("output", base.unit.text, fewer, more, even, step=step)
    nation = a.world.region_chain(a.project.region)[-1:]
    other = a.world.electricity(nation[0], a.project.year) if nation else None
    bought = [e for e in a.inventory.emissions if e.source.account == "project"]
    if other is not None and (changed := _with_grid(bought, other)):
        yield Sensitivity(
            "grid",
            base.unit.text,
            intensity * (emission + changed) / emission,
            alternative=other,
        )


def _with_grid(emissions: list[SourceEmission], other: Value) -> Fraction:
    """What another grid factor adds: Σ E × (f′ ÷ f − 1) of power counted at a grid factor."""
    added = Fraction(0)
    for e in emissions:
        factor = next((p for p in e.parameters if p.name == "factor"), None)
        origin = None if factor is None else factor.origin
        if factor is None or origin is None or e.co2e is None or not factor.value:
            continue
        if origin.citation.id.startswith(GRID) and origin.citation.id != other.citation.id:
            added += e.co2e * (other.quantity.to(factor.unit) / factor.value - 1)
    return added
