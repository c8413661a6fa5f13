"""The commands as a person and a program meet them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from carbon_eia.messages import verdict_label
from tests.tools import fresh, run

ROOT = Path(__file__).resolve().parents[2]
DEMO = ["--benchmarks", str(ROOT / "samples/benchmarks/chenzhou-demo.toml")]
DAY = ["--as-of", "2026-06-30"]
SAMPLES = {
    "cement-clinker": (1, "retrofit"),
    "lead-smelter": (1, "refuse"),
    "data-centre": (0, "pass"),
    "tungsten-concentrate": (3, "undetermined"),
}


def sample(name: str) -> str:
    """Path of a sample project."""
    return str(ROOT / "samples" / name / "project.toml")


@pytest.mark.parametrize(("name", "expected"), SAMPLES.items())
def test_samples_end_with_their_verdict(name: str, expected: tuple[int, str]) -> None:
    """The four samples give their verdict and exit status, the same bytes twice."""
    first, second = (start("assess", sample(name), *DEMO, *DAY, "--json") for start in (run, fresh))
    assert (first.returncode, json.loads(first.stdout)["decision"]["verdict"]) == expected
    assert first.stdout == second.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_screen_fits_80_columns(lang: str) -> None:
    """No line of a verdict is wider than the terminal, in either language."""
    from carbon_eia.console import width_of

    shown = run("assess", sample("lead-smelter"), *DEMO, *DAY, "--lang", lang).stdout
    assert shown
    assert max(width_of(line) for line in shown.splitlines()) <= 80


@pytest.fixture
def planned(tmp_path: Path) -> str:
    """The lead smelter with a later deadline and a planned measure of its own."""
    text = Path(sample("lead-smelter")).read_text(encoding="utf-8")
    text = text.replace("2027-12-31", "2029-03-31").replace("RM035", "rm035")
    text += (
        '\n[[measures]]\nname = "厂房屋顶光伏与储能一体化改造工程（一期、二期）"\n'
        'effects = [{ source = "外购电力", saves = "6 %", low = "4 %", high = "7 %" }]\n'
        'investment = "2600 万元"\nduration = 5\n'
    )
    path = tmp_path / "project.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["assess", "explain"])
def test_a_plan_fits_80_columns(planned: str, command: str, lang: str) -> None:
    """The plan, its curve and the candidates of the catalogue keep within the terminal."""
    from carbon_eia.console import width_of

    done = run(command, planned, *DEMO, *DAY, "--plan", "--lang", lang)
    assert done.returncode == (1 if command == "assess" else 0), done.stderr
    assert "1.0633" in done.stdout
    assert "rm035" in done.stdout
    wide = [line for line in done.stdout.splitlines() if width_of(line) > 80]
    assert not wide


def test_a_plan_for_a_program(planned: str) -> None:
    """With --json nothing but the Run is written: the solver keeps quiet."""
    done = run("assess", planned, *DEMO, *DAY, "--plan", "--json")
    plan = json.loads(done.stdout)["retrofit"]["plan"]
    assert plan["status"] == "optimal"
    assert [c["code"] for c in plan["constraints"]][:1] == ["intensity"]
    explained = run("explain", planned, *DEMO, *DAY, "--plan", "--json")
    assert json.loads(explained.stdout)["retrofit"]["plan"] == plan


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_verdict_takes_one_screen(name: str, lang: str) -> None:
    """45 lines at 80 columns: the verdict first and last, deciding clauses, hints, what is left."""
    done = run("assess", sample(name), *DEMO, *DAY, "--lang", lang)
    lines = done.stdout.splitlines()
    assert len(lines) <= 45
    verdict = verdict_label(SAMPLES[name][1], lang)
    assert lines[1].startswith(f"│ {verdict}")
    record = json.loads(run("assess", sample(name), *DEMO, *DAY, "--json").stdout)
    last = next(i for i in reversed(range(len(lines))) if lines[i].startswith(verdict))
    assert len(lines) - last <= 2
    assert record["id"][:12] in lines[-1]
    shown = "".join("".join(lines).split())
    assert "专栏10第4项·admission" in shown
    assert "--full" in shown
    assert all(w["code"] in shown or "--full" in lines[-2] for w in record["warnings"][:1])
    assert shown.count("→") >= 1


def test_a_verdict_on_many_sources_takes_one_screen(tmp_path: Path) -> None:
    """Small sources share a row, whose sum keeps the total; a list that has no room is counted."""
    text = Path(sample("cement-clinker")).read_text(encoding="utf-8")
    for n in range(30):
        text += (
            f'\n[[sources]]\nname = "小源 {n}"\nmethod = "combustion"\nmaterial = "柴油"\n'
            f'amount = "{n + 1} t"\n'
        )
    path = tmp_path / "project.toml"
    path.write_text(text, encoding="utf-8")
    shown = run("assess", str(path), *DEMO, *DAY).stdout
    assert len(shown.splitlines()) <= 45
    assert "小源 29" in shown
    assert "小源 1 " not in shown
    table = shown[shown.index("\n────") :].lstrip().splitlines()[1:]
    rows = table[: next(i for i, x in enumerate(table) if x.startswith("本项目合计")) + 1]
    *parts, total = (Decimal(x.split()[-1].replace(",", "")) for x in rows)
    assert len(parts) == 8
    assert sum(parts) == total


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_full_prints_every_chapter_and_the_keys_that_answer_rules(lang: str) -> None:
    """--full tells all that the report tells, then which fact of the file a rule waits for."""
    done = run("assess", sample("lead-smelter"), *DEMO, *DAY, "--full", "--lang", lang)
    assert done.returncode == 1
    numbers = re.findall(r"^(\d+)  .+\n═", done.stdout, re.MULTILINE)
    assert numbers == [str(n) for n in range(12)]
    assert "facts.replaced_coal" in done.stdout
    assert "coal_replaced_two_high" in done.stdout
    assert "city.carbon_intensity" in done.stdout


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ("专栏10第4项", ["admission", "retrofit", "deadline", "advanced"]),
        ("二(三)1", ["energy_advanced", "carbon_replaced"]),
        ("31号令第8、9条", ["order31_review_level"]),
        ("（专栏10第4项 · deadline）", ["deadline"]),
        ("coal_replaced", ["coal_replaced"]),
    ],
)
def test_a_rule_is_found_by_its_clause_as_printed(typed: str, rules: list[str]) -> None:
    """explain --rule takes an id, a clause with brackets of either width, or both as printed."""
    shown = run("explain", sample("cement-clinker"), *DEMO, *DAY, "--rule", typed).stdout
    found = re.findall(r"\((\w+)\)$", shown, re.MULTILINE)
    assert [r for r in rules if r not in found] == []
    assert len(rules) > 1 or found == rules


def test_screen_has_no_colour_codes_off_a_terminal() -> None:
    """Output that goes into a file carries no escape sequences."""
    assert "\x1b" not in run("assess", sample("lead-smelter"), *DEMO, *DAY).stdout


def test_english_screen_speaks_english() -> None:
    """With --lang en or CARBON_EIA_LANG=en the sentences are English."""
    by_option = run("assess", sample("data-centre"), *DEMO, *DAY, "--lang", "en").stdout
    by_environment = run("assess", sample("data-centre"), *DEMO, *DAY, CARBON_EIA_LANG="en").stdout
    assert by_option == by_environment
    assert "符合准入" not in by_option


def test_errors_name_place_and_remedy(tmp_path: Path) -> None:
    """A wrong file gives code, file, line and key, a remedy, status 2 and no number."""
    text = Path(sample("cement-clinker")).read_text(encoding="utf-8")
    wrong = tmp_path / "project.toml"
    wrong.write_text(text.replace('"17.4 万t"', '"17.4 ton"'), encoding="utf-8")
    done = run("assess", str(wrong), *DEMO, *DAY)
    line = text[: text.index("17.4 万t")].count("\n") + 1
    assert done.returncode == 2
    assert done.stdout == ""
    assert "CE-U003" in done.stderr
    assert f"project.toml:{line} sources[0].amount" in done.stderr
    assert "→" in done.stderr


def test_errors_as_json(tmp_path: Path) -> None:
    """With --json a program gets the errors on stdout, with status 2."""
    done = run("assess", str(tmp_path / "none.toml"), "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["errors"][0]["code"] == "CE-F001"


def test_run_is_written_read_back_and_guarded(tmp_path: Path) -> None:
    """--out writes run.json; explain reads it; a changed figure in it is refused."""
    done = run("assess", sample("data-centre"), *DEMO, *DAY, "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    path = tmp_path / "out" / "run.json"
    assert run("explain", str(path)).returncode == 0
    path.write_text(
        path.read_text(encoding="utf-8").replace("0.6469", "0.6468", 1), encoding="utf-8"
    )
    refused = run("explain", str(path))
    assert refused.returncode == 2
    assert "CE-N002" in refused.stderr


def test_explain_shows_formula_numbers_factor_and_document() -> None:
    """explain prints, for a figure, the formula with the numbers, and each factor's document."""
    shown = run("explain", sample("cement-clinker"), *DEMO, *DAY, "--source", "外购电力").stdout
    flat = "".join(shown.split())
    assert "E=AD×EF" in flat
    assert "E=79000MWh×0.4976tCO2/MWh" in flat
    assert "39,310.400tCO2e/a" in flat  # 79000 × 0.4976
    assert "公告2025年第47号" in flat
    assert "electricity:average-2023-hunan" in flat


