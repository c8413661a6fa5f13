"""The inventory and the parameters behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from carbon_eia.messages import sentence
from carbon_eia.project import method_label, parameter_label
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.run.records import (
    CitedValueRecord,
    InventoryRecord,
    MeasureRecord,
    ParameterRecord,
    QuantityRecord,
    Run,
    SourceRecord,
)
from carbon_eia.units import shown_apart

__all__ = [
    "GIVEN",
    "Cited",
    "Inventory",
    "Parameters",
    "flags_of",
    "inventory_view",
    "is_weak",
    "parameters_view",
]

PLAIN_REASONS = {"reason.table", "reason.sector_default", "reason.grid", "reason.gwp"}
"""Reasons that need no more than the mark of a default; every other one stands out (law 5)."""

MARKS = {"CE-W004": "flag_fallback", "CE-W005": "flag_older"}
"""Marks of reasons that say more than “default”; any other such reason is “to be checked”."""

GIVEN = {"measured", "supplier", "design", "given"}


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the inventory; no share where it is incomplete."""

    label: str
    co2e: Cell
    share: Cell


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: what it uses, how it is computed, what it emits."""

    number: int
    anchor: str
    name: str
    facts: list[str]
    account: str
    own: bool
    category: str
    form: str
    gas: str
    measures: str
    amount: str
    formula: str
    substituted: str
    method: str
    co2e: Cell
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the three accounts."""

    label: str
    co2e: Cell


