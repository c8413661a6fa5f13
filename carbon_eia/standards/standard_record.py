"""Returns → the sealed record of a draft, with the text of it that may be published."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from msgspec.structs import replace

from carbon_eia.benchmarks import derived_benchmarks
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.reference import World
from carbon_eia.reference.materials import name_key
from carbon_eia.run.record import under_own_id
from carbon_eia.run.records import BilingualText
from carbon_eia.run.stated import reference_part
from carbon_eia.run.values import cited, given, quantity, quantity_of
from carbon_eia.standards.collect import HandedIn, NamedFile, collect_returns
from carbon_eia.standards.derivation import GuardValues, Plant, StandardDerivation
from carbon_eia.standards.derivation_rules import (
    GB1,
    OWN_HISTORY,
    Chosen,
    MethodChoice,
    StandardRules,
    standard_rules,
)
from carbon_eia.standards.derive import derive
from carbon_eia.standards.editions import editions_before, plant_years
from carbon_eia.standards.eligibility import credit_code, thresholds
from carbon_eia.standards.plain import plain_parts
from carbon_eia.standards.published import published_draft
from carbon_eia.standards.read_survey import SURVEY, survey_product
from carbon_eia.standards.sealed import derivation_of
from carbon_eia.standards.sealed_files import put, sealed_file
from carbon_eia.standards.standard_records import (
    STANDARD_SCHEMA,
    ExclusionRecord,
    GridRecord,
    RemovalRecord,
    ReturnRecord,
    StandardRecord,
    SurveyRecord,
)
from carbon_eia.standards.survey_model import Exclusion, Return, Survey
from carbon_eia.standards.survey_sample import SurveySample, take_sample
from carbon_eia.units import parse_unit, rounded

__all__ = ["derive_again", "derive_handed_in", "derive_standard"]


def derive_standard(
    paths: Sequence[Path], world: World, survey: Path | None = None, nonce: str = ""
) -> StandardRecord:
    """The sealed record of what plants have handed in.

    ``survey``: the file of the survey where it does not lie beside the returns; ``nonce``: that of
    an earlier record, so that the same files give the same bytes.

    Raises InputError and CallError as ``collect_returns`` and ``take_sample``; CE-G007 for a
    removal of a plant that is not in the sample or not flagged, CE-G009 an unknown method, CE-G010
    fewer plants in the region than in the sample.
    """
    return derive_handed_in(collect_returns(paths, survey), world, nonce)


def derive_handed_in(handed: HandedIn, world: World, nonce: str = "") -> StandardRecord:
    """The same of what was collected already.

    Raises what ``derive_standard`` raises of what is in the files.
    """
    with _no_search_for_cycles():
        return _record(handed, world, nonce or secrets.token_hex(32))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Returns are many objects and none of them refers to itself: looking for such over and over
    takes a fifth of the time of ten thousand."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def derive_again(record: StandardRecord, world: World) -> StandardRecord:
    """The record of the files that a sealed record holds: in its own world the same bytes.

    What the draft would do to projects is taken over: their files are not in the record.

    Raises what ``derive_standard`` raises, InputError CE-N001 for a file that cannot be unpacked.
    """
    with TemporaryDirectory() as folder:
        named = [
            NamedFile(file.name, put(file, Path(folder) / str(i)))
            for i, file in enumerate(record.files)
        ]
        packed = {f.name: f.content for f in record.files}
        made = _record(_sorted_out(named), world, record.nonce, packed)
    if record.consequences is None:
        return made
    told = replace(made, consequences=record.consequences)
    return under_own_id(replace(told, draft=published_draft(told, derivation_of(told))))


def _sorted_out(files: Sequence[NamedFile]) -> HandedIn:
    """Files of a record as they were handed in, under the names that it gives them."""
    handed = collect_returns([f.path for f in files])
    names = {f.path: f.name for f in files}

    def named(some: Sequence[NamedFile]) -> tuple[NamedFile, ...]:
        return tuple(NamedFile(names[f.path], f.path) for f in some)

    frame = None if handed.survey is None else named([handed.survey])[0]
    return HandedIn(named(handed.returns), named(handed.tables), frame, named(handed.sealed))


def _record(
    handed: HandedIn,
    world: World,
    nonce: str,
    packed: Mapping[str, str] = MappingProxyType({}),
) -> StandardRecord:
    """``packed``: files as an earlier record holds them, by name."""
    sample = take_sample(handed, world)
    survey = sample.survey
    removals = _removals(sample)
    guards, rules = _guards(sample, world), _rules(survey, world)
    editions = editions_before(handed, survey.previous)
    out, years = {r.key for r in removals}, plant_years(sample)
    if survey.population is not None and survey.population < len(sample.plants):
        params: dict[str, object] = {"value": survey.population, "count": len(sample.plants)}
        raise InputError(Problem("CE-G010", Place(SURVEY, key="survey.population"), params))

    def derived(plants: Sequence[Plant]) -> StandardDerivation:
        return derive(plants, rules, guards, survey.population, editions, years)

    with_all = derived(sample.plants)
    flagged = set() if with_all.flags is None else {f.key for f in with_all.flags.flagged}
    if unflagged := [r for r in removals if r.key not in flagged]:
        raise InputError(
            Problem("CE-G007", Place(SURVEY, key="removals"), {"plant": r.plant}) for r in unflagged
        )
    found = derived([p for p in sample.plants if p.key not in out]) if out else with_all
    record = StandardRecord(
        schema=STANDARD_SCHEMA,
        id="",
        as_of=str(world.as_of),
        reference=reference_part(world),
        nonce=nonce,
        survey=_survey(sample, world),
        unit=sample.unit,
        grid=_grid(sample, world),
        returns=tuple(_return(r, sample) for r in sample.returns),
        exclusions=tuple(_exclusion(x) for x in sample.eligible.exclusions),
        removals=tuple(removals),
        derivation=plain_parts(found),
        with_outliers=plain_parts(with_all) if out else None,
        draft="",
        files=tuple(sealed_file(f, packed.get(f.name, "")) for f in handed.files),
    )
    return under_own_id(replace(record, draft=published_draft(record, found)))


NOT_OFFERED = {"method": (GB1, OWN_HISTORY), "advanced_method": (OWN_HISTORY,)}
"""Methods that give no such value of a survey: the limit is no plant's, own history that of one."""


