"""Chapter: the existing plant, and what the project replaces."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, row
from carbon_eia.report.project.applicant_texts import ENLARGED, own_words
from carbon_eia.report.project.shown_amounts import emission_heads, emissions, signed, source_link
from carbon_eia.run.records import Run

__all__ = ["existing_plant"]


def existing_plant(run: Run, p: Printer) -> Chapter:
    """What stands already, as far as the file declares it."""
    words = own_words(run, p, "existing")
    return p.chapter("existing", p.said(list(_said(run, p))), words, _table(run, p))


def _said(run: Run, p: Printer) -> Iterator[Text]:
    inventory, nature = run.inventory, run.project.nature
    stated = {s.account for s in inventory.by_source} - {"project"}
    if not stated:
        if nature in ENLARGED:
            yield p.tell("existing_lacking", nature=p.code("nature", nature))
        else:
            yield p.tell("existing_new" if nature == "new" else "existing_none")
        return
    existing, replaced = inventory.accounts.existing, inventory.accounts.replaced
    if existing is None or replaced is None:
        yield p.tell("existing_open")
    elif stated == {"replaced"}:
        amount = f"{show.emission(replaced).removeprefix('−')} {replaced.unit}"
        yield p.tell("replaced_only", replaced=amount)
    elif stated == {"existing"}:
        yield p.tell("existing_only", existing=signed(existing))
    else:
        yield p.tell("existing_given", existing=signed(existing), replaced=signed(replaced))


def _table(run: Run, p: Printer) -> list[Block]:
    shown = zip(run.inventory.by_source, emissions(run, p), strict=True)
    return p.table(
        "existing",
        [
            p.column("source", 36),
            p.column("account", 22),
            p.column("amount", 20, "num"),
            emission_heads(run, p, 22),
        ],
        [
            row(
                source_link(n, s),
                p.code("account", s.account),
                cell(TextSpan(p.typed(s.amount), "quantity"), align="num"),
                emission,
            )
            for n, (s, emission) in enumerate(shown)
            if s.account != "project"
        ],
    )
