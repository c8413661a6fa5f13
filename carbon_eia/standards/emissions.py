"""What a return comes to: its emission by our own inventory, the same as in ``assess``.

Of every plant what counts is taken (law 8): a claim without proof is as if it were absent, and
bought green power is grid power. All plants are accounted with the tables of one day and, where the
years of a survey have several grid factors, with that of its last year.
"""

from __future__ import annotations

from carbon_eia.assessment import Assessment, assess
from carbon_eia.assessment.products import ProductAssessment
from carbon_eia.errors import CarbonEiaError
from carbon_eia.intensity import numerators
from carbon_eia.reference import Reason, World
from carbon_eia.standards.survey_model import PlantFigures, Return, Survey

BARS = tuple(
    f"missing.{code}"
    for code in ("allocation", "gwp", "output", "parameter", "product", "source", "weak_default")
)
"""Beginnings of the codes of what a figure lacks; what a limit lacks does not count here."""

__all__ = ["accounted", "accounting_year", "figures_of", "product_id"]


def accounting_year(survey: Survey, world: World) -> int | None:
    """The one year whose grid factor serves all plants; None where their own years have the same.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> survey = Survey("lead-smelting", "lead-ingot", "湖南省郴州市", (2019, 2025), "")
    >>> accounting_year(survey, open_world(date(2026, 6, 30)))
    2025
    """
    factors = [world.electricity(survey.region, year) for year in survey.years]
    ids = {None if f is None else f.citation.id for f in factors}
    return survey.years[-1] if len(ids) > 1 else None


def accounted(found: Return, survey: Survey, world: World, year: int | None) -> Return:
    """A return with its figures; ``year``: of the factors, None for that of the return itself.

    Raises nothing: what does not fit together stands in its problems.
    """
    if found.project is None:
        return found
    project = found.project._replace(region=survey.region)
    if year is not None:
        project = project._replace(year=year)
    try:
        figures = figures_of(assess(project, world), survey.product)
    except CarbonEiaError as error:
        return found._replace(problems=(*found.problems, *error.problems))
    return found._replace(figures=figures)


def figures_of(a: Assessment, product: str) -> PlantFigures:
    """The figures of an assessed plant for one of its main products, by the id of that.

    Of several main products what this one bears is counted, as ``allocation`` says.
    """
    implausible = tuple(f.reason for f in a.findings)
    missing = [m for of in a.facts[:1] for m in of.missing if m.code.startswith(BARS)]
    told = tuple(Reason(m.code, m.params) for m in missing)
    nothing = PlantFigures("", None, None, "", told, implausible)
    own = [p for p in a.products if product_id(p) == product]
    if len(own) != 1:
        return nothing._replace(product="、".join(p.product.name for p in a.products))
    made, inventory = (
        own[0],
        a.emission_model(green_is_zero=False).inventory(a.counted.project.sources),
    )
    portion = a.allocation.portion(inventory, made.product.name)
    counted = [] if portion is None else numerators(portion)
    listed = made.sector.product(made.product.name)
    found = nothing._replace(product=product)
    if not counted or made.product.amount is None or listed is None:
        return found
    emission, gas = counted[0]
    output = made.product.amount.to(listed.unit)
    return found._replace(emission=emission, output=output, unit=f"{gas}/{listed.unit}")


def product_id(made: ProductAssessment) -> str:
    """The id of a main product in its sector; empty where the sector does not list it."""
    listed = made.sector.product(made.product.name)
    return "" if listed is None else listed.id
