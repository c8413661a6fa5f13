"""Chapter: sources and inventory, with the formula and the numbers of each source."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence
from carbon_eia.project import method_label
from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.document import (
    Block,
    Body,
    Chapter,
    Fact,
    FactList,
    Paragraph,
    TableCell,
    TableRow,
    Text,
    TextSpan,
)
from carbon_eia.report.printer import Content, Printer, cell, numbers, row, small
from carbon_eia.report.project.accounts_section import other_gases, three_accounts
from carbon_eia.report.project.applicant_texts import gap, text_heading
from carbon_eia.report.project.shown_amounts import (
    emission_heads,
    emissions,
    percent,
    signed,
    source_anchor,
    source_link,
    tonnes,
)
from carbon_eia.run.records import (
    CategoryRecord,
    InventoryRecord,
    QuantityRecord,
    Run,
    SourceRecord,
)
from carbon_eia.units import shown_apart

__all__ = ["source_inventory"]

BY_GUIDE = ("combustion", "process", "electricity", "heat")
"""Categories that the guide asks for: those without a source are said to have none."""

OWN = ("own", "waste_heat")
"""Supplies that are made within the plant, whose fuel is a source of its own."""

FEW = 6
"""Sources up to which a table and one figure say everything."""


def source_inventory(run: Run, p: Printer) -> Chapter:
    """What emits what; where a source has no figure there is no total, and no sum for one."""
    alert = [] if run.inventory.complete else [Paragraph((p.word("incomplete"),), "alert")]
    if not run.inventory.by_source:
        return p.chapter("inventory", alert, [Paragraph((p.word("no_sources"),))])
    return p.chapter(
        "inventory",
        alert,
        _nodes(run, p),
        _sources(run, p),
        _structure(run, p),
        other_gases(run, p),
        three_accounts(run, p),
    )


# --- where and why it emits


def _nodes(run: Run, p: Printer) -> Iterator[Block]:
    sources = run.inventory.by_source
    indirect = sum(is_purchased(s.category) for s in sources)
    yield p.section("nodes")
    facts = {"direct": str(len(sources) - indirect), "indirect": str(indirect)}
    yield from p.said([p.tell("nodes_what", count=str(len(sources)), **facts)])
    yield from p.drawing("flow")
    yield from p.table(
        "nodes",
        [
            p.column("", 5),
            p.column("node", 25),
            p.column("form", 14),
            p.column("operation", 11),
            p.column("cause", 20),
            p.column("gas", 9),
            p.column("acting", 16),
        ],
        [_node(n, s, run, p) for n, s in enumerate(sources)],
    )
    if any(s.release_usual for s in sources):
        yield Paragraph((p.word("release_note"),), "note")
    yield from _other_operation(run, p)


def _other_operation(run: Run, p: Printer) -> Iterator[Block]:
    """Start-up, shutdown and maintenance: the sources that they have, or what is still missing."""
    own = [s.name for s in run.inventory.by_source if s.operation not in ("", "normal")]
    if own:
        yield Paragraph(p.tell("operation_is", names=p.listed(own)))
    elif run.project.texts.get("process"):
        yield Paragraph(p.tell("operation_told", heading=text_heading("process", p)))
    else:
        yield Paragraph((p.word("other_operation"), gap(p, "sources", "operation")))


def _node(number: int, s: SourceRecord, run: Run, p: Printer) -> TableRow:
    named: list[Content] = [source_link(number, s)]
    if s.process_unit:
        named.append(small(s.process_unit))
    if s.account != "project":
        named.append(small(p.code("account", s.account)))
    acting = [m.name for m in run.project.measures if any(e.source == s.name for e in m.effects)]
    gases = list(dict.fromkeys(g.gas for g in s.gases))
    return row(
        cell(str(number + 1), align="no"),
        cell(*named),
        _form(s, p),
        p.code("operation", s.operation or "normal"),
        cell(p.code("category", s.category), small(method_label(s.method, p.lang))),
        p.listed(gases) or p.word("dash"),
        p.listed(acting) or p.word("dash"),
    )


def _form(s: SourceRecord, p: Printer) -> TableCell:
    """Direct or indirect, and whether it leaves by an outlet or diffusely."""
    if s.supply in OWN:
        return cell(p.code("supply", s.supply))
    if is_purchased(s.category):
        return cell(p.word("indirect"), small(p.word("elsewhere")))
    if not s.release:
        return cell(p.word("direct"), TextSpan(p.word("gap_short"), "gap"))
    mark = "*" if s.release_usual else ""
    return cell(p.word("direct"), small(p.code("release", s.release) + mark))


# --- source by source


def _sources(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("sources")
    shown = zip(run.inventory.by_source, emissions(run, p), strict=True)
    yield from p.table(
        "sources",
        [
            p.column("", 5),
            p.column("source", 58),
            p.column("amount", 18, "num"),
            emission_heads(run, p, 19),
        ],
        bodies=[_source(n, s, emission, p) for n, (s, emission) in enumerate(shown)],
    )


def _source(number: int, s: SourceRecord, emission: TableCell, p: Printer) -> Body:
    facts = p.word("semicolon").join(_facts(s, p))
    head = row(
        cell(str(number + 1), align="no"),
        cell(TextSpan(s.name, "bold"), small(facts)),
        cell(TextSpan(p.typed(s.amount), "quantity"), align="num"),
        emission,
        look="head-row",
    )
    lines: list[Content] = [Paragraph((p.say(m),), "alert-line") for m in s.missing]
    detail = row("", cell(*lines, _how(s, p), columns=3), look="detail")
    return Body((head, detail), source_anchor(number))


def _how(s: SourceRecord, p: Printer) -> FactList:
    """The formula, its numbers, and the instrument that it stands in."""
    cited = s.method_source
    instrument = " ".join(x for x in (p.document(cited), p.quoted(cited.locator)) if x)
    formulas = (("formula", s.formula), ("numbers", s.substituted))
    found = [Fact(p.word(key), (TextSpan(text, "formula"),)) for key, text in formulas if text]
    return FactList((*found, Fact(p.word("by"), (TextSpan(instrument, "sub"),))), "formula")


def _facts(s: SourceRecord, p: Printer) -> list[str]:
    colon = p.word("colon")
    material = p.text(s.material_name or s.material)
    found = [method_label(s.method, p.lang), material, p.code("supply", s.supply)]
    found += [
        f"{g.gas} {show.emission(g.mass, 6)} t × GWP {g.gwp} ({g.assessment})"
        for g in s.gases
        if g.gas != "CO2" and g.gwp
    ]
    if s.account != "project":
        found.append(p.code("account", s.account))
    if s.uncertainty:
        found.append(p.word("uncertainty") + colon + p.typed(s.uncertainty))
    if s.evidence:
        found.append(p.word("evidence") + colon + str(s.evidence))
    return [x for x in found if x]


# --- by category


def _structure(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("structure")
    yield from p.said(list(_of_structure(run, p)))
    yield from p.table(
        "categories",
        [p.column("category", 46), emission_heads(run, p, 32), p.column("share", 22, "num")],
        _categories(run, p),
    )
    if note := _sum_note(run.inventory, p):
        yield Paragraph((note,), "note")
    for name in ("sources", "sankey") if len(run.inventory.by_source) > FEW else ("sankey",):
        yield from p.drawing(name)


def _categories(run: Run, p: Printer) -> list[TableRow]:
    inventory, dash = run.inventory, p.word("dash")
    own = [s for s in inventory.by_source if s.account == "project"]
    gaps = {s.category for s in own if s.co2e is None}
    known = [c for c in inventory.by_category if c.category not in gaps]
    amounts = numbers([show.emission(c.co2e) for c in known])
    total = inventory.total if inventory.complete else None
    shares = numbers([_percentage(c, total is not None, dash) for c in known])
    rows = [
        row(p.code("category", c.category), amount, share)
        for c, amount, share in zip(known, amounts, shares, strict=True)
    ]
    missing, none = numbers([p.word("part_missing"), dash])
    rows += [row(p.code("category", lacking), missing, none) for lacking in sorted(gaps)]
    there = {c.category for c in inventory.by_category} | gaps
    rows += [
        row(p.code("category", absent), *numbers([p.word("not_involved")]), dash)
        for absent in BY_GUIDE
        if absent not in there
    ]
    if total is None:
        open_total = cell(TextSpan(p.word("no_total"), "bold"), columns=2)
        return [*rows, row(p.word("sum"), open_total, look="sum")]
    shown = cell(TextSpan(show.emission(total), "number"), align="num")
    return [*rows, row(p.word("sum"), shown, "", look="sum")]


def _percentage(line: CategoryRecord, complete: bool, dash: str) -> str:
    if not complete or line.share_percent is None:
        return dash
    return show.rounded(show.exact(line.share_percent), 2)


def _sum_note(inventory: InventoryRecord, p: Printer) -> str:
    """A note where the categories as they are shown do not add up to the total that is shown."""
    total = inventory.total
    if total is None or not inventory.complete:
        return ""
    parts = [show.emission(c.co2e) for c in inventory.by_category]
    shown = show.emission(total)
    return sentence("screen.sum_note", p.lang) if shown_apart(parts, shown) else ""


def _of_structure(run: Run, p: Printer) -> Iterator[Text]:
    inventory = run.inventory
    own = [s for s in inventory.by_source if s.account == "project"]
    total, comma = inventory.total, p.word("comma")
    if total is None:
        lacking = [s.name for s in own if s.co2e is None]
        if lacking:
            yield p.tell("open_total", count=str(len(lacking)), names=comma.join(lacking))
        return
    if not own:
        return
    if not show.exact(total):
        yield p.tell("zero_total")
        return
    yield p.tell("total_is", total=signed(total))
    known = [(s, s.co2e) for s in own if s.co2e is not None]
    emitting = [(s, co2e) for s, co2e in known if show.exact(co2e) > 0]
    taken_off = [s.name for s, co2e in known if show.exact(co2e) < 0]
    if taken_off:
        yield p.tell("deductions", names=comma.join(taken_off))
    if emitting and not taken_off:  # with deductions a share of the total says little
        yield from _largest(inventory, emitting, p)


def _largest(
    inventory: InventoryRecord, emitting: list[tuple[SourceRecord, QuantityRecord]], p: Printer
) -> Iterator[Text]:
    """The largest category and the largest source; ``emitting``: sources with what they emit."""
    categories = [c for c in inventory.by_category if show.exact(c.co2e) > 0]
    top = max(categories, key=lambda c: show.exact(c.co2e))
    label = p.code("category", top.category)
    if len(categories) == 1:
        yield p.tell("category_only", category=label)
    else:
        amount = tonnes(top.co2e)
        yield p.tell("category_top", category=label, amount=amount, share=_share(top, p))
    largest, co2e = max(emitting, key=lambda emitter: show.exact(emitter[1]))
    if len(emitting) == 1:
        yield p.tell("source_only", source=largest.name)
    elif largest.share_percent is not None:
        share = percent(largest.share_percent)
        yield p.tell("source_top", source=largest.name, amount=tonnes(co2e), share=share)
    power = next((c for c in categories if c.category == "electricity"), None)
    if power is not None and power is not top and _is_grid([s for s, _ in emitting]):
        yield p.tell("power_share", share=_share(power, p))


def _share(line: CategoryRecord, p: Printer) -> str:
    """The share of a category; a dash where there is nothing that it could be a share of."""
    return p.word("dash") if line.share_percent is None else percent(line.share_percent)


def _is_grid(sources: list[SourceRecord]) -> bool:
    """Whether some purchased power is counted with a published grid factor."""
    return any(
        p.source.id.startswith("electricity:")
        for s in sources
        for p in s.parameters
        if s.category == "electricity" and p.source
    )
