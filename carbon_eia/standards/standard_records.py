"""The sealed record of a draft: every return, every exact figure, and what was published of them.

It is for the authority that decides and for whoever checks it, and for nobody else: nothing of it
but ``draft`` may be published.
"""

from __future__ import annotations

from carbon_eia.run.records import (
    BilingualText,
    CitedValueRecord,
    NamedRecord,
    QuantityRecord,
    Record,
)
from carbon_eia.run.records.record_base import DecimalText

__all__ = [
    "STANDARD_SCHEMA",
    "ConsequencesRecord",
    "ExclusionRecord",
    "GridRecord",
    "MoveRecord",
    "ProjectMoveRecord",
    "RemovalRecord",
    "ReturnRecord",
    "SealedFile",
    "StandardRecord",
    "SurveyRecord",
]

STANDARD_SCHEMA = "carbon-eia/standard/1"


class SealedFile(Record, frozen=True, kw_only=True):
    """A file that was handed in, whole: Base64 of its bytes, compressed."""

    name: str
    sha256: str
    content: str


class SurveyRecord(Record, frozen=True, kw_only=True):
    """The survey as it was read; ``inferred``: keys that follow from the returns.

    ``boundary_name``: the label of its boundary, None for one that the sector does not list.
    """

    title: str
    notice: str
    sector: str
    sector_name: BilingualText
    product: str
    product_name: BilingualText
    product_unit: str
    region: str
    years: tuple[int, ...]
    boundary: str
    population: int | None
    output: QuantityRecord | None
    method: str
    months: int
    utilisation: QuantityRecord
    origins: dict[str, str]
    illustrative: bool
    previous: str
    note: str
    inferred: tuple[str, ...]
    boundary_name: BilingualText | None = None


class GridRecord(Record, frozen=True, kw_only=True):
    """The one reference grid factor of all plants; ``year``: for which it was looked up."""

    factor: QuantityRecord
    year: int
    citation: CitedValueRecord


class ReturnRecord(Record, frozen=True, kw_only=True):
    """A return: what was accounted of it, and what the plant states itself (compared, never used).

    ``key``: the opaque id of its plant in the sample, empty for a return that is not in it;
    ``credit_code``: as it states it, so that a later edition knows the plant by another name.
    ``difference_percent``: (stated − accounted) ÷ accounted.
    """

    name: str
    plant: str
    year: int
    sha256: str
    key: str
    emission: QuantityRecord | None
    output: QuantityRecord | None
    intensity: QuantityRecord | None
    stated: QuantityRecord | None
    difference_percent: DecimalText | None
    credit_code: str = ""


class ExclusionRecord(Record, frozen=True, kw_only=True):
    """Why a return is not in the sample; ``place``: the cell or line of an error."""

    name: str
    plant: str
    code: str
    text: str
    params: dict[str, object]
    place: str


class RemovalRecord(Record, frozen=True, kw_only=True):
    """An outlier that two persons took out for a physical reason."""

    key: str
    plant: str
    reason: str
    names: tuple[str, ...]


class MoveRecord(Record, frozen=True, kw_only=True):
    """How many projects have one verdict today and another, or the same, under the draft."""

    before: str
    after: str
    count: int


class ProjectMoveRecord(Record, frozen=True, kw_only=True):
    """A project whose verdict moves, or that must retrofit under the draft, and what that costs.

    ``before``, ``after``: verdicts, ``error`` for a project that cannot be read; ``gap_percent``:
    above (+) or below the draft's admission value.
    """

    row: int
    name: str
    before: str
    after: str
    intensity: DecimalText | None
    gap_percent: DecimalText | None
    measures: tuple[str, ...]
    investment: QuantityRecord | None
    finish: str


class ConsequencesRecord(Record, frozen=True, kw_only=True):
    """What the draft would do to the projects that were given, screened today and under it.

    ``investment``: of the retrofits whose cost is known, ``uncosted`` is the number of the others;
    ``left_out``: moves beyond those that are listed; ``today``: titles of today's instruments.
    """

    count: int
    moves: tuple[MoveRecord, ...]
    projects: tuple[ProjectMoveRecord, ...]
    left_out: int
    retrofits: int
    investment: QuantityRecord
    uncosted: int
    today: tuple[str, ...]


class StandardRecord(NamedRecord, frozen=True, kw_only=True):
    """Everything that a draft rests on; named by its hash, which the published draft states.

    ``nonce``: random, so that nobody can find a plant's figures by trying what hashes to the id.
    ``derivation``: see ``StandardDerivation``; ``with_outliers``: the same with the removed ones,
    None where nobody was removed. ``draft``: the text that may be published, empty where none may.
    ``consequences``: None where no projects were given; they are not among ``files``, so that
    nobody can compute them again from the record.
    """

    nonce: str
    survey: SurveyRecord
    unit: str
    grid: GridRecord | None
    returns: tuple[ReturnRecord, ...]
    exclusions: tuple[ExclusionRecord, ...]
    removals: tuple[RemovalRecord, ...]
    derivation: dict[str, object]
    with_outliers: dict[str, object] | None
    draft: str
    files: tuple[SealedFile, ...]
    consequences: ConsequencesRecord | None = None
