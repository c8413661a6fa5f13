"""What a cell of a spreadsheet says, and the workbooks that hold cells."""

from __future__ import annotations

from carbon_eia.forms.cell import (
    NUMERALS,
    MergedRange,
    SheetCell,
    Value,
    cell_name,
    serial_day,
    typed,
    value_text,
)
from carbon_eia.forms.notices import ReadingNotice, heard, notice, notices_of
from carbon_eia.forms.number_format import general
from carbon_eia.forms.sheet import FORM_LIMITS, TABLE_LIMITS, WORKBOOK_LIMITS, Sheet, WorkbookLimits
from carbon_eia.forms.workbook import (
    OTHER_SPREADSHEETS,
    SPREADSHEETS,
    open_workbook,
    refuse_other,
    sheet_names,
    sheets_of,
)

__all__ = [
    "FORM_LIMITS",
    "NUMERALS",
    "OTHER_SPREADSHEETS",
    "SPREADSHEETS",
    "TABLE_LIMITS",
    "WORKBOOK_LIMITS",
    "MergedRange",
    "ReadingNotice",
    "Sheet",
    "SheetCell",
    "Value",
    "WorkbookLimits",
    "cell_name",
    "general",
    "heard",
    "notice",
    "notices_of",
    "open_workbook",
    "refuse_other",
    "serial_day",
    "sheet_names",
    "sheets_of",
    "typed",
    "value_text",
]
