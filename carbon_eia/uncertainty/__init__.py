"""How sure a figure is: intervals by Monte Carlo, sensitivity, and where a verdict would flip."""

from carbon_eia.uncertainty.analyse import (
    GENERATOR,
    AnalysedInput,
    Certainty,
    Flip,
    IntensityResult,
    JudgedProduct,
    analyse,
)
from carbon_eia.uncertainty.break_even import BreakEven, break_even
from carbon_eia.uncertainty.distributions import Distribution
from carbon_eia.uncertainty.input_model import Model, Ratio, SourceTerm, Use
from carbon_eia.uncertainty.inputs import Input, InputCollector
from carbon_eia.uncertainty.monte_carlo import Histogram, SampleSummary
from carbon_eia.uncertainty.narrowing import Settlement
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
    "JudgedProduct",
    "Model",
    "Ratio",
    "SampleSummary",
    "Settlement",
    "SobolIndex",
    "SourceTerm",
    "Use",
    "analyse",
    "break_even",
]
