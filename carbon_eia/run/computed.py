"""What was computed: inventory, energy, intensities, comparisons."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from carbon_eia.assessment import Assessment
from carbon_eia.benchmarks import Comparison, Derivation, EnergyComparison
from carbon_eia.intensity import Intensity
from carbon_eia.inventory import (
    ACCOUNTS,
    CATEGORIES,
    GasEmission,
    Parameter,
    SourceEmission,
)
from carbon_eia.run.values import cited, given, missing, quantity
from carbon_eia.text import sentence
from carbon_eia.units import decimal_text, gas_dimension

__all__ = ["comparison_part", "energy_part", "intensity_part", "inventory_part"]


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
    return {
        "total": quantity(total, "tCO2e"),
        "complete": total is not None,
        "known": quantity(known, "tCO2e"),
        "accounts": {
            **{k: quantity(v, "tCO2e") for k, v in accounts.items()},
            "after": quantity(after, "tCO2e"),
        },
        "biogenic": quantity(inventory.biogenic(), "tCO2"),
        "by_category": [
            {
                "category": c,
                "co2e": quantity(by_category[c], "tCO2e"),
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
        "uncertainty": given(e.source.uncertainty),
        "amount": next(
            (
                quantity(p.value, p.unit, p.typed)
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
        "mass": quantity(next(iter(e.masses.values()), None), _mass_unit(e)),
        "gases": [_gas(g, a.sector.gwp) for g in e.gases],
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
                "how": sentence(u.how, "zh"),
                "code": u.how,
                "source": cited(u.origin) if u.origin else None,
            }
        )
    total = a.energy.total()
    return {
        "equivalent": quantity(total, "tce"),
        "primary": quantity(_primary(a), "tce"),
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
        **(quantity(c.value, c.unit.text) or {}),
        "limit": decimal_text(c.limit),
        "within": c.within if c.judged else None,
        "correction": c.correction,
        "citation": c.citation.to_dict(),
    }


def intensity_part(i: Intensity) -> dict[str, Any]:
    """One carbon intensity."""
    return {
        "indicator": i.indicator,
        "product": i.product or None,
        "product_name": i.product_name or None,
        **(quantity(i.value, i.unit.text) or {}),
        "numerator": quantity(i.numerator, i.numerator_unit),
        "denominator": given(i.denominator),
    }


def comparison_part(c: Comparison, governs: bool) -> dict[str, Any]:
    """One comparison; ``governs`` where it decides."""
    b = c.benchmark
    return {
        "benchmark": b.id,
        "level": b.level,
        "governs": governs,
        "product": b.product,
        "product_name": b.product_name,
        "indicator": b.indicator,
        **(quantity(c.value, b.unit.text) or {}),
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
        "derivation": _derivation(b.derivation) if b.derivation else None,
    }


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
