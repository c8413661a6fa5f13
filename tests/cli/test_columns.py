"""Commands at several widths: tables aligned, lines within the terminal, rows told apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from carbon_eia.console import width_of
from tests.report.test_phrases import AVOIDED, AVOIDED_ENGLISH, found
from tests.tools import run

WIDTHS = (60, 80, 120, 200)
PROJECT = "samples/lead-smelter/project.toml"
CODE = "2603-431023-04-01-000002"
SURVEY = "samples/survey-lead-24"
LATER = ("--as-of", "2026-08-15")
LIMITS = ("--benchmarks", "samples/benchmarks/chenzhou-demo.toml")
DAY = ("--as-of", "2026-06-30")
SEVERAL = ("check", "list", "search", "documents", "measures", "policies", "screen", "cases")
"""Commands whose lines are entries of a list: no two of them are alike."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records and documents that the commands read."""
    made = tmp_path_factory.mktemp("columns")
    for name in ("lead-smelter", "cement-clinker"):
        record = run("assess", f"samples/{name}/project.toml", *DAY, *LIMITS, "--json").stdout
        (made / f"{name}.json").write_text(record, encoding="utf-8")
    park = run("park", "samples/park/park.toml", *DAY, "--json").stdout
    assert json.loads(park)["id"]
    (made / "park.json").write_text(park, encoding="utf-8")
    done = run("report", str(made / "lead-smelter.json"), "-o", str(made / "report.html"))
    assert done.returncode == 0
    desk = ("register", "-C", str(made / "desk"))
    by = ("--as", "张敏", "--day", "2026-07-01")
    assert run(*desk, "init").returncode == 0
    for name in ("lead-smelter", "cement-clinker"):
        assert run(*desk, "add", str(made / f"{name}.json"), *by).returncode == 0
    done = run("standard", "derive", SURVEY, *DAY, "-o", str(made / "draft.toml"))
    assert done.returncode == 0, done.stderr
    return made


def commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """Each command by a name of its own."""
    lead, cement, park = (
        str(folder / f"{n}.json") for n in ("lead-smelter", "cement-clinker", "park")
    )
    desk = ("register", "-C", str(folder / "desk"))
    return {
        "assess": ("assess", PROJECT, *DAY, *LIMITS),
        "check": ("check", PROJECT),
        "explain": ("explain", PROJECT, *DAY, *LIMITS),
        "explain a rule": ("explain", PROJECT, *DAY, *LIMITS, "--rule", "admission"),
        "park": ("park", park),
        "screen": (
            "screen",
            "samples/screening/projects.csv",
            *DAY,
            *LIMITS,
            "-o",
            str(folder / "o.csv"),
        ),
        "verify": ("verify", str(folder / "report.html")),
        "diff": ("diff", cement, lead),
        "replay": ("replay", lead, "--as-of", "2027-01-01"),
        "doctor": ("doctor",),
        "list": ("reference", "list"),
        "measures": ("reference", "list", "measures"),
        "documents": ("reference", "list", "documents"),
        "policies": ("reference", "list", "policies"),
        "search": ("reference", "search", "水泥"),
        "show": ("reference", "show", "fuels:gbt32151-2024-bituminous-coal"),
        "changes": ("reference", "changes", "--since", "2026.11.0"),
        "check a form": ("check", "samples/data-centre/project.toml"),
        "plan": ("assess", PROJECT, *DAY, *LIMITS, "--plan"),
        "full": ("assess", PROJECT, *DAY, *LIMITS, "--full"),
        "uncertain": ("assess", PROJECT, *DAY, *LIMITS, "--uncertainty", "200"),
        "undetermined": ("assess", "samples/tungsten-concentrate/project.toml", *DAY, *LIMITS),
        "park in full": ("park", park, "--full"),
        "standard": ("standard", "derive", SURVEY, *DAY),
        "standard without values": ("standard", "derive", "samples/survey-lead-6", *DAY),
        "standard file": ("verify", str(folder / "draft.toml")),
        "cases": (*desk, "list", *LATER),
        "case": (*desk, "show", CODE, *LATER),
        "due": (*desk, "tick", *LATER),
        "refused": (*desk, "do", "operate", CODE, "--as", "王磊", "--day", "2026-07-03"),
        "register": (*desk, "verify"),
    }


NAMES = tuple(commands(Path()))


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_terminal(name: str, width: int, lang: str, folder: Path) -> None:
    """An ideograph takes two columns; nothing is left for the terminal to break."""
    done = run(*commands(folder)[name], "--lang", lang, COLUMNS=str(width))
    printed = done.stdout or done.stderr
    assert printed
    lines = [x for x in printed.splitlines() if str(folder) not in x]  # a path stays whole
    assert [line for line in lines if width_of(line) > width] == []
    if name != "changes":  # tells what a note said before
        assert found(printed, AVOIDED if lang == "zh" else AVOIDED_ENGLISH) == []


@pytest.mark.parametrize("name", [n for n in NAMES if n in SEVERAL])
def test_rows_of_a_list_are_told_apart(name: str, folder: Path) -> None:
    """Two rows never print alike, so that one can name the one that is meant."""
    lines = run(*commands(folder)[name], COLUMNS="200").stdout.splitlines()
    assert [x for x, count in Counter(x for x in lines if x.strip()).items() if count > 1] == []


def starts(line: str) -> set[int]:
    """The columns of the terminal at which words begin behind two blanks or more."""
    found, at, blanks = set(), 0, 0
    for character in line:
        if character == " ":
            blanks += 1
        else:
            if blanks >= 2:
                found.add(at)
            blanks = 0
        at += width_of(character)
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["list", "documents", "policies"])
def test_columns_of_a_list_stand_under_each_other(name: str, width: int, folder: Path) -> None:
    """Where a list is printed in columns, each begins where its head begins, in all rows."""
    lines = run(*commands(folder)[name], COLUMNS=str(width)).stdout.splitlines()
    heads = starts(lines[0])
    if not heads:
        pytest.skip("row by row: too narrow for columns")
    for line in lines[1:-1]:
        assert starts(line) <= heads | {0} or not line.strip(), line


VERDICTS = {
    "cement-clinker": {"zh": "限期改造", "en": "retrofit by a deadline"},
    "lead-smelter": {"zh": "不予立项", "en": "not to be approved"},
    "data-centre": {"zh": "符合准入", "en": "meets the admission value"},
    "tungsten-concentrate": {"zh": "无法判定", "en": "cannot be determined"},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_stands_first_and_last(name: str, width: int, lang: str) -> None:
    """``assess`` takes 45 lines at most; its verdict is told at the top and at the end."""
    asked = ("assess", f"samples/{name}/project.toml", *DAY, *LIMITS, "--lang", lang)
    lines = run(*asked, COLUMNS=str(width)).stdout.lower().splitlines()
    assert len(lines) <= 45
    verdict = VERDICTS[name][lang]
    assert any(verdict in line for line in lines[:4])
    assert any(verdict in line for line in lines[-3:])
    assert any("admission" in line for line in lines)  # a rule's name beside its clause
