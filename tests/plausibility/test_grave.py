"""A figure that a slip of 10³ or more would explain decides nothing (law 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import energy_level
from carbon_eia.plausibility import Band
from carbon_eia.project import Project, parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector

WORLD = open_world(date(2026, 7, 1))
SECTORS = sorted(WORLD.sectors())


def text_of(sector: str) -> str:
    """The example of a sector as a project file."""
    return project_template(dict(read_sector(WORLD, sector).example), sector)


def barred(found: Assessment) -> list[str]:
    """The figures that must be checked before anything is decided."""
    missing = [m for m in found.decision.missing if m.code == "missing.implausible"]
    assert not missing or found.decision.verdict == "undetermined"
    return [str(m.params["figure"]) for m in missing]


def changed(project: Project, number: int, times: Fraction) -> Project:
    """A project with one amount times a factor."""
    source = project.sources[number]
    amount = source.parameters["amount"]
    slip = amount._replace(value=amount.value * times)
    sources = list(project.sources)
    sources[number] = source._replace(parameters={**source.parameters, "amount": slip})
    return project._replace(sources=tuple(sources))


@pytest.mark.parametrize("sector", SECTORS)
def test_the_example_of_a_sector_is_plausible(sector: str) -> None:
    """What is right is never held back."""
    assert not barred(assess(parse_project(text_of(sector), WORLD), WORLD))


@pytest.mark.parametrize("sector", SECTORS[::4])
def test_no_amount_that_matters_may_be_a_thousandth(sector: str) -> None:
    """A source of a tenth of the emission, typed too small by 10³ or 10⁴, lets nothing pass."""
    project = parse_project(text_of(sector), WORLD)._replace(measures=())
    right = assess(project, WORLD)
    total = right.inventory.total()
    if sector == "other-industry" or not total:
        return
    for number, emission in enumerate(right.inventory.emissions):
        if "amount" not in emission.source.parameters or emission.co2e is None:
            continue
        if emission.co2e * 10 < total or emission.category == "recovery":
            continue
        same = [e for e in right.inventory.emissions if e.source.method == emission.source.method]
        if len(same) > 1:  # another source of the kind may stand for it
            continue
        for times in (Fraction(1, 1000), Fraction(1, 10_000)):
            assert barred(assess(changed(project, number, times), WORLD)), emission.source.name


CEMENT = """
[project]
name = "某厂"
stage = "拟建"
sector = "水泥熟料"
region = "湖南省郴州市桂阳县"
year = 2026
[[products]]
name = "水泥熟料"
amount = "139.5 万t"
[[sources]]
name = "窑头窑尾煤"
method = "combustion"
material = "烟煤"
amount = "19 万t"
ncv = "23.1 GJ/t"
[[sources]]
name = "外购电力"
method = "electricity"
amount = "8400 万kWh"
[[sources]]
name = "熟料生产过程"
method = "clinker"
amount = "139.5 万t"
"""
Change = Callable[[str], str]


def put(old: str, new: str) -> Change:
    """Replaces one line of the example."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


POWER = 'method = "electricity"\n'


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (put(POWER, POWER + 'factor = "0.4976 kgCO2/MWh"\n'), "0.4976 kgCO2/MWh"),
        (put(POWER, POWER + 'factor = "0 tCO2/MWh"\n'), "0 tCO2/MWh"),
        (put(POWER, POWER + 'factor = "497.6 tCO2/MWh"\n'), "497.6 tCO2/MWh"),
        (put('method = "combustion"\n', 'method = "combustion"\noxidation = "0.98 %"\n'), "0.98 %"),
    ],
    ids=["kg as t", "zero", "t as kg", "percent twice"],
)
def test_a_factor_a_thousand_times_off_decides_nothing(change: Change, names: str) -> None:
    """The published grid factor is what a declared one is held against; zero is no factor."""
    assert any(names in f for f in barred(assess(parse_project(change(CEMENT), WORLD), WORLD)))


def test_a_factor_of_the_suppliers_own_is_only_told() -> None:
    """Far from the published one, but by no slip: a warning."""
    text = put(POWER, POWER + 'factor = "0.15 tCO2/MWh"\n')(CEMENT)
    found = assess(parse_project(text, WORLD), WORLD)
    assert "CE-W018" in {r.code for _, r in found.warnings}
    assert not barred(found)


def test_a_negative_total_decides_nothing() -> None:
    """More deducted than emitted: no plant emits less than nothing."""
    more = (
        '\n[[sources]]\nname = "捕集"\nmethod = "recovery"\namount = "900 万t"\npurity = "99 %"\n'
    )
    found = assess(parse_project(CEMENT + more, WORLD), WORLD)
    assert found.inventory.total() is not None
    assert any(r.code == "CE-W054" for _, r in found.warnings)
    assert barred(found)


def test_a_negative_specific_energy_has_no_level() -> None:
    """What sells more than it buys is not graded level 1 of a limit that is above zero."""
    rows = assess(parse_project(CEMENT, WORLD), WORLD).energy_comparisons
    assert any(level.level for level in energy_level(rows))
    below = [c._replace(value=Fraction(-76)) for c in rows]
    assert [level.level for level in energy_level(below)] == [None] * len(energy_level(rows))


