"""What decided and what it adds up to, in few lines: for whoever reads no report.

Chapters tell the same at length; rules and figures here are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from carbon_eia.messages import sentence
from carbon_eia.project import method_label
from carbon_eia.report import show
from carbon_eia.report.document import (
    Body,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    TextSpan,
    VerdictBox,
)
from carbon_eia.report.printer import Printer, cell, numbers, row
from carbon_eia.report.project.rules_by_state import counted
from carbon_eia.report.project.verdict_chapter import others_of, verdict_page
from carbon_eia.run.records import ReasonRecord, Run, SourceRecord
from carbon_eia.units import shown_apart

__all__ = ["deciding", "rest_of_rules", "sources_in_short", "sum_note", "verdict_box"]


def verdict_box(run: Run, p: Printer) -> VerdictBox:
    """The verdict with its key figures, as the first page of the report has it."""
    return next(b for b in verdict_page(run, p).blocks if isinstance(b, VerdictBox))


def deciding(run: Run) -> list[ReasonRecord]:
    """The rules that decided: those on the first page of the report that were judged."""
    others = others_of(run.decision.reasons)
    return [r for r in run.decision.reasons if r not in others and r.passed is not None]


def rest_of_rules(run: Run, shown: Sequence[ReasonRecord], p: Printer) -> str:
    """How many rules there are beside those that are shown, by their state; empty without any."""
    rest = [r for r in run.decision.reasons if r not in shown]
    if not rest:
        return ""
    facts = {"total": str(len(rest)), "states": counted(rest, p)}
    return sentence("screen.rules_else", p.lang, facts)


# --- sources


def sources_in_short(run: Run, p: Printer, most: int | None = None) -> Table:
    """Method, amount and emission of each source, and their total.

    ``most``: rows at most; the smallest sources share one, those without a figure have their own.
    """
    inventory = run.inventory
    shown, folded = _chosen(inventory.by_source, most)
    none = p.word("not_computed")
    amounts = [none if s.co2e is None else show.emission(s.co2e) for s in shown]
    if folded:
        amounts.append(show.emission(str(_sum(folded))))
    total = None if inventory.total is None else show.emission(inventory.total)
    cells = numbers([*amounts, *([total] if total is not None else [])])
    rows = [_source(s, amount, p) for s, amount in zip(shown, cells, strict=False)]
    if folded:
        text = sentence("screen.other_sources", p.lang, {"count": len(folded)})
        rows.append(row(text, "", "", cells[len(shown)], look="weak"))
    if total is None:
        rows.append(row(cell(sentence("screen.no_total", p.lang), columns=4), look="sum"))
    else:
        rows.append(row(sentence("screen.total", p.lang), "", "", cells[-1], look="sum"))
    heads = [sentence(f"screen.{key}", p.lang) for key in ("source", "method", "amount")]
    columns = (
        TableColumn(heads[0]),
        TableColumn(heads[1]),
        TableColumn(heads[2], align="num"),
        TableColumn(f"{inventory.known.unit}/a", align="num"),
    )
    return Table("sources_in_short", "", columns, (Body(tuple(rows)),))


def _chosen(
    sources: Sequence[SourceRecord], most: int | None
) -> tuple[list[SourceRecord], list[SourceRecord]]:
    """The sources that have a row of their own, in their order, and those that share one."""
    if most is None or len(sources) <= most:
        return list(sources), []
    known = [s for s in sources if s.account == "project" and s.co2e is not None]
    known.sort(key=lambda s: abs(show.exact(s.co2e)) if s.co2e else Decimal(0))
    few = known[: max(0, len(sources) - most + 1)]
    return [s for s in sources if s not in few], [s for s in sources if s in few]


def _source(s: SourceRecord, emission: TableCell, p: Printer) -> TableRow:
    name = s.name if s.account == "project" else f"{s.name} [{p.code('account', s.account)}]"
    amount = cell(TextSpan(p.typed(s.amount), "quantity"), align="num")
    return row(name, method_label(s.method, p.lang), amount, emission)


def sum_note(run: Run, p: Printer, most: int | None = None) -> str:
    """A note where the rows of ``sources_in_short`` do not add up to the total that is shown."""
    total = run.inventory.total
    shown, folded = _chosen(run.inventory.by_source, most)
    own = [show.emission(s.co2e) for s in shown if s.account == "project" and s.co2e]
    if folded:
        own.append(show.emission(str(_sum(folded))))
    if total is None or not shown_apart(own, show.emission(total)):
        return ""
    return sentence("screen.sum_note", p.lang)


def _sum(sources: Sequence[SourceRecord]) -> Decimal:
    return sum((show.exact(s.co2e) for s in sources if s.co2e is not None), Decimal(0))
