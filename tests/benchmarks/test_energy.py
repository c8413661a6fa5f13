"""Energy beside carbon: GB/T 2589, the levels of the national limits, and what they imply."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F  # noqa: N817
from pathlib import Path

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import EnergyComparison, energy_level
from carbon_eia.errors import InputError
from carbon_eia.project import parse_project
from carbon_eia.project.fields import PRODUCT_FACTS
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.run import make_run
from carbon_eia.units import parse_unit

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
    coal = F("174000") * F("23.1") / F("29.3076")  # t × GJ/t ÷ GJ/tce
    power = F("79000000") * F("0.1229") / 1000  # kWh × kgce/kWh
    diesel = F("850") * F("1.4571")
    assert found == coal + power + diesel


def test_reductant_and_unmeasured_fuel_by_coefficient() -> None:
    """Coke as reductant is energy too; a range such as natural gas falls to the fuel table."""
    uses = {u.source: u for u in sample("lead-smelter").energy.uses}
    assert uses["焦炭（还原剂）"].tce == F("15000") * F("0.9714")
    assert uses["天然气（精炼、烘干）"].how == "energy.table"
    assert uses["天然气（精炼、烘干）"].tce == 350 * F("389.31") / F("29.3076")
    assert "石灰石熔剂" not in uses


def test_own_power_is_energy_that_is_used() -> None:
    """Own photovoltaic power counts in energy, and in the electricity of the site (PUE)."""
    found = sample("data-centre")
    uses = {u.source: u for u in found.energy.uses}
    assert uses["屋顶光伏自用"].tce == F("1500000") * F("0.1229") / 1000
    (pue,) = {c.value for c in found.energy_comparisons if c.indicator == "pue"}
    assert pue == F("1.5") / F("1.2")
    assert {(e.indicator, e.level) for e in found.energy_levels} == {("pue", "gb2")}


def test_a_missing_coefficient_is_no_smaller_total() -> None:
    """Where one source has no amount, there is no total of energy."""
    found = sample("cement-clinker", ('amount = "7900 万kWh"\n', ""))
    assert found.energy.total() is None


@pytest.mark.parametrize(
    ("coal", "level"), [("16.5 万t", "gb1"), ("18.0 万t", "gb3"), ("19.5 万t", "above")]
)
def test_level_follows_consumption(coal: str, level: str) -> None:
    """The level is that of the strictest limit which the figure does not exceed."""
    changes = (("17.4 万t", coal), ("7900 万kWh", "5000 万kWh")) if level == "gb1" else ()
    found = sample("cement-clinker", *(changes or (("17.4 万t", coal),)))
    assert ("comprehensive_energy", level) in {(e.indicator, e.level) for e in found.energy_levels}


def test_the_derived_admission_value_by_hand() -> None:
    """GB 16780-2021 level 2: 0.100 tce/t coal, 57 kWh/t, 0.535 process, grid 0.4976."""
    (derived,) = [
        c.benchmark
        for c in sample("cement-clinker").comparisons
        if c.benchmark.level == "admission"
    ]
    coal = F("0.02618") * F("0.99") * 44 / 12 * F("29.3076")  # tCO2/tce
    exact = F("0.100") * coal + F("0.057") * F("0.4976") + F("0.535")
    assert abs(derived.limit - exact) <= F(1, 20000)
    assert derived.limit == F("0.8419")
    assert not derived.adopted
    assert derived.grade == "B"
    assert "0.535" in derived.note


def test_a_derived_value_never_refuses() -> None:
    """Law 6: without an adopted value the verdict is at most a provisional retrofit.

    Energy keeps the mandatory limits; with 67 % CaO the process lifts the intensity above the
    derived value: (1170782.2 + (67 − 65.2) % × 44.01 ÷ 56.08 × 1395000) ÷ 1395000 > 0.8419.
    """
    text = (ROOT / "samples/cement-clinker/project.toml").read_text(encoding="utf-8")
    bare = text.partition("[[measures]]")[0]
    decision = assess(parse_project(bare.replace("65.2", "67"), WORLD), WORLD).decision
    assert decision.verdict == "undetermined"
    assert decision.indicative == "refuse"
    with_measures = sample("cement-clinker", ("65.2", "67")).decision
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
    assert make_run(sample("cement-clinker")).energy.primary is None
    stated = ("year = 2026", 'year = 2026\nelectricity_primary = "0.28 kgce/kWh"')
    found = sample("cement-clinker", stated)
    total = found.energy.total()
    assert total is not None
    primary = make_run(found).energy.primary
    assert primary.number == total + 79000 * (F("0.28") - F("0.1229"))


def test_the_user_may_choose_table_and_potentials() -> None:
    """A chosen fuel table and GWP set take the place of the sector's, and the Run says so."""
    chosen = ("year = 2026", 'year = 2026\ngwp = "AR6"\nfuel_table = "ndrc-other-2015"')
    run = make_run(sample("cement-clinker", chosen))
    assert run.project.sector.gwp == "AR6"
    assert run.project.sector.chosen.fuel_table == "ndrc-other-2015"
    diesel = next(s for s in run.inventory.by_source if s.name == "厂内运输柴油")
    ncv = next(p for p in diesel.parameters if p.name == "ncv")
    assert ncv.typed == "43.33 GJ/t"


