"""The choice of a guide as a whole: what changes with it, and that it is said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.errors import InputError
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.reference.guides import differences, guide_names, with_guide
from carbon_eia.run import make_run

F = Fraction
WORLD = open_world(date(2026, 6, 30))
HEAD = """\
[project]
name = "指南"
stage = "拟建"
sector = "{sector}"
region = "湖南省郴州市桂阳县"
year = 2026
{guide}

"""


def assessed(sector: str, sources: str, guide: str = "", more: str = "") -> Assessment:
    """A project of a sector with these sources, by a guide."""
    chosen = f'guide = "{guide}"' if guide else ""
    text = HEAD.format(sector=sector, guide=f"{chosen}\n{more}") + sources
    return assess(parse_project(text, WORLD), WORLD)


def co2(found: Assessment, name: str) -> F:
    """Tonnes of CO2 (or of the only gas) of a source."""
    (masses,) = [e.masses for e in found.inventory.emissions if e.source.name == name]
    (mass,) = {g: m for g, m in masses.items() if g != "CO2-biogenic"}.values()
    return mass


CLINKER = '[[sources]]\nname = "a"\nmethod = "clinker"\namount = "1000 t"\n'


@pytest.mark.parametrize(
    ("guide", "tonnes"),
    [("", 535), ("mee-ets-cement-2024", 535), ("省级清单", 538), ("IPCC 2006", 520)],
)
def test_clinker(guide: str, tonnes: int) -> None:
    """1000 t of clinker: ETS 0.535, provincial 0.538, IPCC 0.52 tCO2/t."""
    assert co2(assessed("水泥熟料", CLINKER, guide), "a") == tonnes


def test_the_guide_of_2013_has_no_factor_of_clinker() -> None:
    """It asks for the oxides: without them the source is missing, with them it is computed."""
    bare = assessed("水泥熟料", CLINKER, "发改委2013")
    assert bare.inventory.total() is None
    assert bare.decision.verdict == "undetermined"
    oxides = CLINKER + 'cao = "65 %"\nmgo = "2 %"\n'
    expected = 1000 * (F("0.65") * 44 / 56 + F("0.02") * 44 / 40)
    assert co2(assessed("水泥熟料", oxides, "发改委2013"), "a") == expected


ALUMINIUM = """\
[[sources]]
name = "anode"
method = "anode"
amount = "1000 t"

[[sources]]
name = "CF4"
method = "process"
item = "aluminium-anode-effect-cf4-ets-2024"
amount = "1000 t"

