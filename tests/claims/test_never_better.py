"""A claim without proof never makes a verdict better: every sector, every kind of claim.

Each sector's example is assessed against an adopted value a little below its plain intensity, so
that anything which lowers the figure by a thousandth would turn the refusal into a pass.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from carbon_eia.assessment import Assessment, assess
from carbon_eia.benchmarks import Benchmark, parse_benchmarks
from carbon_eia.claims import claim_rules
from carbon_eia.project import parse_project
from carbon_eia.project.project_file_template import project_template
from carbon_eia.reference import open_world, read_sector
from carbon_eia.units import decimal_text

WORLD = open_world(date(2026, 11, 30))
SECTORS = WORLD.tables.ids("sectors")

PLAIN = """
[[sources]]
name = "另购电力"
method = "electricity"
amount = "1 亿kWh"
{power}
[[sources]]
name = "另购热力"
method = "heat"
amount = "100 万GJ"
{heat}
[[sources]]
name = "另烧烟煤"
method = "combustion"
material = "烟煤"
amount = "10 万t"
{coal}
"""
DEDUCTIONS = {
    "export": 'method = "electricity"\namount = "1 亿kWh"\nsupply = "外供"',
    "export heat": 'method = "heat"\namount = "100 万GJ"\nsupply = "外供"',
    "stored": 'method = "recovery"\namount = "10 万t"\npurity = "99 %"',
    "sink": 'method = "process"\namount = "10 万t"\nfactor = "1 tCO2/t"\ndirection = "出"',
    "carbonate_out": (
        'method = "carbonate"\nmaterial = "石灰石"\namount = "10 万t"\npurity = "90 %"\n'
        'direction = "出"'
    ),
}
PARAMETERS = {
    "green": ("power", 'supply = "绿电"'),
    "own": ("power", 'supply = "自发自用"'),
    "waste_heat": ("power", 'supply = "余热发电"'),
    "waste_heat heat": ("heat", 'supply = "余热回收"'),
    "parameter factor": ("power", 'factor = "0.05 tCO2/MWh"'),
    "parameter heat factor": ("heat", 'factor = "0.01 tCO2/GJ"'),
    "parameter oxidation": ("coal", 'oxidation = "60 %"'),
    "parameter carbon": ("coal", 'carbon_content = "0.02 tC/GJ"'),
    "parameter ncv": ("coal", 'ncv = "2 GJ/t"'),
    "parameter co2 factor": ("coal", 'factor = "0.5 tCO2/t"'),
    "biogenic": ("coal", 'biogenic_share = "50 %"'),
}
COMPLETED = (
    '[[measures]]\nname = "已完成的措施"\nstatus = "已完成"\n'
    'effects = [{ source = "另烧烟煤", saves = "50 %" }]\n'
)
KINDS = [*DEDUCTIONS, *PARAMETERS, "completed"]

NO_PROOF = [
    "",
    'evidence = "主管部门的说明"',
    'evidence = { kind = "certificate" }',
    'evidence = { kind = "contract", number = "1 号" }',
    'evidence = { kind = "measurement", date = 2026-05-01 }',
    'evidence = { kind = "statement", number = "1 号", date = 2026-05-01 }',
    'evidence = { kind = "permit", number = "1 号", date = 2026-12-01 }',
]
RANK = {"refuse": 0, "stop": 0, "undetermined": 0, "retrofit": 1, "pass": 2}
"""What lets a plant through; an absurd claim is asked back to a person (law 7), which does not."""


@cache
def example(sector: str) -> str:
    """The example of a sector, with bought power, heat and coal beside it."""
    return project_template(read_sector(WORLD, sector).example, sector)


def text_with(sector: str, kind: str, proof: str) -> str:
    """The example with a claim of a kind; with none where the kind is empty."""
    slots = dict.fromkeys(("power", "heat", "coal"), "")
    if kind in PARAMETERS:
        slot, keys = PARAMETERS[kind]
        slots[slot] = f"{keys}\n{proof}"
    text = example(sector) + PLAIN.format(**slots)
    if kind in DEDUCTIONS:
        text += f'\n[[sources]]\nname = "扣减"\n{DEDUCTIONS[kind]}\n{proof}\n'
    if kind == "completed":
        text += f"\n{COMPLETED}{proof}\n"
    return text


def assessed(text: str, benchmarks: list[Benchmark]) -> Assessment:
    """The assessment of a text."""
    return assess(parse_project(text, WORLD), WORLD, benchmarks)


@cache
def limits(sector: str) -> list[Benchmark]:
    """An adopted value a thousandth below the plain intensity of the main product."""
    found = assessed(text_with(sector, "", ""), [])
    intensity = next(i for i in found.intensities if i.indicator == "carbon_per_product")
    known = read_sector(WORLD, sector)
    product = next(p for p in known.products if p.id == intensity.product)
    limit = intensity.value * Fraction(999, 1000)
    text = (
        '[instrument]\nid = "t"\ntitle = "准入值"\nnumber = "1号"\nauthority = "市政府"\n'
        'date = 2026-01-01\ngreen_power = "zero"\n'
        f'[[values]]\nsector = "{sector}"\nproduct = "{product.name_zh}"\nlevel = "admission"\n'
        f'value = "{decimal_text(limit)} {intensity.numerator_unit}/{product.unit}"\n'
        f'boundary = "{known.boundary["id"]}"\ngrade = "B"\nadopted = true\nlocator = "表1"\n'
        "valid_from = 2026-01-01\n"
    )
    return parse_benchmarks(text, WORLD, "limits.toml")


@pytest.mark.slow(every=4)
@pytest.mark.parametrize("sector", SECTORS)
def test_a_claim_without_proof_never_improves_a_verdict(sector: str) -> None:
    """Neither the governing figure nor the verdict is better with the claim than without it."""
    plain = assessed(text_with(sector, "", ""), limits(sector))
    before = next(c for c in plain.governing if c.benchmark.level == "admission")
    assert not before.within
    for number, kind in enumerate(KINDS):
        proof = NO_PROOF[(number + len(sector)) % len(NO_PROOF)]
        found = assessed(text_with(sector, kind, proof), limits(sector))
        after = next(c for c in found.governing if c.benchmark.level == "admission")
        assert after.value >= before.value, (kind, proof)
        best = "retrofit" if kind == "completed" else plain.decision.verdict
        assert RANK[found.decision.verdict] <= RANK[best], (kind, proof)
        said = {c.kind for c in found.counted.claims if not c.held}
        assert kind.split()[0] in said or after.value == before.value, kind


def test_every_kind_of_claim_is_tried() -> None:
    """The claims that are tried are of every kind that the rules know, or of its twin.

    ``sold`` is ``stored`` where a guide deducts it, ``carbon_out`` and ``own_heat`` have tests of
    their own in ``test_gate``, ``consumption`` in the tests of energy, ``none`` in ``test_grave``.
    """
    tried = {k.split()[0] for k in KINDS}
    assert set(claim_rules(WORLD).kinds) - tried == {
        "sold",
        "carbon_out",
        "own_heat",
        "consumption",
        "none",
    }
    assert len(KINDS) * len(SECTORS) > 1000
