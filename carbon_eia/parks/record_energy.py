"""The energy balance of a park, its energy by carrier and its cases of activity, for its record."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.messages import in_languages
from carbon_eia.parks.choose import caps_of
from carbon_eia.parks.evaluate import Evaluation
from carbon_eia.parks.park_balance import FLOWS, STATISTICS, CarrierBalance
from carbon_eia.parks.park_records import CarrierRecord, CaseRecord
from carbon_eia.parks.scenario import YearAccount
from carbon_eia.parks.sums import exact_sum
from carbon_eia.reference import World
from carbon_eia.run.records import BilingualText, QuantityRecord
from carbon_eia.run.values import quantity, quantity_of

__all__ = ["INTENSITY", "carrier_name", "carriers", "cases"]

INTENSITY = "tCO2e/万元"


def carrier_name(carrier: str, world: World) -> BilingualText:
    """What a carrier is called: a material, electricity, heat, or what statistics give."""
    if world.material_id(carrier):
        row = world.tables.row("materials", carrier)
        return BilingualText(zh=row["name_zh"], en=row["name_en"])
    code = "park.carrier.statistics" if carrier == STATISTICS else f"carrier.{carrier}"
    return BilingualText(**in_languages(code))


def carriers(e: Evaluation) -> Iterator[CarrierRecord]:
    """Every carrier of the balance, and those that only a scenario uses."""
    held = [*e.balance]
    later = {x.carrier for p in e.paths for y in p.years for x in y.lines if x.carrier}
    nothing = dict.fromkeys(FLOWS, Fraction(0))
    for carrier in sorted(later - {b.carrier for b in held}):
        held.append(CarrierBalance(carrier, "", {**nothing}, {**nothing}))
    for b in held:
        yield CarrierRecord(
            carrier=b.carrier,
            name=carrier_name(b.carrier, e.world),
            unit=b.unit,
            physical=_amounts(b, b.unit) if b.unit else {},
            tce=_amounts(b, "tce"),
            mix={p.scenario.name: _mix(b.carrier, p.years, e) for p in e.paths},
        )


def _amounts(b: CarrierBalance, unit: str) -> dict[str, QuantityRecord | None]:
    tce = unit == "tce"
    amounts = b.tce if tce else b.physical
    found = {flow: quantity(amounts[flow], unit) for flow in FLOWS}
    return {**found, "difference": quantity(b.difference(tce), unit)}


def _mix(
    carrier: str, years: tuple[YearAccount, ...], e: Evaluation
) -> dict[str, QuantityRecord | None]:
    wanted = (e.park.base_year, *e.park.plan_years)
    return {str(y.year): _used(carrier, y) for y in years if y.year in wanted}


def _used(carrier: str, year: YearAccount) -> QuantityRecord | None:
    """tce of a carrier that count for the park in a year; None where one is not known."""
    amounts = [x.tce for x in year.lines if x.carrier == carrier]
    if any(a is None for a in amounts):
        return None
    return quantity_of(exact_sum(a for a in amounts if a is not None), "tce")


def cases(e: Evaluation) -> Iterator[CaseRecord]:
    """The plan years of every case of activity, beside the carbon cap of the year."""
    caps = caps_of(e.park)
    for case in e.cases:
        for year in e.park.plan_years:
            account = case.path.at(year)
            cap = caps.get(("carbon", year))
            yield CaseRecord(
                scenario=case.path.scenario.name,
                case=case.case,
                year=year,
                total=quantity_of(account.total(), "tCO2e"),
                energy=quantity(account.energy(), "tce"),
                intensity=quantity(account.intensity(), INTENSITY),
                within_cap=None if cap is None else account.total() <= cap,
            )
