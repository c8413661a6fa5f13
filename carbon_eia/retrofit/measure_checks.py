"""Each measure on its own, before any set: whether its effect can be computed at all."""

from __future__ import annotations

from collections.abc import Sequence

from carbon_eia.errors import InputError, Problem
from carbon_eia.project import Measure, Source
from carbon_eia.reference import Reason
from carbon_eia.retrofit.emission_model import EmissionModel
from carbon_eia.retrofit.measures import apply_measures, with_required

__all__ = ["measure_notes"]


def measure_notes(
    sources: Sequence[Source], measures: Sequence[Measure], emission_model: EmissionModel
) -> list[tuple[str, Reason]]:
    """What a person must know of measures: parameters that are missing (CE-L023), dates that
    contradict what is required (CE-L022).

    Raises InputError with the problems of all measures: what no set could mend.
    """
    problems: list[Problem] = []
    notes: list[tuple[str, Reason]] = []
    before = {id(s) for s in sources}
    for m in measures:
        try:
            left = apply_measures(sources, with_required(m, measures), emission_model.heat)
            touched = [s for s in left if id(s) not in before]
            gaps = emission_model.inventory(touched).missing()
        except InputError as error:
            problems += error.problems
            continue
        known = {
            g.params.get("key") for s in sources for g in emission_model.inventory([s]).missing()
        }
        lacking = [g.params["parameter"] for g in gaps if g.params.get("key") not in known]
        for parameter in lacking:
            params = {"measure": m.name, "missing": parameter}
            notes.append((m.place.key, Reason("CE-L023", params, warn=True)))
        notes += _out_of_order(m, measures)
    if problems:
        raise InputError({(p.code, str(p.params)): p for p in problems}.values())
    return notes


def _out_of_order(m: Measure, measures: Sequence[Measure]) -> list[tuple[str, Reason]]:
    """Prerequisites whose declared finish is not before the declared start."""
    found: list[tuple[str, Reason]] = []
    for other in measures:
        late = (
            other.name in m.requires
            and m.start is not None
            and m.finish is not None
            and other.finish is not None
            and other.finish >= m.start
        )
        if late:
            params = {
                "measure": m.name,
                "other": other.name,
                "finish": other.finish,
                "start": m.start,
            }
            found.append((m.place.key, Reason("CE-L022", params, warn=True)))
    return found
