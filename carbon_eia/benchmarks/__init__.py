"""Against what: admission, advanced and reference values, adopted or provisional."""

from carbon_eia.benchmarks.compare import compare, governing, reference_points
from carbon_eia.benchmarks.model import Benchmark, Comparison, Instrument
from carbon_eia.benchmarks.read import read_benchmarks

__all__ = [
    "Benchmark",
    "Comparison",
    "Instrument",
    "compare",
    "governing",
    "read_benchmarks",
    "reference_points",
]
