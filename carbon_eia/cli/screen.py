"""A Run for a person at a terminal, Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from carbon_eia.cli.common import say
from carbon_eia.cli.paint import boxed, columns, styled, table, wrapped
from carbon_eia.messages import sentence, verdict_label
from carbon_eia.project import method_label
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.acceptance import Acceptance
from carbon_eia.run.records import (
    AdmissibleRecord,
    AllocationRecord,
    ComparisonRecord,
    EnergyRecord,
    ReasonRecord,
    Run,
    SentenceRecord,
    WarningRecord,
)
from carbon_eia.units import shown_apart

__all__ = ["MARKS", "grouped", "print_check", "print_folded", "print_run", "told"]

COLOURS = {
    "pass": "green",
    "retrofit": "yellow",
    "refuse": "red",
    "stop": "red",
    "undetermined": "magenta",
}
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "dim")}


def told(entry: ReasonRecord | SentenceRecord | WarningRecord, lang: str, key: str = "text") -> str:
    """A sentence of the Run in the reader's language."""
    found: str = getattr(entry, key) if lang == "zh" else sentence(entry.code, lang, entry.params)
    return found


def grouped(value: str, places: int) -> str:
    """A decimal of the Run for show: half to even, thousands grouped.

    >>> grouped("1191163.5129203", 0)
    '1,191,164'
    """
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(value).quantize(step, rounding=ROUND_HALF_EVEN):,}"


def never_zero(value: str) -> str:
    """A number at two decimals; one that would be shown as 0 and is not at two significant digits.

    >>> never_zero("-4.0916"), never_zero("-0.00000012048"), never_zero("0")
    ('-4.09', '-0.00000012', '0.00')
    """
    number = Decimal(value)
    small = number and abs(number) < Decimal("0.01")
    return f"{Decimal(grouped(value, 1 - number.adjusted())):f}" if small else grouped(value, 2)


def apart(value: str, limit: str, least: int = 4) -> int:
    """How many decimals tell a value from a limit that it does not equal.

    >>> apart("0.83000004", "0.83")
    8
    """
    places = least
    while Decimal(value) != Decimal(limit) and places < 28:
        if grouped(value, places) != grouped(limit, places):
            break
        places += 1
    return places


def print_run(run: Run, lang: str, plan: bool = False) -> None:
    """The verdict with its reasons, the inventory, and what a person must know.

    ``plan``: a plan was asked for, so that its absence is told too.
    """
    decision = run.decision
    say(boxed(_verdict(run, lang), COLOURS[decision.verdict]))
    _reasons(run, lang)
    say(_inventory(run, lang) + "\n")
    print_allocation(run.allocation, lang)
    _energy(run.energy, lang)
    if run.uncertainty is not None:
        from carbon_eia.cli.certain import print_certainty

        print_certainty(run.uncertainty, lang)
    if plan or run.retrofit.plan is not None:
        from carbon_eia.cli.planning import print_plan

        print_plan(run, lang)
    _list(sentence("screen.conditions", lang), decision.conditions, lang, "bold")
    _list(sentence("screen.missing", lang), decision.missing, lang, "magenta")
    _warnings(run.warnings, lang)
    foot = f"Run {run.id[:16]} · {run.as_of} · factors {run.reference.version}"
    say(styled(foot, "dim"))


def print_check(run: Run, found: Acceptance, lang: str) -> None:
    """What is missing and implausible."""
    say(_inventory(run, lang) + "\n")
    _list(sentence("screen.missing", lang), found.missing, lang, "magenta")
    _list(sentence("screen.others", lang), found.for_the_authority, lang, "yellow")
    _warnings(found.warnings, lang)
    if not found.missing:
        say(styled("✓ " + sentence("screen.complete", lang), "green"))


