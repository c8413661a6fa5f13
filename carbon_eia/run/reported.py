"""What a report states beside inventory and decision, as a Run writes it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from carbon_eia.assessment import (
    Assessment,
    Performance,
    Sensitivity,
    performances,
    sensitivities,
)
from carbon_eia.reference import Citation, Value
from carbon_eia.reference.report_data import monitoring_of, relied_documents
from carbon_eia.run.records import (
    BilingualText,
    GridFactorRecord,
    MonitoringRecord,
    PerformanceRecord,
    ReliedDocumentRecord,
    SensitivityRecord,
)
from carbon_eia.run.values import citation, cited, fraction_text, quantity, quantity_of
from carbon_eia.units import decimal_text

__all__ = ["documents_part", "monitoring_part", "performance_part", "sensitivity_part"]


def documents_part(a: Assessment) -> Iterator[ReliedDocumentRecord]:
    """The documents relied on; the clause that decides stands with its policy."""
    for relied in relied_documents(a.world, a.project.region):
        document = relied.document
        yield ReliedDocumentRecord(
            title=document["title"],
            number=document["number"],
            issuer=document["issuer"],
            group=relied.group,
            clause=relied.clause,
            quotation=relied.quotation,
            by_reference=relied.by_reference,
            rows=relied.rows,
        )


def performance_part(a: Assessment) -> Iterator[PerformanceRecord]:
    """The intensities of existing plant, project and whole plant."""
    gas = "tCO2" if a.inventory.only_co2() else "tCO2e"
    for p in performances(a.project, a.sector, a.inventory):
        yield _performance(p, gas)


def _performance(p: Performance, gas: str) -> PerformanceRecord:
    value = p.emission / p.amount
    return PerformanceRecord(
        scope=p.scope,
        indicator=p.indicator,
        of=p.of,
        value=decimal_text(value),
        unit=f"{gas}/{p.per.text}",
        exact=fraction_text(value),
        numerator=quantity_of(p.emission, gas),
        denominator=quantity_of(p.amount, p.per.text),
    )


def sensitivity_part(a: Assessment) -> Iterator[SensitivityRecord]:
    """The intensity with one input moved."""
    for s in sensitivities(a):
        yield _sensitivity(s)


def _sensitivity(s: Sensitivity) -> SensitivityRecord:
    return SensitivityRecord(
        input=s.input,
        category=s.category,
        step=None if s.step is None else quantity_of(s.step * 100, "%"),
        alternative=None if s.alternative is None else _grid(s.alternative),
        low=quantity_of(s.low, s.unit),
        high=quantity(s.high, s.unit),
        break_even_percent=None if s.break_even is None else _percent(s.break_even),
    )


def _percent(share: Fraction) -> str:
    return decimal_text(share * 100, 12)


def _grid(found: Value) -> GridFactorRecord:
    return GridFactorRecord(
        value=decimal_text(found.quantity.value),
        unit=found.quantity.unit.text,
        exact=fraction_text(found.quantity.value),
        source=cited(found),
    )


def monitoring_part(a: Assessment) -> Iterator[MonitoringRecord]:
    """What is proposed for each parameter of each source of the project."""
    for e in a.inventory.emissions:
        state = a.world.state(e.source.material)
        for p in e.parameters:
            if e.source.account != "replaced" and p.status != "derived":
                entry = monitoring_of(a.world, e.source.method, p.name, state)
                yield MonitoringRecord(
                    source=e.source.name,
                    parameter=p.name,
                    instrument=BilingualText(**entry["instrument"]),
                    frequency=BilingualText(**entry["frequency"]),
                    record=BilingualText(**entry["record"]),
                    citation=citation(_cited(a, entry)),
                )


def _cited(a: Assessment, entry: Mapping[str, Any]) -> Citation:
    document = a.world.document(entry["source"])
    return Citation(
        id=f"report:{entry['id']}",
        title=document["title"],
        number=document["number"],
        locator=entry["locator"],
        grade=entry["grade"],
        valid_from="",
    )
