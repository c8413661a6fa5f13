"""The decision table as situations that a reviewer can read (``situations.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.messages import catalogue
from carbon_eia.reference import open_world
from carbon_eia.retrofit import optimisation
from carbon_eia.retrofit.selection import SelectionProblem
from carbon_eia.rules import VERDICTS
from carbon_eia.run import make_run

AssessText = Callable[..., Assessment]
SITUATIONS = tomllib.loads((Path(__file__).parent / "situations.toml").read_text(encoding="utf-8"))[
    "situations"
]
GIVEN = {
    "stage": "拟建",
    "region": "郴州市",
    "channel": "",
    "as_of": date(2026, 6, 30),
    "project_deadline": date(2028, 6, 30),
    "intensity": "0.90",
    "admission": "0.80",
    "unit": "tCO2/t",
    "advanced": "",
    "adopted": True,
    "grade": "A",
    "boundary": "enterprise",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "retrofit_months": 0,
    "measures": [],
    "without": "",
}
BY_LIMITS = {
    "missing.limit",
    "missing.limit_grade",
    "missing.limit_newer",
    "missing.limit_stated",
}
"""Said of mandatory energy limits: see ``test_mandatory``."""
PRODUCTS = tomllib.loads((Path(__file__).parent / "products.toml").read_text(encoding="utf-8"))
SEVERAL = {code for s in PRODUCTS["situations"] for code in s.get("missing", [])}
"""What only plants with several main products lack: ``test_products.py``."""
UNUSUAL = {
    "missing.gwp",
    "missing.search",
    "missing.policy",
    "missing.benchmark_slip",
    "missing.implausible",
    "missing.saving_grade",
    "missing.existing_of_new",
    "missing.existing_of_unknown",
}
"""What is missing in cases that other tests show."""
EXPECTED = {
    "title",
    "verdict",
    "facts",
    "conditions",
    "missing",
    "indicative",
    "provisional",
    "warnings",
    "deadline",
    "proposed",
    "intensity_is",
}


REQUIRED = ("required source", "required amount")
"""What the plant lacks where it is a clinker line, of which more than power is asked."""


def project_text(s: Mapping[str, Any]) -> str:
    """The project of a situation: 1 000 t of one product, and electricity of 1 tCO2/MWh."""
    cement = s["without"] in REQUIRED
    text = (
        f'[project]\nname = "情形"\nstage = "{s["stage"]}"\nregion = "{s["region"]}"\nyear = 2026\n'
        f'sector = "{"水泥熟料" if cement else "其他"}"\n'
    )
    text += f'channel = "{s["channel"]}"\n' if s["channel"] else ""
    if s["project_deadline"]:
        text += f"retrofit_deadline = {s['project_deadline']}\n"
    if s["without"] != "product":
        name = "水泥熟料" if cement else "产品"
        text += f'[[products]]\nname = "{name}"\n'
        if s["without"] != "output":
            text += 'amount = "1000 t"\n'
    if s["without"] != "sources":
        text += (
            '[[sources]]\nname = "外购电力"\nmethod = "electricity"\n'
            f'amount = "{s["intensity"]} GWh"\nfactor = "1 tCO2/MWh"\n'
        )
    if s["without"] == "required amount":
        for method, more in (("combustion", 'material = "烟煤"\n'), ("clinker", "")):
            text += f'[[sources]]\nname = "{method}"\nmethod = "{method}"\n{more}amount = "0 t"\n'
    if s["without"] == "parameter":
        text += (
            '[[sources]]\nname = "石"\nmethod = "carbonate"\nmaterial = "石灰石"\namount = "1 t"\n'
        )
    for m in s["measures"]:
        change = "saves" if "saves" in m else "adds"
        text += f'[[measures]]\nname = "{m["name"]}"\n'
        text += f'effects = [{{ source = "外购电力", {change} = "{m[change]}" }}]\n'
        for key in ("status", "investment"):
            text += f'{key} = "{m[key]}"\n' if key in m else ""
        text += f"finish = {m['finish']}\n" if "finish" in m else ""
        if m.get("status") == "completed" and m.get("proven", True):
            text += 'evidence = { kind = "report", number = "1", date = 2026-01-01 }\n'
        for key in ("requires", "excludes"):
            text += f"{key} = {list(m[key])}\n".replace("'", '"') if key in m else ""
    return text


def benchmark_text(s: Mapping[str, Any]) -> str:
    """The benchmark file of a situation."""
    cement = s["without"] in REQUIRED
    text = (
        '[instrument]\nid = "t"\ntitle = "准入值"\nnumber = "1号"\nauthority = "市政府"\n'
        "date = 2026-01-01\n"
    )
    if s["retrofit_months"]:
        text += f"retrofit_months = {s['retrofit_months']}\n"
    for level in ("admission", "advanced"):
        if s[level]:
            boundary = "clinker-with-electricity" if cement else s["boundary"]
            text += (
                f'[[values]]\nsector = "{"水泥熟料" if cement else "其他"}"\n'
                f'product = "{"水泥熟料" if cement else "产品"}"\nlevel = "{level}"\n'
                f'value = "{s[level]} {s["unit"]}"\nboundary = "{boundary}"\n'
                f'grade = "{s["grade"]}"\n'
                f'adopted = {str(s["adopted"]).lower()}\nlocator = "表1"\n'
                f"valid_from = {s['valid_from']}\n"
            )
            if s["valid_to"]:
                text += f"valid_to = {s['valid_to']}\n"
    return text


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: str(s["title"]))
def test_situation(situation: Mapping[str, Any], assess_text: AssessText, tmp_path: Path) -> None:
    """The verdict, its grounds, its conditions and what is missing are those of the situation."""
    assert set(situation) <= set(GIVEN) | EXPECTED
    s = {**GIVEN, **situation}
    world = open_world(s["as_of"])
    benchmarks: list[Benchmark] = []
    if s["admission"] or s["advanced"]:
        path = tmp_path / "benchmarks.toml"
        path.write_text(benchmark_text(s), encoding="utf-8")
        benchmarks = read_benchmarks(path, world)
    found = assess_text(project_text(s), benchmarks, world)
    decision = found.decision
    assert decision.verdict == s["verdict"]
    facts = [r.fact.code for r in decision.rulings]
    assert set(s.get("facts", [])) <= set(facts)
    assert decision.indicative == s.get("indicative", "")
    assert decision.provisional == s.get("provisional", decision.provisional)
    assert [m.code for m in decision.missing] == s.get("missing", [])
    if "conditions" in s:
        named = "condition.channel" in s["conditions"]  # where the situation is about channels
        codes = [c.code for c in decision.conditions]
        assert [c for c in codes if named or c != "condition.channel"] == s["conditions"]
    assert set(s.get("warnings", [])) <= {reason.code for _, reason in found.warnings}
    if "deadline" in s:
        assert ("" if decision.deadline is None else str(decision.deadline.day)) == s["deadline"]
    if "proposed" in s:
        assert found.retrofit.proposed is not None
        assert [m.name for m in found.retrofit.proposed.measures] == s["proposed"]
    if "intensity_is" in s:
        assert found.intensities[0].value == Fraction(s["intensity_is"])
    make_run(found)  # every sentence of the situation can be said


WEAK = {"missing.weak_default"}  # tests/inventory/test_biogenic.py


def test_every_verdict_and_fact_occurs() -> None:
    """The situations leave no verdict, fact, condition or gap of the table untouched."""
    assert {s["verdict"] for s in SITUATIONS} == set(VERDICTS)
    for prefix, key, elsewhere in (
        ("fact.", "facts", {"fact.alpha", "fact.beta", "fact.not_provided"}),
        ("condition.", "conditions", set()),
        (
            "missing.",
            "missing",
            {*UNUSUAL, *BY_LIMITS, *SEVERAL, *WEAK},
        ),
    ):
        known = {c for c in catalogue("zh") if c.startswith(prefix)}
        assert known - elsewhere <= {c for s in SITUATIONS for c in s.get(key, [])}


def test_before_the_plan_nothing_is_decided(assess_text: AssessText, sample_text: str) -> None:
    """Law 2: on a day without a rule in force there is no verdict, and no crash."""
    found = assess_text(sample_text, [], open_world(date(2023, 7, 15)))
    assert found.decision.verdict == "undetermined"


def test_more_planned_measures_than_can_be_tried(
    assess_text: AssessText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search was cut short, no one is refused for want of a feasible set.

    Where optimisation is not cut short the same search is whole, and the refusal stands.
    """
    s: dict[str, Any] = {**GIVEN, "intensity": "9"}
    s["measures"] = [
        {"name": f"m{i}", "saves": "0.01 %", "finish": date(2027, 1, 1)} for i in range(13)
    ]
    path = tmp_path / "benchmarks.toml"
    path.write_text(benchmark_text(s), encoding="utf-8")
    world = open_world(s["as_of"])
    benchmarks = read_benchmarks(path, world)
    assert assess_text(project_text(s), benchmarks, world).decision.verdict == "refuse"

    def cut_short(case: SelectionProblem) -> None:
        raise optimisation.TooManyCutsError

    monkeypatch.setattr(optimisation, "cheapest", cut_short)
    decision = assess_text(project_text(s), benchmarks, world).decision
    assert (decision.verdict, decision.indicative) == ("undetermined", "refuse")
    assert [m.code for m in decision.missing] == ["missing.search"]


