"""Chapter 7: the choice of projects under the caps, and suggestions one by one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from carbon_eia.parks.park_records import (
    CapRecord,
    ChoiceRecord,
    LeftOutRecord,
    ParkRecord,
    SuggestionRecord,
    TargetRecord,
)
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.park.park_amounts import DASH, whole
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.run.records import QuantityRecord

__all__ = ["cap_name", "clause", "cost_of", "optimise", "why"]


def optimise(record: ParkRecord, p: Printer) -> Chapter:
    """How the plan may be made better."""
    return p.chapter("optimise", _choice(record, p), _suggestions(record, p), _pending(record, p))


# --- the choice


def _choice(record: ParkRecord, p: Printer) -> Iterator[Block]:
    choice = record.choice
    yield p.section("choice")
    if choice is None:
        yield from p.paragraph("p.no_choice")
        return
    yield from p.paragraph("p.choice")
    if not choice.proven:
        yield from p.paragraph("p.unproven", "note")
    yield from _stuck(choice, p)
    yield from _chosen(choice, p)
    yield from _caps(choice, p)
    yield from p.drawing("matrix")


def _stuck(choice: ChoiceRecord, p: Printer) -> list[Block]:
    """That what exists is above a cap already, so that nothing new has room."""
    stuck = [x for x in choice.left_out if x.reason == "existing"]
    if not stuck:
        return []
    kind = p.word(f"cap.{stuck[0].kind}")
    return p.paragraph("p.existing", year=stuck[0].year, kind=kind, over=_over(stuck[0]))


def _chosen(choice: ChoiceRecord, p: Printer) -> list[Block]:
    admitted = [
        TextRow(
            [
                a.name,
                p.word("admit", start=a.start),
                p.listed(a.measures) or p.word("none"),
                whole(a.value),
                whole(a.cost),
            ]
        )
        for a in choice.admitted
    ]
    left_out = [TextRow([x.name, why(x, p), DASH, DASH, DASH]) for x in choice.left_out]
    total = TextRow([p.word("sum"), whole(choice.value), whole(cost_of(choice))], "sum")
    return p.text_table(
        "choice",
        [
            p.column("h.project", 18),
            p.column("h.decision", 27),
            p.column("h.measures", 23),
            p.column("h.chosen", 17, "num"),
            p.column("h.cost", 15, "num"),
        ],
        [*admitted, *left_out, total],
    )


def cost_of(choice: ChoiceRecord) -> QuantityRecord:
    """万元 of the measures of all projects that are admitted."""
    total = sum((show.exact(a.cost) for a in choice.admitted if a.cost), Decimal(0))
    return QuantityRecord(value=str(total), unit="万元")


def why(x: LeftOutRecord, p: DocumentLanguage) -> str:
    """Why a project is left out."""
    if x.reason == "cap" and x.year is None:
        return p.word("reason.cap_plain")
    kind = p.word(f"cap.{x.kind}") if x.kind else ""
    return p.word(f"reason.{x.reason}", year=x.year, kind=kind, over=_over(x))


def _over(x: LeftOutRecord) -> str:
    return DASH if x.over is None else f"{whole(x.over)} {x.over.unit}"


# --- the caps


def _caps(choice: ChoiceRecord, p: Printer) -> Iterator[Block]:
    """What is used of each cap, and what more of it would be worth."""
    if not choice.caps:
        yield from p.paragraph("p.no_caps")
        return
    yield from p.text_table(
        "caps",
        [
            p.column("h.cap", 18),
            p.column("h.year", 9),
            p.column("h.limit", 16, "num"),
            p.column("h.existing", 17, "num"),
            p.column("h.used", 16, "num"),
            p.column("h.price", 24, "num"),
        ],
        [_cap(k, p) for k in choice.caps],
    )
    prices = [_price(k, p) for k in choice.caps if show.exact(k.price) > 0]
    yield from p.bullets(prices) or p.paragraph("p.no_price")


def cap_name(k: CapRecord, p: DocumentLanguage) -> str:
    """What a cap bounds, with its unit."""
    return p.word(f"cap.{k.kind}") + p.bracketed(k.limit.unit)


def _cap(k: CapRecord, p: Printer) -> TextRow:
    amounts = [whole(k.limit), whole(k.existing), whole(k.used), whole(k.price, 4)]
    return TextRow([cap_name(k, p), str(k.year), *amounts])


def _price(k: CapRecord, p: Printer) -> str:
    return p.word(
        "p.price",
        year=k.year,
        kind=p.word(f"cap.{k.kind}"),
        unit=k.limit.unit,
        price=whole(k.price, 4),
    )


# --- suggestions


def _suggestions(record: ParkRecord, p: Printer) -> Iterator[Block]:
    yield p.section("suggestions")
    if not record.suggestions:
        yield from p.paragraph("p.no_suggestions")
        return
    yield from p.paragraph("p.suggestions", year=record.park.plan_years[-1])
    yield from p.text_table(
        "suggestions",
        [
            p.column("h.no", 6),
            p.column("h.suggestion", 31),
            p.column("h.before", 13, "num"),
            p.column("h.after", 13, "num"),
            p.column("h.saves", 13, "num"),
            p.column("h.clause", 24),
        ],
        [_suggestion(n, s, p) for n, s in enumerate(record.suggestions, 1)],
    )


def _suggestion(number: int, s: SuggestionRecord, p: Printer) -> TextRow:
    amounts = [whole(s.before), whole(s.after), whole(s.saves)]
    return TextRow([str(number), p.say(s), *amounts, clause(s.target, p)])


# --- what is open


def _pending(record: ParkRecord, p: Printer) -> Iterator[Block]:
    """Projects of which nobody can say yet whether they may enter: no saving is counted."""
    if not record.pending:
        return
    yield p.section("pending")
    yield from p.paragraph("p.pending")
    yield from p.text_table(
        "pending",
        [
            p.column("h.project", 20),
            p.column("h.year", 10),
            p.column("h.not_counted", 20, "num"),
            p.column("h.why", 26),
            p.column("h.clause", 24),
        ],
        [
            TextRow([x.name, str(x.year), whole(x.emission), p.say(x.reason), clause(x.target, p)])
            for x in record.pending
        ],
    )


def clause(target: TargetRecord | None, p: DocumentLanguage) -> str:
    """The clause that something follows, with its words."""
    if target is None:
        return DASH
    return p.word("colon").join((target.section, p.quoted(target.quotation)))
