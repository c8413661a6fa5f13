"""One grammar for every formula: read once, worked out on any numbers, printed, put into cells."""

from carbon_eia.formulas.compiled import NotListedError
from carbon_eia.formulas.correction import (
    Condition,
    Correction,
    CorrectionOutcome,
    parse_correction,
)
from carbon_eia.formulas.figure import F, Operand
from carbon_eia.formulas.formula import Formula, parse_formula
from carbon_eia.formulas.grammar import FormulaError

__all__ = [
    "Condition",
    "Correction",
    "CorrectionOutcome",
    "F",
    "Formula",
    "FormulaError",
    "NotListedError",
    "Operand",
    "parse_correction",
    "parse_formula",
]
