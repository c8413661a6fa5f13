"""What chapters 1 to 5 say of this project: each sentence stands on a condition of the Run."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.reference import is_purchased
from carbon_eia.report import show
from carbon_eia.report.care import doubts
from carbon_eia.report.common import Reader
from carbon_eia.report.overview import OWN
from carbon_eia.report.policy import counted, state_of
from carbon_eia.report.prose import Prose, tell
from carbon_eia.run.records import (
    CategoryRecord,
    InventoryRecord,
    QuantityRecord,
    Run,
    SourceRecord,
)

__all__ = ["first_chapters"]

ENLARGED = ("rebuild", "expansion", "retrofit")
"""Natures of works that presuppose an existing plant."""


def first_chapters(run: Run, reader: Reader) -> dict[str, list[Prose]]:
    """The paragraphs of chapters 1 to 5 by the name of their section."""
    return {
        "purpose": list(_purpose(run, reader)),
        "method": list(_method(run, reader)),
        "basis": list(_basis(run, reader)),
        "quality": list(_quality(run, reader)),
        "project": list(_project(run, reader)),
        "inputs": list(_inputs(run, reader)),
        "policy": list(_policy(run, reader)),
        "existing": list(_existing(run, reader)),
        "nodes": list(_nodes(run, reader)),
        "structure": list(_structure(run, reader)),
        "gases": list(_gases(run, reader)),
        "accounts": list(_accounts(run, reader)),
    }


def ton(quantity: QuantityRecord) -> str:
    """An emission with its unit, without its sign."""
    return f"{show.emission(quantity).removeprefix('−')} {quantity.unit}"


def percent(text: str) -> str:
    """A percentage at two decimals, without its sign."""
    return f"{show.margin(text).removeprefix('−')} %"


# --- 1 general


def _purpose(run: Run, reader: Reader) -> Iterator[Prose]:
    p = run.project
    stage = reader.code("stage", p.stage)
    yield tell(reader, "purpose", name=str(p.name), stage=stage)
    if boundary := reader.text(p.sector.boundary):
        yield tell(reader, "scope_boundary", boundary=boundary, year=str(p.year), day=run.as_of)
    yield from _scope(run, reader)


def _scope(run: Run, reader: Reader) -> Iterator[Prose]:
    sources, gwp = run.inventory.by_source, str(run.project.sector.gwp)
    found = dict.fromkeys(g.gas for s in sources for g in s.gases)
    if not found:
        return
    if any(s.co2e is None for s in sources):
        yield tell(reader, "scope_gases_open", gases=reader.listed(list(found)))
    elif list(found) == ["CO2"]:
        yield tell(reader, "scope_only_co2")
    else:
        yield tell(reader, "scope_gases", gases=reader.listed(list(found)), gwp=gwp)


def _method(run: Run, reader: Reader) -> Iterator[Prose]:
    sector = run.project.sector
    chosen = sector.chosen
    yield tell(reader, "method_guide", guide=reader.document(sector.guide))
    yield tell(reader, "method_intensity")
    yield tell(reader, "method_rounding")
    if chosen.gwp:
        yield tell(reader, "chosen_gwp", gwp=chosen.gwp)
    if chosen.fuel_table:
        yield tell(reader, "chosen_fuel_table", table=chosen.fuel_table)


def _basis(run: Run, reader: Reader) -> Iterator[Prose]:
    own = [r for r in run.decision.reasons if OWN in reader.text(r.instrument)]
    if own:
        yield tell(reader, "basis_own", count=str(len(own)))


def _quality(run: Run, reader: Reader) -> Iterator[Prose]:
    weak = len(doubts(run, reader))
    if weak:
        yield tell(reader, "quality_weak", count=str(weak))
    elif run.inventory.by_source:
        yield tell(reader, "quality_none_weak")
    yield tell(reader, "method_evidence")


# --- 2 the project


def _project(run: Run, reader: Reader) -> Iterator[Prose]:
    p = run.project
    facts = {
        "region": str(p.region),
        "sector": str(p.sector.name(reader.lang)),
        "stage": reader.code("stage", p.stage),
    }
    if p.nature:
        nature = reader.code("nature", p.nature)
        yield tell(reader, "project_what_nature", nature=nature, **facts)
    else:
        yield tell(reader, "project_what", **facts)
    per = next((i for i in run.intensities if i.product or i.product_name), None)
    if per is None:
        yield tell(reader, "project_no_main")
    else:
        amount = reader.typed(per.denominator)
        yield tell(reader, "project_main", product=reader.text(per.product_name), amount=amount)


def _inputs(run: Run, reader: Reader) -> Iterator[Prose]:
    if sources := run.inventory.by_source:
        yield tell(reader, "inputs_what", count=str(len(sources)))


# --- 3 policy


def _policy(run: Run, reader: Reader) -> Iterator[Prose]:
    reasons = run.decision.reasons
    if not reasons:
        return
    states = counted(reasons, reader)
    yield tell(reader, "policy_count", total=str(len(reasons)), states=states)
    failed = [r for r in reasons if state_of(r) == "failed"]
    for key, severe in (("policy_vetoes", True), ("policy_others", False)):
        rules = [reader.text(r.title) for r in failed if (r.severity == "veto") is severe]
        if rules:
            yield tell(reader, key, rules=reader.word("semicolon").join(rules))
    if not failed and any(state_of(r) == "held" for r in reasons):
        yield tell(reader, "policy_none_fails")


# --- 4 the existing plant


def _existing(run: Run, reader: Reader) -> Iterator[Prose]:
    inventory, nature = run.inventory, run.project.nature
    stated = {s.account for s in inventory.by_source} - {"project"}
    if not stated:
        if nature in ENLARGED:
            yield tell(reader, "existing_lacking", nature=reader.code("nature", nature))
        else:
            yield tell(reader, "existing_new" if nature == "new" else "existing_none")
        return
    existing, replaced = inventory.accounts.existing, inventory.accounts.replaced
    if existing is None or replaced is None:
        yield tell(reader, "existing_open")
    elif stated == {"replaced"}:
        yield tell(reader, "replaced_only", replaced=ton(replaced))
    elif stated == {"existing"}:
        yield tell(reader, "existing_only", existing=_signed(existing))
    else:
        yield tell(reader, "existing_given", existing=_signed(existing), replaced=_signed(replaced))


def _signed(quantity: QuantityRecord) -> str:
    return f"{show.emission(quantity)} {quantity.unit}"


# --- 5 the inventory


def _nodes(run: Run, reader: Reader) -> Iterator[Prose]:
    sources = run.inventory.by_source
    if not sources:
        return
    indirect = sum(is_purchased(s.category) for s in sources)
    yield tell(
        reader,
        "nodes_what",
        count=str(len(sources)),
        direct=str(len(sources) - indirect),
        indirect=str(indirect),
    )


def _structure(run: Run, reader: Reader) -> Iterator[Prose]:
    inventory = run.inventory
    own = [s for s in inventory.by_source if s.account == "project"]
    total, colon = inventory.total, reader.word("comma")
    if total is None:
        lacking = [str(s.name) for s in own if s.co2e is None]
        if lacking:
            yield tell(reader, "open_total", count=str(len(lacking)), names=colon.join(lacking))
        return
    if not own:
        return
    if not show.exact(total):
        yield tell(reader, "zero_total")
        return
    yield tell(reader, "total_is", total=_signed(total))
    known = [(s, s.co2e) for s in own if s.co2e is not None]
    emitting = [(s, co2e) for s, co2e in known if show.exact(co2e) > 0]
    taken_off = [str(s.name) for s, co2e in known if show.exact(co2e) < 0]
    if taken_off:
        yield tell(reader, "deductions", names=colon.join(taken_off))
    if emitting and not taken_off:  # with deductions a share of the total says little
        yield from _largest(inventory, emitting, reader)


def _largest(
    inventory: InventoryRecord, emitting: list[tuple[SourceRecord, QuantityRecord]], reader: Reader
) -> Iterator[Prose]:
    """The largest category and the largest source; ``emitting``: sources with what they emit."""
    categories = [c for c in inventory.by_category if show.exact(c.co2e) > 0]
    top = max(categories, key=lambda c: show.exact(c.co2e))
    label = reader.code("category", top.category)
    if len(categories) == 1:
        yield tell(reader, "category_only", category=label)
    else:
        amount, share = ton(top.co2e), _share(top, reader)
        yield tell(reader, "category_top", category=label, amount=amount, share=share)
    largest, co2e = max(emitting, key=lambda emitter: show.exact(emitter[1]))
    if len(emitting) == 1:
        yield tell(reader, "source_only", source=str(largest.name))
    elif largest.share_percent is not None:
        yield tell(
            reader,
            "source_top",
            source=str(largest.name),
            amount=ton(co2e),
            share=percent(largest.share_percent),
        )
    power = next((c for c in categories if c.category == "electricity"), None)
    if power is not None and power is not top and _is_grid([s for s, _ in emitting]):
        yield tell(reader, "power_share", share=_share(power, reader))


def _share(line: CategoryRecord, reader: Reader) -> str:
    """The share of a category; a dash where there is nothing that it could be a share of."""
    return reader.word("dash") if line.share_percent is None else percent(line.share_percent)


def _is_grid(sources: list[SourceRecord]) -> bool:
    """Whether some purchased power is counted with a published grid factor."""
    return any(
        str(p.source.id).startswith("electricity:")
        for s in sources
        for p in s.parameters
        if s.category == "electricity" and p.source
    )


def _gases(run: Run, reader: Reader) -> Iterator[Prose]:
    inventory = run.inventory
    if any(g.gas != "CO2" for s in inventory.by_source for g in s.gases):
        yield tell(reader, "gases_what")
    biogenic = inventory.biogenic
    if show.exact(biogenic):
        yield tell(reader, "biogenic_is", amount=_signed(biogenic))


def _accounts(run: Run, reader: Reader) -> Iterator[Prose]:
    inventory = run.inventory
    stated = {s.account for s in inventory.by_source}
    if stated <= {"project"}:
        return
    after, change = inventory.accounts.after, inventory.accounts.change
    if after is None or change is None:
        yield tell(reader, "accounts_open")
        return
    number = show.exact(change)
    way = "same" if not number else "more" if number > 0 else "less"
    key = f"accounts_{way}" if "existing" in stated else f"accounts_net_{way}"
    yield tell(reader, key, after=_signed(after), change=ton(change))
    yield from _plant(run, reader)


def _plant(run: Run, reader: Reader) -> Iterator[Prose]:
    """The performance of the whole plant before and after, where it can be told."""
    plant = run.inventory.plant
    if plant is None:
        return
    before, after = plant.before, plant.after
    if before is None or after is None:
        yield tell(reader, "plant_open", product=plant.product)
        return
    change = show.exact(after) - show.exact(before)
    way = "same" if not change else "more" if change > 0 else "less"
    yield tell(
        reader,
        f"plant_{way}",
        product=plant.product,
        before=f"{show.beside(show.exact(before))} {before.unit}",
        after=f"{show.beside(show.exact(after))} {after.unit}",
    )
