"""The thresholds of ``factors/plausibility.toml``: numbers as texts, sectors and words as lists."""

from __future__ import annotations

from typing import TypedDict

from carbon_eia.reference import World

__all__ = ["Ends", "Parts", "PlausibilityThresholds", "Slips", "thresholds"]


class Ends(TypedDict):
    """The two ends of a band."""

    low: str
    high: str


class Grave(TypedDict):
    """The slip of units from which on a figure bars a verdict."""

    slip: str


class Slips(TypedDict):
    """Slips of units, and how near to its band a figure must come once one is taken back."""

    factors: list[str]
    tolerance: str


class Shares(TypedDict):
    """Parameters that are shares, those whose smallness is grave, and the least usual share."""

    parameters: list[str]
    grave: list[str]
    low: str


class Balance(TypedDict):
    """Most that waste heat gives as power or heat, and the sectors whose reactions give heat."""

    waste_heat_power: str
    recovered: str
    self_heating: list[str]


class Boiler(Ends):
    """Words of a boiler's name, and the efficiencies that it may have."""

    words: list[str]


class LimitThresholds(TypedDict):
    """How many times beyond a limit a consumption may be."""

    times: str


class Factor(Ends):
    """Parameters that have a published value, and the ratio to it that is usual."""

    parameters: list[str]


class UsualThresholds(TypedDict):
    """The least share of a sector's example that counts, and the sectors of any product."""

    share: str
    any_product: list[str]


class Parts(TypedDict):
    """Words of a total's name, how near its parts must come to it, and how many are tried."""

    words: list[str]
    tolerance: str
    most: int


class Exports(TypedDict):
    """The sectors that make power."""

    makes_power: list[str]


class PlausibilityThresholds(TypedDict):
    """Every table of the file on which a finding rests."""

    grave: Grave
    slips: Slips
    shares: Shares
    ncv: Ends
    balance: Balance
    boiler: Boiler
    limits: LimitThresholds
    factor: Factor
    usual: UsualThresholds
    it_meter: Ends
    parts: Parts
    exports: Exports


def thresholds(world: World) -> PlausibilityThresholds:
    """The thresholds in the tables of a world.

    >>> from datetime import date
    >>> from carbon_eia.reference import open_world
    >>> thresholds(open_world(date(2026, 6, 30)))["grave"]["slip"]
    '1000'
    """
    file = world.tables.toml("plausibility.toml")
    return PlausibilityThresholds(
        grave=file["grave"],
        slips=file["slips"],
        shares=file["shares"],
        ncv=file["ncv"],
        balance=file["balance"],
        boiler=file["boiler"],
        limits=file["limits"],
        factor=file["factor"],
        usual=file["usual"],
        it_meter=file["it_meter"],
        parts=file["parts"],
        exports=file["exports"],
    )
