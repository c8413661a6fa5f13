"""One small vectorised formula for each way of accounting a source, cited.

The same function serves one project (exact fractions) and ten million: it only adds, multiplies and
divides, so that ``screening.sums`` can write it as a sum of products of columns.
"""

from carbon_eia.methods.carbon import ANODE, CARBON_BALANCE, CARBONISATION, RECOVERY, UREA
from carbon_eia.methods.combustion import COMBUSTION, COMBUSTION_GAS, LIQUID_FUEL
from carbon_eia.methods.factor import LIME, PROCESS
from carbon_eia.methods.form import SYMBOLS, Form, Method
from carbon_eia.methods.gases import ANODE_EFFECT, BYPRODUCT, ETCHING, LOSS, STOCK
from carbon_eia.methods.process import CARBONATE, CLINKER, REDUCTANT
from carbon_eia.methods.purchased import ELECTRICITY, HEAT, IT_LOAD, IT_POWER
from carbon_eia.methods.waste import INCINERATION, WASTEWATER, WASTEWATER_N2O

__all__ = [
    "METHODS",
    "SYMBOLS",
    "Form",
    "Method",
]

METHODS: dict[str, Method] = {
    m.id: m
    for m in (
        COMBUSTION,
        ELECTRICITY,
        HEAT,
        CARBONATE,
        CLINKER,
        REDUCTANT,
        PROCESS,
        CARBON_BALANCE,
        ANODE,
        CARBONISATION,
        UREA,
        LOSS,
        STOCK,
        ETCHING,
        WASTEWATER,
        WASTEWATER_N2O,
        INCINERATION,
        IT_LOAD,
        RECOVERY,
        LIQUID_FUEL,
        COMBUSTION_GAS,
        LIME,
        ANODE_EFFECT,
        BYPRODUCT,
        IT_POWER,
    )
}
"""Every method by its name in a project file."""
