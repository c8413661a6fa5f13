"""The report of one project as a document, built from its Run and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import fields
from carbon_eia.project.texts import heading
from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Document, numbered
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.markdown_chapters import with_markdown_chapters
from carbon_eia.report.printer import Printer, clipped
from carbon_eia.report.project.applicant_texts import gap
from carbon_eia.report.project.conclusion_chapter import conclusion
from carbon_eia.report.project.conversions import unit_conversions
from carbon_eia.report.project.description import project_description
from carbon_eia.report.project.echo import project_file
from carbon_eia.report.project.evidence_annex import evidence_list
from carbon_eia.report.project.existing import existing_plant
from carbon_eia.report.project.factors import factors_and_documents
from carbon_eia.report.project.general import general_basis
from carbon_eia.report.project.inventory_chapter import source_inventory
from carbon_eia.report.project.log import calculation_log
from carbon_eia.report.project.measures_chapter import measures_and_plan
from carbon_eia.report.project.monitoring import monitoring_plan
from carbon_eia.report.project.performance import carbon_performance
from carbon_eia.report.project.policy_chapter import policy_conformity
from carbon_eia.report.project.record_annex import record_of_run
from carbon_eia.report.project.regional_carbon import regional_effects
from carbon_eia.report.project.uncertainty_chapter import uncertainty_and_gaps
from carbon_eia.report.project.verdict_chapter import verdict_page
from carbon_eia.run.records import Run

__all__ = ["CHAPTERS", "project_document"]

CHAPTERS = (
    verdict_page,
    general_basis,
    project_description,
    policy_conformity,
    existing_plant,
    source_inventory,
    carbon_performance,
    measures_and_plan,
    regional_effects,
    monitoring_plan,
    uncertainty_and_gaps,
    conclusion,
    factors_and_documents,
    unit_conversions,
    project_file,
    calculation_log,
    evidence_list,
    record_of_run,
)
"""The chapters in their order, from which their numbers follow."""


def project_document(
    run: Run, lang: str = "zh", templates: Path | None = None, drawn: bool = True
) -> Document:
    """The report of a Run in a language; ``drawn``: with its figures.

    ``templates``: a folder whose ``chapters/project`` adds chapters to the package's own.

    Raises InputError CE-N001 when something that a Run holds is missing or of another kind,
    TemplateError CE-T001 where a chapter of the folder is wrong.
    """
    p = Printer("en" if lang == "en" else "zh")
    try:
        if drawn:
            from carbon_eia.report.figures import draw_figures

            p = replace(p, drawings=draw_figures(run, p.lang))
        chapters = tuple(chapter(run, p) for chapter in CHAPTERS)
        chapters = with_markdown_chapters(chapters, "project", p.lang, run, templates)
        return numbered(in_own_language(_document(run, p, chapters)))
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise InputError(Problem("CE-N001", params={"why": why})) from error


def _document(run: Run, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    project, reference, w = run.project, run.reference, p.word
    illustrative = any(c.illustrative for c in run.comparisons)
    illustrative = illustrative or any(x.illustrative for x in reference.overrides)
    sector = project.sector.name(p.lang)
    version = f"{w('reference_version')} {reference.version}"
    return Document(
        lang=p.lang,
        kind=w("kind"),
        title=f"{w('title_before')}{project.name}{w('title_after')}",
        name=project.name,
        head=clipped(project.name),
        foot=f"{w('run')} {show.short_id(run.id)}{w('semicolon')}{version}",
        what=w("cover_what"),
        notes=(w("cover_note"), w("nature_of_report")),
        banner=w("banner") if illustrative else "",
        imprint=tuple(_imprint(run, p)),
        keywords=tuple(x for x in (*w("keywords").split(","), sector, project.region, run.id) if x),
        day=run.as_of,
        chapters=chapters,
    )


def _imprint(run: Run, p: Printer) -> list[tuple[str, str]]:
    """What a cover says under its title."""
    project, w = run.project, p.word
    return [
        *([(w("code"), project.code)] if project.code else []),
        (w("sector"), project.sector.name(p.lang)),
        (w("region"), project.region),
        (w("developer"), _developer(run, p)),
        *_compilers(run, p),
        (w("as_of"), run.as_of),
        (w("reference_version"), run.reference.version),
        (w("run"), show.short_id(run.id)),
    ]


def _developer(run: Run, p: Printer) -> str:
    """The applicant with its credit code."""
    applicant = run.project.applicant
    code = applicant.credit_code
    named = f"{applicant.name} ({code})" if applicant.name and code else applicant.name
    return named or gap(p, "applicant", "name").text


def _compilers(run: Run, p: Printer) -> list[tuple[str, str]]:
    """Who compiles the report, its authors, and who evaluates where that is another."""
    report, known = run.project.report, fields("report")
    authors = p.listed(report.authors) or gap(p, "report", "authors").text
    compiler = report.compiler or gap(p, "report", "compiler").text
    evaluator = report.evaluator or report.compiler
    named = (
        ("compiler", compiler),
        ("authors", authors),
        ("evaluator", evaluator or gap(p, "report", "evaluator").text),
    )
    return [(heading(known[key].label(p.lang)), text) for key, text in named]
