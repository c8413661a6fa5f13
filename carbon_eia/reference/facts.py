"""The facts of a project by which rules judge: those it is asked for, and those that follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NotRequired, TypedDict

from carbon_eia.reference.factor_tables import Tables

__all__ = ["DERIVED", "STAND_INS", "AskedFact", "asked_facts"]

STAND_INS: Mapping[str, str] = MappingProxyType(
    {
        "energy_consumption": "computed_energy",
        "energy_consumption_primary": "computed_primary",
        "coal_use": "computed_coal",
        "energy_level": "computed_energy_level",
        "pue": "computed_pue",
        "replaced_energy": "computed_replaced_energy",
        "replaced_coal": "computed_replaced_coal",
        "replaced_carbon": "computed_replaced_carbon",
        "actual_energy": "computed_actual_energy",
        "actual_carbon": "computed_actual_carbon",
        "actual_energy_intensity": "computed_actual_energy_intensity",
        "actual_carbon_intensity": "computed_actual_carbon_intensity",
    }
)
"""Facts that are taken as this assessment computes them where they are not stated, or where what is
stated is contradicted for the worse; every sentence calls them computed."""

DERIVED = (
    "as_of",
    "stage",
    "nature",
    "emission",
    "energy_per_added_value",
    "carbon_per_product",
    "carbon_per_value",
    "comparison",
    "existing_account",
    "change_consent_date",
    "partly_operating",
    "declared_energy",
    *STAND_INS.values(),
)
"""Facts that follow from the rest of the project: no one states them in ``[facts]``."""


class AskedFact(TypedDict):
    """A fact that the applicant states, described as any field of a project file is."""

    type: str
    zh: str
    en: str
    unit: NotRequired[list[str]]
    choices: NotRequired[dict[str, str]]
    range: NotRequired[str]
    help_zh: NotRequired[str]
    help_en: NotRequired[str]
    example: NotRequired[str]


def asked_facts(tables: Tables) -> Mapping[str, AskedFact]:
    """The facts that the applicant states, each with its type, unit, names and example.

    >>> from carbon_eia.reference import open_tables
    >>> asked_facts(open_tables())["coal_use"]["unit"]
    ['t']
    """
    found: Mapping[str, AskedFact] = tables.toml("facts.toml")["asked"]
    return found