def _rules(survey: Survey, world: World) -> StandardRules:
    """The rules of the reference, with the methods that the survey itself chooses.

    Raises InputError CE-G009 for a method that is not known.
    """
    rules = standard_rules(world)
    asked = {"method": survey.method, "advanced_method": survey.advanced_method or GB1}
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for key, name in asked.items():
        offered = [m for m in rules.methods.values() if m.id not in NOT_OFFERED[key]]
        known = {word: m.id for m in offered for word in (m.id, m.zh, m.en)}
        chosen[key] = known.get(name, "")
        if name and not chosen[key]:
            shown = "、".join(m.id for m in offered)
            params: dict[str, object] = {"value": name, "known": shown}
            problems.append(Problem("CE-G009", Place(SURVEY, key=f"survey.{key}"), params))
    if problems:
        raise InputError(problems)
    if not survey.method:
        return rules
    admission, advanced = chosen.values()
    return rules._replace(
        chosen=MethodChoice(
            0,
            Chosen(admission, survey.parameter),
            Chosen(advanced, survey.advanced_parameter),
        )
    )


def _removals(sample: SurveySample) -> list[RemovalRecord]:
    """The outliers that the survey removes, under the ids of their plants.

    Raises InputError CE-G007 for a plant that is not in the sample.
    """
    plants = {
        name_key(r.head.plant): (sample.keys[r.name], r.head.plant)
        for r in sample.eligible.returns
        if r.head is not None
    }
    found: list[RemovalRecord] = []
    problems: list[Problem] = []
    for removal in sample.survey.removals:
        known = plants.get(name_key(removal.plant))
        if known is None:
            problems.append(Problem("CE-G007", removal.place, {"plant": removal.plant}))
            continue
        key, plant = known
        found.append(
            RemovalRecord(key=key, plant=plant, reason=removal.reason, names=removal.names)
        )
    if problems:
        raise InputError(problems)
    return found