@dataclass(frozen=True, slots=True)
class GasRow:
    """A gas other than CO2: its mass, its potential, what that comes to."""

    source: str
    gas: str
    mass: Cell
    gwp: str
    co2e: Cell


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything of the inventory's section."""

    complete: bool
    unit: str
    total: str
    categories: list[Category]
    sum_note: str
    sources: list[SourceRow]
    gases: list[GasRow]
    accounts: list[Account]
    biogenic: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document of the list, by its number."""

    number: int
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter with its origin; ``flags`` are the marks that make it stand out."""

    label: str
    value: str
    derivation: str
    status: str
    flags: list[str]
    weak: bool
    document: int | None
    cited: str
    locator: str
    grade: str
    validity: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters source by source, and the documents that they cite."""

    groups: list[tuple[SourceRow, list[ParameterRow]]]
    documents: list[Cited]
    summary: str


def inventory_view(run: Run, reader: Reader) -> Inventory:
    """The inventory; where it is incomplete it has no total, and no partial sum stands for one."""
    inventory = run.inventory
    total = inventory.total if inventory.complete else None
    complete = total is not None
    emissions = column(
        [
            reader.word("not_computed") if s.co2e is None else show.emission(s.co2e)
            for s in inventory.by_source
        ]
    )
    return Inventory(
        complete=complete,
        unit=inventory.known.unit,
        total="" if total is None else show.emission(total),
        categories=_categories(inventory, complete, reader),
        sum_note="" if total is None else _sum_note(inventory, total, reader),
        sources=[
            _source(i, s, cell, run.project.measures, reader)
            for i, (s, cell) in enumerate(zip(inventory.by_source, emissions, strict=True))
        ],
        gases=_gases(inventory, reader),
        accounts=_accounts(inventory, reader),
        biogenic=_biogenic(inventory, reader),
    )


def _categories(inventory: InventoryRecord, complete: bool, reader: Reader) -> list[Category]:
    gaps = {s.category for s in inventory.by_source if s.co2e is None and s.account == "project"}
    rows = [c for c in inventory.by_category if c.category not in gaps]
    amounts = column([show.emission(c.co2e) for c in rows])
    shares = [c.share_percent if complete else None for c in rows]
    percents = column(
        [reader.word("dash") if s is None else show.rounded(show.exact(s), 2) for s in shares]
    )
    found = [
        Category(
            reader.code("category", c.category),
            amount,
            percent,
        )
        for c, amount, percent in zip(rows, amounts, percents, strict=True)
    ]
    dash = Cell(reader.word("dash"))
    found += [
        Category(reader.code("category", c), Cell(reader.word("part_missing")), dash)
        for c in sorted(gaps)
    ]
    return found


def _sum_note(inventory: InventoryRecord, total: QuantityRecord, reader: Reader) -> str:
    """A note where the categories as they are shown do not add up to the total that is shown."""
    parts = [show.emission(c.co2e) for c in inventory.by_category]
    if not shown_apart(parts, show.emission(total)):
        return ""
    return sentence("screen.sum_note", reader.lang)


def _gases(inventory: InventoryRecord, reader: Reader) -> list[GasRow]:
    found = [(s, g) for s in inventory.by_source for g in s.gases if g.gas != "CO2"]
    dash = reader.word("dash")
    masses = column([show.emission(g.mass, 6) for _, g in found])
    amounts = column([show.emission(g.co2e) if g.co2e else dash for _, g in found])
    return [
        GasRow(str(s.name), str(g.gas), mass, str(g.gwp or dash), amount)
        for (s, g), mass, amount in zip(found, masses, amounts, strict=True)
    ]


def _source(
    number: int,
    s: SourceRecord,
    co2e: Cell,
    measures: tuple[MeasureRecord, ...],
    reader: Reader,
) -> SourceRow:
    w, colon = reader.word, reader.word("colon")
    facts = [method_label(s.method, reader.lang)]
    material = reader.text(s.material_name or s.material)
    facts += [x for x in (material, reader.code("supply", s.supply)) if x]
    facts += [
        f"{g.gas} {show.emission(g.mass, 6)} t × GWP {g.gwp} ({g.assessment})"
        for g in s.gases
        if g.gas != "CO2" and g.gwp
    ]
    if s.account != "project":
        facts.append(reader.code("account", s.account))
    if s.uncertainty:
        facts.append(w("uncertainty") + colon + reader.typed(s.uncertainty))
    if s.evidence:
        facts.append(w("evidence") + colon + str(s.evidence))
    cited = s.method_source
    method = " ".join(x for x in (reader.document(cited), cited.locator) if x)
    return SourceRow(
        number=number + 1,
        anchor=f"source-{number + 1}",
        name=str(s.name),
        facts=facts,
        account=reader.code("account", s.account),
        own=s.account == "project",
        category=reader.code("category", s.category),
        form=w("indirect") if is_purchased(s.category) else w("direct"),
        gas=reader.listed(list(dict.fromkeys(g.gas for g in s.gases))) or w("dash"),
        measures=reader.listed(
            [m.name for m in measures if any(e.source == s.name for e in m.effects)]
        )
        or w("dash"),
        amount=reader.typed(s.amount),
        formula=str(s.formula),
        substituted=str(s.substituted),
        method=method,
        co2e=co2e,
        missing=[reader.say(m) for m in s.missing],
    )


def _accounts(inventory: InventoryRecord, reader: Reader) -> list[Account]:
    accounts = inventory.accounts
    others = [accounts.existing, accounts.replaced]
    if all(a is not None and not show.exact(a) for a in others):
        return []
    rows = (
        (reader.code("account", "existing"), accounts.existing),
        (reader.code("account", "project"), accounts.project),
        (reader.code("account", "replaced"), accounts.replaced),
        (reader.word("after"), accounts.after),
        (reader.word("change"), accounts.change),
    )
    none = reader.word("no_total")
    cells = column([none if amount is None else show.emission(amount) for _, amount in rows])
    return [Account(label, cell) for (label, _), cell in zip(rows, cells, strict=True)]


def _biogenic(inventory: InventoryRecord, reader: Reader) -> str:
    found = inventory.biogenic
    if not show.exact(found):
        return ""
    return f"{show.emission(found)} {found.unit}"


# --- parameters


@dataclass
class _Documents:
    """The list of cited documents, in the order in which they are met."""

    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, cited: CitedValueRecord) -> int:
        key = (str(cited.title), str(cited.number or ""))
        return self.known.setdefault(key, len(self.known) + 1)

    def listed(self) -> list[Cited]:
        return [Cited(n, title, code) for (title, code), n in self.known.items()]


def parameters_view(run: Run, sources: list[SourceRow], reader: Reader) -> Parameters:
    """Every parameter of every source with its origin."""
    documents = _Documents()
    groups: list[tuple[SourceRow, list[ParameterRow]]] = []
    counts: dict[str, int] = {}
    for row, s in zip(sources, run.inventory.by_source, strict=True):
        groups.append((row, [_parameter(p, s, documents, reader) for p in s.parameters]))
        for p in s.parameters:
            counts[p.status] = counts.get(p.status, 0) + 1
    parts = [f"{reader.code('status', k)} {n}" for k, n in counts.items()]
    summary = reader.word("counts", total=str(sum(counts.values())))
    if parts:
        summary += reader.word("colon") + reader.listed(parts)
    return Parameters(groups, documents.listed(), summary)


def _parameter(
    p: ParameterRecord, source: SourceRecord, documents: _Documents, reader: Reader
) -> ParameterRow:
    cited = p.source
    evidence = str(source.evidence or "")
    declared = (
        reader.word("declared") + reader.word("colon") + evidence
        if evidence
        else reader.word("no_evidence")
    )
    if p.status not in GIVEN:
        declared = reader.word("dash")
    return ParameterRow(
        label=parameter_label(str(source.method), str(p.name), reader.lang),
        value=reader.shown(p),
        derivation=str(p.typed) if p.status == "derived" else "",
        status=reader.code("status", p.status),
        flags=flags_of(p, reader),
        weak=is_weak(p),
        document=documents.number(cited) if cited else None,
        cited=str(cited.number or cited.title) if cited else declared,
        locator=str(cited.locator) if cited else "",
        grade=str(cited.grade) if cited else reader.word("dash"),
        validity=reader.validity(cited) if cited else reader.word("dash"),
        reason=reader.say(cited.reason) if cited else "",
        note=str(cited.note or "") if cited else "",
    )


def flags_of(p: ParameterRecord, reader: Reader) -> list[str]:
    """The marks of law 5: default, assumption, fallback, extrapolated year."""
    found = [reader.word(f"flag_{p.status}")] if p.status in ("default", "assumption") else []
    code = p.source.reason.code if p.source else "reason.table"
    if code not in PLAIN_REASONS and code != "reason.assumption":
        found.append(reader.word(MARKS.get(code, "flag_other")))
    return found


def is_weak(p: ParameterRecord) -> bool:
    cited = p.source
    if cited is None:
        return bool(p.status == "assumption")
    return bool(cited.grade == "C" or cited.reason.code not in PLAIN_REASONS)