CITY = '[city]\ncarbon_intensity = "1.2 tCO2/万元"\ntotal = "1200 万tCO2"\nsource = "某公报"\n'


def test_regional_impact(assess_text: AssessText) -> None:
    """α = (900 t ÷ 500 万元) ÷ 1.2 − 1 = 50 %, above zero; β = 900 t ÷ 1200 万t."""
    text = project_text(GIVEN) + '[economics]\nadded_value = "500 万元"\n' + CITY
    found = assess_text(text)
    assert found.alpha == Fraction(1, 2)
    assert found.beta == Fraction(900, 12_000_000)
    rulings = {r.rule.id: r for r in found.decision.rulings}
    alpha, beta = rulings["alpha"], rulings["beta"]
    assert (alpha.value, alpha.limit, alpha.unit, alpha.passed) == ("50", "0", "%", False)
    assert (beta.value, beta.limit, beta.unit, beta.passed) == ("0.0075", "", "%", None)
    assert [r.fact.params["percent"] for r in (alpha, beta)] == [50, Fraction("0.0075")]


def test_regional_impact_is_not_provided(assess_text: AssessText) -> None:
    """Without city figures the advice is not provided, and nothing is missing for a verdict."""
    found = assess_text(project_text(GIVEN))
    rulings = {r.rule.id: r for r in found.decision.rulings}
    for rule in ("alpha", "beta"):
        assert rulings[rule].fact.code == "fact.not_provided"
        assert rulings[rule].passed is None


