"""A Run as the plain view that the templates print: every text and number ready for show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from unicodedata import east_asian_width

from carbon_eia.errors import InputError, Problem
from carbon_eia.report.allocation import Allocation, allocation_view
from carbon_eia.report.annex import Conversion, Proof, Step, conversions, proofs, steps
from carbon_eia.report.care import Doubt, Watch, doubts, watches
from carbon_eia.report.certainty import Analysis, certainty_view
from carbon_eia.report.chapters import first_chapters
from carbon_eia.report.common import Reader
from carbon_eia.report.energy import EnergyTable, energy_view
from carbon_eia.report.findings import last_chapters
from carbon_eia.report.overview import (
    Basis,
    Input,
    Product,
    basis_rows,
    input_rows,
    product_rows,
)
from carbon_eia.report.path import Benchmarks, Measures, benchmarks_view, measures_view
from carbon_eia.report.plan import Plan, plan_view
from carbon_eia.report.policy import Policy, duties, grounds, policy_view
from carbon_eia.report.prose import Prose, tell
from carbon_eia.report.sources import Inventory, Parameters, inventory_view, parameters_view
from carbon_eia.report.verdict import Verdict, verdict_view
from carbon_eia.run.records import InstrumentRecord, Run, WarningRecord

__all__ = ["Report", "report_view"]

SHORT = 12
"""Digits of a Run id that are shown in a footer."""


MOST_LINES = 400
"""Lines of a project file that the annex prints; the whole file is attached."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning in full."""

    code: str
    where: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """A benchmark file that was used."""

    title: str
    issued: str
    illustrative: bool
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report prints; ``w`` holds the fixed words."""

    lang: str
    w: SimpleNamespace
    title: str
    name: str
    head_name: str
    run_short: str
    as_of: str
    version: str
    illustrative: bool
    keywords: list[str]
    imprint: list[tuple[str, str]]
    summary: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    wide_facts: list[tuple[str, str]]
    verdict: Verdict
    inventory: Inventory
    parameters: Parameters
    benchmarks: Benchmarks
    allocation: Allocation | None
    energy: EnergyTable
    measures: Measures
    warnings: list[Warned]
    record: list[tuple[str, str]]
    instruments: list[InstrumentRow]
    texts: dict[str, list[Prose]]
    order31: Prose
    duties: list[str]
    grounds: list[str]
    basis: list[Basis]
    products: list[Product]
    inputs: list[Input]
    policy: Policy
    watches: list[list[Watch]]
    doubts: list[Doubt]
    conversions: list[Conversion]
    log: list[list[Step]]
    proofs: list[Proof]
    echo_what: str
    echo: list[str]
    echo_whole: bool
    plan: Plan | None
    certainty: Analysis | None


def report_view(run: Run, lang: str = "zh") -> Report:
    """The view of a Run in a language.

    Raises InputError CE-N001 when something that a Run holds is missing or of another kind.
    """
    try:
        return _view(run, Reader("en" if lang == "en" else "zh"))
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise InputError(Problem("CE-N001", params={"why": why})) from error


def _view(run: Run, reader: Reader) -> Report:
    project, reference = run.project, run.reference
    illustrative = any(c.illustrative for c in run.comparisons)
    illustrative = illustrative or any(x.illustrative for x in reference.overrides)
    inventory = inventory_view(run, reader)
    facts, wide_facts = _facts(run, reader), _wide_facts(run, reader)
    lines = str(project.text).splitlines()
    return Report(
        lang=reader.lang,
        w=reader.words(),
        title=f"{reader.word('title_before')}{project.name}{reader.word('title_after')}",
        name=str(project.name),
        head_name=clipped(str(project.name)),
        run_short=str(run.id)[:SHORT],
        as_of=str(run.as_of),
        version=str(reference.version),
        illustrative=illustrative,
        keywords=[*reader.word("keywords").split(","), *_keywords(run, reader)],
        imprint=_imprint(run, reader),
        summary=[(reader.word("name"), str(project.name)), *facts, *wide_facts],
        facts=facts,
        wide_facts=wide_facts,
        verdict=verdict_view(run, reader),
        inventory=inventory,
        parameters=parameters_view(run, inventory.sources, reader),
        benchmarks=benchmarks_view(run, reader),
        allocation=allocation_view(run, reader),
        energy=energy_view(run, reader),
        measures=measures_view(run, reader),
        warnings=[_warned(w, run, reader) for w in run.warnings],
        record=_record(run, reader),
        instruments=[_instrument(x, reader) for x in reference.overrides],
        texts=first_chapters(run, reader) | last_chapters(run, reader),
        order31=tell(reader, "policy_order31"),
        duties=duties(run, reader),
        grounds=grounds(run, reader),
        basis=basis_rows(run, reader),
        products=product_rows(run, reader),
        inputs=input_rows(run, reader),
        policy=policy_view(run, reader),
        watches=watches(run, reader),
        doubts=doubts(run, reader),
        conversions=conversions(run, reader),
        log=steps(run, reader),
        proofs=proofs(run, reader),
        echo_what=reader.word("echo_what", sha=str(project.sha256)),
        echo=lines[:MOST_LINES],
        echo_whole=len(lines) <= MOST_LINES,
        plan=plan_view(run, reader),
        certainty=certainty_view(run.uncertainty, reader.lang),
    )


def clipped(text: str, width: int = 116) -> str:
    """A text cut to one line of the running head: ``width`` half-width columns.

    >>> clipped("桂阳县某水泥有限公司", 12), clipped("桂阳县", 12)
    ('桂阳县某水…', '桂阳县')
    """
    room = width
    for i, character in enumerate(text):
        room -= 2 if east_asian_width(character) in "WFA" else 1
        if room < 0:
            while width - sum(2 if east_asian_width(c) in "WFA" else 1 for c in text[:i]) < 2:
                i -= 1
            return text[:i] + "…"
    return text


def _keywords(run: Run, reader: Reader) -> list[str]:
    return [x for x in (_sector(run, reader), str(run.project.region), run.id) if x]


def _sector(run: Run, reader: Reader) -> str:
    sector = run.project.sector
    return str(sector.name(reader.lang))


def _imprint(run: Run, reader: Reader) -> list[tuple[str, str]]:
    """What a cover says under its title."""
    p, w = run.project, reader.word
    return [
        *([(w("code"), str(p.code))] if p.code else []),
        (w("sector"), _sector(run, reader)),
        (w("region"), str(p.region)),
        (w("developer"), _developer(run, reader)),
        (w("evaluator"), w("to_fill")),
        (w("as_of"), str(run.as_of)),
        (w("reference_version"), str(run.reference.version)),
        (w("run"), str(run.id)[:SHORT]),
    ]


def _developer(run: Run, reader: Reader) -> str:
    """The applicant with its credit code; a place for its seal where the file names none."""
    applicant = run.project.applicant
    if not applicant.name:
        return reader.word("to_fill")
    code = applicant.credit_code
    return f"{applicant.name} ({code})" if code else applicant.name


def _facts(run: Run, reader: Reader) -> list[tuple[str, str]]:
    """Short facts, printed in two columns."""
    p, w = run.project, reader.word
    dash = w("dash")
    codes = reader.listed(p.sector.gbt4754)
    sector = _sector(run, reader) + (f" (GB/T 4754 {codes})" if codes else "")
    return [
        (w("code"), str(p.code or dash)),
        (w("sector"), sector),
        (w("stage"), reader.code("stage", p.stage)),
        (w("nature"), reader.code("nature", p.nature) or dash),
        (w("region"), str(p.region)),
        (w("year"), str(p.year)),
        (w("as_of"), str(run.as_of)),
        (w("run"), str(run.id)[:SHORT]),
    ]


def _wide_facts(run: Run, reader: Reader) -> list[tuple[str, str]]:
    """Facts that may be long, printed over the whole width."""
    p, w = run.project, reader.word
    products = []
    for product in p.products:
        text = f"{product.name} {reader.typed(product.amount)}"
        marks = [w("main")] if product.main else []
        if product.account != "project":
            marks.append(reader.code("account", product.account))
        products.append(text + (f" ({reader.listed(marks)})" if marks else ""))
    boundary = _boundary(run, reader)
    sums = (
        ("investment", p.economics.investment),
        ("output_value", p.economics.output_value),
        ("added_value", p.economics.added_value),
    )
    money = [f"{w(key)} {reader.typed(amount)}" for key, amount in sums if amount is not None]
    return [
        (w("products"), w("semicolon").join(products) or w("dash")),
        *([(w("money_facts"), w("semicolon").join(money))] if money else []),
        (w("boundary"), boundary or w("dash")),
    ]


def _boundary(run: Run, reader: Reader) -> str:
    """The boundary of the project's sector, or of each main product where there are several."""
    found = run.allocation
    if found is None:
        return reader.text(run.project.sector.boundary)
    each = [f"{p.product}{reader.word('colon')}{reader.text(p.boundary)}" for p in found.products]
    return reader.word("semicolon").join(each)


