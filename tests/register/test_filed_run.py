"""What a filed Run gives to its case: places and worth of findings, milestones, another day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from carbon_eia.api import assess
from carbon_eia.cli.register_filed import milestones_command, replay_case_command
from carbon_eia.cli.registering import do_command
from carbon_eia.errors import CallError, InputError
from carbon_eia.proof.filed_run import is_place, milestones_of, replayed, worth_of
from carbon_eia.reference import open_world
from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act, view_of
from carbon_eia.register.event import Event
from carbon_eia.register.filing import Submission, standards_of
from carbon_eia.register.listing import ticked
from carbon_eia.register.store import Register, create
from carbon_eia.run import canonical
from carbon_eia.run.records import Run
from tests.register.cases import LAW

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "samples/cement-clinker/project.toml"
DEMO = ROOT / "samples/benchmarks/chenzhou-demo.toml"
AS_OF = date(2026, 6, 30)
DAY = "2026-07-01"
CODE = "A-1"


@pytest.fixture(scope="module")
def filed() -> Run:
    """The Run of the cement sample."""
    return assess(PROJECT, as_of=AS_OF, benchmarks=DEMO).run


@pytest.fixture
def register(tmp_path: Path, filed: Run) -> Register:
    """A register in which that Run was filed, accepted, and is in review."""
    register = create(tmp_path / "register", "", view_of)
    body = Submission(filed, "run.json", canonical(filed)).keep(register)
    day = date.fromisoformat(DAY)
    for command, role, said in (
        ("file", "receiver", body),
        ("accept", "receiver", {}),
        ("start_review", "reviewer", {}),
    ):
        act(register, CommandRequest(command, CODE, "zhang", role, day, said), LAW)
    return register


def do(
    register: Register,
    command: str,
    *values: str,
    evidence: tuple[Path, ...] = (),
    assessment: Path | None = None,
) -> Event:
    """Give a command as on the command line; the event that it wrote."""
    status = do_command(
        True, "zh", register.folder, command, CODE, values, evidence, assessment, "wang", None, DAY
    )
    assert status == 0
    with register.reading() as ledger:
        return ledger.events(CODE)[-1]


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("sources[0].ncv", True),
        ("sources[3].amount", True),
        ("products[0].amount", True),
        ("economics.added_value", True),
        ("admission", True),
        ("order31_validity", True),
        ("5.3", True),
        ("10", True),
        ("sources[9].ncv", False),
        ("source[0].ncv", False),
        ("sources.ncv", False),
        ("sources[x].ncv", False),
        ("made_up_rule", False),
        ("…", False),
        ("", False),
    ],
)
def test_a_finding_is_pinned_to_a_place(filed: Run, path: str, known: bool) -> None:
    """A parameter of the project's file, a rule that was asked, a chapter; nothing else."""
    assert is_place(filed, path) is known


def test_a_parameter_is_worth_its_break_even(filed: Run, tmp_path: Path) -> None:
    """With the value that the finding names in the project's file, the intensity is the limit."""
    worth = worth_of(filed, "sources[0].ncv", open_world(AS_OF))
    assert worth is not None
    text = PROJECT.read_text(encoding="utf-8")
    first, _, rest = text.partition("[[sources]]")
    section = rest.split("[[sources]]")[0]
    line = next(li for li in section.splitlines() if li.startswith("ncv"))
    changed = f'ncv = "{worth["break_even"]} {worth["unit"]}"'
    other = tmp_path / "project.toml"
    other.write_text(f"{first}[[sources]]{rest.replace(line, changed, 1)}", encoding="utf-8")
    run = assess(other, as_of=AS_OF, benchmarks=DEMO).run
    compared = next(c for c in run.comparisons if c.level == "admission")
    assert abs(Fraction(compared.value) / Fraction(compared.limit) - 1) < Fraction(1, 10**12)
    assert worth_of(filed, "admission", open_world(AS_OF)) is None
    assert worth_of(filed, "sources[3].ncv", open_world(AS_OF)) is None  # no value reaches it


def test_a_finding_says_what_it_is_worth(register: Register) -> None:
    """The event has the break-even; a path that is none is refused, and nothing is written."""
    event = do(register, "find", "path=sources[0].ncv", "text=无检测报告")
    assert event.body["worth"]["unit"] == "GJ/t"
    assert event.body["worth"]["change_percent"] == "-3.39"
    assert do(register, "find", "path=5.3").body == {"path": "5.3"}
    with pytest.raises(CallError, match="CE-G228"):
        do(register, "find", "path=sources[9].ncv")


