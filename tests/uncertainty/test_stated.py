"""What a project file may say of its uncertainty, and what it may not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.errors import CallError, InputError
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.uncertainty import AnalysedInput

HEAD = """\
[project]
name = "不确定性"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026
[[products]]
name = "产品"
amount = "1000 t"
{product}
[[sources]]
name = "煤"
method = "combustion"
material = "烟煤"
amount = "100 t"
ncv = "20 GJ/t"
{coal}
[[sources]]
name = "热水"
method = "heat"
hot_water = {{ mass = "1000 t", temperature = "70 ℃" }}
{water}
"""


def text_with(coal: str = "", water: str = "", product: str = "") -> str:
    """The project with further lines for its coal, its hot water and its product."""
    return HEAD.format(coal=coal, water=water, product=product)


def analysed(world: World, text: str, name: str, owner: str = "煤") -> AnalysedInput:
    """One input of the project's analysis."""
    found = certainty_of(assess(parse_project(text, world), world), 200)
    return next(a for a in found.inputs if a.input.name == name and owner in a.input.owners)


@pytest.mark.parametrize(
    ("line", "name", "distribution", "parameters"),
    [
        ('uncertainty = "2 %"', "amount", "normal", (100, 2 / 1.959964)),
        ("uncertainty = 0.02", "amount", "normal", (100, 2 / 1.959964)),
        ('uncertainty = "±2 %"', "amount", "normal", (100, 2 / 1.959964)),
        (
            'uncertainty = { low = "90 t", high = "0.12 kt/a" }',
            "amount",
            "triangular",
            (90, 100, 120),
        ),
        (
            'uncertainty = { distribution = "均匀", low = "90 t", high = "120 t/a" }',
            "amount",
            "uniform",
            (90, 120),
        ),
        (
            'uncertainties = { ncv = { distribution = "normal", sd = "0.5 GJ/t" } }',
            "ncv",
            "normal",
            (20, 0.5),
        ),
        (
            'uncertainties = { ncv = { distribution = "normal", sd = "5 %" } }',
            "ncv",
            "normal",
            (20, 1),
        ),
        (
            'uncertainties = { ncv = { distribution = "lognormal", gsd = 1.2 } }',
            "ncv",
            "lognormal",
            (2.995732, 0.182322),
        ),
        ('uncertainties = "{ ncv = { low = \\"19 GJ/t\\", high = \\"22 GJ/t\\" } }"', "ncv",
         "triangular", (19, 20, 22)),
        ('uncertainties = { oxidation = "1 %" }', "oxidation", "normal", (93, 0.93 / 1.959964)),
        ('uncertainty = "0 %"', "amount", "constant", (100,)),
    ],
)  # fmt: skip
def test_a_spread_is_read(
    world: World, line: str, name: str, distribution: str, parameters: tuple[float, ...]
) -> None:
    """Each way of writing becomes the distribution that it means, in the unit of the value."""
    found = analysed(world, text_with(coal=line), name)
    assert found.distribution.name == distribution
    assert found.distribution.basis == "given"
    assert found.distribution.parameters == pytest.approx(parameters, rel=1e-5)


@pytest.mark.parametrize(
    ("where", "line", "code"),
    [
        ("coal", 'uncertainty = "-2 %"', "CE-Q002"),
        ("coal", 'uncertainty = "150 %"', "CE-Q002"),
        ("coal", 'uncertainty = "2 t"', "CE-Q001"),
        ("coal", "uncertainty = true", "CE-Q001"),
        ("coal", 'uncertainty = "{ low = "', "CE-Q001"),
        ("coal", 'uncertainty = "约 2 %"', "CE-T012"),
        ("coal", 'uncertainty = "二三 %"', "CE-U005"),
        ("coal", 'uncertainty = { low = "110 t", high = "90 t" }', "CE-Q003"),
        ("coal", 'uncertainty = { low = "90 t", high = "90 t" }', "CE-Q003"),
        ("coal", 'uncertainty = { low = "90 t", high = "95 t" }', "CE-Q004"),
        (
            "coal",
            'uncertainty = { low = "90 t", high = "99 t", mode = "1 t" }',
            "CE-Q004",
        ),
        ("coal", 'uncertainty = { low = "-5 t", high = "110 t" }', "CE-P007"),
        ("coal", 'uncertainty = { low = "90 GJ", high = "110 GJ" }', "CE-U004"),
        ("coal", 'uncertainty = { low = "90 ton", high = "110 t" }', "CE-U003"),
        ("coal", 'uncertainty = { low = "90", high = "110 t" }', "CE-U001"),
        ("coal", 'uncertainty = { low = "90 t" }', "CE-Q007"),
        ("coal", 'uncertainty = { distribution = "normal", low = "9 t" }', "CE-Q007"),
        ("coal", 'uncertainty = { distribution = "normal", sd = 0.3 }', "CE-P006"),
        ("coal", 'uncertainty = { distribution = "normal", sd = "-1 t" }', "CE-P007"),
        ("coal", 'uncertainty = { distribution = "normal", sd = "120 %" }', "CE-Q002"),
        ("coal", 'uncertainty = { distribution = "lognormal", gsd = 0.9 }', "CE-P007"),
        (
            "coal",
            'uncertainty = { distribution = "lognormal", gsd = 1.1, sd = "1 t" }',
            "CE-Q007",
        ),
        ("coal", 'uncertainty = { distribution = "gamma", sd = "1 t" }', "CE-P005"),
        ("coal", 'uncertainty = { sigma = "1 t" }', "CE-Q008"),
        ("coal", 'uncertainties = { ncw = "1 %" }', "CE-Q008"),
        ("coal", 'uncertainties = { amount = "1 %" }', "CE-Q008"),
        ("coal", 'uncertainties = "2 %"', "CE-Q001"),
        (
            "coal",
            'uncertainties = { oxidation = { distribution = "lognormal", gsd = 1.1 } }',
            "CE-Q005",
        ),
        ("water", 'uncertainties = { temperature = "2 %" }', "CE-Q005"),
        (
            "water",
            'uncertainties = { temperature = { distribution = "lognormal", gsd = 1.1 } }',
            "CE-Q005",
        ),
        ("product", 'uncertainty = { low = "1 t", high = "900 t" }', "CE-Q004"),
    ],
)
def test_a_spread_that_cannot_be_is_refused(world: World, where: str, line: str, code: str) -> None:
    """Each wrong way of writing has its code, its place and a way to mend it, in both languages."""
    with pytest.raises(InputError) as caught:
        parse_project(text_with(**{where: line}), world)
    assert [p.code for p in caught.value.problems] == [code]
    (problem,) = caught.value.problems
    assert "uncertaint" in problem.place.key
    assert problem.place.line is not None
    for lang in ("zh", "en"):
        assert problem.message(lang)