# --- corrections of limits


def made(sector: str, *changes: tuple[str, str], day: date = date(2026, 7, 1)) -> Assessment:
    """The example of a sector assessed after changes of its text."""
    world = open_world(day)
    text = project_template(dict(read_sector(world, sector).example), sector)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return assess(parse_project(text, world), world)


def limit(found: Assessment, indicator: str, level: str) -> EnergyComparison:
    """The one comparison of an indicator with a level."""
    (row,) = [c for c in found.energy_comparisons if (c.indicator, c.level) == (indicator, level)]
    return row


WHOLE = ('variant = "水泥粉磨"', 'variant = "水泥（全工序）"')


def test_the_limit_of_cement_follows_its_clinker_share() -> None:
    """GB 16780-2021 table 1: level 3 is 94 + 1.20 × (80 − 75) = 100 kgce/t at 80 % clinker."""
    share = ('variant = "水泥粉磨"', 'variant = "水泥（全工序）"\nclinker_share = "80 %"')
    found = made("cement", share)
    rows = {k: limit(found, "comprehensive_energy", k) for k in ("gb1", "gb2", "gb3")}
    assert {k: r.limit for k, r in rows.items()} == {
        "gb1": F("85.5"),  # 80 + 1.10 × 5
        "gb2": F("92.75"),  # 87 + 1.15 × 5
        "gb3": F(100),
    }
    assert rows["gb3"].printed == 94
    assert rows["gb3"].sum == "94 + 1.20 × (80 − 75) = 100 kgce/t"
    assert all(r.judged for r in rows.values())


def test_without_its_fact_a_corrected_limit_is_not_judged() -> None:
    """The clinker share is not stated: the printed limits are shown, none is judged."""
    found = made("cement", WHOLE)
    row = limit(found, "comprehensive_energy", "gb3")
    assert not row.judged
    assert row.limit == 94
    assert row.said is not None
    assert row.said.code == "energy.limit.lacks"
    assert [e.level for e in found.energy_levels] == [None]


@pytest.mark.parametrize(
    ("facts", "bound", "code"),
    [
        ("", F(117), "energy.limit.unknown"),
        ('altitude = "1500 m"', F(117), "energy.limit.not_met"),
        (
            'altitude = "1.6 km"\nair_pressure = "83.5 kPa"',
            117 * (F("1.179") - F("0.211") * 83500 / 101325),
            "energy.limit.corrected",
        ),
    ],
)
def test_altitude_corrects_above_its_bound_only(facts: str, bound: F, code: str) -> None:
    """Not stated: printed limit and a note; at 1500 m not yet; above it by the air pressure."""
    found = made("cement-clinker", ("[facts]", f"[facts]\n{facts}"))
    row = limit(found, "comprehensive_energy", "gb3")
    assert row.limit == bound
    assert row.judged
    assert row.said is not None
    assert row.said.code == code


