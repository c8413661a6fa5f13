"""carbon-eia: carbon impact assessment of construction projects and parks.

In a notebook, ``carbon_eia.assess(path)`` and ``carbon_eia.screen(DataFrame)``; both are imported
when they are first used, so that to import the package costs nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "screen"]


def __getattr__(name: str) -> Any:
    if name in ("assess", "screen"):
        return getattr(import_module("carbon_eia.notebook"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
