"""carbon-eia: carbon impact assessment of construction projects and parks."""

__version__ = "0.1.0"
