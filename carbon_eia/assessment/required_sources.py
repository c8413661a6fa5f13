"""What the guide of a sector makes of the sources of a project, and which it misses."""

from __future__ import annotations

from carbon_eia.assessment.governing import OPERATING
from carbon_eia.assessment.sectors import Sectors
from carbon_eia.claims import claim_rules, shows
from carbon_eia.inventory import Missing
from carbon_eia.project import Project, Source
from carbon_eia.reference import Reason, Sector, World

__all__ = ["absent_sources", "by_guide", "of_no_existing_plant"]


def by_guide(project: Project, sector: Sector) -> tuple[Project, list[tuple[str, Reason]]]:
    """The project with the process factors of the chosen guide, and a word on each replaced."""
    told: list[tuple[str, Reason]] = []
    sources: list[Source] = []
    for source in project.sources:
        other = sector.items.get(source.item)
        if other is not None:
            params = {"source": source.name, "item": source.item, "other": other}
            told.append((source.place.key, Reason("CE-W028", params, warn=True)))
            source = source._replace(item=other)
        sources.append(source)
    return (project._replace(sources=tuple(sources)) if told else project), told


def absent_sources(project: Project, sectors: Sectors, world: World) -> list[Missing]:
    """Sources that an inventory of these sectors must hold and that the project does not list.

    A source of which nothing is used is only listed where it is proven that nothing is; what is
    sold is not used.
    """
    needs = claim_rules(world).needs("none", project.stage == OPERATING)
    found: list[Missing] = []
    for sector in sectors.of_main():
        listed: dict[str, bool] = {}
        for s in project.sources:
            if s.account == "project" and sectors.serves(s, sector) and s.supply != "export":
                amount = s.parameters.get("amount")
                none = amount is not None and amount.value == 0
                shown = not none or shows(s.evidence, needs, world.as_of)
                listed[s.method] = listed.get(s.method, False) or shown
        for r in sector.required:
            methods = listed.keys() & r["methods"]
            if not any(listed[m] for m in methods):
                code = "missing.source_none" if methods else "missing.source"
                found.append(Missing(code, {"what": {"zh": r["zh"], "en": r["en"]}}))
    return found


def of_no_existing_plant(project: Project) -> list[Missing]:
    """Sources of an existing plant that a new project has none of, or that needs its nature stated.

    They bear no part of the intensity, so a new plant would pass with what it leaves to an old one.
    """
    existing = [s.name for s in project.sources if s.account == "existing"]
    if not existing or project.nature not in ("new", ""):
        return []
    code = "missing.existing_of_new" if project.nature else "missing.existing_of_unknown"
    return [Missing(code, {"sources": "、".join(existing)})]
