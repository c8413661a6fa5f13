"""The loader refuses a missing source, an overlap, a bad unit, and compiled.json is current."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carbon_eia.assessment import assess
from carbon_eia.errors import ReferenceDataError
from carbon_eia.files import data_folder
from carbon_eia.project import parse_project
from carbon_eia.reference import open_tables, open_world, read_policy
from carbon_eia.reference.compile import compiled
from carbon_eia.reference.factor_tables import Tables

FACTORS = data_folder("factors")
Change = Callable[[list[dict[str, str]]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of factors/, to be spoilt."""
    return Path(shutil.copytree(FACTORS, tmp_path / "factors"))


def spoil(folder: Path, table: str, change: Change) -> None:
    """Change the rows of one table of the copy."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = list(rows[0])
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def put(column: str, text: str, row: int = 0) -> Change:
    """A change of one cell."""

    def change(rows: list[dict[str, str]]) -> None:
        assert rows[row][column] != text
        rows[row][column] = text

    return change


def again(**cells: str) -> Change:
    """A change that adds the first row once more, with other cells."""

    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], **cells})

    return change


def refusal(folder: Path) -> ReferenceDataError:
    """The error with which a spoilt folder is refused."""
    with pytest.raises(ReferenceDataError) as caught:
        open_tables(folder)
    return caught.value


def test_the_copy_is_good_before_it_is_spoilt(folder: Path) -> None:
    """An unchanged copy passes, so what follows fails for its change alone."""
    (folder / "compiled.json").unlink()
    assert open_tables(folder).digest == Tables(FACTORS).digest


def test_compiled_json_is_current() -> None:
    """factors/compiled.json is what the files compile to today."""
    tables = Tables(FACTORS)
    held = json.loads((FACTORS / "compiled.json").read_text(encoding="utf-8"))
    tables.compiled = {}  # read the files themselves
    assert held == compiled(tables)


@pytest.mark.slow(every=3)
@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("fuels", put("source", ""), "CE-R002"),
        ("fuels", put("source", "no-such-document"), "CE-R002"),
        ("fuels", put("grade", ""), "CE-R002"),
        ("fuels", put("valid_from", ""), "CE-R002"),
        ("fuels", put("ncv_unit", "GJ/ton"), "CE-R003"),
        ("fuels", put("ncv_unit", ""), "CE-R003"),
        ("fuels", put("ncv", "26,7"), "CE-R003"),
        ("fuels", put("ncv", "nan"), "CE-R003"),
        ("electricity", put("factor", "—"), "CE-R003"),
        ("electricity", put("unit", "kgCO2/kwh"), "CE-R003"),
        ("gwp", again(id="twice"), "CE-R004"),
        ("fuels", again(id="twice"), "CE-R004"),
        ("electricity", again(id="twice"), "CE-R004"),
        ("electricity", again(id="later", valid_from="2030"), "CE-R004"),
        ("fuels", put("valid_from", "16 May 2024"), "CE-R001"),
        ("fuels", put("valid_to", "2023"), "CE-R001"),
        ("gwp", put("grade", "D"), "CE-R001"),
        ("synonyms", put("spelling", "烟 煤"), "CE-R010"),
        ("synonyms", put("spelling", "LPG"), "CE-R010"),
        ("synonyms", again(), "CE-R010"),
        ("synonyms", put("materials", "no-such-material"), "CE-R005"),
        ("synonyms", put("materials", "diesel|gasoline"), "CE-R005"),
        ("synonyms", put("certainty", "perhaps"), "CE-R001"),
        ("synonyms", put("note", ""), "CE-R001"),
        ("benchmarks/energy_limits", put("valid_from", "2022"), "CE-R009"),
        ("benchmarks/energy_limits", put("valid_from", "2022-11"), "CE-R009"),
        ("benchmarks/energy_limits", put("valid_to", "2027"), "CE-R009"),
        ("benchmarks/energy_limits", put("valid_from", "soon"), "CE-R001"),
        ("benchmarks/energy_limits", put("correction", "value+"), "CE-R001"),
        ("benchmarks/energy_limits", again(id="twice"), "CE-R004"),
        ("fuels", again(table="other"), "CE-R010"),
        ("materials", put("name_zh", "柴油", row=2), "CE-R010"),
        ("materials", put("aliases", "白煤|DIESEL", row=2), "CE-R010"),
    ],
)
def test_a_bad_row_is_refused(table: str, change: Change, code: str, folder: Path) -> None:
    """Each slip has its code, and the place names the file, the line and the row."""
    spoil(folder, table, change)
    problems = refusal(folder).problems
    assert code in [p.code for p in problems]
    assert all(p.place.file == f"factors/{table}.csv" for p in problems)
    assert all(p.place.line is not None and p.place.line >= 2 for p in problems)


def test_a_change_of_value_in_half_open_periods_is_no_overlap(folder: Path) -> None:
    """Where one row ends on the day the next begins, each day has one row."""

    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "id": "later", "valid_from": "2030"})
        rows[0]["valid_to"] = "2030"

    spoil(folder, "electricity", change)
    assert open_tables(folder).row("electricity", "later")


def test_all_bad_rows_are_reported_together(folder: Path) -> None:
    """Two slips in two tables come in one error."""
    spoil(folder, "fuels", put("source", "", row=3))
    spoil(folder, "gwp", put("value", "x", row=5))
    assert {(p.place.file, p.place.line) for p in refusal(folder).problems} == {
        ("factors/fuels.csv", 5),
        ("factors/gwp.csv", 7),
    }


@pytest.mark.slow(every=3)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("methods.toml", 'row = "heat:heat-factor-default"', 'row = "heat:no-such-row"'),
        ("methods.toml", 'column = "co2_factor"', 'column = "co3_factor"'),
        ("methods.toml", '\nlook = "electricity"', '\nlook = "nothing"'),
        ("sectors/cement-clinker.toml", 'source = "mee-ets-cement-2024"', 'source = "nobody"'),
        ("sectors/cement-clinker.toml", '"cb037"', '"cb999"'),
        ("sectors/cement-clinker.toml", '"eu014"', '"eu999"'),
        ("sectors/cement-clinker.toml", '"cb037"', '"xx037"'),
        ("sectors/cement-clinker.toml", 'gb1 = "eb0007"', 'gb1 = "eb9999"'),
        ("sectors/cement-clinker.toml", '"process:cement-portland', '"process:cement-roman'),
        ("sectors/cement-clinker.toml", '"process:cement-portland', '"no-table:cement-portland'),
        ("sectors/cement-clinker.toml", '[{ material = "bituminous', '[{ material = "peat'),
        ("sectors/cement-clinker.toml", 'gwp = "AR5"', 'gwp = "AR55"'),
        ("sectors/cement-clinker.toml", 'fuels = ["mee-ets"', 'fuels = ["nowhere"'),
        ("policy/chenzhou-2023.toml", 'severity = "veto"', 'severity = "vetoed"'),
        ("policy/chenzhou-2023.toml", 'kind = "at_most"', 'kind = "at_best"'),
        ("policy/chenzhou-2023.toml", 'value = "300", ', ""),
        ("policy/ndrc-order31-2025.toml", 'severity = "condition"', 'severity = "veto"'),
        ("policy/ndrc-order31-2025.toml", 'demand = { zh = "限期', 'demands = { zh = "限期'),
        ("policy/ndrc-order31-2025.toml", "责令停止建设或停止生产、使用，限期整改。", "责令停止。"),
        ("policy/ndrc-order31-2025.toml", 'source = "ndrc-order31-2025"', 'source = "nobody"'),
    ],
)
def test_a_default_that_leads_nowhere_is_refused(
    file: str, old: str, new: str, folder: Path
) -> None:
    """What methods and sectors refer to must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert {p.code for p in refusal(folder).problems} & {"CE-R002", "CE-R005"}


