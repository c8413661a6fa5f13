"""What was computed: inventory, energy, intensities, comparisons."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from carbon_eia.assessment import Assessment, ProductAssessment, plant_performance
from carbon_eia.benchmarks import (
    Comparison,
    Derivation,
    EnergyComparison,
    EnergyGap,
    MissingEdition,
)
from carbon_eia.energy import Energy
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import (
    ACCOUNTS,
    GasEmission,
    Parameter,
    SourceEmission,
)
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.project import ACTIVITY
from carbon_eia.reference import categories
from carbon_eia.rules import Admissible
from carbon_eia.run.values import cited, given, missing, proof, quantity, spread, told
from carbon_eia.units import decimal_text, gas_dimension

__all__ = ["allocation_part", "comparison_part", "energy_part", "intensity_part", "inventory_part"]


def inventory_part(a: Assessment) -> dict[str, Any]:
    """Emissions by account, category and source."""
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
    change = None
    if accounts["project"] is not None and accounts["replaced"] is not None:
        change = accounts["project"] - accounts["replaced"]
    return {
        "total": quantity(total, "tCO2e"),
        "complete": total is not None,
        "known": quantity(known, "tCO2e"),
        "accounts": {
            **{k: quantity(v, "tCO2e") for k, v in accounts.items()},
            "after": quantity(after, "tCO2e"),
            "change": quantity(change, "tCO2e"),
        },
        "plant": _plant(a),
        "biogenic": quantity(inventory.biogenic(), "tCO2"),
        "by_category": [
            {
                "category": c,
                "co2e": quantity(by_category[c], "tCO2e"),
                "share_percent": decimal_text(by_category[c] / known * 100, 12) if known else None,
            }
            for c in categories()
            if c in by_category
        ],
        "by_source": [
            {**_source(e, a), "share_percent": _share(e, known)} for e in inventory.emissions
        ],
    }


def _plant(a: Assessment) -> dict[str, Any] | None:
    """Carbon per product of the whole plant before and after the works, where it is extended."""
    found = plant_performance(a.project, a.sector, a.inventory)
    if found is None:
        return None
    unit = f"tCO2e/{found.per}"
    return {
        "product": found.product,
        "before": quantity(found.before, unit),
        "after": quantity(found.after, unit),
    }


def _share(e: SourceEmission, known: Fraction) -> str | None:
    """The share of a source of the project in what could be computed, in percent."""
    if e.source.account != "project" or e.co2e is None or not known:
        return None
    return decimal_text(e.co2e / known * 100, 12)


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
        "evidence": e.source.evidence.text,
        "proof": proof(e.source.evidence),
        "uncertainty": spread(e.source.uncertainty),
        "amount": next(
            (quantity(p.value, p.unit, p.typed) for p in e.parameters if p.name in ACTIVITY),
            None,
        ),
        "parameters": [_parameter(p) for p in e.parameters],
        "formula": e.form.symbolic(),
        "biogenic_formula": e.form.symbolic_biogenic() or None,
        "substituted": e.form.substituted(shown) if complete else "",
        "method_source": {
            "title": document["title"],
            "number": document["number"],
            "locator": e.form.locator,
        },
        "gas": "+".join(e.masses) or None,
        "mass": quantity(next(iter(e.masses.values()), None), _mass_unit(e)),
        "gases": [_gas(g, e.sector.gwp) for g in e.gases],
        "co2e": quantity(e.co2e, "tCO2e"),
        "biogenic": quantity(e.biogenic, "tCO2"),
        "missing": [missing(m) for m in e.missing],
    }


def _mass_unit(e: SourceEmission) -> str:
    return f"t{gas_dimension(next(iter(e.masses), 'CO2'))}"


def _gas(g: GasEmission, assessment: str) -> dict[str, Any]:
    return {
        "gas": g.gas,
        "mass": quantity(g.mass, "t"),
        "gwp": "1" if g.gas == "CO2" else g.gwp and decimal_text(g.gwp.quantity.value),
        "assessment": assessment,
        "source": cited(g.gwp) if g.gwp else None,
        "co2e": quantity(g.co2e, "tCO2e"),
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
        **(quantity(p.value, p.unit) or {}),
        "typed": p.typed,
        "status": p.status,
        "source": cited(p.origin) if p.origin else None,
    }
    return found


def energy_part(a: Assessment) -> dict[str, Any]:
    """Comprehensive energy, its sources, and the limits beside it."""
    uses = []
    for u in a.energy.uses:
        uses.append(
            {
                "name": u.source,
                "account": u.account,
                "energy": quantity(u.tce, "tce"),
                "formula": u.formula or None,
                "coefficient": given(u.coefficient),
                "electricity": quantity(u.mwh, "MWh") if u.mwh else None,
                "electricity_formula": u.power or None,
                "how": sentence(u.how, "zh"),
                "code": u.how,
                "source": cited(u.origin) if u.origin else None,
            }
        )
    total = a.energy.total()
    return {
        "equivalent": quantity(total, "tce"),
        "primary": quantity(_primary(a, a.energy), "tce"),
        "by_source": uses,
        "outside": [
            {
                "name": o.source,
                "account": o.account,
                "code": o.how,
                "how": sentence(o.how, "zh"),
            }
            for o in a.energy.outside
        ],
        "per_product": _per_product(a, a.products[0]) if len(a.products) == 1 else None,
        "variant": _only_variant(a),
        "by_product": [_energy_of(a, p) for p in a.products],
        "comparisons": [
            _energy_comparison(c, p) for p in a.products for c in p.energy_findings.comparisons
        ],
        "not_provided": [_energy_gap(g, p) for p in a.products for g in p.energy_findings.gaps],
        "no_edition": [
            _missing_edition(m) for p in a.products for m in p.energy_findings.product.missing
        ],
        "levels": [
            {
                "indicator": e.indicator,
                "product": p.product.name,
                "level": e.level,
                "benchmark": e.benchmark,
            }
            for p in a.products
            for e in p.energy_levels
        ],
    }


def _only_variant(a: Assessment) -> str | None:
    """The variant of the only main product; those of several stand with each of them."""
    if len(a.products) != 1:
        return None
    return a.products[0].energy_findings.product.variant or None


def _energy_of(a: Assessment, p: ProductAssessment) -> dict[str, Any]:
    """The energy that a main product bears, and per unit of it."""
    energy = p.energy
    return {
        "product": p.product.name,
        "variant": p.energy_findings.product.variant or None,
        "equivalent": quantity(None if energy is None else energy.total(), "tce"),
        "primary": quantity(None if energy is None else _primary(a, energy), "tce"),
        "per_product": _per_product(a, p),
    }


def _per_product(a: Assessment, p: ProductAssessment) -> dict[str, Any] | None:
    """Comprehensive energy of a main product's unit, equivalent and primary value."""
    found, energy = p.energy_findings, p.energy
    if found.output is None or found.per is None or energy is None:
        return None
    unit = f"kgce/{found.per.text}"
    tonnes = found.output / 1000
    total, primary = energy.total(), _primary(a, energy)
    return {
        "product": p.product.name,
        "equivalent": quantity(None if total is None else total / tonnes, unit),
        "primary": quantity(None if primary is None else primary / tonnes, unit),
    }


