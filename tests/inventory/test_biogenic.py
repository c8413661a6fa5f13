"""Biomass is biogenic by nature; a default that is not checked decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment
from tests.conftest import AssessText

Burnt = Callable[..., Assessment]

PROJECT = """
[project]
name = "某项目"
stage = "拟建"
sector = "{sector}"
region = "湖南省郴州市"
year = 2026

[[products]]
name = "{product}"
amount = "1 万t"
main = true

[[sources]]
name = "锅炉"
method = "combustion"
material = "{material}"
amount = "{amount}"
{more}
"""


@pytest.fixture
def burnt(assess_text: AssessText) -> Burnt:
    """A function: a fuel, and what is said of it → the assessment of a project that burns it."""

    def run(material: str, amount: str = "100 t", more: str = "") -> Assessment:
        values = {"sector": "其他", "product": "产品", "material": material}
        return assess_text(PROJECT.format(**values, amount=amount, more=more))

    return run


@pytest.mark.parametrize(
    ("material", "amount", "co2"),
    [
        # amount × NCV × carbon content × oxidation × 44/12
        ("木片", "100 t", Fraction(100) * Fraction("15.6") * Fraction("0.0305") * 44 / 12),
        ("秸秆", "100 t", Fraction(100) * Fraction("11.6") * Fraction("0.0273") * 44 / 12),
        ("木炭", "100 t", Fraction(100) * Fraction("29.5") * Fraction("0.0305") * 44 / 12),
        ("黑液", "100 t", Fraction(100) * Fraction("11.8") * Fraction("0.026") * 44 / 12),
        ("沼气", "10 万Nm3", Fraction(10) * Fraction("209.34") * Fraction("0.0149") * 44 / 12),
        ("填埋气", "100 t", Fraction(100) * Fraction("50.4") * Fraction("0.0149") * 44 / 12),
        ("生物柴油", "100 t", Fraction(100) * Fraction("27.0") * Fraction("0.0193") * 44 / 12),
    ],
)
def test_biomass_stands_beside_the_total(
    material: str, amount: str, co2: Fraction, burnt: Burnt
) -> None:
    """The CO2 of biomass is biogenic without a word of the applicant."""
    a = burnt(material, amount)
    assert a.inventory.total() == 0
    assert a.inventory.biogenic() == co2
    (share,) = [p for p in a.inventory.emissions[0].parameters if p.name == "biogenic_share"]
    assert (share.value, share.status) == (1, "default")
    assert share.origin is not None
    assert share.origin.citation.id.startswith("biogenic:")


FOSSIL = ["烟煤", "柴油", "泥炭", "废油", "废轮胎", "废溶剂", "废皮革", "甲醇"]


@pytest.mark.parametrize("material", FOSSIL)
def test_what_is_not_listed_is_fossil(material: str, burnt: Burnt) -> None:
    """Fossil fuels, and wastes of which no checked share is known, count in full."""
    measured = 'ncv = "30 GJ/t"\ncarbon_content = "0.025 tC/GJ"\noxidation = "100 %"'
    a = burnt(material, more=measured)
    assert a.inventory.biogenic() == 0
    assert a.inventory.total() == Fraction(100) * 30 * Fraction("0.025") * 44 / 12


def test_a_declared_share_goes_before_the_default(burnt: Burnt) -> None:
    """Wood with glue: the measured share of 80 % leaves 20 % of its carbon in the total."""
    a = burnt("木片", more='biogenic_share = "80 %"')
    whole = Fraction(100) * Fraction("15.6") * Fraction("0.0305") * 44 / 12
    assert a.inventory.total() == whole / 5
    assert a.inventory.biogenic() == whole * 4 / 5


def test_mixed_waste_is_part_fossil(burnt: Burnt) -> None:
    """Of the carbon of mixed municipal waste 40 % is fossil."""
    measured = 'ncv = "6 GJ/t"\ncarbon_content = "0.03 tC/GJ"\noxidation = "95 %"'
    a = burnt("生活垃圾", more=measured)
    whole = Fraction(100) * 6 * Fraction("0.03") * Fraction("0.95") * 44 / 12
    assert a.inventory.total() == whole * 2 / 5


def test_pellets_name_their_condition(burnt: Burnt) -> None:
    """Pellets are biomass as long as nothing is mixed in: the Run says so."""
    measured = 'ncv = "17 GJ/t"\ncarbon_content = "0.0305 tC/GJ"\noxidation = "100 %"'
    a = burnt("生物质颗粒", more=measured)
    assert "CE-W038" in [r.code for _, r in a.warnings]
    assert a.inventory.total() == 0


@pytest.mark.parametrize("material", ["生物质颗粒", "稻秆", "废轮胎", "废皮革", "废溶剂"])
def test_a_default_of_grade_c_decides_nothing(material: str, burnt: Burnt) -> None:
    """The figure is shown, and the verdict waits for a measured one."""
    a = burnt(material)
    weak = [m for m in a.decision.missing if m.code == "missing.weak_default"]
    rows = {
        p.origin.citation.id
        for p in a.inventory.emissions[0].parameters
        if p.origin is not None and p.origin.citation.id.startswith("fuels:")
    }
    assert [m.params for m in weak] == [{"source": "锅炉", "row": row} for row in rows]
    assert a.decision.verdict == "undetermined"
    assert a.inventory.total() is not None


@pytest.mark.parametrize("material", ["兰炭", "RDF", "污泥", "生活垃圾"])
def test_no_default_is_borrowed(material: str, burnt: Burnt) -> None:
    """Semi-coke is not taken for coke, nor refuse for anything: the heating value is missing."""
    a = burnt(material)
    assert a.inventory.total() is None
    assert "missing.parameter" in [m.code for m in a.decision.missing]
