"""Energy beside carbon: comprehensive consumption, the limits, and the level reached."""

from __future__ import annotations

from dataclasses import dataclass

from carbon_eia.messages import sentence
from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.run.records import (
    EnergyComparisonRecord,
    EnergyGapRecord,
    EnergyLevelRecord,
    EnergyPerProductRecord,
    EnergyRecord,
    Run,
)

__all__ = ["EnergyTable", "energy_view"]


@dataclass(frozen=True, slots=True)
class EnergyRow:
    """A specific energy beside one limit."""

    indicator: str
    level: str
    value: Cell
    limit: Cell
    unit: str
    result: str
    grade: str
    document: str
    variant: str
    said: str


@dataclass(frozen=True, slots=True)
class EnergyTable:
    """The totals (empty when not known), the levels in words, the rows, and what must be said.

    ``notes``: corrections with their sums, limits without a figure, sources outside the account.
    """

    total: str
    primary: str
    per_product: str
    levels: list[str]
    rows: list[EnergyRow]
    notes: list[str]


def energy_view(run: Run, reader: Reader) -> EnergyTable:
    """The energy of a Run for print."""
    energy = run.energy
    compared = energy.comparisons
    limits = [show.exact(c.limit) for c in compared]
    values = column(
        [show.beside(show.exact(c), [limit], 2) for c, limit in zip(compared, limits, strict=True)]
    )
    shown = column([show.plain(c.limit) for c in compared])
    results = {
        True: reader.word("energy_within"),
        False: reader.word("energy_above"),
        None: reader.word("energy_not_judged"),
    }
    rows = [
        EnergyRow(
            indicator=_named(energy, c, reader),
            level=sentence(f"level.{c.level}", reader.lang, default=c.level_zh),
            value=value,
            limit=limit,
            unit="" if c.unit == "1" else c.unit,
            result=results[c.within],
            grade=c.citation.grade,
            document=" ".join(
                x
                for x in (
                    c.citation.number or reader.document(c.citation),
                    c.citation.locator,
                )
                if x
            ),
            variant=c.variant or "",
            said="" if c.said is None else reader.say(c.said),
        )
        for c, value, limit in zip(compared, values, shown, strict=True)
    ]
    levels = [_level(energy, entry, reader) for entry in energy.levels]
    total, primary = energy.equivalent, energy.primary
    return EnergyTable(
        show.emission(total) if total else "",
        show.emission(primary) if primary else "",
        _per_product(energy.per_product, reader),
        levels,
        rows,
        _notes(energy, rows, reader),
    )


def _per_product(found: EnergyPerProductRecord | None, reader: Reader) -> str:
    """Equivalent value per unit of the main product, and the primary value where it is known."""
    if found is None or found.equivalent is None:
        return ""
    values = [x for x in (found.equivalent, found.primary) if x is not None]
    both = reader.word("energy_both") if len(values) > 1 else ""
    shown = both + " / ".join(show.beside(show.exact(v), [], 2) for v in values)
    return f"{shown} {values[0].unit}"


def _notes(energy: EnergyRecord, rows: list[EnergyRow], reader: Reader) -> list[str]:
    """Each said once: corrections, what no figure is there for, what is not counted."""
    colon = reader.word("colon")
    found = [row.said for row in rows if row.said]
    for gap in energy.not_provided:
        label = _named(energy, gap, reader)
        found.append(f"{label}{colon}{reader.say(gap.why)}")
    unknown = [u.name for u in energy.by_source if u.energy is None]
    if unknown:
        facts = {"sources": "、".join(unknown)}
        found.append(sentence("energy.gap.incomplete", reader.lang, facts))
    for source in energy.outside:
        found.append(f"{source.name}{colon}{sentence(source.code, reader.lang)}")
    return list(dict.fromkeys(found))


def _named(
    energy: EnergyRecord,
    entry: EnergyComparisonRecord | EnergyGapRecord | EnergyLevelRecord,
    reader: Reader,
) -> str:
    """What an indicator is called, with its product where there are several."""
    name = sentence(f"indicator.{entry.indicator}", reader.lang)
    several = len(energy.by_product) > 1
    return f"{entry.product} {name}" if several else name


def _level(energy: EnergyRecord, entry: EnergyLevelRecord, reader: Reader) -> str:
    name = _named(energy, entry, reader)
    reached = [x for x in (entry.level, entry.benchmark) if x is not None]
    if not reached:
        return f"{name}{reader.word('colon')}{reader.word('energy_no_level')}"
    said = reader.word("listed").join(sentence(f"level.{k}", reader.lang) for k in reached)
    return f"{name}{reader.word('colon')}{said}"
