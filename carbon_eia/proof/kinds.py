"""What a document may carry: the Run of a project, the record of a park, a standard, an opinion."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from carbon_eia.files.json_text import json_value
from carbon_eia.parks.park_model import Park
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import Project
from carbon_eia.proof.kind import Kind, RecordOfKind
from carbon_eia.proof.opinion_replay import OPINION, StatedOpinion
from carbon_eia.proof.park_replay import PARK
from carbon_eia.proof.project_replay import PROJECT
from carbon_eia.proof.standard_replay import STANDARD
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.run.records import Run
from carbon_eia.standards.standard_records import StandardRecord

__all__ = [
    "KINDS",
    "OPINION",
    "PARK",
    "PROJECT",
    "STANDARD",
    "AnyKind",
    "AnyRead",
    "AnyRecord",
    "kind_of",
    "name_of",
]

AnyRecord = Run | ParkRecord | StandardRecord | OpinionRecord
AnyKind = (
    Kind[Run, Project]
    | Kind[ParkRecord, Park]
    | Kind[StandardRecord, StandardRecord]
    | Kind[OpinionRecord, StatedOpinion]
)
AnyRead = (
    RecordOfKind[Run, Project]
    | RecordOfKind[ParkRecord, Park]
    | RecordOfKind[StandardRecord, StandardRecord]
    | RecordOfKind[OpinionRecord, StatedOpinion]
)

KINDS: Sequence[AnyKind] = (PROJECT, PARK, STANDARD, OPINION)


def kind_of(names: Collection[str]) -> AnyKind | None:
    """The kind of record among parts of these names; None where there is none."""
    return next((kind for kind in KINDS if kind.record in names), None)


def name_of(content: bytes) -> str:
    """What a bare record is called in a document: by its schema, any other a Run.

    >>> name_of(b'{"schema": "carbon-eia/park/1"}'), name_of(b"anything")
    ('park.json', 'run.json')
    """
    try:
        held = json_value(content.decode("utf-8"))
    except ValueError:
        return PROJECT.record
    schema = held.get("schema") if isinstance(held, dict) else None
    return next((k.record for k in KINDS if k.schema == schema), PROJECT.record)
