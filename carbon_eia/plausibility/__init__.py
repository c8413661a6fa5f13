"""Is it a slip: figures outside their band, and what does not balance. They warn, never decide."""

from carbon_eia.plausibility.figures import implausible

__all__ = ["implausible"]