# --- several benchmarks


def two_files(tmp_path: Path, world: Any, **second: Any) -> list[Benchmark]:
    """The usual benchmark file and a second one that differs from it."""
    found: list[Benchmark] = []
    for name, s in (("one", GIVEN), ("two", {**GIVEN, **second})):
        path = tmp_path / f"{name}.toml"
        path.write_text(benchmark_text(s).replace('id = "t"', f'id = "{name}"'), encoding="utf-8")
        found += read_benchmarks(path, world)
    return found


def test_an_adopted_value_goes_before_a_provisional_one(
    assess_text: AssessText, tmp_path: Path, world: Any
) -> None:
    """A provisional value, however mild, does not stand beside an adopted one."""
    benchmarks = two_files(tmp_path, world, admission="5", adopted=False)
    for order in (benchmarks, benchmarks[::-1]):
        assert assess_text(project_text(GIVEN), order).decision.verdict == "refuse"


def test_two_adopted_values_govern_together(
    assess_text: AssessText, tmp_path: Path, world: Any
) -> None:
    """Each is shown, the strictest verdict wins, in whichever order the files are given."""
    both = two_files(tmp_path, world, admission="5")
    for order in (both, both[::-1]):
        decision = assess_text(project_text(GIVEN), order).decision
        assert decision.verdict == "refuse"
        shown = [r.limit for r in decision.rulings if r.rule.id == "admission"]
        assert sorted(shown) == ["0.8", "5"]
    mild = two_files(tmp_path, world, admission="0.95")
    kept = assess_text(project_text({**GIVEN, "intensity": "0.79"}), mild).decision
    assert kept.verdict == "pass"


def test_a_shorter_period_of_a_milder_value_counts(
    assess_text: AssessText, tmp_path: Path, world: Any
) -> None:
    """What is reached in time for the one value and too late for the other is refused."""
    s = {**GIVEN, "project_deadline": ""}
    s["measures"] = [
        {"name": "m", "status": "committed", "saves": "20 %", "finish": date(2027, 12, 31)}
    ]
    for months, verdict in ((6, "refuse"), (24, "retrofit")):
        given = two_files(tmp_path, world, admission="0.85", retrofit_months=months)
        assert assess_text(project_text(s), given).decision.verdict == verdict


def test_a_value_of_another_sector_gives_no_deadline(
    assess_text: AssessText, tmp_path: Path, world: Any
) -> None:
    """The retrofit period of an instrument for other products does not bind this project."""
    s = {**GIVEN, "project_deadline": ""}
    s["measures"] = [
        {"name": "m", "status": "committed", "saves": "20 %", "finish": date(2027, 12, 31)}
    ]
    foreign = two_files(tmp_path, world, retrofit_months=1, without="required source")
    foreign.sort(key=lambda b: b.sector)  # the cement file comes first
    found = assess_text(project_text(s), foreign)
    assert found.deadline.origin == "policy"
    assert found.decision.verdict == "retrofit"


# --- bonds between measures of different status


def test_a_completed_measure_stands_whatever_it_required(
    assess_text: AssessText, tmp_path: Path
) -> None:
    """What is completed counts in the intensity and in every plan alike."""
    s: dict[str, Any] = {**GIVEN}
    s["measures"] = [
        {"name": "p", "saves": "1 %", "finish": date(2027, 1, 1)},
        {"name": "d", "status": "completed", "saves": "5 %", "requires": ["p"]},
    ]
    path = tmp_path / "benchmarks.toml"
    path.write_text(benchmark_text(s), encoding="utf-8")
    world = open_world(s["as_of"])
    found = assess_text(project_text(s), read_benchmarks(path, world), world)
    assert found.intensities[0].value == Fraction("0.855")
    assert found.retrofit.present.intensity == found.intensities[0].value


def test_a_commitment_that_needs_an_uncommitted_measure_is_warned(assess_text: AssessText) -> None:
    """A commitment that is left out because of what it requires is not left out in silence."""
    s: dict[str, Any] = {**GIVEN}
    s["measures"] = [
        {"name": "p", "saves": "1 %", "finish": date(2027, 1, 1)},
        {
            "name": "深度改造",
            "status": "committed",
            "saves": "20 %",
            "finish": date(2027, 1, 1),
            "requires": ["p"],
        },
    ]
    warned = [reason for _, reason in assess_text(project_text(s)).warnings]
    assert any(w.warn and "深度改造" in str(dict(w.params)) for w in warned)
