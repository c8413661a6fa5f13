"""Two Runs side by side: every input, factor, limit and figure that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec import convert, to_builtins
from msgspec.structs import asdict

from carbon_eia.messages import sentence
from carbon_eia.run.records import (
    ComparisonRecord,
    DecisionRecord,
    EnergyRecord,
    FactRecord,
    NamedRecord,
    ProjectRecord,
    QuantityRecord,
    Record,
    RetrofitRecord,
    Run,
    SourceRecord,
)
from carbon_eia.units import decimal_text, rounded

__all__ = ["KINDS", "Change", "Entry", "compared", "differences", "made_with"]

KINDS = ("record", "input", "factor", "limit", "figure", "decision")
"""What may differ, in the order in which it is told: what a Run was made from, then what came."""


class Entry(NamedTuple):
    """One thing that a Run states: its kind, as shown, and its number where it has one.

    Two numbers are compared only in the same ``unit``.
    """

    kind: str
    shown: str
    number: Fraction | None = None
    unit: str = ""


class Change(NamedTuple):
    """One thing that differs; ``before`` or ``after`` is None where it is not there.

    ``where``: a path, as ``("sources", "外购电力", "amount")``; ``percent`` of the number before.
    """

    kind: str
    where: tuple[str, ...]
    before: str | None
    after: str | None
    percent: str | None

    def to_dict(self) -> dict[str, object]:
        """The change as JSON."""
        return {**self._asdict(), "where": list(self.where)}


def differences(a: Run, b: Run, lang: str = "zh") -> list[Change]:
    """Everything that differs between two Runs, by kind, in the order of the Runs."""
    return compared(dict(_all(a, lang)), dict(_all(b, lang)))


def compared(
    before: Mapping[tuple[str, ...], Entry], after: Mapping[tuple[str, ...], Entry]
) -> list[Change]:
    """What differs between two records, by kind, in the order of the records."""
    found: list[Change] = []
    for where in dict.fromkeys([*before, *after]):
        old, new = before.get(where), after.get(where)
        if old is not None and new is not None:
            if (old.shown, old.number) == (new.shown, new.number):
                continue
            if old.shown == new.shown:  # as typed the same, and not the number
                old, new = (e._replace(shown=f"{e.shown} = {e.number}") for e in (old, new))
        kinds = {e.kind for e in (old, new) if e is not None}
        kind = min(kinds, key=KINDS.index)  # a default that was replaced is an input now
        found.append(Change(kind, where, old and old.shown, new and new.shown, _percent(old, new)))
    return sorted(found, key=lambda c: KINDS.index(c.kind))


def _percent(old: Entry | None, new: Entry | None) -> str | None:
    if old is None or new is None or not old.number or new.number is None:
        return None
    if old.unit != new.unit:
        return None
    change = (new.number - old.number) / abs(old.number) * 100
    shown = rounded(change, 2)
    return shown if Fraction(shown) or not change else decimal_text(change, 2)


# --- what a Run states, one entry after another


def _all(run: Run, lang: str) -> Iterator[tuple[tuple[str, ...], Entry]]:
    yield from made_with(run)
    yield from _project(run.project)
    for source in run.inventory.by_source:
        yield from _source(source)
    yield from _figures(run)
    yield from _comparisons(run.comparisons)
    yield from _energy(run.energy)
    yield from _retrofit(run.retrofit)
    yield from _decision(run.decision, lang)


def made_with(run: NamedRecord) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """The day, the reference data and the benchmark files of a record."""
    reference = run.reference
    yield ("as_of",), Entry("record", run.as_of)
    yield ("reference",), Entry("record", f"{reference.version} {reference.sha256[:12]}")
    for used in reference.overrides:
        head = ("benchmarks", used.title)
        yield head, Entry("record", used.sha256[:12])
        for key in ("number", "authority", "date", "illustrative", "file"):
            yield from _plain((*head, key), getattr(used, key), "record")


def _project(project: ProjectRecord) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for key in ("name", "code", "stage", "nature", "region", "year", "retrofit_deadline"):
        yield from _plain(("project", key), getattr(project, key))
    yield from _plain(("project", "sector"), project.sector.id)
    for section, held in (
        ("project", project.sector.chosen),
        *((s, getattr(project, s)) for s in ("economics", "city", "facts")),
    ):
        yield from _fields((section,), held)
    for product in project.products:
        yield from _fields(("products", product.name), product)
    for measure in project.measures:
        yield from _fields(("measures", measure.name), measure)


def _fields(
    where: tuple[str, ...], stated: Record | Mapping[str, FactRecord]
) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every field that a part of the project states, its name apart."""
    items = asdict(stated) if isinstance(stated, Record) else dict(stated)
    for key, value in items.items():
        if key != "name":
            yield from _plain((*where, key), value)


SOURCE_KEYS = ("method", "material", "supply", "item", "direction", "account", "evidence")


