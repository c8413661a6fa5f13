"""carbon-eia: carbon impact assessment of construction projects and parks.

``assess``, ``check``, ``plan``, ``screen``, ``park`` and ``read_project`` are the Python API, with
``Project``, ``InputError`` and the results that they return. Each is imported when it is first
used, so that to import the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carbon_eia.api import (
        Acceptance,
        AssessedPark,
        AssessedProject,
        CheckedFiling,
        DerivedStandard,
        assess,
        check,
        cross_check,
        derive_standard,
        park,
        plan,
        read_project,
        screen,
    )
    from carbon_eia.errors import InputError
    from carbon_eia.project import Project

__version__ = "0.1.0"
__all__ = [
    "Acceptance",
    "AssessedPark",
    "AssessedProject",
    "CheckedFiling",
    "DerivedStandard",
    "InputError",
    "Project",
    "__version__",
    "assess",
    "check",
    "cross_check",
    "derive_standard",
    "park",
    "plan",
    "read_project",
    "screen",
]

ROOMS = {"InputError": "carbon_eia.errors", "Project": "carbon_eia.project"}
"""Where a public name stands, other than ``carbon_eia.api``."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(ROOMS.get(name, "carbon_eia.api")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
