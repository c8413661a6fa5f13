"""Chapter: what the project is, its products, and what its sources take in."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.project import fields, parameter_label
from carbon_eia.project.texts import heading
from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter, Paragraph, TableRow, Text, TextSpan
from carbon_eia.report.printer import Printer, cell, labelled, row, small
from carbon_eia.report.project.applicant_texts import gap, own_section, raw_material_gap
from carbon_eia.report.project.quality import DECLARED
from carbon_eia.run.records import ProductRecord, Run, SourceRecord

__all__ = ["long_facts", "project_description", "short_facts"]


def project_description(run: Run, p: Printer) -> Chapter:
    """The facts of the file, the products, the inputs with the origin of every value."""
    words = own_section(run, p, "overview", "process", "layout")
    return p.chapter("project", _project(run, p), words, _inputs(run, p))


def _project(run: Run, p: Printer) -> Iterator[Block]:
    yield p.section("project")
    yield from p.said(list(_said(run, p)))
    facts = [(p.word("name"), run.project.name), *short_facts(run, p), *long_facts(run, p)]
    yield from p.table(
        "summary",
        [p.column("", 22), p.column("")],
        [labelled(label, text) for label, text in facts],
        look="record",
    )
    yield from p.table(
        "products",
        [
            p.column("product", 44),
            p.column("annual", 24, "num"),
            p.column("account", 18),
            p.column("main", 14),
        ],
        [_product(x, p) for x in run.project.products],
    )


def _product(x: ProductRecord, p: Printer) -> TableRow:
    amount = cell(TextSpan(p.typed(x.amount), "quantity"), align="num")
    return row(x.name, amount, p.code("account", x.account), "✓" if x.main else p.word("dash"))


def _said(run: Run, p: Printer) -> Iterator[Text]:
    project = run.project
    facts = {
        "region": project.region,
        "sector": project.sector.name(p.lang),
        "stage": p.code("stage", project.stage),
    }
    if project.nature:
        yield p.tell("project_what_nature", nature=p.code("nature", project.nature), **facts)
    else:
        yield p.tell("project_what", **facts)
    per = next((i for i in run.intensities if i.product or i.product_name), None)
    if per is None:
        yield p.tell("project_no_main")
    else:
        amount = p.typed(per.denominator)
        yield p.tell("project_main", product=p.text(per.product_name), amount=amount)


def short_facts(run: Run, p: Printer) -> list[tuple[str, str]]:
    """Short facts with their labels, printed in two columns."""
    project, w = run.project, p.word
    dash = w("dash")
    codes = p.listed(project.sector.gbt4754)
    sector = project.sector.name(p.lang) + (f" (GB/T 4754 {codes})" if codes else "")
    return [
        (w("code"), project.code or dash),
        (w("sector"), sector),
        (w("stage"), p.code("stage", project.stage)),
        (w("nature"), p.code("nature", project.nature) or dash),
        (w("region"), project.region),
        (w("year"), str(project.year)),
        (w("as_of"), run.as_of),
        (w("run"), show.short_id(run.id)),
    ]


def long_facts(run: Run, p: Printer) -> list[tuple[str, str | TextSpan]]:
    """Facts that may be long, printed over the whole width."""
    project, w = run.project, p.word
    sums = (
        ("investment", project.economics.investment),
        ("output_value", project.economics.output_value),
        ("added_value", project.economics.added_value),
    )
    money = [
        f"{w(key)} {p.typed(amount)}" if amount is not None else gap(p, "economics", key).text
        for key, amount in sums
    ]
    products = [_named(x, p) for x in project.products]
    hours = project.operating_hours
    return [
        (w("products"), w("semicolon").join(products) or w("dash")),
        (
            heading(fields("project")["operating_hours"].label(p.lang)),
            gap(p, "project", "operating_hours") if hours is None else p.typed(hours),
        ),
        (w("money_facts"), w("semicolon").join(money)),
        *_site(run, p),
        (w("boundary"), _boundary(run, p) or w("dash")),
    ]


def _site(run: Run, p: Printer) -> list[tuple[str, str]]:
    """Where the plant stands, where the file says it."""
    site = run.project.applicant.site
    return [(p.word("site"), p.word("site_is", **site))] if {"lon", "lat"} <= site.keys() else []


def _named(x: ProductRecord, p: Printer) -> str:
    """A product with its output and what it counts as."""
    marks = [p.word("main")] if x.main else []
    if x.account != "project":
        marks.append(p.code("account", x.account))
    text = f"{x.name} {p.typed(x.amount)}"
    return text + (f" ({p.listed(marks)})" if marks else "")


def _boundary(run: Run, p: Printer) -> str:
    """The boundary of the project's sector, or of each main product where there are several."""
    found = run.allocation
    if found is None:
        return p.text(run.project.sector.boundary)
    each = [f"{x.product}{p.word('colon')}{p.text(x.boundary)}" for x in found.products]
    return p.word("semicolon").join(each)


# --- inputs


def _inputs(run: Run, p: Printer) -> Iterator[Block]:
    sources = run.inventory.by_source
    if not sources:
        return
    yield p.section("inputs")
    yield Paragraph(p.tell("inputs_what", count=str(len(sources))))
    yield from p.table(
        "inputs",
        [
            p.column("input", 22),
            p.column("amount", 15, "num"),
            p.column("data_kind", 14),
            p.column("described_by", 33),
            p.column("evidence", 16),
        ],
        [_input(s, p) for s in sources],
    )
    yield from _raw_materials(run, p)


def _raw_materials(run: Run, p: Printer) -> Iterator[Block]:
    """Raw and auxiliary materials, on which carbon per raw material is counted."""
    if not run.project.raw_materials:
        yield Paragraph(raw_material_gap(run, p))
        return
    yield from p.table(
        "raw_materials",
        [
            p.column("raw_material", 30),
            p.column("amount", 20, "num"),
            p.column("account", 16),
            p.column("carbon_content", 14, "num"),
            p.column("evidence", 20),
        ],
        [
            row(
                x.name,
                cell(TextSpan(p.typed(x.amount), "quantity"), align="num"),
                p.code("account", x.account),
                cell(TextSpan(p.typed(x.carbon_content), "quantity"), align="num"),
                x.evidence or p.word("no_evidence_short"),
            )
            for x in run.project.raw_materials
        ],
    )


def _input(s: SourceRecord, p: Printer) -> TableRow:
    dash = p.word("dash")
    facts = [p.text(s.material_name or s.material), p.code("supply", s.supply), s.item or ""]
    if s.account != "project":
        facts.append(p.code("account", s.account))
    amount = next((x for x in s.parameters if x.name == "amount"), None)
    given = amount is not None and amount.status in DECLARED
    described = [
        Paragraph(
            (
                f"{parameter_label(s.method, x.name, p.lang)} ",
                TextSpan(p.shown(x), "quantity"),
                f"{p.word('left')}{p.code('status', x.status)}{p.word('right')}",
            )
        )
        for x in s.parameters
        if x.name != "amount"
    ]
    return row(
        cell(s.name, small(p.listed([x for x in facts if x]) or dash)),
        cell(TextSpan(p.typed(s.amount), "quantity"), align="num"),
        p.code("status", amount.status) if amount else dash,
        cell(*described),
        str(s.evidence or "") or (p.word("no_evidence_short") if given else dash),
    )
