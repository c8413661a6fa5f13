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
from carbon_eia.run.records.base import DecimalText

__all__ = [
    "STANDARD_SCHEMA",
    "ExclusionRecord",
    "GridRecord",
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
    """The survey as it was read; ``inferred``: keys that follow from the returns."""

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


class GridRecord(Record, frozen=True, kw_only=True):
    """The one reference grid factor of all plants; ``year``: for which it was looked up."""

    factor: QuantityRecord
    year: int
    citation: CitedValueRecord


class ReturnRecord(Record, frozen=True, kw_only=True):
    """A return: what was accounted of it, and what the plant states itself (compared, never used).

    ``key``: the opaque id of its plant in the sample, empty for a return that is not in it.
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


class StandardRecord(NamedRecord, frozen=True, kw_only=True):
    """Everything that a draft rests on; named by its hash, which the published draft states.

    ``nonce``: random, so that nobody can find a plant's figures by trying what hashes to the id.
    ``derivation``: see ``plant.Derivation``; ``with_outliers``: the same with the removed ones,
    None where nobody was removed. ``draft``: the text that may be published, empty where none may.
    ``range``: the values derived from GB levels 1 and 2, between which one may be set.
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
