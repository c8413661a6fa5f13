"""The compact model is the inventory: the same figures, from inputs that stand once each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carbon_eia.assessment import Assessment, certainty_of
from carbon_eia.project import parse_project
from carbon_eia.reference import World
from carbon_eia.retrofit import apply_measures
from carbon_eia.uncertainty import InputCollector, Model
from tests.conftest import AssessText
from tests.uncertainty.conftest import SAMPLES, SECTORS, Judged, example, sample


def model_of(a: Assessment) -> tuple[InputCollector, Model]:
    """Inputs and model of an assessment, as it is judged."""
    done = [m for m in a.project.measures if m.status == "completed"]
    inputs = InputCollector(a.project, a.world, a.project.main_products[0])
    return inputs, Model(inputs.terms(a.inventory, lambda s: apply_measures(s, done)))


@pytest.mark.parametrize("text", [*map(sample, SAMPLES), *map(example, SECTORS)])
def test_the_model_is_the_inventory(text: str, assess_text: AssessText) -> None:
    """At the present values of its inputs the model gives the total of the inventory, exactly."""
    assessed = assess_text(text)
    total = assessed.inventory.total()
    inputs, model = model_of(assessed)
    values = [i.value for i in inputs.all()]
    assert total is not None  # every example is complete by itself
    assert model.emission(values) == total
    assert model.emission(values, only_co2=True) == assessed.inventory.co2()
    assert model.floating().emission([float(v) for v in values]) == pytest.approx(float(total))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_governing_intensity_is_that_of_the_comparison(name: str, judged: Judged) -> None:
    """The first ratio of the model is the value that was held against the limit."""
    assessed, _ = judged(sample(name), Fraction(1))
    found = certainty_of(assessed, 100)
    assert found.intensity is not None
    value = next(c.value for c in assessed.governing)
    for analysed in found.inputs:  # at I = A already, each input flips where it stands
        if analysed.break_even.solved.value is not None:
            assert analysed.break_even.solved.value == analysed.input.value
    assert found.intensity.spread.mean == pytest.approx(float(value), rel=0.02)


TWO_POWERS = """\
[project]
name = "两路电"
stage = "拟建"
sector = "其他"
region = "湖南省郴州市桂阳县"
year = 2026

[[products]]
name = "产品"
amount = "1000 t"

[[sources]]
name = "甲"
method = "electricity"
amount = "600 MWh"

[[sources]]
name = "乙"
method = "electricity"
amount = "400 MWh"
"""


def test_a_factor_that_serves_two_sources_is_one_input(world: World) -> None:
    """The grid factor stands once, with both places; the amounts stand apart."""
    from carbon_eia.assessment import assess

    assessed = assess(parse_project(TWO_POWERS, world), world)
    inputs, _ = model_of(assessed)
    factors = [i for i in inputs.all() if i.name == "factor"]
    assert [i.owners for i in factors] == [("甲", "乙")]
    assert factors[0].places == ("sources[0].factor", "sources[1].factor")
    assert len([i for i in inputs.all() if i.name == "amount"]) == 2


def test_the_error_of_a_shared_factor_does_not_cancel(world: World) -> None:
    """±5 % of the one factor is ±5 % of the sum; ±5 % of each amount alone would be ±3.6 %."""
    from carbon_eia.assessment import assess

    text = TWO_POWERS.replace('MWh"\n', 'MWh"\nuncertainty = "0 %"\n')
    found = certainty_of(assess(parse_project(text, world), world), 20000)
    assert found.total is not None
    assert found.total.sd / found.total.mean == pytest.approx(0.05 / 1.96, rel=0.02)
    exact = '"600 MWh"\nuncertainty = "0 %"', '"400 MWh"\nuncertainty = "0 %"'
    apart = text
    for line in exact:
        own = line.replace("0 %", "5 %") + '\nuncertainties = { factor = "0 %" }'
        apart = apart.replace(line, own)
    found = certainty_of(assess(parse_project(apart, world), world), 20000)
    assert found.total is not None
    # hand calculation: √(0.6² + 0.4²) × 5 % = 3.606 %
    assert found.total.sd / found.total.mean == pytest.approx(0.03606 / 1.96, rel=0.02)


def test_clinker_and_output_are_one_figure(assess_text: AssessText) -> None:
    """Clinker stated as a source and as the product cancels: its process emission per t is sure."""
    inputs, model = model_of(assess_text(sample("cement-clinker")))
    product = next(i for i in inputs.all() if "products[0].amount" in i.places)
    assert product.places == ("products[0].amount", "sources[2].amount")
    assert model is not None


def test_a_measure_leaves_a_straight_line_of_the_amount(judged: Judged) -> None:
    """With 8 % saved and then 1 万t, 12 万t of coal leave 12 × 0.92 − 1 = 10.04 万t."""
    text = sample("cement-clinker").replace(
        'effects = [{ source = "窑头窑尾煤", saves = "8 %" }]',
        'effects = [{ source = "窑头窑尾煤", saves = "8 %" },'
        ' { source = "窑头窑尾煤", saves = "1 万t" }]',
    )
    assessed, _ = judged(text, Fraction(97, 100))
    inputs = InputCollector(assessed.project, assessed.world, assessed.project.main_products[0])
    plan = assessed.retrofit.committed.measures
    changed = apply_measures(assessed.project.sources, plan)
    from carbon_eia.inventory import take_inventory

    p = assessed.project
    taken = take_inventory(changed, assessed.sector, assessed.world, p.region, p.year)
    terms = inputs.terms(taken, lambda s: apply_measures(s, plan))
    coal = next(u for u in terms[0].uses if u.name == "amount")
    assert coal.of([Fraction(12)] * len(inputs.all())) == Fraction("10.04") * 10000
    assert Model(terms).emission([i.value for i in inputs.all()]) == taken.total()