[[sources]]
name = "C2F6"
method = "process"
item = "aluminium-anode-effect-c2f6-ets-2024"
amount = "1000 t"
"""


@pytest.mark.parametrize(
    ("guide", "net", "cf4", "c2f6", "potentials"),
    [
        ("", "0.411", "0.02", "0.0011", (6630, 11100)),
        ("ndrc-aluminium-2013", "0.42", "0.034", "0.0034", (6500, 9200)),
    ],
)
def test_aluminium(guide: str, net: str, cf4: str, c2f6: str, potentials: tuple[int, int]) -> None:
    """ETS 2024: 0.411, 0.02, 0.0011; 2013: 0.42, 0.034, 0.0034, and the potentials of each."""
    found = assessed("铝冶炼", ALUMINIUM, guide)
    anode = 1000 * F(net) * (1 - F("0.02") - F("0.004")) * 44 / 12
    assert co2(found, "anode") == anode
    assert co2(found, "CF4") == F(cf4)
    assert co2(found, "C2F6") == F(c2f6)
    total = anode + F(cf4) * potentials[0] + F(c2f6) * potentials[1]
    assert found.inventory.total() == total
    replaced = [r for _, r in found.warnings if r.code == "CE-W028"]
    assert len(replaced) == (2 if guide else 0)


STEEL = """\
[[sources]]
name = "steel"
method = "process"
direction = "out"
item = "steel-stored-crude-steel-ndrc-2013"
amount = "1000 t"
"""


@pytest.mark.parametrize(("guide", "kept"), [("", "15.4"), ("mee-ets-steel-2025", "37")])
def test_carbon_kept_in_steel(guide: str, kept: str) -> None:
    """1000 t of crude steel keep 15.4 tCO2 by the guide of 2013 and 37 by that of the ETS."""
    assert co2(assessed("钢铁", STEEL, guide), "steel") == -F(kept)


STEAM = """\
[[sources]]
name = "steam"
method = "heat"
steam = { mass = "1000 t", pressure = "1 MPa" }
"""


@pytest.mark.parametrize(
    ("sector", "guide", "base"),
    [
        ("炭素材料", "", 0),
        ("炭素材料", "发改委2015", F("83.74")),
        ("其他", "", F("83.74")),
        ("其他", "GB/T 32151", 0),
    ],
)
def test_steam(sector: str, guide: str, base: F) -> None:
    """GB/T 32151.34-2024 takes the enthalpy whole, the guides of NDRC less 83.74 kJ/kg."""
    found = assessed(sector, STEAM, guide)
    (emission,) = found.inventory.emissions
    values = {p.name: p.value for p in emission.parameters}
    assert values["base_enthalpy"] == base
    expected = 1000 * (values["enthalpy"] - base) / 1000 * F("0.11")
    assert co2(found, "steam") == expected


COAL = '[[sources]]\nname = "coal"\nmethod = "combustion"\nmaterial = "烟煤"\namount = "1000 t"\n'


@pytest.mark.parametrize(
    ("guide", "carbon", "oxidation"), [("", "0.0261", "0.99"), ("2013", "0.02618", "0.98")]
)
def test_power(guide: str, carbon: str, oxidation: str) -> None:
    """Coal power: oxidation 99 % by the guide of the ETS, 98 % by that of 2013."""
    expected = 1000 * F("19.57") * F(carbon) * F(oxidation) * 44 / 12
    assert co2(assessed("火力发电", COAL, guide), "coal") == expected


def test_a_derived_value_follows_the_chosen_guide() -> None:
    """The admission value of clinker is derived with the process factor that the project uses."""
    from carbon_eia.benchmarks import derived_benchmarks

    own = read_sector(WORLD, "cement-clinker")
    chosen = with_guide(own, "IPCC")
    assert chosen is not None
    values = [
        {b.level: b.limit for b in derived_benchmarks(WORLD, s, "湖南省", 2026)}
        for s in (own, chosen)
    ]
    assert values[0]["admission"] - values[1]["admission"] == F("0.535") - F("0.52")


def test_gwp_and_fuel_table_go_before_the_guide() -> None:
    """What the project chooses by itself stands above what the chosen guide says."""
    more = 'gwp = "AR6"\nfuel_table = "ndrc-other-2015"'
    found = assessed("铝冶炼", ALUMINIUM, "2013", more)
    assert found.sector.gwp == "AR6"
    assert found.sector.tables["fuels"][0] == "ndrc-other-2015"
    assert co2(found, "CF4") == F("0.034")


def test_a_guide_that_is_not_offered() -> None:
    """The error lists those that are."""
    with pytest.raises(InputError) as error:
        assessed("水泥熟料", CLINKER, "ndrc-steel-2013")
    (problem,) = error.value.problems
    assert problem.code == "CE-P026"
    assert "ndrc-provincial-2011" in str(problem.params["known"])


def test_the_run_says_which_and_what_differs() -> None:
    """The guide, those offered, and each figure that departs from the sector's own guide."""
    sector = make_run(assessed("铝冶炼", ALUMINIUM, "2013")).project.sector
    assert sector.chosen.guide == "2013"
    assert sector.guide.id == "ndrc-aluminium-2013"
    assert sector.guide.offered == ("mee-ets-aluminium-2024", "ndrc-aluminium-2013")
    told = {d.kind: (d.own, d.chosen) for d in sector.guide.differences}
    assert told["gwp"] == ("AR5", "SAR")
    assert told["anode.anode"] == ("0.411 tC/t", "0.42 tC/t")
    item = "process:aluminium-anode-effect-cf4-ets-2024"
    assert told[item] == ("0.02 kgCF4/t", "0.034 kgCF4/t")
    own = make_run(assessed("铝冶炼", ALUMINIUM)).project.sector.guide
    assert own.differences == ()
    assert own.offered == sector.guide.offered


@pytest.mark.parametrize("ident", [i for i in WORLD.sectors() if read_sector(WORLD, i).guides])
def test_every_guide_that_is_offered_accounts(ident: str) -> None:
    """Each alternative can be chosen by id and by name, and departs in something."""
    own = read_sector(WORLD, ident)
    assert len(set(guide_names(own))) == len(own.guides) + 1
    text = project_template(dict(own.example), ident)
    for guide in own.guides:
        chosen = with_guide(own, guide["id"])
        assert chosen is not None
        assert differences(WORLD, own, chosen)
        assert all(with_guide(own, name) == chosen for name in guide["names"])
        line = f'year = 2026\nguide = "{guide["id"]}"'
        found = assess(parse_project(text.replace("year = 2026", line), WORLD), WORLD)
        assert found.inventory.total() is not None