def _primary(a: Assessment, energy: Energy) -> Fraction | None:
    """Comprehensive energy with electricity at its primary value, where the project gives one."""
    rate = a.project.electricity_primary
    return None if rate is None else energy.primary(rate.to("tce/MWh"))


def _energy_comparison(c: EnergyComparison, p: ProductAssessment) -> dict[str, Any]:
    return {
        "benchmark": c.id,
        "product": p.product.name,
        "indicator": c.indicator,
        "level": c.level,
        "level_zh": c.level_zh,
        **(quantity(c.value, c.unit.text) or {}),
        "without_own": quantity(c.without_own, c.unit.text),
        "exports_kept": c.exports_kept,
        "limit": decimal_text(c.limit),
        "printed": None if c.printed is None else decimal_text(c.printed),
        "within": c.within if c.judged else None,
        "variant": c.variant or None,
        "stated": c.stated,
        "correction": c.correction,
        "sum": c.sum or None,
        "said": None if c.said is None else told(c.said.code, c.said.params),
        "citation": c.citation.to_dict(),
    }


def _energy_gap(g: EnergyGap, p: ProductAssessment) -> dict[str, Any]:
    return {
        "benchmark": g.limit.id,
        "product": p.product.name,
        "indicator": g.limit.indicator,
        "level": g.limit.level,
        "level_zh": g.limit.level_zh,
        "variant": g.limit.variant or None,
        "limit": decimal_text(g.limit.printed),
        "unit": g.limit.unit.text,
        "why": told(g.why.code, g.why.params),
        "citation": g.limit.citation.to_dict(),
    }


