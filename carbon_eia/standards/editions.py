"""The editions that were published before, so that no two of them give a plant away together."""

from __future__ import annotations

from pathlib import Path

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.reference.materials import name_key
from carbon_eia.standards.collect import HandedIn
from carbon_eia.standards.derivation import PlantYear, Published
from carbon_eia.standards.eligibility import credit_code
from carbon_eia.standards.published import seal_of
from carbon_eia.standards.read_survey import SURVEY
from carbon_eia.standards.sealed import derivation_of, parse_standard, sample_plants
from carbon_eia.standards.sealed_files import unpacked
from carbon_eia.standards.standard_records import StandardRecord
from carbon_eia.standards.survey_sample import SurveySample

__all__ = ["editions_before", "plant_years", "published_edition"]


def editions_before(handed: HandedIn, name: str) -> list[Published]:
    """The edition that a survey names, from its sealed record, and each that went before it, from
    the record that the later one holds; none where it names none.

    Raises InputError CE-G008 where the one that is named was not handed in, CE-N001 for a file that
    is no sealed record.
    """
    if not name:
        return []
    file = next((f for f in handed.sealed if name in (f.path.name, f.name)), None)
    if file is None:
        raise InputError(Problem("CE-G008", Place(SURVEY, key="survey.previous"), {"file": name}))
    text, found = read_text(file.path), list[Published]()
    while text:
        record = parse_standard(text, Place(file.name))
        found.append(published_edition(record))
        text = _edition_before(record)
    return found


def _edition_before(record: StandardRecord) -> str:
    """The sealed record of the edition before that of a record; empty where there is none."""
    name = record.survey.previous
    if not name:
        return ""
    held = next((f for f in record.files if name in (f.name, Path(f.name).name)), None)
    if held is None:
        raise InputError(Problem("CE-G008", Place(SURVEY, key="survey.previous"), {"file": name}))
    return unpacked(held).decode("utf-8", "replace")


def published_edition(record: StandardRecord) -> Published:
    """What is published of a record, with the plants and returns that it rests on."""
    out = {r.key for r in record.removals}
    return Published(
        edition=seal_of(record)[:16],
        plants=sample_plants(record),
        values=derivation_of(record).published_values,
        returns=tuple(
            PlantYear(name_key(r.plant), r.credit_code, r.year)
            for r in record.returns
            if r.key and r.key not in out
        ),
    )


def plant_years(sample: SurveySample) -> list[PlantYear]:
    """Which plants of a sample handed in for which years."""
    heads = (r.head for r in sample.eligible.returns if r.head is not None)
    return [PlantYear(name_key(h.plant), credit_code(h), h.year) for h in heads]
