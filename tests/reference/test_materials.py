"""What people write for a fuel: read, read with a word, or asked back."""

from __future__ import annotations

import pytest

from carbon_eia.errors import InputError
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from tests.conftest import AssessText

PROJECT = """
[project]
name = "某项目"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市"
year = 2026

[[products]]
name = "产品"
amount = "1 万t"
main = true

[[sources]]
name = "锅炉"
method = "combustion"
material = "{material}"
amount = "{amount}"
"""


@pytest.mark.parametrize(
    ("name", "material"),
    [
        ("0#柴油", "diesel"),
        ("０＃柴油", "diesel"),
        ("0# 柴油", "diesel"),
        ("-10号柴油", "diesel"),
        ("−10#柴油", "diesel"),
        ("国Ⅵ柴油", "diesel"),
        ("92#汽油", "gasoline"),
        ("液化气", "lpg"),
        ("CNG", "natural-gas"),
        ("渣油", "fuel-oil"),
        ("焦丁", "coke"),
        ("兰碳", "semi-coke"),
        ("高炉气", "blast-furnace-gas"),
        ("木屑", "wood-chips"),
        ("城市生活垃圾", "msw"),
    ],
)
def test_common_names_are_read(name: str, material: str, assess_text: AssessText) -> None:
    """A name of the trade that means one thing is read without a word."""
    a = assess_text(PROJECT.format(material=name, amount="100 t"))
    assert a.project.sources[0].material == material
    assert "CE-W043" not in [r.code for _, r in a.warnings]


@pytest.mark.parametrize(
    ("name", "material"),
    [
        ("煤", "raw-coal"),
        ("长焰煤", "bituminous-coal"),
        ("乙醇汽油", "gasoline"),
        ("稻壳", "straw"),
    ],
)
def test_usual_names_are_read_with_a_word(
    name: str, material: str, assess_text: AssessText
) -> None:
    """A name that means one thing as a rule is read, and a warning says as what and why."""
    a = assess_text(PROJECT.format(material=name, amount="100 t"))
    assert a.project.sources[0].material == material
    (reason,) = [r for _, r in a.warnings if r.code == "CE-W043"]
    assert reason.params["spelling"] == name


def test_the_name_in_full_is_no_matter_for_a_word(assess_text: AssessText) -> None:
    """The material's own name needs no warning."""
    a = assess_text(PROJECT.format(material="原煤", amount="100 t"))
    assert "CE-W043" not in [r.code for _, r in a.warnings]


@pytest.mark.parametrize("name", ["煤气", "动力煤", "泥煤", "丙烷气", "废模板", "环保油"])
def test_an_ambiguous_name_asks(name: str, world: World) -> None:
    """A name of several things is an error that lists them: nothing is chosen in silence."""
    with pytest.raises(InputError) as caught:
        parse_project(PROJECT.format(material=name, amount="100 t"), world)
    (problem,) = caught.value.problems
    spelling = world.material_spelling(name)
    assert (problem.code, problem.place.key) == ("CE-P044", "sources[0].material")
    assert spelling is not None
    assert all(world.material_label(m) in problem.hint() for m in spelling.materials)


def test_every_spelling_leads_somewhere(world: World) -> None:
    """A usual spelling means one material; every spelling says why it is not simply a name."""
    for row in world.tables.rows("synonyms"):
        spelling = world.material_spelling(row["spelling"])
        assert spelling is not None
        assert spelling.certainty == row["certainty"]
        assert (world.material_id(row["spelling"]) is None) == (row["certainty"] == "ambiguous")
        assert all(spelling.note.values())
