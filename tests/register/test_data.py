"""The law of the register is checked before it is used: what does not hold is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carbon_eia.errors import ReferenceDataError
from carbon_eia.files import data_folder
from carbon_eia.reference.articles import read_article
from carbon_eia.reference.checks import check_tables
from carbon_eia.reference.checks_register import register_problems
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.register.law import open_law
from tests.register.cases import LAW

FACTORS = data_folder("factors")


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """A copy of the tables, to be spoilt."""
    tables = Tables(Path(shutil.copytree(FACTORS, tmp_path / "factors")))
    tables.compiled = {}  # read the files themselves
    return tables


def spoil(tables: Tables, file: str, old: str, new: str) -> None:
    """Replace a text of one file of the register."""
    path = tables.folder / "register" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "key"),
    [
        ("states.toml", 'from = ["to_be_corrected"]', 'from = ["waiting"]', "CE-R005", "answer"),
        (
            "states.toml",
            'roles = ["reviewer", "expert"]',
            'roles = ["guest"]',
            "CE-R005",
            "return_experts",
        ),
        ("states.toml", 'to = "to_be_corrected"', 'to = "nowhere"', "CE-R005", "notify"),
        ("states.toml", 'guards = ["one_notice"]', 'guards = ["two"]', "CE-R005", "notify"),
        ("states.toml", 'id = "decide"', 'id = "deliver"', "CE-R005", "deliver"),
        (
            "states.toml",
            "在建项目停止继续建设运行",
            "在建项目可以继续",
            "CE-R014",
            "verdict_fits_stage",
        ),
        ("states.toml", "形成评审意见，", "形成评审结论，", "CE-R014", "return_experts"),
        ("clocks.toml", 'unit = "workday"', 'unit = "moon"', "CE-R005", "notice"),
        ("clocks.toml", 'length = "5"', 'length = "five"', "CE-R005", "notice"),
        ("clocks.toml", 'met = ["answered"]', 'met = ["sung"]', "CE-R005", "correction"),
        ("clocks.toml", "2年内未开工建设", "3年内未开工建设", "CE-R014", "validity"),
        ("clocks.toml", 'article = "licence-44"', 'article = "licence-99"', "CE-R005", "delivery"),
        (
            "clocks.toml",
            'article = "licence-44"',
            'quotation = "十日内"\narticle = "licence-44"',
            "CE-R014",
            "delivery",
        ),
        ("opinion.toml", "不予行政许可", "准予行政许可", "CE-R014", "reasons"),
        ("opinion.toml", 'clock = "validity"', 'clock = "moon"', "CE-R005", "start"),
        ("opinion.toml", 'article = "litigation-46"', 'article = "x-1"', "CE-R005", "litigation"),
        (
            "opinion.toml",
            'id = "litigation"',
            'id = "reconsideration"',
            "CE-R005",
            "reconsideration",
        ),
        ("classes.toml", 'near = ["yes"]', 'mood = ["bad"]', "CE-R005", "near"),
        ("classes.toml", "when = [{}]", 'when = [{ weak = ["no"] }]', "CE-R005", "regular"),
        (
            "articles.toml",
            'source = "civil-code-2020"',
            'source = "nowhere"',
            "CE-R005",
            "civil-201",
        ),
        ("crosscheck.toml", 'value = "5 %"', 'value = "five"', "CE-R005", "explained"),
        ("crosscheck.toml", 'id = "large"', 'id = "huge"', "CE-R005", "tolerances"),
        (
            "crosscheck.toml",
            "不得用于统计以外的目的",
            "可以用于其他目的",
            "CE-R014",
            "statistics-28",
        ),
        ("controls.toml", 'unit = "MWh"', 'unit = "pieces"', "CE-R005", "green_certificate"),
        (
            "controls.toml",
            'article = "plan-list"',
            'article = "plan-none"',
            "CE-R005",
            "replaced_source",
        ),
        ("articles.toml", 'grade = "A"', 'grade = "D"', "CE-R005", "licence-42"),
    ],
)
def test_a_spoilt_row_is_named(
    tables: Tables, file: str, old: str, new: str, code: str, key: str
) -> None:
    """A state, role, condition, event, article or quotation that does not hold is refused."""
    spoil(tables, file, old, new)
    found = register_problems(tables)
    assert (code, key) in [(p.code, p.place.key) for p in found]
    for problem in found:
        assert problem.message("zh")
        assert problem.message("en")


def test_tables_with_a_spoilt_row_are_refused(tables: Tables) -> None:
    """The checks of all tables ask for those of the register."""
    spoil(tables, "clocks.toml", "2年内未开工建设", "3年内未开工建设")
    with pytest.raises(ReferenceDataError) as caught:
        check_tables(tables)
    assert [p.code for p in caught.value.problems] == ["CE-R014"]


def test_tables_without_the_law_say_so(tables: Tables) -> None:
    """Tables of an older version have no law of the register: an error, not a fault."""
    shutil.rmtree(tables.folder / "register")
    with pytest.raises(ReferenceDataError) as caught:
        open_law(tables)
    assert [p.code for p in caught.value.problems] == ["CE-R005"]


def test_the_tables_as_they_are_have_no_problems() -> None:
    """Nothing is wrong with the law as it ships."""
    assert register_problems(Tables(FACTORS)) == []


def test_what_is_quoted_is_held_word_for_word() -> None:
    """Every quotation of the law stands in its article; of a gist nothing is quoted."""
    tables = Tables(FACTORS)
    rows = [*tables.toml("register/states.toml")["commands"]]
    rows += tables.toml("register/states.toml")["guards"].values()
    rows += tables.toml("register/clocks.toml")["clocks"]
    rows += tables.toml("register/classes.toml")["classes"]
    quoted = [r for r in rows if r.get("quotation")]
    assert len(quoted) > 60
    for row in quoted:
        assert row["quotation"] in read_article(tables, row["article"]).text


def test_what_is_ours_says_so() -> None:
    """A rule that no law sets has grade C; a clock of the law has its clause."""
    for command in LAW.commands.values():
        is_ours = command.ground.clause == "本登记簿的约定"
        assert (command.ground.grade == "C") == is_ours
        assert command.ground.note or not is_ours
    assert [c.id for c in LAW.clocks.values() if c.ground.grade == "C"] == ["standard"]
