"""What the report of a standard is printed from: its sealed record, for whom, what would follow."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.run.records import BilingualText
from carbon_eia.standards.derivation import StandardDerivation, StandardValue
from carbon_eia.standards.sealed import derivation_of
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.units import decimal_text, rounded

__all__ = [
    "INTENSITY_PLACES",
    "WORDS",
    "StandardReport",
    "is_of_survey",
    "method_name",
    "method_source",
    "percent",
    "published",
    "shown",
]

WORDS = "standard.report"
"""Where the words of these documents stand in the catalogue."""

INTENSITY_PLACES = 4
"""Decimals of an intensity that is shown."""


class StandardReport(NamedTuple):
    """A report in one of its two editions.

    The *sealed* edition is for the decision alone: it has the plants and everything that gives a
    plant's figure away, and carries the record. The other may be published, and holds nothing that
    is not in the draft.
    """

    record: StandardRecord
    sealed: bool = True

    @property
    def found(self) -> StandardDerivation:
        """The derivation of the record, exact."""
        return derivation_of(self.record)


def shown(value: Fraction | None, reader: DocumentLanguage, places: int = INTENSITY_PLACES) -> str:
    """A number at some decimals; a dash where it is not known."""
    return reader.word("dash") if value is None else rounded(value, places).replace("-", "−")


def published(value: StandardValue, reader: DocumentLanguage) -> str:
    """The value as it is published, in full; a dash where it is not."""
    return reader.word("dash") if value.published is None else decimal_text(value.published)


def percent(share: Fraction | None, reader: DocumentLanguage, places: int = 1) -> str:
    """A share in percent; a dash where it is not known."""
    return reader.word("dash") if share is None else f"{rounded(share * 100, places)} %"


def method_name(value: StandardValue, reader: DocumentLanguage) -> str:
    """The method with its parameter: P20 is a position of 20 %."""
    name = reader.text(BilingualText(zh=value.zh, en=value.en))
    if value.parameter is None:
        return name
    return reader.word("method", name=name, parameter=f"{decimal_text(value.parameter * 100)} %")


def method_source(value: StandardValue, reader: DocumentLanguage) -> str:
    """The document and clause of a method; an assumption of this assessment is no document."""
    cited = value.citation
    is_assumed = not cited.number and cited.grade == "C"
    title = reader.named(cited.title) if is_assumed else reader.document(cited)
    return f"{title} {reader.quoted(cited.locator)}".strip()


def is_of_survey(value: StandardValue | None) -> bool:
    """Whether a value is taken from plants."""
    return value is not None and value.origin == "survey"
