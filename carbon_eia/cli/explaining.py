"""explain: from a figure back to formula, factor, table and document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

from carbon_eia.cli.assessing import load_run
from carbon_eia.cli.certainty_lines import print_certainty, uncertain
from carbon_eia.cli.common import print_json, say, showing
from carbon_eia.cli.energy_explanation import explain_energy
from carbon_eia.cli.screen import MARKS, reader_of
from carbon_eia.cli.unjudged import unjudged
from carbon_eia.console import columns, screen, styled, wrapped
from carbon_eia.errors import CallError, Problem
from carbon_eia.messages import sentence
from carbon_eia.project import method_label, parameter_label
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.project.allocation_section import split_of_sources
from carbon_eia.report.shown_certainty import input_lines
from carbon_eia.report.terminal import block_lines, hung
from carbon_eia.report.terminal_text import figure
from carbon_eia.rules import NOT_APPLICABLE, NOT_PROVIDED
from carbon_eia.run.records import (
    AllocationRecord,
    BenchmarkCitation,
    CitedValueRecord,
    DerivationRecord,
    DrawnInput,
    GasRecord,
    MethodSourceRecord,
    ParameterRecord,
    ReasonRecord,
    Run,
    SourceRecord,
)

__all__ = ["explain_command", "print_explanation"]

Entry = TypeVar("Entry")


def explain_command(
    json: bool,
    lang: str,
    project: Path,
    source: str | None,
    rule: str | None,
    plan: bool,
    as_of: str | None,
    benchmarks: Sequence[Path],
    draws: int | None = None,
    seed: int | None = None,
) -> int:
    """Explain every figure, one source, one rule, or the plan of measures."""
    run = load_run(project, as_of, benchmarks, draws, seed, plan)
    if plan:
        if json:
            print_json({"run": run.id, "retrofit": run.retrofit})
        else:
            from carbon_eia.cli.plan_lines import print_plan

            with showing(project):
                print_plan(run, lang, full=True)
        return 0
    if not json:
        with showing(project):
            print_explanation(run, lang, source, rule)
        return 0
    shown: dict[str, object] = {"run": run.id}
    if rule is None:
        shown["sources"] = _sources(run, source)
    if source is None:
        shown["intensities"] = run.intensities
        shown["comparisons"] = run.comparisons
        shown["energy"] = run.energy
        shown["rules"] = _rules(run, rule)
    if rule is None:
        shown["uncertainty"] = run.uncertainty
    print_json(shown)
    return 0


def print_explanation(run: Run, lang: str, source: str | None, rule: str | None) -> None:
    """Print every figure with its formula and documents, or those of one source or one rule."""
    sources, rules = _sources(run, source), _rules(run, rule)
    if rule is None:
        for number, entry in enumerate(sources, 1):
            place = f"sources[{run.inventory.by_source.index(entry)}]."
            _source(number if source is None else 0, entry, uncertain(run, place), lang)
    if source is None and rule is None:
        _totals(run, lang)
        for line in explain_energy(run.energy, lang):
            say(line)
        say("")
    if source is None:
        for reason in rules:
            if rule is not None or reason.code not in (*NOT_PROVIDED, *NOT_APPLICABLE):
                _rule(reason, lang)
        if rule is None:
            _not_judged(run, lang)


def _not_judged(run: Run, lang: str) -> None:
    """The rules that wait for an answer, with its key, and those that do not apply."""
    table = unjudged(run, reader_of(lang))
    for line in () if table is None else (*block_lines([table], width=screen()), ""):
        say(line)
    foreign = [f"{r.clause} ({r.rule})" for r in run.decision.reasons if r.code in NOT_APPLICABLE]
    if foreign:
        text = sentence("screen.elsewhere", lang) + DocumentLanguage(lang).listed(foreign)
        say(styled("– " + wrapped(text, columns() - 2, "  "), "dim"))


def _sources(run: Run, named: str | None) -> tuple[SourceRecord, ...]:
    every = run.inventory.by_source
    return every if named is None else _chosen(named, every, lambda s: s.name)


def _rules(run: Run, named: str | None) -> tuple[ReasonRecord, ...]:
    every = run.decision.reasons
    if named is None:
        return every
    ident = named.strip("（）() ").rpartition("·")[2].strip()
    found = tuple(r for r in every if _bare(named) == _bare(r.clause) or r.rule == ident)
    return found or _chosen(named, every, lambda r: r.rule)


def _bare(clause: str) -> str:
    """A clause however it is typed: brackets and blanks of either width, or with its marks."""
    return "".join(normalize("NFKC", clause).split()).strip("《》").casefold()


def _chosen(
    text: str, entries: tuple[Entry, ...], name: Callable[[Entry], str]
) -> tuple[Entry, ...]:
    """The entries of a name, or that of a number."""
    found = tuple(e for e in entries if name(e) == text)
    if not found and text.isdigit() and 1 <= int(text) <= len(entries):
        found = (entries[int(text) - 1],)
    if not found:
        known = "、".join(name(e) for e in entries)
        raise CallError(Problem("CE-C006", params={"value": text, "known": known}))
    return found


def _source(number: int, s: SourceRecord, inputs: dict[str, DrawnInput], lang: str) -> None:
    head = f"{number}. {s.name}" if number else s.name
    method = styled(method_label(s.method, lang), "dim")
    say(f"{styled(wrapped(head, columns(), '  '), 'bold')}  {method}")
    _line(f"{s.formula}    {_document(s.method_source)}")
    for gap in s.missing:
        _line("✗ " + DocumentLanguage(lang).say(gap), "magenta")
    if s.substituted:
        _line(s.substituted)
        for g in s.gases:
            if g.gas != "CO2":
                _line(f"  = {figure(g.mass, 6)} t {g.gas} × {_potential(g)}")
        if s.co2e is not None:
            _line(f"  = {figure(s.co2e, 3)} tCO2e/a", "bold")
    for p in s.parameters:
        _parameter(p, s.method, lang)
        if p.name in inputs:
            for line in input_lines(inputs[p.name], lang):
                _line("    " + line, "cyan")
    say("")


def _potential(g: GasRecord) -> str:
    return f"{g.gwp or '?'} ({g.assessment})"


def _parameter(p: ParameterRecord, method: str, lang: str) -> None:
    label = parameter_label(method, p.name, lang)
    status = sentence(f"status.{p.status}", lang)
    shown = p.typed or f"{p.value} {p.unit}"
    if p.status == "derived":
        shown = f"{p.value} {p.unit} ({p.typed})"
    _line(f"· {label} = {shown} 〔{status}〕")
    cited = p.source
    if cited:
        validity = f"{cited.valid_from} → {cited.valid_to or '…'}"
        _line(f"    {_document(cited)}  {cited.grade}  {validity}  {cited.id}", "dim")
        note = f"；{cited.note}" if cited.note and lang == "zh" else ""
        _line(f"    {DocumentLanguage(lang).say(cited.reason)}{note}", "dim")


def _borne(allocation: AllocationRecord, sources: Sequence[SourceRecord], lang: str) -> None:
    """What each main product bears: the sum of its shares of the sources."""
    emitted = {s.name: s.co2e for s in sources}
    for p in allocation.products:
        parts = [
            f"{figure(co2e, 3)} × {figure(x, 4)} %"
            for s in allocation.sources
            for x in s.shares
            if x.product == p.product and (co2e := emitted[s.source]) is not None
        ]
        say(styled(f"{sentence('screen.borne', lang)} {p.product}", "bold"))
        _line(f"E = {' + '.join(parts) or '—'}")
        shown = "?" if p.emission is None else figure(p.emission, 3)
        _line(f"  = {shown} tCO2e/a", "bold")
        say("")


def _totals(run: Run, lang: str) -> None:
    inventory = run.inventory
    if inventory.total is not None:
        parts = " + ".join(
            figure(s.co2e, 3)
            for s in inventory.by_source
            if s.account == "project" and s.co2e is not None
        )
        say(styled(sentence("screen.sum", lang), "bold"))
        _line(f"E = {parts}")
        _line(f"  = {figure(inventory.total, 3)} tCO2e/a", "bold")
        say("")
    if run.allocation is not None:
        _borne(run.allocation, inventory.by_source, lang)
        for line in (*block_lines(split_of_sources(run, reader_of(lang)), width=screen()), ""):
            say(line)
    for i in run.intensities:
        label = sentence(f"indicator.{i.indicator}", lang)
        say(styled(f"{label} {i.product_name or ''}".rstrip(), "bold"))
        top = figure(i.numerator, 3)
        _line(f"I = {top} {i.numerator.unit} ÷ {i.denominator.typed}")
        _line(f"  = {i.value} {i.unit}", "bold")
        say("")
    if run.uncertainty is not None:
        print_certainty(run.uncertainty, lang, whole=True)
    for c in run.comparisons:
        sign = "≤" if c.within else ">"
        head = f"{sentence('level.' + c.level, lang)} {c.benchmark}"
        say(styled(wrapped(head, columns(), "  "), "bold"))
        margin = figure(c.margin_percent, 4)
        _line(f"{c.value} {sign} {c.limit} {c.unit}  ({margin} %)")
        adopted = sentence("screen.adopted", lang) if c.adopted else ""
        _line(f"{_document(c.citation)}  {c.grade}  {adopted}", "dim")
        if c.derivation:
            _derivation(c.derivation)
        elif c.citation.note and lang == "zh":
            _line(c.citation.note, "dim")
        say("")


def _derivation(d: DerivationRecord) -> None:
    """The sum behind a derived value: symbols, numbers, the limits, the grid factor."""
    _line(d.formula, "dim")
    _line(d.substituted)
    grid = d.grid_factor
    _line(f"EF_grid = {grid.value} {grid.unit}  {_document(grid.source)}", "dim")
    _line("、".join(d.limits), "dim")
    for text in (d.variant, d.assumption):
        if text:
            _line(text, "dim")


def _rule(r: ReasonRecord, lang: str) -> None:
    mark, colour = MARKS[r.passed]
    first, *more = hung("  ", f"{r.title.text(lang)}  ({r.rule})", columns(), "bold")
    for line in (f"{styled(mark, colour)} {first[2:]}", *more):
        say(line)
    _line(DocumentLanguage(lang).say(r, "fact"))
    if r.value:
        limit = f"  |  {r.limit} {r.unit or ''}" if r.limit else ""
        _line(f"{r.value} {r.unit or ''}{limit}")
    _line(f"{r.instrument} {r.clause}", "dim")
    if r.quotation:
        _line(f"“{r.quotation}”", "dim")
    if r.note and lang == "zh":
        _line(r.note, "dim")
    say("")


def _document(c: BenchmarkCitation | CitedValueRecord | MethodSourceRecord) -> str:
    return " ".join(x for x in (f"《{c.title}》", c.number, c.locator) if x)


def _line(text: str, style: str = "") -> None:
    say(styled("   " + wrapped(text, columns() - 3, "     "), style))
