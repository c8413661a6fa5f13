"""The inputs of a project: each stated or looked-up value once, however many sources it serves.

A factor that serves several sources is one input, so that its error is theirs together. An amount
of a source that is the output of the main product (clinker, aluminium) is that same figure.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.inventory import Inventory, Parameter, SourceEmission
from carbon_eia.project import ACTIVITY, Bounds, Field, Product, Project, Source, fields
from carbon_eia.project.spread import Spread, value_problems
from carbon_eia.reference import Value, World
from carbon_eia.retrofit import LinearChange, SourceChange, linear_changes
from carbon_eia.uncertainty.defaults import Default, ValueKind, default_spread
from carbon_eia.uncertainty.input_model import SourceTerm, Use
from carbon_eia.units import ANY_GAS, Quantity, Unit, parse_unit

__all__ = ["Input", "InputCollector"]


class Input(NamedTuple):
    """One uncertain value.

    ``places``: the keys where it stands, or would stand, in the project file (empty where it has
    none); ``owners``: what it belongs to. ``spread`` is stated, ``default`` the row of
    ``factors/uncertainty.csv`` that stands in for it.
    """

    name: str
    owners: tuple[str, ...]
    method: str
    places: tuple[str, ...]
    value: Fraction
    unit: Unit
    bounds: Bounds
    status: str
    typed: str
    origin: Value | None
    spread: Spread | None
    default: Default | None

    def also(self, owner: str, place: str, spread: Spread | None) -> Input:
        """The same value with another place where it is used.

        Raises InputError CE-Q009 where another spread is stated there.
        """
        if spread is not None and self.spread not in (None, spread):
            assert self.spread is not None
            params: dict[str, object] = {"value": self.typed, "other": self.spread.place.key}
            raise InputError(Problem("CE-Q009", spread.place, params))
        owners = dict.fromkeys(self.owners) | ({owner: None} if owner else {})
        places = dict.fromkeys(self.places) | ({place: None} if place else {})
        return self._replace(
            owners=tuple(owners),
            places=tuple(places),
            spread=self.spread if spread is None else spread,
        )


class _Statement(NamedTuple):
    """What a file says of a value: whose it is, its field and key, its kind and its spread."""

    owner: str
    field: Field | None
    place: str
    kind: ValueKind
    spread: Spread | None


class InputCollector:
    """Gathers the inputs of a project and the terms that use them."""

    def __init__(self, project: Project, world: World, main: Product | None) -> None:
        self.project = project
        self.world = world
        self.main = main
        self.inputs: list[Input] = []
        self.unused: list[tuple[str, Spread]] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def all(self) -> list[Input]:
        """Every input, in the order in which the file uses them.

        Raises InputError CE-Q004, CE-Q005, CE-U004 where a spread does not fit its value.
        """
        problems: list[Problem] = []
        for i in self.inputs:
            if i.spread is not None:
                problems += value_problems(i.spread, Quantity(i.value, i.unit, i.typed))
        if problems:
            raise InputError(problems)
        return list(self.inputs)

    # --- what stands below the line

    def product(self, product: Product) -> int | None:
        """The annual output of a product."""
        if product.amount is None:
            return None
        number = self.project.products.index(product)
        said = _Statement(
            product.name,
            fields("products")["amount"],
            f"products[{number}].amount",
            ValueKind("products", "amount", "given"),
            product.uncertainty,
        )
        return self._number(("product", number), product.amount, said)

    def money(self, key: str) -> int | None:
        """A value of the economics."""
        worth: Quantity | None = getattr(self.project.economics, key)
        if worth is None:
            return None
        kind = ValueKind("economics", key, "given")
        spread = self.project.economics.uncertainties.get(key)
        said = _Statement("", fields("economics")[key], f"economics.{key}", kind, spread)
        return self._number(("economics", key), worth, said)

    # --- sources

    def terms(self, inventory: Inventory, change: SourceChange) -> tuple[SourceTerm[Fraction], ...]:
        """The sources of the project's own account, as they are after ``change``."""
        stated = {s.name: (i, s) for i, s in enumerate(self.project.sources)}
        changes = linear_changes(self.project.sources, change)
        terms: list[SourceTerm[Fraction]] = []
        for e in inventory.emissions:
            if e.source.account != "project":
                continue
            number, source = stated.get(e.source.name, (None, e.source))
            left = changes.get(source.name, LinearChange())
            uses = tuple(self._use(p, source, number, left) for p in e.parameters)
            terms.append(_term(e, uses))
            names = {p.name for p in e.parameters}
            for item in source.uncertainties.items():
                if item[0] not in names and item not in self.unused:
                    self.unused.append(item)
        return tuple(terms)

    def _use(
        self, p: Parameter, source: Source, number: int | None, left: LinearChange
    ) -> Use[Fraction]:
        """Which input a parameter is, and how it follows from it."""
        unit = parse_unit(p.unit)
        said = self._said(p, source, number, unit)
        if p.origin is not None:
            default = default_spread(self.world, said.kind)
            if said.spread is None and default is not None and default.exact:
                return Use(p.name, None, Fraction(0), p.value)
            key = ("reference", p.origin.citation.id, p.name)
            index = self._number(key, p.origin.quantity, said, p.origin)
            return Use(p.name, index, p.origin.quantity.unit.factor_to(unit), Fraction(0))
        typed = _typed(source, p.name)
        if typed is None:  # an enthalpy: derived from what is typed
            typed, said = Quantity(p.value, unit, f"{p.typed}"), said._replace(place="")
        if p.name not in ACTIVITY:
            left = LinearChange()
        size = typed.unit.factor_to(unit)
        if left.of(typed.value) * size != p.value:
            return Use(p.name, None, Fraction(0), p.value)  # a measure has replaced the value
        if p.name == "amount" and self._is_output(typed, source):
            index = self._output(said)
            own = typed.unit.factor_to(self.inputs[index].unit)
            return Use(p.name, index, left.slope * size / own, left.offset * size)
        index = self._number(("source", source.name, p.name), typed, said)
        return Use(p.name, index, left.slope * size, left.offset * size)

    def _said(self, p: Parameter, source: Source, number: int | None, unit: Unit) -> _Statement:
        """What a source says of one of its parameters."""
        section = _section(source, p.name)
        field = fields(section).get(p.name)
        inner = "" if section == source.method else f"{section}."
        is_activity = bool(unit.dims) and all(
            power > 0 and name != "temperature" for name, power in unit.dims
        )
        kind = ValueKind(
            source.method,
            p.name,
            p.status,
            p.origin.citation.id if p.origin else "",
            source.material,
            is_activity,
        )
        place = "" if number is None or field is None else f"sources[{number}].{inner}{p.name}"
        return _Statement(
            source.name, field, place, kind, _stated_spread(source, p.name, is_activity)
        )

    def _number(
        self,
        key: tuple[object, ...],
        quantity: Quantity,
        said: _Statement,
        origin: Value | None = None,
    ) -> int:
        """The number of an input, which is new where its key is."""
        if key in self._numbers:
            index = self._numbers[key]
            self.inputs[index] = self.inputs[index].also(said.owner, said.place, said.spread)
            return index
        self._numbers[key] = len(self.inputs)
        field = said.field
        is_bounded = field is not None and field.range
        self.inputs.append(
            Input(
                said.kind.parameter,
                (said.owner,) if said.owner else (),
                said.kind.method,
                (said.place,) if said.place else (),
                quantity.value,
                quantity.unit,
                field.bounds_in(quantity.unit) if field and is_bounded else Bounds(Fraction(0)),
                said.kind.status,
                quantity.text,
                origin,
                said.spread,
                default_spread(self.world, said.kind),
            )
        )
        return self._numbers[key]

    def _is_output(self, typed: Quantity, source: Source) -> bool:
        main = None if self.main is None else self.main.amount
        return (
            self.world.methods[source.method].amount_is == "output"
            and main is not None
            and main.unit.dims == typed.unit.dims
            and main.to(typed.unit) == typed.value
        )

    def _output(self, said: _Statement) -> int:
        """The output of the main product, which a source states once more."""
        assert self.main is not None
        index = self.product(self.main)
        assert index is not None
        output = self.inputs[index]
        if len(output.owners) == 1:
            # the source tells on what basis the figure rests, a product does not
            default = default_spread(self.world, said.kind)
            output = output._replace(status=said.kind.status, default=default)
        self.inputs[index] = output.also(said.owner, said.place, said.spread)
        return index