def _warned(warning: WarningRecord, run: Run, reader: Reader) -> Warned:
    return Warned(
        code=str(warning.code),
        where=_where(str(warning.where or ""), run),
        message=reader.say(warning, "message"),
        hint=reader.say(warning, "hint", ".hint"),
    )


def _where(key: str, run: Run) -> str:
    """A key path with the name of what it points at: ``sources[1] 外购电力``."""
    names = {
        "sources": [s.name for s in run.inventory.by_source],
        "products": [p.name for p in run.project.products],
        "measures": [m.name for m in run.project.measures],
    }
    found = re.match(r"(\w+)\[(\d+)\]", key)
    if found is None or found[1] not in names:
        return key
    entries, number = names[found[1]], int(found[2])
    return f"{key} {entries[number]}" if number < len(entries) else key


def _record(run: Run, reader: Reader) -> list[tuple[str, str]]:
    """What identifies the record and the data that it was computed with."""
    w, sector = reader.word, run.project.sector
    guide = reader.document(sector.guide)
    note = str(sector.guide.note or "")
    departs = [f"{d.kind}：{d.own or '—'} → {d.chosen or '—'}" for d in sector.guide.differences]
    return [
        (w("run_id"), str(run.id)),
        (w("schema"), str(run.schema)),
        (w("as_of"), str(run.as_of)),
        (w("reference_version"), str(run.reference.version)),
        (w("reference_sha"), str(run.reference.sha256)),
        (w("project_sha"), str(run.project.sha256)),
        (w("guide"), guide + (f" ({note})" if note else "")),
        *([(w("guide_departs"), reader.listed(departs))] if departs else []),
        (w("gwp"), f"IPCC {sector.gwp}"),
        (w("attachments"), w("attachments_what")),
    ]


def _instrument(x: InstrumentRecord, reader: Reader) -> InstrumentRow:
    return InstrumentRow(
        title=reader.document(x),
        issued=reader.listed([str(y) for y in (x.authority, x.date) if y]),
        illustrative=bool(x.illustrative),
        file=str(x.file),
        sha256=str(x.sha256),
    )
