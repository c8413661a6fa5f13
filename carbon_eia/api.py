"""The Python API: assess, check, plan, screen and park, for notebooks and other programs.

Everything here is at the top of the package: ``import carbon_eia; carbon_eia.assess(…)``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import write_whole
from carbon_eia.messages import sentence, verdict_label
from carbon_eia.project import Project, parse_project
from carbon_eia.project import read_project as read_project_file
from carbon_eia.project.canonical import project_toml
from carbon_eia.project.reader import parse_toml
from carbon_eia.project.with_words import with_word_texts
from carbon_eia.reference import World, open_world
from carbon_eia.run.acceptance import Acceptance, acceptance_of
from carbon_eia.run.assess_files import assess_files
from carbon_eia.run.records import (
    ComparisonRecord,
    IntensityRecord,
    PlanRecord,
    Run,
    SourceRecord,
    WarningRecord,
)

if TYPE_CHECKING:
    import pandas as pd

    from carbon_eia.crosscheck.crosscheck_records import CrossCheckRecord
    from carbon_eia.parks.park_records import ParkRecord
    from carbon_eia.standards import StandardDerivation
    from carbon_eia.standards.adopt import AdoptionInstrument
    from carbon_eia.standards.standard_records import StandardRecord

__all__ = [
    "Acceptance",
    "AssessedPark",
    "AssessedProject",
    "CheckedFiling",
    "DerivedStandard",
    "assess",
    "check",
    "cross_check",
    "derive_standard",
    "park",
    "plan",
    "read_project",
    "screen",
]

ProjectSource = str | Path | Mapping[str, object] | Project
"""A path, TOML text (with line breaks), the tables of a file as a dict, or a project."""

Files = str | Path | Sequence[str | Path]
"""One path or several."""

Printed = TypeVar("Printed")

COLOURS = {"pass": "#1a7f37", "retrofit": "#9a6700", "refuse": "#cf222e", "stop": "#cf222e"}


class AssessedProject:
    """The assessment of one project; in a notebook it shows its verdict and reasons.

    ``run`` is the whole record, typed: every figure with its formula, factor and source.
    """

    def __init__(self, run: Run, lang: str = "zh") -> None:
        self.run = run
        self.lang = lang

    @property
    def verdict(self) -> str:
        """``pass``, ``retrofit``, ``refuse``, ``stop`` or ``undetermined``."""
        return self.run.decision.verdict

    @property
    def label(self) -> str:
        """The verdict in words."""
        return verdict_label(self.verdict, self.lang, self.run.decision.ground)

    @property
    def intensity(self) -> IntensityRecord | None:
        """Carbon per unit of the product that decides; None where it cannot be computed."""
        from carbon_eia.report.deciding_comparison import main_intensity

        return main_intensity(self.run)

    @property
    def comparison(self) -> ComparisonRecord | None:
        """The comparison with the admission value that the verdict rests on."""
        from carbon_eia.report.deciding_comparison import governing

        return governing(self.run, "admission")

    @property
    def margin(self) -> Decimal | None:
        """(limit − value) ÷ limit in per cent: negative above the admission value."""
        found = self.comparison
        return None if found is None else Decimal(found.margin_percent)

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Every source with its parameters, formula, gases and emission."""
        return self.run.inventory.by_source

    @property
    def warnings(self) -> tuple[WarningRecord, ...]:
        """What a reader must know before the verdict is used."""
        return self.run.warnings

    @property
    def plan(self) -> PlanRecord | None:
        """The cheapest plan of the measures; None where none was asked for (``plan``)."""
        return self.run.retrofit.plan

    def to_frame(self) -> pd.DataFrame:
        """The sources, one a row: name, method, account, amount, unit, formula, CO2e in tonnes."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": s.name,
                "method": s.method,
                "account": s.account,
                "category": s.category,
                "amount": None if s.amount is None else float(s.amount.number),
                "unit": None if s.amount is None else s.amount.unit,
                "formula": s.formula,
                "co2e_t": None if s.co2e is None else float(s.co2e.number),
            }
            for s in self.sources
        )

    def explain(self, source: str | None = None, rule: str | None = None) -> str:
        """Every figure with formula, numbers and documents; of one source or one rule alone.

        ``source``: its name or number; ``rule``: its id. Raises CallError CE-C006 for an unknown.
        """
        from carbon_eia.cli.explaining import print_explanation

        with redirect_stdout(io.StringIO()) as printed:
            print_explanation(self.run, self.lang, source, rule)
        return printed.getvalue()

    def report(self, *files: str | Path, lang: str | None = None) -> None:
        """Write the report: ``.pdf``, ``.docx``, ``.xlsx`` or ``.html``, each by its ending.

        Every document is made before one is written. Raises CallError CE-C005 for another ending,
        MachineError where the machine lacks what a PDF needs.
        """
        from carbon_eia.report import RENDERERS

        _write([Path(f) for f in files], RENDERERS, self.run, lang or self.lang)

    def __repr__(self) -> str:
        return f"<{self.run.project.name}: {self.label}>"

    def _repr_html_(self) -> str:
        """The verdict, what it is compared with, and why, for a notebook."""
        colour = COLOURS.get(self.verdict, "#8250df")
        run, lang = self.run, self.lang
        reasons = [
            (
                r.title.text(lang),
                r.fact if lang == "zh" else sentence(r.code, lang, r.params),
                r.clause,
            )
            for r in run.decision.reasons
            if r.passed is not None
        ]
        rows = [f"<tr>{''.join(f'<td>{escape(t)}</td>' for t in r)}</tr>" for r in reasons]
        gaps = [
            f"<li>{escape(m.text if lang == 'zh' else sentence(m.code, lang, m.params))}</li>"
            for m in run.decision.missing
        ]
        listed = f"<ul>{''.join(gaps)}</ul>" if gaps else ""
        return (
            f"<div><p><b>{escape(run.project.name)}</b><br>"
            f'<b style="color:{colour}">{escape(self.label)}</b></p>{listed}'
            f"<table>{''.join(rows)}</table></div>"
        )


class AssessedPark:
    """The evaluation of a park; in a notebook it shows its conclusion and members.

    ``record`` is the whole record, typed.
    """

    def __init__(self, record: ParkRecord, lang: str = "zh") -> None:
        self.record = record
        self.lang = lang

    @property
    def conclusion(self) -> str:
        """``acceptable``, ``adjust``, ``resubmit`` or ``undetermined``."""
        return self.record.conclusion.status

    @property
    def label(self) -> str:
        """The conclusion in words."""
        said = self.record.conclusion
        return said.text if self.lang == "zh" else sentence(said.code, self.lang, said.params)

    def to_frame(self) -> pd.DataFrame:
        """The members, one a row: name, role, sector, verdict, emission and energy of a year."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": m.name,
                "role": m.role,
                "sector": m.sector.text(self.lang),
                "verdict": m.verdict,
                "co2e_t": None if m.total is None else float(m.total.number),
                "energy_tce": None if m.energy is None else float(m.energy.number),
            }
            for m in self.record.members
        )

    def report(self, *files: str | Path, lang: str | None = None) -> None:
        """Write the planning evaluation: ``.pdf``, ``.docx``, ``.xlsx`` or ``.html``."""
        from carbon_eia.report import RENDERERS

        _write([Path(f) for f in files], RENDERERS, self.record, lang or self.lang)

    def __repr__(self) -> str:
        return f"<{self.record.park.name}: {self.label}>"

    def _repr_html_(self) -> str:
        """The conclusion and the members, for a notebook."""
        table = self.to_frame().to_html(index=False)
        head = f"<b>{escape(self.record.park.name)}</b><br>{escape(self.label)}"
        return f"<div><p>{head}</p>{table}</div>"


