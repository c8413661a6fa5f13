"""Energy beside carbon: comprehensive consumption, the limits, and the level reached."""

from __future__ import annotations

from dataclasses import dataclass

from carbon_eia.report import show
from carbon_eia.report.common import Cell, Reader, column
from carbon_eia.run import Run
from carbon_eia.text import sentence

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


@dataclass(frozen=True, slots=True)
class EnergyTable:
    """The total (empty when it is not known), the levels in words, and the rows."""

    total: str
    levels: list[str]
    rows: list[EnergyRow]


def energy_view(run: Run, reader: Reader) -> EnergyTable:
    """The energy of a Run for print."""
    energy = run["energy"]
    compared = energy["comparisons"]
    limits = [show.exact(c["limit"]) for c in compared]
    values = column(
        [show.beside(show.exact(c), [limit], 2) for c, limit in zip(compared, limits, strict=True)]
    )
    shown = column([show.plain(c["limit"]) for c in compared])
    results = {
        True: reader.word("energy_within"),
        False: reader.word("energy_above"),
        None: reader.word("energy_not_judged"),
    }
    rows = [
        EnergyRow(
            indicator=sentence(f"indicator.{c['indicator']}", reader.lang),
            level=sentence(f"level.{c['level']}", reader.lang, default=c["level_zh"]),
            value=value,
            limit=limit,
            unit="" if c["unit"] == "1" else c["unit"],
            result=results[c["within"]],
            grade=c["citation"]["grade"],
            document=" ".join(
                x
                for x in (
                    c["citation"]["number"] or reader.document(c["citation"]),
                    c["citation"]["locator"],
                )
                if x
            ),
        )
        for c, value, limit in zip(compared, values, shown, strict=True)
    ]
    levels = [_level(entry, reader) for entry in energy["levels"]]
    total = energy["equivalent"]
    return EnergyTable(show.emission(total) if total else "", levels, rows)


def _level(entry: dict[str, str | None], reader: Reader) -> str:
    name = sentence(f"indicator.{entry['indicator']}", reader.lang)
    if entry["level"] is None:
        return f"{name}{reader.word('colon')}{reader.word('energy_not_judged')}"
    return f"{name}{reader.word('colon')}{sentence('level.' + entry['level'], reader.lang)}"
