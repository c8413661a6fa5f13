"""By which sector each product is judged, and each source accounted."""

from __future__ import annotations

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Product, Project, Source
from carbon_eia.reference import Sector, World, read_sector
from carbon_eia.units import mismatch, parse_unit

__all__ = ["Sectors", "check_product_units", "chosen_sector"]


def chosen_sector(sector: Sector, project: Project) -> Sector:
    """The sector with the guide, the potentials and the fuel table that the project chooses.

    The guide is one of the project's own sector.

    Raises InputError CE-P026 when the sector does not offer the guide.
    """
    if project.guide and sector.id == project.sector:
        from carbon_eia.reference.guides import guide_names, with_guide  # seldom needed

        chosen = with_guide(sector, project.guide)
        if chosen is None:
            params: dict[str, object] = {
                "value": project.guide,
                "known": "、".join(guide_names(sector)),
            }
            raise InputError(Problem("CE-P026", project.place("project.guide"), params))
        sector = chosen
    if project.gwp:
        sector = sector._replace(gwp=project.gwp)
    if project.fuel_table:
        order = (project.fuel_table, *sector.tables["fuels"])
        sector = sector._replace(tables={**sector.tables, "fuels": tuple(dict.fromkeys(order))})
    return sector


class Sectors:
    """The sectors of a project: its own, that of each product, that of each source."""

    def __init__(self, project: Project, own: Sector, world: World) -> None:
        self.own = own
        others = {
            ident: chosen_sector(read_sector(world, ident), project)
            for ident in dict.fromkeys(p.sector for p in project.products)
            if ident not in ("", own.id)
        }
        self._of_id = {own.id: own, "": own, **others}
        self._mains = {p.name: self._of_id[p.sector] for p in project.main_products}
        for ident in {s.id for s in self._mains.values()}:
            names = [name for name, sector in self._mains.items() if sector.id == ident]
            self._split(names, self._of_id[ident])

    def _split(self, names: list[str], sector: Sector) -> None:
        """Where a sector's products are split among each other, their boundary is another one."""
        known = [sector.product(name) for name in names]
        if len({k.id for k in known if k is not None}) > 1 and sector.split:
            split = sector._replace(boundary=sector.split["boundary"])
            self._mains |= dict.fromkeys(names, split)

    def of_product(self, product: Product) -> Sector:
        """The sector by which a product is judged."""
        if product.account == "project" and product.name in self._mains:
            return self._mains[product.name]
        return self._of_id[product.sector]

    def of_source(self, source: Source) -> Sector:
        """The sector of the main products that a source serves, where it is one, else the own."""
        served = [n for n, share in source.shares.items() if share.value]
        served = served or list(source.products) or list(self._mains)
        found = {self._mains[n].id: self._mains[n] for n in served if n in self._mains}
        return next(iter(found.values())) if len(found) == 1 else self.own

    def serves(self, source: Source, sector: Sector) -> bool:
        """Whether a source serves a main product of a sector."""
        served = [n for n, share in source.shares.items() if share.value]
        served = served or list(source.products) or list(self._mains)
        return not served or any(self._mains[n].id == sector.id for n in served)

    def by_shares(self) -> list[str]:
        """The main products that their sector splits by a stated share alone."""
        return [name for name, sector in self._mains.items() if sector.split]

    def of_main(self) -> list[Sector]:
        """The sectors of the main products, each once; the own where there is none."""
        found = {s.id: s for s in self._mains.values()}
        return list(found.values()) or [self.own]


def check_product_units(project: Project, sectors: Sectors) -> None:
    """Raises InputError CE-U004 where a product's unit is not of its sector's kind."""
    problems: list[Problem] = []
    for i, product in enumerate(project.products):
        known = sectors.of_product(product).product(product.name)
        if known is None or product.amount is None:
            continue
        unit = parse_unit(known.unit)
        if unit.dims != product.amount.unit.dims:
            place = project.place(f"products[{i}].amount")
            problems.append(mismatch(product.amount.unit, unit).at(place))
    if problems:
        raise InputError(problems)
