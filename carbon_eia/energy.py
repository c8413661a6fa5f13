"""Comprehensive energy consumption (综合能耗, GB/T 2589-2020), beside the carbon of each source.

The equivalent value (当量值). For the primary value (等价值) of electricity the standard gives no
fixed coefficient: it is computed where the project states one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.methods import SYMBOLS, evaluate, parse_formula
from carbon_eia.reference import Reason, Sector, Value, World
from carbon_eia.units import KJ_PER_KGCE, Quantity, decimal_text, parse_unit

__all__ = ["Energy", "EnergyUse", "take_energy"]

_GJ = decimal_text(KJ_PER_KGCE / 1000)
"""GJ of one tce, as a formula prints it."""
INSIDE = ("own", "waste_heat")
"""Supplies whose energy has entered the boundary as fuel, or is recovered within it."""


class EnergyUse(NamedTuple):
    """The energy of one source, tce a year (None when no coefficient is known).

    ``how`` is a sentence code: by measured heating value, by coefficient, by table value, or why
    nothing is counted. ``origin`` is the cited coefficient. ``formula`` prints how ``tce`` follows
    from the source's parameters and ``coefficient`` (``k``), ``power`` how ``mwh`` does.
    """

    source: str
    account: str
    tce: Fraction | None
    how: str
    origin: Value | None
    mwh: Fraction = Fraction(0)
    formula: str = ""
    coefficient: Quantity | None = None
    power: str = ""


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
    names = {p.name for p in e.parameters}
    minus = "−" if source.supply == "export" else ""

    def unknown(rate: Value | None = None) -> EnergyUse:
        return EnergyUse(source.name, source.account, None, "energy.unknown", rate)

    if method in ("electricity", "it_load"):
        if not {"amount", *(["pue"] if method == "it_load" else [])} <= names:
            return unknown()
        power = f"{minus}{{amount}}" + (" × {pue}" if method == "it_load" else "")
        mwh, power_text = _worked_out(power, e)
        use = EnergyUse(source.name, source.account, None, "energy.coefficient", None, mwh)
        use = use._replace(power=power_text)
        if source.supply in INSIDE:
            return use._replace(tce=Fraction(0), how="energy.inside")
        return _by_coefficient(use, power, e, _coefficient(world, "electricity"), "tce/MWh")
    if method == "heat":
        if source.supply in INSIDE:
            return unknown()._replace(tce=Fraction(0), how="energy.inside")
        heat, rate = _heat(names), _coefficient(world, "heat")
        if heat is None or rate is None:
            return unknown(rate)
        use = unknown(rate)._replace(how="energy.coefficient")
        return _by_coefficient(use, minus + heat, e, rate, "tce/GJ")
    if method in ("combustion", "reductant"):
        return _fuel(e, unknown(), sector, world)
    return None


def _worked_out(
    template: str, e: SourceEmission, coefficient: Quantity | None = None
) -> tuple[Fraction, str]:
    """The value of a formula over the parameters of a source, and the formula as printed."""
    printed = {**SYMBOLS, "coefficient": "k"}
    values = {SYMBOLS[p.name]: p.value for p in e.parameters}
    if coefficient is not None:
        values["k"] = coefficient.value
    text = template.format_map(printed)
    return evaluate(parse_formula(text), values), f"E = {text}"


def _by_coefficient(
    use: EnergyUse, template: str, e: SourceEmission, rate: Value | None, unit: str
) -> EnergyUse:
    """The use with the energy that a cited coefficient gives it, in ``unit``."""
    if rate is None:
        return use
    per = parse_unit(unit)
    coefficient = Quantity(rate.quantity.to(per), per, rate.quantity.text)
    tce, formula = _worked_out(f"{template} × {{coefficient}}", e, coefficient)
    return use._replace(tce=tce, origin=rate, formula=formula, coefficient=coefficient)


def _coefficient(world: World, item: str) -> Value | None:
    """The coefficient of Annex A for an item; None where it prints a range or nothing."""
    for row in world.tables.rows("coal_equivalents"):
        if item in (row["material"], row["item"]) and not row["coefficient_max"]:
            return world.value("coal_equivalents", row, "coefficient", Reason("reason.coefficient"))
    return None


def _heat(names: set[str]) -> str | None:
    """GJ of bought or sold heat, by the sector's own reckoning of steam and hot water."""
    if "amount" in names:
        return "{amount}"
    if {"mass", "enthalpy", "base_enthalpy"} <= names:
        return "{mass} × ({enthalpy} − {base_enthalpy}) × 10⁻³"
    if {"mass", "temperature", "base_temperature", "specific_heat"} <= names:
        return "{mass} × ({temperature} − {base_temperature}) × {specific_heat} × 10⁻³"
    return None


def _fuel(e: SourceEmission, use: EnergyUse, sector: Sector, world: World) -> EnergyUse:
    values = {p.name: p for p in e.parameters}
    amount = values.get("amount")
    if amount is None:
        return use
    if amount.unit == "GJ":
        tce, formula = _worked_out(f"{{amount}} ÷ {_GJ}", e)
        return use._replace(tce=tce, how="energy.heat", formula=formula)
    ncv = values.get("ncv")
    if ncv is not None and ncv.origin is None:
        tce, formula = _worked_out(f"{{amount}} × {{ncv}} ÷ {_GJ}", e)
        return use._replace(tce=tce, how="energy.measured", formula=formula)
    material = e.source.material
    rate = _coefficient(world, material)
    unit = f"tce/{amount.unit}"
    if rate is not None and rate.quantity.unit.dims == parse_unit(unit).dims:
        use = use._replace(how="energy.coefficient")
        return _by_coefficient(use, "{amount}", e, rate, unit)
    cells = world.by_material("fuels", material, ["ncv"], sector.tables["fuels"])
    usual = cells.get("ncv")
    per = parse_unit(f"GJ/{amount.unit}")
    if usual is not None and usual.quantity.unit.dims == per.dims:
        heat = Quantity(usual.quantity.to(per), per, usual.quantity.text)
        tce, formula = _worked_out(f"{{amount}} × {{coefficient}} ÷ {_GJ}", e, heat)
        return use._replace(
            tce=tce, how="energy.table", origin=usual, formula=formula, coefficient=heat
        )
    return use
