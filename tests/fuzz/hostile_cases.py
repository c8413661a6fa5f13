"""Surveys, their records, and registers that somebody made to hurt; see ``hostile``."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz.hostile import (
    AS_OF,
    LIMITS,
    ROOT,
    archive,
    case,
    text_cell,
    xlsx,
)

__all__: list[str] = []

ISSUED = (
    *("--number", "1", "--authority", "a", "--date", "2026-06-30", "--valid-from", "2026-07-01"),
    *("--green-power", "grid", "--review", "r", "--force"),
)


# --- returns of a survey


def derive(folder: Path, *files: str) -> list[str]:
    return [
        *("standard", "derive", *(str(folder / f) for f in files)),
        *("-o", str(folder / "made/draft.toml"), *AS_OF),
    ]


def return_form(folder: Path, sheet: str, shared: str = "", more: str = "") -> list[str]:
    """A form of one sheet with the name of that of returns."""
    (folder / "r.xlsx").write_bytes(xlsx(sheet, shared, more=more, name="填报"))
    return derive(folder, "r.xlsx")


@case
def return_of_merged_cells(folder: Path) -> list[str]:
    merged = "".join(f'<mergeCell ref="A{i}:XFD{i + 9}"/>' for i in range(1, 1_000_000, 10))
    return return_form(folder, f"<sheetData/><mergeCells>{merged}</mergeCells>")


@case
def return_of_far_cells(folder: Path) -> list[str]:
    return return_form(folder, f"<sheetData><row r='1048576'>{text_cell('XFD1048576', 'x')}</row></sheetData>")  # fmt: skip


@case
def return_of_many_cells(folder: Path) -> list[str]:
    row = "".join(text_cell(f"{c}{{0}}", "x") for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = "".join(f'<row r="{i}">{row.format(i)}</row>' for i in range(1, 8000))
    return return_form(folder, f"<sheetData>{rows}</sheetData>")


@case
def return_of_formulas_from_elsewhere(folder: Path) -> list[str]:
    cells = "".join(
        f'<row r="{i}"><c r="A{i}"><f>{f}</f></c></row>'
        for i, f in enumerate(
            ("[1]Sheet1!A1", 'WEBSERVICE("http://a.example")', "cmd|'/c calc'!A0", "A2+A3"), 1
        )
    )
    more = '<externalReferences><externalReference r:id="rId9"/></externalReferences>'
    return return_form(folder, f"<sheetData>{cells}</sheetData>", more=more)


@case
def return_with_many_rows_of_products(folder: Path) -> list[str]:
    text = (ROOT / "samples/survey-lead-6/plant-01.toml").read_text(encoding="utf-8")
    more = "".join(f'\n[[products]]\nname = "p{i}"\namount = "1 t"' for i in range(1900))
    (folder / "r.toml").write_text(text + more, encoding="utf-8")
    return derive(folder, "r.toml")


@case
def returns_of_a_long_table(folder: Path) -> list[str]:
    from tests.standards.returns import row, write_table

    write_table(folder / "r.csv", [row(f"{i}厂", "x" * 1000) for i in range(2000)])
    return derive(folder, "r.csv")


@case
def returns_that_are_links(folder: Path) -> list[str]:
    (folder / "in").mkdir()
    (folder / "in/a.toml").symlink_to("/etc/passwd")
    (folder / "in/b.csv").symlink_to("/dev/zero")
    return derive(folder, "in")


@case
def survey_of_many_years_and_names(folder: Path) -> list[str]:
    shutil.copytree(ROOT / "samples/survey-lead-6", folder / "in")
    path = folder / "in/survey.toml"
    names = ", ".join(f'"n{i}"' for i in range(50_000))
    years = ", ".join(map(str, range(100_000)))
    text = path.read_text(encoding="utf-8").replace("[2025]", f"[{years}]")
    more = f'\n[[removals]]\nplant = "x"\nreason = "y"\nnames = [{names}]\n'
    path.write_text(text + more, encoding="utf-8")
    return derive(folder, "in")


@case
def survey_of_huge_numbers(folder: Path) -> list[str]:
    shutil.copytree(ROOT / "samples/survey-lead-6", folder / "in")
    path = folder / "in/survey.toml"
    text = path.read_text(encoding="utf-8")
    more = '\noutput = "1e999999999 t"\nparameter = "1e-999999999"\npopulation = 9223372036854775807\nmonths = -9\n'  # fmt: skip
    path.write_text(text + more, encoding="utf-8")
    return derive(folder, "in")


# --- sealed records


@cache
def sealed() -> dict[str, Any]:
    """The sealed record of the sample of 24 returns."""
    from msgspec import to_builtins

    from carbon_eia.reference import open_world
    from carbon_eia.standards.standard_record import derive_standard

    world = open_world(date(2026, 6, 30))
    found: dict[str, Any] = to_builtins(derive_standard([ROOT / "samples/survey-lead-24"], world))
    return found


def adopt(folder: Path, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """A record that was changed, and bears the seal and the id of what it says; its draft too."""
    from carbon_eia.run.record import record_id

    record = json.loads(json.dumps(sealed()))
    change(record)
    stated = sealed()["draft"].split('sealed = "')[1].split('"')[0]
    seal = record_id({k: v for k, v in record.items() if k not in ("draft", "id")})
    record["draft"] = str(record["draft"]).replace(stated, seal)
    record["id"] = record_id(record)
    (folder / "draft.toml").write_text(record["draft"], encoding="utf-8")
    (folder / "draft.sealed.json").write_text(json.dumps(record), encoding="utf-8")
    return ["standard", "adopt", str(folder / "draft.toml"), "-o", str(folder / "c.toml"), *ISSUED]


@case
def sealed_of_a_huge_exponent(folder: Path) -> list[str]:
    return adopt(folder, lambda r: r["derivation"]["admission"]["exact"].update(value="1e999999999"))  # fmt: skip


@case
def sealed_of_texts_for_numbers(folder: Path) -> list[str]:
    return adopt(folder, lambda r: r["derivation"].update(gb1="x", n="9", rule={"a": 1}))


@case
def sealed_of_a_day_that_is_none(folder: Path) -> list[str]:
    return adopt(folder, lambda r: r.update(as_of="2026-99-99"))


@case
def sealed_whose_draft_says_less(folder: Path) -> list[str]:
    return adopt(folder, lambda r: r.update(draft='[draft]\nschema = "carbon-eia/standard-draft/1"\nsealed = "x"\n[[values]]\na = 1\n'))  # fmt: skip


@case
def sealed_whose_draft_says_something_else(folder: Path) -> list[str]:
    def lower(record: dict[str, Any]) -> None:
        record["draft"] = record["draft"].replace("sector = ", 'sector = "x"\nother = ')

    return adopt(folder, lower)


@case
def sealed_of_packed_files(folder: Path) -> list[str]:
    import base64

    bomb = base64.b64encode(zlib.compress(bytes(2 << 30), 9)).decode()
    return adopt(folder, lambda r: r["files"][0].update(content=bomb))


@case
def sealed_of_files_above(folder: Path) -> list[str]:
    return adopt(folder, lambda r: r["files"][0].update(name="../../../../tmp/carbon-eia-above.toml"))  # fmt: skip


@case
def sealed_verified_of_texts_for_numbers(folder: Path) -> list[str]:
    adopt(folder, lambda r: r["derivation"].update(gb1="x", beside=9))
    return ["verify", str(folder / "draft.sealed.json")]


@case
def adopted_of_a_draft_that_is_none(folder: Path) -> list[str]:
    adopt(folder, lambda r: r.update(draft="[draft]\nsector = 1\n[[values]]\nlevel = 1\n"))
    stated = json.loads((folder / "draft.sealed.json").read_text())
    from carbon_eia.run.record import record_id

    seal = record_id({k: v for k, v in stated.items() if k not in ("draft", "id")})
    text = f'{LIMITS}\n[standard]\nsealed = "{seal}"\n'
    (folder / "city.toml").write_text(text, encoding="utf-8")
    return ["verify", str(folder / "city.toml"), "--sealed", str(folder / "draft.sealed.json")]


# --- registers and their backups


def event(sequence: int, body: str, before: str = "0" * 64) -> list[Any]:
    """An event with the hash that it must have."""
    from carbon_eia.register.event import EventRow

    row = EventRow(
        sequence, "2026-07-01", "2026-07-01T00:00:00Z", "a", "receiver", body, before, ""
    )
    return [*row[:-1], row.right_hash()]


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def restore(folder: Path, content: bytes) -> list[str]:
    (folder / "b.zip").write_bytes(content)
    return ["register", "-C", str(folder / "desk"), "restore", str(folder / "b.zip")]


def backup(folder: Path, *rows: object, **parts: bytes) -> list[str]:
    held = {"events.jsonl": lines(*rows), "people.jsonl": b"", **parts}
    return restore(folder, archive(held))


def body(**said: object) -> str:
    return json.dumps({"case": "A-1", "kind": "listed", **said})


@case
def backup_of_a_bomb(folder: Path) -> list[str]:
    return restore(folder, archive({"events.jsonl": bytes(2 << 30), "people.jsonl": b""}))


@case
def backup_of_one_long_line(folder: Path) -> list[str]:
    return restore(folder, archive({"events.jsonl": b'["' + b"x" * 60_000_000, "people.jsonl": b""}))  # fmt: skip


@case
def backup_of_many_people(folder: Path) -> list[str]:
    people = b'["a","b","c"]\n' * 4_000_000
    return backup(folder, event(1, body()), **{"people.jsonl": people})


@case
def backup_of_a_file_that_grows(folder: Path) -> list[str]:
    name = "ab" * 32
    return backup(folder, event(1, body(document=name)), **{f"blobs/{name}": bytes(1 << 30)})


@case
def backup_that_lies(folder: Path) -> list[str]:
    content = archive({"events.jsonl": bytes(1 << 30), "people.jsonl": b""})
    return restore(folder, content.replace((1 << 30).to_bytes(4, "little"), b"\x40\0\0\0"))


@case
def backup_that_is_encrypted(folder: Path) -> list[str]:
    content = bytearray(archive({"events.jsonl": lines(event(1, body())), "people.jsonl": b""}))
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(head) + at] |= 1
    return restore(folder, bytes(content))


@case
def backup_packed_otherwise(folder: Path) -> list[str]:
    rows = lines(event(1, body()))
    return restore(folder, archive({"events.jsonl": rows, "people.jsonl": b""}, zipfile.ZIP_LZMA))


@case
def backup_of_files_above(folder: Path) -> list[str]:
    return backup(folder, event(1, body(document="../../../etc/passwd", sha256="../x")), **{"../../x": b"x", "/etc/x": b"x", "blobs/../../x": b"x"})  # fmt: skip


@case
def backup_of_links(folder: Path) -> list[str]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        for name in ("events.jsonl", "people.jsonl"):
            link = zipfile.ZipInfo(name)
            link.external_attr = 0o120777 << 16
            out.writestr(link, "/etc/passwd")
    return restore(folder, content.getvalue())


@case
def backup_of_odd_rows(folder: Path) -> list[str]:
    return backup(folder, [1, None, [], {}, True, 1.5, "a", "b"])


@case
def backup_of_far_numbers(folder: Path) -> list[str]:
    return backup(folder, event(1 << 70, body()))


@case
def backup_of_odd_words(folder: Path) -> list[str]:
    odd = {"site": [1], "opinion": {"day": []}, "standards": [{"a": {}}], "name": {"a": 1}}
    return backup(folder, event(1, body(**odd)))


@case
def backup_of_odd_words_later(folder: Path) -> list[str]:
    first = event(1, body())
    odd = '{"case":"A-1","kind":"experts_invited","notice":{"day":[],"working_days":"\\u0663"}}'
    return backup(folder, first, event(2, odd, first[-1]))


@case
def backup_of_an_unknown_kind(folder: Path) -> list[str]:
    return backup(folder, event(1, body(kind="\u202ex")))


@case
def backup_of_deep_words(folder: Path) -> list[str]:
    return backup(folder, event(1, '{"case":"A","kind":"listed","x":' + "[" * 5000 + "]" * 5000 + "}"))  # fmt: skip


@case
def backup_of_long_integers(folder: Path) -> list[str]:
    return backup(folder, event(1, '{"case":"A","kind":"listed","x":' + "9" * 9000 + "}"))


@case
def backup_of_half_characters(folder: Path) -> list[str]:
    return backup(folder, event(1, '{"case":"\\ud800","kind":"listed"}'))


def desk(folder: Path, *args: str) -> list[str]:
    """A command on a register that was made in a folder."""
    from carbon_eia.register.acting import view_of
    from carbon_eia.register.store import create

    create(folder / "desk", "", view_of)
    return ["register", "-C", str(folder / "desk"), *args]


def changed(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "desk/register.db") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


ROW = "INSERT INTO events VALUES ({0}, '2026-07-01', '2026-07-01', 'a', 'r', {1}, '0', '1')"


@case
def register_of_nothing(folder: Path) -> list[str]:
    args = desk(folder, "list", *AS_OF)
    (folder / "desk/register.db").write_bytes(b"no database at all" * 1000)
    return args


@case
def register_of_a_head_alone(folder: Path) -> list[str]:
    args = desk(folder, "verify")
    content = (folder / "desk/register.db").read_bytes()
    (folder / "desk/register.db").write_bytes(content[:4096] + bytes(len(content) - 4096))
    return args


@case
def register_of_odd_columns(folder: Path) -> list[str]:
    args = desk(folder, "head", "-o", str(folder / "head.json"))
    changed(folder, ROW.format(1, "x'ff00'"))
    return args


@case
def register_of_odd_views(folder: Path) -> list[str]:
    args = desk(folder, "list", *AS_OF)
    changed(folder, """INSERT INTO cases VALUES ('A', 'x', '{"state": 5}')""")
    return args


@case
def register_of_unknown_states(folder: Path) -> list[str]:
    args = desk(folder, "tick", *AS_OF)
    changed(folder, """INSERT INTO cases VALUES ('A', 'x', '{"state": "x"}')""")
    return args


@case
def register_without_tables(folder: Path) -> list[str]:
    args = desk(folder, "verify")
    changed(folder, "DROP TABLE cases", "DROP TABLE people")
    return args


@case
def register_of_files_above(folder: Path) -> list[str]:
    args = desk(folder, "verify")
    changed(folder, ROW.format(1, """'{"case":"A","kind":"listed","document":"../../../etc/passwd"}'"""))  # fmt: skip
    return args


@case
def register_settings_of_anything(folder: Path) -> list[str]:
    args = desk(folder, "list", *AS_OF)
    (folder / "desk/register.toml").write_text("database = [" + "[" * 9000, encoding="utf-8")
    return args


@case
def register_settings_of_another_kind(folder: Path) -> list[str]:
    args = desk(folder, "list", *AS_OF)
    text = 'format = 1\ndatabase = "sqlite:////etc/passwd"\n'
    (folder / "desk/register.toml").write_text(text, encoding="utf-8")
    return args


@case
def register_notice_of_many_digits(folder: Path) -> list[str]:
    from carbon_eia.register.acting import view_of
    from carbon_eia.register.store import EventDraft, create

    register = create(folder / "desk", "", view_of)
    with register.writing() as ledger:
        for kind in ("listed", "filed", "accepted", "review_started"):
            ledger.append([EventDraft(date(2026, 7, 1), "a", "reviewer", kind, "A", {"name": "n"})])
    return [
        *("register", "-C", str(folder / "desk"), "do", "invite_experts", "A"),
        *(f"notice={'9' * 9000}", "--as", "b", "--role", "reviewer", "--day", "2026-07-02"),
    ]


@case
def head_of_nothing(folder: Path) -> list[str]:
    (folder / "h.json").write_text("[" * 100_000, encoding="utf-8")
    return desk(folder, "verify", "--head", str(folder / "h.json"))


@case
def head_of_a_far_size(folder: Path) -> list[str]:
    head = {"schema": "carbon-eia/head/1", "size": 1 << 40, "root": "0" * 64, "day": "2026-07-01"}
    (folder / "h.json").write_text(json.dumps(head), encoding="utf-8")
    return desk(folder, "verify", "--head", str(folder / "h.json"))


@case
def filed_record_of_a_day_that_is_none(folder: Path) -> list[str]:
    record = {"schema": "carbon-eia/run/1", "id": "0", "as_of": "2026-02-30"}
    (folder / "r.json").write_text(json.dumps(record), encoding="utf-8")
    return desk(folder, "add", str(folder / "r.json"), "--as", "a")
