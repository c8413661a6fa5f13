"""Gases, items and directions of a source, and what they do to intensities and the Run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import compare
from carbon_eia.benchmarks.benchmark import Benchmark, Instrument
from carbon_eia.errors import CarbonEiaError
from carbon_eia.inventory import SourceEmission
from carbon_eia.messages import sentence
from carbon_eia.project import parse_project
from carbon_eia.reference import World, categories, open_world
from carbon_eia.run import make_run
from carbon_eia.run.records import QuantityRecord
from carbon_eia.units import Unit, gas_dimension, of_gas, parse_unit

HEAD = """\
[project]
name = "气体试验"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026

[economics]
added_value = "1 亿元"

[[products]]
name = "产品"
amount = "1000 t"
"""


@pytest.fixture(scope="module")
def world() -> World:
    """The reference on the day of the tests."""
    return open_world(date(2026, 6, 30))


Assess = Callable[..., Assessment]


@pytest.fixture(scope="module")
def assessed(world: World) -> Assess:
    """A function: the keys of each source → the assessment."""

    def run(*sources: str, more: str = "") -> Assessment:
        texts = [f'\n[[sources]]\nname = "源{i}"\n{keys}\n' for i, keys in enumerate(sources)]
        return assess(parse_project(HEAD + "".join(texts) + more, world), world)

    return run


@pytest.fixture(scope="module")
def account(assessed: Assess) -> Callable[[str], SourceEmission]:
    """A function: the keys of one source → its emission."""
    return lambda keys: assessed(keys).inventory.emissions[0]


Account = Callable[[str], SourceEmission]

PROOF = 'evidence = {{ kind = "{}", number = "1", date = 2026-01-01, period = "2026" }}'
NITRIC = 'method = "process"\namount = "1000 t"\n'
LOSS = 'method = "loss"\nrate = "10 %"\n'
ETCHING = 'method = "etching"\namount = "1000 kg"\n'
WATER = (
    'method = "wastewater"\namount = "1 万m3"\ncod_in = "5000 mgCOD/L"\ncod_out = "1 kgCOD/m3"\n'
)
STOCK = (
    'method = "stock"\nopening = "300 kg"\nbought = "500 kg"\nsold = "0 kg"\nclosing = "600 kg"\n'
)
WASTE = 'method = "incineration"\namount = "1000 t"\n'


@pytest.mark.parametrize(
    ("keys", "form", "gas", "mass", "co2e"),
    [
        # 1000 t × 8.0 kgN2O/t = 8 t; × 265 (AR5)
        (NITRIC + 'item = "nitric-acid-dual-pressure"', "process.factor", "N2O", "8", "2120"),
        (NITRIC + 'item = "双加压法 N2O"', "process.factor", "N2O", "8", "2120"),
        (NITRIC + 'factor = "8 kgN2O/t"', "process.factor", "N2O", "8", "2120"),
        (NITRIC + 'factor = "0.8 kgN2O/t"\ngas = "n2o"', "process.factor", "N2O", "0.8", "212"),
        # 8 t × (1 − 90 % × 95 %) = 1.16 t
        (
            NITRIC + 'item = "双加压法 N2O"\ndestruction = "90 %"\nutilisation = "95 %"',
            "process.abated",
            "N2O",
            "1.16",
            "307.4",
        ),
        # with a rate of destruction alone the device is taken to run always: 0.8 t
        (
            NITRIC + 'item = "双加压法 N2O"\ndestruction = "90 %"',
            "process.abated",
            "N2O",
            "0.8",
            "212",
        ),
        (NITRIC + 'factor = "0.02 tCO2/t"\ndirection = "出"', "process.out", "CO2", "-20", "-20"),
        (NITRIC + 'factor = "0.02 tCO2/t"\ndirection = "in"', "process.factor", "CO2", "20", "20"),
        # 1000 t × 11.6 kgCH4/t = 11.6 t × 28
        (
            NITRIC + 'item = "silicon-carbide-production-ch4-ipcc-2006"',
            "process.factor",
            "CH4",
            "11.6",
            "324.8",
        ),
        # fossil CH4 of AR5 is 30
        (
            NITRIC + 'factor = "1 kgCH4/t"\ngas = "CH4-fossil"',
            "process.factor",
            "CH4-fossil",
            "1",
            "30",
        ),
        # 300 万t Al × 0.02 kgCF4/t = 60 t × 6630
        (
            'method = "process"\nitem = "aluminium-anode-effect-cf4-ets-2024"\namount = "300 万t"',
            "process.factor",
            "CF4",
            "60",
            "397800",
        ),
        (
            'method = "process"\nfactor = "3 mgN2O/km"\namount = "100 万km"',
            "process.factor",
            "N2O",
            "0.003",
            "0.795",
        ),
        (
            'method = "process"\nfactor = "1 gCH4/GJ"\namount = "10 亿MJ"',
            "process.factor",
            "CH4",
            "1",
            "28",
        ),
        (
            'method = "process"\nfactor = "2 tCO2/万Nm3"\namount = "3 万Nm3"',
            "process.factor",
            "CO2",
            "6",
            "6",
        ),
        # 100 t of glass × 0.2 × (1 − 50 %)
        (
            'method = "process"\nitem = "flat-glass-glass-default-ipcc-2006"\n'
            'cullet = "50 %"\namount = "100 t"',
            "process.cullet",
            "CO2",
            "10",
            "10",
        ),
        # 200 kg × 10 %
        (LOSS + 'amount = "200 kg"\ngas = "HFC-134a"', "loss.rate", "HFC-134a", "0.02", "26"),
        (LOSS + 'amount = "200 kgHFC-134a"', "loss.rate", "HFC-134a", "0.02", "26"),
        (LOSS + 'amount = "200 kg"\ngas = "HFC134a"', "loss.rate", "HFC-134a", "0.02", "26"),
        # 10 t of SF6 made × 0.2 %
        (
            'method = "loss"\namount = "10 t"\nitem = "fluorochemical-sf6-fugitive"',
            "loss.rate",
            "SF6",
            "0.02",
            "470",
        ),
        (STOCK + 'gas = "SF6"', "stock.balance", "SF6", "0.2", "4700"),
        # 0.9 × 1000 kg × 20 % = 180 kg; × 0.145 with the device
        (ETCHING + 'gas = "NF3"', "etching.use", "NF3", "0.18", "2898"),
        (ETCHING + 'gas = "NF3"\ncollection = "90 %"', "etching.abated", "NF3", "0.0261", "420.21"),
        (ETCHING + 'gas = "CHF3"', "etching.use", "HFC-23", "0.36", "4464"),
        (ETCHING + 'gas = "c-C4F8"', "etching.use", "c-C4F8", "0.09", "858.6"),
        # 0.9 × 1000 kg × 0.09 = 81 kg
        (
            ETCHING + 'item = "electronics-nf3-by-product-cf4"',
            "etching.byproduct",
            "CF4",
            "0.081",
            "537.03",
        ),
        (
            ETCHING + 'byproduct_rate = "0.09 kgCF4/kg"\nremoval = "80 %"',
            "etching.byproduct_abated",
            "CF4",
            "0.02268",
            "150.3684",
        ),
        # (5 − 1) kg/m3 × 10 000 m3 × 0.25 × 0.5 = 5 t
        (WATER + "mcf = 0.5", "wastewater.flow", "CH4", "5", "140"),
        (WATER + 'item = "MCF 浅厌氧塘(<2m)"', "wastewater.flow", "CH4", "2", "56"),
        (
            WATER + 'mcf = "50 %"\nrecovered = "3 tCH4"\nsludge_cod = "8 tCOD"',
            "wastewater.flow",
            "CH4",
            "1",
            "28",
        ),
        ('method = "wastewater"\ntow = "40 tCOD"\nmcf = 0.5', "wastewater.load", "CH4", "5", "140"),
        (
            'method = "wastewater_n2o"\namount = "7 万m3"\nnitrogen = "40 mg/L"\nfactor = 0.005',
            "wastewater_n2o.nitrogen",
            "N2O",
            "0.022",
            "5.83",
        ),
        (
            'method = "carbon_balance"\nmaterial = "甲醇"\namount = "12 t"',
            "carbon_balance.in",
            "CO2",
            "16.5",
            "16.5",
        ),
        (
            'method = "carbon_balance"\nmaterial = "甲醇"\namount = "12 t"\ndirection = "out"',
            "carbon_balance.out",
            "CO2",
            "-16.5",
            "-16.5",
        ),
        (
            'method = "carbon_balance"\ncarbon_content = "5 tC/万Nm3"\namount = "12 万Nm3"',
            "carbon_balance.in",
            "CO2",
            "220",
            "220",
        ),
        # 1000 t × 0.411 × 97.6 % × 44/12
        ('method = "anode"\namount = "1000 t"', "anode.net", "CO2", "1470.832", "1470.832"),
        (
            'method = "carbonisation"\nfixed_carbon_in = "12 t"\n'
            'fixed_carbon_out = "9 t"\nvolatile = "4 t"',
            "carbonisation.balance",
            "CO2",
            "14.85",
            "14.85",
        ),
        (
            'method = "urea"\namount = "60 t"\npurity = "50 %"',
            "urea.decomposition",
            "CO2",
            "22",
            "22",
        ),
        (
            'method = "recovery"\namount = "1 万Nm3"\npurity = "100 %"',
            "recovery.volume",
            "CO2",
            "-19.77",
            "-19.77",
        ),
        (
            'method = "recovery"\namount = "100 t"\npurity = "99 %"',
            "recovery.mass",
            "CO2",
            "-99",
            "-99",
        ),
        # 1000 MWh × 1.25 × 0.4976
        (
            'method = "it_load"\namount = "100 万kWh"\npue = "1.25"',
            "it_load.pue",
            "CO2",
            "622",
            "622",
        ),
        (
            'method = "clinker"\namount = "1000 t"\nraw_meal = "1500 t"\norganic_carbon = "0.2 %"',
            "clinker.factor_organic",
            "CO2",
            "546",
            "546",
        ),
        (
            'method = "clinker"\namount = "56 t"\ncao = "50 %"\nmgo = "0 %"\n'
            'raw_meal = "60 t"\norganic_carbon = "1 %"',
            "clinker.oxides_organic",
            "CO2",
            "24.2",
            "24.2",
        ),
    ],
)
def test_a_source_by_hand(
    keys: str, form: str, gas: str, mass: str, co2e: str, account: Account
) -> None:
    """Form, gas, mass in t and t CO2e of one source, worked out by hand."""
    found = account(keys)
    assert (found.form.id, [m.params for m in found.missing]) == (form, [])
    assert found.masses == {gas: Fraction(mass)}
    assert found.co2e == Fraction(co2e)
    assert [(g.gas, g.mass, g.co2e) for g in found.gases] == [(gas, Fraction(mass), Fraction(co2e))]


def test_fossil_and_biogenic_carbon_of_waste(account: Account) -> None:
    """Plastics are all fossil; textiles burn 800 t dry × 50 % × 44/12, 20 % of it fossil."""
    plastics, textiles = (account(WASTE + f'material = "{m}"') for m in ("塑料", "废纺织品"))
    assert (plastics.co2e, plastics.biogenic) == (Fraction(2750), Fraction(0))
    assert (
        textiles.co2e
        == Fraction(1000) * Fraction("0.8") * Fraction("0.5") * Fraction("0.2") * 44 / 12
    )
    assert textiles.biogenic == textiles.co2e * 4


# --- what is missing, and what contradicts


@pytest.mark.parametrize(
    ("keys", "missing"),
    [
        (NITRIC, {"factor", "gas"}),
        (NITRIC + 'gas = "N2O"', {"factor"}),
        (LOSS + 'amount = "200 kg"', {"gas"}),
        (STOCK, {"gas"}),
        (STOCK.replace('sold = "0 kg"\n', "") + 'gas = "SF6"', {"sold"}),
        (ETCHING + 'gas = "HFC-32"', {"utilisation"}),
        (WATER, {"mcf"}),
        (WASTE + 'material = "厨余"', {"fossil_fraction"}),
        ('method = "it_load"\namount = "1 MWh"', {"pue"}),
        ('method = "recovery"\namount = "1 t"', {"purity"}),
        ('method = "carbon_balance"\nmaterial = "烟煤"\namount = "1 t"', {"carbon_content"}),
        (NITRIC + 'item = "adipic-acid-thermal-destruction-ipcc-2006"', {"factor"}),
    ],
)
def test_what_is_missing_is_named(keys: str, missing: set[str], account: Account) -> None:
    """Without a figure there is no number: neither zero nor a guess of the gas."""
    found = account(keys)
    assert {m.params["key"] for m in found.missing} == missing
    assert (found.co2e, found.masses, found.gases) == (None, {}, ())


def test_a_gas_without_potential_is_named(world: World) -> None:
    """SAR does not list NF3: the mass is known, the t CO2e are not, and there is no total."""
    from carbon_eia.inventory import take_inventory
    from carbon_eia.reference import read_sector

    sector = read_sector(world, "other-industry")._replace(gwp="SAR")
    text = HEAD + f'\n[[sources]]\nname = "源"\n{ETCHING}gas = "NF3"\n'
    project = parse_project(text, world)
    inventory = take_inventory(project.sources, sector, world, project.region, 2026)
    found = inventory.emissions[0]
    assert [m.code for m in found.missing] == ["missing.gwp"]
    assert found.masses == {"NF3": Fraction("0.18")}
    assert (found.co2e, inventory.total(), inventory.co2()) == (None, None, None)


def test_co2_counts_one_whatever_the_report(world: World) -> None:
    """A set that lists a single gas still knows CO2."""
    from carbon_eia.inventory import take_inventory
    from carbon_eia.reference import read_sector

    sector = read_sector(world, "other-industry")._replace(gwp="AR6-alt")
    text = HEAD + '\n[[sources]]\nname = "源"\nmethod = "urea"\namount = "60 t"\npurity = "1"\n'
    project = parse_project(text, world)
    inventory = take_inventory(project.sources, sector, world, project.region, 2026)
    assert inventory.total() == 44


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (NITRIC + 'item = "双加压法 N2O"\ngas = "CH4"', "CE-P024"),
        (NITRIC + 'factor = "1 kgN2O/t"\ngas = "CH4"', "CE-P015"),
        (NITRIC + 'item = "双加压法"', "CE-P022"),
        (NITRIC + 'item = "SiC生产"', "CE-P023"),
        (NITRIC + 'factor = "1 kgN2O/t"\ngas = "N3O"', "CE-P025"),
        (NITRIC + 'factor = "1 kg/t"', "CE-U004"),
        (NITRIC + 'factor = "1 kgC/t"', "CE-U004"),
        (NITRIC + 'factor = "1 kgCO2e/t"', "CE-U004"),
        (NITRIC + 'factor = "1 kgN2O/MWh"', "CE-P015"),
        (NITRIC + 'factor = "1 kgN2O/m2"', "CE-U004"),
        (NITRIC + 'factor = "-1 kgN2O/t"', "CE-P007"),
        (NITRIC + "factor = 0.008", "CE-P006"),
        (NITRIC + 'factor = "1 tGAS/t"', "CE-U002"),
        (NITRIC + 'factor = "1 kgN2O/t"\ndirection = "export"', "CE-P005"),
        (STOCK.replace("500 kg", "500 kgSF6") + 'gas = "SF6"', "CE-P015"),
        (WATER + 'mcf = "130 %"', "CE-P007"),
        (WATER.replace("mgCOD/L", "mg/L") + "mcf = 0.5", "CE-U004"),
        ('method = "it_load"\namount = "1 MWh"\npue = 0.9', "CE-P007"),
    ],
)
def test_what_contradicts_is_refused(keys: str, code: str, assessed: Assess) -> None:
    """A gas that is not that of the item or the unit, and names that nobody knows."""
    with pytest.raises(CarbonEiaError) as caught:
        assessed(keys)
    assert code in [p.code for p in caught.value.problems]
    assert "tGAS/" not in "".join(p.message() + p.hint() for p in caught.value.problems)


# --- warnings


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ([NITRIC + 'item = "steel-stored-crude-steel-ndrc-2013"'], "CE-W007"),
        ([NITRIC + 'item = "双加压法 N2O"\nfactor = "7 kgN2O/t"'], "CE-W003"),
        ([NITRIC + 'factor = "7 kgN2O/t"\nutilisation = "90 %"'], "CE-W003"),
        (['method = "clinker"\namount = "1 t"\norganic_carbon = "0.2 %"'], "CE-W003"),
        ([WATER.replace("1 kgCOD/m3", "9 kgCOD/m3") + "mcf = 0.5"], "CE-W013"),
        ([STOCK.replace("600 kg", "900 kg") + 'gas = "SF6"'], "CE-W013"),
        (['method = "recovery"\namount = "1 t"\npurity = "99 %"'], "CE-W009"),
        ([NITRIC + 'factor = "7 kgN2O/t"'] * 2, "CE-W012"),
    ],
)
def test_what_a_person_must_know(sources: list[str], code: str, assessed: Assess) -> None:
    """A figure not used, not checked, negative, unproven or booked twice is said."""
    assert code in {reason.code for _, reason in assessed(*sources).warnings}


def test_what_is_in_order_is_not_warned(assessed: Assess) -> None:
    """Two factors of one output, a product that leaves, a proven recovery: nothing to say."""
    found = assessed(
        'method = "process"\nitem = "aluminium-anode-effect-cf4-ets-2024"\namount = "1 万t"',
        'method = "process"\nitem = "aluminium-anode-effect-c2f6-ets-2024"\namount = "1 万t"',
        'method = "carbon_balance"\nmaterial = "甲醇"\namount = "1 万t"',
        'method = "carbon_balance"\nmaterial = "甲醇"\namount = "1 万t"\ndirection = "out"\n'
        + PROOF.format("measurement"),
        'method = "recovery"\namount = "1 t"\npurity = "99 %"\n' + PROOF.format("permit"),
    )
    # but that two deductions count with proof
    assert {reason.code for _, reason in found.warnings} == {"CE-E005"}


# --- measures


def measure(effect: str) -> str:
    """A measure with one effect on the first source."""
    return f'\n[[measures]]\nname = "措施"\neffects = [{{ source = "源0", {effect} }}]\n'


def test_a_measure_acts_on_the_load_of_waste_water(assessed: Assess) -> None:
    """Half of the COD removed elsewhere is half of the CH4."""
    text = measure('saves = "50 %"') + 'status = "completed"\nfinish = 2026-01-31\n'
    found = assessed('method = "wastewater"\ntow = "40 tCOD"\nmcf = 0.5', more=text)
    assert found.inventory.total() == 70


def test_a_measure_cannot_act_on_a_balance(assessed: Assess) -> None:
    """A stock balance has no amount: an effect on it is refused, not ignored."""
    with pytest.raises(CarbonEiaError) as caught:
        assessed(STOCK + 'gas = "SF6"', more=measure('saves = "50 %"'))
    assert [p.code for p in caught.value.problems] == ["CE-M010"]


# --- totals, intensities, the Run

MIXED = (
    NITRIC + 'item = "双加压法 N2O"',  # 2 120 t CO2e
    'method = "urea"\namount = "60 t"\npurity = "100 %"',  # 44 t CO2
    'method = "recovery"\namount = "4 t"\npurity = "100 %"\n' + PROOF.format("permit"),  # − 4 t CO2
)


def test_sums_of_all_gases_and_of_co2_alone(assessed: Assess) -> None:
    """2 120 + 44 − 4 t CO2e, of which 40 t CO2; each category has its line."""
    inventory = assessed(*MIXED).inventory
    assert (inventory.total(), inventory.co2()) == (2160, 40)
    assert inventory.by_category() == {"process": 2164, "recovery": -4}
    assert not inventory.only_co2()


def test_both_intensities_where_other_gases_occur(assessed: Assess) -> None:
    """Per product and per money, in t CO2e first, then of CO2 alone."""
    found = assessed(*MIXED).intensities
    shown = [(i.indicator, i.numerator_unit, i.value) for i in found]
    assert shown == [
        ("carbon_per_product", "tCO2e", Fraction("2.16")),
        ("carbon_per_product", "tCO2", Fraction("0.04")),
        ("carbon_per_added_value", "tCO2e", Fraction("0.216")),
        ("carbon_per_added_value", "tCO2", Fraction("0.004")),
    ]


def test_one_intensity_where_there_is_only_co2(assessed: Assess) -> None:
    """Nothing is said twice for a project that emits CO2 alone."""
    assert [i.numerator_unit for i in assessed(MIXED[1]).intensities] == ["tCO2", "tCO2"]


def test_alpha_and_beta_count_what_the_city_counts(assessed: Assess) -> None:
    """The city's figures are of CO2: so is the project's side, 0.004 ÷ 0.002 − 1 and 40 ÷ 4000."""
    city = '\n[city]\ncarbon_intensity = "0.002 tCO2/万元"\ntotal = "4000 tCO2"\nsource = "统计"\n'
    found = assessed(*MIXED, more=city)
    assert (found.alpha, found.beta) == (1, Fraction("0.01"))


def benchmark(limit: str, gas: str) -> Benchmark:
    """An admission value for the product of the tests."""
    unit = parse_unit(f"{gas}/t")
    dims = tuple(sorted((*unit.dims, ("product:product", -1))))
    return Benchmark(
        "b",
        "admission",
        "other-industry",
        "product",
        "产品",
        "carbon_per_product",
        Fraction(limit),
        f"{limit} {gas}/t",
        Unit(unit.text, unit.factor, dims),
        "enterprise",
        "A",
        True,
        Instrument("i", "试验", "1", "局", "2026-01-01"),
        "",
        "2026-01-01",
        "",
    )


@pytest.mark.parametrize(("gas", "value"), [("tCO2e", "2.16"), ("tCO2", "0.04")])
def test_a_benchmark_meets_the_intensity_of_its_kind(
    gas: str, value: str, world: World, assessed: Assess
) -> None:
    """A value for all gases is held against all, one for CO2 against CO2; so are measures."""
    sources = "".join(f'\n[[sources]]\nname = "源{i}"\n{k}\n' for i, k in enumerate(MIXED))
    text = HEAD + sources + measure('saves = "100 %"') + 'status = "计划"\nfinish = 2027-01-01\n'
    found = assess(parse_project(text, world), world, [benchmark("0.01", gas)])
    assert [c.value for c in found.comparisons] == [Fraction(value)]
    assert found.retrofit.everything.intensity == Fraction("0.04")  # no N2O is left, 40 t CO2
    one = found.intensities[0]
    assert len(compare(one, [benchmark("1", "tCO2e")], found.sector, world.as_of)) == 1


def test_the_run_states_each_gas(assessed: Assess) -> None:
    """Mass, potential with its citation, and t CO2e of each gas, beside the keys of before."""
    run = make_run(assessed(*MIXED, WASTE + 'material = "塑料"'))
    nitric, urea, _, waste = run.inventory.by_source
    assert nitric.gas == "N2O"
    assert nitric.mass == QuantityRecord(value="8", unit="tN2O")
    gas = nitric.gases[0]
    assert (gas.gas, gas.mass, gas.gwp) == ("N2O", QuantityRecord(value="8", unit="t"), "265")
    assert gas.co2e == QuantityRecord(value="2120", unit="tCO2e")
    assert gas.source.id == "gwp:ar5-n2o"
    assert urea.mass.unit == "tCO2"
    assert [g.gwp for g in urea.gases] == ["1"]
    assert [g.gas for g in waste.gases] == ["CO2"]
    assert [c.category for c in run.inventory.by_category] == [
        "process",
        "waste",
        "recovery",
    ]


# --- the vocabulary holds together


def test_every_gas_has_a_unit(world: World) -> None:
    """What has a warming potential can be typed, by mass, in g, kg and t."""
    for gas in world.gases():
        for unit in ("gGAS", "kgGAS", "tGAS/t"):
            dims = dict(parse_unit(of_gas(unit, gas)).dims)
            assert dims[gas_dimension(gas)] == 1
        assert world.gas_id(gas) == gas


def test_every_category_has_its_name() -> None:
    """Each line of the inventory can be said in both languages."""
    for lang in ("zh", "en"):
        for category in categories():
            assert sentence(f"category.{category}", lang)


def test_a_factor_of_every_process_row_can_be_an_item(world: World) -> None:
    """Each row of kind factor that is per amount of something fits the method ``process``."""
    accepted = {
        parse_unit(of_gas(units["factor"], gas)).dims
        for units in world.methods["process"].forms[0].units
        for gas in world.gases()
    }
    odd = [
        row["id"]
        for row in world.tables.rows("process")
        if row["kind"] == "factor" and parse_unit(row["unit"]).dims not in accepted
    ]
    # shares of a production (method loss), and the carbon of a carbon mass (44/12)
    assert odd == [
        "flat-glass-carbon-powder",
        "carbon-fixed-carbon",
        "fluorochemical-hfc-pfc-fugitive",
        "fluorochemical-sf6-fugitive-high-purity",
        "fluorochemical-sf6-fugitive",
    ]
