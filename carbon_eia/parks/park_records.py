"""The record of a park's evaluation: typed, immutable, of the same parts as a Run."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from carbon_eia.run.records import (
    BilingualText,
    CityRecord,
    NamedRecord,
    QuantityRecord,
    Record,
    SentenceRecord,
)

__all__ = [
    "LATER_PARK_KEYS",
    "AdmittedProject",
    "AdmittedRecord",
    "BaseYearRecord",
    "BuyerRecord",
    "CapRecord",
    "CarrierRecord",
    "CaseRecord",
    "ChangeRecord",
    "ChoiceRecord",
    "ConclusionRecord",
    "CoordinationRecord",
    "CriterionRecord",
    "DecompositionRecord",
    "DutyRecord",
    "IndicatorRecord",
    "InstrumentName",
    "JudgementRecord",
    "LargeConsumer",
    "LeftOutRecord",
    "LineRecord",
    "MemberRecord",
    "NamedSector",
    "ParkCity",
    "ParkRecord",
    "ParkStatement",
    "PendingRecord",
    "PollutantRecord",
    "RegionalYear",
    "RenewableRecord",
    "SaleRecord",
    "ScenarioRecord",
    "SinkRecord",
    "StatedRecord",
    "SuggestionRecord",
    "TargetRecord",
    "TotalRecord",
    "UsedDocument",
    "YearRecord",
]


class ParkStatement(Record, frozen=True, kw_only=True):
    """The park as its file states it; ``files``: the texts of the files that it names."""

    name: str
    code: str
    region: str
    kind: str
    base_year: int
    plan_years: tuple[int, ...]
    boundary: str
    area: QuantityRecord | None
    activity: str
    objective: str
    pending: str
    sha256: str
    text: str
    files: dict[str, str]


class ParkCity(CityRecord, frozen=True, kw_only=True):
    """Figures of the city; ``increment``: what it may still emit more."""

    increment: QuantityRecord | None


class NamedSector(BilingualText, frozen=True, kw_only=True):
    """A sector by its id and names."""

    id: str


class LineRecord(Record, frozen=True, kw_only=True):
    """A source of a member, counted in the park; ``link``: the sale inside the park it is of."""

    source: str
    category: str
    carrier: str | None
    carrier_name: BilingualText | None
    co2e: QuantityRecord
    tce: QuantityRecord | None
    mwh: QuantityRecord | None
    link: str | None


class MemberRecord(Record, frozen=True, kw_only=True):
    """A member with its account; a planned project with its verdict and list entry."""

    name: str
    project: str
    role: str
    kind: str | None
    sector: NamedSector
    start: int | None
    close: int | None
    measures: tuple[str, ...]
    entry: str | None
    verdict: str | None
    reason: SentenceRecord | None
    product: str | None
    intensity: QuantityRecord | None
    admission: QuantityRecord | None
    grade: str | None
    total: QuantityRecord | None
    internal: QuantityRecord
    net: QuantityRecord | None
    energy: QuantityRecord | None
    added_value: QuantityRecord | None
    output_value: QuantityRecord | None
    sources: tuple[LineRecord, ...]
    missing: tuple[SentenceRecord, ...]
    two_high: bool | None
    sha256: str


class TotalRecord(LineRecord, frozen=True, kw_only=True):
    """The total of a sector by statistics."""

    name: str
    sector: NamedSector


class BuyerRecord(Record, frozen=True, kw_only=True):
    """What a member buys of a sale inside the park; ``planned``: not yet in the base year."""

    name: str
    source: str
    sent: QuantityRecord
    planned: bool


class SaleRecord(Record, frozen=True, kw_only=True):
    """Energy that a member sells, inside the park and out of it."""

    seller: str
    source: str
    inside: QuantityRecord
    outside: QuantityRecord
    buyers: tuple[BuyerRecord, ...]


class RenewableRecord(Record, frozen=True, kw_only=True):
    """Renewable power of the park in a year."""

    name: str
    year: int
    generation: QuantityRecord
    used: QuantityRecord | None
    source: str


class SinkRecord(Record, frozen=True, kw_only=True):
    """A sink of the park."""

    name: str
    amount: QuantityRecord
    source: str


class YearRecord(Record, frozen=True, kw_only=True):
    """The park in a year."""

    year: int
    total: QuantityRecord
    energy: QuantityRecord | None
    activity: QuantityRecord | None
    intensity: QuantityRecord | None
    by_category: dict[str, QuantityRecord]
    by_role: dict[str, QuantityRecord]


class BaseYearRecord(YearRecord, frozen=True, kw_only=True):
    """The base year: ``gross`` of the members, less ``internal``, with ``statistics``."""

    complete: bool
    gross: QuantityRecord
    internal: QuantityRecord
    statistics: QuantityRecord


class AdmittedRecord(Record, frozen=True, kw_only=True):
    """A project that a scenario admits, and the year from which it counts."""

    name: str
    start: int


class ChangeRecord(Record, frozen=True, kw_only=True):
    """A change of a scenario, reached in ``year``; what does not change is not written."""

    year: int
    of: str | None
    sector: NamedSector | None
    activity: QuantityRecord | None = None
    activity_low: QuantityRecord | None = None
    activity_high: QuantityRecord | None = None
    activity_share: QuantityRecord | None = None
    energy: QuantityRecord | None = None
    process: QuantityRecord | None = None
    green_share: QuantityRecord | None = None
    share: QuantityRecord | None = None
    grid_factor: QuantityRecord | None
    switch_from: str | None
    switch_to: str | None
    switch_names: tuple[BilingualText, ...]
    source: str


class ScenarioRecord(Record, frozen=True, kw_only=True):
    """A scenario with its changes and years; ``peak``: the year of the highest total."""

    name: str
    kind: str
    projects: str
    admitted: tuple[AdmittedRecord, ...]
    changes: tuple[ChangeRecord, ...]
    peak: int
    years: tuple[YearRecord, ...]


class InstrumentName(Record, frozen=True, kw_only=True):
    """An instrument by its title and number."""

    title: str
    number: str


class TargetRecord(Record, frozen=True, kw_only=True):
    """A target of a plan, with what it says word for word."""

    id: str
    section: str
    indicator: str
    operator: str
    value: str | None
    unit: str
    deadline: str
    quotation: str
    instrument: InstrumentName
    grade: str


class JudgementRecord(Record, frozen=True, kw_only=True):
    """A target beside the plan and the optimised plan in ``year``; ``met``: None where it cannot
    be judged, and ``reason`` why not."""

    target: str
    year: int | None
    plan: QuantityRecord | None
    optimised: QuantityRecord | None
    met: tuple[bool | None, ...]
    reason: SentenceRecord | None


class StatedRecord(Record, frozen=True, kw_only=True):
    """A value of an indicator that the park file states; the base year has no scenario."""

    scenario: str | None
    year: int
    value: QuantityRecord
    source: str


class IndicatorRecord(Record, frozen=True, kw_only=True):
    """An indicator in the base year and, by scenario and plan year, ``values``.

    ``asked``: it is stated in the park file or a gap; ``judgements``: of its targets.
    """

    id: str
    group: str
    name: BilingualText
    unit: str
    better: str
    base: QuantityRecord | None
    values: dict[str, dict[str, QuantityRecord | None]]
    targets: tuple[TargetRecord, ...]
    judgements: tuple[JudgementRecord, ...]
    asked: bool
    stated: tuple[StatedRecord, ...]


class CarrierRecord(Record, frozen=True, kw_only=True):
    """A carrier in the energy balance of the base year.

    ``physical`` (in ``unit``) and ``tce`` by flow: bought, own, sold, input, output, loss, final
    and the difference between what comes and what goes.
    """

    carrier: str
    name: BilingualText
    unit: str
    physical: dict[str, QuantityRecord | None]
    tce: dict[str, QuantityRecord | None]
    mix: dict[str, dict[str, QuantityRecord | None]]
    """Scenario → year → tce of the carrier that count for the park, what is sold taken off."""


class CaseRecord(Record, frozen=True, kw_only=True):
    """A plan year of a scenario with the low, the stated or the high change of activity."""

    scenario: str
    case: str
    year: int
    total: QuantityRecord
    energy: QuantityRecord | None
    intensity: QuantityRecord | None
    within_cap: bool | None


class PendingRecord(Record, frozen=True, kw_only=True):
    """A project of the plan of which nobody can say yet whether it may enter: what it would emit
    is no saving."""

    name: str
    year: int
    emission: QuantityRecord
    reason: SentenceRecord
    target: TargetRecord | None


class PollutantRecord(Record, frozen=True, kw_only=True):
    """A pollutant beside carbon as the park file states it; ``ratio``: kg per t CO2e."""

    name: str
    scenario: str | None
    year: int
    amount: QuantityRecord
    limit: QuantityRecord | None
    within: bool | None
    ratio: QuantityRecord | None
    source: str


class CoordinationRecord(Record, frozen=True, kw_only=True):
    """The plan beside another one; ``text`` empty where the park file says nothing of it."""

    id: str
    name: BilingualText
    asks: BilingualText
    text: str
    result: str | None
    source: str


class DecompositionRecord(Record, frozen=True, kw_only=True):
    """What moved the total between two years (LMDI); ``effects`` by name."""

    kind: str
    scenario: str
    start: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    before: QuantityRecord
    after: QuantityRecord
    effects: dict[str, QuantityRecord] | None


class AdmittedProject(Record, frozen=True, kw_only=True):
    """A project that the choice admits, as it is or with measures (``mode``)."""

    name: str
    start: int
    mode: str
    measures: tuple[str, ...]
    value: QuantityRecord
    cost: QuantityRecord | None


class LeftOutRecord(Record, frozen=True, kw_only=True):
    """A project that the choice leaves out; the cap that it would exceed, and by how much."""

    name: str
    reason: str
    kind: str | None
    year: int | None
    over: QuantityRecord | None


class CapRecord(Record, frozen=True, kw_only=True):
    """A cap of a year: what exists, what is used, and the shadow price."""

    kind: str
    year: int
    limit: QuantityRecord
    existing: QuantityRecord
    used: QuantityRecord
    price: QuantityRecord


class ChoiceRecord(Record, frozen=True, kw_only=True):
    """The best choice among the planned projects under the caps."""

    objective: str
    proven: bool
    value: QuantityRecord
    admitted: tuple[AdmittedProject, ...]
    left_out: tuple[LeftOutRecord, ...]
    caps: tuple[CapRecord, ...]


class LargeConsumer(Record, frozen=True, kw_only=True):
    """A member that uses much energy."""

    name: str
    energy: QuantityRecord


class DutyRecord(Record, frozen=True, kw_only=True):
    """What the law asks of the park's projects; ``text`` takes the figures of ``target``."""

    id: str
    text: BilingualText
    target: TargetRecord


