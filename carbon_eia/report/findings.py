"""What chapters 6 to 11 say of this project: each sentence stands on a condition of the Run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from carbon_eia.messages import sentence, verdict_label
from carbon_eia.report import show
from carbon_eia.report.care import doubts, unproven
from carbon_eia.report.chapters import percent, ton
from carbon_eia.report.common import Reader
from carbon_eia.report.prose import Prose, tell
from carbon_eia.report.verdict import governing, limits, main_intensity
from carbon_eia.run.records import ComparisonRecord, MeasureSetRecord, QuantityRecord, Run

__all__ = ["last_chapters"]


def last_chapters(run: Run, reader: Reader) -> dict[str, list[Prose]]:
    """The paragraphs of chapters 6 to 11 by the name of their section."""
    return {
        "allocation": list(_allocation(run, reader)),
        "intensities": [p for name in _products(run) for p in _intensity(run, reader, name)],
        "comparisons": [p for name in _products(run) for p in _comparisons(run, reader, name)],
        "energy": list(_energy(run, reader)),
        "measures": list(_measures(run, reader)),
        "path": list(_path(run, reader)),
        "effects": list(_effects(run, reader)),
        "monitoring": list(_monitoring(run, reader)),
        "defaults": list(_defaults(run, reader)),
        "bearing": list(_bearing(run, reader)),
        "warnings": list(_warnings(run, reader)),
        "verdict": list(_verdict(run, reader)),
        "after": [tell(reader, "again_when")],
    }


# --- 6 performance


def _products(run: Run) -> list[str | None]:
    """The names of several main products; None for the only one."""
    found = run.allocation
    return [None] if found is None else [str(p.product) for p in found.products]


def _allocation(run: Run, reader: Reader) -> Iterator[Prose]:
    if run.allocation is None:
        return
    names = [name for name in _products(run) if name is not None]
    yield tell(reader, "allocation_what", count=str(len(names)), products=reader.listed(names))
    if any(s.basis is None for s in run.allocation.sources):
        yield tell(reader, "allocation_open")


def _of_one(run: Run, reader: Reader) -> Iterator[Prose]:
    """Of which of several products the following speaks."""
    product = run.decision.product
    if run.allocation is not None and product:
        yield tell(reader, "of_product", product=str(product))


def _intensity(run: Run, reader: Reader, product: str | None) -> Iterator[Prose]:
    admission = governing(run, "admission", product)
    shown = admission or main_intensity(run, product)
    if shown is None:
        yield tell(reader, "intensity_none")
        return
    value = f"{show.beside(show.exact(shown), limits(run))} {shown.unit}"
    name = product or reader.text(shown.product_name)
    yield tell(reader, "intensity_is", product=name, value=value)


def _claims(run: Run, reader: Reader) -> Iterator[Prose]:
    """What is declared and does not count, or counts with proof: the figure with and without it."""
    for c in run.decision.claims:
        having, lacking = (
            f"{show.beside(show.exact(value), limits(run))} {c.unit}"
            for value in (c.with_claim, c.without_claim)
        )
        key = "claim_counts" if c.held else "claim_refused"
        yield tell(reader, key, source=str(c.source), a=having, b=lacking)


def _comparisons(run: Run, reader: Reader, product: str | None) -> Iterator[Prose]:
    admission, advanced = (governing(run, k, product) for k in ("admission", "advanced"))
    if product is not None:
        yield tell(reader, "as_to", product=product)
    if admission is None:
        yield tell(reader, "admission_none")
        return
    if not admission.same_boundary:
        yield tell(reader, "admission_other", limit=_limit(admission))
    else:
        yield _against(admission, ("admission_above", "admission_equal", "admission_below"), reader)
    yield from _claims(run, reader)
    yield from _standing(admission, reader)
    if advanced is not None and advanced.same_boundary:
        keys = ("advanced_missed", "advanced_equal", "advanced_reached")
        yield _against(advanced, keys, reader)


def _limit(comparison: ComparisonRecord) -> str:
    return f"{show.plain(comparison.limit)} {comparison.unit}"


def _against(c: ComparisonRecord, keys: tuple[str, str, str], reader: Reader) -> Prose:
    """Above, equal to or below a limit; by how much, in per cent and in tonnes of a year."""
    margin = show.exact(c.margin_percent)
    facts = {"limit": _limit(c), "margin": percent(c.margin_percent)}
    if c.excess is not None:
        facts["excess"] = ton(c.excess)
    if show.exact(c) == show.exact(c.limit):
        return tell(reader, keys[1], **facts)
    return tell(reader, keys[0] if margin < 0 else keys[2], **facts)


def _standing(c: ComparisonRecord, reader: Reader) -> Iterator[Prose]:
    facts = {"document": reader.document(c.citation), "grade": str(c.grade)}
    if c.adopted:
        yield tell(reader, "admission_adopted", **facts)
    elif c.grade == "C":
        yield tell(reader, "admission_weak", **facts)
    else:
        yield tell(reader, "admission_provisional", **facts)
    if c.illustrative:
        yield tell(reader, "admission_sample")


def _energy(run: Run, reader: Reader) -> Iterator[Prose]:
    total = run.energy.equivalent
    if total is None:
        yield tell(reader, "energy_open")
    else:
        yield tell(reader, "energy_is", total=f"{show.emission(total)} {total.unit}")


# --- 7 measures


def _measures(run: Run, reader: Reader) -> Iterator[Prose]:
    measures = run.project.measures
    if not measures:
        yield tell(reader, "no_measures")
        return
    counts = Counter(m.status for m in measures)
    stated = [f"{reader.code('measure', k)} {n}" for k, n in counts.items()]
    yield tell(reader, "measures_count", total=str(len(measures)), by_status=reader.listed(stated))
    if counts["completed"]:
        yield tell(reader, "measures_done_counted")


def _path(run: Run, reader: Reader) -> Iterator[Prose]:
    admission = governing(run, "admission")
    if admission is None or not admission.same_boundary:
        return
    yield from _of_one(run, reader)
    limit, bounds = show.exact(admission.limit), limits(run)
    above = show.exact(admission) > limit

    def facts(reach: _Reach) -> dict[str, str]:
        value = f"{show.beside(show.exact(reach.intensity), bounds)} {admission.unit}"
        return {
            "value": value,
            "limit": _limit(admission),
            "measures": reader.listed(reach.plan.measures),
            "finish": reach.plan.finish or "",
        }

    retrofit = run.retrofit
    if committed := _reach(retrofit.committed):
        reached = show.exact(committed.intensity) <= limit
        if not above:
            yield tell(reader, "committed_more", **facts(committed))
        elif reached:
            yield tell(reader, "committed_reach", **facts(committed))
            return
        else:
            yield tell(reader, "committed_short", **facts(committed))
    if not above:
        return
    everything = _reach(retrofit.everything)
    if proposed := _reach(retrofit.proposed):
        yield tell(reader, "proposed_reach", **facts(proposed))
    elif late := _reach(retrofit.late):
        key = "late_reach" if late.plan.finish else "late_reach_undated"
        yield tell(reader, key, **facts(late))
    elif everything is not None and show.exact(everything.intensity) > limit:
        yield tell(reader, "everything_short", **facts(everything))


class _Reach(NamedTuple):
    """Some measures, and the intensity that is known with them."""

    plan: MeasureSetRecord
    intensity: QuantityRecord


def _reach(plan: MeasureSetRecord | None) -> _Reach | None:
    """What a plan reaches; None where it has no measures, or its intensity is not known."""
    if plan is None or not plan.measures or plan.intensity is None:
        return None
    return _Reach(plan, plan.intensity)


# --- 8 effects


def _effects(run: Run, reader: Reader) -> Iterator[Prose]:
    alpha, beta = run.regional.alpha, run.regional.beta
    if alpha is not None:
        number = show.exact(alpha)
        key = "alpha_equal" if not number else "alpha_above" if number > 0 else "alpha_below"
        yield tell(reader, key, alpha=f"{show.margin(alpha)} %")
    if beta is not None:
        yield tell(reader, "beta_is", beta=f"{show.margin(beta)} %")
    lacking = [n for n, x in (("α", alpha), ("β", beta)) if x is None]
    if lacking:
        yield tell(reader, "regional_open", which=reader.listed(lacking))
    city = run.project.city
    if alpha is not None or beta is not None:
        figures = (("city_carbon_intensity", city.carbon_intensity), ("city_total", city.total))
        stated = [f"{reader.word(k)} {reader.typed(x)}" for k, x in figures if x is not None]
        if city.year is not None:
            stated.append(f"{reader.word('city_year')} {city.year}")
        yield tell(reader, "city_is", facts=reader.listed(stated), source=str(city.source))
    yield tell(reader, "effects_replacement")


# --- 9 monitoring


def _monitoring(run: Run, reader: Reader) -> Iterator[Prose]:
    if sources := run.inventory.by_source:
        yield tell(reader, "monitoring_what", count=str(len(sources)))
        yield tell(reader, "monitoring_open")


# --- 10 uncertainty


def _defaults(run: Run, reader: Reader) -> Iterator[Prose]:
    sources = run.inventory.by_source
    count = len(doubts(run, reader))
    if count:
        yield tell(reader, "defaults_what", count=str(count))
    elif sources:
        yield tell(reader, "defaults_none")
    if names := unproven(run):
        yield tell(reader, "evidence_lacking", names=reader.listed(names))
    elif sources:
        yield tell(reader, "evidence_complete")
    if stated := [f"{s.name} {reader.typed(s.uncertainty)}" for s in sources if s.uncertainty]:
        yield tell(reader, "uncertainty_declared", names=reader.listed(stated))


def _bearing(run: Run, reader: Reader) -> Iterator[Prose]:
    admission = governing(run, "admission")
    if run.decision.verdict == "undetermined":
        yield tell(reader, "effect_undetermined")
    elif admission is not None and admission.excess:
        yield from _of_one(run, reader)
        keys = ("effect_margin_above", "effect_equal", "effect_margin_below")
        yield _against(admission, keys, reader)
    if run.uncertainty is None:
        yield tell(reader, "effect_no_draws")


def _warnings(run: Run, reader: Reader) -> Iterator[Prose]:
    count = len(run.warnings)
    yield (
        tell(reader, "warnings_what", count=str(count)) if count else tell(reader, "warnings_none")
    )


# --- 11 conclusion


def _verdict(run: Run, reader: Reader) -> Iterator[Prose]:
    decision = run.decision
    label = verdict_label(decision.verdict, reader.lang, decision.ground)
    yield tell(reader, "verdict_provisional" if decision.provisional else "verdict_is", label=label)
    if decision.indicative:
        hint = sentence(f"verdict.{decision.indicative}", reader.lang)
        yield tell(reader, "verdict_indicative", label=hint)