def _verdict(run: Run, lang: str) -> list[str]:
    decision, project = run.decision, run.project
    verdict = decision.verdict
    label = verdict_label(verdict, lang, decision.ground)
    if decision.provisional and verdict != "undetermined":
        label = sentence("screen.provisional", lang, {"label": label})
    if decision.indicative:
        would = sentence(f"verdict.{decision.indicative}", lang)
        label = sentence("screen.indicative", lang, {"label": label, "would": would})
    stage = sentence(f"stage.{project.stage}", lang)
    sector = project.sector.name(lang)
    lines = [
        styled(label, f"bold {COLOURS[verdict]}"),
        project.name,
        f"{stage} · {sector} · {project.region} · {run.as_of}",
    ]
    for i in run.intensities:
        if i.indicator == "carbon_per_product":
            name = sentence(f"indicator.{i.indicator}", lang)
            lines.append(f"{i.product_name} {name} {grouped(i.value, 4)} {i.unit}")
    allocation = run.allocation
    several = allocation is not None
    lines += [_against(c, lang, several) for c in run.comparisons if c.governs]
    if allocation is not None and allocation.admissible is not None:
        lines.append(_together(allocation.admissible, lang))
    if any(o.illustrative for o in run.reference.overrides):
        lines.append(styled("⚠ " + sentence("report.banner", lang), "bold yellow"))
    return lines


def _together(sums: AdmissibleRecord, lang: str) -> str:
    """The total beside the sum of admissible emissions: shown, and no verdict by itself."""
    facts = {
        "emission": grouped(sums.emission.value, 0),
        "limit": grouped(sums.limit.value, 0),
        "unit": sums.limit.unit,
    }
    return sentence(f"screen.admissible.{'within' if sums.within else 'above'}", lang, facts)


def _against(c: ComparisonRecord, lang: str, several: bool) -> str:
    if not c.same_boundary:
        return styled(_beside(c, lang, several), "dim")
    mark, colour = MARKS[c.within]
    places = apart(c.value, c.limit)
    value, limit = grouped(c.value, places), grouped(c.limit, places)
    name = c.level if c.adopted or c.level != "admission" else "provisional"
    level = sentence(f"level.{name}", lang)
    sign = "≤" if c.within else ">"
    facts = {"margin": never_zero(c.margin_percent), "grade": c.grade}
    tail = sentence("screen.margin", lang, facts)
    of = f"{c.declared_name} " if several else ""
    return styled(f"{mark} {of}{value} {sign} {level} {limit} {c.unit}", colour) + f"  {tail}"


def _beside(c: ComparisonRecord, lang: str, several: bool) -> str:
    """A value of another boundary: shown, neither kept nor missed."""
    level = sentence(f"level.{c.level}", lang)
    of = f"{c.declared_name} " if several else ""
    facts = {"level": level, "limit": f"{grouped(c.limit, 4)} {c.unit}"}
    return f"– {of}{sentence('screen.other_boundary', lang, facts)}"


def _reasons(run: Run, lang: str) -> None:
    """Each rule with its clause and what was found; those without facts in one line."""
    reasons = run.decision.reasons
    for r in reasons:
        if r.code in (*NOT_PROVIDED, *NOT_APPLICABLE):
            continue
        mark, colour = MARKS[r.passed]
        title = wrapped(f"{r.title.text(lang)}  {r.clause}", columns() - 2, "  ")
        say(f"{styled(mark, colour)} {title}")
        say("  " + wrapped(told(r, lang, "fact"), columns() - 2, "  "))
    print_folded(reasons, lang)
    say("")


def print_folded(reasons: tuple[ReasonRecord, ...], lang: str) -> None:
    """The clauses of the rules that were not judged, in one line for each ground."""
    for code, folded in (("screen.idle", NOT_PROVIDED), ("screen.elsewhere", NOT_APPLICABLE)):
        clauses = dict.fromkeys(r.clause for r in reasons if r.code in folded)
        if clauses:
            text = sentence(code, lang) + "、".join(clauses)
            say(styled("– " + wrapped(text, columns() - 2, "  "), "dim"))