def test_altitude_without_pressure_is_not_judged() -> None:
    """Above 1500 m the sum needs the air pressure: nothing is assumed for it."""
    found = made("cement-clinker", ("[facts]", '[facts]\naltitude = "1600 m"'))
    assert not limit(found, "comprehensive_energy", "gb3").judged


@pytest.mark.parametrize(
    ("salt", "bound"), [('salt = "日晒盐"', F(200) * F("1.18")), ('salt = "精制盐"', F(200))]
)
def test_solar_salt_widens_the_limit_of_soda_ash(salt: str, bound: F) -> None:
    """GB 29140-2024: 200 × 1.18 = 236 kgce/t for light soda ash of the dual process."""
    found = made("soda-ash", ('variant = "氨碱法轻质"', f'variant = "联碱法轻质"\n{salt}'))
    assert limit(found, "comprehensive_energy", "gb3").limit == bound


@pytest.mark.parametrize(("thickness", "judged"), [("14.9 mm", True), ("0.015 m", False)])
def test_thick_tile_is_for_a_person(thickness: str, judged: bool) -> None:
    """From 15 mm the standard corrects by what the table does not hold."""
    change = ('variant = "吸水率≤0.2%"', f'variant = "吸水率≤0.2%"\nthickness = "{thickness}"')
    assert limit(made("building-ceramics", change), "comprehensive_energy", "gb3").judged is judged


def test_the_applicant_may_state_the_corrected_limit() -> None:
    """Ore grade has no coefficient here: unjudged, or by the applicant's own limit with a note."""
    assert not limit(made("tungsten-concentrate"), "comprehensive_energy", "gb3").judged
    stated = (
        'variant = "白钨"',
        'variant = "白钨"\ncorrected_limits = { gb3 = "2300 kgce/t", evidence = "附录A" }',
    )
    found = made("tungsten-concentrate", stated)
    row = limit(found, "comprehensive_energy", "gb3")
    assert (row.judged, row.limit, row.printed) == (True, 2300, 2050)
    assert "CE-W030" in {r.code for _, r in found.warnings}
    assert not limit(found, "comprehensive_energy", "gb2").judged


def test_a_corrected_limit_needs_its_grounds() -> None:
    """Without evidence the file is wrong."""
    stated = ('variant = "白钨"', 'variant = "白钨"\ncorrected_limits = { gb3 = "2300 kgce/t" }')
    with pytest.raises(InputError) as error:
        made("tungsten-concentrate", stated)
    assert [p.code for p in error.value.problems] == ["CE-P003"]


def test_a_stated_limit_does_not_replace_one_that_needs_no_correction() -> None:
    """An applicant cannot move a limit that the standard leaves as it is."""
    stated = (
        'variant = "铝锭"',
        'variant = "铝锭"\ncorrected_limits = { gb3 = "20000 kWh/t", evidence = "自定" }\n'
        'specific_energy = { comprehensive_ac_electricity = "13500 kWh/t", evidence = "电表" }',
    )
    assert limit(made("aluminium", stated), "comprehensive_ac_electricity", "gb3").limit == 13750


# --- hot metal of an electric arc furnace: GB 21256-2025 4.5, table 5


def furnace(*changes: tuple[str, str]) -> dict[str, EnergyComparison]:
    """The example furnace (100 万t of steel from 15 万t of pig iron): levels of its energy."""
    found = made("iron-steel", *changes, day=date(2026, 11, 30))
    rows = [c for c in found.energy_comparisons if c.indicator == "comprehensive_energy"]
    return {c.level: c for c in rows}


def levels(rows: dict[str, EnergyComparison]) -> list[F]:
    """The limits of levels 1, 2 and 3."""
    return [rows[k].limit for k in ("gb1", "gb2", "gb3")]


def test_hot_metal_follows_from_the_inventory() -> None:
    """40 万t of hot metal for 100 万t of steel: 61, 64, 72 less 0.8 × 40 are 29, 32, 40 kgce/t."""
    rows = furnace(('amount = "15 万t"', 'amount = "40 万t"'))
    assert levels(rows) == [29, 32, 40]
    assert rows["gb2"].sum == "64 − 0.8 × 40 + 0 = 32 kgce/t"
    assert all(rows[k].judged for k in ("gb1", "gb2", "gb3"))
    assert rows["gb2"].said is not None
    assert "外购生铁" in str(rows["gb2"].said.params["remarks"])


