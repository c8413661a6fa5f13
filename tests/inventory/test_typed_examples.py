"""What the published guides compute, as one would type it: the gas and the tonnes of each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from carbon_eia.assessment import assess
from carbon_eia.project import parse_project
from carbon_eia.reference import open_world

WORLD = open_world(date(2026, 6, 30))
HEAD = """\
[project]
name = "例题"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026

"""

TYPED = {
    "nitric acid, dual pressure, 85 % destroyed in 95 % of the time": (
        'method = "process"\nitem = "nitric-acid-dual-pressure"\namount = "200000 t"\n'
        'destruction = "85 %"\nutilisation = "95 %"',
        "N2O",
        "200000 * 8/1000 * (1 - 85/100 * 95/100)",
    ),
    "adipic acid, thermal destruction": (
        'method = "process"\nitem = "adipic-acid-generation"\namount = "1000 t"\n'
        'destruction = "98.5 %"\nutilisation = "97 %"',
        "N2O",
        "1000 * 300/1000 * (1 - 985/1000 * 97/100)",
    ),
    "HCFC-22, default of the guide": (
        'method = "process"\nitem = "fluorochemical-hfc23-from-hcfc22-ndrc-2015"\n'
        'amount = "20000 t"',
        "HFC-23",
        "20000 * 15/1000",
    ),
    "HCFC-22, carbon balance, IPCC": (
        'method = "byproduct"\namount = "20000 t"\nbalance = "95 %"\nloss_share = "1"\n'
        'content = "0.81 tHFC23/t"\ngas = "HFC-23"',
        "HFC-23",
        "20000 * 5/100 * 81/100",
    ),
    "coal mine, gas per tonne": (
        'method = "process"\namount = "1000000 t"\ngas_volume = "18 m3/t"\n'
        'density = "0.67 kgCH4/m3"',
        "CH4",
        "1000000 * 18 * 67/100/1000",
    ),
    "coal mine, drained volume": (
        'method = "process"\namount = "500 万Nm3"\nfactor = "7.17 tCH4/万Nm3"',
        "CH4",
        "500 * 717/100",
    ),
    "coal, open pit, after mining": (
        'method = "process"\nitem = "coal-post-mining-open-pit"\namount = "100 万t"',
        "CH4",
        "1000000 * 34/100/1000",
    ),
    "aluminium, slope method": (
        'method = "anode_effect"\nitem = "aluminium-anode-effect-slope-cwpb-ipcc-2006"\n'
        'amount = "10 万t"\neffect_minutes = "0.3"',
        "CF4",
        "100000 * 143/1000/1000 * 3/10",
    ),
    "aluminium, C2F6 by its ratio": (
        'method = "anode_effect"\namount = "10 万t"\nslope = "0.143 kgCF4/t"\n'
        'effect_minutes = "0.3"\nratio = "0.121"\ngas = "C2F6"',
        "C2F6",
        "100000 * 143/1000/1000 * 3/10 * 121/1000",
    ),
    "aluminium, overvoltage method": (
        'method = "anode_effect"\namount = "9.5 万t"\ncoefficient = "1.16 kgCF4/t"\n'
        'overvoltage = "2.5"\nefficiency = "95 %"',
        "CF4",
        "95000 * 116/100/1000 * 25/10 / (95/100)",
    ),
    "magnesium casting, SF6": (
        'method = "process"\nitem = "magnesium-casting-sf6-ipcc-2006"\namount = "500 t"',
        "SF6",
        "500 / 1000",
    ),
    "ferrosilicon 75": (
        'method = "process"\nitem = "ferroalloy-ferrosilicon-75-ipcc-2006"\namount = "1000 t"',
        "CO2",
        "4000",
    ),
    "carbide, with the coke as carbon balance": (
        'method = "carbon_balance"\ndirection = "out"\nmaterial = "电石"\namount = "1000 t"',
        "CO2",
        "0 - 1000 * 314/1000 * 44/12",
    ),
    "silicon carbide, CH4": (
        'method = "process"\nitem = "silicon-carbide-production-ch4-ipcc-2006"\namount = "1000 t"',
        "CH4",
        "1000 * 116/10/1000",
    ),
    "trona, IPCC": (
        'method = "process"\namount = "1000 t"\nfactor = "0.097 tCO2/t"',
        "CO2",
        "97",
    ),
    "pulp, make-up soda": (
        'method = "carbonate"\nmaterial = "纯碱"\namount = "100 t"\npurity = "100 %"',
        "CO2",
        "100 * 4149/10000",
    ),
    "dust that leaves undecomposed": (
        'method = "carbonate"\ndirection = "out"\nmaterial = "石灰石"\namount = "1000 t"\n'
        'purity = "80 %"\nconversion = "60 %"',
        "CO2",
        "0 - 1000 * 8/10 * 4397/10000 * 4/10",
    ),
    "etching with NF3, no device": (
        'method = "etching"\ngas = "NF3"\namount = "800 kg"',
        "NF3",
        "9/10 * 8/10 * (1 - 8/10)",
    ),
    "refrigerant by stock": (
        'method = "stock"\ngas = "HFC-134a"\nopening = "300 kg"\nbought = "500 kg"\n'
        'sold = "100 kg"\nclosing = "350 kg"',
        "HFC-134a",
        "35/100",
    ),
    "shielding gas, 20 % CO2 in argon": (
        'method = "loss"\namount = "51 t"\nvolume_share = "20 %"\nmolar_mass = "44 gCO2/mol"\n'
        'other_molar_mass = "40 g/mol"',
        "CO2",
        "11",
    ),
    "waste water by load": (
        'method = "wastewater"\ntow = "5000 tCOD"\nmcf = "0.8"',
        "CH4",
        "5000 * 1000 * 25/100 * 8/10 / 1000",
    ),
    "pigs, enteric": (
        'method = "process"\nitem = "livestock-enteric-swine"\namount = "20000 头"',
        "CH4",
        "20000 * 15/10/1000",
    ),
    "recovered CO2 of ammonia": (
        'method = "recovery"\namount = "1000 t"\npurity = "99.5 %"\nevidence = "销售合同"',
        "CO2",
        "0 - 995",
    ),
    "urea in tail gas": (
        'method = "urea"\namount = "100 t"\npurity = "32.5 %"',
        "CO2",
        "100 * 12/60 * 325/1000 * 44/12",
    ),
    "titanium dioxide, chloride route": (
        'method = "process"\nitem = "titanium-dioxide-chloride-route-ipcc-2006"\namount = "1000 t"',
        "CO2",
        "1340",
    ),
    "CH4 of coal in a boiler": (
        'method = "combustion_gas"\nitem = "combustion-coal-industry-ch4-ipcc-2006"\n'
        'material = "烟煤"\namount = "1000 t"\nncv = "20 GJ/t"',
        "CH4",
        "1000 * 20 * 10 / 1000 / 1000",
    ),
    "lorries by distance": (
        'method = "process"\nitem = "transport-heavy-diesel-all-n2o"\namount = "100 万km"',
        "N2O",
        "1000000 * 30 / 1000000000",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_published_method_can_be_typed(name: str) -> None:
    """The source gives one gas, and the tonnes of the sum written out, exactly."""
    typed, gas, sum_ = TYPED[name]
    text = f'{HEAD}[[sources]]\nname = "x"\n{typed}\n'
    (emission,) = assess(parse_project(text, WORLD), WORLD).inventory.emissions
    assert not emission.missing
    found = {g: m for g, m in emission.masses.items() if g != "CO2-biogenic"}
    exact: Fraction = eval(sum_.replace("/", "* one /"), {"one": Fraction(1)})
    assert found == {gas: exact}