def _inventory(run: Run, lang: str) -> str:
    """The sources and their total, with a note where the rounded parts do not add up to it."""
    inventory = run.inventory
    rows, own, note = [], [], ""
    for s in inventory.by_source:
        name = s.name
        if s.account != "project":
            name += f" [{sentence('account.' + s.account, lang)}]"
        amount = s.amount.typed if s.amount else "—"
        value = grouped(s.co2e.value, 0) if s.co2e else "?"
        rows.append((name, method_label(s.method, lang), amount, value))
        own += [value] if s.account == "project" else []
    if inventory.total is not None:
        total = grouped(inventory.total.value, 0)
        rows.append((styled(sentence("screen.total", lang), "bold"), "", "", styled(total, "bold")))
        if shown_apart(own, total):
            note = "\n" + styled(wrapped(sentence("screen.sum_note", lang), columns(), ""), "dim")
    else:
        rows.append((styled(sentence("screen.no_total", lang), "magenta"), "", "", "—"))
    head = [sentence(f"screen.{k}", lang) for k in ("source", "method", "amount")]
    return table([*head, "tCO2e/a"], rows, right=(2, 3)) + note


def print_allocation(allocation: AllocationRecord | None, lang: str) -> None:
    """How each source is split over the main products, where there are several."""
    if allocation is None:
        return
    products = [p.product for p in allocation.products]
    rows = []
    for s in allocation.sources:
        shares = {x.product: f"{grouped(x.value, 2)} %" for x in s.shares}
        how = sentence(f"allocation.{s.basis or 'none'}", lang)
        rows.append((s.source, *(shares.get(p, "—") for p in products), how))
    totals = [grouped(p.emission.value, 0) if p.emission else "?" for p in allocation.products]
    rows.append((sentence("screen.total", lang), *totals, "tCO2e/a"))
    head = [sentence("screen.source", lang), *products, sentence("screen.allocation", lang)]
    say(table(head, rows, right=tuple(range(1, len(products) + 1))) + "\n")
    for note in allocation.notes:
        say("  · " + wrapped(note.text(lang), columns() - 4, "    "))


def _energy(energy: EnergyRecord, lang: str) -> None:
    """Comprehensive energy and the level that each specific figure reaches."""
    if energy.equivalent is None:
        unknown = [u.name for u in energy.by_source if u.energy is None]
        if unknown:
            facts = {"sources": "、".join(unknown)}
            say(wrapped(sentence("energy.gap.incomplete", lang, facts), columns(), ""))
    else:
        total = grouped(energy.equivalent.value, 0)
        say(sentence("screen.energy", lang, {"total": total}))
        if energy.primary is not None:
            total = grouped(energy.primary.value, 0)
            say(sentence("screen.primary", lang, {"total": total}))
    lines: list[str] = []
    for entry in energy.levels:
        rows = [
            c
            for c in energy.comparisons
            if (c.indicator, c.product) == (entry.indicator, entry.product)
        ]
        indicator = sentence(f"indicator.{entry.indicator}", lang)
        several = len(energy.by_product) > 1
        facts = {
            "indicator": f"{entry.product} {indicator}" if several else indicator,
            "value": grouped(rows[0].value, 2),
            "unit": "" if rows[0].unit == "1" else rows[0].unit,
        }
        reached = [
            getattr(entry, k) for k in ("level", "benchmark") if getattr(entry, k) is not None
        ]
        facts["level"] = sentence("screen.listed", lang).join(
            sentence(f"level.{k}", lang) for k in reached
        )
        code = "screen.level" if reached else "screen.no_level"
        lines.append(sentence(code, lang, facts))
        lines += [told(c.said, lang) for c in rows if c.said is not None]
    for gap in energy.not_provided:
        label = sentence(f"indicator.{gap.indicator}", lang)
        lines.append(f"{label}{sentence('screen.colon', lang)}{told(gap.why, lang)}")
    for line in dict.fromkeys(lines):
        say("  · " + wrapped(line, columns() - 4, "    "))
    if lines or energy.by_source:
        say("")


def _list(title: str, entries: Sequence[SentenceRecord], lang: str, style: str) -> None:
    if not entries:
        return
    say(styled(title, style))
    for entry in entries:
        say("  · " + wrapped(told(entry, lang), columns() - 4, "    "))
    say("")


def _warnings(warnings: tuple[WarningRecord, ...], lang: str) -> None:
    if not warnings:
        return
    say(styled(sentence("screen.warnings", lang), "yellow"))
    for w in warnings:
        text = f"{told(w, lang, 'message')} [{w.code} {w.where}]"
        say("  ⚠ " + wrapped(text, columns() - 4, "    "))
    say("")
