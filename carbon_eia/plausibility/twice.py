"""One thing counted twice: an amount, a total beside its parts, a meter beside its load."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from carbon_eia.energy import Energy
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.plausibility.bands import Implausibility
from carbon_eia.plausibility.thresholds import Ends, Parts, PlausibilityThresholds
from carbon_eia.reference import Reason, Sector
from carbon_eia.units import decimal_text, rounded

__all__ = ["counted_twice", "oversold"]


def counted_twice(
    inventory: Inventory, energy: Energy, bands: PlausibilityThresholds
) -> list[Implausibility]:
    """CE-W012 one amount of one material twice, CE-W066 the load of machines with their PUE beside
    a meter of the whole, CE-W067 a total beside its parts.
    """
    return [
        *_same_amount(inventory),
        *_load_and_meter(inventory, energy, bands["it_meter"]),
        *_total_and_parts(inventory, bands["parts"]),
    ]


def _same_amount(inventory: Inventory) -> list[Implausibility]:
    found: list[Implausibility] = []
    seen: dict[tuple[str, object, Fraction], SourceEmission] = {}
    for emission in inventory.emissions:
        source = emission.source
        amount = source.parameters.get("amount")
        if amount is None or amount.value == 0:
            continue
        key = (source.account, _what(emission), amount.value * amount.unit.factor)
        other = seen.get(key)
        if other is not None and (source.material or source.method == other.source.method):
            params = {"source": source.name, "other": other.source.name, "amount": amount.text}
            found.append(Implausibility(source.place.key, Reason("CE-W012", params, warn=True)))
        seen.setdefault(key, emission)
    return found


def _what(emission: SourceEmission) -> object:
    """What an amount is an amount of.

    One output may rightly bear several process factors, so without a material two sources are of
    the same thing only if item, gas and every figure agree.
    """
    source = emission.source
    if source.material:
        return source.material, source.direction
    if emission.method.category.purchased:
        return source.method
    figures = tuple((k, q.value * q.unit.factor) for k, q in sorted(source.parameters.items()))
    return source.method, source.item, source.direction, tuple(emission.masses), figures


def _load_and_meter(inventory: Inventory, energy: Energy, band: Ends) -> list[Implausibility]:
    """The load of IT equipment times its PUE is all power of the centre: so is a meter of it.

    PUE computed = (load × PUE + meter) ÷ load, unit 1.
    """
    power = {u.source: u.mwh for u in energy.uses if u.account == "project"}
    loads: list[tuple[SourceEmission, Fraction, Fraction]] = []
    for e in inventory.emissions:
        pue = next((p.value for p in e.parameters if p.name == "pue"), None)
        if e.method.load and e.source.name in power and pue:
            loads.append((e, power[e.source.name], power[e.source.name] / pue))
    loaded = {e.source.name for e in inventory.emissions if e.method.load}
    meters = [
        (u.source, u.mwh)
        for u in energy.uses
        if u.account == "project" and u.kind == "electricity" and u.mwh > 0
        if u.source not in loaded
    ]
    whole = sum((w for _, w, _ in loads), Fraction(0))
    bare = sum((b for _, _, b in loads), Fraction(0))
    metered = sum((m for _, m in meters), Fraction(0))
    if not bare or not Fraction(band["low"]) <= metered / whole <= Fraction(band["high"]):
        return []
    params = {
        "load": _names([e.source.name for e, _, _ in loads]),
        "meter": _names([name for name, _ in meters]),
        "whole": decimal_text(whole, 8),
        "metered": decimal_text(metered, 8),
        "stated": rounded(whole / bare, 2),
        "computed": rounded((whole + metered) / bare, 2),
    }
    place = loads[0][0].source.place.key
    return [Implausibility(place, Reason("CE-W066", params, warn=True))]


def _total_and_parts(inventory: Inventory, spec: Parts) -> list[Implausibility]:
    """An amount that is the sum of the others of its kind; of some of them, where it is called a
    total.
    """
    groups: dict[object, list[tuple[SourceEmission, Fraction]]] = {}
    for e in inventory.emissions:
        source, amount = e.source, e.source.parameters.get("amount")
        purchased = e.method.category.purchased
        if amount is None or amount.value <= 0 or not (source.material or purchased):
            continue
        kind = (source.account, source.material, source.direction, amount.unit.dims)
        key = (*kind, source.method, source.supply) if purchased else kind
        groups.setdefault(key, []).append((e, amount.value * amount.unit.factor))
    found: list[Implausibility] = []
    for members in groups.values():
        total, parts = _total_of(members, spec)
        if total is not None:
            amount = total.source.parameters["amount"]
            names = _names([e.source.name for e in parts])
            params = {"source": total.source.name, "amount": amount.text, "parts": names}
            place = total.source.place.key
            found.append(Implausibility(place, Reason("CE-W067", params, warn=True)))
    return found


Members = Sequence[tuple[SourceEmission, Fraction]]


def _total_of(
    members: Members, spec: Parts
) -> tuple[SourceEmission | None, Sequence[SourceEmission]]:
    """The member that is the total of two others or more, and these."""
    whole = sum((amount for _, amount in members), Fraction(0))
    for emission, amount in members:
        near = amount * Fraction(spec["tolerance"])
        others = [m for m in members if m[0] is not emission] if len(members) > 2 else []
        if others and abs(whole - 2 * amount) <= near:  # it is the sum of all others
            return emission, [e for e, _ in others]
        called = any(word in emission.source.name.lower() for word in spec["words"])
        if not called or len(others) > spec["most"]:
            continue
        for size in range(len(others) - 1, 1, -1):
            for parts in combinations(others, size):
                if abs(sum(a for _, a in parts) - amount) <= near:
                    return emission, [e for e, _ in parts]
    return None, ()


def oversold(
    energy: Energy, inventory: Inventory, sector: Sector, bands: PlausibilityThresholds
) -> list[Implausibility]:
    """CE-W068: more power leaves than is bought and made, where no fuel is stated to make it."""
    spec = bands["exports"]
    own = [e for e in inventory.emissions if e.source.account == "project"]
    makes = sector.id in (*spec["makes_power"], *bands["balance"]["self_heating"]) or any(
        word in e.source.name.lower()
        for e in own
        for word in bands["boiler"]["words"]
        if not e.method.category.purchased
    )
    uses = [u for u in energy.uses if u.account == "project" and u.kind == "electricity"]
    sold = -sum((u.mwh for u in uses if u.mwh < 0), Fraction(0))
    had = sum((u.mwh for u in uses if u.mwh > 0), Fraction(0))
    if makes or sold <= had:
        return []
    params = {"sold": decimal_text(sold, 8), "had": decimal_text(had, 8)}
    params["names"] = _names([u.source for u in uses if u.mwh < 0])
    return [Implausibility("sources", Reason("CE-W068", params, warn=True))]


def _names(names: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(names))
