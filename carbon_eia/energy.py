"""Comprehensive energy consumption (综合能耗, GB/T 2589-2020), beside the carbon of each source.

The equivalent value (当量值). For the primary value (等价值) of electricity the standard gives no
fixed coefficient: it is computed where the project states one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.reference import Reason, Sector, Value, World
from carbon_eia.units import KJ_PER_KGCE, parse_unit

__all__ = ["Energy", "EnergyUse", "take_energy"]

GJ_PER_TCE = KJ_PER_KGCE / 1000
INSIDE = ("own", "waste_heat")
"""Supplies whose energy has entered the boundary as fuel, or is recovered within it."""


class EnergyUse(NamedTuple):
    """The energy of one source, tce a year (None when no coefficient is known).

    ``how`` is a sentence code: by measured heating value, by coefficient, by table value, or why
    nothing is counted. ``origin`` is the cited coefficient.
    """

    source: str
    account: str
    tce: Fraction | None
    how: str
    origin: Value | None
    mwh: Fraction = Fraction(0)


class Energy(NamedTuple):
    """The energy of all sources."""

    uses: tuple[EnergyUse, ...]

    def total(self, account: str = "project") -> Fraction | None:
        """tce a year of an account, equivalent value; None when a source has no coefficient."""
        found = [u.tce for u in self.uses if u.account == account]
        if not found or any(t is None for t in found):
            return None
        return sum((t for t in found if t is not None), Fraction(0))

    def primary(self, rate: Fraction, account: str = "project") -> Fraction | None:
        """tce a year with bought electricity at its primary value, ``rate`` tce/MWh (等价值)."""
        total = self.total(account)
        if total is None:
            return None
        bought = [u for u in self.uses if u.account == account and u.mwh and u.tce]
        return total + sum((u.mwh * rate - (u.tce or 0) for u in bought), Fraction(0))

    def electricity(self, account: str = "project") -> Fraction:
        """MWh a year of electricity used in an account, from whatever supply, less what is sold."""
        return sum((u.mwh for u in self.uses if u.account == account), Fraction(0))


def take_energy(inventory: Inventory, sector: Sector, world: World) -> Energy:
    """E = Σ e_i × k_i over the energy that enters the boundary, less what leaves it.

    Fuel by its measured heating value (÷ 29.3076 GJ/tce), else by the coefficient of GB/T 2589-2020
    Annex A, else by the heating value of the sector's fuel table. Own and waste-heat power is not
    counted again.
    """
    uses = [_use(e, sector, world) for e in inventory.emissions]
    return Energy(tuple(u for u in uses if u is not None))


def _use(e: SourceEmission, sector: Sector, world: World) -> EnergyUse | None:
    source, method = e.source, e.source.method
    values = {p.name: p for p in e.parameters}
    sign = -1 if source.supply == "export" else 1

    def use(tce: Fraction | None, how: str, origin: Value | None, mwh: Fraction) -> EnergyUse:
        return EnergyUse(source.name, source.account, tce, how, origin, mwh)

    none = Fraction(0)
    if method in ("electricity", "it_load"):
        if not {"amount", *(["pue"] if method == "it_load" else [])} <= set(values):
            return use(None, "energy.unknown", None, none)
        mwh = values["amount"].value * sign
        if method == "it_load":
            mwh *= values["pue"].value
        if source.supply in INSIDE:
            return use(none, "energy.inside", None, mwh)
        rate = _coefficient(world, "electricity")
        tce = mwh * rate.quantity.to("tce/MWh") if rate else None
        return use(tce, "energy.coefficient", rate, mwh)
    if method == "it_power":
        power = _machine_power({n: p.value for n, p in values.items()})
        rate = _coefficient(world, "electricity")
        if power is None or rate is None:
            return use(None, "energy.unknown", rate, none)
        return use(power * rate.quantity.to("tce/MWh"), "energy.coefficient", rate, power)
    if method == "heat":
        if source.supply in INSIDE:
            return use(none, "energy.inside", None, none)
        heat = _heat(e)
        rate = _coefficient(world, "heat")
        tce = sign * heat * rate.quantity.to("tce/GJ") if rate and heat is not None else None
        return use(tce, "energy.coefficient" if tce is not None else "energy.unknown", rate, none)
    if method in ("combustion", "reductant", "liquid_fuel"):
        tce, how, origin = _fuel(e, sector, world)
        return use(tce, how, origin, none)
    return None


def _machine_power(v: dict[str, Fraction]) -> Fraction | None:
    """MWh of machines by their power or load, cooling included; None where something is missing."""
    if {"amount", "power", "pue"} <= set(v):
        power = v["power"]
    elif {"amount", "idle_power", "full_power", "load", "pue"} <= set(v):
        power = v["idle_power"] + v["load"] * (v["full_power"] - v["idle_power"])
    else:
        return None
    return v["amount"] * power * v["pue"] / 1000000


def _coefficient(world: World, item: str) -> Value | None:
    """The coefficient of Annex A for an item; None where it prints a range or nothing."""
    for row in world.tables.rows("coal_equivalents"):
        if item in (row["material"], row["item"]) and not row["coefficient_max"]:
            return world.value("coal_equivalents", row, "coefficient", Reason("reason.coefficient"))
    return None


def _heat(e: SourceEmission) -> Fraction | None:
    """GJ of bought or sold heat, by the sector's own reckoning of steam and hot water."""
    v = {p.name: p.value for p in e.parameters}
    if "amount" in v:
        return v["amount"]
    if {"mass", "enthalpy", "base_enthalpy"} <= set(v):
        return v["mass"] * (v["enthalpy"] - v["base_enthalpy"]) / 1000
    if {"mass", "temperature", "base_temperature", "specific_heat"} <= set(v):
        warm = v["temperature"] - v["base_temperature"]
        return v["mass"] * warm * v["specific_heat"] / 1000
    return None


def _fuel(
    e: SourceEmission, sector: Sector, world: World
) -> tuple[Fraction | None, str, Value | None]:
    values = {p.name: p for p in e.parameters}
    amount, density = values.get("amount"), values.get("density")
    if amount is not None and density is not None:
        amount = amount._replace(value=amount.value * density.value, unit="t")
    if amount is None:
        return None, "energy.unknown", None
    if amount.unit == "GJ":
        return amount.value / GJ_PER_TCE, "energy.heat", None
    ncv = values.get("ncv")
    if ncv is not None and ncv.origin is None:
        return amount.value * ncv.value / GJ_PER_TCE, "energy.measured", None
    material = e.source.material
    rate = _coefficient(world, material)
    unit = parse_unit(amount.unit)
    if rate is not None and rate.quantity.unit.dims == parse_unit(f"tce/{amount.unit}").dims:
        per = rate.quantity.to(f"tce/{amount.unit}")
        return amount.value * per, "energy.coefficient", rate
    cells = world.by_material("fuels", material, ["ncv"], sector.tables["fuels"])
    usual = cells.get("ncv")
    if usual is not None and usual.quantity.unit.dims == parse_unit(f"GJ/{unit.text}").dims:
        heat = amount.value * usual.quantity.to(f"GJ/{unit.text}")
        return heat / GJ_PER_TCE, "energy.table", usual
    return None, "energy.unknown", None
