"""Whether a row is a project at all, and whether two rows are one: totals, project codes."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from carbon_eia.screening.arrays import Flags, in_one
from carbon_eia.screening.cells import BLANKS, LONGEST_BLANK, is_blank
from carbon_eia.screening.columns import matching

__all__ = ["code_key", "code_keys", "is_total", "lost_digits", "may_be_totals", "says_total"]

_TOTAL = (
    r"(.{0,20}?)(合计|总计|小计|共计|总和|汇总|累计|平均|(sub|grand)?totals?|sum|average|mean)"
    r"(数|行|值)?([(\[【].{0,20}[)\]】])?[:：]?"
)
_CHINESE = ("合计", "总计", "小计", "共计", "总和", "汇总", "累计", "平均")
_NAMES = (*_CHINESE, "total", "sum", "average", "mean")
_MAY_BE_TOTAL = r"(?i)[ａ-ｚ⺀-⿟]|" + "|".join(r"[\s\pZ]*".join(name) for name in _NAMES)
"""What stands in every name of a total: one of these words, or letters of another form."""

_BEGINS = r".{0,8}(合计|总计|小计|共计|累计|汇总|平均)|(sub|grand)?totals?\b|sum\b|average\b|mean\b"
"""How a row of totals begins that names no sector."""

_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d{1,3}")
_SIGN = re.compile(r"[A-Z0-9]")
_NOT_PLAIN = r"[^\x00-\x1f!-`]"
"""Small letters, spaces and whatever is no ASCII."""

_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u2500—–-]+")


def is_total(name: str, code: str) -> bool:
    """Whether a row is a total: its name says so, and no project code stands beside it.

    >>> is_total("合  计（2家）", ""), is_total("水泥行业小计", "/"), is_total("总计设备厂", "")
    (True, True, False)
    """
    plain = "".join(unicodedata.normalize("NFKC", name).split()).lower()
    match = re.fullmatch(_TOTAL, plain)
    if match is None:
        return False
    return not match.group(1) or not any(c.isalnum() for c in code)


def says_total(cell: str) -> bool:
    """Whether a cell of a row without a sector says that the row is a total.

    >>> says_total("总 计 3 家企业"), says_total("Total"), says_total("甲厂")
    (True, True, False)
    """
    plain = "".join(unicodedata.normalize("NFKC", cell).split()).lower()
    return re.match(_BEGINS, plain) is not None


def may_be_totals(names: pa.Array) -> Flags | None:
    """Which of a column of names may be those of totals; None where none may be."""
    array = names.dictionary_decode() if pa.types.is_dictionary(names.type) else names
    return matching(array, _MAY_BE_TOTAL)


def lost_digits(code: str) -> bool:
    """Whether a code was turned into a number of a spreadsheet: its last digits are lost.

    >>> lost_digits("2.60243E+22"), lost_digits("2602-431021-04-01-000201")
    (True, False)
    """
    return _SCIENTIFIC.fullmatch(code.strip()) is not None


def code_key(code: str) -> str:
    """A code without what no person sees in it: spaces, kinds of dashes, full-width digits.

    What holds neither letter nor digit, or stands for nothing, is no code: its key is empty.

    >>> code_key("２６０２－431021 —04"), code_key("/"), code_key("待赋码"), code_key("N/A")
    ('2602-431021-04', '', '', '')
    """
    if is_blank(code):
        return ""
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", code) if unicodedata.category(c) != "Cf"
    )
    key = _DASHES.sub("-", "".join(plain.split())).upper()
    return key if _SIGN.search(key) else ""


def code_keys(codes: pa.Array) -> pa.Array:
    """A column of codes as keys; the same array where all are plain."""
    array = in_one(codes)
    if pc.any(pc.match_substring_regex(array, _NOT_PLAIN)).as_py():
        return pa.array([(c and code_key(c)) or None for c in array.to_pylist()], pa.string())
    if (pc.min(pc.binary_length(array)).as_py() or 0) > LONGEST_BLANK:
        return array
    blank = pc.is_in(array, pa.array(BLANKS))
    none = pc.or_(blank, pc.invert(pc.match_substring_regex(array, _SIGN.pattern)))
    return pc.if_else(pc.fill_null(none, True), None, array)