def _source(source: SourceRecord) -> Iterator[tuple[tuple[str, ...], Entry]]:
    head = ("sources", source.name)
    for key in SOURCE_KEYS:
        yield from _plain((*head, key), getattr(source, key))
    yield from _plain((*head, "uncertainty"), source.uncertainty)
    for p in source.parameters:
        shown = p.typed or f"{p.value} {p.unit}"
        if p.source is None:
            yield (*head, p.name), Entry("input", shown, p.number, p.unit)
        else:
            text = f"{shown} 〔{p.source.id}〕"
            yield (*head, p.name), Entry("factor", text, p.number, p.unit)
    for gas in source.gases:
        if gas.gwp is not None and gas.gas != "CO2":
            text = f"{gas.gwp} ({gas.assessment})"
            yield (*head, gas.gas, "gwp"), Entry("factor", text, Fraction(gas.gwp))
    yield from _figure((*head, "co2e"), source.co2e)


def _figures(run: Run) -> Iterator[tuple[tuple[str, ...], Entry]]:
    inventory = run.inventory
    yield from _figure(("inventory", "total"), inventory.total)
    for account, total in asdict(inventory.accounts).items():
        yield from _figure(("inventory", "accounts", account), total)
    yield from _figure(("inventory", "biogenic"), inventory.biogenic)
    for line in inventory.by_category:
        yield from _figure(("inventory", "category", line.category), line.co2e)
    for i in run.intensities:
        name = i.product_name or ""
        yield from _figure(("intensity", i.indicator, name, i.numerator.unit), i)
    for key, value in asdict(run.regional).items():
        yield from _figure(("regional", key), value)


def _comparisons(
    comparisons: Sequence[ComparisonRecord],
) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for c in comparisons:
        head = ("comparison", c.benchmark)
        text = f"{c.limit} {c.unit} · {c.level} · {c.grade}"
        text += " · adopted" if c.adopted else ""
        yield (*head, "limit"), Entry("limit", text, Fraction(c.limit), c.unit)
        yield from _plain((*head, "within"), c.within, "figure")


def _energy(energy: EnergyRecord) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for key in ("equivalent", "primary"):
        yield from _figure(("energy", key), getattr(energy, key))
    for c in energy.comparisons:
        head = ("energy", c.benchmark)
        text = f"{c.limit} {c.unit}"
        yield (*head, "limit"), Entry("limit", text, Fraction(c.limit), c.unit)
        yield from _plain((*head, "within"), c.within, "figure")
    for level in energy.levels:
        yield from _plain(("energy", "level", level.indicator), level.level, "figure")


PLANS = ("present", "committed", "proposed", "late")


def _retrofit(retrofit: RetrofitRecord) -> Iterator[tuple[tuple[str, ...], Entry]]:
    if retrofit.deadline is not None:
        yield from _plain(("retrofit", "deadline"), retrofit.deadline.date, "figure")
    for name in PLANS:
        plan = getattr(retrofit, name)
        if plan is not None:
            yield from _figure(("retrofit", name, "intensity"), plan.intensity)
            yield from _plain(("retrofit", name, "measures"), plan.measures, "figure")
            yield from _plain(("retrofit", name, "finish"), plan.finish, "figure")


def _decision(decision: DecisionRecord, lang: str) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for key in ("verdict", "provisional", "indicative", "deadline"):
        yield from _plain(("decision", key), getattr(decision, key), "decision")
    for r in decision.reasons:
        yield from _plain(("rule", r.rule, r.clause), r.passed, "decision")
    for key in ("conditions", "missing"):
        yield from _plain(
            ("decision", key),
            [sentence(x.code, lang, x.params) for x in getattr(decision, key)],
            "decision",
        )


# --- single values


def _figure(
    where: tuple[str, ...], quantity: QuantityRecord | None
) -> Iterator[tuple[tuple[str, ...], Entry]]:
    if quantity is not None:
        yield where, Entry("figure", _spelt(quantity), quantity.number, quantity.unit)


def _plain(
    where: tuple[str, ...], value: object, kind: str = "input"
) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """A value as it stands; nothing where it is not stated, which is not the same as false."""
    if isinstance(value, QuantityRecord):
        yield where, Entry(kind, value.typed or _spelt(value), value.number, value.unit)
        return
    value = to_builtins(value)
    if isinstance(value, Mapping) and "value" in value:
        quantity = convert(value, QuantityRecord)
        yield where, Entry(kind, quantity.typed or _spelt(quantity), quantity.number, quantity.unit)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _plain((*where, str(key)), inner, kind)
    elif isinstance(value, list | tuple):
        if value:
            yield where, Entry(kind, "；".join(_told(v) for v in value))
    elif value is not None and value != "":
        yield where, Entry(kind, str(value))


def _spelt(quantity: QuantityRecord) -> str:
    return f"{quantity.value} {quantity.unit}"


def _told(value: object) -> str:
    """An entry of a list in one text: ``外购电力 saves 8 %``."""
    if not isinstance(value, Mapping):
        return str(value)
    if "value" in value:
        quantity = convert(value, QuantityRecord)
        return quantity.typed or _spelt(quantity)
    keys = sorted(value, key=lambda k: (k != "source", k))  # a Run read back has another order
    parts = [(k, value[k]) for k in keys if value[k] not in (None, "", [], ())]
    return " ".join(_told(v) if k == "source" else f"{k} {_told(v)}" for k, v in parts)
