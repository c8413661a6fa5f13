"""What a source's parameters keep of what was typed, and when a supply counts as what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction as F  # noqa: N817
from typing import Any

import pytest

from carbon_eia.errors import InputError
from carbon_eia.inventory import SourceEmission, take_inventory
from carbon_eia.project import Evidence, Source
from carbon_eia.reference import World, read_sector
from carbon_eia.units import parse_quantity

Account = Callable[..., SourceEmission]
STEAM = {"mass": "10 t", "pressure": "1 MPa", "temperature": "300 ℃"}


@pytest.fixture(scope="module")
def account(world: World) -> Account:
    """A function: method, figures and fields of one source → its emission in Chenzhou in 2026."""

    def run(method: str, figures: dict[str, str] | None = None, **fields: Any) -> SourceEmission:
        parameters = {name: parse_quantity(text) for name, text in (figures or {}).items()}
        source = Source("源", method, parameters=parameters, **fields)
        sector = read_sector(world, "other-industry")
        return take_inventory([source], sector, world, "湖南省郴州市", 2026).emissions[0]

    return run


def steam(**figures: str) -> dict[str, Any]:
    """Steam as a source states it."""
    return {name: parse_quantity(text) for name, text in figures.items()}


def test_superheated_steam_by_hand(account: Account) -> None:
    """10 t × (3051.70 − 83.74) kJ/kg ÷ 1000 × 0.11 tCO2/GJ, at 1 MPa and 300 ℃."""
    found = account("heat", steam=steam(**STEAM))
    assert found.co2e == F("2967.96") * 10 / 1000 * F("0.11")
    shown = {p.name: (p.unit, p.status, p.typed) for p in found.parameters}
    assert shown["mass"] == ("t", "given", "10 t")
    assert shown["enthalpy"] == ("kJ/kg", "derived", "IAPWS-IF97: 1 MPa, 300 °C")
    assert shown["base_enthalpy"] == ("kJ/kg", "default", "83.74 kJ/kg")


def test_saturated_steam_has_no_temperature(account: Account) -> None:
    """Dry saturated steam of 1 MPa has 2777.12 kJ/kg; only its pressure is shown."""
    given = {name: STEAM[name] for name in ("mass", "pressure")}
    found = account("heat", steam=steam(**given))
    (enthalpy,) = [p for p in found.parameters if p.name == "enthalpy"]
    assert (enthalpy.value, enthalpy.typed) == (F("2777.12"), "IAPWS-IF97: 1 MPa")


def test_a_figure_is_converted_and_stays_as_it_was_typed(account: Account) -> None:
    """10 kg enter the formula as 0.01 t; the text, the basis and the missing origin are kept."""
    figures = {"amount": "10 kg", "factor": "2 kgCO2/kg"}
    found = account("combustion", figures, basis="measured")
    assert found.co2e == F("0.02")
    amount, factor = (p for p in found.parameters if p.name in figures)
    assert amount == ("amount", F("0.01"), "t", "measured", "10 kg", None)
    assert factor == ("factor", F(2), "tCO2/t", "measured", "2 kgCO2/kg", None)


@pytest.mark.parametrize(
    ("method", "figures", "fields", "given"),
    [
        (
            "reductant",
            {"amount": "1 t", "factor": "2 tCO2/万Nm3"},
            {},
            "amount = 1 t、factor = 2 tCO2/万Nm3",
        ),
        (
            "heat",
            {"factor": "2 tCO2/t"},
            {"steam": steam(**STEAM)},
            "factor = 2 tCO2/t、mass = 10 t、enthalpy = IAPWS-IF97: 1 MPa, 300 °C",
        ),
    ],
)
def test_figures_that_fit_no_form_are_quoted(
    method: str, figures: dict[str, str], fields: dict[str, Any], given: str, account: Account
) -> None:
    """The error shows what was given together, each with its name and as it was typed."""
    with pytest.raises(InputError) as caught:
        account(method, figures, **fields)
    (problem,) = caught.value.problems
    assert (problem.code, problem.params) == ("CE-P015", {"given": given, "name": "源"})


def test_each_figure_that_is_not_used_is_named(account: Account) -> None:
    """Two unused figures are two warnings, with the name of each in both languages."""
    found = account("clinker", {"amount": "1 t", "cao": "65 %", "raw_meal": "1 t"})
    unused = [n.params for n in found.notes if n.code == "CE-W003"]
    assert unused == [
        {"key": "cao", "parameter": {"zh": "熟料 CaO 含量", "en": "CaO in clinker"}},
        {"key": "raw_meal", "parameter": {"zh": "生料用量", "en": "raw meal"}},
    ]


def test_a_usual_name_of_a_material_is_said_to_be_read_as_one(account: Account) -> None:
    """A spelling that means one material as a rule is told with the material in both languages."""
    fields = {"material": "raw-coal", "spelling": "煤"}
    found = account("combustion", {"amount": "1 t", "factor": "2 tCO2/t"}, **fields)
    (note,) = [n for n in found.notes if n.code == "CE-W043"]
    assert (note.params["spelling"], note.warn) == ("煤", True)
    assert note.params["material"] == {"zh": "原煤", "en": "raw coal"}


def certificate(world: World, days: int) -> Evidence:
    """A certificate dated some days from the day of the assessment."""
    day: date = world.as_of + timedelta(days=days)
    return Evidence("certificate", "1", day)


@pytest.mark.parametrize(
    ("counted_as", "days", "co2e"),
    [
        ("", None, "49.76"),  # 100 MWh × 0.4976 tCO2/MWh: no proof, the grid
        ("", 0, "0"),
        ("", 1, "49.76"),  # a certificate of tomorrow
        ("stated", None, "0"),
        ("bought", 0, "49.76"),
    ],
)
def test_green_power_counts_where_it_is_proven(
    counted_as: str, days: int | None, co2e: str, account: Account, world: World
) -> None:
    """Without a document of the day or before, green power is that of the grid, and it is said."""
    evidence = Evidence() if days is None else certificate(world, days)
    figures = {"amount": "100 MWh"}
    found = account(
        "electricity", figures, supply="green", counted_as=counted_as, evidence=evidence
    )
    assert found.co2e == F(co2e)
    told = [n.params for n in found.notes if n.code == "CE-W002"]
    assert told == ([{"source": "源"}] if found.co2e else [])
