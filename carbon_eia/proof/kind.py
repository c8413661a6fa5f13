"""A kind of record: what tells it from another, and what can be done with every record alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from carbon_eia.benchmarks import Benchmark, parse_benchmarks, read_benchmarks
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.project import Project
from carbon_eia.proof.attribution import Attribution, ChangeInfluence, Situation, influences
from carbon_eia.proof.causes import Cause
from carbon_eia.proof.difference import CHANGES, RecordChange, RecordLayout, differences
from carbon_eia.proof.finding import VerificationFinding
from carbon_eia.proof.limits import check_limits
from carbon_eia.proof.words import Words
from carbon_eia.reference import World
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.report import RENDERERS
from carbon_eia.run import parse_changed, parse_record, parse_stamp
from carbon_eia.run.records import NamedRecord, Run
from carbon_eia.standards.standard_records import StandardRecord

__all__ = ["Kind", "RecordComparison", "RecordOfKind", "recorded_limits"]

SomeRecord = TypeVar("SomeRecord", bound=Run | ParkRecord | StandardRecord | OpinionRecord)
Stated = TypeVar("Stated")

Stage = Callable[[str], None]
"""Told of each stage of long work."""


class RecordComparison(NamedTuple):
    """What differs between two records, and what each change does when it is made alone."""

    changes: list[RecordChange]
    influences: list[ChangeInfluence]


@dataclass(frozen=True, slots=True)
class Kind(Generic[SomeRecord, Stated]):
    """A kind of record: what its parts in a document are called, and what differs from others.

    ``record``, ``file``: names of the record and of the file that was handed in; ``subject``: key
    of the words that its documents bear; ``later``: keys that records of earlier versions lack.
    ``text``: the text of the file that was handed in; ``stated``: the project or park that the
    texts of a record state, ``projects`` those that it consists of; ``limits``: the benchmarks that
    were used; ``remake``: the record of a situation, analysed as an older one was. ``verdict``,
    ``verdict_key``: what a record comes to, and what that is called in JSON. ``stated_layout``:
    where what the files state is compared as it stands there. ``causes``: why the verdict of a
    newer record is another. ``side_by_side``: rows of a table of the leading figures of two
    records. ``unchecked``: what of a record its own texts cannot give again.
    """

    record: str
    file: str
    schema: str
    type: type[SomeRecord]
    later: Mapping[str, Mapping[str, object]]
    subject: str
    text: Callable[[SomeRecord], str]
    stated: Callable[[SomeRecord, World], Stated]
    projects: Callable[[Stated], Sequence[Project]]
    limits: Callable[[SomeRecord, Stated, World], list[Benchmark]]
    remake: Callable[[SomeRecord, Situation[Stated], Stage], SomeRecord]
    verdict_key: str
    verdict: Callable[[SomeRecord], str]
    layout: RecordLayout[SomeRecord]
    stated_layout: RecordLayout[Stated] | None
    attribution: Attribution[Stated]
    causes: Callable[[SomeRecord, SomeRecord], list[Cause]]
    side_by_side: Callable[[SomeRecord, SomeRecord], list[list[str]]]
    words: Words[SomeRecord]
    unchecked: Callable[[SomeRecord], list[VerificationFinding]] = lambda record: []

    def parse(self, text: str) -> SomeRecord:
        """The record of its text.

        Raises InputError: CE-N001 another document, CE-N002 its content is not that of its id.
        """
        return parse_record(text, Place(key=self.record), self.schema, self.type, self.later)

    def read(self, text: str) -> RecordOfKind[SomeRecord, Stated]:
        """The record of its text, with what can be done with it; raises as ``parse``."""
        return RecordOfKind(self.parse(text), self)

    def read_changed(self, text: str) -> RecordOfKind[SomeRecord, Stated]:
        """The same of a record whose content is not that of its id.

        Raises InputError CE-N001 for another document.
        """
        place = Place(key=self.record)
        return RecordOfKind(parse_changed(text, place, self.schema, self.type, self.later), self)

    def stamp(self, text: str) -> NamedRecord:
        """What a record of any version says of itself.

        Raises InputError CE-N001 where it does not say so.
        """
        return parse_stamp(text, Place(key=self.record), self.schema, self.later)

    def situation(
        self, record: SomeRecord, world: World, benchmarks: Sequence[Path] = ()
    ) -> Situation[Stated]:
        """What a record was made from, in a world: with its own benchmark files or with others.

        Raises InputError: CE-V001 where the record lacks the text of a file that it used, and
        whatever its texts give.
        """
        others = [b for file in benchmarks for b in read_benchmarks(file, world)]
        stated = self.stated(record, world)
        return Situation(stated, others or self.limits(record, stated, world), world)

    def again(
        self,
        record: SomeRecord,
        world: World,
        benchmarks: Sequence[Path] = (),
        stage: Stage = lambda name: None,
    ) -> SomeRecord:
        """The record of the same files in a world: another day, other tables, other limits.

        In the world of the record itself the same bytes come out. Raises as ``situation``.
        """
        return self.remake(record, self.situation(record, world, benchmarks), stage)

    def differences(self, a: SomeRecord, b: SomeRecord, lang: str = "zh") -> list[RecordChange]:
        """Everything that differs between two records, by kind, in the order of the records."""
        return differences(self.layout, a, b, lang)

    def influences(
        self, a: SomeRecord, b: SomeRecord, open_world: Callable[[date], World]
    ) -> list[ChangeInfluence]:
        """What each change does when it is made alone, the largest first.

        Both are taken under the reference tables of ``open_world``.
        Raises InputError where one of them cannot be computed again.
        """
        before, after = self._situations(a, b, open_world)
        return influences(self.attribution, before, after)

    def compare(
        self, a: SomeRecord, b: SomeRecord, open_world: Callable[[date], World], lang: str
    ) -> RecordComparison:
        """What differs between two records, and what each change does; raises as ``influences``.

        What a file states is told as it stands there, where the kind has a layout for that. Of a
        kind without figures of its own no change is made alone.
        """
        changes = self.differences(a, b, lang)
        if not changes:
            return RecordComparison([], [])
        before, after = self._situations(a, b, open_world)
        if self.stated_layout is not None:
            changes = [c for c in changes if c.kind != "input"]
            changes += differences(self.stated_layout, before.stated, after.stated, lang)
            changes.sort(key=lambda c: CHANGES.index(c.kind))
        felt = changes and self.attribution.keys
        return RecordComparison(
            changes, influences(self.attribution, before, after) if felt else []
        )

    def _situations(
        self, a: SomeRecord, b: SomeRecord, open_world: Callable[[date], World]
    ) -> tuple[Situation[Stated], Situation[Stated]]:
        before, after = (self.situation(r, open_world(date.fromisoformat(r.as_of))) for r in (a, b))
        return before, after


@dataclass(frozen=True, slots=True)
class RecordOfKind(Generic[SomeRecord, Stated]):
    """A record that was read from a document, with its kind."""

    record: SomeRecord
    kind: Kind[SomeRecord, Stated]

    def unchecked(self) -> list[VerificationFinding]:
        """What of it its own texts cannot give again."""
        return self.kind.unchecked(self.record)

    def text(self) -> str:
        """The text of the file that was handed in."""
        return self.kind.text(self.record)

    def again(self, world: World) -> tuple[NamedRecord, Callable[[str], list[RecordChange]]]:
        """The record computed again in a world, and what a reader is told of it, in a language.

        Raises InputError where its texts cannot be computed.
        """
        again = self.kind.again(self.record, world)
        return again, lambda lang: self.kind.differences(self.record, again, lang)

    def against(self, official: Sequence[Path], world: World) -> list[VerificationFinding]:
        """The limits that it used against those of the authority's files.

        Raises InputError where a file cannot be read.
        """
        s = self.kind.situation(self.record, world)
        return check_limits(s.limits, official, self.kind.projects(s.stated), world)

    def suffixes(self) -> Collection[str]:
        """The endings of the documents that it can be printed as."""
        return RENDERERS.keys()

    def printed(self, suffix: str, lang: str) -> bytes:
        """The document that it prints today."""
        return RENDERERS[suffix](self.record, lang, None)


def recorded_limits(record: NamedRecord, world: World) -> list[Benchmark]:
    """The benchmarks of the files that a record used.

    Raises InputError CE-V001 where it does not hold the text of one.
    """
    limits: list[Benchmark] = []
    for used in record.reference.overrides:
        if not used.text:
            raise InputError(Problem("CE-V001", params={"file": used.file}))
        limits += parse_benchmarks(used.text, world, used.file)
    return limits
