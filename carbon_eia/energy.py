"""Comprehensive energy consumption (综合能耗, GB/T 2589-2020), beside the carbon of each source.

The equivalent value (当量值). For the primary value (等价值) of electricity the standard gives no
fixed coefficient: it is computed where the project states one.

What counts (GB/T 2589-2020 clause 4): the energy that enters the boundary, that of feed and
reductants too, less the energy that is sold (electricity, heat, gas, tar …). A material that the
standard and the fuel tables do not know as energy (electrodes, anodes, waste) is not energy: its
source is listed under ``outside``. A fuel without coefficient makes the total None, never smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.formulas import parse_formula
from carbon_eia.inventory import Allocation, Inventory, SourceEmission
from carbon_eia.reference import Reason, Sector, SectorProduct, Value, World
from carbon_eia.reference.sector import burnt_share
from carbon_eia.units import KJ_PER_KGCE, Quantity, carbon_to_co2, decimal_text, parse_unit

__all__ = [
    "GJ_PER_TCE",
    "Energy",
    "EnergyUse",
    "Outside",
    "carbon_per_tce",
    "electricity_rate",
    "energy_carried",
    "energy_portion",
    "heat_content",
    "heat_of",
    "take_energy",
]

GJ_PER_TCE = KJ_PER_KGCE / 1000
INSIDE = ("own", "waste_heat")
"""Supplies of heat that has entered the boundary as fuel, or is recovered within it."""


class EnergyUse(NamedTuple):
    """The energy of one source, tce a year (None when no coefficient is known).

    ``how`` is a sentence code: by measured heating value, by coefficient, by table value, or why
    nothing is counted. ``origin`` is the cited coefficient. ``kind`` is what the method is to
    energy (fuel, feed, electricity, heat), ``category`` its line of the inventory; ``method`` and
    ``material`` are those of the source.
    ``formula`` prints how ``tce`` follows from the source's parameters and ``coefficient`` (``k``),
    ``power`` how ``mwh`` does. ``supply``: that of electricity and heat.
    """

    source: str
    account: str
    tce: Fraction | None
    how: str
    origin: Value | None
    mwh: Fraction = Fraction(0)
    method: str = ""
    material: str = ""
    formula: str = ""
    coefficient: Quantity | None = None
    power: str = ""
    supply: str = ""
    kind: str = ""
    category: str = ""


class Outside(NamedTuple):
    """A source that might be taken for energy and is not counted, and why (a sentence code)."""

    source: str
    account: str
    how: str


class Energy(NamedTuple):
    """The energy of all sources, and the sources that are not counted."""

    uses: tuple[EnergyUse, ...]
    outside: tuple[Outside, ...] = ()

    def total(self, account: str = "project") -> Fraction | None:
        """tce a year of an account, equivalent value; None when a source has no coefficient."""
        found = [u.tce for u in self.uses if u.account == account]
        if not found or any(t is None for t in found):
            return None
        return sum((t for t in found if t is not None), Fraction(0))

    def part(
        self, kind: str = "", category: str = "", materials: Collection[str] = ()
    ) -> Fraction | None:
        """tce a year of a part of the project; None when unknown.

        Of a ``kind`` (fuel, feed, electricity, heat), of a line of the inventory, of some
        ``materials``: whatever is left out is not asked.
        """
        found = [
            u.tce
            for u in self.uses
            if u.account == "project"
            and kind in ("", u.kind)
            and category in ("", u.category)
            and (not materials or u.material in materials)
        ]
        if any(t is None for t in found):
            return None
        return sum((t for t in found if t is not None), Fraction(0))

    def unknown(self) -> list[str]:
        """The project's sources whose energy is not known."""
        return [u.source for u in self.uses if u.account == "project" and u.tce is None]

    def primary(self, rate: Fraction, account: str = "project") -> Fraction | None:
        """tce a year with bought electricity at its primary value, ``rate`` tce/MWh (等价值)."""
        total = self.total(account)
        if total is None:
            return None
        bought = [u for u in self.uses if u.account == account and u.mwh and u.tce]
        return total + sum((u.mwh * rate - (u.tce or 0) for u in bought), Fraction(0))

    def without(self, supply: str) -> Energy:
        """The energy without what is of a supply: own power, or what is exported."""
        return self._replace(uses=tuple(u for u in self.uses if u.supply != supply))

    def has(self, supply: str, account: str = "project") -> bool:
        """Whether an account has energy of a supply."""
        return any(u.supply == supply and u.account == account for u in self.uses)

    def uses_electricity(self, account: str = "project") -> bool:
        """Whether an account states any electricity: none stated is missing, not zero."""
        return any(u.kind == "electricity" and u.account == account for u in self.uses)

    def electricity(self, account: str = "project") -> Fraction:
        """MWh a year of electricity used in an account, from whatever supply, less what is sold."""
        return sum((u.mwh for u in self.uses if u.account == account), Fraction(0))


