"""Energy beside carbon: comprehensive consumption, the limits, and the level reached."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.document import Block, Paragraph, TableCell, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, grade, numbers, row, small
from carbon_eia.run.records import (
    EnergyComparisonRecord,
    EnergyGapRecord,
    EnergyLevelRecord,
    EnergyPerProductRecord,
    EnergyRecord,
    Run,
)

__all__ = ["energy_section"]


def energy_section(run: Run, p: Printer) -> Iterator[Block]:
    """The totals, the levels in words, each specific energy beside its limits, and remarks."""
    energy = run.energy
    total = energy.equivalent
    yield p.section("energy")
    if total is None:
        yield Paragraph(p.tell("energy_open"))
    else:
        yield Paragraph(p.tell("energy_is", total=f"{show.emission(total)} {total.unit}"))
        yield Paragraph(tuple(_totals(energy, p)), "note with-next")
    limits = [show.exact(c.limit) for c in energy.comparisons]
    compared = list(zip(energy.comparisons, limits, strict=True))
    values = numbers([show.beside(show.exact(c), [limit], 2) for c, limit in compared])
    shown = numbers([show.plain(c.limit) for c in energy.comparisons])
    yield from p.table(
        "energy",
        [
            p.column("indicator", 24),
            p.column("level", 14),
            p.column("value", 8, "num"),
            p.column("limit", 8, "num"),
            p.column("unit", 8),
            p.column("result", 12),
            p.column("grade_short", 7, "mid"),
            p.column("energy_document", 19),
        ],
        [
            _row(energy, c, value, limit, p)
            for c, value, limit in zip(energy.comparisons, values, shown, strict=True)
        ],
    )
    yield from p.bullets(_remarks(energy, p), look="note")


def _totals(energy: EnergyRecord, p: Printer) -> Iterator[str | TextSpan]:
    """Primary value, value per product, and the level of each indicator, in one line."""
    colon, semicolon = p.word("colon"), p.word("semicolon")
    if energy.primary is not None:
        yield p.word("energy_primary") + colon
        yield TextSpan(show.emission(energy.primary), "number")
        yield f" tce/a{semicolon}"
    if per := _per_product(energy.per_product, p):
        yield f"{p.word('energy_per_product')}{colon}{per}{semicolon}"
    yield semicolon.join(_level(energy, entry, p) for entry in energy.levels)


def _per_product(found: EnergyPerProductRecord | None, p: Printer) -> str:
    """Equivalent value per unit of the main product, and the primary value where it is known."""
    if found is None or found.equivalent is None:
        return ""
    values = [x for x in (found.equivalent, found.primary) if x is not None]
    both = p.word("energy_both") if len(values) > 1 else ""
    shown = both + " / ".join(show.beside(show.exact(v), [], 2) for v in values)
    return f"{shown} {values[0].unit}"


def _row(
    energy: EnergyRecord, c: EnergyComparisonRecord, value: TableCell, limit: TableCell, p: Printer
) -> TableRow:
    results = {True: "energy_within", False: "energy_above", None: "energy_not_judged"}
    named: list[str | TextSpan] = [_named(energy, c, p)]
    if c.variant:
        named += [" ", TextSpan(c.variant, "sub")]
    cited = c.citation
    document = " ".join(
        x for x in (cited.number or p.document(cited), p.quoted(cited.locator)) if x
    )
    return row(
        cell(tuple(named)),
        sentence(f"level.{c.level}", p.lang, default=c.level_zh),
        value,
        limit,
        cell(small("" if c.unit == "1" else c.unit)),
        p.word(results[c.within]),
        grade(cited.grade),
        cell(small(document)),
    )


def _remarks(energy: EnergyRecord, p: Printer) -> list[str]:
    """Each said once: corrections, what no figure is there for, what is not counted."""
    colon = p.word("colon")
    remarks = [p.say(c.said) for c in energy.comparisons if c.said is not None]
    for gap in energy.not_provided:
        remarks.append(f"{_named(energy, gap, p)}{colon}{p.say(gap.why)}")
    unknown = [u.name for u in energy.by_source if u.energy is None]
    if unknown:
        facts = {"sources": "、".join(unknown)}
        remarks.append(sentence("energy.gap.incomplete", p.lang, facts))
    for source in energy.outside:
        remarks.append(f"{source.name}{colon}{sentence(source.code, p.lang)}")
    return list(dict.fromkeys(remarks))


def _named(
    energy: EnergyRecord,
    entry: EnergyComparisonRecord | EnergyGapRecord | EnergyLevelRecord,
    p: Printer,
) -> str:
    """What an indicator is called, with its product where there are several."""
    name = sentence(f"indicator.{entry.indicator}", p.lang)
    several = len(energy.by_product) > 1
    return f"{entry.product} {name}" if several else name


def _level(energy: EnergyRecord, entry: EnergyLevelRecord, p: Printer) -> str:
    name, colon = _named(energy, entry, p), p.word("colon")
    reached = [x for x in (entry.level, entry.benchmark) if x is not None]
    if not reached:
        return f"{name}{colon}{p.word('energy_no_level')}"
    levels = (sentence(f"level.{level}", p.lang) for level in reached)
    return f"{name}{colon}{p.word('listed').join(levels)}"
