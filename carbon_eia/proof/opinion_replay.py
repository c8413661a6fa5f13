"""The opinion of a case: made again of the events and the Run that it carries, and held against
the heads that somebody kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from carbon_eia.errors import Place
from carbon_eia.messages import sentence
from carbon_eia.project import Project
from carbon_eia.proof.attribution import Attribution, EvaluationOutcome, Situation
from carbon_eia.proof.difference import Part, RecordEntry, RecordLayout, Where, made_with
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.kept_heads import KeptHeads, is_signed, receipt_findings, signed_heads
from carbon_eia.proof.kind import Kind, recorded_limits
from carbon_eia.proof.project_replay import PROJECT
from carbon_eia.proof.signature import Signatures, Subject
from carbon_eia.proof.words import Words
from carbon_eia.reference import World
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OPINION_SCHEMA, OpinionRecord
from carbon_eia.register.opinion_sources import sources_of
from carbon_eia.run import parse_run

__all__ = ["OPINION", "StatedOpinion", "opinion_findings"]


class StatedOpinion(NamedTuple):
    """An opinion, and the world in which the project of its Run is read."""

    record: OpinionRecord
    world: World


def opinion_findings(
    record: OpinionRecord,
    kept: KeptHeads,
    own: Subject,
    others: Sequence[Subject],
    signatures: Signatures | None,
) -> list[VerificationFinding]:
    """Whether the Run is the one that was filed, the events are in the ledger, and the head is
    signed, where keys are given."""
    found = list(_run(record))
    heads = [(f"{record.head.size}", record.head), *kept.heads]
    signed = signed_heads(heads, record.signature, own, others, signatures)
    receipts = [event.receipt(record.head) for event in record.events]
    found += receipt_findings(receipts, record.head, kept, is_signed(record.head, signed))
    if record.is_draft:
        found.append(VerificationFinding("draft", None, "proof.opinion.draft", {}))
    return [*found, *signed]


def _run(record: OpinionRecord) -> Iterator[VerificationFinding]:
    """Whether the Run is byte by byte the one that the event of the filing names."""
    filed = record.filing.sha256
    if record.run is None and not filed:
        yield VerificationFinding("run", None, "proof.opinion.no_run", {})
        return
    text = "" if record.run is None else record.run.text
    same = hashlib.sha256(text.encode()).hexdigest() == filed
    params: dict[str, object] = {"id": record.filing.run[:16], "sequence": record.filing.event}
    code = "proof.opinion.run" if same else "proof.opinion.run_other"
    yield VerificationFinding("run", same, code, params)


# --- the record as a kind


def _parts(record: OpinionRecord, lang: str) -> Iterator[Part]:
    yield from made_with(record)
    yield ("head",), RecordEntry("record", f"{record.head.size} {record.head.root[:12]}")
    for key in record.__struct_fields__:
        if key not in ("id", "schema", "as_of", "reference", "head", "events", "signature", "run"):
            yield (key,), getattr(record, key)


def _kind(keys: Where, number: bool) -> str:
    if keys[0] in ("head", "events", "signature"):
        return "record"
    if keys[0] in ("clocks", "duties", "remedies", "grounds", "rule"):
        return "figure"
    return "decision" if keys[0] in ("decided", "recommended", "tasks") else "input"


def _remake(
    old: OpinionRecord, s: Situation[StatedOpinion], stage: Callable[[str], None]
) -> OpinionRecord:
    return make_opinion(sources_of(s.stated.record), s.world)


def _projects(stated: StatedOpinion) -> list[Project]:
    run = stated.record.run
    if run is None:
        return []
    return [PROJECT.stated(parse_run(run.text, Place(key=PROJECT.record)), stated.world)]


def _receipt(record: OpinionRecord) -> str:
    return record.deciding.receipt(record.head).content().decode()


def _verdict(record: OpinionRecord) -> str:
    return record.verdict or "undetermined"


OPINION: Kind[OpinionRecord, StatedOpinion] = Kind(
    record="opinion.json",
    file="receipt.json",
    schema=OPINION_SCHEMA,
    type=OpinionRecord,
    later={},
    subject="kind_opinion",
    text=_receipt,
    stated=StatedOpinion,
    projects=_projects,
    limits=lambda record, stated, world: recorded_limits(record, world),
    remake=_remake,
    verdict_key="verdict",
    verdict=_verdict,
    layout=RecordLayout(
        parts=_parts,
        kind=_kind,
        labels={
            "findings": ("event",),
            "clocks": ("label", "start"),
            "readings": ("name",),
            "duties": ("id",),
            "remedies": ("id",),
            "grounds": ("clause",),
            "tasks": ("name",),
        },
    ),
    stated_layout=None,
    attribution=Attribution(
        named=(),
        unfelt=(),
        verdict_key="verdict",
        keys=(),
        outcome=lambda s: EvaluationOutcome(_verdict(s.stated.record), {}),
    ),
    causes=lambda old, new: [],
    side_by_side=lambda a, b: [],
    words=Words(
        names=("findings", "clocks", "readings", "duties", "remedies", "grounds", "tasks"),
        sections=(),
        word=lambda key, before, section, lang: sentence(f"proof.word.{key}", lang, default=key),
        verdict="verdict",
        values=("verdict",),
        alone="proof.alone",
        facts=lambda figures: {},
        title=lambda record, lang: record.project,
    ),
)
