"""The opinion of a case: what its record says, and that it follows from events, Run and law."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from carbon_eia.errors import CallError, InputError
from carbon_eia.messages import sentence
from carbon_eia.register.heads import LedgerHead, head_of
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OpinionRecord, ProvenEvent
from carbon_eia.register.opinion_sources import opinion_sources, sources_of
from carbon_eia.report import document_of
from carbon_eia.report.document import texts_of
from carbon_eia.run import canonical
from tests.park.small import the_world
from tests.register.opinions import CODE, OPEN, OTHER, REFUSED, REMEDIES, desk, opinion_record


def test_a_decision_is_told_with_all_that_it_rests_on() -> None:
    """Who applied, what was found and answered, recommended and decided, by roles and days."""
    record = opinion_record()
    assert (record.case, record.filing.received, record.filing.accepted) == (
        CODE, "2026-07-01", "2026-07-03")  # fmt: skip
    finding = record.findings[0]
    assert (finding.path, finding.worth, finding.answer, finding.answered) == (
        "sources[1].ncv", "每低 1 GJ/t，强度高 2.3 %", "附检测报告", "2026-07-08")  # fmt: skip
    assert record.recommended is not None
    assert record.decided is not None
    assert (record.recommended.role.zh, record.decided.role.zh) == ("审查人员", "批准人员")
    assert record.decided.conditions == ("按期完成余热发电改造", "每季度报告进度")
    assert (record.decided.verdict, record.decided.deadline) == ("retrofit", "2028-06-30")
    assert (record.decided.number, record.as_of) == ("郴碳评审〔2026〕7号", "2026-07-22")
    assert [(t.name, t.day) for t in record.tasks] == [("设备订货", "2027-01-31")]


def test_the_law_gives_duties_remedies_and_last_days() -> None:
    """24 months from the decision; the duties of an approval; reasons and remedies of a refusal."""
    approved, refused = opinion_record(), opinion_record(OTHER)
    due = {d.id: d.due for d in approved.duties}
    assert due["start"] == "2028-07-22"
    assert "as_approved" in due
    assert refused.duties == ()
    assert {r.id for r in refused.remedies} == {"reconsideration", "litigation"}
    quoted = {g.clause: g.quotation for g in refused.grounds}
    assert "应当说明理由" in quoted["行政许可法第38条第2款"]
    clocks = {c.clock: c for c in approved.clocks}
    assert clocks["decision"].met == "2026-07-22"
    assert clocks["validity"].readings[0].steps


def test_order_31_is_no_ground_of_an_eia_approval() -> None:
    """A case of the EIA quotes what holds for every decision, and nothing of Order 31."""
    sources = sources_of(opinion_record(OTHER))
    events = [
        _rewritten(e, '"kind":"filed"', '"channel":"eia_report","kind":"filed"')
        for e in sources.events
    ]
    record = make_opinion(sources._replace(events=tuple(events)), the_world())
    assert not any("31号令" in g.clause for g in record.grounds)
    assert [g.clause for g in record.grounds] == ["行政许可法第38条第2款"]
    assert {r.id for r in record.remedies} == {"reconsideration", "litigation"}


def _rewritten(event: ProvenEvent, old: str, new: str) -> ProvenEvent:
    row = event.row._replace(body=event.row.body.replace(old, new))
    return ProvenEvent(event=row._replace(hash=row.right_hash())[:], path=event.path)


def test_a_decision_against_the_recommendation_gives_its_reason() -> None:
    """Both verdicts and why stand in the document, and the remedies in the decision's own words."""
    record = opinion_record(OTHER)
    assert record.recommended is not None
    assert record.decided is not None
    assert (record.recommended.verdict, record.decided.verdict) == ("retrofit", "refuse")
    shown = printed(record, "zh")
    assert "改造资金证明已过期" in shown
    assert REMEDIES in shown


def test_a_finding_tells_at_which_value_the_verdict_turns() -> None:
    """As it was solved when the finding was made; else what the reviewer has written."""
    own, solved = opinion_record(OTHER).findings
    assert own.break_even is None
    assert solved.break_even is not None
    assert (solved.worth, solved.break_even.value) == ("", "16.3514")
    shown = printed(opinion_record(OTHER), "zh")
    assert "16.351 万t" in shown
    assert "−2.67 %" in shown