def test_hot_metal_may_be_stated() -> None:
    """Stated 20 % beside an inventory of 15 %: the stated share is the stricter, and taken."""
    stated = ('variant = "≥70 t"', 'variant = "≥70 t"\nhot_metal_share = "20 %"')
    assert levels(furnace(stated)) == [45, 48, 56]


def test_without_hot_metal_anywhere_no_level_is_judged() -> None:
    """Neither stated nor in the inventory: missing is not zero, for it could only lower them."""
    scrap = ('item = "steel-pig-iron"', 'item = "steel-dolomite"')
    rows = furnace(scrap)
    assert not any(c.judged for c in rows.values())
    assert rows["gb1"].said is not None
    assert rows["gb1"].said.code == "energy.limit.lacks"
    zero = ('variant = "≥70 t"', 'variant = "≥70 t"\nhot_metal_share = "0 %"')
    assert levels(furnace(scrap, zero)) == [61, 64, 72]


def test_iron_without_an_amount_gives_no_share() -> None:
    """A source whose amount is missing is no source of nothing."""
    rows = furnace(('amount = "15 万t"', '# amount = "15 万t"'))
    assert not any(c.judged for c in rows.values())


@pytest.mark.parametrize(
    ("power", "judged", "within"), [("2.4", True, True), ("3.2", False, None), ("5.5", True, False)]
)
def test_a_contradicted_share_judges_nothing_between(
    power: str, judged: bool, within: bool | None
) -> None:
    """Stated 0 % beside 15 % in the inventory: 52 or 64 kgce/t; between the two a person judges."""
    zero = ('variant = "≥70 t"', 'variant = "≥70 t"\nhot_metal_share = "0 %"')
    row = furnace(zero, ('amount = "4.2 亿kWh"', f'amount = "{power} 亿kWh"'))["gb2"]
    assert (row.limit, row.judged) == (52, judged)
    assert row.said is not None
    assert (row.said.code, row.said.warn) == ("CE-W060", True)
    if within is not None:
        assert row.within is within


@pytest.mark.parametrize(
    ("steel", "bounds"),
    [
        ("普碳钢", [49, 52, 60]),
        ("优质碳素结构钢", [57, 60, 68]),
        ("优质轴承、齿轮、硬线、工模具钢", [64, 67, 75]),
        ("不锈钢", [F("55.1"), F("58.4"), F("67.2")]),
    ],
)
def test_the_grade_of_steel_widens(steel: str, bounds: list[F]) -> None:
    """0, 8 and 15 kgce/t for plain, quality and special steel; × 1.10 for stainless."""
    stated = ('variant = "≥70 t"', f'variant = "≥70 t"\nsteel_grade = "{steel}"')
    assert levels(furnace(stated)) == bounds


def test_the_other_document_on_furnaces_is_not_judged_uncorrected() -> None:
    """How the benchmark levels are corrected is not held: they decide nothing."""
    rows = furnace()
    assert not rows["benchmark_level"].judged
    assert not rows["baseline_level"].judged


# --- further corrections


COKE = (
    'variant = "捣固焦炉"\nvolatile_matter = "26.5 %"\ncoal_moisture = "9.5 %"\n'
    'mixed_gas_share = "50 %"\noven_age = "16 年"\nquenching = "湿熄焦"'
)


def test_coke_is_corrected_by_its_table() -> None:
    """GB 21342-2025 5.3 by hand: gas 6, volatile 4.82, moisture −3.71, age 2.5, wet 46.46."""
    found = made("coking", ('variant = "捣固焦炉"', COKE))
    bounds = [limit(found, "comprehensive_energy", k).limit for k in ("gb1", "gb2", "gb3")]
    change = 6 + F("4.82") - F("3.71")
    assert bounds == [115 + change + F("2.5"), 115 + change, 140 + change + F("2.5") + F("46.46")]


