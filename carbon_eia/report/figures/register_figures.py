"""The figures of a report on the register: decisions by year, county and sector."""

from __future__ import annotations

from collections.abc import Mapping

from carbon_eia.register.annual_records import AnnualRecord
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.figures.figure_base import Figure
from carbon_eia.report.figures.screening_plots import ON_PAPER, verdict_bars

__all__ = ["annual_figures"]


def annual_figures(record: AnnualRecord, lang: str) -> dict[str, Figure]:
    """Bars of the decisions where there are several groups."""
    reader = DocumentLanguage(lang, own="annual.report")
    groups: dict[str, Mapping[str, Mapping[str, int]]] = {
        "by_year": {str(y.year): y.decided for y in record.years},
        "by_county": {reader.text(g.name): g.decided for g in record.counties},
        "by_sector": {reader.text(g.name): g.decided for g in record.sectors},
    }
    return {
        name: verdict_bars(name, reader.word(f"fig.{name}"), own, lang, ON_PAPER)
        for name, own in groups.items()
        if len(own) > 1 and any(own.values())
    }