def take_energy(
    inventory: Inventory, world: World, mains: Collection[SectorProduct] = ()
) -> Energy:
    """E = Σ e_i × k_i over the energy that enters the boundary, less what leaves it.

    Fuel by its measured heating value (÷ 29.3076 GJ/tce), else by the coefficient of GB/T 2589-2020
    Annex A, else by the heating value of the sector's fuel table. Power from own photovoltaics and
    wind is energy that is used and counts (a reading of 能源法 §2: no clause of the standard was at
    hand); that from waste heat, and heat of own fuel, is not counted again. Energy that leaves as a
    product of a carbon balance is deducted, but for the products ``mains`` themselves, unless their
    limits are net of it (``deducted`` in the sector file).
    """
    uses: list[EnergyUse] = []
    outside: list[Outside] = []
    for emission in inventory.emissions:
        source = emission.source
        found = _use(emission, world, mains)
        if isinstance(found, str):
            outside.append(Outside(source.name, source.account, found))
        elif found is not None:
            found = found._replace(
                method=source.method,
                material=source.material,
                supply=source.supply,
                kind=emission.method.energy,
                category=emission.category,
            )
            uses.append(_with_formulas(found, emission))
    return Energy(tuple(uses), tuple(outside))


def energy_portion(
    energy: Energy, inventory: Inventory, allocation: Allocation, product: str
) -> Energy | None:
    """What a product bears of the energy of an inventory; None where a split is not known.

    With one main product it is the energy itself.
    """
    if allocation.products == (product,):
        return energy
    sources = {e.source.name: e.source for e in inventory.emissions}
    uses: list[EnergyUse] = []
    for use in energy.uses:
        share = allocation.share(sources[use.source], product)
        if share is None and (use.tce != 0 or use.mwh):
            return None
        if share:
            tce = None if use.tce is None else use.tce * share
            uses.append(use._replace(tce=tce, mwh=use.mwh * share, formula="", power=""))
    return Energy(tuple(uses), energy.outside)


def _use(
    e: SourceEmission, world: World, mains: Collection[SectorProduct]
) -> EnergyUse | str | None:
    """The energy of a source, a sentence code where it is not counted, None where it has none."""
    source, kind = e.source, e.method.energy
    sign = -1 if source.supply == "export" else 1
    none = Fraction(0)

    def use(
        tce: Fraction | None, how: str, origin: Value | None, mwh: Fraction = none
    ) -> EnergyUse:
        return EnergyUse(source.name, source.account, tce, how, origin, mwh)

    if kind == "electricity":
        power = energy_carried(e)
        if power is None:
            return use(None, "energy.unknown", None)
        mwh = power * sign
        if source.supply == "waste_heat" and source.counted_as != "bought":
            return use(none, "energy.inside", None, mwh)
        rate = electricity_rate(world)
        how = "energy.own" if source.supply == "own" else "energy.coefficient"
        return use(mwh * rate.quantity.to("tce/MWh"), how, rate, mwh)
    if kind == "heat":
        if source.supply in INSIDE and source.counted_as != "bought":
            return use(none, "energy.inside", None)
        heat = energy_carried(e)
        per_gj = _coefficient(world, "heat")
        tce = sign * heat * per_gj.quantity.to("tce/GJ") if per_gj and heat is not None else None
        return use(tce, "energy.coefficient" if tce is not None else "energy.unknown", per_gj)
    if kind == "fuel":
        return use(*_fuel(e, world))
    if kind == "feed":
        return _balance(e, world, mains, use)
    return e.method.outside or None


