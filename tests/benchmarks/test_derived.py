"""Admission values derived from energy limits, and the points of reference beside them."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from carbon_eia.assessment import assess
from carbon_eia.benchmarks import Benchmark, derived_benchmarks
from carbon_eia.formulas import parse_formula
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import Sector, open_world, read_sector
from carbon_eia.run import make_run

F = Fraction
WORLD = open_world(date(2026, 8, 1))
"""A day on which every limit that a derivation names is in force."""

SECTORS = {i: read_sector(WORLD, i) for i in WORLD.sectors()}
HUNAN = "湖南省郴州市桂阳县"
COAL = F("0.0261") * F("0.93") * 44 / 12 * F("29.3076")
POWER_COAL = F("0.0261") * F("0.99") * 44 / 12 * F("29.3076")
"""tCO2 per tce of bituminous coal, table gbt32151-2024."""

GAS = F("0.0153") * F("0.99") * 44 / 12 * F("29.3076")
"""tCO2 per tce of natural gas."""


def derived(ident: str, product: str, variant: str = "") -> dict[str, Benchmark]:
    """The derived values of a product and variant, by level."""
    found = derived_benchmarks(WORLD, SECTORS[ident], HUNAN, 2026, {product: variant})
    return {b.level: b for b in found}


def with_derivations() -> list[str]:
    """Sectors that have derivations."""
    return [i for i, s in SECTORS.items() if s.derivation]


def test_many_sectors_have_derived_values() -> None:
    """The sectors of Chenzhou that have limits have values derived from them."""
    assert len(with_derivations()) >= 35
    wanted = {"lead-smelting", "zinc-smelting", "tin-smelting", "copper-smelting", "flat-glass"}
    assert wanted <= set(with_derivations())


@pytest.mark.parametrize("ident", with_derivations())
def test_every_derivation_gives_its_values(ident: str) -> None:
    """No derivation fails for want of a factor; the advanced value is not above the admission one.

    What rests on an assumption is grade C, and says it.
    """
    sector = SECTORS[ident]
    for spec in sector.derivation:
        key = next(k for k in ("energy", "fuel", "electricity", "pue") if k in spec)
        levels = {"gb1": "advanced", "gb2": "admission"}
        only = sector._replace(derivation=(spec,))
        found = {b.level: b for b in derived_benchmarks(WORLD, only, HUNAN, 2026)}
        assert set(found) == {levels[k] for k in spec[key]}
        assert all(b.limit > 0 and b.derivation is not None for b in found.values())
        if len(found) == 2:
            assert found["advanced"].limit <= found["admission"].limit
        for b in found.values():
            assert b.derivation is not None
            symbols = parse_formula(b.derivation.formula.removeprefix("A = ")).names
            assert len(symbols) >= 2, "the printed formula can be read back"
            assert b.grade in ("B", "C")
            assert not b.adopted
            if "assumption" in spec:
                assert b.grade == "C"
                assert spec["assumption"] in b.note


def test_aluminium_by_hand() -> None:
    """GB 21346-2022 level 2: 13 350 kWh/t; anode 0.411 tC less sulphur and ash; two PFCs, AR5."""
    value = derived("aluminium", "aluminium", "铝液")["admission"]
    anode = F("0.411") * (1 - F("0.02") - F("0.004")) * 44 / 12
    effect = F("0.00002") * 6630 + F("0.0000011") * 11100
    exact = F("13.35") * F("0.4976") + anode + effect
    assert abs(value.limit - exact) <= F(1, 20000)
    assert value.unit.text == "tCO2e/t"
    assert value.grade == "C"  # the fuel of casting is left out


def test_gas_ammonia_by_hand() -> None:
    """GB 21344-2023 level 1: 996 kgce/t, 95 % gas, 5 % electricity at 0.1229 kgce/kWh."""
    value = derived("ammonia", "ammonia", "天然气")["advanced"]
    power = F("0.996") * F("0.05") / F("0.1229")
    exact = F("0.996") * F("0.95") * GAS + power * F("0.4976")
    assert abs(value.limit - exact) <= F(1, 20000)
    assert value.grade == "C"


def test_what_leaves_in_the_product_is_taken_off() -> None:
    """Methanol from gas: 1150 kgce/t less the 0.375 tC/t of the methanol."""
    value = derived("coal-chemical", "methanol", "天然气")["admission"]
    power = F("1.15") * F("0.05") / F("0.1229")
    exact = F("1.15") * F("0.95") * GAS + power * F("0.4976") - F("0.375") * 44 / 12
    assert abs(value.limit - exact) <= F(1, 20000)


def test_a_limit_whose_correction_is_open_gives_grade_c() -> None:
    """Coal power: the rate of GB 21258 is corrected for load and cooling before it is used."""
    value = derived("power-coal", "coal-power", "超超临界1000MW")["admission"]
    assert abs(value.limit - F("0.276") * POWER_COAL) <= F(1, 20000)
    assert value.grade == "C"
    assert "未修正" in value.note
    assert derived("power-coal", "gas-power", "H级500MW")["admission"].grade == "B"


def test_a_small_value_keeps_its_figures() -> None:
    """Grinding of cement, 29 kWh/t: four figures, not four decimals."""
    assert derived("cement", "cement")["admission"].limit == F("0.01443")


def test_the_variant_decides_which_value_is_meant() -> None:
    """With several routes, none is chosen for a project that does not say its own."""
    assert derived("ammonia", "ammonia") == {}
    assert derived("ammonia", "ammonia", "没有的工艺") == {}
    by_gas = derived("ammonia", "ammonia", "天然气")["admission"].limit
    assert by_gas < derived("ammonia", "ammonia", "粉煤")["admission"].limit
    assert set(derived("lead-smelting", "lead-ingot")) == {"admission", "advanced"}


def test_a_project_without_its_variant_is_told_which_there_are() -> None:
    """No admission value for want of a variant: the warning lists them; with it, there is one."""
    text = project_template(dict(SECTORS["ammonia"].example), "ammonia")
    text = text.replace('variant = "优质无烟块煤"', "")
    bare = assess(parse_project(text, WORLD), WORLD)
    (told,) = [r for _, r in bare.warnings if r.code == "CE-W029"]
    assert "天然气" in str(told.params["known"])
    named = text.replace('name = "合成氨"', 'name = "合成氨"\nvariant = "优质无烟块煤"', 1)
    found = assess(parse_project(named, WORLD), WORLD)
    assert not [r for _, r in found.warnings if r.code == "CE-W029"]
    assert {c.benchmark.level for c in found.governing} == {"admission", "advanced"}


def test_another_boundary_is_shown_and_does_not_decide() -> None:
    """Crude lead is a part of the works: its value stands beside the intensity, no more."""
    value = derived("lead-smelting", "crude-lead", "铅精矿-粗铅")["admission"]
    assert value.boundary != SECTORS["lead-smelting"].boundary["id"]


def test_the_run_holds_the_sum() -> None:
    """Formula, numbers, limits, grid factor and assumption are in the Run."""
    sector = SECTORS["lead-smelting"]
    text = project_template(dict(sector.example), "lead-smelting")
    run = make_run(assess(parse_project(text, WORLD), WORLD))
    (found,) = [c for c in run.comparisons if c.level == "admission"]
    told = found.derivation
    assert found.grade == "C"
    assert told.formula.startswith("A = q_coke × EF")
    assert told.limits == ("energy_limits:eb0306",)
    assert told.grid_factor.value == "0.4976"
    assert "假定" in told.assumption
    assert run.decision.verdict == "undetermined"  # law 6: grade C never decides
    assert all(c.derivation is None for c in run.comparisons if c.level == "reference")


# --- points of reference


def not_compared() -> dict[str, str]:
    """Rows that no sector shows, and why."""
    path = Path(__file__).parent / "not_compared.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["rows"]
    return {ident: entry["why"] for entry in rows for ident in entry["ids"]}


def shown(sector: Sector) -> set[str]:
    """Rows that a sector shows."""
    return {ident for rows in sector.references.values() for ident in rows}


def test_every_point_of_reference_is_shown_or_left_out_with_a_reason() -> None:
    """Each row of carbon.csv and eu_ets.csv is in a sector or in the reviewed list, not in both."""
    known = {r["id"] for t in ("carbon", "eu_ets") for r in WORLD.tables.rows(t)}
    compared = {ident for s in SECTORS.values() for ident in shown(s)}
    left = not_compared()
    assert compared | set(left) == known
    assert not compared & set(left)
    assert all(left.values())


def test_a_point_in_co2e_stands_beside_an_intensity_of_co2() -> None:
    """Clinker emits CO2 alone: the EU benchmark in t CO2e is shown, that of the day only."""
    text = project_template(dict(SECTORS["cement-clinker"].example), "cement-clinker")
    world = open_world(date(2025, 6, 30))
    found = assess(parse_project(text.replace("2026", "2025"), world), world)
    points = {c.benchmark.id: c for c in found.comparisons if c.benchmark.level == "reference"}
    assert points["eu_ets:eu015"].benchmark.limit == F("0.693")
    assert "eu_ets:eu014" not in points
    assert not any(c.same_boundary for c in points.values())
    assert not {c.benchmark.level for c in found.governing} & {"reference"}