def test_explain_one_rule() -> None:
    """explain --rule prints the rule alone, with its clause and instrument."""
    shown = run("explain", sample("cement-clinker"), *DEMO, *DAY, "--rule", "admission").stdout
    assert "专栏10第4项" in shown
    assert "外购电力" not in shown


def test_explain_of_nothing_names_what_there_is() -> None:
    """An unknown source or rule is an error that lists the known ones."""
    done = run("explain", sample("cement-clinker"), "--source", "9")
    assert done.returncode == 2
    assert "外购电力" in done.stderr


@pytest.mark.parametrize("text", ["2026-13-01", "gestern", ""])
def test_as_of_must_be_a_date(text: str) -> None:
    """--as-of that is no date is an error of the call."""
    done = run("assess", sample("data-centre"), "--as-of", text)
    assert done.returncode == 2
    assert "CE-C001" in done.stderr


def test_new_writes_what_assesses_and_never_overwrites(tmp_path: Path) -> None:
    """new gives a file that check accepts; a second call does not overwrite.

    Some sectors here, in processes of their own; every sector in ``tests/reference``.
    """
    sectors = json.loads(run("reference", "list", "sectors", "--json").stdout)
    assert len(sectors) >= 40
    for sector in sectors[::16]:
        for lang in ("zh", "en"):
            path = tmp_path / f"{sector['id']}-{lang}.toml"
            assert run("new", sector["zh"], "-o", str(path), "--lang", lang).returncode == 0
            assert run("check", str(path)).returncode == 0
            assert run("assess", str(path)).returncode in (0, 1, 3)
    again = run("new", sectors[0]["id"], "-o", str(path))
    assert again.returncode == 2
    assert "CE-C003" in again.stderr