def test_a_file_that_is_no_toml_is_refused(folder: Path) -> None:
    """A slip of the pen in a TOML file is told with the file and its line."""
    path = folder / "sectors" / "cement-clinker.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[references]", "[references", 1), encoding="utf-8")
    (problem,) = refusal(folder).problems
    assert (problem.code, problem.place.file) == ("CE-R001", "factors/sectors/cement-clinker.toml")
    assert "line 25" in str(problem.params["why"])


def test_every_row_that_a_sector_names_wrongly_is_told(folder: Path) -> None:
    """All rows that are not there are told at once, each with its table and the file."""
    path = folder / "sectors" / "cement-clinker.toml"
    text = path.read_text(encoding="utf-8")
    for old in ("cb037", "eu014", "eb0007"):
        text = text.replace(f'"{old}"', f'"{old}x"', 1)
    path.write_text(text, encoding="utf-8")
    problems = refusal(folder).problems
    assert {p.place.file for p in problems} == {"factors/sectors/cement-clinker.toml"}
    named = {p.params["what"] for p in problems if p.code == "CE-R005"}
    assert named == {"carbon:cb037x", "eu_ets:eu014x", "energy_limits:eb0007x"}


def test_two_rules_of_one_name_are_refused(folder: Path) -> None:
    """One rule with two versions for a day is an error, not a choice."""
    path = folder / "policy" / "chenzhou-2023.toml"
    text = path.read_text(encoding="utf-8")
    rule = text[
        text.index('[[rules]]\nid = "admission"') : text.index('[[rules]]\nid = "retrofit"')
    ]
    path.write_text(text + "\n" + rule, encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        read_policy(open_world(date(2026, 6, 30), folder), "chenzhou-2023")
    assert caught.value.problems[0].code == "CE-R006"


def test_a_missing_rule_is_refused(folder: Path, sample_text: str) -> None:
    """A policy without a rule for the day is an error of the data, not a crash."""
    path = folder / "policy" / "chenzhou-2023.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index('[[rules]]\nid = "admission"'), text.index('[[rules]]\nid = "retrofit"')
    later = text[start:end].replace("2023-07-16", "2027-01-01")
    path.write_text(text[:start] + later + text[end:], encoding="utf-8")
    world = open_world(date(2026, 6, 30), folder)
    with pytest.raises(ReferenceDataError) as caught:
        assess(parse_project(sample_text, world), world)
    assert [p.code for p in caught.value.problems] == ["CE-R008"]


def test_a_policy_that_cannot_decide_is_refused(folder: Path) -> None:
    """A policy that decides has every rule and parameter of a verdict, at whatever day."""
    path = folder / "policy" / "chenzhou-2023.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index('[[rules]]\nid = "admission"'), text.index('[[rules]]\nid = "retrofit"')
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    (problem,) = refusal(folder).problems
    assert (problem.code, problem.params["what"]) == ("CE-R005", "admission")


def test_a_policy_may_bring_its_document(folder: Path) -> None:
    """A document in the file of a policy is cited as one of the table; no two have one id."""
    path = folder / "policy" / "mee-346-2021.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[document]\ntitle = "试验"\n', encoding="utf-8")
    problems = refusal(folder).problems
    lacking = [p.params["what"] for p in problems if p.code == "CE-R005"]
    assert lacking == [f"document.{k}" for k in ("number", "issuer", "date", "kind")]
    assert [p.params["other"] for p in problems if p.code == "CE-R004"] == ["mee-346-2021"]


CHECK = 'kind = "at_least", fact = "lawn", value = "30", unit = "%"'
FACT = """
[asked.lawn]
type = "quantity"
unit = ["%"]
zh = "绿地率"
en = "share of lawn"
example = "30 %"
"""
RULE = """
[[rules]]
id = "lawn"
clause = "一"
severity = "advice"
valid_from = "2023-07-16"
grade = "A"
zh = "绿地"
en = "lawn"
note = "试验"
check = { kind = "at_least", fact = "lawn", value = "30", unit = "%" }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ('fact = "lawn"', 'fact = "lawns"', "lawn: lawns"),
        ('unit = "%" }', 'unit = "tce" }', "lawn: lawn: 30 tce"),
        (CHECK, 'kind = "one_of", fact = "pue", values = [true]', "lawn: pue: True"),
        ('en = "share of lawn"\n', "", "en"),
        ('type = "quantity"', 'type = "number"', "type number"),
        ('unit = ["%"]\n', "", "unit"),
    ],
)  # fmt: skip
def test_a_rule_asks_for_facts_that_can_be_stated(
    old: str, new: str, said: str, folder: Path
) -> None:
    """The fact of a rule is known, fully described, and of the kind of the rule's limit."""
    for file, block in (("facts.toml", FACT), ("policy/chenzhou-2023.toml", RULE)):
        path = folder / file
        text = path.read_text(encoding="utf-8") + block.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    if not said:
        open_world(date(2026, 6, 30), folder)
        return
    problems = refusal(folder).problems
    assert [p.code for p in problems] == ["CE-R005"]
    assert problems[0].params["what"] == said


def test_an_edited_table_changes_the_digest(folder: Path) -> None:
    """A Run names the reference it rests on: any edit is another reference."""
    before = Tables(folder).digest
    spoil(folder, "gwp", put("note", "edited"))
    assert Tables(folder).digest != before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"permit"', '"promise"', "CE-R005"),
        ('grade = "A"', 'grade = "D"', "CE-R005"),
        ('source = "nea-gec-2024"', 'source = "nobody"', "CE-R002"),
    ],
)
def test_a_rule_of_claims_is_checked(old: str, new: str, code: str, folder: Path) -> None:
    """An unknown kind of evidence, a grade that is none, a document that is not listed."""
    path = folder / "claims.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        open_world(date(2026, 6, 30), folder)
    assert code in [p.code for p in caught.value.problems]
