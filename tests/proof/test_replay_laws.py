"""An old Run under today's rules: it says in words which law moved its verdict.

The Runs in ``old/`` were made before claims, products, places and mandatory limits were judged.
Each has one fault: amounts typed in 万kWh for 亿kWh, a grid factor without proof, a grade of
caustic soda with a stricter limit of energy, an address in another province, a co-product.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert

from carbon_eia.files import data_folder
from carbon_eia.proof import verify
from carbon_eia.proof.causes import Cause, verdict_causes
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import open_tables, open_world
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.reference.world import World
from carbon_eia.report import render_html
from carbon_eia.run import Run, canonical, read_run, record_id
from tests.tools import run

OLD = Path(__file__).parent / "old"
CASES = [
    # record, verdict then, verdict now, kinds of cause with their law, what is said
    (
        "plausibility",
        ("pass", "undetermined"),
        {("plausibility", 7)},
        ["0.000129324 tCO2/t", "kWh 与万kWh"],
    ),
    (
        "claim",
        ("pass", "refuse"),
        {("claim", 8), ("admission", None)},
        ["有此项 0.999 tCO2/t，无此项 1.5918 tCO2/t", "证明须为计量、报告、证书"],
    ),
    (
        "mandatory-limit",
        ("pass", "refuse"),
        {("mandatory_limit", 9), ("contradiction", 8)},
        [
            "325.67 kgce/t，劣于 GB 21257-2024",
            "315 kgce/t",
            "节约能源法第15条",
            "申报的达到的能效水平",
        ],
    ),
    (
        "products",
        ("refuse", "undetermined"),
        {("products", 11)},
        ["联产品“电锌锭”（锌冶炼）有自己的准入值 3.10 tCO2/t"],
    ),
    (
        "place",
        ("pass", "undetermined"),
        {("place", 12)},
        ["广东省深圳市在 2026-11-30 没有已知的碳排放准入政策"],
    ),
]
NAMES = [case[0] for case in CASES]


@cache
def both(name: str) -> tuple[Run, Run]:
    """An old Run, and that of the same texts under today's rules."""
    old = read_run(OLD / f"{name}.json")
    return old, PROJECT.again(old, open_world(date.fromisoformat(old.as_of)))


def causes(name: str) -> list[Cause]:
    """Why the verdict of an old Run is another today."""
    return verdict_causes(*both(name))


@pytest.mark.parametrize(("name", "verdicts", "kinds", "said"), CASES, ids=NAMES)
def test_an_old_run_says_which_law_moved_its_verdict(
    name: str, verdicts: tuple[str, str], kinds: set[tuple[str, int | None]], said: list[str]
) -> None:
    """The causes are the one law that the old Run did not know, with figures and clause."""
    old, new = both(name)
    assert (old.decision.verdict, new.decision.verdict) == verdicts
    assert {(c.kind, c.law) for c in causes(name)} == kinds
    told = "\n".join(c.text("zh") for c in causes(name))
    for words in said:
        assert words in told, told
    for law in {law for _, law in kinds if law}:
        assert f"（law {law}）" in told
        assert f"(law {law})" in "\n".join(c.text("en") for c in causes(name))


def test_a_cause_is_a_sentence_of_the_new_run() -> None:
    """Nothing is said that the new Run does not say: each code is one of its own."""
    for name in NAMES:
        _, new = both(name)
        decision = new.decision
        codes = {x.code for x in (*decision.reasons, *decision.missing, *new.warnings)}
        assert {c.code for c in causes(name)} <= codes


def test_the_same_verdict_has_no_cause() -> None:
    """A Run against itself, and one whose verdict stands, says nothing."""
    _, new = both("claim")
    assert verdict_causes(new, new) == []


def test_another_day_or_limit_is_a_cause_of_its_own() -> None:
    """Where a limit or the day moved, it is named with both values."""
    _, new = both("mandatory-limit")
    then: Any = json.loads(canonical(new))
    then["as_of"] = "2026-06-30"
    then["decision"] |= {"verdict": "pass", "ground": None}
    governing = next(c for c in then["comparisons"] if c["governs"])
    governing["limit"] = "1.3"
    shown = {c.kind: c.text("zh") for c in verdict_causes(convert(then, Run), new)}
    assert "由 2026-06-30 改为 2026-11-30" in shown["day"]
    assert "由 1.3 tCO2/t 变为 1.4 tCO2/t" in shown["limit"]