class UsedDocument(Record, frozen=True, kw_only=True):
    """A document that the evaluation relies on, and for what (``use``)."""

    use: str
    title: str
    number: str


class SuggestionRecord(SentenceRecord, frozen=True, kw_only=True):
    """A change of the plan that is suggested, and what it saves."""

    kind: str
    of: str | None
    year: int
    before: QuantityRecord
    saves: QuantityRecord
    after: QuantityRecord
    share: QuantityRecord | None
    target: TargetRecord | None


class RegionalYear(Record, frozen=True, kw_only=True):
    """The park in the city: share of its total, intensity beside the city's."""

    scenario: str | None
    year: int
    share: QuantityRecord | None
    increment: QuantityRecord
    beside: QuantityRecord | None


class CriterionRecord(Record, frozen=True, kw_only=True):
    """A criterion of the conclusion; ``passed``: as planned, and after the optimisation."""

    id: str
    year: int | None
    plan: QuantityRecord | None
    optimised: QuantityRecord | None
    limit: QuantityRecord | None
    passed: tuple[bool | None, ...]
    source: str | None


class ConclusionRecord(SentenceRecord, frozen=True, kw_only=True):
    """The conclusion on the plan, with its criteria and what is missing."""

    status: str
    criteria: tuple[CriterionRecord, ...]
    missing: tuple[SentenceRecord, ...]
    conditions: tuple[SentenceRecord, ...]


