"""The analysis in the Run: the same bytes again, and nothing else of the Run changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from msgspec.structs import asdict

from carbon_eia.assessment import certainty_of
from carbon_eia.benchmarks import Benchmark
from carbon_eia.proof.kinds import PROJECT
from carbon_eia.reference import open_world
from carbon_eia.report.shown_certainty import certainty_view, input_lines
from carbon_eia.run import canonical, make_run
from tests.conftest import AssessText
from tests.tools import run as command
from tests.uncertainty.conftest import sample

CEMENT = sample("cement-clinker")
"""The sample, whose 0.8393 tCO2/t lies near its limit of 0.83."""


def test_the_same_seed_gives_the_same_bytes(
    assess_text: AssessText, demo_benchmarks: list[Benchmark]
) -> None:
    """Draws are fixed by their seed alone; another seed gives other draws."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    runs = [canonical(make_run(assessed, certainty_of(assessed, 1000, s))) for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_figures_of_a_seed_are_known(
    assess_text: AssessText, demo_benchmarks: list[Benchmark]
) -> None:
    """A change of these figures is a change of defaults, of the model, or of numpy's streams."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    found = make_run(assessed, certainty_of(assessed, 10000)).uncertainty
    assert found.intensity.mean.startswith("0.839")
    assert found.probability_above.startswith("0.74")
    assert found.near_limit is True
    assert found.settle.inputs[0] == "products[0].amount"


def test_a_run_is_computed_again_with_its_draws(
    assess_text: AssessText, demo_benchmarks: list[Benchmark]
) -> None:
    """What a Run carries is enough to make its analysis again, to the byte."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    run = make_run(assessed, certainty_of(assessed, 500, 11))
    again = PROJECT.again(run, open_world(date.fromisoformat(run.as_of)))
    assert canonical(again) == canonical(run)


def test_a_line_moved_is_no_change_of_an_uncertainty(
    assess_text: AssessText, demo_benchmarks: list[Benchmark]
) -> None:
    """The same file with a comment more differs in its text alone: no influence is found."""
    plain = make_run(assess_text(CEMENT, demo_benchmarks))
    moved = make_run(assess_text("# 注\n" + CEMENT, demo_benchmarks))
    assert PROJECT.influences(plain, moved, open_world) == []


def test_the_verdict_is_not_touched(
    assess_text: AssessText, demo_benchmarks: list[Benchmark]
) -> None:
    """With an analysis a Run differs from the same without one in ``uncertainty`` and id alone."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    plain, full = make_run(assessed), make_run(assessed, certainty_of(assessed, 500))
    assert plain.uncertainty is None
    differing = {k for k, value in asdict(plain).items() if value != getattr(full, k)}
    assert differing == {"id", "uncertainty"}


def test_every_number_is_a_text(assess_text: AssessText, demo_benchmarks: list[Benchmark]) -> None:
    """No float stands in the Run: its last bits would differ between machines."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    run = make_run(assessed, certainty_of(assessed, 500))

    def floats(part: object) -> list[object]:
        if isinstance(part, dict):
            return [f for v in part.values() for f in floats(v)]
        if isinstance(part, list):
            return [f for v in part for f in floats(v)]
        return [part] if isinstance(part, float) else []

    assert floats(run.uncertainty) == []
    counts = run.uncertainty.histogram.counts
    assert sum(counts) == 500


def test_an_incomplete_inventory_is_not_analysed(assess_text: AssessText) -> None:
    """Missing is missing: no interval is given for a total that is not known."""
    text = CEMENT.replace('amount = "7900 万kWh"\n', "")
    assessed = assess_text(text)
    found = make_run(assessed, certainty_of(assessed, 500)).uncertainty
    assert found.complete is False
    assert found.total is found.intensity is found.probability_above is None
    assert found.inputs == ()


def test_an_unused_spread_is_a_warning_of_the_run(assess_text: AssessText) -> None:
    """The Run warns of a spread that stands for nothing."""
    text = CEMENT.replace('uncertainty = "2 %"', 'uncertainties = { factor = "2 %" }')
    assessed = assess_text(text)
    run = make_run(assessed, certainty_of(assessed, 500))
    assert [w.where for w in run.warnings if w.code == "CE-Q010"] == [
        "sources[0].uncertainties.factor"
    ]


def test_each_input_is_explained_in_both_languages(
    assess_text: AssessText,
    demo_benchmarks: list[Benchmark],
) -> None:
    """Every line has its sentence, and where there is no break-even it says why."""
    assessed = assess_text(CEMENT, demo_benchmarks)
    run = make_run(assessed, certainty_of(assessed, 500))
    for i in run.uncertainty.inputs:
        for lang in ("zh", "en"):
            assert input_lines(i, lang)
        assert (i.break_even is None) != (i.no_break_even is None)
    for lang in ("zh", "en"):
        view = certainty_view(run.uncertainty, lang)
        assert view is not None
        assert {kind for _, kind in view.lines} == {"plain", "near", "settle"}
        assert len(view.rows) + view.left == len(run.uncertainty.inputs)
        assert [float(r.total) for r in view.rows] == sorted(
            (float(r.total) for r in view.rows), reverse=True
        )


DEMO = (
    "samples/cement-clinker/project.toml",
    *("--benchmarks", "samples/benchmarks/chenzhou-demo.toml", "--as-of", "2026-06-30"),
)


def test_the_command_shows_how_sure_the_verdict_is() -> None:
    """80 columns: interval, probability, what matters; the exit status is the verdict's."""
    from carbon_eia.console import width_of

    for lang, word in (("zh", "不确定性"), ("en", "Uncertainty")):
        done = command("assess", *DEMO, "--uncertainty", "2000", "--lang", lang)
        assert done.returncode == 1, done.stderr
        assert word in done.stdout
        assert max(map(width_of, done.stdout.splitlines())) <= 80
    done = command("assess", *DEMO, "--uncertainty", "2000", "--seed", "7", "--json")
    assert json.loads(done.stdout)["uncertainty"]["seed"] == 7


def test_wrong_calls_are_told(tmp_path: Path) -> None:
    """Too few draws, or an analysis of a Run, end with status 2 and a way to mend it."""
    assert "CE-Q012" in command("assess", *DEMO, "--uncertainty", "5").stderr
    done = command("assess", *DEMO, "--out", str(tmp_path))
    assert done.returncode == 1
    again = command("explain", str(tmp_path / "run.json"), "--uncertainty", "1000")
    assert again.returncode == 2
    assert "CE-Q014" in again.stderr
