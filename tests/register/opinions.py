"""A register with decided cases for the tests of opinions: one Run, filed under several codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from carbon_eia.api import assess
from carbon_eia.register.acting import CommandRequest, act, view_of
from carbon_eia.register.event import EventRow
from carbon_eia.register.filing import Submission
from carbon_eia.register.heads import LedgerHead, head_of
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.register.store import Register, create
from carbon_eia.run.records import Run
from tests.conftest import ROOT
from tests.park.small import the_world
from tests.register.cases import LAW

__all__ = ["CODE", "OTHER", "REFUSED", "Desk", "desk", "opinion_record", "sample_run"]

CODE = "2602-431021-04-01-000001"
OTHER, REFUSED, OPEN = "2602-431021-04-01-000002", "2602-431021-04-01-000003", "open-4"
REMEDIES = "收到本决定之日起六十日内可以申请行政复议"

Step = tuple[str, str, str, str, Mapping[str, Any]]
"""Day, command, who, as what, with which words."""

REVIEW: Sequence[Step] = (
    ("2026-07-03", "accept", "张敏", "receiver", {}),
    ("2026-07-06", "start_review", "王磊", "reviewer", {}),
    ("2026-07-07", "find", "王磊", "reviewer",
     {"path": "sources[1].ncv", "text": "低位发热量无检测报告",
      "worth": "每低 1 GJ/t，强度高 2.3 %"}),
)  # fmt: skip
DECISIONS: Mapping[str, Sequence[Step]] = {
    CODE: (
        *REVIEW,
        ("2026-07-08", "answer_finding", "某公司", "applicant", {"text": "附检测报告"}),
        ("2026-07-20", "propose", "王磊", "reviewer",
         {"recommendation": "retrofit", "reason": "高于准入值，承诺措施可按期达到"}),
        ("2026-07-22", "decide", "李强", "approver",
         {"verdict": "retrofit", "reason": "高于准入值，承诺措施可按期达到",
          "deadline": "2028-06-30", "conditions": ["按期完成余热发电改造", "每季度报告进度"],
          "number": "郴碳评审〔2026〕7号", "authority": "郴州市生态环境局"}),
        ("2026-07-22", "set_milestone", "王磊", "reviewer",
         {"name": "设备订货", "day": "2027-01-31"}),
        ("2026-07-24", "deliver", "张敏", "receiver", {}),
    ),
    OTHER: (
        *REVIEW,
        ("2026-07-08", "find", "王磊", "reviewer", {"path": "sources[0].amount", "worth": {
            "break_even": "16.3514", "unit": "万t", "change_percent": "-2.67"}}),
        ("2026-07-21", "propose", "王磊", "reviewer",
         {"recommendation": "retrofit", "reason": "措施可行"}),
        ("2026-07-23", "decide", "李强", "approver",
         {"verdict": "refuse", "reason": "资金没有落实", "against": "改造资金证明已过期",
          "remedies": REMEDIES}),
    ),
    REFUSED: (*REVIEW, ("2026-07-21", "propose", "王磊", "reviewer",
              {"recommendation": "refuse", "reason": "不能按期改造完毕"})),
    OPEN: REVIEW,
}  # fmt: skip
"""Case → what was done: a retrofit, a refusal against the recommendation, a draft, and none yet."""


HELD: list[TemporaryDirectory[str]] = []
"""Folders of the registers, gone with the tests."""


class Desk(NamedTuple):
    """A register, its rows, and its head before and after the last case."""

    register: Register
    rows: Sequence[EventRow]
    early: LedgerHead
    head: LedgerHead


@cache
def sample_run() -> Run:
    """The Run of the cement sample beside its admission values."""
    benchmarks = ROOT / "samples/benchmarks/chenzhou-demo.toml"
    project = ROOT / "samples/cement-clinker/project.toml"
    return assess(project, as_of=date(2026, 6, 30), benchmarks=benchmarks).run


def desk(salt: str = "") -> Desk:
    """The register of the sample cases; another salt gives another register of the same cases."""
    return _desk(salt)


@cache
def _desk(salt: str) -> Desk:
    HELD.append(TemporaryDirectory())
    register = create(Path(HELD[-1].name) / "desk", "", view_of)
    body = Submission(sample_run(), "report.pdf", f"a document {salt}".encode()).keep(register)
    early = None
    for code, steps in DECISIONS.items():
        filed = CommandRequest("file", code, "张敏", "receiver", date(2026, 7, 1), body)
        sequence = act(register, filed, LAW).event.sequence
        for day, command, actor, role, words in steps:
            said = dict(words)
            if command == "answer_finding":
                said["finding"] = sequence + 3
            asked = CommandRequest(command, code, actor, role, date.fromisoformat(day), said)
            act(register, asked, LAW)
        if code == CODE:
            with register.reading() as ledger:
                early = head_of(list(ledger.rows()))
    with register.reading() as ledger:
        rows = list(ledger.rows())
    assert early is not None
    return Desk(register, rows, early, head_of(rows))


@cache
def opinion_record(code: str = CODE, salt: str = "", size: int | None = None) -> OpinionRecord:
    """The record of the opinion of a case; ``size``: under the head of so many events."""
    found = desk(salt)
    head = None if size is None else head_of(found.rows[:size])
    return make_opinion(sources_in(found.register, code, head), the_world())
