"""Forgeries of an opinion: of its document, of its record, and of what it is held against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from carbon_eia.proof.kept_heads import KeptHeads
from carbon_eia.register.heads import LedgerHead, consistency_of, head_of
from carbon_eia.register.opinion_record import OpinionRecord, ProvenEvent
from carbon_eia.run import canonical, record_id
from carbon_eia.run.record import under_own_id
from tests.proof.common import with_attachments
from tests.proof.forgeries.html import changed_page
from tests.proof.forgeries.pdf import attachment_doubled, attachment_removed, redrawn
from tests.proof.forgeries.word import changed_text
from tests.register.opinions import CODE, OTHER, Desk

__all__ = ["OPINION", "OpinionForgery", "Shown"]


class Shown(NamedTuple):
    """An opinion in one format, its record, the register, and what somebody kept of it."""

    content: bytes
    record: OpinionRecord
    desk: Desk
    record_of: Callable[..., OpinionRecord]

    @property
    def kept(self) -> KeptHeads:
        """The head under which it was printed."""
        return KeptHeads((("head.json", self.record.head),))


class OpinionForgery(NamedTuple):
    """``what`` is done to which ``suffix`` of file, how ``verify`` ends, and what does it."""

    suffix: str
    what: str
    status: int
    make: Callable[[Shown], tuple[bytes, KeptHeads]]


def _document(change: Callable[[bytes], bytes]) -> Callable[[Shown], tuple[bytes, KeptHeads]]:
    """A change of the finished document."""
    return lambda shown: (change(shown.content), shown.kept)


def _record(
    change: Callable[[Shown], OpinionRecord], kept: Callable[[Shown], KeptHeads] = lambda s: s.kept
) -> Callable[[Shown], tuple[bytes, KeptHeads]]:
    """A record that somebody has made up, under an id of its own."""
    return lambda shown: (canonical(under_own_id(change(shown))), kept(shown))


def _held(kept: Callable[[Shown], KeptHeads]) -> Callable[[Shown], tuple[bytes, KeptHeads]]:
    """The true record, held against something else."""
    return lambda shown: (canonical(shown.record), kept(shown))


# --- the record


def _with_event(shown: Shown, number: int, **columns: Any) -> OpinionRecord:
    """One event written anew with its right hash; the others and all paths as they were."""
    events = list(shown.record.events)
    row = events[number].row._replace(**columns)
    row = row._replace(hash=row.right_hash())
    events[number] = ProvenEvent(event=row[:], path=events[number].path)
    return _remade(shown, events)


def _remade(shown: Shown, events: list[ProvenEvent], **more: Any) -> OpinionRecord:
    """The record that the program makes of other sources: all of it fits but the proof."""
    from carbon_eia.register.opinion import make_opinion
    from carbon_eia.register.opinion_sources import sources_of
    from tests.park.small import the_world

    sources = sources_of(shown.record)._replace(events=tuple(events), **more)
    return make_opinion(sources, the_world())


def _other_verdict(shown: Shown) -> OpinionRecord:
    number = _deciding(shown)
    body = shown.record.events[number].row.body
    changed = body.replace('"verdict":"retrofit"', '"verdict":"pass"')
    assert changed != body
    return _with_event(shown, number, body=changed)


def _deciding(shown: Shown) -> int:
    return shown.record.events.index(shown.record.deciding)


def _other_day(shown: Shown) -> OpinionRecord:
    return _with_event(shown, _deciding(shown), day="2026-07-20")


def _other_person(shown: Shown) -> OpinionRecord:
    return _with_event(shown, _deciding(shown), actor="赵静")


def _truncated(shown: Shown) -> OpinionRecord:
    events = [ProvenEvent(event=e.event, path=e.path[:-1]) for e in shown.record.events]
    return _remade(shown, events)


def _exchanged_paths(shown: Shown) -> OpinionRecord:
    events = list(shown.record.events)
    a, b = events[0], events[1]
    events[:2] = [ProvenEvent(event=a.event, path=b.path), ProvenEvent(event=b.event, path=a.path)]
    return _remade(shown, events)


def _other_run(shown: Shown) -> OpinionRecord:
    """A Run of the same project with a lower figure, under its own id."""
    import msgspec

    from carbon_eia.errors import Place
    from carbon_eia.run import parse_run

    assert shown.record.run is not None
    run = parse_run(shown.record.run.text, Place())
    lower = replace(run.comparisons[0], value="0.5", exact="", typed="")
    changed = under_own_id(replace(run, comparisons=(lower, *run.comparisons[1:])))
    assert changed.id == record_id(msgspec.to_builtins(changed))
    return _remade(shown, list(shown.record.events), run=canonical(changed).decode())


def _without_run(shown: Shown) -> OpinionRecord:
    return _remade(shown, list(shown.record.events), run="")


def _decided(**changes: Any) -> Callable[[Shown], OpinionRecord]:
    def change(shown: Shown) -> OpinionRecord:
        assert shown.record.decided is not None
        return replace(shown.record, decided=replace(shown.record.decided, **changes))

    return change


def _without_finding(shown: Shown) -> OpinionRecord:
    return replace(shown.record, findings=())


def _later_due(shown: Shown) -> OpinionRecord:
    duties = tuple(replace(d, due="2030-01-01") if d.due else d for d in shown.record.duties)
    return replace(shown.record, duties=duties)


def _other_head_day(shown: Shown) -> OpinionRecord:
    head = replace(shown.record.head, day="2020-01-01")
    return _remade(shown, list(shown.record.events), head=head)


def _other_register(shown: Shown) -> OpinionRecord:
    return shown.record_of(CODE, "other")


# --- what it is held against


def _heads(shown: Shown) -> tuple[LedgerHead, LedgerHead]:
    """The head of the record and a later one."""
    rows = shown.desk.rows
    return shown.record.head, head_of(rows)


def _early(shown: Shown) -> tuple[bytes, KeptHeads, OpinionRecord]:
    record = shown.record_of(CODE, "", shown.desk.early.size)
    return canonical(record), KeptHeads((("later.json", shown.desk.head),)), record


def _no_consistency(shown: Shown) -> tuple[bytes, KeptHeads]:
    return _early(shown)[:2]


def _with_consistency(
    shown: Shown, first: int = 0, cut: int = 0, register: str = ""
) -> tuple[bytes, KeptHeads]:
    content, kept, record = _early(shown)
    from tests.register.opinions import desk

    rows = (desk(register) if register else shown.desk).rows
    proof = consistency_of(rows, first or record.head.size, shown.desk.head.size)
    proof = replace(proof, path=proof.path[: len(proof.path) - cut])
    return content, kept._replace(proofs=(("consistency.json", proof),))


def _too_early(shown: Shown) -> tuple[bytes, KeptHeads]:
    """A head of the time before the decision, with a proof that the ledger only grew since."""
    rows, size = shown.desk.rows, shown.record.head.size
    proof = consistency_of(rows, 3, size)
    return canonical(shown.record), KeptHeads(
        (("early.json", head_of(rows[:3])),), (("c.json", proof),)
    )


def _receipt_of_other(shown: Shown) -> bytes:
    other = shown.record_of(OTHER)
    receipt = other.deciding.receipt(other.head).content()
    return with_attachments(shown.content, {"receipt.json": receipt})


def _record_of_other(shown: Shown) -> bytes:
    return with_attachments(shown.content, {"opinion.json": canonical(shown.record_of(OTHER))})


OPINION = tuple(
    OpinionForgery(*f)
    for f in (
        (".pdf", "the word of the verdict", 2, _document(redrawn("限期改造", "符合准入"))),
        (".pdf", "a figure", 2, _document(redrawn("0.83", "0.93"))),
        (".pdf", "the deadline of the retrofit", 2, _document(redrawn("2028-06-30", "2030-06-30"))),
        (".pdf", "a condition", 2, _document(redrawn("每季度", "不季度"))),
        (".pdf", "the day", 2, _document(redrawn("2026-07-22", "2026-07-20"))),
        (".pdf", "the receipt of another case", 2, lambda s: (_receipt_of_other(s), s.kept)),
        (".pdf", "the record of another case", 2, lambda s: (_record_of_other(s), s.kept)),
        (".pdf", "the receipt removed", 2, _document(attachment_removed)),
        (".pdf", "the record doubled", 2, _document(attachment_doubled)),
        (".docx", "the word of the verdict", 2, _document(changed_text("限期改造", "符合准入"))),
        (".docx", "a date", 2, _document(changed_text("2028-06-30", "2030-06-30"))),
        (".html", "the word of the verdict", 2, _document(changed_page("限期改造", "符合准入"))),
        (".html", "a reason", 3, _document(changed_page("承诺措施", "有关措施"))),
        (".json", "the verdict in the event of the decision, all else made anew", 2, _record(_other_verdict)),
        (".json", "the day of the decision, all else made anew", 2, _record(_other_day)),
        (".json", "who decided, all else made anew", 2, _record(_other_person)),
        (".json", "the proof of every event cut short", 2, _record(_truncated)),
        (".json", "the proofs of two events exchanged", 2, _record(_exchanged_paths)),
        (".json", "another Run, all else made anew", 2, _record(_other_run)),
        (".json", "the Run left out", 2, _record(_without_run)),
        (".json", "the reason", 2, _record(_decided(reason="符合准入值"))),
        (".json", "a condition left out", 2, _record(_decided(conditions=("每季度报告进度",)))),
        (".json", "the deadline", 2, _record(_decided(deadline="2030-06-30"))),
        (".json", "a finding left out", 2, _record(_without_finding)),
        (".json", "the last day of a duty", 2, _record(_later_due)),
        (".json", "the day of the head", 2, _record(_other_head_day)),
        (".json", "an opinion of another register", 2, _record(_other_register)),
        (".json", "no head to hold it against", 3, _held(lambda s: KeptHeads())),
        (".json", "a later head without a proof of consistency", 3, _no_consistency),
        (".json", "a proof of consistency of other sizes", 3, lambda s: _with_consistency(s, first=3)),
        (".json", "a proof of consistency cut short", 2, lambda s: _with_consistency(s, cut=1)),
        (".json", "a proof of consistency of another register", 2, lambda s: _with_consistency(s, register="other")),
        (".json", "a head of before the decision", 3, _too_early),
    )
)  # fmt: skip
"""File, what is forged, status; ``.json`` is the record itself, ``opinion.json``."""
