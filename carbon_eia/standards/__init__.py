"""An admission standard from a survey of plants: what it is, and what of it may be published."""

from carbon_eia.standards.derive import derive
from carbon_eia.standards.plant import (
    Derivation,
    DisclosureTest,
    Flag,
    Flags,
    Guard,
    GuardValues,
    Influence,
    Plant,
    PlantYear,
    Published,
    PublishedValue,
    RuleLine,
    SamplingBand,
    StandardValue,
)
from carbon_eia.standards.rules import (
    Choice,
    Chosen,
    StandardRules,
    limit_formula,
    standard_rules,
)

__all__ = [
    "Choice",
    "Chosen",
    "Derivation",
    "DisclosureTest",
    "Flag",
    "Flags",
    "Guard",
    "GuardValues",
    "Influence",
    "Plant",
    "PlantYear",
    "Published",
    "PublishedValue",
    "RuleLine",
    "SamplingBand",
    "StandardRules",
    "StandardValue",
    "derive",
    "limit_formula",
    "standard_rules",
]