def _guards(sample: SurveySample, world: World) -> GuardValues:
    """What is public beside the survey: the values of GB levels 1 and 2, the band of the sector."""
    survey = sample.survey
    sector, product = survey_product(survey, world)
    year = survey.years[-1] if sample.year is None else sample.year
    unit = parse_unit(sample.unit).factor
    variants = {product.id: str(product.energy.get("variant", ""))}
    levels = {
        b.level: b.limit * b.unit.factor / unit
        for b in derived_benchmarks(world, sector, survey.region, year, variants)
        if b.product == product.id and b.boundary == survey.boundary
    }
    bands = [
        tuple(Fraction(b[end]) * parse_unit(b["unit"]).factor / unit for end in ("low", "high"))
        for b in sector.plausibility
        if b["indicator"] == "carbon_per_product" and b["product"] == product.id
    ]
    return GuardValues(
        gb1=levels.get("advanced"),
        gb2=levels.get("admission"),
        band=(bands[0][0], bands[0][1]) if bands else None,
        city_output=survey.output,
    )


# --- parts of the record


def _survey(sample: SurveySample, world: World) -> SurveyRecord:
    survey = sample.survey
    sector, product = survey_product(survey, world)
    least = thresholds(survey, world)
    boundary = sector.boundary_named(survey.boundary)
    return SurveyRecord(
        title=survey.title,
        notice=survey.notice,
        sector=sector.id,
        sector_name=BilingualText(zh=sector.name_zh, en=sector.name_en),
        product=product.id,
        product_name=BilingualText(zh=product.name_zh, en=product.name_en),
        product_unit=product.unit,
        region=survey.region,
        years=survey.years,
        boundary=survey.boundary,
        population=survey.population,
        output=quantity(survey.output, product.unit),
        method=survey.method,
        months=least.months,
        utilisation=quantity_of(least.utilisation * 100, "%"),
        origins=dict(least.origins),
        illustrative=survey.illustrative,
        previous=survey.previous,
        note=survey.note,
        inferred=survey.inferred,
        boundary_name=None
        if boundary is None
        else BilingualText(zh=boundary["zh"], en=boundary["en"]),
    )


def _grid(sample: SurveySample, world: World) -> GridRecord | None:
    """The factor of electricity of all plants; None where the region has none."""
    year = sample.survey.years[-1] if sample.year is None else sample.year
    found = world.electricity(sample.survey.region, year)
    if found is None:
        return None
    factor = quantity_of(found.quantity.value, found.quantity.unit.text, found.quantity.text)
    return GridRecord(factor=factor, year=year, citation=cited(found))


def _return(r: Return, sample: SurveySample) -> ReturnRecord:
    head, figures = r.head, r.figures
    emission = None if figures is None else figures.emission
    intensity = sample.intensities.get(r.name)
    if intensity is None and figures is not None:
        intensity = figures.intensity
    gas, _, per = ("", "", "") if figures is None else figures.unit.partition("/")
    stated = None if head is None else head.emissions
    difference: str | None = None
    if stated is not None and emission:
        own = stated.value * stated.unit.factor / parse_unit(gas).factor
        difference = rounded((own - emission) / emission * 100, 2)
    return ReturnRecord(
        name=r.name,
        plant=r.plant,
        year=0 if head is None else head.year,
        sha256=r.sha256,
        key=sample.keys.get(r.name, ""),
        emission=quantity(emission, gas),
        output=quantity(None if figures is None else figures.output, per),
        intensity=quantity(intensity, sample.unit),
        stated=given(stated),
        difference_percent=difference,
        credit_code="" if head is None else credit_code(head),
    )


def _exclusion(x: Exclusion) -> ExclusionRecord:
    p = x.problem
    params = dict(x.params)
    if p is not None:
        params = {"code": p.code, "what": {lang: p.message(lang) for lang in LANGUAGES}}
        params["place"] = _place(p)
    return ExclusionRecord(
        name=x.name,
        plant=x.plant,
        code=x.code,
        text=sentence(x.code, "zh", params),
        params=params,
        place="" if p is None else _place(p),
    )


def _place(p: Problem) -> str:
    """Where an error stands: in a form by sheet and cell alone, whose keys nobody sees."""
    return str(p.place._replace(key="") if p.place.cell else p.place)
