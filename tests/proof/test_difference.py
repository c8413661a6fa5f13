"""Two Runs side by side: what differs, and which change moved the verdict."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from carbon_eia.benchmarks import Benchmark
from carbon_eia.errors import InputError
from carbon_eia.proof.difference import RecordChange, RecordLayout, differences
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import open_world
from carbon_eia.run import Run, canonical, make_run
from carbon_eia.run.records import SentenceRecord
from tests.conftest import ROOT, AssessText


@pytest.fixture(scope="module")
def first(assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark]) -> Run:
    """The sample: a retrofit."""
    return make_run(assess_text(sample_text, demo_benchmarks))


def changed(
    assess_text: AssessText, text: str, benchmarks: list[Benchmark], *pairs: tuple[str, str]
) -> Run:
    """The sample with some texts replaced."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return make_run(assess_text(text, benchmarks))


def test_a_run_does_not_differ_from_itself(first: Run) -> None:
    """The same Run twice has no difference and no influence."""
    assert PROJECT.differences(first, first) == []
    assert PROJECT.influences(first, first, open_world) == []


def test_a_run_computed_again_has_the_same_bytes(first: Run) -> None:
    """The texts in a Run are enough to make it again."""
    again = PROJECT.again(first, open_world(date.fromisoformat(first.as_of)))
    assert canonical(again) == canonical(first)


def test_a_sentence_without_its_facts_is_told(first: Run) -> None:
    """What no program wrote is CE-N001 with the id of the record that says it."""
    said = SentenceRecord(code="missing.source", text="", params={})
    decision = replace(first.decision, missing=(said,))
    with pytest.raises(InputError, match="CE-N001") as caught:
        PROJECT.differences(first, replace(first, id="odd", decision=decision))
    assert caught.value.problems[0].place.key == "odd"