def _section(source: Source, name: str) -> str:
    """The section of fields that describes a parameter of a source."""
    for section, table in (("steam", source.steam), ("hot_water", source.hot_water)):
        if table is not None and name in fields(section):
            return section
    return source.method


def _typed(source: Source, name: str) -> Quantity | None:
    """What the file states for a parameter."""
    for table in (source.parameters, source.steam, source.hot_water):
        if table is not None and name in table:
            return table[name]
    return None


def _stated_spread(source: Source, name: str, is_activity: bool) -> Spread | None:
    """The spread that a source states for one of its parameters.

    ``uncertainty`` is of the amount; where a source has no single amount, of each of its amounts.
    """
    if name in source.uncertainties:
        return source.uncertainties[name]
    several = source.activity is None and is_activity and _typed(source, name) is not None
    return source.uncertainty if name in ACTIVITY or several else None


def _term(e: SourceEmission, uses: tuple[Use[Fraction], ...]) -> SourceTerm[Fraction]:
    """A source with the weights of the gases that its formula names."""
    by_gas = {g.gas: g for g in e.gases}
    co2e: dict[str, Fraction] = {}
    co2: dict[str, Fraction] = {}
    for gas in e.form.masses({p.name: p.value for p in e.parameters}):
        emitted = e.gases[0] if gas == ANY_GAS else by_gas.get(gas)
        if emitted is None:
            continue  # biogenic CO2 enters no total
        if emitted.gas == "CO2":
            co2e[gas] = co2[gas] = Fraction(1)
        elif emitted.gwp is not None:
            co2e[gas] = emitted.gwp.quantity.value
    return SourceTerm(e.source.name, e.form.masses, uses, co2e, co2)
