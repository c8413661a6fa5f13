"""The Run of a project: how it is computed again, and what is told of its changes."""

from __future__ import annotations

from collections.abc import Callable

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.errors import InputError
from carbon_eia.project import Evidence, Picture, Project, parse_project
from carbon_eia.project.consistency import measure_problems
from carbon_eia.proof.attribution import Attribution, ComparedFigure, EvaluationOutcome, Situation
from carbon_eia.proof.causes import verdict_causes
from carbon_eia.proof.kind import Kind, recorded_limits
from carbon_eia.proof.run_layout import RUN_LAYOUT
from carbon_eia.proof.words import PROJECT_WORDS
from carbon_eia.reference import World
from carbon_eia.run import SCHEMA, make_run
from carbon_eia.run.earlier import LATER_KEYS
from carbon_eia.run.records import IntensityRecord, PictureRecord, Run

__all__ = ["PROJECT", "stated_project"]


def stated_project(run: Run, world: World) -> Project:
    """The project as its text in the Run states it, its evidence and pictures as recorded there."""
    project = parse_project(run.project.text, world, "project.toml")
    files = {f.file: f for f in run.project.evidence_files}

    def recorded(shown: Evidence) -> Evidence:
        known = files.get(shown.file)
        if known is None:
            return shown._replace(sha256="", lost="")
        return shown._replace(sha256=known.sha256 or "", lost=known.lost or "")

    pictures = {
        name: _recorded_picture(picture, run.project.pictures.get(name))
        for name, picture in project.pictures.items()
    }
    return project._replace(pictures=pictures).with_evidence(recorded)


def _recorded_picture(stated: Picture, known: PictureRecord | None) -> Picture:
    """A picture with the pixels that the Run holds of the same file."""
    if known is None or known.file != stated.file:
        return stated
    return stated._replace(
        kind=known.kind,
        width=known.width,
        height=known.height,
        content=known.content,
        source_sha256=known.source_sha256,
    )


def _remake(old: Run, s: Situation[Project], stage: Callable[[str], None]) -> Run:
    """The Run of a situation: with a plan of its measures where the older Run has one, and with its
    analysis of uncertainty, of as many draws and the same seed."""
    assessed = assess(s.stated, s.world, s.limits, old.retrofit.plan is not None)
    analysed = old.uncertainty
    if analysed is None:
        return make_run(assessed)
    return make_run(assessed, certainty_of(assessed, analysed.draws, analysed.seed))


def _outcome(s: Situation[Project]) -> EvaluationOutcome:
    """The verdict of a situation, and the carbon intensity of its main product.

    Raises InputError where its measures do not fit its sources: no file states such a project.
    """
    if problems := measure_problems(s.stated.measures, s.stated.sources):
        raise InputError(problems)
    run = make_run(assess(s.stated, s.world, s.limits))
    own = _intensity(run)
    amount = (
        None if own is None else ComparedFigure(own.value, own.number, own.unit, str(own.product))
    )
    return EvaluationOutcome(run.decision.verdict, {"intensity": amount})


def _intensity(run: Run) -> IntensityRecord | None:
    product = run.decision.product
    own = [i for i in run.intensities if i.indicator == "carbon_per_product"]
    return next((i for i in own if i.product_name == product), None)


PROJECT: Kind[Run, Project] = Kind(
    record="run.json",
    file="project.toml",
    schema=SCHEMA,
    type=Run,
    later=LATER_KEYS,
    subject="kind",
    text=lambda run: run.project.text,
    stated=stated_project,
    projects=lambda project: [project],
    limits=lambda run, project, world: recorded_limits(run, world),
    remake=_remake,
    verdict_key="verdict",
    verdict=lambda run: run.decision.verdict,
    layout=RUN_LAYOUT,
    stated_layout=None,
    attribution=Attribution(
        named=("products", "raw_materials", "sources", "measures"),
        unfelt=("name", "code"),
        verdict_key="verdict",
        keys=(("intensity", "moved", "unit"),),
        outcome=_outcome,
    ),
    causes=verdict_causes,
    side_by_side=lambda a, b: [],
    words=PROJECT_WORDS,
)