def test_a_factor_that_moved_is_named_where_the_comparison_turned() -> None:
    """A factor is a cause only where the comparison with the limit turned."""
    _, new = both("place")
    _, judged = both("mandatory-limit")
    assert not any(c.kind == "factor" for c in verdict_causes(both("place")[0], new))
    then: Any = json.loads(canonical(judged))
    then["decision"] |= {"verdict": "refuse", "ground": None}
    for c in then["comparisons"]:
        c["within"] = False
    factor = next(
        p
        for s in then["inventory"]["by_source"]
        for p in s["parameters"]
        if p["name"] == "factor" and p["source"] is not None
    )
    factor |= {"value": "0.9", "exact": "9/10", "typed": ""}
    told = [c.text("zh") for c in verdict_causes(convert(then, Run), judged) if c.kind == "factor"]
    assert len(told) == 1
    assert "外购电力 · 电力排放因子" in told[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_replay_prints_the_causes(tmp_path: Path, lang: str) -> None:
    """The terminal lists them after the verdicts, ``--json`` under ``replay``; ``--out`` writes the
    Run alone."""
    record = str(OLD / "mandatory-limit.json")
    shown = run("replay", record, "--lang", lang, COLUMNS="300")
    assert shown.returncode == 1, shown.stderr
    title = {"zh": "结论为什么不同", "en": "Why the verdict differs"}[lang]
    assert title in shown.stdout
    assert "law 9" in shown.stdout.partition(title)[2]
    told = run("replay", record, "--json", "--out", str(tmp_path))
    document = json.loads(told.stdout)
    replay = document.pop("replay")
    assert replay["verdict"] == ["pass", "refuse"]
    assert replay["run"] == json.loads(Path(record).read_text(encoding="utf-8"))["id"]
    assert {c["law"] for c in replay["causes"]} == {8, 9}
    assert canonical(read_run(tmp_path / "run.json")) == canonical(document)


# --- whether an old Run stands


@pytest.mark.parametrize("name", NAMES)
def test_an_old_run_neither_stands_nor_is_forged(name: str) -> None:
    """Its content is whole, its figures are those of other tables: exit status 3."""
    proof = verify(OLD / f"{name}.json", open_world)
    assert proof.stands is None
    assert {f.code for f in proof.findings} - {"proof.limit_file", "proof.no_limit_files"} == {
        "proof.run",
        "proof.moved",
    }
    assert ("decision", "verdict") in {c.where for c in proof.changes}


def test_a_report_of_an_old_run_is_checked_too(tmp_path: Path) -> None:
    """The document of an old Run neither stands nor falls; a forged old Run falls."""
    old, _ = both("claim")
    path = tmp_path / "report.html"
    path.write_text(render_html(old), encoding="utf-8")
    assert verify(path, open_world).stands is None
    forged: Any = json.loads(canonical(old))
    forged["decision"]["verdict"] = "refuse"
    path = tmp_path / "run.json"
    path.write_bytes(canonical(forged))
    assert verify(path, open_world).stands is False


def test_an_old_run_that_cannot_be_read_today_is_of_another_version(tmp_path: Path) -> None:
    """Its text is refused by today's program: told with the reason, not called forged."""
    old: Any = json.loads(canonical(both("claim")[0]))
    old["project"]["text"] = old["project"]["text"].replace("variant", "sort")
    old["id"] = record_id(old)
    path = tmp_path / "run.json"
    path.write_bytes(canonical(old))
    proof = verify(path, open_world)
    assert proof.stands is None
    assert "proof.other_version" in {f.code for f in proof.findings}
    assert run("verify", str(path)).returncode == 3


def test_an_old_run_without_what_is_printed_today_is_of_another_version(tmp_path: Path) -> None:
    """A document whose record lacks what is read today is told so, and never fails inside."""
    old, _ = both("claim")
    path = tmp_path / "report.html"
    page = render_html(old)
    del (older := json.loads(canonical(old)))["energy"]["outside"]
    older["id"] = record_id(older)
    held = canonical(old).decode().strip()
    assert held in page
    path.write_text(page.replace(held, canonical(older).decode().strip()), encoding="utf-8")
    proof = verify(path, open_world)
    assert proof.stands is None
    assert "proof.other_version" in {f.code for f in proof.findings}


def tables_of_another_version(folder: Path) -> Path:
    """The reference tables without a column that this program reads, as another version made them:
    checked and compiled."""
    copied = folder / "factors"
    shutil.copytree(data_folder("factors"), copied)
    path = copied / "regions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("short")
    kept = [",".join(c for i, c in enumerate(x.split(",")) if i != at) for x in lines]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    compiled = json.loads((copied / "compiled.json").read_text(encoding="utf-8"))
    compiled["sha256"] = Tables(copied).digest
    (copied / "compiled.json").write_text(json.dumps(compiled), encoding="utf-8")
    return copied


def test_tables_of_another_version_are_named(tmp_path: Path) -> None:
    """``--reference`` with tables that lack a column: CE-R012 with the column, verify ends with 3,
    replay with 2."""
    copied = str(tables_of_another_version(tmp_path))
    record = str(OLD / "claim.json")
    shown = run("verify", record, "--reference", copied)
    assert shown.returncode == 3, shown.stdout
    replayed = run("replay", record, "--reference", copied)
    assert replayed.returncode == 2
    assert "CE-R012" in replayed.stderr
    assert "short" in replayed.stderr


def test_moved_tables_of_this_version_are_read(tmp_path: Path) -> None:
    """Tables with other values and the same columns are no other version."""
    copied = tmp_path / "factors"
    shutil.copytree(data_folder("factors"), copied)
    assert World(open_tables(copied), date(2026, 11, 30)).tables.is_checked


def test_changes_of_a_document_are_told_in_english() -> None:
    """What a document no longer gives is told in the language of the call; it decides nothing."""
    path = OLD / "mandatory-limit.json"
    chinese, english = (verify(path, open_world, lang) for lang in ("zh", "en"))
    assert [f.code for f in english.findings] == [f.code for f in chinese.findings]
    limits = {c.where[-1] for c in english.changes if c.where[:2] == ("rule", "mandatory_limit")}
    assert "Comprehensive energy per product (equivalent value)" in limits
