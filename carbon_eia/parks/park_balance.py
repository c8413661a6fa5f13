"""The energy balance of a park in its base year: supply, conversion, loss, final use, by carrier.

    bought + own − sold out − input + output − loss − final use = difference

for each carrier, in physical units and in tce (equivalent value). What a seller of heat or power
burns is the input of a conversion where it is a common facility or sells fuels, what it sells the
output; all other use is final. Supply is
taken from the members' purchases, sales inside the park from the sellers, their use from the
buyers: so the difference says by how much the two sides of the sales do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.energy import electricity_rate
from carbon_eia.parks.park_account import ELECTRICITY, HEAT, Line, ParkAccount
from carbon_eia.parks.park_model import Park
from carbon_eia.reference import World
from carbon_eia.units import parse_unit

__all__ = ["FLOWS", "STATISTICS", "CarrierBalance", "energy_balance"]

FLOWS = ("bought", "own", "sold", "input", "output", "loss", "final")
"""What happens to a carrier, in the order of the table."""

SIGNS = dict(zip(FLOWS, (1, 1, -1, -1, 1, -1, -1), strict=True))
"""How each flow enters the balance."""

STATISTICS = "statistics"
"""The carrier of energy that statistics give without its kinds."""

UNITS = {ELECTRICITY: "MWh", HEAT: "GJ"}


class Flow(NamedTuple):
    """An amount of a carrier: ``tce`` None where its energy, ``physical`` where it is not known."""

    carrier: str
    kind: str
    tce: Fraction | None
    physical: Fraction | None
    unit: str


class CarrierBalance(NamedTuple):
    """A carrier: amounts by flow, in ``unit`` and in tce; None where one is not known."""

    carrier: str
    unit: str
    physical: dict[str, Fraction | None]
    tce: dict[str, Fraction | None]

    def difference(self, tce: bool = True) -> Fraction | None:
        """What is left over; None where an amount is not known."""
        return _left(self.tce if tce else self.physical)


def _left(amounts: dict[str, Fraction | None]) -> Fraction | None:
    left = Fraction(0)
    for flow, sign in SIGNS.items():
        amount = amounts[flow]
        if amount is None:
            return None
        left += sign * amount
    return left


def energy_balance(park: Park, account: ParkAccount, world: World) -> list[CarrierBalance]:
    """The balance of every carrier of the base year, the largest supply first."""
    rate = electricity_rate(world).quantity.to("tce/MWh")
    flows = [*_flows(park, account, rate), *_losses(park, account), *_renewables(park, rate)]
    carriers = dict.fromkeys(f.carrier for f in flows)
    found = [_balance(c, [f for f in flows if f.carrier == c]) for c in carriers]
    return sorted(found, key=lambda b: -(b.tce["bought"] or Fraction(0)))


def _balance(carrier: str, flows: Sequence[Flow]) -> CarrierBalance:
    units = {f.unit for f in flows}
    unit = units.pop() if len(units) == 1 else ""
    tce = {k: _sum([f.tce for f in flows if f.kind == k]) for k in FLOWS}
    physical = {
        k: _sum([f.physical if unit else None for f in flows if f.kind == k]) for k in FLOWS
    }
    return CarrierBalance(carrier, unit, physical, tce)


def _sum(amounts: Sequence[Fraction | None]) -> Fraction | None:
    if any(a is None for a in amounts):
        return None
    return sum((a for a in amounts if a is not None), Fraction(0))


def _flows(park: Park, account: ParkAccount, rate: Fraction) -> Iterator[Flow]:
    """What the members of the base year buy, burn, make and use."""
    for m in account.members:
        if m.member.role == "projects" or not m.member.runs_in(park.base_year):
            continue
        sold = [x.carrier for x in m.lines if _sold(x)]
        converts = bool(sold) if m.member.role == "facilities" else not set(sold) <= set(UNITS)
        for x in m.lines:
            if x.carrier:
                yield from _flow(x, converts, rate)
    for x in account.totals:
        power = Flow(ELECTRICITY, "bought", x.mwh * rate, x.mwh, "MWh")
        rest = None if x.tce is None else x.tce - x.mwh * rate
        other = Flow(STATISTICS, "bought", rest, None, "")
        for flow in (*((power,) if x.mwh else ()), other):
            yield from (flow, flow._replace(kind="final"))


def _sold(x: Line) -> bool:
    return x.supply == "export"


def _flow(x: Line, converts: bool, rate: Fraction) -> Iterator[Flow]:
    """The flows of one source."""
    flow = Flow(x.carrier, "final", x.tce, x.physical, x.unit or UNITS.get(x.carrier, ""))
    if _sold(x):
        made = _times(flow, -1)
        yield made._replace(kind="output")
        if not x.link:
            yield made._replace(kind="sold")
    elif x.supply == "waste_heat" and x.carrier == ELECTRICITY:
        recovered = flow._replace(tce=x.mwh * rate)
        yield from (recovered._replace(kind="output"), recovered)
    elif x.carrier == HEAT and x.supply in ("own", "waste_heat"):
        return  # heat of fuel that is counted as fuel
    elif x.link:
        yield flow  # bought within the park: the seller's output is its supply
    else:
        yield flow._replace(kind="own" if x.supply == "own" else "bought")
        burnt = converts and x.carrier not in UNITS
        yield flow._replace(kind="input") if burnt else flow


def _times(flow: Flow, factor: int) -> Flow:
    tce, physical = (None if a is None else a * factor for a in (flow.tce, flow.physical))
    return flow._replace(tce=tce, physical=physical)


def _losses(park: Park, account: ParkAccount) -> Iterator[Flow]:
    """What is lost between the sellers of the park and the buyers that are there."""
    lines = {x.link: x for m in account.members for x in m.lines if x.link and _sold(x)}
    for t in park.transfers:
        sale = account.sales.by_link.get(f"{t.seller} {t.source}")
        buyer = park.member(t.buyer)
        if sale is None or buyer is None or buyer.role == "projects" or not t.loss:
            continue
        line = lines.get(f"{t.seller} {t.source}")
        sent = next((s for b, use, s in sale.buyers if (b, use) == (t.buyer, t.use)), None)
        if line is None or sent is None or not line.physical:
            continue
        lost = sent * t.loss * parse_unit(sale.unit).factor_to(parse_unit(line.unit))
        share = lost / -line.physical
        flow = Flow(line.carrier, "loss", line.tce, line.physical, line.unit)
        tce, physical = (None if a is None else -a * share for a in (flow.tce, flow.physical))
        yield flow._replace(tce=tce, physical=physical)


def _renewables(park: Park, rate: Fraction) -> Iterator[Flow]:
    """Renewable power of the park: made there, used there, the rest sold out of it."""
    for r in park.renewables:
        if r.year != park.base_year:
            continue
        made, used = r.generation.to("MWh"), r.used.to("MWh")
        for kind, mwh in (("own", made), ("final", used), ("sold", made - used)):
            yield Flow(ELECTRICITY, kind, mwh * rate, mwh, "MWh")
