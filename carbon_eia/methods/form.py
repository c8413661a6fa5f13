"""What a method is: a name, and the forms in which its guide lets it be computed.

A form is one formula: one function that only adds, multiplies and divides, with the names
of its parameters in order, the units they are computed in, its printed formula
(parameters in braces) and its source.
A method has several forms where a guide gives several (by heating value, by measured carbon, by
a factor); the project's own figures decide which of them is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from carbon_eia.units import ANY_GAS

__all__ = ["SYMBOLS", "Form", "Method"]

SYMBOLS = {
    "amount": "AD",
    "ncv": "NCV",
    "carbon_content": "CC",
    "oxidation": "OF",
    "biogenic_share": "BIO",
    "factor": "EF",
    "efficiency": "η",
    "mass": "m",
    "enthalpy": "h",
    "base_enthalpy": "h₀",
    "temperature": "T",
    "base_temperature": "T₀",
    "specific_heat": "c",
    "purity": "PUR",
    "conversion": "F",
    "dust": "Q_dust",
    "cao": "CaO",
    "mgo": "MgO",
    "non_carbonate_cao": "CaO_nc",
    "non_carbonate_mgo": "MgO_nc",
    "raw_meal": "M_raw",
    "organic_carbon": "FR0",
    "destruction": "η",
    "utilisation": "U",
    "cullet": "CR",
    "rate": "r",
    "opening": "M_open",
    "bought": "M_in",
    "sold": "M_out",
    "closing": "M_close",
    "residual": "h",
    "collection": "a",
    "removal": "d",
    "byproduct_rate": "B",
    "anode": "NAC",
    "sulphur": "S",
    "ash": "A",
    "fixed_carbon_in": "FC_in",
    "fixed_carbon_out": "FC_out",
    "volatile": "V",
    "k": "K",
    "density": "ρ",
    "cod_in": "COD_in",
    "cod_out": "COD_out",
    "tow": "TOW",
    "sludge_cod": "S",
    "b0": "B0",
    "mcf": "MCF",
    "recovered": "R",
    "nitrogen": "TN",
    "dry_matter": "dm",
    "carbon_fraction": "CF",
    "fossil_fraction": "FCF",
    "pue": "PUE",
    "power": "P",
    "idle_power": "P₀",
    "full_power": "P₁",
    "load": "L",
    "gas_volume": "q",
    "oxide_content": "w",
    "hydrated": "x",
    "water": "y",
    "lkd": "CF_lkd",
    "ckd": "CF_ckd",
    "carbonate_cao": "w_c",
    "carbonate_factor": "EF_c",
    "slope": "S",
    "effect_minutes": "AEM",
    "ratio": "F",
    "coefficient": "OVC",
    "overvoltage": "AEO",
    "balance": "BE",
    "loss_share": "F_loss",
    "content": "FC",
    "volume_share": "s",
    "molar_mass": "M",
    "other_molar_mass": "M′",
}
"""How each parameter is written in a printed formula."""


class Form(NamedTuple):
    """One formula of a method.

    ``function(**parameters)`` returns the mass of each gas in tonnes: ``{"CO2": …}``;
    biogenic CO2 has the key ``"CO2-biogenic"`` and never enters a total, and ``"GAS"`` stands
    for the gas of the source, in ``units`` too (``tGAS/t``).
    ``units`` lists the unit systems in which the formula may be evaluated, each a mapping
    from parameter to unit; the given figures select one by their dimensions.
    ``source`` is an id in ``factors/sources.csv``. ``when`` says in which situation the form
    applies: ``export`` for energy sold to others, ``steam`` and ``water`` for heat given so,
    ``out`` for what leaves with a product.
    ``given``: parameters for which no default may stand in, because it would mean something else.
    ``biogenic``: the printed formula of the biogenic CO2, where the form gives any.
    """

    id: str
    function: Callable[..., dict[str, Any]]
    formula: str
    units: tuple[Mapping[str, str], ...]
    source: str
    locator: str
    when: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    biogenic: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, in the order of the formula."""
        return tuple(self.units[0])

    @property
    def of_any_gas(self) -> bool:
        """Whether the formula gives the gas of the source, whichever that is."""
        return any(ANY_GAS in unit for system in self.units for unit in system.values())

    def symbolic(self) -> str:
        """The formula in symbols: ``E = AD × EF``."""
        return "E = " + self.formula.format_map(SYMBOLS)

    def symbolic_biogenic(self) -> str:
        """The formula of the biogenic CO2 in symbols; empty where the form gives none."""
        return "E = " + self.biogenic.format_map(SYMBOLS) if self.biogenic else ""

    def substituted(self, values: Mapping[str, str]) -> str:
        """The formula with the numbers put in."""
        return "E = " + self.formula.format_map(values)


class Method(NamedTuple):
    """A way of accounting one kind of source; ``category`` is its line in the inventory.

    ``item``: the parameters that a row of ``factors/process.csv`` may give, which the source names.
    """

    id: str
    category: str
    forms: tuple[Form, ...]
    item: tuple[str, ...] = ()
