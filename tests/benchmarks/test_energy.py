"""Energy beside carbon: GB/T 2589, the levels of the national limits, and what they imply."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F  # noqa: N817
from pathlib import Path

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world

ROOT = Path(__file__).resolve().parents[2]
WORLD = open_world(date(2026, 6, 30))


def sample(name: str, *changes: tuple[str, str]) -> Assessment:
    """A sample assessed without a benchmark file, after changes of its text."""
    text = (ROOT / "samples" / name / "project.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return assess(parse_project(text, WORLD), WORLD)


def test_comprehensive_energy_by_hand() -> None:
    """Fuel by measured heating value, the rest by the coefficients of GB/T 2589-2020."""
    found = sample("cement-clinker").energy.total()
    coal = F("190000") * F("23.1") / F("29.3076")  # t × GJ/t ÷ GJ/tce
    power = F("84000000") * F("0.1229") / 1000  # kWh × kgce/kWh
    diesel = F("850") * F("1.4571")
    assert found == coal + power + diesel


def test_reductant_and_unmeasured_fuel_by_coefficient() -> None:
    """Coke as reductant is energy too; a range such as natural gas falls to the fuel table."""
    uses = {u.source: u for u in sample("lead-smelter").energy.uses}
    assert uses["焦炭（还原剂）"].tce == F("15000") * F("0.9714")
    assert uses["天然气（精炼、烘干）"].how == "energy.table"
    assert uses["天然气（精炼、烘干）"].tce == 350 * F("389.31") / F("29.3076")
    assert "石灰石熔剂" not in uses


def test_own_power_is_used_but_not_bought_twice() -> None:
    """Own photovoltaic power adds no energy, and counts in the electricity of the site (PUE)."""
    found = sample("data-centre")
    uses = {u.source: u for u in found.energy.uses}
    assert uses["屋顶光伏自用"].tce == 0
    (pue,) = {c.value for c in found.energy_comparisons if c.indicator == "pue"}
    assert pue == F("1.5") / F("1.2")
    assert {(e.indicator, e.level) for e in found.energy_levels} == {("pue", "gb2")}


def test_a_missing_coefficient_is_no_smaller_total() -> None:
    """Where one source has no amount, there is no total of energy."""
    found = sample("cement-clinker", ('amount = "8400 万kWh"\n', ""))
    assert found.energy.total() is None


@pytest.mark.parametrize(
    ("coal", "level"), [("16.5 万t", "gb1"), ("18.0 万t", "gb3"), ("19.5 万t", "above")]
)
def test_level_follows_consumption(coal: str, level: str) -> None:
    """The level is that of the strictest limit which the figure does not exceed."""
    changes = (("19.0 万t", coal), ("8400 万kWh", "5000 万kWh")) if level == "gb1" else ()
    found = sample("cement-clinker", *(changes or (("19.0 万t", coal),)))
    assert ("comprehensive_energy", level) in {(e.indicator, e.level) for e in found.energy_levels}


def test_the_derived_admission_value_by_hand() -> None:
    """GB 16780-2021 level 2: 0.100 tce/t coal, 57 kWh/t, 0.535 process, grid 0.4976."""
    (derived,) = [
        c.benchmark
        for c in sample("cement-clinker").comparisons
        if c.benchmark.level == "admission"
    ]
    coal = F("0.0261") * F("0.93") * 44 / 12 * F("29.3076")  # tCO2/tce
    exact = F("0.100") * coal + F("0.057") * F("0.4976") + F("0.535")
    assert abs(derived.limit - exact) <= F(1, 20000)
    assert derived.limit == F("0.8242")
    assert not derived.adopted
    assert derived.grade == "B"
    assert "0.535" in derived.note


def test_a_derived_value_never_refuses() -> None:
    """Law 6: without an adopted value the verdict is at most a provisional retrofit."""
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    bare = text.partition("[[measures]]")[0]
    decision = assess(parse_project(bare, WORLD), WORLD).decision
    assert decision.verdict == "undetermined"
    assert decision.indicative == "refuse"
    with_measures = sample("cement-clinker").decision
    assert with_measures.verdict == "retrofit"
    assert with_measures.provisional


def test_nothing_is_derived_where_a_figure_is_missing() -> None:
    """Before the limit of the standard is in force, no value is derived from it."""
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    early = open_world(date(2022, 10, 1))
    found = assess(parse_project(text.replace("year = 2026", "year = 2022"), early), early)
    assert not [c for c in found.comparisons if c.benchmark.instrument.id == "derived"]


def test_primary_value_needs_a_stated_rate() -> None:
    """Without a stated rate there is no primary value; with one, bought power is counted by it."""
    from carbon_eia.run import make_run

    assert make_run(sample("cement-clinker"))["energy"]["primary"] is None
    stated = ("year = 2026", 'year = 2026\nelectricity_primary = "0.28 kgce/kWh"')
    found = sample("cement-clinker", stated)
    total = found.energy.total()
    assert total is not None
    primary = make_run(found)["energy"]["primary"]
    assert F(primary.get("exact", primary["value"])) == total + 84000 * (F("0.28") - F("0.1229"))


def test_the_user_may_choose_table_and_potentials() -> None:
    """A chosen fuel table and GWP set take the place of the sector's, and the Run says so."""
    from carbon_eia.run import make_run

    chosen = ("year = 2026", 'year = 2026\ngwp = "AR6"\nfuel_table = "ndrc-other-2015"')
    run = make_run(sample("cement-clinker", chosen))
    assert run["project"]["sector"]["gwp"] == "AR6"
    assert run["project"]["sector"]["chosen"]["fuel_table"] == "ndrc-other-2015"
    diesel = next(s for s in run["inventory"]["by_source"] if s["name"] == "厂内运输柴油")
    ncv = next(p for p in diesel["parameters"] if p["name"] == "ncv")
    assert ncv["typed"] == "43.33 GJ/t"
