"""Chapters 1 and 2: what the assessment rests on, and what the project is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carbon_eia.project import parameter_label
from carbon_eia.report.common import Reader
from carbon_eia.report.sources import GIVEN
from carbon_eia.run.records import Run, SourceRecord

__all__ = ["OWN", "Basis", "Input", "Product", "basis_rows", "input_rows", "product_rows"]

OWN = "本工具的约定"
"""Title under which the reference data keep what no document says."""

ELSEWHERE = {"alpha", "beta"}
"""Rules taken from the guide of another province: followed by way of reference."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the assessment rests on."""

    number: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its output of a year."""

    name: str
    amount: str
    account: str
    main: bool


@dataclass(frozen=True, slots=True)
class Input:
    """What a source takes in: its amount, and the parameters that describe it."""

    name: str
    material: str
    amount: str
    parameters: list[tuple[str, str, str]]
    status: str
    evidence: str


def basis_rows(run: Run, reader: Reader) -> list[Basis]:
    """Policies, guide, methods and benchmark files, each document once, in this order."""
    found: dict[str, str] = {}
    for title, kind in _documents(run, reader):
        found.setdefault(title, kind)
    return [Basis(i, kind, title) for i, (title, kind) in enumerate(found.items(), 1)]


def _documents(run: Run, reader: Reader) -> Iterator[tuple[str, str]]:
    w = reader.word
    for r in run.decision.reasons:
        if OWN not in r.instrument:
            reference = r.rule in ELSEWHERE or str(r.clause).startswith("参照")
            yield str(r.instrument), w("basis_reference" if reference else "basis_policy")
    yield reader.document(run.project.sector.guide), w("basis_guide")
    for s in run.inventory.by_source:
        yield reader.document(s.method_source), w("basis_method")
    for c in run.comparisons:
        kind = "basis_limit" if c.governs else "basis_benchmark"
        yield reader.document(c.citation), w(kind)
    for limit in run.energy.comparisons:
        yield reader.document(limit.citation), w("basis_energy")


def product_rows(run: Run, reader: Reader) -> list[Product]:
    """Every product as declared."""
    return [
        Product(
            str(p.name),
            reader.typed(p.amount),
            reader.code("account", p.account),
            bool(p.main),
        )
        for p in run.project.products
    ]


def input_rows(run: Run, reader: Reader) -> list[Input]:
    """What each source takes in, with the origin of every value."""
    return [_input(s, reader) for s in run.inventory.by_source]


def _input(s: SourceRecord, reader: Reader) -> Input:
    w = reader.word
    facts = [reader.text(s.material_name or s.material)]
    facts += [reader.code("supply", s.supply), str(s.item or "")]
    if s.account != "project":
        facts.append(reader.code("account", s.account))
    rows = [p for p in s.parameters if p.name != "amount"]
    amount = next((p for p in s.parameters if p.name == "amount"), None)
    given = amount is not None and amount.status in GIVEN
    return Input(
        name=str(s.name),
        material=reader.listed([x for x in facts if x]) or w("dash"),
        amount=reader.typed(s.amount),
        parameters=[
            (
                parameter_label(str(s.method), str(p.name), reader.lang),
                reader.shown(p),
                reader.code("status", p.status),
            )
            for p in rows
        ],
        status=reader.code("status", amount.status) if amount else w("dash"),
        evidence=str(s.evidence or "") or (w("no_evidence_short") if given else w("dash")),
    )
