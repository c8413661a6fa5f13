"""Several main products as situations that a reviewer can read (``products.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import parse_benchmarks
from carbon_eia.project.canonical import toml_value
from carbon_eia.reference import Policy, PolicyParameter, open_world, read_policy
from carbon_eia.rules import together
from carbon_eia.run import make_run

AssessText = Callable[..., Assessment]
HERE = Path(__file__).parent
SITUATIONS = tomllib.loads((HERE / "products.toml").read_text(encoding="utf-8"))["situations"]
WORLD = open_world(date(2026, 6, 30))

LEAD = ("铅锭", "铅冶炼", "1000 t", "0.80", "tCO2/t", "lead-concentrate-to-ingot-with-electricity")
ZINC = (
    "电锌锭",
    "锌冶炼",
    "1000 t",
    "2.00",
    "tCO2/t",
    "zinc-concentrate-to-ingot-with-electricity",
)
POWER = ("供电量", "热电联产", "1000 MWh", "0.85", "tCO2/MWh", "cogeneration-plant")
HEAT = ("供热量", "热电联产", "4000 GJ", "0.12", "tCO2/GJ", "cogeneration-plant")
PLANTS = {"smelter": (LEAD, ZINC), "chp": (POWER, HEAT), "lead-and-heat": (LEAD, HEAT)}


def plant_of(s: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The products of a situation: name, sector, output, admission value, its unit, boundary."""
    return PLANTS[s.get("plant", "smelter")]


def project_text(s: Mapping[str, Any]) -> str:
    """The project of a situation; its sources use electricity of 1 tCO2/MWh.

    Fuel and reductant, which these sectors must list, are there without emission.
    """
    plant = plant_of(s)
    text = (
        f'[project]\nname = "情形"\nstage = "{s.get("stage", "拟建")}"\nregion = "郴州市"\n'
        f'year = 2026\nsector = "{plant[0][1]}"\nretrofit_deadline = 2028-06-30\n'
    )
    text += f'allocation = "{s["allocation"]}"\n' if "allocation" in s else ""
    for name, sector, amount, *_ in plant:
        text += f'[[products]]\nname = "{name}"\nsector = "{sector}"\namount = "{amount}"\n'
        text += "main = true\n" if name in s.get("mains", [p[0] for p in plant]) else ""
        text += f'price = "{s["prices"][name]}"\n' if name in s.get("prices", {}) else ""
    needed = [("reductant", "焦炭")] if LEAD in plant else []
    needed += [("combustion", "烟煤")] if HEAT in plant else []
    for method, material in needed:
        text += f'[[sources]]\nname = "{material}"\nmethod = "{method}"\n'
        text += f'material = "{material}"\namount = "0 t"\n'
        text += 'evidence = { kind = "计量", number = "1", date = 2026-01-01 }\n'
    for i, source in enumerate(s["sources"], 1):
        text += f'[[sources]]\nname = "源{i}"\nmethod = "electricity"\nfactor = "1 tCO2/MWh"\n'
        text += "".join(f"{k} = {toml_value(v)}\n" for k, v in source.items())
    for m in s.get("measures", []):
        effect = {"source": m.get("source", "源1"), "saves": m["saves"]}
        text += f"[[measures]]\neffects = {toml_value([effect])}\n"
        rest = {k: v for k, v in m.items() if k not in ("source", "saves")}
        text += "".join(f"{k} = {toml_value(v)}\n" for k, v in rest.items())
    return text


def benchmark_text(s: Mapping[str, Any]) -> str:
    """The benchmark file of a situation."""
    text = (
        '[instrument]\nid = "t"\ntitle = "准入值"\nnumber = "1号"\nauthority = "市政府"\n'
        "date = 2026-01-01\n"
    )
    for name, sector, _, value, unit, boundary in plant_of(s):
        if name not in s.get("values", [name]):
            continue
        unit = s.get("units", {}).get(name, unit)
        text += (
            f'[[values]]\nsector = "{sector}"\nproduct = "{name}"\nlevel = "admission"\n'
            f'value = "{value} {unit}"\nboundary = "{boundary}"\ngrade = "A"\n'
            'adopted = true\nlocator = "表1"\nvalid_from = 2026-01-01\n'
        )
    return text


@pytest.mark.parametrize("s", SITUATIONS, ids=lambda s: str(s["title"]))
def test_situation(
    s: Mapping[str, Any], assess_text: AssessText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict over several main products, and what each bears, are those of the situation."""
    if s.get("joint"):
        allow_the_sum(monkeypatch)
    benchmarks = parse_benchmarks(benchmark_text(s), WORLD, "t.toml")
    found = assess_text(project_text(s), benchmarks, WORLD)
    decision = found.decision
    assert decision.verdict == s["verdict"], decision
    assert [m.code for m in decision.missing] == s.get("missing", [])
    per_product = {
        i.product_name: i.value for i in found.intensities if i.indicator == "carbon_per_product"
    }
    for name, value in s.get("intensities", {}).items():
        assert per_product[name] == Fraction(value)
    if "admissible" in s:
        assert found.admissible is not None
        assert found.admissible.limit == Fraction(s["admissible"])
    assert set(s.get("warnings", [])) <= {reason.code for _, reason in found.warnings}
    for name, value in s.get("after", {}).items():
        number = [t.product for t in found.targets].index(name)
        assert found.retrofit.committed.values[number] == Fraction(value)
    if "proposed" in s:
        assert found.retrofit.proposed is not None
        assert [m.name for m in found.retrofit.proposed.measures] == s["proposed"]
    make_run(found)  # every sentence of the situation can be said


def allow_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the policy allow the sum of admissible emissions, as another city's may."""
    cited = read_policy(WORLD, "chenzhou-2023").parameters[together.JOINT].citation
    allowed = PolicyParameter(together.JOINT, "allowed", "", cited)
    real = together._may_be_joint

    def may(decision: Any, admissible: Any, policy: Policy) -> bool:
        other = policy._replace(parameters={**policy.parameters, together.JOINT: allowed})
        return real(decision, admissible, other)

    monkeypatch.setattr(together, "_may_be_joint", may)


def test_what_passes_by_the_sum_is_metered(
    assess_text: AssessText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passes with a ledger and meters, without deadline, gap or reservation; what could not be
    told of each product stays among the reasons."""
    allow_the_sum(monkeypatch)
    (s,) = [s for s in SITUATIONS if s.get("joint") and s["verdict"] == "pass"]
    benchmarks = parse_benchmarks(benchmark_text(s), WORLD, "t.toml")
    decision = assess_text(project_text(s), benchmarks, WORLD).decision
    assert (decision.verdict, decision.provisional, decision.indicative) == ("pass", False, "")
    codes = [c.code for c in decision.conditions]
    assert codes[:2] == ["condition.ledger", "condition.metering"]
    assert (decision.deadline, decision.missing, decision.ground) == (None, (), "")
    assert {"alpha", "beta"} <= {r.rule.id for r in decision.rulings}


def test_the_policy_says_whether_the_sum_counts() -> None:
    """Chenzhou's plan says nothing of the sum, and the parameter says so with its source."""
    stated = read_policy(WORLD, "chenzhou-2023").parameters[together.JOINT]
    assert stated.value == "not allowed"
    assert stated.citation.grade == "C"
    assert stated.citation.note
