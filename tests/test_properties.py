"""What must hold of every project: units, sums, order, monotony, exact limits, one Run for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import convert, to_builtins

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.reference import World
from carbon_eia.run import Run, canonical, make_run, read_run, record_id
from tests.sampling import at_most
from tests.strategies import HEAD, project_texts, respelt, respelt_project, source_blocks

AssessText = Callable[..., Assessment]
ROOT = Path(__file__).resolve().parent.parent


# --- one quantity, any unit


def answer(found: Assessment) -> dict[str, Any]:
    """All figures of an assessment that a unit must not change."""
    return {
        "verdict": found.decision.verdict,
        "total": found.inventory.total(),
        "categories": found.inventory.by_category(),
        "biogenic": found.inventory.biogenic(),
        "intensities": [i.value * i.unit.factor for i in found.intensities],
        "comparisons": [(c.value, c.margin_percent, c.within) for c in found.comparisons],
        "committed": found.retrofit.committed.intensity,
        "facts": [r.fact.code for r in found.decision.rulings],
        "missing": found.decision.missing,
        "figures": [(r.value, r.limit, r.passed) for r in found.decision.rulings],
    }


@given(data=st.data())
def test_units_change_no_digit_of_the_sample(
    data: st.DataObject, assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark]
) -> None:
    """Every quantity of the sample in another spelling: the same answer, to the last digit."""
    text = data.draw(respelt_project(sample_text))
    one, other = assess_text(sample_text, demo_benchmarks), assess_text(text, demo_benchmarks)
    assert answer(one) == answer(other)


@pytest.mark.parametrize(
    "coal", ["174000 t", "1.74e8 kg", "17.4 万吨", "174 kt", "0.174 Mt", "17.40 万t/a"]
)
@pytest.mark.parametrize("ncv", ["23100 MJ/t", "23.1 MJ/kg", "23100 kJ/kg", "23.1 吉焦/吨"])
def test_units_that_people_write(
    coal: str, ncv: str, assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark]
) -> None:
    """The forms met in practice, one by one."""
    text = sample_text.replace('"17.4 万t"', f'"{coal}"').replace('"23.1 GJ/t"', f'"{ncv}"')
    assert text != sample_text
    one, other = assess_text(sample_text, demo_benchmarks), assess_text(text, demo_benchmarks)
    assert answer(one) == answer(other)


@given(text=project_texts(), data=st.data())
def test_units_change_no_digit_of_any_project(
    text: str, data: st.DataObject, assess_text: AssessText
) -> None:
    """The same for projects of all methods."""
    assert answer(assess_text(text)) == answer(assess_text(data.draw(respelt_project(text))))


@given(data=st.data())
def test_units_of_the_limit_change_nothing(
    data: st.DataObject,
    assess_text: AssessText,
    sample_text: str,
    world: World,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An admission value in kg per t or t per 万t is the same limit."""
    demo = (ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml").read_text(encoding="utf-8")
    unit = data.draw(respelt("0.83 tCO2/t"))
    path = tmp_path_factory.mktemp("limits") / "b.toml"
    found = []
    for text in (demo, demo.replace('"0.83 tCO2/t"', f'"{unit}"')):
        path.write_text(text, encoding="utf-8")
        found.append(assess_text(sample_text, read_benchmarks(path, world)))
    one, other = found
    assert one.decision.verdict == other.decision.verdict
    assert [c.margin_percent for c in one.comparisons] == [
        c.margin_percent for c in other.comparisons
    ]


# --- sums


@given(project_texts())
def test_emissions_add_up(assess_text: AssessText, text: str) -> None:
    """Total = Σ sources = Σ categories, exactly, and biogenic CO2 is in none of them."""
    inventory = assess_text(text).inventory
    parts = [e.co2e for e in inventory.emissions]
    assert None not in parts
    assert inventory.total() == sum((p for p in parts if p is not None), Fraction(0))
    assert inventory.total() == sum(inventory.by_category().values(), Fraction(0))
    assert inventory.total() == inventory.known()
    assert inventory.biogenic() == sum((e.biogenic for e in inventory.emissions), Fraction(0))


def exact(quantity: dict[str, str]) -> Fraction:
    """The exact number of a quantity of a Run."""
    return Fraction(quantity.exact or quantity.value)


@given(project_texts())
def test_the_figures_of_a_run_add_up(assess_text: AssessText, text: str) -> None:
    """What is written in the Run adds up too, without a rest."""
    inventory = make_run(assess_text(text)).inventory
    total = exact(inventory.total)
    assert total == sum((exact(s.co2e) for s in inventory.by_source), Fraction(0))
    assert total == sum((exact(c.co2e) for c in inventory.by_category), Fraction(0))


@given(st.lists(source_blocks(), min_size=2, max_size=3))
def test_parts_of_a_project_add_up(assess_text: AssessText, parts: list[list[str]]) -> None:
    """A project in one file emits what its parts emit in files of their own."""
    head = HEAD.format(output=1000)
    named = [
        "".join(b.replace('name = "s', f'name = "p{i}-s') for b in blocks)
        for i, blocks in enumerate(parts)
    ]
    whole = assess_text(head + "".join(named)).inventory.total()
    assert whole == sum((assess_text(head + p).inventory.total() or 0 for p in named), Fraction(0))


@given(source_blocks(), st.randoms(use_true_random=False))
def test_the_order_of_sources_changes_no_total(
    assess_text: AssessText, blocks: list[str], random: Any
) -> None:
    """A permutation of the sources changes neither totals nor intensity."""
    head = HEAD.format(output=1000)
    shuffled = list(blocks)
    random.shuffle(shuffled)
    one, other = (assess_text(head + "".join(b)) for b in (blocks, shuffled))
    assert one.inventory.total() == other.inventory.total()
    assert one.inventory.by_category() == other.inventory.by_category()
    assert [i.value for i in one.intensities] == [i.value for i in other.intensities]


# --- more is more


def intensity(found: Assessment) -> Fraction:
    """The intensity of the main product."""
    return found.intensities[0].value


def factor(found: Assessment, name: str) -> bool:
    """Whether a source emits at all, so that a strict inequality is due."""
    return any(e.source.name == name and e.co2e for e in found.inventory.emissions)


@given(project_texts(sold=False), st.integers(1, 10**6))
def test_more_fuel_never_lowers_the_intensity(
    assess_text: AssessText, text: str, more: int
) -> None:
    """A further source of fuel or power raises it."""
    added = f'[[sources]]\nname = "又"\nmethod = "electricity"\namount = "{more} MWh"\n'
    assert intensity(assess_text(text + added)) > intensity(assess_text(text))


@given(project_texts(sold=False), st.integers(0, 100))
def test_a_saving_never_raises_the_intensity(
    assess_text: AssessText, text: str, share: int
) -> None:
    """A completed measure that saves part of any source lowers it, or leaves it."""
    saving = (
        '[[measures]]\nname = "m"\nstatus = "completed"\n'
        f'effects = [{{ source = "s0", saves = "{share} %" }}]\n'
    )
    before, after = assess_text(text), assess_text(text + saving)
    assert intensity(after) <= intensity(before)
    if share and factor(before, "s0"):
        assert intensity(after) < intensity(before)


@given(project_texts(), st.integers(2, 100))
def test_twice_the_output_is_half_the_intensity(
    assess_text: AssessText, text: str, times: int
) -> None:
    """Intensity falls with the output, in exact proportion."""
    before = assess_text(text)
    amount = before.project.products[0].amount
    assert amount is not None
    more = text.replace(f'amount = "{amount.text}"', f'amount = "{amount.value * times} t"', 1)
    assert intensity(assess_text(more)) * times == intensity(before)


# --- the limit, exactly


def limits(text: str, world: World, folder: Path) -> list[Benchmark]:
    """A benchmark file with one adopted admission value."""
    path = folder / "limit.toml"
    path.write_text(
        '[instrument]\nid = "t"\ntitle = "准入值"\nnumber = "1号"\nauthority = "市政府"\n'
        'date = 2026-01-01\n[[values]]\nsector = "其他"\nproduct = "产品"\nlevel = "admission"\n'
        f'value = "{text} tCO2/t"\nboundary = "enterprise"\ngrade = "A"\nadopted = true\n'
        'locator = "表1"\nvalid_from = 2026-01-01\n',
        encoding="utf-8",
    )
    return read_benchmarks(path, world)


@given(
    limit=st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-5)),
    output=st.integers(1, 10**7),
    place=st.integers(9, 20),
)
@at_most(40)
@pytest.mark.parametrize("method", ["factor", "carbon"])
def test_the_last_typed_decimal_decides(
    method: str,
    limit: Decimal,
    output: int,
    place: int,
    assess_text: AssessText,
    world: World,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An intensity equal to the limit passes; one a relative 10⁻²⁰ above it does not."""
    benchmarks = limits(f"{limit:f}", world, tmp_path_factory.mktemp("limit"))

    def verdict(amount: Decimal) -> str:
        # I = amount ÷ output, or (amount × 3) t × 0.5 tC/t × 44/12 ÷ (output × 5.5)
        if method == "factor":
            produced = f"{output} t"
            source = f'method = "electricity"\namount = "{amount:f} MWh"\nfactor = "1 tCO2/MWh"'
        else:
            produced = f"{Decimal(output) * Decimal('5.5'):f} t"
            source = (
                f'method = "combustion"\namount = "{amount * 3:f} t"\n'
                'carbon_content = "0.5 tC/t"\noxidation = "100 %"'
            )
        text = HEAD.replace("{output} t", produced) + f'[[sources]]\nname = "源"\n{source}\n'
        text = text.replace("year = 2026", "year = 2026\nretrofit_deadline = 2028-06-30")
        found = assess_text(text, benchmarks)
        assert found.comparisons[0].within == (found.decision.verdict == "pass")
        return found.decision.verdict

    at = limit * output
    hair = at.scaleb(-place)
    assume(len(f"{at + hair:f}") < 60)
    assert verdict(at) == "pass"
    assert verdict(at - hair) == "pass"
    assert verdict(at + hair) == "refuse"


def test_a_hair_above_the_limit_can_be_read_in_the_run(
    assess_text: AssessText, world: World, tmp_path: Path
) -> None:
    """Where the law compares, the Run holds the exact number, however many digits it has."""
    benchmarks = limits("0.8", world, tmp_path)
    amount = "800.000000000000000000000000000000000001"
    text = HEAD.format(output=1000) + (
        f'[[sources]]\nname = "源"\nmethod = "electricity"\namount = "{amount} MWh"\n'
        'factor = "1 tCO2/MWh"\n'
    )
    run = make_run(assess_text(text, benchmarks))
    (comparison,) = run.comparisons
    assert comparison.within is False
    assert exact(comparison) == Fraction(amount) / 1000
    assert exact(comparison) > Fraction(comparison.limit)


# --- one Run for ever


def test_a_run_is_the_same_twice(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark]
) -> None:
    """Two assessments of one text give the same bytes."""
    one, other = (canonical(make_run(assess_text(sample_text, demo_benchmarks))) for _ in range(2))
    assert one == other


def test_the_bytes_of_a_run_do_not_depend_on_the_order_of_its_keys(
    assess_text: AssessText, sample_text: str
) -> None:
    """Another order of the keys is the same Run, with the same id."""
    run = make_run(assess_text(sample_text))
    backwards = dict(reversed(to_builtins(run).items()))
    backwards["inventory"] = dict(reversed(backwards["inventory"].items()))
    assert canonical(backwards) == canonical(run)
    assert record_id(backwards) == run.id


def test_a_run_is_named_by_its_content(
    assess_text: AssessText, sample_text: str, demo_benchmarks: list[Benchmark], tmp_path: Path
) -> None:
    """The id is the hash of the rest; a Run that is read back is the one that was written."""
    from carbon_eia.errors import InputError

    run = make_run(assess_text(sample_text, demo_benchmarks))
    assert run.id == record_id(run)
    path = tmp_path / "run.json"
    path.write_bytes(canonical(run))
    assert read_run(path) == run
    path.write_text(
        canonical(run).decode().replace('"verdict":"retrofit"', '"verdict":"pass"'),
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_run(path)
    assert caught.value.problems[0].code == "CE-N002"


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", "not json", '{"schema": 1}', "[" * 100_000]
)
def test_what_is_no_run_is_refused(content: str, tmp_path: Path) -> None:
    """Anything else in place of a Run is refused with its code."""
    from carbon_eia.errors import InputError

    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_run(path)
    assert caught.value.problems[0].code in ("CE-N001", "CE-F004")


@given(project_texts())
@at_most(20)
def test_a_run_is_plain_json(assess_text: AssessText, text: str) -> None:
    """A Run survives JSON: no numbers but integers, no keys but text, nothing lost."""
    run = make_run(assess_text(text))
    document = json.loads(canonical(run))
    assert convert(document, Run) == run
    assert not list(floats(document))


def floats(value: Any) -> Any:
    """Every float in a JSON value."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from floats(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from floats(inner)


PRINT_RUN = """
import sys
from datetime import date
from pathlib import Path
from carbon_eia.assessment import assess
from carbon_eia.benchmarks import read_benchmarks
from carbon_eia.project import read_project
from carbon_eia.reference import open_world
from carbon_eia.run import canonical, make_run
world = open_world(date(2026, 6, 30))
project = read_project(Path(sys.argv[1]), world)
run = make_run(assess(project, world, read_benchmarks(Path(sys.argv[2]), world)))
sys.stdout.buffer.write(canonical(run))
"""


def test_a_run_does_not_know_where_it_was_made(tmp_path: Path) -> None:
    """Path, working directory, hash seed, locale and time zone leave no trace in the bytes."""
    sample = ROOT / "samples" / "cement-clinker" / "project.toml"
    demo = ROOT / "samples" / "benchmarks" / "chenzhou-demo.toml"
    elsewhere = tmp_path / "另一处" / "别名.toml"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(sample.read_bytes())
    places = [
        (sample, ROOT, {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai"}),
        (elsewhere, tmp_path, {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LC_ALL": "C"}),
    ]
    written = []
    for path, folder, settings_ in places:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", **settings_}
        done = subprocess.run(
            [sys.executable, "-c", PRINT_RUN, os.path.relpath(path, folder), str(demo)],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=True,
        )
        written.append(done.stdout)
    assert len(written[0]) > 1000
    assert written[0] == written[1]
    assert str(tmp_path).encode() not in written[1]
