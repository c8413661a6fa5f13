"""The Run: everything that was read, looked up, computed and decided, in one document.

Canonical JSON (sorted keys, no spaces, UTF-8), named by its hash: the same project, reference and
day give the same bytes on any machine. Every document is printed from a Run and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Comparison, EnergyComparison
from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import (
    ACCOUNTS,
    CATEGORIES,
    GasEmission,
    Missing,
    Parameter,
    SourceEmission,
)
from carbon_eia.project import Fact, Measure, Product
from carbon_eia.reference import Reason, Value
from carbon_eia.retrofit import Plan
from carbon_eia.rules import Deadline, Decision, Ruling, Statement
from carbon_eia.text import sentence
from carbon_eia.units import Quantity, decimal_text, gas_dimension, rounded

__all__ = ["SCHEMA", "Run", "canonical", "make_run", "read_run", "run_id"]

SCHEMA = "carbon-eia/run/1"

Run = dict[str, Any]
"""A Run as JSON; its keys are described in ``docs/run.md``."""


def make_run(a: Assessment) -> Run:
    """The Run of an assessment."""
    run: Run = {
        "schema": SCHEMA,
        "as_of": str(a.world.as_of),
        "reference": {
            "version": a.world.tables.package["version"],
            "sha256": a.world.tables.digest,
            "overrides": _overrides(a),
        },
        "project": _project(a),
        "inventory": _inventory(a),
        "energy": _energy(a),
        "intensities": [_intensity(i) for i in a.intensities],
        "comparisons": [_comparison(c, c in a.governing) for c in a.comparisons],
        "retrofit": _retrofit(a),
        "uncertainty": None,
        "regional": {
            "alpha": None if a.alpha is None else _quantity(a.alpha * 100, "%"),
            "beta": None if a.beta is None else _quantity(a.beta * 100, "%"),
        },
        "decision": _decision(a.decision),
        "warnings": [_warning(where, reason) for where, reason in a.warnings],
    }
    run["id"] = run_id(run)
    return run


def canonical(run: Run) -> bytes:
    """The bytes of a Run, the same everywhere."""
    text = json.dumps(run, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode()


def run_id(run: Run) -> str:
    """SHA-256 over everything in a Run but its id."""
    return hashlib.sha256(canonical({k: v for k, v in run.items() if k != "id"})).hexdigest()


def read_run(path: Path) -> Run:
    """A Run from its file.

    Raises InputError: CE-N001 not a Run, CE-N002 its content is not that of its id.
    """
    try:
        run = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(Problem("CE-N001", Place(str(path)), {"why": str(error)})) from None
    if not isinstance(run, dict) or run.get("schema") != SCHEMA:
        raise InputError(Problem("CE-N001", Place(str(path)), {"why": f"schema ≠ {SCHEMA}"}))
    if run_id(run) != run.get("id"):
        raise InputError(Problem("CE-N002", Place(str(path)), {}))
    return run


# --- quantities and sentences


def _quantity(value: Fraction | None, unit: str, typed: str = "") -> dict[str, str] | None:
    """A number with its unit; ``exact`` where the decimals cannot hold it."""
    if value is None:
        return None
    found = {"value": decimal_text(value), "unit": unit}
    if Fraction(found["value"]) != value:
        found["exact"] = f"{value.numerator}/{value.denominator}"
    if typed:
        found["typed"] = typed
    return found


def _given(quantity: Quantity | None) -> dict[str, str] | None:
    if quantity is None:
        return None
    return _quantity(quantity.value, quantity.unit.text, quantity.text)


def _facts(params: Mapping[str, object]) -> dict[str, object]:
    """The facts of a sentence as JSON: fractions at two decimals, dates as text."""
    facts: dict[str, object] = {}
    for key, value in params.items():
        if isinstance(value, Fraction):
            shown = rounded(value, 2)
            facts[key] = decimal_text(value, 2) if value and not Fraction(shown) else shown
        elif isinstance(value, date):
            facts[key] = str(value)
        elif isinstance(value, Mapping):
            facts[key] = dict(value)
        else:
            facts[key] = value
    return facts


def _sentence(code: str, params: Mapping[str, object]) -> dict[str, Any]:
    facts = _facts(params)
    return {"code": code, "text": sentence(code, "zh", facts), "params": facts}


def _statement(statement: Statement) -> dict[str, Any]:
    return _sentence(statement.code, statement.params)


def _fact(statement: Statement) -> dict[str, Any]:
    """The sentence of a ruling, its code and its facts, among the ruling's own keys."""
    told = _statement(statement)
    return {"fact": told["text"], "code": told["code"], "params": told["params"]}


