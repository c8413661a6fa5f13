"""What counts of a project for its verdict, beside what it declares (law 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.claims import Claim, Gate
from carbon_eia.errors import InputError
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import Inventory
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import Measure, Project, Source
from carbon_eia.reference import Reason, Sector, World
from carbon_eia.retrofit import EmissionModel, apply_measures
from carbon_eia.units import decimal_text

__all__ = ["ClaimEffect", "GoverningProject", "claim_notes", "effects_of", "govern"]

OPERATING = "operating"

IntensitiesOf = Callable[[Inventory], Sequence[Intensity]]


class GoverningProject(NamedTuple):
    """A project as its verdict takes it.

    ``project``: with the sources and measures that count; ``declared``: its sources as declared,
    but that a supply without proof counts as bought; ``claims``: of sources and of measures.
    ``unproven``: measures that are said to be completed and are not proven to be.
    """

    project: Project
    declared: tuple[Source, ...]
    claims: tuple[Claim, ...]
    gate: Gate
    unproven: tuple[Measure, ...]


class ClaimEffect(NamedTuple):
    """A claim with a figure with it and without it, everything else as it counts.

    ``product``: whose intensity it is; empty: the total of the project.
    """

    claim: Claim
    product: str
    with_claim: Fraction
    without_claim: Fraction
    unit: str


def govern(
    project: Project,
    world: World,
    emission_model: EmissionModel,
    sector_of: Callable[[Source], Sector],
) -> GoverningProject:
    """What counts of a project: claims without proof are taken as absent.

    Where measures act on more than the proven part of a source, none of it counts.
    """
    year = project.year if project.stage == OPERATING else None
    plain = emission_model.counting_green_as(True)
    plain.inventory(project.sources)  # the problems of all sources together
    gate = Gate(world, lambda s: plain.inventory([s]).emissions[0], sector_of, year)
    lowering = [m for m in project.measures if _lowers(m, project.sources, plain)]
    done = gate.completed(lowering)
    refused = {c.source for c in done if not c.held}
    measures = tuple(m for m in project.measures if m.name not in refused)
    claims = (*gate.claims(project.sources), *done)
    counted = gate.governed(project.sources, green_is_zero=True)
    try:
        apply_measures(counted, project.measures, plain.heat)
    except InputError:
        gate.whole = True
        claims = (*gate.claims(project.sources), *done)
        counted = gate.governed(project.sources, green_is_zero=True)
    return GoverningProject(
        project._replace(sources=counted, measures=measures),
        gate.declared(project.sources),
        claims,
        gate,
        tuple(m for m in project.measures if m.name in refused),
    )


def _lowers(measure: Measure, sources: Sequence[Source], emission_model: EmissionModel) -> bool:
    """Whether a completed measure lowers the emission, so that it is a claim."""
    if measure.status != "completed":
        return False
    after = emission_model.inventory(
        apply_measures(sources, [measure], emission_model.heat)
    ).total()
    before = emission_model.inventory(sources).total()
    return after is None or before is None or after < before


def effects_of(
    governing: GoverningProject,
    stated: Project,
    emission_model: EmissionModel,
    intensities_of: IntensitiesOf,
) -> list[ClaimEffect]:
    """Every claim with its figures: intensity of each product, else the total."""
    found: list[ClaimEffect] = []
    for claim in governing.claims:
        with_claim, without_claim = (
            _figures(governing, stated, emission_model, intensities_of, (claim, Fraction(share)))
            for share in (1, 0)
        )
        for product, (value, unit) in with_claim.items():
            other = without_claim.get(product)
            if other is not None:
                found.append(ClaimEffect(claim, product, value, other[0], unit))
    return found


def _figures(
    governing: GoverningProject,
    stated: Project,
    emission_model: EmissionModel,
    intensities_of: IntensitiesOf,
    instead: tuple[Claim, Fraction],
) -> dict[str, tuple[Fraction, str]]:
    """Product → its intensity, with one claim counted as said."""
    claim, share = instead
    done = [m for m in governing.project.measures if m.status == "completed"]
    if claim.kind == "completed":
        names = {m.name for m in done} - {claim.source} | ({claim.source} if share else set())
        done = [m for m in stated.measures if m.name in names]
        sources = governing.project.sources
    else:
        sources = governing.gate.governed(stated.sources, emission_model.green_is_zero, instead)
    plain = emission_model.counting_green_as(
        True
    )  # the sources say already what green power counts as
    try:
        inventory = plain.inventory(apply_measures(sources, done, plain.heat))
    except InputError:
        return {}
    found: dict[str, tuple[Fraction, str]] = {}
    for i in intensities_of(inventory):
        if i.indicator == "carbon_per_product":
            found.setdefault(i.product_name, (i.value, i.unit.text))
    total = inventory.total()
    if not found and total is not None:
        found[""] = total, "tCO2e"
    return found


def claim_notes(
    effects: Sequence[ClaimEffect], gate: Gate, green_is_zero: bool
) -> list[tuple[str, Reason]]:
    """A word on every claim, with the figure with it and without it.

    CE-E002 it does not count, or not whole; CE-E003 it rests on a document that says neither
    quantity nor period; CE-E005 it is covered by one.
    """
    found: dict[str, tuple[str, Reason]] = {}
    for effect in effects:
        claim = effect.claim
        if claim.key in found:
            continue
        name = {lang: gate.rules.kinds[claim.kind][lang] for lang in LANGUAGES}
        why, code = claim.why, "CE-E002"
        if claim.kind == "green" and claim.share and not green_is_zero:
            why = Reason("claim.boundary")
        elif claim.held:
            code = "CE-E005" if why is None else "CE-E003"
        params: dict[str, object] = {
            "source": claim.source,
            "claim": name,
            "why": _said(why) if why is not None else claim.evidence.text,
            "needs": needed(claim),
            "with": _shown(effect.with_claim, effect.unit),
            "without": _shown(effect.without_claim, effect.unit),
        }
        found[claim.key] = claim.key, Reason(code, params, warn=True)
    return list(found.values())


def needed(claim: Claim) -> dict[str, str]:
    """The kinds of evidence that prove a claim, in each language."""
    if not claim.needs:
        return {lang: sentence("claim.no_needs", lang) for lang in LANGUAGES}
    joiner = {"zh": "、", "en": " or "}
    return {
        lang: joiner[lang].join(sentence(f"evidence.{k}", lang) for k in claim.needs)
        for lang in LANGUAGES
    }


def _said(why: Reason) -> dict[str, str]:
    return {lang: sentence(why.code, lang, why.params) for lang in LANGUAGES}


def _shown(value: Fraction, unit: str) -> str:
    return f"{decimal_text(value, 6)} {unit}"