class CheckedFiling:
    """Another filing of a year held against an assessment; see ``cross_check``.

    ``record`` is the whole record, typed.
    """

    def __init__(self, record: CrossCheckRecord, lang: str = "zh") -> None:
        self.record = record
        self.lang = lang

    @property
    def result(self) -> str:
        """``consistent``, ``to_be_explained``, ``not_comparable``, ``inconsistent`` or
        ``not_equal``: the worst of its comparisons."""
        return self.record.result

    @property
    def label(self) -> str:
        """The result in words."""
        return sentence(f"crosscheck.result.{self.result}", self.lang)

    def to_frame(self) -> pd.DataFrame:
        """The comparisons, one a row: step, name, own, other, unit, share in percent, result."""
        import pandas as pd

        return pd.DataFrame(
            {
                "step": x.step,
                "name": x.name,
                "own": None if x.own is None else float(x.own.number),
                "other": None if x.other is None else float(x.other.number),
                "unit": next((q.unit for q in (x.own, x.other) if q is not None), ""),
                "share": None if x.share is None else float(x.share.number),
                "result": x.result,
            }
            for x in self.record.lines
        )

    def report(self, *files: str | Path, lang: str | None = None) -> None:
        """Write result table and statement: ``.pdf``, ``.docx`` or ``.html``, by their endings."""
        from carbon_eia.files import write_all
        from carbon_eia.report.crosscheck import render_crosscheck

        paths = [Path(f) for f in files]
        language = lang or self.lang
        write_all({p: render_crosscheck(self.record, p.suffix.lower(), language) for p in paths})

    def __repr__(self) -> str:
        return f"<{self.record.project} {self.record.year}: {self.label}>"