@pytest.mark.parametrize("volatile", ["24.9 %", "32.1 %"])
def test_coke_outside_the_table_is_for_a_person(volatile: str) -> None:
    """The standard lists 25 to 32 %: nothing is extrapolated."""
    found = made("coking", ('variant = "捣固焦炉"', COKE.replace("26.5 %", volatile)))
    row = limit(found, "comprehensive_energy", "gb3")
    assert row.limit == 140
    assert row.said is not None
    assert row.said.code in ("energy.limit.unresolved", "energy.limit.difference")


def test_both_corrections_of_cement_hold_above_the_bound_of_altitude() -> None:
    """(94 + 1.20 × 5) × (1.179 − 0.211 × 83500 / 101325)."""
    facts = ("[facts]", '[facts]\naltitude = "1600 m"\nair_pressure = "83.5 kPa"')
    share = ('variant = "水泥粉磨"', 'variant = "水泥（全工序）"\nclinker_share = "80 %"')
    row = limit(made("cement", facts, share), "comprehensive_energy", "gb3")
    assert row.limit == 100 * (F("1.179") - F("0.211") * 83500 / 101325)


def test_phosphorus_by_the_formula_of_its_standard() -> None:
    """GB 21345-2024 6.2.2 at 25 % P2O5, 1 % Fe2O3, 2 % CO2."""
    amount = ('amount = "1 万t"', 'amount = "1 万t"\ncharge_p2o5 = "25 %"')
    more = ("main = true", 'main = true\ncharge_fe2o3 = "1 %"\ncharge_co2 = "2 %"')
    row = limit(made("yellow-phosphorus", amount, more), "comprehensive_energy", "gb3")
    kwh = F(170000) / F("24.5") + (F(7750) / 17 - 76) + (F(3200) / F("21.5") + 8) * 2 - 7234
    assert row.limit == 2800 + F("0.1229") * kwh
    pole = ('amount = "1 万t"', 'amount = "1 万t"\ncharge_p2o5 = "8 %"')
    assert not limit(made("yellow-phosphorus", pole, more), "comprehensive_energy", "gb3").judged


@pytest.mark.parametrize(
    ("facts", "judged", "bound"),
    [
        ('mining = "地下开采"\nconcentration_ratio = "430"', True, 2050 * F("1.54")),
        ('mining = "地下开采"\nconcentration_ratio = "431"', False, F(2050)),
        ('mining = "露天开采"\nconcentration_ratio = "430"', False, F(2050)),
        ('concentration_ratio = "430"', False, F(2050)),
    ],
)
def test_the_conversion_of_tungsten_ore_holds_at_its_points(
    facts: str, judged: bool, bound: F
) -> None:
    """GB 29145-2023 table C.1: underground mines, at the listed ratios and not between them."""
    found = made("tungsten-concentrate", ('variant = "白钨"', f'variant = "白钨"\n{facts}'))
    row = limit(found, "comprehensive_energy", "gb3")
    assert (row.judged, row.limit) == (judged, bound)


def of_new(sector: str, name: str, more: str, day: date = date(2026, 7, 1)) -> Assessment:
    """A proposed works of one product, with electricity alone."""
    text = (
        f'[project]\nname = "新建项目"\nstage = "拟建"\nsector = "{sector}"\n'
        f'region = "{HUNAN}"\nyear = 2026\n[[products]]\nname = "{name}"\nmain = true\n{more}\n'
        '[[sources]]\nname = "外购电力"\nmethod = "electricity"\namount = "300 万kWh"\n'
    )
    world = open_world(day)
    return assess(parse_project(text, world), world)


HUNAN = "湖南省郴州市桂阳县"
ACID = 'amount = "10 万t"\nvariant = "石膏制酸"'
FORGING = 'amount = "1 万t"\nvariant = "锻造"'
BOARD = 'amount = "10 万t"'
GLASS = 'amount = "100 万m2"\nvariant = "平面普通，6 mm"'


