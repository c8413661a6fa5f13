"""Chapter: the verdict, what it rests on, what it lacks, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence, verdict_label
from carbon_eia.report import show
from carbon_eia.report.deciding_comparison import governing, limits, main_intensity, products
from carbon_eia.report.document import Block, Chapter, Paragraph, Text, TextSpan
from carbon_eia.report.printer import Printer, labelled
from carbon_eia.report.project.comparison_words import limit_of
from carbon_eia.report.project.rules_by_state import counted, state_of
from carbon_eia.report.project.shown_amounts import percent, signed
from carbon_eia.run.records import DeadlineRecord, Run

__all__ = ["conclusion", "deadline_line"]


def conclusion(run: Run, p: Printer) -> Chapter:
    """The conclusions under the guide's headings; conditions and reasons stand in chapter 0."""
    first, *others = _verdict(run, p)
    under = {
        "policy": _policy(run, p),
        "emission": _emission(run, p),
        "measures": _measures(run, p),
        "performance": _performance(run, p),
        "management": [p.tell("conclude_management", count=str(len(run.monitoring)))],
        "overall": [first, *others, *_follow_up(run, p)],
    }
    return p.chapter(
        "conclusion",
        p.table(
            "conclusion",
            [p.column("", 18), p.column("")],
            [labelled(p.word(f"conclude_{key}"), p.joined(texts)) for key, texts in under.items()],
            look="record conclusion",
        ),
        p.said([p.tell("again_when")]),
    )


def _policy(run: Run, p: Printer) -> Iterator[Text]:
    reasons = run.decision.reasons
    yield p.tell("conclude_policy", total=str(len(reasons)), states=counted(reasons, p))
    vetoes = [r for r in reasons if state_of(r) == "failed" and r.severity == "veto"]
    if vetoes:
        yield p.tell("policy_vetoes", rules=p.listed([p.text(r.title) for r in vetoes]))


def _emission(run: Run, p: Printer) -> Iterator[Text]:
    total = run.inventory.total
    if total is None:
        yield p.tell("conclude_open")
        return
    if not run.inventory.by_category:
        yield (p.word("no_sources"),)
        return
    parts = [
        f"{p.code('category', c.category)} {signed(c.co2e)}" for c in run.inventory.by_category
    ]
    yield p.tell("conclude_emission", total=signed(total), parts=p.listed(parts))


def _measures(run: Run, p: Printer) -> Iterator[Text]:
    committed = run.retrofit.all_committed or run.retrofit.committed
    if not run.project.measures:
        yield p.tell("conclude_no_measures")
    elif committed is None or not committed.measures:
        yield p.tell("conclude_none_committed", count=str(len(run.project.measures)))
    else:
        saved = committed.co2e_saved
        facts = {
            "count": str(len(committed.measures)),
            "saved": p.word("dash") if saved is None else signed(saved),
        }
        yield p.tell("conclude_measures", **facts)


def _performance(run: Run, p: Printer) -> Iterator[Text]:
    for name in products(run):
        admission = governing(run, "admission", name)
        shown = admission or main_intensity(run, name)
        if shown is None:
            yield p.tell("intensity_none")
            continue
        facts = {
            "product": name or p.text(shown.product_name),
            "value": f"{show.beside(show.exact(shown), limits(run))} {shown.unit}",
        }
        if admission is None:
            yield p.tell("conclude_no_admission", **facts)
            continue
        word = "within" if admission.within else "above"
        margin = percent(admission.margin_percent)
        facts |= {"limit": limit_of(admission), "margin": margin}
        yield p.tell(f"conclude_{word}", **facts)


def _follow_up(run: Run, p: Printer) -> Iterator[Text]:
    """Where conditions, deadline and what is missing are."""
    if run.decision.missing:
        yield p.tell("conclude_missing", count=str(len(run.decision.missing)))
    if run.decision.conditions or run.decision.deadline:
        yield p.tell("conclude_conditions", count=str(len(run.decision.conditions)))


def deadline_line(run: Run, p: Printer) -> list[Block]:
    """The day by which the verdict wants its limit reached, and who set it; empty without one."""
    found = run.retrofit.deadline
    if found is None or not run.decision.deadline:
        return []
    day = f"{p.word('deadline')}{p.word('colon')}{found.date}"
    return [Paragraph((TextSpan(day, "bold"), " ", TextSpan(_origin(found, p), "sub")))]


def _origin(found: DeadlineRecord, p: Printer) -> str:
    parts = [p.code("origin", found.origin)]
    if found.origin != "project":
        parts.append(found.citation)
    parts.append(f"{p.word('grade')} {found.grade}")
    return p.word("semicolon").join(parts)


def _verdict(run: Run, p: Printer) -> Iterator[Text]:
    decision = run.decision
    label = verdict_label(decision.verdict, p.lang, decision.ground)
    yield p.tell("verdict_provisional" if decision.provisional else "verdict_is", label=label)
    if decision.indicative:
        yield p.tell("verdict_indicative", label=sentence(f"verdict.{decision.indicative}", p.lang))