class DerivedStandard:
    """What a survey of plants comes to: a draft that may be published, or why there is none.

    ``record`` is the whole sealed record, typed: it holds the figures of plants, and nobody but
    those who decide and verify may see it. ``draft`` and ``outcome`` may be published.
    """

    def __init__(self, record: StandardRecord, lang: str = "zh") -> None:
        self.record = record
        self.lang = lang

    @property
    def derivation(self) -> StandardDerivation:
        """Every figure of the derivation, exact (sealed)."""
        from carbon_eia.standards.sealed import derivation_of

        return derivation_of(self.record)

    @property
    def outcome(self) -> str:
        """``derived``, ``range`` (between the values of GB levels 1 and 2) or ``none``."""
        return self.derivation.outcome

    @property
    def draft(self) -> str:
        """The draft as TOML, empty where nothing may be published."""
        return self.record.draft

    def to_frame(self) -> pd.DataFrame:
        """The returns, one a row (sealed): their figures, and why one is excluded."""
        import pandas as pd

        reasons: dict[str, list[str]] = {}
        for x in self.record.exclusions:
            reasons.setdefault(x.name, []).append(sentence(x.code, self.lang, x.params))
        return pd.DataFrame(
            {
                "return": r.name,
                "plant": r.plant,
                "year": r.year,
                "emission_t": None if r.emission is None else float(r.emission.number),
                "output": None if r.output is None else float(r.output.number),
                "intensity": None if r.intensity is None else float(r.intensity.number),
                "excluded": "；".join(reasons.get(r.name, ())),
            }
            for r in self.record.returns
        )

    def adopt(self, instrument: AdoptionInstrument) -> str:
        """The benchmark file of an instrument that adopts the draft, as TOML.

        Raises CallError CE-G013 … where the adoption does not hold, InputError CE-G011 without a
        draft.
        """
        from carbon_eia.standards.adopt import adopted_text

        return adopted_text(self.draft, self.record, instrument, _world_of(self.record.as_of))

    def report(self, *files: str | Path, lang: str | None = None) -> None:
        """Write the report; ``draft.sealed.pdf`` is that for the decision, ``draft.pdf`` may be
        published."""
        from carbon_eia.report import RENDERERS, StandardReport

        for file in files:
            closed = Path(file).stem.endswith(".sealed")
            _write([Path(file)], RENDERERS, StandardReport(self.record, closed), lang or self.lang)

    def __repr__(self) -> str:
        return f"<{self.record.survey.title or self.record.survey.sector}: {self.outcome}>"


def assess(
    project: ProjectSource,
    *,
    as_of: date | str | None = None,
    benchmarks: Files = (),
    uncertainty: int | None = None,
    seed: int | None = None,
    texts: str | Path | None = None,
    lang: str = "zh",
) -> AssessedProject:
    """Assess one project.

    Parameters
    ----------
    project
        path of a project file (TOML, Excel form), its TOML text, its tables as a dict, or a
        ``Project``
    as_of
        the day of the assessment, a date or ``"2026-06-30"``; today when left out
    benchmarks
        files of admission values that an authority has adopted
    uncertainty
        how many draws tell how sure the figures are; None: no analysis
    seed
        start of the draws
    texts
        a filled Word template of the texts of its report
    lang
        ``"zh"`` or ``"en"``, for what is shown

    Returns
    -------
    AssessedProject
        with ``verdict``, ``intensity``, ``margin``, ``sources``, ``report(…)`` and the ``run``.

    Raises
    ------
    InputError
        with every problem of the project and the benchmark files, each with its place and mend.

    Source
    ------
    《郴州市碳达峰行动方案》专栏10 第4项; the rules of the day and place are in ``factors/policy``.

    Examples
    --------
    >>> plant = {
    ...     "project": {"name": "示例", "stage": "拟建", "nature": "新建", "sector": "水泥熟料",
    ...                 "region": "湖南省郴州市", "year": 2026},
    ...     "products": [{"name": "水泥熟料", "amount": "100 万t", "main": True}],
    ...     "sources": [{"name": "电", "method": "electricity", "amount": "6000 万kWh"}],
    ... }
    >>> made = assess(plant, as_of="2026-06-30")
    >>> made.verdict, made.sources[0].formula, made.sources[0].co2e.value
    ('undetermined', 'E = AD × EF', '29856')
    """
    run = _run(project, as_of, benchmarks, False, uncertainty, seed, texts)
    return AssessedProject(run, lang)


