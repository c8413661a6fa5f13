"""What a person must know of an assessment beside its verdict: each a code with its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from carbon_eia.benchmarks import Benchmark, departures
from carbon_eia.inventory import Inventory, Missing
from carbon_eia.messages import LANGUAGES, sentence
from carbon_eia.plausibility import Implausibility
from carbon_eia.project import Product, Project
from carbon_eia.reference import Policy, Reason, Sector, World, months_after
from carbon_eia.rules import Deadline, Decision

__all__ = [
    "barred",
    "cautions",
    "coproduct_cautions",
    "doubtful_address",
    "notes",
    "unnamed_variant",
]


def notes(inventory: Inventory) -> list[tuple[str, Reason]]:
    """What was chosen for the figures of an inventory, each said once."""
    found = [(e.source.place.key, n) for e in inventory.emissions for n in e.notes]
    seen: set[str] = set()
    once: list[tuple[str, Reason]] = []
    for where, note in found:
        # the same grid factor serves every electricity source: said once
        key = (
            f"{note.code}{note.params}" if note.code.startswith("reason.grid") else f"{where}{note}"
        )
        if key not in seen:
            seen.add(key)
            once.append((where, note))
    return once


def barred(findings: Sequence[Implausibility], whole: bool) -> list[Missing]:
    """What must be checked before anything is decided: the figures that grave warnings name.

    Where the inventory is not ``whole``, its totals are no figures yet: only what is stated is held
    against its band.
    """
    return [
        Missing(
            "missing.implausible",
            {"figure": {x: sentence(f.reason.code, x, f.reason.params) for x in LANGUAGES}},
        )
        for f in findings
        if f.grave and (whole or f.where not in ("products", "sources"))
    ]


def doubtful_address(project: Project, world: World) -> list[tuple[str, Reason]]:
    """A word where the region of a project rests on a part of its address alone."""
    caution = world.address(project.region).caution
    return [] if caution is None else [("project.region", caution)]


def unnamed_variant(
    product: Product, sector: Sector, variants: Mapping[str, str], limits: Sequence[Benchmark]
) -> list[tuple[str, Reason]]:
    """A word where admission values could be derived if the project named its process variant.

    ``variants``: id of each own product → its variant as the sector's derivations spell it.
    """
    known = sector.product(product.name)
    if known is None or any((b.sector, b.product) == (sector.id, known.id) for b in limits):
        return []
    own = [s for s in sector.derivation if s["product"] == known.id]
    offered = [s["variant"] for s in own if "variant" in s]
    wanted = variants[known.id] or known.energy.get("variant", "")
    if not offered or len(offered) < len(own) or wanted in offered:
        return []  # none, or the limits themselves are not in force
    params = {"product": product.name, "known": "、".join(offered)}
    return [("products", Reason("CE-W029", params, warn=True))]


def cautions(
    project: Project,
    sector_of: Callable[[Product], Sector],
    benchmarks: Sequence[Benchmark],
    deadline: Deadline | None,
    policy: Policy,
    as_of: date,
) -> list[tuple[str, Reason]]:
    """What a person must know of limits, deadline, measures and products."""
    found: list[tuple[str, Reason]] = []
    titles = dict.fromkeys(b.instrument.title for b in benchmarks if b.instrument.illustrative)
    for title in titles:
        found.append(("benchmarks", Reason("CE-W020", {"title": title}, warn=True)))
    for d in departures(benchmarks):
        found.append(("benchmarks", Reason(d.code, d.params, warn=True)))
    if deadline is not None and deadline.grade == "C":
        params = {"day": deadline.day, "citation": deadline.citation}
        found.append(("project.retrofit_deadline", Reason("CE-W021", params, warn=True)))
    own_day = project.retrofit_deadline
    period = policy.parameters.get("retrofit_period_months")
    latest = own_day if period is None else months_after(as_of, int(period.value))
    if own_day is not None and latest is not None and own_day > latest:
        params = {"day": own_day, "latest": latest}
        found.append(("project.retrofit_deadline", Reason("CE-W022", params, warn=True)))
    for m in project.measures:
        if m.status == "committed" and m.finish is None:
            found.append((m.place.key, Reason("CE-W023", {"measure": m.name}, warn=True)))
        if m.status != "completed" and m.finish is not None and m.finish < as_of:
            params = {"measure": m.name, "finish": m.finish}
            found.append((m.place.key, Reason("CE-W024", params, warn=True)))
    promised = {m.name for m in project.measures if m.status != "planned"}
    for m in project.measures:
        for other in m.requires:
            if m.status == "committed" and other not in promised:
                params = {"measure": m.name, "other": other}
                found.append((m.place.key, Reason("CE-W027", params, warn=True)))
    for file, lost in {e.file: e.lost for e in project.evidence if e.lost}.items():
        why = {lang: sentence(lost, lang) for lang in LANGUAGES}
        found.append(("evidence", Reason("CE-E001", {"file": file, "why": why}, warn=True)))
    own = [p for p in project.products if p.account == "project"]
    mains = project.main_products
    if len(mains) == 1 and len(own) > 1:
        found.append(("products", Reason("CE-W025", {"product": mains[0].name}, warn=True)))
    for main in mains:
        sector = sector_of(main)
        if sector.product(main.name) is None:
            known = "、".join(p.name_zh for p in sector.products)
            params = {"product": main.name, "known": known}
            found.append(("products", Reason("CE-W026", params, warn=True)))
    return found


def coproduct_cautions(
    coproducts: Sequence[Missing], decision: Decision
) -> list[tuple[str, Reason]]:
    """A word on products with an admission value of their own, where the project passes without
    being held against it."""
    if decision.verdict != "pass":
        return []
    return [("products", Reason("CE-W045", m.params, warn=True)) for m in coproducts]