def _missing(missing: Missing) -> dict[str, Any]:
    return _sentence(missing.code, missing.params)


def _warning(where: str, reason: Reason) -> dict[str, Any]:
    facts = _facts(reason.params)
    return {
        "code": reason.code,
        "where": where,
        "message": sentence(reason.code, "zh", facts),
        "hint": sentence(reason.code + ".hint", "zh", facts, default=""),
        "params": facts,
    }


# --- what was read


def _overrides(a: Assessment) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for b in a.benchmarks:
        i = b.instrument
        found[i.sha256] = {
            "id": i.id,
            "title": i.title,
            "number": i.number,
            "authority": i.authority,
            "date": i.date,
            "illustrative": i.illustrative,
            "file": i.file,
            "sha256": i.sha256,
        }
    return list(found.values())


def _project(a: Assessment) -> dict[str, Any]:
    p, s = a.project, a.sector
    guide = a.world.document(s.guide["source"])
    return {
        "name": p.name,
        "code": p.code,
        "stage": p.stage,
        "nature": p.nature,
        "sector": {
            "id": s.id,
            "name_zh": s.name_zh,
            "name_en": s.name_en,
            "gbt4754": list(s.gbt4754),
            "guide": {
                "title": guide["title"],
                "number": guide["number"],
                "note": s.guide.get("note", ""),
            },
            "boundary": dict(s.boundary),
            "gwp": s.gwp,
            "fuel_tables": list(s.tables.get("fuels", ())),
            "chosen": {"gwp": p.gwp or None, "fuel_table": p.fuel_table or None},
        },
        "region": p.region,
        "year": p.year,
        "retrofit_deadline": str(p.retrofit_deadline) if p.retrofit_deadline else None,
        "economics": {
            k: _given(getattr(p.economics, k))
            for k in ("output_value", "added_value", "investment")
        },
        "city": {
            "carbon_intensity": _given(p.city.carbon_intensity),
            "total": _given(p.city.total),
            "year": p.city.year,
            "source": p.city.source,
        },
        "facts": {k: _stated(v) for k, v in p.facts.items()},
        "products": [_product(x) for x in p.products],
        "measures": [_measure(m) for m in p.measures],
        "sha256": p.sha256,
        "text": p.text,
    }


def _stated(fact: Fact) -> object:
    """A fact as JSON: a quantity with what was typed, a date as text."""
    if isinstance(fact, Quantity):
        return _given(fact)
    return str(fact) if isinstance(fact, date) else fact


def _product(p: Product) -> dict[str, Any]:
    return {
        "name": p.name,
        "amount": _given(p.amount),
        "main": p.main,
        "account": p.account,
        "variant": p.variant,
    }


def _measure(m: Measure) -> dict[str, Any]:
    return {
        "name": m.name,
        "reference": m.reference,
        "effects": [
            {"source": e.source, "saves": _given(e.saves), "adds": _given(e.adds)}
            for e in m.effects
        ],
        "investment": _given(m.investment),
        "annual_cost": _given(m.annual_cost),
        "start": str(m.start) if m.start else None,
        "finish": str(m.finish) if m.finish else None,
        "status": m.status,
        "requires": list(m.requires),
        "excludes": list(m.excludes),
    }


# --- what was computed