def test_milestones_are_those_of_the_plan(
    register: Register, filed: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each committed measure with the day on which it is finished; set once."""
    assert [(m.name, m.day, m.measure) for m in milestones_of(filed)] == [
        ("纯低温余热发电", date(2027, 10, 31), "RM003"),
        ("高效预热预分解系统改造", date(2028, 3, 31), "RM002"),
    ]
    do(register, "propose", "recommendation=retrofit", "reason=x")
    call = (True, "zh", register.folder, CODE, "li", None, DAY)
    assert milestones_command(*call) == 0
    assert milestones_command(*call) == 0
    capsys.readouterr()
    with register.reading() as ledger:
        events = [e for e in ledger.events(CODE) if e.kind == "milestone_set"]
    assert [(e.body["name"], e.body["day"]) for e in events] == [
        ("纯低温余热发电", "2027-10-31"),
        ("高效预热预分解系统改造", "2028-03-31"),
    ]
    with pytest.raises(CallError, match="CE-G223"):
        milestones_command(True, "zh", register.folder, "none", "li", None, DAY)


def test_milestones_are_set_all_or_none(register: Register) -> None:
    """In a state that allows none, none is set."""
    with pytest.raises(CommandRefusedError, match="CE-G100"):
        milestones_command(True, "zh", register.folder, CODE, "li", None, DAY)
    with register.reading() as ledger:
        assert len(ledger.events(CODE)) == 3


def test_a_replay_proposes_and_writes_nothing(
    register: Register, filed: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """After the deadline of the retrofit the same project would be refused: told, not written."""
    found = replayed(filed, open_world(date(2028, 10, 1)))
    assert (found.then.decision.verdict, found.now.decision.verdict) == ("retrofit", "refuse")
    assert found.causes
    same = replayed(filed, open_world(AS_OF))
    assert canonical(same.now) == canonical(filed)
    for json in (True, False):
        assert replay_case_command(json, "zh", register.folder, CODE, "2028-10-01", None) == 0
    told = capsys.readouterr().out
    assert "不予立项" in told
    with register.reading() as ledger:
        assert len(ledger.events(CODE)) == 3
        act(register, CommandRequest("list", "B-2", "zhang", None, AS_OF, {}), LAW)
    with pytest.raises(CallError, match="CE-G229"):
        replay_case_command(True, "zh", register.folder, "B-2", "2028-10-01", None)


def test_what_a_command_does_not_know_is_refused(register: Register, tmp_path: Path) -> None:
    """A key that nobody would read; a Run typed by hand; proof without a file."""
    for values, code in (
        (("path=5.3", "colour=red"), "CE-G155"),
        (("path=5.3", "proves=sources[0].ncv"), "CE-G155"),
        (("path=5.3", "run=abc"), "CE-G227"),
    ):
        with pytest.raises(CallError, match=code):
            do(register, "find", *values)
    paper = tmp_path / "report.txt"
    paper.write_text("检测报告", encoding="utf-8")
    event = do(register, "find", "path=5.3", "proves=sources[0].ncv", evidence=(paper,))
    assert event.body["evidence"][0]["proves"] == "sources[0].ncv"
    assert register.blob(event.body["evidence"][0]["sha256"]) == paper.read_bytes()


def test_an_answer_brings_a_proven_run(register: Register, filed: Run, tmp_path: Path) -> None:
    """The Run of an answer takes the place of the one before, once its document stands."""
    number = do(register, "find", "path=5.3").sequence
    other = assess(PROJECT, as_of=date(2026, 6, 29), benchmarks=DEMO).run
    document = tmp_path / "answer.json"
    document.write_bytes(canonical(other))
    event = do(register, "answer_finding", f"finding={number}", assessment=document)
    assert event.body["run"] == other.id
    assert "name" not in event.body
    with register.reading() as ledger:
        view = ledger.views()[CODE].text
    assert other.id in view
    assert filed.id not in view
    document.write_bytes(canonical(other).replace(b'"retrofit"', b'"pass"', 1))
    second = do(register, "find", "path=5.4").sequence
    with pytest.raises(InputError):
        do(register, "answer_finding", f"finding={second}", assessment=document)


def test_the_end_of_the_standard_comes_with_the_run(tmp_path: Path) -> None:
    """An admission value that ends on a day starts its clock when the assessment is filed."""
    text = DEMO.read_text(encoding="utf-8").replace(
        "valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2026-08-01", 1
    )
    limits = tmp_path / "city.toml"
    limits.write_text(text, encoding="utf-8")
    run = assess(PROJECT, as_of=AS_OF, benchmarks=limits).run
    assert standards_of(run) == {"standards": [{"id": "示例〔2026〕1号", "valid_to": "2026-08-01"}]}
    register = create(tmp_path / "register", "", view_of)
    body = Submission(run, "run.json", canonical(run)).keep(register)
    act(register, CommandRequest("file", CODE, "zhang", "receiver", date(2026, 7, 1), body), LAW)
    with register.reading() as ledger:
        found = {c.rule.id: c for c in ticked(ledger, date(2026, 8, 1), LAW)}
    assert found["standard"].due == date(2026, 7, 31)
    assert found["standard"].state == "lapsed"
    assert found["standard"].is_disputed


def test_a_standard_without_an_end_starts_no_clock(filed: Run) -> None:
    """Nothing is said of it."""
    assert standards_of(filed) == {}
