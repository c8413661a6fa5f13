"""Against what: admission, advanced and reference values, adopted or provisional."""

from carbon_eia.benchmarks.benchmark import (
    Benchmark,
    BenchmarkDerivation,
    Comparison,
    Departure,
    Instrument,
    departures,
    until_superseded,
)
from carbon_eia.benchmarks.benchmark_file import parse_benchmarks, read_benchmarks
from carbon_eia.benchmarks.compare import compare, governing, governing_beside, reference_points
from carbon_eia.benchmarks.derived_values import derived_benchmarks
from carbon_eia.benchmarks.energy_limits import (
    EnergyLimit,
    MissingEdition,
    ProductLimits,
    limits_in_force,
)
from carbon_eia.benchmarks.mandatory_energy_limits import MandatoryLimit, mandatory_limits
from carbon_eia.benchmarks.specific_energy import (
    EnergyComparison,
    EnergyFindings,
    EnergyGap,
    EnergyLevel,
    compare_energy,
    energy_level,
    energy_notes,
)

__all__ = [
    "Benchmark",
    "BenchmarkDerivation",
    "Comparison",
    "Departure",
    "EnergyComparison",
    "EnergyFindings",
    "EnergyGap",
    "EnergyLevel",
    "EnergyLimit",
    "Instrument",
    "MandatoryLimit",
    "MissingEdition",
    "ProductLimits",
    "compare",
    "compare_energy",
    "departures",
    "derived_benchmarks",
    "energy_level",
    "energy_notes",
    "governing",
    "governing_beside",
    "limits_in_force",
    "mandatory_limits",
    "parse_benchmarks",
    "read_benchmarks",
    "reference_points",
    "until_superseded",
]
