"""How sure a figure is: intervals by Monte Carlo, sensitivity, and where a verdict would flip."""

from carbon_eia.uncertainty.analyse import (
    GENERATOR,
    AnalysedInput,
    Certainty,
    Flip,
    IntensityResult,
    Subject,
    analyse,
)
from carbon_eia.uncertainty.break_even import BreakEven, break_even
from carbon_eia.uncertainty.distributions import Distribution
from carbon_eia.uncertainty.inputs import Input, InputCollector
from carbon_eia.uncertainty.model import Model, Ratio, SourceTerm, Use
from carbon_eia.uncertainty.narrowing import Settlement
from carbon_eia.uncertainty.sample import Histogram, Summary
from carbon_eia.uncertainty.sensitivity import SobolIndex

__all__ = [
    "GENERATOR",
    "AnalysedInput",
    "BreakEven",
    "Certainty",
    "Distribution",
    "Flip",
    "Histogram",
    "Input",
    "InputCollector",
    "IntensityResult",
    "Model",
    "Ratio",
    "Settlement",
    "SobolIndex",
    "SourceTerm",
    "Subject",
    "Summary",
    "Use",
    "analyse",
    "break_even",
]