def test_more_power_sold_than_there_is_decides_nothing() -> None:
    """An export of twice what is bought makes the energy of the product negative."""
    more = '\n[[sources]]\nname = "外供电"\nmethod = "electricity"\nsupply = "export"\n'
    assert barred(assess(parse_project(CEMENT + more + 'amount = "200 亿kWh"\n', WORLD), WORLD))


@pytest.mark.parametrize(
    ("low", "high", "value", "grave"),
    [
        ("0.6", "1.2", "0.59", False),
        ("0.6", "1.2", "0.0012", True),
        ("0.6", "1.2", "0.0013", False),
        ("0.6", "1.2", "600", True),
        ("0.6", "1.2", "599", False),
        ("0.6", "1.2", "0", False),
        ("0", "4", "-0.1", True),
        ("0", "4", "3999", False),
        ("0", "4", "4000", True),
        ("0.0005", "500", "0.0004", True),
    ],
)
def test_how_far_outside_a_band_bars_a_verdict(
    low: str, high: str, value: str, grave: bool
) -> None:
    """As far as a slip of 10³ reaches from within the band; a negative figure always."""
    band = Band(Fraction(low), Fraction(high), Fraction(1000))
    assert band.grave(Fraction(value)) is grave
    assert not band.grave(Fraction(high))


def test_what_is_missing_is_not_told_as_a_slip() -> None:
    """Without a required source the total is no figure yet: the source is asked for, no slip."""
    begin, end = (CEMENT.index(f'[[sources]]\nname = "{n}') for n in ("窑头窑尾煤", "外购电力"))
    found = assess(parse_project(CEMENT[:begin] + CEMENT[end:], WORLD), WORLD)
    assert {m.code for m in found.decision.missing} >= {"missing.source"}
    assert not barred(found)


LEAD = """
[project]
name = "某铅厂"
stage = "拟建"
sector = "铅冶炼"
region = "湖南省郴州市永兴县"
year = 2026
[[products]]
name = "铅锭"
amount = "10 万t"
[[sources]]
name = "焦炭"
method = "reductant"
material = "焦炭"
amount = "3 万t"
[[sources]]
name = "外购电力"
method = "electricity"
amount = "12000 万kWh"
"""
METER = 'evidence = { kind = "计量", number = "DL-2026-07", date = 2026-06-01 }\n'
OWN_POWER = '[[sources]]\nname = "光伏"\nmethod = "electricity"\nsupply = "自发自用"\n'


@pytest.mark.parametrize("amount", ["12000 kWh", "12 万kWh"])
def test_more_coke_does_not_stand_for_power(amount: str) -> None:
    """12 000 万kWh typed as kWh leaves 0.859 t/t of coke, within every band: nothing is decided."""
    slip = put("12000 万kWh", amount)(LEAD)
    assert any("外购电力" in f for f in barred(assess(parse_project(slip, WORLD), WORLD)))
    assert not barred(assess(parse_project(LEAD, WORLD), WORLD))


@pytest.mark.parametrize(
    "instead",
    [
        OWN_POWER + 'amount = "1.1 亿kWh"\n' + METER,
        '[[sources]]\nname = "电厂"\nmethod = "combustion"\nmaterial = "烟煤"\namount = "6 万t"\n',
    ],
    ids=["own photovoltaics", "own power station"],
)
def test_a_little_bought_power_beside_ones_own_is_no_slip(instead: str) -> None:
    """Power of another supply stands for what is not bought, though it emits nothing, and so does
    the coal of a power station."""
    text = put("12000 万kWh", "2 万kWh")(LEAD) + instead
    assert not barred(assess(parse_project(text, WORLD), WORLD))


def test_a_fuel_that_emits_nothing_stands_for_coal() -> None:
    """Wood chips in the place of coal: a little coal for starting is not next to nothing."""
    coal = put("19 万t", "19 t")(CEMENT).replace('ncv = "23.1 GJ/t"\n', "")
    wood = '[[sources]]\nname = "木屑"\nmethod = "combustion"\nmaterial = "木片"\n'
    for text, told in ((coal, True), (coal + wood + 'amount = "30 万t"\n', False)):
        found = assess(parse_project(text, WORLD), WORLD)
        assert ("CE-W056" in {r.code for _, r in found.warnings}) is told


def test_none_of_a_required_source_is_missing_until_it_is_proven() -> None:
    """0 kWh of a sector that requires power is no figure to pass by; a meter shows that it is."""
    none = put("12000 万kWh", "0 kWh")(LEAD)
    found = assess(parse_project(none, WORLD), WORLD).decision
    assert "missing.source_none" in {m.code for m in found.missing}
    assert found.verdict == "undetermined"
    for shown in (METER, OWN_POWER + 'amount = "1.1 亿kWh"\n' + METER):
        proven = assess(parse_project(none + shown, WORLD), WORLD).decision
        assert "missing.source_none" not in {m.code for m in proven.missing}


def test_what_is_sold_is_no_required_source() -> None:
    """A smelter that lists only the power that it sells has not said what it uses."""
    sold = put('method = "electricity"', 'method = "electricity"\nsupply = "外供"')(LEAD)
    found = assess(parse_project(sold, WORLD), WORLD).decision
    assert "missing.source" in {m.code for m in found.missing}