def _inventory(a: Assessment) -> dict[str, Any]:
    inventory = a.inventory
    total = inventory.total()
    accounts = {k: inventory.total(k) for k in ACCOUNTS}
    parts = list(accounts.values())
    after = None
    if all(x is not None for x in parts):
        existing, project, replaced = (x or Fraction(0) for x in parts)
        after = existing + project - replaced
    by_category = inventory.by_category()
    known = inventory.known()
    return {
        "total": _quantity(total, "tCO2e"),
        "complete": total is not None,
        "known": _quantity(known, "tCO2e"),
        "accounts": {
            **{k: _quantity(v, "tCO2e") for k, v in accounts.items()},
            "after": _quantity(after, "tCO2e"),
        },
        "biogenic": _quantity(inventory.biogenic(), "tCO2"),
        "by_category": [
            {
                "category": c,
                "co2e": _quantity(by_category[c], "tCO2e"),
                "share_percent": decimal_text(by_category[c] / known * 100, 12) if known else None,
            }
            for c in CATEGORIES
            if c in by_category
        ],
        "by_source": [_source(e, a) for e in inventory.emissions],
    }


def _source(e: SourceEmission, a: Assessment) -> dict[str, Any]:
    document = a.world.document(e.form.source)
    shown = {p.name: _shown(p) for p in e.parameters}
    complete = not e.missing
    return {
        "name": e.source.name,
        "method": e.source.method,
        "material": e.source.material,
        "material_name": _material(e.source.material, a),
        "supply": e.source.supply,
        "item": e.source.item,
        "direction": e.source.direction,
        "account": e.source.account,
        "category": e.category,
        "evidence": e.source.evidence,
        "uncertainty": _given(e.source.uncertainty),
        "amount": next(
            (
                _quantity(p.value, p.unit, p.typed)
                for p in e.parameters
                if p.name in ("amount", "mass", "tow")
            ),
            None,
        ),
        "parameters": [_parameter(p) for p in e.parameters],
        "formula": e.form.symbolic(),
        "substituted": e.form.substituted(shown) if complete else "",
        "method_source": {
            "title": document["title"],
            "number": document["number"],
            "locator": e.form.locator,
        },
        "gas": "+".join(e.masses) or None,
        "mass": _quantity(next(iter(e.masses.values()), None), _mass_unit(e)),
        "gases": [_gas(g, a.sector.gwp) for g in e.gases],
        "co2e": _quantity(e.co2e, "tCO2e"),
        "biogenic": _quantity(e.biogenic, "tCO2"),
        "missing": [_missing(m) for m in e.missing],
    }


def _mass_unit(e: SourceEmission) -> str:
    return f"t{gas_dimension(next(iter(e.masses), 'CO2'))}"


def _gas(g: GasEmission, assessment: str) -> dict[str, Any]:
    return {
        "gas": g.gas,
        "mass": _quantity(g.mass, "t"),
        "gwp": "1" if g.gas == "CO2" else g.gwp and decimal_text(g.gwp.quantity.value),
        "assessment": assessment,
        "source": _value(g.gwp) if g.gwp else None,
        "co2e": _quantity(g.co2e, "tCO2e"),
    }


def _material(ident: str, a: Assessment) -> dict[str, str] | None:
    if not ident:
        return None
    row = a.world.tables.row("materials", ident)
    return {"zh": row["name_zh"], "en": row["name_en"]}


def _shown(p: Parameter) -> str:
    unit = "" if p.unit == "1" else f" {p.unit}"
    return f"{decimal_text(p.value, 8)}{unit}"


def _parameter(p: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": p.name,
        **(_quantity(p.value, p.unit) or {}),
        "typed": p.typed,
        "status": p.status,
        "source": _value(p.origin) if p.origin else None,
    }
    return found


def _value(value: Value) -> dict[str, Any]:
    facts = _facts(value.reason.params)
    return {
        **value.citation.to_dict(),
        "reason": {
            "code": value.reason.code,
            "text": sentence(value.reason.code, "zh", facts),
            "params": facts,
        },
    }


def _energy(a: Assessment) -> dict[str, Any]:
    uses = []
    for u in a.energy.uses:
        uses.append(
            {
                "name": u.source,
                "account": u.account,
                "energy": _quantity(u.tce, "tce"),
                "how": sentence(u.how, "zh"),
                "code": u.how,
                "source": _value(u.origin) if u.origin else None,
            }
        )
    total = a.energy.total()
    return {
        "equivalent": _quantity(total, "tce"),
        "primary": _quantity(_primary(a), "tce"),
        "by_source": uses,
        "comparisons": [_energy_comparison(c) for c in a.energy_comparisons],
        "levels": [{"indicator": e.indicator, "level": e.level} for e in a.energy_levels],
    }


