"""A printed limit → the limit that a project is held against, with the sum written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.project import Evidence, Product, Project, fields
from carbon_eia.reference import Reason, Row, World
from carbon_eia.reference.correction import Correction, parse_correction
from carbon_eia.units import Quantity, decimal_text

__all__ = ["Corrected", "correct"]


class Corrected(NamedTuple):
    """A limit after its correction; ``judged`` is False where a person must judge it.

    ``said`` tells what was done, ``sum`` is the correction with its figures.
    """

    limit: Fraction
    judged: bool
    said: Reason
    sum: str = ""


def correct(
    world: World, row: Row, limit: Quantity, project: Project, product: Product
) -> Corrected:
    """Correct a limit by what its row prescribes and the project states; nothing is assumed.

    A condition on a fact that is not stated leaves the printed limit, and says so; a sum on such a
    fact, or a correction without coefficients, leaves it unjudged, unless the project states the
    corrected limit with its evidence.
    """
    found = parse_correction(row["correction"])
    names = world.tables.toml("benchmarks/corrections.toml")
    known = _known(names["facts"], project, product)
    condition = found.condition
    if condition is not None:
        params: dict[str, object] = {
            "fact": _labels((condition.name,), names),
            "condition": f"{condition.sign} {_against(condition.against, condition.name, names)}",
        }
        if condition.name not in known:
            return Corrected(limit.value, True, Reason("energy.limit.unknown", params))
        params["value"] = _shown(known, names)[condition.name]
        if not condition.holds(known):
            return Corrected(limit.value, True, Reason("energy.limit.not_met", params))
    if found.unresolved:
        return _unresolved(found, row, limit, product, names)
    lacks = [n for n in found.names() if n not in known]
    if lacks:
        params = {"facts": _labels(lacks, names)}
        return Corrected(limit.value, False, Reason("energy.limit.lacks", params))
    value = found.corrected({**known, "value": limit.value})
    shown = {**_figures(known), "value": decimal_text(limit.value)}
    unit = "" if limit.unit.text == "1" else limit.unit.text
    written = f"{found.written(shown)} = {decimal_text(value, 6)} {unit}".rstrip()
    params = {"printed": f"{decimal_text(limit.value)} {unit}".rstrip(), "sum": written}
    return Corrected(value, True, Reason("energy.limit.corrected", params), written)


def _unresolved(
    found: Correction, row: Row, limit: Quantity, product: Product, names: Mapping[str, Any]
) -> Corrected:
    causes = [names["causes"][c] for c in found.unresolved]
    params: dict[str, object] = {
        "causes": {lang: _joined((c[lang] for c in causes), lang) for lang in ("zh", "en")}
    }
    stated = product.corrected_limits.get(row["level"])
    if isinstance(stated, Quantity) and stated.unit.dims == limit.unit.dims:
        params["limit"] = stated.text
        shown = product.corrected_limits.get("evidence")
        params["evidence"] = shown.text if isinstance(shown, Evidence) else ""
        said = Reason("CE-W030", params, warn=True)
        return Corrected(stated.to(limit.unit), True, said, "")
    return Corrected(limit.value, False, Reason("energy.limit.unresolved", params))


def _known(
    facts: Mapping[str, Mapping[str, str]], project: Project, product: Product
) -> dict[str, Fraction | str]:
    """What the project states of the facts that corrections ask for, in the unit of their sum."""
    found: dict[str, Fraction | str] = {}
    for name, spec in facts.items():
        held = product.facts if spec["where"] == "products" else project.facts
        stated = held.get(spec["key"])
        if isinstance(stated, Quantity):
            found[name] = stated.to(spec["unit"])
        elif isinstance(stated, str):
            found[name] = stated
    return found


def _figures(known: Mapping[str, Fraction | str]) -> dict[str, str]:
    return {k: v if isinstance(v, str) else decimal_text(v, 6) for k, v in known.items()}


def _shown(known: Mapping[str, Fraction | str], names: Mapping[str, Any]) -> dict[str, object]:
    """Each known fact as a person reads it, with its unit or as the word of its choice."""
    return {k: _against(v, k, names) for k, v in _figures(known).items()}


def _against(text: str, name: str, names: Mapping[str, Any]) -> str:
    spec = names["facts"][name]
    choice = fields(spec["where"])[spec["key"]].choices
    return choice.get(text, text) if choice else f"{text} {spec['unit']}"


def _labels(facts: Iterable[str], names: Mapping[str, Any]) -> dict[str, str]:
    """Names of facts with the keys under which a project states them."""
    specs = [names["facts"][n] for n in facts]
    return {
        lang: _joined(
            (
                f"{fields(s['where'])[s['key']].label(lang)} ({s['where']}.{s['key']})"
                for s in specs
            ),
            lang,
        )
        for lang in ("zh", "en")
    }


def _joined(texts: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(texts)