@pytest.mark.parametrize(
    ("sector", "name", "more", "indicator", "judged", "bound"),
    [
        ("硫酸", "硫酸", ACID, "comprehensive_energy", True, 370),
        ("硫酸", "硫酸", ACID + '\nacid = "20%发烟硫酸"', "comprehensive_energy", True, 405),
        ("有色金属压延", "铝模锻件", FORGING, "comprehensive_energy", True, None),
        ("造纸", "瓦楞原纸", BOARD, "comprehensive_energy", True, 230),
        (
            "造纸",
            "瓦楞原纸",
            BOARD + '\npaper_process = "special"',
            "comprehensive_energy",
            False,
            230,
        ),
        ("玻璃制品", "钢化玻璃", GLASS, "electricity", True, None),
    ],
)
def test_limits_of_new_products_are_taken_with_their_facts(
    sector: str, name: str, more: str, indicator: str, judged: bool, bound: int | None
) -> None:
    """GB 29141-2024 (oleum: +35), GB 31825-2024 and others: level 2 as printed or widened."""
    row = limit(of_new(sector, name, more), indicator, "gb2")
    assert row.judged is judged
    assert bound is None or row.limit == bound


def test_each_further_heat_of_forging_widens_the_limit_alike() -> None:
    """GB 21351-2023 table 19: the printed limit is that of one heat."""
    once, thrice = (
        limit(of_new("有色金属压延", "铝模锻件", FORGING + heats), "comprehensive_energy", "gb2")
        for heats in ("", '\nforging_heats = "3"')
    )
    assert thrice.limit - once.limit in {2 * n for n in (370, 330, 300)}


def test_coke_and_process_energy_are_asked_for_and_compared() -> None:
    """GB 21341-2022 table 2: 1400 kg of coke per tonne is above level 3 (1350)."""
    stated = 'amount = "5 万t"\nspecific_energy = { coke = "1.4 t/t", evidence = "台账" }'
    found = of_new("铁合金", "高炉锰铁", stated)
    row = limit(found, "coke", "gb3")
    assert (row.value, row.limit, row.within) == (F(1400), F(1350), False)


def test_every_fact_of_a_correction_is_a_key_of_a_product() -> None:
    """A limit is corrected by nothing that a project file cannot say."""
    facts = WORLD.tables.toml("benchmarks/corrections.toml")["facts"].values()
    assert {f["key"] for f in facts if f["where"] == "products"} <= set(PRODUCT_FACTS)


@pytest.mark.parametrize("sector", ["iron-ore-mining", "gold-silver-mining"])
def test_without_coefficients_nothing_is_judged_uncorrected(sector: str) -> None:
    """Where the standard corrects by what is not held, the level is open."""
    rows = [
        x
        for x in made(sector, day=date(2026, 11, 30)).products[0].energy_findings.product.limits
        if x.level in ("gb1", "gb2", "gb3")
    ]
    assert rows
    assert not any(x.judged for x in rows)


# --- variants


def test_a_wrong_variant_lists_the_choices() -> None:
    """The error stands at the key and names every variant."""
    with pytest.raises(InputError) as error:
        made("aluminium", ('variant = "铝锭"', 'variant = "铝棒"'))
    (problem,) = error.value.problems
    assert problem.code == "CE-P031"
    assert problem.place.key == "products[0].variant"
    assert problem.place.line is not None
    assert "铝液、铝锭" in str(problem.params["known"])


def test_no_variant_is_picked() -> None:
    """Where several variants exist and none is stated, none is taken and they are listed."""
    found = made("aluminium", ('variant = "铝锭"', ""))
    assert found.energy_comparisons == ()
    assert found.products[0].energy_findings.gaps == ()
    (note,) = [r for _, r in found.warnings if r.code == "CE-W031"]
    assert "铝液、铝锭" in str(note.params["known"])


