"""Other gases, and the three accounts (三本账) of the plant: sections of the inventory."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Block, Text
from carbon_eia.report.printer import Printer, cell, numbers, row
from carbon_eia.report.project.applicant_texts import ENLARGED
from carbon_eia.report.project.shown_amounts import emission_heads, signed, tonnes
from carbon_eia.run.records import QuantityRecord, Run

__all__ = ["other_gases", "three_accounts"]


def other_gases(run: Run, p: Printer) -> Iterator[Block]:
    """Gases other than CO2, biogenic CO2 and what is recovered; what there is none of is said."""
    found = [(s, g) for s in run.inventory.by_source for g in s.gases if g.gas != "CO2"]
    biogenic = run.inventory.biogenic
    captured = any(c.category == "recovery" for c in run.inventory.by_category)
    yield p.section("gases")
    said = [p.tell("gases_what" if found else "gases_none")]
    if show.exact(biogenic):
        said.append(p.tell("biogenic_is", amount=signed(biogenic)))
    else:
        said.append(p.tell("biogenic_none"))
    said.append(p.tell("recovery_is" if captured else "recovery_none"))
    yield from p.said(said)
    dash = p.word("dash")
    masses = numbers([show.emission(g.mass, 6) for _, g in found])
    amounts = numbers([show.emission(g.co2e) if g.co2e else dash for _, g in found])
    yield from p.table(
        "gases",
        [
            p.column("source", 36),
            p.column("gas", 16),
            p.column("mass", 18, "num"),
            p.column("potential", 12, "num"),
            emission_heads(run, p, 18),
        ],
        [
            row(s.name, g.gas, mass, cell(str(g.gwp or dash), align="num"), amount)
            for (s, g), mass, amount in zip(found, masses, amounts, strict=True)
        ],
    )


def three_accounts(run: Run, p: Printer) -> Iterator[Block]:
    """The three accounts; a project without an existing plant has its own alone."""
    accounts = run.inventory.accounts
    others = {s.account for s in run.inventory.by_source} - {"project"}
    missing = p.word("no_total")
    has_plant = run.project.nature in ENLARGED
    none = p.word("not_stated" if has_plant else "not_involved")
    is_whole = "existing" in others or not has_plant

    def shown(amount: QuantityRecord | None, is_declared: bool) -> str:
        if not is_declared:
            return none
        return missing if amount is None else show.emission(amount)

    rows = (
        (p.code("account", "existing"), shown(accounts.existing, "existing" in others)),
        (p.word("account_building"), p.word("account_within")),
        (p.code("account", "project"), shown(accounts.project, True)),
        (p.code("account", "replaced"), shown(accounts.replaced, "replaced" in others)),
        (p.word("after"), shown(accounts.after, is_whole)),
        (p.word("change"), shown(accounts.change, True)),
        (p.word("account_region"), _regional(run, p)),
    )
    yield p.section("accounts")
    yield from p.said(list(_of_accounts(run, p)))
    yield from p.table(
        "accounts",
        [p.column("account", 60), emission_heads(run, p, 0)],
        [
            row(label, amount)
            for (label, _), amount in zip(rows, numbers([x for _, x in rows]), strict=True)
        ],
    )
    if others:
        yield from p.drawing("accounts")


def _regional(run: Run, p: Printer) -> str:
    """What other sources of the region give up for the project, as the applicant states it."""
    stated = run.project.facts.get("replaced_carbon")
    return p.typed(stated) if isinstance(stated, QuantityRecord) else p.word("not_stated")


def _of_accounts(run: Run, p: Printer) -> Iterator[Text]:
    inventory = run.inventory
    stated = {s.account for s in inventory.by_source}
    if run.project.nature in ENLARGED and "existing" not in stated:
        yield p.tell("accounts_lacking", nature=p.code("nature", run.project.nature))
    if stated <= {"project"}:
        if run.project.nature not in ENLARGED:
            yield p.tell("accounts_alone")
        return
    after, change = inventory.accounts.after, inventory.accounts.change
    if after is None or change is None:
        yield p.tell("accounts_open")
        return
    way = _way(change)
    key = f"accounts_{way}" if "existing" in stated else f"accounts_net_{way}"
    yield p.tell(key, after=signed(after), change=tonnes(change))
    yield from _plant(run, p)


def _plant(run: Run, p: Printer) -> Iterator[Text]:
    """The performance of the whole plant before and after, where it can be told."""
    plant = run.inventory.plant
    if plant is None:
        return
    before, after = plant.before, plant.after
    if before is None or after is None:
        yield p.tell("plant_open", product=plant.product)
        return
    change = show.exact(after) - show.exact(before)
    yield p.tell(
        f"plant_{'same' if not change else 'more' if change > 0 else 'less'}",
        product=plant.product,
        before=f"{show.beside(show.exact(before))} {before.unit}",
        after=f"{show.beside(show.exact(after))} {after.unit}",
    )


def _way(change: QuantityRecord) -> str:
    number = show.exact(change)
    return "same" if not number else "more" if number > 0 else "less"
