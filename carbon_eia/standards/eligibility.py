"""Which returns make the sample: by rule, never by the size of the figure that they come to.

The rules are data (``factors/standards/survey.toml``); a survey may state its own months and
utilisation. Whatever is not said is not met: a return without months, utilisation, boundary or a
verification that can be looked up is excluded, with its reason, as one is that cannot be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypedDict, cast

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project.evidence import Evidence
from carbon_eia.reference import Reason, World, boundary_named, read_sector
from carbon_eia.reference.materials import name_key
from carbon_eia.standards.survey_model import Exclusion, PlantFigures, Return, ReturnHead, Survey
from carbon_eia.units import decimal_text, parse_quantity

__all__ = [
    "EligibilityThresholds",
    "Eligible",
    "clause",
    "credit_code",
    "eligible",
    "plant_keys",
    "refuse_statistics",
    "survey_data",
    "thresholds",
]

STATISTICS = "statistics"


class EligibilityThresholds(NamedTuple):
    """The least that is eligible, each with where it comes from (a row of the reference, or the
    survey)."""

    months: int
    utilisation: Fraction
    origins: Mapping[str, str]


class Eligible(NamedTuple):
    """The returns of the sample, and those that are none with their reasons.

    ``plants``: what tells one plant from another, by the name of the return.
    """

    returns: tuple[Return, ...]
    exclusions: tuple[Exclusion, ...]
    plants: Mapping[str, str]


class ClauseData(TypedDict):
    """A clause of ``factors/standards/survey.toml``."""

    id: str
    clause: str
    source: str
    quotation: str
    zh: str


class RuleData(TypedDict):
    """A rule of eligibility."""

    value: str
    unit: str


class SurveyData(TypedDict):
    """What ``factors/standards/survey.toml`` says."""

    clauses: list[ClauseData]
    eligibility: dict[str, RuleData]
    instruments: dict[str, dict[str, str]]


def survey_data(world: World) -> SurveyData:
    """Clauses, rules of eligibility and kinds of instruments of the reference data."""
    return cast(SurveyData, world.tables.toml("standards/survey.toml"))


def clause(world: World, ident: str) -> dict[str, str]:
    """A clause that surveys and adoptions rest on: its instrument, article and words."""
    entry = next(c for c in survey_data(world)["clauses"] if c["id"] == ident)
    document = world.document(entry["source"])
    return {
        "clause": entry["clause"],
        "title": document["title"],
        "number": document["number"],
        "quotation": entry["quotation"] or entry["zh"],
    }


def thresholds(survey: Survey, world: World) -> EligibilityThresholds:
    """The rules of eligibility of a survey."""
    known = survey_data(world)["eligibility"]
    months, use = survey.months, survey.utilisation
    return EligibilityThresholds(
        int(known["months"]["value"]) if months is None else months,
        parse_quantity(known["utilisation"]["value"]).to("1") if use is None else use,
        {
            "months": "factors" if months is None else "survey",
            "utilisation": "factors" if use is None else "survey",
        },
    )


def refuse_statistics(returns: Sequence[Return], world: World) -> None:
    """Refuse returns of a statistical survey: they may serve nothing but published aggregates.

    Raises InputError CE-G001 for each of them, with the clauses.
    """
    law, act = clause(world, "statistics_purpose"), clause(world, "statistics_act")
    problems = []
    for r in returns:
        if r.head is None or r.head.purpose != STATISTICS:
            continue
        file, _, row = r.name.rpartition("/")
        is_row = row.isdigit() and bool(file)
        place = Place(file, int(row), "purpose") if is_row else Place(r.name, key="return.purpose")
        params: dict[str, object] = {
            "plant": r.plant,
            "law": f"{law['title']} {law['clause']}",
            "quotation": law["quotation"],
            "act": act["clause"],
        }
        problems.append(Problem("CE-G001", place, params))
    if problems:
        raise InputError(problems)


def eligible(returns: Sequence[Return], survey: Survey, world: World) -> Eligible:
    """The sample: every return is in it or among the exclusions, none is in neither."""
    judge = _Judge(survey, world)
    excluded: list[Exclusion] = []
    kept: list[Return] = []
    for r in returns:
        found = judge.reasons(r)
        excluded += found
        if not found:
            kept.append(r)
    plants = plant_keys(kept)
    for again in (lambda some: _repeated(some, plants), _copies):
        found_again = again(kept)
        excluded += found_again.values()
        kept = [r for r in kept if r.name not in found_again]
    return Eligible(tuple(kept), tuple(excluded), plants)


class _Judge:
    """Holds returns against the rules of a survey; a text that repeats is judged once."""

    def __init__(self, survey: Survey, world: World) -> None:
        self.survey, self.world = survey, world
        self.rules = thresholds(survey, world)
        self.years = frozenset(survey.years)
        self.region = set(world.region_codes(survey.region)[:1])
        self.boundary = cache(lambda text: _is_boundary(text, survey, world))
        self.named = cache(lambda text: _boundary_label(text, world))
        self.inside = cache(lambda text: self.region <= set(world.region_codes(text)))

    def reasons(self, r: Return) -> list[Exclusion]:
        """Every rule that a return misses; of one that cannot be read, its errors alone."""

        def out(code: str, **params: object) -> Exclusion:
            return Exclusion(r.name, r.plant, f"standard.excluded.{code}", params)

        if r.problems or r.head is None:
            return [
                Exclusion(r.name, r.plant, "standard.excluded.error", {"code": p.code}, p)
                for p in r.problems or (Problem("CE-F006", Place(r.name), {"why": ""}),)
            ]
        head, survey, rules, found = r.head, self.survey, self.rules, []
        if head.sector != survey.sector:
            found.append(out("sector", value=_sector(head.sector, self.world)))
        elif r.figures is not None and r.figures.product != survey.product:
            found.append(out("product", value=r.figures.product or "—"))
        if head.year not in self.years:
            found.append(out("year", value=head.year))
        if not self.inside(head.region):
            found.append(out("region", value=head.region))
        if not head.boundary:
            found.append(out("no_boundary"))
        elif not self.boundary(head.boundary):
            found.append(out("boundary", value=self.named(head.boundary)))
        if head.months is None:
            found.append(out("no_months"))
        elif head.months < rules.months:
            found.append(out("months", value=head.months, least=rules.months))
        if head.utilisation is None:
            found.append(out("no_utilisation"))
        elif head.utilisation < rules.utilisation:
            shown = {"value": _percent(head.utilisation), "least": _percent(rules.utilisation)}
            found.append(out("utilisation", **shown))
        if not _is_verified(head.verification, self.world.as_of):
            found.append(out("verification", value=head.verification.text or "—"))
        return [*found, *_figures(r.figures, survey.product, out)]


def _figures(
    figures: PlantFigures | None, product: str, out: Callable[..., Exclusion]
) -> list[Exclusion]:
    """What the account of a return lacks for a product, and what is implausible (law 7)."""
    if figures is None:
        return [out("no_figures")]
    found = [out("missing", what=_said(m)) for m in figures.missing if not _is_doubt(m)]
    found += [out("implausible", finding=m.code, what=_said(m)) for m in figures.implausible]
    if found or figures.product != product:
        return found
    if figures.emission is None or not figures.output:
        return [out("no_figures")]
    return [out("not_positive")] if figures.emission <= 0 else []


def _is_doubt(reason: Reason) -> bool:
    """A gap that only says that something is implausible, which is told as that."""
    return reason.code == "missing.implausible"


def _said(reason: Reason) -> dict[str, str]:
    return {lang: sentence(reason.code, lang, reason.params) for lang in LANGUAGES}


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100, 4)} %"


def _sector(ident: str, world: World) -> str | dict[str, str]:
    if ident not in world.sectors():
        return ident
    sector = read_sector(world, ident)
    return {"zh": sector.name_zh, "en": sector.name_en}


def _boundary_label(text: str, world: World) -> str | dict[str, str]:
    """A boundary in words, where some sector has one of this id or label; else as it is typed."""
    named = boundary_named(world.tables, text)
    return text if named is None else {"zh": named["zh"], "en": named["en"]}


def _is_boundary(text: str, survey: Survey, world: World) -> bool:
    """Whether a text names the boundary of the survey: by its id, or by its label."""
    named = read_sector(world, survey.sector).boundary_named(text)
    ident = text if named is None else named["id"]
    return name_key(ident) == name_key(survey.boundary)


def _is_verified(shown: Evidence, as_of: date) -> bool:
    """Whether a verification can be looked up, and is not of a day to come."""
    return shown.identified and shown.date is not None and shown.date <= as_of


def _repeated(returns: Sequence[Return], plants: Mapping[str, str]) -> dict[str, Exclusion]:
    """Further returns of a plant for a year: left out where they say the same as the first; where
    they do not, none of them is taken, since nobody knows which is right."""
    alike: dict[tuple[str, int], list[Return]] = defaultdict(list)
    for r in returns:
        if r.head is not None:
            alike[plants[r.name], r.head.year].append(r)
    found: dict[str, Exclusion] = {}
    for group in alike.values():
        if len(group) == 1:
            continue
        names = "、".join(r.name for r in group)
        same = len({(r.figures.emission, r.figures.output) for r in group if r.figures}) == 1
        for r in group[1:] if same else group:
            code = "duplicate" if same else "contradiction"
            params = {"first": group[0].name, "names": names}
            found[r.name] = Exclusion(r.name, r.plant, f"standard.excluded.{code}", params)
    return found


def _copies(returns: Sequence[Return]) -> dict[str, Exclusion]:
    """Returns that say under another name what the first says: the same emission and output to the
    last digit, months, utilisation, place, year, and one verification report."""
    first: dict[tuple[object, ...], Return] = {}
    found: dict[str, Exclusion] = {}
    for r in returns:
        if r.head is None or r.figures is None:
            continue
        h, f, shown = r.head, r.figures, r.head.verification
        if f.emission is None:
            continue
        said = (h.year, h.region, h.months, h.utilisation, shown.kind, shown.number, shown.date)
        whole = f.emission.numerator, f.emission.denominator  # a fraction is slow to look up
        before = first.setdefault((*whole, f.output, *said), r)
        if before is not r and before.head is not None and before.head.plant != h.plant:
            params = {"first": before.name, "plant": before.plant}
            found[r.name] = Exclusion(r.name, r.plant, "standard.excluded.copy", params)
    return found


def plant_keys(returns: Sequence[Return]) -> dict[str, str]:
    """What tells one plant from another, by the name of the return: its credit code, or its name.

    A plant that states its code in one return and not in another is one plant.
    """
    told = [
        (r.name, name_key(r.head.plant), credit_code(r.head)) for r in returns if r.head is not None
    ]
    codes = {plant: code for _, plant, code in told if code}
    return {name: code or codes.get(plant, plant) for name, plant, code in told}


def credit_code(head: ReturnHead) -> str:
    """The unified social credit code of a plant, as one writes it; empty where it states none."""
    return head.credit_code.strip().upper()