def test_stated_figures_are_compared_and_marked() -> None:
    """AC electricity does not follow from the inventory: stated it is compared, else a gap."""
    bare = made("aluminium")
    assert {g.why.code for g in bare.products[0].energy_findings.gaps} == {"energy.gap.not_stated"}
    figure = 'specific_energy = { comprehensive_ac_electricity = "13.35 MWh/t", evidence = SHOWN }'
    plain = figure.replace("SHOWN", '"电表"')
    unproven = made("aluminium", ('variant = "铝锭"', f'variant = "铝锭"\n{plain}'))
    open_row = limit(unproven, "comprehensive_ac_electricity", "gb2")
    assert (open_row.value, open_row.judged) == (13350, False)  # no proof: toward no level
    worse = limit(unproven, "comprehensive_ac_electricity", "gb1")
    assert (worse.within, worse.judged) == (False, True)
    proof = '{ kind = "report", number = "甲 1", date = 2026-01-01 }'
    figure = figure.replace("SHOWN", proof)
    found = made("aluminium", ('variant = "铝锭"', f'variant = "铝锭"\n{figure}'))
    row = limit(found, "comprehensive_ac_electricity", "gb2")
    assert (row.value, row.within, row.stated) == (13350, True, True)
    levels = {e.indicator: e.level for e in found.energy_levels}
    assert levels == {"comprehensive_ac_electricity": "gb2", "comprehensive_energy": "gb3"}


def test_coal_of_clinker_and_coal_rate_of_power() -> None:
    """Coal: solid fuel ÷ clinker. Coal rate: fuel ÷ power supplied, or as stated."""
    clinker = made("cement-clinker")
    coal = F(176000) * F("23.1") / F("29.3076") / 1395000 * 1000
    assert limit(clinker, "coal", "gb3").value == coal
    power = made("power-coal")
    fuel = F(2200000) * F("19.57") / F("29.3076") + 300 * F("1.4571")
    assert limit(power, "supply_coal", "gb3").value == fuel / 5670000 * 1000
    heat = ("[[products]]", '[[products]]\nname = "外供热力"\namount = "100 万GJ"\n\n[[products]]')
    assert made("power-coal", heat).energy_comparisons == ()  # fuel is not shared out
    stated = made("power-coal", ("[facts]", '[facts]\nsupply_coal_rate = "280 gce/kWh"'))
    assert limit(stated, "supply_coal", "gb3").value == 280


def test_a_level_needs_the_weaker_limits_too() -> None:
    """Subcritical units: level 2 (new plants, 285) is stricter than level 1 (303)."""

    def row(level: str, bound: int) -> EnergyComparison:
        citation = WORLD.citation("energy_limits", WORLD.tables.row("energy_limits", "eb0855"))
        unit = parse_unit("gce/kWh")
        zero = F(290)
        return EnergyComparison(
            level, "supply_coal", level, "", zero, F(bound), unit, True, "", citation
        )

    rows = [row("gb1", 303), row("gb2", 285), row("gb3", 312)]
    assert [e.level for e in energy_level(rows)] == ["gb3"]


# --- the account


def test_feed_counts_and_energy_products_are_deducted() -> None:
    """Coking by hand: coal − coke − gas − tar − benzol + heating gas + power."""
    found = made("coking")
    gas = F("173.854") / F("29.3076")  # tce per 万Nm3
    by_hand = (
        1330000 * F("0.9")
        - 1000000 * F("0.9714")
        - 43000 * gas
        - 45000 * F("1.1429")
        - 12000 * F("1.4286")
        + 19350 * gas
        + 40000 * F("0.1229")
    )
    assert found.energy.total() == by_hand
    assert not limit(found, "comprehensive_energy", "gb3").judged


def test_the_main_product_itself_is_not_deducted() -> None:
    """Methanol leaves as the product: its feed stays counted, and that is said."""
    found = made("coal-chemical")
    outside = {o.source: o.how for o in found.energy.outside}
    assert outside["甲醇带出碳"] == "energy.outside.product"
    uses = {u.source: u.tce for u in found.energy.uses}
    assert uses["原料煤"] == F(405000) * F("23.204") / F("29.3076")


def test_feed_without_a_material_leaves_no_total() -> None:
    """An input of unknown material might be a fuel: incomplete and named, never smaller."""
    found = made("ammonia", ('material = "无烟煤"', ""))
    assert found.energy.total() is None
    assert found.energy.unknown() == ["原料无烟块煤"]
    assert {g.why.code for g in found.products[0].energy_findings.gaps} == {"energy.gap.incomplete"}