def _missing_edition(m: MissingEdition) -> dict[str, Any]:
    return {
        "product": m.product,
        "indicator": m.indicator,
        "why": told(m.why.code, m.why.params),
        "citation": m.citation.to_dict(),
    }


def intensity_part(i: Intensity) -> dict[str, Any]:
    """One carbon intensity."""
    return {
        "indicator": i.indicator,
        "product": i.product or None,
        "product_name": i.product_name or None,
        "sector": i.sector or None,
        **(quantity(i.value, i.unit.text) or {}),
        "numerator": quantity(i.numerator, i.numerator_unit),
        "denominator": given(i.denominator),
    }


def comparison_part(c: Comparison, governs: bool, a: Assessment) -> dict[str, Any]:
    """One comparison; ``governs`` where it decides.

    ``excess`` = emission × (value − limit) ÷ value: what the year emits above the limit; negative
    where there is room below it.
    """
    b = c.benchmark
    excess, unit = _excess(c)
    return {
        "benchmark": b.id,
        "level": b.level,
        "governs": governs,
        "product": b.product,
        "product_name": b.product_name,
        "declared_name": c.intensity.product_name,
        "sector": b.sector,
        "indicator": b.indicator,
        **(quantity(c.value, b.unit.text) or {}),
        "limit": decimal_text(b.limit),
        "within": c.within,
        "margin_percent": decimal_text(c.margin_percent, 12),
        "excess": quantity(excess, unit),
        "grade": b.grade,
        "adopted": b.adopted,
        "illustrative": b.instrument.illustrative,
        "boundary": b.boundary,
        "same_boundary": c.same_boundary and not counts_coproducts(a),
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
        "derivation": _derivation(b.derivation) if b.derivation else None,
    }


def counts_coproducts(a: Assessment) -> bool:
    """Whether what is compared holds the emission of a product with a value of its own as well."""
    return a.decision.verdict == "undetermined" and any(f.coproducts for f in a.facts)


def _derivation(d: Derivation) -> dict[str, Any]:
    """The sum behind a derived value."""
    return {
        "formula": d.formula,
        "substituted": d.substituted,
        "limits": list(d.limits),
        "grid_factor": {
            **(quantity(d.grid.quantity.value, d.grid.quantity.unit.text) or {}),
            "source": cited(d.grid),
        },
        "variant": d.variant or None,
        "assumption": d.assumption or None,
    }


def _excess(c: Comparison) -> tuple[Fraction | None, str]:
    """What is emitted above a limit, in the gas that its intensity counts."""
    i = c.intensity
    over = i.numerator * (c.value - c.benchmark.limit) / c.value if c.value else None
    return over, i.numerator_unit


def allocation_part(a: Assessment) -> dict[str, Any] | None:
    """How the sources are split over the main products; None where there is one."""
    if len(a.products) < 2:
        return None
    split = {p.sector.id: p.sector.split for p in a.products if p.sector.split}
    return {
        "method": a.allocation.method or None,
        "products": [_product_part(p, a) for p in a.products],
        "sources": [_split_part(e, a) for e in a.inventory.emissions if _is_own(e)],
        "notes": [{lang: s["note"][lang] for lang in LANGUAGES} for s in split.values()],
        "admissible": _admissible(a.admissible),
    }


def _is_own(e: SourceEmission) -> bool:
    return e.source.account == "project"


def _split_part(e: SourceEmission, a: Assessment) -> dict[str, Any]:
    split = a.allocation.split(e.source)
    return {
        "source": e.source.name,
        "basis": split.basis or None,
        "how": sentence(f"allocation.{split.basis or 'none'}", "zh"),
        "shares": [
            {"product": name, **(quantity(share * 100, "%") or {})}
            for name, share in split.shares.items()
        ],
    }


def _product_part(p: ProductAssessment, a: Assessment) -> dict[str, Any]:
    total = None if p.inventory is None else p.inventory.total()
    weight = a.allocation.weights.get(p.product.name)
    whole = sum(a.allocation.weights.values(), Fraction(0))
    return {
        "product": p.product.name,
        "sector": {"id": p.sector.id, "name_zh": p.sector.name_zh, "name_en": p.sector.name_en},
        "boundary": dict(p.sector.boundary),
        "output": given(p.product.amount),
        "emission": quantity(total, "tCO2e"),
        "method_share": None if weight is None else quantity(weight / whole * 100, "%"),
    }


def _admissible(found: Admissible | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "emission": quantity(found.emission, found.gas),
        "limit": quantity(found.limit, found.gas),
        "within": found.within,
    }
