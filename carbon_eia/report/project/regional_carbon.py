"""Chapter: the carbon of the region that the project is built in."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Text
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.applicant_texts import gap, own_section
from carbon_eia.run.records import Run

__all__ = ["regional_effects"]


def regional_effects(run: Run, p: Printer) -> Chapter:
    """What the project does to the carbon intensity and to the total of its city."""
    words = own_section(run, p, "regional_impact", "public_opinion")
    return p.chapter("effects", p.said(list(_said(run, p)), together=False), words)


def _said(run: Run, p: Printer) -> Iterator[Text]:
    alpha, beta = run.regional.alpha, run.regional.beta
    if alpha is not None:
        number = show.exact(alpha)
        key = "alpha_equal" if not number else "alpha_above" if number > 0 else "alpha_below"
        yield p.tell(key, alpha=f"{show.margin(alpha)} %")
    if beta is not None:
        yield p.tell("beta_is", beta=f"{show.margin(beta)} %")
    lacking = [name for name, index in (("α", alpha), ("β", beta)) if index is None]
    if lacking:
        yield p.tell("regional_open", which=p.listed(lacking))
    if len(lacking) < 2:
        yield _city(run, p)
    elif run.project.city.total is None:
        yield (gap(p, "city", "carbon_intensity"),)
        yield (gap(p, "city", "total"),)
    yield p.tell("effects_replacement")


def _city(run: Run, p: Printer) -> Text:
    """The figures of the city that the indices stand on, and their source."""
    city = run.project.city
    figures = (("city_carbon_intensity", city.carbon_intensity), ("city_total", city.total))
    stated = [f"{p.word(key)} {p.typed(figure)}" for key, figure in figures if figure is not None]
    if city.year is not None:
        stated.append(f"{p.word('city_year')} {city.year}")
    return p.tell("city_is", facts=p.listed(stated), source=city.source)
