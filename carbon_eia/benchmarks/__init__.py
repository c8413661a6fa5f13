"""Against what: admission, advanced and reference values, adopted or provisional."""

from carbon_eia.benchmarks.compare import compare, governing, reference_points
from carbon_eia.benchmarks.derive import derived_benchmarks
from carbon_eia.benchmarks.energy import (
    EnergyComparison,
    EnergyLevel,
    compare_energy,
    energy_level,
)
from carbon_eia.benchmarks.model import Benchmark, Comparison, Derivation, Instrument
from carbon_eia.benchmarks.read import parse_benchmarks, read_benchmarks

__all__ = [
    "Benchmark",
    "Comparison",
    "Derivation",
    "EnergyComparison",
    "EnergyLevel",
    "Instrument",
    "compare",
    "compare_energy",
    "derived_benchmarks",
    "energy_level",
    "governing",
    "parse_benchmarks",
    "read_benchmarks",
    "reference_points",
]