def test_new_writes_a_form_that_assesses(tmp_path: Path) -> None:
    """new with .xlsx gives a form; assess reads it as it reads the file that --from makes of it."""
    form, text = tmp_path / "form.xlsx", tmp_path / "project.toml"
    assert run("new", "铅冶炼", "-o", str(form)).returncode == 0
    assert run("new", "--from", str(form), "-o", str(text)).returncode == 0
    both = [run("assess", str(p), *DEMO, *DAY, "--json") for p in (form, text)]
    assert both[0].stdout == both[1].stdout
    assert json.loads(both[0].stdout)["project"]["text"] == text.read_text(encoding="utf-8")


def test_new_takes_a_sector_or_a_file() -> None:
    """Neither, both, or another suffix is refused with the choice that there is."""
    for args, code in (
        (["-o", "x.toml"], "CE-O014"),
        (["铅冶炼", "--from", sample("lead-smelter"), "-o", "x.toml"], "CE-O014"),
        (["铅冶炼", "-o", "x.pdf"], "CE-C005"),
    ):
        done = run("new", *args, "--json")
        assert done.returncode == 2
        assert json.loads(done.stdout)["errors"][0]["code"] == code


def test_errors_of_a_form_give_sheet_and_cell(tmp_path: Path) -> None:
    """An error of a form says where it stands, to a person and to a program."""
    form = tmp_path / "form.xlsx"
    assert run("new", "--from", sample("lead-smelter"), "-o", str(form)).returncode == 0
    with zipfile.ZipFile(form) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    shared = "xl/sharedStrings.xml"
    parts[shared] = parts[shared].replace("<t>无烟煤</t>".encode(), "<t>无烟媒</t>".encode())
    with zipfile.ZipFile(form, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    done = run("check", str(form))
    assert done.returncode == 2
    assert "排放源!D8 sources[1].material" in done.stderr
    place = json.loads(run("check", str(form), "--json").stdout)["errors"][0]["place"]
    assert (place["sheet"], place["cell"], place["line"]) == ("排放源", "D8", None)


def test_report_writes_a_workbook(tmp_path: Path) -> None:
    """report -o calculation.xlsx writes the workbook, and verify computes it again."""
    book = tmp_path / "calculation.xlsx"
    assert run("report", sample("data-centre"), "-o", str(book), *DEMO, *DAY).returncode == 0
    assert run("verify", str(book)).returncode == 0


def test_new_of_unknown_sector_suggests() -> None:
    """An unknown sector is answered with those that are near."""
    done = run("new", "水泥熟", "-o", "x.toml")
    assert done.returncode == 2
    assert "水泥熟料" in done.stderr


def test_check_says_what_is_missing(tmp_path: Path) -> None:
    """check ends with 1 when an input is missing, and --strict also when something is odd."""
    text = Path(sample("data-centre")).read_text(encoding="utf-8")
    path = tmp_path / "project.toml"
    path.write_text(text.replace('amount = "1.2 亿kWh"', ""), encoding="utf-8")
    assert run("check", str(path)).returncode == 1
    assert run("check", sample("data-centre")).returncode == 0
    path.write_text(text.replace('amount = "1.2 亿kWh"', 'amount = "1.2 万kWh"'), encoding="utf-8")
    slip = run("check", str(path))
    assert slip.returncode == 1
    assert "资料完整" not in slip.stdout


def test_check_strict_can_be_kept_in_a_year_without_a_grid_factor(tmp_path: Path) -> None:
    """A published factor of an earlier year is no fault of the applicant; a default of his is."""
    codes = {
        w["code"]
        for w in json.loads(run("check", sample("data-centre"), "--json").stdout)["warnings"]
    }
    strict = run("check", sample("data-centre"), "--strict").returncode
    mended = codes - {"CE-W004", "CE-W005", "CE-W020", "CE-W021", "CE-W035", "CE-W036"}
    assert "CE-W005" in codes
    assert strict == (1 if mended else 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_limits_can_be_told_apart(lang: str) -> None:
    """Level, route and day of force stand in the line of a limit, in show and in search."""
    level = {"zh": "GB 2级", "en": "GB level 2"}[lang]
    whole = run("reference", "show", "energy_limits:eb0787", "--lang", lang).stdout.split("  Id")[0]
    shown = " ".join(whole.partition("  编号")[0].split())  # lines are folded
    hits = run(
        "reference", "search", "电弧炉", "gb21256-2025", "--lang", lang, COLUMNS="200"
    ).stdout
    found = hits.splitlines()
    for line in (shown, next(x for x in found if "eb0787" in x)):
        assert all(part in line for part in ("≥70t", level, "2026-07-01"))
    assert len({x.partition("  ")[2] for x in found}) == len(found)


def test_a_limit_that_no_longer_or_not_yet_holds_says_so() -> None:
    """GB 29141-2012 has ended, whatever the day on which this test runs."""
    assert "已停用" in run("reference", "show", "energy_limits:eb0665").stdout


def test_reference_show_prints_document_table_grade_validity() -> None:
    """reference show of a value prints document, table, grade and validity."""
    shown = run("reference", "show", "electricity:average-2023-hunan").stdout
    for part in ("0.4976", "公告2025年第47号", "表3", "2025-12-31", "A"):
        assert part in shown
    assert run("reference", "show", "electricity:nothing").returncode == 2


def test_reference_search_finds_by_alias() -> None:
    """reference search finds rows by any name of their material."""
    hits = json.loads(run("reference", "search", "冶金焦", "--json").stdout)
    assert any(h["id"].startswith("fuels:") for h in hits)
    assert any(h["id"].startswith("reductants:") for h in hits)


@pytest.mark.parametrize(
    "kind", ["sectors", "tables", "materials", "regions", "documents", "policies"]
)
def test_reference_lists_every_kind(kind: str) -> None:
    """reference list answers for every kind, for a person and for a program."""
    assert run("reference", "list", kind).returncode == 0
    assert len(json.loads(run("reference", "list", kind, "--json").stdout)) >= 1


def test_doctor_reports() -> None:
    """doctor ends with 0 or 4 and names the reference version."""
    done = run("doctor", "--json")
    assert done.returncode in (0, 4)
    assert json.loads(done.stdout)["reference"]


@pytest.mark.parametrize(
    "command",
    [
        *("assess", "check", "explain", "report", "new", "schema", "doctor", "reference"),
        *("verify", "sign", "key"),
    ],
)
def test_help_has_an_example(command: str) -> None:
    """Every command's --help has an example."""
    shown = run(command, "--help").stdout
    assert "Example" in shown
    assert "carbon-eia" in shown


def test_output_into_a_closed_pipe_is_quiet() -> None:
    """`| head` ends the output without a traceback."""
    shell = f"{sys.executable} -m carbon_eia reference list documents | head -n 1"
    done = subprocess.run(shell, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_internal_fault_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program itself ends with its own status, without a traceback."""
    import typer

    from carbon_eia.cli.common import INTERNAL_ERROR, guarded

    monkeypatch.delenv("CARBON_EIA_DEBUG", raising=False)

    def broken(json: bool, lang: str) -> int:
        raise ZeroDivisionError("x")

    with pytest.raises(typer.Exit) as ended:
        guarded(broken, False, "zh")
    assert ended.value.exit_code == INTERNAL_ERROR
    assert "CE-X001" in capsys.readouterr().err


def test_verify_diff_and_replay_work_on_what_assess_writes(tmp_path: Path) -> None:
    """verify ends with 0; diff names what moved the verdict; replay judges a later day."""
    out = str(tmp_path)
    assert run("assess", sample("cement-clinker"), *DEMO, *DAY, "--out", out).returncode == 1
    record = str(tmp_path / "run.json")
    stands = run("verify", record)
    assert (stands.returncode, "全部成立" in stands.stdout) == (0, True)
    other = tmp_path / "other.toml"
    text = Path(sample("cement-clinker")).read_text(encoding="utf-8")
    other.write_text(text.replace("17.4 万t", "16.5 万t"), encoding="utf-8")
    shown = run("diff", record, str(other), *DEMO, *DAY)
    assert shown.returncode == 0
    assert "结论由限期改造变为符合准入" in shown.stdout
    assert "结论变为符合准入" in "".join(shown.stdout.split())  # the coal alone
    assert json.loads(run("diff", record, str(other), *DEMO, *DAY, "--json").stdout)["influences"]
    less = text.replace("17.4 万t", "17.0 万t").replace("7900 万kWh", "7000 万kWh")
    other.write_text(less, encoding="utf-8")  # 0.8330 or 0.8361 alone, 0.8298 together
    both = run("diff", record, str(other), *DEMO, *DAY)
    assert "几处合起来的作用" in "".join(both.stdout.split())
    later = run("replay", record, "--as-of", "2028-07-01")  # the day after its deadline
    assert later.returncode == 1
    assert "结论由限期改造变为不予立项" in later.stdout
    why = "".join(later.stdout.partition("结论为什么不同")[2].split())
    assert "由2026-06-30改为2028-07-01" in why
    assert "已过期限" in why
    assert run("replay", record, "--json").stdout == Path(record).read_text(encoding="utf-8")
