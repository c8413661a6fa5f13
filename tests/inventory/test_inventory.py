"""Which form is used, where each parameter comes from, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.errors import CarbonEiaError
from carbon_eia.inventory import Inventory, SourceEmission
from carbon_eia.project import parameter_label
from tests.strategies import HEAD

AssessText = Callable[..., Assessment]


@pytest.fixture(scope="module")
def account(assess_text: AssessText) -> Callable[[str], SourceEmission]:
    """A function: the keys of one source → its emission."""

    def run(keys: str) -> SourceEmission:
        text = HEAD.format(output=1000) + f'[[sources]]\nname = "源"\n{keys}\n'
        return assess_text(text).inventory.emissions[0]

    return run


Account = Callable[[str], SourceEmission]
COAL = 'method = "combustion"\nmaterial = "烟煤"\namount = "100 t"\n'
POWER = 'method = "electricity"\namount = "100 MWh"\n'
HEAT = 'method = "heat"\namount = "100 GJ"\n'
METER = 'evidence = { kind = "measurement", number = "1", date = 2026-01-01, period = "2026" }'


@pytest.mark.parametrize(
    ("keys", "form"),
    [
        (COAL, "combustion.heat"),
        (COAL + 'ncv = "23.1 GJ/t"', "combustion.heat"),
        (COAL + 'carbon_content = "0.6 tC/t"\noxidation = "98 %"', "combustion.carbon"),
        (COAL + 'factor = "2 tCO2/t"', "combustion.factor"),
        (COAL + 'ncv = "23.1 GJ/t"\nfactor = "0.09 tCO2/GJ"', "combustion.heat_factor"),
        ('method = "combustion"\nmaterial = "天然气"\namount = "10 万Nm3"', "combustion.heat"),
        ('method = "combustion"\nmaterial = "烟煤"\namount = "100 GJ"', "combustion.carbon"),
        (POWER, "electricity.used"),
        (POWER + 'supply = "export"', "electricity.exported"),
        (HEAT, "heat.used"),
        (HEAT + 'supply = "外供"', "heat.exported"),
        (HEAT + 'factor = "0.056 tCO2/GJ"\nefficiency = "85 %"', "heat.fuel"),
        ('method = "heat"\nsteam = { mass = "1 t", pressure = "1 MPa" }', "heat.steam"),
        (
            'method = "heat"\nsupply = "export"\nsteam = { mass = "1 t", pressure = "1 MPa" }',
            "heat.steam_exported",
        ),
        ('method = "heat"\nhot_water = { mass = "1 t", temperature = "95 ℃" }', "heat.water"),
        (
            'method = "heat"\nsupply = "外供"\nhot_water = { mass = "1 t", temperature = "95 ℃" }',
            "heat.water_exported",
        ),
        (
            'method = "carbonate"\nmaterial = "石灰石"\namount = "1 t"\npurity = "92 %"',
            "carbonate.decomposition",
        ),
        ('method = "clinker"\namount = "1 t"', "clinker.factor"),
        ('method = "clinker"\namount = "1 t"\ncao = "65 %"\nmgo = "2 %"', "clinker.oxides"),
        ('method = "reductant"\nmaterial = "焦炭"\namount = "1 t"', "reductant.factor"),
        ('method = "reductant"\nmaterial = "天然气"\namount = "1 万Nm3"', "reductant.factor"),
    ],
)
def test_the_given_figures_choose_the_form(keys: str, form: str, account: Account) -> None:
    """The form is the one that uses what was given, and it is complete."""
    found = account(keys)
    assert found.form.id == form
    assert not found.missing
    assert found.co2e is not None


@pytest.mark.parametrize(
    ("keys", "co2e"),
    [
        (POWER, Fraction("49.76")),  # 100 MWh × 0.4976 tCO2/MWh
        (POWER + 'supply = "export"', Fraction("-49.76")),
        (POWER + 'supply = "自发自用"\n' + METER, Fraction(0)),
        (POWER + 'supply = "余热发电"\n' + METER, Fraction(0)),
        (POWER + 'supply = "自发自用"', Fraction("49.76")),  # no proof: the grid
        (POWER + 'supply = "绿电"\n' + METER.replace("measurement", "certificate"), Fraction(0)),
        (POWER + 'supply = "绿电"\nevidence = "绿证 GEC-0001"', Fraction("49.76")),
        (POWER + 'supply = "绿电"', Fraction("49.76")),  # no proof: the grid
        (POWER + 'supply = "绿电"\nevidence = "  "', Fraction("49.76")),
        (POWER + 'factor = "0 tCO2/MWh"', Fraction(0)),  # a lawful zero is not a missing factor
        (HEAT, Fraction(11)),  # 100 GJ × 0.11 tCO2/GJ
        (HEAT + 'supply = "自产"\n' + METER, Fraction(0)),
        (HEAT + 'supply = "余热回收"\n' + METER, Fraction(0)),
        (HEAT + 'supply = "外供"', Fraction(-11)),
        (HEAT + 'factor = "0.056 tCO2/GJ"\nefficiency = "80 %"', Fraction(7)),  # 100 ÷ 0.8 × 0.056
        # 10 t × (2777.12 − 83.74) kJ/kg ÷ 1000 × 0.11 tCO2/GJ
        (
            'method = "heat"\nsteam = { mass = "10 t", pressure = "1 MPa" }',
            Fraction("2693.38") * 10 / 1000 * Fraction("0.11"),
        ),
        # 1000 t × (95 − 20) ℃ × 4.1868 ÷ 1000 × 0.11
        (
            'method = "heat"\nhot_water = { mass = "1000 t", temperature = "95 ℃" }',
            Fraction("34.5411"),
        ),
        # 100 t × 24.515 GJ/t × 0.02749 tC/GJ × 94 % × 44/12
        (
            COAL.replace("烟煤", "无烟煤"),
            Fraction(100) * Fraction("24.515") * Fraction("0.02749") * Fraction("0.94") * 44 / 12,
        ),
    ],
)
def test_emission_by_hand(keys: str, co2e: Fraction, account: Account) -> None:
    """A source with its defaults, worked out by hand."""
    assert account(keys).co2e == co2e


def test_the_default_heat_factor_is_not_divided_by_an_efficiency(account: Account) -> None:
    """0.11 tCO2/GJ is per GJ of heat: with an efficiency it would be counted once too often."""
    found = account(HEAT + 'efficiency = "80 %"')
    assert found.co2e in (Fraction(11), None)


def test_biogenic_carbon_stands_beside_the_total(account: Account) -> None:
    """Biogenic CO2 is known and is not part of co2e."""
    found = account(
        'method = "combustion"\namount = "100 t"\nfactor = "1.7 tCO2/t"\nbiogenic_share = "40 %"'
    )
    assert found.co2e == 102
    assert found.biogenic == 68


@pytest.mark.parametrize(
    ("keys", "missing"),
    [
        ('method = "combustion"\nmaterial = "烟煤"', {"amount"}),
        ('method = "combustion"\namount = "1 t"', {"factor"}),
        ('method = "carbonate"\nmaterial = "石灰石"\namount = "1 t"', {"purity"}),
        ('method = "carbonate"\namount = "1 t"\npurity = "90 %"', {"factor"}),
        ('method = "reductant"\nmaterial = "烟煤"\namount = "1 t"', {"factor"}),
        ('method = "electricity"', {"amount"}),
        ('method = "heat"', {"amount"}),
        ('method = "clinker"\ncao = "65 %"', {"amount"}),
    ],
)
def test_what_is_missing_is_named(keys: str, missing: set[str], account: Account) -> None:
    """Law 2: without a value and a default there is no figure, and the gap has a name."""
    found = account(keys)
    assert found.co2e is None
    assert found.masses == {}
    assert {m.code for m in found.missing} == {"missing.parameter"}
    named = [m.params["parameter"] for m in found.missing]
    for name in missing:
        labels = {lang: parameter_label(found.source.method, name, lang) for lang in ("zh", "en")}
        assert labels in named


def test_an_incomplete_source_makes_the_total_unknown(assess_text: AssessText) -> None:
    """A total with a gap is not a total; what is known is shown apart."""
    text = HEAD.format(output=1000)
    text += (
        '[[sources]]\nname = "电"\n' + POWER + '[[sources]]\nname = "石"\nmethod = "carbonate"\n'
    )
    inventory = assess_text(text).inventory
    assert inventory.total() is None
    assert inventory.known() == Fraction("49.76")


def test_every_default_carries_its_origin(account: Account) -> None:
    """Law 5: a given figure has none, a default has document, place, grade and reason."""
    found = account(COAL + 'ncv = "23.1 GJ/t"\nbasis = "实测"')
    by_name = {p.name: p for p in found.parameters}
    assert (by_name["ncv"].status, by_name["ncv"].origin) == ("measured", None)
    for name in ("carbon_content", "oxidation", "biogenic_share"):
        origin = by_name[name].origin
        assert by_name[name].status == "default"
        assert origin is not None
        assert origin.citation.title
        assert origin.citation.grade in "AB"


def test_an_assumption_is_called_so(account: Account) -> None:
    """A default of grade C is an assumption, and says so."""
    dust = next(
        p for p in account('method = "clinker"\namount = "1 t"').parameters if p.name == "dust"
    )
    assert dust.status == "assumption"
    assert dust.origin is not None
    assert dust.origin.citation.grade == "C"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (POWER + 'supply = "绿电"', "CE-W002"),
        ('method = "clinker"\namount = "1 t"\ncao = "65 %"', "CE-W003"),
        (COAL + 'factor = "2 tCO2/t"\nncv = "23 GJ/t"', "CE-W003"),
    ],
)
def test_what_a_person_must_know_is_warned(keys: str, code: str, account: Account) -> None:
    """A figure that was given and not used, or not believed, is said."""
    assert code in {n.code for n in account(keys).notes}


def test_heating_value_and_carbon_content_are_of_one_table(account: Account) -> None:
    """Defaults of one fuel never come from two source tables."""
    found = account('method = "combustion"\nmaterial = "柴油"\namount = "1 t"')
    ids = {
        p.origin.citation.id for p in found.parameters if p.origin and p.name != "biogenic_share"
    }
    assert len(ids) == 1


def test_the_problems_of_all_sources_come_together(assess_text: AssessText) -> None:
    """Two sources that cannot be accounted are reported in one error."""
    bad = 'method = "reductant"\namount = "1 t"\nfactor = "2 tCO2/万Nm3"\n'
    text = HEAD.format(output=1) + "".join(f'[[sources]]\nname = "{n}"\n{bad}' for n in "甲乙")
    with pytest.raises(CarbonEiaError) as caught:
        assess_text(text)
    assert [p.params["name"] for p in caught.value.problems] == ["甲", "乙"]


def test_three_accounts(assess_text: AssessText) -> None:
    """What stands, what comes, and what is replaced are three sums."""
    text = HEAD.format(output=1000) + "".join(
        f'[[sources]]\nname = "{a}"\naccount = "{a}"\nmethod = "electricity"\namount = "{n} MWh"\n'
        'factor = "1 tCO2/MWh"\n'
        for a, n in (("existing", 100), ("project", 30), ("replaced", 7))
    )
    inventory = assess_text(text).inventory
    assert [inventory.total(a) for a in ("existing", "project", "replaced")] == [100, 30, 7]
    assert inventory.total() == 30


def test_sums_of_nothing_are_exact_zeros() -> None:
    """An account without sources emits nothing, as a fraction like every other sum."""
    empty = Inventory(())
    sums = (empty.total(), empty.co2(), empty.known(), empty.biogenic())
    assert sums == (0, 0, 0, 0)
    assert {type(s) for s in sums} == {Fraction}
    assert (empty.missing(), empty.weak(), empty.by_category()) == ([], [], {})


# --- plausibility (law 7)


def sample_warnings(assess_text: AssessText, text: str) -> list[str]:
    """The codes of the warnings of a sample that was changed."""
    return [reason.code for _, reason in assess_text(text).warnings]


def test_the_sample_is_plausible(assess_text: AssessText, sample_text: str) -> None:
    """A sound project is not warned of implausible figures."""
    assert not {"CE-W010", "CE-W011", "CE-W012"} & set(sample_warnings(assess_text, sample_text))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('amount = "139.5 万t"                 #', 'amount = "139.5 t"  #', "CE-W010"),
        ('amount = "17.4 万t"', 'amount = "17.4 t"', "CE-W010"),
        ('ncv = "23.1 GJ/t"', 'ncv = "5.5 GJ/t"', "CE-W011"),
        ('ncv = "23.1 GJ/t"', 'ncv = "55 GJ/t"', "CE-W011"),
        ('material = "柴油"\namount = "850 t"', 'material = "烟煤"\namount = "174 kt"', "CE-W012"),
    ],
)
def test_a_likely_slip_is_warned(
    old: str, new: str, code: str, assess_text: AssessText, sample_text: str
) -> None:
    """万t typed as t, a heating value in the wrong unit, one heap of coal booked twice."""
    assert old in sample_text
    assert code in sample_warnings(assess_text, sample_text.replace(old, new))


def test_a_reductant_booked_as_fuel_is_warned(assess_text: AssessText) -> None:
    """The same coke as reductant and as fuel is likely counted twice."""
    text = HEAD.format(output=1000) + (
        '[[sources]]\nname = "甲"\nmethod = "reductant"\nmaterial = "焦炭"\namount = "1.1 万t"\n'
        '[[sources]]\nname = "乙"\nmethod = "combustion"\nmaterial = "焦炭"\namount = "11000 t"\n'
    )
    assert "CE-W012" in sample_warnings(assess_text, text)
