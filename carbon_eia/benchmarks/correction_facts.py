"""What corrections of limits rest on: facts stated, inferred from the inventory, or at their base.

Each fact is described in ``benchmarks/corrections.toml``: where a project states it, in which unit
the sums take it, the ``base`` for which the standard prints the limit where other values can only
widen it, and the ``inputs`` of the inventory from which it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.formulas import parse_correction
from carbon_eia.project import Product, Project, Source, fields
from carbon_eia.reference import Sector, World
from carbon_eia.units import Quantity, decimal_text, parse_unit

__all__ = ["CorrectionFacts", "Inferred", "bases", "facts_asked", "facts_of"]

LANGUAGES = ("zh", "en")


class Inferred(NamedTuple):
    """A fact that follows from the inventory, and the sources that it follows from."""

    value: Fraction
    sources: tuple[str, ...]


class CorrectionFacts(NamedTuple):
    """The facts of a product by name, in the units of the sums.

    ``known``: as stated, else inferred, else the base (``at_base``); ``causes``: what corrections
    without coefficients rest on.
    """

    specs: Mapping[str, Mapping[str, Any]]
    causes: Mapping[str, Mapping[str, str]]
    stated: Mapping[str, Fraction | str]
    inferred: Mapping[str, Inferred]
    known: Mapping[str, Fraction | str]

    @property
    def at_base(self) -> frozenset[str]:
        """Facts that are not known, taken at the base of the standard."""
        return frozenset(self.known) - set(self.stated) - set(self.inferred)

    def labels(self, names: Iterable[str]) -> dict[str, str]:
        """Names of facts with the keys under which a project states them, by language."""
        specs = [self.specs[n] for n in names]
        return {
            lang: ("、" if lang == "zh" else ", ").join(
                f"{fields(s['where'])[s['key']].label(lang)} ({s['where']}.{s['key']})"
                for s in specs
            )
            for lang in LANGUAGES
        }

    def shown(self, name: str, value: Fraction | str | None = None) -> dict[str, str]:
        """A value of a fact as a person reads it: with its unit, or as the word of its choice."""
        held = self.known[name] if value is None else value
        text = held if isinstance(held, str) else decimal_text(held, 6)
        spec = self.specs[name]
        choices = fields(spec["where"])[spec["key"]].choices
        if choices:
            return {"zh": choices.get(text, text), "en": text.replace("_", " ")}
        unit = "" if spec["unit"] == "1" else spec["unit"]
        return dict.fromkeys(LANGUAGES, f"{text} {unit}".rstrip())

    def inference(self, name: str) -> dict[str, object]:
        """What to say of an inferred fact, and of a stated one that it contradicts."""
        inferred = self.inferred[name]
        said: dict[str, object] = {
            "fact": self.labels((name,)),
            "sources": "、".join(inferred.sources),
            "value": self.shown(name, inferred.value),
        }
        if name in self.stated:
            said["stated"] = self.shown(name, self.stated[name])
        return said


def bases(world: World) -> dict[str, Fraction | str]:
    """The facts for which the standards print their limits, where others can only widen them."""
    specs = world.tables.toml("benchmarks/corrections.toml")["facts"]
    return {
        name: Fraction(spec["base"]) if "unit" in spec else spec["base"]
        for name, spec in specs.items()
        if "base" in spec
    }


def facts_asked(world: World, sector: Sector) -> tuple[str, ...]:
    """Keys of a product that corrections of a sector's limits ask for, of whatever day."""
    specs = world.tables.toml("benchmarks/corrections.toml")["facts"]
    listed = {name for p in sector.products for name in p.energy.get("products", ())}
    asked: set[str] = set()
    for row in world.tables.rows("energy_limits"):
        if row["product"] in listed and row["correction"]:
            asked |= parse_correction(row["correction"]).asked()
    return tuple(s["key"] for n, s in specs.items() if n in asked and s["where"] == "products")


def facts_of(world: World, project: Project, product: Product) -> CorrectionFacts:
    """The facts that corrections ask for, of one product of a project."""
    table = world.tables.toml("benchmarks/corrections.toml")
    stated: dict[str, Fraction | str] = {}
    inferred: dict[str, Inferred] = {}
    for name, spec in table["facts"].items():
        value = (product if spec["where"] == "products" else project).facts.get(spec["key"])
        if isinstance(value, Quantity):
            stated[name] = value.to(spec["unit"])
        elif isinstance(value, str):
            stated[name] = value
        share = _share(project, product, spec["inputs"]) if "inputs" in spec else None
        if share is not None:
            inferred[name] = share
    values = {n: i.value for n, i in inferred.items()}
    known = {**bases(world), **values, **stated}
    return CorrectionFacts(table["facts"], table["causes"], stated, inferred, known)


def _share(
    project: Project, product: Product, inputs: Mapping[str, Sequence[str]]
) -> Inferred | None:
    """Inputs of the inventory per output, in %.

    None where there are none, where one has no amount or serves several products (nothing is
    assumed of how they share it), and where it would be more than the output itself.
    """
    tonne = parse_unit("t")
    sources = [s for s in project.sources if _is_input(s, inputs) and _may_serve(s, product)]
    if not sources or not all(_serves_alone(s, project) for s in sources):
        return None
    amounts = [s.activity for s in sources]
    output = product.amount
    if output is None or any(a is None or a.unit.dims != tonne.dims for a in (*amounts, output)):
        return None
    total = sum((a.to(tonne) for a in amounts if a is not None), Fraction(0))
    share = total / output.to(tonne) * 100
    return Inferred(share, tuple(s.name for s in sources)) if share <= 100 else None


def _is_input(source: Source, inputs: Mapping[str, Sequence[str]]) -> bool:
    if source.account != "project" or source.direction == "out":
        return False
    return source.item in inputs["items"] or source.material in inputs["materials"]


def _may_serve(source: Source, product: Product) -> bool:
    named = (*source.products, *source.shares)
    return not named or product.name in named


def _serves_alone(source: Source, project: Project) -> bool:
    """Whether all of a source serves one product."""
    if source.products:
        return len(source.products) == 1
    return not source.shares and len(project.main_products) == 1
