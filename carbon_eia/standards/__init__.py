"""An admission standard from a survey of plants: what it is, and what of it may be published."""

from carbon_eia.standards.derivation import (
    DisclosureTest,
    Flag,
    Flags,
    GuardValues,
    OrderGuard,
    Plant,
    PlantInfluence,
    PlantYear,
    Published,
    PublishedValue,
    RuleLine,
    SamplingBand,
    StandardDerivation,
    StandardValue,
)
from carbon_eia.standards.derivation_rules import (
    Chosen,
    MethodChoice,
    StandardRules,
    limit_formula,
    standard_rules,
)
from carbon_eia.standards.derive import derive

__all__ = [
    "Chosen",
    "DisclosureTest",
    "Flag",
    "Flags",
    "GuardValues",
    "MethodChoice",
    "OrderGuard",
    "Plant",
    "PlantInfluence",
    "PlantYear",
    "Published",
    "PublishedValue",
    "RuleLine",
    "SamplingBand",
    "StandardDerivation",
    "StandardRules",
    "StandardValue",
    "derive",
    "limit_formula",
    "standard_rules",
]
