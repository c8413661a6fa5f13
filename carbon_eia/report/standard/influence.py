"""Sealed chapter: the curve of the plants, who stands apart, and what each of them moves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.report.standard.edition import StandardReport, percent, shown
from carbon_eia.standards.derivation import PlantInfluence, StandardDerivation
from carbon_eia.standards.sealed import sample_plants
from carbon_eia.standards.value_methods import RankedPlants
from carbon_eia.units import decimal_text

__all__ = ["influence"]


def influence(report: StandardReport, p: Printer) -> Chapter:
    """Plants by rank, never by name: names stand in the record alone."""
    found = report.found
    plants = sample_plants(report.record)
    if not plants:
        return p.chapter("influence", ())
    ranks = {x.key: i for i, x in enumerate(RankedPlants(plants).plants, 1)}
    return p.chapter(
        "influence",
        p.paragraph("p.curve"),
        p.drawing("plants"),
        _plants(report, found, p),
        _flags(found, ranks, p),
        _without(report, found, ranks, p),
    )


def _plants(report: StandardReport, found: StandardDerivation, p: Printer) -> Iterator[Block]:
    sample = RankedPlants(sample_plants(report.record))
    admission = None if found.admission is None else found.admission
    limit = None if admission is None else (admission.published or admission.exact)
    yield from p.text_table(
        "plants",
        [
            p.column("h.rank", 12),
            p.column("h.intensity", 22, "num", report.record.unit),
            p.column("h.share", 22, "num"),
            p.column("h.cumulative", 22, "num"),
            p.column("h.kept", 22),
        ],
        [
            TextRow(
                [
                    str(i),
                    shown(x.intensity, p),
                    percent(x.output / sample.output, p).removesuffix(" %"),
                    percent(so_far / sample.output, p).removesuffix(" %"),
                    p.word("dash")
                    if limit is None
                    else p.word("within" if x.intensity <= limit else "above"),
                ]
            )
            for i, (x, so_far) in enumerate(zip(sample.plants, sample.outputs, strict=True), 1)
        ],
    )


def _flags(found: StandardDerivation, ranks: dict[str, int], p: Printer) -> Iterator[Block]:
    yield p.section("flags")
    flags = found.flags
    if flags is None or flags.no_spread:
        yield from p.paragraph("p.no_spread")
        return
    facts = {
        "threshold": shown(flags.threshold, p, 1),
        "scale": decimal_text(flags.scale),
        "spread": shown(flags.spread, p, 3),
    }
    if not flags.flagged:
        yield from p.paragraph("p.no_flags", **facts)
        return
    yield from p.paragraph("p.flags", **facts)
    columns = [p.column("h.rank", 50), p.column("h.z", 50, "num")]
    rows = [TextRow([str(ranks.get(f.key, "")), shown(f.z, p, 2)]) for f in flags.flagged]
    yield from p.text_table("flags", columns, rows)


def _without(
    report: StandardReport, found: StandardDerivation, ranks: dict[str, int], p: Printer
) -> Iterator[Block]:
    """The admission value without those that are flagged, and without each plant in turn."""
    if found.admission is None or not found.influence:
        return
    yield p.section("without")
    yield from p.paragraph("p.without")
    whole = found.admission.exact
    columns = [
        p.column("h.without", 40),
        p.column("h.exact", 20, "num", report.record.unit),
        p.column("h.change", 20, "num"),
    ]
    rows = [_influence(x, whole, ranks, p) for x in found.influence]
    if any(x.advanced is not None for x in found.influence):
        columns.append(p.column("h.advanced", 20, "num"))
        rows = [[*r, shown(x.advanced, p)] for r, x in zip(rows, found.influence, strict=True)]
    yield from p.text_table("without", columns, [TextRow(r) for r in rows])


def _influence(x: PlantInfluence, whole: Fraction, ranks: dict[str, int], p: Printer) -> list[str]:
    names = [str(ranks[k]) for k in x.without if k in ranks]
    change = p.word("dash")
    if x.admission is not None:
        change = percent((x.admission - whole) / whole, p, 2).removesuffix(" %").replace("-", "−")
    label = "rank_all" if len(names) > 1 else "rank"
    return [p.word(label, ranks=p.listed(names)), shown(x.admission, p), change]