def _primary(a: Assessment) -> Fraction | None:
    """Comprehensive energy with electricity at its primary value, where the project gives one."""
    rate = a.project.electricity_primary
    return None if rate is None else a.energy.primary(rate.to("tce/MWh"))


def _energy_comparison(c: EnergyComparison) -> dict[str, Any]:
    return {
        "benchmark": c.id,
        "indicator": c.indicator,
        "level": c.level,
        "level_zh": c.level_zh,
        **(_quantity(c.value, c.unit.text) or {}),
        "limit": decimal_text(c.limit),
        "within": c.within if c.judged else None,
        "correction": c.correction,
        "citation": c.citation.to_dict(),
    }


def _intensity(i: Intensity) -> dict[str, Any]:
    return {
        "indicator": i.indicator,
        "product": i.product or None,
        "product_name": i.product_name or None,
        **(_quantity(i.value, i.unit.text) or {}),
        "numerator": _quantity(i.numerator, i.numerator_unit),
        "denominator": _given(i.denominator),
    }


def _comparison(c: Comparison, governs: bool) -> dict[str, Any]:
    b = c.benchmark
    return {
        "benchmark": b.id,
        "level": b.level,
        "governs": governs,
        "product": b.product,
        "product_name": b.product_name,
        "indicator": b.indicator,
        **(_quantity(c.value, b.unit.text) or {}),
        "limit": decimal_text(b.limit),
        "within": c.within,
        "margin_percent": decimal_text(c.margin_percent, 12),
        "grade": b.grade,
        "adopted": b.adopted,
        "illustrative": b.instrument.illustrative,
        "boundary": b.boundary,
        "same_boundary": c.same_boundary,
        "citation": {
            "title": b.instrument.title,
            "number": b.instrument.number,
            "authority": b.instrument.authority,
            "date": b.instrument.date,
            "locator": b.locator,
            "valid_from": b.valid_from,
            "valid_to": b.valid_to,
            "note": b.note,
        },
    }


# --- what could be done, and what follows


def _retrofit(a: Assessment) -> dict[str, Any]:
    unit = next(
        (c.benchmark.unit.text for c in a.governing if c.benchmark.level == "admission"), None
    )

    def plan(p: Plan | None) -> dict[str, Any] | None:
        if p is None:
            return None
        return {
            "measures": [m.name for m in p.measures],
            "intensity": None if unit is None else _quantity(p.intensity, unit),
            "finish": str(p.finish) if p.finish else None,
        }

    r = a.retrofit
    return {
        "deadline": _deadline(a.deadline),
        "present": plan(r.present),
        "committed": plan(r.committed),
        "all_committed": plan(r.all_committed),
        "proposed": plan(r.proposed),
        "late": plan(r.late),
        "everything": plan(r.everything),
        "complete": r.complete,
    }


def _deadline(d: Deadline | None) -> dict[str, str] | None:
    if d is None:
        return None
    return {"date": str(d.day), "origin": d.origin, "grade": d.grade, "citation": d.citation}


def _decision(d: Decision) -> dict[str, Any]:
    return {
        "verdict": d.verdict,
        "label": sentence(f"verdict.{d.verdict}", "zh"),
        "provisional": d.provisional,
        "indicative": d.indicative or None,
        "reasons": [_ruling(r) for r in d.rulings],
        "conditions": [_statement(c) for c in d.conditions],
        "deadline": str(d.deadline.day) if d.deadline else None,
        "missing": [_missing(m) for m in d.missing],
    }


def _ruling(r: Ruling) -> dict[str, Any]:
    return {
        "rule": r.rule.id,
        "clause": r.rule.clause,
        "instrument": r.rule.instrument,
        "severity": r.rule.severity,
        "grade": r.rule.grade or None,
        "quotation": r.rule.quotation,
        "note": r.rule.note,
        "title": {"zh": r.rule.zh, "en": r.rule.en},
        **_fact(r.fact),
        "value": r.value or None,
        "limit": r.limit or None,
        "unit": r.unit or None,
        "passed": r.passed,
    }
