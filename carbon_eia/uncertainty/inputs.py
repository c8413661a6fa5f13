"""The inputs of a project: each stated or looked-up value once, however many sources it serves.

A factor that serves several sources is one input, so that its error is theirs together. An amount
of a source that is the output of the main product (clinker, aluminium) is that same figure.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.errors import InputError, Problem
from carbon_eia.inventory import Inventory, Parameter, SourceEmission
from carbon_eia.project import ACTIVITY, Field, Product, Project, Source, fields
from carbon_eia.project.spread import Spread, value_problems
from carbon_eia.reference import Value, World
from carbon_eia.uncertainty.defaults import Default, Situation, default_spread
from carbon_eia.uncertainty.model import Term, Use
from carbon_eia.uncertainty.stated import (
    Change,
    Limits,
    field_of,
    is_activity,
    limits_in,
    lines_of,
    place_in,
    stated_spread,
    typed_quantity,
)
from carbon_eia.units import ANY_GAS, Quantity, Unit, parse_unit

__all__ = ["Input", "Inputs"]


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
    limits: Limits
    status: str
    typed: str
    origin: Value | None
    spread: Spread | None
    default: Default | None


class _Draft:
    """An input while it is being put together."""

    def __init__(self, first: Input, field: Field | None) -> None:
        self.input = first
        self.field = field

    def join(self, owner: str, place: str, spread: Spread | None) -> None:
        """Another place where the same value is used."""
        known = self.input
        if owner not in known.owners:
            known = known._replace(owners=(*known.owners, owner))
        if place and place not in known.places:
            known = known._replace(places=(*known.places, place))
        if spread is not None:
            if known.spread is not None and known.spread != spread:
                params: dict[str, object] = {
                    "value": known.typed,
                    "other": known.spread.place.key,
                }
                raise InputError(Problem("CE-Q009", spread.place, params))
            known = known._replace(spread=spread)
        self.input = known


class Inputs:
    """Gathers the inputs of a project and the terms that use them."""

    def __init__(self, project: Project, world: World, main: Product | None) -> None:
        self.project = project
        self.world = world
        self.main = main
        self.drafts: list[_Draft] = []
        self.index: dict[tuple[object, ...], int] = {}
        self.unused: list[tuple[str, Spread]] = []

    def all(self) -> list[Input]:
        """Every input, in the order in which the file uses them.

        Raises InputError CE-Q004, CE-Q005, CE-U004 where a spread does not fit its value.
        """
        problems: list[Problem] = []
        for draft in self.drafts:
            i = draft.input
            if i.spread is not None:
                problems += value_problems(i.spread, Quantity(i.value, i.unit, i.typed))
        if problems:
            raise InputError(problems)
        return [d.input for d in self.drafts]

    # --- what stands below the line

    def product(self, product: Product) -> int | None:
        """The annual output of a product."""
        if product.amount is None:
            return None
        number = self.project.products.index(product)
        return self._typed(
            ("product", number),
            product.amount,
            fields("products")["amount"],
            Situation("products", "amount", "given"),
            product.name,
            f"products[{number}].amount",
            product.uncertainty,
        )

    def money(self, key: str) -> int | None:
        """A value of the economics."""
        worth: Quantity | None = getattr(self.project.economics, key)
        if worth is None:
            return None
        spread = self.project.economics.uncertainties.get(key)
        situation = Situation("economics", key, "given")
        place = f"economics.{key}"
        return self._typed(
            ("economics", key), worth, fields("economics")[key], situation, "", place, spread
        )

    # --- sources

    def terms(self, inventory: Inventory, change: Change) -> tuple[Term[Fraction], ...]:
        """The sources of the project's own account, as they are after ``change``."""
        own = {s.name: (i, s) for i, s in enumerate(self.project.sources)}
        lines = lines_of(self.project.sources, change)
        found: list[Term[Fraction]] = []
        for e in inventory.emissions:
            if e.source.account != "project":
                continue
            number, stated = own.get(e.source.name, (None, e.source))
            uses = tuple(
                self._use(p, e, stated, number, lines.get(e.source.name)) for p in e.parameters
            )
            found.append(_term(e, uses))
            self._unused(e, stated)
        return tuple(found)

    def _use(
        self,
        p: Parameter,
        e: SourceEmission,
        stated: Source,
        number: int | None,
        line: tuple[Fraction, Fraction] | None,
    ) -> Use[Fraction]:
        """Which input a parameter is, and how it follows from it."""
        unit = parse_unit(p.unit)
        field = field_of(stated, p.name)
        place = "" if number is None or field is None else place_in(stated, number, p.name)
        situation = Situation(
            stated.method,
            p.name,
            p.status,
            p.origin.citation.id if p.origin else "",
            stated.material,
            is_activity(unit),
        )
        spread = stated_spread(stated, p.name, situation.activity)
        if p.origin is not None:
            return self._looked_up(p, p.origin, situation, field, stated.name, place, spread)
        typed = typed_quantity(stated, p.name)
        if typed is None:  # an enthalpy: derived from what is typed
            typed = Quantity(p.value, unit, f"{p.typed}")
            place = ""
        slope, offset = (Fraction(1), Fraction(0))
        if p.name in ACTIVITY and line is not None:
            slope, offset = line
        size = typed.unit.factor_to(unit)
        if (typed.value * slope + offset) * size != p.value:
            return Use(p.name, None, Fraction(0), p.value)  # a measure has replaced the value
        if p.name == "amount" and self._is_output(typed, stated):
            index = self._output(typed, stated, situation, place, spread)
            own = typed.unit.factor_to(self.drafts[index].input.unit)
            return Use(p.name, index, slope * size / own, offset * size)
        key = ("source", stated.name, p.name)
        index = self._typed(key, typed, field, situation, stated.name, place, spread)
        return Use(p.name, index, slope * size, offset * size)

    def _looked_up(
        self,
        p: Parameter,
        origin: Value,
        situation: Situation,
        field: Field | None,
        owner: str,
        place: str,
        spread: Spread | None,
    ) -> Use[Fraction]:
        default = default_spread(self.world, situation)
        if spread is None and default is not None and default.exact:
            return Use(p.name, None, Fraction(0), p.value)
        key = ("reference", origin.citation.id, p.name)
        quantity = origin.quantity
        if key not in self.index:
            self._add(
                key,
                Input(
                    p.name,
                    (owner,),
                    situation.method,
                    (place,) if place else (),
                    quantity.value,
                    quantity.unit,
                    limits_in(field, quantity.unit),
                    p.status,
                    quantity.text,
                    origin,
                    spread,
                    default,
                ),
                field,
            )
        else:
            self.drafts[self.index[key]].join(owner, place, spread)
        return Use(
            p.name, self.index[key], quantity.unit.factor_to(parse_unit(p.unit)), Fraction(0)
        )

    def _typed(
        self,
        key: tuple[object, ...],
        typed: Quantity,
        field: Field | None,
        situation: Situation,
        owner: str,
        place: str,
        spread: Spread | None,
    ) -> int:
        if key not in self.index:
            self._add(
                key,
                Input(
                    situation.parameter,
                    (owner,) if owner else (),
                    situation.method,
                    (place,) if place else (),
                    typed.value,
                    typed.unit,
                    limits_in(field, typed.unit),
                    situation.status,
                    typed.text,
                    None,
                    spread,
                    default_spread(self.world, situation),
                ),
                field,
            )
        return self.index[key]

    def _add(self, key: tuple[object, ...], found: Input, field: Field | None) -> None:
        self.index[key] = len(self.drafts)
        self.drafts.append(_Draft(found, field))

    def _is_output(self, typed: Quantity, stated: Source) -> bool:
        main = None if self.main is None else self.main.amount
        return (
            self.world.methods[stated.method].amount_is == "output"
            and main is not None
            and main.unit.dims == typed.unit.dims
            and main.to(typed.unit) == typed.value
        )

    def _output(
        self,
        typed: Quantity,
        stated: Source,
        situation: Situation,
        place: str,
        spread: Spread | None,
    ) -> int:
        """The output of the main product, which a source states once more."""
        assert self.main is not None
        index = self.product(self.main)
        assert index is not None
        draft = self.drafts[index]
        first = len(draft.input.owners) == 1
        draft.join(stated.name, place, spread)
        if first:  # the source tells on what basis the figure rests, a product does not
            default = default_spread(self.world, situation)
            draft.input = draft.input._replace(status=situation.status, default=default)
        return index

    def _unused(self, e: SourceEmission, stated: Source) -> None:
        names = {p.name for p in e.parameters}
        for name, spread in stated.uncertainties.items():
            if name not in names and (name, spread) not in self.unused:
                self.unused.append((name, spread))


def _term(e: SourceEmission, uses: tuple[Use[Fraction], ...]) -> Term[Fraction]:
    """A source with the weights of the gases that its formula names."""
    raw = e.form.masses({p.name: p.value for p in e.parameters})
    by_gas = {g.gas: g for g in e.gases}
    co2e: dict[str, Fraction] = {}
    co2: dict[str, Fraction] = {}
    for gas in raw:
        emitted = e.gases[0] if gas == ANY_GAS else by_gas.get(gas)
        if emitted is None:
            continue  # biogenic CO2 enters no total
        if emitted.gas == "CO2":
            co2e[gas] = co2[gas] = Fraction(1)
        elif emitted.gwp is not None:
            co2e[gas] = emitted.gwp.quantity.value
    return Term(e.source.name, e.form.masses, uses, co2e, co2)