def plan(
    project: ProjectSource,
    *,
    as_of: date | str | None = None,
    benchmarks: Files = (),
    lang: str = "zh",
) -> AssessedProject:
    """Assess one project with the cheapest plan of its measures (``.plan``); see ``assess``."""
    return AssessedProject(_run(project, as_of, benchmarks, True), lang)


def check(
    project: ProjectSource, *, as_of: date | str | None = None, lang: str = "zh"
) -> Acceptance:
    """Whether an application is complete and plausible, before any verdict.

    Returns ``Acceptance``: ``missing``, ``for_the_authority``, ``warnings``, ``is_complete()``.
    Raises InputError as ``assess`` does.
    """
    return acceptance_of(_run(project, as_of, (), False))


def read_project(project: ProjectSource, *, as_of: date | str | None = None) -> Project:
    """A project as it was read, with every quantity exact; see ``assess``."""
    return _read(project, open_world(_day(as_of)))


def screen(
    projects: pd.DataFrame | Files,
    *,
    as_of: date | str | None = None,
    benchmarks: Files = (),
    lang: str = "zh",
) -> pd.DataFrame:
    """The verdict of every row of a table, as ``assess`` gives it one by one.

    ``projects``: a DataFrame with the heads of a table of projects (``烟煤 (t)``), or paths of
    tables. The result has the index of the DataFrame. What is wrong with a row stands in it.
    Raises InputError for a benchmark file or a head that is wrong.
    """
    import pandas as pd

    from carbon_eia.screening import open_input, run_screening, screen_frame

    day, limits = _day(as_of), _paths(benchmarks)
    if isinstance(projects, pd.DataFrame):
        return screen_frame(projects, day, limits, lang)
    with TemporaryDirectory() as folder:
        results = Path(folder) / "results.parquet"
        table = open_input(_paths(projects))
        run_screening(table, [results], as_of=day, benchmarks=limits, lang=lang)
        return pd.read_parquet(results)


def park(
    file: str | Path,
    *,
    as_of: date | str | None = None,
    benchmarks: Files = (),
    lang: str = "zh",
) -> AssessedPark:
    """Evaluate the plan of a park from its file (TOML or Excel form).

    Raises InputError with every problem of the park, its members and the benchmark files.
    """
    from carbon_eia.parks.evaluate_files import evaluate_files

    return AssessedPark(evaluate_files(Path(file), _day(as_of), _paths(benchmarks)), lang)


def cross_check(
    project: ProjectSource,
    mapping: str | Path,
    filing: str | Path | None = None,
    *,
    as_of: date | str | None = None,
    lang: str = "zh",
) -> CheckedFiling:
    """Hold another filing of the enterprise against the assessment of the same year.

    Parameters
    ----------
    project
        the year as ``assess`` takes it: filing 0
    mapping
        a mapping file (TOML) that says where the other filing says what
    filing
        the file whose cells the mapping names; None where it writes the values down
    as_of
        the day of the check, a date or ``"2027-03-01"``; today when left out
    lang
        ``"zh"`` or ``"en"``, for what is shown

    Returns
    -------
    CheckedFiling
        with ``result``, ``to_frame()``, ``report(…)`` and the ``record``.

    Raises
    ------
    InputError
        with every problem of the mapping file and of the cells that it names; a statistical return
        is refused (CE-G305).

    Source
    ------
    《郴州市碳达峰行动方案》三（一）; tolerances in ``factors/register/crosscheck.toml``.

    Examples
    --------
    >>> found = cross_check("samples/cement-clinker/project.toml",
    ...                     "samples/register/energy-report.toml",
    ...                     "samples/register/energy-report.csv", as_of="2027-03-01")
    >>> found.result, len(found.to_frame())
    ('to_be_explained', 7)
    """
    from carbon_eia.crosscheck import cross_check as checked
    from carbon_eia.crosscheck import read_mapping, read_rules

    world = open_world(_day(as_of))
    rules = read_rules(world.tables)
    run = _run(project, as_of, (), False)
    other = read_mapping(Path(mapping), None if filing is None else Path(filing), rules, world)
    return CheckedFiling(checked(run, other, rules, world), lang)


