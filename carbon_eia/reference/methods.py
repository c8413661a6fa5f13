"""Methods: each way of accounting one kind of source, read from ``factors/methods.toml``.

A method has several forms where a guide gives several (by heating value, by measured carbon, by a
factor); the project's own figures decide which of them is used. What a method means to the other
rooms (energy, claims, plausibility, uncertainty, heads of tables) stands in its data: no room names
a method.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar

from carbon_eia.formulas import F, parse_formula
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.units import ANY_GAS

__all__ = [
    "BIOGENIC",
    "Category",
    "Heads",
    "Method",
    "MethodForm",
    "read_categories",
    "read_methods",
]

T = TypeVar("T")

BIOGENIC = "CO2-biogenic"
"""The key of biogenic CO2 among the masses of a form; it never enters a total."""

RESERVED = ("tables", "categories", "keys")
"""Tables of the file that are no methods."""


QUANTITIES = ("quantity", "annual")
"""Types of keys that hold a figure."""


class MethodForm(NamedTuple):
    """One formula of a method.

    ``symbols``: how the formula writes each of its parameters. ``units`` lists the unit systems in
    which the formula may be worked out, each a mapping from parameter to unit; the given figures
    select one by their dimensions. ``gas`` is that whose mass in t comes out: ``GAS`` stands for
    the gas of the source, in ``units`` too (``tGAS/t``). ``source`` is an id in
    ``factors/sources.csv``. ``when`` says in which situation the form applies: ``export`` for
    energy sold to others, ``steam`` and ``water`` for heat given so, ``out`` for what leaves with a
    product. ``given``: parameters for which no default may stand in. ``biogenic``: the formula of
    the biogenic CO2. ``energy``: that of the energy that the source carries, in ``energy_unit``
    (empty: in the unit of the amount). ``example``: parameters, and the masses that follow.
    """

    id: str
    text: Mapping[str, str]
    formula: str
    symbols: Mapping[str, str]
    gas: str
    units: tuple[Mapping[str, str], ...]
    source: str
    locator: str
    when: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    biogenic: str = ""
    energy: str = ""
    energy_unit: str = ""
    example: Mapping[str, Mapping[str, str]] = {}

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, in the order of the unit systems."""
        return tuple(self.units[0])

    @property
    def of_any_gas(self) -> bool:
        """Whether the formula gives the gas of the source, whichever that is."""
        return self.gas == ANY_GAS

    def masses(self, values: Mapping[str, F]) -> dict[str, F]:
        """The mass of each gas in t, from the parameters by name; biogenic CO2 apart.

        >>> from fractions import Fraction as F
        >>> from carbon_eia.reference import methods
        >>> by_factor = methods()["combustion"].form("combustion.factor")
        >>> by_factor.masses({"amount": F(10), "factor": F(3), "biogenic_share": F(0)})
        {'CO2': Fraction(30, 1), 'CO2-biogenic': Fraction(0, 1)}
        """
        known = self.by_symbol(values)
        masses = {self.gas: parse_formula(self.formula).value(known)}
        if self.biogenic:
            masses[BIOGENIC] = parse_formula(self.biogenic).value(known)
        return masses

    def energy_of(self, values: Mapping[str, F]) -> F | None:
        """The energy that the source carries; None where it has none, or a parameter is missing."""
        if not self.energy:
            return None
        known, formula = self.by_symbol(values), parse_formula(self.energy)
        return formula.value(known) if set(formula.names) <= known.keys() else None

    def by_symbol(self, values: Mapping[str, T]) -> dict[str, T]:
        """Values of parameters by the symbols of the formula."""
        return {self.symbols[n]: v for n, v in values.items() if n in self.symbols}

    def symbolic(self) -> str:
        """The formula in symbols: ``E = AD × EF``."""
        return f"E = {self.formula}"

    def symbolic_biogenic(self) -> str:
        """The formula of the biogenic CO2 in symbols; empty where the form gives none."""
        return f"E = {self.biogenic}" if self.biogenic else ""

    def substituted(self, values: Mapping[str, str]) -> str:
        """The formula with the numbers put in."""
        return f"E = {parse_formula(self.formula).printed(self.by_symbol(values))}"


class Category(NamedTuple):
    """A line of the inventory: made elsewhere (``purchased``), or what leaves (``captured``)."""

    id: str
    purchased: bool = False
    captured: bool = False