def test_a_default_is_held_against_the_value_that_stands_in(world: World) -> None:
    """A range for an oxidation that the file does not state must hold the default (93 %)."""
    line = 'uncertainties = { oxidation = { low = "95 %", high = "99 %" } }'
    assessed = assess(parse_project(text_with(coal=line), world), world)
    with pytest.raises(InputError) as caught:
        certainty_of(assessed, 200)
    assert [p.code for p in caught.value.problems] == ["CE-Q004"]


def test_one_value_has_one_spread(world: World) -> None:
    """Two sources that share a default may not disagree about how sure it is."""
    more = '[[sources]]\nname = "煤二"\nmethod = "combustion"\nmaterial = "烟煤"\namount = "5 t"\n'
    first = 'uncertainties = { oxidation = "1 %" }'
    text = text_with(coal=first) + more
    same = certainty_of(assess(parse_project(text + first, world), world), 200)
    shared = next(a for a in same.inputs if a.input.name == "oxidation")
    assert shared.input.owners == ("煤", "煤二")
    other = parse_project(text + first.replace("1 %", "2 %"), world)
    with pytest.raises(InputError) as caught:
        certainty_of(assess(other, world), 200)
    assert [p.code for p in caught.value.problems] == ["CE-Q009"]


def test_an_unused_spread_is_told(world: World) -> None:
    """A spread of a parameter that the formula in use does not have is reported, not dropped."""
    line = 'uncertainties = { factor = "1 %" }'
    found = certainty_of(assess(parse_project(text_with(coal=line), world), world), 200)
    assert [name for name, _ in found.unused] == ["factor"]


@pytest.mark.parametrize("draws", [0, -1, 99, 1_000_001])
def test_too_few_or_too_many_draws_are_refused(world: World, draws: int) -> None:
    """A handful of draws says nothing, and a billion would never end."""
    with pytest.raises(CallError) as caught:
        certainty_of(assess(parse_project(text_with(), world), world), draws)
    assert [p.code for p in caught.value.problems] == ["CE-Q012"]


def test_defaults_are_chosen_by_basis_and_cited(world: World) -> None:
    """A measured heating value is surer than a designed one, and each default names its row."""
    halves = {}
    for basis in ("measured", "design"):
        found = analysed(world, text_with(coal=f'basis = "{basis}"'), "ncv")
        assert found.distribution.basis == "default"
        assert found.input.default is not None
        assert found.input.default.citation.locator
        halves[basis] = found.input.default.half
    assert halves == {"measured": Fraction(2, 100), "design": Fraction(5, 100)}


def test_rules_and_definitions_are_no_inputs(world: World) -> None:
    """Base temperature, specific heat and the biogenic share of coal are rules: nothing to draw."""
    found = certainty_of(assess(parse_project(text_with(), world), world), 200)
    names = {a.input.name for a in found.inputs}
    assert names.isdisjoint({"base_temperature", "specific_heat", "biogenic_share"})


def test_a_fraction_may_be_typed(world: World) -> None:
    """What no decimal can hold is typed as a fraction, with a space before its unit."""
    text = text_with().replace('"100 t"', '"1000÷7 t"')
    assert parse_project(text, world).sources[0].parameters["amount"].value == Fraction(1000, 7)
    for wrong in ("1000÷0 t", "1000÷7t", "1000÷ t", "1÷2÷3 t", "1÷7e3 t", "1000/7 t"):
        with pytest.raises(InputError):
            parse_project(text.replace("1000÷7 t", wrong), world)
