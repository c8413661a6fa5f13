"""A new workbook whose texts stay texts, whatever they begin with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from carbon_eia.errors import MachineError, Problem

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["new_workbook"]


def new_workbook(content: io.BytesIO, *, rows_on_disk: bool = False) -> Workbook:
    """A workbook that is written to ``content`` when it is closed.

    ``rows_on_disk``: a row waits in a file of the system, not in memory, once the next begins.

    Raises MachineError CE-D001 without xlsxwriter.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MachineError(Problem("CE-D001", params={"package": "xlsxwriter"})) from None
    where = {"constant_memory": True} if rows_on_disk else {"in_memory": True}
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(content, {**where, **plain})
