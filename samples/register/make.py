"""A register of forty cases over three years, to look at and to try: all of them invented.

    python samples/register/make.py FOLDER

The assessments are those of the sample projects under other names, codes and counties; every filing
is proven, every step is one that the table of states allows. Two plants report a year more than a
tenth above their approval, a green certificate is claimed twice and refused the second time, two
projects of one applicant cross a threshold only together, and the last approval goes beyond the
ceiling of the city. The same call gives the same cases.

Beside it, ``FOLDER-opinion/`` has the head of the register (``head.json``) and the opinion on one
case that has to be retrofitted (``decision.pdf``), with its receipt:

    carbon-eia verify FOLDER-opinion/decision.pdf --head FOLDER-opinion/head.json
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from carbon_eia.api import assess
from carbon_eia.crosscheck import cross_check, filing_of_run, read_rules
from carbon_eia.proof.verify import verify
from carbon_eia.reference import open_world
from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act, open_case, view_of
from carbon_eia.register.event import Event
from carbon_eia.register.filing import Proven, Submission, submission_of
from carbon_eia.register.headroom import CEILING
from carbon_eia.register.law import Law, open_law
from carbon_eia.register.opinion import make_opinion
from carbon_eia.register.opinion_sources import sources_in
from carbon_eia.register.runs import year_run
from carbon_eia.register.store import EventDraft, Register, create
from carbon_eia.register.year_report import year_report
from carbon_eia.report import render_pdf
from carbon_eia.run import canonical
from carbon_eia.run.records import Run

SAMPLES = Path(__file__).resolve().parents[1]
AS_OF = date(2026, 6, 30)
FIRST = date(2026, 7, 1)
COUNT = 40
TOWNS = ("桂阳县", "永兴县", "资兴市", "苏仙区", "嘉禾县", "临武县", "宜章县", "安仁县")


class Step(NamedTuple):
    """One thing that is done: how many days after the step before, by whom, and what it says."""

    after: int
    command: str
    actor: str
    role: str
    body: Mapping[str, Any] = MappingProxyType({})


REVIEW = [
    Step(3, "accept", "张敏", "receiver"),
    Step(1, "start_review", "王磊", "reviewer"),
    Step(
        1,
        "invite_experts",
        "王磊",
        "reviewer",
        {"notice": {"working_days": 15, "number": "评字〔2026〕1号"}},
    ),
    Step(14, "return_experts", "王磊", "reviewer", {"text": "评审意见见附件"}),
]
"""From receipt to the opinion of the experts."""


def decided(verdict: str, **more: object) -> list[Step]:
    """A proposal and the decision that follows it, delivered."""
    reason = {"pass": "不高于准入值", "retrofit": "高于准入值，承诺措施可按期达到",
              "refuse": "高于准入值，不能按期改造完毕"}[verdict]  # fmt: skip
    if verdict == "refuse":
        more["remedies"] = "收到本决定之日起六十日内可以申请行政复议，六个月内可以提起行政诉讼"
    return [
        Step(4, "propose", "王磊", "reviewer", {"recommendation": verdict, "reason": reason}),
        Step(2, "decide", "李强", "approver", {"verdict": verdict, "reason": reason, **more}),
        Step(3, "deliver", "张敏", "receiver"),
    ]


BUILT = [
    Step(40, "start_construction", "建设单位", "applicant"),
    Step(260, "start_trial", "建设单位", "applicant"),
    Step(120, "accept_completion", "赵静", "inspector", {"report": "节能审查验收自查报告"}),
    Step(10, "start_operating", "建设单位", "applicant"),
]
"""From the start of construction to operation."""


def approved(start: date) -> Iterator[Step]:
    """Approved, built, accepted, in operation, a year reported."""
    yield from [*REVIEW, *decided("pass"), *BUILT]
    yield Step(200, "operate", "建设单位", "applicant", {"year": start.year + 1})
    yield Step(20, "crosscheck", "赵静", "inspector", {"year": start.year + 1})


def being_built(start: date) -> Iterator[Step]:
    """Approved and being built."""
    yield from [*REVIEW, *decided("pass"), BUILT[0]]


def retrofitting(start: date) -> Iterator[Step]:
    """A retrofit with milestones, of which one is met."""
    deadline = start + timedelta(days=720)
    yield from REVIEW
    yield Step(
        1,
        "find",
        "王磊",
        "reviewer",
        {
            "path": "sources[1].ncv",
            "text": "收到基低位发热量无检测报告",
            "worth": "低位发热量每高 1 %，该煤燃烧排放量高 1 %",
        },
    )
    yield from decided(
        "retrofit", deadline=deadline.isoformat(), conditions=["按期完成预热预分解系统改造"]
    )
    yield Step(
        1,
        "set_milestone",
        "王磊",
        "reviewer",
        {"name": "设备订货", "day": (start + timedelta(200)).isoformat()},
    )
    yield Step(150, "meet_milestone", "赵静", "inspector", {"name": "设备订货"})
    yield Step(20, "start_construction", "建设单位", "applicant")


def refused(start: date) -> Iterator[Step]:
    """Refused, with the remedies."""
    yield from [*REVIEW, *decided("refuse")]


def against(start: date) -> Iterator[Step]:
    """Decided against the recommendation, with the reason."""
    yield from REVIEW
    yield Step(
        4, "propose", "王磊", "reviewer", {"recommendation": "retrofit", "reason": "措施可行"}
    )
    yield Step(2, "decide", "李强", "approver", {
        "verdict": "refuse", "reason": "措施的资金没有落实", "against": "改造资金证明已过期",
        "remedies": "可以依法申请行政复议或者提起行政诉讼"})  # fmt: skip


def corrected(start: date) -> Iterator[Step]:
    """One notice, answered, accepted, in review with an open finding."""
    yield Step(4, "notify", "张敏", "receiver", {"items": ["能源计量器具配备表", "煤质检测报告"]})
    yield Step(12, "answer", "建设单位", "applicant", {"text": "已补正"})
    yield from REVIEW[:2]
    yield Step(
        2, "find", "王磊", "reviewer", {"path": "sources[0].ef", "text": "排放因子缺检测依据"}
    )


def silent(start: date) -> Iterator[Step]:
    """Received, and nothing said: accepted by silence."""
    yield from ()


def withdrawn(start: date) -> Iterator[Step]:
    """Withdrawn before the decision."""
    yield from REVIEW[:2]
    yield Step(6, "withdraw", "建设单位", "applicant")


def lapsed(start: date) -> Iterator[Step]:
    """Approved and never begun: lapsed after 24 months, confirmed by a person."""
    deadline = start + timedelta(days=1000)
    yield from [*REVIEW, *decided("retrofit", deadline=deadline.isoformat())]
    yield Step(760, "lapse", "赵静", "inspector")


def changed(start: date) -> Iterator[Step]:
    """A change while it is built, consented to."""
    yield from being_built(start)
    yield Step(60, "request_change", "建设单位", "applicant", {"reason": "建设规模变化"})
    yield Step(
        20,
        "decide_change",
        "李强",
        "approver",
        {"verdict": "consent", "reason": "能耗和排放不增加"},
    )


def exceeding(start: date) -> Iterator[Step]:
    """In operation, more than a tenth above what was approved: to be put right by a day."""
    yield from [*REVIEW, *decided("pass"), *BUILT]
    yield Step(
        230, "operate", "建设单位", "applicant", {"year": start.year + 1, "power": "1.72 亿kWh"}
    )
    yield Step(30, "order_rectification", "赵静", "inspector", {
        "ground": "exceeds", "reason": "单位产品碳排放高于批复水平 10 %",
        "deadline": (start + timedelta(days=1000)).isoformat()})  # fmt: skip


def mistaken(start: date) -> Iterator[Step]:
    """A day of receipt that was written wrongly, corrected by a second person."""
    yield Step(2, "accept", "张敏", "receiver")
    yield Step(1, "correct_day", "王磊", "reviewer", {
        "event": "first", "reason": "日期笔误",
        "day": (start - timedelta(days=1)).isoformat()})  # fmt: skip


STORIES: list[tuple[str, Callable[[date], Iterator[Step]], int]] = [
    ("data-centre", approved, 5),
    ("data-centre", being_built, 5),
    ("cement-clinker", retrofitting, 7),
    ("lead-smelter", refused, 4),
    ("lead-smelter", against, 2),
    ("tungsten-concentrate", corrected, 5),
    ("tungsten-concentrate", silent, 3),
    ("cement-clinker", withdrawn, 2),
    ("cement-clinker", lapsed, 2),
    ("data-centre", changed, 2),
    ("data-centre", exceeding, 2),
    ("cement-clinker", mistaken, 1),
]
"""Sample project, story, and how many cases have it: forty together."""

PROJECTS = {
    "data-centre": "数据中心",
    "cement-clinker": "水泥熟料",
    "lead-smelter": "铅冶炼",
    "tungsten-concentrate": "钨精矿采选",
}
"""What the project of a sample is called in the name of a case."""

AUTHORITY, APPLICANT = "示例机关（虚构）", "示例建设单位 {:02}（虚构）"

LATE = (corrected, silent, withdrawn, mistaken)
"""Stories that begin late, so that they are open at the end of the three years."""

CEILING_T = "11000000"
"""A ceiling of the city that the last approval goes beyond, in t CO2 a year."""

HEADROOM = "另有两条落后生产线于年内关停，届时余量恢复"
"""Why the approver approves beyond it."""

CERTIFICATE = {"what": "green_certificate", "serial": "GEC-示例-0001"}


class Assessed(NamedTuple):
    """What a sample project is called in a case: name, code, county, applicant, day and changes."""

    sample: str
    name: str
    code: str
    town: str
    applicant: str
    number: int
    changes: Mapping[str, str] = MappingProxyType({})
    as_of: date = AS_OF


def assessed(what: Assessed) -> Run:
    """The Run of a sample project under another name, code, county and applicant."""
    text = (SAMPLES / what.sample / "project.toml").read_text(encoding="utf-8")
    text = re.sub(
        '^name = "[^"]*（示例）"', f'name = "{what.name}"', text, count=1, flags=re.MULTILINE
    )
    text = re.sub('^code = "[^"]*"', f'code = "{what.code}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(
        "^region = .*", f'region = "湖南省郴州市{what.town}"', text, count=1, flags=re.MULTILINE
    )
    for old, new in what.changes.items():
        text, count = re.subn(old, new, text, count=1, flags=re.MULTILINE)
        if not count:
            raise ValueError(f"{what.sample}: {old}")
    lon, lat = f"{112.6 + what.number * 0.02:.2f}", f"{25.6 + what.number * 0.01:.2f}"
    text += f'\n[applicant]\nname = "{what.applicant}"\nsite = {{ lon = "{lon}", lat = "{lat}" }}\n'
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / what.sample
        shutil.copytree(SAMPLES / what.sample, folder)
        (folder / "project.toml").write_text(text, encoding="utf-8")
        benchmarks = SAMPLES / "benchmarks/chenzhou-demo.toml"
        return assess(folder / "project.toml", as_of=what.as_of, benchmarks=benchmarks).run


class Told(NamedTuple):
    """A case to be made: what is assessed, its story and its first day."""

    what: Assessed
    story: Callable[[date], Iterator[Step]]
    start: date


def cases() -> Iterator[Told]:
    """The forty cases."""
    number = 0
    for sample, story, count in STORIES:
        for turn in range(count):
            number += 1
            town = TOWNS[number % len(TOWNS)]
            late = 1060 if story in LATE else 0
            start = FIRST + timedelta(days=late + 23 * turn + number)
            code = f"{start:%y%m}-431000-04-01-{number:06}"
            name = f"{town}{PROJECTS[sample]}项目 {number:02}（示例）"
            split = story is corrected and turn < 2  # one plant in two filings
            applicant = "示例拆分公司（虚构）" if split else APPLICANT.format(number)
            yield Told(Assessed(sample, name, code, town, applicant, number), story, start)


def agenda() -> list[tuple[date, Assessed, Step | None]]:
    """What is done to which case, in the order of the days; first it is filed (None)."""
    found: list[tuple[date, Assessed, Step | None]] = []
    for told in cases():
        day = told.start
        found.append((day, told.what, None))
        for step in told.story(told.start):
            day += timedelta(days=step.after)
            found.append((day, told.what, step))
    return sorted(found, key=lambda entry: entry[0])


def make(folder: Path) -> Register:
    """Make the register: what happened to all cases, day by day, then what is claimed twice."""
    register = create(folder, "", view_of)
    law = open_law(open_world(AS_OF).tables)
    _ceiling(register)
    for day, what, step in agenda():
        if step is None:
            _file(register, _submission(assessed(what)), day, law)
        else:
            _do(register, what, day, step, law)
    double_claim(register, law)
    return register


def _ceiling(register: Register) -> None:
    body = {"area": "region:431000", "name": "郴州市", "tonnes": CEILING_T,
            "instrument": "示例文件，不是任何机关发布的文件"}  # fmt: skip
    with register.writing() as ledger:
        ledger.append([EventDraft(FIRST, "李强", "approver", CEILING, "", body)])


def double_claim(register: Register, law: Law) -> CommandRefusedError:
    """Two operating plants claim one certificate: the second claim is refused.

    Raises AssertionError where it is not.
    """
    last = FIRST + timedelta(days=1100)
    own = [t.what.code for t in cases() if t.story is approved][:2]
    for command, code, amount in (
        ("register_serial", own[0], "1200 MWh"),
        ("claim", own[0], "900 MWh"),
    ):
        body = {**CERTIFICATE, "amount": amount}
        act(register, CommandRequest(command, code, "王磊", "reviewer", last, body), law)
    twice = CommandRequest(
        "claim", own[1], "王磊", "reviewer", last, {**CERTIFICATE, "amount": "400 MWh"}
    )
    try:
        act(register, twice, law)
    except CommandRefusedError as refused:
        return refused
    raise AssertionError("a certificate was claimed twice")


def _submission(run: Run) -> Submission:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "run.json"
        path.write_bytes(canonical(run))
        return submission_of(path, _proven)


def _file(register: Register, submission: Submission, day: date, law: Law) -> None:
    body = submission.keep(register)
    code = submission.run.project.code
    act(register, CommandRequest("file", code, "张敏", "receiver", day, body), law)


def _proven(path: Path) -> Proven:
    proof = verify(path, open_world)
    return Proven(proof.record, proof.stands, str(proof.findings))


def _do(register: Register, what: Assessed, day: date, step: Step, law: Law) -> None:
    body = dict(step.body)
    if step.command == "decide":
        number = f"示例碳评审〔{day.year}〕{what.number}号"
        body |= {"authority": AUTHORITY, "number": number}
    with register.reading() as ledger:
        events = ledger.events(what.code)
    if step.command == "operate":
        body = _operated(register, what, events, day, body, law)
    if step.command == "crosscheck":
        body = _checked(register, what, events, day, law)
    if body.get("event") == "first":
        body["event"] = events[0].sequence
    command = "report_year" if step.command == "operate" else step.command
    asked = CommandRequest(command, what.code, step.actor, step.role, day, body)
    try:
        act(register, asked, law)
    except CommandRefusedError as refused:
        if refused.problems[0].code != "CE-G316":
            raise
        act(register, asked._replace(body={**body, "headroom": HEADROOM}), law)


def _operated(
    register: Register,
    what: Assessed,
    events: Sequence[Event],
    day: date,
    body: Mapping[str, Any],
    law: Law,
) -> dict[str, object]:
    """The report of a year of operation: the same plant in operation, with its own amounts."""
    changes = {'^stage = "[^"]*"': 'stage = "已投产"', "^year = .*": f"year = {body['year']}"}
    if "power" in body:
        changes['^amount = "1.485 亿kWh"'] = f'amount = "{body["power"]}"'
        changes["^energy_consumption = .*"] = ""
    submission = _submission(assessed(what._replace(changes=changes, as_of=day)))
    case = open_case(events, what.code, day, law)
    return year_report(register, events, case, submission, open_world(day), open_world)[0]


def _checked(
    register: Register, what: Assessed, events: Sequence[Event], day: date, law: Law
) -> dict[str, object]:
    """A cross-check with what the plant handed in to others: odd plants left their diesel out."""
    case = open_case(events, what.code, day, law)
    run = year_run(register, events, case, case.years[-1].year)
    world = open_world(day)
    other = filing_of_run(run, "energy_report", what.applicant, world)
    if what.number % 2:
        kept = tuple(a for a in other.activities if a.key != "diesel")
        other = other._replace(activities=kept)
    record = cross_check(run, other, read_rules(world.tables), world)
    return {"year": run.project.year, "report": other.kind, "handed_in_by": what.applicant,
            "result": record.result, "zero": run.id,
            "record": register.keep(canonical(record))}  # fmt: skip


def show_opinion(register: Register, folder: Path) -> str:
    """Write the head of a register, and the opinion on its first retrofit under it; its code."""
    code = next(t.what.code for t in cases() if t.story is retrofitting)
    sources = sources_in(register, code)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head.json").write_bytes(sources.head.content())
    opinion = make_opinion(sources, open_world(AS_OF))
    (folder / "decision.pdf").write_bytes(render_pdf(opinion, "zh", None))
    return code


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    made = make(Path(sys.argv[1]))
    with made.reading() as ledger:
        print(f"{len(ledger.views())} cases, {ledger.last()[0]} events: {made.folder}")
    shown = made.folder.with_name(f"{made.folder.name}-opinion")
    print(f"the opinion on {show_opinion(made, shown)}: {shown}")