def test_every_kind_of_change_is_told(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """An amount, a year, a parameter: each stands there with what follows from it."""
    second = changed(
        assess_text,
        sample_text,
        demo_benchmarks,
        ('"17.4 万t"', '"16.4 万t"'),
        ("year = 2026", "year = 2022"),
    )
    found = {c.where: c for c in PROJECT.differences(first, second)}
    coal = ("sources", "窑头窑尾煤", "amount")
    assert found[coal] == RecordChange("input", coal, "17.4 万t", "16.4 万t", "-5.75")  # −1/17.4
    factor = found["sources", "外购电力", "factor"]
    assert factor.kind == "factor"
    assert factor.before is not None
    assert factor.before.startswith("0.4976 kgCO2/kWh")
    assert factor.after is not None
    assert factor.after.startswith("0.4900 kgCO2/kWh")
    assert found["inventory", "total"].kind == "figure"
    assert found["project", "year"].kind == "input"


def test_another_spelling_of_a_unit_is_no_change_of_a_figure(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """7900 万kWh typed as 79000000 kWh differs as typed, by 0 %, and moves nothing."""
    second = changed(assess_text, sample_text, demo_benchmarks, ('"7900 万kWh"', '"79000000 kWh"'))
    (only,) = PROJECT.differences(first, second)
    assert (only.where, only.percent) == (("sources", "外购电力", "amount"), "0.00")
    (influence,) = PROJECT.influences(first, second, open_world)
    assert influence.figures["moved"] == "0"


def test_output_in_another_unit_has_no_percentage(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """Numbers in different units are not compared as numbers."""
    second = changed(
        assess_text, sample_text, demo_benchmarks, ('amount = "139.5 万t"', 'amount = "1395000 t"')
    )
    found = [c for c in PROJECT.differences(first, second) if c.where[0] == "products"]
    assert [c.percent for c in found] == [None]


def test_influences_are_those_of_each_change_alone(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """Two changes on two sources: each moves the intensity by its own emission ÷ output."""
    second = changed(
        assess_text,
        sample_text,
        demo_benchmarks,
        ('"17.4 万t"', '"16.4 万t"'),
        ('"7900 万kWh"', '"7500 万kWh"'),
    )
    coal, power = PROJECT.influences(first, second, open_world)
    # 1 万t × 23.1 GJ/t × CC × OF × 44/12 ÷ 139.5 万t: a share 1/17.4 of the coal's emission
    emission = next(s for s in first.inventory.by_source if s.name == "窑头窑尾煤")
    expected = Fraction(emission.co2e.value) / Fraction("17.4") / 1395000
    assert coal.change == ("sources", "窑头窑尾煤")
    coal_moved = coal.figures["moved"]
    assert coal_moved is not None
    assert abs(Fraction(coal_moved) + expected) < Fraction(1, 10**11)
    assert coal.verdict == "pass"  # 0.8393 − 0.0157 = 0.8235 ≤ 0.83
    power_moved = power.figures["moved"]
    assert power_moved is not None
    assert abs(Fraction(power_moved) + 4000 * Fraction("0.4976") / 1395000) < Fraction(1, 10**11)
    assert power.verdict == "retrofit"


def test_a_source_that_is_added_or_removed_is_told(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """A source that stands in one of them only has no value in the other."""
    second = changed(
        assess_text,
        sample_text,
        demo_benchmarks,
        (
            "[[measures]]",
            '[[sources]]\nname = "柴油"\nmethod = "combustion"\nmaterial = "柴油"\n'
            'amount = "10 t"\n\n[[measures]]',
        ),
    )
    added = [c for c in PROJECT.differences(first, second) if c.where[:2] == ("sources", "柴油")]
    assert added
    assert all(c.before is None and c.after is not None for c in added)
    back = [c for c in PROJECT.differences(second, first) if c.where[:2] == ("sources", "柴油")]
    assert all(c.after is None for c in back)


def test_a_change_that_cannot_be_made_alone_says_why(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """A saving larger than the source of the other project uses has no influence of its own."""
    second = changed(
        assess_text,
        sample_text,
        demo_benchmarks,
        ('"7900 万kWh"', '"17900 万kWh"'),
        ('saves = "4200 万kWh"', 'saves = "14200 万kWh"'),
    )
    alone = {i.change: i for i in PROJECT.influences(first, second, open_world)}
    measure = next(i for c, i in alone.items() if c[0] == "measures")
    assert measure.verdict is None
    assert measure.why


@pytest.mark.parametrize("other", ["lead-smelter", "data-centre", "tungsten-concentrate"])
def test_projects_that_have_nothing_in_common_are_compared(
    assess_text: AssessText, demo_benchmarks: list[Benchmark], first: Run, other: str
) -> None:
    """Any two projects can be compared: what cannot be changed alone says why, in both directions.

    Without its product there is no intensity that could be told apart from the first.
    """
    text = (ROOT / "samples" / other / "project.toml").read_text(encoding="utf-8")
    second = make_run(assess_text(text, demo_benchmarks))
    for a, b in ((first, second), (second, first)):
        assert PROJECT.differences(a, b)
        found = PROJECT.influences(a, b, open_world)
        assert {i.change for i in found} >= {("sector",)}
        assert all(i.why for i in found if i.verdict is None)
        removed = ("products", a.intensities[0].product_name)
        assert [i.figures["moved"] for i in found if i.change == removed] == [None]


def test_each_limit_of_one_clause_is_told(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], first: Run
) -> None:
    """One clause sets a limit for each indicator: with 9 % more coal and 14 % more power
    those of coal, of power and of both together are broken, and each is named."""
    second = changed(
        assess_text,
        sample_text,
        demo_benchmarks,
        ('"17.4 万t"', '"19 万t"'),
        ('"7900 万kWh"', '"9000 万kWh"'),
    )
    reasons = [r for r in second.decision.reasons if r.rule == "mandatory_limit"]
    limits = [r for r in reasons if "indicator" in r.params]
    assert len(limits) == 3
    for lang in ("zh", "en"):
        names = {str(r.params["indicator"][lang]) for r in limits}  # type: ignore[index]
        rules = [c for c in PROJECT.differences(first, second, lang) if c.where[0] == "rule"]
        broken = {c.where[3] for c in rules if (c.before, c.after) == ("True", "False")}
        assert broken == names


def test_entries_of_one_name_are_each_told() -> None:
    """Two entries that nothing tells apart are counted: none stands in for the other."""
    layout: RecordLayout[list[dict[str, str]]] = RecordLayout(
        parts=lambda entries, lang: iter([(("things",), entries)]),
        kind=lambda keys, number: "input",
        labels={"things": ("name",)},
    )
    first = [{"name": "甲", "is": "1"}, {"name": "甲", "is": "2"}]
    second = [{"name": "甲", "is": "3"}, {"name": "甲", "is": "4"}]
    assert [c.where for c in differences(layout, first, second)] == [
        ("things", "甲", "is"),
        ("things", "甲", "2", "is"),
    ]