def energy_carried(e: SourceEmission) -> Fraction | None:
    """What a source carries by its method: MWh of electricity, GJ of heat, an amount of fuel.

    None where its method carries no energy, or where a parameter is missing.
    """
    found: Fraction | None = e.form.energy_of({p.name: p.value for p in e.parameters})
    return found


def _balance(
    e: SourceEmission,
    world: World,
    mains: Collection[SectorProduct],
    use: Callable[[Fraction | None, str, Value | None], EnergyUse],
) -> EnergyUse | str:
    """The energy of feed, or of what leaves as a product, of a carbon balance."""
    source = e.source
    leaves = source.direction == "out"
    if not source.material:
        # slag and other products without a name are not deducted; unnamed feed may be a fuel
        if leaves:
            return "energy.outside.unnamed"
        return use(None, "energy.unnamed", None)
    row = world.tables.row("materials", source.material)
    known = e.sector.product(row["name_zh"]) if leaves else None
    if known is not None and known in mains and not known.energy.get("deducted"):
        return "energy.outside.product"
    tce, how, origin = _fuel(e, world)
    if tce is None and "fuel" not in row["kind"].split("|"):
        return "energy.outside.material"
    return use(-tce if leaves and tce is not None else tce, how, origin)


def _coefficient(world: World, item: str) -> Value | None:
    """The coefficient of Annex A for an item; None where it prints a range or nothing."""
    for row in world.tables.rows("coal_equivalents"):
        if item in (row["material"], row["item"]) and not row["coefficient_max"]:
            return world.value("coal_equivalents", row, "coefficient", Reason("reason.coefficient"))
    return None


def electricity_rate(world: World) -> Value:
    """Standard coal of electricity, equivalent value (GB/T 2589-2020, Annex A).

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> electricity_rate(open_world(date(2026, 8, 1))).quantity.text
    '0.1229 kgce/kWh'
    """
    row = world.tables.row("coal_equivalents", "electricity")
    return world.value("coal_equivalents", row, "coefficient", Reason("reason.coefficient"))


def carbon_per_tce(carrier: str, sector: Sector, world: World) -> tuple[Fraction, Value] | None:
    """What a carrier emits per standard coal equivalent: C × OF × 44/12 × 29.3076 GJ/tce.

    ``carrier`` is a material of the fuel tables, or ``heat``: bought heat by its factor,
    EF × 29.3076 GJ/tce. Returns tCO2/tce and the cited value that it rests on; None where the
    sector's tables have none on the day.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world, read_sector
    >>> world = open_world(date(2026, 8, 1))
    >>> per_tce, factor = carbon_per_tce("heat", read_sector(world, "cement-clinker"), world)
    >>> decimal_text(per_tce), factor.quantity.text
    ('3.223836', '0.11 tCO2/GJ')
    """
    if carrier == "heat":
        bought = next(m.id for m in world.methods.values() if m.energy == "heat")
        spec = sector.defaults[bought]["factor"]
        value = world.cell(*spec["row"].split(":")) if "row" in spec else None
        return None if value is None else (value.quantity.to("tCO2/GJ") * GJ_PER_TCE, value)
    stated = burnt_share(sector, carrier, world)
    columns = ["carbon_content"] if stated else ["carbon_content", "oxidation"]
    cells = world.by_material("fuels", carrier, columns, sector.tables["fuels"])
    if not cells:
        return None
    value, share = cells["carbon_content"], stated or cells["oxidation"]
    burnt = value.quantity.to("tC/GJ") * share.quantity.to("1")
    return carbon_to_co2(burnt) * GJ_PER_TCE, value


def heat_content(e: SourceEmission) -> Fraction | None:
    """GJ in the amount of a source: of its electricity, its heat, or its fuel by heating value."""
    kind, carried = e.method.energy, energy_carried(e)
    if kind == "heat" or carried is None:
        return carried if kind == "heat" else None
    if kind == "electricity":
        return carried * parse_unit("MWh").factor_to(parse_unit("GJ"))
    if kind != "fuel":
        return None
    if _fuel_unit(e) == "GJ":
        return carried
    ncv = next((p for p in e.parameters if p.name == "ncv"), None)
    return None if ncv is None else carried * ncv.value


