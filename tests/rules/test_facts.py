"""What the rules know of a project beside what it states: worked out by hand from its sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction as F  # noqa: N817
from typing import Any

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.rules import KnownFacts, known_facts
from carbon_eia.units import Quantity

Know = Callable[..., KnownFacts]
POWER = 'method = "electricity"\nfactor = "1 tCO2/MWh"\namount = "{} MWh"\n'
COAL = 'method = "combustion"\nfactor = "{}"\namount = "{}"\nmaterial = "{}"\n'


@pytest.fixture
def know(world: World, monkeypatch: pytest.MonkeyPatch) -> Know:
    """A function: head and sources of a project → what its rules know."""
    module = __import__("carbon_eia.assessment.assess", fromlist=["known_facts"])

    def known(*sources: str, head: str = "", more: str = "") -> KnownFacts:
        text = '[project]\nname = "x"\nsector = "其他"\nregion = "郴州市"\nyear = 2026\n'
        text += head if "stage" in head else f'stage = "拟建"\n{head}'
        text += '\n[[products]]\nname = "产品"\namount = "1000 t"\n'
        for i, source in enumerate(sources):
            text += f'[[sources]]\nname = "源{i}"\n{source}'
        kept: list[KnownFacts] = []

        def keep(*args: Any) -> KnownFacts:
            kept.append(known_facts(*args))
            return kept[-1]

        monkeypatch.setattr(module, "known_facts", keep)
        assess(parse_project(text + more, world), world)
        return kept[-1]

    return known


def figure(facts: KnownFacts, key: str) -> tuple[F, str]:
    """A known figure, and its unit."""
    quantity = facts.known[key]
    assert isinstance(quantity, Quantity)
    return quantity.value, quantity.unit.text


REPLACED = POWER.format(400) + 'account = "replaced"\n'
RATE = 'electricity_primary = "0.3 tce/MWh"\n'


def test_energy_of_a_new_plant_is_all_that_it_uses(know: Know) -> None:
    """1 000 MWh × 0.1229 tce/MWh, 0.3 tce/MWh as primary energy; 400 MWh are replaced beside it."""
    facts = know(POWER.format(1000), REPLACED, head=f'nature = "新建"\n{RATE}')
    assert figure(facts, "computed_energy") == (F("122.9"), "tce")
    assert figure(facts, "computed_primary") == (300, "tce")
    assert figure(facts, "computed_replaced_energy") == (F("49.16"), "tce")
    assert figure(facts, "computed_replaced_carbon") == (400, "tCO2")
    assert figure(facts, "emission") == (1000, "tCO2")


@pytest.mark.parametrize("nature", ["改建", "技术改造"])
def test_energy_of_a_retrofit_is_what_is_added(nature: str, know: Know) -> None:
    """Of 1 000 MWh beside 400 that go, 600 MWh are new: 73.74 tce, 180 tce as primary energy."""
    facts = know(POWER.format(1000), REPLACED, head=f'nature = "{nature}"\n{RATE}')
    assert figure(facts, "computed_energy") == (F("73.74"), "tce")
    assert figure(facts, "computed_primary") == (180, "tce")
    alone = know(POWER.format(1000), head=f'nature = "{nature}"\n{RATE}')
    assert figure(alone, "computed_energy") == (F("122.9"), "tce")
    assert "computed_replaced_energy" not in alone.known


def test_a_retrofit_that_saves_energy_has_no_figure_to_judge(know: Know) -> None:
    """100 MWh in the place of 400: less than nothing is added, and no rule is asked of it."""
    facts = know(POWER.format(100), REPLACED, head=f'nature = "技术改造"\n{RATE}')
    assert not {"computed_energy", "computed_primary"} & set(facts.known)


def test_coal_is_counted_in_tonnes(know: Know) -> None:
    """100 t are 100 t; 245.15 GJ at the default of 24.515 GJ/t are 10 t; gas is none."""
    coal = COAL.format("2 tCO2/t", "100 t", "烟煤")
    by_default = COAL.format("0.1 tCO2/GJ", "245.15 GJ", "无烟煤")
    gas = COAL.format("20 tCO2/万Nm3", "1 万Nm3", "天然气")
    gone = COAL.format("2 tCO2/t", "30 t", "烟煤") + 'account = "replaced"\n'
    assert figure(know(coal, gas), "computed_coal") == (100, "t")
    assert figure(know(by_default), "computed_coal") == (10, "t")
    facts = know(coal, gone, head='nature = "改建"\n')
    assert figure(facts, "computed_coal") == (70, "t")
    assert figure(facts, "computed_replaced_coal") == (30, "t")
    assert figure(know(coal, gone, head='nature = "新建"\n'), "computed_coal") == (100, "t")


def test_coal_without_an_amount_is_not_nought(know: Know) -> None:
    """One heap of coal without an amount leaves the sum unknown; without coal it is nought."""
    facts = know(
        COAL.format("2 tCO2/t", "100 t", "烟煤"), 'method = "combustion"\nmaterial = "烟煤"\n'
    )
    assert "computed_coal" not in facts.known
    assert figure(know(POWER.format(1)), "computed_coal") == (0, "t")


def test_the_worst_pue_counts(know: Know) -> None:
    """Of two halls with 1.25 and 1.5 the rules see 1.5; what is replaced has no part in it."""
    hall = 'method = "it_load"\namount = "10 MWh"\npue = {}\n'
    old = hall.format("1.9") + 'account = "replaced"\n'
    facts = know(hall.format("1.25"), hall.format("1.5"), old)
    assert figure(facts, "computed_pue") == (F("1.5"), "1")


def test_what_the_file_says_by_what_it_holds(know: Know) -> None:
    """Its nature, the day of a consent, an account of what stands, a plant that partly operates."""
    facts = know(
        POWER.format(1000),
        POWER.format(1) + 'account = "existing"\n',
        head='stage = "在建"\nnature = "扩建"\nchange_consent_date = 2026-01-02\n',
        more='[facts]\nactual_energy = "1 tce"\n[economics]\nadded_value = "500 万元"\n',
    )
    known = facts.known
    assert (known["nature"], known["stage"]) == ("expansion", "under_construction")
    assert known["change_consent_date"] == date(2026, 1, 2)
    assert known["existing_account"] is True
    assert known["partly_operating"] is True
    assert (known["carbon_per_product"], known["carbon_per_value"]) == (True, True)
    assert figure(facts, "energy_per_added_value") == (F("0.2458"), "tce/万元")  # 122.9 ÷ 500
    plain = know(POWER.format(1000)).known
    absent = {"nature", "change_consent_date", "existing_account", "partly_operating"}
    assert not (absent | {"carbon_per_value", "energy_per_added_value"}) & set(plain)


def test_a_year_of_operation_is_what_the_sources_are(know: Know) -> None:
    """Of an operating plant 1 000 MWh for 1 000 t are its actual energy, carbon and intensity, in
    the units in which they were approved."""
    facts = know(
        POWER.format(1000),
        head='stage = "已投产"\n',
        more='[facts]\napproved_carbon = "1 万tCO2e"\napproved_carbon_intensity = "900 kgCO2/t"\n',
    )
    assert figure(facts, "computed_actual_energy") == (F("122.9"), "tce")
    assert figure(facts, "computed_actual_carbon") == (1000, "tCO2e")
    assert figure(facts, "computed_actual_carbon_intensity") == (1000, "kgCO2/t")
    assert "computed_actual_energy" not in know(POWER.format(1000)).known


@pytest.mark.parametrize(
    ("stated", "code", "governs"),
    [
        ("110 tce", "CE-W041", False),  # less than the sources use: the sources govern
        ("140 tce", "CE-W042", True),
        ("122 tce", None, True),  # within the tolerance
    ],
)
def test_a_stated_figure_governs_unless_it_is_the_better_one(
    stated: str, code: str | None, governs: bool, know: Know
) -> None:
    """122.9 tce by the sources: what is stated and contradicted is told with both figures."""
    facts = know(POWER.format(1000), more=f'[facts]\nenergy_consumption = "{stated}"\n')
    assert ("energy_consumption" in facts.known) is governs
    assert ("declared:computed_energy" in facts.known) is not governs
    told = [(place, r.code, r.params["stated"], r.params["computed"]) for place, r in facts.notes]
    place = "facts.energy_consumption"
    assert told == ([] if code is None else [(place, code, stated, "122.9 tce")])