def test_until_the_decision_it_is_a_draft() -> None:
    """What is recommended, marked on every page; before that there is nothing to print."""
    draft = opinion_record(REFUSED)
    assert draft.is_draft
    assert draft.decided is None
    document = document_of(draft, "zh")
    assert sentence("register.opinion.banner_draft") in document.banner
    assert sentence("register.opinion.p.draft") in printed(draft, "zh")
    with pytest.raises(CallError, match="CE-G240"):
        opinion_record(OPEN)


def test_no_person_is_named() -> None:
    """Receiver, reviewer and approver stand by their roles, in both languages."""
    for code in (CODE, OTHER, REFUSED):
        for lang in ("zh", "en"):
            shown = printed(opinion_record(code), lang)
            assert not any(name in shown for name in ("张敏", "王磊", "李强"))


def test_the_same_sources_give_the_same_bytes() -> None:
    """What the record holds is enough to make it again, to the last byte."""
    record = opinion_record()
    assert canonical(make_opinion(sources_of(record), the_world())) == canonical(record)


def test_what_happens_later_does_not_change_it() -> None:
    """The delivery and other cases leave the opinion as it was; only the head grows."""
    now, then = opinion_record(), opinion_record(size=desk().early.size)
    assert (now.head.size, then.head.size) == (desk().head.size, desk().early.size)
    same = ("decided", "recommended", "findings", "tasks", "duties", "clocks", "grounds", "filing")
    assert [getattr(now, k) for k in same] == [getattr(then, k) for k in same]
    assert [e.event for e in now.events] == [e.event for e in then.events]


def test_a_head_of_another_register_is_refused() -> None:
    """Also one of a time before the decision."""
    found = desk()
    other = LedgerHead(size=5, root="0" * 64, day="2026-07-01")
    early = head_of(found.rows[:3])
    for head in (other, early):
        with pytest.raises(CallError, match="CE-G241"):
            opinion_sources(found.rows, CODE, lambda name: "", head)


@pytest.mark.parametrize(
    "how", ["an event twice", "out of order", "without the recommendation", "of two cases"]
)
def test_events_that_are_no_case_give_no_opinion(how: str) -> None:
    """Whoever leaves the recommendation out, or puts an event in twice, has no record."""
    sources = sources_of(opinion_record())
    events = list(sources.events)
    if how == "an event twice":
        events.insert(3, events[3])
    elif how == "out of order":
        events[3], events[4] = events[4], events[3]
    elif how == "without the recommendation":
        events = [e for e in events if '"kind":"proposed"' not in e.row.body]
    else:
        events += opinion_record(OTHER).events
    with pytest.raises((ValueError, InputError)):
        make_opinion(sources._replace(events=tuple(events)), the_world())


def test_the_record_is_read_back_as_it_was_written() -> None:
    """Its JSON is that of its type, and nothing else is taken for one."""
    record = opinion_record()
    assert msgspec.json.decode(canonical(record), type=OpinionRecord) == record


def printed(record: OpinionRecord, lang: str) -> str:
    """Every text of the document, one below another."""
    document = document_of(record, lang)
    blocks = [b for c in document.chapters for b in c.blocks]
    return "\n".join([document.title, *(document.plain(t) for t in texts_of(blocks))])


GOLDEN = Path(__file__).parent / "opinion"
HEX = re.compile(r"\b[0-9a-f]{12,64}\b")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("code", "name"), [(CODE, "retrofit"), (OTHER, "against")])
def test_the_letter_says_what_it_should(code: str, name: str, lang: str) -> None:
    """Every heading and text of it, but digests and the receipt, which is another every time."""
    document = document_of(opinion_record(code), lang)
    chapters = [c for c in document.chapters if c.name != "receipt"]
    lines = [document.sender, document.kind, document.title, document.what, document.banner]
    for chapter in chapters:
        lines += ["", f"{chapter.number} {chapter.title}".strip()]
        lines += [document.plain(t) for t in texts_of(chapter.blocks)]
    told = HEX.sub("…", "\n".join(lines)) + "\n"
    path = GOLDEN / f"{name}.{lang}.txt"
    assert told == path.read_text(encoding="utf-8"), f"the text of {path.name} has changed"