class ParkRecord(NamedRecord, frozen=True, kw_only=True):
    """The record of a park's evaluation.

    ``plan``, ``optimised``: names of the scenarios that the conclusion compares.
    """

    park: ParkStatement
    city: ParkCity
    members: tuple[MemberRecord, ...]
    totals: tuple[TotalRecord, ...]
    sales: tuple[SaleRecord, ...]
    renewables: tuple[RenewableRecord, ...]
    sinks: tuple[SinkRecord, ...]
    base: BaseYearRecord
    scenarios: tuple[ScenarioRecord, ...]
    plan: str
    optimised: str
    indicators: tuple[IndicatorRecord, ...]
    effects: tuple[DecompositionRecord, ...]
    choice: ChoiceRecord | None
    large: tuple[LargeConsumer, ...]
    tracking: TargetRecord | None
    duties: tuple[DutyRecord, ...]
    documents: tuple[UsedDocument, ...]
    suggestions: tuple[SuggestionRecord, ...]
    regional: tuple[RegionalYear, ...]
    conclusion: ConclusionRecord
    warnings: tuple[SentenceRecord, ...]
    balance: tuple[CarrierRecord, ...]
    cases: tuple[CaseRecord, ...]
    pending: tuple[PendingRecord, ...]
    pollutants: tuple[PollutantRecord, ...]
    coordination: tuple[CoordinationRecord, ...]


LATER_PARK_KEYS: Mapping[str, Mapping[str, object]] = {
    "reference.overrides[]": {"id": "", "text": "", "green_power": None},
    "": {"balance": [], "cases": [], "pending": [], "pollutants": [], "coordination": []},
    "conclusion": {"params": {}, "conditions": []},
    "indicators[]": {"judgements": [], "asked": False, "stated": []},
    "sales[].buyers[]": {"planned": False},
}
"""Keys that records of earlier versions lack; see ``carbon_eia.run.earlier``."""
