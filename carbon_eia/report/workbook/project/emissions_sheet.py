"""The sheet of emissions: each source by its printed formula, then categories and accounts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.formulas import FormulaError, parse_formula
from carbon_eia.inventory import ACCOUNTS
from carbon_eia.messages import sentence
from carbon_eia.project import method_label, parameter_label, parameter_symbol
from carbon_eia.reference import categories
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.project.input_sheets import Inputs
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import (
    AllocationRecord,
    IntensityRecord,
    InventoryRecord,
    ParameterRecord,
    QuantityRecord,
    Run,
    SourceRecord,
)
from carbon_eia.units import rounded, shown_apart

__all__ = ["Emissions", "cells_of", "live", "symbol_of", "write_emissions"]


class Emissions(NamedTuple):
    """References of the totals of the project by what they count (``tCO2e``, ``tCO2``).

    ``borne``: of what each of several main products bears, by product and what is counted.
    """

    totals: Mapping[str, str]
    borne: Mapping[tuple[str, str], str] = MappingProxyType({})

    def of(self, intensity: IntensityRecord) -> str:
        """The emission above the line of an intensity."""
        unit = intensity.numerator.unit
        return self.borne.get((intensity.product_name or "", unit), self.totals[unit])


def cells_of(inputs: Inputs, number: int, source: SourceRecord) -> dict[str, str]:
    """The symbols of a source's formula and the cells that hold their values."""
    return {symbol_of(source, p): inputs.parameters[number, p.name] for p in source.parameters}


def symbol_of(source: SourceRecord, parameter: ParameterRecord) -> str:
    """How the formula of a source writes a parameter."""
    return parameter_symbol(source.method, parameter.name)


def live(formula: str | None, cells: Mapping[str, str]) -> str | None:
    """A printed formula over cells; None where it cannot be read, as of another version."""
    try:
        return parse_formula(formula).cell(cells) if formula else None
    except FormulaError:
        return None


def write_emissions(
    page: SheetPage, run: Run, reader: DocumentLanguage, inputs: Inputs
) -> Emissions:
    """Write the sheet."""
    page.widths(5, 22, 14, 12, 10, 46, 38, 16, 12, 9, 17, 15, 17)
    page.title(page.say("sheet.emissions"), page.say("emissions.note"), 13)
    page.head(page.say("emissions.head").split("|"), repeat=True, freeze=2)
    first = page.row
    sources = run.inventory.by_source
    for i, source in enumerate(sources):
        _source(page, reader, inputs, i, source)
    if not sources:
        page.note(reader.word("no_sources"), 13)
    last = max(page.row - 1, first)
    account, category, gas = (page.column(c, first, last) for c in (4, 3, 8))
    mass, co2e, biogenic = (page.column(c, first, last) for c in (7, 10, 11))
    found = _totals(page, run, reader, account, category, gas, mass, co2e, biogenic)
    if run.allocation is None or not sources:
        return found
    borne = _borne(page, run, run.allocation, reader, gas, mass, co2e)
    return found._replace(borne=borne)


def _source(
    page: SheetPage, reader: DocumentLanguage, inputs: Inputs, number: int, source: SourceRecord
) -> None:
    cells = cells_of(inputs, number, source)
    names = {symbol_of(source, p): _label(source, p.name, page.lang) for p in source.parameters}
    page.text(0, number + 1)
    page.text(1, source.name)
    page.text(2, method_label(source.method, page.lang))
    page.text(3, reader.code("category", source.category))
    page.text(4, reader.code("account", source.account))
    page.text(5, _in_words(source.formula, names))
    page.text(6, source.formula)
    gas = source.gases[0] if len(source.gases) == 1 else None
    formula = live(source.formula, cells)
    page.text(8, source.gas)
    if gas is None or gas.gwp is None or gas.co2e is None or formula is None:
        for column in (7, 9, 10, 11):
            page.text(column, "")
        page.number(7, as_float(source.mass), "mass")
        page.number(10, as_float(source.co2e), "mass")
        if source.co2e is None:
            page.text(10, reader.word("not_computed"), page.formats("text", "bad"))
    else:
        mass = page.formula(7, formula, as_float(gas.mass), "mass")
        if gas.gas in inputs.potentials:
            gwp = page.formula(9, inputs.potentials[gas.gas], float(gas.gwp))
        else:
            gwp = page.number(9, 1.0)
        here = (mass.rpartition("!")[2], gwp.rpartition("!")[2])
        page.formula(10, "*".join(here), as_float(gas.co2e), "mass", "result")
        aside = live(source.biogenic_formula, cells)
        if aside is not None:
            page.formula(11, aside, as_float(source.biogenic), "mass")
        else:
            page.number(11, as_float(source.biogenic), "mass")
    page.number(12, as_float(source.co2e), "mass", "open")
    page.next()


def _label(source: SourceRecord, name: str, lang: str) -> str:
    return parameter_label(source.method, name, lang)


