"""Persons: apart from the events, erased for good, appointed to the roles in which they act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbon_eia.cli.register_people import (
    add_person_command,
    appoint_command,
    dismiss_command,
    erase_command,
    people_command,
    who_command,
)
from carbon_eia.errors import CallError
from carbon_eia.register.acting import CommandRefusedError, CommandRequest, act, view_of
from carbon_eia.register.administering import (
    ActingOfficer,
    appoint,
    dismiss,
    erase_person,
    record_person,
    set_ceiling,
)
from carbon_eia.register.backup import backup, restore
from carbon_eia.register.examine import examine
from carbon_eia.register.heads import head_of
from carbon_eia.register.people import name_key, staff_of
from carbon_eia.register.store import Register, create
from tests.register.cases import LAW

DAY = date(2026, 3, 2)
OFFICE = ActingOfficer("root", None, DAY)
NAMES = ("欧阳慧敏", "司徒文杰", "0735-2222333")


@pytest.fixture
def register(tmp_path: Path, database: str) -> Register:
    """A register without events, on either database."""
    return create(tmp_path / "register", database, view_of)


def file(register: Register, actor: str, code: str = "A-1", role: str = "receiver") -> int:
    """File something; the sequence of the event."""
    body = {"name": "项目", "run": code}
    return act(register, CommandRequest("file", code, actor, role, DAY, body), LAW).event.sequence


def actors(register: Register) -> list[str]:
    """Who wrote each event, as it stands in the ledger."""
    with register.reading() as ledger:
        return [row.actor for row in ledger.rows()]


def test_a_person_on_record_acts_by_commitment(register: Register) -> None:
    """No event holds the name or the contact; whose it is can be told while it is on record."""
    done = record_person(register, NAMES[0], NAMES[2], OFFICE, LAW)
    again = record_person(register, NAMES[0], NAMES[2], OFFICE, LAW)
    assert (again.event, again.is_new) == (done.event, False)
    number = file(register, f" {NAMES[0]} ")
    with register.reading() as ledger:
        rows, staff, views = list(ledger.rows()), staff_of(ledger), ledger.views()
    commitment = rows[number - 1].actor
    assert commitment == done.event.body["person"]
    assert staff.called(commitment) == NAMES[0]
    person = staff.person(commitment)
    assert person is not None
    assert person.contact == NAMES[2]
    written = "".join([*(str(r) for r in rows), *(v.text for v in views.values())])
    assert not any(name in written for name in NAMES)
    assert examine(register).faults == ()


def test_an_erased_person_leaves_no_trace_and_the_ledger_stands(
    register: Register, tmp_path: Path
) -> None:
    """Name, contact and salt are in no file of the register any more, nor in a new backup."""
    record_person(register, NAMES[0], NAMES[2], OFFICE, LAW)
    record_person(register, NAMES[1], "", OFFICE, LAW)
    file(register, NAMES[0])
    with register.reading() as ledger:
        rows = list(ledger.rows())
        salts = {c: salt for c, salt, _ in ledger.people()}
    head = head_of(rows)
    commitment = rows[-1].actor
    done = erase_person(register, NAMES[0], "本人请求", OFFICE, LAW)
    assert done.event.kind == "person_erased"
    assert done.event.body == {"person": commitment, "reason": "本人请求"}
    found = examine(register, [("before", head)])
    assert found.faults == ()
    with register.reading() as ledger:
        staff = staff_of(ledger)
        assert [p.name for p in staff.persons] == [NAMES[1]]
        erased = staff.erased(commitment)
        assert erased is not None
        assert erased.sequence == done.event.sequence
        assert staff.called(commitment).startswith(commitment[:12])
    if register.engine.dialect.name == "sqlite":
        files = [p for p in register.folder.rglob("*") if p.is_file()]
        contents = b"".join(p.read_bytes() for p in files)
        for gone in (NAMES[0], NAMES[2], salts[commitment]):
            assert gone.encode() not in contents
        assert NAMES[1].encode() in contents
    backup(register, tmp_path / "one.zip")
    again = restore(tmp_path / "one.zip", tmp_path / "again", "", view_of)
    assert examine(again).faults == ()
    with pytest.raises(CallError, match="CE-G162"):
        erase_person(register, NAMES[0], "再次", OFFICE, LAW)


def test_what_is_kept_of_persons_is_looked_at(tmp_path: Path) -> None:
    """A name that somebody changed, took away or added beside the commands is named."""
    register = create(tmp_path, "", view_of)
    record_person(register, NAMES[0], "", OFFICE, LAW)
    record_person(register, NAMES[1], "", OFFICE, LAW)

    def faults(*statements: str) -> list[str]:
        with register.engine.connect() as connection, connection.begin() as transaction:
            for statement in statements:
                connection.exec_driver_sql(statement)
            transaction.commit()
        return sorted(f.code for f in examine(register).faults)

    change = "UPDATE people SET value = replace(value, '司', '徒') WHERE value LIKE '%司%'"
    assert faults(change) == ["person"]
    assert faults("UPDATE people SET salt = 'x' WHERE value LIKE '%徒徒%'") == ["person"]
    assert faults("DELETE FROM people WHERE salt = 'x'") == ["person_missing"]


def test_several_of_one_name_are_told_apart(register: Register) -> None:
    """A name that two persons have is not guessed; the commitment says which."""
    first = record_person(register, "李强", "一科", OFFICE, LAW).event.body["person"]
    record_person(register, "李强", "二科", OFFICE, LAW)
    with pytest.raises(CallError, match="CE-G160"):
        file(register, "李强")
    number = file(register, str(first)[:10])
    assert actors(register)[number - 1] == first


def test_a_name_written_before_is_the_same_person(register: Register) -> None:
    """Who proposed under the plain name does not decide after being put on record."""

    def do(command: str, actor: str, role: str, **body: object) -> None:
        act(register, CommandRequest(command, "A-1", actor, role, DAY, body), LAW)

    file(register, "zhang")
    do("accept", "zhang", "receiver")
    do("start_review", "Ｌｉ", "reviewer")
    do("propose", "Ｌｉ", "reviewer", recommendation="pass", reason="x")
    record_person(register, "li", "", OFFICE, LAW)
    with pytest.raises(CommandRefusedError) as caught:
        do("decide", "li", "approver", verdict="pass", reason="x")
    assert [p.code for p in caught.value.problems] == ["CE-G125"]
    assert "li" in caught.value.problems[0].message()
    do("decide", "zhao", "approver", verdict="pass", reason="x")


def test_roles_are_held_by_who_is_appointed(register: Register) -> None:
    """Without appointments anybody acts; with them only who is appointed, and applicants."""
    for name in ("管理员", "张敏", "王磊"):
        record_person(register, name, "", OFFICE, LAW)
    file(register, "anybody", "A-1")
    with pytest.raises(CallError, match="CE-G165"):
        appoint(register, "张敏", "receiver", OFFICE, LAW)
    appoint(register, "管理员", "administrator", OFFICE, LAW)
    own = OFFICE._replace(actor="管理员")
    with pytest.raises(CallError, match="CE-G161"):
        appoint(register, "张敏", "receiver", OFFICE, LAW)
    done = appoint(register, "张敏", "receiver", own, LAW)
    assert done.is_new
    assert not appoint(register, "张敏", "receiver", own, LAW).is_new
    for wrong in ("applicant", "king"):
        with pytest.raises(CallError, match="CE-G163"):
            appoint(register, "王磊", wrong, own, LAW)
    with pytest.raises(CallError, match="CE-G162"):
        appoint(register, "nobody", "reviewer", own, LAW)
    for actor, role in (("王磊", "receiver"), ("anybody", "receiver"), ("管理员", "receiver")):
        with pytest.raises(CommandRefusedError, match="CE-G161"):
            file(register, actor, "A-2", role)
    file(register, "张敏", "A-2")
    file(register, "某公司", "A-3", "applicant")  # the authority appoints no applicants
    with pytest.raises(CallError, match="CE-G164"):
        dismiss(register, "管理员", "administrator", "x", own, LAW)
    with pytest.raises(CallError, match="CE-G164"):
        erase_person(register, "管理员", "x", own, LAW)
    dismiss(register, "张敏", "receiver", "调离", own, LAW)
    with pytest.raises(CallError, match="CE-G166"):
        dismiss(register, "张敏", "receiver", "调离", own, LAW)
    with pytest.raises(CommandRefusedError, match="CE-G161"):
        file(register, "张敏", "A-4")
    assert examine(register).faults == ()


def test_the_role_that_is_held_is_taken(register: Register) -> None:
    """Who names no role acts in the first that the command allows and that is held."""
    for name in ("甲", "乙"):
        record_person(register, name, "", OFFICE, LAW)
    appoint(register, "甲", "administrator", OFFICE, LAW)
    appoint(register, "乙", "inspector", OFFICE._replace(actor="甲"), LAW)
    event = act(register, CommandRequest("list", "A-1", "乙", None, DAY, {}), LAW).event
    assert event.role == "inspector"


def test_nobody_gets_round_an_appointment_by_an_earlier_day(register: Register) -> None:
    """What is written after the first appointment needs one, whatever day it names; whoever was put
    on record needs no order of days."""
    for name in ("甲", "乙"):
        record_person(register, name, "", OFFICE, LAW)
    file(register, "anybody")
    later = ActingOfficer("甲", None, date(2026, 4, 1))
    appoint(register, "甲", "administrator", later, LAW)
    with pytest.raises(CommandRefusedError, match="CE-G161"):
        file(register, "anybody", "A-2")
    with pytest.raises(CallError, match="CE-G161"):
        set_ceiling(register, "park:x", "x", "1", "y", OFFICE, LAW)
    record_person(register, "丙", "", OFFICE._replace(actor="甲"), LAW)
    with pytest.raises(CallError, match="CE-G104"):
        appoint(register, "乙", "receiver", OFFICE, LAW)
    with pytest.raises(CallError, match="CE-G103"):
        record_person(register, "丙", "", ActingOfficer("甲", "expert", date(2026, 4, 1)), LAW)
    with pytest.raises(CallError, match="CE-G105"):
        record_person(register, " ", "", later, LAW)


def test_names_are_compared_as_people_read_them() -> None:
    """Spaces, width and case make no other person."""
    assert name_key("张 敏") == name_key("张敏")
    assert name_key("Li") != name_key("Lu")


def test_the_commands_tell_who_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On record, erased, or a plain name: people who says so in both languages."""
    register = create(tmp_path, "", view_of)
    day = DAY.isoformat()
    for json in (True, False):
        assert add_person_command(json, "zh", tmp_path, "张敏", "0735", "root", None, day) == 0
    assert appoint_command(False, "zh", tmp_path, "张敏", "administrator", "root", day) == 0
    assert appoint_command(False, "en", tmp_path, "张敏", "receiver", "张敏", day) == 0
    number = file(register, "张敏")
    assert dismiss_command(False, "zh", tmp_path, "张敏", "receiver", "x", "张敏", day) == 0
    add_person_command(False, "zh", tmp_path, "王磊", "", "张敏", None, day)
    appoint_command(False, "zh", tmp_path, "王磊", "administrator", "张敏", day)
    capsys.readouterr()
    for json in (True, False):
        assert people_command(json, "zh", tmp_path, day) == 0
    told = capsys.readouterr().out
    assert "系统管理员" in told
    assert "0735" in told
    for event, expected in (("1", "root"), (str(number), "张敏（0735）")):
        assert who_command(False, "zh", tmp_path, event) == 0
        assert expected in capsys.readouterr().out
    assert erase_command(False, "zh", tmp_path, "张敏", "本人请求", "王磊", None, day) == 0
    assert "备份" in capsys.readouterr().out
    for lang in ("zh", "en"):
        assert who_command(False, lang, tmp_path, str(number)) == 0
    assert "张敏" not in capsys.readouterr().out
    assert who_command(True, "zh", tmp_path, str(number)) == 0
    assert '"is": "erased"' in capsys.readouterr().out
    with pytest.raises(CallError, match="CE-G222"):
        who_command(True, "zh", tmp_path, "99")
    assert examine(register).faults == ()


def test_who_has_an_open_proposal_is_not_erased(register: Register) -> None:
    """Erased and put on record anew the same person could decide on the own proposal."""

    def do(command: str, actor: str, role: str, **body: object) -> None:
        act(register, CommandRequest(command, "A-1", actor, role, DAY, body), LAW)

    record_person(register, "李", "", OFFICE, LAW)
    file(register, "zhang")
    do("accept", "zhang", "receiver")
    do("start_review", "李", "reviewer")
    do("propose", "李", "reviewer", recommendation="pass", reason="x")
    with pytest.raises(CallError, match="CE-G167"):
        erase_person(register, "李", "x", OFFICE, LAW)
    do("decide", "zhao", "approver", verdict="pass", reason="x")
    assert erase_person(register, "李", "x", OFFICE, LAW).is_new
