"""The sheets of inputs and factors: every figure that enters a formula has one cell, here."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from carbon_eia.errors import UnitError
from carbon_eia.project import fields, parameter_label, parameter_symbol
from carbon_eia.report.document_language import DocumentLanguage
from carbon_eia.report.workbook.sheet_page import SheetPage, as_float, own
from carbon_eia.run.records import (
    CitedValueRecord,
    IntensityRecord,
    ParameterRecord,
    QuantityRecord,
    Run,
    SourceRecord,
)
from carbon_eia.units import parse_quantity, parse_unit

__all__ = ["Inputs", "write_inputs"]

CALCULATED = ("default", "assumption")
"""Statuses of a parameter that stands on the sheet of factors."""


class Inputs(NamedTuple):
    """References of the cells that hold what enters the formulas.

    ``parameters``: (number of the source, parameter). ``outputs``: (indicator, name of the
    product) of an intensity. ``potentials``: gas. ``coefficients``: number of the source in the
    energy list. ``changed``: a formula that counts the figures that differ from the Run.
    """

    parameters: Mapping[tuple[int, str], str]
    outputs: Mapping[tuple[str, str], str]
    potentials: Mapping[str, str]
    coefficients: Mapping[int, str]
    changed: str


class Typed(NamedTuple):
    """A figure as it was typed or published, and its size in the unit of the calculation."""

    number: Fraction
    unit: str
    factor: Fraction


class SharedFactor(NamedTuple):
    """A figure of the reference that one row of the sheet gives to every source that uses it."""

    quantity: QuantityRecord
    label: str
    status: str
    source: CitedValueRecord


def as_typed(quantity: QuantityRecord, unit: str | None = None) -> Typed:
    """The typed number with the factor to ``unit`` (else its own): their product is the value."""
    target = unit or quantity.unit
    try:
        typed = parse_quantity(quantity.typed or "", annual=True)
        factor = typed.unit.factor_to(parse_unit(target))
    except UnitError:  # a derived figure has a sentence in the place of a number
        return Typed(quantity.number, target, Fraction(1))
    return Typed(typed.value, typed.unit.text, factor)


def write_inputs(page: SheetPage, factors: SheetPage, run: Run, reader: DocumentLanguage) -> Inputs:
    """Write both sheets and say where each figure stands."""
    writer = _InputsWriter(page, factors, run, reader)
    return writer.write()


class _InputsWriter:
    def __init__(
        self, page: SheetPage, factors: SheetPage, run: Run, reader: DocumentLanguage
    ) -> None:
        self.page, self.factors, self.run, self.reader = page, factors, run, reader
        self.parameters: dict[tuple[int, str], str] = {}
        self.shared: dict[tuple[str, ...], tuple[SharedFactor, list[str], list[Any]]] = {}

    def write(self) -> Inputs:
        page, say = self.page, self.page.say
        page.widths(5, 22, 22, 9, 14, 12, 12, 16, 12, 8, 34, 14, 9)
        page.title(say("sheet.inputs"), say("inputs.note"), 13)
        page.head(say("inputs.head").split("|"), repeat=True, freeze=3)
        first = page.row
        for i, source in enumerate(self.run.inventory.by_source):
            for p in source.parameters:
                if p.status in CALCULATED and p.source:
                    self._share(p, source, ("parameter", i))
                else:
                    self.parameters[i, p.name] = self._source_row(i, source, p)
        outputs = {
            (x.indicator, x.product_name or ""): self._output(x) for x in self._denominators()
        }
        last = max(page.row - 1, first)
        potentials, coefficients, span = self._factors()
        changed = _marks(page.column(12, first, last))
        if span is not None:
            changed += f"+{_marks(self.factors.column(15, *span))}"
        return Inputs(self.parameters, outputs, potentials, coefficients, changed)

    # --- what the applicant typed

    def _source_row(self, number: int, source: SourceRecord, p: ParameterRecord) -> str:
        label = parameter_label(source.method, p.name, self.page.lang)
        origin = source.evidence or self.reader.word("declared")
        if p.status == "derived":
            origin = p.typed
        symbol = parameter_symbol(source.method, p.name)
        status = self.reader.code("status", p.status)
        name = source.name
        return self._row(str(number + 1), name, label, symbol, p, p.unit, status, origin)

    def _output(self, intensity: IntensityRecord) -> str:
        if intensity.product is not None:
            label = fields("products")["amount"].label(self.page.lang)
            name = intensity.product_name or ""
        else:
            label = self.reader.word(intensity.indicator.removeprefix("carbon_per_"))
            name = self.reader.word("money_facts")
        unit = intensity.unit.partition("/")[2]
        typed = intensity.denominator
        status, origin = self.reader.code("status", "given"), self.reader.word("declared")
        return self._row("", name, label, "", typed, unit, status, origin)

    def _denominators(self) -> list[IntensityRecord]:
        """One intensity for each denominator: t CO2e and t CO2 share theirs."""
        found: dict[tuple[str, str], IntensityRecord] = {}
        for x in self.run.intensities:
            found.setdefault((x.indicator, x.product_name or ""), x)
        return list(found.values())

    def _row(
        self,
        number: str,
        of: str,
        label: str,
        symbol: str,
        quantity: QuantityRecord,
        unit: str,
        status: str,
        origin: str,
    ) -> str:
        page, typed = self.page, as_typed(quantity, unit)
        for column, text in enumerate((number, of, label, symbol)):
            page.text(column, text)
        entry = page.number(4, float(typed.number), fill="input")
        page.text(5, "" if typed.unit == "1" else typed.unit)
        factor = page.number(6, float(typed.factor))
        value = float(typed.number * typed.factor)
        cell = page.formula(7, f"{own(entry)}*{own(factor)}", value, fill="result")
        page.text(8, "" if unit == "1" else unit)
        page.text(9, status)
        page.text(10, origin)
        record = page.number(11, float(typed.number), fill="open")
        self._mark(page, 12, entry, record)
        page.next()
        return cell

    def _mark(self, page: SheetPage, column: int, entry: str, record: str) -> None:
        said = page.say("changed")
        style = page.formats("text", "bad")
        where = (page.row, column, page.row, column)
        page.sheet.conditional_format(*where, {"type": "no_blanks", "format": style})
        page.formula(column, f'IF({own(entry)}={own(record)},"","{said}")', "", kind="text")

    # --- what the reference gives

    def _share(self, p: ParameterRecord, source: SourceRecord, use: Any) -> None:
        label = parameter_label(source.method, p.name, self.page.lang)
        status = self.reader.code("status", p.status)
        if p.source is not None:
            factor = SharedFactor(p, label, status, p.source)
            self._collect(factor, p.name, source.name, (*use, p.name))

    def _collect(self, factor: SharedFactor, kind: str, of: str, use: Any) -> None:
        number = factor.quantity
        key = (kind, factor.source.id, number.typed, number.value, number.unit)
        found = self.shared.setdefault(key, (factor, [], []))
        if of not in found[1]:
            found[1].append(of)
        found[2].append(use)

    def _factors(self) -> tuple[dict[str, str], dict[int, str], tuple[int, int] | None]:
        page, say, reader = self.factors, self.factors.say, self.reader
        for i, use in enumerate(self.run.energy.by_source):
            if use.coefficient and use.source:
                status = reader.code("status", "default")
                factor = SharedFactor(use.coefficient, say("coefficient"), status, use.source)
                self._collect(factor, "coefficient", use.name, ("coefficient", i))
        for source in self.run.inventory.by_source:
            for gas in source.gases:
                if gas.gwp is not None and gas.source is not None and gas.gas != "CO2":
                    number = QuantityRecord(value=gas.gwp, unit="1", typed=gas.gwp)
                    factor = SharedFactor(number, f"GWP {gas.gas}", gas.assessment, gas.source)
                    self._collect(factor, "gwp", source.name, ("gwp", gas.gas))
        page.widths(5, 22, 24, 12, 15, 10, 14, 13, 8, 48, 6, 18, 34, 26, 12, 9)
        page.title(say("sheet.factors"), say("factors.note"), 16)
        page.head(say("factors.head").split("|"), repeat=True, freeze=2)
        potentials: dict[str, str] = {}
        coefficients: dict[int, str] = {}
        first = page.row
        for row, (factor, sources, uses) in enumerate(self.shared.values(), 1):
            cell = self._factor_row(row, factor, sources)
            for use in uses:
                if use[0] == "parameter":
                    self.parameters[use[1], use[2]] = cell
                elif use[0] == "gwp":
                    potentials[use[1]] = cell
                else:
                    coefficients[use[1]] = cell
        return potentials, coefficients, (first, page.row - 1) if page.row > first else None

    def _factor_row(self, row: int, shared: SharedFactor, sources: list[str]) -> str:
        page, reader, cited = self.factors, self.reader, shared.source
        quantity = shared.quantity
        typed = as_typed(quantity, quantity.unit)
        page.text(0, f"F{row}")
        page.text(1, shared.label)
        page.text(2, reader.listed(sources))
        value = page.number(3, float(typed.number), fill="factor")
        page.text(4, "" if typed.unit == "1" else typed.unit)
        factor = page.number(5, float(typed.factor))
        shown = as_float(quantity)
        cell = page.formula(6, f"{own(value)}*{own(factor)}", shown, fill="result")
        page.text(7, "" if quantity.unit == "1" else quantity.unit)
        texts = (
            shared.status,
            " ".join(x for x in (reader.document(cited), cited.locator) if x),
            cited.grade,
            reader.validity(cited),
            reader.say(cited.reason),
            cited.id,
        )
        for column, text in enumerate(texts, 8):
            page.text(column, text)
        record = page.number(14, float(typed.number), fill="open")
        self._mark(page, 15, value, record)
        page.next()
        return cell


def _marks(column: str) -> str:
    """A formula that counts the cells of a column that show something."""
    return f"SUMPRODUCT(--(LEN({column})>0))"