def _in_words(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the names of its parameters in the place of symbols."""
    try:
        parsed = parse_formula(formula)
    except FormulaError:  # of another version
        return formula.removeprefix("E = ")
    return parsed.printed({n: names.get(n, n) for n in parsed.names})


def _totals(
    page: SheetPage,
    run: Run,
    reader: DocumentLanguage,
    account: str,
    category: str,
    gas: str,
    mass: str,
    co2e: str,
    biogenic: str,
) -> Emissions:
    inventory = run.inventory
    project = reader.code("account", "project")
    page.section(page.say("by_category"))
    page.head([page.say("category"), "tCO2e", page.say("share")], start=1)
    known = {c.category: c for c in inventory.by_category}
    rows = [c for c in categories() if c in known]
    start, end = page.row, page.row + len(rows)
    for c in rows:
        page.text(1, reader.code("category", c))
        label = f'"{reader.code("category", c)}"'
        condition = f'{own(category)},{label},{own(account)},"{project}"'
        value = as_float(known[c].co2e)
        page.formula(2, f"SUMIFS({own(co2e)},{condition})", value, "mass", "result")
        whole = own(page.ref(2, end))
        part, of = known[c].co2e.number, inventory.known.number
        if of:
            page.formula(3, f"{own(page.ref(2))}/{whole}*100", float(part / of * 100), "share")
        else:
            page.text(3, "")
        page.next()
    page.text(1, page.say("known"), page.formats("key"))
    summed = f"SUM({own(page.column(2, start, end - 1))})" if rows else "0"
    page.formula(2, summed, as_float(inventory.known), "mass", "result")
    page.text(3, "")
    page.next()
    parts = [rounded(known[c].co2e.number, 2) for c in rows]
    if shown_apart(parts, rounded(inventory.known.number, 2)):
        page.note(sentence("screen.sum_note", reader.lang), 4)

    page.section(reader.word("t_accounts"))
    page.head([reader.word("account"), "tCO2e"], start=1)
    accounts = inventory.accounts
    cells: dict[str, str] = {}
    for name, amount in zip(
        ACCOUNTS, (accounts.existing, accounts.project, accounts.replaced), strict=True
    ):
        page.text(1, reader.code("account", name))
        formula = f'SUMIFS({own(co2e)},{own(account)},"{reader.code("account", name)}")'
        cells[name] = _total(page, reader, formula, amount)
    page.text(1, reader.word("after"), page.formats("key"))
    existing, of_project, replaced = (own(cells[name]) for name in ACCOUNTS)
    _total(page, reader, f"{existing}+{of_project}-{replaced}", accounts.after)

    page.section(page.say("counted"))
    page.head([page.say("counted_what"), "t"], start=1)
    totals: dict[str, str] = {}
    total = inventory.total
    page.text(1, page.say("all_gases"))
    totals["tCO2e"] = _total(page, reader, own(cells["project"]), total)
    page.text(1, page.say("co2_alone"))
    formula = f'SUMIFS({own(mass)},{own(gas)},"CO2",{own(account)},"{project}")'
    known_co2 = None if total is None else _of_co2(inventory)
    totals["tCO2"] = _total(page, reader, formula, known_co2)
    page.text(1, page.say("biogenic"))
    formula = f'SUMIFS({own(biogenic)},{own(account)},"{project}")'
    page.formula(2, formula, as_float(inventory.biogenic), "mass")
    page.next()
    return Emissions(totals if total is not None else {})


def _borne(
    page: SheetPage,
    run: Run,
    allocation: AllocationRecord,
    reader: DocumentLanguage,
    gas: str,
    mass: str,
    co2e: str,
) -> dict[tuple[str, str], str]:
    """The share of each source that each main product bears, and the sums of them, live."""
    names = [p.product for p in allocation.products]
    shares = {(s.source, x.product): x.number for s in allocation.sources for x in s.shares}
    page.section(reader.word("t_allocation"))
    page.head([reader.word("source"), *(f"{name} %" for name in names)], start=1)
    first = page.row
    for source in run.inventory.by_source:
        own_account = source.account == "project"
        page.text(1, source.name)
        for column, name in enumerate(names, 2):
            share = shares.get((source.name, name), Fraction(0)) if own_account else Fraction(0)
            page.number(column, float(share), "share", "factor")
        page.next()
    last = page.row - 1
    found: dict[tuple[str, str], str] = {}
    counted = {"tCO2e": own(co2e), "tCO2": f'{own(mass)}*({own(gas)}="CO2")'}
    for x in run.intensities:
        name, unit = x.product_name or "", x.numerator.unit
        if name not in names or (name, unit) in found:
            continue
        part = own(page.column(2 + names.index(name), first, last))
        only_gas = unit == "tCO2e" or all(s.gas in ("CO2", None) for s in _own(run))
        page.text(1, f"{name} {unit}", page.formats("key"))
        what = counted["tCO2e"] if only_gas else counted[unit]
        formula = f"SUMPRODUCT({what}*{part})/100"
        found[name, unit] = page.formula(2, formula, as_float(x.numerator), "mass", "result")
        page.next()
    return found


def _own(run: Run) -> list[SourceRecord]:
    return [s for s in run.inventory.by_source if s.account == "project"]


def _of_co2(inventory: InventoryRecord) -> QuantityRecord:
    """What the project emits of CO2 alone."""
    masses = (
        s.mass.number
        for s in inventory.by_source
        if s.account == "project" and s.gas == "CO2" and s.mass is not None
    )
    return QuantityRecord(value=str(sum(masses)), unit="t")


def _total(
    page: SheetPage, reader: DocumentLanguage, formula: str, quantity: QuantityRecord | None
) -> str:
    """A total that the Run has, live; where the Run has none, the word for it."""
    cell = page.ref(2)
    if quantity is None:
        page.text(2, reader.word("part_missing"), page.formats("text", "bad"))
    else:
        page.formula(2, formula, as_float(quantity), "mass", "result")
    page.next()
    return cell