class Heads(NamedTuple):
    """Words at the head of a column that mean a source: of a supply, or given as steam."""

    words: tuple[str, ...]
    supply: str = ""
    table: str = ""


class Method(NamedTuple):
    """A way of accounting one kind of source; ``factors/methods.toml`` explains its properties.

    ``keys``: the keys of a source in a project file; ``derived``: parameters that no key gives.
    """

    id: str
    text: Mapping[str, str]
    category: Category
    forms: tuple[MethodForm, ...]
    keys: Mapping[str, Mapping[str, Any]]
    derived: Mapping[str, Mapping[str, Any]]
    defaults: Mapping[str, Any]
    item: tuple[str, ...] = ()
    energy: str = ""
    outside: str = ""
    amount_is: str = ""
    load: bool = False
    self_heating: bool = False
    usual: bool = False
    out_claim: str = ""
    like: str = ""
    heads: tuple[Heads, ...] = ()

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters of all forms."""
        return frozenset(p for form in self.forms for p in form.parameters)

    @property
    def energy_only(self) -> frozenset[str]:
        """Quantities of a project file that serve the account of energy and no formula."""
        typed = (k for k, s in self.keys.items() if s.get("type", "quantity") in QUANTITIES)
        return frozenset(typed) - self.parameters

    @property
    def carries_energy(self) -> bool:
        """Whether it is electricity or heat that crosses the fence."""
        return self.energy in ("electricity", "heat")

    def is_named(self, ids: Collection[str]) -> bool:
        """Whether a table that lists methods means this one, or the one that it is like."""
        return self.id in ids or (self.like != "" and self.like in ids)

    def form(self, ident: str) -> MethodForm:
        """A form by its id."""
        return next(f for f in self.forms if f.id == ident)

    def symbol(self, name: str) -> str:
        """How a parameter is written in a formula; empty where none has it."""
        return next((f.symbols[name] for f in self.forms if name in f.symbols), "")


def read_methods(tables: Tables) -> Mapping[str, Method]:
    """Every method by its name in a project file, in the order of the file.

    Raises KeyError where the file lacks something; the checks of the tables make it CE-R005.
    """
    if ("methods",) not in tables.memo:
        raw, lines = tables.toml("methods.toml"), read_categories(tables)
        tables.memo["methods",] = {
            ident: _method(ident, spec, raw["keys"], lines[spec["category"]])
            for ident, spec in raw.items()
            if ident not in RESERVED
        }
    methods: dict[str, Method] = tables.memo["methods",]
    return methods


def read_categories(tables: Tables) -> Mapping[str, Category]:
    """Every line of the inventory, in the order in which reports print them."""
    if ("categories",) not in tables.memo:
        raw = tables.toml("methods.toml")["categories"]
        tables.memo["categories",] = {i: Category(i, **spec) for i, spec in raw.items()}
    categories: dict[str, Category] = tables.memo["categories",]
    return categories


def _method(
    ident: str, raw: Mapping[str, Any], shared: Mapping[str, Any], category: Category
) -> Method:
    values = {k: v for k, v in raw.items() if k in Method._fields}
    keys, derived = (
        {name: {**shared.get(name, {}), **own} for name, own in raw.get(part, {}).items()}
        for part in ("keys", "derived")
    )
    symbols = {n: s["symbol"] for n, s in {**keys, **derived}.items() if "symbol" in s}
    values |= {
        "text": {"zh": raw["zh"], "en": raw["en"]},
        "category": category,
        "forms": tuple(_form(f, symbols) for f in raw["forms"]),
        "keys": keys,
        "derived": derived,
        "defaults": raw.get("defaults", {}),
        "item": tuple(raw.get("item", ())),
        "heads": tuple(
            Heads(tuple(h["words"]), h.get("supply", ""), h.get("table", ""))
            for h in raw.get("heads", ())
        ),
    }
    return Method(id=ident, **values)


def _form(raw: Mapping[str, Any], symbols: Mapping[str, str]) -> MethodForm:
    values = {k: v for k, v in raw.items() if k in MethodForm._fields}
    values |= {
        "text": {"zh": raw["zh"], "en": raw["en"]},
        "symbols": {name: symbols[name] for name in raw["units"][0]},
        "gas": raw.get("gas", "CO2"),
        "units": tuple(raw["units"]),
        "when": frozenset(raw.get("when", ())),
        "given": frozenset(raw.get("given", ())),
    }
    return MethodForm(**values)