def test_measured_heating_value_of_feed() -> None:
    """The heating value of feed serves the energy account and leaves carbon as it is."""
    plain, measured = (
        made("ammonia"),
        made(
            "ammonia",
            ('carbon_content = "0.70 tC/t"', 'carbon_content = "0.70 tC/t"\nncv = "25 GJ/t"'),
        ),
    )
    uses = {u.source: u for u in measured.energy.uses}
    assert uses["原料无烟块煤"].tce == 345000 * 25 / F("29.3076")
    assert uses["原料无烟块煤"].how == "energy.measured"
    assert measured.inventory.total() == plain.inventory.total()
    assert "CE-W003" not in {r.code for _, r in measured.warnings}


def test_anodes_and_waste_are_told_not_to_be_energy() -> None:
    """What might be taken for energy and is not counted is named."""
    assert {o.how for o in made("aluminium").energy.outside} == {"energy.outside.anode"}
    assert {o.how for o in made("waste-incineration").energy.outside} == {
        "energy.outside.incineration"
    }


def test_energy_per_product_in_both_values() -> None:
    """The Run gives equivalent and primary value per unit of the main product."""
    stated = ("year = 2026", 'year = 2026\nelectricity_primary = "0.28 kgce/kWh"')
    part = make_run(sample("cement-clinker", stated)).energy
    per = part.per_product
    total = part.equivalent.number
    assert per.equivalent.number == total / 1395
    primary = per.primary.number
    assert primary == total / 1395 + F(79000) * (F("0.28") - F("0.1229")) / 1395
    assert make_run(sample("cement-clinker")).energy.per_product.primary is None


def test_a_derived_value_follows_a_variant_in_natural_spelling() -> None:
    """Common name and the table's spelling of one variant derive the same admission value."""
    table = ('variant = "铝锭"', 'variant = "铝锭"')
    spoken = ('variant = "铝锭"', 'variant = "ingot"')
    values = [
        [c.benchmark.limit for c in made("aluminium", v).comparisons] for v in (table, spoken)
    ]
    assert values[0]
    assert values[0] == values[1]


# --- editions


@pytest.mark.parametrize(
    ("sector", "day", "code"),
    [
        ("beverage", date(2026, 7, 31), "CE-W035"),
        ("beverage", date(2026, 8, 1), None),
        ("tungsten-concentrate", date(2024, 11, 30), "CE-W035"),
        ("tungsten-concentrate", date(2024, 12, 1), None),
        ("sulphuric-acid", date(2025, 5, 31), None),
        ("sulphuric-acid", date(2025, 6, 1), "CE-W036"),
    ],
)
def test_without_an_edition_in_force_that_is_told(sector: str, day: date, code: str | None) -> None:
    """Before its day of force, or after its end, no limit is compared, and the Run says why."""
    run = make_run(made(sector, day=day))
    said = [m.why.code for m in run.energy.no_edition]
    assert set(said) == ({code} if code else set())
    assert (code in {w.code for w in run.warnings}) is (code is not None)
    levels = {c.level for held in (run.energy.comparisons, run.energy.not_provided) for c in held}
    assert ({"gb1", "gb2", "gb3"} & levels == set()) is (code is not None)


def test_limits_come_with_all_that_a_rule_needs() -> None:
    """Level, corrected limit, whether it is judged and why not, grade, title, day of force."""
    share = ('variant = "水泥粉磨"', 'variant = "水泥（全工序）"\nclinker_share = "80 %"')
    found = made("cement", share)
    (limit,) = [
        x
        for x in found.products[0].energy_findings.product.limits
        if (x.indicator, x.level) == ("comprehensive_energy", "gb3")
    ]
    assert (limit.printed, limit.limit, limit.judged) == (94, 100, True)
    assert limit.citation.number == "GB 16780-2021"
    assert limit.citation.title == "水泥单位产品能源消耗限额"
    assert limit.citation.valid_from == "2022-11-01"
    assert limit.citation.grade == "A"