def derive_standard(
    returns: Files,
    *,
    survey: str | Path | None = None,
    as_of: date | str | None = None,
    projects: Files = (),
    benchmarks: Files = (),
    lang: str = "zh",
) -> DerivedStandard:
    """Derive an admission standard from the returns of plants.

    Parameters
    ----------
    returns
        folders, files (TOML, Excel forms) or tables with one return a row
    survey
        the file of the survey; ``survey.toml`` of the folder when left out
    as_of
        the day of the derivation; today when left out
    projects
        projects that are judged today and under the draft: files, folders, a table, or the folder
        of a register
    benchmarks
        the admission values of today
    lang
        ``"zh"`` or ``"en"``, for what is shown

    Returns
    -------
    DerivedStandard
        with ``outcome``, ``draft``, ``adopt(…)``, ``report(…)`` and the sealed ``record``.

    Raises
    ------
    InputError
        for returns of a statistical survey (CE-G001), a survey that is wrong or not agreed on. An
        error of a single return excludes that return and stands in its reasons.

    Source
    ------
    《郴州市碳达峰行动方案》专栏10 第4项; methods and thresholds are in ``factors/standards``.

    Examples
    --------
    >>> made = derive_standard("samples/survey-lead-6", as_of="2026-06-30")
    >>> made.outcome, made.derivation.n, made.draft
    ('range', 6, '')
    """
    from carbon_eia.standards.standard_record import derive_standard as sealed_record

    day = _day(as_of)
    world = open_world(day)
    record = sealed_record(_paths(returns), world, None if survey is None else Path(survey))
    if projects and record.draft:
        from carbon_eia.proof.filed import open_projects
        from carbon_eia.standards.consequences import with_consequences

        judged = open_projects(_paths(projects), world)
        record = with_consequences(record, judged, _paths(benchmarks), world, lang)
    return DerivedStandard(record, lang)


def _world_of(day: str) -> World:
    return open_world(date.fromisoformat(day))


def _run(
    project: ProjectSource,
    as_of: date | str | None,
    benchmarks: Files,
    planned: bool,
    draws: int | None = None,
    seed: int | None = None,
    texts: str | Path | None = None,
) -> Run:
    limits = _paths(benchmarks)
    words = None if texts is None else Path(texts)
    return assess_files(
        lambda world: _read(project, world, words), _day(as_of), limits, planned, draws, seed
    )


def _read(project: ProjectSource, world: World, texts: Path | None = None) -> Project:
    """A project from whatever it is given as; ``texts``: a Word file of its texts."""
    if isinstance(project, Project) and texts is None:
        return project
    if isinstance(project, str | Path) and "\n" not in str(project):
        return read_project_file(Path(project), world, texts=texts)
    text = project.text if isinstance(project, Project) else project
    written = project_toml(text) if isinstance(text, Mapping) else str(text)
    if texts is None:
        return parse_project(written, world)
    return with_word_texts(
        parse_toml(written, "project.toml"),
        written,
        texts,
        lambda tables, said: parse_project(said, world),
    )


def _day(as_of: date | str | None) -> date:
    if as_of is None:
        return date.today()
    if isinstance(as_of, date):
        return as_of
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise CallError(Problem("CE-C001", params={"value": as_of})) from None


def _write(
    files: Sequence[Path],
    renderers: Mapping[str, Callable[[Printed, str, Path | None], bytes]],
    record: Printed,
    lang: str,
) -> None:
    """Write documents of a record, each in the kind that its ending names."""
    wrong = [f for f in files if f.suffix.lower() not in renderers]
    if wrong:
        known = "、".join(renderers)
        raise CallError(
            [Problem("CE-C005", Place(str(f)), {"value": f.suffix, "known": known}) for f in wrong]
        )
    made = [(f, renderers[f.suffix.lower()](record, lang, None)) for f in files]
    for file, content in made:
        write_whole(file, content)


def _paths(files: Files) -> list[Path]:
    return [Path(files)] if isinstance(files, str | Path) else [Path(f) for f in files]
