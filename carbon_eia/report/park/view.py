"""A park's record as the plain view that its template prints."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from carbon_eia.parks.records import ConclusionRecord, ParkRecord, YearRecord
from carbon_eia.report import show
from carbon_eia.report.common import Reader
from carbon_eia.report.park.blocks import Block, Chapter, Printer, whole
from carbon_eia.report.park.future import impact, indicators, scenarios
from carbon_eia.report.park.measures import control, files, optimise, tracking
from carbon_eia.report.park.present import accounting, present, scope
from carbon_eia.run.records import QuantityRecord

__all__ = ["ParkReport", "park_view"]


@dataclass(frozen=True, slots=True)
class ParkReport:
    """Everything that a park's report prints; ``w`` holds the fixed words of all reports."""

    lang: str
    w: SimpleNamespace
    title: str
    kind: str
    nature: str
    head_name: str
    run_short: str
    version: str
    as_of: str
    illustrative: bool
    imprint: list[tuple[str, str]]
    status: str
    label: str
    figures: list[tuple[str, str, str, str]]
    chapters: list[Chapter]


def park_view(record: ParkRecord, lang: str = "zh", paper: bool = False) -> ParkReport:
    """The view of a record in a language; on paper, long tables say where the rest is."""
    reader = Reader("en" if lang == "en" else "zh")
    p = Printer(reader, paper)
    park = record.park
    title = p.word("title", name=park.name)
    years = p.word(
        "years", base=park.base_year, plan=reader.listed([str(y) for y in park.plan_years])
    )
    imprint = [
        (p.word("i.park"), park.name),
        *([(p.word("i.code"), park.code)] if park.code else []),
        (p.word("i.region"), park.region),
        (p.word("i.years"), years),
        (p.word("i.as_of"), record.as_of),
        (p.word("i.version"), record.reference.version),
        (p.word("i.id"), record.id[:12]),
    ]
    chapters = [
        ("summary", _summary(record, p)),
        ("scope", scope(record, p)),
        ("present", present(record, p)),
        ("account", accounting(record, p)),
        ("indicators", indicators(record, p)),
        ("scenarios", scenarios(record, p)),
        ("impact", impact(record, p)),
        ("optimise", optimise(record, p)),
        ("control", control(record, p)),
        ("tracking", tracking(record, p)),
    ]
    made = [
        Chapter(str(n), key, p.word(f"c.{key}"), blocks) for n, (key, blocks) in enumerate(chapters)
    ]
    made.append(Chapter("A", "record", p.word("c.record"), _record(record, p)))
    conclusion = record.conclusion
    return ParkReport(
        lang=reader.lang,
        w=reader.words(),
        title=title,
        kind=p.word("kind"),
        nature=p.word("nature"),
        head_name=str(park.name),
        run_short=str(record.id)[:12],
        version=str(record.reference.version),
        as_of=str(record.as_of),
        illustrative=any(x.illustrative for x in record.reference.overrides),
        imprint=imprint,
        status=STYLES[conclusion.status],
        label=reader.say(conclusion),
        figures=_figures(record, p),
        chapters=made,
    )


STYLES = {
    "acceptable": "pass",
    "adjust": "retrofit",
    "resubmit": "refuse",
    "undetermined": "undetermined",
}


def year_of(record: ParkRecord, scenario: str, year: int) -> YearRecord:
    """A year of a scenario."""
    found = next(s for s in record.scenarios if s.name == scenario)
    return next(y for y in found.years if y.year == year)


def _figures(record: ParkRecord, p: Printer) -> list[tuple[str, str, str, str]]:
    """The figures of the first page: base, plan, optimised, and the cap of the last year."""
    last, base = record.park.plan_years[-1], record.base
    found: list[tuple[str, YearRecord]] = [(p.word("f.base", year=base.year), base)]
    found.append((p.word("f.plan", year=last), year_of(record, record.plan, last)))
    if record.optimised != record.plan:
        best = year_of(record, record.optimised, last)
        found.append((p.word("f.best", year=last), best))
    rows = []
    for label, year in found:
        value = year.intensity
        note = "" if value is None else p.word("f.intensity", value=whole(value, 3))
        rows.append((label, whole(year.total), "tCO2e", note))
    cap = next(
        (c for c in record.conclusion.criteria if c.id == "carbon_cap" and c.year == last),
        None,
    )
    if cap is not None:
        rows.append((p.word("f.cap", year=last), whole(cap.limit), "tCO2e", ""))
    return rows


def _summary(record: ParkRecord, p: Printer) -> list[Block]:
    park, conclusion = record.park, record.conclusion
    last = park.plan_years[-1]
    base = record.base
    plan, best = (year_of(record, getattr(record, k), last) for k in ("plan", "optimised"))
    blocks = [
        p.text("p.conclusion", label=p.reader.say(conclusion)),
        p.text(
            "p.summary",
            base_year=park.base_year,
            last=last,
            base=whole(base.total),
            plan=whole(plan.total),
            best=whole(best.total),
            i0=whole(base.intensity, 3),
            i1=whole(plan.intensity, 3),
            i2=whole(best.intensity, 3),
        ),
    ]
    if conclusion.missing:
        blocks.append(p.text("p.missing"))
        blocks.append(p.listed([p.reader.say(m) for m in conclusion.missing]))
    blocks += [p.section("criteria"), _rule(record, p), _criteria(conclusion, p)]
    if record.warnings:
        blocks += [
            p.section("cautions"),
            p.listed([p.reader.say(w) for w in record.warnings]),
        ]
    return blocks


def _criteria(conclusion: ConclusionRecord, p: Printer) -> Block:
    rows = []
    for c in conclusion.criteria:
        number = c.limit or c.plan
        unit = number.unit if number else ""
        places = 0 if unit in ("tCO2e", "tce", "个") else 3
        cells = [_beside(getattr(c, k), c.limit, places) for k in ("plan", "optimised")]
        passed = " / ".join(p.word(f"passed.{str(x).lower()}") for x in c.passed)
        title = p.word(f"criterion.{c.id}")
        limit = whole(c.limit, places)
        rows.append([title, str(c.year or "—"), *cells, limit, p.unit(unit), passed])
    heads = [
        ("criterion", 28), ("year", 7), ("plan", 13), ("optimised", 13), ("limit", 13),
        ("unit", 13), ("result", 13),
    ]  # fmt: skip
    return p.table("criteria", heads, rows, (2, 3, 4))


def _beside(value: QuantityRecord | None, limit: QuantityRecord | None, places: int) -> str:
    """A number with as many decimals as tell it from its limit."""
    if value is None:
        return "—"
    bounds = [] if limit is None else [show.exact(whole(limit, places).replace("−", "-"))]
    return show.beside(show.exact(value), bounds, places)


def _record(record: ParkRecord, p: Printer) -> list[Block]:
    heads = [("file", 34), ("SHA-256", 66)]
    return [p.text("p.record"), p.table("files", heads, files(record, p))]


def _rule(record: ParkRecord, p: Printer) -> Block:
    """What the conclusion follows, and that the guideline of such evaluations states no rule."""
    named = [d.number for d in record.documents if d.use == "scope"]
    parts = [*(p.word("p.no_rule", guideline=n) for n in named), p.word("p.rule")]
    return Block("text", (" " if p.reader.lang == "en" else "").join(parts))
