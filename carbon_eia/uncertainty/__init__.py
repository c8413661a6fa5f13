"""How sure a figure is: intervals by Monte Carlo, sensitivity, and where a verdict would flip."""

from carbon_eia.uncertainty.analyse import (
    GENERATOR,
    Analysed,
    Certainty,
    Flip,
    Result,
    Subject,
    analyse,
)
from carbon_eia.uncertainty.break_even import BreakEven, break_even
from carbon_eia.uncertainty.inputs import Input, Inputs
from carbon_eia.uncertainty.model import Model, Ratio, Term, Use
from carbon_eia.uncertainty.sample import Histogram, Spread
from carbon_eia.uncertainty.sensitivity import Index
from carbon_eia.uncertainty.settle import Settlement
from carbon_eia.uncertainty.shapes import Shape
from carbon_eia.uncertainty.stated import Limits

__all__ = [
    "GENERATOR",
    "Analysed",
    "BreakEven",
    "Certainty",
    "Flip",
    "Histogram",
    "Index",
    "Input",
    "Inputs",
    "Limits",
    "Model",
    "Ratio",
    "Result",
    "Settlement",
    "Shape",
    "Spread",
    "Subject",
    "Term",
    "Use",
    "analyse",
    "break_even",
]
