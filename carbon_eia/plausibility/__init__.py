"""Is it a slip: figures outside their band, and what does not balance; some bar a verdict."""

from carbon_eia.plausibility.bands import Band, Implausibility, band_of
from carbon_eia.plausibility.figures import implausible
from carbon_eia.plausibility.thresholds import thresholds

__all__ = ["Band", "Implausibility", "band_of", "implausible", "thresholds"]
