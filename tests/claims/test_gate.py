"""The gate: what is a claim, what proves it, and what counts of a source without proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction as F  # noqa: N817

import pytest

from carbon_eia.claims import UNPROVEN, Claim, Gate, claim_rules
from carbon_eia.project import Source, parse_project
from carbon_eia.reference import open_world, read_sector
from carbon_eia.retrofit import EmissionModel

WORLD = open_world(date(2026, 11, 30))
HEAD = """
[project]
name = "一个项目"
stage = "拟建"
sector = "SECTOR"
region = "湖南省郴州市桂阳县"
year = 2026
"""
POWER = '[[sources]]\nname = "电"\nmethod = "electricity"\namount = "100 MWh"\n'
COAL = '[[sources]]\nname = "煤"\nmethod = "combustion"\nmaterial = "烟煤"\namount = "1000 t"\n'
SHOWN = 'evidence = {{ kind = "{0}", number = "1 号", date = 2026-05-01{1} }}\n'


def gate_of(
    text: str, sector: str = "砖瓦", year: int | None = None
) -> tuple[Gate, tuple[Source, ...], EmissionModel]:
    """The gate of a project with these sources, the sources, and what accounts them."""
    project = parse_project(HEAD.replace("SECTOR", sector) + text, WORLD)
    read = read_sector(WORLD, project.sector)
    emission_model = EmissionModel(read, WORLD, project.region, project.year)
    gate = Gate(WORLD, lambda s: emission_model.inventory([s]).emissions[0], lambda _: read, year)
    return gate, project.sources, emission_model


def claims_in(text: str, sector: str = "砖瓦", year: int | None = None) -> list[Claim]:
    """The claims of these sources."""
    gate, sources, _ = gate_of(text, sector, year)
    return gate.claims(sources)


def totals(text: str, sector: str = "砖瓦", zero: bool = True) -> tuple[F, F, F]:
    """The total as typed, as declared and as it counts."""
    gate, sources, emission_model = gate_of(text, sector)
    found: list[F] = []
    counted: Sequence[Sequence[Source]] = (
        sources,
        gate.declared(sources),
        gate.governed(sources, zero),
    )
    for some in counted:
        total = emission_model.inventory(some).total()
        assert total is not None
        found.append(total)
    return found[0], found[1], found[2]


GRID = F("49.76")  # 100 MWh × 0.4976


@pytest.mark.parametrize(
    ("shown", "counted"),
    [
        ("", GRID),
        ('evidence = "绿电购买意向书"\n', GRID),
        ('evidence = { kind = "contract" }\n', GRID),
        ('evidence = { kind = "contract", number = "1 号" }\n', GRID),
        ('evidence = { kind = "contract", number = "1 号", date = 2026-12-01 }\n', GRID),
        (SHOWN.format("report", ""), GRID),
        (SHOWN.format("contract", ""), F(0)),
        (SHOWN.format("contract", ', quantity = "25 MWh"'), GRID * F(3, 4)),
        (SHOWN.format("contract", ', quantity = "25 GJ"'), GRID * (1 - F(25) / F("3.6") / 100)),
        (SHOWN.format("contract", ', quantity = "25 t"'), GRID),
        (SHOWN.format("certificate", ', quantity = "200 MWh", period = "2027"'), F(0)),
        (SHOWN.format("certificate", ', period = "2025"'), GRID),
    ],
)
def test_green_power_needs_proof(shown: str, counted: F) -> None:
    """Number, date and a kind that the rule names; quantity and period bound what is covered."""
    text = POWER + 'supply = "绿电"\n' + shown
    _, declared, governing = totals(text)
    assert (declared, governing) == (counted, counted)


def test_green_power_is_grid_power_where_the_instrument_is_silent() -> None:
    """With proof it is zero as declared, and grid power against a value that does not say zero."""
    text = POWER + 'supply = "绿电"\n' + SHOWN.format("contract", "")
    assert totals(text, zero=False)[1:] == (F(0), GRID)


def test_a_contract_is_no_consumption() -> None:
    """A year of operation is proven by certificates alone, and only for the days they cover."""
    text = POWER + 'supply = "绿电"\n'
    (contract,) = claims_in(text + SHOWN.format("contract", ""), year=2026)
    (certificate,) = claims_in(text + SHOWN.format("certificate", ""), year=2026)
    half = SHOWN.format("certificate", ', period = "2026-01-01/2026-03-14"')
    (part,) = claims_in(text + half, year=2026)
    assert (contract.share, certificate.share, part.share) == (0, 1, F(73, 365))


@pytest.mark.parametrize("supply", ["自发自用", "余热发电"])
def test_own_power_needs_a_meter(supply: str) -> None:
    """Own and waste-heat power without proof is bought power; with a meter it is zero."""
    text = POWER + f'supply = "{supply}"\n'
    assert totals(text)[1:] == (GRID, GRID)
    assert totals(text + SHOWN.format("measurement", ""))[1:] == (F(0), F(0))


def test_a_deduction_without_proof_stands_beside_the_total() -> None:
    """Declared as stated, not counted: exports and captured CO2."""
    text = POWER + POWER.replace("电", "外供") + 'supply = "外供"\n'
    assert totals(text, "造纸和纸制品") == (F(0), F(0), GRID)
    proven = text + SHOWN.format("contract", ', quantity = "50 MWh"')
    assert totals(proven, "造纸和纸制品")[2] == GRID / 2


def test_the_guide_decides_whether_exports_are_deducted() -> None:
    """Power of waste-to-energy and of power plants is not deducted, whatever is shown."""
    text = POWER + 'supply = "外供"\n' + SHOWN.format("measurement", "")
    (wte,) = claims_in(text, "垃圾焚烧发电")
    assert (wte.share, wte.needs) == (0, ())
    assert wte.why is not None
    assert wte.why.code == "claim.guide"
    assert claims_in(text, "造纸和纸制品")[0].share == 1


def test_captured_carbon_counts_as_the_guide_deducts_it() -> None:
    """Stored with a permit everywhere; sold only where the guide has the term."""
    text = '[[sources]]\nname = "捕集"\nmethod = "recovery"\namount = "10 t"\npurity = "99 %"\n'
    for sector, kind, share in (
        ("水泥熟料", "permit", 1),
        ("水泥熟料", "contract", 0),
        ("有机化学原料和一般化工", "contract", 1),
        ("有机化学原料和一般化工", "statement", 0),
    ):
        (claim,) = claims_in(text + SHOWN.format(kind, ""), sector)
        assert claim.share == share, (sector, kind)
    bounded = SHOWN.format("permit", ', quantity = "4.95 tCO2"')
    (part,) = claims_in(text + bounded, "水泥熟料")
    assert part.share == F(1, 2)


def test_an_invented_sink_never_counts() -> None:
    """A negative process source that is no row of the guide does not count, whatever is shown."""
    sink = '[[sources]]\nname = "碳汇"\nmethod = "process"\namount = "10 t"\nfactor = "1 tCO2/t"\n'
    sink += 'direction = "出"\n' + SHOWN.format("report", "")
    gate, sources, _ = gate_of(POWER + sink)
    assert totals(POWER + sink)[2] == GRID
    assert [s.account for s in gate.governed(sources, True)] == ["project", UNPROVEN]


def test_carbon_in_products_is_deducted_by_guides_that_do() -> None:
    """In a sector whose guide has no such row, an item of another guide needs a measurement."""
    out = '[[sources]]\nname = "固碳"\nmethod = "process"\namount = "10 t"\ndirection = "出"\n'
    out += 'item = "steel-stored-crude-steel-ndrc-2013"\n'
    (claim,) = claims_in(out, "铅冶炼")
    assert (claim.kind, claim.share) == ("carbon_out", 0)
    assert claims_in(out, "钢铁") == []
    (proven,) = claims_in(out + SHOWN.format("measurement", ""), "铅冶炼")
    assert proven.share == 1


def test_a_parameter_below_the_default_is_a_claim() -> None:
    """Oxidation of 60 % counts as the published 93 %; above it there is no claim."""
    low = COAL + 'oxidation = "60 %"\n'
    (claim,) = claims_in(low)
    assert (claim.kind, claim.parameter, claim.share) == ("parameter", "oxidation", 0)
    plain = totals(COAL)[0]
    assert totals(low)[2] == plain > totals(low)[1]
    assert totals(low + SHOWN.format("report", ""))[2] == totals(low)[1]
    assert claims_in(COAL + 'oxidation = "99 %"\n') == []


def test_measured_heating_value_is_activity() -> None:
    """Within the band of its fuel it is no claim; below it is."""
    assert claims_in(COAL + 'ncv = "17 GJ/t"\n') == []
    (claim,) = claims_in(COAL + 'ncv = "3 GJ/t"\n')
    assert claim.parameter == "ncv"


def test_a_share_of_the_fuel_that_was_tested() -> None:
    """A report on 250 t of 1000 t proves the oxidation of these."""
    plain, low = totals(COAL)[0], totals(COAL + 'oxidation = "60 %"\n')[0]
    tested = COAL + 'oxidation = "60 %"\n' + SHOWN.format("report", ', quantity = "250 t"')
    assert totals(tested)[2] == low / 4 + plain * F(3, 4)


def test_own_heat_of_counted_fuel_is_no_claim() -> None:
    """Heat of fuel in the inventory is zero without proof; beyond that fuel it is bought heat."""
    heat = '[[sources]]\nname = "热"\nmethod = "heat"\namount = "1000 GJ"\nsupply = "自产"\n'
    assert claims_in(COAL + heat) == []
    (claim,) = claims_in(heat)
    assert claim.kind == "own_heat"
    assert totals(heat)[2] == 1000 * F("0.11")


def test_every_kind_has_its_words_and_source() -> None:
    """Each kind of claim is named in both languages, cited and graded."""
    rules = claim_rules(WORLD)
    for kind, entry in rules.kinds.items():
        assert entry["zh"], kind
        assert entry["en"], kind
        assert entry["grade"] in "ABC"
        assert WORLD.document(entry["source"])["title"]
        assert set(entry["needs"]) == {"commitment", "year"}
