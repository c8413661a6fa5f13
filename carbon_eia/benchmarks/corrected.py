"""A printed limit → the limit that a project is held against, with the sum written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.benchmarks.correction_facts import CorrectionFacts, bases, facts_of
from carbon_eia.formulas import Condition, CorrectionOutcome, NotListedError, parse_correction
from carbon_eia.messages import sentence
from carbon_eia.project import Product, Project
from carbon_eia.reference import Reason, Row, World
from carbon_eia.units import Quantity, decimal_text

__all__ = ["Corrected", "correct", "is_open"]

LANGUAGES = ("zh", "en")
Remark = tuple[str, dict[str, object]]


class Corrected(NamedTuple):
    """A limit after its correction; ``judged`` is False where a person must judge it.

    ``said`` tells what was done, ``sum`` is the correction with its figures. ``wider``: the limit
    by a stated fact that the inventory contradicts, where that is the wider one.
    """

    limit: Fraction
    judged: bool
    said: Reason
    sum: str = ""
    wider: Fraction | None = None


def is_open(world: World, row: Row) -> bool:
    """Whether a printed limit says nothing before it is corrected by facts of the plant.

    So where the table has no coefficients, or where the sum rests on a fact without a base.
    """
    if not row["correction"]:
        return False
    base = bases(world)
    outcome = parse_correction(row["correction"]).outcome(base)
    if outcome is None:
        return False
    return outcome.sum is None or any(name not in base for name in outcome.names())


def correct(
    world: World, row: Row, limit: Quantity, project: Project, product: Product
) -> Corrected:
    """Correct a limit by what its row prescribes and the project states; nothing is assumed.

    A condition only ever widens a limit: on a fact that is not stated it does not hold, and that
    is told. So is a fact with a ``base``, the case for which the standard prints the limit. A sum
    on another fact, a table that does not list the fact, or a correction without coefficients
    leaves the limit unjudged, unless the project states the corrected limit with its evidence.
    """
    correction = parse_correction(row["correction"])
    facts = facts_of(world, project, product)
    condition, remarks = correction.condition, list[Remark]()
    outcome = correction.outcome(facts.known)
    if condition is not None and (outcome is None or condition.name not in facts.known):
        unmet = _unmet(condition, facts)
        if outcome is None:
            return Corrected(limit.value, True, unmet)
        remarks.append(("energy.limit.unless", dict(unmet.params)))
    assert outcome is not None
    if outcome.unresolved and condition is not None and condition.name not in facts.known:
        asked = facts.labels((condition.name, *correction.then.names()))
        lacking = Reason("energy.limit.lacks", {"facts": asked})
        return _by_applicant(asked, row, limit, product) or Corrected(limit.value, False, lacking)
    if outcome.unresolved:
        causes = [facts.causes[c] for c in outcome.unresolved]
        return _unresolved(_by_language(causes), row, limit, product)
    lacks = [n for n in outcome.names() if n not in facts.known]
    if lacks:
        params = {"facts": facts.labels(lacks)}
        return Corrected(limit.value, False, Reason("energy.limit.lacks", params))
    try:
        return _made(outcome, facts, limit, remarks)
    except NotListedError as error:
        return _unresolved(facts.labels([str(error)]), row, limit, product)
    except ZeroDivisionError:
        return _unresolved(facts.labels(outcome.names()), row, limit, product)


def _unmet(condition: Condition, facts: CorrectionFacts) -> Reason:
    against = facts.shown(condition.name, condition.against)
    params: dict[str, object] = {
        "fact": facts.labels((condition.name,)),
        "condition": {lang: f"{condition.sign} {text}" for lang, text in against.items()},
    }
    if condition.name not in facts.known:
        return Reason("energy.limit.unknown", params)
    params["value"] = facts.shown(condition.name)
    return Reason("energy.limit.not_met", params)


def _made(
    outcome: CorrectionOutcome, facts: CorrectionFacts, limit: Quantity, remarks: list[Remark]
) -> Corrected:
    """The corrected limit; where a stated fact and the inventory differ, the stricter limit."""
    known: dict[str, Fraction | str] = {**facts.known, "value": limit.value}
    stated = value = outcome.corrected(known)
    for name in outcome.names():
        if name not in facts.inferred:
            continue
        if name not in facts.stated:
            remarks.append(("energy.limit.inferred", facts.inference(name)))
            continue
        other = {**known, name: facts.inferred[name].value}
        if outcome.corrected(other) < value:
            known, value = other, outcome.corrected(other)
            remarks.append(("energy.limit.contradicted", facts.inference(name)))
    at_base = [n for n in outcome.names() if n in facts.at_base]
    if at_base:
        base = _by_language(facts.shown(n) for n in at_base)
        remarks.append(("energy.limit.at_base", {"facts": facts.labels(at_base), "base": base}))
    unit = "" if limit.unit.text == "1" else limit.unit.text
    written = f"{outcome.written(known)} = {decimal_text(value, 6)} {unit}".rstrip()
    params: dict[str, object] = {
        "printed": f"{decimal_text(limit.value)} {unit}".rstrip(),
        "sum": written,
    }
    if not remarks:
        return Corrected(value, True, Reason("energy.limit.corrected", params), written)
    params["remarks"] = {
        lang: "".join(sentence(code, lang, _in(lang, p)) for code, p in remarks)
        for lang in LANGUAGES
    }
    if value == stated:
        return Corrected(value, True, Reason("energy.limit.corrected_with", params), written)
    return Corrected(value, True, Reason("CE-W060", params, warn=True), written, stated)


def _unresolved(
    causes: Mapping[str, str], row: Row, limit: Quantity, product: Product
) -> Corrected:
    unresolved = Reason("energy.limit.unresolved", {"causes": causes})
    return _by_applicant(causes, row, limit, product) or Corrected(limit.value, False, unresolved)


def _by_applicant(
    causes: Mapping[str, str], row: Row, limit: Quantity, product: Product
) -> Corrected | None:
    """The limit as the applicant corrected it, with grounds that a person checks."""
    stated = product.corrected_limits.get(row["level"])
    if not isinstance(stated, Quantity) or stated.unit.dims != limit.unit.dims:
        return None
    evidence = product.corrected_limits.get("evidence", "")
    params: dict[str, object] = {"causes": causes, "limit": stated.text, "evidence": evidence}
    return Corrected(stated.to(limit.unit), True, Reason("CE-W030", params, warn=True))


def _by_language(texts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    listed = list(texts)
    return {
        lang: ("、" if lang == "zh" else ", ").join(t[lang] for t in listed) for lang in LANGUAGES
    }


def _in(lang: str, params: Mapping[str, object]) -> dict[str, object]:
    return {k: v[lang] if isinstance(v, Mapping) else v for k, v in params.items()}
