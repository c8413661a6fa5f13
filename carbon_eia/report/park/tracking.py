"""Chapter 9: who is watched, and how the plan is followed."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.printer import Printer, TextRow

__all__ = ["tracking", "watched"]

WATCHED = {
    "combustion": ("fuel", "how_lab", "month"),
    "electricity": ("power", "how_meter", "month"),
    "heat": ("heat", "how_meter", "month"),
    "process": ("process", "how_lab", "batch"),
    "fugitive": ("gas", "how_ledger", "year"),
    "waste": ("waste", "how_lab", "batch"),
}
"""Category → what is watched, how, how often."""


def tracking(record: ParkRecord, p: Printer) -> Chapter:
    """What shows whether the plan comes true."""
    return p.chapter("tracking", _monitoring(record, p), _followup(p))


def _monitoring(record: ParkRecord, p: Printer) -> Iterator[Block]:
    objects: dict[tuple[str, ...], list[str]] = {}
    for name, *what in watched(record, p):
        objects.setdefault(tuple(what), []).append(name)
    park = [p.word(f"m.{k}") for k in ("park", "ledger", "how_ledger", "year")]
    yield p.section("monitoring")
    yield from p.text_table(
        "monitoring",
        [
            p.column("h.object", 38),
            p.column("h.what", 27),
            p.column("h.how", 20),
            p.column("h.often", 15),
        ],
        [
            *(TextRow([p.names(names), *what]) for what, names in objects.items()),
            TextRow(park),
        ],
    )


def watched(record: ParkRecord, p: DocumentLanguage) -> list[list[str]]:
    """Who is watched: large users and all facilities, or everybody where nobody is large."""
    rows = []
    large = {x.name for x in record.large}
    for m in record.members:
        small = bool(large) and m.name not in large and m.role != "facilities"
        if m.role == "projects" or small:
            continue
        for name in dict.fromkeys(x.category for x in m.sources):
            if name in WATCHED:
                rows.append([m.name, *(p.word(f"m.{k}") for k in WATCHED[name])])
    return rows


def _followup(p: Printer) -> Iterator[Block]:
    yield p.section("followup")
    yield from p.paragraph("p.followup")
