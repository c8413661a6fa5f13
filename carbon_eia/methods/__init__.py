"""One small vectorised formula for each way of accounting a source, cited.

The same function serves one project (exact fractions) and ten million (float64 arrays).
"""

from carbon_eia.methods.combustion import COMBUSTION
from carbon_eia.methods.form import Form, Method
from carbon_eia.methods.process import CARBONATE, CLINKER, REDUCTANT
from carbon_eia.methods.purchased import ELECTRICITY, HEAT

__all__ = ["METHODS", "Form", "Method"]

METHODS: dict[str, Method] = {
    m.id: m for m in (COMBUSTION, ELECTRICITY, HEAT, CARBONATE, CLINKER, REDUCTANT)
}
"""Every method by its name in a project file."""