def heat_of(e: SourceEmission) -> Fraction | None:
    """GJ of bought or sold heat, by the sector's own way with steam and hot water."""
    return energy_carried(e) if e.method.energy == "heat" else None


def _fuel_unit(e: SourceEmission) -> str:
    """The unit in which a fuel is carried: that of its amount, unless the form says another."""
    unit = next((p.unit for p in e.parameters if p.name == "amount"), "")
    return e.form.energy_unit or unit


def _fuel(e: SourceEmission, world: World) -> tuple[Fraction | None, str, Value | None]:
    amount, typed = energy_carried(e), _fuel_unit(e)
    if amount is None:
        return None, "energy.unknown", None
    if typed == "GJ":
        return amount / GJ_PER_TCE, "energy.heat", None
    ncv = next((p for p in e.parameters if p.name == "ncv"), None)
    if ncv is not None and ncv.origin is None:
        return amount * ncv.value / GJ_PER_TCE, "energy.measured", None
    given = e.source.parameters.get("ncv")
    if ncv is None and given is not None:
        per_unit = parse_unit(f"GJ/{typed}")
        if given.unit.dims != per_unit.dims:
            return None, "energy.unknown", None
        return amount * given.to(per_unit) / GJ_PER_TCE, "energy.measured", None
    material = e.source.material
    rate = _coefficient(world, material)
    unit = parse_unit(typed)
    if rate is not None and rate.quantity.unit.dims == parse_unit(f"tce/{typed}").dims:
        per = rate.quantity.to(f"tce/{typed}")
        return amount * per, "energy.coefficient", rate
    usual = usual_ncv(e, world)
    if usual is not None and usual.quantity.unit.dims == parse_unit(f"GJ/{unit.text}").dims:
        heat = amount * usual.quantity.to(f"GJ/{unit.text}")
        return heat / GJ_PER_TCE, "energy.table", usual
    return None, "energy.unknown", None


def usual_ncv(e: SourceEmission, world: World) -> Value | None:
    """The default heating value of a source's fuel: that of its emission, else the tables' first.

    Emission and energy of one source never rest on two heating values.
    """
    own = next((p.origin for p in e.parameters if p.name == "ncv"), None)
    if own is not None:
        return own
    cells = world.by_material("fuels", e.source.material, ["ncv"], e.sector.tables["fuels"])
    return cells.get("ncv")


# --- the formulas as they are printed


def _with_formulas(use: EnergyUse, e: SourceEmission) -> EnergyUse:
    """The use with its printed formulas, each only where it gives exactly what was counted."""
    values = e.form.by_symbol({p.name: p.value for p in e.parameters})
    sold = e.source.supply == "export" or e.source.direction == "out"
    carried = f"{'−' if sold else ''}{e.form.energy}"

    def gives(text: str, value: Fraction | None, k: Fraction | None = None) -> str:
        formula, known = parse_formula(text), values if k is None else {**values, "k": k}
        if value is None or not set(formula.names) <= known.keys():
            return ""
        return f"E = {text}" if formula.value(known) == value else ""

    if use.kind == "electricity":
        use = use._replace(power=gives(carried, use.mwh))
    gj = decimal_text(GJ_PER_TCE)
    if use.how == "energy.heat":
        return use._replace(formula=gives(f"{carried} ÷ {gj}", use.tce))
    if use.how == "energy.measured":
        ncv = e.form.symbols.get("ncv")
        return use._replace(formula=gives(f"{carried} × {ncv} ÷ {gj}", use.tce)) if ncv else use
    if use.origin is None or use.how not in ("energy.coefficient", "energy.own", "energy.table"):
        return use
    per, end = ("tce", "") if use.how != "energy.table" else ("GJ", f" ÷ {gj}")
    wanted = parse_unit(f"{per}/{_UNITS.get(use.kind) or _fuel_unit(e)}")
    if wanted.dims != use.origin.quantity.unit.dims:
        return use
    k = use.origin.quantity.to(wanted)
    formula = gives(f"{carried} × k{end}", use.tce, k)
    if not formula:
        return use
    return use._replace(formula=formula, coefficient=Quantity(k, wanted, use.origin.quantity.text))


_UNITS = {"electricity": "MWh", "heat": "GJ"}
"""Units in which energy is carried; fuel in that of its amount."""
